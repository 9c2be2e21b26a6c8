// Sums, products, means, extremes, norms and order statistics of arrays, from the left as mathjs computes them.

import { fail } from '../errors.ts'
import { abs, add, div, hypot, max, min, mul, sqrt, square, sub } from '../rules/arithmetic.ts'
import { pow } from '../rules/elementary.ts'
import type { Value } from '../value.ts'
import { each1, subtract } from './arrays.ts'
import { along, dimension } from './dimensions.ts'
import { largest } from './matrices.ts'
import { isArray, leaves, list, num, plain, rankOf, type Thing } from './thing.ts'

type Reduction = (all: readonly Value[]) => Value

/** Every number given: as arguments, or in one array. */
function numbers(args: readonly Thing[], who: string, fewest = 1): Value[] {
  if (args.length > 1 && args.some(isArray)) fail(`${who} expects numbers, or one array${who in alongDimensions ? ' and one of its dimensions' : ''}; ${who}(flatten(A)) takes all of a matrix`)
  const all = args.flatMap(leaves).map(each => num(each, who))
  return all.length >= fewest ? all : fail(`${who} expects at least one number, and got an empty array`)
}

const total: Reduction = all => all.reduce((x, y) => add(x, y))
const middle: Reduction = all => div(total(all), all.length)
const spread: Reduction = all => {
  const mean = middle(all)
  return all.length === 1 ? 0 : div(total(all.map(each => square(sub(each, mean)))), all.length - 1)
}

/** What mathjs also takes along a dimension, which then goes. */
const alongDimensions = {
  sum:      all => all.length === 0 ? 0 : total(all),
  max:      all => all.reduce((x, y) => max(x, y)),
  min:      all => all.reduce((x, y) => min(x, y)),
  mean:     middle,
  variance: spread,
  std:      all => sqrt(spread(all)),
} satisfies Readonly<Record<string, Reduction>>

const reducing = (who: keyof typeof alongDimensions) => {
  const f: Reduction = alongDimensions[who]
  return (...args: Thing[]): Thing => args.length === 2 && isArray(args[0]) && !isArray(args[1])
    ? along(args[0], dimension(args[0], args[1], who), part => f(numbers([part], who)))
    : f(numbers(args, who, who === 'sum' ? 0 : 1))
}

export const sum      = reducing('sum')
export const maxOf    = reducing('max')
export const minOf    = reducing('min')
export const mean     = reducing('mean')
export const variance = reducing('variance')
export const std      = reducing('std')
export const prod     = (...args: Thing[]): Value => numbers(args, 'prod').reduce((x, y) => mul(x, y))

export function hypotOf(...args: Thing[]): Value {
  const all = numbers(args, 'hypot')
  return all.length === 1 ? abs(all[0]!) : all.reduce((x, y) => hypot(x, y))
}

/**
 * ‖v‖ₚ = (Σ|vᵢ|^p)^(1/p), p = 2 where it is not given; of a matrix what it makes of vectors of that norm 1 at most: for p = 1 the
 * largest sum of a column, for ∞ that of a row, for 2 the largest singular value.
 */
export function norm(v: Thing, order: Thing = 2): Thing {
  const p = plain(order, 'norm'), size = each1(abs, 'norm')
  if (rankOf(v) > 1) return p === 2 ? largest(v) : p === 1 || p === Infinity ? maxOf(sum(size(v), p === 1 ? 1 : 2)) : fail(`norm of a matrix expects the order 1, 2 or Infinity, and got ${p}`)
  const all = numbers([v], 'norm')
  if (all.length === 1 && !isArray(v)) return abs(all[0]!)
  if (p === 2) return hypotOf(all)
  if (p === 1) return sum(size(v))
  if (p === Infinity) return maxOf(size(v))
  if (p === -Infinity) return minOf(size(v))
  return p === 0 || Number.isNaN(p) ? fail(`norm expects an order other than 0, and got ${p}`) : pow(total(all.map(each => pow(abs(each), p))), 1 / p)
}

export const sorted = (all: readonly Thing[], who = 'sort'): Value[] => all.map(each => num(each, who)).sort((x, y) => plain(x, who) - plain(y, who))

export function median(...args: Thing[]): Value {
  const all = sorted(numbers(args, 'median'), 'median'), half = all.length / 2
  return all.length % 2 === 1 ? all[Math.floor(half)]! : div(add(all[half - 1]!, all[half]!), 2)
}

/** The median of the distances to the median. */
export const mad = (...args: Thing[]): Value => {
  const all = numbers(args, 'mad'), half = median(all)
  return median(all.map(each => abs(sub(each, half))))
}

/** Between two points. */
export function distance(p: Thing, q: Thing): Thing {
  const [a, b] = [list(p, 'distance'), list(q, 'distance')]
  if (a.length !== b.length || [...a, ...b].some(isArray)) fail('distance expects two points, such as [1, 2] and [3, 4], of as many coordinates each')
  return hypotOf(subtract(a, b))
}
