// Along one dimension of arrays, counted from 1 as in mathjs: joins, running sums, differences; rows and columns; other shapes.

import { fail, whole } from '../errors.ts'
import { sameShape, sizeOf as countOf } from '../kernels/broadcast.ts'
import { add, subtract, transpose, vector } from './arrays.ts'
import { element } from './elements.ts'
import { isArray, leaves, list, plain, rankOf, sizeOf, type Thing } from './thing.ts'

/** A dimension of x, from 0. */
export function dimension(x: Thing, given: Thing, who: string): number {
  const dim = plain(given, who), rank = rankOf(list(x, who))
  return Number.isInteger(dim) && dim >= 1 && dim <= rank ? dim - 1 : fail(`${who} expects a dimension from 1 to ${rank}, and got ${dim}`)
}

/** f of each vector along a dimension, which goes. */
export function along(x: Thing, at: number, f: (vector: readonly Thing[]) => Thing): Thing {
  const parts = x as readonly Thing[], [first] = parts
  if (at > 0) return parts.map(part => along(part, at - 1, f))
  return isArray(first) ? first.map((_, j) => along(parts.map(part => (part as readonly Thing[])[j]), 0, f)) : f(parts)
}

/** Arrays one after the other, along the last dimension unless a number says which. */
export function concat(...args: Thing[]): Thing {
  const last = args.at(-1), all = (isArray(last) ? args : args.slice(0, -1)).map(x => list(x, 'concat')), [first] = all
  if (first === undefined) return fail('concat expects at least one array, such as [1, 2]')
  const rank = rankOf(first), at = isArray(last) ? rank - 1 : dimension(first, last, 'concat')
  const rest = (x: Thing): number[] => sizeOf(x).filter((_, i) => i !== at)
  const other = all.find(x => rankOf(x) !== rank || !sameShape(rest(x), rest(first)))
  if (other !== undefined) fail(`concat expects arrays that differ along dimension ${at + 1} at most, and got the sizes [${sizeOf(first).join(', ')}] and [${sizeOf(other).join(', ')}]`)
  const joined = (xs: readonly (readonly Thing[])[], depth: number): Thing =>
    depth === 0 ? xs.flat() : xs[0]!.map((_, i) => joined(xs.map(x => x[i] as readonly Thing[]), depth - 1))
  return joined(all, at)
}

/** Running sums, of numbers or along a dimension. */
export function cumsum(...args: Thing[]): Thing {
  const [x, dim = 1] = args
  if (!isArray(x)) return totals(args)
  if (args.length > 2) fail('cumsum expects numbers, or one array and a dimension')
  return deep(x, dimension(x, dim, 'cumsum'), totals)
}

function totals(parts: readonly Thing[]): Thing[] {
  let total: Thing
  return parts.map((each, i) => total = i === 0 ? each : add(total, each))
}

/** Each element less the one before it, along a dimension. */
export const diff = (x: Thing, dim: Thing = 1): Thing =>
  deep(list(x, 'diff'), dimension(x, dim, 'diff'), parts => parts.slice(1).map((each, i) => subtract(each, parts[i])))

/** f of what stands side by side along a dimension: numbers, or arrays that are taken elementwise. */
const deep = (x: Thing, at: number, f: (parts: readonly Thing[]) => Thing): Thing =>
  at === 0 ? f(x as readonly Thing[]) : (x as readonly Thing[]).map(part => deep(part, at - 1, f))

/** The same elements, row by row, in another shape; one size may be −1: what is left. */
export function reshape(x: Thing, sizes: Thing): Thing {
  const all = leaves(list(x, 'reshape')), given = list(sizes, 'reshape').map(n => plain(n, 'reshape'))
  const open = given.filter(n => n === -1).length, left = all.length / countOf(given.filter(n => n !== -1))
  const shape = given.map(n => n === -1 ? left : n)
  if (given.length === 0 || open > 1 || shape.some(n => !Number.isInteger(n) || n < 0) || countOf(shape) !== all.length)
    fail(`reshape expects sizes for ${all.length} elements, of which one may be -1, and got [${given.join(', ')}]`)
  let k = 0
  const built = ([n, ...rest]: readonly number[]): Thing => n === undefined ? all[k++] : Array.from({ length: n }, () => built(rest))
  return built(shape)
}

/** Without the outer and inner dimensions of one element. */
export function squeeze(x: Thing): Thing {
  const shape = sizeOf(x)
  while (shape[0] === 1) shape.shift()
  while (shape.at(-1) === 1) shape.pop()
  return shape.length === rankOf(x) ? x : shape.length === 0 ? leaves(x)[0] : reshape(x, shape)
}

function matrix(x: Thing, who: string): Thing {
  const rank = rankOf(list(x, who))
  return rank === 2 ? x : fail(`${who} expects a matrix, such as [1, 2; 3, 4], and got an array of ${rank} dimension${rank === 1 ? '' : 's'}`)
}

export const row    = (x: Thing, i: Thing): Thing => [element(matrix(x, 'row'), [plain(i, 'row')])]
export const column = (x: Thing, j: Thing): Thing => (matrix(x, 'column') as readonly Thing[]).map(row => [element(row, [plain(j, 'column')])])

export const fromRows = (...rows: Thing[]): Thing => {
  const all = rows.map(each => rankOf(each) === 2 && sizeOf(each)[0] === 1 ? (each as readonly (readonly Thing[])[])[0]! : vector(each, 'matrixFromRows'))
  return all.every(each => each.length === all[0]!.length) ? all : fail(`a matrix expects rows, or columns, of one length, and got ${all.map(each => each.length).join(', ')} elements`)
}
export const fromColumns = (...columns: Thing[]): Thing => transpose(fromRows(...columns))

/** Sizes as they are given: one after the other, or in an array. */
export function sizesOf(args: readonly Thing[], who: string, least = 0): number[] {
  const sizes = args.flatMap(leaves).map(each => whole(who, 'each size', plain(each, who), least))
  return countOf(sizes) <= 1e6 ? sizes : fail(`${who} expects at most a million elements, and got the sizes [${sizes.join(', ')}]`)
}
