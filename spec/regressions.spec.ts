// What users of other systems complained of: the cases of issue_regressions.json, each answered, or decided otherwise on purpose.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as L from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { reference } from './support/reference.ts'
import type { Stored } from './support/ulp.ts'

const { add, derivative, div, exp, gradient, hessian, hypot, jacobian, log, max, mul, neg, pow, primal, sqrt, square, sub } = L

type Vector = readonly Scalar[]
type Matrix = readonly Vector[]
const sum = (v: Vector): Scalar => v.reduce((s, x) => add(s, x), 0)
const dot = (v: Vector, w: Vector): Scalar => sum(v.map((x, i) => mul(x, w[i]!)))
const product = (A: Matrix, B: Matrix): Scalar[][] => A.map(row => B[0]!.map((_, j) => dot(row, B.map(r => r[j]!))))
const norm = (v: Vector): Scalar => sqrt(dot(v, v))

/** By elimination with the largest pivot, which it finds by comparing primals: branches and zeros, and no shortcut for triangles. */
function det(matrix: Matrix): Scalar {
  const A = matrix.map(row => [...row])
  let d: Scalar = 1
  for (let k = 0; k < A.length; k++) {
    const p = A.reduce((best, row, i) => i > k && Math.abs(primal(row[k]!)) > Math.abs(primal(A[best]![k]!)) ? i : best, k)
    if (p !== k) { [A[k], A[p]] = [A[p]!, A[k]!]; d = neg(d) }
    d = mul(d, A[k]![k]!)
    for (let i = k + 1; i < A.length; i++) {
      const factor = div(A[i]![k]!, A[k]![k]!)
      for (let j = k; j < A.length; j++) A[i]![j] = sub(A[i]![j]!, mul(factor, A[k]![j]!))
    }
  }
  return d
}

const near = (got: unknown, want: unknown, what = 'it'): void => {
  if (Array.isArray(want)) want.forEach((w, i) => { near((got as unknown[])[i], w, `${what}[${i}]`) })
  else {
    const [g, w] = [got as number, Number(want)]
    assert.ok(Object.is(g + 0, w) || Math.abs(g - w) <= 1e-13 * Math.max(1, Math.abs(w)), `${what} is ${g}, and should be ${w}`)
  }
}

const triangle = [[1, 0, 0], [0, 2, 0], [0, Math.PI, 3]]
const power = ([x, y]: Scalar[]): Scalar => pow(x!, y!)

const inverse2 = (A: Matrix): Scalar[][] => {
  const [[a, b], [c, d]] = A as [[Scalar, Scalar], [Scalar, Scalar]], D = sub(mul(a, d), mul(b, c))
  return [[div(d, D), neg(div(b, D))], [neg(div(c, D)), div(a, D)]]
}

interface Case { id: string; expr: string; src: string }
const { cases } = reference<{ cases: (Case & { expect: never; at: never })[] }>('issue_regressions')

/** Each case by its id: what the library answers, next to what the file expects. */
const answers: Record<string, (expect: never, at: never) => void> = {
  // ── branches: taken by the primal ──
  'fd480-eq-branch': () => { // a set of measure 0: comparisons look at primals only, so at exactly 1 the constant was computed
    const sq = (x: Scalar): Scalar => L.equal(x, 1) ? 1 : square(x)
    assert.is(derivative(sq)(1), 0)
    near(derivative(sq)(1 + 1e-15), 2)
  },
  'fd480-prod-early-exit': (expect: number[], at: number[]) => { // a shortcut at 0 must ask whether the 0 moves
    const prod = (stop: (p: Scalar) => boolean) => (xs: Scalar[]): Scalar => { let p: Scalar = 1; for (const x of xs) { p = mul(p, x); if (stop(p)) break } return p }
    near(gradient(prod(() => false))(at), expect)
    near(gradient(prod(p => p === 0))(at), expect)
  },
  'fd197-det': (expect: number[][]) => near(gradient(det)(triangle), expect),
  'fd407-det-hess': () => {
    const H = hessian(det)(triangle), minor = (i: number, j: number, k: number, l: number): number => { // ∂²det/∂Aᵢⱼ∂Aₖₗ by the cofactors
      if (i === k || j === l) return 0
      const r = 3 - i - k, c = 3 - j - l, sign = (i + j) % 2 === 0 ? 1 : -1
      return sign * (((k - (k > i ? 1 : 0)) + (l - (l > j ? 1 : 0))) % 2 === 0 ? 1 : -1) * triangle[r]![c]!
    }
    for (const i of [0, 1, 2]) for (const j of [0, 1, 2]) for (const k of [0, 1, 2]) for (const l of [0, 1, 2])
      near(H[i]![j]![k]![l], minor(i, j, k, l), `∂A${i}${j} ∂A${k}${l}`)
  },
  'discourse-77961-logdet': (expect: number[][], at: number[][]) => near(gradient((A: Scalar[][]) => log(det(A)))(at), expect),
  'fd737-inv': (expect: number[][]) => near(derivative(e => product(inverse2([[1, e], [mul(2, e), 2]]), [[1, e], [mul(2, e), 2]]))(0), expect),
  'sparse-max': () => { // the Jacobian of a residual with branches is what differences say, entry by entry
    const d = [0.3, -0.1, 0.7, 0.2, 0.5], x = [1, 3, 2, 5, 4]
    const residual = (x: Scalar[]): Scalar[] => d.map((di, i) => i === 0 || i === 4 ? add(x[i]!, di) : add(max(sub(x[i + 1]!, x[i - 1]!), 0), di))
    const J = jacobian(residual)(x), h = 1e-6
    for (let j = 0; j < 5; j++) {
      const up = residual(x.map((v, i) => i === j ? v + h : v)), down = residual(x.map((v, i) => i === j ? v - h : v))
      for (let i = 0; i < 5; i++) assert.ok(Math.abs(J[i]![j]! as number - ((up[i] as number) - (down[i] as number)) / (2 * h)) < 1e-8, `${i}, ${j}`)
    }
  },

  // ── products at 0 ──
  'fd551-dot3': (expect: number[][]) => {
    const H = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    near(hessian((x: Scalar[]) => dot(x, H.map(row => dot(row, x))))([0, 0, 0]), expect)
  },
  'fd536-scaled-matmul': () => {
    const A = [[1, 2], [3, 4]], B = [[5, 6], [7, 8]]
    assert.is(derivative(x => sum(product(A.map(row => row.map(a => mul(x, a))), B).flat()))(0), sum(product(A, B).flat()))
  },
  'fd726-exp-i-x': (expect: { re: number; im: number }) => { // exp(z) for z = 0 + ix, whose imaginary part is 0 and moves
    const expi = (x: Scalar): { re: Scalar; im: Scalar } => ({ re: mul(exp(mul(x, 0)), L.cos(x)), im: mul(exp(mul(x, 0)), L.sin(x)) })
    const { re, im } = derivative(expi, { order: 2 })(0)
    near([re, im], [expect.re, expect.im])
  },
  'fd548-range': (expect: number[], at: number[]) => near(gradient(([step, end]: Scalar[]) => { // 0 : step : end, whose length is decided by primals
    let total: Scalar = 0
    for (let i = 0; i * primal(step!) <= primal(end!); i++) total = add(total, mul(i, step!))
    return total
  })(at), expect),

  // ── powers at 0 ──
  'fd331-nthderiv': (expect: { n: number[]; n_plus_1: number[] }) => {
    for (let n = 1; n <= 5; n++) {
      assert.is(derivative(x => pow(x, n), { order: n })(0), expect.n[n - 1])
      assert.is(derivative(x => pow(x, n), { order: n + 1 })(0), expect.n_plus_1[n - 1])
    }
  },
  'fd-abs2-hess': (expect: number) => {
    assert.is(derivative(x => square(L.abs(x)), { order: 2 })(0), expect)
    assert.is(derivative(x => pow(L.abs(x), 2), { order: 2 })(0), expect)
  },
  'fd-pow-const-base0': (expect: Stored[], at: number[]) => near(at.map(y => derivative(t => pow(0, t))(y)), expect),
  'fd-pow-both': (expect: { nan_safe: Stored[][] }, at: number[][]) => { // as in its NaN-safe mode; but x^0 is a constant, so its slope in x is 0, not NaN
    const want = expect.nan_safe.map(g => g.map(v => v === 'NaN' ? 0 : v))
    near(at.map(xy => gradient(power)(xy)), want)
  },
  'fd-pow-1-1': (expect: number[], at: number[]) => near(gradient(power)(at), expect),
  'fd-pow-neg2': (expect: number) => {
    assert.is(derivative(x => pow(x, 2))(-2), expect)
    assert.is(L.tangent(pow(L.dual(-2, 1), L.dual(2, 0))), expect)
  },
  autodiff351: (expect: number) => near(derivative(x => mul(4.3, pow(x, 2)), { order: 2 })(0), expect),
  autodiff242: (expect: Stored[]) => { // as a sum each order is right; as a product the second meets 0·∞, of which we say NaN and nothing wrong
    near([0, 1, 2, 3].map(order => derivative(x => sub(x, pow(x, 2.1)), { order })(0)), expect)
    const asProduct = (x: Scalar): Scalar => mul(x, sub(1, pow(x, 1.1)))
    near([0, 1].map(order => derivative(asProduct, { order })(0)), expect.slice(0, 2))
    assert.ok(Number.isNaN(derivative(asProduct, { order: 2 })(0)))
  },
  cppad92: (expect: number) => assert.is(derivative(x => pow(x, 1.875))(0), expect),

  // ── infinite slopes ──
  fd774: (expect: { nan_safe: Stored[] }, at: number[]) => near(gradient(([a, b]: Scalar[]) => log(add(mul(0, a!), b!)))(at), expect.nan_safe),
  fd745: (expect: { nan_safe: Stored[] }, at: number[]) => near(gradient(([a, b]: Scalar[]) => mul(a!, exp(neg(b!))))(at), expect.nan_safe),
  'boost-ceres-sqrt0': () => assert.is(derivative(sqrt)(0), Infinity),
  'norm-at-0': (expect: { subgradient: number[] }) => {
    near(gradient(norm)([0, 0]), expect.subgradient)
    near(gradient((v: Scalar[]) => hypot(v[0]!, v[1]!))([0, 0]), expect.subgradient)
  },
  'norm2-at-0': (expect: { true: number[] }) => {
    near(gradient((v: Scalar[]) => square(norm(v)))([0, 0]), expect.true)
    near(gradient((v: Scalar[]) => pow(norm(v), 2))([0, 0]), expect.true)
  },
  'sqrt-x2-at-0': (expect: { zygote_after_1625: number }) => {
    assert.is(derivative(x => sqrt(square(x)))(0), expect.zygote_after_1625)
    assert.is(derivative(x => sqrt(pow(x, 2)))(0), expect.zygote_after_1625)
  },

  // ── nothing moves, nothing is there, another level moves ──
  'fd-zero-output': (expect: number) => {
    assert.is(derivative(() => 1)(2), expect)
    assert.is(derivative(x => mul(0, x))(2), expect)
    assert.equal(gradient((_: Scalar[]) => 1)([1, 2]), [expect, expect])
    assert.equal(hessian((_: Scalar[]) => 1)([1, 2]), [[expect, expect], [expect, expect]])
    assert.equal(jacobian((_: Scalar[]) => [1, 2])([1, 2]), [[expect, expect], [expect, expect]])
  },
  'fd399-empty': () => { // they return []; here an empty input is a mistake, and is told
    assert.throws(() => gradient((_: Scalar[]) => 1)([]), /gradient expects at least one number to differentiate by, and got an empty array/)
  },
  fd769: () => { // primal(x) is the plain number: it does not move at any level, by its documentation. To stop one level only is to differentiate by something else
    const still = (v: Scalar[]): Scalar => sum(v.map(x => mul(x, primal(x))))
    assert.equal(gradient(still)([3, 4]), [3, 4])
    assert.is(derivative(t => sum(gradient((v: Scalar[]) => mul(t, sum(v)))([1, 1])))(5), 2) // outer motion passes through an inner gradient
  },
}

const regressions = suite('cases of other systems')
for (const { id, expr, src, at, expect } of cases)
  regressions(`${id}: ${expr} (${src})`, () => {
    const answer = answers[id] ?? assert.unreachable(`${id} has no answer`)
    answer!(expect, at)
  })
regressions('all 29 of them, and no others', () => {
  assert.equal(Object.keys(answers).sort(), cases.map(({ id }) => id).sort())
  assert.is(cases.length, 29)
})
regressions.run()
