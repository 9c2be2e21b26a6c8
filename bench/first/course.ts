// What is kept of the calls of a function: when the clock was read, and what it said. No clock here.

import { DRAFTS } from '../../lib/compile/bounds.ts'

/** Milliseconds since the function was first thought of, after as many calls as `checkpoints` says. */
export type Course = readonly number[]

export type Variant = 'eager' | 'compiled' | 'differences'

export interface Cold { readonly loading: number; readonly course: Course }
/** The middle of many functions that are called twice, and of others that are called to the end. */
export interface Warm { readonly beginning: Course; readonly course: Course }
/** Of a function of so many operations, in a loop or no two parts of it alike: how many were recorded, and what it took. */
export interface Made { readonly recorded: number; readonly milliseconds: number }
export interface Size { readonly operations: number; readonly loop: Made; readonly tangle: Made }

/** Calls from the 51st to this one are shown by themselves. */
export const LATER = 200

/** The first call records, and a draft answers some more; the next makes code well. */
export const DRAFTED: number = 1 + DRAFTS

/** The calls after which the clock is read: all of the first, later one in twenty. */
export function checkpoints(calls: number): number[] {
  const all: number[] = []
  for (let n = 1; n < calls; n = Math.max(n + 1, Math.floor(n * 1.05))) all.push(n)
  return [...new Set([...all, 2, 50, LATER, ...calls > DRAFTED ? [DRAFTED, DRAFTED + 1] : [], calls])].sort((a, b) => a - b)
}

/** The median. */
export const middle = (values: readonly number[]): number => values.slice().sort((a, b) => a - b)[values.length >> 1]!

/** The courses of several processes as one. */
export const together = (courses: readonly Course[]): Course => courses[0]!.map((_, i) => middle(courses.map(course => course[i]!)))

/** From which of the stops on the one has always taken less than the other. */
export function evenFrom(stops: readonly number[], one: Course, other: Course): number | null {
  let from: number | null = null
  for (let i = stops.length - 1; i >= 0 && one[i]! < other[i]!; i--) from = stops[i]!
  return from
}
