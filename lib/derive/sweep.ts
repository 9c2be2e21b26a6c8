// One sweep through a function, whatever its tangents are: one direction, lanes of them, or all directions of many numbers.

import { pair, withLevel } from '../dual.ts'
import type { Value } from '../value.ts'
import { mapLeaves, rebuild, returned, type Structure, splitAt } from './structure.ts'

/** What one sweep gives: the value, its leaves, and the tangent of each. */
export interface Swept {
  readonly primal: Structure
  readonly leaves: readonly Value[]
  readonly tangents: readonly Value[]
}

/** A function on one structure. */
export type Run = (x: Structure) => unknown

/** The tangents of the leaves, for a sweep of this level. */
export type Seeds = (level: number) => readonly Value[]

/** One sweep: the leaves of x move by these tangents; a leaf that does not move enters f as it is. */
export function sweepLeaves(run: Run, x: Structure, seeds: readonly Value[] | Seeds, who: string): Swept {
  return withLevel(level => {
    const moves = typeof seeds === 'function' ? seeds(level) : seeds
    let i = 0
    const y = returned(run(mapLeaves(x, leaf => pair(level, leaf, moves[i++] as Value), who)), who)
    const leaves: Value[] = [], tangents: Value[] = []
    const primal = mapLeaves(y, leaf => {
      const split = splitAt(leaf, level)
      leaves.push(split.primal)
      tangents.push(split.tangent)
      return split.primal
    }, `the result of the function given to ${who}`)
    return { primal, leaves, tangents }
  })
}

/** One sweep along one direction: f(x) and its motion, of one structure. */
export function sweep(run: Run, x: Structure, tangents: readonly Value[], who: string): { primal: unknown; tangent: unknown } {
  const { primal, tangents: moves } = sweepLeaves(run, x, tangents, who)
  return { primal, tangent: rebuild(primal, moves, who) }
}

/** Whoever gives a sweep up says so here, and throws. */
export interface Attempt { gaveUp: boolean }

/** What a sweep gives that may be given up halfway; undefined where it was. */
export function attempted<T, A extends Attempt>(attempt: A, sweep: (attempt: A) => T): T | undefined {
  try {
    const swept = sweep(attempt)
    return attempt.gaveUp ? undefined : swept
  } catch (error) {
    if (!attempt.gaveUp) throw error
    return undefined
  }
}
