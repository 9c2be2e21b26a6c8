// NIST's reference regressions: models as expressions, fits by ml-levenberg-marquardt, deviations from exact Jacobians; and the
// table of the README about what exact Jacobians save. https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml

import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { expression } from '../../lib/expression.ts'
import { add, div, gradient, jacobian, mul, square, sub } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { formR, householder } from '../../lib/kernels/qr.ts'
import { triangularSolve } from '../../lib/kernels/lu.ts'
import { reference } from './reference.ts'

export interface Problem {
  readonly name: string
  /** in b1, b2, … and the variables */
  readonly model: string
  /** in y */
  readonly response: string
  readonly vars: readonly string[]
  readonly n: number
  readonly m: number
  readonly start1: readonly number[]
  readonly start2: readonly number[]
  readonly certified_b: readonly number[]
  readonly certified_sd: readonly number[]
  readonly certified_rss: number
  readonly dof: number
  readonly at_start2: { readonly sum_sq: number; readonly grad_sum_sq: readonly number[]; readonly jacobian_first_row: readonly number[]; readonly jacobian_last_row: readonly number[] }
  /** rows of [y, ...variables] */
  readonly data: readonly (readonly number[])[]
}

export const { problems } = reference<{ problems: Problem[] }>('nist_strd')

/** A problem as functions: the model of parameters at an observation, and what was observed. */
export function regression({ model, response, vars, data }: Problem): { predict: (b: readonly Scalar[], i: number) => Scalar; observed: number[] } {
  const f = expression(model), y = expression(response)
  const predict = (b: readonly Scalar[], i: number): Scalar => {
    const known = new Map<string, Scalar>([...b.map((bj, j) => [`b${j + 1}`, bj] as const), ...vars.map((name, j) => [name, data[i]![j + 1]!] as const)])
    return f(...f.variables.map(name => known.get(name)!))
  }
  return { predict, observed: data.map(([yi]) => y(yi!)) }
}

/** The Jacobian of the residuals, [observation, parameter]: one row a gradient of the model. */
export function jacobianOf(problem: Problem): (b: readonly number[]) => number[][] {
  const { predict } = regression(problem)
  const J = jacobian((b: Scalar[]) => problem.data.map((_, i) => predict(b, i)))
  return b => J([...b])
}

/** The sum of squared residuals. */
export function sumOfSquares(problem: Problem): (b: readonly Scalar[]) => Scalar {
  const { predict, observed } = regression(problem)
  return b => observed.reduce<Scalar>((sum, y, i) => add(sum, square(sub(predict(b, i), y))), 0)
}

/**
 * The standard deviations of the parameters, √(s²·diag (JᵀJ)⁻¹), from the Jacobian through its QR factorisation: (JᵀJ)⁻¹ = R⁻¹R⁻ᵀ,
 * whose diagonal is the squared length of the rows of R⁻¹. Columns are scaled to length 1 first.
 */
export function deviations(J: readonly (readonly number[])[], variance: number): number[] {
  const m = J.length, n = J[0]!.length
  const lengths = J[0]!.map((_, j) => Math.hypot(...J.map(row => row[j]!)))
  const scaled = Float64Array.from(J.flatMap(row => row.map((x, j) => x / lengths[j]!)))
  const unit = Float64Array.from({ length: n * n }, (_, k) => k % (n + 1) === 0 ? 1 : 0)
  const inverse = triangularSolve(formR(householder(scaled, m, n), n), n, unit, n, { lower: false })
  return lengths.map((length, j) => Math.sqrt(variance) * Math.hypot(...inverse.subarray(j * n, j * n + n)) / length)
}

/** Exact, or the package's own differences: as it takes them unasked (steps of 0.1), or one- or two-sided with steps that suit. */
export type Derivatives = 'exact' | 'default' | 'forward' | 'central'

/** What a fit came to, and what it cost. */
export interface Fit {
  readonly parameters: readonly number[]
  readonly sumOfSquares: number
  readonly iterations: number
  /** how often the model was evaluated at one observation: with plain numbers, and along one direction with duals */
  readonly evaluations: number
  readonly sweeps: number
  /** the certified minimum was reached, to 1e-8 of its value */
  readonly converged: boolean
}

/**
 * A fit by Levenberg and Marquardt's method as ml-levenberg-marquardt does it, with exact derivatives or with its own differences.
 * Parameters are taken in units of the start and observations in units of their spread, for the package damps all parameters alike;
 * it is told to stop at NIST's certified minimum, for it knows no other end than a sum of squares.
 */
export function fit(problem: Problem, start: readonly number[], derivatives: Derivatives, damping = 1e-2, maxIterations = 300): Fit {
  const { predict, observed } = regression(problem)
  const mean = observed.reduce((a, b) => a + b) / observed.length
  const spread = Math.sqrt(observed.reduce((sum, y) => sum + (y - mean) ** 2, 0) / observed.length)
  const scaled = (u: readonly Scalar[]): Scalar[] => u.map((ui, j) => mul(ui, start[j]!))
  let evaluations = 0, sweeps = 0, last: readonly number[] = start
  const model = (u: number[]) => {
    const b = last = scaled(u) as number[]
    return (i: number): number => (evaluations++, predict(b, i) as number / spread)
  }
  const slope = (i: number) => gradient((u: Scalar[]) => (sweeps++, div(predict(scaled(u), i), spread)))
  const slopes = observed.map((_, i) => slope(i))
  const goal = Math.max(problem.certified_rss * (1 + 1e-8), 1e-20) / spread ** 2
  const { iterations, parameterError } = levenbergMarquardt({ x: observed.map((_, i) => i), y: observed.map(y => y / spread) }, model, {
    initialValues: start.map(() => 1),
    maxIterations,
    errorTolerance: goal,
    damping,
    ...(derivatives === 'exact' ? { jacobianFunction: (u: number[]) => (i: number) => slopes[i]!(u) }
      : derivatives === 'default' ? {}
      : derivatives === 'forward' ? { gradientDifference: 1e-7 } : { gradientDifference: 1e-5, centralDifference: true }),
  })
  const value = sumOfSquares(problem)(last) as number
  return { parameters: last, sumOfSquares: value, iterations, evaluations, sweeps, converged: value <= goal * spread ** 2 * (1 + 1e-12) || parameterError <= goal }
}

export type Fitted = Fit & { readonly start: readonly number[]; readonly damping: number }
const found = new Map<Problem, Fitted>()

/** From the harder start where the method gets to the minimum from there, else from the easier one; with more damping where it must. */
export function fitted(problem: Problem): Fitted {
  const known = found.get(problem)
  if (known !== undefined) return known
  for (const start of [problem.start1, problem.start2])
    for (const damping of [1e-2, 1, 1e2]) {
      const result = attempt(() => fit(problem, start, 'exact', damping, 60))
      if (!result?.converged) continue
      found.set(problem, { ...result, start, damping })
      return fitted(problem)
    }
  throw new Error(`${problem.name} does not converge`)
}

/** The package throws where a wild step has made a matrix singular. */
function attempt(run: () => Fit): Fit | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof Error && /LU matrix is singular|Matrix is not symmetric/.test(error.message)) return undefined
    throw error
  }
}

/** Part of the README: what exact Jacobians save, summed over the problems. */
export function nistTable(): string {
  const total = { exact: 0, sweeps: 0, forward: 0, central: 0 }
  const reached = { exact: 0, default: 0, forward: 0, central: 0 }
  for (const problem of problems) {
    const exact = fitted(problem)
    reached.exact++
    total.exact += exact.evaluations
    total.sweeps += exact.sweeps
    for (const derivatives of ['default', 'forward', 'central'] as const) {
      const found = attempt(() => fit(problem, exact.start, derivatives, exact.damping, derivatives === 'default' ? 20 : 60))
      if (found?.converged) reached[derivatives]++
      if (derivatives !== 'default') total[derivatives] += found?.evaluations ?? 0
    }
  }
  const of = `of ${problems.length}`, count = (n: number): string => n.toLocaleString('en')
  return [
    '| Jacobian | certified minimum reached | model evaluations | dual sweeps |',
    '|---|---|---|---|',
    `| exact, by \`gradient\` | ${reached.exact} ${of} | ${count(total.exact)} | ${count(total.sweeps)} |`,
    `| one-sided differences, step 1e-7 | ${reached.forward} ${of} | ${count(total.forward)} | – |`,
    `| central differences, step 1e-5 | ${reached.central} ${of} | ${count(total.central)} | – |`,
    `| the package's differences as they come, step 0.1 | ${reached.default} ${of} | – | – |`,
    '',
    `Exact Jacobians save ${Math.round(100 * (1 - total.exact / total.forward))} % of the model evaluations of one-sided differences, and ${Math.round(100 * (1 - total.exact / total.central))} % of those of central ones.`,
  ].join('\n')
}
