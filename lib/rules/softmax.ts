// THE TABLE, exponentials along an axis: softmax, its logarithm, and the logarithm of their sum, right also where one weighs nearly all.

import { argmax } from '../kernels/reduce.ts'
import { exponentials, type Kind } from '../kernels/softmax.ts'
import { type Shape, sizeOf } from '../kernels/broadcast.ts'
import { type StructuralRow, structural } from '../primitive.ts'
import { type Arrayed, arrayOf, reshapeRow, shapeOf, Tensor } from '../tensor.ts'
import { around, axesOf, type OneAxis, reshaped, resized, told, toldAxis, without } from '../tensor/axes.ts'
import { ones } from '../tensor/create.ts'
import type { Value } from '../value.ts'
import { plus, times, value } from '../value.ts'
import { reordered } from './arrange.ts'
import { type Along, type Reducer, sumRow } from './array.ts'
import { neg } from './arithmetic.ts'
import { where } from './logic.ts'

type P = { axis: number }

/** Values and weights: plain numbers, which the rows below set in motion. */
const stillRow = structural('exponentials', (x: Value, { axis, kind }: P & { kind: Kind }): Value[] => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis), { weights, value } = exponentials(t.data, outer, n, inner, kind)
  return [new Tensor(kind === 'total' ? resized(t.shape, axis, 1) : t.shape, value), new Tensor(t.shape, weights)]
}, 0, { batched: true, parameters: true })

/** 1 where the greatest weight stands along an axis, 0 elsewhere. */
const greatestRow = structural('greatest', (w: Value, { axis }: P): Value => {
  const t = arrayOf(w), { outer, n, inner } = around(t, axis), out = new Float64Array(t.data.length)
  argmax(t.data, outer, n, inner).forEach((at, k) => { out[(Math.floor(k / inner) * n + at) * inner + k % inner] = 1 })
  return new Tensor(t.shape, out)
}, 0, { batched: true, parameters: true })

// by_i·(ẋ_i − Σ_j w_j·ẋ_j), of weights Σw = 1. Where the greatest weight, w_m, is nearly 1 that would cancel at m, and is there
// −by_m·Σ_j w_j·(ẋ_j − ẋ_m), a sum over the others; elsewhere weights are at most 1/2.
function centred(dx: Value, w: Value, by: Value, { axis }: P): Value {
  if (shapeOf(w).at(axis) === 0) return dx
  const most = greatestRow(w, { axis }), total = (x: Value): Value => sumRow(x, { axes: [axis], keep: true }), others = where(most, 0, w)
  const gap = plus(total(times(others, dx)), times(neg(total(others)), total(where(most, dx, 0))))
  return plus(times(where(most, 0, by), dx), times(neg(by), where(most, gap, total(times(w, dx)))))
}

type Lifted = StructuralRow<[x: Value, value: Value, weights: Value, P], Value>
const softmaxRow: Lifted    = structural('softmax', (_x: Value, y: Value, _w: Value, _p: P) => y, (dx, _x, _y, _w, p, y) => centred(dx, y, y, p), 0, 0, { batched: true, parameters: true })
const logSoftmaxRow: Lifted = structural('logSoftmax', (_x: Value, y: Value, _w: Value, _p: P) => y, (dx, x, _y, w, p) => centred(dx, softmaxRow(x, w, w, p), ones(shapeOf(w)), p), 0, 0, { batched: true, parameters: true })
const logSumExpRow: Lifted  = structural('logSumExp', (_x: Value, y: Value, _w: Value, _p: P) => y,
  (dx, x, _y, w, p) => sumRow(times(softmaxRow(x, w, w, p), dx), { axes: [p.axis], keep: true }), 0, 0, { batched: true, parameters: true })

function lifted(row: Lifted, x: Value, axis: number, kind: Kind): Value {
  const [y, w] = stillRow(x, { axis, kind })
  return row(x, y as Value, w as Value, { axis })
}

/** x with these axes as one, and that one. */
function merged(x: Value, axes: readonly number[]): [x: Value, axis: number] {
  const shape = shapeOf(x), rank = shape.length, first = axes[0] as number, last = axes.at(-1) as number, n = sizeOf(axes.map(axis => shape.at(axis) as number))
  const rest = without(shape, axes, false)
  if (axes.length === 1) return [x, first]
  if (last - first + 1 === axes.length) return [reshapeRow(x, { rank, shape: [...rest.slice(0, rank + first), n, ...rest.slice(rank + first)] }), last]
  const order = shape.map((_, i) => i - rank).filter(axis => !axes.includes(axis)).concat(axes)
  return [reshapeRow(reordered(x, order), { rank, shape: [...rest, n] }), -1]
}

/** log Σ exp(xᵢ) over all elements or along axes, free of overflow. @example logSumExp(tensor([1000, 1000])) // 1000.6931471805599 */
export const logSumExp = ((x: Value, along: Along = {}): Value => {
  const { axis, keep = false } = told('logSumExp', along, 'axis', 'keep'), axes = axesOf('logSumExp', value(x, 'logSumExp'), axis)
  if (axes.length === 0) return shapeOf(x).length === 0 ? reshapeRow(x, { rank: 0, shape: [] }) : x
  const [y, at] = merged(x, axes), out = lifted(logSumExpRow, y, at, 'total'), shape: Shape = without(shapeOf(x), axes, keep)
  return reshaped(out, shape)
}) as Reducer

/** exp(xᵢ)/Σ exp(xⱼ) along an axis, free of overflow. @example softmax(tensor([0, 0])) // [0.5, 0.5] */
export const softmax = <X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> =>
  lifted(softmaxRow, x, toldAxis('softmax', x, options, -1), 'weights') as Arrayed<X>

/** log softmax(x) along an axis, free of overflow. @example logSoftmax(tensor([0, 0])) // [−0.6931471805599453, −0.6931471805599453] */
export const logSoftmax = <X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> =>
  lifted(logSoftmaxRow, x, toldAxis('logSoftmax', x, options, -1), 'logarithms') as Arrayed<X>
