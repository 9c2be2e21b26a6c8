// The Brusselator in one dimension, on N inner points of a line: a stiff problem whose solvers want its Jacobian.
// u̇ᵢ = 1 + uᵢ²·vᵢ − 4·uᵢ + α·(N + 1)²·(uᵢ₋₁ − 2uᵢ + uᵢ₊₁), v̇ᵢ = 3uᵢ − uᵢ²·vᵢ + α·(N + 1)²·(vᵢ₋₁ − 2vᵢ + vᵢ₊₁); u is 1 and v is 3 at both ends
// Hairer & Wanner, Solving Ordinary Differential Equations II, 2nd ed. 1996, section IV.1, with α = 1/50

import { add, compile, jacobian, mul, square, sub } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { centralJacobian } from '../differences.ts'
import { corners, points, type Workload, workload } from '../workload.ts'

/** of u₁ … u_N, v₁ … v_N: their velocities in the same order */
export function brusselator(y: readonly Scalar[]): Scalar[] {
  const N = y.length / 2, k = (N + 1) ** 2 / 50, out = new Array<Scalar>(2 * N)
  const diffusion = (before: Scalar, here: Scalar, next: Scalar): Scalar => mul(k, add(sub(before, mul(2, here)), next))
  for (let i = 0; i < N; i++) {
    const u = y[i]!, v = y[N + i]!, reaction = mul(square(u), v), inner = i + 1 < N
    out[i] = add(sub(add(1, reaction), mul(4, u)), diffusion(i > 0 ? y[i - 1]! : 1, u, inner ? y[i + 1]! : 1))
    out[N + i] = add(sub(mul(3, u), reaction), diffusion(i > 0 ? y[N + i - 1]! : 3, v, inner ? y[N + i + 1]! : 3))
  }
  return out
}

export function brusselatorByHand(y: readonly number[]): number[] {
  const N = y.length / 2, k = (N + 1) ** 2 / 50, out = new Array<number>(2 * N)
  for (let i = 0; i < N; i++) {
    const u = y[i]!, v = y[N + i]!, reaction = u * u * v, inner = i + 1 < N
    out[i] = 1 + reaction - 4 * u + k * ((i > 0 ? y[i - 1]! : 1) - 2 * u + (inner ? y[i + 1]! : 1))
  }
  for (let i = 0; i < N; i++) {
    const u = y[i]!, v = y[N + i]!, reaction = u * u * v, inner = i + 1 < N
    out[N + i] = 3 * u - reaction + k * ((i > 0 ? y[N + i - 1]! : 3) - 2 * v + (inner ? y[N + i + 1]! : 3))
  }
  return out
}

/** Row by row, zeros too: two diagonals of the reaction, and the three of the diffusion. */
export function brusselatorJacobianByHand(y: readonly number[]): number[][] {
  const N = y.length / 2, n = 2 * N, k = (N + 1) ** 2 / 50, J = new Array<number[]>(n)
  for (let i = 0; i < n; i++) {
    const row = new Array<number>(n), first = i < N, at = first ? i : i - N, u = y[at]!, uv = 2 * u * y[N + at]!
    for (let j = 0; j < n; j++) row[j] = 0
    if (at > 0) row[i - 1] = k
    if (at + 1 < N) row[i + 1] = k
    row[at] = first ? uv - 4 - 2 * k : 3 - uv
    row[N + at] = first ? u * u : -u * u - 2 * k
    J[i] = row
  }
  return J
}

export const brusselators: readonly Workload[] = [32].map(N => workload({
  name: `Brusselator, ${2 * N} → ${2 * N}`, doc: 'Jacobian',
  points: points(14, uniform => Array.from({ length: 2 * N }, (_, i) => i < N ? uniform(0, 3) : uniform(1, 4)), 16),
  hand: brusselatorJacobianByHand, differences: centralJacobian(brusselatorByHand), eager: jacobian((y: Scalar[]) => brusselator(y)) as (y: number[]) => unknown,
  compiled: compile(jacobian((y: Scalar[]) => brusselator(y))) as (y: number[]) => unknown, sink: corners,
}))
