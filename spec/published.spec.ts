// Values that others have published or tabulated, for the elementary rows: DiffRules, num-dual, Boost, Fike & Alonso.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as L from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { reference } from './support/reference.ts'
import { partial, type Stored } from './support/ulp.ts'

const { derivative } = L
type F1 = (x: Scalar) => Scalar
type F2 = (x: Scalar, y: Scalar) => Scalar

const near = (got: number, want: Stored | null, what: string, tolerance = 2e-14) => {
  if (want === null) return
  const w = Number(want)
  assert.ok(Object.is(got, w) || Math.abs(got - w) <= tolerance * Math.max(Math.abs(w), 1e-2), `${what} is ${got}, and should be ${w}`)
}

// ── functions the sources name and we write with our rows ───────────────────────────────────────────────────────────

const degrees = Math.PI / 180
const ofDegrees = (f: F1): F1 => x => f(L.mul(degrees, x))
const inDegrees = (f: F1): F1 => x => L.div(f(x), degrees)

/** Every elementary function of DiffRules.jl; what is not a row of ours is a line of rows. */
const one: Record<string, F1> = {
  ...L as unknown as Record<string, F1>,
  abs2: L.square,
  inv: x => L.div(1, x),
  exp10: x => L.pow(10, x),
  sind: ofDegrees(L.sin), cosd: ofDegrees(L.cos), tand: ofDegrees(L.tan), secd: ofDegrees(L.sec), cscd: ofDegrees(L.csc), cotd: ofDegrees(L.cot),
  asind: inDegrees(L.asin), acosd: inDegrees(L.acos), atand: inDegrees(L.atan), asecd: inDegrees(L.asec), acscd: inDegrees(L.acsc), acotd: inDegrees(L.acot),
  deg2rad: x => L.mul(x, degrees), rad2deg: x => L.div(x, degrees),
  logistic: x => L.div(1, L.add(1, L.exp(L.neg(x)))),
  log1psq: x => L.log1p(L.square(x)),
  rsqrt: x => L.div(1, L.sqrt(x)),
  softsign: x => L.div(x, L.add(1, L.abs(x))),
}

/** What the special functions' own specs cover. */
const special = new Set([
  'gamma', 'loggamma', 'erf', 'erfc', 'erfinv', 'erfcinv', 'logerfc', 'erfi', 'erfcx', 'logerfcx', 'dawson', 'digamma', 'trigamma', 'invdigamma',
  'airyai', 'airyaiprime', 'airyaix', 'airyaiprimex', 'airybi', 'airybiprime', 'airybix', 'airybiprimex', 'besselj0', 'besselj1', 'bessely0', 'bessely1',
  'sinint', 'cosint', 'ellipk', 'ellipe', 'expint', 'logit', 'log1pexp', 'log1mexp', 'log2mexp', 'logexpm1', 'log1pmx', 'logmxp1', 'lambertw0', 'bessel_i0e', 'bessel_i1e',
  'norm_cdf', 'expint_ei', 'fresnels', 'fresnelc', 'sph_j0', 'gelu_tanh', 'zeta', 'sinc', 'sinpi', 'cospi',
])

type Table = { functions: { name: string; source: string; points: Stored[][] }[] }

const unary = suite('DiffRules.jl and others: functions of one argument, to the third derivative')
for (const { name, source, points } of reference<Table>('unary_rules').functions) {
  if (special.has(name)) continue
  unary(`${name} (${source})`, () => {
    const f = one[name] ?? assert.unreachable(`${name} is neither a row nor written with rows`)
    for (const [x, ...wanted] of points as [number, ...Stored[]][])
      wanted.forEach((want, order) => near(derivative(f!, { order })(x), want, `${name}, derivative ${order} at ${x}`, 1e-13 * 10 ** order))
  })
}
unary('at least fifty functions', () => {
  assert.ok(reference<Table>('unary_rules').functions.filter(({ name }) => !special.has(name)).length >= 50)
})
unary.run()

const two: Record<string, F2> = {
  ...L as unknown as Record<string, F2>,
  ldiv: (x, y) => L.div(y, x),
  'logbase(b,x)': (b, x) => L.logBase(x, b),
  'ldexp(x,n)': (x, n) => L.mul(x, L.pow(2, n)),
  xlog1py: (x, y) => L.mul(x, L.log1p(y)),
  powm1: (x, y) => L.expm1(L.mul(y, L.log(x))),
  logsubexp: (x, y) => L.add(L.max(x, y), L.log(L.neg(L.expm1(L.neg(L.abs(L.sub(x, y))))))),
  logaddexp: (x, y) => L.add(L.max(x, y), L.log1p(L.exp(L.neg(L.abs(L.sub(x, y)))))),
}

const binary = suite('DiffRules.jl: functions of two arguments, with all second partial derivatives')
for (const { name, points } of reference<Table>('binary_rules').functions) {
  const f = two[name]
  if (f === undefined || /bessel|beta|gamma|zeta|expint|erf/.test(name)) continue // special functions
  binary(name, () => {
    for (const [x, y, ...wanted] of points as [number, number, ...Stored[]][])
      [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]].forEach(([i, j], n) =>
        near(partial(f, i!, j!)(x, y) as number, wanted[n]!, `∂${'a'.repeat(i!)}${'b'.repeat(j!)} ${name}(${x}, ${y})`, 1e-11))
  })
}
binary.run()

// ── num-dual: tests/test_dual3.rs ───────────────────────────────────────────────────────────────────────────────────

const numDual: Record<string, (x: Scalar, p: number) => Scalar> = {
  recip: x => L.div(1, x), exp: L.exp, exp_m1: L.expm1, exp2: L.exp2, ln: L.log, log: (x, b) => L.logBase(x, b), ln_1p: L.log1p, log2: L.log2, log10: L.log10,
  sqrt: L.sqrt, cbrt: L.cbrt, powf: (x, p) => L.pow(x, p), powi: (x, p) => L.pow(x, p), sin: L.sin, cos: L.cos, tan: L.tan, asin: L.asin, acos: L.acos, atan: L.atan,
  atan2: (x, p) => L.atan2(x, p), sinh: L.sinh, cosh: L.cosh, tanh: L.tanh, asinh: L.asinh, acosh: L.acosh, atanh: L.atanh,
}

const rust = suite('num-dual: f … f‴ of its test functions')
for (const [name, x, p, ...wanted] of reference<{ rows: [string, number, number | null, ...Stored[]][] }>('numdual_values').rows) {
  const f = numDual[name]
  if (f !== undefined)
    rust(`${name}${p === null ? '' : `, ${p}`} at ${x}`, () => {
      wanted.forEach((want, order) => near(derivative(t => f(t, p ?? NaN), { order })(x), want, `derivative ${order}`, 1e-13))
    })
}
rust('z/√(x² + y²), the README’s and explicit.rs', () => {
  const f = (x: Scalar, y: Scalar, z: Scalar): Scalar => L.div(z, L.hypot(x, y))
  assert.is(f(4, 3, 5), 1)
  near(derivative(x => derivative(z => f(x, 3, z))(5))(4), -0.032, '∂xz')
  near(derivative(y => derivative(z => f(4, y, z))(5))(3), -0.024, '∂yz')
  const cubed = (x: Scalar, y: Scalar, z: Scalar): Scalar => L.cube(L.add(L.add(L.square(x), L.square(y)), L.square(z)))
  assert.is(derivative(x => derivative(y => derivative(z => cubed(x, y, z))(3))(2))(1), 288)
  near(derivative(t => L.mul(L.cube(L.cos(t)), L.square(L.sin(t))), { order: 3 })(1), 7.35863975530573, 'cos³·sin²‴')
  assert.is(derivative(x => derivative(y => L.mul(L.cube(x), L.square(y)))(2), { order: 2 })(1), 24)
})
rust.run()

// ── Boost.Math and Fike & Alonso: high orders ───────────────────────────────────────────────────────────────────────

const boost = reference<{
  single_variable: { function: string; x: number; derivatives: number[] }[]
  'x_pow_y_at_(2,2.5)_d^i_x_d^j_y': number[][]
  'x_pow_y_at_(2,3)_d^i_x_d^j_y': number[][]
  mixed_12th_order: { at: Record<'w' | 'x' | 'y' | 'z', number>; orders: number[]; value: number }
  non_finite_or_exact_at_singular_points: { expr: string; x: number; derivatives?: Stored[] }[]
}>('taylor_boost')

const byExpression: Record<string, F1> = {
  'tan(x) at pi/3': L.tan, atanh: L.atanh, acosh: L.acosh, asinh: L.asinh, asin: L.asin, acos: L.acos, atan: L.atan, tanh: L.tanh, exp: L.exp, log: L.log, sqrt: L.sqrt,
  '1/(1+x^2)': x => L.div(1, L.add(1, L.square(x))), 'x^8': x => L.pow(x, 8), 'x^4': x => L.pow(x, 4),
  'sqrt(1-x^2)': x => L.sqrt(L.sub(1, L.square(x))), '1/sqrt(1-x^2)': x => L.div(1, L.sqrt(L.sub(1, L.square(x)))),
  'sqrt(x)': L.sqrt, 'log(x)': L.log, '1/x': x => L.div(1, x), 'x^3': x => L.pow(x, 3), 'x^3.5': x => L.pow(x, 3.5), 'asin(x)': L.asin,
  'x*Infinity': x => L.mul(x, Infinity), 'fmod(x,0.5)': x => L.rem(x, 0.5),
}

const high = suite('Boost.Math autodiff: derivatives of high order by nesting')
for (const { function: name, x, derivatives } of boost.single_variable) {
  const f = byExpression[name]
  if (f !== undefined)
    high(`${name} at ${x}, to order ${derivatives.length - 1}`, () => {
      derivatives.forEach((want, order) => near(derivative(f, { order })(x), want, `derivative ${order}`, 1e-12))
    })
}
for (const { expr, x, derivatives } of boost.non_finite_or_exact_at_singular_points) {
  const f = byExpression[expr]
  if (f !== undefined && derivatives !== undefined)
    high(`${expr} at its singular point ${x}`, () => {
      derivatives.forEach((want, order) => near(derivative(f, { order })(x), want, `derivative ${order}`))
    })
}
for (const [y, table] of [[2.5, boost['x_pow_y_at_(2,2.5)_d^i_x_d^j_y']], [3, boost['x_pow_y_at_(2,3)_d^i_x_d^j_y']]] as [number, number[][]][])
  high(`all mixed partial derivatives of x^y at (2, ${y}), to order ${table.length - 1} in x and ${table[0]!.length - 1} in y`, () => {
    table.forEach((line, i) => line.forEach((want, j) => near(partial(L.pow, i, j)(2, y) as number, want, `∂x^${i} ∂y^${j}`, 1e-12)))
  })
high('a mixed derivative of the twelfth order, of exp(w·sin(x·log(y)/z) + √(w·z/(x·y))) + w²/tan(z): ∂³w ∂²x ∂⁴y ∂³z', () => {
  const { at: { w, x, y, z }, value, orders } = boost.mixed_12th_order
  assert.equal(orders, [3, 2, 4, 3])
  const f = (w: Scalar, x: Scalar, y: Scalar, z: Scalar): Scalar => L.add(
    L.exp(L.add(L.mul(w, L.sin(L.div(L.mul(x, L.log(y)), z))), L.sqrt(L.div(L.mul(w, z), L.mul(x, y))))),
    L.div(L.square(w), L.tan(z)))
  const got = derivative(z => derivative(y => derivative(x => derivative(w => f(w, x, y, z), { order: 3 })(w), { order: 2 })(x), { order: 4 })(y), { order: 3 })(z)
  near(got, value, '∂³w ∂²x ∂⁴y ∂³z', 1e-9)
})
high('Fike & Alonso 2011: exp(x)/√(sin³x + cos³x) at 1.5, to the fourth derivative', () => {
  const { x, derivatives } = reference<{ x: number; derivatives: number[] }>('hyperdual_fike')
  const f: F1 = t => L.div(L.exp(t), L.sqrt(L.add(L.cube(L.sin(t)), L.cube(L.cos(t)))))
  derivatives.forEach((want, order) => near(derivative(f, { order })(x), want, `derivative ${order}`, 1e-13))
})
high.run()
