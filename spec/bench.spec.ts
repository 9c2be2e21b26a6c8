// What the bench times is right: every variant of every workload gives what the hand-written derivative gives.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkpoints, type Cold, type Course, evenFrom } from '../bench/first/course.ts'
import { subjects } from '../bench/first/subjects.ts'
import { firstCalls, type First, firstLines, firstTable } from '../bench/first/table.ts'
import { workloads } from '../bench/functions.ts'
import { disagreement } from '../bench/compare.ts'
import * as library from '../lib/index.ts'

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

// ── first calls: from what the clock said to what is shown ────────────────────────────────────────────────────────────

const first = suite('first calls')

/** A function that takes so long at first, at the second call, and at each later one. */
const course = (first: number, second: number, later: number, calls: number): Course =>
  checkpoints(calls).map(n => n === 1 ? first : first + second + later * (n - 2))

for (const { name, size, ready } of subjects)
  first(`${name}: compiled, eager and by differences it is the same function`, () => {
    const x = size === 0 ? 0.3 : Array.from({ length: size }, (_, i) => Math.sin(i)), c = [1, -0.3, 2, 1, 3]
    const at = (variant: 'eager' | 'compiled' | 'differences') => {
      const way = ready(variant, library, c)()
      way(x as never)
      return way(x as never)
    }
    assert.is(disagreement(at('compiled'), at('eager'), 1e-11), undefined)
    assert.is(disagreement(at('differences'), at('eager'), 1e-3), undefined)
  })

first('the clock is read at the calls that are shown, and at the last', () => {
  for (const n of [1, 2, 50, 200, 300]) assert.ok(checkpoints(300).includes(n), `${n}`)
  assert.is(checkpoints(300).at(-1), 300)
  assert.equal(checkpoints(200), checkpoints(10_000).slice(0, checkpoints(200).length), 'the same until the 200th')
})

first('it is even from the call on after which it has always taken less in all', () => {
  const stops = [1, 2, 3, 4, 5]
  assert.is(evenFrom(stops, [5, 6, 7, 8, 9], [2, 4, 6, 9, 12]), 4)
  assert.is(evenFrom(stops, [1, 6, 7, 8, 9], [2, 4, 6, 9, 12]), 4, 'not where it is ahead for a while')
  assert.is(evenFrom(stops, [1, 2, 3, 4, 5], [2, 4, 6, 9, 12]), 1)
  assert.is(evenFrom(stops, [5, 6, 7, 8, 12], [2, 4, 6, 9, 12]), null)
})

first('the table marks what is over its limit', () => {
  const calls = 300, stops = checkpoints(calls), cold = (...args: readonly [number, number, number]): Cold => ({ loading: 10, course: course(...args, calls) })
  const warm = (...args: readonly [number, number, number]) => ({ beginning: [args[0], args[0] + args[1]], course: course(...args, calls) })
  const made = firstCalls({ name: 'f', doc: 'slope', calls, stops }, {
    eager: [cold(1, 0.1, 0.1), cold(1, 0.1, 0.1), cold(9, 9, 9)], compiled: [cold(1, 1.5, 0.01)], differences: [cold(0.1, 0.002, 0.002)],
  }, { eager: warm(0.01, 0.001, 0.001), compiled: warm(0.4, 0.2, 0.0001) })
  assert.is(made.even.cold, 18)
  assert.is(made.even.warm, null)
  const results: First = { loading: 12, processes: 3, functions: [made], sizes: [{ operations: 20, recorded: 60, milliseconds: 0.4 }, { operations: 1020, recorded: 3000, milliseconds: 2.4 }] }
  const rows = firstTable(results).split('\n').filter(row => row.startsWith('| f') || row.startsWith('| 1,020'))
  assert.equal(rows, [
    '| f: slope | 1.00 ms | 2.50 ms | **600 µs** | 18 | **over 300** | **10.0 µs** | 100 µs | 2.00 µs |',
    '| 1,020 | 3,000 | 2.40 ms | **2.00 µs** |',
  ])
  assert.match(firstLines(results), /compile and two calls, warm +600 µs {2}✘ over 0\.5 ms/)
  assert.match(firstTable(undefined), 'Not measured yet')
})

first.run()
