// LU with partial pivoting and what follows from it: solve, inverse, determinant; and triangular systems. Singular matrices are reported,
// not thrown; the adjugate, which outlives singularity, is in adjugate.ts.
import { eye } from './matrices.ts'
import { addScaled } from './rows.ts'

/** P·A = L·U for an m × n matrix. */
export interface LU {
  /** L below the diagonal (its unit diagonal not stored), U on and above it; m × n. */
  readonly packed: Float64Array
  /** Row i of P·A is row `rows[i]` of A. */
  readonly rows: Int32Array
  /** The determinant of P: +1 or −1. */
  readonly sign: 1 | -1
  /** The first column whose pivot is exactly 0, or −1. */
  readonly singularAt: number
}

/** Golub & Van Loan, Matrix Computations, algorithm 3.4.1, with rows swapped in place; bounded by min(m, n) steps. */
export function lu(a: Float64Array, m: number, n = m): LU {
  const packed = a.slice(0, m * n)
  const rows = new Int32Array(m)
  for (let i = 0; i < m; i++) rows[i] = i
  let sign: 1 | -1 = 1
  let singularAt = -1
  for (let k = 0; k < Math.min(m, n); k++) {
    let pivot = k
    let greatest = Math.abs(packed[k * n + k]!)
    for (let i = k + 1; i < m; i++) {
      const size = Math.abs(packed[i * n + k]!)
      if (size > greatest) {
        greatest = size
        pivot = i
      }
    }
    if (greatest === 0) {
      if (singularAt < 0) singularAt = k
      continue
    }
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const x = packed[k * n + j]!
        packed[k * n + j] = packed[pivot * n + j]!
        packed[pivot * n + j] = x
      }
      const r = rows[k]!
      rows[k] = rows[pivot]!
      rows[pivot] = r
      sign = sign === 1 ? -1 : 1
    }
    const d = packed[k * n + k]!
    for (let i = k + 1; i < m; i++) {
      const x = packed[i * n + k]!
      if (x === 0) continue
      const factor = x / d
      packed[i * n + k] = factor
      addScaled(packed, i * n + k + 1, packed, k * n + k + 1, -factor, n - k - 1)
    }
  }
  return { packed, rows, sign, singularAt }
}

/** L (m × k, unit diagonal), U (k × n) and P (m × m, P·A = L·U) as matrices, k = min(m, n). */
export function unpackLU(f: LU, m: number, n = m): { p: Float64Array; l: Float64Array; u: Float64Array } {
  const k = Math.min(m, n)
  const p = new Float64Array(m * m)
  const l = new Float64Array(m * k)
  const u = new Float64Array(k * n)
  for (let i = 0; i < m; i++) {
    p[i * m + f.rows[i]!] = 1
    for (let j = 0; j < Math.min(i, k); j++) l[i * k + j] = f.packed[i * n + j]!
    if (i >= k) continue
    l[i * k + i] = 1
    for (let j = i; j < n; j++) u[i * n + j] = f.packed[i * n + j]!
  }
  return { p, l, u }
}

/**
 * How L and U of P·A = L·U move where P·A moves by S: the X, strictly lower, and the Y, upper triangular, of X·U + L·Y = S. All are packed as in
 * `LU`, and worked out row by row as they are, for as many operations twice.
 */
export function luAlong(packed: Float64Array, n: number, s: Float64Array): Float64Array {
  const z = s.slice(0, n * n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < i; k++) {
      const factor = packed[i * n + k]!, x = (z[i * n + k]! - factor * z[k * n + k]!) / packed[k * n + k]!
      z[i * n + k] = x
      if (x !== 0) addScaled(z, i * n + k + 1, packed, k * n + k + 1, -x, n - k - 1)
      if (factor !== 0) addScaled(z, i * n + k + 1, z, k * n + k + 1, -factor, n - k - 1)
    }
  return z
}

export interface Triangle {
  /** Which triangle of the matrix is read. */
  readonly lower: boolean
  /** Takes the diagonal as ones, unread. */
  readonly unit?: boolean
  /** Solves with the transpose of that triangle. */
  readonly transposed?: boolean
}

/** X of T·X = B, T n × n and triangular, B n × `columns`. A zero on the diagonal gives ∞ and NaN, as division does. */
export function triangularSolve(
  t: Float64Array, n: number, b: Float64Array, columns: number, { lower, unit = false, transposed = false }: Triangle,
): Float64Array {
  const x = b.slice(0, n * columns)
  const forward = lower !== transposed
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step
    if (!unit) {
      const d = t[i * n + i]!
      for (let c = i * columns, end = c + columns; c < end; c++) x[c] = x[c]! / d
    }
    for (let r = forward ? i + 1 : 0, end = forward ? n : i; r < end; r++) {
      const factor = transposed ? t[i * n + r]! : t[r * n + i]!
      if (factor !== 0) addScaled(x, r * columns, x, i * columns, -factor, columns)
    }
  }
  return x
}

/** X of A·X = B (or Aᵀ·X = B) from the factors of A. B is n × `columns`. */
export function luSolve(f: LU, n: number, b: Float64Array, columns: number, transposed = false): Float64Array {
  const moved = new Float64Array(n * columns)
  if (transposed) {
    const y = triangularSolve(f.packed, n, b, columns, { lower: false, transposed: true })
    const z = triangularSolve(f.packed, n, y, columns, { lower: true, unit: true, transposed: true })
    for (let i = 0; i < n; i++) for (let c = 0; c < columns; c++) moved[f.rows[i]! * columns + c] = z[i * columns + c]!
    return moved
  }
  for (let i = 0; i < n; i++) for (let c = 0; c < columns; c++) moved[i * columns + c] = b[f.rows[i]! * columns + c]!
  const y = triangularSolve(f.packed, n, moved, columns, { lower: true, unit: true })
  return triangularSolve(f.packed, n, y, columns, { lower: false })
}

/** A⁻¹ from the factors of A. */
export function luInverse(f: LU, n: number): Float64Array {
  return luSolve(f, n, eye(n), n)
}

/** det A from the factors of A; 1 for n = 0. */
export function luDet(f: LU, n: number): number {
  let det: number = f.sign
  for (let i = 0; i < n; i++) det *= f.packed[i * n + i]!
  return det
}

/** The sign of det A (0 where singular, NaN where unknown) and log |det A| (−∞ where singular), free of overflow. */
export function luSlogdet(f: LU, n: number): { sign: number; logAbs: number } {
  let sign: number = f.sign
  let logAbs = 0
  for (let i = 0; i < n; i++) {
    const d = f.packed[i * n + i]!
    sign *= Math.sign(d)
    logAbs += Math.log(Math.abs(d))
  }
  return { sign, logAbs }
}

/** X of A·X = B. */
export function solve(a: Float64Array, n: number, b: Float64Array, columns: number): Float64Array {
  return luSolve(lu(a, n), n, b, columns)
}

/** A⁻¹. */
export function inverse(a: Float64Array, n: number): Float64Array {
  return luInverse(lu(a, n), n)
}

/** det A. */
export function det(a: Float64Array, n: number): number {
  return luDet(lu(a, n), n)
}
