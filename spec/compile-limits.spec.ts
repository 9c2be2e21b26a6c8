// compile at its limits: results that are shared or strange, parameters that differ in little, many shapes, ways that are long.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, compile, derivative, hessian, less, mul, program, random, sin, square, structural, sum, tensor, where } from '../lib/index.ts'
import type { CompileOptions, Scalar, Tensor, Tensorial } from '../lib/index.ts'
import { Tape } from '../lib/trace/tape.ts'

const ways: CompileOptions[] = [{}, { drafts: 0 }, { drafts: 1 }, { machine: 'interpreter' }]
type Any = (...x: never[]) => unknown

/** f gives this, however it is compiled, at every call. */
function gives(f: Any, args: readonly unknown[], want: unknown): void {
  assert.equal(f(...args as never[]), want, 'eager')
  for (const options of ways) {
    const fast = compile(f, options) as Any
    for (let i = 0; i < 4; i++) assert.equal(fast(...args as never[]), want, `${JSON.stringify(options)}, call ${i + 1}`)
  }
}

const results = suite('results')

results('a result that is constant is new at each call: what a caller writes into it is seen by nobody else', () => {
  for (const options of ways) {
    const fast = compile(hessian((x: Tensorial) => sum(square(x))), options), at = tensor([1, 2]) as never
    for (let i = 0; i < 4; i++) {
      const H = fast(at) as unknown as Tensor
      assert.equal(H.toArray(), [[2, 0], [0, 2]], JSON.stringify(options))
      H.data[0] = 99
    }
  }
})

results('big integers are part of it', () => {
  gives((x: Scalar) => ({ v: x, n: 10n }), [2], { v: 2, n: 10n })
  const f = (x: Scalar): unknown => less(x, 0) ? { v: x, n: 10n } : { v: x, n: 11n }, fast = compile(f) as Any
  for (const x of [1, -1, 1, -1]) assert.equal(fast(x as never), f(x))
  assert.is(program((x: Scalar) => ({ n: 10n, v: mul(x, 2) }) as never, 1).javascript(), 'export function f(x) {\n  return { n: 10n, v: x * 2 }\n}\n')
})

results('rows whose outputs stand in each other', () => {
  const nested = structural('nested', (x: Scalar) => [x, [mul(x, 2), square(x)]] as const, d => [d, [d, d]]) as Any
  gives(nested, [3], [3, [6, 9]])
  gives((x: Scalar) => ((nested(x as never) as unknown[])[1] as Scalar[])[1], [3], 9)
})

results('into writes what is no number, too', () => {
  const fast = compile((x: Scalar) => less(x, 0) ? { v: x, kind: 'neg' } : { v: x, kind: 'pos' })
  for (const x of [-1, 1, -1, 1]) assert.equal(fast.into({ v: 0, kind: '' }, x), { v: x, kind: x < 0 ? 'neg' : 'pos' })
})

results('into takes each way as it comes, also where ways give results of different shapes', () => {
  const fast = compile((x: Scalar) => (less(x, 0) ? [x, 1] : { a: x }) as never)
  for (const x of [1, -1, 1]) (fast as Any)(x as never)
  for (let i = 0; i < 3; i++) assert.equal([fast.into([0, 0], -1), fast.into({ a: 0 }, 2)], [[-1, 1], { a: 2 }])
  assert.is(fast.report().mode, 'compiled')
})
results.run()

const parameters = suite('parameters of calls')

parameters('those that differ in how they nest, or only look alike as text, are different', () => {
  const row = structural('row', (x: Scalar, p: unknown) => mul(x, JSON.stringify(p).length), { parameters: true }) as unknown as (x: Scalar, p: unknown) => Scalar
  const all = [[[1], [2]], [[1, [2]]], [[1], 2], [[1, 2]], { a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }, { a: 1, c: 2 }, { 'a:1,c': 2 }, [[1], [2]]]
  gives((x: Scalar) => all.map(p => row(x, p)), [1], all.map(p => JSON.stringify(p).length))
})
parameters.run()

const limits = suite('what it takes has an end')

limits('more shapes than 256 run eagerly, and the report says so', () => {
  const fast = compile((x: Scalar, label: string) => label === '' ? x : mul(x, 2))
  for (let i = 0; i < 300; i++) assert.is(fast(i, `label ${i}`), 2 * i)
  assert.is(fast.report().signatures.length, 256)
  assert.match(String(fast.report()), /runs eagerly; it was called with more than 256 shapes of arguments/)
})

limits('many long ways, each taken once, are not printed again and again', () => {
  const f = (x: readonly Scalar[]): Scalar => x.reduce((s: Scalar, v) => add(s, less(v, 0.5) ? square(v) : sin(v)), 0), fast = compile(f)
  for (let seed = 1; seed < 12; seed++) {
    const x = [...random([1000], seed).data]
    assert.is(fast(x), f(x))
  }
  const { paths, reason } = fast.report()
  assert.ok(paths >= 2 && paths < 8, `${paths} paths`)
  assert.match(reason!, /ways through it were met, and they are long; those beyond run eagerly/)
})

limits('thousands of tests on one way', () => {
  const f = (x: readonly Scalar[]): Scalar => x.reduce((s: Scalar, v) => add(s, where(less(v, 0.5), square(v), sin(v))), 0), fast = compile(f)
  const x = [...random([4000], 3).data]
  for (let i = 0; i < 2; i++) assert.is(fast(x), f(x))
  assert.is(fast.report().paths, 1)
})

limits('arrays on the way are let go once they are recorded', () => {
  const tape = new Tape(), id = tape.input(0, tensor([1, 2, 3]))
  tape.forget()
  const kept = tape.wide[id] as Tensor
  assert.equal([kept.shape, kept.values], [[3], undefined])
  const fast = compile((x: Tensorial) => sum(mul(sin(x), x))), x = random([5], 1)
  const want = [...Array(3)].map(() => fast(x as never))
  assert.equal(new Set(want).size, 1)
})

limits('options are looked at', () => {
  const says = (options: unknown, sentence: RegExp): void => assert.throws(() => compile(derivative(sin), options as never), sentence)
  says({ machine: 'wasm' }, /^compile expects \{ machine \} to be 'javascript' or 'interpreter', and got the string "wasm"$/)
  says({ drafts: 'x' }, /^compile expects \{ drafts \} to be a whole number from 0 on, and got the string "x"$/)
  says({ operations: 0 }, /^compile expects \{ operations \} to be a whole number from 1 on, and got the number 0$/)
})
limits.run()
