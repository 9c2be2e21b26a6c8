// Steps that are put off and run as one loop: what is asked for, when, and how often changes nothing.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { abs, add, cos, cumsum, derivative, div, dual, exp, jvp, max, mul, neg, primal, sin, sqrt, square, sub, sum, tangent, tensor, unary, where, less } from '../lib/index.ts'
import type { Dual, Scalar, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'

const xs = [0.3, -1.2, 2, 0, -0, 1e-8, 7, -4.5], vs = [1, 2, 0, -1, 3, 0.5, 0, 1]
const x = tensor(xs), v = tensor(vs)

/** A function of a tensor, and of each of its numbers: value and motion must be the same, bit for bit. */
function same(f: (x: Value) => Value, what: string): void {
  const { primal: y, tangent: dy } = jvp(f as unknown as (x: Tensorial) => Tensorial, x, v)
  const single = xs.map((xi, i) => vs[i] === 0 ? f(xi) : f(dual(xi, vs[i]!)))
  assert.equal(numbers(y), single.map(yi => primal(yi as Scalar)), `${what}: value`)
  assert.equal(numbers(dy).map(d => d + 0), single.map(yi => (tangent(yi as Scalar) as number) + 0), `${what}: motion`)
}

const steps = suite('one loop for many steps')

steps('chains, longer than is printed at once', () => {
  same(t => { let y = t; for (let i = 0; i < 200; i++) y = sin(add(y, 0.1)); return y }, '400 steps')
})

steps('what is used twice, and by itself', () => {
  same(t => { const s = square(t), e = exp(neg(s)); return add(mul(s, e), mul(e, mul(s, s))) }, 'a diamond')
  same(t => mul(t, t), 'x·x')
  same(t => { let y = t; for (let i = 0; i < 12; i++) y = sub(mul(y, 0.5), mul(y, y)); return y }, 'doubling')
})

steps('numbers, constants, rows that pass motion on unchanged', () => {
  same(t => add(1, t), '1 + x')
  same(t => sub(add(add(1, t), 2), mul(3, t)), 'sums')
  same(t => div(2, add(3, square(t))), 'quotient')
  same(t => neg(neg(add(t, 0))), 'signs')
})

steps('rules that cannot be written out, between others', () => {
  const odd = unary('odd', t => t > 0 ? 2 * t : t, t => where(less(t as Scalar, 0), 1, 2))
  same(t => cos(odd(sin(t)) as Value), 'a rule with a choice')
  same(t => max(abs(sin(t)), cos(t)), 'ties and kinks')
})

steps('the same program with other numbers in it', () => {
  for (const c of [1, 2, -3, 0, Infinity, NaN]) same(t => add(mul(c, t), c), `${c}`)
})

steps('what is in between may be asked for at any time, and again', () => {
  let seen: unknown[] = []
  const f = (t: Value): Value => {
    const s = sin(t), e = exp(s)
    seen = [numbers(primal(s)), numbers(primal(e)), numbers(primal(s))]
    return mul(s, sqrt(add(e, s)))
  }
  const asked = jvp(f as unknown as (x: Tensorial) => Tensorial, x, v)
  assert.equal(seen, [xs.map(Math.sin), xs.map(t => Math.exp(Math.sin(t))), xs.map(Math.sin)])
  const unasked = jvp((t: Tensorial) => { const s = sin(t), e = exp(s); return mul(s, sqrt(add(e, s))) }, x, v)
  assert.equal([numbers(asked.primal), numbers(asked.tangent)], [numbers(unasked.primal), numbers(unasked.tangent)])
})

steps('one intermediate, used by many results', () => {
  const f = (t: Value): Value => { const s = exp(t); return [1, 2, 3, 4].reduce<Value>((total, k) => add(total, sum(mul(s, sin(mul(k, s))))), 0) }
  const expected = xs.map(t => [1, 2, 3, 4].reduce((total, k) => total + Math.exp(t) * Math.sin(k * Math.exp(t)), 0)).reduce((a, b) => a + b)
  const { primal: y } = jvp(f as unknown as (x: Tensorial) => Scalar, x, v)
  assert.ok(Math.abs((y as number) - expected) < 1e-12 * Math.abs(expected) + 1e-9)
})

steps('results are finished when they leave: numbers changed afterwards change nothing', () => {
  const data = Float64Array.of(1, 2), direction = Float64Array.of(1, 1)
  const y = jvp((t: Tensorial) => [sin(t), cumsum(t)] as never, tensor(data), tensor(direction)) as unknown as { primal: Value[]; tangent: Value[] }
  const lanes = jvp((t: Tensorial) => sin(t), tensor(data), tensor(direction, [1, 2]))
  data.fill(9)
  direction.fill(9)
  assert.equal(numbers(y.primal[0]), [Math.sin(1), Math.sin(2)])
  assert.equal(numbers(y.tangent[0]), [Math.cos(1), Math.cos(2)])
  assert.equal(numbers(lanes.tangent), [Math.cos(1), Math.cos(2)])
})

steps('a number that moves along as many directions as there are elements is not taken for them', () => {
  const c = tensor([1, 2, 3]), f = (t: Scalar): Value => mul(t, sin(mul(t, c)))
  const { tangent: dy } = jvp(f as never, 2 as never, tensor([1, 10, 100]) as never) as unknown as { tangent: Value }
  const slope = numbers(derivative(f as never)(2))
  near(numbers(dy), [1, 10, 100].flatMap(k => slope.map(s => s * k)), 1e-15, 'each direction')
})

steps('a hand-made dual of a tensor', () => {
  const moving = jvp((t: Tensorial) => t, x, v).primal
  assert.equal(numbers(moving), xs)
  const y = sin((mul as (a: Value, b: Value) => Value)(dual(2, 1), x)) as Dual<never>
  assert.equal(numbers(y.tangent), xs.map(t => Math.cos(2 * t) * t))
})
steps('where code may not be made from text, the answers are the same', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { add, cos, exp, hessian, jacobian, jvp, mul, neg, square, sum, tensor } from './lib/index.ts'
        const f = x => add(mul(cos(x), exp(neg(square(x)))), 1), x = Float64Array.of(0.5, -1, 2)
        console.log(JSON.stringify([jvp(f, x, tensor([[1, 0, 2], [0, 1, 1]])), jacobian(f)(x), hessian(t => sum(f(t)))(x)], (_, v) => v instanceof Float64Array ? [...v] : v))`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true, write: false, format: 'esm', platform: 'node',
  })
  const run = (...flags: string[]): number[] => (JSON.parse(execFileSync(process.execPath, [...flags, '--input-type=module', '-'], { input: outputFiles[0]!.text, encoding: 'utf8' })) as { primal?: unknown }[])
    .flatMap(part => numbers('primal' in part ? Object.values(part) : part))
  near(run('--disallow-code-generation-from-strings'), run(), 1e-15, 'answers')
})
steps.run()
