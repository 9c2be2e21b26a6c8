// Sums, products, means, extremes, norms and order statistics of arrays, from the left as mathjs computes them.

import { fail } from '../errors.ts'
import { abs, add, div, hypot, max, min, mul, sqrt, square, sub } from '../rules/arithmetic.ts'
import { pow } from '../rules/elementary.ts'
import type { Value } from '../value.ts'
import { isArray, leaves, num, plain, type Thing } from './thing.ts'

/** Every number given: as arguments, or in arrays. */
function numbers(args: readonly Thing[], who: string): Value[] {
  if (args.length > 1 && isArray(args[0])) fail(`${who} along a dimension is not offered; map rows to ${who} instead`)
  const all = args.flatMap(leaves).map(each => num(each, who))
  return all.length > 0 ? all : fail(`${who} expects at least one number, and got an empty array`)
}

const fold = (f: (x: Value, y: Value) => Value, who: string) => (...args: Thing[]): Value => numbers(args, who).reduce((x, y) => f(x, y))

export const sum    = fold(add, 'sum')
export const prod   = fold(mul, 'prod')
export const maxOf  = fold(max, 'max')
export const minOf  = fold(min, 'min')
export const mean   = (...args: Thing[]): Value => div(fold(add, 'mean')(...args), numbers(args, 'mean').length)

export function hypotOf(...args: Thing[]): Value {
  const all = numbers(args, 'hypot')
  return all.length === 1 ? abs(all[0]!) : all.reduce((x, y) => hypot(x, y))
}

/** ‖v‖ₚ = (Σ|vᵢ|^p)^(1/p), p = 2 where it is not given. */
export function norm(v: Thing, order: Thing = 2): Value {
  if (isArray(v) && isArray(v[0])) fail('norm of a matrix is not offered; norm(flatten(A)) is the Frobenius norm')
  const p = plain(order, 'norm'), all = numbers([v], 'norm')
  if (all.length === 1 && !isArray(v)) return abs(all[0]!)
  if (p === 2) return hypotOf(all)
  if (p === 1) return sum(all.map(each => abs(each)))
  if (p === Infinity) return maxOf(all.map(each => abs(each)))
  if (p === -Infinity) return minOf(all.map(each => abs(each)))
  return p === 0 || Number.isNaN(p) ? fail(`norm expects an order other than 0, and got ${p}`) : pow(sum(all.map(each => pow(abs(each), p))), 1 / p)
}

export function variance(...args: Thing[]): Value {
  const all = numbers(args, 'variance'), middle = mean(all)
  return all.length === 1 ? 0 : div(sum(all.map(each => square(sub(each, middle)))), all.length - 1)
}

export const std = (...args: Thing[]): Value => sqrt(variance(...args))

export const sorted = (all: readonly Thing[], who = 'sort'): Value[] => all.map(each => num(each, who)).sort((x, y) => plain(x, who) - plain(y, who))

export function median(...args: Thing[]): Value {
  const all = sorted(numbers(args, 'median'), 'median'), half = all.length / 2
  return all.length % 2 === 1 ? all[Math.floor(half)]! : div(add(all[half - 1]!, all[half]!), 2)
}

/** The median of the distances to the median. */
export const mad = (...args: Thing[]): Value => {
  const all = numbers(args, 'mad'), middle = median(all)
  return median(all.map(each => abs(sub(each, middle))))
}

export function cumsum(v: Thing): Value[] {
  let total: Value | undefined
  return numbers([v], 'cumsum').map(each => total = total === undefined ? each : add(total, each))
}
