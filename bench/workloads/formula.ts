// Functions of one number: cos, and a formula of 20 operations, 14 of arithmetic and 6 elementary functions.
// (exp(−0.3x)·sin(2x + 1)/(1 + x²) + log(1 + x²)·cos x − √(x + 3)·atan x)·x + x

import { add, atan, compile, cos, derivative, div, exp, log, mul, sin, sqrt, sub } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { centralDerivative } from '../differences.ts'
import { points, type Workload, workload } from '../workload.ts'

export function formula(x: Scalar): Scalar {
  const d = add(1, mul(x, x))
  const a = div(mul(exp(mul(-0.3, x)), sin(add(mul(2, x), 1))), d)
  const b = mul(log(d), cos(x))
  const c = mul(sqrt(add(x, 3)), atan(x))
  return add(mul(sub(add(a, b), c), x), x)
}

export function formulaByHand(x: number): number {
  const d = 1 + x * x
  return (Math.exp(-0.3 * x) * Math.sin(2 * x + 1) / d + Math.log(d) * Math.cos(x) - Math.sqrt(x + 3) * Math.atan(x)) * x + x
}

export function formulaSlopeByHand(x: number): number {
  const d = 1 + x * x, dd = 2 * x
  const e = Math.exp(-0.3 * x), u = 2 * x + 1, s = Math.sin(u), a = e * s / d
  const l = Math.log(d), cosine = Math.cos(x), r = Math.sqrt(x + 3), t = Math.atan(x)
  const da = (e * (2 * Math.cos(u) - 0.3 * s) - a * dd) / d
  const db = dd / d * cosine - l * Math.sin(x)
  const dc = 0.5 / r * t + r / d
  return (da + db - dc) * x + (a + l * cosine - r * t) + 1
}

const reals = points(1, uniform => uniform(-2, 2))

export const formulas: readonly Workload[] = [
  workload({
    name: 'cos', doc: 'f′(x)', points: reals,
    hand: x => -Math.sin(x), differences: centralDerivative(Math.cos), eager: derivative(cos),
    compiled: compile(derivative(cos)), again: derivative(cos, { order: 2 }), sink: (y: number) => y, limits: { compiled: 1.1 },
  }),
  workload({
    name: '20-op formula', doc: 'f′(x)', points: reals,
    hand: formulaSlopeByHand, differences: centralDerivative(formulaByHand), eager: derivative(formula),
    compiled: compile(derivative(formula)), again: derivative(formula, { order: 2 }), sink: (y: number) => y, limits: { eager: 6, compiled: 1.1 },
  }),
]
