// What flows in an expression: values, truth values, arrays and structures of them, functions. No arithmetic.

import { fail, show } from '../errors.ts'
import type { Value } from '../value.ts'
import { isValue, primal } from '../value.ts'

/** What a part of an expression stands for while it runs. */
export type Thing = Value | boolean | readonly Thing[] | Fn | Struct | undefined

/** A function of the expression's language. */
export type Fn = (...args: Thing[]) => Thing

/** An object literal, or an object given as a variable. */
export interface Struct { readonly [key: string]: Thing }

export const isArray = (x: Thing): x is readonly Thing[] => Array.isArray(x)

/** The sentence's name of a thing. */
export const showThing = (x: Thing): string => typeof x === 'boolean' ? String(x) : show(x)

/** A value where one is needed: true is 1 and false is 0, as in mathjs. */
export function num(x: Thing, who: string): Value {
  if (isValue(x)) return x
  if (typeof x === 'boolean') return x ? 1 : 0
  if (typeof x === 'function') fail(`${who} expects a number, and got a function${x.name === '' ? '' : ` (${x.name}): write ${x.name}(…)`}`)
  fail(`${who} expects a number, and got ${showThing(x)}`)
}

/** A plain number beneath a value: an index, a size, a digit count. */
export function plain(x: Thing, who: string): number {
  const value = primal(num(x, who))
  return typeof value === 'number' ? value : fail(`${who} expects a plain number, and got ${show(value)}`)
}

/** An array where one is needed. */
export const list = (x: Thing, who: string): readonly Thing[] =>
  isArray(x) ? x : fail(`${who} expects an array, such as [1, 2], and got ${showThing(x)}`)

/** Does it hold? Of a dual number its primal decides; NaN does not hold. */
export function holds(x: Thing, who: string): boolean {
  if (typeof x === 'boolean') return x
  if (typeof x === 'number') return Boolean(x)
  if (!isValue(x)) return fail(`${who} expects a condition, such as x < 1, and got ${showThing(x)}`)
  const value = primal(x)
  if (typeof value === 'number') return Boolean(value)
  const decided = value.decide()
  return typeof decided === 'boolean' ? decided : fail(`${who} expects one condition, and got ${show(decided)}`)
}

/** The leaves of nested arrays, in order. */
export const leaves = (x: Thing): Thing[] => isArray(x) ? x.flatMap(leaves) : [x]

/** How many dimensions an array has; 0 for what is none. */
export const rankOf = (x: Thing): number => isArray(x) ? 1 + rankOf(x[0]) : 0

/** How many elements there are along each of them. */
export const sizeOf = (x: Thing): number[] => isArray(x) ? [x.length, ...sizeOf(x[0])] : []
