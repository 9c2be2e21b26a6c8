// THE TABLE, linear algebra: systems, inverses, triangular factors, exponentials, least squares. Determinants are in
// determinants.ts, eigenvalues and singular values in spectral.ts. Leading axes are batches everywhere.

import { fail, show } from '../errors.ts'
import { broadcastShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import * as choleskyKernel from '../kernels/cholesky.ts'
import { expm as exponential, expmAlong, expmParts } from '../kernels/expm.ts'
import { leastSolution, leastSquares } from '../kernels/lstsq.ts'
import * as luKernel from '../kernels/lu.ts'
import { eye } from '../kernels/matrices.ts'
import * as qrKernel from '../kernels/qr.ts'
import * as svdKernel from '../kernels/svd.ts'
import { type StructuralRow, structural } from '../primitive.ts'
import { type Arrayed, arrayOf, disagree, reshapeRow, shapeOf, Tensor, wrap } from '../tensor.ts'
import { placesOf, raised, told } from '../tensor/axes.ts'
import type { Value } from '../value.ts'
import { value } from '../value.ts'
import { joinedAlong, turned, window } from './arrange.ts'
import { matmulRow } from './products.ts'
import { add, neg, sub } from './arithmetic.ts'
import { matrixShape, trilRow, triuRow } from './triangles.ts'

// ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Of every matrix of a batch, some results: arrays of these shapes behind the batch's. */
export function eachMatrix(x: Value, shapes: readonly Shape[], f: (a: Float64Array, m: number, n: number) => readonly (Float64Array | number)[]): Value[] {
  const t = arrayOf(x), [m, n] = t.shape.slice(-2) as [number, number], lead = t.shape.slice(0, -2), count = sizeOf(lead)
  const outs = shapes.map(shape => new Float64Array(count * sizeOf(shape)))
  for (let i = 0; i < count; i++)
    f(t.data.subarray(i * m * n, (i + 1) * m * n), m, n).forEach((result, k) => {
      const out = outs[k] as Float64Array
      if (typeof result === 'number') out[i] = result
      else out.set(result, i * result.length)
    })
  return outs.map((out, k) => wrap([...lead, ...shapes[k] as Shape], out))
}

export const one = (x: Value, shape: Shape, f: (a: Float64Array, m: number, n: number) => Float64Array | number): Value =>
  eachMatrix(x, [shape], (a, m, n) => [f(a, m, n)])[0] as Value

/** n × columns for each place of batches that broadcast: of a matrix, prepared once, and of others. */
export function eachWith<F>(who: string, prepare: (a: Float64Array, m: number, n: number) => F,
  f: (prepared: F, m: number, n: number, columns: number, ...others: Float64Array[]) => Float64Array, a: Value, ...others: readonly Value[]): Value {
  const s = arrayOf(a), all = others.map(arrayOf), [m, n] = s.shape.slice(-2) as [number, number], columns = (all[0] as Tensor).shape.at(-1) as number
  const own = s.shape.slice(0, -2), lead = all.reduce<Shape>((lead, t) => broadcastShape(lead, t.shape.slice(0, -2)) ?? disagree(who, s.shape, t.shape, -3), own)
  const ready = Array.from({ length: sizeOf(own) }, (_, i) => prepare(s.data.subarray(i * m * n, (i + 1) * m * n), m, n))
  const out = new Float64Array(sizeOf(lead) * n * columns), first = placesOf(own, lead), places = all.map(t => placesOf(t.shape.slice(0, -2), lead))
  for (let i = 0; i < sizeOf(lead); i++) {
    const each = all.map((t, k) => { const size = sizeOf(t.shape.slice(-2)), from = (places[k] as Float64Array)[i] as number * size; return t.data.subarray(from, from + size) })
    out.set(f(ready[first[i] as number] as F, m, n, columns, ...each), i * n * columns)
  }
  return new Tensor([...lead, n, columns], out)
}

export const order = (x: Value): number => shapeOf(x).at(-1) as number

// ── systems and inverses ────────────────────────────────────────────────────────────────────────────────────────────

/** Factors of a matrix that can be inverted, or the sentence that says it cannot. */
function regular(who: string, a: Float64Array, n: number): luKernel.LU {
  const factors = luKernel.lu(a, n)
  if (factors.singularAt >= 0) fail(`${who} expects a matrix that can be inverted; this one is singular: elimination finds no pivot for [${factors.singularAt}, ${factors.singularAt}]`)
  return factors
}

/** A·Ẋ = Ḃ − Ȧ·X */
export const solveRow: StructuralRow<[Value, Value], Value> = structural('solve',
  (a: Value, b: Value): Value => eachWith('solve', (x, n) => regular('solve', x, n), (factors, _, n, columns, x: Float64Array) => luKernel.luSolve(factors, n, x, columns), a, b),
  (da, a, _b, x) => neg(solveRow(a, matmulRow(da, x))),
  (db, a) => solveRow(a, db), { batched: true })

type Triangle = { lower: boolean; unit: boolean }
const triangle = (x: Value, { lower, unit }: Triangle): Value => lower ? trilRow(x, { k: unit ? -1 : 0 }) : triuRow(x, { k: unit ? 1 : 0 })
export const triangularRow: StructuralRow<[Value, Value, Triangle], Value> = structural('triangularSolve',
  (t: Value, b: Value, p: Triangle): Value => eachWith('triangularSolve', x => x, (x, _, n, columns, y: Float64Array) => luKernel.triangularSolve(x, n, y, columns, p), t, b),
  (dt, t, _b, p, x) => neg(triangularRow(t, matmulRow(triangle(dt, p), x), p)),
  (db, t, _b, p) => triangularRow(t, db, p), { batched: true, parameters: true })

export const invRow: StructuralRow<[Value], Value> = structural('inv',
  (a: Value): Value => one(a, shapeOf(a).slice(-2), (x, n) => luKernel.luInverse(regular('inv', x, n), n)),
  (da, _a, out) => neg(matmulRow(matmulRow(out, da), out)), { batched: true })

/** b as a matrix of columns, and the answer back in the form of b: a vector where b is one. */
function columnwise(who: string, a: Value, b: Value, f: (a: Value, b: Value) => Value): Value {
  const { m } = matrixShape(who, a), s = shapeOf(a), t = shapeOf(value(b, who)), vector = t.length === 1
  if (t.length === 0) fail(`${who} expects a vector or a matrix on the right, and got a number`)
  if (t.at(vector ? -1 : -2) !== m) fail(`${who} expects axis -2 of the first shape to agree with axis ${vector ? -1 : -2} of the second; [${s.join(', ')}] has ${m}, [${t.join(', ')}] has ${t.at(vector ? -1 : -2)}`)
  const y = vector ? reshapeRow(b, { rank: 1, shape: [...t, 1] }) : b, rank = Math.max(s.length, shapeOf(y).length)
  const x = f(raised(a, rank), raised(y, rank))
  return vector ? reshapeRow(x, { rank, shape: shapeOf(x).slice(0, -1) }) : x
}

/**
 * X of A·X = B, by LU with partial pivoting; B is a vector or a matrix of columns.
 *
 * @throws where A is not square or singular, or the lengths disagree
 * @example solve(tensor([[2, 0], [0, 4]]), tensor([2, 2])) // [1, 0.5]
 */
export function solve<A extends Value, B extends Value>(a: A, b: B): Arrayed<A | B> {
  matrixShape('solve', a, true)
  return columnwise('solve', a, b, solveRow) as Arrayed<A | B>
}

/**
 * X of T·X = B for a triangular T; the other triangle is not read.
 *
 * @param lower  which triangle: the lower (true) where nothing is said
 * @param unit   takes the diagonal as ones, unread
 * @example triangularSolve(tensor([[1, 0], [1, 2]]), tensor([1, 3])) // [1, 1]
 */
export function triangularSolve<A extends Value, B extends Value>(t: A, b: B, options: { lower?: boolean; unit?: boolean } = {}): Arrayed<A | B> {
  const { lower = true, unit = false } = told('triangularSolve', options, 'lower', 'unit')
  matrixShape('triangularSolve', t, true)
  for (const [name, flag] of Object.entries({ lower, unit })) if (typeof flag !== 'boolean') fail(`triangularSolve expects { ${name} } to be true or false, and got ${show(flag)}`)
  return columnwise('triangularSolve', t, b, (x, y) => triangularRow(x, y, { lower, unit })) as Arrayed<A | B>
}

/** A⁻¹; solve(A, b) is better where A⁻¹·b is meant. @throws where A is singular @example inv(tensor([[2, 0], [0, 4]])) // [[0.5, 0], [0, 0.25]] */
export function inv<X extends Value>(a: X): Arrayed<X> {
  matrixShape('inv', a, true)
  return invRow(a) as Arrayed<X>
}

// ── factors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The lower triangle of a symmetric motion, of which only that was given, as the whole. */
export const symmetric = (x: Value): Value => add(trilRow(x, { k: 0 }), turned(trilRow(x, { k: -1 })))

// Of A = L·Lᵀ, L̇·Lᵀ + L·L̇ᵀ = Ȧ. X(L, S) of X·Lᵀ + L·Xᵀ = S moves by what such an equation gives as well: S is then Ṡ − (L̇·Xᵀ + X·L̇ᵀ).
const choleskyRow: StructuralRow<[Value], Value> = structural('cholesky', (a: Value): Value => one(a, shapeOf(a).slice(-2), (x, n) => {
  const { l, failedAt } = choleskyKernel.cholesky(x, n)
  if (failedAt >= 0) fail(`cholesky expects a symmetric matrix that is positive definite; this one is not: its pivot at [${failedAt}, ${failedAt}] is not positive`)
  return l
}), (da, _a, l) => choleskyAlongRow(l, da), { batched: true })

const choleskyAlongRow: StructuralRow<[Value, Value], Value> = structural('choleskyAlong',
  (l: Value, s: Value): Value => eachWith('cholesky', x => x, (x, _, n, _c, y: Float64Array) => choleskyKernel.choleskyAlong(x, n, y), l, s),
  (dl, l, _s, x) => {
    const half = matmulRow(dl, turned(x))
    return neg(choleskyAlongRow(l, add(half, turned(half))))
  },
  (ds, l) => choleskyAlongRow(l, ds), { batched: true })

// Of P·A = L·U, L̇·U + L·U̇ = P·Ȧ, in one matrix: L̇ below the diagonal, U̇ on and above it. It moves by such an equation again.
const luRow: StructuralRow<[Value], Value[]> = structural('lu', (a: Value): Value[] => {
  const [m, n] = shapeOf(a).slice(-2) as [number, number], k = Math.min(m, n)
  return eachMatrix(a, [[m, m], [m, k], [k, n]], x => {
    const { p, l, u } = luKernel.unpackLU(luKernel.lu(x, m, n), m, n)
    return [p, l, u]
  })
}, (da, a, [p, l, u]) => {
  const [m, n] = shapeOf(a).slice(-2)
  if (m !== n) fail(`lu has no derivative for matrices that are not square, such as this one of shape [${shapeOf(a).join(', ')}]`)
  const motion = luAlongRow(add(below(l as Value), u as Value), matmulRow(p as Value, da))
  return [0, below(motion), onAndAbove(motion)]
}, { batched: true })

const below = (x: Value): Value => trilRow(x, { k: -1 }), onAndAbove = (x: Value): Value => triuRow(x, { k: 0 })
const luAlongRow: StructuralRow<[Value, Value], Value> = structural('luAlong',
  (lu: Value, s: Value): Value => eachWith('lu', x => x, (x, _, n, _c, y: Float64Array) => luKernel.luAlong(x, n, y), lu, s),
  (dlu, lu, _s, x) => neg(luAlongRow(lu, add(matmulRow(below(x), onAndAbove(dlu)), matmulRow(below(dlu), onAndAbove(x))))),
  (ds, lu) => luAlongRow(lu, ds), { batched: true })

// With X = Qᵀ·Ȧ·R⁻¹ and W = X_below − X_belowᵀ: Q̇ = Ȧ·R⁻¹ − Q·(X − W), Ṙ = (X − W)·R (Walter & Lehmann, arXiv:1206.1206)
const qrRow: StructuralRow<[Value], Value[]> = structural('qr', (a: Value): Value[] => {
  const [m, n] = shapeOf(a).slice(-2) as [number, number]
  return eachMatrix(a, [[m, n], [n, n]], x => {
    const { q, r } = qrKernel.qr(x, m, n, true)
    return [q, r]
  })
}, (da, _a, [q, r]) => {
  const right = turned(triangularRow(turned(r as Value), turned(da), { lower: true, unit: false })), x = matmulRow(turned(q as Value), right)
  const lower = below(x), turn = sub(lower, turned(lower)), upper = sub(x, turn), [m, n] = shapeOf(q as Value).slice(-2)
  // of a square Q, Q·X is Ȧ·R⁻¹: what would be left of their difference is rounding, which each further order would multiply by R⁻¹
  return [m === n ? matmulRow(q as Value, turn) : sub(right, matmulRow(q as Value, upper)), matmulRow(upper, r as Value)]
}, { batched: true })

/**
 * L of A = L·Lᵀ, lower triangular with a positive diagonal, of a symmetric positive definite A; only its lower triangle is read.
 *
 * @throws where A is not positive definite
 * @example cholesky(tensor([[4, 2], [2, 5]])) // [[2, 0], [1, 2]]
 */
export function cholesky<X extends Value>(a: X): Arrayed<X> {
  matrixShape('cholesky', a, true)
  return choleskyRow(a) as Arrayed<X>
}

/** P, L and U of P·A = L·U, with partial pivoting: P never moves. @example lu(tensor([[0, 1], [2, 0]]))[2] // [[2, 0], [0, 1]] */
export function lu<X extends Value>(a: X): [p: Arrayed<X>, l: Arrayed<X>, u: Arrayed<X>] {
  matrixShape('lu', a)
  return luRow(a) as [Arrayed<X>, Arrayed<X>, Arrayed<X>]
}

/**
 * Q and R of A = Q·R: Q with orthonormal columns, R upper triangular with a diagonal that is not negative, which makes both
 * unique (LAPACK's and NumPy's may be negative). Reduced: for m × n, Q is m × min(m, n).
 *
 * @example qr(tensor([[0, 1], [2, 0]]))[1] // [[2, 0], [0, 1]]
 */
export function qr<X extends Value>(a: X): [q: Arrayed<X>, r: Arrayed<X>] {
  const { m, n } = matrixShape('qr', a)
  if (m >= n) return qrRow(a) as [Arrayed<X>, Arrayed<X>]
  const [q, r] = qrRow(window(a, -1, 0, m)) as [Value, Value] // wide: what follows the first m columns is Qᵀ times theirs
  return [q as Arrayed<X>, joinedAlong(-1, r, matmulRow(turned(q), window(a, -1, m, n - m))) as Arrayed<X>]
}

// ── functions of matrices, least squares ────────────────────────────────────────────────────────────────────────────

// How exp(A) moves along E is the corner of the exponential of [[A, E], [0, A]] (Najfeld & Havel 1995), and so moves along Ȧ as the corner
// of how that block's exponential moves along [[E, 0], [0, E]] does.
const expmRow: StructuralRow<[Value], Value> = structural('expm', (a: Value): Value => one(a, shapeOf(a).slice(-2), exponential),
  (da, a) => expmAlongRow(a, da), { batched: true })
const expmAlongRow: StructuralRow<[Value, Value], Value> = structural('expmAlong',
  (a: Value, e: Value): Value => eachWith('expm', (x, _, n) => expmParts(x, n), (parts, _, n, _c, x: Float64Array) => expmAlong(parts, n, x), a, e),
  (da, a, e) => {
    const n = order(a), none = new Tensor([n, n], new Float64Array(n * n)), block = (x: Value, corner: Value): Value => joinedAlong(-2, joinedAlong(-1, x, corner), joinedAlong(-1, none, x))
    return window(window(expmAlongRow(block(a, da), block(e, none)), -2, 0, n), -1, n, n)
  },
  (de, a) => expmAlongRow(a, de), { batched: true })

// A⁺ is what solves A·X = 1 by least squares, and moves so.
const pinvRow: StructuralRow<[Value], Value> = structural('pinv', (a: Value): Value => {
  const [m, n] = shapeOf(a).slice(-2) as [number, number]
  return one(a, [n, m], (x, rows, columns) => svdKernel.pinv(x, rows, columns))
}, (da, a, p) => leastMotion(da, a, new Tensor([order(p), order(p)], eye(order(p))), p), { batched: true })

const lstsqRow: StructuralRow<[Value, Value], Value> = structural('lstsq',
  (a: Value, b: Value): Value => eachWith('lstsq', (x, m, n) => leastSquares(x, m, n), (by, m, n, columns, y: Float64Array) => leastSolution(by, m, n, y, columns), a, b),
  (da, a, b, x) => leastMotion(da, a, b, x),
  (db, a) => lstsqRow(a, db), { batched: true })

// Of constant rank (Golub & Pereyra 1973), where A⁺·y solves with A and A⁺ᵀ·y with Aᵀ:
// ẋ = −A⁺·Ȧ·x + A⁺·A⁺ᵀ·Ȧᵀ·(b − A·x) + (1 − A⁺·A)·Ȧᵀ·A⁺ᵀ·x
function leastMotion(da: Value, a: Value, b: Value, x: Value): Value {
  const aT = turned(a), daT = turned(da), right = matmulRow(daT, lstsqRow(aT, x)), rest = lstsqRow(aT, matmulRow(daT, sub(b, matmulRow(a, x))))
  return add(lstsqRow(a, sub(rest, add(matmulRow(da, x), matmulRow(a, right)))), right)
}

/** The exponential Σ Aᵏ/k! of a square matrix. @example expm(tensor([[0, 1], [0, 0]])) // [[1, 1], [0, 1]] */
export function expm<X extends Value>(a: X): Arrayed<X> {
  matrixShape('expm', a, true)
  return expmRow(a) as Arrayed<X>
}

/** Moore and Penrose's inverse; its derivative is that of constant rank. @example pinv(tensor([[2], [0]])) // [[0.5, 0]] */
export function pinv<X extends Value>(a: X): Arrayed<X> {
  matrixShape('pinv', a)
  return pinvRow(a) as Arrayed<X>
}

/** The shortest X that makes ‖A·X − B‖ least; B is a vector or a matrix of columns. @example lstsq(tensor([[1], [1]]), tensor([1, 3])) // [2] */
export function lstsq<A extends Value, B extends Value>(a: A, b: B): Arrayed<A | B> {
  return columnwise('lstsq', a, b, lstsqRow) as Arrayed<A | B>
}
