// The table of rules, one loop over every row the library exports: the value under each interpreter, the derivatives against
// differences, the printed rule against the interpreted one, the source against the function. No list of names here.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import type { Binary, Dual, Scalar, Unary } from '../lib/index.ts'
import { compile } from '../lib/compile/compile.ts'
import * as specialRows from '../lib/rules/special.ts'
import { difference } from './support/differences.ts'
import { few } from './support/mode.ts'
import { domains } from './support/programs.ts'
import { ulps } from './support/ulp.ts'

const { derivative, dual, primal, tangent } = library

const rows = Object.values({ ...specialRows, ...library }).filter((row): row is Unary | Binary =>
  typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary'))

// ── where the rows are sampled: in the domain that each states ──────────────────────────────────────────────────────

/** The fractional parts of multiples of the golden ratio and of √2: they fill an interval evenly, for every count. */
const spread = (i: number, irrational: number): number => (i * irrational) % 1
const within = ([from, to]: readonly [number, number], at: number): number =>
  from > 0 && to / from > 50 ? from * (to / from) ** at : from + (to - from) * at // over many magnitudes, evenly in the logarithm


const points = (row: Unary | Binary): number[][] =>
  Array.from({ length: 12 }, (_, i) => domains(row).map((domain, n) => within(domain, spread(i + 1, n === 0 ? 0.6180339887498949 : 0.41421356237309515))))

/** Where something is special for some row, inside its domain or not; an argument whose domain is one point is an order, and stays. */
const special = [0, -0, 1, -1, 0.5, -2, 1e-300, -1e300, Infinity, -Infinity, NaN]
function anywhere(row: Unary | Binary): readonly number[][] {
  const [first, second] = domains(row).map(([from, to]) => from === to ? [from] : special)
  return few([...points(row), ...first!.flatMap(x => second === undefined ? [[x]] : second.map(y => [x, y]))], 8)
}

// ── the loop ────────────────────────────────────────────────────────────────────────────────────────────────────────

const same = (got: unknown, want: number, what: string) => assert.ok(Object.is(got, want), `${what} is ${got}, and ${want} without a derivative`)
const call = (row: Unary | Binary, xs: readonly Scalar[]): Scalar => (row as (...xs: readonly Scalar[]) => Scalar)(...xs)
const show = (row: Unary | Binary, xs: readonly number[]): string => `${row.name}(${xs.join(', ')})`

/** Has this argument a rule? What has none must say so. */
const moves = (row: Unary | Binary, i: number): boolean => (row.verb === 'unary' ? row.rule : i === 0 ? row.dx : row.dy) !== undefined

/** Every way in which arguments can move: each alone, and together; by the machine's own level, by hand, nested, not at all. */
const motions: ((x: number) => Scalar)[] = [
  x => dual(x, 1),
  x => dual(x, 0),
  x => dual(x, Infinity),
  x => dual(dual(x, 1), 1),
  x => dual(x, dual(2, 1)),
  x => dual(dual(dual(x, 1), 0), 1),
]

const values = suite('the value is that of the plain call, bit for bit')
for (const row of rows)
  values(row.name, () => {
    for (const xs of anywhere(row)) {
      const plain = call(row, xs) as number
      same((row.f as (...xs: readonly number[]) => number)(...xs), plain, `the function of ${show(row, xs)}`)
      const moving = [...xs.keys()].filter(i => moves(row, i)), when = (which: number[], move: (x: number) => Scalar) => call(row, xs.map((x, i) => which.includes(i) ? move(x) : x))
      for (const move of motions)
        for (const which of [moving, ...moving.map(i => [i])]) same(primal(when(which, move)), plain, show(row, xs))
      if (moving.length === 2) same(primal(call(row, [dual(xs[0]!, 1), dual(dual(xs[1]!, 1), 1)])), plain, show(row, xs))
      for (const i of moving) derivative(x => (same(primal(when([i], () => x)), plain, show(row, xs)), x))(xs[i]!)
    }
  })
values.run()

const slopes = suite('derivatives agree with finite differences: the first with those of the value, the second with those of the first')
for (const row of rows)
  slopes(row.name, () => {
    for (let i = 0; i < (row.verb === 'unary' ? 1 : 2); i++) {
      const [from, to] = domains(row)[i]!
      let credible = 0
      for (const xs of points(row)) {
        const f = (x: Scalar): Scalar => call(row, xs.map((y, j) => i === j ? x : y))
        if (!moves(row, i)) {
          assert.throws(() => derivative(f)(xs[i]!), new RegExp(row.name), `${row.name} has no rule for argument ${i + 1}, and does not say so`)
          credible = Infinity
          continue
        }
        const x = xs[i]!, step = Math.min(0.02 * Math.max(Math.abs(x), 0.1), (x - from) / 2, (to - x) / 2)
        const orders: [(x: number) => number, (x: number) => number][] = [[f as (x: number) => number, derivative(f)], [derivative(f), derivative(f, { order: 2 })]]
        for (const [g, g1] of orders) {
          const { value, error } = difference(g, x, step), got = g1(x), size = Math.max(Math.abs(value), Math.abs(got), Math.abs(g(x)))
          if (!(error <= 1e-5 * size)) continue // a jump or a kink within the step
          credible++
          assert.ok(Math.abs(got - value) <= 20 * error + 1e-8 * size, `the derivative of ${show(row, xs)} by argument ${i + 1} is ${got}; differences say ${value} ± ${error}`)
        }
      }
      assert.ok(credible >= 12, `only ${credible} of 24 differences of ${row.name} by argument ${i + 1} can be trusted; does its domain avoid the kinks?`)
    }
  })
slopes.run()

const printed = suite('the rule as printed code is the rule as interpreted')
for (const row of rows)
  printed(row.name, () => {
    for (const xs of anywhere(row))
      for (const moving of xs.length === 1 ? [[true]] : [[true, false], [false, true], [true, true]]) {
        if (moving.some((m, i) => m && !moves(row, i))) continue
        const args = xs.map((x, i) => moving[i] ? dual(x, i + 0.75) : x), box = args.find(x => typeof x !== 'number') as Dual
        const interpreted = row.verb === 'unary' ? box.unary(row) : box.binary(row, args[0]!, args[1]!)
        const fast = call(row, args)
        assert.is(ulps(tangent(fast) as number, tangent(interpreted as Scalar) as number) <= 1, true,
          `the tangent of ${show(row, xs)} is ${tangent(fast)} by printed code, and ${tangent(interpreted as Scalar)} by the rule`)
      }
  })
printed.run()

const sources = suite('the source of a row gives the bits of its function, wherever it stands')
for (const row of rows) {
  const { code } = row.notes, names = ['x', 'y'].slice(0, row.verb === 'unary' ? 1 : 2)
  if (code === undefined) continue
  sources(row.name, () => {
    const alone = new Function(...names, `return ${code(...names)}`) as (...xs: number[]) => number
    const among = new Function(...names, `return 2 - ${code(...names)} * 3`) as (...xs: number[]) => number
    for (const xs of anywhere(row)) {
      const plain = call(row, xs) as number
      same(alone(...xs), plain, `the source of ${show(row, xs)}`)
      same(among(...xs), 2 - plain * 3, `2 − 3·${show(row, xs)} by source`)
    }
  })
}
sources.run()

const simpler = suite('what a row calls the same with less work is the same, to the bit')
for (const row of rows) {
  const { simplify } = row.notes
  if (simplify === undefined) continue
  simpler(row.name, () => {
    let simplified = 0
    for (const xs of [...anywhere(row), ...points(row).flatMap(xs => special.flatMap(s => [[s, ...xs.slice(1)], [...xs.slice(0, 1), s].slice(-row.f.length)]))]) {
      const simple = simplify(...xs)
      if (simple === undefined) continue
      simplified++
      same(simple, call(row, xs) as number, `the simplified ${show(row, xs)}`)
    }
    assert.ok(simplified > 0 || row.verb === 'unary', `${row.name} simplifies nothing`)
  })
}
simpler('the derivatives of a power with a whole exponent are powers', () => {
  for (const n of [-2, -1, 0, 1, 2, 3, 4, 7])
    for (let order = 1; order <= 5; order++) {
      const f = (x: Scalar) => derivative(t => library.pow(t, n), { order })(x)
      for (const x of [0.3, -1.7, 1e10, 0, -0, Infinity, NaN]) assert.ok(ulps(compile(f)(x), f(x) as number) <= 1, `x^${n}, differentiated ${order} times, is ${f(x)} at ${x}, and ${compile(f)(x)} compiled`)
    }
})
simpler.run()

const series = suite('f(x + h) is its Taylor polynomial, made of derivatives to the fifth order')
for (const row of rows)
  series(row.name, () => {
    for (let i = 0; i < (row.verb === 'unary' ? 1 : 2); i++) {
      if (!moves(row, i)) continue
      let credible = 0
      for (const xs of points(row)) {
        const f = (x: Scalar): Scalar => call(row, xs.map((y, j) => i === j ? x : y))
        const [from, to] = domains(row)[i]!, x = xs[i]!
        const h = Math.min(0.01, 0.02 * Math.abs(x), (to - x) / 4) * (x > (from + to) / 2 ? -1 : 1)
        const terms = Array.from({ length: 6 }, (_, n) => derivative(f, { order: n })(x) * h ** n / [1, 1, 2, 6, 24, 120][n]!)
        const last = Math.abs(terms[5]!), size = terms.reduce((sum, term) => sum + Math.abs(term), 0)
        const error = Math.abs((f(x + h) as number) - terms.slice(0, 5).reduce((sum, term) => sum + term, 0))
        if (row.verb === 'unary' ? row.rule === 0 : false) return // jumps between its constants
        if (error <= 3 * last + 1e-13 * (size + Math.abs(x))) credible++
      }
      assert.ok(credible >= 10, `only ${credible} of 12 Taylor polynomials of ${row.name} by argument ${i + 1} meet the function`)
    }
  })
series.run()

// ── identities, at random points ────────────────────────────────────────────────────────────────────────────────────

const L = library
const between = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true })
const near = (got: Scalar, want: Scalar, what: string, tolerance = 1e-11) => {
  const [g, w] = [got as number, want as number]
  assert.ok(Math.abs(g - w) <= tolerance * Math.max(1, Math.abs(w)), `${what}: ${g} should be ${w}`)
}

/** An identity holds for values, and so for derivatives to the second order. */
const identity = (what: string, f: (x: Scalar) => Scalar, g: (x: Scalar) => Scalar, x: number) => {
  near(f(x), g(x), `${what} at ${x}`)
  near(derivative(f)(x), derivative(g)(x), `(${what})′ at ${x}`, 1e-9)
  near(derivative(f, { order: 2 })(x), derivative(g, { order: 2 })(x), `(${what})″ at ${x}`, 1e-7)
}

const inverse = suite('a function and its inverse')
for (const [f, g, from, to] of [
  [L.exp, L.log, 0.01, 50], [L.expm1, L.log1p, -0.9, 50], [L.exp2, L.log2, 0.01, 50], [x => L.pow(10, x), L.log10, 0.01, 50],
  [L.sin, L.asin, -0.95, 0.95], [L.cos, L.acos, -0.95, 0.95], [L.tan, L.atan, -20, 20],
  [L.sec, L.asec, 1.1, 20], [L.sec, L.asec, -20, -1.1], [L.csc, L.acsc, 1.1, 20], [L.csc, L.acsc, -20, -1.1], [L.cot, L.acot, 0.1, 20],
  [L.sinh, L.asinh, -20, 20], [L.cosh, L.acosh, 1.1, 20], [L.tanh, L.atanh, -0.95, 0.95],
  [L.sech, L.asech, 0.05, 0.95], [L.csch, L.acsch, 0.1, 20], [L.csch, L.acsch, -20, -0.1], [L.coth, L.acoth, 1.1, 20], [L.coth, L.acoth, -20, -1.1],
  [L.square, L.sqrt, 0.1, 50], [L.cube, L.cbrt, 0.1, 50], [L.cube, L.cbrt, -50, -0.1], [x => L.pow(x, 5), x => L.nthRoot(x, 5), -50, -0.1],
  [x => L.pow(x, 2.5), x => L.pow(x, 0.4), 0.1, 50], [x => L.pow(3, x), x => L.logBase(x, 3), 0.1, 50],
] as [(x: Scalar) => Scalar, (x: Scalar) => Scalar, number, number][])
  inverse(`${f.name || f} and ${g.name || g} in [${from}, ${to}]`, () => {
    fc.assert(fc.property(between(from, to), x => identity(`${f.name}∘${g.name} = x`, t => f(g(t)), t => t, x)), { seed: 3, numRuns: 40 })
  })
inverse.run()

const theorems = suite('addition theorems and identities, with their derivatives')
for (const [what, left, right] of [
  ['sin(x + y)',    (x, y) => L.sin(L.add(x, y)),  (x, y) => L.add(L.mul(L.sin(x), L.cos(y)), L.mul(L.cos(x), L.sin(y)))],
  ['cos(x + y)',    (x, y) => L.cos(L.add(x, y)),  (x, y) => L.sub(L.mul(L.cos(x), L.cos(y)), L.mul(L.sin(x), L.sin(y)))],
  ['exp(x − y)',    (x, y) => L.exp(L.sub(x, y)),  (x, y) => L.div(L.exp(x), L.exp(y))],
  ['sinh(x + y)',   (x, y) => L.sinh(L.add(x, y)), (x, y) => L.add(L.mul(L.sinh(x), L.cosh(y)), L.mul(L.cosh(x), L.sinh(y)))],
  ['tanh(x + y)',   (x, y) => L.tanh(L.add(x, y)), (x, y) => L.div(L.add(L.tanh(x), L.tanh(y)), L.add(1, L.mul(L.tanh(x), L.tanh(y))))],
  ['(x + y)²',      (x, y) => L.square(L.add(x, y)), (x, y) => L.add(L.add(L.square(x), L.mul(2, L.mul(x, y))), L.square(y))],
  ['hypot(x, y)²',  (x, y) => L.square(L.hypot(x, y)), (x, y) => L.add(L.square(x), L.square(y))],
  ['max + min',     (x, y) => L.add(L.max(x, y), L.min(x, y)), (x, y) => L.add(x, y)],
  ['cos² + sin²',   x => L.add(L.square(L.cos(x)), L.square(L.sin(x))), () => 1],
  ['1 + tan²',      x => L.add(1, L.square(L.tan(x))), x => L.square(L.sec(x))],
  ['1 + cot²',      x => L.add(1, L.square(L.cot(x))), x => L.square(L.csc(x))],
  ['cosh² − sinh²', x => L.sub(L.square(L.cosh(x)), L.square(L.sinh(x))), () => 1],
  ['sech² + tanh²', x => L.add(L.square(L.sech(x)), L.square(L.tanh(x))), () => 1],
  ['coth² − csch²', x => L.sub(L.square(L.coth(x)), L.square(L.csch(x))), () => 1],
  ['asin + acos',   x => L.add(L.asin(L.div(x, 2)), L.acos(L.div(x, 2))), () => Math.PI / 2],
  ['atan + acot',   x => L.add(L.atan(x), L.acot(x)), () => Math.PI / 2],
  ['log(x·y)',      (x, y) => L.log(L.mul(x, y)), (x, y) => L.add(L.log(x), L.log(y))],
  ['x^y',           (x, y) => L.pow(x, y), (x, y) => L.exp(L.mul(y, L.log(x)))],
  ['atan2(y, x)',   (x, y) => L.atan2(y, x), (x, y) => L.atan(L.div(y, x))],
  ['angle',         (x, y) => L.atan2(L.mul(y, L.sin(x)), L.mul(y, L.cos(x))), x => x],
  ['remainder',     (x, y) => L.mod(L.add(x, 10), y), (x, y) => L.rem(L.add(x, 10), y)],
  ['ⁿ√x',           (x, y) => L.nthRoot(x, L.add(1, y)), (x, y) => L.pow(x, L.div(1, L.add(1, y)))],
] as [string, (x: Scalar, y: Scalar) => Scalar, (x: Scalar, y: Scalar) => Scalar][])
  theorems(what, () => {
    fc.assert(fc.property(between(0.3, 1.4), between(0.3, 1.4), (x, y) => {
      identity(what, t => left(t, y), t => right(t, y), x)
      identity(what, t => left(x, t), t => right(x, t), y)
    }), { seed: 5, numRuns: 40 })
  })
theorems.run()

const symmetry = suite('odd and even functions: the derivatives are even and odd, bit for bit')
for (const row of rows) {
  if (row.verb !== 'unary') continue
  const xs = [0.1, 0.25, 0.7, 1.3, 2.2], odd = xs.every(x => Object.is(row.f(-x), -row.f(x))), even = xs.every(x => Object.is(row.f(-x), row.f(x)))
  if (odd === even || row.rule === 0) continue
  symmetry(`${row.name} is ${odd ? 'odd' : 'even'}`, () => {
    const [from, to] = domains(row)[0]!
    fc.assert(fc.property(between(Math.max(from, 1e-3), to), x => {
      for (let order = 0; order <= 3; order++) {
        const there = derivative(row, { order })(x), here = derivative(row, { order })(-x)
        assert.is(ulps(here, (order % 2 === 0) === odd ? -there : there) <= 2, true, `${row.name} differentiated ${order} times at ±${x}: ${there}, ${here}`)
      }
    }), { seed: 7, numRuns: 20 })
  })
}
symmetry('found among the rows: at least 20', () => {
  const found = rows.filter(row => row.verb === 'unary' && [0.25, 0.7].every(x => Math.abs(row.f(-x)) === Math.abs(row.f(x))))
  assert.ok(found.length >= 20, `${found.length}`)
})
symmetry.run()

const far = suite('powers far out keep their sign, and have their limits')
far('where the exponent, or the power itself, leaves what is exact', () => {
  const { derivative, nthRoot, pow } = library, by = (y: number, order = 1) => derivative((x: Scalar) => pow(x, y), { order })
  assert.equal([by(-1e16)(1e-300), by(-1e17)(1e-5), by(-1e200, 2)(0.5), by(1e16, 3)(110)], [-Infinity, -Infinity, Infinity, Infinity])
  assert.is(derivative((x: Scalar) => derivative((y: Scalar) => pow(x, y))(-1e17))(1e-5), Infinity)
  assert.equal([-1e-200, -1e-17].map(n => derivative((x: Scalar) => nthRoot(x, n))(1e-5)), [-Infinity, -Infinity])
  assert.equal([by(Infinity)(2), by(-Infinity)(0.5), derivative((y: Scalar) => pow(2, y))(Infinity), derivative((y: Scalar) => pow(0.5, y))(-Infinity)], [Infinity, -Infinity, Infinity, -Infinity])
})
far.run()
