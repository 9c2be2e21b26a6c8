// The bench of peers says what it found, and nothing else: ratios where a peer is right, how far it is off where it is wrong, and why
// something is missing. The peers themselves need not be installed, and nothing is timed.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Timing } from '../bench/measure.ts'
import { measure, untimed } from '../bench/measure.ts'
import { peersPlot } from '../bench/peers/plot.ts'
import { line, type PeerResults, peersTable, together } from '../bench/peers/table.ts'

const timing = (variant: string, ratio: number, median = 10 * ratio): Timing => ({ variant, minimum: median, median, spread: 0.02, ratio, error: 0 })

const results: PeerResults = {
  node: '20.0.0', cpu: 'some machine', rounds: 15,
  workloads: [{ name: 'cos', doc: 'slope' }, { name: 'dense', doc: 'Jacobian' }, { name: 'nobody ran it', doc: '' }],
  peers: [{ name: 'exact', doc: 'right', version: '1.2.3' }, { name: 'single', doc: 'float32' }],
  absent: [{ name: 'gone', failure: 'it is not installed' }],
  outcomes: [
    { peer: 'exact', workload: 'cos', timings: [timing('hand', 1), timing('compiled', 1.04), timing('eager', 4), timing('exact', 123.4)] },
    { peer: 'exact', workload: 'dense', failure: 'out of memory' },
    { peer: 'single', workload: 'cos', timings: [untimed('single', 1.3e-7, 'number 0 is 1.1, not 1')] },
    { peer: 'single', workload: 'dense', timings: [timing('hand', 1), timing('compiled', 0.5), timing('tensor', 2), timing('single', 3)] },
  ],
}

const peers = suite('peers')

peers('a table: hand-written code in time, ours and the peers in ratios to it; wrong ones marked, missing ones –', () => {
  const rows = peersTable(results).split('\n').filter(row => row.startsWith('|'))
  assert.equal(rows, [
    '|  | hand-written | compiled | eager | exact | single |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    '| cos: slope | 10.0 ns | 1.04 | 4.00 | 123 | wrong (1e-7) |',
    '| dense: Jacobian | 10.0 ns | 0.50 | 2.00 | – | 3.00 |',
  ])
})

peers('in bold what took less time than ours did beside it', () => {
  const outcome = (peer: string, workload: string, ...timings: Timing[]) => ({ peer, workload, timings: [timing('hand', 1), ...timings] })
  const some: PeerResults = { ...results, outcomes: [
    outcome('exact', 'cos', timing('compiled', 1.1), timing('eager', 4), timing('exact', 1.05)),
    outcome('single', 'cos', timing('compiled', 1.0), timing('eager', 4), timing('single', 1.08)),
    outcome('exact', 'dense', timing('tensor', 2), timing('exact', 1.9)),
    outcome('single', 'dense', timing('tensor', 2), timing('single', 2.1)),
  ] }
  const rows = peersTable(some).split('\n').filter(row => /^\| (cos|dense)/.test(row))
  assert.equal(rows, ['| cos: slope | 10.0 ns | 1.10 | 4.00 | **1.05** | 1.08 |', '| dense: Jacobian | 10.0 ns | – | 2.00 | **1.90** | 2.10 |'])
  assert.equal(peersPlot(some).match(/class="ahead".*?<title>.*?<\/title>/g)!.map(mark => mark.replace(/.*<title>|<\/title>/g, '')).sort(), ['exact: 1.05', 'exact: 1.90'])
})

peers('below it, which peers, and why something is missing', () => {
  const text = peersTable(results)
  assert.match(text, 'exact 1.2.3 (right), single (float32).')
  assert.match(text, 'gone did not run: it is not installed.')
  assert.match(text, 'exact gave no result for dense: out of memory.')
})

peers('the table is the same when the results have been through JSON, which has no NaN', () => {
  assert.is(peersTable(JSON.parse(JSON.stringify(results)) as PeerResults), peersTable(results))
  const nothing: PeerResults = { ...results, outcomes: [{ peer: 'single', workload: 'cos', timings: [untimed('single', Infinity, '1 numbers, not 2')] }] }
  assert.match(peersTable(JSON.parse(JSON.stringify(nothing)) as PeerResults), '| cos: slope | – | – | – | – | wrong |')
})

peers('a line for the terminal says what is wrong', () => {
  assert.match(line(results.outcomes[2]!), '✘ wrong (1e-7): number 0 is 1.1, not 1')
  assert.match(line(results.outcomes[1]!), '– out of memory')
  assert.match(line(results.outcomes[0]!), /123 {3}ours compiled 1\.04, eager 4\.00, hand 10\.0 ns$/)
})

peers('what was measured beside each of the peers is the middle of it', () => {
  const outcome = (ratio: number) => ({ peer: 'p', workload: 'w', timings: [timing('compiled', ratio)] })
  assert.is(together([outcome(3), outcome(1), outcome(2)], ['compiled'])?.ratio, 2)
  assert.is(together([outcome(1)], ['eager']), undefined)
})

peers('the plot has a mark for each ratio, and none for what is wrong or missing', () => {
  const marks = peersPlot(results).match(/<title>.*?<\/title>/g)!.map(mark => mark.slice(7, -8)).sort()
  assert.equal(marks, ['compiled: 0.500', 'compiled: 1.04', 'eager: 2.00', 'eager: 4.00', 'exact: 123', 'single: 3.00'])
})

peers('what is wrong is not timed', () => {
  let calls = 0
  const entries = [
    { variant: 'hand', run: (i: number) => i, tolerance: 0 },
    { variant: 'wrong', run: (i: number) => { calls++; return i + 1 }, tolerance: 1e-9 },
    { variant: 'elsewhere', run: (i: number) => i, tolerance: 0, clock: () => 7 },
  ]
  const [hand, wrong, elsewhere] = measure(entries, { points: 2, sink: (y: number) => y, most: 1, warm: 1e3 })
  assert.is(calls, 2)
  assert.is(wrong!.wrong, 'number 0 is 1, not 0')
  assert.is(wrong!.error, 1000)
  assert.is(Number.isNaN(wrong!.ratio), true)
  assert.is(hand!.ratio, 1)
  assert.is(elsewhere!.median, 7)
})

peers.run()
