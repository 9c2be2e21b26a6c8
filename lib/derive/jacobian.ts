// jacobian: of a structure by a structure, indexed [output, input]. One sweep a leaf of the input.

import type { Scalar, Value } from '../value.ts'
import { callable, called, point, type Program, sweep } from './jvp.ts'
import { type Args, type Jacobian, leavesOf, mapLeaves, type Moving, type Plain, type Point, rebuild, type Structure, type Unstated } from './structure.ts'

/** J(x), of the shape [output, input]. */
export interface JacobianOf<A, Y> {
  (x: Point<A>): Jacobian<Y, Point<A>>
  (x: Moving<A>): Jacobian<Y, Moving<A>>
  (...x: number[]): Jacobian<Y, number[]>
}

/**
 * The Jacobian J(x)[i][j] = ∂fᵢ/∂xⱼ: the shape of the output, with the shape of the input at every leaf.
 *
 * @param f  a function of one structure, or of several numbers, to a number or a structure of numbers
 * @returns x ↦ J(x), indexed `[output, input]`: `number[][]` for arrays
 * @throws where x is empty or no structure of numbers, or f returns none
 * @example jacobian(([x, y]) => [mul(x, y), sin(x)])([0, 3]) // [[3, 0], [1, 0]]
 */
export function jacobian<A extends Args = Unstated, Y = Scalar[]>(f: (...x: A) => Y): JacobianOf<A, Y>
export function jacobian(f: Program): never {
  callable(f, 'jacobian')
  return ((...args: unknown[]) => jacobianAt(f, point(args, 'jacobian'), 'jacobian').jacobian) as never
}

/**
 * f(x) and J(x); the value costs no evaluation of its own.
 *
 * @example valueAndJacobian(([x, y]) => [mul(x, y)])([2, 3]) // { value: [6], jacobian: [[3, 2]] }
 */
export function valueAndJacobian<A extends Args = Unstated, Y = Scalar[]>(f: (...x: A) => Y): {
  (x: Point<A>): { value: Plain<Y>; jacobian: Jacobian<Y, Point<A>> }
  (x: Moving<A>): { value: Y; jacobian: Jacobian<Y, Moving<A>> }
}
export function valueAndJacobian(f: Program): never {
  callable(f, 'valueAndJacobian')
  return ((...args: unknown[]) => jacobianAt(f, point(args, 'valueAndJacobian'), 'valueAndJacobian')) as never
}

function jacobianAt(f: Program, x: Structure, who: string): { value: Structure; jacobian: Structure } {
  let value: Structure
  const run = called(f, x)
  const columns = leavesOf(x, who).map((_, j, leaves) => {
    const { primal, tangent } = sweep(run, x, leaves.map((_, i) => i === j ? 1 : 0), who)
    value = primal
    const column: Value[] = []
    mapLeaves(tangent, leaf => column.push(leaf), who)
    return column
  })
  let i = -1
  return { value, jacobian: mapLeaves(value, () => (i++, rebuild(x, columns.map(column => column[i]), who)), who) }
}
