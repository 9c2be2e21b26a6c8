// The zeta functions of Riemann and Hurwitz, with all derivatives in s.

import { gamma, polygamma } from './special-gamma.ts'
import { bernoulli, isOrder } from './special-numeric.ts'
import { type Series, seriesArithmetic } from './special-series.ts'
import { cospi, sinpi } from './special-trigonometric.ts'

/** ζ(s). */
export const zeta = (s: number): number => zetaDerivative(0, s)

/** ζ⁽ⁿ⁾(s). The pole has no value where the two sides differ (n even). */
export function zetaDerivative(n: number, s: number): number {
  if (!isOrder(n) || Number.isNaN(s) || s === -Infinity) return NaN
  if (s === 1) return n % 2 ? -Infinity : NaN
  if (s === Infinity) return n === 0 ? 1 : 0
  if (n === 0 && s < 0 && s % 2 === 0) return 0
  if (s < -300) return (n % 2 ? -1 : 1) * sinpi(0.5 * s) * Infinity
  return seriesArithmetic(n, 0).derivative(s < (n === 0 ? 0 : -0.25) ? reflected(n, s) : riemann(n, s, s - 1))
}

/** ∂ⁿ/∂sⁿ of ζ(s, a) = Σ (a+k)⁻ˢ, for s > 1 and a > 0. */
export function hurwitzDerivative(n: number, s: number, a: number): number {
  if (!isOrder(n) || !(s > 1 && a > 0)) return NaN
  if (s === Infinity) return a < 1 ? s : a === 1 && n === 0 ? 1 : 0
  return seriesArithmetic(n, 0).derivative(hurwitz(n, s, s - 1, a, Math.max(1, Math.ceil(12 - a))))
}

/** (−1)ᵏ·γₖ/k! with Stieltjes' constants γₖ, by mpmath. */
const stieltjes = [
  0.5772156649015329, 0.07281584548367673, -0.00484518159643616, -0.00034230573671722433, 9.689041939447084e-5,
  -6.6110318108421895e-6, -3.316240908752772e-7, 1.0462094584479188e-7, -8.733218100273798e-9, 9.47827778276236e-11,
  5.658421927608708e-11, -6.768689863513697e-12, 3.4921159366720317e-13, 4.4104247417577536e-15, -2.3997862217709992e-15,
  2.1677312200726828e-16, -9.544466076366965e-18, -7.387676660538637e-20, 4.800850782488065e-20, -4.139956737713306e-21,
  1.9168201593991233e-22, -2.0441543122262165e-24,
] as const

/** ζ(s+t) as a series in t; `sLess1` is s − 1 without rounding. Near the pole 1/(s−1) + Σ (−1)ᵏ·γₖ·(s−1)ᵏ/k! (DLMF 25.2.4). */
function riemann(n: number, s: number, sLess1: number): Series {
  if (Math.abs(sLess1) > 1.25 || n > 12) return hurwitz(n, s, sLess1, 1, 12)
  return Float64Array.from({ length: n + 1 }, (_, i) => {
    let sum = 0
    for (let k = stieltjes.length - 1; k >= i; k--) {
      let choose = 1
      for (let j = 1; j <= i; j++) choose = choose * (k - i + j) / j
      sum = sum * sLess1 + choose * stieltjes[k]!
    }
    return (i % 2 ? -1 : 1) / sLess1 ** (i + 1) + sum
  })
}

/** Σ (a+k)⁻ˢ⁻ᵗ as a series in t: `terms` of them, the rest by Euler and Maclaurin (DLMF 25.11.5). */
function hurwitz(n: number, s: number, sLess1: number, a: number, terms: number): Series {
  const sum = new Float64Array(n + 1), tail = new Float64Array(n + 1), rising = new Float64Array(n + 1)
  const addPower = (y: number) => {
    const l = -Math.log(y)
    let c = y ** -s
    for (let i = 0; i <= n; i++) {
      sum[i]! += c
      c *= l / (i + 1)
    }
  }
  for (let k = 0; k < terms; k++) addPower(a + k)
  const y = a + terms, size = y ** -s
  if (size * y <= 1e-30 * Math.abs(sum[n]!) || size === 0) return sum
  // y/(s−1+t) + ½ + Σ B₂ⱼ/(2j)!·(s+t)(s+t+1)…(s+t+2j−2)/y²ʲ⁻¹
  for (let i = 0, c = y / sLess1; i <= n; i++, c /= -sLess1) tail[i] = c
  tail[0]! += 0.5
  rising[0] = 1
  const times = (c: number) => { // by c + t
    for (let i = n; i >= 0; i--) rising[i] = rising[i]! * c + (i > 0 ? rising[i - 1]! : 0)
  }
  let scaled = 1 / y
  times(s)
  for (let j = 1; j <= 16; j++) {
    scaled /= 2 * j * (2 * j - 1)
    const c = bernoulli[j - 1]! * scaled
    for (let i = 0; i <= n; i++) tail[i]! += c * rising[i]!
    if (j > n && Math.abs(c * rising[n]!) < 1e-18 * Math.abs(tail[n]!)) break
    scaled /= y * y
    times(s + 2 * j - 1)
    times(s + 2 * j)
  }
  let power = size
  for (let q = 0; q <= n; q++, power *= -Math.log(y) / q) for (let i = q; i <= n; i++) sum[i]! += power * tail[i - q]!
  return sum
}

/** ζ(s+t) = 2·(2π)ˢ⁺ᵗ⁻¹·sin(π(s+t)/2)·Γ(1−s−t)·ζ(1−s−t) as a series in t (DLMF 25.4.1). */
function reflected(n: number, s: number): Series {
  const { constant, exp, mul, scale } = seriesArithmetic(n, 0)
  const u = 1 - s, l = constant(0), sine = constant(0)
  const cycle = [sinpi(0.5 * s), cospi(0.5 * s)]
  let factorial = 1
  for (let i = 0; i <= n; i++) {
    factorial *= i || 1
    sine[i] = (i % 4 < 2 ? 1 : -1) * cycle[i % 2]! * (0.5 * Math.PI) ** i / factorial
    if (i > 0) l[i] = (i === 1 ? Math.log(2 * Math.PI) : 0) + (i % 2 ? -1 : 1) * polygamma(i - 1, u) / factorial
  }
  const other = riemann(n, u, -s).map((c, i) => i % 2 ? -c : c)
  let y = u, size = 1 / Math.PI
  while (y > 100) size *= --y / (2 * Math.PI) // Γ(u)·(2π)ˢ, by factors where Γ(u) is large
  return scale(size * gamma(y) * (2 * Math.PI) ** (1 - y), mul(mul(sine, exp(l)), other))
}
