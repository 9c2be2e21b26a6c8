// gradient: of a number by a structure of numbers. One sweep a leaf.

import { fail, show } from '../errors.ts'
import type { Scalar, Value } from '../value.ts'
import { callable, called, point, type Program, scalar, sweep } from './jvp.ts'
import { type Args, leavesOf, type Moving, type Point, rebuild, type Structure, type Unstated } from './structure.ts'

/** ∇f: of the shape of its argument; several scalars may stand for an array of them. */
export interface Gradient<A> {
  (x: Point<A>): Point<A>
  (x: Moving<A>): Moving<A>
  (...x: number[]): number[]
}

/**
 * The gradient ∇f(x) = (∂f/∂xᵢ) of a function that returns one number.
 *
 * @param f  a function of one structure (arrays and objects of numbers, to any depth), or of several numbers
 * @returns x ↦ ∇f(x), of the shape of x
 * @throws where f returns more than one number (see jacobian), or x is empty or no structure of numbers
 * @example gradient(([x, y]) => mul(x, square(y)))([2, 3]) // [9, 12]
 */
export function gradient<A extends Args = Unstated>(f: (...x: A) => Scalar): Gradient<A>
export function gradient(f: (x: Scalar, y: Scalar) => Scalar): Gradient<Scalar[]>
export function gradient(f: Program): never {
  callable(f, 'gradient')
  return ((...args: unknown[]) => gradientAt(f, point(args, 'gradient'), 'gradient').gradient) as never
}

/**
 * f(x) and ∇f(x); the value costs no evaluation of its own.
 *
 * @example valueAndGradient(([x, y]) => mul(x, y))([2, 3]) // { value: 6, gradient: [3, 2] }
 */
export function valueAndGradient<A extends Args = Unstated>(f: (...x: A) => Scalar): {
  (x: Point<A>): { value: number; gradient: Point<A> }
  (x: Moving<A>): { value: Scalar; gradient: Moving<A> }
}
export function valueAndGradient(f: Program): never {
  callable(f, 'valueAndGradient')
  return ((...args: unknown[]) => gradientAt(f, point(args, 'valueAndGradient'), 'valueAndGradient')) as never
}

function gradientAt(f: Program, x: Structure, who: string): { value: Value; gradient: Structure } {
  let value: Value = 0
  const run = called(f, x)
  const parts = leavesOf(x, who).map((_, i, leaves) => {
    const { primal, tangent } = sweep(run, x, leaves.map((_, j) => i === j ? 1 : 0), who)
    if (!scalar(primal) || !scalar(tangent))
      fail(`${who} expects a function that returns one number, and it returned ${show(primal)}; perhaps you meant jacobian(f)`)
    value = primal
    return tangent
  })
  return { value, gradient: rebuild(x, parts, who) }
}
