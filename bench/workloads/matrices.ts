// Matrices: the Jacobian of a network of two layers, and the product of matrices that move.

import { compile, jacobian, jvp, matmul, tanh } from '../../lib/index.ts'
import type { Tensorial } from '../../lib/index.ts'
import type { Tensor } from '../../lib/tensor.ts'
import { ends, points, uniformTensor, type Workload, workload } from '../workload.ts'
import type { Moved } from './elementwise.ts'

/** A·B, row by row. */
function productByHand(a: Float64Array, b: Float64Array, n: number, out: Float64Array): Float64Array {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let total = out[i * n + j]!
      for (let k = 0; k < n; k++) total += a[i * n + k]! * b[k * n + j]!
      out[i * n + j] = total
    }
  return out
}

export interface Network { readonly W: Tensor; readonly V: Tensor; readonly x: Tensor }

/** J = diag(1 − z²)·V·diag(1 − y²)·W of z = tanh(V·y), y = tanh(W·x) */
export function networkJacobianByHand({ W, V, x }: Network): Float64Array {
  const n = x.data.length
  const layer = (M: Float64Array, u: Float64Array): Float64Array => u.map((_, i) => Math.tanh(u.reduce((sum, uj, j) => sum + M[i * n + j]! * uj, 0)))
  const y = layer(W.data, x.data), z = layer(V.data, y)
  const inner = W.data.map((w, i) => (1 - y[Math.floor(i / n)]! ** 2) * w), outer = V.data.map((w, i) => (1 - z[Math.floor(i / n)]! ** 2) * w)
  return productByHand(outer, inner, n, new Float64Array(n * n))
}

const networkJacobian = (W: Tensorial, V: Tensorial, x: Tensorial): Tensorial => jacobian((t: Tensorial) => tanh(matmul(V, tanh(matmul(W, t)))))(x as Tensor) as Tensorial

const network = (n: number): Workload => {
  const fast = compile(networkJacobian) as unknown as (W: Tensor, V: Tensor, x: Tensor) => Tensor
  return workload({
    name: `network, ${n} → ${n}`, doc: 'Jacobian of tanh(V·tanh(W·x))',
    points: points(11, (uniform): Network => ({ W: uniformTensor(uniform, [n, n]), V: uniformTensor(uniform, [n, n]), x: uniformTensor(uniform, [n]) }), 2),
    hand: networkJacobianByHand, tensor: ({ W, V, x }) => (networkJacobian(W, V, x) as Tensor).data, compiled: ({ W, V, x }) => fast(W, V, x).data,
    sink: ends, limits: { tensor: 1, compiled: 1 },
  })
}

export const matrices: readonly Workload[] = [
  network(16),
  network(128),
  workload({
    name: 'matrix product, 256', doc: 'A·B and Ȧ·B + A·Ḃ',
    points: points(12, uniform => [0, 1, 2, 3].map(() => uniformTensor(uniform, [256, 256])) as [Tensor, Tensor, Tensor, Tensor], 1),
    hand: ([A, B, dA, dB]) => {
      const data = (): Float64Array => new Float64Array(256 * 256)
      return { primal: productByHand(A.data, B.data, 256, data()), tangent: productByHand(A.data, dB.data, 256, productByHand(dA.data, B.data, 256, data())) }
    },
    tensor: ([A, B, dA, dB]) => {
      const { primal, tangent } = jvp((ab: [Tensorial, Tensorial]) => matmul(ab[0], ab[1]), [A, B] as never, [dA, dB] as never) as unknown as { primal: Tensor; tangent: Tensor }
      return { primal: primal.data, tangent: tangent.data }
    },
    sink: ({ primal, tangent }: Moved) => primal[0]! + tangent[65_535]!, limits: { tensor: 0.5 },
  }),
]
