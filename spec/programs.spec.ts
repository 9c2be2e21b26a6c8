// Random programs, of numbers and of arrays: compiled they answer as they do eagerly, values to the bit, errors to the word.
//
//   PROGRAMS=10000 SEED=1 node spec/run.mjs programs.spec
//   SHRINK=yes …   makes a program that fails smaller, which may take minutes

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import { compile, gradient, hessian, jvp, sum, tensor } from '../lib/index.ts'
import type { Compiled, Scalar, Tensor, Value } from '../lib/index.ts'
import * as special from '../lib/rules/special.ts'
import { type ArrayRecipe, arrayRecipe, arrayText, cookedArrays, derivatives, operations, stepOf } from './support/array-programs.ts'
import { allRows, cooked, kindOf, kinds, number, type Recipe, recipe, rowOf, text } from './support/programs.ts'
import { numbers as all } from './support/arrays.ts'
import { outcome, same } from './support/same.ts'

const count = Number(process.env['PROGRAMS'] ?? 300)
const seed = Number(process.env['SEED'] ?? 20261124)

type Any = (...x: never[]) => unknown
const open = (f: unknown) => f as (...x: readonly unknown[]) => unknown

const runs = { numRuns: count, seed, includeErrorInReport: true, endOnFailure: process.env['SHRINK'] === undefined && count > 1000 }
const tally = { compiled: 0, eager: 0, thrown: 0, spared: 0 }

/** What does not bear on the answer is not computed by code, and so throws nothing: a matrix that has no inverse, and is not asked for. */
const UNNEEDED = /^PushforwardError: (cholesky|eigh|inv|logdet|lstsq|lu|pinv|qr|solve|svd|triangularSolve)\b/

/** What is asked of an answer: the signs of zeros where it is a value; where it is one of lanes, no order, and not which of ∞ and NaN. */
type Kind = 'value' | 'derivative' | 'lanes'

let turn = 0

/** The answers of f and of its compiled form: recorded, then by code: every other time, at the first point, by a draft of it. */
function agree(f: Any, points: readonly (readonly unknown[])[], what: string, kind: Kind, machine: 'javascript' | 'interpreter'): Compiled<Any> {
  const bare = kind === 'value', fast = compile(f, { machine, drafts: turn++ % 2 })
  for (const args of points) {
    const eager = (again: readonly unknown[]) => outcome(() => open(f)(...again)), want = eager(args)
    for (const round of ['recorded', 'by code']) {
      const got = outcome(() => open(fast)(...args))
      if ('error' in want && 'value' in got && UNNEEDED.test(String(want.error))) tally.spared++
      else same(want, got, { name: `${what}, ${machine}, ${round}`, args, eager, bare, value: bare, anyOrder: kind === 'lanes' })
    }
    if ('error' in want) tally.thrown++
    else tally[fast.report().mode === 'eager' ? 'eager' : 'compiled']++
  }
  return fast
}

// ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const numbers = suite(`${count} random programs of numbers: every row, branches, choices, derivatives in derivatives`)
const points = fc.array(fc.tuple(number, number, number, number), { minLength: 2, maxLength: 4 })
const met = { kinds: new Set<string>(), rows: new Set<string>(), operations: new Set<string>(), derivatives: new Set<string>() }

numbers('value, gradient, motion along a direction, Hessian, batches', () => {
  let n = 0
  fc.assert(fc.property(fc.oneof(recipe(3), recipe(12)), points, (made: Recipe, at) => {
    const f = cooked(made), what = text(made), pairs = at.map(([a, b]) => [a, b]), vectors = at.map(([a, b]) => [[a, b]])
    const machine = n++ % 2 === 0 ? 'javascript' : 'interpreter'
    for (const step of made.steps) {
      met.kinds.add(kindOf(step).name)
      met.rows.add(rowOf(step).name)
    }
    agree(f, pairs, what, made.steps.some(step => kindOf(step).derives) ? 'derivative' : 'value', machine)
    agree(gradient(f) as Any, vectors, `gradient of ${what}`, 'derivative', machine)
    agree((a: Scalar, b: Scalar, da: Scalar, db: Scalar) => jvp(f, [a, b], [da, db]), at, `motion of ${what}`, 'derivative', machine)
    if (n % 4 === 0) agree(hessian(f) as Any, vectors, `Hessian of ${what}`, 'derivative', machine)
    if (n % 4 === 2) batches(f, at, what, machine)
  }), runs)
})

/** Each number of a batch is that of the function. */
function batches(f: (x: Scalar, y: Scalar) => Scalar, at: readonly (readonly number[])[], what: string, machine: 'javascript' | 'interpreter'): void {
  const want = outcome(() => at.map(([x, y]) => f(x!, y!)))
  const got = outcome(() => [...compile(f, { machine }).batch(at.map(([x]) => x!), Float64Array.from(at, ([, y]) => y!)) as unknown as Float64Array])
  same(want, got, { name: `batch of ${what}`, args: at, eager: () => want, bare: false })
}

// ── arrays ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const arrays = suite(`${count} random programs of arrays: every array function, rows by element, branches, derivatives within`)
const mild = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -2000, max: 2000 }).map(k => k / 1024) }, { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, -0) })
const elements = (each: fc.Arbitrary<number>): fc.Arbitrary<Tensor> => fc.array(each, { minLength: 3, maxLength: 3 }).map(xs => tensor(xs))
const places = (each: fc.Arbitrary<number>) => fc.array(fc.tuple(elements(each), elements(each), elements(each)), { minLength: 2, maxLength: 2 })

/** Where a value is NaN it is left open whether a motion that happens to be 0 is none, as of the solution of equations with NaN in them. */
const isKnown = (value: () => Value): boolean => {
  const y = outcome(value)
  return 'value' in y && !all(y.value).some(Number.isNaN)
}

// In lanes, compiled code multiplies in another order: p·(q·v) as (p·q)·v. So lanes are not taken to where products overflow.
arrays('value, gradient, motion along one direction and along two, Hessian', () => {
  let n = 0
  fc.assert(fc.property(arrayRecipe, places(mild), places(number), (made: ArrayRecipe, at, wild) => {
    const f = cookedArrays(made), what = arrayText(made), scalar = (x: Value, y: Value): Scalar => sum(f(x, y))
    const machine = n++ % 4 === 3 ? 'interpreter' : 'javascript', derives = made.some(step => stepOf(step).name in derivatives)
    for (const { name, of } of made.map(stepOf)) {
      if (name in derivatives) met.derivatives.add(name)
      met.operations.add(of)
    }
    const xy = at.map(([x, y]) => [x, y]), moving = (x: Value, y: Value, v: Value) => jvp(((t: Value) => f(t, y)) as never, x as never, v)
    // the sign of a zero is open in a derivative, and so is what a pole makes of it: digamma(±0) is ∓∞, and ∞ − ∞ is NaN
    agree(f, [...xy, ...wild.map(([x, y]) => [x, y])], what, derives ? 'lanes' : 'value', machine)
    const known = xy.filter(([x, y]) => isKnown(() => f(x!, y!))) // elsewhere p·(q·v) may be 0, and (p·q)·v is NaN
    agree((x: Value, y: Value) => gradient(((t: Value) => scalar(t, y)) as never)(x as never), known, `gradient of ${what}`, 'lanes', machine)
    agree(moving, [...at, ...wild].filter(([x, y]) => isKnown(() => f(x!, y!))), `motion of ${what}`, derives ? 'lanes' : 'derivative', machine)
    if (n % 3 === 0) agree(moving, at.map(([x, y, v]) => [x, y, library.stack([v, y])]), `motion along two directions of ${what}`, 'lanes', machine)
    if (n % 3 === 2) {
      // the same of arrays of numbers: arrays are made on the way, and none comes in or goes out
      const ofNumbers = (x: Scalar[], y: Scalar[]): Scalar => scalar(library.stack(x), library.stack(y)), plain = known.map(pair => pair.map(x => [...x!.data]))
      agree(ofNumbers, plain, `of numbers, ${what}`, derives ? 'lanes' : 'value', machine)
      agree((x: Scalar[], y: Scalar[]) => gradient((t: Scalar[]) => ofNumbers(t, y))(x as never), plain, `gradient by numbers of ${what}`, derives ? 'lanes' : 'derivative', machine)
    }
    if (n % 3 === 1) agree((x: Value, y: Value) => hessian(((t: Value) => scalar(t, y)) as never)(x as never), known, `Hessian of ${what}`, 'lanes', machine)
  }), runs)
})

// ── what they are made of ───────────────────────────────────────────────────────────────────────────────────────────

const made = suite('what the programs are made of')

made('every row of numbers, every kind of step, every array function, every derivative, was met', () => {
  const missing = (all: readonly string[], found: ReadonlySet<string>): string[] => all.filter(name => !found.has(name))
  if (count < 300) return
  assert.equal(missing(kinds.map(({ name }) => name), met.kinds), [])
  assert.equal(missing(allRows.map(({ name }) => name), met.rows), [])
  assert.equal(missing([...Object.keys(operations)], met.operations), [])
  assert.equal(missing(Object.keys(derivatives), met.derivatives), [])
})

made('no function of the library is left out', () => {
  // by name: what makes arrays, interprets functions or makes rows is no function of values
  const others = new Set(['primal', 'dual', 'tangent', 'Tensor', 'tensor', 'arange', 'eye', 'full', 'linspace', 'ones', 'random', 'zeros', 'shape', 'check', 'compile', 'program',
    'unary', 'binary', 'linear', 'bilinear', 'structural', 'fromVjp', 'fixedPoint', 'fixedPointWith', 'root', 'rootWith', 'odeint', 'odeintWith', 'PushforwardError'])
  const transforms = new Set(['derivative', 'taylor', 'jvp', 'gradient', 'jacobian', 'hessian', 'hvp', 'valueAndDerivative', 'valueAndGradient', 'valueAndJacobian', 'valueGradientAndHessian'])
  const used = new Set([...allRows.map(({ name }) => name), ...Object.keys(operations), ...kinds.map(({ name }) => name)])
  const comparisons = new Set(['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual', 'where', 'logBase'])
  const all = Object.entries({ ...special, ...library }).filter(([, value]) => typeof value === 'function').map(([name]) => name)
  assert.equal(all.filter(name => !others.has(name) && !transforms.has(name) && !used.has(name) && !comparisons.has(name)), [])
})

made('most answers come by code', () => {
  console.log(JSON.stringify(tally))
  assert.ok(tally.compiled > 5 * (tally.eager + tally.thrown) && tally.spared <= tally.thrown, JSON.stringify(tally))
})

numbers.run()
arrays.run()
made.run()
