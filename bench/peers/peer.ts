// What a peer is: another library, and the workloads that it can run, each in its own idiom. Which peers there are is known to the runner.

import type { Tensor } from '../../lib/tensor.ts'

/** S, K, r, σ, T */
export type Market = readonly [S: number, K: number, r: number, σ: number, T: number]

/** An array that moves, and its motion. */
export interface Moving { readonly x: Tensor; readonly v: Tensor }

/** The workloads that peers may run, and of what their points are made. */
export interface Inputs {
  readonly 'cos': number
  readonly '20-op formula': number
  readonly 'Black-Scholes': Market
  readonly 'Black-Scholes greeks': Market
  readonly 'Rosenbrock, n = 10': readonly number[]
  readonly 'Rosenbrock, n = 100': readonly number[]
  readonly 'dense, 20 → 20': readonly number[]
  readonly 'Rosenbrock, n = 10, 2nd': readonly number[]
  readonly 'log-sum-exp, n = 10, 2nd': readonly number[]
  readonly 'elementwise, 1,000': Moving
  readonly 'arithmetic, 10,000': Moving
  readonly 'matrix product, 256': readonly [A: Tensor, B: Tensor, dA: Tensor, dB: Tensor]
}

/** i ↦ the derivative at the i-th point. `clock`: how long a call takes, in ns, where it is timed in a process of its own. */
export interface Run {
  (i: number): unknown
  readonly clock?: () => number
}

/** Given the points of a workload, makes ready what can be made ready once. */
export type Way<X> = (points: readonly X[]) => Run | Promise<Run>

export interface Peer {
  readonly name: string
  /** how it is used, in a few words */
  readonly doc: string
  readonly ways: { readonly [W in keyof Inputs]?: Way<Inputs[W]> }
}

/** A way that has nothing to make ready. */
export const each = <X>(run: (x: X) => unknown): Way<X> => points => i => run(points[i % points.length]!)
