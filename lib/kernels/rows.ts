// The three inner loops of the decompositions, over stretches of consecutive numbers. Four numbers a turn: twice as fast in V8.

/** to[i …] += factor · from[j …], `count` numbers. */
export function addScaled(to: Float64Array, i: number, from: Float64Array, j: number, factor: number, count: number): void {
  const end = i + count
  for (const last = end - 3; i < last; i += 4, j += 4) {
    to[i] = to[i]! + factor * from[j]!
    to[i + 1] = to[i + 1]! + factor * from[j + 1]!
    to[i + 2] = to[i + 2]! + factor * from[j + 2]!
    to[i + 3] = to[i + 3]! + factor * from[j + 3]!
  }
  for (; i < end; i++, j++) to[i] = to[i]! + factor * from[j]!
}

/** Σ a[i + k] · b[j + k], `count` products, in four running sums. */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, count: number): number {
  const end = i + count
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (const last = end - 3; i < last; i += 4, j += 4) {
    s0 += a[i]! * b[j]!
    s1 += a[i + 1]! * b[j + 1]!
    s2 += a[i + 2]! * b[j + 2]!
    s3 += a[i + 3]! * b[j + 3]!
  }
  for (; i < end; i++, j++) s0 += a[i]! * b[j]!
  return (s0 + s1) + (s2 + s3)
}

/**
 * Turns two rows: (x, y) → (c·x − s·y, s·x + c·y), with τ = s / (1 + c). In this form errors are in proportion to the turn, and what is
 * orthogonal stays so (Rutishauser 1966, "The Jacobi method for real symmetric matrices").
 */
export function rotateRows(a: Float64Array, i: number, j: number, count: number, s: number, tau: number): void {
  const end = i + count
  for (const last = end - 1; i < last; i += 2, j += 2) {
    const x0 = a[i]!
    const y0 = a[j]!
    const x1 = a[i + 1]!
    const y1 = a[j + 1]!
    a[i] = x0 - s * (y0 + tau * x0)
    a[j] = y0 + s * (x0 - tau * y0)
    a[i + 1] = x1 - s * (y1 + tau * x1)
    a[j + 1] = y1 + s * (x1 - tau * y1)
  }
  if (i < end) {
    const x = a[i]!
    const y = a[j]!
    a[i] = x - s * (y + tau * x)
    a[j] = y + s * (x - tau * y)
  }
}
