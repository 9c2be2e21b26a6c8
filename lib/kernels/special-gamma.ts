// The gamma function and its kin: gamma, lgamma, digamma, polygamma, factorial, beta, binomial coefficients.
// gamma: Cephes; lgamma: FreeBSD's e_lgamma_r.c; digamma: Boost's rational functions; through stdlib (Apache-2.0, Boost).

import stdDigamma from '@stdlib/math-base-special-digamma'
import stdGamma from '@stdlib/math-base-special-gamma'
import stdLgamma from '@stdlib/math-base-special-gammaln'
import { bernoulli, isOrder, lgamma1p, log1pmx, stirling } from './special-numeric.ts'
import { cospi, sinpi } from './special-trigonometric.ts'

/** Γ′(x)/Γ(x); at ±0 the side of the pole is known. stdlib reflects by 1 − x, which rounds to a pole that x is only beside. */
export function digamma(x: number): number {
  if (!(x < -0.5)) return x === 0 ? -1 / x : stdDigamma(x)
  const fraction = x - Math.round(x)
  return fraction !== 0 && Math.abs(fraction) < 0.25 ? stdDigamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction) : stdDigamma(x)
}

/** Γ(x). Left of −168 stdlib's rounds to 0 too early, right of 171.6144 to ∞: Γ(x) = Γ(x+k) / (x·…·(x+k−1)). */
export function gamma(x: number): number {
  if (x > 171.6 && x < 172) return (x - 1) * stdGamma(x - 1)
  if (!(x < -168)) return stdGamma(x)
  if (x === Math.floor(x)) return NaN
  if (x < -190) return 0
  let y = x, product = 1
  while (y < -160) product *= y++
  return stdGamma(y) / product
}

/** log |Γ(x)|. stdlib's has a wrong coefficient, used for 1.15 < x < 1.2316 and one to the left: we step around. */
export function lgamma(x: number): number {
  if (x > 1.1 && x < 1.24) return lgamma1p(x - 1)
  if (x > 0.1 && x < 0.24) return lgamma1p(x) - Math.log(x)
  return x === -Infinity ? Infinity : stdLgamma(x)
}

/** 0!, 1!, …, 170!, each rounded once. */
const factorials: readonly number[] = /* @__PURE__ */ (() => {
  let exact = 1n
  return Array.from({ length: 171 }, (_, k) => Number(exact *= BigInt(k || 1)))
})()

/** Γ(x+1); exact products, rounded once, for whole x. */
export function factorial(x: number): number {
  return factorials[x] ?? (Math.abs(x) <= 0.5 ? Math.exp(lgamma1p(x)) : x > 1 ? x * gamma(x) : gamma(x + 1))
}

// ── derivatives of digamma ──────────────────────────────────────────────────────────────────────────────────────────

/** The n-th derivative of digamma, n ≥ 0; NaN at the poles where the two sides differ (n even), but ±0 says on which side it is. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x)
  if (!isOrder(n) || n > 1e4 || Number.isNaN(x)) return NaN // as many steps as the order
  if (isPole(x)) return n % 2 ? Infinity : x === 0 ? -1 / x : NaN
  const sign = n % 2 ? 1 : -1
  if (x < -20 || (x < 0 && n > 100)) {
    const cot = cotpi(n, x)
    return Math.abs(cot) === Infinity ? -cot : -sign * polygamma(n, 1 - x) - cot
  }
  // (−1)ⁿ⁺¹·n!·Σ (x+k)^(−n−1), from n/2 + 10 on by Euler–Maclaurin (DLMF 5.15.8)
  let y = x, sum = 0
  while (y < 10 + n / 2) sum += factorialOver(n, y++, n + 1)
  let coefficient = 1, tail = 0.5 / y + 1 / n
  for (let k = 1; k <= 14; k++) {
    coefficient *= (k === 1 ? n + 1 : (n + 2 * k - 2) * (n + 2 * k - 1)) / y / y
    tail += bernoulli[k - 1]! / factorials[2 * k]! * coefficient
  }
  return sign * (sum + factorialOver(n, y, n) * tail)
}

/** n! / yˢ for s = n or n + 1, by factors where n! or yˢ is out of range. */
function factorialOver(n: number, y: number, s: number): number {
  const power = y ** s, size = Math.abs(power)
  if (n <= 170 && size < 1e300 && size > 1e-300) return factorials[n]! / power
  return factors(n, y, s > n ? 1 / y : 1)
}

/** product·n!/yⁿ, from both ends, so that it leaves the range only at the end. */
function factors(n: number, y: number, product: number): number {
  for (let low = 1, high = n; low <= high;) product *= (Math.abs(product) > 1 ? low++ : high--) / y
  return product
}

/**
 * πⁿ⁺¹·cot⁽ⁿ⁾(πx), a polynomial in c = cot πx: P₀ = c, Pₙ₊₁ = −(1 + c²)·Pₙ′. Its coefficients grow as n!: for large n the poles
 * nearest by, (−1)ⁿ·n!·Σ (f+k)^(−n−1) (DLMF 4.22.3), in pairs, for at f = ½ they cancel.
 */
function cotpi(n: number, x: number): number {
  if (n > 100) {
    const f = x - Math.round(x), to = f > 0 ? -1 : 1
    let sum = 0
    for (const k of [2, 1, 0]) sum += (f / (f - k * to)) ** (n + 1) + (f / (f + (k + 1) * to)) ** (n + 1)
    return (n % 2 ? -1 : 1) * factors(n, f, sum / f)
  }
  let p = [0, 1]
  for (let i = 0; i < n; i++) {
    const q = new Array<number>(p.length + 1).fill(0)
    for (let k = 1; k < p.length; k++) for (const to of [k - 1, k + 1]) q[to] = q[to]! - k * p[k]!
    p = q
  }
  const c = cospi(x) / sinpi(x)
  return p.reduceRight((value, coefficient) => value * c + coefficient, 0) * Math.PI ** (n + 1)
}

/** ψ⁽ⁿ⁾(x+h) − ψ⁽ⁿ⁾(x), accurate also where h is tiny beside x: for x > 0, x + h > 0 every term is a difference of powers. */
export function polygammaStep(n: number, x: number, h: number): number {
  if (h === 0) return 0
  if (!isOrder(n)) return NaN
  if (!(x > 0 && x + h > 0)) return polygamma(n, x + h) - polygamma(n, x)
  if (h < -0.5 * x) return -polygammaStep(n, x + h, -h) // x + h is exact, and comes to 10 + n/2 by steps of 1, as a large x would not
  let y = x, sum = 0
  while (Math.min(y, y + h) < 10 + n / 2) sum += difference(n + 1, y++, h)
  sum += 0.5 * difference(n + 1, y, h) + (n === 0 ? -Math.log1p(h / y) : difference(n, y, h) / n)
  let coefficient = 1
  for (let k = 1; k <= 14; k++) {
    coefficient *= k === 1 ? n + 1 : (n + 2 * k - 2) * (n + 2 * k - 1)
    sum += bernoulli[k - 1]! / factorials[2 * k]! * coefficient * difference(n + 2 * k, y, h)
  }
  return (n % 2 ? 1 : -1) * factorials[n]! * sum
}

/** (y+h)⁻ˢ − y⁻ˢ, also where y⁻ˢ is out of range and h/y is next to nothing. */
function difference(s: number, y: number, h: number): number {
  const ratio = h / y, power = y ** -s
  if (Math.abs(ratio) < 1e-290) return -s * y ** (-s - 1) * h
  if (power < Infinity) return Math.abs(ratio) < 0.5 ? power * Math.expm1(-s * Math.log1p(ratio)) : (y + h) ** -s - power
  const half = y ** (-0.5 * s)
  return half * (half * Math.expm1(-s * Math.log1p(ratio)))
}

// ── beta and binomial coefficients ──────────────────────────────────────────────────────────────────────────────────

/** B(a, b) = Γ(a)·Γ(b)/Γ(a+b). */
export function beta(a: number, b: number): number {
  if (a > 0 && b > 0) return betaPower(a, b, 1)
  return isPole(a + b) && !isPole(a) && !isPole(b) ? 0 : gamma(a) / gamma(a + b) * gamma(b)
}

/** 1/B(a, b) for a, b > 0. */
export const inverseBeta = (a: number, b: number): number => betaPower(a, b, -1)

/** B(a, b)^±1 for a, b > 0, with nothing that overflows or cancels before the result does. */
function betaPower(a: number, b: number, sign: 1 | -1): number {
  if (a > b) return betaPower(b, a, sign)
  if (b === Infinity) return sign > 0 ? 0 : Infinity
  if (b < 10) {
    const ratio = gamma(a + b + 1) / (gamma(a + 1) * gamma(b + 1))
    return sign < 0 ? a / (a + b) * b * ratio : (a + b) / a / b / ratio
  }
  if (a < 10) {
    const power = (a + b) ** (-sign * a) * Math.exp(-sign * (b * log1pmx(a / b) + logRatio(a, b)))
    return sign < 0 ? power * (a / gamma(a + 1)) : power * (gamma(a + 1) / a)
  }
  const root = Math.sqrt(a / (2 * Math.PI))
  const power = (1 + b / a) ** (-sign * a) * Math.exp(-sign * (b * Math.log1p(a / b) + logRatio(a, b) - stirling(a)))
  return sign < 0 ? power * root : power / root
}

/** log Γ(a+b)/Γ(b) is a·log(a+b) + b·log1pmx(a/b) and this, for b ≥ 10. */
export const logRatio = (a: number, b: number): number => stirling(a + b) - stirling(b) - 0.5 * Math.log1p(a / b)

/** log |B(a, b)|. */
export function lbeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) return lgamma(a) + lgamma(b) - lgamma(a + b)
  if (a > b) return lbeta(b, a)
  if (b === Infinity) return -Infinity
  if (b < 10) return a < 1e-280 ? -Math.log(a) : Math.log(betaPower(a, b, 1))
  if (a < 10) return lgamma(a) - a * Math.log(a + b) - b * log1pmx(a / b) - logRatio(a, b)
  return -(a * Math.log1p(b / a) + b * Math.log1p(a / b) + 0.5 * Math.log(a / (2 * Math.PI)) + logRatio(a, b) - stirling(a))
}

/** Γ(n+1) / (Γ(k+1)·Γ(n−k+1)), exact for whole numbers as long as it is below 2⁵³. */
export function binomial(n: number, k: number): number {
  if (Number.isInteger(n) && n >= 0 && Number.isInteger(k) && k > n / 2) k = n - k
  if (Number.isInteger(k) && k < 40) {
    let product = k < 0 ? 0 : 1
    for (let j = 1; j <= k; j++) product = product * (n - k + j) / j
    return product
  }
  if (n - k > -1 && k > -1) return inverseBeta(n - k + 1, k + 1) / (n + 1)
  if (n > -1 && Math.max(k, n - k) > 169) { // by reflection: a Γ is out of range, the result is not
    const y = Math.min(k, n - k) + 1
    return sinpi(y) / Math.PI * beta(n + 1, 1 - y)
  }
  return gamma(n + 1) / gamma(k + 1) * inverseGamma(n - k + 1)
}

/** 1/Γ(x), 0 at the poles. */
const inverseGamma = (x: number): number => isPole(x) ? 0 : 1 / gamma(x)

const isPole = (x: number): boolean => x <= 0 && x === Math.floor(x)
