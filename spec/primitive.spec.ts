// The five verbs: your own primitive is one row, and the equal of a built-in.

import { execFileSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { build } from 'esbuild'
import {
  abs, add, atan2, bilinear, binary, check, cos, derivative, div, dual, gradient, hessian, hypot, jacobian, jvp, linear, mul, neg, ones, primal, PushforwardError, square, structural,
  sub, sum, tangent, tensor, unary,
} from '../lib/index.ts'
import type { Scalar, Unary, Value } from '../lib/index.ts'
import { uncompiled } from './support/mode.ts'

const own = suite('a row of your own')

own('softsign: value, derivative, nested derivative', () => {
  const softsign = unary('softsign', x => x / (1 + Math.abs(x)), x => div(1, square(add(1, abs(x)))))
  assert.is(softsign(1), 0.5)
  assert.is(derivative(softsign)(1), 0.25)
  assert.is(derivative(softsign, { order: 2 })(1), -0.25)
  assert.is(derivative(x => softsign(mul(2, x)))(0.5), 0.5)
  assert.is(softsign.name, 'softsign')
  assert.is(softsign.verb, 'unary')
})

own('a function with a known second derivative: its rule is a row that has a rule', () => {
  const airy2 = unary('airy″', x => x * x, x => mul(2, x))
  const slope = unary('slope', x => x ** 3 / 3, x => airy2(x))
  const area = unary('area', x => x ** 4 / 12, x => slope(x))
  assert.equal([0, 1, 2, 3, 4].map(order => derivative(area, { order })(2)), [16 / 12, 8 / 3, 4, 4, 2])
})

own('a call into code that knows no duals: a table with its slope', () => {
  const table = [0, 1, 4, 9, 16]
  const cell = (x: number): number => Math.min(Math.max(Math.floor(x), 0), table.length - 2)
  const step = unary('step', x => (table[cell(x) + 1] as number) - (table[cell(x)] as number), 0)
  const look = unary('look', x => { const i = cell(x); return (table[i] as number) + (x - i) * ((table[i + 1] as number) - (table[i] as number)) }, x => step(x))
  assert.is(look(1.5), 2.5)
  assert.is(derivative(look)(1.5), 3)
  assert.is(derivative(look, { order: 2 })(1.5), 0)
})

own('two arguments, one partial each; only the argument that moves asks for its rule', () => {
  uncompiled('it counts calls of rules')
  const asked: string[] = []
  const area = binary('area', (r, h) => Math.PI * r * r * h,
    (r, h) => (asked.push('r'), mul(2 * Math.PI, mul(r, h))),
    r      => (asked.push('h'), mul(Math.PI, square(r))))
  assert.equal(gradient(([r, h]) => area(r, h))([1, 2]), [4 * Math.PI, Math.PI])
  asked.length = 0
  assert.is(derivative(h => area(2, h))(5), 4 * Math.PI)
  assert.equal(asked, ['h'])
})

own('a rule may see the result', () => {
  const double = unary('double exponential', x => Math.exp(2 * x), (_, out) => mul(2, out))
  assert.is(derivative(double, { order: 3 })(0.5), 8 * Math.E)
})

own('a constant rule is a number; 0 says: it never moves', () => {
  const shift = unary('shift', x => x + 1, 1), stairs = unary('stairs', x => Math.floor(3 * x), 0)
  assert.is(derivative(shift)(7), 1)
  assert.is(derivative(x => mul(stairs(x), x))(0.5), 1)
  assert.is(tangent(stairs(dual(0.5, 1))), 0)
})

own('a rule that looks at its arguments is taken at its word', () => {
  uncompiled('no number is === 0 while a function is recorded; compile says so')
  const root = unary('root', Math.sqrt, (x, out) => x === 0 ? 0 : div(0.5, out))
  const peek = (x: Value): Value => x === 0 ? 7 : 1
  const hidden = unary('hidden', x => x, x => peek(x))
  assert.equal([0, 4].map(x => derivative(root)(x)), [0, 0.25])
  assert.equal([0, 4].map(x => derivative(hidden)(x)), [7, 1])
})

own('several outputs: an array of values, and rules that return arrays of tangents', () => {
  const polar = structural('polar', (x: Value, y: Value): Value[] => [hypot(x, y), atan2(y, x)],
    (dx, x, y, [r]) => [div(mul(x, dx), r as Value), neg(div(mul(y, dx), square(r as Value)))],
    (dy, x, y, [r]) => [div(mul(y, dy), r as Value), div(mul(x, dy), square(r as Value))])
  assert.equal(polar(3, 4), [5, Math.atan2(4, 3)])
  assert.equal(jacobian(([x, y]) => polar(x, y) as Scalar[])([3, 4]), [[0.6, 0.8], [-0.16, 0.12]])
  const direct = hessian(([x, y]) => hypot(x, y))([3, 4]), through = hessian(([x, y]) => polar(x, y)[0] as Scalar)([3, 4])
  direct.flat().forEach((h, i) => { assert.ok(Math.abs(h - (through.flat()[i] as number)) < 1e-16) })
})

own('linear and bilinear maps of scalars', () => {
  const half = linear('half', x => mul(0.5, x)), scaled = bilinear('scaled', (a, b, by: number) => mul(by, mul(a, b)))
  assert.is(derivative(x => half(square(x)) as Scalar)(3), 3)
  assert.equal(gradient(([a, b]) => scaled(a, b, 10) as Scalar)([2, 3]), [30, 20])
  assert.equal(hessian(([a, b]) => scaled(a, b, 10) as Scalar)([2, 3]), [[0, 10], [10, 0]])
})

own('a rule may use a dual of an outer derivative', () => {
  const scaled = (a: Scalar): Unary => unary('scaled', x => x * primal(a), () => a)
  assert.is(derivative(x => derivative(y => scaled(x)(y))(2))(3), 1)
})
own.run()

const faults = suite('a faulty row names itself')

const says = (use: () => unknown, pattern: RegExp): void => {
  assert.throws(use, (error: unknown) => error instanceof PushforwardError && pattern.test(error.message), String(pattern))
}

faults('no rule: throws, never 0', () => {
  const bare = unary('bare', x => x), half = binary('half', (x, y) => x * y, (_, y) => y)
  assert.is(bare(2), 2)
  says(() => derivative(bare)(1), /^bare has no derivative rule.*unary\('bare', f, \(x, …, out\)/)
  assert.is(derivative(x => half(x, 2))(1), 2)
  says(() => derivative(y => half(2, y))(1), /^half has no derivative rule/)
  says(() => derivative(x => structural('two', (a: Value, b: Value) => add(a, b), d => d)(1, x) as Scalar)(1), /^two has no derivative rule for its argument 2/)
})

faults('a rule that throws, and one that returns no value', () => {
  const broken = unary('broken', x => x, () => { throw new TypeError('oh') })
  says(() => derivative(broken)(1), /^the rule of broken threw: oh$/)
  for (const [given, shown] of [[undefined, 'undefined'], ['1', 'string "1"'], [[1], 'array of 1'], [null, 'null']] as const) {
    says(() => derivative(unary('odd', x => x, (() => given) as never))(1), new RegExp(`^the rule of odd must return a number.*${shown}`))
    says(() => derivative(unary('odd', x => x, (() => given) as never), { order: 2 })(1), /^the rule of odd/)
  }
  says(() => jvp(structural('pair', (x: Value): Value[] => [x, x], dx => dx) as never, 1 as never, 1 as never), /^the rule of pair must return one tangent for each of its 2 outputs/)
})

faults('a tangent of another shape than the value', () => {
  const x = Float64Array.of(1, 2, 3), wrong = /^the rule of wrong must return a tangent of shape \[\], and returned one of shape \[3\]$/
  for (const notes of [{}, { batched: true }]) {
    const row = structural('wrong', (x: Value): Value => sum(square(x)), (dx, x) => mul(x, dx), notes), f = (x: Value): Scalar => row(x) as Scalar
    says(() => jvp(f as never, x as never, x as never), wrong)
    for (const lanes of [1, 2, 3]) says(() => gradient(f as never, { lanes })(x as never), wrong)
    says(() => hessian(f as never)(x as never), wrong)
    says(() => derivative((t: Scalar) => f(mul(t, tensor(x))))(1), wrong)
    assert.match(check(row as never, { at: [x] }).words, /^the rule of wrong cannot be used: it must return a tangent of shape \[\], and returned one of shape \[3\]$/)
  }
  const pair = structural('pair', (x: Value): Value[] => [sum(x), x], dx => [sum(dx), sum(dx, { keep: true })])
  says(() => jvp(structural('many', (x: Value): Value[] => [sum(x), x], dx => [dx, dx]) as never, x as never, x as never), /^the rule of many .* shape \[\], and returned one of shape \[3\]$/)
  assert.equal((jacobian((x: Value) => pair(x)[1] as never)(x as never) as unknown as { toArray(): unknown }).toArray(), new Array(3).fill([1, 1, 1])) // of length 1: it broadcasts
  assert.match(check(unary('wide', x => x, (() => tensor([1, 2])) as never)).words, /^the rule of wide cannot be used: it gives 2 numbers where the value has 1$/)
})

faults('a tangent that broadcasts to the value, along many directions at once', () => {
  const repeated = structural('repeated', (x: Value): Value => mul(sum(x), ones([3])), dx => sum(dx))
  for (const n of [2, 3]) for (const lanes of [1, 2, 3])
    assert.equal((jacobian((x: Value) => repeated(x) as never, { lanes })(new Float64Array(n) as never) as unknown as { toArray(): unknown }).toArray(), new Array(3).fill(new Array(n).fill(1)))
})

faults('a rule that uses native arithmetic is told what to write', () => {
  const native = unary('native', x => x * x, (x => 2 * (x as number)) as (x: Value) => Value)
  assert.is(derivative(native)(3), 6) // on plain numbers it does what it says
  says(() => derivative(native, { order: 2 })(3), /mul\(x, 2\) for x \* 2/)
})

faults('what is no row is refused when it is made', () => {
  says(() => unary('', x => x), /^unary expects a name, .* and got the string ""/)
  says(() => unary('f', 3 as never), /^unary expects a name, the function itself, .* and got the string "f", the number 3/)
  says(() => unary('f', x => x, 'x' as never), /functions or numbers as rules, .* the string "x"/)
  says(() => binary('f', undefined as never), /^binary expects a name, the function itself/)
  says(() => structural('f', (x: Value): Value => x, null as never), /^structural expects/)
})

faults('what is no value is refused by name', () => {
  for (const wrong of ['1', null, undefined, [1], {}, true, 1n, Symbol('s'), () => 1])
    says(() => cos(wrong as never), /^cos expects a number, a dual number or a tensor, and got /)
  says(() => mul(2, undefined as never), /^mul expects.*undefined/)
  says(() => mul(dual(1), '2' as never), /^mul expects.*string "2"/)
  says(() => sub([1, 2] as never, 1), /each element/)
})
faults.run()

const unprinted = suite('where code may not be made from text')
unprinted('rows answer the same, as closures', async () => {
  const program = `
    import { add, cos, derivative, div, dual, exp, gradient, hessian, mul, pow, sin, tangent, unary } from './lib/index.ts'
    const f = x => div(mul(pow(x, 3), cos(x)), add(1, exp(sin(x))))
    const own = unary('own', Math.sqrt, (x, out) => div(0.5, out))
    let forbidden = false
    try { new Function('return 1') } catch { forbidden = true }
    console.log(JSON.stringify([forbidden, [0, 1, 2, 3].map(order => derivative(f, { order })(0.7)), hessian(([x, y]) => mul(f(x), own(y)))([1, 2]), tangent(cos(dual(1, 2)))]))`
  const { outputFiles } = await build({ stdin: { contents: program, resolveDir: new URL('..', import.meta.url).pathname }, bundle: true, write: false, format: 'esm', platform: 'node', tsconfigRaw: {} })
  const run = (flags: string[]): unknown[] => JSON.parse(execFileSync(process.execPath, [...flags, '--input-type=module', '-'], { input: outputFiles[0]?.text ?? '', encoding: 'utf8' })) as unknown[]
  const [forbidden, ...closures] = run(['--disallow-code-generation-from-strings'])
  const [free, ...printed] = run([])
  assert.equal([forbidden, free], [true, false])
  assert.equal(closures, printed)
})
unprinted.run()
