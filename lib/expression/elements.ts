// Elements of arrays by their index, from 1 as in mathjs: read, replaced, and arrays made larger for them.

import { fail } from '../errors.ts'
import { sameShape } from '../kernels/broadcast.ts'
import { broadcast } from './arrays.ts'
import { isArray, leaves, list, plain, rankOf, showThing, sizeOf, type Thing } from './thing.ts'

/** x[i, j, …]; a number takes one element away, an array of numbers, or of truth values, keeps a part. */
export function element(x: Thing, [first, ...rest]: readonly Thing[]): Thing {
  if (first === undefined) return x
  const array = list(x, 'an index'), at = (i: number): Thing => element(array[i], rest)
  return isArray(first) ? places(first, array.length).map(at) : at(place(first, array.length))
}

/** x with the elements at [i, j, …] replaced, by one for all or by as many; one past the end of a dimension it grows, by zeros. */
export function replaced(x: Thing, index: readonly Thing[], by: Thing): Thing {
  const array = list(x, 'an assignment to an element'), shape = array.length === 0 ? index.map(() => 0) : sizeOf(array)
  if (shape.length !== index.length) fail(`an assignment to an element expects an index for each dimension, and got ${index.length} for ${shape.length}`)
  const at = index.map((each, k) => isArray(each) ? places(each, shape[k]!, 1) : [place(each, shape[k]!, 1)])
  const wanted = at.map(each => each.length), values = isArray(by) ? fitted(by, wanted, wanted.filter((_, k) => isArray(index[k]))) : undefined
  let k = 0
  const written = (part: Thing, [first, ...rest]: readonly (readonly number[])[]): Thing => {
    if (first === undefined) return values === undefined ? by : values[k++]
    const out = [...part as readonly Thing[]]
    for (const i of first) out[i] = written(out[i], rest)
    return out
  }
  return written(resized(array, shape.map((n, k) => Math.max(n, ...at[k]!.map(i => i + 1)))), at)
}

/** The elements of an array for places in this shape, of which some dimensions have but one place and may be left out. */
function fitted(by: readonly Thing[], shape: readonly number[], kept: readonly number[]): Thing[] {
  const own = sizeOf(by)
  if (sameShape(own, kept)) return leaves(by)
  const spread = kept.length === 0 ? undefined : broadcast([by, resized(undefined, shape)], 'an assignment to elements', ([each]) => each)
  if (!sameShape(sizeOf(spread), shape))
    fail(`an assignment to ${kept.length === 0 ? 'one element expects a number' : `elements expects [${kept.join(', ')}] of them, or a number`}, and got ${own.length === 1 ? showThing(by) : `an array of ${own.join(' × ')}`}`)
  return leaves(spread)
}

/** An array in another size: cut at the end of its dimensions, or filled. */
export function resized(x: Thing, sizes: readonly number[], filler: Thing = 0): Thing {
  const [n, ...rest] = sizes
  if (n === undefined) return x === undefined ? filler : x
  return Array.from({ length: n }, (_, i) => resized(isArray(x) ? x[i] : undefined, rest, filler))
}

function places(index: readonly Thing[], length: number, beyond = 0): number[] {
  if (index.length === 0 || !index.every(each => typeof each === 'boolean')) return index.map(each => place(each, length, beyond))
  if (index.length !== length) fail(`an index of truth values expects one for each of ${length} elements, and got ${index.length}`)
  return index.flatMap((each, i) => each ? [i] : [])
}

function place(i: Thing, length: number, beyond = 0): number {
  const index = typeof i === 'boolean' ? i : plain(i, 'an index'), last = length + beyond
  if (typeof index === 'number' && Number.isInteger(index) && index >= 1 && index <= last) return index - 1
  return fail(`an index expects a whole number from 1 to ${last}, and got ${index}${index === 0 ? ': mathjs counts from 1' : ''}`)
}

/** How many elements there are along a dimension: what `end` stands for. */
export const sizeAlong = (x: Thing, dimension: number): number => rankOf(x) === 0 ? list(x, 'end').length : sizeOf(x)[dimension] ?? 0
