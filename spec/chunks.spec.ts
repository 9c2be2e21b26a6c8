// Chunks: every function of arrays, of its argument itself and of what stands in it once or symmetrised, has the same derivatives
// however many directions go at once.

import { suite } from 'uvu'
import * as L from '../lib/index.ts'
import type { Scalar, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'
import { operations } from './support/array-programs.ts'
import { few, uncompiled } from './support/mode.ts'

const { add, matmul, mul, random, reshape, sin, slice, square, stack, sum, tensor, transpose } = L
const x = tensor([0.7, -0.4, 1.3]), X = tensor([[4, 0.5, -0.3], [0.25, 3, 0.7], [0.125, -0.6, 2]])

type F = (x: Tensorial) => Value | readonly Value[]
const first = (y: unknown): Value => Array.isArray(y) ? y[0] as Value : y as Value

/** Functions of a matrix, each of one that is a leaf: its seeds have a single 1 in each lane. */
const ofMatrices: Record<string, F> = {
  cholesky: L.cholesky, det: L.det, eigh: L.eigh, eigvalsh: L.eigvalsh, expm: L.expm, inv: L.inv, logdet: L.logdet, pinv: L.pinv, qr: L.qr, slogdet: x => L.slogdet(x)[1],
  svd: L.svd, svdvals: L.svdvals, trace: L.trace, lu: x => L.lu(x)[2], 'lu, L': x => L.lu(x)[1], 'eigh, vectors': x => L.eigh(x)[1], 'qr, R of a wide one': x => L.qr(slice(x, [0, 2]))[1],
  'svd, U': x => L.svd(x)[0], 'svdvals of a wide one': x => L.svdvals(slice(x, [0, 2])), 'eigvalsh that coincide': x => L.eigvalsh(add(mul(2, L.eye(3)), mul(0, x))),
  'solve, by the matrix': A => L.solve(A, tensor([1, 2, 3])), 'solve, by the right side': b => L.solve(X, b), 'lstsq, by the matrix': A => L.lstsq(A, tensor([1, 2, 3])),
  'lstsq, by the right side': b => L.lstsq(X, b), 'triangularSolve': T => L.triangularSolve(T, tensor([1, 2, 3])), 'triangularSolve, upper': T => L.triangularSolve(T, X, { lower: false }),
  'sort': M => L.sort(M, { axis: 0 }), 'amax': M => L.amax(M, { axis: 0 }), 'norm': M => L.norm(M, { axis: 0 }), 'norm of order 1': M => L.norm(M, { order: 1 }), 'variance': M => L.variance(M, { axis: 1 }),
  'std': M => L.std(M), 'prod': M => L.prod(M, { axis: 0 }), 'cumprod': M => L.cumprod(M), 'cumsum': M => L.cumsum(M, { axis: 0 }), 'softmax': M => L.softmax(M), 'logSumExp': M => L.logSumExp(M, { axis: 0 }),
  'det of 4 × 4': M => L.det(add(L.kron(L.eye(2), slice(M, [0, 2], [0, 2])), mul(0.1, L.kron(slice(M, [1, 3], [1, 3]), slice(M, [0, 2], [1, 3]))))), 'kron': M => L.kron(M, M), 'matmul': M => matmul(M, transpose(M)), 'diag': M => L.diag(M, 1), 'tril': M => L.tril(M, -1), 'triu': M => L.triu(M, 1), 'gather': M => L.gather(M, [2, 2]),
  'a corner, turned': M => transpose(slice(M, [0, 1], [2, 3])), 'stack of corners': M => stack([slice(M, 0, 0), slice(M, 2, 2)]), 'concat of rows': M => L.concat([slice(M, 0), slice(M, 2)]),
  'pad': M => L.pad(slice(M, 2), [1, 1]), 'roll': M => L.roll(slice(M, 1), 1), 'flip': M => L.flip(slice(M, 1)), 'diff': M => L.diff(M), 'scatterAdd': M => L.scatterAdd(slice(M, 0), [0, 0], slice(M, 1, [0, 2])),
  'takeAlong': M => L.takeAlong(M, tensor([[2, 0], [1, 1], [0, 0]])), 'convolve1d': M => L.convolve1d(slice(M, 0), slice(M, 2)), 'convolve1d, same': M => L.convolve1d(reshape(M, [9]), slice(M, 2), { mode: 'same' }), 'convolve1d, valid': M => L.convolve1d(tensor([1, 2]), reshape(M, [9]), { mode: 'valid' }), 'broadcastTo': M => L.broadcastTo(slice(M, 1), [2, 3]),
}

const same = suite('directions in chunks')

function judged(name: string, f: F, at: L.Tensor): void {
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
