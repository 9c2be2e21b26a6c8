// Choices in compiled code: those on one test are made together, and only the side that is taken is computed.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, compile, derivative, div, exp, gradient, hessian, hypot, log, lt, min, mul, program, sin, sqrt, square, sub, unary, where } from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'

const choices = suite('choices')

/** How often a row is computed when its compiled function is called, once it is code. */
function calls(make: (counted: (x: Scalar) => Scalar) => (x: Scalar) => Scalar, x: number): number {
  let n = 0
  const counted = unary('counted', t => { n++; return t * t }, t => mul(2, t)), fast = compile(make(counted as never))
  fast(x)
  fast(x)
  n = 0
  fast(x)
  return n
}

choices('the side that is not taken is not computed', () => {
  const f = (counted: (x: Scalar) => Scalar) => (x: Scalar): Scalar => where(lt(x, 1), sin(x), exp(sin(counted(add(x, 1)))))
  assert.equal([calls(f, 0), calls(f, 2)], [0, 1])
  assert.equal([calls(counted => derivative(f(counted)), 0), calls(counted => derivative(f(counted)), 2)], [0, 1])
})

choices('what both sides need, or something else, is computed once', () => {
  const both = (counted: (x: Scalar) => Scalar) => (x: Scalar): Scalar => { const y = counted(x); return where(lt(x, 1), sin(y), exp(y)) }
  assert.equal([calls(both, 0), calls(both, 2)], [1, 1])
  const after = (counted: (x: Scalar) => Scalar) => (x: Scalar): Scalar => { const y = counted(x); return add(where(lt(x, 1), sin(y), x), y) }
  assert.equal([calls(after, 0), calls(after, 2)], [1, 1])
})

choices('one test, one branch, for value and derivative; choices within choices', () => {
  const source = program((x: Scalar) => derivative((t: Scalar) => mul(where(lt(t, 1), sin(t), sqrt(t)), where(lt(t, 1), exp(t), log(t))))(x), 0.5).javascript().split('\n// ')[0]!
  assert.is(source.match(/\bif \(x < 1\)/g)?.length, 1, source)
  assert.not.match(source, /\? /)
  const nested = (x: Scalar): Scalar => where(lt(x, 1), where(lt(x, 0), sin(x), exp(sin(x))), where(lt(x, 2), log(x), sqrt(x)))
  const fast = compile((x: Scalar) => [nested(x), derivative(nested)(x)])
  for (const x of [-0.5, 0.5, 1.5, 2.5]) for (let round = 0; round < 3; round++) assert.equal(fast(x), [nested(x), derivative(nested)(x)])
})

choices('a test that is passed on is one of its own, if it depends on the first', () => {
  const f = (x: Scalar, y: Scalar): Scalar => { const m = lt(x, y), p = where(m, sin(x), y), q = exp(p); return add(where(m, q, sub(q, 1)), where(lt(y, q), p, where(m, y, x))) }
  const fast = compile(gradient(f))
  for (const [x, y] of [[1, 2], [2, 1], [0.5, 0.25], [-1, 3]] as const) for (let round = 0; round < 3; round++) assert.equal(fast(x, y), gradient(f)(x, y))
})

choices('what is looked at before the results are made is not left within one side', () => {
  const f = ([x, y, z]: Scalar[]): Scalar => hypot(where(lt(y!, 0), min(where(lt(x!, 0), y!, 0.5), -1), 0), z!)
  for (const drafts of [0, 1]) {
    const fast = compile(hessian(f), { drafts })
    for (const at of [[-1, -2, 0.5], [1, -2, 0.5], [-1, 2, 0.5], [-1, -0.25, 3]]) for (let round = 0; round < 3; round++) assert.equal(fast(at), hessian(f)(at))
  }
})

// ── random programs of few tests and many choices ───────────────────────────────────────────────────────────────────

const count = Number(process.env['PROGRAMS'] ?? 300)
const step = fc.tuple(fc.nat(8), fc.nat(2), fc.nat(30), fc.nat(30))

choices('random programs of few tests and many choices, their gradients and second derivatives', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 2, maxLength: 24, size: 'max' }), fc.array(fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })), { minLength: 3, maxLength: 6 }), (steps, at) => {
    const f = (x: Scalar, y: Scalar): Scalar => {
      const values: Scalar[] = [x, y], tests = [lt(x, y), lt(y, 0), lt(mul(x, y), 0.25)]
      for (const [what, t, a, b] of steps) {
        const p = values[values.length - 1 - a % Math.min(values.length, 5)]!, q = values[values.length - 1 - b % values.length]!
        values.push(what === 0 ? sin(p) : what === 1 ? add(p, q) : what === 2 ? mul(0.5, sub(p, q)) : what === 3 ? div(p, add(2, square(q))) : where(tests[t]!, p, q))
      }
      return values.slice(-3).reduce((sum, v) => add(sum, v))
    }
    const all = (x: Scalar, y: Scalar): unknown => [f(x, y), gradient(f)([x, y]), derivative((s: Scalar) => f(s, y), { order: 2 })(x)]
    const fast = compile(all)
    for (const [x, y] of at) for (let round = 0; round < 2; round++) assert.equal(JSON.stringify(fast(x, y)), JSON.stringify(all(x, y)), String(fast.report()))
  }), { numRuns: count, seed: 20261124 })
})

choices.run()
