// Array rows: values as NumPy's, derivatives as differences say, lanes as single directions; edges.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  abs, add, amax, amin, argmax, argmin, argsort, broadcastTo, concat, convolve1d, cos, cumprod, cumsum, derivative, diag, diff, div, dot, exp, flip, gather, gradient, greater, hessian, jacobian, kron, logSoftmax,
  logSumExp, log, matmul, mean, mul, norm, ones, outer, pad, pow, prod, reshape, roll, scatterAdd, slice, softmax, sort, sqrt, square, stack, std, sub, sum, takeAlong, tensor, trace, transpose, tril,
  triu, variance, where, less, zeros, sin,
} from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial, Value } from '../lib/index.ts'
import { type ArrayFunction, judge, near, numbers, pushed, seeded } from './support/arrays.ts'
import { reference } from './support/reference.ts'

const next = seeded(42)
const made = (...shape: number[]): Tensor => tensor(Float64Array.from({ length: shape.reduce((a, n) => a * n, 1) }, () => next() * 2), shape)
const v = made(4), w = made(4), A = made(3, 4), B = made(4, 2), C = made(2, 3, 4), D = made(2, 4, 2)

const rows = suite('every array row, in first and second order, with lanes and nested lanes')

// what it is, the function, where
const cases: readonly (readonly [string, ArrayFunction, readonly Tensor[]])[] = [
  ['sum', (x: Value) => sum(square(x)), [A]],
  ['sum along 0', (x: Value) => sum(square(x), { axis: 0 }), [A]],
  ['sum along −1, kept', (x: Value) => sum(square(x), { axis: -1, keep: true }), [C]],
  ['sum along two axes apart', (x: Value) => sum(square(x), { axis: [0, 2] }), [C]],
  ['sum of a constant broadcast', (x: Value) => sum(add(x, zeros([3, 4])), { axis: 0 }), [v]],
  ['mean', (x: Value) => mean(exp(x)), [A]],
  ['mean along 1', (x: Value) => mean(exp(x), { axis: 1 }), [C]],
  ['prod', (x: Value) => prod(x), [A]],
  ['prod along 0', (x: Value) => prod(x, { axis: 0 }), [C]],
  ['prod along two axes, kept', (x: Value) => prod(x, { axis: [0, 2], keep: true }), [C]],
  ['amax', (x: Value) => amax(square(x)), [A]],
  ['amax along 1', (x: Value) => amax(square(x), { axis: 1 }), [C]],
  ['amin along 0 and 2', (x: Value) => amin(square(x), { axis: [0, 2] }), [C]],
  ['cumsum', (x: Value) => cumsum(square(x)), [v]],
  ['cumsum along 0', (x: Value) => cumsum(square(x), { axis: 0 }), [C]],
  ['cumprod', (x: Value) => cumprod(x), [v]],
  ['cumprod along 1', (x: Value) => cumprod(x, { axis: 1 }), [C]],
  ['dot', (x: Value, y: Value) => dot(x, y), [v, w]],
  ['dot of one vector with itself', (x: Value) => dot(x, x), [v]],
  ['matmul', (x: Value, y: Value) => matmul(x, y), [A, B]],
  ['matmul of a matrix and a vector', (x: Value, y: Value) => matmul(x, y), [A, v]],
  ['matmul of a vector and a matrix', (x: Value, y: Value) => matmul(x, y), [v, B]],
  ['matmul of batches', (x: Value, y: Value) => matmul(x, y), [C, D]],
  ['matmul of a batch and one', (x: Value, y: Value) => matmul(x, y), [C, B]],
  ['matmul of one and a batch', (x: Value, y: Value) => matmul(x, y), [A, D]],
  ['matmul of a batch and a vector', (x: Value, y: Value) => matmul(x, y), [C, v]],
  ['matmul of a vector and a batch', (x: Value, y: Value) => matmul(x, y), [v, D]],
  ['matmul of batches that broadcast', (x: Value, y: Value) => matmul(reshape(x, [2, 1, 3, 4]), y), [C, D]],
  ['outer', (x: Value, y: Value) => outer(x, y), [v, made(3)]],
  ['kron', (x: Value, y: Value) => kron(x, y), [A, B]],
  ['kron of vectors', (x: Value, y: Value) => kron(x, y), [v, made(2)]],
  ['convolve1d', (x: Value, y: Value) => convolve1d(x, y), [v, made(3)]],
  ['convolve1d, same', (x: Value, y: Value) => convolve1d(x, y, { mode: 'same' }), [v, made(3)]],
  ['convolve1d, valid, of a batch', (x: Value, y: Value) => convolve1d(x, y, { mode: 'valid' }), [C, made(2)]],
  ['transpose', (x: Value) => transpose(square(x)), [A]],
  ['transpose of three axes', (x: Value) => transpose(square(x), [1, -1, 0]), [C]],
  ['reshape', (x: Value) => reshape(square(x), [2, -1]), [A]],
  ['broadcastTo', (x: Value) => broadcastTo(square(x), [2, 3, 4]), [v]],
  ['concat', (x: Value, y: Value) => concat([square(x), y, ones([1, 4])]), [A, made(2, 4)]],
  ['concat along 1', (x: Value, y: Value) => concat([x, square(y)], { axis: 1 }), [C, made(2, 1, 4)]],
  ['stack', (x: Value, y: Value) => stack([square(x), y, zeros([4])]), [v, w]],
  ['stack along −1', (x: Value, y: Value) => stack([mul(x, y), y], { axis: -1 }), [A, made(3, 4)]],
  ['stack of numbers', (x: Value) => stack([sum(square(x)), 1, prod(x)]), [v]],
  ['slice', (x: Value) => slice(square(x), [1, 3], -1), [A]],
  ['slice with steps', (x: Value) => slice(square(x), null, [null, null, -2], [1, 4, 2]), [C]],
  ['gather', (x: Value) => gather(square(x), [2, 0, 2]), [A]],
  ['gather along −1', (x: Value) => gather(square(x), [-1, 0, 0], { axis: -1 }), [C]],
  ['scatterAdd', (x: Value, y: Value) => scatterAdd(square(x), [2, 0, 2], mul(y, y)), [A, made(3, 4)]],
  ['scatterAdd along 1', (x: Value, y: Value) => scatterAdd(x, [1, 1], mul(y, y), { axis: 1 }), [A, made(3, 2)]],
  ['flip', (x: Value) => flip(square(x), { axis: 1 }), [C]],
  ['roll', (x: Value) => roll(square(x), 5, { axis: 1 }), [A]],
  ['pad', (x: Value) => pad(square(x), [[1, 0], [2, 1]]), [A]],
  ['pad with a value that moves', (x: Value) => pad(square(x), [1, 2], { value: sum(x) }), [v]],
  ['diff', (x: Value) => diff(square(x)), [A]],
  ['diff along 0, twice', (x: Value) => diff(square(x), { axis: 0, order: 2 }), [A]],
  ['norm', (x: Value) => norm(x), [A]],
  ['norm along 1', (x: Value) => norm(x, { axis: 1, keep: true }), [C]],
  ['norm 1', (x: Value) => norm(square(x), { order: 1, axis: 0 }), [A]],
  ['norm ∞', (x: Value) => norm(square(x), { order: Infinity, axis: 0 }), [A]],
  ['norm 3', (x: Value) => norm(x, { order: 3 }), [A]],
  ['norm 2.5 along −1', (x: Value) => norm(x, { order: 2.5, axis: -1 }), [C]],
  ['variance', (x: Value) => variance(x), [A]],
  ['variance along 0, corrected', (x: Value) => variance(x, { axis: 0, correction: 1 }), [A]],
  ['std', (x: Value) => std(x), [A]],
  ['std along 2', (x: Value) => std(x, { axis: 2, correction: 1 }), [C]],
  ['softmax', (x: Value) => softmax(x), [C]],
  ['softmax along 0', (x: Value) => softmax(x, { axis: 0 }), [A]],
  ['logSoftmax', (x: Value) => logSoftmax(x), [C]],
  ['logSumExp', (x: Value) => logSumExp(x), [A]],
  ['logSumExp along 1', (x: Value) => logSumExp(x, { axis: 1 }), [C]],
  ['logSumExp along two axes apart, kept', (x: Value) => logSumExp(x, { axis: [0, 2], keep: true }), [C]],
  ['logSumExp along two axes in front', (x: Value) => logSumExp(mul(5, x), { axis: [0, 1] }), [C]],
  ['logSoftmax along 1', (x: Value) => logSoftmax(mul(5, x), { axis: 1 }), [C]],
  ['trace', (x: Value) => trace(square(x)), [A]],
  ['diag of a vector', (x: Value) => diag(square(x), 1), [v]],
  ['diag of a matrix', (x: Value) => diag(square(x), -1), [C]],
  ['tril', (x: Value) => tril(square(x)), [A]],
  ['triu', (x: Value) => triu(square(x), 1), [C]],
  ['sort', (x: Value) => sort(square(x)), [A]],
  ['sort along 0', (x: Value) => sort(square(x), { axis: 0 }), [C]],
  ['takeAlong', (x: Value) => takeAlong(square(x), argsort(x, { axis: 1 }), { axis: 1 }), [C]],
  ['elementwise, broadcast', (x: Value, y: Value) => mul(sin(x), exp(y)), [A, v]],
  ['elementwise, both repeated', (x: Value, y: Value) => div(x, add(2.5, y)), [made(3, 1), made(1, 4)]],
  ['elementwise, a constant of higher rank', (x: Value) => mul(square(x), C), [v]],
  ['elementwise, rank 3 and 1', (x: Value, y: Value) => sub(x, mul(y, x)), [C, w]],
  ['a number from one tensor with another', (x: Value, y: Value) => mul(sum(square(x)), y), [v, A]],
  ['a number that moves and a constant tensor', (x: Value) => add(sum(square(x)), A), [v]],
  ['where', (x: Value, y: Value) => where(less(x, 0), square(x), y), [A, v]],
  ['where of numbers', (x: Value) => where(less(A, 0), sum(square(x)), 1), [v]],
]
for (const [what, f, xs] of cases) rows(what, () => judge(what, f, xs))
rows.run()

const values = suite('values are NumPy’s')

const is = (actual: Value, expected: unknown): void => assert.equal(typeof actual === 'number' ? actual : (actual as Tensor).toArray(), expected)
const M = tensor([[1, 2, 3], [4, 5, 6]])

values('reductions', () => {
  is(sum(M), 21)
  is(sum(M, { axis: 0 }), [5, 7, 9])
  is(sum(M, { axis: -1 }), [6, 15])
  is(sum(M, { axis: [0, 1], keep: true }), [[21]])
  is(sum(3), 3)
  is(mean(M, { axis: 1 }), [2, 5])
  is(prod(M), 720)
  is(prod(M, { axis: 0 }), [4, 10, 18])
  is(amax(M, { axis: 1 }), [3, 6])
  is(amin(M), 1)
  is(argmax(M), 5)
  is(argmax(M, { axis: 0 }), [1, 1, 1])
  is(argmin(tensor([3, 1, 2])), 1)
  is(variance(tensor([1, 2, 3, 4])), 1.25)
  is(variance(tensor([1, 2, 3, 4]), { correction: 1 }), 5 / 3)
  is(std(tensor([1, 3])), 1)
  is(norm(tensor([3, 4])), 5)
  is(norm(tensor([3, -4]), { order: 1 }), 7)
  is(norm(tensor([3, -4]), { order: Infinity }), 4)
  assert.ok(Math.abs((norm(tensor([1, 2, 2]), { order: 3 }) as number) - Math.cbrt(17)) < 1e-15)
})

values('running totals, orders, shifts', () => {
  is(cumsum(M), [[1, 3, 6], [4, 9, 15]])
  is(cumsum(M, { axis: 0 }), [[1, 2, 3], [5, 7, 9]])
  is(cumprod(M), [[1, 2, 6], [4, 20, 120]])
  is(sort(tensor([3, NaN, 1, 2])), [1, 2, 3, NaN])
  is(argsort(tensor([3, 1, 2])), [1, 2, 0])
  is(flip(M), [[6, 5, 4], [3, 2, 1]])
  is(flip(M, { axis: 0 }), [[4, 5, 6], [1, 2, 3]])
  is(roll(M, 1), [[3, 1, 2], [6, 4, 5]])
  is(roll(M, -1, { axis: 0 }), [[4, 5, 6], [1, 2, 3]])
  is(diff(M), [[1, 1], [1, 1]])
  is(pad(tensor([1, 2]), [1, 2], { value: 9 }), [9, 1, 2, 9, 9])
})

values('shapes, parts, joins', () => {
  is(reshape(M, [3, 2]), [[1, 2], [3, 4], [5, 6]])
  is(reshape(M, [-1]), [1, 2, 3, 4, 5, 6])
  is(transpose(M), [[1, 4], [2, 5], [3, 6]])
  is(broadcastTo(tensor([1, 2]), [2, 2]), [[1, 2], [1, 2]])
  is(slice(M, 1), [4, 5, 6])
  is(slice(M, -1, -1), 6)
  is(slice(M, null, [0, 2]), [[1, 2], [4, 5]])
  is(slice(M, null, [null, null, -1]), [[3, 2, 1], [6, 5, 4]])
  is(slice(M, [5, 9]), [])
  is(gather(M, [1, 1, 0]), [[4, 5, 6], [4, 5, 6], [1, 2, 3]])
  is(scatterAdd(zeros([3]), [0, 2, 0], tensor([1, 2, 3])), [4, 0, 2])
  is(gather(tensor([5, 6, 7]), argsort(tensor([3, 1, 2]))), [6, 7, 5])
  is(gather(tensor([5, 6, 7]), Int32Array.of(-1, 0)), [7, 5])
  is(concat([M, tensor([[7, 8, 9]])]), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
  is(stack([tensor([1, 2]), tensor([3, 4])], { axis: 1 }), [[1, 3], [2, 4]])
  is(tril(M), [[1, 0, 0], [4, 5, 0]])
  is(triu(M, 1), [[0, 2, 3], [0, 0, 6]])
  is(diag(tensor([1, 2])), [[1, 0], [0, 2]])
  is(diag(M), [1, 5])
  is(trace(M), 6)
})

values('products', () => {
  is(dot(tensor([1, 2]), tensor([3, 4])), 11)
  is(matmul(M, transpose(M)), [[14, 32], [32, 77]])
  is(matmul(M, tensor([1, 0, 1])), [4, 10])
  is(outer(tensor([1, 2]), tensor([3, 4])), [[3, 4], [6, 8]])
  is(kron(tensor([[1, 2]]), tensor([[1], [1]])), [[1, 2], [1, 2]])
  is(convolve1d(tensor([1, 2, 3]), tensor([0, 1, 0.5])), [0, 1, 2.5, 4, 1.5])
  is(convolve1d(tensor([1, 2, 3]), tensor([0, 1, 0.5]), { mode: 'same' }), [1, 2.5, 4])
  is(convolve1d(tensor([1, 2, 3]), tensor([0, 1, 0.5]), { mode: 'valid' }), [2.5])
})

values('exponentials, free of overflow', () => {
  assert.is(logSumExp(tensor([1000, 1000])), 1000 + Math.LN2)
  assert.is(logSumExp(tensor([-Infinity, -Infinity])), -Infinity)
  assert.is(logSumExp(tensor([Infinity, 1])), Infinity)
  is(softmax(tensor([1000, 1000])), [0.5, 0.5])
  is(softmax(tensor([-Infinity, 0])), [0, 1])
  is(logSoftmax(tensor([0, 0])), [-Math.LN2, -Math.LN2])
})
values.run()

const edges = suite('edges')
const A2 = tensor([[1, 2], [3, 4]])

edges('prod: partial products that overflow, or vanish, spoil nothing', () => {
  const at = (...x: number[]) => [numbers(gradient((t: Tensorial) => prod(t))(Float64Array.from(x))), numbers(hessian((t: Tensorial) => prod(t))(Float64Array.from(x)))] as const
  const close = (actual: readonly number[], expected: readonly number[]): void => actual.forEach((a, i) => assert.ok(a === expected[i] || Math.abs(a / expected[i]! - 1) < 1e-15, `[${i}] is ${a}, expected ${expected[i]}`))
  close(at(1e200, 1e-200, 1e200, 1e-100)[0], [1e-100, 1e300, 1e-100, 1e200])
  close(at(1e-200, 1e200, 1e-200, 1e100)[0], [1e100, 1e-300, 1e100, 1e-200])
  close(at(1e-200, 1e200, 1e-200, 1e100)[1], [0, 1e-100, 1e300, 1, 1e-100, 0, 1e-100, 0, 1e300, 1e-100, 0, 1, 1, 0, 1, 0])
  close(at(1e-300, 1e-300, 1e300, 1e300)[0], [1e300, 1e300, 1e-300, 1e-300])
  close([prod(tensor([1e-300, 1e-300, 1e300, 1e300])) as number, prod(tensor([1e200, 1e200, 0])) as number], [1, 0])
  close([derivative(t => prod(stack([t, mul(t, 1e-300), mul(t, 1e200), 1e200])), { order: 3 })(1e-160)], [6e100])
})

edges('second derivatives at 0, where a norm has none, are said to be none', () => {
  const zero = Float64Array.of(0, 0), H = (f: (x: Tensorial) => Scalar, x: Float64Array): number[] => numbers(hessian(f)(x))
  assert.equal(numbers(gradient(norm as (x: Tensorial) => Scalar)(zero)), [0, 0])
  assert.equal(H(norm, zero), [Infinity, 0, 0, Infinity])
  for (const f of [norm, std] as const) assert.ok(Number.isNaN(H(x => square(f(x)), Float64Array.of(3, 3).map(v => f === norm ? 0 : v))[0]!), `${f === norm ? 'norm' : 'std'}²`)
  const rows = H(x => sum(norm(reshape(x, [2, 2]), { axis: 1 }) as Tensorial), Float64Array.of(0, 0, 3, 4)) // a row of zeros says nothing of the other
  near(rows.slice(8), [0, 0, 0.128, -0.096, 0, 0, -0.096, 0.072], 1e-15, 'the second row')
})

edges('indices along an axis: from the end where negative, others refused', () => {
  assert.equal(numbers(takeAlong(A2, tensor([[0, -1], [-1, 0]]))), [1, 2, 4, 3])
  assert.equal(numbers(gradient((x: Tensorial) => sum(takeAlong(x, tensor([-1, 0]))))(Float64Array.of(1, 2, 3))), [1, 0, 1])
  for (const wrong of [2, -3, 0.5, NaN]) assert.throws(() => takeAlong(A2, tensor([[wrong], [0]])), /^takeAlong expects indices from -2 to 1, and got the number /)
  assert.throws(() => takeAlong(A2, 1), /^takeAlong expects indices with as many axes as the tensor of shape \[2, 2\], and got the number 1; gather/)
})

edges('padding keeps what is padded, to the bit, whatever it is padded with', () => {
  for (const value of [-Infinity, NaN, 1e20, 0.7]) assert.equal(numbers(pad(tensor([0.1, 1e-20]), [1, 1], { value })), [value, 0.1, 1e-20, value])
  assert.equal(numbers(gradient((x: Tensorial) => sum(square(pad(x, [1, 2], { value: slice(x, 1) }))))(Float64Array.of(1, 2))), [2, 16])
})

edges('no axis: each number alone', () => {
  const x = tensor([[1, 3], [2, 4]]), none = { axis: [] }
  for (const f of [sum, mean, prod, amax, amin, logSumExp]) assert.equal(numbers(f(x, none)), [1, 3, 2, 4])
  assert.equal([numbers(norm(tensor([-1, 2]), none)), numbers(variance(x, none))], [[1, 2], [0, 0, 0, 0]])
})

edges('motions that cancel to nothing, along an axis that is not the last', () => {
  for (const f of [norm, softmax, logSoftmax, logSumExp] as readonly ((x: Value, along: { axis: number }) => Value)[]) {
    const g = (x: Tensorial): Scalar => { const a = reshape(x, [2, 2]); return sum(f(sub(add(a, A2), a), { axis: 0 })) as Scalar }
    assert.equal(numbers(hessian(g)(Float64Array.of(1, 2, 3, 4))), new Array(16).fill(0))
  }
})

edges('derivatives of norm to fourth order, from 1e−200 to 1e160', () => {
  const at = (s: number) => [0, 1, 2, 3, 4].map(order => derivative(((t: Scalar) => norm(add(tensor([s, 2 * s]), mul(t, tensor([s, -s]))))) as never, { order })(0) as number / s)
  for (const s of [1e-200, 1e-100, 1, 1e100, 1e160]) near(at(s), at(1), 1e-15, `${s}`)
})

edges('prod and cumprod of zeros have their derivatives: no division', () => {
  const f = (x: Value): Value => prod(x)
  near(numbers(pushed(f, [tensor([2, 0, 4])], [tensor([1, 1, 1])])), [8], 0, 'one zero')
  near(numbers(pushed(f, [tensor([0, 0, 4])], [tensor([1, 1, 1])])), [0], 0, 'two zeros')
  const twice = pushed(((x: unknown) => pushed(f, [x], [tensor([1, 1, 1])])) as never, [tensor([0, 0, 4])], [tensor([1, 1, 1])])
  near(numbers(twice), [8], 0, 'd²/dt² of t·t·(4 + t) at 0')
  judge('cumprod at zeros', (x: Value) => cumprod(x), [tensor([2, 0, 3, 0, 5])])
})

edges('norm at 0 moves nothing; std of equal numbers neither', () => {
  near(numbers(pushed((x: Value) => norm(x), [zeros([3])], [ones([3])])), [0], 0, 'norm')
  near(numbers(pushed((x: Value) => norm(x, { order: 3 }), [zeros([3])], [ones([3])])), [0], 0, 'norm 3')
  near(numbers(pushed((x: Value) => std(x), [ones([3])], [tensor([1, 0, 0])])), [0], 0, 'std')
})

edges('norm neither overflows nor underflows', () => {
  near([norm(tensor([3e200, 4e200])) as number / 1e200, norm(tensor([3e-200, 4e-200])) as number * 1e200, norm(tensor([4e-320, 3e-320])) as number * 1e300 * 1e20], [5, 5, 5], 1e-3, 'length')
  near([norm(tensor([3e200, 4e200])) as number / 1e200], [5], 4e-16, 'length')
  assert.is(norm(tensor([3e200, 4e200]), { order: 4 }) as number > 4e200, true)
  near(numbers(pushed((x: Value) => norm(x), [tensor([3e200, 4e200])], [tensor([1, 0])])), [0.6], 1e-15, 'derivative')
})

edges('extremes that tie share the motion evenly, as max(x, y) does', () => {
  near(numbers(pushed((x: Value) => amax(x), [tensor([1, 3, 3])], [tensor([5, 2, 4])])), [3], 0, 'amax')
})

edges('motion that is exactly 0 is not multiplied: 0·∞ is 0, also in one lane of many', () => {
  near(numbers(pushed((x: Value) => sqrt(x), [tensor([0, 4])], [tensor([0, 1])])), [0, 0.25], 0, 'sqrt')
  near(numbers(pushed((x: Value) => sqrt(x), [tensor([0, 4])], [tensor([[0, 1], [1, 0]])])), [0, 0.25, Infinity, 0], 0, 'sqrt in lanes')
  near(numbers(pushed((x: Value) => log(abs(x)), [tensor([0, 2])], [tensor([[0, 1], [1, 0]])])), [0, 0.5, Infinity, 0], 0, 'log in lanes')
})

edges('products of ∞ do not poison lanes in which nothing moves', () => {
  const A = tensor([[1, Infinity], [3, 4]]), x = tensor([1, 2])
  near(numbers(pushed((x: Value) => matmul(A, x), [x], [tensor([[1, 0], [0, 1]])])), [1, 3, Infinity, 4], 0, 'A·ẋ')
  near(numbers(pushed((a: Value) => dot(a, tensor([Infinity, 1])), [x], [tensor([[1, 0], [0, 1]])])), [Infinity, 1], 0, 'ȧ·b')
  near(numbers(pushed((a: Value) => convolve1d(a, tensor([Infinity, 1])), [x], [tensor([[1, 0], [0, 1]])])), [Infinity, 1, 0, 0, Infinity, 1], 0, 'convolution')
  near(numbers(pushed((a: Value) => kron(a, tensor([Infinity, 1])), [x], [tensor([[1, 0], [0, 1]])])), [Infinity, 1, 0, 0, 0, 0, Infinity, 1], 0, 'Kronecker product')
})

edges('nothing: empty tensors', () => {
  is(sum(zeros([0])), 0)
  is(prod(zeros([0])), 1)
  is(sum(zeros([0, 2]), { axis: 0 }), [0, 0])
  is(prod(zeros([2, 0]), { axis: 1 }), [1, 1])
  is(matmul(zeros([2, 0]), zeros([0, 2])), [[0, 0], [0, 0]])
  is(concat([zeros([0]), tensor([1])]), [1])
  is(sort(zeros([0])), [])
  assert.is(amax(zeros([0])), -Infinity)
  assert.ok(Number.isNaN(mean(zeros([0]))))
  assert.equal(numbers(pushed((x: Value) => cumprod(x), [zeros([0])], [zeros([0])])), [])
})

edges('NaN and ∞ pass through as numbers', () => {
  is(sum(tensor([1, NaN])), NaN)
  is(amax(tensor([1, NaN, 3])), NaN)
  is(cumsum(tensor([1, Infinity, -Infinity])), [1, Infinity, NaN])
  is(argmax(tensor([1, NaN, 3])), 1)
})

edges('a rank-0 tensor is a number to reductions, and stays a tensor elementwise', () => {
  const x = tensor(4)
  assert.equal(x.shape, [])
  assert.is(sum(x), 4)
  is(sqrt(x), 2)
  near(numbers(pushed((y: Value) => mul(y, v), [x], [tensor(1)])), numbers(v), 0, 'times a vector')
})
edges.run()

interface VectorCase { name: string; x: number[]; f: number; gradient: number[]; hessian: number[][] }
const published = reference<{ vector_to_number: VectorCase[]; vector_to_vector: { name: string; x: number[]; nested_jacobian?: number[][] }[] }>('difftests')
const head = (x: Value): Value => slice(x, [0, -1]), tail = (x: Value): Value => slice(x, [1])
const ofVectors: Record<string, (x: Value) => Value> = {
  vec2num_1: x => div(add(exp(slice(x, 0)), mul(log(slice(x, 2)), slice(x, 3))), slice(x, 4)),
  vec2num_2: x => add(prod(slice(x, [0, 2])), sin(slice(x, 0))),
  vec2num_3: x => norm(outer(x, x)),
  vec2num_4: x => add(1, mul(0, sum(x))),
  vec2num_5: x => sum(pow(mul(-1, x), 3)),
  vec2num_6: x => sum(where(greater(x, 0) as Value, x, 0)),
  vec2num_7: x => sum(mul(slice(x, 0), x)),
  rosenbrock_1: x => sum(add(square(sub(1, head(x))), mul(100, square(sub(tail(x), square(head(x))))))),
  rosenbrock_2: x => { const a = slice(x, 0); return sum(add(square(sub(a, head(x))), mul(100, mul(a, square(sub(tail(x), square(head(x)))))))) },
  rosenbrock_4: x => sum(add(square(add(1, head(x))), mul(100, square(abs(add(tail(x), square(head(x)))))))),
  ackley: x => add(add(sub(mul(-20, exp(mul(-0.2, sqrt(mean(square(x)))))), exp(mean(cos(mul(2 * Math.PI, x))))), 20), Math.E),
  self_weighted_logit: x => div(1, add(1, exp(mul(-1, dot(x, x))))),
  nested_array_mul: x => mul(slice(x, 0), sum(slice(x, [1, 3]))),
  first: x => slice(x, 0),
}
const tests = suite('DiffTests: vector → number, on tensors: value, gradient, Hessian')
for (const { name, x, f: expected, gradient: slope, hessian: curvature } of published.vector_to_number) {
  const f = ofVectors[name] as ((x: Tensorial) => Scalar) | undefined
  if (f !== undefined) tests(name, () => {
    near(numbers(f(tensor(x))), [expected], 1e-15, 'value')
    near(numbers(gradient(f)(Float64Array.from(x))), slope, 4e-15, 'gradient')
    near(numbers(hessian(f)(Float64Array.from(x))), curvature.flat(), 1e-14, 'Hessian')
  })
}
tests('all of them but one that is there twice', () => assert.is(Object.keys(ofVectors).length, published.vector_to_number.length - 1))
tests('the Jacobian of the Jacobian of cumprod', () => {
  const { x, nested_jacobian: expected } = published.vector_to_vector.find(each => each.nested_jacobian !== undefined)!
  const H = jacobian(jacobian((t: Tensorial) => cumprod(t)) as unknown as (t: Tensorial) => Tensorial)(Float64Array.from(x))
  assert.equal(H.shape, [3, 3, 3])
  const columnMajor = [0, 1, 2].flatMap(j => [0, 1, 2].map(i => numbers(slice(H, i, j))))
  assert.equal(columnMajor, expected)
})
tests.run()

const errors = suite('errors name the function, the shapes and the axis')

const fails = (call: () => unknown, message: RegExp): void => assert.throws(call, (error: Error) => error.name === 'PushforwardError' && message.test(error.message))

errors('shapes', () => {
  fails(() => add(tensor([1, 2, 3]), tensor([[1, 2], [3, 4]])), /^add expects shapes that agree; \[3\] and \[2, 2\] do not at axis -1: 3 and 2$/)
  fails(() => matmul(M, M), /^matmul expects the last axis of the first shape to agree with axis -2 of the second; \[2, 3\] has 3, \[2, 3\] has 2$/)
  fails(() => matmul(2, M), /mul\(x, y\) multiplies by a number/)
  fails(() => dot(M, M), /^dot expects two vectors, and got the shape \[2, 3\]/)
  fails(() => dot(tensor([1]), tensor([1, 2])), /^dot expects shapes that agree; \[1\] and \[2\] do not at axis -1: 1 and 2$/)
  fails(() => concat([M, tensor([[1, 2]])]), /^concat expects shapes that agree; \[2, 3\] and \[1, 2\] do not at axis -1: 3 and 2$/)
  fails(() => stack([1, M]), /^stack expects values of one shape, and got \[\] and \[2, 3\]$/)
  fails(() => reshape(M, [4]), /^reshape expects a shape of 6 numbers for the shape \[2, 3\], and got \[4\]$/)
  fails(() => broadcastTo(M, [3, 2]), /^broadcastTo expects shapes that agree/)
  fails(() => where(less(M, 1), tensor([1, 2]), 0), /^where expects shapes that agree; \[2, 3\] and \[2\]/)
})

errors('axes and indices', () => {
  fails(() => sum(M, { axis: 2 }), /^sum expects an axis from -2 to 1 for the shape \[2, 3\], and got the number 2$/)
  fails(() => sum(M, { axis: [0, -2] }), /each axis once/)
  fails(() => cumsum(3), /^cumsum expects a tensor with an axis -1, and got a number$/)
  fails(() => slice(M, 2), /^slice expects an index from -2 to 1 along axis -2, and got the number 2$/)
  fails(() => gather(M, [0, 5]), /^gather expects indices from -2 to 1, and got the number 5$/)
  fails(() => transpose(M, [0, 0]), /each of the 2 axes once/)
  fails(() => norm(M, { order: 0.5 }), /^norm expects/)
})

errors('what is no value', () => {
  fails(() => sum([1, 2] as never), /^sum expects a number, a dual number or a tensor, and got an array of 2; call it on each element, or on tensor\(…\)$/)
  fails(() => matmul('A' as never, M), /the string "A"/)
})
errors.run()
