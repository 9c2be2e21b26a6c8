// Times one workload in a process of its own, and prints the numbers as JSON. Which workloads there are is not known here, nor how
// the numbers are shown.

import * as library from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { random } from '../lib/kernels/random.ts'
import { disagreement } from './compare.ts'
import { type Workload, workloads } from './functions.ts'

/** How long a call takes, in ns, and in comparison with the hand-written code of the same round. */
export interface Timing {
  readonly variant: string
  readonly minimum: number
  readonly median: number
  /** the middle half of the rounds lies within ± this part of the median */
  readonly spread: number
  readonly ratio: number
  readonly wrong?: string
}

export interface Outcome {
  readonly name: string
  readonly doc: string
  readonly condition: Condition
  readonly timings: readonly Timing[]
  readonly limits: Readonly<Record<string, number>>
}

/** fresh: the library has seen nothing else. polluted: it has seen numbers, nested duals and tensors in every row. */
export type Condition = 'fresh' | 'polluted'

type Loop = (calls: number) => number

/** A loop of its own for each variant, so that V8 may inline what it calls. What it sums up is printed: nothing can be left out. */
function loopOver(run: (i: number) => unknown, sink: (y: never) => number): Loop {
  return new Function('run', 'sink', 'let i = 0; return calls => { let sum = 0; for (const end = i + calls; i < end; i++) sum += sink(run(i)); return sum }')(run, sink) as Loop
}

let total = 0

function time(loop: Loop, calls: number): number {
  const begin = process.hrtime.bigint()
  total += loop(calls)
  return Number(process.hrtime.bigint() - begin) / calls
}

// Batches are short, so that most of them are over before the machine turns to another program; what remains is in the spread.
const BATCH = 0.1e6, WARM = 150e6 // ns

/** So many calls that they fill a batch, after a while of warming up. */
function callsFor(loop: Loop): number {
  let calls = 1, each = Infinity
  for (let spent = 0; spent < WARM;) {
    each = Math.min(each, time(loop, calls))
    spent += each * calls
    if (each * calls < BATCH) calls = Math.min(calls * 2, Math.ceil(BATCH / each))
  }
  return calls
}

function measure({ name, doc, points, variants, sink, limits, roughness, again }: Workload, condition: Condition, most: number): Outcome {
  if (condition === 'polluted') pollute(again)
  const ready = Object.entries(variants).map(([variant, make]) => ({ variant, run: make() }))
  const hand = ready.find(({ variant }) => variant === 'hand')!.run
  const entries = ready.map(({ variant, run }) => {
    const loop = loopOver(run, sink)
    const wrong = Array.from({ length: points }, (_, i) => disagreement(run(i), hand(i), variant === 'differences' ? roughness : 1e-11)).find(Boolean)
    return { variant, loop, wrong, times: [] as number[], calls: 0 }
  })
  for (const entry of entries) entry.calls = callsFor(entry.loop)
  const stream = random(most), enough = Date.now() + 4 * most // where a single call takes longer than a batch
  for (let round = 0; round < most && (round < 15 || Date.now() < enough); round++)
    for (const entry of shuffled(entries, () => stream.uniform())) entry.times.push(time(entry.loop, entry.calls))
  const base = entries.find(({ variant }) => variant === 'hand')!.times
  const timings = entries.map(({ variant, times, wrong }): Timing => {
    const sorted = times.slice().sort((a, b) => a - b), median = quantile(sorted, 0.5)
    return {
      variant, minimum: sorted[0]!, median,
      spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median,
      ratio: quantile(times.map((t, i) => t / base[i]!).sort((a, b) => a - b), 0.5),
      ...wrong !== undefined && { wrong },
    }
  })
  return { name, doc, condition, timings, limits }
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor(q * (sorted.length - 1))]!

function shuffled<T>(items: readonly T[], uniform: () => number): T[] {
  const order = items.slice()
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

/** Shows every row numbers, duals, nested duals and tensors, until no call site can be sure of anything. */
function pollute(again: ((i: number) => unknown) | undefined): void {
  const { derivative, gradient, jvp, Tensor } = library
  const tensor = new Tensor([3], Float64Array.of(0.3, 0.5, 0.7))
  type Row = (...args: unknown[]) => Scalar
  for (const row of Object.values(library) as unknown[]) {
    if (typeof row !== 'function' || !('verb' in row) || (row.verb !== 'unary' && row.verb !== 'binary')) continue
    const f = row as unknown as Row, of = row.verb === 'unary' ? (x: unknown) => f(x) : (x: unknown) => f(x, 0.6)
    for (let k = 0; k < 200; k++) {
      of(0.4)
      for (const order of [1, 2, 3]) derivative(of as (x: Scalar) => Scalar, { order })(0.4)
      if (row.verb === 'binary') gradient((x: Scalar[]) => f(x[0], x[1]))([0.3, 0.4])
      if (k % 10 === 0) jvp(of as never, tensor as never, tensor as never)
    }
  }
  if (again !== undefined) for (let i = 0; i < 2000; i++) again(i)
}

const [name, condition, rounds] = process.argv.slice(2)
const chosen = workloads.find(each => each.name === name)
if (chosen === undefined) process.stdout.write(JSON.stringify(workloads.map(({ name, again }) => ({ name, conditions: again === undefined ? ['fresh'] : ['fresh', 'polluted'] }))))
else process.stdout.write(JSON.stringify({ ...measure(chosen, condition as Condition, Number(rounds)), sum: total }))
