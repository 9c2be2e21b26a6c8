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
  return seriesArithmetic(n, 0).derivative(s < (n > 12 ? -0.25 : -0.8) ? reflected(n, s) : riemann(n, s, s - 1))
}

/** ∂ⁿ/∂sⁿ of ζ(s, a) = Σ (a+k)⁻ˢ, for s > 1 and a > 0. */
export function hurwitzDerivative(n: number, s: number, a: number): number {
  if (!isOrder(n) || !(s > 1 && a > 0)) return NaN
  if (s === Infinity) return a < 1 ? s : a === 1 && n === 0 ? 1 : 0
  if (a === Infinity) return 0
  return seriesArithmetic(n, 0).derivative(hurwitz(n, s, s - 1, a))
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
  if (sLess1 > 1.25 || n > 12) return hurwitz(n, s, sLess1, 1)
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

/**
 * Σ (a+k)⁻ˢ⁻ᵗ as a series in t: one term after the other, until what is left (about y¹⁻ˢ·logⁿy/(s−1)) does not count, or until y
 * is so large that Euler and Maclaurin's terms, in size as ((s+2j)/2πy)²ʲ, fall fast enough (DLMF 25.11.5).
 */
function hurwitz(n: number, s: number, sLess1: number, a: number): Series {
  const sum = new Float64Array(n + 1), tail = new Float64Array(n + 1), rising = new Float64Array(n + 1)
  const far = Math.max(12, 0.6 * s + 6)
  let y = a
  for (let k = 1; y < far; y = a + k++) {
    const l = -Math.log(y)
    let c = y ** -s
    sum[0]! += c
    for (let i = 1; i <= n; i++) sum[i]! += c *= l / i
    if (Math.abs(c) * y <= 1e-18 * Math.abs(sum[n]!) && -l * sLess1 >= 2 * n) return sum
  }
  // 1/(s−1+t) + 1/2y + Σ B₂ⱼ/(2j)!·(s+t)(s+t+1)…(s+t+2j−2)/y²ʲ, times y¹⁻ˢ⁻ᵗ
  for (let i = 0, c = 1 / sLess1; i <= n; i++, c /= -sLess1) tail[i] = c
  tail[0]! += 0.5 / y
  rising[0] = 1
  const times = (c: number) => { // by c + t
    for (let i = n; i >= 0; i--) rising[i] = rising[i]! * c + (i > 0 ? rising[i - 1]! : 0)
  }
  let scaled = 1
  times(s)
  for (let j = 1; j <= 16; j++) {
    scaled /= 2 * j * (2 * j - 1) * y * y
    const c = bernoulli[j - 1]! * scaled
    for (let i = 0; i <= n; i++) tail[i]! += c * rising[i]!
    if (j > n && Math.abs(c * rising[n]!) < 1e-18 * Math.abs(tail[n]!)) break
    times(s + 2 * j - 1)
    times(s + 2 * j)
  }
  let power = y ** -sLess1
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
  let y = u, size = 1
  while (y > 100 && size < Infinity) size *= --y / (2 * Math.PI)
  // 2·Γ(u)/(2π)ᵘ, by factors where Γ(u) is large, in an order in which nothing overflows that a sine near 0 makes small again;
  // Math.PI is 3.9e-17 of itself too small, and u times that counts
  const rest = y > 100 ? 1 : 2 * gamma(y) * (2 * Math.PI) ** -y * (1 - 3.9e-17 * u)
  return scale(size, scale(rest, mul(mul(sine, exp(l)), other)))
}
