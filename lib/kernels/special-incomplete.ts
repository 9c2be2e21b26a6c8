// The incomplete gamma and beta functions, regularised, with all derivatives in their parameters.
// P(a, x) = γ(a, x)/Γ(a), Q = 1 − P; I(x; a, b) = B(x; a, b)/B(a, b). In SciPy: gammainc, gammaincc, betainc.

import { betaDensity, betaGrowth, betaPower, betaSlopeA, betaSlopeB, choose, gammaDensity, gammaPower, gammaSlope, TINY } from './special-densities.ts'
import { digamma, factorial, gamma, inverseBeta, polygamma, polygammaStep } from './special-gamma.ts'
import { lgamma1p, log1pmx } from './special-numeric.ts'
import { integrate } from './special-quadrature.ts'
import { type Series, seriesArithmetic } from './special-series.ts'

// ── gamma ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** P(a, x). */
export const gammainc = (a: number, x: number): number => gammaincDerivative(0, a, x)
/** Q(a, x) = 1 − P(a, x). */
export const gammaincc = (a: number, x: number): number => gammainccDerivative(0, a, x)

/** A density whose width is below this part of x is a step: no float64 lies on its slope. */
const NARROW = 2.2e-16
const isStep = (a: number, x: number): boolean => Math.sqrt(a) < NARROW * x && a > 1

/** Is xᵃe⁻ˣ/Γ(a) 0, so that P or Q is? By Stirling's formula, or because xᵃ is. */
const isFar = (a: number, x: number): boolean => a > 200 && a * (Math.log(x / a) + 1) - x < -800 || a >= 20 && x < 1e-100

/** ∂ⁿP/∂aⁿ. */
export function gammaincDerivative(n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0 && a < Infinity)) return NaN
  if (x === 0 || x === Infinity || isFar(a, x)) return n === 0 && x > a ? 1 : 0
  if (isStep(a, x)) return n > 0 ? 0 : x < a ? 0 : x > a ? 1 : 0.5
  if (isLower(a, x)) return lower(n, a, x)
  return (n === 0 ? 1 : 0) - upper(n, a, x)
}

/** ∂ⁿQ/∂aⁿ. */
export function gammainccDerivative(n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0 && a < Infinity)) return NaN
  if (x === 0 || x === Infinity || isFar(a, x)) return n === 0 && x < a ? 1 : 0
  if (isStep(a, x)) return n > 0 ? 0 : x < a ? 1 : x > a ? 0 : 0.5
  if (!isLower(a, x)) return upper(n, a, x)
  const p = lower(n, a, x)
  if (n > 0) return -p
  if (p < 0.7 || a > 0.5) return 1 - p
  // P is near 1: 1 − xᵃ/Γ(a+1)·(1 + a·Σ (−x)ᵏ/(k!·(a+k))) (DLMF 8.7.1)
  let power = 1, sum = 0
  for (let k = 1; k < 40; k++) sum += (power *= -x / k) / (a + k)
  const l = a * Math.log(x) - lgamma1p(a)
  return -Math.expm1(l) - Math.exp(l) * a * sum
}

/** Which of P and Q is computed, and which is what it leaves of 1. */
const isLower = (a: number, x: number): boolean => x < (a < 1 ? 1 : a)

/** Where the series and the fraction would be long, or their derivatives cancel. */
const isLarge = (n: number, a: number): boolean => a >= (n === 0 ? 200 : 20)

const lower = (n: number, a: number, x: number): number => isLarge(n, a) ? gammaTail(n, a, x, -1) : gammaSeries(n, a, x)
const upper = (n: number, a: number, x: number): number => isLarge(n, a) ? gammaTail(n, a, x, 1) : gammaFraction(n, a, x)

/** P = xᵃ·e⁻ˣ/Γ(a+1)·Σ xᵏ/((a+1)…(a+k)) (DLMF 8.7.1), as a series in a. */
function gammaSeries(n: number, a: number, x: number): number {
  const { constant, derivative, mul } = seriesArithmetic(n, 0)
  const term = constant(1), sum = constant(1)
  for (let k = 1; k < 1000; k++) {
    for (let i = 0; i <= n; i++) sum[i]! += term[i] = (x * term[i]! - (i > 0 ? term[i - 1]! : 0)) / (a + k)
    if (term[0]! < 1e-17 * sum[0]! && k > x) break
  }
  return derivative(n === 0 ? sum : mul(sum, growth(n, a, x))) * gammaPower(a, x)
}

/** Q = xᵃ·e⁻ˣ/Γ(a) / (x+1−a − 1·(1−a)/(x+3−a − 2·(2−a)/(x+5−a − …))) (DLMF 8.9.2), as a series in a, from the far end. */
function gammaFraction(n: number, a: number, x: number): number {
  const { affine, derivative, div, mul } = seriesArithmetic(n, 0)
  const last = Math.ceil(24 + a + 120 / x)
  const f = affine(x + 2 * last + 1 - a, -1)
  const quotient = new Float64Array(n + 1)
  for (let k = last; k >= 1; k--) {
    for (let i = 0; i <= n; i++) {
      let rest = i === 0 ? k * (k - a) : i === 1 ? -k : 0
      for (let j = 0; j < i; j++) rest -= quotient[j]! * f[i - j]!
      quotient[i] = rest / f[0]!
    }
    for (let i = 0; i <= n; i++) f[i] = (i === 0 ? x + 2 * k - 1 - a : i === 1 ? -1 : 0) - quotient[i]!
  }
  const whole = div(affine(a, 1), f)
  return derivative(n === 0 ? whole : mul(whole, growth(n, a, x))) * gammaPower(a, x)
}

/** xᵃ/Γ(a+1) as a series in a, divided by its value. */
function growth(n: number, a: number, x: number) {
  const { constant, exp } = seriesArithmetic(n, 0)
  const l = constant(0)
  let factorial = 1
  for (let i = 1; i <= n; i++) l[i] = (i === 1 ? Math.log(x) - digamma(a + 1) : -polygamma(i - 1, a + 1)) / (factorial *= i)
  return exp(l)
}

/** For large a: ∫ ∂ⁿ/∂aⁿ tᵃ⁻¹·e⁻ᵗ/Γ(a) dt from x down to 0, or up to ∞. There nothing cancels: t stays on one side of a. */
function gammaTail(n: number, a: number, x: number, side: 1 | -1): number {
  const { constant, derivative, exp } = seriesArithmetic(n, 0)
  const l = constant(0)
  let factorial = 1
  for (let i = 2; i <= n; i++) l[i] = -polygamma(i - 1, a) / (factorial *= i)
  return integrate(t => {
    const density = gammaDensity(a, t)
    if (n === 0 || density === 0) return density
    const slope = gammaSlope(a, t)
    if (n <= 2) return density * (n === 1 ? slope : slope * slope + 2 * l[2]!)
    l[1] = slope
    return density * derivative(exp(l))
  }, t => { const u = (t - x) / x; return (a - 1) * log1pmx(u) + (a - 1 - x) * u }, x, side, Math.sqrt(a), side < 0 ? 0 : Infinity)
}

// ── beta ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** I(x; a, b). */
export const betainc = (x: number, a: number, b: number): number => betaincDerivative(0, 0, x, a, b)

/** ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ. */
export function betaincDerivative(m: number, n: number, x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NaN
  if (x === 0 || x === 1) return m + n === 0 ? x : 0
  // of a small a (or b) 1 − I (or I) is a multiple: where the parameter is subnormal its quotients are not
  if (m + n > 0 && a < TINY && b > 1e20 * TINY) return betaincDerivative(m, n, x, TINY, b) * (m ? 1 : a / TINY)
  if (m + n > 0 && b < TINY && a > 1e20 * TINY) return betaincDerivative(m, n, x, a, TINY) * (n ? 1 : b / TINY)
  if (a >= 10 && b >= 10) {
    const mean = a + b < Infinity ? a / (a + b) : 1 / (1 + b / a), below = x < mean
    const width = deviation(a, b)
    if (width <= NARROW * x) return m + n > 0 ? 0 : below ? 0 : x > mean ? 1 : 0.5
    if (betaPower(x, a, b) === 0) return m + n === 0 && !below ? 1 : 0 // and so is what would be integrated
    const value = betaTail(m, n, x, a, b, below ? -1 : 1)
    return below ? value : (m + n === 0 ? 1 : 0) - value
  }
  if (x <= (a + 1) / (a + b + 2)) return betaFraction(m, n, x, a, b, false)
  const rest = betaFraction(m, n, x, a, b, true)
  // where what is left is small the fraction of the other side still converges, slowly
  if (m + n === 0 && rest > 0.75 && 1 - x > 1e-6) return betaFraction(m, n, x, a, b, false)
  return (m + n === 0 ? 1 : 0) - rest
}

/**
 * I(x; a, b) as a series in a and b, or with `flip` what it leaves of 1, in which x and 1 − x, a and b have changed places:
 * uᵖ·vᑫ/B(p, q) / (β₀ + α₁/(β₁ + α₂/(β₂ + …))), v = 1 − u, the even part of the fraction DLMF 8.17.22 (Didonato and
 * Morris, Algorithm 708, 1992), whose 1 − u·(p+q)/(p+1) would cancel for large p: here that is p·v − q·u, where v keeps the
 * digits of a small x that u = 1 − x has lost.
 */
function betaFraction(m: number, n: number, x: number, a: number, b: number, flip: boolean): number {
  const [p, q, u, v] = flip ? [b, a, 1 - x, x] as const : [a, b, x, 1 - x] as const
  if (m + n > 0 && p < 1) return flip ? betaSeries(n, m, u, p, q) : betaSeries(m, n, u, p, q)
  if (p < 1e-280) return q / (p + q) // times 1 + O(p), and p may be subnormal
  const head = betaPower(x, a, b)
  if (head === 0) return 0
  if (m + n === 0) return head / p / scalarFraction(p, q, u, v).value
  const { steps } = scalarFraction(p + 0.37, q + 0.37, u, v) // at whole q it ends early, its derivatives do not
  const { affine, constant, add, derivative, div, mul, scale } = seriesArithmetic(m, n)
  const linear = (value: number, dp: number, dq: number): Series => flip ? affine(value, dq, dp) : affine(value, dp, dq)
  let f = constant(0), rest = f
  for (let k = Math.ceil(1.2 * steps) + 4; k >= 0; k--) {
    const s = 1 / (p + 2 * k + 1), first = mul(linear((p + k) * s, s, 0), linear(p * v - q * u + 1 + k * (1 + v), v, -u))
    f = add(rest, div(first, linear(1, s, 0)))
    if (k === 0) break
    const r = 1 / (p + 2 * k - 1), below = linear(1, r, 0), share = div(linear((q - k) * u * k, 0, k * u), below)
    f = add(f, add(constant(k), scale(r, share)))
    rest = div(mul(mul(linear((p + k - 1) * r, r, 0), linear((p + q + k - 1) * r * u, r * u, r * u)), div(share, below)), f)
  }
  return head * derivative(div(betaGrowth(m, n, x, a, b), f))
}

/**
 * The same for small a, where I may be near 1, and what moves it in b is of the order of a (DLMF 8.17.7):
 * I = xᵃ·Γ(a+b)/(Γ(a+1)·Γ(b))·(1 + a·Σ (1−b)ₖ·xᵏ/(k!·(a+k)), k ≥ 1); where b is small, with Γ(a+b+1)/(a+b) and Γ(b+1)/b.
 */
function betaSeries(m: number, n: number, x: number, a: number, b: number): number {
  const { affine, constant, add, derivative, div, exp, mul } = seriesArithmetic(m, n)
  let term = constant(1), sum = constant(0)
  for (let k = 1; k < 30 - 42 / Math.log(x); k++) { // b·x ≤ 2
    term = mul(term, affine((k - b) / k * x, 0, -x / k))
    sum = add(sum, div(term, affine(a + k, 1)))
  }
  const up = b < 1 ? 1 : 0, share = constant(1), l = constant(0)
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++) {
      const order = i + j, at = i * (n + 1) + j
      if (order === 0) continue
      l[at] = (i === 1 && j === 0 ? betaSlopeA(x, a + 1, up ? b : b - 1) : j === 0 ? polygammaStep(i - 1, a + 1, up ? b : b - 1)
        : i === 0 ? polygammaStep(j - 1, b + up, a) : polygamma(order - 1, a + b + up)) / (factorial(i) * factorial(j))
      // what a and b make of b/(a+b)
      if (up) share[at] = (order % 2 ? -1 : 1) * (choose(order - 1, i - 1) - a / b * choose(order - 1, i)) / (a + b) ** order
    }
  const whole = mul(exp(l), add(constant(1), mul(affine(a, 1), sum)))
  return x ** a * (inverseBeta(a, b) / a) * derivative(mul(whole, share))
}

/**
 * The fraction of betaFraction over p, by Lentz's method, and how many steps it took. Numerator and denominator of a convergent
 * follow one recurrence, and so come to be equal to the bit.
 */
function scalarFraction(p: number, q: number, u: number, v: number): { value: number; steps: number } {
  const linear = p * v - q * u + 1
  let value = linear / (p + 1) || 1e-300, above = value, below = Infinity // 0 may not stand below
  for (let k = 1; k < 10000; k++) {
    const r = 1 / (p + 2 * k - 1), top = (q - k) * u * k
    const alpha = (k === 1 ? 1 : p + k - 1) * r * ((p + q + k - 1) * r * u) * top
    const beta = k + top * r + (p + k) * (linear + k * (1 + v)) / (p + 2 * k + 1)
    above = beta + alpha / above
    below = beta + (k === 1 ? 0 : alpha / below)
    value *= above / below
    if (Math.abs(above / below - 1) < 1e-16) return { value, steps: k }
  }
  return { value, steps: 10000 }
}

/** For large a and b: ∫ ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ tᵃ⁻¹·(1−t)ᵇ⁻¹/B(a, b) dt from x down to 0, or up to 1. */
function betaTail(m: number, n: number, x: number, a: number, b: number, side: 1 | -1): number {
  const { constant, derivative, exp } = seriesArithmetic(m, n)
  const s = a + b, l = constant(0)
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++)
      if (i + j > 1) l[i * (n + 1) + j] = (j === 0 ? polygammaStep(i - 1, a, b) : i === 0 ? polygammaStep(j - 1, b, a) : polygamma(i + j - 1, s)) / (gamma(i + 1) * gamma(j + 1))
  return integrate(t => {
    const density = betaDensity(t, a, b)
    if (m + n === 0 || density === 0) return density
    if (m > 0) l[n + 1] = betaSlopeA(t, a, b)
    if (n > 0) l[1] = betaSlopeB(t, a, b)
    if (m + n === 1) return density * l[1]!
    return density * derivative(exp(l))
  }, t => (a - 1) * Math.log1p((t - x) / x) + (b - 1) * Math.log1p((x - t) / (1 - x)), x, side, deviation(a, b), side < 0 ? 0 : 1)
}

/** The standard deviation of the density. */
const deviation = (a: number, b: number): number => Math.sqrt(a / (a + b) * b / (a + b)) / Math.sqrt(a + b + 1)
