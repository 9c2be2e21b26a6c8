// Small exact pieces that the special functions share: compensated exponentials, log1p(x) − x, Stirling's remainder.

/** Bernoulli numbers B₂, B₄, …, B₃₂. */
export const bernoulli = [
  1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330, 854513 / 138,
  -236364091 / 2730, 8553103 / 6, -23749461029 / 870, 8615841276005 / 14322, -7709321041217 / 510,
] as const

/** Is n an order that a derivative may have? */
export const isOrder = (n: number): boolean => Number.isInteger(n) && n >= 0

/** What rounding took away from x·y: x·y = product + remainder, exactly (Dekker 1971). */
export function remainder(x: number, y: number, product: number): number {
  if (!(Math.abs(x) < 1e150 && Math.abs(y) < 1e150)) return 0
  const u = 134217729 * x, xh = u - (u - x), xl = x - xh
  const v = 134217729 * y, yh = v - (v - y), yl = y - yh
  return xl * yl - (product - xh * yh - xl * yh - xh * yl)
}

/** exp(c·x²) for c a power of two, or its negative: x² is carried to twice the precision. */
export function expSquare(c: number, x: number): number {
  const square = x * x
  const e = c * square
  return square < Infinity ? Math.exp(e) * (1 + c * remainder(x, x, square)) : Math.exp(e)
}

/** log(1 + x) − x without cancellation: with r = x/(2+x), log(1+x) = 2·atanh r, and 2r − x = −x·r. */
export function log1pmx(x: number): number {
  if (!(x > -0.5 && x < 1)) return x === Infinity ? -x : Math.log1p(x) - x
  const r = x / (2 + x), rr = r * r
  let sum = 0
  for (let k = 41; k >= 3; k -= 2) sum = sum * rr + 1 / k
  return r * (2 * rr * sum - x)
}

/** Stirling's remainder, lgamma(a) − ((a − ½)·log a − a + ½·log 2π), for a ≥ 10 (DLMF 5.11.1). */
export function stirling(a: number): number {
  const q = 1 / (a * a)
  let sum = 0
  for (let k = 9; k >= 1; k--) sum = sum * q + bernoulli[k - 1]! / (2 * k * (2 * k - 1))
  return sum / a
}

/** log a − digamma(a) for a ≥ 10 (DLMF 5.11.2). */
export function logMinusDigamma(a: number): number {
  const q = 1 / (a * a)
  let sum = 0
  for (let k = 9; k >= 1; k--) sum = sum * q + bernoulli[k - 1]! / (2 * k)
  return 0.5 / a + sum * q
}

/** ζ(k) − 1 for k = 2, 3, …, 40. */
const zetaMinusOne: readonly number[] = /* @__PURE__ */ Array.from({ length: 39 }, (_, i) => {
  const s = i + 2
  let sum = 0
  for (let n = 30; n >= 2; n--) sum += n ** -s
  let rising = s, factorial = 2, power = 31 ** (-s - 1)
  sum += 31 ** (1 - s) / (s - 1) + 0.5 * 31 ** -s // the rest by Euler and Maclaurin
  for (let j = 1; j <= 6; j++) {
    sum += bernoulli[j - 1]! / factorial * rising * power
    rising *= (s + 2 * j - 1) * (s + 2 * j)
    factorial *= (2 * j + 1) * (2 * j + 2)
    power /= 961
  }
  return sum
})

/** log Γ(1 + x) for |x| ≤ ½, accurate near 0: −log(1+x) + x(1−γ) + Σ (−x)ᵏ(ζ(k) − 1)/k (DLMF 5.7.3). */
export function lgamma1p(x: number): number {
  let sum = 0
  for (let i = zetaMinusOne.length - 1; i >= 0; i--) sum = (zetaMinusOne[i]! / (i + 2) - sum) * x
  // the loop gives x·(c₂ − x·(c₃ − …)); one factor x is still missing
  return x * (0.42278433509846714 + sum) - Math.log1p(x)
}
