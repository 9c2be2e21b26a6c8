// gradient: of a number by a structure of numbers. One sweep a number, or one for many where there are arrays.

import { rankOf } from '../dual.ts'
import { fail, known, show } from '../errors.ts'
import { isValue, type Scalar, type Value } from '../value.ts'
import { enter } from './arrays.ts'
import { byDirections } from './directions.ts'
import { callable, called, point, type Program } from './jvp.ts'
import { columns, joinedLanes, LANES, type LaneOptions, sweeps } from './lanes.ts'
import { type Args, type Given, type GivenAll, type Moving, type Point, rebuild, type Structure, type Unstated } from './structure.ts'

/** ∇f: of the shape of its argument; several scalars may stand for an array of them. */
export interface Gradient<A extends Args> {
  (x: Point<A>): Point<A>
  <X extends Given<A>>(x: X): X
  <X extends GivenAll<A>>(...x: X): X
  (...x: number[]): number[]
  (x: Moving<A>): Moving<A>
}

/**
 * The gradient ∇f(x) = (∂f/∂xᵢ) of a function that returns one number.
 *
 * @param f      a function of one structure (arrays and objects of numbers or tensors, to any depth), or of several numbers;
 *               of a Float64Array, or a matrix of another package, f sees a tensor, and the gradient is one of its kind
 * @param lanes  how many directions one sweep carries where there are arrays; chosen from their size where it is not given
 * @returns x ↦ ∇f(x), of the shape of x
 * @throws where f returns more than one number (see jacobian), or x is empty or no structure of numbers
 * @example gradient(([x, y]) => mul(x, square(y)))([2, 3]) // [9, 12]
 */
export function gradient<A extends Args = Unstated>(f: (...x: A) => Scalar, options?: LaneOptions): Gradient<A>
export function gradient(f: (x: Scalar, y: Scalar) => Scalar): Gradient<Scalar[]>
export function gradient(f: Program, options: LaneOptions = {}): never {
  callable(f, 'gradient')
  known(options, LANES, 'gradient')
  return ((...args: unknown[]) => gradientAt(f, point(args, 'gradient'), 'gradient', options).gradient) as never
}

/**
 * f(x) and ∇f(x); the value costs no evaluation of its own.
 *
 * @example valueAndGradient(([x, y]) => mul(x, y))([2, 3]) // { value: 6, gradient: [3, 2] }
 */
export function valueAndGradient<A extends Args = Unstated>(f: (...x: A) => Scalar, options?: LaneOptions): {
  (x: Point<A>): { value: number; gradient: Point<A> }
  (x: Moving<A>): { value: Scalar; gradient: Moving<A> }
  <X extends Given<A>>(x: X): { value: number; gradient: X }
}
export function valueAndGradient(f: Program, options: LaneOptions = {}): never {
  callable(f, 'valueAndGradient')
  known(options, LANES, 'valueAndGradient')
  return ((...args: unknown[]) => gradientAt(f, point(args, 'valueAndGradient'), 'valueAndGradient', options)) as never
}

/** f(x) and ∇f(x), for whoever asks. */
export function gradientAt(f: Program, at: Structure, who: string, options: LaneOptions): { value: Value; gradient: Structure } {
  const { x, leaves, arrays, like } = enter(at, who), run = called(f, x)
  if (arrays) {
    let value: Value = 0
    const chunks: Value[] = []
    for (const { primal, tangents } of sweeps(run, x, leaves, options, who)) {
      value = oneNumber(primal, who)
      chunks.push(tangents[0] as Value)
    }
    const parts = columns(joinedLanes(chunks, 0), 0, leaves)
    return { value, gradient: rebuild(x, parts.map(like), who) }
  }
  const { value, rows } = byDirections(run, x, leaves, who)
  return { value: oneNumber(value, who), gradient: rebuild(x, rows[0] as readonly Value[], who) }
}

function oneNumber(y: unknown, who: string): Value {
  if (!isValue(y) || rankOf(y) > 0) fail(`${who} expects a function that returns one number, and it returned ${show(y)}; perhaps you meant jacobian(f)`)
  return y
}
