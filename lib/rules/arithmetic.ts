// THE TABLE, arithmetic: sums, products, powers with fixed exponents, roots, distances, rounding, remainders, extremes.

import { binary, unary } from '../primitive.ts'
import type { Scalar, Value } from '../value.ts'
import { above, lt, side, where } from './logic.ts'

const ANY = [-1e3, 1e3] as const
const POSITIVE = [1e-3, 1e3] as const

//           name      value                 ∂/∂x                         ∂/∂y                          notes
export const add    = binary('add',   (x, y) => x + y,      1,                                1,                               { code: (x, y) => `(${x} + ${y})` })
export const sub    = binary('sub',   (x, y) => x - y,      1,                                -1,                              { code: (x, y) => `(${x} - ${y})` })
export const mul    = binary('mul',   (x, y) => x * y,      (_, y) => y,                      x => x,                          { code: (x, y) => `(${x} * ${y})` })
export const div    = binary('div',   (x, y) => x / y,      (_, y) => div(1, y),              (_, y, out) => neg(div(out, y)), { code: (x, y) => `(${x} / ${y})` })
export const neg    = unary ('neg',   x => -x,              -1,                               { code: x => `(-${x})` })
export const square = unary ('square', x => x * x,          x => mul(2, x),                   { code: x => `(${x} * ${x})` })
export const cube   = unary ('cube',  x => x * x * x,       x => mul(3, square(x)),           { code: x => `(${x} * ${x} * ${x})` })

// Roots: infinite slope at 0. A tangent that is exactly 0 is not multiplied by it.
export const sqrt   = unary ('sqrt',  Math.sqrt,            (_, out) => div(0.5, out),        { domain: POSITIVE })
export const cbrt   = unary ('cbrt',  Math.cbrt,            (_, out) => div(1, mul(3, square(out))))

// Distance and direction. unit(x, y) = x/√(x² + y²) is the cosine of the angle of (x, y), unit(y, x) the sine; written so,
// no derivative cancels (1 − x²/h² would lose y), none overflows, and at (0, 0) the derivative is 0, not NaN.
export const hypot  = binary('hypot', (x, y) => Math.hypot(x, y), (x, y) => unit(x, y),       (x, y) => unit(y, x))
export const unit   = binary('unit',  (x, y) => x === 0 ? 0 : x / Math.hypot(x, y),
  (x, y) => div(square(unit(y, x)), hypot(x, y)),
  (x, y) => neg(div(mul(unit(x, y), unit(y, x)), hypot(x, y))), { doc: 'x/√(x² + y²), 0 at the origin' })

// Kinks: at 0 the derivative of |x| is that of the side the zero lies on, so that |x|² is exact to every order.
export const abs    = unary ('abs',   Math.abs,             x => side(x))
export const sign   = unary ('sign',  Math.sign,            0)
export const floor  = unary ('floor', Math.floor,           0)
export const ceil   = unary ('ceil',  Math.ceil,            0)
export const round  = unary ('round', Math.round,           0)
export const trunc  = unary ('trunc', Math.trunc,           0)

// Remainders move with x, and against y by the whole number of times it was taken; at a jump, as to its right.
export const mod    = binary('mod',   modulo,               1,                                (x, y, out) => round(div(sub(out, x), y)), { doc: 'x − y·⌊x/y⌋, with the sign of y; x where y is 0', domain: [ANY, POSITIVE] })
export const rem    = binary('rem',   (x, y) => x % y,      1,                                (x, y, out) => round(div(sub(out, x), y)), { code: (x, y) => `(${x} % ${y})`, doc: 'x % y, with the sign of x', domain: [ANY, POSITIVE] })

// Extremes: at a tie each argument moves the result by half.
export const min    = binary('min',   (x, y) => Math.min(x, y), (x, y) => above(y, x),        (x, y) => above(x, y),           { code: (x, y) => `Math.min(${x}, ${y})` })
export const max    = binary('max',   (x, y) => Math.max(x, y), (x, y) => above(x, y),        (x, y) => above(y, x),           { code: (x, y) => `Math.max(${x}, ${y})` })

function modulo(x: number, y: number): number {
  if (y === 0) return x
  const r = x % y
  return r !== 0 && r < 0 !== y < 0 ? r + y : r
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
  return where(lt(x, low), low, where(lt(high, x), high, x))
}

