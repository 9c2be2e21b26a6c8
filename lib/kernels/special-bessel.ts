// Bessel functions of whole order: J and Y. Orders 0 and 1: Boost's rational functions, through stdlib (Apache-2.0, Boost).

import stdJ0 from '@stdlib/math-base-special-besselj0'
import stdJ1 from '@stdlib/math-base-special-besselj1'
import stdY0 from '@stdlib/math-base-special-bessely0'
import stdY1 from '@stdlib/math-base-special-bessely1'
import { factorial } from './special-gamma.ts'
import { remainder } from './special-numeric.ts'

type Kernel = (x: number) => number

export const besselj0: Kernel = stdJ0
export const besselj1: Kernel = stdJ1
export const bessely0: Kernel = stdY0
export const bessely1: Kernel = stdY1

/** Orders beyond this would take as many steps of a recurrence: there the answer is the limit, 0 or ∞, or NaN where x is as large. */
const FAR = 1e6

/** Jₙ(x) for whole n. */
export function besselj(n: number, x: number): number {
  if (!Number.isInteger(n) || Number.isNaN(x)) return NaN
  const a = Math.abs(x), order = Math.abs(n)
  const sign = order % 2 && (n < 0) !== (x < 0) ? -1 : 1
  if (order === 0) return besselj0(a)
  if (order === 1) return sign * besselj1(a)
  if (a === Infinity || a === 0) return 0
  if (order > FAR) return 2 * a < order ? sign * 0 : NaN
  if (a > order) return sign * forwards(order, a, besselj0(a), besselj1(a))
  return sign * (a * a < order + 1 ? powerSeries(order, a, -1) : backwards(order, a))
}

/** (x/2)ⁿ/n!·Σ (sign·x²/4)ᵏ/(k!·(n+1)…(n+k)) (DLMF 10.2.2, 10.25.2). */
export function powerSeries(n: number, x: number, sign: 1 | -1): number {
  let head = (0.5 * x) ** n / factorial(n)
  if (!(n <= 150 && head > 1e-290)) {
    head = 1
    for (let k = 1; k <= n && head > 0; k++) head *= 0.5 * x / k
  }
  const q = sign * 0.25 * x * x
  let term = 1, sum = 0
  for (let k = 1; Math.abs(term) > 1e-17 * (1 + sum); k++) sum += term *= q / k / (n + k)
  return head + head * sum
}

/** Jₙ/Jₙ₋₁ by its continued fraction (DLMF 10.10.1), then the recurrence down to the order 0 or 1, whichever is larger. */
function backwards(n: number, x: number): number {
  let ratio = 0
  for (let k = n + 40 + Math.ceil(2 * x); k >= n; k--) ratio = 1 / (2 * k / x - ratio)
  let j = ratio, before = 1 // Jₙ : Jₙ₋₁
  for (let k = n - 1; k >= 1; k--) {
    [before, j] = [2 * k / x * before - j, before]
    if (Math.abs(before) > 1e200) { before *= 1e-200; j *= 1e-200; ratio *= 1e-200 }
  }
  const zero = besselj0(x), one = besselj1(x)
  return Math.abs(zero) > Math.abs(one) ? ratio * (zero / before) : ratio * (one / j)
}

/** Yₙ(x) for whole n; NaN for x < 0. */
export function bessely(n: number, x: number): number {
  if (!Number.isInteger(n) || !(x >= 0)) return NaN
  const order = Math.abs(n), sign = order % 2 && n < 0 ? -1 : 1
  if (order === 0) return bessely0(x)
  if (order === 1) return sign * bessely1(x)
  if (x === Infinity) return 0
  if (x === 0) return -sign * Infinity
  if (order > FAR) return 2 * x < order ? -sign * Infinity : NaN
  return sign * forwards(order, x, bessely0(x), bessely1(x))
}

/** The recurrence from orders 0 and 1 up (DLMF 10.6.1); of many steps each rounds to twice the precision. */
function forwards(order: number, x: number, before: number, f: number): number {
  if (order < 100) {
    for (let k = 1; k < order && Number.isFinite(f); k++) [before, f] = [f, 2 * k / x * f - before]
    return f
  }
  let restBefore = 0, rest = 0
  for (let k = 1; k < order && Number.isFinite(f); k++) {
    const c = 2 * k / x, cx = c * x, p = c * f
    const s = p - before, b = p - s
    if (!Number.isFinite(s)) return s
    // p − before is s and what rounding took away (Knuth), c is 2k/x and what is left of the division
    const low = (p - (s + b)) + (b - before) + remainder(c, f, p) + c * rest + (2 * k - cx - remainder(c, x, cx)) / x * f - restBefore
    before = f
    restBefore = rest
    f = s + low
    rest = low - (f - s)
  }
  return f
}
