// Functions of each element of a tensor, value and motion: sin(x)·exp(−x²/2) + √(1 + x²) at all sizes and along many directions, and
// (x² + 3x)/(1 + x²), which is arithmetic alone.

import { add, compile, div, exp, jvp, mul, sin, sqrt, square } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { Tensor } from '../../lib/tensor.ts'
import { centralDerivative } from '../differences.ts'
import { few, points, uniformTensor, type Workload, workload } from '../workload.ts'

export interface Moving { readonly x: Tensor; readonly v: Tensor }
export interface Moved { readonly primal: Float64Array; readonly tangent: Float64Array }

export const wave = (x: Scalar): Scalar => add(mul(sin(x), exp(mul(-0.5, square(x)))), sqrt(add(1, square(x))))

export function waveMotionByHand({ x, v }: Moving): Moved {
  const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n), xs = x.data, vs = v.data
  for (let i = 0; i < n; i++) {
    const xi = xs[i]!, square = xi * xi, s = Math.sin(xi), e = Math.exp(-0.5 * square), r = Math.sqrt(1 + square)
    primal[i] = s * e + r
    tangent[i] = ((Math.cos(xi) - xi * s) * e + xi / r) * vs[i]!
  }
  return { primal, tangent }
}

/** `wave` along all rows of v, the derivative worked out once an element. */
export function waveLanesByHand({ x, v }: Moving): Moved {
  const n = x.data.length, { primal, tangent: slope } = waveMotionByHand({ x, v: new Tensor([n], new Float64Array(n).fill(1)) })
  const tangent = new Float64Array(v.data.length), vs = v.data
  for (let k = 0; k < tangent.length; k += n) for (let i = 0; i < n; i++) tangent[k + i] = slope[i]! * vs[k + i]!
  return { primal, tangent }
}

/** (x² + 3x)/(1 + x²) */
export const quotient = (x: Scalar): Scalar => div(add(mul(x, x), mul(3, x)), add(1, mul(x, x)))

export function quotientMotionByHand({ x, v }: Moving): Moved {
  const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n), xs = x.data, vs = v.data
  for (let i = 0; i < n; i++) {
    const xi = xs[i]!, below = 1 + xi * xi, q = (xi * xi + 3 * xi) / below
    primal[i] = q
    tangent[i] = (2 * xi + 3 - q * 2 * xi) / below * vs[i]!
  }
  return { primal, tangent }
}

/** Of functions of one number, at each. */
function byDifferences(f: (x: number) => number): (at: Moving) => Moved {
  const slope = centralDerivative(f)
  return ({ x, v }) => {
    const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const xi = x.data[i]!
      primal[i] = f(xi)
      tangent[i] = slope(xi) * v.data[i]!
    }
    return { primal, tangent }
  }
}

const waveByHand = (x: number): number => Math.sin(x) * Math.exp(-0.5 * x * x) + Math.sqrt(1 + x * x)
const quotientByHand = (x: number): number => (x * x + 3 * x) / (1 + x * x)

type Pair = { primal: Tensor; tangent: Tensor }

const data = ({ primal, tangent }: Pair): Moved => ({ primal: primal.data, tangent: tangent.data })

export const byJvp = (f: (x: Scalar) => Scalar) => ({ x, v }: Moving): Moved => data(jvp(f as never, x as never, v as never) as unknown as Pair)

export function byCompiledJvp(f: (x: Scalar) => Scalar): (at: Moving) => Moved {
  const fast = compile((x: Scalar, v: Scalar) => jvp(f, x, v)) as unknown as (x: Tensor, v: Tensor) => Pair
  return ({ x, v }) => data(fast(x, v))
}

const sink = ({ primal, tangent }: Moved): number => primal[0]! + tangent[tangent.length - 1]!

const waves = (n: number): Workload => workload({
  name: `elementwise, ${n.toLocaleString('en')}`, doc: 'sin(x)·exp(−x²/2) + √(1 + x²), value and tangent', large: n > 1e4,
  points: points(8, uniform => ({ x: uniformTensor(uniform, [n], -3, 3), v: uniformTensor(uniform, [n], -3, 3) }), Math.min(2, few(n))),
  hand: waveMotionByHand, ...n <= 1e6 && { differences: byDifferences(waveByHand) }, tensor: byJvp(wave), compiled: byCompiledJvp(wave), sink,
  limits: n >= 1e3 && n <= 1e6 ? { tensor: 2, compiled: 1.05 } : {},
})

/** One of the lanes that there are: what the others cost beside it is the point. */
const firstLane = ({ x, v }: Moving): Moving => ({ x, v: new Tensor(x.shape, v.data.subarray(0, x.data.length)) })

const alongOne = byCompiledJvp(wave)

const lanes = (n: number, count: number): Workload => workload({
  name: `elementwise, ${n.toLocaleString('en')} × ${count}`, doc: `the same function along ${count} directions`, large: n > 1e4,
  points: points(10, uniform => ({ x: uniformTensor(uniform, [n], -3, 3), v: uniformTensor(uniform, [count, n], -3, 3) }), 2),
  hand: waveLanesByHand, tensor: byJvp(wave), compiled: byCompiledJvp(wave), sink,
  beside: { 'one lane': { run: at => alongOne(firstLane(at)), hand: at => waveMotionByHand(firstLane(at)) } },
  limits: { tensor: 3, compiled: 1.3 }, against: [{ variant: 'compiled', other: 'one lane', limit: 2.2 }],
})

export const elementwise: readonly Workload[] = [
  ...[1e2, 1e3, 1e4, 1e5, 1e6, 1e7].map(waves),
  lanes(1000, 16),
  lanes(100_000, 16),
  workload({
    name: 'arithmetic, 10,000', doc: '(x² + 3x)/(1 + x²), value and tangent',
    points: points(9, uniform => ({ x: uniformTensor(uniform, [10_000]), v: uniformTensor(uniform, [10_000]) }), 2),
    hand: quotientMotionByHand, differences: byDifferences(quotientByHand), tensor: byJvp(quotient), compiled: byCompiledJvp(quotient), sink, limits: { tensor: 7, compiled: 1.3 },
  }),
]
