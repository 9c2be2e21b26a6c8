// taylor: the coefficients along a line are the derivatives by nesting over k!, of every row, of functions of arrays, within and around
// other transforms; and they cost what a polynomial of the order costs, not what a power does.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import type { Binary, Scalar, Tensorial, Unary, Value } from '../lib/index.ts'
import * as L from '../lib/index.ts'
import * as specialRows from '../lib/rules/special.ts'
import { near, numbers } from './support/arrays.ts'
import { arrayRecipe, arrayText, cookedArrays, operations } from './support/array-programs.ts'
import { ofMatrices } from './support/matrix-functions.ts'
import { few, mode, uncompiled } from './support/mode.ts'
import { allRows, cooked, domains, recipe, text } from './support/programs.ts'
import { reference } from './support/reference.ts'

const { add, derivative, div, exp, gradient, jvp, log, mul, sin, square, sub, sum, taylor, tensor } = library

const factorial = (k: number): number => k < 2 ? 1 : k * factorial(k - 1)
/** Near to some ulp, or equal where there is nothing between: ∞, NaN. */
const close = (got: number, want: number, what: string, tolerance = 1e-12): void => {
  if (!(Object.is(got, want) || got === want || Math.abs(got - want) <= tolerance * Math.abs(want))) assert.unreachable(`${what}: ${got}, expected ${want}`)
}

// ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A point in the domain that a row states, some way into it. */
function pointOf(row: Unary | Binary, at: number): number[] {
  return domains(row).map(([from, to], i) => {
    const low = Math.max(from, -3), high = Math.min(to, 3)
    return low + (high - low) * ((at + 0.17 * i) % 1)
  })
}

const table = suite('rows: coefficients are derivatives over k!')
for (const row of few(allRows, 12)) table(row.name, () => {
  for (const at of mode === 'eager' ? [0.3, 0.55, 0.8] : [0.3]) {
    const point = pointOf(row, at)
    const f = row.verb === 'unary' ? row as (t: Scalar) => Scalar : (t: Scalar): Scalar => (row as Binary)(add(point[0]!, mul(1.5, t)), add(point[1]!, mul(-0.75, t)))
    const x = row.verb === 'unary' ? point[0]! : 0, order = mode === 'eager' ? 4 : 3
    let nested: number[]
    try {
      nested = Array.from({ length: order + 1 }, (_, k) => derivative(f, { order: k })(x) / factorial(k))
    } catch (error) { // whoever has no rule says so here, too
      assert.throws(() => taylor(f, { order })(x), (other: Error) => other.message === (error as Error).message)
      continue
    }
    const got = taylor(f, { order })(x)
    assert.ok(Object.is(got[0], nested[0]), `the value is ${got[0]}, expected ${nested[0]}`)
    nested.forEach((want, k) => { close(got[k]!, want, `coefficient ${k} at ${point}`) })
  }
})
table.run()

// ── published values ────────────────────────────────────────────────────────────────────────────────────────────────

const boost = reference<{
  single_variable: { function: string; x: number; derivatives: number[] }[]
  non_finite_or_exact_at_singular_points: { expr: string; x: number; derivatives?: (number | string)[] }[]
}>('taylor_boost')
const published: Record<string, (x: Scalar) => Scalar> = {
  'tan(x) at pi/3': L.tan, atanh: L.atanh, acosh: L.acosh, asinh: L.asinh, asin: L.asin, acos: L.acos, atan: L.atan, tanh: L.tanh, exp, log, sqrt: L.sqrt,
  erf: specialRows.erf, 'sinc (sin(x)/x)': specialRows.sinc, 'sinc (sin(x)/x) at the removable singularity': specialRows.sinc, lambertw0: specialRows.lambertw,
  digamma: specialRows.digamma, lgamma: specialRows.lgamma, gamma: specialRows.gamma, '1/(1+x^2)': x => div(1, add(1, square(x))), 'x^8': x => L.pow(x, 8), 'x^4': x => L.pow(x, 4),
  'sqrt(1-x^2)': x => L.sqrt(sub(1, square(x))), '1/sqrt(1-x^2)': x => div(1, L.sqrt(sub(1, square(x)))), 'sqrt(x)': L.sqrt, 'log(x)': log, '1/x': x => div(1, x), 'x^3': x => L.pow(x, 3),
}

const outside = suite('published derivatives of high order (Boost.Math), by one sweep')
for (const { function: name, x, derivatives } of boost.single_variable) outside(`${name} at ${x}, to order ${derivatives.length - 1}`, () => {
  const got = taylor(published[name]!, { order: derivatives.length - 1 })(x)
  derivatives.forEach((want, k) => { close(got[k]! * factorial(k), want, `derivative ${k}`, 1e-11) })
})
for (const { expr, x, derivatives } of boost.non_finite_or_exact_at_singular_points) {
  const f = published[expr]
  if (f !== undefined && derivatives !== undefined) outside(`${expr} at its singular point ${x}`, () => {
    const got = taylor(f, { order: derivatives.length - 1 })(x)
    derivatives.forEach((want, k) => { close(got[k]! * factorial(k), Number(want), `derivative ${k}`) })
  })
}
outside('sin, exp and 1/(1 − x) to order 30', () => {
  const order = 30, signs = [0, 1, 0, -1]
  taylor(sin, { order })(0).forEach((c, k) => { close(c, signs[k % 4]! / factorial(k), `sin, ${k}`) })
  taylor(exp, { order })(1).forEach((c, k) => { close(c, Math.E / factorial(k), `exp, ${k}`) })
  taylor((x: Scalar) => div(1, sub(1, x)), { order })(0.5).forEach((c, k) => { close(c, 2 ** (k + 1), `1/(1 − x), ${k}`) })
})
outside('along a curve: sin(z³) at 0.5, from the docstring of jax.experimental.jet', () => {
  [0.12467473338522769, 0.7441482504219968, 2.9064634641587968].forEach((want, k) => { close(taylor((z: Scalar) => sin(L.cube(z)), { order: 2 })(0.5)[k]! * factorial(k), want, `derivative ${k}`) })
})
outside.run()

// ── arrays ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const arrays = suite('functions of arrays: coefficients along a direction are nested directional derivatives')
const x = tensor([0.7, -0.4, 1.3]), v = tensor([0.5, -1, 0.25])
const X = tensor([[4, 0.5, -0.3], [0.25, 3, 0.7], [0.125, -0.6, 2]]), V = tensor([[0.5, -1, 0.25], [0.3, 0.2, -0.4], [-0.7, 0.6, 0.9]])

function judged(name: string, f: (x: Tensorial) => Value | readonly Value[], at: L.Tensor, along: L.Tensor): void {
  arrays(name, () => {
    const once = (g: (x: Tensorial) => unknown) => (x: Tensorial): unknown => (jvp as unknown as (f: unknown, x: unknown, v: unknown) => { tangent: unknown })(g, x, along).tangent
    const got = taylor(f as never, { order: 3 })(at as never, along as never).map(numbers)
    let g: (x: Tensorial) => unknown = f
    for (let k = 0; k <= 3; k++, g = once(g)) near(got[k]!, numbers(g(at)).map(y => y / factorial(k)), 1e-12, `coefficient ${k}`)
  })
}
for (const [name, f] of few(Object.entries(operations), 4)) judged(`${name} of a vector`, t => f(t, square(t), 1), x, v)
for (const [name, f] of few(Object.entries(ofMatrices), 6)) if (!name.includes('coincide')) judged(`${name} of a matrix`, f, X, V)
arrays('what does not move enters as it is, and arrays of other kinds come out as their own', () => {
  const [c0, c1, c2] = taylor((t: Tensorial) => mul(square(t), x), { order: 2 })(new Float64Array([1, 2, 3]) as never, new Float64Array([1, 0, 1]) as never) as unknown as Float64Array[]
  assert.instance(c0, Float64Array)
  near(numbers(c0), [0.7, -1.6, 11.700000000000001], 1e-15, 'value')
  near(numbers(c1), [1.4, 0, 7.800000000000001], 1e-15, 'slope')
  near(numbers(c2), [0.7, 0, 1.3], 1e-15, 'curvature')
})
arrays.run()

// ── structures, nesting ─────────────────────────────────────────────────────────────────────────────────────────────

const form = suite('structures, nesting, solvers')
form('a point of several numbers has a direction, and what f returns comes out of its shape, order + 1 times', () => {
  assert.equal(taylor(([x, y]: Scalar[]) => ({ p: mul(x!, y!), q: [x!, 3] }), { order: 2 })([2, 3], [1, 5]), [{ p: 6, q: [2, 3] }, { p: 13, q: [1, 0] }, { p: 5, q: [0, 0] }])
  assert.equal(taylor(square, { order: 3 })(3), [9, 6, 1, 0])
  assert.equal(taylor(square, { order: 3 })(3, 2), [9, 12, 4, 0])
  assert.equal(taylor(square, { order: 0 })(3), [9])
  assert.equal(taylor((): Scalar => 5, { order: 2 })(3), [5, 0, 0])
})
form('derivatives of coefficients, coefficients of derivatives, and coefficients of coefficients are those of the same function', () => {
  const f = (x: Scalar): Scalar => mul(sin(x), exp(mul(0.5, x))), at = 0.7
  const third = derivative(f, { order: 3 })(at)
  close(derivative((x: Scalar) => taylor(f, { order: 2 })(x)[2]!)(at), third / 2, 'derivative of a coefficient')
  close(taylor(derivative(f), { order: 2 })(at)[2]!, third / 2, 'coefficient of a derivative')
  close(taylor((x: Scalar) => taylor(f, { order: 1 })(x)[1]!, { order: 2 })(at)[2]! as number, third / 2, 'coefficient of a coefficient')
  close(gradient(([x]: Scalar[]) => taylor(f, { order: 2 })(x!)[2]!)([at])[0]!, third / 2, 'gradient of a coefficient')
  const [, slope] = taylor((x: Scalar) => sum(gradient((t: Tensorial) => sum(sin(mul(x, t))))(tensor([1, 2]) as never) as unknown as Tensorial) as Scalar, { order: 1 })(0.3)
  close(slope!, Math.cos(0.3) - 0.3 * Math.sin(0.3) + Math.cos(0.6) - 0.6 * Math.sin(0.6), 'a gradient within')
})
form('the trap of one t for all: an inner expansion is not confused with the outer one', () => {
  close(taylor((x: Scalar) => mul(x, taylor((y: Scalar) => add(x, y), { order: 1 })(1)[1]!), { order: 1 })(1)[1]!, 1, 'one in the other')
  close(derivative((x: Scalar) => mul(x, taylor((y: Scalar) => mul(x, square(y)), { order: 2 })(3)[2]!))(5), 10, 'in a derivative')
})
form('roots and the solutions of equations have all their coefficients', () => {
  uncompiled('solvers look at numbers')
  const order = 6, want = taylor(L.sqrt, { order })(2.5)
  taylor((a: Scalar) => L.root((y: Scalar, a: Scalar) => sub(mul(y, y), a), 1, a) as Scalar, { order })(2.5).forEach((c, k) => { close(c, want[k]!, `root, ${k}`) })
  const grown = taylor((r: Scalar) => L.odeint((_t: Scalar, y: Scalar) => mul(r, y), 1, [0, 1])[1] as Scalar, { order: 3 })(0.5)
  grown.forEach((c, k) => { close(c, Math.exp(0.5) / factorial(k), `odeint, ${k}`, 1e-6) })
})
form('comparisons and kinks look at the value, as ever', () => {
  const f = (x: Scalar): Scalar => L.less(x, 0) ? mul(-2, x) : L.where(L.less(x, 1), square(x), L.abs(x))
  assert.equal(taylor(f, { order: 2 })(-3), [6, -2, 0])
  assert.equal(taylor(f, { order: 2 })(0.5), [0.25, 1, 1])
  assert.equal(taylor(f, { order: 2 })(4), [4, 1, 0])
})
form('at poles, kinks and ends of domains they are what nesting gives, ∞ and NaN too', () => {
  const { pow, abs, xlogx, hypot, slant, norm, stack, cbrt } = L, { sigmoid, erfinv, sinc, lgamma, gamma } = specialRows
  const places: readonly (readonly [string, (x: Scalar) => Scalar, number])[] = [
    ...[0, 1, 2, 10, 2.5].map(p => [`x^${p}`, (x: Scalar) => pow(x, p), 0] as const), ['√', L.sqrt, 0], ['|x|', abs, 0], ['|x|, below', abs, -0], ['x·log x', xlogx, 0], ['x·log x, of two', x => mul(x, log(x)), 0],
    ['sigmoid, far out', sigmoid, -500], ['erfinv', erfinv, 1], ['atanh', L.atanh, 1], ['acosh', L.acosh, 1], ['asin', L.asin, 1], ['relu', L.relu, 0], ['√x²', x => L.sqrt(square(x)), 0], ['hypot', x => hypot(x, 0), 0],
    ['atan2', x => L.atan2(x, x), 0], ['0^x', x => pow(0, x), 2], ['x^x', x => pow(x, x), 0], ['1/x', x => div(1, x), 0], ['∛', cbrt, 0], ['sinc', sinc, 0], ['exp(−1/x²)', x => exp(L.neg(div(1, square(x)))), 0],
    ['√(1 + x²), far out', slant, 1e200], ['norm', x => norm(stack([x, x])) as Scalar, 0], ['a tie', x => L.max(x, mul(2, x)), 0], ['x·∞', x => mul(x, Infinity), 0], ['tanh, far out', L.tanh, 400], ['exp, too large', exp, 800],
    ['lgamma', lgamma, 0], ['gamma', gamma, -1],
  ]
  for (const [name, f, x] of few(places, 6)) {
    const got = taylor(f, { order: 3 })(x)
    for (let k = 0; k <= 3; k++) close(got[k]!, derivative(f, { order: k })(x) / factorial(k), `${name} at ${x}, coefficient ${k}`, 1e-13)
  }
})
form('nothing that stands still is multiplied: 0·∞ is no motion', () => {
  assert.equal(taylor((x: Scalar) => mul(Infinity, mul(0, x)), { order: 2 })(1).slice(1), [0, 0])
  assert.equal(taylor((x: Scalar) => add(L.stopGradient(mul(x, Infinity)), x), { order: 2 })(1), [Infinity, 1, 0])
})
form('what does not move at all needs no rule', () => {
  const order = (x: Scalar): Scalar => add(2, mul(0, x)), polygamma = specialRows.polygamma as (n: Scalar, x: Scalar) => Scalar
  close(taylor((x: Scalar) => polygamma(L.sign(x), 2), { order: 2 })(3)[0]!, polygamma(1, 2) as number, 'a sign')
  assert.equal(taylor((x: Scalar) => polygamma(order(x), 2), { order: 2 })(3).slice(1), [0, 0])
  assert.throws(() => taylor((x: Scalar) => polygamma(x, 2), { order: 2 })(3), /^polygamma has no derivative rule here/)
  const still = L.structural('still', (x: Value) => mul(x, 3))
  assert.equal(taylor((x: Scalar) => add(x, still(mul(0, x)) as Scalar), { order: 2 })(3), [3, 1, 0])
})
form.run()

// ── random programs ─────────────────────────────────────────────────────────────────────────────────────────────────

const programs = suite('random programs: coefficients by one sweep are those by nesting')
const count = Number(process.env['PROGRAMS'] ?? 300), seed = Number(process.env['SEED'] ?? 1), runs = { numRuns: count, seed }
const mild = fc.integer({ min: -2000, max: 2000 }).map(k => k / 1024), vectors = fc.array(mild, { minLength: 3, maxLength: 3 }).map(xs => tensor(xs))
/** What f gives, or nothing where it refuses. */
const known = <T>(f: () => T): T | undefined => {
  try {
    return f()
  } catch (error) {
    if (error instanceof L.PushforwardError) return undefined
    throw error
  }
}
programs('of numbers, to the third order', () => {
  uncompiled('programs.spec.ts compiles these')
  let met = 0
  fc.assert(fc.property(recipe(8), mild, mild, (made, x, y) => {
    const f = (t: Scalar): Scalar => cooked(made)(t, y), want = known(() => [0, 1, 2, 3].map(order => derivative(f, { order })(x) / factorial(order)))
    if (want === undefined || !want.every(Number.isFinite)) return
    met++
    near(taylor(f, { order: 3 })(x), want, 1e-8, text(made))
  }), { ...runs, numRuns: 3 * count })
  assert.ok(met > count)
})
programs('of arrays, to the second order', () => {
  uncompiled('programs.spec.ts compiles these')
  let met = 0
  fc.assert(fc.property(arrayRecipe, vectors, vectors, vectors, (made, x, y, v) => {
    const f = (t: Value): Value => cookedArrays(made)(t, y), once = (g: (t: Value) => Value) => (t: Value): Value => (jvp as unknown as (f: unknown, x: Value, v: Value) => { tangent: Value })(g, t, v).tangent
    const want = known(() => [f(x), once(f)(x), once(once(f))(x)].map(numbers))
    if (want === undefined || !want.flat().every(Number.isFinite)) return
    met++
    taylor(f as never, { order: 2 })(x as never, v as never).forEach((c, k) => { near(numbers(c), want[k]!.map(d => d / factorial(k)), 1e-7, `${arrayText(made)}, order ${k}`) })
  }), runs)
  assert.ok(met > count / 2)
})
programs.run()

// ── cost ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const cost = suite('cost')
cost('f runs once, and no function of the table is asked more often than there are orders', () => {
  uncompiled('counts what runs')
  let ran = 0, asked = 0
  const mySin: Unary = L.unary('mySin', x => { asked++; return Math.sin(x) }, x => myCos(x)), myCos: Unary = L.unary('myCos', x => { asked++; return Math.cos(x) }, x => L.neg(mySin(x)))
  const order = 60, got = taylor((x: Scalar) => { ran++; return mySin(x) }, { order })(0.5)
  got.forEach((c, k) => { close(c, [Math.sin, Math.cos][k % 2]!(0.5) * (k % 4 < 2 ? 1 : -1) / factorial(k), `sin, ${k}`) })
  assert.is(ran, 1)
  assert.is(asked, 2) // of each other they are asked by name, and are remembered
  asked = 0
  const myDiv: Binary = L.binary('myDiv', (x, y) => { asked++; return x / y }, (_, y) => myDiv(1, y), (_, y, out) => L.neg(myDiv(out, y)))
  taylor((x: Scalar) => myDiv(1, sub(1, x)), { order })(0.5).forEach((c, k) => { close(c, 2 ** (k + 1), `1/(1 − x), ${k}`) })
  assert.ok(asked <= order + 1, `asked ${asked} times`)
})
cost.run()

// ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const refusals = suite('refusals')
const refused = (what: () => unknown, sentence: string): void => {
  assert.throws(what, (error: Error) => error instanceof L.PushforwardError && (error.message === sentence || assert.is(error.message, sentence) as never))
}
refusals('say what was expected, what came and what was probably meant', () => {
  refused(() => taylor(sin, {} as never), 'taylor expects { order } to be a whole number from 0 on, and got undefined')
  refused(() => taylor(sin, { order: 1.5 }), 'taylor expects { order } to be a whole number from 0 on, and got the number 1.5')
  refused(() => taylor(sin, 3 as never), 'taylor expects options { order }, and got the number 3; perhaps taylor(f, { order: 3 })')
  refused(() => taylor(sin, { orders: 3 } as never), 'taylor expects options { order }, and got an object with the keys {orders}; perhaps taylor(f, { order: 3 })')
  refused(() => taylor('sin(x)' as never, { order: 3 }), 'taylor expects a function, and got the string "sin(x)"; perhaps expression("sin(x)") of pushforward/expression')
  refused(() => taylor(([x, y]: Scalar[]) => mul(x!, y!), { order: 2 })([1, 2]), 'taylor expects a direction beside a point of several numbers, taylor(f, { order: 2 })(x, v), and got an array of 2 alone')
  refused(() => taylor((x: Scalar, y: Scalar) => mul(x, y), { order: 2 })(1 as never, 2 as never), 'taylor expects an array of 2 numbers as the point of a function of 2 arguments, and got the number 1')
  refused(() => taylor(([x]: Scalar[]) => x!, { order: 2 })([1, 2], [1]), 'taylor expects tangents of the same shape as the primals; the primals are an array of 2, the tangents an array of 1')
  refused(() => taylor((() => undefined) as never, { order: 2 })(1), 'taylor expects a function that returns its result at once; it returned undefined: is a return missing?')
  const bent = L.structural('bent', (x: Value) => mul(x, 2), () => tensor([1, 2])), twofold = L.structural('twofold', (x: Value) => [x, x], dx => dx)
  refused(() => taylor((x: Tensorial) => bent(x) as never, { order: 2 })(x as never, v as never), 'the rule of bent must return a tangent of shape [3], and returned one of shape [2]')
  refused(() => taylor((x: Tensorial) => twofold(x) as never, { order: 2 })(x as never, v as never), 'the rule of twofold must return one tangent for each of its 2 outputs, and returned a tensor of shape [3]')
  refused(() => taylor((x: Scalar) => (x as never as number) * 2, { order: 2 })(1), 'a dual number met JavaScript arithmetic, which would lose its derivative: write mul(x, 2) for x * 2, less(x, 1) for x < 1, cos(x) for Math.cos(x), or primal(x) for the number')
})
refusals('a series that escapes is refused where it comes back', () => {
  uncompiled('compile says so in words of its own')
  let kept: Scalar = 0
  taylor((x: Scalar) => kept = sin(x), { order: 2 })(1)
  refused(() => derivative((x: Scalar) => mul(x, kept))(2), 'a series escaped from a taylor that has ended: return it, or keep primal(x)')
  try {
    taylor((x: Scalar) => { kept = x; throw new Error('on the way') }, { order: 2 })(1)
  } catch { /* as meant */ }
  refused(() => mul(kept, 2), 'a series escaped from a taylor that has ended: return it, or keep primal(x)')
})
refusals.run()
