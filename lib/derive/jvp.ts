// jvp: one sweep through a function, along one direction, or many. Every other transform is a choice of seeds around it.

import { fail, PushforwardError, show } from '../errors.ts'
import type { Scalar, Tensorial } from '../value.ts'
import { converted, enter, lanesOf } from './arrays.ts'
import { sweepLanes } from './lanes.ts'
import type { Args, Given, Moving, Plain, Point, Structure, Unstated } from './structure.ts'
import { leavesLike, rebuild } from './structure.ts'
import { type Run, sweepLeaves } from './sweep.ts'

/** A function as its user wrote it: of one structure, or of several scalars. */
export type Program = (...args: never[]) => unknown

/** A value and its motion, of one shape. */
export interface Moved<Y> { primal: Y; tangent: Y }

/** A function of one scalar may also be given it as an array of one. */
type Start<A> = Point<A> | (number[] extends Point<A> ? number : Point<A> extends number ? readonly [number] : never)

/**
 * The pushforward of f at `primals` along `tangents`: f(x) and ẏ = J(x)·ẋ, in one sweep.
 *
 * @param f         a function of one structure; a function of several arguments gets the elements of an array `primals`
 * @param primals   the point: a number, a tensor or Float64Array, or arrays and objects of these, to any depth
 * @param tangents  the direction, of the same shape; or k directions at once, with an axis of length k in front of it
 * @returns `primal`, the value, and `tangent`, of the same shape as the value
 * @throws where shapes differ, the input is empty or no number, or f returns no number
 * @example jvp((x, y) => mul(x, sin(y)), [2, 0], [1, 3]) // { primal: 0, tangent: 6 }
 * @see Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 3
 */
export function jvp<A extends Args = Unstated, Y = Scalar>(f: (...x: A) => Y, primals: Start<NoInfer<A>>, tangents: Start<NoInfer<A>>): Moved<Plain<Y>>
export function jvp<A extends Args = Unstated, Y = Scalar>(f: (...x: A) => Y, primals: Moving<NoInfer<A>> | Scalar, tangents: Moving<NoInfer<A>> | Scalar): Moved<Y>
export function jvp<A extends Args = Unstated, Y = Scalar, X extends Given<NoInfer<A>> = Given<NoInfer<A>>>(
  f: (...x: A) => Y, primals: X, tangents: unknown,
): Moved<Y extends Tensorial ? X : Plain<Y>>
export function jvp(f: Program, primals: Structure, tangents: Structure): { primal: unknown; tangent: unknown } {
  callable(f, 'jvp')
  return jvpAt(f, primals, tangents, 'jvp')
}

/** f(x) and J(x)·ẋ, for whoever asks. */
export function jvpAt(f: Program, primals: Structure, tangents: Structure, who: string): { primal: Structure; tangent: Structure } {
  const { x, leaves, arrays, out } = enter(primals, who)
  const dx = leavesLike(x, converted(tangents), who), lanes = lanesOf(leaves, dx, who)
  const { primal, tangents: moves } = (arrays || lanes !== undefined ? sweepLanes : sweepLeaves)(called(f, x), x, dx, who, lanes)
  return { primal: out(primal), tangent: out(rebuild(primal, moves, who), dx) }
}

/**
 * f on a structure: an array is spread where f declares as many arguments, or is a row, which takes values only. Whether a
 * function of one argument means the array or its only number shows when it is called.
 */
export function called(f: Program, x: Structure): Run {
  const g = f as (...args: unknown[]) => unknown
  if (!Array.isArray(x)) return f.length < 2 ? x => g(x) : y => counted(f, x, () => g(y))
  if (f.length === x.length && (f.length > 1 || 'verb' in f)) return x => g(...(x as unknown[]))
  if (f.length > 1) return y => counted(f, x, () => g(y))
  return y => {
    try {
      return g(y)
    } catch (error) {
      if (error instanceof PushforwardError && error.message.endsWith('got undefined')) fail(`${error.message}; the point is ${show(x)}`, error)
      if (!(error instanceof PushforwardError) || x.length > 1 || !error.message.includes('got an array of 1')) throw error
      try {
        return g((y as unknown[])[0])
      } catch {
        throw error
      }
    }
  }
}

/** What goes wrong in a function of several arguments that is given one. */
function counted(f: Program, x: Structure, run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof PushforwardError)) throw error
    return fail(`${error.message}; the function takes ${f.length} arguments, and the point is ${show(x)}`, error)
  }
}

/** The point from the arguments of a derived function: one structure, or several scalars as an array. */
export function point(args: readonly unknown[], who: string): Structure {
  if (args.length === 0) fail(`${who} expects the point at which to differentiate, and got nothing`)
  return args.length === 1 ? args[0] : args
}

export function callable(f: unknown, who: string): void {
  if (typeof f === 'function') return
  const meant = typeof f === 'string' ? `; perhaps expression(${JSON.stringify(f)}) of pushforward/expression` : ''
  fail(`${who} expects a function, and got ${show(f)}${meant}`)
}
