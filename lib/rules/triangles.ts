// THE TABLE, parts of matrices: triangles and diagonals. All are linear; none changes a number. Leading axes are batches.

import { fail, whole } from '../errors.ts'
import { sizeOf } from '../kernels/broadcast.ts'
import * as matrices from '../kernels/matrices.ts'
import { linear } from '../primitive.ts'
import { type Arrayed, arrayOf, shapeOf, Tensor } from '../tensor.ts'
import type { Value } from '../value.ts'
import { value } from '../value.ts'

type Matrices = { batch: number; m: number; n: number; lead: number[] }
const matricesOf = (t: Tensor): Matrices => {
  const m = t.shape.at(-2) as number, n = t.shape.at(-1) as number, lead = t.shape.slice(0, -2)
  return { batch: sizeOf(lead), m, n, lead }
}

export const trilRow = linear<{ k: number }>('tril', (x, { k }) => {
  const t = arrayOf(x), { batch, m, n } = matricesOf(t)
  return new Tensor(t.shape, matrices.tril(t.data, batch, m, n, k))
}, { batched: true, sparse: 'places' })

export const triuRow = linear<{ k: number }>('triu', (x, { k }) => {
  const t = arrayOf(x), { batch, m, n } = matricesOf(t)
  return new Tensor(t.shape, matrices.triu(t.data, batch, m, n, k))
}, { batched: true, sparse: 'places' })

export const diagonalRow = linear<{ k: number }>('diagonal', (x, { k }) => {
  const t = arrayOf(x), { batch, m, n, lead } = matricesOf(t)
  return new Tensor([...lead, matrices.diagonalLength(m, n, k)], matrices.diagonal(t.data, batch, m, n, k))
}, { batched: true, sparse: 'places' })

export const fromDiagonalRow = linear<{ k: number }>('fromDiagonal', (x, { k }) => {
  const t = arrayOf(x), length = t.shape.at(-1) as number, lead = t.shape.slice(0, -1), s = length + Math.abs(k)
  return new Tensor([...lead, s, s], matrices.fromDiagonal(t.data, sizeOf(lead), length, k))
}, { batched: true, sparse: 'places' })

/** The last two axes must be those of a matrix. */
export function matrixShape(who: string, x: Value, square = false): { m: number; n: number } {
  const shape = shapeOf(value(x, who)), m = shape.at(-2), n = shape.at(-1)
  if (m === undefined || n === undefined) fail(`${who} expects a matrix, and got ${shape.length === 0 ? 'a number' : `a vector of ${n}`}`)
  if (square && m !== n) fail(`${who} expects a square matrix, and got the shape [${shape.join(', ')}]: axis -2 has ${m}, axis -1 has ${n}`)
  return { m, n }
}

/** A matrix with zeros above diagonal k. @example tril(ones([2, 2])) // [[1, 0], [1, 1]] */
export function tril<X extends Value>(x: X, k = 0): Arrayed<X> {
  matrixShape('tril', x)
  return trilRow(x, { k: whole('tril', 'the number of the diagonal', k) }) as Arrayed<X>
}

/** A matrix with zeros below diagonal k. @example triu(ones([2, 2])) // [[1, 1], [0, 1]] */
export function triu<X extends Value>(x: X, k = 0): Arrayed<X> {
  matrixShape('triu', x)
  return triuRow(x, { k: whole('triu', 'the number of the diagonal', k) }) as Arrayed<X>
}

/** Of a vector: the matrix with it on diagonal k. Of a matrix: its diagonal k. @example diag(tensor([1, 2])) // [[1, 0], [0, 2]] */
export function diag<X extends Value>(x: X, k = 0): Arrayed<X> {
  const rank = shapeOf(value(x, 'diag')).length
  if (rank === 0) fail('diag expects a vector or a matrix, and got a number')
  whole('diag', 'the number of the diagonal', k)
  return (rank === 1 ? fromDiagonalRow(x, { k }) : diagonalRow(x, { k })) as Arrayed<X>
}
