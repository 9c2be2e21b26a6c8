// Rosenbrock's function of n numbers, Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²: its gradient, written with scalars and with tensors; its Hessian.

import { add, compile, gradient, hessian, mul, slice, square, sub, sum } from '../../lib/index.ts'
import type { Scalar, Tensorial } from '../../lib/index.ts'
import { centralGradient, centralHessian } from '../differences.ts'
import { corners, ends, few, points, vectors, type Workload, workload } from '../workload.ts'

export function rosenbrock(x: readonly Scalar[]): Scalar {
  let sum: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) sum = add(sum, add(mul(100, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(1, x[i]!))))
  return sum
}

/** The same, of a vector. */
export const rosenbrockOfVector = (n: number) => (x: Tensorial): Scalar => {
  const next = slice(x, [1, n]), here = slice(x, [0, n - 1])
  return sum(add(mul(100, square(sub(next, square(here)))), square(sub(1, here))))
}

export function rosenbrockByHand(x: readonly number[]): number {
  let sum = 0
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! * x[i]!) ** 2 + (1 - x[i]!) ** 2
  return sum
}

// By hand, arrays are made by new Array(n) and filled in order: of the ways to do it, the fastest in V8 by far.

export function rosenbrockGradientByHand(x: readonly number[]): number[] {
  const last = x.length - 1, g = new Array<number>(last + 1)
  let xi = x[0]!, before = 0
  for (let i = 0; i < last; i++) {
    const next = x[i + 1]!, t = 200 * (next - xi * xi)
    g[i] = before - 2 * t * xi - 2 * (1 - xi)
    before = t
    xi = next
  }
  g[last] = before
  return g
}

/** The same loop: what is given and what comes out are typed arrays here, as where it is written with tensors. */
export function rosenbrockGradientOfVectorByHand(x: Float64Array): Float64Array {
  const last = x.length - 1, g = new Float64Array(last + 1)
  let xi = x[0]!, before = 0
  for (let i = 0; i < last; i++) {
    const next = x[i + 1]!, t = 200 * (next - xi * xi)
    g[i] = before - 2 * t * xi - 2 * (1 - xi)
    before = t
    xi = next
  }
  g[last] = before
  return g
}

export function rosenbrockHessianByHand(x: readonly number[]): number[][] {
  const n = x.length, H = new Array<number[]>(n)
  for (let i = 0; i < n; i++) {
    const xi = x[i]!, row = new Array<number>(n)
    for (let j = 0; j < i - 1; j++) row[j] = 0
    if (i > 0) row[i - 1] = -400 * x[i - 1]!
    row[i] = (i > 0 ? 200 : 0) + (i < n - 1 ? 1200 * xi * xi - 400 * x[i + 1]! + 2 : 0)
    if (i < n - 1) row[i + 1] = -400 * xi
    for (let j = i + 2; j < n; j++) row[j] = 0
    H[i] = row
  }
  return H
}

const ofVector = (n: number): Workload => {
  const f = rosenbrockOfVector(n)
  return workload({
    name: `Rosenbrock, n = ${n.toLocaleString('en')}, tensors`, doc: 'gradient of a sum over slices', large: n > 100,
    points: points(13, uniform => Float64Array.from({ length: n }, () => uniform(-2, 2)), few(n)),
    hand: rosenbrockGradientOfVectorByHand, differences: x => Float64Array.from(centralGradient(rosenbrockByHand)(Array.from(x))),
    eager: gradient(f) as (x: Float64Array) => unknown, compiled: compile(gradient(f)) as unknown as (x: Float64Array) => unknown,
    sink: ends, limits: n === 1000 ? { compiled: 1.5 } : {}, roughness: 1e-5,
  })
}

export const gradients: readonly Workload[] = [
  ...[10, 100, 1000].map(n => workload({
    name: `Rosenbrock, n = ${n.toLocaleString('en')}`, doc: 'gradient', points: vectors(3, n), large: n > 100,
    hand: rosenbrockGradientByHand, differences: centralGradient(rosenbrockByHand), eager: gradient((x: Scalar[]) => rosenbrock(x)),
    compiled: compile(gradient((x: Scalar[]) => rosenbrock(x))), sink: ends, limits: n <= 100 ? { compiled: 1.2 } : {}, roughness: 1e-5,
  })),
  ...[10, 100, 1000].map(ofVector),
]

export const rosenbrockHessian: Workload = workload({
  name: 'Rosenbrock, n = 10, 2nd', doc: 'Hessian', points: vectors(6, 10),
  hand: rosenbrockHessianByHand, differences: centralHessian(rosenbrockByHand), eager: hessian((x: Scalar[]) => rosenbrock(x)),
  compiled: compile(hessian((x: Scalar[]) => rosenbrock(x))), sink: corners, limits: { compiled: 1.2 }, roughness: 1e-3,
})
