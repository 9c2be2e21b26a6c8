// Gradient descent, the lecture's example: from x = 3 downhill on cos, to π.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cos, derivative, gradient, mul, square, sub, sum } from '../../lib/index.ts'
import type { Tensorial } from '../../lib/index.ts'

test('from x = 3, gradient descent on cos reaches π', () => {
  const slope = derivative(cos)
  let x = 3, steps = 0
  while (Math.abs(slope(x)) > 1e-15 && steps < 1000) {
    x -= 0.5 * slope(x)
    steps++
  }
  assert.ok(Math.abs(x - Math.PI) < 1e-15, `${x} after ${steps} steps`)
  assert.is(cos(x), -1)
})

test('with steps of the second derivative, in a few', () => {
  let x = 3
  for (let i = 0; i < 4; i++) x -= derivative(cos)(x) / derivative(cos, { order: 2 })(x)
  assert.is(x, Math.PI)
})

test('many valleys at once: a vector of starting points', () => {
  let x = Float64Array.of(3, 4, -2, 8)
  const slope = gradient((t: Tensorial) => sum(cos(t)))
  for (let i = 0; i < 200; i++) {
    const g = slope(x)
    x = x.map((v, j) => v - 0.5 * g[j]!)
  }
  assert.equal([...x].map(v => Math.round(v / Math.PI)), [1, 1, -1, 3])
  assert.ok(gradient((t: Tensorial) => sum(square(sub(cos(t), mul(-1, cos(0))))))(x).every(g => Math.abs(g) < 1e-12))
})

test.run()
