// check: the numerical judge. A derivative against differences, against another function, or a row against its rule.

import { breaksOf } from './check/breaks.ts'
import { againstDifferences, againstFunction } from './check/compare.ts'
import { type CheckOptions, judgeOf, placesFor } from './check/options.ts'
import { remarksOnBreaks, type Report, reportOn } from './check/report.ts'
import { checkRow, isRow } from './check/row.ts'
import { callable, type Program } from './derive/jvp.ts'
import type { Args, Unstated } from './derive/structure.ts'
import { fail, known, PushforwardError, show } from './errors.ts'

export type { CheckOptions } from './check/options.ts'
export type { Domain } from './check/points.ts'
export type { Report, Worst } from './check/report.ts'

/**
 * Does the derivative tell the truth? Compares it, point by point, with finite differences that know their own error, or
 * with another function that is meant to be it; and a row of the table with its own value, to second order, in every mode.
 *
 *     |f′(x) − d| ≤ tolerance·|f′(x)| + 10·(error of d)          d: extrapolated differences
 *     |f′(x) − g(x)| ≤ tolerance·|g(x)| + 4·|g(x ± 2 ulp) − g(x)|
 *
 * Every order is compared with differences of the order below. Where f has a kink, either slope and all between are right;
 * kinks, jumps and vertical slopes are named, for a function of one number also between the points; what differences cannot tell is said, not passed over.
 *
 * @param f  a function as every transform takes it: of a number, of a structure, of several numbers; or a row
 * @param g  its derivative, gradient or Jacobian by other means, `[output, input]`; without it differences are asked
 * @returns  a report: `ok`, the verdict in `words`, the `worst` comparison; prints as a few lines
 * @throws where f or g is no function, a point is none, or g does not return as many numbers as the derivative has
 * @example check(cos, x => neg(sin(x))).ok // true
 * @see Ridders, Accurate computation of F′(x) and F′(x)F″(x), Adv. Eng. Software 4(2), 1982
 */
export function check<A extends Args = Unstated>(f: (...x: A) => unknown, g: (...x: NoInfer<A>) => unknown, options?: CheckOptions): Report
export function check<A extends Args = Unstated>(f: (...x: A) => unknown, options?: CheckOptions): Report
export function check(f: Program, second?: Program | CheckOptions, third: CheckOptions = {}): Report {
  callable(f, 'check')
  const g = typeof second === 'function' ? second : undefined
  const options = g === undefined ? (second as CheckOptions | undefined) ?? {} : third
  if (typeof options !== 'object') fail(`check expects the other function or { over, at, order, … } second, and got ${show(second)}`)
  known(options, ['over', 'at', 'order', 'samples', 'tolerance', 'seed'], 'check', 'check(f, { at: [x] })')
  if (g === undefined && isRow(f)) return checkRow(f, options)

  const judge = judgeOf(options, 1)
  const { places, where } = placesFor(options, f.length > 1 ? Array.from({ length: f.length }, () => [-4, 4] as const) : [-4, 4])
  const findings = places.flatMap(each => {
    try {
      return g === undefined ? againstDifferences(f, each, judge) : againstFunction(f, g, each, judge)
    } catch (error) {
      if (options.over === undefined && options.at === undefined) misled(error)
      throw error
    }
  })
  const xs = places.map(({ x }) => x), name = nameOf(f, 'f', 12)
  const breaks = options.at === undefined && xs.every(x => typeof x === 'number') ? remarksOnBreaks(name, breaksOf(f, xs), findings) : []
  const against = g === undefined ? 'finite differences' : nameOf(g, 'the other function')
  return reportOn({ name, against, byDifferences: g === undefined, where }, findings, places.length, '', breaks)
}

/** The function took its number for an array or an object: it cannot be, or a member of it is undefined. */
function misled(error: unknown): void {
  const called = 'check calls the function with one number unless { over } or { at } say otherwise, and it', arrays = '{ over: [[-1, 1], [-1, 1]] }'
  if (error instanceof TypeError) fail(`${called} threw (${error.message}); perhaps ${arrays}`, error)
  if (error instanceof PushforwardError && /got undefined$/.test(error.message))
    fail(`${called} came to undefined (${error.message}); perhaps ${arrays} or { over: { a: [-1, 1] } }, or a return is missing`, error)
}

/** A function by its name, or by its text where that is short. */
function nameOf(f: Program, otherwise: string, longest = 60): string {
  const text = f.name || String(f)
  return text.length <= longest && !text.includes('\n') ? text : otherwise
}
