// Functions of a matrix, of every kind that the library has.

import * as L from '../../lib/index.ts'
import type { Tensorial, Value } from '../../lib/index.ts'

const { add, matmul, mul, reshape, slice, stack, tensor, transpose } = L
const X = tensor([[4, 0.5, -0.3], [0.25, 3, 0.7], [0.125, -0.6, 2]])

export type OfArrays = (x: Tensorial) => Value | readonly Value[]

/** Functions of a matrix, each of one that is a leaf: its seeds have a single 1 in each lane. */
export const ofMatrices: Readonly<Record<string, OfArrays>> = {
  cholesky: L.cholesky, det: L.det, eigh: L.eigh, eigvalsh: L.eigvalsh, expm: L.expm, inv: L.inv, logdet: L.logdet, pinv: L.pinv, qr: L.qr, slogdet: x => L.slogdet(x)[1],
  svd: L.svd, svdvals: L.svdvals, trace: L.trace, lu: x => L.lu(x)[2], 'lu, L': x => L.lu(x)[1], 'eigh, vectors': x => L.eigh(x)[1], 'qr, R of a wide one': x => L.qr(slice(x, [0, 2]))[1],
  'svd, U': x => L.svd(x)[0], 'svdvals of a wide one': x => L.svdvals(slice(x, [0, 2])), 'eigvalsh that coincide': x => L.eigvalsh(add(mul(2, L.eye(3)), mul(0, x))),
  'solve, by the matrix': A => L.solve(A, tensor([1, 2, 3])), 'solve, by the right side': b => L.solve(X, b), 'lstsq, by the matrix': A => L.lstsq(A, tensor([1, 2, 3])),
  'lstsq, by the right side': b => L.lstsq(X, b), 'triangularSolve': T => L.triangularSolve(T, tensor([1, 2, 3])), 'triangularSolve, upper': T => L.triangularSolve(T, X, { lower: false }),
  'sort': M => L.sort(M, { axis: 0 }), 'amax': M => L.amax(M, { axis: 0 }), 'norm': M => L.norm(M, { axis: 0 }), 'norm of order 1': M => L.norm(M, { order: 1 }), 'variance': M => L.variance(M, { axis: 1 }),
  'std': M => L.std(M), 'prod': M => L.prod(M, { axis: 0 }), 'cumprod': M => L.cumprod(M), 'cumsum': M => L.cumsum(M, { axis: 0 }), 'softmax': M => L.softmax(M), 'logSumExp': M => L.logSumExp(M, { axis: 0 }),
  'det of 4 × 4': M => L.det(add(L.kron(L.eye(2), slice(M, [0, 2], [0, 2])), mul(0.1, L.kron(slice(M, [1, 3], [1, 3]), slice(M, [0, 2], [1, 3]))))), 'kron': M => L.kron(M, M), 'matmul': M => matmul(M, transpose(M)), 'diag': M => L.diag(M, 1), 'einsum': M => L.einsum('ij,kj,ik->ki', M, M, X), 'einsum of a diagonal': M => L.einsum('ii,ij->j', M, M), 'tril': M => L.tril(M, -1), 'triu': M => L.triu(M, 1), 'gather': M => L.gather(M, [2, 2]),
  'a corner, turned': M => transpose(slice(M, [0, 1], [2, 3])), 'stack of corners': M => stack([slice(M, 0, 0), slice(M, 2, 2)]), 'concat of rows': M => L.concat([slice(M, 0), slice(M, 2)]),
  'pad': M => L.pad(slice(M, 2), [1, 1]), 'roll': M => L.roll(slice(M, 1), 1), 'flip': M => L.flip(slice(M, 1)), 'diff': M => L.diff(M), 'scatterAdd': M => L.scatterAdd(slice(M, 0), [0, 0], slice(M, 1, [0, 2])),
  'takeAlong': M => L.takeAlong(M, tensor([[2, 0], [1, 1], [0, 0]])), 'convolve1d': M => L.convolve1d(slice(M, 0), slice(M, 2)), 'convolve1d, same': M => L.convolve1d(reshape(M, [9]), slice(M, 2), { mode: 'same' }), 'convolve1d, valid': M => L.convolve1d(tensor([1, 2]), reshape(M, [9]), { mode: 'valid' }), 'broadcastTo': M => L.broadcastTo(slice(M, 1), [2, 3]),
}
