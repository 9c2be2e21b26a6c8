// The problems of Moré, Garbow and Hillstrom (ACM TOMS 7(1), 1981) as expressions: residuals, Jacobians, and gradient and Hessian
// of the sum of squares, at the standard start and at a point of no special kind.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { expression } from '../lib/expression.ts'
import { add, square, valueAndJacobian, valueGradientAndHessian } from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { reference } from './support/reference.ts'

interface At {
  readonly x: readonly number[]
  readonly residual: readonly number[]
  readonly sum_sq: number
  readonly jacobian: readonly (readonly number[])[]
  readonly grad_sum_sq: readonly number[]
  /** up to n = 6 */
  readonly hess_sum_sq?: readonly (readonly number[])[]
}
interface Problem {
  readonly no: number
  readonly name: string
  readonly n: number
  readonly residuals: readonly string[]
  readonly at_x0: At
  readonly at_generic: At
}

const { problems } = reference<{ problems: Problem[] }>('mgh')

/** What rounding may do: so many ulp of the largest term that the result is a sum of. */
const near = (got: number, want: number, term: number, what: string): void =>
  assert.ok(Math.abs(got - want) <= 32 * 2 ** -52 * Math.max(Math.abs(want), term), `${what}: ${got} is not ${want}, with terms up to ${term}`)

const largest = (numbers: readonly number[]): number => Math.max(0, ...numbers.map(Math.abs))

/** The constants in a formula, and what its powers of ten make: terms no derivative shows. */
const constants = (formula: string): number => largest([1, ...(formula.match(/\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number)])

for (const where of ['at_x0', 'at_generic'] as const) {
  const mgh = suite(where === 'at_x0' ? 'at the standard start' : 'at a general point')

  for (const { no, name, n, residuals, [where]: known } of problems)
    mgh(`${no}. ${name}`, () => {
      const formulas = residuals.map(source => expression(source))
      const r = (x: readonly Scalar[]): Scalar[] => formulas.map(f => f(...f.variables.map(variable => x[Number(variable.slice(1)) - 1]!)))
      const x = [...known.x]

      const { value, jacobian } = valueAndJacobian((x: Scalar[]) => r(x))(x)
      const terms = known.jacobian.map((row, i) => largest([constants(residuals[i]!), ...row.map((slope, j) => slope * x[j]!)]))
      value.forEach((ri, i) => {
        near(ri, known.residual[i]!, terms[i]!, `residual ${i + 1}`)
        known.jacobian[i]!.forEach((slope, j) => near(jacobian[i]![j]!, slope, largest(known.jacobian[i]!), `slope of residual ${i + 1} by x${j + 1}`))
      })

      // in Σ rᵢ² each residual carries the rounding of its own terms along
      const all = valueGradientAndHessian((x: Scalar[]) => r(x).map(ri => square(ri)).reduce((a, b) => add(a, b)))(x)
      near(all.value, known.sum_sq, largest(known.residual.map((ri, i) => 2 * ri * terms[i]!)), 'sum of squares')
      for (let j = 0; j < n; j++) {
        near(all.gradient[j]!, known.grad_sum_sq[j]!, largest(known.jacobian.map((row, i) => 2 * terms[i]! * row[j]!)), `gradient by x${j + 1}`)
        for (let k = 0; k < n; k++)
          near(all.hessian[j]![k]!, known.hess_sum_sq?.[j]?.[k] ?? all.hessian[k]![j]!, largest(known.jacobian.map((row, i) => 2 * terms[i]! * largest(row))), `Hessian by x${j + 1}, x${k + 1}`)
      }
    })

  mgh('all 31 problems are there', () => assert.is(problems.length, 31))

  mgh.run()
}
