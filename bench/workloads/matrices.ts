// Matrices: the Jacobian of a network of two layers, and the product of matrices that move.

import { compile, jacobian, jvp, matmul, tanh } from '../../lib/index.ts'
import type { Tensorial } from '../../lib/index.ts'
import type { Tensor } from '../../lib/tensor.ts'
import { centralJacobian } from '../differences.ts'
import { ends, points, uniformTensor, type Workload, workload } from '../workload.ts'
import type { Moved } from './elementwise.ts'

/** A·B, added to what is there: four columns at once, two to three times as fast as one; n is a multiple of four. */
function productByHand(a: Float64Array, b: Float64Array, n: number, out: Float64Array): Float64Array {
  for (let i = 0; i < n; i++)
    for (let j = 0, at = i * n; j < n; j += 4, at += 4) {
      let p = out[at]!, q = out[at + 1]!, r = out[at + 2]!, s = out[at + 3]!
      for (let k = 0; k < n; k++) {
        const aik = a[i * n + k]!, from = k * n + j
        p += aik * b[from]!
        q += aik * b[from + 1]!
        r += aik * b[from + 2]!
        s += aik * b[from + 3]!
      }
      out[at] = p
      out[at + 1] = q
      out[at + 2] = r
      out[at + 3] = s
    }
  return out
}

export interface Network { readonly W: Tensor; readonly V: Tensor; readonly x: Tensor }

/** tanh(M·u) */
function layerByHand(M: Float64Array, u: ArrayLike<number>): Float64Array {
  const n = u.length, out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let total = 0
    for (let j = 0; j < n; j++) total += M[i * n + j]! * u[j]!
    out[i] = Math.tanh(total)
  }
  return out
}

/** J = diag(1 − z²)·V·diag(1 − y²)·W of z = tanh(V·y), y = tanh(W·x) */
export function networkJacobianByHand({ W, V, x }: Network): Float64Array {
  const n = x.data.length, y = layerByHand(W.data, x.data), z = layerByHand(V.data, y)
  const inner = new Float64Array(n * n), outer = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const dy = 1 - y[i]! * y[i]!, dz = 1 - z[i]! * z[i]!
    for (let k = i * n; k < i * n + n; k++) {
      inner[k] = dy * W.data[k]!
      outer[k] = dz * V.data[k]!
    }
  }
  return productByHand(outer, inner, n, new Float64Array(n * n))
}

const networkDifferences = ({ W, V, x }: Network): Float64Array =>
  Float64Array.from(centralJacobian(u => Array.from(layerByHand(V.data, layerByHand(W.data, u))))(Array.from(x.data)).flat())

const networkJacobian = (W: Tensorial, V: Tensorial, x: Tensorial): Tensorial => jacobian((t: Tensorial) => tanh(matmul(V, tanh(matmul(W, t)))))(x as Tensor) as Tensorial

const network = (n: number): Workload => {
  const fast = compile(networkJacobian) as unknown as (W: Tensor, V: Tensor, x: Tensor) => Tensor
  return workload({
    name: `network, ${n} → ${n}`, doc: 'Jacobian of tanh(V·tanh(W·x))',
    points: points(11, (uniform): Network => ({ W: uniformTensor(uniform, [n, n]), V: uniformTensor(uniform, [n, n]), x: uniformTensor(uniform, [n]) }), 2),
    hand: networkJacobianByHand, differences: networkDifferences, tensor: ({ W, V, x }) => (networkJacobian(W, V, x) as Tensor).data, compiled: ({ W, V, x }) => fast(W, V, x).data,
    sink: ends, limits: n < 100 ? {} : { tensor: 1.3, compiled: 1 },
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
