// Axes, as users name them and as rows want them: counted from the end. No element is touched here.

import { fail, known, show } from '../errors.ts'
import { transpose } from '../kernels/arrange.ts'
import { broadcastTo, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { reshapeRow, shapeOf, type Tensor } from '../tensor.ts'
import type { Value } from '../value.ts'
import { value } from '../value.ts'

/** Which axes: one or several, from 0 or, negative, from the end; all where nothing is said. */
export type Axes = number | readonly number[] | undefined

/** Parameters of rows that reduce: negative axes, ascending, and whether they stay with length 1. */
export interface Reduction {
  readonly axes: readonly number[]
  readonly keep: boolean
}

/** One axis of x, from the end. */
export function axisOf(who: string, x: Value, axis: number): number {
  const shape = shapeOf(x)
  if (!Number.isInteger(axis) || axis < -shape.length || axis >= shape.length)
    fail(shape.length === 0 ? `${who} expects a tensor with an axis ${show(axis).replace('the number ', '')}, and got a number`
      : `${who} expects an axis from ${-shape.length} to ${shape.length - 1} for the shape [${shape.join(', ')}], and got ${show(axis)}`)
  return axis < 0 ? axis : axis - shape.length
}

/** What a function is told by name, as it came: other names would be ignored in silence. */
export function told<O extends object>(who: string, options: O, ...names: readonly (keyof O & string)[]): O {
  known(options, names, who, `${who}(…, { ${names[0] as string}: … })`)
  return options
}

/** The one axis that a function is told, from the end. */
export const toldAxis = (who: string, x: Value, options: OneAxis, otherwise: number): number =>
  axisOf(who, value(x, who), told(who, options, 'axis').axis ?? otherwise)

/** Along which axis. */
export interface OneAxis { readonly axis?: number }

/** An array as it came. */
export function listed<T>(who: string, what: string, given: readonly T[], meant: string): readonly T[] {
  if (!Array.isArray(given)) fail(`${who} expects ${what}, and got ${show(given)}; perhaps ${meant}`)
  return given
}

/** The axes of x, from the end and ascending. */
export function axesOf(who: string, x: Value, axes: Axes): number[] {
  if (axes === undefined) return shapeOf(x).map((_, i, { length }) => i - length)
  const all = (typeof axes === 'number' ? [axes] : listed(who, '{ axis } to be a number, or an array of numbers', axes, '{ axis: 0 }')).map(axis => axisOf(who, x, axis)).sort((a, b) => a - b)
  all.forEach((axis, i) => { if (axis === all[i - 1]) fail(`${who} expects each axis once, and got ${axis} twice`) })
  return all
}

/** Where, in an operand that broadcasts to a batch, the part for each place of the batch stands. */
export const placesOf = (own: Shape, batch: Shape): Float64Array => broadcastTo(Float64Array.from({ length: sizeOf(own) }, (_, i) => i), own, batch)

/** The numbers of t for a shape it broadcasts to: all of them, or, where only leading axes are missing, once. */
export const repeated = (t: Tensor, shape: Shape): Float64Array =>
  sameShape(t.shape, shape.slice(shape.length - t.rank)) ? t.data : broadcastTo(t.data, t.shape, shape)

/** A shape with an axis gone, or with another length there. */
export function without(shape: Shape, axes: readonly number[], keep: boolean): number[] {
  const out: number[] = []
  for (let i = 0; i < shape.length; i++) {
    if (!axes.includes(i - shape.length)) out.push(shape[i] as number)
    else if (keep) out.push(1)
  }
  return out
}

/** An array as [outer, n, inner] around one axis. */
export function around({ shape }: { readonly shape: Shape }, axis: number): { outer: number; n: number; inner: number } {
  const at = shape.length + axis
  let outer = 1, inner = 1
  for (let i = 0; i < at; i++) outer *= shape[i] as number
  for (let i = at + 1; i < shape.length; i++) inner *= shape[i] as number
  return { outer, n: shape[at] as number, inner }
}

/** The shape with the length of one axis replaced. */
export const resized = (shape: Shape, axis: number, n: number): number[] => shape.map((m, i) => i - shape.length === axis ? n : m)

/** An array as [outer, n, inner] around several axes, which are moved together where they are apart. */
export function gatheredAxes(t: Tensor, axes: readonly number[]): { data: Float64Array; outer: number; n: number; inner: number } {
  if (axes.length === 1) return { data: t.data, ...around(t, axes[0] as number) }
  const at = axes.map(axis => axis + t.rank), first = at[0] as number, last = at.at(-1) as number
  const n = sizeOf(at.map(i => t.shape[i] as number))
  if (last - first + 1 === at.length) return { data: t.data, outer: sizeOf(t.shape.slice(0, first)), n, inner: sizeOf(t.shape.slice(last + 1)) }
  const rest = t.shape.map((_, i) => i).filter(i => !at.includes(i))
  return { data: transpose(t.data, t.shape, [...rest, ...at]), outer: sizeOf(rest.map(i => t.shape[i] as number)), n, inner: 1 }
}

/** All axes as those of another shape of the same size. */
export const reshaped = (x: Value, shape: Shape): Value => reshapeRow(x, { rank: shapeOf(x).length, shape })

/** A reduced result with the axes that went, of length 1, so that it broadcasts against what was reduced. */
export const kept = (out: Value, x: Value, { axes, keep }: Reduction): Value =>
  keep ? out : reshaped(out, without(shapeOf(x), axes, true))

/** x with axes of length 1 in front, so that it has `rank` of them. */
export function raised(x: Value, rank: number): Value {
  const shape = shapeOf(x)
  return shape.length >= rank ? x : reshapeRow(x, { rank: shape.length, shape: [...new Array<number>(rank - shape.length).fill(1), ...shape] })
}
