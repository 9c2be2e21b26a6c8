// THE TABLE, spectra: eigenvalues of symmetric matrices, singular values. Each has a row for the values alone, which move also
// where they coincide, and one with the vectors, which then do not.

import { fail } from '../errors.ts'
import { eigh as eigenKernel } from '../kernels/eigh.ts'
import * as matrices from '../kernels/matrices.ts'
import { svd as singularKernel } from '../kernels/svd.ts'
import { type StructuralRow, structural } from '../primitive.ts'
import { type Arrayed, reshapeRow, shapeOf, stackRow, takeRow, Tensor } from '../tensor.ts'
import type { ArrayBox, Box, Value } from '../value.ts'
import { flip, joinedAlong, turned, window } from './arrange.ts'
import { matmulRow } from './products.ts'
import { add, div, mul, sub } from './arithmetic.ts'
import { eachMatrix, symmetric } from './linalg.ts'
import { less } from './logic.ts'
import { diagonalRow, matrixShape } from './triangles.ts'

/** [...lead, n] as columns [...lead, n, 1] or rows [...lead, 1, n] of matrices. */
const column = (x: Value): Value => reshapeRow(x, { rank: 1, shape: [shapeOf(x).at(-1) as number, 1] })
const row = (x: Value): Value => reshapeRow(x, { rank: 1, shape: [1, shapeOf(x).at(-1) as number] })

/** 1/(y_j − y_i), and 0 on the diagonal. */
function inverseGaps(y: Value): Value {
  const n = shapeOf(y).at(-1) as number, identity = new Tensor([n, n], matrices.eye(n))
  return sub(div(1, add(sub(row(y), column(y)), identity)), identity)
}

/** Neighbours in order that rounding alone may have told apart: [first, count], over the last axis. */
function clusters(values: Float64Array): Groups {
  const size = values.reduce((a, x) => Math.max(a, Math.abs(x)), 0), tolerance = 8 * values.length * 2 ** -52 * size
  const found: Groups = []
  values.forEach((x, i) => {
    const last = found.at(-1)
    if (last !== undefined && Math.abs(x - (values[i - 1] as number)) <= tolerance) last[1]++
    else found.push([i, 1])
  })
  return found
}

type Groups = [first: number, count: number][]

/** Are the values of a matrix special: do some coincide, are some 0? */
type Special = (values: Float64Array, groups: Groups) => boolean

const coincide: Special = (values, groups) => groups.length < values.length
const vanish: Special = values => values.includes(0)
const degenerate: Special = (values, groups) => coincide(values, groups) || vanishes(values, values.length - 1)

const rowsOf = ({ shape, data }: Tensor): Float64Array[] => {
  const n = shape.at(-1) as number
  return Array.from({ length: n === 0 ? 0 : data.length / n }, (_, i) => data.subarray(i * n, i * n + n))
}

/** 1 where the values of some matrix of a batch are special, else 0: a row, so that recordings can be guarded by it. */
const anySpecial = structural('anySpecial', (values: Value, special: Special): Value =>
  Number(rowsOf(values as Tensor).some(each => special(each, clusters(each)))), 0, { parameters: true })

/** The plain numbers beneath. Where they are not known yet there are none, and they are not special: the recording makes sure, or ends. */
function known(x: Value, special: Special): Tensor | undefined {
  const plain = (x as Box).strip()
  if (plain instanceof Tensor) return plain
  if (less(0, anySpecial(plain, special))) return (plain as ArrayBox).data as never // which is refused
  return undefined
}

function apart(who: string, what: string, values: Value, instead: string): void {
  const plain = known(values, coincide), n = plain?.shape.at(-1) ?? 0
  for (let i = 0; plain !== undefined && i < plain.data.length; i += n) {
    const together = clusters(plain.data.subarray(i, i + n)).find(([, count]) => count > 1)
    if (together !== undefined) fail(`${who}: the ${what} ${together[0]} and ${together[0] + 1} coincide (${plain.data[i + together[0]]}), so their vectors have no derivative; ${instead} gives the values alone`)
  }
}

/** Of a batch in which values are special somewhere (they coincide, say) the motion matrix by matrix; else of all at once. */
function apiece(values: Value, a: Value, da: Value, special: Special, all: () => Value, single: (a: Value, da: Value, groups: Groups) => Value): Value {
  const plain = known(values, special)
  if (plain === undefined || !rowsOf(plain).some(each => special(each, clusters(each)))) return all()
  if (plain.rank === 1) return single(a, da, clusters(plain.data))
  const axis = -shapeOf(a).length
  return stackRow(...Array.from({ length: plain.shape[0] as number }, (_, index) => {
    const part = (x: Value, at: number): Value => takeRow(x, { axis: at, index })
    const x = part(a, axis), dx = part(da, axis), own = part(values, axis + 1)
    return apiece(own, x, dx, special, () => single(x, dx, clusters((known(own, special) as Tensor).data)), single)
  }), { axis: axis + 1 })
}

// ── eigenvalues ─────────────────────────────────────────────────────────────────────────────────────────────────────

// With M = Vᵀ·Ȧ·V: ẇ = diag(M), V̇ = V·(M∘F), F_ij = 1/(w_j − w_i) (Magnus 1985; Giles 2008, section 3.1)
const eighRow: StructuralRow<[Value], Value[]> = structural('eigh', (a: Value): Value[] => {
  const n = shapeOf(a).at(-1) as number
  return eachMatrix(a, [[n], [n, n]], x => {
    const { values, vectors } = eigenKernel(x, n)
    return [values, vectors]
  })
}, (da, _a, [w, v]) => {
  apart('eigh', 'eigenvalues', w as Value, 'eigvalsh')
  const m = turnedBy(v as Value, symmetric(da))
  return [diagonalRow(m, { k: 0 }), matmulRow(v as Value, mul(m, inverseGaps(w as Value)))]
}, { batched: true })

/** Vᵀ·X·V */
const turnedBy = (v: Value, x: Value): Value => matmulRow(turned(v), matmulRow(x, v))

// Eigenvalues that coincide part as those of their block of M do, to first order (Kato, Perturbation Theory, II §2.3): along a
// direction they have a derivative, though it is not linear in the direction.
const eigvalshRow: StructuralRow<[Value], Value> = structural('eigvalsh', (a: Value): Value => {
  const n = shapeOf(a).at(-1) as number
  return eachMatrix(a, [[n]], x => [eigenKernel(x, n).values])[0] as Value
}, (da, a, w) => {
  const motion = (x: Value, dx: Value): Value => turnedBy(eighRow(x)[1] as Value, symmetric(dx))
  return apiece(w, a, da, coincide, () => diagonalRow(motion(a, da), { k: 0 }), (x, dx, groups) => {
    const m = motion(x, dx)
    return joinedAlong(-1, ...groups.map(([first, count]) => count === 1 ? window(diagonalRow(m, { k: 0 }), -1, first, 1) : eigvalshRow(block(m, first, count))))
  })
}, { batched: true })

const block = (m: Value, first: number, count: number): Value => window(window(m, -2, first, count), -1, first, count)

/**
 * Eigenvalues, ascending, and eigenvectors, as columns, of a symmetric matrix; only its lower triangle is read. In each vector
 * the entry of greatest magnitude is positive.
 *
 * @throws where it is differentiated and eigenvalues coincide: see eigvalsh
 * @example eigh(tensor([[2, 0], [0, 1]]))[0] // [1, 2]
 */
export function eigh<X extends Value>(a: X): [values: Arrayed<X>, vectors: Arrayed<X>] {
  matrixShape('eigh', a, true)
  return eighRow(a) as [Arrayed<X>, Arrayed<X>]
}

/**
 * Eigenvalues, ascending, of a symmetric matrix; only its lower triangle is read. Those that coincide have directional derivatives.
 *
 * @example eigvalsh(tensor([[2, 1], [1, 2]])) // [1, 3]
 */
export function eigvalsh<X extends Value>(a: X): Arrayed<X> {
  matrixShape('eigvalsh', a, true)
  return eigvalshRow(a) as Arrayed<X>
}

// ── singular values ─────────────────────────────────────────────────────────────────────────────────────────────────

// With P = Uᵀ·Ȧ·V: ṡ = diag(P), U̇ = U·(F∘(P·S + S·Pᵀ)), V̇ = V·(F∘(S·P + Pᵀ·S)), F_ij = 1/(s_j² − s_i²); of matrices that are not
// square, the longer vectors also leave the space that they span (Townsend, "Differentiating the singular value decomposition")
const svdRow: StructuralRow<[Value], Value[]> = structural('svd', (a: Value): Value[] => {
  const [m, n] = shapeOf(a).slice(-2) as [number, number], k = Math.min(m, n)
  return eachMatrix(a, [[m, k], [k], [k, n]], x => {
    const { u, s, vt } = singularKernel(x, m, n)
    return [u, s, vt]
  })
}, (da, a, [u, s, vt]) => {
  apart('svd', 'singular values', s as Value, 'svdvals')
  const [m, n] = shapeOf(a).slice(-2) as [number, number], sigma = s as Value, left = u as Value, right = turned(vt as Value)
  if (m !== n && known(sigma, vanish)?.data.includes(0)) fail('svd: a singular value is 0, so its vectors have no derivative; svdvals gives the values alone')
  const p = matmulRow(turned(left), matmulRow(da, right)), pT = turned(p)
  const f = inverseGaps(sigma), factors = mul(f, sums(sigma))
  const du = matmulRow(left, mul(factors, add(mul(p, row(sigma)), mul(column(sigma), pT))))
  const dv = matmulRow(right, mul(factors, add(mul(column(sigma), p), mul(pT, row(sigma)))))
  const leaving = (span: Value, x: Value): Value => div(sub(x, matmulRow(span, matmulRow(turned(span), x))), row(sigma))
  return [
    m > n ? add(du, leaving(left, matmulRow(da, right))) : du,
    diagonalRow(p, { k: 0 }),
    turned(n > m ? add(dv, leaving(right, matmulRow(turned(da), left))) : dv),
  ]
}, { batched: true })

/** 1/(s_j + s_i), and whatever on the diagonal, which inverseGaps makes 0 */
function sums(s: Value): Value {
  const n = shapeOf(s).at(-1) as number
  return div(1, add(add(row(s), column(s)), new Tensor([n, n], matrices.eye(n))))
}

/** Is it 0, but for rounding? */
const vanishes = (sigma: Float64Array, i: number): boolean => (sigma[i] as number) <= 8 * sigma.length * 2 ** -52 * (sigma[0] as number)

// Those that coincide part as the eigenvalues of the symmetric part of their block of P do; those that are 0 become the singular
// values of what Ȧ makes of their right vectors outside the other left vectors' span.
const svdvalsRow: StructuralRow<[Value], Value> = structural('svdvals', (a: Value): Value => {
  const [m, n] = shapeOf(a).slice(-2) as [number, number]
  return eachMatrix(a, [[n]], x => [singularKernel(x, m, n).s])[0] as Value
}, (da, a, s) => {
  const parts = (x: Value, dx: Value): [p: Value, left: Value, right: Value] => {
    const [u, , vt] = svdRow(x) as [Value, Value, Value], right = turned(vt)
    return [matmulRow(turned(u), matmulRow(dx, right)), u, right]
  }
  const group = (x: Value, dx: Value, groups: Groups): Value => {
    const [p, left, right] = parts(x, dx), sigma = (known(svdvalsRow(x), degenerate) as Tensor).data
    return joinedAlong(-1, ...groups.map(([first, count]) => {
      if (vanishes(sigma, first)) {
        const moved = matmulRow(dx, window(right, -1, first, count)), span = window(left, -1, 0, first)
        return svdvalsRow(first === 0 ? moved : sub(moved, matmulRow(span, matmulRow(turned(span), moved))))
      }
      if (count === 1) return window(diagonalRow(p, { k: 0 }), -1, first, 1)
      const b = block(p, first, count)
      return flip(eigvalshRow(mul(0.5, add(b, turned(b)))), { axis: -1 })
    }))
  }
  return apiece(s, a, da, degenerate, () => diagonalRow(parts(a, da)[0], { k: 0 }), group)
}, { batched: true })

/**
 * U, s and Vᵀ of A = U·diag(s)·Vᵀ, reduced: singular values descending; in each row of Vᵀ the entry of greatest magnitude is
 * positive.
 *
 * @throws where it is differentiated and singular values coincide: see svdvals
 * @example svd(tensor([[2, 0], [0, 3]]))[1] // [3, 2]
 */
export function svd<X extends Value>(a: X): [u: Arrayed<X>, s: Arrayed<X>, vt: Arrayed<X>] {
  matrixShape('svd', a)
  return svdRow(a) as [Arrayed<X>, Arrayed<X>, Arrayed<X>]
}

/** Singular values, descending. Those that coincide, or are 0, have directional derivatives. @example svdvals(tensor([[2, 0], [0, 3]])) // [3, 2] */
export function svdvals<X extends Value>(a: X): Arrayed<X> {
  const { m, n } = matrixShape('svdvals', a)
  return svdvalsRow(m < n ? turned(a) : a) as Arrayed<X>
}
