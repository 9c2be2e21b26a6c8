// How arrays are written: nested, and as one readable line or block. Reading them is in create.ts.

import { type Shape, sizeOf } from '../kernels/broadcast.ts'

/** Nested arrays of the numbers; the number itself where there is no axis. */
export function nested(shape: Shape, data: Float64Array, start = 0): unknown {
  const [n, ...rest] = shape
  if (n === undefined) return data[start]
  if (rest.length === 0) return Array.from(data.subarray(start, start + n))
  const step = sizeOf(rest)
  return Array.from({ length: n }, (_, i) => nested(rest, data, start + i * step))
}

const EDGE = 3
const MANY = 7

/**
 * The shape and some numbers, at most six significant digits each; long axes show their ends:
 * `Tensor [2, 3] [[1, 2, 3], [4, 5, 6]]`
 */
export function text(shape: Shape, data: Float64Array): string {
  const width = shape.length > 1 ? '\n       ' : ' '
  return `Tensor [${shape.join(', ')}]${sizeOf(shape) === 0 ? '' : width + block(shape, data, 0, 8)}`
}

function block(shape: Shape, data: Float64Array, start: number, indent: number): string {
  const [n, ...rest] = shape
  if (n === undefined) return number(data[start] as number)
  const step = sizeOf(rest)
  const one = (i: number): string => block(rest, data, start + i * step, indent + 1)
  const parts = n <= MANY
    ? Array.from({ length: n }, (_, i) => one(i))
    : [...Array.from({ length: EDGE }, (_, i) => one(i)), '…', ...Array.from({ length: EDGE }, (_, i) => one(n - EDGE + i))]
  return `[${parts.join(rest.length === 0 ? ', ' : `,\n${' '.repeat(indent)}`)}]`
}

const number = (x: number): string => Number.isInteger(x) || !Number.isFinite(x) ? String(x) : String(Number(x.toPrecision(6)))
