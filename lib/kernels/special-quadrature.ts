// Integrals: of a smooth density over one of its tails (Gauss and Legendre on a few panels), and over (0, 1).

const ORDER = 16, PANELS = 8
/** How far down the tail counts: e⁻⁴⁰. */
const DEPTH = 40

/**
 * ∫ f(t) dt from x to the side's `end`, for f about as large as exp(logarithm(t)), which is 0 at x and falls on the way.
 * `width` is a first guess of how far to go: a standard deviation.
 */
export function integrate(
  f: (t: number) => number, logarithm: (t: number) => number, x: number, side: 1 | -1, width: number, end: number,
): number {
  const limit = Math.abs(end - x)
  let reach = Math.min(width, limit), next = Math.min(1.25 * reach, limit)
  // a subnormal reach rounds back to itself: who asks only how deep it is asks for ever
  for (; next > reach && logarithm(x + side * reach) > -DEPTH; next = Math.min(1.25 * reach, limit)) reach = next
  for (next = 0.8 * reach; next < reach && logarithm(x + side * next) < -DEPTH; next = 0.8 * reach) reach = next
  const half = reach / (2 * PANELS)
  let sum = 0
  for (let p = PANELS - 1; p >= 0; p--) {
    const middle = (2 * p + 1) * half
    for (const { node, weight } of legendre) sum += weight * f(x + side * (middle + half * node))
  }
  return sum * half
}

/** Nodes and weights on [−1, 1], by Newton's method on the Legendre polynomial. */
const legendre: readonly { node: number; weight: number }[] = /* @__PURE__ */ Array.from({ length: ORDER }, (_, i) => {
  let node = Math.cos(Math.PI * (i + 0.75) / (ORDER + 0.5)), slope = 0
  for (let step = 0; step < 6; step++) {
    let before = 1, p = node
    for (let k = 2; k <= ORDER; k++) [before, p] = [p, ((2 * k - 1) * node * p - (k - 1) * before) / k]
    slope = ORDER * (node * p - before) / (node * node - 1)
    node -= p / slope
  }
  return { node, weight: 2 / ((1 - node * node) * slope * slope) }
})

/** ∫ f(t, 1−t) dt over (0, 1), where f may be singular at the ends: the double exponential rule of Takahasi and Mori (1974). */
export function integrateUnit(f: (t: number, rest: number) => number): number {
  const step = 1 / 20
  let sum = 0
  for (let k = -86; k <= 86; k++) {
    const s = Math.PI * Math.sinh(k * step), near = 1 / (1 + Math.exp(Math.abs(s))), far = 1 - near
    const weight = Math.PI * Math.cosh(k * step) * near * far
    sum += weight * (s < 0 ? f(near, far) : f(far, near))
  }
  return step * sum
}

/** ∫ f(w) dw/w over (0, ∞) for an f that grows at least as w from 0 and falls as e⁻ʷ: the rule of trapezia in log w. */
export function integrateGamma(f: (w: number) => number): number {
  const step = 0.2
  let sum = 0
  for (let k = -220; k <= 33; k++) sum += f(Math.exp(k * step))
  return step * sum
}
