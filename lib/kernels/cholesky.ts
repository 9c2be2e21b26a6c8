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

/** X of A·X = B from L of A = L·Lᵀ. B is n × `columns`. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, columns: number): Float64Array {
  const y = triangularSolve(l, n, b, columns, { lower: true })
  return triangularSolve(l, n, y, columns, { lower: true, transposed: true })
}
