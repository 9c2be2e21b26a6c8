// Directions many at once: seeds for a chunk of them, one sweep for all, and the results cut into columns.

import { rankOf } from '../dual.ts'
import { fail, whole } from '../errors.ts'
import { sizeOf } from '../kernels/broadcast.ts'
import { joinedAlong, reordered, window } from '../rules/arrange.ts'
import { broadcastRow, reshapeRow, shapeOf, takeRow } from '../tensor.ts'
import { type Attempt, seeds, SparseLanes } from '../tensor/sparse.ts'
import type { Dual, Value } from '../value.ts'
import { converted } from './arrays.ts'
import type { Structure } from './structure.ts'
import { attempted, type Run, type Seeds, type Swept, sweepLeaves } from './sweep.ts'

/** How a transform goes about it. */
export interface LaneOptions {
  /** how many directions one sweep carries; chosen from the size of the point where it is not given */
  readonly lanes?: number
}
export const LANES: readonly string[] = ['lanes']

/** One sweep along many directions: tangents of leaves are `[lanes, ...shape]`, 0 for what stands still. */
export function sweepLanes(run: Run, x: Structure, seeds: readonly Value[] | Seeds, who: string, lanes?: number): Swept {
  const swept = sweepLeaves(x => converted(run(x)), x, seeds, who)
  return lanes === undefined ? swept : { ...swept, tangents: swept.tangents.map((tangent, i) => inLanes(tangent, swept.leaves[i] as Value, lanes)) }
}

/** A tangent that does not depend on the direction, as many times as there are lanes. */
function inLanes(tangent: Value, primal: Value, lanes: number): Value {
  if (tangent instanceof SparseLanes) return tangent.dense(true)
  const shape = shapeOf(primal), own = shapeOf(tangent)
  return own.length > shape.length ? tangent : broadcastRow(tangent, { rank: own.length, shape: [lanes, ...shape] })
}

// A chunk's tangents should stay in the cache of the processor: 2^17 numbers, 1 MB, for all directions of the point.
const BUDGET = 131_072

// All directions in one sweep may take this many numbers, or so many for each: while elements do not mix, they take far fewer.
const MOST = 1_048_576, FEW = 8

/** Sweeps along every unit direction of these leaves: one along all, while elements do not mix; else in chunks. */
export function* sweeps(run: Run, x: Structure, leaves: readonly Value[], { lanes }: LaneOptions, who: string): Generator<Swept> {
  const { total, chunk } = sizes(leaves, lanes, who)
  if (lanes === undefined && total > chunk) {
    const swept = allAtOnce(run, x, leaves, total, who, total)
    if (swept !== undefined) return yield swept
  }
  for (const { count, seeds } of directions(leaves, lanes, who)) yield sweepLanes(run, x, seeds, who, count)
}

/** One sweep along all unit directions, which is given up where elements mix. */
const allAtOnce = (run: Run, x: Structure, leaves: readonly Value[], total: number, who: string, lanes?: number): Swept | undefined =>
  attempted({ most: Math.max(MOST, FEW * total), gaveUp: false }, attempt => sweepLanes(run, x, level => unitSeeds(level, leaves, 0, total, attempt), who, lanes))

/** The same for whoever reads sparse lanes as they are: the tangents, and which direction is the first. */
export function* sparseSweeps(run: Run, x: Structure, leaves: readonly Value[], who: string): Generator<Swept & { readonly first: number }> {
  const { total } = sizes(leaves, undefined, who)
  const swept = allAtOnce(run, x, leaves, total, who)
  if (swept !== undefined) return yield { ...swept, first: 0 }
  let first = 0
  for (const { count, seeds } of directions(leaves, undefined, who)) {
    yield { ...sweepLanes(run, x, seeds, who, count), first }
    first += count
  }
}

/** Every unit direction of these leaves, in chunks: { count, seeds }. */
export function* directions(leaves: readonly Value[], lanes: number | undefined, who: string): Generator<{ count: number; seeds: Seeds }> {
  const { total, chunk } = sizes(leaves, lanes, who)
  for (let first = 0; first < total; first += chunk) {
    const count = Math.min(chunk, total - first)
    yield { count, seeds: level => unitSeeds(level, leaves, first, count, undefined) }
  }
}

function sizes(leaves: readonly Value[], lanes: number | undefined, who: string): { total: number; chunk: number } {
  const total = leaves.reduce((sum: number, leaf) => sum + sizeOf(shapeOf(leaf)), 0)
  if (total === 0) fail(`${who} expects at least one number to differentiate by, and got an empty tensor`)
  if (lanes !== undefined) whole(who, '{ lanes }', lanes, 1)
  return { total, chunk: lanes ?? Math.max(1, Math.floor(BUDGET / Math.max(1, leaves.reduce((sum: number, leaf) => sum + weight(leaf), 0)))) }
}

/** How many numbers a value holds, with all its tangents. */
const weight = (x: Value): number =>
  typeof x !== 'number' && 'tangent' in x ? weight((x as Dual).primal) + weight((x as Dual).tangent) : x instanceof SparseLanes ? x.weight : sizeOf(shapeOf(x))

function unitSeeds(level: number, leaves: readonly Value[], first: number, count: number, attempt: Attempt | undefined): Value[] {
  let start = -first
  return leaves.map(leaf => {
    const shape = shapeOf(leaf), n = sizeOf(shape), at = start
    start += n
    if (at >= count || at + n <= 0) return 0
    const map = new Int32Array(n).fill(-1)
    for (let j = Math.max(0, -at), end = Math.min(n, count - at); j < end; j++) map[j] = at + j
    return seeds(level - BELOW, count, shape, map, attempt)
  })
}

/** Lanes stand below the level that they belong to, and above all others. */
export const BELOW: number = 1.52587890625e-5 // 2⁻¹⁶

/** Chunks of tangents `[lanes, ...shape]` joined to one, of every direction. */
export const joinedLanes = (chunks: readonly Value[], rank: number): Value => joinedAlong(-rank - 1, ...chunks)

/** Directions of every leaf `[n, ...out]` → for each leaf, its part with the leaf's own axes last: `[...out, ...leaf]`. */
export function columns(tangent: Value, out: number, leaves: readonly Value[]): Value[] {
  let start = 0
  return leaves.map(leaf => {
    const shape = shapeOf(leaf), n = sizeOf(shape), axis = -out - 1
    const part = shape.length === 0 && out === 0 ? takeRow(tangent, { axis, index: start }) : shapeOf(tangent).at(axis) === n ? tangent : window(tangent, axis, start, n)
    start += n
    if (rankOf(part) === 0) return part
    const order = Array.from({ length: out }, (_, i) => i - out).concat(axis)
    const turned = out === 0 || n === 1 ? part : reordered(part, order)
    const own = shapeOf(part).slice(shapeOf(part).length - out)
    return shape.length === 1 ? turned : reshapeRow(turned, { rank: out + 1, shape: [...own, ...shape] })
  })
}
