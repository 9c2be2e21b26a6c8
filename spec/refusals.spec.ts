// What functions of arrays refuse: one sentence that names who was asked, what was expected, what came, and what was probably meant.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as L from '../lib/index.ts'
import { uncompiled } from './support/mode.ts'

const { tensor, zeros } = L
const x = tensor([1, 2, 3]), X = tensor([[1, 2], [3, 4]]), wrong = (given: unknown): never => given as never

const cases: readonly (readonly [string, () => unknown])[] = [
  ['reshape expects a shape, an array of whole numbers of which one may be −1, and got the number 60; perhaps reshape(x, [60])', () => L.reshape(X, wrong(60))],
  ['reshape expects a shape, an array of whole numbers of which one may be −1, and got undefined; perhaps reshape(x, [-1])', () => L.reshape(X, wrong(undefined))],
  ['broadcastTo expects a shape, an array of whole numbers from 0 on, and got the number 3; perhaps [3]', () => L.broadcastTo(x, wrong(3))],
  ['transpose expects an array of axes, and got the number 1; perhaps transpose(x, [1, 0])', () => L.transpose(X, wrong(1))],
  ['new Tensor expects a shape, an array, and a Float64Array of as many numbers, and got [2] and an array of 2; tensor(…) makes one of arrays', () => new L.Tensor([2], wrong([1, 2]))],
  ['new Tensor expects a shape, an array, and a Float64Array of as many numbers, and got undefined and undefined; tensor(…) makes one of arrays', () => new L.Tensor(wrong(undefined), undefined)],
  ['new Tensor expects a shape, an array, and a Float64Array of as many numbers, and got [3] and a Float64Array of 2; tensor(…) makes one of arrays', () => new L.Tensor([3], new Float64Array(2))],
  ['pad expects [before, after], or an array of one such pair for each axis, and got the number 1; perhaps pad(x, [1, 1])', () => L.pad(x, wrong(1))],
  ['pad expects [before, after] of whole numbers, and got [1, 2, 3]', () => L.pad(x, wrong([1, 2, 3]))],
  ['concat expects an array of tensors, and got a tensor of shape [3]; perhaps concat([a, b])', () => L.concat(wrong(x), wrong(x))],
  ['stack expects an array of values, and got the number 1; perhaps stack([a, b])', () => L.stack(wrong(1), wrong(2))],
  ['linspace expects the count to be a whole number from 0 on, and got the number 2.5', () => L.linspace(0, 1, 2.5)],
  ['eye expects the number of rows, and of columns, to be a whole number from 0 on, and got the number 2.5', () => L.eye(2.5)],
  ['full expects a number as the value of every element, and got undefined', () => L.full([2], wrong(undefined))],
  ['random expects { distribution } to be \'uniform\' or \'normal\', and got the string "gamma"', () => L.random([2], 1, { distribution: wrong('gamma') })],
  ['convolve1d expects { mode } to be \'full\', \'same\' or \'valid\', and got the string "foo"', () => L.convolve1d(x, x, { mode: wrong('foo') })],
  ['triangularSolve expects { lower } to be true or false, and got the string "x"', () => L.triangularSolve(X, tensor([1, 2]), { lower: wrong('x') })],
  ['slice expects an index, [from, to, step] of whole numbers, or null for each axis, and got the string "0" for axis -1', () => L.slice(x, wrong('0'))],
  ['slice expects an index, [from, to, step] of whole numbers, or null for each axis, and got [\'0\', 1] for axis -1', () => L.slice(x, wrong(['0', 1]))],
  ['roll expects the shift to be a whole number, and got undefined', () => L.roll(x, wrong(undefined))],
  ['diff expects { order } to be a whole number from 0 on, and got the number 1.5', () => L.diff(x, { order: 1.5 })],
  ['tril expects the number of the diagonal to be a whole number, and got the number 0.5', () => L.tril(X, 0.5)],
  ['gather expects indices in an array, and got the number 0; perhaps [0]', () => L.gather(x, wrong(0))],
  ['scatterAdd expects values of shape [2], one for each index, or of one that broadcasts to it, and got [3]', () => L.scatterAdd(zeros([3]), [0, 1], x)],
  ['softmax expects a tensor with an axis -1, and got a number', () => L.softmax(3)],
  ['std expects a number, a dual number or a tensor, and got an array of 3; call it on each element, or on tensor(…)', () => L.std(wrong([1, 2, 3]))],
  ['variance expects an axis from -1 to 0 for the shape [3], and got the number 5', () => L.variance(x, { axis: 5 })],
  ['norm expects { order } to be a number from 1 on, or Infinity, and got the string "2"', () => L.norm(x, { order: wrong('2') })],
  ['norm expects a number, a dual number or a tensor, and got an array of 2; call it on each element, or on tensor(…)', () => L.norm(wrong([1, 2]), { order: 1 })],
  ['sum expects { axis } to be a number, or an array of numbers, and got the string "0"; perhaps { axis: 0 }', () => L.sum(X, { axis: wrong('0') })],
  ['cholesky expects a symmetric matrix that is positive definite; this one is not: its pivot at [1, 1] is not positive', () => L.cholesky(tensor([[1, 2], [2, 1]]))],
  ['solve expects a matrix that can be inverted; this one is singular: elimination finds no pivot for [1, 1]', () => L.solve(tensor([[1, 2], [2, 4]]), tensor([1, 2]))],
  ['slice expects at most 1 part for the shape [3], and got 2; [from, to] is one', () => L.slice(x, [0], [2])],
  ['at expects one index for the shape [3], and got 2; parts of x are slice(x, …)', () => L.at(x, 0, 1)],
  ['at expects 2 indices for the shape [2, 2], and got 1; parts of x are slice(x, …)', () => L.at(X, 1)],
  ['at expects one index for the shape [3], and got 1; parts of x are slice(x, …)', () => L.at(x, wrong([0, 1]))],
  ['slice expects an index from -3 to 2 along axis -1, and got the number 3', () => L.at(x, 3)],
  ['sum expects options { axis, keep }, and got the number 0; perhaps sum(…, { axis: … })', () => L.sum(X, wrong(0))],
  ['std expects options { correction, axis, keep }, and got an object with the keys {ddof}; perhaps std(…, { correction: … })', () => L.std(X, wrong({ ddof: 1 }))],
  ['fromVjp expects the number of an argument, from 0 on, and got the number 1.5', () => L.fromVjp(c => c, 1.5)],
]

const refusals = suite('refusals')
refusals('each in one sentence', () => {
  uncompiled('no function is compiled')
  for (const [sentence, use] of cases) {
    let said: unknown
    try { use() } catch (error) { said = error }
    assert.instance(said, L.PushforwardError, sentence)
    assert.is((said as Error).message, sentence)
  }
})

refusals('options by another name, wherever options are taken', () => {
  const taking: readonly ((options: never) => unknown)[] = [
    o => L.sum(X, o), o => L.mean(X, o), o => L.prod(X, o), o => L.amax(X, o), o => L.amin(X, o), o => L.argmax(X, o), o => L.argmin(X, o), o => L.norm(X, o),
    o => L.variance(X, o), o => L.std(X, o), o => L.cumsum(X, o), o => L.cumprod(X, o), o => L.softmax(X, o), o => L.logSoftmax(X, o), o => L.logSumExp(X, o),
    o => L.sort(X, o), o => L.argsort(X, o), o => L.flip(X, o), o => L.roll(X, 1, o), o => L.diff(X, o), o => L.gather(X, [0], o), o => L.takeAlong(X, zeros([2, 2]), o),
    o => L.scatterAdd(X, [0], 1, o), o => L.concat([X, X], o), o => L.stack([X, X], o), o => L.pad(X, [1, 1], o), o => L.convolve1d(x, x, o),
    o => L.triangularSolve(X, x, o), o => L.random([2], 1, o),
  ]
  for (const use of taking) for (const options of [{ dim: 0 }, 1, null, 'axis']) assert.throws(() => use(wrong(options)), / expects options \{ \w+.* \}, and got /, String(use))
})

refusals('what is still allowed', () => {
  assert.equal(L.slice(x, [0, Infinity]).toString(), x.toString())
  assert.equal(L.pad(x, [-1, 1]).toString(), tensor([2, 3, 0]).toString())
  assert.equal(L.roll(x, -4).toString(), tensor([2, 3, 1]).toString())
  assert.equal(L.scatterAdd(zeros([3]), [0, 2], 1).toString(), tensor([1, 0, 1]).toString())
})
refusals.run()
