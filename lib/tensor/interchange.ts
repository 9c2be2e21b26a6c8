// Arrays of others, known by how they look: typed arrays, ml-matrix, ndarray, stdlib's ndarray, mathjs. Read into tensors, and
// tensors given back in the same kind. None of these packages is imported.

import { fail } from '../errors.ts'
import { type Shape, sizeOf, stridesOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
import { nested } from './print.ts'

/** An array of somebody else's: its numbers, and a tensor in its kind, where the kind can hold one of that shape. */
export interface Foreign {
  readonly tensor: Tensor
  readonly back: (t: Tensor) => unknown
}

/** What this array is, if it is one. Float64Arrays are shared, not copied. */
export function recognise(x: unknown): Foreign | undefined {
  if (typeof x !== 'object' || x === null) return undefined
  for (const kind of kinds) {
    const foreign = kind(x as Fields)
    if (foreign !== undefined) return foreign
  }
  return undefined
}

type Fields = object & { readonly [name: string]: unknown }
type Make<T = unknown> = new (...args: never[]) => T
const make = (x: object, ...args: unknown[]): unknown => new (x.constructor as Make)(...args as never[])

const kinds: readonly ((x: Fields) => Foreign | undefined)[] = [typedArray, mlMatrix, mathjs, stdlib, ndarray]

function typedArray(x: Fields): Foreign | undefined {
  if (x instanceof Float64Array) return { tensor: new Tensor([x.length], x), back: t => t.rank === 1 ? t.data : t }
  if (x instanceof Float32Array) return { tensor: new Tensor([x.length], Float64Array.from(x)), back: t => t.rank === 1 ? Float32Array.from(t.data) : t }
  if (!ArrayBuffer.isView(x) || x instanceof DataView) return undefined
  const { name } = (x as object).constructor
  fail(`${/^[AI]/.test(name) ? 'an' : 'a'} ${name} cannot hold derivatives, which are no whole numbers: convert it, Float64Array.from(x)`)
}

/** ml-matrix: rows, columns, get(i, j) */
function mlMatrix(x: Fields): Foreign | undefined {
  const { rows, columns } = x
  if (typeof rows !== 'number' || typeof columns !== 'number' || typeof x['get'] !== 'function' || typeof x['to2DArray'] !== 'function') return undefined
  const data = new Float64Array(rows * columns)
  const matrix = x as unknown as { get(i: number, j: number): number }
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = matrix.get(i, j)
  const { from1DArray } = x.constructor as unknown as { from1DArray(rows: number, columns: number, data: Float64Array): unknown }
  return { tensor: new Tensor([rows, columns], data), back: t => t.rank === 2 ? from1DArray.call(x.constructor, t.shape[0] as number, t.shape[1] as number, t.data) : t }
}

/** mathjs: a DenseMatrix of numbers */
function mathjs(x: Fields): Foreign | undefined {
  if (x['isDenseMatrix'] !== true) return undefined
  const matrix = x as unknown as { size(): number[]; toArray(): unknown }
  const shape = matrix.size(), flat = (matrix.toArray() as unknown[]).flat(Infinity)
  const wrong = flat.findIndex(element => typeof element !== 'number')
  if (wrong >= 0) fail(`a DenseMatrix must hold numbers; its element ${wrong} is ${String(flat[wrong])}`)
  return { tensor: new Tensor(shape, Float64Array.from(flat as number[])), back: t => make(x, nested(t.shape, t.data)) }
}

/** stdlib: dtype, shape, strides, offset, order, data */
function stdlib(x: Fields): Foreign | undefined {
  const { dtype, shape, strides, offset, data } = x
  if (!Array.isArray(shape) || !Array.isArray(strides) || typeof offset !== 'number' || typeof x['order'] !== 'string') return undefined
  return {
    tensor: strided(x, shape, strides, offset, data),
    back: t => make(x, dtype === 'float32' ? dtype : 'float64', dtype === 'float32' ? Float32Array.from(t.data) : t.data, [...t.shape], stridesOf(t.shape), 0, 'row-major'),
  }
}

/** ndarray: data, shape, stride, offset; its classes are made for one rank each */
function ndarray(x: Fields): Foreign | undefined {
  const { shape, stride, offset, data } = x
  if (!Array.isArray(shape) || !Array.isArray(stride) || typeof offset !== 'number' || typeof x['pick'] !== 'function') return undefined
  return {
    tensor: strided(x, shape, stride, offset, data),
    back: t => t.rank === shape.length && x['dtype'] === 'float64' ? make(x, t.data, ...t.shape, ...stridesOf(t.shape), 0) : t,
  }
}

function strided(x: Fields, shape: Shape, strides: Shape, offset: number, data: unknown): Tensor {
  const plain = stridesOf(shape).every((step, axis) => step === strides[axis] || shape[axis] === 1)
  if (data instanceof Float64Array && plain) return new Tensor([...shape], data.subarray(offset, offset + sizeOf(shape)))
  const out = new Float64Array(sizeOf(shape)), index = shape.map(() => 0)
  const array = x as unknown as { get(...index: number[]): number }
  for (let i = 0; i < out.length; i++) {
    out[i] = array.get(...index)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < (shape[axis] as number)) break
      index[axis] = 0
    }
  }
  return new Tensor([...shape], out)
}
