// softmax, logSoftmax, logSumExp where one element weighs nearly all, where none does, and at ±∞.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gradient, hessian, jacobian, logSoftmax, logSumExp, mul, slice, softmax, sum, tensor, zeros } from '../lib/index.ts'
import type { Scalar, Tensorial } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'

const is = (actual: unknown, expected: readonly unknown[]): void => { assert.equal(numbers(actual).map(x => x + 0), expected.flat()) }

const weights = suite('softmax where one weighs nearly all')
const small = 4.248354255291589e-18 // 1/(1 + e⁴⁰)

weights('values and derivatives are sums of the small terms, none is 1 less nearly 1', () => {
  assert.is(logSumExp(tensor([0, -40])), small)
  is(logSoftmax(tensor([0, -40])), [-small, -40])
  for (const [x, signs] of [[[0, 40], [1, -1, -1, 1]], [[40, 0], [1, -1, -1, 1]], [[0, -40], [1, -1, -1, 1]]] as const) {
    const at = Float64Array.from(x), high = x.indexOf(Math.max(...x) as never), [a, b] = high === 0 ? [small, -1] : [1, -small]
    near(numbers(jacobian((x: Tensorial) => softmax(x))(at)), signs.map(s => s * small), 0, 'J of softmax')
    near(numbers(hessian((x: Tensorial) => logSumExp(x))(at)), signs.map(s => s * small), 0, 'H of logSumExp')
    near(numbers(jacobian((x: Tensorial) => logSoftmax(x))(at)), [a, -a, b, -b], 0, 'J of logSoftmax')
    near(numbers(hessian((x: Tensorial) => slice(logSoftmax(x), high) as Scalar)(at)).map(h => h / small), [-1, 1, 1, -1], 1e-15, 'H of logSoftmax')
    const third = numbers(jacobian((x: Tensorial) => hessian((y: Tensorial) => logSumExp(y))(x as never) as unknown as Tensorial)(at))
    near(third.map(t => Math.abs(t / small)), new Array(8).fill(1), 1e-15, 'third')
  }
})

weights('many small ones: 1/n − 1/n² keeps its digits', () => {
  const n = 300, p = 1 / n, J = numbers(jacobian((x: Tensorial) => softmax(x))(new Float64Array(n)))
  J.forEach((v, k) => assert.ok(Math.abs(v / (k % (n + 1) === 0 ? p - p * p : -p * p) - 1) < 2e-15, `[${k}] is ${v}`))
})

weights('∞ has all the weight, as in logaddexp; two of them have none that could be told; of nothing but −∞ the total stands still', () => {
  const at = (...x: number[]): Float64Array => Float64Array.from(x)
  for (const order of [0, 1]) is(order === 0 ? softmax(tensor([Infinity, 0, 1])) : gradient((x: Tensorial) => logSumExp(x))(at(Infinity, 0, 1)), [1, 0, 0])
  is(logSoftmax(tensor([Infinity, 0])), [0, -Infinity])
  is(jacobian((x: Tensorial) => softmax(x))(at(Infinity, 0)), [[0, 0], [0, 0]])
  is(softmax(tensor([Infinity, Infinity, 0])), [NaN, NaN, 0])
  is(gradient((x: Tensorial) => logSumExp(x))(at(Infinity, Infinity, 0)), [NaN, NaN, 0])
  is(gradient((x: Tensorial) => logSumExp(x))(at(-Infinity, -Infinity)), [0, 0])
  is(jacobian((x: Tensorial) => softmax(x))(at(-Infinity, 0)), [[0, 0], [0, 0]])
  is(softmax(tensor([NaN, 1])), [NaN, NaN])
  assert.is(logSumExp(zeros([0])), -Infinity)
  assert.equal([logSumExp(tensor(3)), logSumExp(3)], [3, 3])
  is(softmax(zeros([2, 0])), [[], []])
  is(logSumExp(zeros([2, 0]), { axis: 1 }), [-Infinity, -Infinity])
  is(gradient((x: Tensorial) => sum(softmax(mul(x, zeros([0])))))(3 as never), [0])
})
weights.run()
