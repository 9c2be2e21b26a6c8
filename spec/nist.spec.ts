// NIST's 27 nonlinear regressions: models read as expressions, fitted with exact Jacobians, certified deviations reproduced.

import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gradient } from '../lib/index.ts'
import { few, uncompiled } from './support/mode.ts'
import { deviations, fitted, jacobianOf, nistTable, problems, sumOfSquares } from './support/nist.ts'

/** The largest relative difference of two lists; a small number, the difference of others, is measured by a tenth of the largest. */
function apart(got: readonly number[], want: readonly number[]): number {
  const floor = 0.1 * Math.max(...want.map(Math.abs))
  return Math.max(...got.map((x, i) => x === want[i] ? 0 : Math.abs(x - want[i]!) / Math.max(Math.abs(want[i]!), floor)))
}

/** At 11 certified digits, the residuals of Lanczos1 (1e-13 each) are not determined. */
const determined = problems.filter(({ name }) => name !== 'Lanczos1')

const atStart = suite('at the easier start')

for (const problem of few(problems, 5))
  atStart(`${problem.name}: Jacobian and gradient of the sum of squares`, () => {
    const { start2, at_start2: known } = problem
    const J = jacobianOf(problem)(start2)
    assert.ok(apart(J[0]!, known.jacobian_first_row) < 1e-13 && apart(J.at(-1)!, known.jacobian_last_row) < 1e-13)
    const sum = sumOfSquares(problem)
    const value = sum(start2) as number
    assert.ok(Math.abs(value - known.sum_sq) < 1e-12 * known.sum_sq)
    assert.ok(apart(gradient((b: readonly number[]) => sum(b))(start2 as number[]) as number[], known.grad_sum_sq) < 1e-10)
  })

atStart.run()

const fits = suite('fits by ml-levenberg-marquardt')

for (const problem of few(determined, 3))
  fits(`${problem.name}: the certified minimum`, () => {
    const { parameters, sumOfSquares } = fitted(problem)
    assert.ok(Math.abs(sumOfSquares / problem.certified_rss - 1) < 1e-7)
    parameters.forEach((b, i) => assert.ok(Math.abs(b - problem.certified_b[i]!) < 1e-3 * problem.certified_sd[i]!, `b${i + 1} = ${b}`))
  })

fits('Lanczos1: the data but for rounding', () => {
  const lanczos = problems.find(({ name }) => name === 'Lanczos1')!
  const { parameters, sumOfSquares } = fitted(lanczos)
  assert.ok(sumOfSquares < 1e-19)
  parameters.forEach((b, j) => assert.ok(Math.abs(b / lanczos.certified_b[j]! - 1) < 1e-5))
})

fits.run()

const certified = suite('certified standard deviations, from our Jacobian at the certified parameters')

for (const problem of few(determined, 5))
  certified(`${problem.name}`, () => {
    const { certified_b, certified_sd, certified_rss, m, n } = problem
    const rss = sumOfSquares(problem)(certified_b) as number
    assert.ok(Math.abs(rss / certified_rss - 1) < 1e-10)
    const sd = deviations(jacobianOf(problem)(certified_b), rss / (m - n))
    sd.forEach((s, j) => assert.ok(Math.abs(s / certified_sd[j]! - 1) < 1e-9, `of b${j + 1}: ${s}`))
  })

certified('the one fault of the file: Rat43 states 9 degrees of freedom, its deviations are those of 11', () => {
  assert.equal(problems.filter(({ dof, m, n }) => dof !== m - n).map(({ name, dof, m, n }) => [name, dof, m - n]), [['Rat43', 9, 11]])
})

certified.run()

const table = suite('the table of the README')

table('exact Jacobians reach every minimum with the fewest evaluations', () => {
  uncompiled('it counts evaluations')
  const made = nistTable(), rows = made.split('\n')
  assert.ok(readFileSync(new URL('../README.md', import.meta.url), 'utf8').includes(made), 'run `npm run readme`')
  assert.match(rows[2]!, /exact.* 27 of 27 /)
  const evaluations = rows.slice(2, 5).map(row => Number(row.split('|')[3]!.replaceAll(',', '')))
  assert.ok(evaluations[0]! < evaluations[1]! && evaluations[1]! < evaluations[2]!)
})

table.run()
