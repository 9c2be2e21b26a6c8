// Plain values of elementary rows that Math lacks, each good to a few ulp over the whole range. No derivatives here.

// ── inverse functions: acos(1/x) and its like would lose the digits of x − 1 near ±1, and overflow near 0 ─────────────

/** √(x² − 1) for x ≥ 1: neither x² nor the difference is ever formed. */
export const far = (x: number): number => Math.sqrt(x - 1) * Math.sqrt(x + 1)

export const asec  = (x: number): number => x > 0 ? Math.atan(far(x)) : Math.PI - Math.atan(far(-x))
export const acsc  = (x: number): number => x > 0 ? Math.atan(1 / far(x)) : -Math.atan(1 / far(-x))
export const acoth = (x: number): number => x > 0 ? Math.log1p(2 / (x - 1)) / 2 : -Math.log1p(2 / (-x - 1)) / 2
export const asech = (x: number): number => x > 1e-8 ? Math.asinh(Math.sqrt((1 - x) * (1 + x)) / x) : Math.LN2 - Math.log(x)
export const acsch = (x: number): number => Math.abs(x) > 1e-300 || x === 0 ? Math.asinh(1 / x) : Math.sign(x) * (Math.LN2 - Math.log(Math.abs(x)))

// ── hyperbolic functions that reach further than 1/cosh and 1/sinh, which are 0 where cosh overflows ──────────────────

export function sech(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return 2 * e / (1 + e * e)
}

export const csch = (x: number): number => Math.abs(x) < 20 ? 1 / Math.sinh(x) : 2 * Math.sign(x) * Math.exp(-Math.abs(x))

// ── the plane: Math.hypot costs several times a square root, and is not needed inside ±1e±140 ─────────────────────────

/** x/√(x² + y²), the cosine of the angle of (x, y); 0 at the origin. */
export function unit(x: number, y: number): number {
  const square = x * x + y * y
  if (square > 1e-280 && square < 1e280) return x / Math.sqrt(square)
  const scale = Math.max(Math.abs(x), Math.abs(y))
  if (scale === 0) return x
  if (scale === Infinity) return Math.abs(x) < Infinity ? 0 * x : Math.abs(y) < Infinity ? Math.sign(x) : Math.sign(x) * Math.SQRT1_2
  const a = x / scale, b = y / scale
  return a / Math.sqrt(a * a + b * b)
}

/** x·y/(x² + y²)^(3/2), how fast the cosine falls as y grows; a product of x/r² and y/r would be ∞·0 where r is subnormal. */
export function bend(x: number, y: number): number {
  const square = x * x + y * y
  if (square > 1e-280 && square < 1e280) return x / square * (y / Math.sqrt(square))
  const scale = Math.max(Math.abs(x), Math.abs(y))
  if (scale === Infinity) return 0 * Math.sign(x) * Math.sign(y)
  const a = x / scale, b = y / scale, rest = a * a + b * b
  return a * b / (rest * Math.sqrt(rest)) / scale
}

/** x/(x² + y²), the real part of 1/(x + iy). */
export function over(x: number, y: number): number {
  const square = x * x + y * y
  if (square > 1e-280 && square < 1e280) return x / square
  const scale = Math.max(Math.abs(x), Math.abs(y))
  if (scale === Infinity) return 0 * Math.sign(x)
  const a = x / scale, b = y / scale
  return a / (a * a + b * b) / scale
}

// ── signs, angles, remainders, roots, logarithms ───────────────────────────────────────────────────────────────────────────────────

/** −1 left of 0 and at −0, 1 right of 0 and at +0. */
export const side = (x: number): number => x < 0 || Object.is(x, -0) ? -1 : x >= 0 ? 1 : NaN

/** The angle x in (−π, π]: by sine and cosine, which know π to as many digits as x asks for. */
export function wrap(x: number): number {
  const angle = Math.abs(x) <= Math.PI ? x : Math.atan2(Math.sin(x), Math.cos(x))
  return angle === -Math.PI ? Math.PI : angle
}

/** x − y·⌊x/y⌋, with the sign of y; x where y is 0. */
export function modulo(x: number, y: number): number {
  if (y === 0) return x
  const r = x % y
  return r !== 0 && r < 0 !== y < 0 ? r + y : r
}

/** log x/log base, by the exact functions for base 2 and 10: log₁₀ 1000 is 3. */
export const logBase = (x: number, base: number): number =>
  base === 10 ? Math.log10(x) : base === 2 ? Math.log2(x) : Math.log(x) / Math.log(base)

/**
 * ∂ᵏ⁺ʲ/∂xᵏ∂bʲ of log x/log b, which is ∂ᵏlog x·b⁻ʲ·Pⱼ(g) with g = 1/log b, Pⱼ by its coefficients. One division at a time, by
 * x or by b, whichever leads back to 1: 1/x² alone may overflow where 1/(x²·b) does not.
 */
export function logBaseDerivative(x: number, b: number, k: number, p: readonly number[]): number {
  const g = 1 / Math.log(b)
  let j = p.length - 2, value = (k === 0 ? Math.log(x) : falling(-1, k - 1)) * p.reduceRight((sum, c) => sum * g + c)
  while (k + j > 0) {
    const byX = j === 0 || (k > 0 && Math.abs(value) > 1 === Math.abs(x) > 1)
    value /= byX ? x : b
    if (byX) k--
    else j--
  }
  return value
}

/** Coefficients of Pⱼ: P₀ = g, Pⱼ₊₁ = −j·Pⱼ − g²·Pⱼ′. */
export function logBasePolynomial(j: number): number[] {
  let p = [0, 1]
  for (let i = 0; i < j; i++) p = Array.from({ length: p.length + 1 }, (_, m) => -i * (p[m] ?? 0) - (m - 1) * (p[m - 1] ?? 0))
  return p
}

/** The real n-th root: of x < 0 too, where n is odd. */
export function nthRoot(x: number, n: number): number {
  if (n === 2) return Math.sqrt(x)
  if (n === 3) return Math.cbrt(x)
  if (x < 0) return Math.abs(n % 2) === 1 ? -nthRoot(-x, n) : NaN
  const hi = 1 / n, main = x ** hi, whole = Math.round(main)
  if (whole ** n === x) return whole
  return main + main * (residual(hi, n) / n * Math.log(x)) || main // 0·∞ is no correction
}

/** 1 − a·b without rounding, where a·b is near 1 (Dekker 1971). */
function residual(a: number, b: number): number {
  const p = a * b, c = 134217729 * a, d = 134217729 * b
  const aHi = c - (c - a), aLo = a - aHi, bHi = d - (d - b), bLo = b - bHi
  return (1 - p) - (((aHi * bHi - p) + aHi * bLo + aLo * bHi) + aLo * bLo)
}

// ── powers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * ∂ᵏ⁺ʲ/∂xᵏ∂yʲ x^y = x^(y−k)·Σᵢ C(j, i)·(y)ₖ⁽ⁱ⁾·(log x)^(j−i), with (y)ₖ = y(y − 1)…(y − k + 1) and (y)ₖ⁽ⁱ⁾ its i-th derivative.
 * At x = 0 and ∞ it is the limit from within; where y is whole, x < 0 has derivatives in x.
 */
export function powerDerivative(x: number, y: number, k: number, j: number): number {
  const scale = powerLess(x, y, k)
  if (!(scale > 1e-290 && scale < Infinity) && x > 0 && x < Infinity && Math.abs(y) < Infinity) return powerInHalves(x, y, k, j)
  if (j > 0) return x < 0 ? NaN : scale === 0 ? 0 : scale * logarithmicSum(Math.log(x), fallingFactorial(y, k, j), j)
  const factor = falling(y, k)
  return factor === 0 || (scale === 0 && Math.abs(factor) === Infinity) ? 0 : factor * scale
}

/** The same where x^(y − k) is subnormal or beyond float64, which the rest of the product may bring back. */
function powerInHalves(x: number, y: number, k: number, j: number): number {
  const hi = y - k, log = Math.log(x), half = x ** (0.5 * hi)
  const factor = j === 0 ? falling(y, k) : logarithmicSum(log, fallingFactorial(y, k, j), j)
  if (factor === 0 || half === 0) return 0
  return half === Infinity ? factor * half : factor * half * half * x ** lostOf(y, hi, k) // x^k does not bring an infinite half back
}

/** y(y − 1)…(y − k + 1). */
export function falling(y: number, k: number): number {
  let factor = 1
  for (let m = 0; m < k; m++) factor *= y - m
  return factor
}

/** Σᵢ C(j, i)·i!·cᵢ·log^(j−i); where the logarithm is infinite its highest power decides. */
function logarithmicSum(log: number, c: readonly number[], j: number): number {
  let sum = 0, choose = 1 // C(j, i)·i! = j!/(j − i)!
  for (let i = 0; i <= j; i++) {
    if (c[i] !== 0) sum += choose * c[i]! * (i === j ? 1 : log ** (j - i))
    if (c[i] !== 0 && Math.abs(log) === Infinity) return sum
    choose *= j - i
  }
  return sum
}

/** Taylor coefficients 0 … j at y of the polynomial y(y − 1)…(y − k + 1). */
function fallingFactorial(y: number, k: number, j: number): number[] {
  const c = [1, ...Array<number>(j).fill(0)]
  for (let m = 0; m < k; m++)
    for (let i = j; i >= 0; i--) c[i] = c[i]! * (y - m) + (i > 0 ? c[i - 1]! : 0)
  return c
}

/** x^(y − k) with y − k to twice the digits, for its rounding error would cost |log x| ulp: x^(hi + lo) = x^hi·(1 + lo·log x). */
function powerLess(x: number, y: number, k: number): number {
  const hi = y - k
  if (hi === 1) return x
  if (hi === 2) return x * x
  const lo = lostOf(y, hi, k), main = x ** hi
  return lo === 0 || !(x > 0) || main === 0 || main === Infinity ? main : main + main * (lo * Math.log(x))
}

/** What rounding took from y − k ≈ hi (Knuth's TwoSum). */
export function lostOf(y: number, hi: number, k: number): number {
  const back = hi + k
  return (y - back) - (k - (back - hi))
}
