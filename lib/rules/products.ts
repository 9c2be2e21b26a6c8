// THE TABLE, products of whole arrays: of matrices and vectors, Kronecker's, convolution; and the trace.

import { fail, show } from '../errors.ts'
import { broadcastShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { matmul as multiply } from '../kernels/matmul.ts'
import * as matrices from '../kernels/matrices.ts'
import { bilinear } from '../primitive.ts'
import { type Arrayed, arrayOf, disagree, type Numbered, reshapeRow, shapeOf, Tensor } from '../tensor.ts'
import { absorbing } from '../tensor/absorbing.ts'
import { placesOf, raised, reshaped, told } from '../tensor/axes.ts'
import type { Value } from '../value.ts'
import { value } from '../value.ts'
import { sumRow } from './array.ts'
import { mul } from './arithmetic.ts'
import { diagonalRow, matrixShape } from './triangles.ts'

/** Batches of matrices multiplied: [..., m, k] · [..., k, n]. */
export const matmulRow = bilinear('matmul', absorbing((x, y) => {
  const a = arrayOf(x), b = arrayOf(y), m = a.shape[a.rank - 2] as number, k = a.shape[a.rank - 1] as number, n = b.shape[b.rank - 1] as number
  if (a.rank === 2 && b.rank === 2) return new Tensor([m, n], multiply(a.data, b.data, m, k, n))
  const aLead = a.shape.slice(0, -2), bLead = b.shape.slice(0, -2), lead = broadcastShape(aLead, bLead) ?? disagree('matmul', a.shape, b.shape, -3)
  const count = sizeOf(lead), out = new Tensor([...lead, m, n], new Float64Array(count * m * n))
  if (sizeOf(bLead) === 1 && sizeOf(aLead) === count) multiply(a.data, b.data, count * m, k, n, out.data)
  else if (n === 1 && sizeOf(aLead) === 1 && sizeOf(bLead) === count) multiply(b.data, a.data, count, k, m, out.data, { bTransposed: true })
  else each(lead, aLead, bLead, (i, p, q) => multiply(a.data, b.data, m, k, n, out.data, { aStart: p * m * k, bStart: q * k * n, outStart: i * m * n }))
  return out
}), {
  batched: true,
  terms: (a, b) => { // aᵢₖ·bₖⱼ as [..., i, k, j] adds to [..., i, j]
    const m = a.at(-2) as number, k = a.at(-1) as number, n = b.at(-1) as number, aLead = a.slice(0, -2), bLead = b.slice(0, -2), lead = broadcastShape(aLead, bLead) as Shape
    const at = new Int32Array(sizeOf(lead) * m * k * n)
    for (let row = 0, i = 0; i < at.length; row += n) for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) at[i++] = row + j
    return { factors: [[...a, 1], [...bLead, 1, k, n]], shape: [...lead, m, n], at }
  },
})

/** Each place of a batch, and where the operands that broadcast to it stand. */
function each(lead: Shape, aLead: Shape, bLead: Shape, visit: (i: number, a: number, b: number) => void): void {
  const a = placesOf(aLead, lead), b = placesOf(bLead, lead)
  for (let i = 0; i < sizeOf(lead); i++) visit(i, a[i] as number, b[i] as number)
}

const convolveRow = bilinear<{ mode: matrices.ConvolveMode }>('convolve1d', absorbing((x, y, { mode }) => {
  const a = arrayOf(x), b = arrayOf(y), m = a.shape.at(-1) as number, n = b.shape.at(-1) as number, length = matrices.convolvedLength(m, n, mode)
  const aLead = a.shape.slice(0, -1), bLead = b.shape.slice(0, -1), lead = broadcastShape(aLead, bLead) ?? disagree('convolve1d', a.shape, b.shape, -2)
  const out = new Tensor([...lead, length], new Float64Array(sizeOf(lead) * length))
  each(lead, aLead, bLead, (i, s, t) => matrices.convolve1d(a.data.subarray(s * m, (s + 1) * m), b.data.subarray(t * n, (t + 1) * n), mode, out.data.subarray(i * length, (i + 1) * length)))
  return out
}), {
  batched: true,
  terms: (a, b, { mode }: { mode: matrices.ConvolveMode }) => { // aᵢ·bⱼ as [..., i, j] adds to i + j, where that is in the window
    const m = a.at(-1) as number, n = b.at(-1) as number, length = matrices.convolvedLength(m, n, mode), start = matrices.convolvedStart(m, n, mode)
    const lead = broadcastShape(a.slice(0, -1), b.slice(0, -1)) as Shape, at = Int32Array.from({ length: sizeOf(lead) * m * n }, (_, i) => {
      const k = Math.floor(i / n) % m + i % n - start
      return k >= 0 && k < length ? Math.floor(i / (m * n)) * length + k : -1
    })
    return { factors: [[...a, 1], [...b.slice(0, -1), 1, n]], shape: [...lead, length], at }
  },
})

/**
 * The matrix product A·B; of a vector, it is taken as a row on the left and as a column on the right, and that axis goes. Leading
 * axes are batches and broadcast.
 *
 * @throws where the inner lengths differ, or an argument is a number
 * @example matmul(tensor([[1, 2], [3, 4]]), tensor([1, 1])) // [3, 7]
 */
export function matmul<A extends Value, B extends Value>(a: A, b: B): Arrayed<A | B>
export function matmul<Y extends Value>(a: Value, b: Value): Y
export function matmul(a: Value, b: Value): Value {
  const s = shapeOf(value(a, 'matmul')), t = shapeOf(value(b, 'matmul'))
  if (s.length === 0 || t.length === 0) fail(`matmul expects two matrices or vectors, and got ${s.length === 0 ? 'a number' : `the shape [${s.join(', ')}]`} and ${t.length === 0 ? 'a number' : `the shape [${t.join(', ')}]`}; mul(x, y) multiplies by a number`)
  const at = t.length === 1 ? -1 : -2
  if (s.at(-1) !== t.at(at)) fail(`matmul expects the last axis of the first shape to agree with axis ${at} of the second; [${s.join(', ')}] has ${s.at(-1)}, [${t.join(', ')}] has ${t.at(at)}`)
  const row = s.length === 1, column = t.length === 1
  const x = row ? raised(a, 2) : a, y = column ? reshapeRow(b, { rank: 1, shape: [...t, 1] }) : b
  const rank = Math.max(shapeOf(x).length, shapeOf(y).length)
  const out = matmulRow(raised(x, rank), raised(y, rank)), shape = shapeOf(out)
  return row || column ? reshapeRow(out, { rank, shape: shape.filter((_, i) => !(row && i === rank - 2) && !(column && i === rank - 1)) }) : out
}

/** Σ aᵢ·bᵢ of two vectors. @example dot(tensor([1, 2]), tensor([3, 4])) // 11 */
export function dot<A extends Value, B extends Value>(a: A, b: B): Numbered<A | B> {
  for (const x of [a, b]) if (shapeOf(value(x, 'dot')).length !== 1) fail(`dot expects two vectors, and got the shape [${shapeOf(x).join(', ')}]; matmul multiplies matrices`)
  if (shapeOf(a)[0] !== shapeOf(b)[0]) disagree('dot', shapeOf(a), shapeOf(b), -1)
  return matmul<Value>(a, b) as Numbered<A | B>
}

/** aᵢ·bⱼ of two vectors. @example outer(tensor([1, 2]), tensor([3, 4])) // [[3, 4], [6, 8]] */
export function outer<A extends Value, B extends Value>(a: A, b: B): Arrayed<A | B> {
  for (const x of [a, b]) if (shapeOf(value(x, 'outer')).length !== 1) fail(`outer expects two vectors, and got the shape [${shapeOf(x).join(', ')}]`)
  return mul(reshapeRow(a, { rank: 1, shape: [...shapeOf(a), 1] }), b) as Arrayed<A | B>
}

/** A ⊗ B: each aᵢⱼ replaced by aᵢⱼ·B. Vectors count as rows. @example kron(tensor([1, 2]), tensor([1, 1])) // [1, 1, 2, 2] */
export function kron<A extends Value, B extends Value>(a: A, b: B): Arrayed<A | B> {
  const s = shapeOf(value(a, 'kron')), t = shapeOf(value(b, 'kron')), lead = broadcastShape(s.slice(0, -2), t.slice(0, -2)) ?? disagree('kron', s, t, -3)
  const [m, n] = [s.at(-2) ?? 1, s.at(-1) ?? 1], [p, q] = [t.at(-2) ?? 1, t.at(-1) ?? 1], rank = Math.max(s.length, t.length)
  const product = mul(reshaped(a, [...s.slice(0, -2), m, 1, n, 1]), reshaped(b, [...t.slice(0, -2), 1, p, 1, q]))
  return reshaped(product, rank < 2 ? [n * q].slice(1 - rank) : [...lead, m * p, n * q]) as Arrayed<A | B>
}

/**
 * Σᵢ aᵢ·bₖ₋ᵢ of two vectors.
 *
 * @param mode  'full': all n + m − 1 terms; 'same': as many as the longer has; 'valid': where they overlap wholly; as NumPy's
 * @example convolve1d(tensor([1, 2, 3]), tensor([1, 1])) // [1, 3, 5, 3]
 */
export function convolve1d<A extends Value, B extends Value>(a: A, b: B, options: { mode?: matrices.ConvolveMode } = {}): Arrayed<A | B> {
  const { mode = 'full' } = told('convolve1d', options, 'mode'), s = shapeOf(value(a, 'convolve1d')), t = shapeOf(value(b, 'convolve1d')), rank = Math.max(s.length, t.length)
  if (s.length === 0 || t.length === 0) fail('convolve1d expects two vectors, and got a number')
  if (!['full', 'same', 'valid'].includes(mode)) fail(`convolve1d expects { mode } to be 'full', 'same' or 'valid', and got ${show(mode)}`)
  return convolveRow(raised(a, rank), raised(b, rank), { mode }) as Arrayed<A | B>
}

/** The sum of the diagonal. @example trace(tensor([[1, 2], [3, 4]])) // 5 */
export function trace<X extends Value>(x: X): Numbered<X> {
  matrixShape('trace', x)
  return traceOf(x) as Numbered<X>
}
export const traceOf = (x: Value): Value => sumRow(diagonalRow(x, { k: 0 }), { axes: [-1], keep: false })
