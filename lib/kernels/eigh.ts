// Eigenvalues and eigenvectors of symmetric matrices. Matrices without symmetry are not handled; singular values are in svd.ts.
import { eye } from './matrices.ts'
import { addScaled, dot, rotateRows } from './rows.ts'

export interface Eigh {
  /** Ascending. */
  readonly values: Float64Array
  /** Column j belongs to `values[j]`; orthonormal, n × n. In each, the entry of greatest magnitude is positive. */
  readonly vectors: Float64Array
}

/** Up to this size Jacobi's rotations are used: accurate, and no slower. */
const JACOBI_LIMIT = 32
const EPSILON = 2.220446049250313e-16 // 2⁻⁵², written out so that bundlers see a constant

/**
 * A = V·diag(w)·Vᵀ. Only the lower triangle of A is read. Small matrices by cyclic Jacobi (small eigenvalues of positive definite
 * matrices come out to high relative accuracy: Demmel & Veselić 1992), larger ones by tridiagonal QL (errors of some ε·‖A‖).
 * NaN or ∞ in A: everything NaN.
 */
export function eigh(a: Float64Array, n: number): Eigh {
  const work = new Float64Array(n * n)
  let size = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const x = a[i * n + j]!
      work[i * n + j] = x
      work[j * n + i] = x
      if (Math.abs(x) > size || x !== x) size = Math.abs(x)
      if (!(size < Infinity)) return { values: new Float64Array(n).fill(NaN), vectors: new Float64Array(n * n).fill(NaN) }
    }
  // a power of two keeps every bit and takes squares out of the reach of overflow
  const scale = size === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(size))))
  for (let i = 0; i < work.length; i++) work[i] = work[i]! / scale
  const { values, rows } = n <= JACOBI_LIMIT ? jacobi(work, n) : tridiagonal(work, n)
  for (let i = 0; i < n; i++) values[i] = values[i]! * scale
  return ordered(values, rows, n)
}

/** Eigenvectors as rows, so that a rotation runs along the memory. */
interface Unordered {
  readonly values: Float64Array
  readonly rows: Float64Array
}

function ordered(values: Float64Array, rows: Float64Array, n: number): Eigh {
  const order = Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    const sign = orientation(rows, from * n, n)
    for (let i = 0; i < n; i++) vectors[i * n + to] = sign * rows[from * n + i]!
  })
  return { values: Float64Array.from(order, from => values[from]!), vectors }
}

/** The sign that makes the entry of greatest magnitude positive; among entries equal to 1e-8, the first decides. */
export function orientation(a: Float64Array, start: number, n: number): 1 | -1 {
  let best = start
  for (let i = start + 1; i < start + n; i++) if (Math.abs(a[i]!) > Math.abs(a[best]!) * (1 + 1e-8)) best = i
  return n > 0 && a[best]! < 0 ? -1 : 1
}

/** Golub & Van Loan, section 8.5 (cyclic by row). Quadratic convergence: 6–10 sweeps; never more than 40. */
function jacobi(a: Float64Array, n: number): Unordered {
  const rows = eye(n)
  for (let sweep = 0, rotated = true; rotated && sweep < 40; sweep++) {
    rotated = false
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q]!
        const app = a[p * n + p]!
        const aqq = a[q * n + q]!
        if (Math.abs(apq) <= 0.5 * EPSILON * Math.sqrt(Math.abs(app)) * Math.sqrt(Math.abs(aqq)) || apq === 0) continue
        const theta = (aqq - app) / (2 * apq)
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        const tau = s / (1 + c)
        // once an element no longer reaches the diagonal it is dropped, or rounding would be chased for ever
        if (app - t * apq !== app || aqq + t * apq !== aqq) rotated = true
        rotateRows(a, p * n, q * n, n, s, tau)
        rotateRows(rows, p * n, q * n, n, s, tau)
        for (let k = 0; k < n; k++) {
          a[k * n + p] = a[p * n + k]!
          a[k * n + q] = a[q * n + k]!
        }
        a[p * n + p] = app - t * apq
        a[q * n + q] = aqq + t * apq
        a[p * n + q] = 0
        a[q * n + p] = 0
      }
  }
  const values = new Float64Array(n)
  for (let i = 0; i < n; i++) values[i] = a[i * n + i]!
  return { values, rows }
}

/** Householder's tridiagonal form, then QL with implicit shifts: EISPACK's tred2 and tql2 (Bowdler, Martin, Reinsch, Wilkinson 1968). */
function tridiagonal(a: Float64Array, n: number): Unordered {
  const d = new Float64Array(n)
  const e = new Float64Array(n)
  const reflections: Float64Array[] = []
  // A ← H A H with H = 1 − 2 v vᵀ, from the last row up; row i keeps one element, e[i], left of its diagonal
  for (let i = n - 1; i > 0; i--) {
    const v = a.slice(i * n, i * n + i)
    let squares = 0
    for (let k = 0; k < i - 1; k++) squares += v[k]! * v[k]!
    const last = v[i - 1]!
    e[i] = last
    d[i] = a[i * n + i]!
    if (squares === 0) continue
    const length = Math.sqrt(squares + last * last)
    const beta = last > 0 ? -length : length
    e[i] = beta
    v[i - 1] = last - beta
    const half = Math.sqrt(squares + v[i - 1]! * v[i - 1]!)
    for (let k = 0; k < i; k++) v[k] = v[k]! / half
    // p = A v, K = vᵀ p, w = p − K v, A ← A − 2 v wᵀ − 2 w vᵀ, on the full leading block
    const w = new Float64Array(i)
    let k0 = 0
    for (let r = 0; r < i; r++) {
      const total = dot(a, r * n, v, 0, i)
      w[r] = total
      k0 += total * v[r]!
    }
    for (let r = 0; r < i; r++) w[r] = w[r]! - k0 * v[r]!
    for (let r = 0; r < i; r++) {
      addScaled(a, r * n, w, 0, -2 * v[r]!, i)
      addScaled(a, r * n, v, 0, -2 * w[r]!, i)
    }
    reflections[i] = v
  }
  d[0] = a[0]!
  // rows of Qᵀ, where A = Q T Qᵀ and Q = H_{n−1} … H_1
  const rows = eye(n)
  for (let i = 1; i < n; i++) {
    const v = reflections[i]
    if (v === undefined) continue
    for (let r = 0; r < i; r++) addScaled(rows, r * n, v, 0, -2 * dot(rows, r * n, v, 0, i), i)
  }
  implicitQL(d, e, rows, n)
  return { values: d, rows }
}

/** Diagonal d, e[i] between i−1 and i; rows turn along. Each eigenvalue takes about two steps, never more than 60. */
function implicitQL(d: Float64Array, e: Float64Array, rows: Float64Array, n: number): void {
  e.copyWithin(0, 1)
  e[n - 1] = 0
  for (let l = 0; l < n; l++)
    for (let step = 0; step < 60; step++) {
      let m = l
      while (m < n - 1 && Math.abs(e[m]!) > EPSILON * 0.5 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++
      if (m === l) break
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!)
      let r = Math.sqrt(g * g + 1)
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r))
      let s = 1
      let c = 1
      let p = 0
      let i = m - 1
      for (; i >= l; i--) {
        const f = s * e[i]!
        const b = c * e[i]!
        r = Math.sqrt(f * f + g * g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1] = d[i + 1]! - p
          e[m] = 0
          break
        }
        s = f / r
        c = g / r
        g = d[i + 1]! - p
        r = (d[i]! - g) * s + 2 * c * b
        p = s * r
        d[i + 1] = g + p
        g = c * r - b
        for (let k = i * n, end = k + n; k < end; k++) {
          const y = rows[k + n]!
          const x = rows[k]!
          rows[k + n] = s * x + c * y
          rows[k] = c * x - s * y
        }
      }
      if (r === 0 && i >= l) continue
      d[l] = d[l]! - p
      e[l] = g
      e[m] = 0
    }
}
