// The singular value decomposition, and the pseudo-inverse that is made of it. Least squares are in lstsq.ts, the adjugate is in adjugate.ts.
import { transpose2d } from './arrange.ts'
import { orientation } from './eigh.ts'
import { matmul } from './matmul.ts'
import { eye } from './matrices.ts'
import { formQ, formR, householder, norm } from './qr.ts'
import { addScaled, dot, rotateRows } from './rows.ts'

const EPSILON = 2.220446049250313e-16 // 2⁻⁵², written out so that bundlers see a constant

/** A = U·diag(s)·Vᵀ, reduced: k = min(m, n). */
export interface SVD {
  /** m × k, orthonormal columns. */
  readonly u: Float64Array
  /** Descending, not negative. */
  readonly s: Float64Array
  /** k × n, orthonormal rows; in each, the entry of greatest magnitude is positive. */
  readonly vt: Float64Array
}

/**
 * QR with column pivoting, then one-sided Jacobi on Rᵀ: singular values to high relative accuracy where the columns (or rows) are badly
 * scaled (Drmač & Veselić 2008, "New fast and accurate Jacobi SVD algorithm"; Hestenes 1958). NaN or ∞ in A: everything NaN.
 */
export function svd(a: Float64Array, m: number, n: number): SVD {
  if (m < n) {
    const { u, s, vt } = svd(transpose2d(a, m, n), n, m)
    const turned = { u: transpose2d(vt, m, m), s, vt: transpose2d(u, n, m) }
    orient(turned, m, n, m)
    return turned
  }
  let size = 0
  for (let i = 0; i < m * n; i++) {
    const x = Math.abs(a[i]!)
    if (x > size || x !== x) size = x
  }
  if (!(size < Infinity)) {
    return { u: new Float64Array(m * n).fill(NaN), s: new Float64Array(n).fill(NaN), vt: new Float64Array(n * n).fill(NaN) }
  }
  const scale = size === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(size))))
  const f = householder(a.map(x => x / scale), m, n, true)
  // the rows of R are the columns of L = Rᵀ; L·Z = W·Σ makes A = (Q·Z)·Σ·(P·W)ᵀ
  const w = formR(f, n)
  const z = eye(n)
  orthogonalise(w, z, n)
  const lengths = new Float64Array(n)
  for (let i = 0; i < n; i++) lengths[i] = norm(w, i * n, 1, n)
  const order = Array.from(lengths.keys()).sort((i, j) => lengths[j]! - lengths[i]!)
  const s = Float64Array.from(order, i => lengths[i]! * scale)
  const vt = new Float64Array(n * n)
  const turn = new Float64Array(n * n)
  order.forEach((from, to) => {
    const length = lengths[from]!
    for (let k = 0; k < n; k++) {
      turn[k * n + to] = z[from * n + k]!
      vt[to * n + f.columns[k]!] = length > 0 ? w[from * n + k]! / length : 0
    }
    if (length === 0) complete(vt, to, n)
  })
  const result = { u: matmul(formQ(f, m, n), turn, m, n, n), s, vt }
  orient(result, m, n, n)
  return result
}

function orient({ u, vt }: SVD, m: number, n: number, k: number): void {
  for (let i = 0; i < k; i++) {
    if (orientation(vt, i * n, n) > 0) continue
    for (let j = 0; j < n; j++) vt[i * n + j] = -vt[i * n + j]!
    for (let r = 0; r < m; r++) u[r * k + i] = -u[r * k + i]!
  }
}

/** Rotates pairs of rows of `w` until all are orthogonal; the rows of `z` turn along. 5–8 sweeps, never more than 40. */
function orthogonalise(w: Float64Array, z: Float64Array, n: number): void {
  const tolerance = EPSILON * Math.sqrt(n)
  const squares = new Float64Array(n)
  // the squared length of a row after a turn: by formula, but measured where the formula cancels
  const update = (row: number, before: number, after: number): void => {
    squares[row] = after > 0.5 * before ? after : dot(w, row * n, w, row * n, n)
  }
  for (let sweep = 0, rotated = true; rotated && sweep < 40; sweep++) {
    rotated = false
    for (let row = 0; row < n; row++) squares[row] = dot(w, row * n, w, row * n, n)
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        const pp = squares[p]!
        const qq = squares[q]!
        const pq = dot(w, p * n, w, q * n, n)
        // the second term: what has underflowed cannot be made more orthogonal
        if (!(Math.abs(pq) > tolerance * Math.sqrt(pp) * Math.sqrt(qq)) || Math.abs(pq) < 2 ** -1000) continue
        rotated = true
        const theta = (qq - pp) / (2 * pq)
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        rotateRows(w, p * n, q * n, n, s, s / (1 + c))
        rotateRows(z, p * n, q * n, n, s, s / (1 + c))
        update(p, pp, pp - t * pq)
        update(q, qq, qq + t * pq)
      }
  }
}

/** Fills row `row` with a unit vector orthogonal to the rows above it: of the axes, the one they reach least, projected twice. */
function complete(rows: Float64Array, row: number, n: number): void {
  let axis = 0
  let least = Infinity
  for (let k = 0; k < n; k++) {
    let covered = 0
    for (let r = 0; r < row; r++) covered += rows[r * n + k]! ** 2
    if (covered < least) {
      least = covered
      axis = k
    }
  }
  const v = rows.subarray(row * n, row * n + n).fill(0)
  v[axis] = 1
  for (let pass = 0; pass < 2; pass++) {
    for (let r = 0; r < row; r++) addScaled(v, 0, rows, r * n, -dot(v, 0, rows, r * n, n), n)
    const length = Math.sqrt(dot(v, 0, v, 0, n))
    for (let k = 0; k < n; k++) v[k] = v[k]! / length
  }
}

/** How many singular values exceed `rcond` times the greatest. */
export function rankOf(s: Float64Array, rcond: number): number {
  let rank = 0
  for (const x of s) if (x > rcond * s[0]!) rank++
  return rank
}

/** The tolerance NumPy and LAPACK take for granted: ε·max(m, n). */
export function defaultRcond(m: number, n: number): number {
  return EPSILON * Math.max(m, n)
}

/** A⁺, n × m: Moore and Penrose's inverse; singular values up to `rcond` times the greatest count as zero. */
export function pinv(a: Float64Array, m: number, n: number, rcond = defaultRcond(m, n)): Float64Array {
  const { u, s, vt } = svd(a, m, n)
  const k = s.length
  const scaled = new Float64Array(k * n)
  for (let i = 0; i < k; i++) {
    const used = !(s[i]! <= rcond * s[0]!)
    for (let j = 0; used && j < n; j++) scaled[i * n + j] = vt[i * n + j]! / s[i]!
  }
  return matmul(transpose2d(scaled, k, n), transpose2d(u, m, k), n, k, m)
}
