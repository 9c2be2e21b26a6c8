// Tensors made: from nested arrays, typed arrays and values; of zeros, ones, ranges and seeded random numbers.

import { fail, show, whole } from '../errors.ts'
import { sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import * as matrices from '../kernels/matrices.ts'
import { normals, random as stream, uniforms } from '../kernels/random.ts'
import { shapeOf, stackRow, Tensor } from '../tensor.ts'
import type { ArrayBox, Dual, Value } from '../value.ts'
import { isBox, isValue } from '../value.ts'
import { told } from './axes.ts'
import { recognise } from './interchange.ts'

/** Numbers in arrays, to any depth. */
export type Nested = number | readonly Nested[]

/** Values in arrays, to any depth. */
export type NestedValues = Value | readonly NestedValues[]

/**
 * A tensor from numbers in nested arrays (one depth, rows of one length), from a Float64Array (its data are shared, not
 * copied), or from a matrix of ml-matrix, ndarray, stdlib or mathjs. Moving values in nested arrays make a moving tensor.
 *
 * @param shape  of a flat array: how to read it, row by row
 * @throws where rows differ in length, an element is no number (its position is named), or the shape does not fit
 * @example tensor([[1, 2], [3, 4]]).shape // [2, 2]
 */
export function tensor(from: Nested | ArrayLike<number> | Tensor, shape?: Shape): Tensor
export function tensor(from: NestedValues, shape?: Shape): Tensor | Dual<ArrayBox>
export function tensor(from: object | number, shape?: Shape): Tensor | Dual<ArrayBox>
export function tensor(from: unknown, shape?: Shape): Tensor | Dual<ArrayBox> {
  const made = read(from)
  if (shape === undefined) return made
  if (!(made instanceof Tensor)) fail(`tensor expects plain numbers where a shape is given; reshape(tensor(…), [${shape.join(', ')}]) takes moving ones`)
  checkedShape(shape, 'tensor')
  if (sizeOf(shape) !== made.data.length)
    fail(`tensor expects ${sizeOf(shape)} numbers for the shape [${shape.join(', ')}], and got ${made.data.length}`)
  return new Tensor(shape.slice(), made.data)
}

function read(from: unknown): Tensor | Dual<ArrayBox> {
  if (typeof from === 'number') return new Tensor([], Float64Array.of(from))
  if (isBox(from)) return from as Tensor
  if (Array.isArray(from)) return readNested(from)
  const foreign = recognise(from)
  if (foreign !== undefined) return foreign.tensor
  fail(`tensor expects numbers in arrays, or a typed array, and got ${show(from)}`)
}

function readNested(from: readonly unknown[]): Tensor | Dual<ArrayBox> {
  const shape: number[] = [], leaves: unknown[] = []
  let moving = false
  for (let x: unknown = from; isRow(x); x = x[0]) shape.push(x.length)
  const place = (path: string): string => path === '' ? '' : `at ${path} `
  const walk = (x: unknown, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (isRow(x)) fail(`tensor expects rows of one depth; ${place(path)}it got ${show(x)} where a number stands before`)
      if (typeof x !== 'number' && !isBox(x)) fail(`tensor expects numbers; ${place(path)}it got ${show(x)}`)
      const own = shapeOf(x), first = leaves.length === 0 ? own : shapeOf(leaves[0] as Value)
      if (!sameShape(own, first)) fail(`tensor expects values of one shape; ${place(path)}it got one of shape [${own.join(', ')}] where the first has [${first.join(', ')}]`)
      moving ||= typeof x !== 'number'
      leaves.push(x)
      return
    }
    if (!isRow(x)) {
      if (isValue(x)) fail(`tensor expects rows of one depth; ${place(path)}it got ${show(x)} where an array stands before`)
      fail(`tensor expects numbers; ${place(path)}it got ${show(x)}`)
    }
    if (x.length !== shape[axis]) fail(`tensor expects rows of one length; ${place(path)}it got ${show(x)} where the first has ${shape[axis]}`)
    for (let i = 0; i < x.length; i++) walk(x[i], axis + 1, `${path}[${i}]`)
  }
  walk(from, 0, '')
  if (!moving) return new Tensor(shape, Float64Array.from(leaves as number[]))
  const rows = (axis: number, start: number, size: number): Value[] => {
    const step = size / (shape[axis] as number)
    return Array.from({ length: shape[axis] as number }, (_, i) => gathered(axis + 1, start + i * step, step))
  }
  const gathered = (axis: number, start: number, size: number): Value => {
    if (axis === shape.length) return leaves[start] as Value
    const parts = rows(axis, start, size)
    const rank = Math.max(...parts.map(x => typeof x === 'number' ? 0 : x.rank ?? 0))
    return stackRow(...parts, { axis: -rank - 1 })
  }
  return gathered(0, 0, leaves.length) as Dual<ArrayBox>
}

const isRow = (x: unknown): x is ArrayLike<unknown> => Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))

/** A shape as it came, or the sentence that says what is wrong with it. */
export function checkedShape(shape: unknown, who: string): asserts shape is Shape {
  if (!Array.isArray(shape) || !shape.every(n => Number.isInteger(n) && n >= 0))
    fail(`${who} expects a shape, an array of whole numbers from 0 on, and got ${Array.isArray(shape) ? `[${shape.map(String).join(', ')}]` : show(shape)}${typeof shape === 'number' ? `; perhaps [${shape}]` : ''}`)
}

/** A tensor in which every element is `value`. @example full([2], 7).toArray() // [7, 7] */
export function full(shape: Shape, value: number): Tensor {
  checkedShape(shape, 'full')
  if (typeof value !== 'number') fail(`full expects a number as the value of every element, and got ${show(value)}`)
  return new Tensor(shape.slice(), new Float64Array(sizeOf(shape)).fill(value))
}

/** A tensor of zeros. @example zeros([3]).toArray() // [0, 0, 0] */
export function zeros(shape: Shape): Tensor {
  checkedShape(shape, 'zeros')
  return new Tensor(shape.slice(), new Float64Array(sizeOf(shape)))
}

/** A tensor of ones. @example ones([3]).toArray() // [1, 1, 1] */
export function ones(shape: Shape): Tensor {
  checkedShape(shape, 'ones')
  return full(shape, 1)
}

/** The identity matrix, m × n. @example eye(2).toArray() // [[1, 0], [0, 1]] */
export function eye(m: number, n: number = m): Tensor {
  for (const size of [m, n]) whole('eye', 'the number of rows, and of columns,', size, 0)
  return new Tensor([m, n], matrices.eye(m, n))
}

/** `count` numbers from `start` to `end`, both included, at equal distances. @example linspace(0, 1, 3).toArray() // [0, 0.5, 1] */
export function linspace(start: number, end: number, count: number): Tensor {
  whole('linspace', 'the count', count, 0)
  return new Tensor([count], Float64Array.from({ length: count }, (_, i) => i === count - 1 && i > 0 ? end : start + (end - start) * i / Math.max(1, count - 1)))
}

/**
 * The numbers start, start + step, … before `end`; with one argument, 0, 1, … before it.
 *
 * @example arange(3).toArray() // [0, 1, 2]
 */
export function arange(start: number, end?: number, step = 1): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end]
  const count = Math.max(0, Math.ceil((to - from) / step))
  if (!Number.isFinite(count)) fail(`arange expects finite ends and a step that is not 0, and got ${from}, ${to} and ${step}`)
  return new Tensor([count], Float64Array.from({ length: count }, (_, i) => from + i * step))
}

/**
 * Random numbers, the same for the same seed on every machine: evenly spread over 0 ≤ x < 1, or normal with mean 0 and
 * deviation 1.
 *
 * @example random([2, 3], 42).shape // [2, 3]
 */
export function random(shape: Shape, seed: number, options: { distribution?: 'uniform' | 'normal' } = {}): Tensor {
  checkedShape(shape, 'random')
  if (typeof seed !== 'number') fail(`random expects a number as its seed, and got ${show(seed)}`)
  const { distribution = 'uniform' } = told('random', options, 'distribution')
  if (distribution !== 'uniform' && distribution !== 'normal') fail(`random expects { distribution } to be 'uniform' or 'normal', and got ${show(distribution)}`)
  const draw = distribution === 'normal' ? normals : uniforms
  return new Tensor(shape.slice(), draw(sizeOf(shape), stream(seed)))
}
