// The adjugate of a matrix and its derivatives: those of the determinant, also where the matrix is singular.
import { transpose2d } from './arrange.ts'
import { lu, luDet, luInverse } from './lu.ts'
import { matmul } from './matmul.ts'
import { trace as traces } from './matrices.ts'
import { type SVD, svd } from './svd.ts'

/** det(U)·det(V) of A = U·S·Vᵀ: ±1. */
function handedness({ u, vt }: SVD, n: number): number {
  return Math.sign(luDet(lu(u, n), n)) * Math.sign(luDet(lu(vt, n), n))
}

/** det(U)·det(V) · V·M·Uᵀ. */
function turnBack(f: SVD, middle: Float64Array, n: number): Float64Array {
  const product = matmul(matmul(transpose2d(f.vt, n, n), middle, n, n, n), transpose2d(f.u, n, n), n, n, n)
  const sign = handedness(f, n)
  return product.map(x => sign * x)
}

/** The product of the singular values but those at i and j. */
function productWithout(s: Float64Array, i: number, j: number): number {
  let product = 1
  for (let k = 0; k < s.length; k++) if (k !== i && k !== j) product *= s[k]!
  return product
}

/** adj of a matrix up to 3 × 3, by its cofactors (mixed: those of (A + t·E) to first order in t). */
function cofactors(a: Float64Array, n: number, e?: Float64Array): Float64Array {
  if (n === 0) return new Float64Array(0)
  if (n === 1) return Float64Array.of(e ? 0 : 1)
  if (n === 2) {
    const [p, q, r, s] = (e ?? a) as unknown as [number, number, number, number]
    return Float64Array.of(s, 0 - q, 0 - r, p)
  }
  const out = new Float64Array(9)
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const w = ((i + 1) % 3) * 3 + ((j + 1) % 3)
      const x = ((i + 2) % 3) * 3 + ((j + 2) % 3)
      const y = ((i + 1) % 3) * 3 + ((j + 2) % 3)
      const z = ((i + 2) % 3) * 3 + ((j + 1) % 3)
      out[j * 3 + i] = e
        ? e[w]! * a[x]! + a[w]! * e[x]! - e[y]! * a[z]! - a[y]! * e[z]!
        : a[w]! * a[x]! - a[y]! * a[z]!
    }
  return out
}

/** What the adjugate of a matrix and its derivatives are made of. */
export type Adjugate =
  | { readonly by: 'cofactors'; readonly a: Float64Array }
  | { readonly by: 'inverse'; readonly inverse: Float64Array; readonly det: number }
  | { readonly by: 'singular values'; readonly factors: SVD }

/** Up to this condition number det(A)·A⁻¹ is as good as what singular values give, which takes ten to twenty times as long. */
const WELL_CONDITIONED = 1e4

/** The greatest sum of magnitudes of a row. */
function size(a: Float64Array, n: number): number {
  let greatest = 0
  for (let i = 0; i < a.length; i += n) {
    let total = 0
    for (let j = i; j < i + n; j++) total += Math.abs(a[j]!)
    if (!(total <= greatest)) greatest = total
  }
  return greatest
}

/** Of an n × n matrix of any rank: cofactors up to 3 × 3, the inverse where that is well conditioned and far from overflow, singular values elsewhere. */
export function adjugateParts(a: Float64Array, n: number): Adjugate {
  if (n <= 3) return { by: 'cofactors', a }
  const f = lu(a, n), det = luDet(f, n)
  if (Math.abs(det) > 1e-150 && Math.abs(det) < 1e150) {
    const inverse = luInverse(f, n)
    if (size(a, n) * size(inverse, n) <= WELL_CONDITIONED) return { by: 'inverse', inverse, det }
  }
  return { by: 'singular values', factors: svd(a, n, n) }
}

/**
 * adj A, with A·adj(A) = det(A)·1 and d det(A) = tr(adj(A)·dA): adj(U·S·Vᵀ) = det(U)·det(V)·V·adj(S)·Uᵀ
 * (Stewart 1998, "On the adjugate matrix", Linear Algebra Appl. 283). Errors are some ε·s₁^(n−1) at worst.
 */
export function adjugate(parts: Adjugate, n: number): Float64Array {
  if (parts.by === 'cofactors') return cofactors(parts.a, n)
  if (parts.by === 'inverse') return parts.inverse.map(x => x * parts.det)
  const middle = new Float64Array(n * n)
  for (let i = 0; i < n; i++) middle[i * n + i] = productWithout(parts.factors.s, i, i)
  return turnBack(parts.factors, middle, n)
}

/**
 * The derivative of adj at A along E. With M = A⁻¹·E it is det(A)·(tr(M)·1 − M)·A⁻¹. With F = Uᵀ·E·V, to first order adj(S + t·F) has on
 * its diagonal Σ_{j≠i} F_jj Π_{l≠i,j} s_l and off it −F_ij Π_{l≠i,j} s_l: nothing is divided, so A may have any rank.
 */
export function adjugateDerivative(parts: Adjugate, e: Float64Array, n: number): Float64Array {
  if (parts.by === 'cofactors') return cofactors(parts.a, n, e)
  if (parts.by === 'inverse') {
    const { inverse, det } = parts, m = matmul(inverse, e, n, n, n)
    return matmul(shifted(m, -det, det * trace(m, n), n), inverse, n, n, n)
  }
  const f = parts.factors
  const v = transpose2d(f.vt, n, n)
  const turned = matmul(matmul(transpose2d(f.u, n, n), e, n, n, n), v, n, n, n)
  const middle = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      const others = productWithout(f.s, i, j)
      middle[i * n + i] = middle[i * n + i]! + turned[j * n + j]! * others
      middle[i * n + j] = -turned[i * n + j]! * others
    }
  return turnBack(f, middle, n)
}

/**
 * The second derivative of adj at A along E and F, mixed. With M = A⁻¹·E and N = A⁻¹·F it is
 * det(A)·((tr M·tr N − tr MN)·1 − M·(tr N − N) − N·(tr M − M))·A⁻¹. With E and F turned as above and Π the product of the singular values but
 * three: on the diagonal Σ_{j,l} (E_jj·F_ll − E_jl·F_lj) Π, off it Σ_l (E_il·F_lj + F_il·E_lj − E_ij·F_ll − F_ij·E_ll) Π.
 */
export function adjugateSecond(parts: Adjugate, e: Float64Array, f: Float64Array, n: number): Float64Array {
  if (n < 3) return new Float64Array(n * n)
  if (parts.by === 'cofactors') return cofactors(e, n, f)
  if (parts.by === 'inverse') {
    const { inverse, det } = parts, [x, y] = [e, f].map(b => matmul(inverse, b, n, n, n)) as [Float64Array, Float64Array]
    const tx = trace(x, n), ty = trace(y, n), xy = matmul(x, y, n, n, n), middle = matmul(y, x, n, n, n)
    for (let i = 0; i < middle.length; i++) middle[i] = det * (middle[i]! + xy[i]! - tx * y[i]! - ty * x[i]!)
    return matmul(shifted(middle, 1, det * (tx * ty - trace(xy, n)), n), inverse, n, n, n)
  }
  const { factors } = parts, u = transpose2d(factors.u, n, n), v = transpose2d(factors.vt, n, n)
  const [x, y] = [e, f].map(b => matmul(matmul(u, b, n, n, n), v, n, n, n)) as [Float64Array, Float64Array]
  const middle = new Float64Array(n * n), others = new Float64Array(n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      productsWithout(factors.s, i, j, others)
      let on = 0, off = 0
      for (let l = 0; l < n; l++) {
        if (l === i || l === j) continue
        const il = i * n + l, lj = l * n + j, ij = i * n + j, ll = l * n + l
        on += (x[j * n + j]! * y[ll]! - x[j * n + l]! * y[lj]!) * others[l]!
        off += (x[il]! * y[lj]! + y[il]! * x[lj]! - x[ij]! * y[ll]! - y[ij]! * x[ll]!) * others[l]!
      }
      middle[i * n + i] = middle[i * n + i]! + on
      middle[i * n + j] = off
    }
  return turnBack(factors, middle, n)
}

/** For each l the product of the singular values but those at i, j and l. */
function productsWithout(s: Float64Array, i: number, j: number, out: Float64Array): void {
  let product = 1
  for (let l = 0; l < s.length; l++) {
    out[l] = product
    if (l !== i && l !== j) product *= s[l]!
  }
  product = 1
  for (let l = s.length - 1; l >= 0; l--) {
    out[l] = out[l]! * product
    if (l !== i && l !== j) product *= s[l]!
  }
}

const trace = (a: Float64Array, n: number): number => traces(a, 1, n, n)[0]!

/** factor·A + shift·1 */
function shifted(a: Float64Array, factor: number, shift: number, n: number): Float64Array {
  const out = a.map(x => factor * x)
  for (let i = 0; i < n; i++) out[i * (n + 1)] = out[i * (n + 1)]! + shift
  return out
}
