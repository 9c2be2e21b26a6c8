// What a method for differential equations is: one step, and how far it is off. States are leaves, numbers and arrays.

import { stripped } from '../dual.ts'
import type { Scalar, Value } from '../value.ts'
import { primal } from '../value.ts'
import { plain, vector } from './vectors.ts'

/** The leaves of a state. */
export type State = readonly Value[]

/** ẏ = f(t, y), leaf by leaf. */
export type Rate = (t: Value, y: State) => State

/** What a step may be off, in each number: absolute + relative·|y|. */
export interface Allowed {
  readonly relative: number
  readonly absolute: number
}

/** Where a step begins, over which time, and when it ends, which is not quite t + dt. */
export interface From {
  readonly t: Value
  readonly y: State
  /** f(t, y) */
  readonly k: State
  readonly dt: Value
  readonly end: Value
}

/** Where it leads. */
export interface Reached {
  /** in units of what is allowed: more than 1 is too much, and then the rest is nothing */
  readonly error: number
  readonly y: State
  readonly k: State
}

export interface Method {
  /** the error is that of a step to this power */
  readonly order: number
  readonly step: (rate: Rate, from: From, allowed: Allowed) => Reached
}

/** The plain number beneath a time. */
export const number = (x: Value): number => primal(x as Scalar)

/** The plain numbers of all leaves, one after another. */
export const flat = (leaves: State): Float64Array => plain(vector(leaves.map(stripped))).data

/** The root of the mean square of errors, in units of what is allowed at the larger of two states; what is no number is too much. */
export function sizeOfError(errors: Float64Array, before: Float64Array, after: Float64Array, { relative, absolute }: Allowed): number {
  let total = 0
  errors.forEach((error, i) => {
    total += (error / (absolute + relative * Math.max(Math.abs(after[i] as number), Math.abs(before[i] as number)))) ** 2
  })
  return Number.isNaN(total) ? Infinity : Math.sqrt(total / Math.max(1, errors.length))
}
