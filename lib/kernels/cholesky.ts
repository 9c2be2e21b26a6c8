// Cholesky's factorisation of symmetric positive definite matrices, and solving with it.
import { triangularSolve } from './lu.ts'
import { dot } from './rows.ts'

/**
 * L of A = L·Lᵀ, lower triangular with a positive diagonal. Only the lower triangle of A is read. `failedAt` is the index of the first
 * pivot that is not positive (A is then not positive definite, and L is valid in the rows above it), or −1. NaN is passed on, not failed.
 */
export function cholesky(a: Float64Array, n: number): { l: Float64Array; failedAt: number } {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const x = a[i * n + j]! - dot(l, i * n, l, j * n, j)
      if (j < i) l[i * n + j] = x / l[j * n + j]!
      else if (x <= 0) return { l, failedAt: i }
      else l[i * n + i] = Math.sqrt(x)
    }
  return { l, failedAt: -1 }
}

/**
 * The lower triangular X of X·Lᵀ + L·Xᵀ = S, of which only the lower triangle is read: how L of A = L·Lᵀ moves where A moves by S. Column by
 * column as L itself, for as many operations twice (Murray, arXiv:1602.07527); what stands before the first element that is not 0 is left out.
 */
export function choleskyAlong(l: Float64Array, n: number, s: Float64Array): Float64Array {
  const x = new Float64Array(n * n), { row, column } = firstBelow(s, n)
  for (let i = row; i < n; i++)
    for (let j = column; j <= i; j++) {
      const known = dot(x, i * n + column, l, j * n + column, j - column) + dot(l, i * n + column, x, j * n + column, j - column), rest = s[i * n + j]! - known
      if (j < i) x[i * n + j] = (rest - l[i * n + j]! * x[j * n + j]!) / l[j * n + j]!
      else x[i * n + i] = 0.5 * rest / l[i * n + i]!
    }
  return x
}

/** The first row and the first column of the lower triangle in which something is not 0. */
function firstBelow(s: Float64Array, n: number): { row: number; column: number } {
  let row = n, column = n
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i && j < column; j++)
      if (s[i * n + j] !== 0) {
        row = Math.min(row, i)
        column = j
      }
  return { row, column }
}

/** X of A·X = B from L of A = L·Lᵀ. B is n × `columns`. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, columns: number): Float64Array {
  const y = triangularSolve(l, n, b, columns, { lower: true })
  return triangularSolve(l, n, y, columns, { lower: true, transposed: true })
}
