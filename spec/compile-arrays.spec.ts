// compile, of programs of arrays: loops over elements are fused, lanes included; the answers are those of the rows called one by one.

import { getHeapStatistics } from 'node:v8'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import {
  add, broadcastTo, compile, concat, cos, det, div, eigh, eigvalsh, exp, eye, gradient, hessian, jacobian, jvp, less, linspace, log, logSumExp, lt, matmul, mean, mul, neg, norm, prod, reshape,
  sin, slice, slogdet, softmax, solve, sqrt, square, stack, structural, sub, sum, svd, svdvals, tanh, Tensor, tensor, transpose, where,
} from '../lib/index.ts'
import type { Binary, Unary, Value } from '../lib/index.ts'
import { number } from './support/programs.ts'
import { ulps } from './support/ulp.ts'

type Any = (...x: never[]) => unknown

const leaves = (x: unknown): unknown[] => x instanceof Tensor ? [`[${x.shape}]`, ...x.data] : x instanceof Float64Array ? ['Float64Array', ...x]
  : typeof x === 'object' && x !== null ? Object.values(x).flatMap(leaves) : [x]

/** The answers of f and of its compiled form, three times each: recorded, by new code, by the same code. */
function agree(f: Any, points: readonly (readonly unknown[])[], mode: 'compiled' | 'interpreted' | 'eager' = 'compiled', what = ''): void {
  const fast = compile(f, { machine: mode === 'interpreted' ? 'interpreter' : 'javascript' })
  for (const point of points) for (const round of ['first', 'again', 'once more']) {
    const want = leaves(f(...point as never[])), got = leaves(fast(...point as never[]))
    assert.is(want.length, got.length, `${round}: ${want} eagerly, ${got} compiled`)
    want.forEach((x, i) => assert.ok(typeof x === 'number' ? ulps(got[i] as number, x) <= 4 : x === got[i], `${round}: ${want} eagerly, ${got} compiled; ${fast.report()} ${what}`))
  }
  assert.is(fast.report().mode, mode, String(fast.report()))
}

/** Numbers that are the same in every run, between −1 and 1. */
const numbers = (...shape: number[]): Tensor =>
  new Tensor(shape, Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(3 * i + 1)))

const wave = (x: Value): Value => add(mul(sin(x), exp(mul(-0.5, square(x)))), sqrt(add(1, square(x))))
const along = (f: Any) => (x: Value, v: Value) => jvp(f as never, x as never, v)

const sizes = structural('sizes', (x: Value): Value[] => [norm(x), square(x)], (dx, x, [r]) => [div(sum(mul(x, dx)), r!), mul(2, mul(x, dx))])

for (const mode of ['compiled', 'interpreted'] as const) {
  const whole = suite(`${mode}: programs of arrays`)
  const does = (name: string, f: Any, ...points: unknown[][]): void => whole(name, () => agree(f, points, mode))

  does('element by element', wave, [numbers(5)], [numbers(2, 3)], [numbers(1)], [numbers(0)], [numbers(5)])
  does('numbers that become arrays on the way, and numbers again', (x: Value[]) => [sum(mul(stack(x), 2)), x[0]!], [[1, 2, 3]], [[4, 5, 6]])
  does('… where f decides', (x: Value, y: Value) => less(sum(square(stack([x, y]))) as number, 3) ? x : mul(y, norm(stack([x, y]))), [1, 1], [2, 1], [1, -1])
  does('… and their gradient', gradient(((x: Value[]) => sum(square(matmul(tensor([[1, 2], [3, 4]]), exp(stack(x)))))) as never) as Any, [[1, 2]], [[3, -4]])
  does('a number with an array', (x: Value, s: Value) => mul(s, add(x, s)), [numbers(4), 3], [numbers(4), -1])
  does('shapes that broadcast', (x: Value, y: Value) => add(mul(x, y), y), [numbers(2, 3), numbers(3)], [numbers(2, 1), numbers(3)], [numbers(2, 3), numbers(2, 1)], [numbers(1), numbers(4)])
  does('a direction', along(wave), [numbers(5), numbers(5)], [tensor([0, 1, 2]), tensor([0, 0, 1])])
  does('many directions in lanes', along(wave), [numbers(5), numbers(4, 5)], [numbers(2, 3), numbers(4, 2, 3)])
  does('where nothing moves, an infinite slope leaves no trace', along(sqrt as Any), [tensor([1, 2]), tensor([1, 2])], [tensor([0, 0]), tensor([0, 1])])
  does('a gradient', gradient(((x: Value) => sum(wave(x))) as never) as Any, [numbers(6)], [numbers(2, 3)])
  does('a Jacobian', jacobian(wave as never) as Any, [numbers(4)], [numbers(2, 2)])
  does('a Hessian', hessian(((x: Value) => log(sum(exp(x)))) as never) as Any, [numbers(4)])
  does('… at points where slopes are infinite: what does not move leaves no trace, in the second derivative either', hessian(((x: Value) => { const y = matmul(eye(3), x); return sum(mul(y, log(y))) }) as never) as Any, [tensor([-1, 0, 2])], [tensor([1, 2, 3])])
  does('Float64Arrays come out where they came in', gradient(((x: Value) => sum(wave(x))) as never) as Any, [new Float64Array([1, 2, 3])], [new Float64Array([4, 5, 6])])
  does('rows of whole arrays', (a: Value, b: Value) => solve(add(matmul(a, transpose(a)), matmul(b, b)), softmax(b)), [numbers(3, 3), numbers(3, 3)])
  does('… and their motions', gradient(((a: Value) => add(det(a), norm(a))) as never) as Any, [numbers(3, 3)])
  does('rows of several outputs, numbers among them', (a: Value) => slogdet(a), [numbers(3, 3)])
  does('… of arrays and of numbers', (a: Value, k: Value) => [sizes(a)[0]!, mul(sizes(k)[0]!, sizes(k)[1]!), a], [numbers(3), 2])
  does('parts, joins, other shapes', (x: Value) => concat([slice(x, [1, 3]), mul(2, reshape(broadcastTo(slice(x, [0, 2]), [2, 2]), [4]))]), [numbers(5)])
  does('a choice among elements', (x: Value) => where(lt(x, 0), neg(x), sqrt(x)), [numbers(6)], [tensor([0, -0, NaN])])
  does('a choice by a number, among a number and an array: whichever it is', (x: Value, k: Value) => where(lt(k, 0), k, x), [numbers(3), 1], [numbers(3), -1], [numbers(3), 2])
  does('… and its motion', (x: Value, k: Value, v: Value) => jvp(((t: Value) => where(lt(k, 0), mul(k, sum(t)), sin(t))) as never, x as never, v), [numbers(3), 1, numbers(3)], [numbers(3), -1, numbers(3)])
  does('a branch on a number', (x: Value) => less(norm(x) as number, 1) ? mul(x, 2) : sqrt(square(x)), [numbers(3)], [tensor([0.1, 0.2])], [numbers(3)], [tensor([2, 0.1])])
  does('a motion that is 0 at one point, and not at others', (x: Value) => { const s = sum(x), v = square(s); return jvp(((t: Value) => sin(mul(t, x))) as never, s as never, v as never) as never },
    [tensor([0, 0, 0])], [numbers(3)], [tensor([0, 0, 0])])
  does('… of arrays of one number', (x: Value) => { const s = sum(x); return jvp(((t: Value) => sin(mul(t, x))) as never, s as never, square(s) as never) as never }, [tensor([2])], [tensor([0])], [tensor([3])])
  does('structures of numbers and arrays', ({ W, b, k }: { W: Value; b: Value; k: Value }) => ({ y: tanh(add(matmul(W, b), k)), n: mul(k, 2) }), [{ W: numbers(2, 3), b: numbers(3), k: 4 }])
  does('a network’s gradient by all of its weights', gradient((({ W, b }: { W: Value; b: Value }) => sum(tanh(add(matmul(W, tensor([1, 2, 3])), b)))) as never) as Any, [{ W: numbers(2, 3), b: numbers(2) }])
  does('an array within', (x: Value) => mul(x, linspace(0, 1, 5)), [numbers(5)], [2])
  does('the argument itself', (x: Value) => [x, x, reshape(x, [1, 3])], [numbers(3)], [numbers(3)])
  does('products whose factors are 0', gradient(((x: Value) => prod(x)) as never) as Any, [tensor([1, 0, 3])], [tensor([0, 0, 3])])
  does('a softened maximum', gradient(((x: Value) => logSumExp(div(x, mean(square(x))))) as never) as Any, [numbers(7)])

  whole.run()
}

// ── spectra ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const spectra = suite('spectra: where eigenvalues or singular values coincide their rules are others, and are not missed')

spectra('eigenvalues and singular values: values that are apart go by code, others eagerly', () => {
  const slope = (f: (a: Value) => Value): Any => (a: Value, e: Value) => jvp(f as never, a as never, e)
  const turn = tensor([[1, 5], [5, -3]]), distinct = tensor([[2, 1], [1, 0]]), twice = tensor([[2, 0], [0, 2]]), low = tensor([[2, 0], [0, 0]])
  for (const f of [eigvalsh, svdvals]) {
    agree(slope(f), [[distinct, turn], [tensor([[3, 1], [1, 0.5]]), turn]])
    agree(slope(f), [[distinct, turn], [twice, turn], [distinct, turn]], 'eager')
    agree(slope(f), [[twice, turn], [distinct, turn]], 'eager')
  }
  agree(slope(svdvals), [[distinct, turn], [low, turn]], 'eager')
  agree(slope(eigvalsh), [[distinct, turn], [low, turn]])
  agree(slope(a => eigvalsh(stack([a, twice]))), [[distinct, turn]], 'eager')
})

spectra('vectors of values that coincide: the same error', () => {
  for (const [f, what] of [[eigh, /eigenvalues 0 and 1 coincide/], [svd, /singular values 0 and 1 coincide/]] as const) {
    const fast = compile(((a: Value) => jvp(((x: Value) => f(x)[0]) as never, a as never, tensor([[1, 2], [2, 1]]))) as Any) as unknown as (a: Value) => unknown
    fast(tensor([[2, 1], [1, 0]]))
    for (let i = 0; i < 2; i++) assert.throws(() => fast(tensor([[2, 0], [0, 2]])), what)
  }
})

spectra.run()

// ── random programs ─────────────────────────────────────────────────────────────────────────────────────────────────

const rows = Object.values(library).filter((row): row is Unary | Binary =>
  typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary'))

const random = suite('random programs over arrays of several shapes')
const word = fc.nat(0xffff)
const recipe = fc.array(fc.tuple(word, word, word, word), { minLength: 1, maxLength: 8 })

function cooked(steps: readonly (readonly number[])[]): (x: Value, y: Value) => Value {
  return (x, y) => {
    const values: Value[] = [x, y, 2]
    for (const [what, at, a, b] of steps as [number, number, number, number][]) {
      const row = rows[at % rows.length]! as (x: Value, y: Value) => Value, p = values[a % values.length]!, q = values[b % values.length]!
      values.push(what % 8 === 0 ? sum(p) : what % 8 === 1 ? where(lt(p, q), p, 0) : row(p, q))
    }
    return values.slice(-3).reduce((total, value) => add(total, value))
  }
}

const elements = (n: number): fc.Arbitrary<Tensor> => fc.array(number, { minLength: n, maxLength: n }).map(xs => tensor(xs))
const points = fc.array(fc.tuple(elements(3), fc.array(elements(3), { minLength: 2, maxLength: 2 })), { minLength: 2, maxLength: 3 })
const count = Math.ceil(Number(process.env['PROGRAMS'] ?? 200) / 2)

random('value, and motion along a direction', () => {
  fc.assert(fc.property(recipe, points, (steps, at) => {
    const f = cooked(steps), two = (rows: readonly Tensor[]): Tensor => tensor(rows.map(row => [...row.data]))
    agree(f, at.map(([x, ys]) => [x, two(ys)]), 'compiled', rows.length.toString())
    agree((x: Value, y: Value, v: Value) => jvp(((t: Value) => f(t, y)) as never, x as never, v), at.map(([x, ys]) => [x, two(ys), ys[0]]))
  }), { numRuns: count, seed: 20261124 })
})

random.run()

const outputs = suite('results into arrays of the caller')

outputs('into one array, and into a structure; nothing else is written', () => {
  const f = (x: Value, v: Value) => jvp(wave as never, x as never, v), fast = compile(f as Any) as unknown as { into: (out: unknown, ...x: unknown[]) => unknown }
  const x = numbers(4), v = numbers(4), want = leaves(f(x, v)).filter(leaf => typeof leaf === 'number')
  for (let i = 0; i < 3; i++) {
    const flat = new Float64Array(8), own = { primal: new Float64Array(4), tangent: new Float64Array(4) }
    assert.is(fast.into(flat, x, v), flat)
    assert.is(fast.into(own, x, v), own)
    assert.equal([...flat], want)
    assert.equal([...own.primal, ...own.tangent], want)
  }
  assert.throws(() => fast.into(new Float64Array(7), x, v), /room for 8 numbers/)
})

outputs('into allocates nothing, once it runs', () => {
  const fast = compile(((x: Value, v: Value) => jvp(wave as never, x as never, v)) as Any), slopes = compile(gradient(([a, b]) => mul(sin(a), exp(b))))
  const { into } = fast as unknown as { into: (...x: unknown[]) => unknown }, { into: intoSlopes } = slopes as unknown as { into: (...x: unknown[]) => unknown }
  const x = numbers(50), v = numbers(50), flat = new Float64Array(100), own = { primal: new Float64Array(50), tangent: new Float64Array(50) }, pair = [0, 0], at = [0.5, 0.25]
  const ways: (() => unknown)[] = [() => into(flat, x, v), () => into(own, x, v), () => intoSlopes(pair, at)]
  for (const way of ways) {
    const bytes = (): number => { // of a call; the collector can only make it less, other code of the engine more
      const calls = 10_000, before = getHeapStatistics().used_heap_size
      for (let i = 0; i < calls; i++) way()
      return (getHeapStatistics().used_heap_size - before) / calls
    }
    let least = Infinity
    for (const end = Date.now() + 5000; least > 8 && Date.now() < end;) least = Math.min(least, Math.abs(bytes())) // until V8 has made it fast
    assert.ok(least < 8, `${least} bytes a call: ${way}`)
  }
})

outputs('an earlier result is not written into', () => {
  const fast = compile(((x: Value) => [cos(x), reshape(sin(x), [2, 2]), x]) as Any) as unknown as (x: Tensor) => Tensor[]
  const a = fast(numbers(4)), b = fast(numbers(4)), before = leaves(b), c = fast(mul(numbers(4), 2) as Tensor)
  assert.equal(leaves(b), before)
  assert.equal(leaves(a), before)
  assert.is.not(leaves(c).join(), before.join())
})

outputs('what looks at the numbers of a tensor runs eagerly', () => {
  const fast = compile(((x: Tensor) => mul(x, x.data[0]!)) as Any) as unknown as ((x: Tensor) => Tensor) & { report(): unknown }
  for (let i = 1; i < 4; i++) assert.equal([...fast(tensor([i, 2])).data], [i * i, 2 * i])
  assert.match(String(fast.report()), /looks at the numbers of a tensor/)
  const indexed = compile(((x: Float64Array) => sub(x[0]!, x[1]!)) as Any) as unknown as (x: Float64Array) => number
  for (let i = 1; i < 4; i++) assert.is(indexed(new Float64Array([i, 2])), i - 2)
})

outputs.run()
