// Where to look: points of a domain, spread evenly and the same in every run, with the places where trouble lives.

import { fail, show } from '../errors.ts'
import { converted } from '../derive/arrays.ts'
import { mapLeaves, type Structure } from '../derive/structure.ts'
import type { ArrayBox } from '../value.ts'

/** A domain: an interval for a number; arrays and objects of intervals for structures. [n, n] holds an argument at n. */
export type Domain = readonly [number, number] | readonly Domain[] | { readonly [name: string]: Domain }

export type Interval = readonly [number, number]

/** A point, and for each number in it the interval it may move in. */
export interface Place {
  readonly x: Structure
  readonly within: readonly Interval[]
}

const EVERYWHERE: Interval = [-Infinity, Infinity]
const isInterval = (over: unknown): over is Interval =>
  Array.isArray(over) && over.length === 2 && over.every(end => typeof end === 'number')

/** A given point may move anywhere. */
export const place = (given: Structure): Place => {
  const x = converted(given), within: Interval[] = []
  mapLeaves(x, leaf => within.push(...Array.from(typeof leaf === 'number' ? [leaf] : (leaf as ArrayBox).data, () => EVERYWHERE)), 'check')
  return { x, within }
}

/** About `samples` points of a domain. */
export function placesOf(over: Domain, samples: number, seed: number): Place[] {
  const within: Interval[] = []
  const shape = shapeOf(over, within)
  if (within.length === 0) fail(`check expects { over } to be an interval [from, to], or arrays and objects of intervals, and got ${show(over)}`)
  if (typeof shape === 'number') return line(within[0]!, samples).map(x => ({ x, within }))
  return box(within, samples, seed).map(leaves => {
    let i = 0
    return { x: mapLeaves(shape, () => leaves[i++], 'check'), within }
  })
}

/** The structure with 0 at every leaf; the intervals in the order of its leaves. */
function shapeOf(over: unknown, within: Interval[]): Structure {
  if (isInterval(over)) {
    if (!(over[0] <= over[1])) fail(`check expects { over } to be an interval [from, to] with from ≤ to, and got [${over.join(', ')}]`)
    within.push(over)
    return 0
  }
  if (Array.isArray(over)) return over.map(each => shapeOf(each, within))
  if (typeof over === 'object' && over !== null) return Object.fromEntries(Object.entries(over).map(([key, each]) => [key, shapeOf(each, within)]))
  fail(`check expects { over } to be an interval [from, to], or arrays and objects of intervals, and got ${show(over)}`)
}

/** Points of an interval: Chebyshev's, its ends, and where kinks and poles like to be. */
function line(interval: Interval, samples: number): number[] {
  const [a, b] = interval
  const spread = Array.from({ length: samples }, (_, i) => along(interval, (1 - Math.cos(Math.PI * (i + 0.5) / samples)) / 2))
  const special = [0, 1, -1, 0.5, -0.5, 1e-8, -1e-8, 2, -2].filter(x => a <= x && x <= b)
  return [...new Set([...[a, b].filter(Number.isFinite), ...spread, ...special])].sort((x, y) => x - y)
}

/** From 0 at one end of an interval to 1 at the other: in ratio where its ends are far apart on one side of 0. */
function along([a, b]: Interval, t: number): number {
  if (a === b) return a
  const low = a === -Infinity ? (b <= 0 ? Math.min(-1e6, 1e3 * b) : -1e3) : a
  const high = b === Infinity ? (a >= 0 ? Math.max(1e6, 1e3 * a) : 1e3) : b
  if (low >= 0 && high > 100 * low) return inRatio(Math.max(low, high * 1e-9), high, t)
  if (high <= 0 && low < 100 * high) return -inRatio(Math.max(-high, -low * 1e-9), -low, 1 - t)
  return Math.min(b, Math.max(a, low + (high - low) * t))
}

const inRatio = (low: number, high: number, t: number): number => low * (high / low) ** t

/**
 * Points of a box: its middle, and Roberts' sequence, which fills every box evenly. A seed shifts it.
 * @see Roberts, The unreasonable effectiveness of quasirandom sequences, 2018
 */
function box(within: readonly Interval[], samples: number, seed: number): number[][] {
  const n = within.length
  let g = 1.5
  for (let i = 0; i < 60; i++) g = (1 + g) ** (1 / (n + 1))
  const at = (k: number): number[] => within.map((interval, i) => along(interval, (0.5 + (seed + 1) * 0.1 + (k + 1) * g ** -(i + 1)) % 1))
  return [within.map(interval => along(interval, 0.5)), ...Array.from({ length: samples }, (_, k) => at(k))]
}
