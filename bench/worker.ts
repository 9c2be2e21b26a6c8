// Times one workload in a process of its own, and prints the numbers as JSON. Which workloads there are is not known here, nor how
// the numbers are shown.

import * as library from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { workloads } from './functions.ts'
import { EXACT, type Entry, measure, type Timing, total } from './measure.ts'
import type { Against, Workload } from './workload.ts'

export interface Outcome {
  readonly name: string
  readonly doc: string
  readonly condition: Condition
  readonly timings: readonly Timing[]
  readonly limits: Readonly<Record<string, number>>
  readonly against?: readonly Against[]
}

/** fresh: the library has seen nothing else. polluted: it has seen numbers, nested duals and tensors in every row. */
/** Bare: the library is built without its test for tangents that are exactly 0, to show what that test costs. */
export type Condition = 'fresh' | 'polluted' | 'bare'

function outcomeOf(workload: Workload, condition: Condition, most: number): Outcome {
  const { name, doc, points, sink, limits, against, roughness, again } = workload
  if (condition === 'polluted') pollute(again)
  const ours = Object.entries(workload.variants).map(([variant, make]): Entry => ({ variant, run: make(), tolerance: variant === 'differences' ? roughness : EXACT }))
  const beside = Object.entries(workload.beside).map(([variant, { run, hand }]): Entry => ({ variant, run: run(), hand: hand(), tolerance: EXACT }))
  return { name, doc, condition, timings: measure([...ours, ...beside], { points, sink, most, pairs: against.map(({ variant, other }) => [variant, other]) }), limits, against }
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
if (chosen === undefined) process.stdout.write(JSON.stringify(workloads.map(({ name, again }) => ({ name, conditions: again === undefined ? ['fresh'] : ['fresh', 'bare', 'polluted'] }))))
else process.stdout.write(JSON.stringify({ ...outcomeOf(chosen, condition as Condition, Number(rounds)), sum: total() }))
