// Sensitivities of differential equations: how the state at the end moves with parameters and with the state at the beginning. By
// odeint, through whose steps motion flows; and by somebody else's solver, odex, given the equation of the motion as well.

import { createRequire } from 'node:module'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, gradient, jacobian, jvp, mul, neg, odeintWith, sub, square } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { near } from '../support/arrays.ts'

interface Solution { y: number[]; outcome: number }
interface OdexSolver { absoluteTolerance: number; relativeTolerance: number; solve(f: (t: number, y: number[]) => number[], t0: number, y0: readonly number[], t1: number): Solution }
const { Solver } = createRequire(import.meta.url)('odex') as { Solver: new (n: number) => OdexSolver }

type Rates = (y: Scalar[], parameters: Scalar[]) => Scalar[]

/** Lorenz 1963: σ, ρ, β */
const lorenz: Rates = ([x, y, z], [s, r, b]) => [mul(s!, sub(y!, x!)), sub(mul(x!, sub(r!, z!)), y!), sub(mul(x!, y!), mul(b!, z!))]

/** Robertson 1966: three reactions with rates 0.04, 3·10⁷ and 10⁴ */
const rober: Rates = ([a, b, c], [k1, k2, k3]) => {
  const first = mul(k1!, a!), second = mul(k2!, square(b!)), third = mul(k3!, mul(b!, c!))
  return [sub(third, first), sub(first, add(second, third)), second]
}

const solve = odeintWith({ relative: 1e-11, absolute: 1e-14 })
const end = (f: Rates, y0: Scalar[], parameters: Scalar[], t: number): Scalar[] =>
  solve((_t, y, p) => f(y as Scalar[], p as Scalar[]), y0 as number[], [0, t], parameters)[1] as Scalar[]

/** The state and its motion along (ẏ₀, ṗ) as one system of plain numbers: d/dt ẏ = ∂f/∂y·ẏ + ∂f/∂p·ṗ, by one jvp a step. */
function byOdex(f: Rates, y0: readonly number[], dy0: readonly number[], parameters: readonly number[], dp: readonly number[], t: number): { primal: number[]; tangent: number[] } {
  const n = y0.length, solver = new Solver(2 * n)
  solver.absoluteTolerance = 1e-13
  solver.relativeTolerance = 1e-12
  const { y, outcome } = solver.solve((_t, both) => {
    const at = both.slice(0, n), along = both.slice(n)
    const { primal, tangent } = jvp(({ y, p }: { y: Scalar[]; p: Scalar[] }) => f(y, p), { y: at, p: [...parameters] }, { y: along, p: [...dp] })
    return [...primal, ...tangent] as number[]
  }, 0, [...y0, ...dy0], t)
  assert.is(outcome, 0)
  return { primal: y.slice(0, n), tangent: y.slice(n) }
}

test('Lorenz: odeint and odex agree on how the end moves with every parameter and initial value', () => {
  const y0 = [1, 1, 1], p = [10, 28, 8 / 3], t = 2
  const byState = jacobian((y: Scalar[]) => end(lorenz, y, p, t))(y0), byParameters = jacobian((q: Scalar[]) => end(lorenz, y0, q, t))(p)
  for (let j = 0; j < 3; j++) {
    const unit = [0, 0, 0].map((_, i) => i === j ? 1 : 0)
    near(byState.map(row => row[j]!), byOdex(lorenz, y0, unit, p, [0, 0, 0], t).tangent, 1e-7, `by y${j}`)
    near(byParameters.map(row => row[j]!), byOdex(lorenz, y0, [0, 0, 0], p, unit, t).tangent, 1e-7, `by parameter ${j}`)
  }
})

test('Lorenz: to first order, volumes shrink as exp(−(σ + 1 + β)·t)', () => {
  const J = jacobian((y: Scalar[]) => end(lorenz, y, [10, 28, 8 / 3], 1))([1, 1, 1]) as [number[], number[], number[]]
  const [[a, b, c], [d, e, f], [g, h, i]] = J as [[number, number, number], [number, number, number], [number, number, number]]
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  near([det / Math.exp(-(10 + 1 + 8 / 3))], [1], 1e-6, 'determinant')
})

test('ROBER: what is conserved does not move; sensitivities agree with odex', () => {
  const y0 = [1, 0, 0], p = [0.04, 3e7, 1e4], t = 0.3
  const J = jacobian((q: Scalar[]) => end(rober, y0, q, t))(p)
  for (let j = 0; j < 3; j++) {
    const column = J.map(row => row[j]!), unit = [0, 0, 0].map((_, i) => i === j ? 1 : 0)
    assert.ok(Math.abs(column[0]! + column[1]! + column[2]!) < 1e-12 * Math.abs(column[0]!) + 1e-18, `column ${j} sums to ${column.reduce((s, x) => s + x)}`)
    const other = byOdex(rober, y0, [0, 0, 0], p, unit, t).tangent
    near(column.map(x => x / Math.abs(other[0]!)), other.map(x => x / Math.abs(other[0]!)), 1e-6, `by k${j + 1}`)
  }
})

test('fitting a rate: the gradient of a sum of squares through the solver', () => {
  const times = [0, 0.5, 1, 1.5, 2], data = times.map(t => 3 * Math.exp(-0.7 * t))
  const misfit = ([y0, k]: Scalar[]): Scalar => {
    const ys = solve((_t, y, rate) => neg(mul(rate as Scalar, y as Scalar)), y0 as number, times, k!) as Scalar[]
    return ys.reduce<Scalar>((total, y, i) => add(total, square(sub(y, data[i]!))), 0)
  }
  near(gradient(misfit)([3, 0.7]) as number[], [0, 0], 1e-9, 'at the truth')
  let x = [2, 1]
  for (let i = 0; i < 12; i++) { // Gauss and Newton
    const r = ([y0, k]: Scalar[]): Scalar[] => (solve((_t, y, rate) => neg(mul(rate as Scalar, y as Scalar)), y0 as number, times, k!) as Scalar[]).map((y, j) => sub(y, data[j]!))
    const J = jacobian(r)(x), e = r(x) as number[]
    const dot = (f: (row: readonly number[], j: number) => number): number => J.reduce((total, row, j) => total + f(row, j), 0)
    const aa = dot(row => row[0]! ** 2), ab = dot(row => row[0]! * row[1]!), bb = dot(row => row[1]! ** 2)
    const ga = dot((row, j) => row[0]! * e[j]!), gb = dot((row, j) => row[1]! * e[j]!)
    const det = aa * bb - ab * ab
    x = [x[0]! - (bb * ga - ab * gb) / det, x[1]! - (aa * gb - ab * ga) / det]
  }
  near(x, [3, 0.7], 1e-8, 'fitted')
})

test.run()
