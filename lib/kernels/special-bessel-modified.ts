// Modified Bessel functions of whole order: I and K.

import { powerSeries } from './special-bessel.ts'

/** From this order on one expansion gives I and K, whatever x is; below it no term of the others is out of range. */
const HIGH = 100

/** Iₙ(x) for whole n. */
export function besseli(n: number, x: number): number {
  if (!Number.isInteger(n) || Number.isNaN(x)) return NaN
  const a = Math.abs(x), order = Math.abs(n), sign = x < 0 && order % 2 ? -1 : 1
  if (order >= HIGH) return sign * uniform(order, a, 1)
  if (a > 750) return sign * Infinity
  if (!(a > 30 && a > 0.6 * n * n)) return sign * powerSeries(order, a, 1)
  const half = Math.exp(0.5 * a)
  return sign * half * (half * asymptotic(n, a))
}

/** √(1/2πw)·eᴱ·Σ Uₖ(n/w)/nᵏ with w = √(n²+x²), E = w − n·asinh(n/x) is Iₙ; √(π/2w)·e⁻ᴱ·Σ (−1)ᵏ·Uₖ(n/w)/nᵏ is Kₙ (DLMF 10.41.3). */
function uniform(n: number, x: number, sign: 1 | -1): number {
  const z = x / n, root = Math.hypot(1, z), w = n * root, q = 1 / (root * root)
  // eᴱ = eʷ·(x/(n+w))ⁿ, which rounds less, as long as its factors are in range
  const quarter = w < 2000 ? (Math.exp(0.25 * w) * (x / (n + w)) ** (0.25 * n)) ** sign : Math.exp(0.25 * sign * n * (root - Math.asinh(1 / z)))
  const half = quarter * quarter
  if (half === Infinity) return Infinity
  const sum = debye.reduceRight((sum, u) => u.reduceRight((v, c) => v * q + c, 0) + sign * sum / w, 0)
  return half * (half * (sum * Math.sqrt((sign > 0 ? 0.5 / Math.PI : 0.5 * Math.PI) / w)))
}

/** Uₖ(p)/pᵏ as polynomials in p²: Uₖ₊₁ = ½p²(1−p²)·Uₖ′ + ⅛·∫(1−5t²)·Uₖ dt (DLMF 10.41.9). Beyond k = 8 they are below 1e-18·nᵏ. */
const debye: readonly number[][] = /* @__PURE__ */ (() => {
  const all = [[1]]
  for (let k = 0; k < 8; k++) {
    const next = new Array<number>(k + 2).fill(0)
    for (const [j, c] of all[k]!.entries()) {
      const m = k + 2 * j
      next[j]! += c * (m / 2 + 1 / (8 * (m + 1)))
      next[j + 1]! -= c * (m / 2 + 5 / (8 * (m + 3)))
    }
    all.push(next)
  }
  return all
})()

/** e⁻ˣ·Iₙ(x) = √(1/2πx)·Σ (−1)ᵏ·(4n² − 1)(4n² − 9)…/(k!·(8x)ᵏ) (DLMF 10.40.1). */
function asymptotic(n: number, x: number): number {
  let term = 1, sum = 0
  for (let k = 1; k < 60 && Math.abs(term) > 1e-17; k++) sum += term *= -(4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
  return (1 + sum) / Math.sqrt(2 * Math.PI * x)
}

/** Kₙ(x) for whole n; NaN for x < 0. */
export function besselk(n: number, x: number): number {
  if (!Number.isInteger(n) || !(x >= 0)) return NaN
  if (x === 0) return Infinity
  const order = Math.abs(n)
  if (order >= HIGH) return uniform(order, x, -1)
  if (x > 800) return 0
  let [before, k] = x <= 1 ? nearZero(x) : [order === 1 ? 0 : integral(0, x), order === 0 ? 0 : integral(1, x)]
  for (let i = 1; i < order; i++) [before, k] = [k, 2 * i / x * k + before]
  if (order === 0) k = before
  return x <= 1 ? k : k * Math.exp(-Math.min(x, 700)) * Math.exp(Math.min(0, 700 - x)) // e⁻ˣ may be subnormal where Kₙ is not
}

/** K₀ and K₁ near 0 (DLMF 10.31.1). */
function nearZero(x: number): [number, number] {
  const q = 0.25 * x * x, l = Math.LN2 - Math.log(x) - 0.5772156649015329
  let harmonic = 0, term = 1, zero = 0, one = 0
  for (let k = 0; k < 20; k++) {
    if (k > 0) { term *= q / k / k; harmonic += 1 / k }
    zero += term * harmonic
    one += term / (k + 1) * (harmonic + harmonic + 1 / (k + 1))
  }
  return [l * powerSeries(0, x, 1) + zero, 1 / x - l * powerSeries(1, x, 1) - 0.25 * x * one]
}

/** eˣ·Kₙ(x) = eˣ·∫₀^∞ exp(−x·cosh t)·cosh(nt) dt by the trapezoidal rule, which converges geometrically here (DLMF 10.32.9). */
function integral(n: number, x: number): number {
  const step = 0.66 / Math.sqrt(x + 14)
  let sum = 0.5
  for (let t = step; ; t += step) {
    const s = Math.sinh(0.5 * t)
    const term = Math.exp(-2 * x * s * s) * Math.cosh(n * t)
    sum += term
    if (term < 1e-18 * sum) break
  }
  return step * sum
}
