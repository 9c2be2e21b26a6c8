// Directions many at once: seeds for a chunk of them, one sweep for all, and the results cut into columns.

import { pair, rankOf, withLevel } from '../dual.ts'
import { fail, show } from '../errors.ts'
import { sizeOf } from '../kernels/broadcast.ts'
import { joinedAlong, reordered, window } from '../rules/arrange.ts'
import { broadcastRow, reshapeRow, shapeOf, takeRow, Tensor } from '../tensor.ts'
import type { Dual, Value } from '../value.ts'
import { converted } from './arrays.ts'
import { mapLeaves, rebuild, returned, splitAt, type Structure } from './structure.ts'

/** How a transform goes about it. */
export interface LaneOptions {
  /** how many directions one sweep carries; chosen from the size of the point where it is not given */
  readonly lanes?: number
}

/** What one sweep gives: the value, its leaves, and the tangent of each: `[...lanes, ...shape]`. */
export interface Swept {
  readonly primal: Structure
  readonly leaves: readonly Value[]
  readonly tangents: readonly Value[]
}

/** One sweep along many directions; tangents of leaves are `[lanes, ...shape]`, 0 for what stands still. */
export function sweepLanes(run: (x: Structure) => unknown, x: Structure, seeds: readonly Value[], lanes: number | undefined, who: string): Swept {
  return withLevel(level => {
    let i = 0
    const y = converted(returned(run(mapLeaves(x, leaf => pair(level, leaf, seeds[i++] as Value), who)), who))
    const leaves: Value[] = [], tangents: Value[] = []
    mapLeaves(y, leaf => {
      const split = splitAt(leaf, level)
      leaves.push(split.primal)
      tangents.push(lanes === undefined ? split.tangent : inLanes(split.tangent, split.primal, lanes))
    }, `the result of the function given to ${who}`)
    return { primal: rebuild(y, leaves, who), leaves, tangents }
  })
}

/** A tangent that does not depend on the direction, as many times as there are lanes. */
function inLanes(tangent: Value, primal: Value, lanes: number): Value {
  const shape = shapeOf(primal), own = shapeOf(tangent)
  return own.length > shape.length ? tangent : broadcastRow(tangent, { rank: own.length, shape: [lanes, ...shape] })
}

// A chunk's tangents should stay in the cache of the processor: 2^17 numbers, 1 MB, for all directions of the point.
const BUDGET = 131_072

/** Every unit direction of these leaves, in chunks: { first, count, seeds }. */
export function* directions(leaves: readonly Value[], lanes: number | undefined, who: string): Generator<{ first: number; count: number; seeds: Value[] }> {
  const total = leaves.reduce((sum: number, leaf) => sum + sizeOf(shapeOf(leaf)), 0)
  if (total === 0) fail(`${who} expects at least one number to differentiate by, and got an empty tensor`)
  if (lanes !== undefined && !(Number.isInteger(lanes) && lanes > 0)) fail(`${who} expects { lanes } to be a whole number from 1 on, and got ${show(lanes)}`)
  const chunk = lanes ?? Math.max(1, Math.floor(BUDGET / Math.max(1, leaves.reduce((sum: number, leaf) => sum + weight(leaf), 0))))
  for (let first = 0; first < total; first += chunk) {
    const count = Math.min(chunk, total - first)
    yield { first, count, seeds: unitSeeds(leaves, first, count) }
  }
}

/** How many numbers a value holds, with all its tangents. */
const weight = (x: Value): number =>
  typeof x !== 'number' && 'tangent' in x ? weight((x as Dual).primal) + weight((x as Dual).tangent) : sizeOf(shapeOf(x))

function unitSeeds(leaves: readonly Value[], first: number, count: number): Value[] {
  let start = -first
  return leaves.map(leaf => {
    const shape = shapeOf(leaf), n = sizeOf(shape), from = Math.max(0, -start), to = Math.min(n, count - start)
    const at = start
    start += n
    if (from >= to) return 0
    const data = new Float64Array(count * n)
    for (let j = from; j < to; j++) data[(at + j) * n + j] = 1
    return new Tensor([count, ...shape], data)
  })
}

/** Chunks of tangents `[lanes, ...shape]` joined to one, of every direction. */
export const joinedLanes = (chunks: readonly Value[], rank: number): Value => joinedAlong(-rank - 1, ...chunks)

/** Directions of every leaf `[n, ...out]` → for each leaf, its part with the leaf's own axes last: `[...out, ...leaf]`. */
export function columns(tangent: Value, out: number, leaves: readonly Value[]): Value[] {
  let start = 0
  return leaves.map(leaf => {
    const shape = shapeOf(leaf), n = sizeOf(shape), axis = -out - 1
    const part = shape.length === 0 && out === 0 ? takeRow(tangent, { axis, index: start }) : window(tangent, axis, start, n)
    start += n
    if (rankOf(part) === 0) return part
    const order = Array.from({ length: out }, (_, i) => i - out).concat(axis)
    const turned = out === 0 || n === 1 ? part : reordered(part, order)
    const own = shapeOf(part).slice(shapeOf(part).length - out)
    return reshapeRow(turned, { rank: out + 1, shape: [...own, ...shape] })
  })
}
