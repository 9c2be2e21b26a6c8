// Functions made of pieces: choices, bounds, steps, angles and signs, beyond what the loop over all rows and the edge table say.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { clamp, copysign, derivative, exp, fma, frac, gradient, heaviside, less, log, mul, neg, relu, select, square, step, sub, where, wrap } from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'

const pieces = suite('functions made of pieces')

pieces('where takes a boolean, a comparison of duals, or a number, and moves as what it chose', () => {
  const f = (x: Scalar): Scalar => where(less(x, 0), exp(x), square(sub(x, -1)))
  assert.is(derivative(f)(-1), Math.exp(-1))
  assert.is(derivative(f)(1), 4)
  assert.equal([where(1, 2, 3), where(0, 2, 3), where(NaN, 2, 3), where(true, 2, 3)], [2, 3, 2, 2])
  assert.throws(() => where('yes' as never, 1, 2), /where expects a condition first \(a boolean, a comparison's result\), and got the string "yes"/)
})

pieces('select is where, chained: the first test that holds', () => {
  const hat = (x: Scalar): Scalar => select([less(x, -1), less(x, 0), less(x, 1)], [0, sub(x, -1), sub(1, x)], 0)
  assert.equal([-2, -0.5, 0.25, 3].map(x => [hat(x), derivative(hat)(x)]), [[0, 0], [0.5, 1], [0.75, -1], [0, 0]])
  assert.is(select([], [], 7), 7)
  assert.throws(() => select([true], [], 7), /select expects an array of tests and as many choices, and got an array of 1 and an empty array/)
})

pieces('clamp moves with x inside and at its bounds, and with the bound outside', () => {
  const gradients = [-2, 0, 0.5, 1, 3].map(x => gradient((x, low, high) => clamp(x, low, high))(x, 0, 1))
  assert.equal(gradients, [[0, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]])
})

pieces('fma(x, y, z) = x·y + z', () => {
  assert.is(fma(2, 3, 4), 10)
  assert.equal(gradient((x, y, z) => fma(x, y, z))(2, 3, 4), [3, 2, 1])
})

pieces('steps never move: heaviside is ½ at 0, step is 1 from its edge on, relu is x right of 0', () => {
  assert.equal([-1, -0, 0, 1].map(heaviside), [0, 0.5, 0.5, 1])
  assert.equal([1, 2, 3].map(x => step(2, x)), [0, 1, 1])
  assert.equal([-1, 0, 2].map(x => [relu(x), derivative(relu)(x)]), [[0, 0], [0, 0], [2, 1]])
  assert.is(derivative(x => mul(heaviside(x), square(x)))(3), 6)
})

pieces('frac is x − ⌊x⌋, between 0 and 1 also left of 0', () => {
  assert.equal([2.75, -0.25, 5].map(frac), [0.75, 0.75, 0])
})

pieces('wrap brings an angle into (−π, π], and leaves what is there alone', () => {
  assert.equal([0, 3, -3, Math.PI, -Math.PI, 2 * Math.PI].map(wrap), [0, 3, -3, Math.PI, Math.PI, Math.atan2(Math.sin(2 * Math.PI), 1)])
  fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), x => {
    const angle = wrap(x)
    assert.ok(angle > -Math.PI && angle <= Math.PI)
    assert.ok(Math.abs(Math.sin(angle) - Math.sin(x)) < 1e-15 && Math.abs(Math.cos(angle) - Math.cos(x)) < 1e-15)
  }), { seed: 11, numRuns: 200 })
  assert.is(derivative(x => square(wrap(x)))(7), 2 * wrap(7))
})

pieces('copysign gives |x| the sign of y, −0 among the negative ones, and moves with x alone', () => {
  assert.equal([copysign(2, -1), copysign(-2, 1), copysign(-2, -0), copysign(2, 0)], [-2, 2, -2, 2])
  assert.equal(gradient((x, y) => copysign(x, y))(-2, 3), [-1, 0])
  assert.equal(gradient((x, y) => copysign(x, neg(y)))(-2, 3), [1, 0])
})

pieces('a choice keeps what it did not choose out of sight: log left of 0, exp beyond 710', () => {
  assert.is(derivative(x => where(less(x, 0), 0, log(x)))(-1), 0)
  assert.is(derivative(x => where(less(x, 700), x, exp(x)))(5), 1)
})
pieces.run()
