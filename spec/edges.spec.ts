// Kinks, ties, poles, ends of domains, overflow: the library answers as its table of decisions says, and the table as mathematics.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, derivative, div, dual, equal, gradient, greater, hypot, less, log, max, mul, notEqual, pow, select, sqrt, square, tangent, where, xlogx } from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { answer, edges, edgesTable } from './support/edges.ts'
import { ulps } from './support/ulp.ts'

/** The same number to 4 ulp, ±0 and NaN among them; or the same list of numbers. */
const same = (got: number | readonly number[], want: number | readonly number[]): boolean =>
  typeof got === 'number' ? typeof want === 'number' && ulps(got, want) <= 4 : typeof want !== 'number' && got.every((x, i) => same(x, want[i]!))

for (const [title, rows] of Object.entries(edges)) {
  const decisions = suite(title)
  for (const row of rows)
    decisions(`${row.f} at ${row.at.join(', ')}`, () => {
      const got = answer(row)
      assert.ok(Object.is(got.value, row.value), `the value is ${got.value}, decided was ${row.value}`)
      assert.ok(same(got.first, row.first), `the first derivative is ${got.first}, decided was ${row.first}`)
      assert.ok(same(got.second, row.second), `the second derivative is ${got.second}, decided was ${row.second}`)
    })
  decisions.run()
}

const principles = suite('what the decisions come from')

principles('comparisons look at primals only: motion takes no branch', () => {
  const still = 1, moving = dual(1, 5)
  assert.equal([equal(moving, still), notEqual(moving, still), less(moving, still), greater(moving, still)], [true, false, false, false])
})

principles('a sum of roots has the gradient [∞, ½] at [0, 1]: what does not move adds nothing', () => {
  assert.equal(gradient((x, y) => add(sqrt(x), sqrt(y)))(0, 1), [Infinity, 0.5])
})

principles('a where whose other branch is singular stays clean, to every order', () => {
  const f = (x: Scalar) => where(equal(x, 0), 1, div(log(x), x))
  assert.equal([0, 1, 2, 3].map(order => derivative(f, { order })(0)), [1, 0, 0, 0])
  assert.equal([0, 1, 2].map(order => derivative(x => select([less(x, 0), greater(x, 0)], [sqrt(x), log(x)], x), { order })(0)), [0, 1, 0])
})

principles('x^n through pow is exact at 0 to every order', () => {
  for (let n = 0, factorial = 1; n <= 6; factorial *= ++n)
    for (let order = 0; order <= 7; order++)
      assert.is(derivative(x => pow(x, n), { order })(0), order === n ? factorial : 0, `x^${n}, order ${order}`)
})

principles('x^y at x = 0: derivatives of every order are limits, so none is NaN', () => {
  for (const y of [0, 0.5, 1, 1.5, 2, 3, -1, -0.5])
    for (let order = 1; order <= 4; order++) {
      assert.not(Number.isNaN(derivative(x => pow(x, y), { order })(0)), `∂x^${order} at y = ${y}`)
      assert.not(Number.isNaN(derivative(t => pow(0, t), { order })(y)), `∂y^${order} at y = ${y}`)
    }
})

principles('the limits are what the function does nearby', () => {
  for (const [f, at] of [[x => pow(x, 1.5), 0], [x => pow(x, x), 0], [xlogx, 0], [sqrt, 0], [log, 0], [x => pow(x, -2), 0]] as [(x: Scalar) => Scalar, number][])
    for (const order of [1, 2]) {
      const there = derivative(f, { order })(at), near = derivative(f, { order })(at + 1e-40)
      if (Number.isFinite(there)) assert.ok(Math.abs(there - near) < 1e-15, `${there}, ${near}`)
      else assert.is(Math.sign(there), Math.sign(near))
    }
})

principles('a norm squared has derivative 0 at 0, and so has a norm', () => {
  assert.equal(gradient((x, y) => square(hypot(x, y)))(0, 0), [0, 0])
  assert.equal(gradient((x, y) => hypot(x, y))(0, 0), [0, 0])
})

principles('max(x, x) moves as x, and max(x, 0) by half at 0', () => {
  assert.is(derivative(x => max(x, x))(1), 1)
  assert.is(derivative(x => max(x, 0))(0), 0.5)
})

principles('a numerically zero tangent absorbs an infinite slope; an infinite tangent of a flat row does not', () => {
  assert.is(tangent(sqrt(dual(0, 0))), 0)
  assert.is(derivative(x => sqrt(mul(x, 0)))(3), 0)
  assert.ok(Number.isNaN(tangent(square(dual(0, Infinity)))))
})

principles('the table for the README has a line for each decision', () => {
  const lines = edgesTable().split('\n').filter(line => line.startsWith('| `'))
  assert.is(lines.length, Object.values(edges).flat().length)
  assert.ok(lines.includes('| `sqrt(x)` | 0 | 0 | ∞ | −∞ | the limit from the right |'))
  assert.ok(lines.every(line => line.split(/(?<!\\)\|/).length === 8), 'six columns')
})
principles.run()
