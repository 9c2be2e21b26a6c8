// n-th derivatives, n from 1 to 10, of sin(x)·exp(x/2). By hand each is exp(x/2)·(a·sin x + b·cos x), with two numbers known beforehand.

import { compile, derivative, exp, mul, sin, taylor } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { centralDerivative, centralSecond } from '../differences.ts'
import { points, type Workload, workload } from '../workload.ts'

export const growing = (x: Scalar): Scalar => mul(sin(x), exp(mul(0.5, x)))

const growingByHand = (x: number): number => Math.sin(x) * Math.exp(0.5 * x)

/** a and b of the derivatives 0 … n: (a·sin x + b·cos x)·exp(x/2), once more, is (a/2 − b)·sin x + (a + b/2)·cos x. */
function factors(n: number): (readonly [a: number, b: number])[] {
  const all: [number, number][] = [[1, 0]]
  for (let k = 0; k < n; k++) {
    const [a, b] = all[k]!
    all.push([a / 2 - b, a + b / 2])
  }
  return all
}

export function nthByHand(n: number): (x: number) => number {
  const [a, b] = factors(n)[n]!
  return x => Math.exp(0.5 * x) * (a * Math.sin(x) + b * Math.cos(x))
}

const reals = points(15, uniform => uniform(-2, 2))

/** Derivatives 0 … n over their factorials: c_k of sin(x + t)·exp((x + t)/2). */
function coefficientsByHand(n: number): (x: number) => number[] {
  let factorial = 1
  const known = factors(n).map(([a, b], k) => {
    factorial *= Math.max(k, 1)
    return [a / factorial, b / factorial] as const
  })
  return x => {
    const e = Math.exp(0.5 * x), s = Math.sin(x), c = Math.cos(x), out = new Array<number>(n + 1)
    for (let k = 0; k <= n; k++) out[k] = e * (known[k]![0] * s + known[k]![1] * c)
    return out
  }
}

const series = (order: number): Workload => workload({
  name: `series to order ${order}`, doc: 'of sin(x)·exp(x/2), all coefficients', points: reals,
  hand: coefficientsByHand(order), eager: taylor(growing, { order }) as (x: number) => number[], compiled: compile(taylor(growing, { order })) as (x: number) => number[],
  sink: (y: number[]) => y.reduce((a, b) => a + b),
})

export const orders: readonly Workload[] = [...Array.from({ length: 10 }, (_, i) => i + 1).map(order => workload({
  name: `derivative ${order}`, doc: 'of sin(x)·exp(x/2)', points: reals,
  hand: nthByHand(order), eager: derivative(growing, { order }), compiled: compile(derivative(growing, { order })), sink: (y: number) => y,
  ...order === 1 && { differences: centralDerivative(growingByHand) }, ...order === 2 && { differences: centralSecond(growingByHand), roughness: 1e-5 },
})), series(10), series(20)]
