// sin πx and cos πx, exact where they are 0 or ±1; the cardinal sine and its derivatives.

import { isOrder, remainder } from './special-numeric.ts'

const PI_REST = 1.2246467991473532e-16 // π − Math.PI

/** sin(πr) for |r| ≤ ½, with π·r to twice the precision. */
function sine(r: number): number {
  if (Math.abs(r) < 1e-140) return Math.PI * r
  const a = Math.PI * r
  return Math.sin(a) + Math.cos(a) * (remainder(Math.PI, r, a) + PI_REST * r)
}

/** sin(πx). */
export function sinpi(x: number): number {
  const r = x % 2 // exact, |r| < 2
  if (Number.isInteger(r)) return x < 0 || Object.is(x, -0) ? -0 : 0
  const a = Math.abs(r), sign = a === r ? 1 : -1
  return a <= 0.25 ? sine(r) : a < 0.75 ? sign * cosine(0.5 - a) : a <= 1.25 ? sign * sine(1 - a) : a < 1.75 ? -sign * cosine(a - 1.5) : sign * sine(a - 2)
}

/** cos(πx). */
export function cospi(x: number): number {
  const a = Math.abs(x % 2)
  return a <= 0.25 ? cosine(a) : a < 0.75 ? sine(0.5 - a) : a <= 1.25 ? -cosine(1 - a) : a < 1.75 ? sine(a - 1.5) : cosine(2 - a)
}

/** cos(πr) for |r| ≤ ¼: nothing is lost in π·r there. */
const cosine = (r: number): number => Math.cos(Math.PI * r)

/** The n-th derivative of sin(x)/x, ∫₀¹ tⁿ·cos(xt + nπ/2) dt; n = 0 is the function itself. */
export function sincDerivative(n: number, x: number): number {
  return cardinal(n, x, Math.sin(x), Math.cos(x))
}

/** The n-th derivative of sin(πx)/(πx). */
export function sincPiDerivative(n: number, x: number): number {
  const sin = sinpi(x), cos = cospi(x)
  if (Math.abs(x) > 1e300 && Number.isFinite(x) && n > 0) return Math.PI ** (n - 1) * (cycled(n, sin, cos) / x) // πx may overflow
  return Math.PI ** n * cardinal(n, Math.PI * x, sin, cos)
}

/** sin⁽ᵏ⁾. */
const cycled = (k: number, sin: number, cos: number): number => [sin, cos, -sin, -cos][k % 4]!

/** The n-th derivative of cos(x)/x: x·f⁽ⁿ⁾ = cos⁽ⁿ⁾ − n·f⁽ⁿ⁻¹⁾, of which f is the solution that grows towards 0. */
export function cosOverDerivative(n: number, x: number): number {
  if (Math.abs(x) === Infinity) return 0
  const sin = Math.sin(x), cos = Math.cos(x)
  let f = cos / x
  for (let k = 1; k <= n; k++) f = (cycled(k + 1, sin, cos) - k * f) / x
  return f
}

/**
 * From (x·f)⁽ⁿ⁾ = x·f⁽ⁿ⁾ + n·f⁽ⁿ⁻¹⁾ = sin⁽ⁿ⁾: forwards where |x| > n, backwards from far above where not, for there errors
 * shrink by x/k at every step.
 */
function cardinal(n: number, x: number, sin: number, cos: number): number {
  if (!isOrder(n) || Number.isNaN(x)) return NaN
  if (!Number.isFinite(x)) return 0
  const cycle = [sin, cos, -sin, -cos]
  if (Math.abs(x) > Math.max(n, 1)) {
    let f = sin / x
    for (let k = 1; k <= n; k++) f = (cycle[k % 4]! - k * f) / x
    return f
  }
  if (n === 0) return x === 0 ? 1 : sin / x
  let f = 0
  for (let k = n + 24 + Math.ceil(Math.abs(x)); k > n; k--) f = (cycle[k % 4]! - x * f) / k
  return f
}
