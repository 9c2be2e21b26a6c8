// What the bench times is right: every variant of every workload gives what the hand-written derivative gives.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkpoints, type Cold, type Course, evenFrom } from '../bench/first/course.ts'
import { subjects } from '../bench/first/subjects.ts'
import { firstCalls, type First, firstLines, firstTable } from '../bench/first/table.ts'
import { workloads } from '../bench/functions.ts'
import { measure, type Timing } from '../bench/measure.ts'
import { benchTable, lines } from '../bench/table.ts'
import type { Outcome } from '../bench/worker.ts'
import { deviation, disagreement } from '../bench/compare.ts'
import * as library from '../lib/index.ts'

const workload = suite('workloads')

for (const { name, points, variants, beside, roughness, large } of workloads) {
  if (large) continue // smaller ones of the kind are there
  workload(name, () => {
    const hand = variants['hand']!()
    const agrees = (variant: string, run: (i: number) => unknown, hand: (i: number) => unknown, tolerance: number): void => {
      for (let i = 0; i < points; i++) assert.is(disagreement(run(i), hand(i), tolerance), undefined, `${variant} at point ${i}`)
    }
    for (const [variant, ready] of Object.entries(variants)) agrees(variant, ready(), hand, variant === 'differences' ? roughness : 1e-11)
    for (const [variant, { run, hand }] of Object.entries(beside)) agrees(variant, run(), hand(), 1e-11)
  })
}

workload('what is large has something smaller of its kind, and everything is computed by us', () => {
  const kind = (name: string): string => name.replace(/\d[\d,]*/, '#')
  const checked = new Set(workloads.filter(({ large }) => !large).map(({ name }) => kind(name)))
  assert.equal(workloads.filter(({ name, large }) => large && !checked.has(kind(name))).map(({ name }) => name), [])
  assert.equal(workloads.filter(({ variants }) => !('eager' in variants || 'tensor' in variants)).map(({ name }) => name), [])
  assert.is(new Set(workloads.map(({ name }) => name)).size, workloads.length)
})

workload('a wrong variant is seen', () => {
  assert.is(disagreement([1, 2], [1, 2], 1e-9), undefined)
  assert.is(disagreement([1, 2.1], [1, 2], 1e-9), 'number 1 is 2.1, not 2')
  assert.is(disagreement([1], [1, 2], 1e-9), '1 numbers, not 2')
  assert.is(disagreement([NaN], [1], 1e-9), 'number 0 is NaN, not 1')
  assert.is(disagreement({ a: 1 }, { a: 1 + 1e-8 }, 1e-9), 'number 0 is 1, not 1.00000001')
  assert.is(disagreement([[1, 2], [3]], Float64Array.of(1, 2, 4), 1e-9), 'number 2 is 3, not 4')
  assert.is(disagreement([[1, 2], [], [3]], [[], [1], [2, 3]], 1e-9), undefined, 'numbers are compared, not how they are kept')
  assert.is(disagreement('1', 1, 1e-9), 'number 0 is NaN, not 1')
  assert.is(deviation([1, 4], [2, 4]), 0.25)
  assert.is(deviation([1, NaN], [1, 4]), Infinity)
  assert.is(deviation([1], [1, 4]), Infinity)
})

workload('the table marks what is over its limit, also where the limit is that of another variant', () => {
  const timing = (variant: string, ratio: number): Timing => ({ variant, minimum: 10 * ratio, median: 10 * ratio, spread: 0, ratio, error: 0 })
  const outcome: Outcome = {
    name: 'lanes', doc: 'many', condition: 'fresh', limits: { eager: 2, compiled: 1.3 }, against: [{ variant: 'compiled', other: 'one lane', limit: 2.2 }],
    timings: [timing('hand', 1), timing('eager', 2.1), { ...timing('compiled', 1.25), ratios: { 'one lane': 2.3 } }, timing('one lane', 0.5)],
  }
  const rows = benchTable({ node: '20.0.0', v8: '', cpu: 'some machine', rounds: 15, outcomes: [outcome] }).split('\n')
  assert.is(rows[0], '|  | hand-written | eager | compiled |')
  assert.is(rows[2], '| lanes: many | 10.0 ns | **2.10** | 1.25 (**2.30** × one lane) |')
  const said = lines(outcome).split('\n')
  assert.match(said[2]!, /2\.10 {2}✘ over 2\.00$/)
  assert.match(said[3]!, /1\.25 {2}≤ 1\.30 {2}2\.30 × one lane {2}✘ over 2\.20$/)
})

workload('what computes something else is judged by hand-written code of its own, and compared where that is asked for', () => {
  const [, one, other] = measure([
    { variant: 'hand', run: (i: number) => i, tolerance: 0 },
    { variant: 'one', run: (i: number) => i, tolerance: 0 },
    { variant: 'other', run: (i: number) => 2 * i, hand: (i: number) => i + i, tolerance: 0 },
  ], { points: 2, sink: (y: number) => y, most: 3, warm: 1e3, pairs: [['one', 'other']] })
  assert.is(other!.wrong, undefined)
  assert.ok(one!.ratios!['other']! > 0)
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
  const results: First = { loading: 12, processes: 3, functions: [made], sizes: [
    { operations: 20, loop: { recorded: 60, milliseconds: 0.4 }, tangle: { recorded: 50, milliseconds: 0.3 } },
    { operations: 1020, loop: { recorded: 3060, milliseconds: 2.4 }, tangle: { recorded: 2550, milliseconds: 0.8 } },
  ] }
  const rows = firstTable(results).split('\n').filter(row => row.startsWith('| f') || row.startsWith('| 1,020'))
  assert.equal(rows, [
    '| f: slope | 1.00 ms | 2.50 ms | **600 µs** | 18 | **over 300** | **10.0 µs** | 100 µs | 2.00 µs |',
    '| 1,020 | 2.40 ms | **2.00 µs** | 0.67 µs | 800 µs | 0.50 µs | 0.20 µs |',
  ])
  assert.match(firstLines(results), /compile and two calls, warm +600 µs {2}✘ over 0\.5 ms/)
  assert.match(firstTable(undefined), 'Not measured yet')
})

first.run()
