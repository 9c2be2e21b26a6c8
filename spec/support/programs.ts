// Random programs over every row of the library: straight-line code with branches, choices and derivatives within.

import fc from 'fast-check'
import * as library from '../../lib/index.ts'
import type { Binary, Scalar, Unary } from '../../lib/index.ts'

const { derivative, less, lessEqual, where, add } = library

/** The rows of one and of two numbers. */
export const rows = Object.values(library).filter((row): row is Unary | Binary =>
  typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary'))

/** One step: what is done, and to which of the values so far. */
export interface Step { readonly what: number; readonly row: number; readonly a: number; readonly b: number; readonly c: number }

export interface Recipe { readonly steps: readonly Step[] }

const word = fc.nat(0xffff)
const step: fc.Arbitrary<Step> = fc.record({ what: fc.nat(19), row: word, a: word, b: word, c: word })

export const recipe = (longest: number): fc.Arbitrary<Recipe> =>
  fc.record({ steps: fc.array(step, { minLength: 1, maxLength: longest, size: 'max' }) })

const constants = [0, 1, 2, -1, 0.5, -0, 3, Infinity]

/** The function of two numbers that a recipe describes. */
export function cooked({ steps }: Recipe): (x: Scalar, y: Scalar) => Scalar {
  return (x, y) => {
    const values: Scalar[] = [x, y]
    // the newest values are the likeliest, so that programs are deep
    const pick = (at: number): Scalar => at % 7 === 0 ? constants[at % constants.length]! : values[values.length - 1 - at % Math.min(values.length, 4)]!
    for (const { what, row: at, a, b, c } of steps) {
      const row = rows[at % rows.length]! as (x: Scalar, y: Scalar) => Scalar
      const p = pick(a), q = pick(b), r = pick(c)
      values.push(what < 13 ? row(p, q)
        : what < 15 ? where(less(p, q), row(p, q), r)
        : what < 16 ? where(library.lt(p, q), row(p, q), r)
        : what < 17 ? (lessEqual(p, q) ? row(p, q) : r)
        // 0 + x: whether a derivative that is 0 is 0 or −0 is left open
        : what < 18 ? add(0, derivative(t => row(t, q))(p))
        : what < 19 ? add(0, derivative(t => row(p, t))(q))
        : where(p, q, row(q, r)))
    }
    return values.slice(-2).reduce((sum, y) => add(sum, y))
  }
}

/** Numbers of every kind, the special ones often. */
export const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, -1, 2) },
  { weight: 2, arbitrary: fc.constantFrom(-0, 0.5, Infinity, -Infinity, NaN, 1e-300, 1e200) },
  { weight: 3, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }) },
)

/** A recipe as a program that a person can read: for failures. */
export function text({ steps }: Recipe): string {
  return steps.map(({ what, row, a, b, c }) => `${what} ${rows[row % rows.length]!.name} ${a},${b},${c}`).join('; ')
}
