// The tape: each operation once, in typed arrays; and what a function writes on it when it is run on numbers not yet known.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, cos, derivative, div, gradient, jvp, less, mul, neg, pow, sin, sqrt, square, sub } from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { type Node, Trace } from '../lib/trace.ts'
import { CONSTANT, INPUT, ROW, Tape } from '../lib/trace/tape.ts'

/** Runs f once on nodes of these values. */
function recorded(f: (...x: Scalar[]) => unknown, ...values: number[]): { trace: Trace; tape: Tape; result: unknown } {
  const tape = new Tape(), trace = new Trace(tape, 1e4)
  return { tape, trace, result: f(...values.map((value, i) => trace.input(i, value) as unknown as Scalar)) }
}

/** The operations of a tape: `sin 0`, `mul 0 1`, …; inputs and constants are left out. */
const operations = (tape: Tape): string[] => Array.from({ length: tape.size }, (_, id) => id).filter(id => tape.arity(id) > 0)
  .map(id => [tape.row(id)?.name ?? ['', '', 'times', 'plus', 'both', 'pick'][tape.code[id]!], ...tape.args(id)].join(' '))

const tapes = suite('a tape holds each operation once')

tapes('the same operation has the same number', () => {
  const tape = new Tape(), code = tape.codeOf(sin as never)
  const x = tape.input(0, 1), a = tape.intern(code, x, -1, -1)
  assert.is(tape.intern(code, x, -1, -1), a)
  assert.is(tape.input(0, 2), x)
  assert.is.not(tape.intern(code, a, -1, -1), a)
})

tapes('constants are told apart by their bits', () => {
  const tape = new Tape()
  assert.is(tape.constant(NaN), tape.constant(NaN))
  assert.is.not(tape.constant(0), tape.constant(-0))
  assert.ok(Object.is(tape.values[tape.constant(-0)], -0))
})

tapes('it grows, and what it holds stays', () => {
  const tape = new Tape(), code = tape.codeOf(sin as never)
  let last = tape.input(0, 0.5)
  const ids = Array.from({ length: 5000 }, () => { last = tape.intern(code, last, -1, -1); return last })
  assert.equal([tape.size, new Set(ids).size], [5001, 5000])
  assert.is(tape.intern(code, ids[1233]!, -1, -1), ids[1234])
  assert.equal([tape.code[0], tape.code[1]], [INPUT, ROW])
})

tapes.run()

const tracing = suite('a function run on nodes writes what it does')

tracing('straight-line code, and the value at the point', () => {
  const { tape, result } = recorded((x, y) => mul(sin(x), add(y, 2)), 0.5, 3)
  assert.equal(operations(tape), ['sin 0', 'add 1 3', 'mul 2 4'])
  assert.is(tape.values[(result as Node).id], Math.sin(0.5) * 5)
})

tracing('common subexpressions, arguments of commuting rows in either order', () => {
  const { tape } = recorded((x, y) => sub(mul(x, y), mul(y, x)), 1, 2)
  assert.equal(operations(tape), ['mul 0 1', 'sub 2 2'])
})

tracing('what needs no operation writes none', () => {
  const { tape } = recorded(x => [mul(1, x), div(x, 1), sub(x, 0), neg(x), neg(x), pow(x, 1)], 2)
  assert.equal(operations(tape).filter(line => !line.startsWith('pow')), ['neg 0'])
})

tracing('the derivative of cos: cos itself is written, and nothing uses it', () => {
  const { tape, result } = recorded(x => derivative(cos)(x), 1)
  assert.equal(operations(tape), ['cos 0', 'sin 0', 'neg 2'])
  assert.is((result as Node).id, 3)
})

tracing('motions that are known to be 0 or 1 are not multiplied', () => {
  const { tape } = recorded((x, y) => gradient((a, b) => mul(square(a), b))([x, y]), 2, 3)
  assert.equal(operations(tape).filter(line => /times|plus/.test(line)), ['times 1 4'])
})

tracing('motions that are values are, with the test for 0', () => {
  const { tape, result } = recorded((x, v) => jvp(sqrt, x, v).tangent, 0, 0)
  assert.match(operations(tape).at(-1)!, /^times/)
  assert.is(tape.values[(result as Node).id], 0)
})

tracing('numbers alone are computed, not written', () => {
  const { tape } = recorded(x => mul(x, sin(add(1, 2))), 2)
  assert.equal(operations(tape), ['mul 0 1'])
  assert.equal([tape.code[1], tape.values[1]], [CONSTANT, Math.sin(3)])
})

tracing.run()

const guards = suite('decisions are kept')

guards('with the outcome at the point, each once', () => {
  const { trace, tape } = recorded(x => [less(x, 1), less(x, 1), less(1, x), less(x, 5)], 2)
  assert.equal(trace.guards.map(({ id, outcome }) => [tape.row(id)?.name, outcome]), [['lt', false], ['lt', true], ['lt', true]])
})

guards('a node refuses what would look at its number', () => {
  const { trace, result } = recorded(x => x, 1), node = result as Node
  for (const use of [() => node.known(), () => +(node as never), () => `${node}`, () => JSON.stringify(node)])
    assert.throws(use, /cannot be recorded/)
  assert.match(trace.reason ?? '', /plain number/)
})

guards('a node of an ended recording is refused', () => {
  const { trace, result } = recorded(x => x, 1)
  trace.end()
  assert.throws(() => sin(result as Scalar), /escaped/)
})

guards.run()
