// THE TABLE, arrays reduced: sums, extremes, running totals, norms, statistics. Products of whole arrays are in products.ts.

import { fail, show } from '../errors.ts'
import { broadcastShape, broadcastTo, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { productAlong } from '../kernels/product.ts'
import * as reduce from '../kernels/reduce.ts'
import { linear, type StructuralRow, structural } from '../primitive.ts'
import { type Arrayed, arrayOf, shapeOf, Tensor, wrap } from '../tensor.ts'
import { around, axesOf, gatheredAxes, kept, type OneAxis, type Reduction, repeated, reshaped, told, toldAxis, without } from '../tensor/axes.ts'
import type { Call, Scalar, Value } from '../value.ts'
import { times, value } from '../value.ts'
import { padRow } from './arrange.ts'
import { abs, add, div, mul, neg, square, sub } from './arithmetic.ts'
import { pow } from './elementary.ts'
import { eq, where } from './logic.ts'

/** Along which axes (all where nothing is said), and whether they stay with length 1. */
export interface Along {
  readonly axis?: number | readonly number[]
  readonly keep?: boolean
}

/** A function that reduces all of its argument to one number, or some axes of it. */
export interface Reducer {
  (x: Tensor): number
  (x: Value): Scalar
  (x: Value, along: Along | undefined): Value
}

const reducer = (who: string, f: (x: Value, p: Reduction) => Value): Reducer => ((x: Value, along: Along = {}) => {
  const { axis, keep = false } = told(who, along, 'axis', 'keep')
  const axes = axesOf(who, value(x, who), axis)
  return axes.length === 0 ? f(reshaped(x, [...shapeOf(x), 1]), { axes: [-1], keep: false }) : f(x, { axes, keep }) // no axis: each number alone
}) as Reducer

const reduced = (x: Value, { axes, keep }: Reduction, kernel: (a: Float64Array, outer: number, n: number, inner: number) => ArrayLike<number>): Value => {
  const t = arrayOf(x), { data, outer, n, inner } = gatheredAxes(t, axes), out = kernel(data, outer, n, inner)
  return wrap(without(t.shape, axes, keep), out instanceof Float64Array ? out : Float64Array.from(out))
}

// ── sums and extremes ───────────────────────────────────────────────────────────────────────────────────────────────

// motion that is exactly 0 everywhere is the number 0, which has no axes
export const sumRow = linear<Reduction>('sum', (x, p) => x === 0 ? 0 : reduced(x, p, reduce.sum), {
  batched: true,
  sparse: (shape, { axes, keep }: Reduction) => {
    const to = without(shape, axes, true), places = Float64Array.from({ length: sizeOf(to) }, (_, i) => i)
    return { shape: without(shape, axes, keep), at: sizeOf(to) === 1 ? new Uint8Array(sizeOf(shape)) : broadcastTo(places, to, shape) }
  },
})

// At a tie all that tie share the motion evenly, as the rows max and min of two numbers do.
type Extreme = StructuralRow<[Value, Reduction], Value>
const shared = (dx: Value, x: Value, p: Reduction, out: Value): Value => {
  const mask = eq(x, kept(out, x, p))
  return div(sumRow(where(mask, dx, 0), p), sumRow(mask, p))
}
const maxRow: Extreme = structural('amax', (x: Value, p: Reduction): Value => reduced(x, p, reduce.max), shared, { batched: true, parameters: true })
const minRow: Extreme = structural('amin', (x: Value, p: Reduction): Value => reduced(x, p, reduce.min), shared, { batched: true, parameters: true })
const argmaxRow = structural('argmax', (x: Value, p: Reduction): Value => reduced(x, p, reduce.argmax), 0, { batched: true, parameters: true })
const argminRow = structural('argmin', (x: Value, p: Reduction): Value => reduced(x, p, reduce.argmin), 0, { batched: true, parameters: true })

/** The same value, which never moves. */
const still = structural('still', (x: Value): Value => x, 0, { batched: true, code: x => x })

/**
 * x, as if it stood still: all its derivatives are 0. Unlike primal(x) it keeps a tensor one, and can be compiled.
 *
 * @example derivative(x => mul(stopGradient(x), x))(3) // 3
 */
export const stopGradient = <X extends Value>(x: X): X => still(value(x, 'stopGradient')) as X

/** The sum of all elements, or along axes. @example sum(tensor([1, 2, 3])) // 6 */
export const sum: Reducer = reducer('sum', sumRow)

/** The mean of all elements, or along axes. @example mean(tensor([1, 2, 3])) // 2 */
export const mean: Reducer = reducer('mean', (x, p) => div(sumRow(x, p), countOf(x, p)))

/** The greatest element, or along axes (`max` is that of two numbers). @example amax(tensor([1, 3, 2])) // 3 */
export const amax: Reducer = reducer('amax', maxRow)

/** The least element, or along axes. @example amin(tensor([3, 1, 2])) // 1 */
export const amin: Reducer = reducer('amin', minRow)

/** The product of all elements, or along axes; its derivatives are right also where elements are 0. @example prod(tensor([2, 3, 4])) // 24 */
export const prod: Reducer = reducer('prod', (x, p) => {
  const y = p.axes.reduce<Value>((z, axis) => kept(prodRow(0)(z, { axis }), z, { axes: [axis], keep: false }), x)
  return p.keep ? y : reshaped(y, without(shapeOf(y), p.axes, false))
})

/** The product along k directions, which follow x: along x of k there is one of k + 1, and it is linear in each direction. */
function prodRow(k: number): Call & ((...valuesAndParameters: unknown[]) => Value) {
  const known = prodRows[k]
  if (known !== undefined) return known
  const f = (...given: unknown[]): Value => {
    const { axis } = given.at(-1) as { axis: number }, all = (given.slice(0, -1) as Value[]).map(arrayOf), shape = all.reduce<Shape>((s, t) => broadcastShape(s, t.shape) as Shape, [])
    const { outer, n, inner } = around({ shape }, axis), [x, ...directions] = all.map(t => repeated(t, shape))
    return wrap(without(shape, [axis], false), productAlong(x as Float64Array, directions, outer, n, inner))
  }
  const rule = (i: number) => (tangent: Value, ...given: unknown[]): Value => {
    const args = given.slice(0, k + 1), p = given[k + 1]
    return i === 0 ? prodRow(k + 1)(...args, tangent, p) : prodRow(k)(...args.map((x, j) => j === i ? tangent : x), p)
  }
  return prodRows[k] = structural(k === 0 ? 'prod' : `prodAlong${k}`, Object.defineProperty(f, 'length', { value: k + 2 }), ...Array.from({ length: k + 1 }, (_, i) => rule(i)), { batched: true, parameters: true })
}
const prodRows: ReturnType<typeof prodRow>[] = []

/** Where the greatest element stands along an axis, or among all; it never moves. @example argmax(tensor([1, 3, 2])) // 1 */
export const argmax = (x: Value, options: OneAxis = {}): Value => position('argmax', argmaxRow, x, options)

/** Where the least element stands along an axis, or among all; it never moves. @example argmin(tensor([3, 1, 2])) // 1 */
export const argmin = (x: Value, options: OneAxis = {}): Value => position('argmin', argminRow, x, options)

const position = (who: string, row: (x: Value, p: Reduction) => Value, x: Value, options: OneAxis): Value =>
  told(who, options, 'axis').axis !== undefined ? row(x, { axes: [toldAxis(who, x, options, -1)], keep: false })
    : row(reshaped(value(x, who), [sizeOf(shapeOf(x))]), { axes: [-1], keep: false })

/** How many elements are reduced to one. */
const countOf = (x: Value, { axes }: Reduction): number => sizeOf(axes.map(axis => shapeOf(x).at(axis) as number))

// ── running totals ──────────────────────────────────────────────────────────────────────────────────────────────────

// Products run as y_j = c_j·y_{j−1} + b_j, whose motion is of the same kind, ẏ_j = c_j·ẏ_{j−1} + (ċ_j·y_{j−1} + ḃ_j), and which
// never divides: so products of zeros have all their derivatives.
const recurrenceRow: StructuralRow<[Value, Value, { axis: number }], Value> = structural('recurrence',
  (c: Value, b: Value, { axis }: { axis: number }): Value => {
    const s = arrayOf(c), t = arrayOf(b), shape = broadcastShape(s.shape, t.shape) as number[]
    const whole = sameShape(t.shape, shape) ? t.data : broadcastTo(t.data, t.shape, shape)
    const factors = sameShape(s.shape, shape.slice(shape.length - s.rank)) ? s.data : broadcastTo(s.data, s.shape, shape)
    const { outer, n, inner } = around(new Tensor(shape, whole), axis)
    return new Tensor(shape, reduce.recurrence(factors, whole, outer, n, inner))
  },
  (dc, c, _b, p, y) => recurrenceRow(c, times(before(y, p), dc), p),
  (db, c, _b, p) => recurrenceRow(c, db, p), { batched: true, parameters: true })

const cumprodRow: StructuralRow<[Value, { axis: number }], Value> = structural('cumprod',
  (x: Value, { axis }: { axis: number }): Value => {
    const t = arrayOf(x), { outer, n, inner } = around(t, axis)
    return new Tensor(t.shape, reduce.cumprod(t.data, outer, n, inner))
  },
  (dx, x, p, y) => recurrenceRow(x, times(add(before(y, p), first(shapeOf(y).at(p.axis) as number, p.axis)), dx), p), { batched: true, parameters: true })

const cumsumRow = linear<{ axis: number }>('cumsum', (x, { axis }) => {
  const t = arrayOf(x), { outer, n, inner } = around(t, axis)
  return new Tensor(t.shape, reduce.cumsum(t.data, outer, n, inner))
}, { batched: true })

/** y_{j−1}, with 0 before the first */
const before = (y: Value, { axis }: { axis: number }): Value => padRow(y, { axis, before: 1, after: -1 })

/** 1 in the first place of an axis, 0 behind it */
const first = (n: number, axis: number): Tensor =>
  new Tensor([n, ...new Array<number>(-axis - 1).fill(1)], Float64Array.from({ length: n }, (_, i) => i === 0 ? 1 : 0))

/** Running sums along an axis. @example cumsum(tensor([1, 2, 3])) // [1, 3, 6] */
export const cumsum = <X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> =>
  cumsumRow(x, { axis: toldAxis('cumsum', x, options, -1) }) as Arrayed<X>

/** Running products along an axis. @example cumprod(tensor([1, 2, 3])) // [1, 2, 6] */
export const cumprod = <X extends Value>(x: X, options: OneAxis = {}): Arrayed<X> =>
  cumprodRow(x, { axis: toldAxis('cumprod', x, options, -1) }) as Arrayed<X>

// ── norms and statistics ────────────────────────────────────────────────────────────────────────────────────────────

// x/s, of which every motion is divided by s: products with 1/s would be too large, or too small, in the second derivative already.
// An x of 0 is 0 also where s is: there nothing moves, or (second derivatives at 0) all but what stands still is infinite.
const partsRow: StructuralRow<[Value, Value], Value> = structural('parts', (x: Value, s: Value): Value => where(eq(x, 0), x, div(x, s)),
  (dx, _x, s) => partsRow(dx, s), (ds, _x, s, out) => neg(partsRow(times(out, ds), s)), { batched: true })

// √Σx², whose derivative Σ(x/‖x‖)·ẋ is taken as 0 at 0.
const lengthRow: StructuralRow<[Value, Reduction], Value> = structural('norm', (x: Value, p: Reduction): Value => reduced(x, p, lengths),
  (dx, x, p, out) => {
    const whole = kept(out, x, p)
    return sumRow(times(partsRow(x, whole), dx), p)
  }, { batched: true, parameters: true })

function lengths(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  const out = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let total = 0, size = 0
      for (let j = 0, at = o * n * inner + i; j < n; j++, at += inner) total += (a[at] as number) * (a[at] as number)
      if (!(total > 1e-280 && total < 1e300)) { // too small or too large to be squared: again, by the greatest
        for (let j = 0, at = o * n * inner + i; j < n; j++, at += inner) size = Math.max(size, Math.abs(a[at] as number))
        if (size > 0 && size < Infinity) size = 2 ** Math.max(-1000, Math.floor(Math.log2(size)))
        total = 0
        if (size > 0 && size < Infinity) for (let j = 0, at = o * n * inner + i; j < n; j++, at += inner) total += ((a[at] as number) / size) ** 2
      }
      out[o * inner + i] = size === 0 ? Math.sqrt(total) : size < Infinity ? size * Math.sqrt(total) : size
    }
  return out
}

/**
 * The length of x, ‖x‖ = (Σ|xᵢ|^p)^(1/p), over all elements or along axes; p = 2 where nothing is said (for matrices, Frobenius').
 * At 0 its derivative is 0.
 *
 * @param order  p: 1, 2, Infinity, or any number from 1 on
 * @example norm(tensor([3, 4])) // 5
 */
export function norm(x: Tensor): number
export function norm(x: Value): Scalar
export function norm(x: Value, options: Along & { order?: number }): Value
export function norm(x: Value, options: Along & { order?: number } = {}): Value {
  const { order = 2, ...along } = told('norm', options, 'order', 'axis', 'keep')
  axesOf('norm', value(x, 'norm'), along.axis)
  if (typeof order !== 'number') fail(`norm expects { order } to be a number from 1 on, or Infinity, and got ${show(order)}`)
  if (order === 1) return sum(abs(x), along)
  if (order === Infinity) return amax(abs(x), along)
  if (order === 2) return length(x, along)
  if (!(order >= 1)) fail(`norm expects { order } to be a number from 1 on, or Infinity, and got ${show(order)}`)
  // by the greatest element, so that no power overflows; it stands still, for it cancels
  const size = still(amax(abs(x), { ...along, keep: true })), scale = where(eq(size, 0), 1, size)
  const total = sum(pow(abs(div(x, scale)), order), along)
  return mul(reshaped(scale, shapeOf(total)), pow(total, 1 / order))
}
const length = reducer('norm', lengthRow)

/** The mean of the squared distances from the mean; `correction: 1` divides by n − 1. @example variance(tensor([1, 3])) // 1 */
export function variance(x: Tensor): number
export function variance(x: Value): Scalar
export function variance(x: Value, options: Along & { correction?: number }): Value
export function variance(x: Value, options: Along & { correction?: number } = {}): Value {
  const { correction = 0, ...along } = told('variance', options, 'correction', 'axis', 'keep'), count = counted('variance', x, along, correction)
  return div(sum(square(centred(x, along)), along), count)
}

/** The square root of the variance; where it is 0, so is its derivative. @example std(tensor([1, 3])) // 1 */
export function std(x: Tensor): number
export function std(x: Value): Scalar
export function std(x: Value, options: Along & { correction?: number }): Value
export function std(x: Value, options: Along & { correction?: number } = {}): Value {
  const { correction = 0, ...along } = told('std', options, 'correction', 'axis', 'keep'), count = counted('std', x, along, correction)
  return div(length(centred(x, along), along), Math.sqrt(count))
}

const centred = (x: Value, along: Along): Value => sub(x, mean(x, { ...along, keep: true }))
const counted = (who: string, x: Value, { axis }: Along, correction: number): number => {
  if (typeof correction !== 'number') fail(`${who} expects { correction } to be a number, and got ${show(correction)}`)
  return countOf(x, { axes: axesOf(who, value(x, who), axis), keep: false }) - correction
}
