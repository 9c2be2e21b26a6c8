// Dormand and Prince's explicit method of order 5: stages in moving numbers, so that the step is a program like any other.

import { add, mul } from '../rules/arithmetic.ts'
import type { Value } from '../value.ts'
import { flat, type Method, number, sizeOfError, type State } from './method.ts'

// c, a and the weights of orders 5 and 4 (Hairer, Nørsett, Wanner, table II.5.2). The last stage is the first of the next step.
const TABLEAU = /* @__PURE__ */ (() => ({
  C: [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  A: [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  ERROR: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
}))()

/** @see Dormand & Prince, J. Comput. Appl. Math. 6, 1980; Hairer, Nørsett, Wanner, Solving ODEs I, II.4 and II.5 */
export const dormandPrince: Method = {
  order: 5,
  step: (rate, { t, y, k, dt, end }, allowed) => {
    const stages = [k]
    let next = y
    TABLEAU.A.forEach((row, stage) => {
      next = y.map((leaf, j) => add(leaf, mul(dt, row.reduce<Value>((sum, a, s) => a === 0 ? sum : add(sum, mul(a, (stages[s] as State)[j] as Value)), 0))))
      stages.push(rate(stage >= 4 ? end : add(t, mul(TABLEAU.C[stage] as number, dt)), next))
    })
    const before = flat(y), ks = stages.map(flat), h = number(dt)
    const errors = before.map((_, i) => h * TABLEAU.ERROR.reduce((sum, e, s) => sum + e * ((ks[s] as Float64Array)[i] as number), 0))
    return { error: sizeOfError(errors, before, flat(next), allowed), y: next, k: stages.at(-1) as State }
  },
}
