// Right-hand sides of stiff (and chaotic) differential equations as expressions: values, Jacobians by state and by parameters,
// and which entries never move. From Hairer & Wanner, Solving Ordinary Differential Equations II.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { jacobian } from '../lib/index.ts'
import { problems, system } from './support/equations.ts'

/** Within a few ulp of the largest term of a sum. */
const near = (got: number, want: number, term: number, what: string): void =>
  assert.ok(Math.abs(got - want) <= 8 * 2 ** -52 * Math.max(term, Math.abs(want)), `${what}: ${got} is not ${want}`)

const largest = (numbers: readonly number[]): number => Math.max(0, ...numbers.map(Math.abs))

const equations = suite('right-hand sides and their Jacobians')

for (const equation of problems)
  equations(equation.name, () => {
    const f = system(equation)
    const parameters = { ...equation.params }
    for (const point of equation.points) {
      const y = [...point.y]
      const value = f({ y, parameters }) as number[]
      const J = jacobian(f)({ y, parameters })
      point.f.forEach((ẏ, i) => near(value[i]!, ẏ, largest([1, ...point.jac[i]!.map((slope, j) => slope * y[j]!)]), `component ${i + 1}`))
      point.jac.forEach((row, i) => row.forEach((slope, j) => {
        const got = J[i]!.y[j]!
        near(got, slope, largest(row), `∂ẏ${i + 1}/∂y${j + 1}`)
        if (equation.pattern[i]![j] === 0) assert.is(got, 0, 'what never moves is exactly 0')
      }))
      point.jac_params?.forEach((row, i) => Object.keys(parameters).forEach((name, k) => near(J[i]!.parameters[name]!, row[k]!, largest(row), `∂ẏ${i + 1}/∂${name}`)))
    }
  })

equations('all seven are there', () => assert.is(problems.length, 7))

equations.run()
