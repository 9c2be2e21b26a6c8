// Modified Bessel functions of whole order: I and K.

import { powerSeries } from './special-bessel.ts'

/** Iₙ(x) for whole n. */
export function besseli(n: number, x: number): number {
  const a = Math.abs(x), half = Math.exp(0.5 * a)
  if (a > 750) return odd(n, x) * Infinity
  return isLarge(n, a) ? odd(n, x) * half * (half * asymptotic(n, a)) : small(n, x)
}

const isLarge = (n: number, a: number): boolean => a > 30 && a > 0.6 * n * n
const odd = (n: number, x: number): number => x < 0 && n % 2 ? -1 : 1
const small = (n: number, x: number): number => Number.isInteger(n) ? odd(n, x) * powerSeries(Math.abs(n), Math.abs(x), 1) : NaN

/** e⁻ˣ·Iₙ(x) = √(1/2πx)·Σ (−1)ᵏ·(4n² − 1)(4n² − 9)…/(k!·(8x)ᵏ) (DLMF 10.40.1). */
function asymptotic(n: number, x: number): number {
  if (x === Infinity) return 0
  let term = 1, sum = 0
  for (let k = 1; k < 60 && Math.abs(term) > 1e-17; k++) sum += term *= -(4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
  return (1 + sum) / Math.sqrt(2 * Math.PI * x)
}

/** Kₙ(x) for whole n; NaN for x < 0. */
export function besselk(n: number, x: number): number {
  if (!Number.isInteger(n) || !(x >= 0)) return NaN
  if (x === 0) return Infinity
  if (x > 800) return 0
  let before: number, k: number
  if (x <= 1) [before, k] = nearZero(x)
  else [before, k] = [Math.abs(n) === 1 ? 0 : integral(0, x), n === 0 ? 0 : integral(1, x)]
  if (n === 0) return before
  for (let i = 1; i < Math.abs(n) && k < Infinity; i++) [before, k] = [k, 2 * i / x * k + before]
  return k
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

/** Kₙ(x) = ∫₀^∞ exp(−x·cosh t)·cosh(nt) dt by the trapezoidal rule, which converges geometrically here (DLMF 10.32.9). */
function integral(n: number, x: number): number {
  const step = 0.66 / Math.sqrt(x + 14)
  let sum = 0.5
  for (let t = step; ; t += step) {
    const s = Math.sinh(0.5 * t)
    const term = Math.exp(-2 * x * s * s) * Math.cosh(n * t)
    sum += term
    if (term < 1e-18 * sum) break
  }
  return step * sum * Math.exp(-x)
}
