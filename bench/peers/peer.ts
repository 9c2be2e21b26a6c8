// What a peer is: another library, and the workloads that it can run, each in its own idiom. Which peers there are is known to the runner.

import type { Tensor } from '../../lib/tensor.ts'

/** S, K, r, σ, T */
export type Market = readonly [S: number, K: number, r: number, σ: number, T: number]

/** An array that moves, and its motion. */
export interface Moving { readonly x: Tensor; readonly v: Tensor }

/** The matrices of a network of two layers, and what it is given. */
export interface Network { readonly W: Tensor; readonly V: Tensor; readonly x: Tensor }

/** The workloads that peers may run, and of what their points are made. */
export interface Inputs {
  readonly 'cos': number
  readonly '20-op formula': number
  readonly 'Black-Scholes': Market
  readonly 'Black-Scholes greeks': Market
  readonly 'Rosenbrock, n = 10': readonly number[]
  readonly 'Rosenbrock, n = 100': readonly number[]
  readonly 'Rosenbrock, n = 1,000': readonly number[]
  readonly 'dense, 20 → 20': readonly number[]
  readonly 'Brusselator, 64 → 64': readonly number[]
  readonly 'Rosenbrock, n = 10, 2nd': readonly number[]
  readonly 'log-sum-exp, n = 10, 2nd': readonly number[]
  readonly 'derivative 2': number
  readonly 'derivative 5': number
  readonly 'derivative 10': number
  readonly 'elementwise, 1,000': Moving
  readonly 'arithmetic, 10,000': Moving
  readonly 'network, 16 → 16': Network
  readonly 'network, 128 → 128': Network
  readonly 'matrix product, 256': readonly [A: Tensor, B: Tensor, dA: Tensor, dB: Tensor]
}

/** … by name. */
export const names = [
  'cos', '20-op formula', 'Black-Scholes', 'Black-Scholes greeks', 'Rosenbrock, n = 10', 'Rosenbrock, n = 100', 'Rosenbrock, n = 1,000', 'dense, 20 → 20', 'Brusselator, 64 → 64',
  'Rosenbrock, n = 10, 2nd', 'log-sum-exp, n = 10, 2nd', 'derivative 2', 'derivative 5', 'derivative 10', 'elementwise, 1,000', 'arithmetic, 10,000',
  'network, 16 → 16', 'network, 128 → 128', 'matrix product, 256',
] as const satisfies readonly (keyof Inputs)[]

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
