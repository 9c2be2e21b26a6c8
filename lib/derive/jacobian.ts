// jacobian: of a structure by a structure, indexed [output, input]. One sweep a number of the input, or one for
// many where there are arrays.

import { rankOf } from '../dual.ts'
import { known } from '../errors.ts'
import { stackRow, takeRow } from '../tensor.ts'
import { isValue, type Scalar, type Value } from '../value.ts'
import { type Entered, enter } from './arrays.ts'
import { byDirections } from './directions.ts'
import { callable, called, jvpAt, point, type Program } from './jvp.ts'
import { columns, directions, joinedLanes, LANES, type LaneOptions, sweepLanes, sweeps } from './lanes.ts'
import { type SparseMatrix, sparseJacobianAt } from './sparse.ts'
import { type Args, type Given, type Jacobian, mapLeaves, type Moving, type Plain, type Point, rebuild, type Structure, type Unstated } from './structure.ts'
import type { Run, Swept } from './sweep.ts'

/** J(x), of the shape [output, input]. */
export interface JacobianOf<A, Y> {
  (x: Point<A>): Jacobian<Y, Point<A>>
  <X extends Given<A>>(x: X): Jacobian<Y, X>
  (...x: number[]): Jacobian<Y, number[]>
  (x: Moving<A>): Jacobian<Y, Moving<A>>
  /** x ↦ J(x)·v, in one sweep, without J(x): for Jacobians too large to be held */
  times(v: Point<A> | Given<A>): (x: Point<A> | Given<A>) => Plain<Y>
  /** the columns of J(x), one after the other, never all of them at once */
  columns(x: Point<A> | Given<A>): Generator<Plain<Y>>
  /** what is not 0 in J(x), in one sweep while elements do not mix: for Jacobians that are mostly 0, of any size */
  sparse(x: Point<A> | Given<A>): SparseMatrix
  sparse(...x: number[]): SparseMatrix
}

/**
 * The Jacobian J(x)[i][j] = ∂fᵢ/∂xⱼ: the shape of the output, with the shape of the input at every leaf.
 *
 * @param f      a function of one structure, or of several numbers, to a number or a structure of numbers or tensors
 * @param lanes  how many directions one sweep carries where there are arrays; chosen from their size where it is not given
 * @returns x ↦ J(x), indexed `[output, input]`: `number[][]` for arrays of numbers; a tensor [...output, ...input] for tensors.
 *          Its method `times(v)` gives x ↦ J(x)·v, `columns(x)` column after column, where J(x) is too large to be held, and `sparse(x)` what is
 *          not 0 in it: `{ shape, rows, columns, values }`
 * @throws where x is empty or no structure of numbers, or f returns none
 * @example jacobian(([x, y]) => [mul(x, y), sin(x)])([0, 3]) // [[3, 0], [1, 0]]
 */
export function jacobian<A extends Args = Unstated, Y = Scalar[]>(f: (...x: A) => Y, options?: LaneOptions): JacobianOf<A, Y>
export function jacobian(f: Program, options: LaneOptions = {}): never {
  callable(f, 'jacobian')
  known(options, LANES, 'jacobian')
  const at = (...args: unknown[]): Structure => jacobianAt(f, point(args, 'jacobian'), 'jacobian', options).jacobian
  const sparse = (...args: unknown[]): unknown => sparseJacobianAt(f, point(args, 'jacobian(f).sparse'), 'jacobian(f).sparse')
  return Object.assign(at, { times: (v: Structure) => product(f, v), columns: (x: Structure) => columnsAt(f, x, options), sparse }) as never
}

/**
 * f(x) and J(x); the value costs no evaluation of its own.
 *
 * @example valueAndJacobian(([x, y]) => [mul(x, y)])([2, 3]) // { value: [6], jacobian: [[3, 2]] }
 */
export function valueAndJacobian<A extends Args = Unstated, Y = Scalar[]>(f: (...x: A) => Y, options?: LaneOptions): {
  (x: Point<A>): { value: Plain<Y>; jacobian: Jacobian<Y, Point<A>> }
  (x: Moving<A>): { value: Y; jacobian: Jacobian<Y, Moving<A>> }
  <X extends Given<A>>(x: X): { value: Plain<Y>; jacobian: Jacobian<Y, X> }
}
export function valueAndJacobian(f: Program, options: LaneOptions = {}): never {
  callable(f, 'valueAndJacobian')
  known(options, LANES, 'valueAndJacobian')
  return ((...args: unknown[]) => jacobianAt(f, point(args, 'valueAndJacobian'), 'valueAndJacobian', options)) as never
}

/** f(x) and J(x), for whoever asks. */
export function jacobianAt(f: Program, at: Structure, who: string, options: LaneOptions): { value: Structure; jacobian: Structure } {
  const entered = enter(at, who), { x } = entered, run = called(f, x)
  return entered.arrays ? byLanes(run, entered, who, options) : byNumbers(run, entered.leaves, x, who)
}

function byLanes(run: Run, { x, leaves, like, out }: Entered, who: string, options: LaneOptions): { value: Structure; jacobian: Structure } {
  let swept: Swept | undefined
  const chunks: (readonly Value[])[] = []
  for (swept of sweeps(run, x, leaves, options, who)) {
    chunks.push(swept.tangents)
  }
  const { primal, leaves: results } = swept as Swept
  let i = 0
  const jacobian = mapLeaves(primal, () => {
    const rank = rankOf(results[i] as Value), parts = columns(joinedLanes(chunks.map(chunk => chunk[i] as Value), rank), rank, leaves)
    i++
    return rebuild(x, parts.map(like), who)
  }, who)
  return { value: out(primal), jacobian }
}

function byNumbers(run: Run, leaves: readonly Value[], x: Structure, who: string): { value: Structure; jacobian: Structure } {
  const { value, rows } = byDirections(run, x, leaves, who), flat = Array.isArray(x) && x.every(isValue)
  let i = 0
  return { value, jacobian: mapLeaves(value, leaf => {
    const parts = rows[i++] as readonly Value[]
    return flat && rankOf(leaf) > 0 ? stackRow(...parts, { axis: -1 }) : rebuild(x, parts, who)
  }, who) }
}

/** J(x)·v for all x, without J(x): one sweep. */
function product(f: Program, v: Structure): (...x: unknown[]) => Structure {
  return (...args) => jvpAt(f, point(args, 'jacobian'), v, 'jacobian(f).times').tangent
}

/** The columns ∂f/∂xⱼ one after the other, a chunk of them computed at a time. */
function* columnsAt(f: Program, at: Structure, options: LaneOptions): Generator<Structure> {
  const who = 'jacobian', { x, leaves, out } = enter(at, who), run = called(f, x)
  for (const { count, seeds } of directions(leaves, options.lanes, who)) {
    const { primal, leaves: results, tangents } = sweepLanes(run, x, seeds, who, count)
    for (let index = 0; index < count; index++)
      yield out(rebuild(primal, tangents.map((tangent, i) => takeRow(tangent, { axis: -rankOf(results[i] as Value) - 1, index })), who))
  }
}
