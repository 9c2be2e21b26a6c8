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

/** ∂ᵐ⁺ⁿ/∂aᵐ∂xⁿ of the density, by the product rule; for a < 1 with a/Γ(a+1), as digamma² and trigamma cancel near their pole. */
export function gammaDensityDerivative(m: number, n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN
  if (x === 0) return a - 1 > n ? 0 : m === 0 && Number.isInteger(a) ? sign(n - a + 1) * choose(n, a - 1) : blowUp(m, n, a)
  if (x === Infinity) return 0
  const size = gammaOver(n, a, x)
  if (m + n === 0) return size
  if (m === 0 && n === 1) return size * (a - 1 - x)
  const up = a < 1 ? 1 : 0, slope = up ? Math.log(x) - digamma(a + 1) : gammaSlope(a, x)
  if (m === 1 && n === 0) return up ? size * slope + size / a : size * slope
  const arithmetic = seriesArithmetic(m, 0), { affine, constant, derivative, exp, mul } = arithmetic, l = constant(0)
  for (let i = 1; i <= m; i++) l[i] = (i === 1 ? slope : -polygamma(i - 1, a + up)) / factorial(i)
  const first = up ? mul(exp(l), affine(1, 1 / a)) : exp(l)
  return size * derivative(along(n, first, arithmetic, j => affine(-sign(j) * (a - 1) - (j === 1 ? x : 0), -sign(j))))
}

/** The k-th derivative in x, in units of x, of a series whose logarithm has the derivatives (j−1)!·logarithm(j), by the product rule. */
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
  if (power > 1e-290 ? n === 0 || x > 1e-20 : !(a < 170 && x < 1)) return a * power / x / x ** n
  return powerOver(x, a, n, a / gamma(a + 1) * Math.exp(-x))
}

/** xᵃ⁻¹⁻ⁿ times a factor; a − 1 would lose the digits of a small a. */
function powerOver(x: number, a: number, n: number, factor: number): number {
  const whole = Math.min(Math.floor(a), n + 1)
  let power = x ** (a - whole) * factor
  for (let i = whole; i <= n; i++) power /= x
  return power
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
  if (a < 10) return product((x * s) ** a, Math.exp(b * (Math.log1p(-x) + log1pmx(a / b)) + logRatio(a, b)) * (a / gamma(a + 1)))
  if (b < 10) return product(((1 - x) * s) ** b, x ** a * Math.exp(a * log1pmx(b / a) + logRatio(b, a)) * (b / gamma(b + 1)))
  const d = x * b - (1 - x) * a // (a+b)·(x − mean)
  const exponent = a * logLess(d / a, x * s / a) + b * logLess(-d / b, (1 - x) * s / b)
  return Math.exp(exponent + stirling(s) - stirling(a) - stirling(b)) * Math.sqrt(a / s * b / (2 * Math.PI))
}

const product = (x: number, y: number): number => y === 0 ? 0 : x * y

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
  const size = betaOver(k, x, a, b)
  if (k + m + n === 0) return size
  const arithmetic = seriesArithmetic(m, n), { affine, derivative } = arithmetic, ratio = x / (1 - x)
  return size * derivative(along(k, betaGrowth(m, n, x, a, b), arithmetic, j => {
    const p = -sign(j), q = -(ratio ** j)
    return affine(p * (a - 1) + q * (b - 1), p, q)
  }))
}

/** xᵃ⁻¹⁻ᵏ·(1−x)ᵇ⁻¹/B(a, b), where nothing leaves the range before the result does. */
function betaOver(k: number, x: number, a: number, b: number): number {
  const power = betaPower(x, a, b)
  if (x > 1e-20 || a >= 10 || b > 1e10 || (k === 0 && power > 1e-290)) return power / x / (1 - x) / x ** k
  return powerOver(x, a, k, inverseBeta(a, b)) // (1−x)ᵇ is 1
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
