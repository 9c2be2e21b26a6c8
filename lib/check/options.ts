// What the caller of check may say, and what holds where nothing is said.

import type { Structure } from '../derive/structure.ts'
import { fail, show, whole } from '../errors.ts'
import type { Judge } from './compare.ts'
import { type Domain, type Place, place, placesOf } from './points.ts'
import { number } from './report.ts'

/** Where and how to look. */
export interface CheckOptions {
  /** the domain: `[from, to]` for a number, arrays and objects of intervals for structures; default [−4, 4] */
  readonly over?: Domain
  /** the points themselves, in place of a domain */
  readonly at?: readonly Structure[]
  /** how many derivatives to check: each is compared with differences of the one below; default 1, for rows 2 */
  readonly order?: number
  /** about how many points to take from the domain; default 100, for structures 20 */
  readonly samples?: number
  /**
   * the relative error to let pass, beyond what differences cannot know and rounding of the point explains; default 1e-9. A function
   * that is exact to a tolerance of its own only, as one through `odeint` is, needs a larger one: 1e-6
   */
  readonly tolerance?: number
  /** another seed looks along other directions, at other points */
  readonly seed?: number
}

/** The options with their defaults, or the sentence that says which is no good. */
export function judgeOf({ order = 1, tolerance = 1e-9, seed = 0, samples = 1 }: CheckOptions, least: number): Judge {
  whole('check', '{ order }', order, least)
  whole('check', '{ samples }', samples, 1)
  if (!(tolerance >= 0)) fail(`check expects { tolerance } to be a relative error from 0 on, and got ${show(tolerance)}`)
  return { order, tolerance, seed }
}

/** The points to look at, and the domain in words. */
export function placesFor({ over, at, samples, seed = 0 }: CheckOptions, otherwise: Domain): { places: Place[]; where: string } {
  if (at !== undefined) {
    if (!Array.isArray(at) || at.length === 0) fail(`check expects { at } to be a list of points, and got ${show(at)}`)
    return { places: at.map(place), where: '' }
  }
  const domain = over ?? otherwise
  const single = Array.isArray(domain) && typeof domain[0] === 'number'
  const places = placesOf(domain, samples ?? (single ? 100 : 20), seed)
  return { places, where: single ? ` of [${(domain as number[]).map(number).join(', ')}]` : '' }
}
