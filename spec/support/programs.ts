// Random programs of numbers, over every row of the library: straight-line code with branches, choices, derivatives in derivatives.

import fc from 'fast-check'
import * as library from '../../lib/index.ts'
import type { Binary, Scalar, Unary } from '../../lib/index.ts'
import * as special from '../../lib/rules/special.ts'

const { add, clamp, derivative, fma, gradient, jvp, less, lessEqual, mul, select, where } = library

const isRow = (row: unknown): row is Unary | Binary =>
  typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary')

/** The rows of one and of two numbers. */
export const rows = Object.values(library).filter(isRow)

/** These, and the special functions. */
export const allRows = [...rows, ...Object.values(special).filter(isRow)]

/** The domain that a row states, of each argument. */
export function domains({ verb, notes: { domain = [-4, 4] } }: Unary | Binary): (readonly [number, number])[] {
  const each = (Array.isArray(domain[0]) ? domain : [domain]) as (readonly [number, number])[]
  return verb === 'unary' ? [each[0]!] : [each[0]!, each[1] ?? each[0]!]
}

type Function = (x: Scalar, y: Scalar) => Scalar

/** One step: what is done, and to which of the values so far. */
export interface Step { readonly what: number; readonly row: number; readonly a: number; readonly b: number; readonly c: number }

export interface Recipe { readonly steps: readonly Step[] }

/** What a step may be: how often it is met, and whether a derivative is in it; of a row, and values p, q, r. */
interface Kind { readonly name: string; readonly weight: number; readonly derives: boolean; readonly apply: (row: Function, p: Scalar, q: Scalar, r: Scalar) => Scalar }

const kind = (name: string, weight: number, apply: Kind['apply'], derives = false): Kind => ({ name, weight, derives, apply })

// 0 + x: whether a derivative that is 0 is 0 or −0 is left open
export const kinds: readonly Kind[] = [
  kind('row',                       26, (row, p, q) => row(p, q)),
  kind('branch',                     4, (row, p, q, r) => lessEqual(p, q) ? row(p, q) : r),
  kind('branch in a branch',         2, (row, p, q, r) => less(p, q) ? less(q, r) ? row(p, q) : row(q, r) : r),
  kind('choice by a branch',         2, (row, p, q, r) => where(less(p, q), row(p, q), r)),
  kind('choice by a mask',           3, (row, p, q, r) => where(library.lt(p, q), row(p, q), r)),
  kind('choice by a number',         2, (row, p, q, r) => where(p, q, row(q, r))),
  kind('select',                     1, (row, p, q, r) => select([library.lt(p, q), library.le(q, r)], [row(p, q), q], r)),
  kind('clamp',                      1, (row, p, q, r) => clamp(row(p, q), q, r)),
  kind('fma',                        1, (row, p, q, r) => fma(row(p, q), q, r)),
  kind('betainc',                    1, (row, p, q, r) => special.betainc(p, q, row(q, r))),
  kind('betaDensity',                1, (row, p, q, r) => special.betaDensity(p, q, row(q, r))),
  kind('derivative by one',          2, (row, p, q) => add(0, derivative(t => row(t, q))(p)), true),
  kind('derivative by the other',    2, (row, p, q) => add(0, derivative(t => row(p, t))(q)), true),
  kind('second derivative',          1, (row, p, q) => add(0, derivative(t => row(t, q), { order: 2 })(p)), true),
  kind('derivative in a derivative', 1, (row, p, q, r) => add(0, derivative(t => mul(row(t, q), derivative(s => row(mul(s, t), r))(q)))(p)), true),
  kind('derivative past a branch',   1, (row, p, q, r) => add(0, derivative(t => less(t, q) ? row(t, r) : mul(t, r))(p)), true),
  kind('jvp',                        1, (row, p, q, r) => add(0, (jvp((s: Scalar, t: Scalar) => row(s, t), [p, q], [r, p]) as { tangent: Scalar }).tangent), true),
  kind('coefficients',               1, (row, p, q) => add(0, (library.taylor((t: Scalar) => row(t, q), { order: 3 })(p as never) as unknown as Scalar[]).slice(1).reduce((a, b) => add(a, b))), true),
  kind('gradient',                   1, (row, p, q) => (gradient(([s, t]: Scalar[]) => row(s!, t!))([p, q] as Scalar[]) as Scalar[]).reduce((a, b) => add(a, b), 0), true),
]

const drawn = kinds.flatMap((each, i) => new Array<number>(each.weight).fill(i))

const word = fc.nat(0xffff)
const step: fc.Arbitrary<Step> = fc.record({ what: fc.nat(drawn.length - 1), row: word, a: word, b: word, c: word })

export const recipe = (longest: number): fc.Arbitrary<Recipe> =>
  fc.record({ steps: fc.array(step, { minLength: 1, maxLength: longest, size: 'max' }) })

export const kindOf = ({ what }: Step): Kind => kinds[drawn[what]!]!
export const rowOf = ({ row }: Step): Unary | Binary => allRows[row % allRows.length]!

const constants = [0, 1, 2, -1, 0.5, -0, 3, Infinity]

/** The function of two numbers that a recipe describes. */
export function cooked({ steps }: Recipe): (x: Scalar, y: Scalar) => Scalar {
  return (x, y) => {
    const values: Scalar[] = [x, y]
    // the newest values are the likeliest, so that programs are deep
    const pick = (at: number): Scalar => at % 7 === 0 ? constants[at % constants.length]! : values[values.length - 1 - at % Math.min(values.length, 4)]!
    for (const made of steps) values.push(kindOf(made).apply(rowOf(made) as Function, pick(made.a), pick(made.b), pick(made.c)))
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
  return steps.map(made => `${kindOf(made).name} of ${rowOf(made).name} ${made.a},${made.b},${made.c}`).join('; ')
}
