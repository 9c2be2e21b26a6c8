// A workload: one derivative, computed in several ways at the same points. Which ones there are stands in workloads/; nothing is timed here.

import { random } from '../lib/kernels/random.ts'
import { Tensor } from '../lib/tensor.ts'

/** One way to compute a derivative, made ready: i ↦ the derivative at the i-th point. */
export type Variant = () => (i: number) => unknown

/** What is computed, and in how many ways. */
export interface Workload {
  readonly name: string
  /** what it is, in a few words */
  readonly doc: string
  /** how many points there are: i counts through them */
  readonly points: number
  /** the points themselves, for those who bring ways of their own; made when they are first asked for */
  readonly inputs: readonly unknown[]
  /** `hand` and `differences`, and ours: `eager`, `tensor`, `compiled` */
  readonly variants: Readonly<Record<string, Variant>>
  /** what is timed in the same run to compare with, and is something else than the others compute; judged by hand-written code of its own */
  readonly beside: Readonly<Record<string, { readonly run: Variant; readonly hand: Variant }>>
  /** everything in a result must be looked at, or it might not be computed */
  readonly sink: (y: never) => number
  /** what each of our variants may cost, hand-written code being 1 */
  readonly limits: Readonly<Record<string, number>>
  /** … and in comparison with what stands beside it */
  readonly against: readonly Against[]
  /** the relative error that differences may have here */
  readonly roughness: number
  /** too large for the specs, which check smaller ones of its kind */
  readonly large: boolean
  /** the same function one derivative higher: what a library that has seen everything has seen */
  readonly again?: (i: number) => unknown
}

/** What a variant may cost, another being 1. */
export interface Against { readonly variant: string; readonly other: string; readonly limit: number }

/** Points that are made when they are first asked for: of large workloads there are many, and one of them is run. */
export interface Points<X> { readonly count: number; all(): readonly X[] }

interface Description<X, Y> {
  readonly name: string
  readonly doc: string
  readonly points: Points<X>
  readonly hand: (x: X) => Y
  readonly differences?: (x: X) => Y
  readonly eager?: (x: X) => unknown
  readonly tensor?: (x: X) => unknown
  readonly compiled?: (x: X) => unknown
  readonly again?: (x: X) => unknown
  readonly beside?: Readonly<Record<string, { readonly run: (x: X) => unknown; readonly hand: (x: X) => Y }>>
  readonly sink: (y: Y) => number
  readonly limits?: Readonly<Record<string, number>>
  readonly against?: readonly Against[]
  readonly roughness?: number
  readonly large?: boolean
}

export function workload<X, Y>(description: Description<X, Y>): Workload {
  const { name, doc, points, sink, limits = {}, against = [], roughness = 1e-6, large = false, again, beside = {}, ...ways } = description
  const mask = points.count - 1
  const ready = (run: (x: X) => unknown): Variant => () => picking(run, points.all(), mask)
  const variants = Object.fromEntries(Object.entries(ways as Record<string, (x: X) => unknown>).map(([way, run]) => [way, ready(run)]))
  return {
    name, doc, points: points.count, variants, sink, limits, against, roughness, large,
    get inputs() { return points.all() },
    beside: Object.fromEntries(Object.entries(beside).map(([name, { run, hand }]) => [name, { run: ready(run), hand: ready(hand) }])),
    ...again && { again: (i: number) => again(points.all()[i & mask]!) },
  }
}

let variants = 0

/** i ↦ run(points[i]). Each has a text of its own: V8 keeps its notes by text, and would inline only the variant that came first. */
function picking<X>(run: (x: X) => unknown, points: readonly X[], mask: number): (i: number) => unknown {
  return new Function('run', 'points', `return function variant_${++variants}(i) { return run(points[i & ${mask}]) }`)(run, points) as (i: number) => unknown
}

export type Uniform = (from: number, to: number) => number

/** Points that are the same in every run: 64 of them, so that their values cannot be foreseen and stay in the cache. `count`: a power of 2. */
export function points<X>(seed: number, make: (uniform: Uniform) => X, count = 64): Points<X> {
  let made: readonly X[] | undefined
  return {
    count,
    all: () => {
      const stream = random(seed)
      return made ??= Array.from({ length: count }, () => make((from, to) => from + (to - from) * stream.uniform()))
    },
  }
}

/** So many that they stay in the cache. */
export const few = (n: number): number => n <= 100 ? 64 : n <= 1000 ? 4 : n <= 1e5 ? 2 : 1

export const vectors = (seed: number, n: number, from = -2, to = 2): Points<number[]> =>
  points(seed, uniform => Array.from({ length: n }, () => uniform(from, to)), few(n))

export const uniformTensor = (uniform: Uniform, shape: readonly number[], from = -1, to = 1): Tensor => {
  const data = new Float64Array(shape.reduce((a, n) => a * n, 1))
  for (let i = 0; i < data.length; i++) data[i] = uniform(from, to)
  return new Tensor(shape, data)
}

// sinks use nothing from outside, for each loop has a copy of its own

export const ends = (y: ArrayLike<number>): number => y[0]! + y[y.length - 1]!
export const corners = (y: readonly (readonly number[])[]): number => y[0]![0]! + y[y.length - 1]![y.length - 1]!
