// THE TABLE, elementary functions: powers, exponentials, logarithms, circular and hyperbolic functions and their inverses.

import { binary, unary } from '../primitive.ts'
import type { Binary } from '../value.ts'
import { abs, add, div, hypot, mul, neg, sqrt, square, sub, unit } from './arithmetic.ts'
import { eq, where } from './logic.ts'

const POSITIVE = [1e-3, 1e3] as const
const INSIDE = [-0.99, 0.99] as const // (−1, 1)
const BEYOND = [1.01, 100] as const // (1, ∞)

// ── exponentials and logarithms ─────────────────────────────────────────────────────────────────────────────────────
export const exp   = unary('exp',   Math.exp,            (_, out) => out)
export const expm1 = unary('expm1', Math.expm1,          x => exp(x))
export const exp2  = unary('exp2',  x => 2 ** x,         (_, out) => mul(Math.LN2, out))
export const log   = unary('log',   Math.log,            x => div(1, x),             { domain: POSITIVE })
export const log1p = unary('log1p', Math.log1p,          x => div(1, add(1, x)),     { domain: [-0.99, 100] })
export const log2  = unary('log2',  Math.log2,           x => div(Math.LOG2E, x),    { domain: POSITIVE })
export const log10 = unary('log10', Math.log10,          x => div(Math.LOG10E, x),   { domain: POSITIVE })

// ── powers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
// ∂/∂x x^y = y·x^(y−1), which is 0 for y = 0 also at x = 0, so that x^n is exact at 0 to every order;
// ∂/∂y x^y = x^y·log x, which is 0 where x^y is 0 (log 0 notwithstanding), −∞ for 0^y with y ≤ 0, and NaN for x < 0.
// y − 1, rounded, would cost x^(y−1) hundreds of ulp for large and small x: powLess(k) carries the rounding error along.
export const pow   = binary('pow',  (x, y) => x ** y,
  (x, y)      => where(eq(y, 0), 0, mul(y, powLess(1)(x, y))),
  (x, _, out) => where(eq(out, 0), 0, mul(out, log(x))),     { domain: [POSITIVE, [-4, 4]] })

const powers: Binary[] = [pow]

/** The row x^(y − k). */
function powLess(k: number): Binary {
  return powers[k] ??= binary(`powLess${k}`, (x, y) => power(x, y, k),
    (x, y)      => where(eq(y, k), 0, mul(sub(y, k), powLess(k + 1)(x, y))),
    (x, _, out) => where(eq(out, 0), 0, mul(out, log(x))))
}

/** x^(y − k), with y − k to twice the digits: x^(hi + lo) = x^hi·(1 + lo·log x). */
function power(x: number, y: number, k: number): number {
  const hi = y - k, back = hi + k, lo = (y - back) + (k - (back - hi))
  const main = x ** hi
  return lo === 0 || !(x > 0) || main === 0 || main === Infinity ? main : main + main * (lo * Math.log(x))
}

// ── circular functions ──────────────────────────────────────────────────────────────────────────────────────────────
export const sin   = unary('sin',   Math.sin,            x => cos(x))
export const cos   = unary('cos',   Math.cos,            x => neg(sin(x)))
export const tan   = unary('tan',   Math.tan,            (_, out) => add(1, square(out)))
export const sec   = unary('sec',   x => 1 / Math.cos(x), (x, out) => mul(out, tan(x)))
export const csc   = unary('csc',   x => 1 / Math.sin(x), (x, out) => neg(mul(out, cot(x))))
export const cot   = unary('cot',   x => 1 / Math.tan(x), (_, out) => neg(add(1, square(out))))

// Inverses. √(1 − x²) is a row of its own, for its derivative −x/√(1 − x²) must not be made of 1 − x and 1 + x: that cancels.
export const asin  = unary('asin',  Math.asin,           x => div(1, leg(x)),                      { domain: INSIDE })
export const acos  = unary('acos',  Math.acos,           x => neg(div(1, leg(x))),                 { domain: INSIDE })
export const atan  = unary('atan',  Math.atan,           x => square(div(1, hypot(1, x))))
export const acot  = unary('acot',  x => Math.atan(1 / x), x => neg(square(div(1, hypot(1, x)))))
export const asec  = unary('asec',  x => Math.acos(1 / x), x => div(div(1, abs(x)), far(abs(x))),  { domain: BEYOND })
export const acsc  = unary('acsc',  x => Math.asin(1 / x), x => neg(div(div(1, abs(x)), far(abs(x)))), { domain: BEYOND })
export const leg   = unary('leg',   x => Math.sqrt((1 - x) * (1 + x)), (x, out) => neg(div(x, out)), { domain: INSIDE, doc: '√(1 − x²)' })
export const far   = unary('far',   x => Math.sqrt(x - 1) * Math.sqrt(x + 1), (x, out) => div(x, out), { domain: BEYOND, doc: '√(x² − 1)' })

// The angle of (x, y): its derivative is the unit vector across, over the distance.
export const atan2 = binary('atan2', Math.atan2,         (y, x) => div(unit(x, y), hypot(x, y)), (y, x) => neg(div(unit(y, x), hypot(x, y))))

// ── hyperbolic functions ────────────────────────────────────────────────────────────────────────────────────────────
// tanh′ = sech², not 1 − tanh²: that loses every digit where tanh saturates.
export const sinh  = unary('sinh',  Math.sinh,           x => cosh(x))
export const cosh  = unary('cosh',  Math.cosh,           x => sinh(x))
export const tanh  = unary('tanh',  Math.tanh,           x => square(sech(x)))
export const sech  = unary('sech',  x => { const e = Math.exp(-Math.abs(x)); return 2 * e / (1 + e * e) },                   (x, out) => neg(mul(out, tanh(x))))
export const csch  = unary('csch',  x => Math.abs(x) < 20 ? 1 / Math.sinh(x) : 2 * Math.sign(x) * Math.exp(-Math.abs(x)),    (x, out) => neg(mul(out, coth(x))))
export const coth  = unary('coth',  x => 1 / Math.tanh(x), x => neg(square(csch(x))))

export const asinh = unary('asinh', Math.asinh,          x => div(1, hypot(1, x)))
export const acosh = unary('acosh', Math.acosh,          x => div(1, mul(sqrt(sub(x, 1)), sqrt(add(x, 1)))),        { domain: BEYOND })
export const atanh = unary('atanh', Math.atanh,          x => div(1, square(leg(x))),                               { domain: INSIDE })
export const acoth = unary('acoth', x => Math.atanh(1 / x), x => neg(div(div(1, sub(x, 1)), add(x, 1))),            { domain: BEYOND })
export const asech = unary('asech', x => Math.acosh(1 / x), x => neg(div(1, mul(x, leg(x)))),                       { domain: [0.01, 0.99] })
export const acsch = unary('acsch', x => Math.asinh(1 / x), x => neg(div(div(1, abs(x)), hypot(1, x))))
