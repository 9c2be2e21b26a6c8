// The densities of the gamma and the beta distribution with all partial derivatives, and the powers that both are made of.

import { digamma, factorial, gamma, inverseBeta, logRatio, polygamma, polygammaStep } from './special-gamma.ts'
import { log1pmx, logMinusDigamma, stirling } from './special-numeric.ts'
import { type Series, seriesArithmetic } from './special-series.ts'

// ── gamma ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** xᵃ·e⁻ˣ/Γ(a+1); for large a by Loader's saddle point (2000): exp(−a·(λ − 1 − log λ)), λ = x/a. */
export function gammaPower(a: number, x: number): number {
  if (a < 10) return x > 900 ? 0 : (x > 600 ? x ** a * Math.exp(-0.5 * x) * Math.exp(-0.5 * x) : x ** a * Math.exp(-x)) / gamma(a + 1)
  const u = (x - a) / a
  return Math.exp(a * (Math.abs(u) < 0.5 ? log1pmx(u) : Math.log(x / a) - u) - stirling(a)) / Math.sqrt(2 * Math.PI * a)
}

/** The derivative of P(a, x) in x: xᵃ⁻¹·e⁻ˣ/Γ(a). */
export const gammaDensity = (a: number, x: number): number => gammaDensityDerivative(0, 0, a, x)

/** log x − digamma(a), what ∂/∂a multiplies the density with; accurate where x is near a. */
export function gammaSlope(a: number, x: number): number {
  return a >= 10 ? nearLog(x, a) + logMinusDigamma(a) : Math.log(x) - digamma(a)
}

/** log(x/a), accurate where the two are close. */
const nearLog = (x: number, a: number): number => Math.abs(x - a) < 0.5 * a ? Math.log1p((x - a) / a) : Math.log(x / a)

/** Below this a parameter is as good as 0, and its inverse may not be a number. */
export const TINY = 1e-290

/** ∂ᵐ⁺ⁿ/∂aᵐ∂xⁿ of the density, by the product rule; for a < 1 with a/Γ(a+1), as digamma² and trigamma cancel near their pole. */
export function gammaDensityDerivative(m: number, n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN
  if (x === 0) return a - 1 > n ? 0 : m === 0 && Number.isInteger(a) ? sign(n - a + 1) * choose(n, a - 1) : blowUp(m, n, a)
  if (x === Infinity) return 0
  const top = x < 1 ? highest(m, n, a) : 0, size = gammaOver(top, a, x)
  if (m + n === 0 || size === 0) return size
  if (m > 0 && a < TINY) return gammaDensityDerivative(m, n, TINY, x) // a multiple of a, whose quotients overflow
  if (m === 0 && n === 1) return size * (x >= 1 ? (a - 1 - x) / x : top ? a - 1 - x : -1)
  const up = a < 1 ? 1 : 0, slope = up ? Math.log(x) - digamma(a + 1) : gammaSlope(a, x)
  if (m === 1 && n === 0) return size * (up ? slope + 1 / a : slope)
  const arithmetic = seriesArithmetic(m, 0), { affine, constant, derivative, exp, mul } = arithmetic, l = constant(0)
  for (let i = 1; i <= m; i++) l[i] = (i === 1 ? slope : -polygamma(i - 1, a + up)) / factorial(i)
  const first = up ? mul(exp(l), affine(1, 1 / a)) : exp(l)
  if (n === 0) return size * derivative(first)
  if (x < 1) return size * derivative(mul(first, product(n, top, arithmetic, j => affine(a - j, 1), j => constant(j > n - top ? x : 1))))
  return size * derivative(along(n, first, arithmetic, j => affine(j === 1 ? (a - 1 - x) / x : -sign(j) * (a - 1) / x / x ** (j - 1), -sign(j) / x ** j)))
}

// Two ways to differentiate in x. About the mode, by the logarithm: of (a−1−x)² − (a−1) nothing is lost. Beside an end, by the
// terms of Leibniz: there for whole a the first ones are 0 to the bit, and what is left may be smaller by all powers of x.

/** The highest power of 1/x in ∂ᵏ/∂xᵏ xᵃ⁻¹·(1 + …), over xᵃ⁻¹; where the m-th derivative in a is asked for too, a zero is none. */
const highest = (m: number, k: number, a: number): number => m === 0 && a <= k && Number.isInteger(a) ? a - 1 : k

/**
 * The k-th derivative of a product in units of x^−top, Σ C(k, j)·near(1)…near(j)·(−1)^(k−j)·far(1)…far(k−j): near(j) is a − j,
 * and far(j) that of the other factor, times x but for j ≤ k − top.
 */
function product(k: number, top: number, { add, constant, mul, scale }: ReturnType<typeof seriesArithmetic>, near: (j: number) => Series, far: (j: number) => Series): Series {
  const products = (step: (j: number) => Series): Series[] => {
    const all = [constant(1)]
    for (let j = 1; j <= k; j++) all.push(mul(all[j - 1]!, step(j)))
    return all
  }
  const nears = products(near), fars = products(far)
  let sum = constant(0)
  for (let j = 0; j <= top; j++) sum = add(sum, scale(sign(k - j) * choose(k, j), mul(nears[j]!, fars[k - j]!)))
  return sum
}

/** The k-th derivative in x of a series whose logarithm has the derivatives (j−1)!·logarithm(j), by the product rule. */
function along(k: number, first: Series, { add, constant, mul, scale }: ReturnType<typeof seriesArithmetic>, logarithm: (j: number) => Series): Series {
  const parts = [first]
  for (let i = 1; i <= k; i++) {
    let part = constant(0)
    for (let j = 1, weight = 1; j <= i; weight *= i - j, j++) // (i−1)!/(i−j)!
      part = add(part, scale(weight, mul(parts[i - j]!, logarithm(j))))
    parts.push(part)
  }
  return parts[k]!
}

/** xᵃ⁻¹⁻ⁿ·e⁻ˣ/Γ(a), where nothing leaves the range before the result does. */
function gammaOver(n: number, a: number, x: number): number {
  const power = gammaPower(a, x)
  return power > 1e-290 || !(a < 170 && x < 1) ? divided(a * power, x, n + 1) : powerOver(x, a, n, a / gamma(a + 1) * Math.exp(-x))
}

/** xᵃ⁻¹⁻ⁿ times a factor; a − 1 would lose the digits of a small a. */
function powerOver(x: number, a: number, n: number, factor: number): number {
  const whole = Math.min(Math.floor(a), n + 1)
  return divided(x ** (a - whole) * factor, x, n + 1 - whole)
}

/** value/xⁿ, where xⁿ may be out of range. */
function divided(value: number, x: number, n: number): number {
  for (let i = 0; i < n; i++) value /= x
  return value
}

const sign = (n: number): 1 | -1 => n % 2 ? -1 : 1

/** The number of ways to choose k of n; 0 for k < 0 and k > n. */
export const choose = (n: number, k: number): number => {
  let product = k < 0 || k > n ? 0 : 1
  for (let i = 1; i <= k; i++) product = product * (n - k + i) / i
  return product
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂xⁿ xᵃ⁻¹ at 0, for what is infinite: (a−1)…(a−n)·xᵃ⁻¹⁻ⁿ·(log x)ᵐ; where a factor is 0, its derivative and one logarithm less. */
function blowUp(m: number, n: number, a: number): number {
  let side: number = sign(m)
  for (let i = 1; i <= n; i++) side *= a === i ? -1 : Math.sign(a - i)
  return side * Infinity
}

// ── beta ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** xᵃ·(1−x)ᵇ/B(a, b). */
export function betaPower(x: number, a: number, b: number): number {
  const s = a + b
  if (a < 10 && b < 10) return x ** a * (1 - x) ** b * inverseBeta(a, b)
  if (a < 10) return times((x * s) ** a, Math.exp(b * (Math.log1p(-x) + log1pmx(a / b)) + logRatio(a, b)) * (a / gamma(a + 1)))
  if (b < 10) return times(((1 - x) * s) ** b, x ** a * Math.exp(a * log1pmx(b / a) + logRatio(b, a)) * (b / gamma(b + 1)))
  const d = x * b - (1 - x) * a // (a+b)·(x − mean)
  const exponent = a * logLess(d / a, x * s / a) + b * logLess(-d / b, (1 - x) * s / b)
  return Math.exp(exponent + stirling(s) - stirling(a) - stirling(b)) * Math.sqrt(a / s * b / (2 * Math.PI))
}

const times = (x: number, y: number): number => y === 0 ? 0 : x * y

/** log(ratio) − u, where ratio = 1 + u. */
const logLess = (u: number, ratio: number): number => Math.abs(u) < 0.5 ? log1pmx(u) : Math.log(ratio) - u

/** log(ratio), where ratio = 1 + u. */
const nearLogOf = (u: number, ratio: number): number => Math.abs(u) < 0.5 ? Math.log1p(u) : Math.log(ratio)

/** log x − digamma(a) + digamma(a+b), what ∂/∂a multiplies the density with; accurate where x is near the mean. With `up`, a + 1 for a. */
export function betaSlopeA(x: number, a: number, b: number, up: 0 | 1 = 0): number {
  if (a < 10) return b < 10 ? Math.log(x) + polygammaStep(0, a + up, b) : Math.log(x * (a + up + b)) - digamma(a + up) - logMinusDigamma(a + up + b)
  if (b < 1) return Math.log(x) + polygammaStep(0, a + up, b)
  return nearLogOf((x * b - (1 - x) * a) / a, x * (a + b) / a) + logMinusDigamma(a) - logMinusDigamma(a + b)
}

/** log(1−x) − digamma(b) + digamma(a+b), the same for ∂/∂b. */
export function betaSlopeB(x: number, a: number, b: number, up: 0 | 1 = 0): number {
  if (b < 10 || a < 1) return Math.log1p(-x) + polygammaStep(0, b + up, a)
  return nearLogOf(((1 - x) * a - x * b) / b, (1 - x) * (a + b) / b) + logMinusDigamma(b) - logMinusDigamma(a + b)
}

/** The derivative of I(x; a, b) in x: xᵃ⁻¹·(1−x)ᵇ⁻¹/B(a, b). */
export const betaDensity = (x: number, a: number, b: number): number => betaDensityDerivative(0, 0, 0, x, a, b)

/** ∂ᵏ⁺ᵐ⁺ⁿ/∂xᵏ∂aᵐ∂bⁿ of the density: a series in a and b, and in x the product rule with the derivatives of its logarithm. */
export function betaDensityDerivative(k: number, m: number, n: number, x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NaN
  if (x === 0) return betaEnd(k, m, n, a, b)
  if (x === 1) return sign(k) * betaEnd(k, n, m, b, a)
  if (m + n > 0 && a < TINY && b > 1e20 * TINY) return betaDensityDerivative(k, m, n, x, TINY, b) * (m ? 1 : a / TINY)
  if (m + n > 0 && b < TINY && a > 1e20 * TINY) return betaDensityDerivative(k, m, n, x, a, TINY) * (n ? 1 : b / TINY)
  const power = betaPower(x, a, b)
  if (k + m + n === 0 && power > 1e-290) return power / x / (1 - x)
  const flip = x > 0.5, [u, v, p, q] = flip ? [1 - x, x, b, a] as const : [x, 1 - x, a, b] as const
  const atEnd = u * q < 1, top = atEnd ? highest(flip ? n : m, k, p) : k // the end that is nearer
  const size = atEnd ? betaOver(top, u, v, p, q, power) : divided(power / (1 - x), x, k + 1)
  if (k + m + n === 0 || size === 0) return size
  const arithmetic = seriesArithmetic(m, n), { affine, derivative, mul } = arithmetic, ratio = x / (1 - x), first = betaGrowth(m, n, x, a, b)
  if (k === 0) return size * derivative(first)
  if (atEnd) {
    const linear = (value: number, dp: number, dq: number): Series => flip ? affine(value, dq, dp) : affine(value, dp, dq)
    const share = (j: number): number => (j > k - top ? u : 1) / v
    return (flip ? sign(k) : 1) * size * derivative(mul(first, product(k, top, arithmetic, j => linear(p - j, 1, 0), j => linear((q - j) * share(j), 0, share(j)))))
  }
  return times(size, derivative(along(k, first, arithmetic, j => {
    const p = -sign(j), q = -(ratio ** j)
    return affine(p * (a - 1) + q * (b - 1), p, q)
  })))
}

/** uᵖ⁻¹⁻ᵏ·vᑫ⁻¹/B(p, q) near u = 0, where nothing leaves the range before the result does; `power` is uᵖ·vᑫ/B(p, q). */
function betaOver(k: number, u: number, v: number, p: number, q: number, power: number): number {
  const factor = power > 1e-290 ? Infinity : inverseBeta(p, q) * Math.exp((q - 1) * Math.log1p(-u))
  return factor === Infinity ? divided(power / v, u, k + 1) : powerOver(u, p, k, factor)
}

/** xˢ·(1−x)ᵗ·B(a, b)/B(a+s, b+t) as a series in s and t. Where a or b is small, 1/B = ab/(a+b)·Γ(a+b+1)/(Γ(a+1)·Γ(b+1)). */
export function betaGrowth(m: number, n: number, x: number, a: number, b: number): Series {
  const { constant, exp, mul } = seriesArithmetic(m, n)
  const up = a < 1 || b < 1 ? 1 : 0, l = constant(0), share = constant(1)
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++) {
      const order = i + j, at = i * (n + 1) + j
      if (order === 0) continue
      if (order === 1) l[at] = i ? betaSlopeA(x, a, b, up) : betaSlopeB(x, a, b, up)
      else l[at] = (j === 0 ? polygammaStep(i - 1, a + up, b) : i === 0 ? polygammaStep(j - 1, b + up, a) : polygamma(order - 1, a + b + up)) / (factorial(i) * factorial(j))
      // what s and t make of ab/(a+b), with nothing that cancels
      share[at] = order === 1 ? (i ? b / a : a / b) / (a + b)
        : sign(order) * (2 * choose(order - 2, i - 1) - b / a * choose(order - 2, i - 2) - a / b * choose(order - 2, i)) / (a + b) ** order
    }
  return up ? mul(exp(l), share) : exp(l)
}

/** The derivative at x = 0, where the density is xᵃ⁻¹/B(a, b)·(1 + (1−b)·x + (1−b)(2−b)/2·x² + …). */
function betaEnd(k: number, m: number, n: number, a: number, b: number): number {
  if (a - 1 > k) return 0
  const { affine, derivative, mul } = seriesArithmetic(0, n)
  let series = betaGrowth(0, n, 0, a, b)
  if (m > 0 || !Number.isInteger(a)) return Math.sign(derivative(series)) * blowUp(m, k, a)
  if (k + n === 0) return b // B(1, b) is 1/b
  for (let i = 1; i <= k + 1 - a; i++) series = mul(series, affine((i - b) / i, 0, -1 / i))
  return factorial(k) * inverseBeta(a, b) * derivative(series)
}
