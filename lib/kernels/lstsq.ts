// Least squares of least length: by QR with column pivoting where the rank is full, of A or of Aᵀ, by singular values otherwise.
import { transpose2d } from './arrange.ts'
import { triangularSolve } from './lu.ts'
import { matmul } from './matmul.ts'
import { applyQ, applyQTransposed, formR, type Householder, householder } from './qr.ts'
import { defaultRcond, rankOf, type SVD, svd } from './svd.ts'

/** What A·X = B is solved by, for any B; `rank` is what was found. */
export type LeastSquares =
  | { readonly by: 'columns' | 'rows'; readonly factors: Householder; readonly r: Float64Array; readonly rank: number }
  | { readonly by: 'singular values'; readonly factors: SVD; readonly rcond: number; readonly rank: number }

export function leastSquares(a: Float64Array, m: number, n: number, rcond: number = defaultRcond(m, n)): LeastSquares {
  const k = Math.min(m, n), by = m >= n ? 'columns' : 'rows', factors = householder(m >= n ? a : transpose2d(a, m, n), Math.max(m, n), k, true), r = formR(factors, k)
  // |r_ii| descends and bounds the singular values to within a factor; near the tolerance the SVD decides
  if (k === 0 || Math.abs(r[k * k - 1]!) > 100 * k * rcond * Math.abs(r[0]!)) return { by, factors, r, rank: k }
  const values = svd(a, m, n)
  return { by: 'singular values', factors: values, rcond, rank: rankOf(values.s, rcond) }
}

/** X (n × `columns`) of least length that makes ‖A·X − B‖ least, for A m × n. */
export function leastSolution(by: LeastSquares, m: number, n: number, b: Float64Array, columns: number): Float64Array {
  if (by.by === 'singular values') {
    const { u, s, vt } = by.factors, k = s.length, y = matmul(transpose2d(u, m, k), b, k, m, columns)
    for (let i = 0; i < k; i++) {
      const used = !(s[i]! <= by.rcond * s[0]!)
      for (let c = 0; c < columns; c++) y[i * columns + c] = used ? y[i * columns + c]! / s[i]! : 0
    }
    return matmul(transpose2d(vt, k, n), y, n, k, columns)
  }
  if (by.by === 'columns') { // A·P = Q·R
    const y = triangularSolve(by.r, n, applyQTransposed(by.factors, m, n, b, columns), columns, { lower: false }), x = new Float64Array(n * columns)
    for (let i = 0; i < n; i++) for (let c = 0; c < columns; c++) x[by.factors.columns[i]! * columns + c] = y[i * columns + c]!
    return x
  }
  // Aᵀ·P = Q·R, so Rᵀ·Qᵀ·X = Pᵀ·B, and X = Q·(what solves that)
  const moved = new Float64Array(m * columns), x = new Float64Array(n * columns)
  for (let i = 0; i < m; i++) for (let c = 0; c < columns; c++) moved[i * columns + c] = b[by.factors.columns[i]! * columns + c]!
  x.set(triangularSolve(by.r, m, moved, columns, { lower: false, transposed: true }))
  return applyQ(by.factors, n, m, x, columns)
}
