// Integrals that have names: exponential, sine and cosine integrals; complete elliptic integrals and their derivatives.

import { type Series, seriesArithmetic } from './special-series.ts'

const GAMMA = 0.5772156649015329

/** E₁(x) = ∫ₓ^∞ e⁻ᵗ/t dt for x ≥ 0. */
export function expint(x: number): number {
  if (!(x >= 0)) return NaN
  if (x > 750) return 0
  if (x <= 0.5) return -GAMMA - Math.log(x) - entire(-x)
  let f = 1
  const last = Math.ceil(20 + 110 / x)
  f = x + 2 * last + 1
  for (let k = last; k >= 1; k--) f = x + 2 * k - 1 - k * k / f // DLMF 6.9.1, from the far end
  return Math.exp(-x) / f
}

/** Ei(x), the principal value of ∫ eᵗ/t dt from −∞ to x. */
export function ei(x: number): number {
  if (x < 0) return -expint(-x)
  if (x < 40) return x === 0 ? -Infinity : GAMMA + Math.log(x) + entire(x)
  let term = 1, sum = 1
  for (let k = 1; k < 40 && term > 1e-17; k++) sum += term *= k / x // DLMF 6.12.2
  const half = Math.exp(0.5 * x)
  return x === Infinity ? x : half * (sum / x) * half
}

/** The n-th derivative of eˣ/x: eˣ·Σ C(n, j)·(−1)ʲ·j!/x^(j+1), in halves, for eˣ alone may overflow. */
export function expOverDerivative(n: number, x: number): number {
  if (x === Infinity) return x
  let c = 1 // C(n, j)·(−1)ʲ·j!
  for (let j = 1; j <= n; j++) c *= -j
  let sum = c
  for (let j = n - 1; j >= 0; j--) sum = sum / x + (c /= j - n)
  const half = Math.exp(0.5 * x)
  return half * (sum / x) * half
}

/** Σ xᵏ/(k·k!), k ≥ 1. */
function entire(x: number): number {
  let power = 1, sum = 0
  for (let k = 1; k < 200; k++) {
    power *= x / k
    sum += power / k
    if (Math.abs(power) < 1e-17 * Math.abs(sum)) break
  }
  return sum
}

/** Si(x) = ∫₀ˣ sin t/t dt. */
export function si(x: number): number {
  if (Math.abs(x) > 2) return Math.sign(x) * (Math.PI / 2 + imaginary(Math.abs(x)).im)
  let power = x, sum = x
  for (let k = 1; k < 16; k++) sum += (power *= -x * x / (2 * k * (2 * k + 1))) / (2 * k + 1)
  return sum
}

/** Ci(x) = γ + log x + ∫₀ˣ (cos t − 1)/t dt for x ≥ 0. */
export function ci(x: number): number {
  if (!(x >= 0)) return NaN
  if (x > 2) return -imaginary(x).re
  let power = 1, sum = 0
  for (let k = 1; k < 16; k++) sum += (power *= -x * x / (2 * k * (2 * k - 1))) / (2 * k)
  return GAMMA + Math.log(x) + sum
}

/** E₁(ix) = −Ci(x) + i·(Si(x) − π/2), by the continued fraction of E₁. */
function imaginary(x: number): { re: number; im: number } {
  if (x === Infinity) return { re: 0, im: 0 }
  const last = Math.ceil(30 + 220 / x)
  let re = 2 * last + 1, im = x
  for (let k = last; k >= 1; k--) {
    const q = k * k / (re * re + im * im)
    re = 2 * k - 1 - q * re
    im = x + q * im
  }
  const size = re * re + im * im, c = Math.cos(x), s = Math.sin(x)
  return { re: (c * re - s * im) / size, im: -(c * im + s * re) / size }
}

// ── complete elliptic integrals, of the parameter m = k² ────────────────────────────────────────────────────────────

/** K⁽ⁿ⁾(m), K(m) = ∫₀^{π/2} dθ/√(1 − m·sin²θ) for m < 1. */
export function ellipkDerivative(n: number, m: number): number {
  if (m === 1) return Infinity
  if (m === -Infinity) return 0
  if (!(m < 1)) return NaN
  if (m < 0 && n > 0) return m < -3 ? farFromCircle(n, 1 - m, false) : aroundCircle(n, m, -0.5)
  return Math.abs(m) < 0.75 ? nearCircle(n, m, () => 1) : seriesArithmetic(n, 0).derivative(complete(n, m, 1 - m).k)
}

/** E⁽ⁿ⁾(m), E(m) = ∫₀^{π/2} √(1 − m·sin²θ) dθ for m ≤ 1. */
export function ellipeDerivative(n: number, m: number): number {
  if (m === 1) return n === 0 ? 1 : -Infinity
  if (m === -Infinity) return n === 0 ? Infinity : -0
  if (!(m < 1)) return NaN
  if (m < 0 && n > 0) return m < -3 ? farFromCircle(n, 1 - m, true) : aroundCircle(n, m, 0.5)
  if (Math.abs(m) < 0.75) return nearCircle(n, m, k => 1 / (1 - 2 * k))
  if (n === 0) return m > 0 ? second(m, 1 - m) : Math.sqrt(1 - m) * second(m / (m - 1), 1 / (1 - m)) // DLMF 19.7.2
  const { affine, derivative, div, mul } = seriesArithmetic(n - 1, 0)
  const { k, loss } = complete(n - 1, m, 1 - m)
  return -0.5 * derivative(mul(k, div(loss, affine(m, 1)))) // 2m·E′ = E − K
}

/** The n-th derivative of π/2·Σ ((½)ₖ/k!)²·factor(k)·mᵏ (DLMF 19.5.1, 19.5.2). */
function nearCircle(n: number, m: number, factor: (k: number) => number): number {
  let sum = 0
  for (let k = coefficients.length - 1; k >= n; k--) {
    let falling = coefficients[k]! * factor(k)
    for (let j = 0; j < n; j++) falling *= k - j
    sum = sum * m + falling
  }
  return Math.PI / 2 * sum
}

/** The n-th derivative of ∫ (1 − m·sin²θ)^power dθ for −3 ≤ m < 0, where every series cancels: the integrand's, by the trapezoidal rule. */
function aroundCircle(n: number, m: number, power: 0.5 | -0.5): number {
  let sum = 0, factor = 1
  for (const s of squares) {
    const q = 1 - m * s
    sum += (s / q) ** n * (power > 0 ? Math.sqrt(q) : 1 / Math.sqrt(q))
  }
  for (let j = 0; j < n; j++) factor *= j - power
  return Math.PI / 2 / squares.length * factor * sum
}

/** sin²θ at the middles of 24 equal parts of (0, π/2): the integrands are of period π and smooth, and so integrated to 2e-18. */
const squares: readonly number[] = /* @__PURE__ */ Array.from({ length: 24 }, (_, i) => Math.sin((2 * i + 1) * Math.PI / 96) ** 2)

/**
 * The n-th derivative of Σ cₖ·u^(−s)·(½·log u + dₖ) by m = 1 − u, with s = k + ½ (DLMF 19.12.1, 19.12.2 at m/(m − 1)). Term by term
 * nothing cancels: the derivative of u^(−s) is (s)ₙ·u^(−s−n), that of u^(−s)·log u is −∂/∂s of it. K has cₖ = ((½)ₖ/k!)² and
 * dₖ = ψ(k + 1) − ψ(k + ½); E has √u besides, `first`, and ½·cₖ·(k + ½)/(k + 1), less 1/((2k + 1)(2k + 2)) in dₖ.
 */
function farFromCircle(n: number, u: number, second: boolean): number {
  const log = 0.5 * Math.log(u)
  let sum = 0, c = second ? 0.5 / u : 1, d = 2 * Math.LN2
  for (let k = 0; k < 4 || c > 1e-22; k++) {
    let rising = 1, slope = 0 // (s)ₙ and its derivative
    for (let j = 0; j < n; j++) [rising, slope] = [rising * (k + 0.5 + j), slope * (k + 0.5 + j) + rising]
    sum += c * (rising * (log + (second ? d - 1 / ((2 * k + 1) * (2 * k + 2)) : d)) - 0.5 * slope)
    c *= (k + 0.5) / (k + 1) * ((second ? k + 1.5 : k + 0.5) / (second ? k + 2 : k + 1)) / u
    d -= 1 / ((2 * k + 1) * (k + 1))
  }
  let first = second ? 1 : 0
  for (let j = 0; j < n; j++) first *= j - 0.5
  const half = u ** (0.5 * ((second ? 0.5 : -0.5) - n)) // in halves, for the power alone may be subnormal
  return half * (first + sum) * half
}

/** ((½)ₖ/k!)² */
const coefficients: readonly number[] = /* @__PURE__ */ (() => {
  let c = 1
  return Array.from({ length: 160 }, (_, k) => k === 0 ? 1 : c *= ((k - 0.5) / k) ** 2)
})()

/**
 * K = π/2 / agm(1, √(1−m)) and loss = 1 − E/K as series in m (DLMF 19.8.5, 19.8.6); `rest` is 1 − m.
 * The differences cⱼ of the means go by cⱼ₊₁ = cⱼ²/(4aⱼ₊₁), where nothing cancels.
 */
function complete(n: number, m: number, rest: number): { k: Series; loss: Series } {
  const { add, affine, constant, div, mul, scale } = seriesArithmetic(n, 0)
  const root = (x: Series): Series => {
    const y = constant(Math.sqrt(x[0]!))
    for (let k = 1; k <= n; k++) {
      let sum = x[k]!
      for (let i = 1; i < k; i++) sum -= y[i]! * y[k - i]!
      y[k] = sum / (2 * y[0]!)
    }
    return y
  }
  let a = constant(1), b = root(affine(rest, -1)), square = affine(m, 1), weight = 0.5, loss = scale(weight, square)
  for (let i = 0; i < 40; i++) {
    const done = Math.abs(a[0]! - b[0]!) < 1e-9 * a[0]!
    ;[a, b] = [scale(0.5, add(a, b)), root(mul(a, b))]
    const c = div(square, scale(4, a))
    square = mul(c, c)
    weight *= 2
    loss = add(loss, scale(weight, square))
    if (done && i > n) break
  }
  return { k: div(constant(Math.PI / 2), a), loss }
}

/** E = (1−m)·(2m·K′ + K): for 0 ≤ m < 1 both are positive (DLMF 19.4.1). `rest` is 1 − m. */
function second(m: number, rest: number): number {
  const { k } = complete(1, m, rest)
  return rest * (2 * m * k[1]! + k[0]!)
}
