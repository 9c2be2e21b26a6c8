// THE TABLE, arrays rearranged: shapes, parts, joins, orders. All are linear; none changes a number. Parts of matrices are in triangles.ts.

import { fail, show, whole } from '../errors.ts'
import * as move from '../kernels/arrange.ts'
import { broadcastShape, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { argsort as order } from '../kernels/sort.ts'
import { joint, linear, type StructuralRow, structural } from '../primitive.ts'
import { type Arrayed, arrayOf, begins, broadcastRow, disagree, joined, type Numbered, reshapeRow, shapeOf, stackRow, takeRow, Tensor } from '../tensor.ts'
import { around, axesOf, axisOf, listed, type OneAxis, raised, resized, told, toldAxis } from '../tensor/axes.ts'
import { checkedShape, ones } from '../tensor/create.ts'
import type { ArrayBox, Tensorial, Value } from '../value.ts'
import { value } from '../value.ts'
import { add, sub } from './arithmetic.ts'
import { where } from './logic.ts'

// ── rows: `axis` is negative, `start`, `index` and `shift` are whole and within range; the wrappers below see to it ─────

const along = (x: Value, axis: number, n: number, data: Float64Array): Tensor => new Tensor(resized(arrayOf(x).shape, axis, n), data)

/** 0, 1, 2, … in this shape. */
const numbered = (shape: Shape): Tensor => new Tensor(shape, Float64Array.from({ length: sizeOf(shape) }, (_, i) => i))

const transposeRow = linear<{ order: readonly number[] }>('transpose', (x, { order }) => {
  const t = arrayOf(x), lead = t.rank - order.length
  const axes = [...t.shape.keys()].slice(0, lead).concat(order.map(axis => axis + t.rank))
  return new Tensor(axes.map(axis => t.shape[axis] as number), move.transpose(t.data, t.shape, axes))
}, { batched: true, sparse: 'places' })

const sliceRow = linear<{ axis: number; start: number; step: number; count: number }>('slice', (x, { axis, start, step, count }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  if (outer === 1 && step === 1) return along(t, axis, count, t.data.subarray(start * inner, (start + count) * inner))
  return along(t, axis, count, move.slice(t.data, outer, n, inner, start, step, count))
}, {
  batched: true, sparse: 'places',
  view: (shape, { axis, start, step }: { axis: number; start: number; step: number }) => step === 1 ? begins(shape, axis, start) : -1,
})

const gatherRow = linear<{ axis: number; index: readonly number[] }>('gather', (x, { axis, index }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  return along(t, axis, index.length, move.gather(t.data, outer, n, inner, index))
}, { batched: true, sparse: 'places' })

const scatterRow = linear<{ axis: number; index: readonly number[]; n: number }>('scatterAdd', (x, { axis, index, n }) => {
  const t = arrayOf(x), { outer, inner } = around(t, axis)
  return along(t, axis, n, move.scatterAdd(t.data, outer, n, inner, index))
}, {
  batched: true,
  sparse: (shape, { axis, index, n }: { axis: number; index: readonly number[]; n: number }) => {
    const to = resized(shape, axis, n), places = gatherRow(numbered(to), { axis, index })
    return { shape: to, at: arrayOf(places).data }
  },
})

const rollRow = linear<{ axis: number; shift: number }>('roll', (x, { axis, shift }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  return along(t, axis, n, move.roll(t.data, outer, n, inner, shift))
}, { batched: true, sparse: 'places' })

export const padRow = linear<{ axis: number; before: number; after: number }>('pad', (x, { axis, before, after }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  return along(t, axis, Math.max(0, n + before + after), move.pad(t.data, outer, n, inner, before, after))
}, { batched: true, sparse: 'places' })

const concatRow = joint<{ axis: number }>('concat', (values, { axis }) => {
  const all = values.map(arrayOf), lengths = all.map(t => t.shape.at(axis) as number)
  const shape = all.reduce<Shape>((s, t) => joined('concat', s, resized(t.shape, axis, 1)), [])
  const parts = all.map((t, i) => {
    const own = resized(shape, axis, lengths[i] as number)
    return sameShape(t.shape, own) ? t.data : arrayOf(broadcastRow(t, { rank: t.rank, shape: own })).data
  })
  const total = lengths.reduce((a, b) => a + b, 0), { outer, inner } = around({ shape }, axis)
  return new Tensor(resized(shape, axis, total), move.concat(parts, outer, lengths, inner))
}, { sparse: 'places' })

/** The permutation that sorts, as numbers; it never moves. */
const argsortRow = structural('argsort', (x: Value, { axis }: { axis: number }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  return new Tensor(t.shape, Float64Array.from(order(t.data, outer, n, inner)))
}, 0, { batched: true, parameters: true })

/** out[…, j, …] = x[…, index[…, j, …], …] */
const takeAlongRow: StructuralRow<[Value, Value, { axis: number }], Value> = structural('takeAlong', (x: Value, index: Value, { axis }: { axis: number }): Value => {
  const t = arrayOf(x), j = arrayOf(index), m = j.shape.at(axis) as number
  const { outer, n, inner } = around(t, axis)
  const lead = broadcastShape(t.shape.slice(0, t.rank + axis), j.shape.slice(0, j.rank + axis)) as number[]
  if (sizeOf(lead) !== outer) return takeAlongRow(broadcastRow(t, { rank: t.rank, shape: [...lead, ...t.shape.slice(t.rank + axis)] }), index, { axis })
  return along(t, axis, m, move.takeAlong(t.data, outer, n, inner, positions('takeAlong', j.data, n), m))
}, (dx, _x, index, p) => takeAlongRow(dx, index, p), 0, { batched: true, parameters: true, sparse: 'places' })

// ── shapes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The shape of a value; [] for a number. @example shape(tensor([[1, 2, 3]])) // [1, 3] */
export const shape = (x: Value): Shape => shapeOf(value(x, 'shape'))

/**
 * The same numbers, row by row, in another shape; one length may be −1: what is left.
 *
 * @throws where the sizes differ
 * @example reshape(arange(6), [2, -1]) // [[0, 1, 2], [3, 4, 5]]
 */
export function reshape<X extends Value>(x: X, shape: Shape): Arrayed<X> {
  const from = shapeOf(value(x, 'reshape')), size = sizeOf(from)
  listed('reshape', 'a shape, an array of whole numbers of which one may be −1', shape, `reshape(x, [${typeof shape === 'number' ? String(shape) : '-1'}])`)
  const known = shape.reduce((a, n) => n === -1 ? a : a * n, 1), open = shape.filter(n => n === -1).length
  const to = shape.map(n => n === -1 ? size / known : n)
  if (open > 1 || sizeOf(to) !== size || to.some(n => !Number.isInteger(n) || n < 0))
    fail(`reshape expects a shape of ${size} numbers for the shape [${from.join(', ')}], and got [${shape.join(', ')}]`)
  return reshapeRow(x, { rank: from.length, shape: to }) as Arrayed<X>
}

/**
 * x repeated to a shape, as NumPy broadcasts.
 *
 * @throws where an axis is neither 1 nor that of the shape
 * @example broadcastTo(tensor([1, 2]), [2, 2]) // [[1, 2], [1, 2]]
 */
export function broadcastTo<X extends Value>(x: X, shape: Shape): Arrayed<X> {
  checkedShape(shape, 'broadcastTo')
  const from = shapeOf(value(x, 'broadcastTo')), to = joined('broadcastTo', from, shape)
  if (!sameShape(to, shape)) disagree('broadcastTo', from, shape, -1 - [...to].reverse().findIndex((n, i) => n !== shape.at(-1 - i)))
  return broadcastRow(x, { rank: from.length, shape }) as Arrayed<X>
}

/**
 * Axes in another order: reversed, or axis i of the result is axis `axes[i]` of x.
 *
 * @example transpose(tensor([[1, 2], [3, 4]])) // [[1, 3], [2, 4]]
 */
export function transpose<X extends Value>(x: X, axes?: readonly number[]): Arrayed<X> {
  const rank = shapeOf(value(x, 'transpose')).length
  const order = axes === undefined ? axesOf('transpose', x, undefined).reverse() : listed('transpose', 'an array of axes', axes, 'transpose(x, [1, 0])').map(axis => axisOf('transpose', x, axis))
  if (order.length !== rank || new Set(order).size !== rank) fail(`transpose expects each of the ${rank} axes once, and got [${String(axes)}]`)
  return (rank < 2 ? x : transposeRow(x, { order })) as Value as Arrayed<X>
}

/** The last two axes exchanged. */
export const turned = (x: Value): Value => transposeRow(x, { order: [-1, -2] })

/** The last `rank` axes of x in another order, of the axes from the end; what stands before them stays. */
export const reordered = (x: Value, order: readonly number[]): Value => transposeRow(x, { order })

// ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What of an axis: an index (the axis goes), `[from, to, step]` as in Python (each may be left out), or null: all. */
export type Part = number | readonly [from?: number | null, to?: number | null, step?: number] | null

/** Indices alone may leave a number or an array, ranges leave arrays. */
type Sliced<X, P extends readonly Part[]> = P[number] extends number ? Value : Arrayed<X>

/**
 * Parts of x, axis by axis; negative numbers count from the end of an axis.
 *
 * @example slice(tensor([[1, 2, 3], [4, 5, 6]]), 1, [0, 2]) // [4, 5]
 */
export function slice<X extends Value, P extends readonly Part[]>(x: X, ...parts: P): Sliced<X, P>
export function slice(x: Value, ...parts: readonly Part[]): Value {
  const shape = shapeOf(value(x, 'slice')), rank = shape.length
  if (parts.length > rank) fail(`slice expects at most ${rank} part${rank === 1 ? '' : 's'} for the shape [${shape.join(', ')}], and got ${parts.length}; [from, to] is one`)
  return parts.reduce<Value>((y, part, i) => {
    const axis = i - rank, n = shape[i] as number
    if (part === null) return y
    if (typeof part === 'number') {
      if (!Number.isInteger(part) || part < -n || part >= n) fail(`slice expects an index from ${-n} to ${n - 1} along axis ${axis}, and got ${show(part)}`)
      return takeRow(y, { axis, index: part < 0 ? part + n : part })
    }
    const bounds = (at: unknown): boolean => at === undefined || at === null || Number.isInteger(at) || Math.abs(at as number) === Infinity && typeof at === 'number'
    if (!Array.isArray(part) || part.length > 3 || !bounds(part[0]) || !bounds(part[1]))
      fail(`slice expects an index, [from, to, step] of whole numbers, or null for each axis, and got ${Array.isArray(part) ? `[${part.map(at => typeof at === 'string' ? `'${at}'` : String(at)).join(', ')}]` : show(part)} for axis ${axis}`)
    const [from, to, step = 1] = part as Exclude<Part, number | null>
    if (!Number.isInteger(step) || step === 0) fail(`slice expects a whole step that is not 0, and got ${show(step)}`)
    const bound = (at: number | null | undefined, otherwise: number): number =>
      at === undefined || at === null ? otherwise : Math.max(step < 0 ? -1 : 0, Math.min(step < 0 ? n - 1 : n, at < 0 ? at + n : at))
    const start = bound(from, step < 0 ? n - 1 : 0), end = bound(to, step < 0 ? -1 : n)
    return sliceRow(y, { axis, start, step, count: Math.max(0, Math.ceil((end - start) / step)) })
  }, x)
}

/**
 * One number of an array, by an index for each of its axes; negative ones count from the end.
 *
 * @example at(tensor([[1, 2, 3], [4, 5, 6]]), 1, -1) // 6
 */
export function at<X extends Value>(x: X, ...index: readonly number[]): Numbered<X> {
  const shape = shapeOf(value(x, 'at'))
  if (index.length !== shape.length || index.some(i => typeof i !== 'number'))
    fail(`at expects ${shape.length === 1 ? 'one index' : `${shape.length} indices`} for the shape [${shape.join(', ')}], and got ${index.length}; parts of x are slice(x, …)`)
  return slice(x as Value, ...index) as Numbered<X>
}

/** Part of one axis of many: [start, start + count). */
export const window = (x: Value, axis: number, start: number, count: number): Value => sliceRow(x, { axis, start, step: 1, count })

/** Positions along an axis: whole numbers, from the end where negative; plain, for they do not move. */
export type Index = ArrayLike<number> | Tensorial

const plainIndex = (who: string, index: Index): ArrayLike<number> => {
  if (typeof index !== 'object' || index === null) fail(`${who} expects indices in an array, and got ${show(index)}${typeof index === 'number' ? `; perhaps [${String(index)}]` : ''}`)
  return 'level' in index ? (index.strip() as ArrayBox).data : index
}

const indexOf = (who: string, index: Index, n: number): number[] => Array.from(positions(who, plainIndex(who, index), n))

/** Places on an axis of length n, from its beginning. */
function positions(who: string, index: ArrayLike<number>, n: number): Int32Array {
  const places = new Int32Array(index.length)
  for (let j = 0; j < index.length; j++) {
    const i = index[j] as number
    if (!Number.isInteger(i) || i < -n || i >= n) fail(`${who} expects indices from ${-n} to ${n - 1}, and got ${show(i)}`)
    places[j] = i < 0 ? i + n : i
  }
  return places
}

/** The slices of x at these indices of an axis, in their order. @example gather(tensor([5, 6, 7]), [2, 0]) // [7, 5] */
export function gather<X extends Value>(x: X, index: Index, options: OneAxis = {}): Arrayed<X> {
  const at = toldAxis('gather', x, options, 0)
  return gatherRow(x, { axis: at, index: indexOf('gather', index, shapeOf(x).at(at) as number) }) as Arrayed<X>
}

/**
 * x with slices of `values` added at these indices of an axis; an index may occur many times.
 *
 * @example scatterAdd(zeros([3]), [0, 2, 0], tensor([1, 2, 3])) // [4, 0, 2]
 */
export function scatterAdd<A extends Value, B extends Value>(x: A, index: Index, values: B, options: OneAxis = {}): Arrayed<A | B> {
  const at = toldAxis('scatterAdd', x, options, 0), n = shapeOf(x).at(at) as number
  const own = shapeOf(value(values, 'scatterAdd')), shape = resized(shapeOf(x), at, plainIndex('scatterAdd', index).length)
  if (!sameShape(broadcastShape(own, shape) ?? [-1], shape)) fail(`scatterAdd expects values of shape [${shape.join(', ')}], one for each index, or of one that broadcasts to it, and got [${own.join(', ')}]`)
  return add(x, scatterRow(broadcastTo(values, shape), { axis: at, index: indexOf('scatterAdd', index, n), n })) as Arrayed<A | B>
}

// ── joins ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Values one after the other along an axis that they have. @example concat([tensor([1]), tensor([2, 3])]) // [1, 2, 3] */
export function concat<X extends Value>(values: readonly X[], options: OneAxis = {}): Arrayed<X> {
  const first = listed('concat', 'an array of tensors', values, 'concat([a, b])')[0] ?? fail('concat expects at least one tensor, and got an empty array'), at = toldAxis('concat', first, options, 0)
  const shape = shapeOf(first)
  for (const x of values) {
    const own = shapeOf(value(x, 'concat'))
    const wrong = own.length === shape.length ? shape.findIndex((n, i) => i - shape.length !== at && n !== own[i]) : 0
    if (own.length !== shape.length) fail(`concat expects tensors of one rank, and got the shapes [${shape.join(', ')}] and [${own.join(', ')}]`)
    if (wrong >= 0) disagree('concat', shape, own, wrong - shape.length)
  }
  return concatRow(...values, { axis: at }) as Arrayed<X>
}

/** Pieces of one rank, of which the leading axes are batches and lanes, one after the other. */
export const joinedAlong = (axis: number, ...values: readonly Value[]): Value => {
  const rank = Math.max(...values.map(x => shapeOf(x).length))
  return values.length === 1 ? values[0] as Value : concatRow(...values.map(x => raised(x, rank)), { axis })
}

/** Values of one shape side by side along a new axis. @example stack([1, 2]) // [1, 2] */
export function stack<X extends Value>(values: readonly X[], options: OneAxis = {}): Arrayed<X> {
  const first = listed('stack', 'an array of values', values, 'stack([a, b])')[0] ?? fail('stack expects at least one value, and got an empty array'), shape = shapeOf(value(first, 'stack'))
  const { axis = 0 } = told('stack', options, 'axis')
  for (const x of values) {
    const own = shapeOf(value(x, 'stack')), wrong = shape.findIndex((n, i) => n !== own[i])
    if (own.length !== shape.length) fail(`stack expects values of one shape, and got [${shape.join(', ')}] and [${own.join(', ')}]`)
    if (wrong >= 0) disagree('stack', shape, own, wrong - shape.length)
  }
  const rank = shape.length + 1
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) fail(`stack expects an axis from ${-rank} to ${rank - 1}, and got ${show(axis)}`)
  return stackRow(...values, { axis: axis < 0 ? axis : axis - rank }) as Arrayed<X>
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The order along axes reversed; along all where none is named. @example flip(tensor([1, 2, 3])) // [3, 2, 1] */
export function flip<X extends Value>(x: X, options: { axis?: number | readonly number[] } = {}): Arrayed<X> {
  return axesOf('flip', value(x, 'flip'), told('flip', options, 'axis').axis).reduce<Value>((y, at) => {
    const n = shapeOf(x).at(at) as number
    return sliceRow(y, { axis: at, start: n - 1, step: -1, count: n })
  }, x) as Arrayed<X>
}

/** Each element moved `shift` places on along an axis; what falls off comes in again. @example roll(tensor([1, 2, 3]), 1) // [3, 1, 2] */
export function roll<X extends Value>(x: X, shift: number, options: OneAxis = {}): Arrayed<X> {
  return rollRow(x, { axis: toldAxis('roll', x, options, -1), shift: whole('roll', 'the shift', shift) }) as Arrayed<X>
}

/**
 * `[before, after]` elements put around each axis (one pair for all axes, or one a piece), all `value`.
 *
 * @example pad(tensor([1, 2]), [1, 0]) // [0, 1, 2]
 */
export function pad<X extends Value>(x: X, widths: readonly [number, number] | readonly (readonly [number, number])[], options: { value?: Value } = {}): Arrayed<X> {
  const { value: filling = 0 } = told('pad', options, 'value'), axes = axesOf('pad', value(x, 'pad'), undefined)
  listed('pad', '[before, after], or an array of one such pair for each axis', widths as readonly unknown[], `pad(x, [${typeof widths === 'number' ? `${String(widths)}, ${String(widths)}` : '1, 1'}])`)
  const pairs = typeof widths[0] === 'number' ? axes.map(() => widths as readonly [number, number]) : widths as readonly (readonly [number, number])[]
  if (pairs.length !== axes.length) fail(`pad expects one pair for each of the ${axes.length} axes, and got ${pairs.length}`)
  for (const pair of pairs) if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(Number.isInteger))
    fail(`pad expects [before, after] of whole numbers, and got ${Array.isArray(pair) ? `[${pair.map(String).join(', ')}]` : show(pair)}`)
  const padded = (from: Value): Value => axes.reduce<Value>((y, axis, i) => padRow(y, { axis, before: (pairs[i] as readonly number[])[0] as number, after: (pairs[i] as readonly number[])[1] as number }), from)
  return (filling === 0 ? padded(x) : where(padded(ones(shapeOf(x))), padded(x), filling)) as Arrayed<X>
}

/** Differences of neighbours along an axis, `order` times. @example diff(tensor([1, 4, 9])) // [3, 5] */
export function diff<X extends Value>(x: X, options: { axis?: number; order?: number } = {}): Arrayed<X> {
  const { axis = -1, order = 1 } = told('diff', options, 'axis', 'order'), at = axisOf('diff', value(x, 'diff'), axis)
  let y: Value = x
  for (let i = 0, times = whole('diff', '{ order }', order, 0); i < times; i++) {
    const n = shapeOf(y).at(at) as number, count = Math.max(0, n - 1)
    y = sub(sliceRow(y, { axis: at, start: Math.min(1, n), step: 1, count }), sliceRow(y, { axis: at, start: 0, step: 1, count }))
  }
  return y as Arrayed<X>
}

/** The positions of the sorted elements, ascending, NaN last; they never move. @example argsort(tensor([3, 1, 2])) // [1, 2, 0] */
export const argsort = <X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> =>
  argsortRow(x, { axis: toldAxis('argsort', x, options, -1) }) as Arrayed<X>

/** Ascending along an axis; each number moves as it did where it stood. @example sort(tensor([3, 1, 2])) // [1, 2, 3] */
export function sort<X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> {
  const at = toldAxis('sort', x, options, -1)
  return takeAlongRow(x, argsortRow(x, { axis: at }), { axis: at }) as Arrayed<X>
}

/** Elements at positions along an axis, as `argsort` and `argmax` give them. @example takeAlong(tensor([5, 6]), tensor([1, 0])) // [6, 5] */
export function takeAlong<A extends Value, B extends Value>(x: A, index: B, options: OneAxis = {}): Arrayed<A | B> {
  const axis = toldAxis('takeAlong', x, options, -1), own = shapeOf(x), places = shapeOf(value(index, 'takeAlong'))
  if (places.length < -axis) fail(`takeAlong expects indices with as many axes as the tensor of shape [${own.join(', ')}], and got ${show(index)}; gather(x, [i]) takes slices`)
  return takeAlongRow(x, index, { axis }) as Arrayed<A | B>
}
