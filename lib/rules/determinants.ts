// THE TABLE, determinants: of every matrix, singular ones too, and so their derivatives. Leading axes are batches.

import { fail } from '../errors.ts'
import { adjugate, adjugateDerivative, adjugateParts, adjugateSecond } from '../kernels/adjugate.ts'
import * as luKernel from '../kernels/lu.ts'
import { eye } from '../kernels/matrices.ts'
import * as svdKernel from '../kernels/svd.ts'
import { type StructuralRow, structural } from '../primitive.ts'
import { shapeOf, Tensor } from '../tensor.ts'
import { reshaped } from '../tensor/axes.ts'
import type { Scalar, Value } from '../value.ts'
import { times } from '../value.ts'
import { add, mul, sub } from './arithmetic.ts'
import { turned } from './arrange.ts'
import { sumRow } from './array.ts'
import { log } from './elementary.ts'
import { eachMatrix, eachWith, invRow, one, order } from './linalg.ts'
import { matmulRow, traceOf } from './products.ts'
import { matrixShape } from './triangles.ts'

// d det(A) = tr(adj(A)·dA), where adj(A) = det(A)·A⁻¹ but exists for every A (Jacobi's formula): so singular matrices have
// derivatives too, the first three by singular values, which divide nothing.
const detRow: StructuralRow<[Value], Value> = structural('det', (a: Value): Value => one(a, [], (x, n) => luKernel.det(x, n)),
  (da, a) => traceWith(adjugateRow(a), da), { batched: true })

/** tr(A·Ḃ), without the rest of that product */
const traceWith = (a: Value, db: Value): Value => sumRow(times(turned(a), db), { axes: [-2, -1], keep: false })

const adjugateRow: StructuralRow<[Value], Value> = structural('adjugate', (a: Value): Value => one(a, shapeOf(a).slice(-2), (x, n) => adjugate(adjugateParts(x, n), n)),
  (da, a) => adjugateAlong(a, da), { batched: true })

/** The derivative of the adjugate along E; along E and F. Of at most 3 × 3 there is no third. */
const adjugateAlong: StructuralRow<[Value, Value], Value> = structural('adjugateAlong', (a: Value, e: Value): Value => eachWith('det', adjugateParts, (parts, _, n, _c, x: Float64Array) => adjugateDerivative(parts, x, n), a, e),
  (da, a, e) => order(a) < 3 ? 0 : adjugateAlongTwo(a, e, da), (de, a) => adjugateAlong(a, de), { batched: true })
const adjugateAlongTwo: StructuralRow<[Value, Value, Value], Value> = structural('adjugateAlongTwo', (a: Value, e: Value, f: Value): Value => eachWith('det', adjugateParts, (parts, _, n, _c, x: Float64Array, y: Float64Array) => adjugateSecond(parts, x, y, n), a, e, f),
  (da, a, e, f) => order(a) < 4 ? 0 : adjugateByInverse(a, e, f, da), (de, a, _e, f) => adjugateAlongTwo(a, de, f), (df, a, e) => adjugateAlongTwo(a, e, df), { batched: true })

// From the third on by the inverse: what is linear in each of M_i = A⁻¹·E_i in det(A)·det(1 + ΣM)·(1 + ΣM)⁻¹·A⁻¹. With N the middle of it and
// d that determinant, d(M₁…M_k) = tr(M_k·N(M₁…M_{k−1})) and N(M₁…M_k) = d·1 − Σ_i M_i·N(without M_i). It cancels by s₁s₂s₃/s₀³, of the least singular values s.
function adjugateByInverse(a: Value, ...directions: readonly Value[]): Value {
  const regular = notNearlySingular(a), x = invRow(regular), one = new Tensor([order(a), order(a)], eye(order(a)))
  const middle = (m: readonly Value[]): Value => m.length === 0 ? one
    : m.reduce<Value>((sum, each, i) => sub(sum, matmulRow(each, middle(m.filter((_, k) => k !== i)))), mul(scalars(traceOf(matmulRow(m.at(-1) as Value, middle(m.slice(0, -1))))), one))
  return mul(scalars(detRow(regular)), matmulRow(middle(directions.map(e => matmulRow(x, e))), x))
}
const notNearlySingular: StructuralRow<[Value], Value> = structural('notNearlySingular', (a: Value): Value => {
  eachMatrix(a, [], (x, n) => {
    const [s3, s2, s1, s0] = svdKernel.svd(x, n, n).s.subarray(n - 4) as unknown as [number, number, number, number]
    if (!(s3 / s0 * (s2 / s0) * (s1 / s0) <= 1e10)) fail('det has its first three derivatives everywhere, and higher ones by the inverse; this matrix is singular, or so nearly that they would be wrong')
    return []
  })
  return a
}, dx => dx, { batched: true })

/** A number for each matrix of a batch, as a factor of it: [...lead] → [...lead, 1, 1] */
export const scalars = (x: Value): Value => reshaped(x, [...shapeOf(x), 1, 1])

const slogdetRow: StructuralRow<[Value], Value[]> = structural('slogdet', (a: Value): Value[] => eachMatrix(a, [[], []], (x, n) => {
  const { sign, logAbs } = luKernel.luSlogdet(luKernel.lu(x, n), n)
  return [sign, logAbs]
}), (da, a) => [0, traceWith(invRow(a), da)], { batched: true })

/** The determinant, also of singular matrices, and so its derivatives. @example det(tensor([[1, 2], [3, 4]])) // −2 */
export function det(a: Tensor): number
export function det<Y extends Value = Scalar>(a: Value): Y
export function det(a: Value): Value {
  matrixShape('det', a, true)
  return detRow(a)
}

/** The sign of the determinant, which never moves, and log |det A|, free of overflow. @example slogdet(tensor([[2, 0], [0, -2]])) // [−1, 1.3862943611198906] */
export function slogdet<Y extends Value = Scalar>(a: Value): [sign: Y, logAbs: Y] {
  matrixShape('slogdet', a, true)
  return slogdetRow(a) as [Y, Y]
}

/** log det A, free of overflow; NaN where the determinant is negative. @example logdet(tensor([[2, 0], [0, 2]])) // 1.3862943611198906 */
export function logdet(a: Tensor): number
export function logdet<Y extends Value = Scalar>(a: Value): Y
export function logdet(a: Value): Value {
  const [sign, logAbs] = slogdet<Value>(a)
  return add(logAbs, log(sign))
}
