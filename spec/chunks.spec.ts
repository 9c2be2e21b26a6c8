// Chunks: every function of arrays, of its argument itself and of what stands in it once or symmetrised, has the same derivatives
// however many directions go at once.

import { suite } from 'uvu'
import * as L from '../lib/index.ts'
import type { Scalar, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'
import { operations } from './support/array-programs.ts'
import { few, uncompiled } from './support/mode.ts'
import { ofMatrices, type OfArrays } from './support/matrix-functions.ts'

const { add, matmul, random, reshape, sin, slice, square, sum, tensor, transpose } = L
const x = tensor([0.7, -0.4, 1.3]), X = tensor([[4, 0.5, -0.3], [0.25, 3, 0.7], [0.125, -0.6, 2]])

const first = (y: unknown): Value => Array.isArray(y) ? y[0] as Value : y as Value

const same = suite('directions in chunks')

function judged(name: string, f: OfArrays, at: L.Tensor): void {
  same(name, () => {
    const y = (t: Tensorial): Value => first(f(t)), scalar = ((t: Tensorial): Scalar => sum(sin(y(t)))) as never
    const jacobian = (lanes?: number): number[] => numbers(L.jacobian(y as never, lanes === undefined ? {} : { lanes })(at as never))
    const hessian = (lanes?: number): number[] => numbers(L.hessian(scalar, lanes === undefined ? {} : { lanes })(at as never))
    const slopes = jacobian(), curvatures = hessian()
    for (const lanes of [1, 2, 3, 7]) {
      near(jacobian(lanes), slopes, 1e-14, `first order, ${lanes} lanes`)
      near(hessian(lanes), curvatures, 1e-13, `second order, ${lanes} lanes`)
    }
  })
}

for (const [name, f] of few(Object.entries(operations), 4)) judged(`${name} of a vector`, t => f(t, square(t), 1), x)
for (const [name, f] of few(Object.entries(ofMatrices), 6)) judged(`${name} of a matrix`, f, X)
for (const name of few(['eigvalsh', 'eigh', 'cholesky', 'svdvals', 'det', 'inv'], 2)) {
  judged(`${name} of squares`, M => ofMatrices[name]!(square(add(1, M)) as Tensorial), X)
  judged(`${name} of what is symmetrised`, M => ofMatrices[name]!(add(M, transpose(M)) as Tensorial), X)
}

same('eigenvalues of 55 × 55, more numbers than a chunk has directions', () => {
  uncompiled('3025 directions, of which code is made for none')
  const A = random([55, 55], 1), slopes = numbers(L.gradient(((t: Tensorial) => sum(sin(L.eigvalsh(t)))) as never)(A as never)), [w, V] = L.eigh(A) as [L.Tensor, L.Tensor]
  const whole = numbers(matmul(V, matmul(L.diag(L.cos(w) as Value), transpose(V))))
  near(slopes, whole.map((s, k) => { const i = Math.floor(k / 55), j = k % 55; return i === j ? s : i > j ? 2 * s : 0 }), 1e-13, 'gradient')
})

same('of what does not move along the directions of a chunk', () => {
  const f = (t: Tensorial): Value => reshape(transpose(L.tril(reshape(slice(t, [3, 5]), [1, 2]))), [2]), J = numbers(L.jacobian(f as never)(tensor([1, 2, 3, 4, 5, 6]) as never))
  for (const lanes of [1, 2, 3]) near(numbers(L.jacobian(f as never, { lanes })(tensor([1, 2, 3, 4, 5, 6]) as never)), J, 0, 'J')
})
same.run()
