// THE TABLE, piecewise functions: made of pieces, each with its own slope; what happens at the joints is in the edge table.

import { fail, show } from '../errors.ts'
import { side as sideOf, wrap as wrapOf } from '../kernels/scalar.ts'
import { binary, unary } from '../primitive.ts'
import type { Scalar, Value } from '../value.ts'
import { value } from '../value.ts'
import { add, mul } from './arithmetic.ts'
import { lt, side, where } from './logic.ts'

export const relu      = unary ('relu',      x => Math.max(x, 0),                              x => lt(0, x),      { code: x => `Math.max(${x}, 0)`, doc: 'x where x > 0, else 0' })
export const heaviside = unary ('heaviside', x => x > 0 ? 1 : x < 0 ? 0 : x === 0 ? 0.5 : NaN, 0,                  { doc: '0 left of 0, 1 right of it, ½ at 0' })
export const step      = binary('step',      (edge, x) => x < edge ? 0 : x >= edge ? 1 : NaN,  0, 0,               { code: (edge, x) => `(${x} < ${edge} ? 0 : ${x} >= ${edge} ? 1 : NaN)`, doc: '0 where x < edge, else 1' })
export const frac      = unary ('frac',      x => x - Math.floor(x),                           1,                  { code: x => `(${x} - Math.floor(${x}))`, domain: [0.05, 0.95], doc: 'x − ⌊x⌋' })
export const wrap      = unary ('wrap',      wrapOf,                                           1,                  { domain: [-3, 3], doc: 'the angle x, in (−π, π]' })
export const copysign  = binary('copysign',  (x, y) => Math.abs(x) * sideOf(y),                (x, y) => mul(side(x), side(y)), 0, { from: 'pushforward', domain: [[0.1, 4], [0.1, 4]], doc: '|x| with the sign of y' })

/**
 * x·y + z, rounded twice: JavaScript has no fused instruction.
 *
 * @example fma(2, 3, 4) // 10
 */
export function fma(x: number, y: number, z: number): number
export function fma(x: Scalar, y: Scalar, z: Scalar): Scalar
export function fma(x: Value, y: Value, z: Value): Value
export function fma(x: Value, y: Value, z: Value): Value {
  return add(mul(x, y), z)
}

/**
 * x kept within [low, high]. Between the bounds, and at them, it moves with x; outside with the bound.
 *
 * @example clamp(5, 0, 1) // 1
 */
export function clamp(x: number, low: number, high: number): number
export function clamp(x: Scalar, low: Scalar, high: Scalar): Scalar
export function clamp(x: Value, low: Value, high: Value): Value
export function clamp(x: Value, low: Value, high: Value): Value {
  return where(lt(value(x, 'clamp'), value(low, 'clamp')), low, where(lt(value(high, 'clamp'), x), high, x))
}

/**
 * The choice that belongs to the first test that holds, else `otherwise`: `where`, chained, as NumPy's select.
 *
 * @param tests    conditions as `where` takes them
 * @param choices  one for each test
 * @example select([less(3, 1), less(3, 5)], [10, 20], 30) // 20
 */
export function select(tests: readonly (boolean | number)[], choices: readonly number[], otherwise: number): number
export function select(tests: readonly (boolean | Value)[], choices: readonly Scalar[], otherwise: Scalar): Scalar
export function select(tests: readonly (boolean | Value)[], choices: readonly Value[], otherwise: Value): Value
export function select(tests: readonly (boolean | Value)[], choices: readonly Value[], otherwise: Value): Value {
  if (!Array.isArray(tests) || !Array.isArray(choices) || tests.length !== choices.length)
    fail(`select expects an array of tests and as many choices, and got ${show(tests)} and ${show(choices)}`)
  return tests.reduceRight<Value>((rest, test, i) => where(test, choices[i] as Value, rest), otherwise)
}
