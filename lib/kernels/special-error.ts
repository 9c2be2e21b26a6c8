// The error function and its kin: erf, erfc, erfcx, their inverses, the normal distribution, erfi and Dawson's integral.
// erf, erfc: FreeBSD's s_erf.c; erfinv: Boost's rational functions; both through stdlib (Apache-2.0, Boost).

import stdErf from '@stdlib/math-base-special-erf'
import stdErfc from '@stdlib/math-base-special-erfc'
import stdErfinv from '@stdlib/math-base-special-erfinv'
import { expSquare, isOrder } from './special-numeric.ts'
import { seriesArithmetic } from './special-series.ts'

type Kernel = (x: number) => number

/** 2/√π·∫₀ˣ exp(−t²) dt. */
export const erf: Kernel = stdErf
/** 1 − erf(x). */
export const erfc: Kernel = stdErfc
/** The y with erf(y) = x. */
export const erfinv: Kernel = stdErfinv

const TWO_OVER_ROOT_PI = 1.1283791670955126
const ROOT_PI_OVER_TWO = 0.886226925452758 // √π / 2
const ROOT_HALF = Math.SQRT1_2, ROOT_HALF_REST = -4.833646656726457e-17 // √½ to twice the precision

/** exp(x²)·erfc(x). */
export function erfcx(x: number): number {
  if (x < 25) return x < -26.7 ? Infinity : expSquare(1, x) * erfc(x)
  const q = 0.5 / (x * x) // DLMF 7.12.1
  let sum = 1
  for (let k = 10; k >= 1; k--) sum = 1 - (2 * k - 1) * q * sum
  return TWO_OVER_ROOT_PI / 2 * sum / x
}

/**
 * The n-th derivative of exp(x²)·erfc(x), which is (−2)ⁿ·n!·exp(x²)·iⁿerfc(x).
 * With yₖ = exp(x²)·iᵏerfc(x), DLMF 7.18.7: y₍ₖ₋₂₎ = 2k·yₖ + 2x·y₍ₖ₋₁₎, y₋₁ = 2/√π; its minimal solution by a continued fraction.
 */
export function erfcxDerivative(n: number, x: number): number {
  if (n === 0) return erfcx(x)
  if (!isOrder(n) || Number.isNaN(x)) return NaN
  if (x < -26.7) return n % 2 ? -Infinity : Infinity
  let y: number
  if (x < 0.75 / Math.sqrt(2 * n)) { // forwards: nothing cancels for x < 0, little for x small
    let before = TWO_OVER_ROOT_PI
    y = erfcx(x)
    for (let k = 1; k <= n; k++) [before, y] = [y, (before - 2 * x * y) / (2 * k)]
    for (let k = 1; k <= n; k++) y *= -2 * k
    return y
  }
  const ratios = erfcxRatios(n, x)
  y = TWO_OVER_ROOT_PI
  for (let k = n; k > 0; k--) y *= -2 * k * ratios[k - 1]!
  return y * (0.5 / (x + ratios[0]!))
}

/** yₖ/yₖ₋₁ for k = 1 … n and x > 0, from far above. */
function erfcxRatios(n: number, x: number): number[] {
  const ratios: number[] = []
  let ratio = 0
  for (let k = Math.ceil((Math.sqrt(2 * n) + 20 / x) ** 2 / 2) + 12; k > 1; k--) {
    ratio = 0.5 / (x + k * ratio) // yₖ₋₁/yₖ₋₂ from yₖ/yₖ₋₁
    if (k <= n + 1) ratios[k - 2] = ratio
  }
  return ratios
}

/**
 * The n-th derivative of the slope of log erfcx, turned round: M = −erfcx′/erfcx, 2/√π at 0, falling as 1/x to the right.
 * With h = 2/√π / erfcx it is h − 2x, and h′ = h·M; left of 0 h and M go by these, right of it M is the quotient of two
 * series, and near 0, where a difference and a quotient both cancel, M is its Taylor series.
 */
export function millsDerivative(n: number, x: number): number {
  if (Math.abs(x) < 0.9) return derivativeOf(millsAtZero, n, x)
  const { derivative, div } = seriesArithmetic(n, 0)
  if (x > 0) {
    const e = [1, ...erfcxRatios(n + 1, x)] // erfcx⁽ᵏ⁾/k! beside erfcx: (−2)ᵏ·yₖ/y₀
    for (let k = 1; k <= n + 1; k++) e[k]! *= -2 * e[k - 1]!
    return -derivative(div(Float64Array.from(e.slice(1), (c, k) => (k + 1) * c), Float64Array.from(e.slice(0, -1))))
  }
  const h = TWO_OVER_ROOT_PI / erfcx(x)
  return h === 0 ? (n === 0 ? -2 * x : n === 1 ? -2 : 0) : derivative(Float64Array.from(millsSeries([h], [h - 2 * x], n)))
}

/** The n-th derivative of 2/√π / erfcx(x). */
export function erfcxInverseDerivative(n: number, x: number): number {
  if (n > 1 || (n === 1 && x >= 0)) return millsDerivative(n, x) + (n === 1 ? 2 : 0)
  const h = TWO_OVER_ROOT_PI / erfcx(x)
  return n === 0 || h === 0 ? h : h * millsDerivative(0, x)
}

/** Taylor coefficients 0 … n of M, from the first ones of h and M = h − 2x, by h′ = h·M. */
function millsSeries(h: number[], M: number[], n: number): number[] {
  for (let k = M.length - 1; k < n; k++) {
    let sum = 0
    for (let i = 0; i <= k; i++) sum += h[i]! * M[k - i]!
    h.push(sum / (k + 1))
    M.push(sum / (k + 1) - (k === 0 ? 2 : 0))
  }
  return M
}

/** M at 0 as far as |x| < 0.9 needs it: its nearest pole is 2.4 away. The first are by mpmath, for the recurrence cancels in them. */
const millsAtZero: readonly number[] = /* @__PURE__ */ (() => {
  const M = [TWO_OVER_ROOT_PI, -0.7267604552648373, 0.3083178099058199, -0.0765137880361459, -0.001045973201570122, 0.010177235589443796,
    -0.004130861392851145, 0.00020695228410331067, 0.0005806650798219008, -0.00029778045052502553, 3.837624352596301e-05]
  return millsSeries(M.map((c, k) => k === 1 ? c + 2 : c), M, 48)
})()

/** The n-th derivative of Σ cₖ·xᵏ. */
function derivativeOf(c: readonly number[], n: number, x: number): number {
  let sum = 0
  for (let k = c.length - 1; k >= n; k--) {
    let term = c[k]!
    for (let j = 0; j < n; j++) term *= k - j
    sum = sum * x + term
  }
  return sum
}

/** The n-th derivative of exp(−c·x²): a polynomial, times the exponential in halves, for that alone may be subnormal. */
export function gaussianDerivative(c: 0.5 | 1, n: number, x: number): number {
  const half = expSquare(-0.5 * c, x)
  if (half === 0) return 0
  let before = 0, p = 1
  for (let k = 0; k < n; k++) [before, p] = [p, -2 * c * (x * p + k * before)]
  return p * half * half
}

/** log erfc(x). */
export function logerfc(x: number): number {
  return x < 0.5 ? Math.log1p(-erf(x)) : x > 1e8 ? -x * x : Math.log(erfcx(x)) - x * x
}

/** log(exp(x²)·erfc(x)). */
export function logerfcx(x: number): number {
  return x < -5 ? x * x + Math.log(erfc(x)) : x < 0.5 ? x * x + Math.log1p(-erf(x)) : Math.log(erfcx(x))
}

/** The y with erfc(y) = x: stdlib's loses ten bits in the tail, so one Newton step on log erfc(y) = log x follows there. */
export function erfcinv(x: number): number {
  if (!(x >= 0 && x <= 2)) return NaN
  if (x === 0 || x === 2) return x === 0 ? Infinity : -Infinity
  if (x >= 0.5) return erfinv(1 - x)
  const l = Math.log(x)
  let y = x > 0.002 ? erfinv(1 - x) : Math.sqrt(-l - Math.log(1.7724538509055159 * Math.sqrt(-l)))
  for (let i = 0; i < 4; i++) {
    const scaled = erfcx(y)
    const step = (Math.log(scaled) - y * y - l) * ROOT_PI_OVER_TWO * scaled
    y += step
    if (Math.abs(step) < 1e-9 * y) break
  }
  return y
}

/** Φ(x), the normal distribution: ½·erfc(−x/√2). */
export function normcdf(x: number): number {
  if (x > -1) {
    const t = x * ROOT_HALF
    return 0.5 * erfc(-t)
  }
  return x < -40 ? 0 : 0.5 * erfcx(-x * ROOT_HALF - x * ROOT_HALF_REST) * expSquare(-0.5, x)
}

/** The normal density, exp(−x²/2)/√(2π). */
export const normpdf: Kernel = x => normpdfDerivative(0, x)

/** The n-th derivative of the normal density. */
export function normpdfDerivative(n: number, x: number): number {
  return 0.3989422804014327 * (n === 0 ? expSquare(-0.5, x) : gaussianDerivative(0.5, n, x))
}

/** The x with Φ(x) = p. */
export function normquantile(p: number): number {
  return p > 0.25 ? Math.SQRT2 * erfinv(2 * p - 1) : -Math.SQRT2 * erfcinv(2 * p)
}

/** Dawson's integral exp(−x²)·∫₀ˣ exp(t²) dt. */
export function dawson(x: number): number {
  const a = Math.abs(x)
  if (a < 1) return Math.exp(-x * x) * integralOfExpSquare(x)
  if (a < 7) { // Rybicki 1989: 1/√π·Σ exp(−(x − nh)²)/n over odd n
    let sum = 0
    for (let n = 2 * Math.round(2 * (a - 6.25)) + 1; n < 4 * (a + 6.25); n += 2) sum += Math.exp(-((a - 0.25 * n) ** 2)) / n
    return Math.sign(x) * TWO_OVER_ROOT_PI / 2 * sum
  }
  const q = 0.5 / (x * x)
  let sum = 1
  for (let k = Math.min(40, Math.floor(x * x)); k >= 1; k--) sum = 1 + (2 * k - 1) * q * sum // DLMF 7.12.1 at ix
  return 0.5 / x * sum
}

/** The imaginary error function, 2/√π·∫₀ˣ exp(t²) dt. */
export function erfi(x: number): number {
  const a = Math.abs(x)
  return a > 27 ? x * Infinity : TWO_OVER_ROOT_PI * (a < 7 ? integralOfExpSquare(x) : expSquare(1, x) * dawson(x))
}

/** ∫₀ˣ exp(t²) dt = Σ x²ᵏ⁺¹ / (k!·(2k+1)), all terms of one sign. */
function integralOfExpSquare(x: number): number {
  let power = x, sum = x
  for (let k = 1; k < 250; k++) {
    power *= x * x / k
    const term = power / (2 * k + 1)
    sum += term
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break
  }
  return sum
}
