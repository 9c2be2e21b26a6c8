// All workloads, in the order in which they are shown. Shared by the bench, which times them, and the specs, which check that all
// variants agree. Each stands in a file of its subject, with its derivative written by hand.

import type { Workload } from './workload.ts'
import { brusselators } from './workloads/brusselator.ts'
import { elementwise } from './workloads/elementwise.ts'
import { formulas } from './workloads/formula.ts'
import { matrices } from './workloads/matrices.ts'
import { options } from './workloads/black-scholes.ts'
import { orders } from './workloads/orders.ts'
import { gradients, rosenbrockHessian } from './workloads/rosenbrock.ts'
import { denseJacobian, logSumExpHessian } from './workloads/vectors.ts'

export const workloads: readonly Workload[] = [
  ...formulas, ...options, ...gradients, denseJacobian, ...brusselators, rosenbrockHessian, logSumExpHessian, ...orders, ...elementwise, ...matrices,
]
