// All partial derivatives of the beta function and of binomial coefficients: products of three gamma functions of arguments that move.

import { beta, binomial, digamma, factorial, gamma, inverseBeta, polygamma, polygammaStep } from './special-gamma.ts'
import { integrateGamma, integrateUnit } from './special-quadrature.ts'
import { type Series, seriesArithmetic } from './special-series.ts'
import { cospi, sinpi } from './special-trigonometric.ts'

/**
 * ∂ᵐ⁺ⁿB/∂aᵐ∂bⁿ: for a, b > 0 the product rule, whose terms are of one sign where m or n is 0; where they cancel, and badly so
 * for small a or b, an integral in which nothing does.
 */
export function betaDerivative(m: number, n: number, a: number, b: number): number {
  if (m + n === 0 || Number.isNaN(a + b)) return beta(a, b)
  if (!(a > 0 && b > 0)) return gammas(m, n, [factor(a, 0, 1, 0, 1), factor(b, 0, 0, 1, 1), factor(a + b, 0, 1, 1, -1)], -b, -a)
  if (Math.max(a, b) === Infinity) return 0
  if (m > 0 && n > 0 && Math.min(a, b) < 2) return a < b ? betaIntegral(m, n, a, b) : betaIntegral(n, m, b, a)
  const { constant, derivative, exp } = seriesArithmetic(m, n), l = constant(0)
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++) {
      if (i + j === 0) continue
      const c = j === 0 ? polygammaStep(i - 1, a, b) : i === 0 ? polygammaStep(j - 1, b, a) : polygamma(i + j - 1, a + b)
      l[i * (n + 1) + j] = -c / (factorial(i) * factorial(j))
    }
  const value = beta(a, b) * derivative(exp(l))
  return Number.isNaN(value) ? (m + n) % 2 ? -Infinity : Infinity : value // each term is out of range
}

/** ∫ tᵃ⁻¹·(1−t)ᵇ⁻¹·(log t)ᵐ·(log(1−t))ⁿ dt over (0, 1), a ≤ b; for large b with 1 − t = e⁻ʸ. */
function betaIntegral(m: number, n: number, a: number, b: number): number {
  if (b >= 100)
    return integrateGamma(w => {
      const y = w / b, t = -Math.expm1(-y), u = Math.log(t)
      return Math.exp(a * u - w) * (y / t) * u ** m * (-y) ** n
    })
  return integrateUnit((t, rest) => {
    const u = t < 0.5 ? Math.log(t) : Math.log1p(-rest), v = rest < 0.5 ? Math.log(rest) : Math.log1p(-t)
    return Math.exp((a - 1) * u + (b - 1) * v) * u ** m * v ** n
  })
}

/** ∂ᵐ⁺ˡ/∂nᵐ∂kˡ of Γ(n+1)/(Γ(k+1)·Γ(n−k+1)). */
export function binomialDerivative(m: number, l: number, n: number, k: number): number {
  if (m + l === 0 || Number.isNaN(n - k)) return binomial(n, k)
  const z = n - k + 1
  if (l === 0 && Number.isInteger(k) && k < 40 && (z <= 0 || m > 1)) { // a polynomial, by its Taylor coefficients at n
    const c = [k < 0 ? 0 : 1, ...new Array<number>(m).fill(0)]
    for (let j = 1; j <= k; j++)
      for (let i = m; i >= 0; i--) c[i] = (c[i]! * (n - (k - j)) + (i > 0 ? c[i - 1]! : 0)) / j
    return factorial(m) * c[m]!
  }
  if (n > 1e19 && k >= 0 && k < 40) return powerDerivative(m, l, n, k)
  if (m + l === 1 && z >= 1 && k >= 0) return binomial(n, k) * (m ? polygammaStep(0, z, k) : n < 2 * k ? -polygammaStep(0, z, k - (n - k)) : polygammaStep(0, k + 1, n - k - k))
  const down = z >= 1 && k >= 0.65 && k < 4 ? -Math.floor(k + 0.35) : undefined // from n·(n−1)·…, of which the rest differs by little
  return gammas(m, l, [factor(n + 1, 1, 1, 0, 1, down), factor(k + 1, 1, 0, 1, -1), factor(z, 1, 1, -1, -1)], k, k - (n - k))
}

/** ∂ᵐ⁺ˡ/∂nᵐ∂kˡ of nᵏ/Γ(k+1), which a binomial coefficient is but for k²/n of it: where nᵏ overflows its derivatives may not. */
function powerDerivative(m: number, l: number, n: number, k: number): number {
  const { affine, constant, derivative, exp, mul } = seriesArithmetic(0, l), logarithm = constant(0)
  for (let j = 1; j <= l; j++) logarithm[j] = (j === 1 ? Math.log(n) - digamma(k + 1) : -polygamma(j - 1, k + 1)) / factorial(j)
  let whole = exp(logarithm)
  for (let i = 0; i < m; i++) whole = mul(whole, affine(k - i, 0, 1))
  const factor = derivative(whole), steps = Math.min(Math.floor(k), m)
  let power = n ** (k - steps) / gamma(k + 1) // k − m would be rounded, at a cost of log n
  for (let i = steps; i < m; i++) power /= n
  return factor === 0 ? 0 : power * factor
}

/**
 * Γ(y + i·s + j·t)^power, written with the Γ of an argument that is not small: Γ(y) = Γ(y+1)/y, left of −1 by reflection,
 * Γ(y) = π/(sin πy·Γ(1−y)). So no two terms grow at a pole and cancel, and at a zero of 1/Γ the derivatives are there.
 */
type Factor = { y: number; i: number; j: number; power: 1 | -1; ups: number; flipped: boolean; argument: number; whole: number }

/** Of Γ(y)^power, where y is a whole number `apart` from what moves: i of the first variable, j of the second. */
function factor(y: number, apart: number, i: number, j: number, power: 1 | -1, up?: number): Factor {
  const flipped = y <= -1, ups = up ?? (flipped || y >= 1 ? 0 : y > 0 ? 1 : 2)
  return { y, i, j, power, ups, flipped, argument: flipped ? 1 - y : y + ups, whole: flipped ? 1 - apart : apart + ups }
}

/**
 * ∂ᵐ⁺ⁿ/∂sᵐ∂tⁿ of a product of three, two of which move in opposite senses with s, and two with t. `bys` and `byt` are how
 * far the first of these two is from the second, exact where the difference of the arguments is not.
 */
function gammas(m: number, n: number, factors: readonly [Factor, Factor, Factor], bys: number, byt: number): number {
  const { constant, derivative, div, exp, mul } = seriesArithmetic(m, n)
  const each = (coefficient: (i: number, j: number) => number): Series => {
    const series = constant(0)
    for (let i = 0; i <= m; i++) for (let j = 0; j <= n; j++) series[i * (n + 1) + j] = coefficient(i, j) / (factorial(i) * factorial(j))
    return series
  }
  const logarithm = each((i, j) => {
    if (i + j === 0) return 0
    const weights = factors.map(f => f.power * (f.flipped ? -1 : 1) ** (i + j - 1) * f.i ** i * f.j ** j)
    const [p, q] = weights.flatMap((w, index) => w ? [index] : []) as [number, number?]
    const f = factors[p]!, g = q === undefined ? f : factors[q]!
    if (f === g) return weights[p]! * polygamma(i + j - 1, f.argument)
    if (weights[p] === weights[q!]) return weights[p]! * (polygamma(i + j - 1, f.argument) + polygamma(i + j - 1, g.argument))
    const apart = f.flipped || g.flipped ? f.argument - g.argument : (j === 0 ? bys : byt) + f.ups - g.ups
    return weights[p]! * (apart < 0 ? -polygammaStep(i + j - 1, f.argument, -apart) : polygammaStep(i + j - 1, g.argument, apart))
  })
  let whole = exp(logarithm)
  for (const { y, i: di, j: dj, power, ups, flipped } of factors) {
    const by = (above: boolean, slope: (order: number) => number): void => {
      const series = each((i, j) => slope(i + j) * di ** i * dj ** j)
      whole = above ? mul(whole, series) : div(whole, series)
    }
    const byLinear = (above: boolean, value: number): void => by(above, order => order === 0 ? value : order === 1 ? 1 : 0)
    for (let up = 0; up < ups; up++) byLinear(power < 0, y + up)
    for (let down = -1; down >= ups; down--) byLinear(power > 0, y + down)
    if (flipped) by(power < 0, order => (order % 4 < 2 ? 1 : -1) * (order % 2 ? cospi(y) : sinpi(y)) * Math.PI ** (order - 1))
  }
  return size(factors) * derivative(whole)
}

/** The product of the Γ(argument)^±1: of two over the one of their sum it is a beta function, but for whole steps. */
function size(factors: readonly Factor[]): number {
  const over = factors.filter(f => f.power > 0 !== f.flipped), under = factors.filter(f => f.power > 0 === f.flipped)
  const [x, y] = over.length === 2 ? over : under, [rest] = over.length === 2 ? under : over
  if (over.length % 3 === 0) return factors.reduce((product, { argument }) => product * (over.length ? gamma(argument) : 1 / gamma(argument)), 1)
  const sum = x!.argument + y!.argument, steps = rest!.whole - x!.whole - y!.whole // what their difference rounds to is noise from 2⁵³ on
  let ratio = 1 // Γ(rest)/Γ(sum)
  for (let k = 0; k < steps; k++) ratio *= sum + k
  for (let k = -1; k >= steps; k--) ratio /= sum + k
  return over.length === 2 ? beta(x!.argument, y!.argument) / ratio : inverseBeta(x!.argument, y!.argument) * ratio
}
