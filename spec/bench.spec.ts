// What the bench times is right: every variant of every workload gives what the hand-written derivative gives.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { workloads } from '../bench/functions.ts'
import { disagreement } from '../bench/compare.ts'

const workload = suite('workloads')

for (const { name, points, variants, roughness } of workloads)
  workload(name, () => {
    const hand = variants['hand']!()
    for (const [variant, ready] of Object.entries(variants)) {
      const run = ready()
      for (let i = 0; i < points; i++)
        assert.is(disagreement(run(i), hand(i), variant === 'differences' ? roughness : 1e-11), undefined, `${variant} at point ${i}`)
    }
  })

workload('a wrong variant is seen', () => {
  assert.is(disagreement([1, 2], [1, 2], 1e-9), undefined)
  assert.is(disagreement([1, 2.1], [1, 2], 1e-9), 'number 1 is 2.1, not 2')
  assert.is(disagreement([1], [1, 2], 1e-9), '1 numbers, not 2')
  assert.is(disagreement([NaN], [1], 1e-9), 'number 0 is NaN, not 1')
  assert.is(disagreement({ a: 1 }, { a: 1 + 1e-8 }, 1e-9), 'number 0 is 1, not 1.00000001')
})

workload.run()
