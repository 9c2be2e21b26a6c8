// QR by Householder's reflections, with and without column pivoting. Least squares through it are in lstsq.ts.
import { addScaled } from './rows.ts'

/** A·P = Q·R with the reflections of Q kept as vectors. */
export interface Householder {
  /** R on and above the diagonal; below it the vectors v of the reflections 1 − τ v vᵀ, whose first element is 1 and not stored. */
  readonly packed: Float64Array
  readonly tau: Float64Array
  /** Column j of A·P is column `columns[j]` of A. */
  readonly columns: Int32Array
}

/** The length of a strided vector, free of overflow and underflow. */
export function norm(a: Float64Array, start: number, step: number, n: number): number {
  let scale = 0
  for (let i = 0; i < n; i++) {
    const x = Math.abs(a[start + i * step]!)
    if (x > scale || x !== x) scale = x
  }
  if (scale === 0 || !(scale < Infinity)) return scale
  let total = 0
  for (let i = 0; i < n; i++) {
    const x = a[start + i * step]! / scale
    total += x * x
  }
  return scale * Math.sqrt(total)
}

/**
 * Reflections as LAPACK's dgeqr2 and dlarfg: R_kk = −sign(a_kk)·‖column‖, and no reflection where the column is already zero below the
 * diagonal (R_kk then keeps its sign). With `pivot`, the longest remaining column comes next (Businger & Golub 1965), lengths computed afresh.
 */
export function householder(a: Float64Array, m: number, n: number, pivot = false): Householder {
  const packed = a.slice(0, m * n)
  const k = Math.min(m, n)
  const tau = new Float64Array(k)
  const columns = new Int32Array(n)
  for (let j = 0; j < n; j++) columns[j] = j
  const products = new Float64Array(n)
  for (let c = 0; c < k; c++) {
    if (pivot) bringLongest(packed, m, n, c, columns)
    const alpha = packed[c * n + c]!
    const below = norm(packed, (c + 1) * n + c, n, m - c - 1)
    if (below === 0) continue
    const length = norm(packed, c * n + c, n, m - c)
    const beta = alpha >= 0 && !Object.is(alpha, -0) ? -length : length
    const t = (beta - alpha) / beta
    tau[c] = t
    // v = (column − beta e₁) / (alpha − beta)
    for (let i = c + 1; i < m; i++) packed[i * n + c] = packed[i * n + c]! / (alpha - beta)
    packed[c * n + c] = beta
    reflect(packed, n, c + 1, packed, n, c, m, t, products)
  }
  return { packed, tau, columns }
}

function bringLongest(a: Float64Array, m: number, n: number, c: number, columns: Int32Array): void {
  let best = c
  let greatest = -1
  for (let j = c; j < n; j++) {
    const length = norm(a, c * n + j, n, m - c)
    if (length > greatest) {
      greatest = length
      best = j
    }
  }
  if (best === c) return
  for (let i = 0; i < m; i++) {
    const x = a[i * n + c]!
    a[i * n + c] = a[i * n + best]!
    a[i * n + best] = x
  }
  const j = columns[c]!
  columns[c] = columns[best]!
  columns[best] = j
}

/** Applies 1 − t v vᵀ (v: column c of `vectors`, from row c) to columns `from` … of the matrix `x`, row by row. */
function reflect(
  x: Float64Array, width: number, from: number, vectors: Float64Array, n: number, c: number, m: number, t: number, products: Float64Array,
): void {
  for (let j = from; j < width; j++) products[j] = x[c * width + j]!
  const count = width - from
  for (let i = c + 1; i < m; i++) addScaled(products, from, x, i * width + from, vectors[i * n + c]!, count)
  addScaled(x, c * width + from, products, from, -t, count)
  for (let i = c + 1; i < m; i++) addScaled(x, i * width + from, products, from, -t * vectors[i * n + c]!, count)
}

/** The first `count` columns of Q as a matrix, m × count (count ≤ m; min(m, n) is the reduced Q, m the full one). */
export function formQ(f: Householder, m: number, n: number, count = Math.min(m, n)): Float64Array {
  const first = new Float64Array(m * count)
  for (let j = 0; j < count; j++) first[j * count + j] = 1
  return applyQ(f, m, n, first, count)
}

/** R as a matrix, min(m, n) × n. */
export function formR({ packed, tau }: Householder, n: number): Float64Array {
  const k = tau.length
  const r = new Float64Array(k * n)
  for (let i = 0; i < k; i++) for (let j = i; j < n; j++) r[i * n + j] = packed[i * n + j]!
  return r
}

/** Q·B for B m × `width`. */
export const applyQ = (f: Householder, m: number, n: number, b: Float64Array, width: number): Float64Array => reflected(f, m, n, b, width, true)

/** Qᵀ·B for B m × `width`. */
export const applyQTransposed = (f: Householder, m: number, n: number, b: Float64Array, width: number): Float64Array => reflected(f, m, n, b, width, false)

/** All reflections of B, the last of them first or last. */
function reflected({ packed, tau }: Householder, m: number, n: number, b: Float64Array, width: number, backwards: boolean): Float64Array {
  const x = b.slice(0, m * width), products = new Float64Array(width)
  for (let step = 0; step < tau.length; step++) {
    const c = backwards ? tau.length - 1 - step : step, t = tau[c]!
    if (t !== 0) reflect(x, width, 0, packed, n, c, m, t, products)
  }
  return x
}

/**
 * The reduced A = Q·R: Q is m × k with orthonormal columns, R is k × n and upper triangular, k = min(m, n). Signs as LAPACK and NumPy:
 * the diagonal of R may be negative. With `positive` rows of R are turned so that its diagonal is not negative (which makes a full-rank
 * factorisation unique).
 */
export function qr(a: Float64Array, m: number, n: number, positive = false): { q: Float64Array; r: Float64Array } {
  const f = householder(a, m, n)
  const q = formQ(f, m, n)
  const r = formR(f, n)
  const k = f.tau.length
  for (let i = 0; positive && i < k; i++) {
    if (!(r[i * n + i]! < 0)) continue
    for (let j = i; j < n; j++) r[i * n + j] = -r[i * n + j]!
    for (let row = 0; row < m; row++) q[row * k + i] = -q[row * k + i]!
  }
  return { q, r }
}
