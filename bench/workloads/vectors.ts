// Vectors of numbers: a Jacobian of 20 by 20, everything by everything, yᵢ = Σⱼ sin(xᵢ·xⱼ); and the Hessian of log Σ exp xᵢ.

import { add, compile, exp, hessian, jacobian, log, mul, sin } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { centralHessian, centralJacobian } from '../differences.ts'
import { corners, vectors, type Workload, workload } from '../workload.ts'

export const dense = (x: readonly Scalar[]): Scalar[] => x.map(xi => {
  let sum: Scalar = 0
  for (const xj of x) sum = add(sum, sin(mul(xi, xj)))
  return sum
})

export function denseByHand(x: readonly number[]): number[] {
  return x.map(xi => {
    let sum = 0
    for (const xj of x) sum += Math.sin(xi * xj)
    return sum
  })
}

export function denseJacobianByHand(x: readonly number[]): number[][] {
  const n = x.length, J = new Array<number[]>(n)
  for (let i = 0; i < n; i++) {
    const xi = x[i]!, row = new Array<number>(n)
    let own = 0
    for (let j = 0; j < n; j++) {
      const xj = x[j]!, c = Math.cos(xi * xj)
      row[j] = xi * c
      own += xj * c
    }
    row[i] = row[i]! + own
    J[i] = row
  }
  return J
}

export const logSumExp = (x: readonly Scalar[]): Scalar => log(x.map(xi => exp(xi)).reduce((a, b) => add(a, b)))

export const logSumExpByHand = (x: readonly number[]): number => {
  let sum = 0
  for (const xi of x) sum += Math.exp(xi)
  return Math.log(sum)
}

/** diag p − p·pᵀ, p = exp(x)/Σ exp(x) */
export function logSumExpHessianByHand(x: readonly number[]): number[][] {
  const n = x.length, p = new Array<number>(n), H = new Array<number[]>(n)
  let total = 0
  for (let i = 0; i < n; i++) total += p[i] = Math.exp(x[i]!)
  for (let i = 0; i < n; i++) p[i] = p[i]! / total
  for (let i = 0; i < n; i++) {
    const pi = p[i]!, row = new Array<number>(n)
    for (let j = 0; j < n; j++) row[j] = i === j ? pi - pi * pi : -pi * p[j]!
    H[i] = row
  }
  return H
}

export const denseJacobian: Workload = workload({
  name: 'dense, 20 → 20', doc: 'Jacobian', points: vectors(5, 20),
  hand: denseJacobianByHand, differences: centralJacobian(denseByHand), eager: jacobian((x: Scalar[]) => dense(x)) as (x: number[]) => unknown,
  compiled: compile(jacobian((x: Scalar[]) => dense(x))) as (x: number[]) => unknown, sink: corners, limits: { compiled: 1 },
})

export const logSumExpHessian: Workload = workload({
  name: 'log-sum-exp, n = 10, 2nd', doc: 'Hessian', points: vectors(7, 10),
  hand: logSumExpHessianByHand, differences: centralHessian(logSumExpByHand), eager: hessian((x: Scalar[]) => logSumExp(x)),
  compiled: compile(hessian((x: Scalar[]) => logSumExp(x))), sink: corners, limits: { compiled: 1.2 }, roughness: 1e-3,
})
