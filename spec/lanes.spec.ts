// Lanes: many directions at once are the same as each alone; how they are chunked changes nothing; no row knows of them.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import {
  add, bilinear, cumprod, derivative, div, dot, exp, gradient, hessian, hvp, jacobian, jvp, linear, log, matmul, mean, mul, norm, prod, random, reshape, sin, slice, softmax, sqrt, square, structural, sub, sum,
  tanh, tensor, unary, valueAndGradient, valueAndJacobian, valueGradientAndHessian, where, less, zeros, eye, stack, concat,
} from '../lib/index.ts'
import type { ArrayBox, Binary, Scalar, Tensor, Tensorial, Unary, Value } from '../lib/index.ts'
import { near, numbers, pushed } from './support/arrays.ts'
import { uncompiled } from './support/mode.ts'

const x5 = Float64Array.of(0.75, -0.5, 0.3125, 1.25, 0.9)
const rosenbrock = (x: Tensorial): Scalar => {
  const a = slice(x, [0, -1]), b = slice(x, [1])
  return sum(add(square(sub(1, a)), mul(100, square(sub(b, square(a))))))
}

const jvps = suite('jvp along many directions')

jvps('k directions at once are k single ones, for tensors and numbers', () => {
  const f = (x: Tensorial): Tensorial => cumprod(sin(x))
  const V = random([3, 5], 1), { primal: y, tangent: dy } = jvp(f, x5, V)
  assert.equal([...y], numbers(f(tensor(x5))))
  assert.equal((dy as unknown as Tensor).shape, [3, 5])
  for (let i = 0; i < 3; i++) near(numbers(slice(dy as never, i)), numbers(jvp(f, x5, V.data.slice(i * 5, i * 5 + 5)).tangent), 2e-16, `direction ${i}`)

  const scalar = jvp((x: Scalar) => [mul(x, x), 7, sin(x)] as never, 3 as never, tensor([1, 2]) as never) as unknown as { primal: number[]; tangent: Tensor[] }
  assert.equal(scalar.primal, [9, 7, Math.sin(3)])
  assert.equal(scalar.tangent.map(t => [...t.data]), [[6, 12], [0, 0], [Math.cos(3), Math.cos(3) * 2]])
})

jvps('in a structure, every leaf has as many directions, or stands still', () => {
  const f = ({ a, b }: { a: Scalar; b: Tensorial }): Tensorial => mul(a, b)
  const { tangent } = jvp(f as never, { a: 2, b: tensor([1, 3]) } as never, { a: tensor([1, 0]), b: tensor([[0, 0], [1, 1]]) } as never) as unknown as { tangent: Tensor }
  assert.equal(tangent.toArray(), [[1, 3], [2, 2]])
  const still = jvp(f as never, { a: 2, b: tensor([1, 3]) } as never, { a: tensor([1, 5]), b: 0 } as never) as unknown as { tangent: Tensor }
  assert.equal(still.tangent.toArray(), [[1, 3], [5, 15]])
})

jvps('tangents of the wrong shape are refused', () => {
  const fails = (dx: unknown, message: RegExp): void => assert.throws(() => jvp((x: Tensorial) => x, x5, dx), message)
  fails(Float64Array.of(1, 2), /^jvp expects a tangent of the shape of its primal, \[5\], or of many directions, \[k, 5\]; it got \[2\]$/)
  fails(zeros([2, 4]), /it got \[2, 4\]$/)
  fails(zeros([2, 2, 5]), /it got \[2, 2, 5\]$/)
  fails(1, /it got \[\]$/)
  assert.throws(() => jvp((x: Tensorial[]) => x as never, [tensor(x5), tensor(x5)] as never, [zeros([2, 5]), zeros([3, 5])] as never), /\[2, 5\]; it got \[3, 5\]$/)
  assert.throws(() => jvp((x: Tensorial[]) => x as never, [tensor(x5), tensor(x5)] as never, [zeros([2, 5]), zeros([5])] as never), /one direction for every tangent, or 2 for each/)
})
jvps.run()

const chunks = suite('gradient, jacobian, hessian in chunks of lanes')

chunks('the chunk size changes nothing, not a bit', () => {
  const f = (x: Tensorial): Tensorial => mul(softmax(x), norm(x))
  const whole = [gradient(rosenbrock)(x5), jacobian(f)(x5), hessian(rosenbrock)(x5)].map(numbers)
  for (const lanes of [1, 2, 3, 5, 100])
    assert.equal([gradient(rosenbrock, { lanes })(x5), jacobian(f, { lanes })(x5), hessian(rosenbrock, { lanes })(x5)].map(numbers), whole)
})

chunks('as of scalars, one by one', () => {
  const scalars = ([a, b, c, d, e]: Scalar[]): Scalar => {
    const all = [a, b, c, d, e] as Scalar[]
    return all.slice(1).reduce<Scalar>((total, next, i) => add(total, add(square(sub(1, all[i]!)), mul(100, square(sub(next, square(all[i]!)))))), 0)
  }
  near(numbers(gradient(rosenbrock)(x5)), gradient(scalars)([...x5]) as number[], 1e-15, 'gradient')
  near(numbers(hessian(rosenbrock)(x5)), (hessian(scalars)([...x5]) as number[][]).flat(), 1e-15, 'Hessian')
})

chunks('the primal is computed once per chunk', () => {
  uncompiled('it counts calls of a row')
  let calls = 0
  const counted = unary('counted', t => { calls++; return t * t }, t => mul(2, t))
  const f = (x: Tensorial): Tensorial => counted(x) as Tensorial
  jacobian(f)(x5)
  assert.is(calls, 5) // one evaluation of five elements
  calls = 0
  jacobian(f, { lanes: 2 })(x5)
  assert.is(calls, 15)
})

chunks('values come with them', () => {
  const { value, gradient: g } = valueAndGradient(rosenbrock)(x5)
  assert.is(value, rosenbrock(tensor(x5)))
  assert.equal(numbers(g), numbers(gradient(rosenbrock)(x5)))
  const both = valueAndJacobian((x: Tensorial) => sin(x))(x5)
  assert.equal([...(both.value as unknown as Float64Array)], [...x5].map(Math.sin))
  const all = valueGradientAndHessian(rosenbrock)(x5)
  assert.equal([all.value, numbers(all.gradient), numbers(all.hessian)], [value as number, numbers(g), numbers(hessian(rosenbrock)(x5))])
})

chunks('a Jacobian is indexed [output, input]', () => {
  const A = random([3, 5], 4)
  assert.equal(jacobian((x: Tensorial) => matmul(A, x))(x5).shape, [3, 5])
  near(numbers(jacobian((x: Tensorial) => matmul(A, x))(x5)), numbers(A), 0, 'J of A·x')
  const outer = jacobian((x: Tensorial) => mul(reshape(x, [5, 1]), A.shape[0] === 3 ? reshape(slice(A, 0), [1, 5]) : x))(x5)
  assert.equal(outer.shape, [5, 5, 5])
  const rows = jacobian((x: Tensorial) => [sum(x), prod(x), 3] as Scalar[])(x5)
  assert.equal(rows.map(row => row.length), [5, 5, 5])
  assert.equal([...(rows[0] as unknown as Float64Array)], [1, 1, 1, 1, 1])
  assert.equal([...(rows[2] as unknown as Float64Array)], [0, 0, 0, 0, 0])
  const matrix = jacobian((x: Tensorial) => matmul(x, x))(tensor([[1, 2], [3, 4]]))
  assert.equal(matrix.shape, [2, 2, 2, 2])
  const ofScalars = jacobian(([a, b]: Scalar[]) => mul(a!, tensor([1, 2, 3])) && add(mul(a!, tensor([1, 2, 3])), mul(b!, tensor([0, 1, 0]))))([5, 6])
  assert.equal((ofScalars as unknown as Tensor).toArray(), [[1, 0], [2, 1], [3, 0]])
})

chunks('an elementwise function of 10 000: products and columns without the dense Jacobian', () => {
  const n = 10_000, x = random([n], 2).data, v = random([n], 3).data, f = (t: Tensorial): Tensorial => sin(t), J = jacobian(f)
  const product = J.times(v)(x) as unknown as Float64Array
  assert.instance(product, Float64Array)
  near([...product.slice(0, 5)], [...x.slice(0, 5)].map((t, i) => Math.cos(t) * v[i]!), 0, 'J·v')
  let seen = 0
  for (const column of J.columns(x)) {
    const data = column as unknown as Float64Array
    assert.is(data[seen], Math.cos(x[seen]!))
    assert.is(data[seen + 1], 0)
    if (++seen === 40) break
  }
})

chunks('columns of a Jacobian are its columns', () => {
  const f = (x: Tensorial): Tensorial => cumprod(x), J = jacobian(f, { lanes: 2 })
  const dense = J(x5), columns = [...J.columns(x5)].map(numbers)
  assert.equal(columns.length, 5)
  columns.forEach((column, j) => assert.equal(column, numbers(slice(dense as ArrayBox, null, j))))
})

chunks('hvp is the Hessian times the vector', () => {
  const v = Float64Array.of(1, -2, 0.5, 3, -1), y = hvp(rosenbrock)(x5, v)
  assert.instance(y, Float64Array)
  near([...y], numbers(matmul(hessian(rosenbrock)(x5) as ArrayBox, tensor(v))), 1e-15, 'H·v')
})

chunks('what is no single number is refused, with what was meant', () => {
  assert.throws(() => gradient(((x: Tensorial) => sin(x)) as never)(x5 as never), /^gradient expects a function that returns one number, and it returned a tensor of shape \[5\]; perhaps you meant jacobian\(f\)$/)
  assert.throws(() => gradient(rosenbrock)(new Float64Array(0)), /at least one number|expects/)
})
chunks.run()

const nesting = suite('lanes within lanes')

nesting('third derivatives: the Jacobian of the Hessian', () => {
  const f = (x: Tensorial): Scalar => sum(mul(exp(x), mul(x, x))), x = Float64Array.of(0.5, -1)
  const third = jacobian(hessian(f) as unknown as (x: Tensorial) => Tensorial)(x)
  assert.equal(third.shape, [2, 2, 2])
  near(numbers(third), [Math.exp(0.5) * (0.25 + 3 + 6), 0, 0, 0, 0, 0, 0, Math.exp(-1) * (1 - 6 + 6)], 1e-14, 'third')
})

nesting('a gradient inside a gradient, with a tensor from outside: perturbations are not confused', () => {
  const f = (x: Tensorial): Scalar => dot(x, gradient((y: Tensorial) => sum(mul(x, mul(y, y))))(x as never) as Tensorial) // 2·Σx³
  near(numbers(gradient(f)(Float64Array.of(1, 2))), [6, 24], 0, '6x²')
})

nesting('derivatives by a number of functions with tensors inside', () => {
  const c = tensor([1, 2, 3])
  assert.is(derivative(t => sum(mul(exp(mul(t, c)), c)), { order: 2 })(0), 1 + 8 + 27)
  assert.equal(numbers(derivative(((t: Scalar) => add(t, c)) as never)(2)), [1, 1, 1])
  assert.equal(numbers(derivative((() => c) as never)(2)), [0, 0, 0])
})

nesting('passive lanes are never poisoned', () => {
  const f = (x: Tensorial): Tensorial => sqrt(x), J = jacobian(f)(Float64Array.of(0, 4))
  assert.equal(numbers(J), [Infinity, 0, 0, 0.25])
  const g = (x: Tensorial): Tensorial => where(less(x, 1) as Value, 0, log(sub(x, 1))) as Tensorial
  assert.equal(numbers(jacobian(g)(Float64Array.of(1, 0, 3))), [Infinity, 0, 0, 0, 0, 0, 0, 0, 0.5])
})
nesting('a number that is exactly 0 times a tensor keeps the shape of its motion', () => {
  const scaled = (v: Tensorial): Scalar => sum(square(mul(slice(v, 0) as Scalar, v))) // v₀⁴ + v₀²·(v₁² + …)
  assert.equal((hessian(scaled)(tensor([0, 2])) as Tensor).toArray(), [[8, 0], [0, 0]])
  assert.equal(numbers(gradient((v: Tensorial) => sum(gradient(scaled)(v)))(tensor([0, 2, 3]))), [26, 0, 0])
  assert.equal(numbers(hvp(scaled)(tensor([0, 2, 3]), tensor([1, 0.5, 0.25]))), [26, 0, 0])
  const H = hessian(({ t, x }: { t: Scalar; x: Tensorial }) => sum(square(mul(t, x))))({ t: 0, x: tensor([1, 2]) }) as unknown as Record<string, Record<string, unknown>>
  assert.equal([H['t']!['t'], numbers(H['t']!['x'] as Tensor), numbers(H['x']!['x'] as Tensor)], [10, [0, 0], [0, 0, 0, 0]])
  const centred = hessian((x: Tensorial) => sum(square(mul(x, mean(x)))))(tensor([[1, -1], [2, -2]])) as Tensor
  assert.equal([centred.shape, [...new Set(centred.data)]], [[2, 2, 2, 2], [1.25]])
})
nesting.run()

// Rows made by users with the five verbs; their rules know nothing of lanes, and do not say that they take batches.
const total     = linear('total', x => sum(x))
const scaled    = bilinear('scaled', (a, b) => mul(a, b))
const quadratic = structural('quadratic', (A: Value, x: Value): Value => dot(x, matmul(A, x)),
  (dA, _A, x) => dot(x, matmul(dA, x)),
  (dx, A, x) => add(dot(dx, matmul(A, x)), dot(x, matmul(A, dx))))
const polar     = structural('polar', (x: Value): Value[] => [norm(x), div(x, norm(x))],
  (dx, x, out) => { const r = out[0] as Value, dr = div(dot(x, dx), r); return [dr, div(sub(dx, mul(x, div(dr, r))), r)] })

const table = suite('every elementwise row in lanes is what it is along each direction')
const rows = Object.values(library).filter((row): row is Unary | Binary => typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary'))
for (const row of rows) table(row.name, () => {
  const at = tensor([0.3, 0.8, 0, 1.5, -2, Infinity]), other = tensor([[0.5], [2]])
  const V = tensor([[1, 0, 1, -2, 0, 1], [0, 3, 0, 1, 1, 0]]), W = tensor([[[1], [0]], [[2], [-1]]])
  const call = row as (...xs: readonly Value[]) => Value, xs = row.verb === 'unary' ? [at] : [at, other], dxs = row.verb === 'unary' ? [V] : [V, W]
  const laned = numbers(pushed(call as never, xs, dxs)), single = [0, 1].flatMap(k => numbers(pushed(call as never, xs, dxs.map(d => slice(d, k)))))
  single.forEach((s, i) => assert.ok(Object.is(laned[i]! + 0, s + 0) || Math.abs(laned[i]! - s) <= 4e-16 * Math.abs(s), `${row.name}: [${i}] is ${laned[i]}, alone ${s}`))
})
table.run()

const own = suite('rows of one’s own take lanes too, though their rules speak of one direction')

own('linear, bilinear and structural', () => {
  const A = random([5, 5], 9)
  assert.equal(numbers(gradient((x: Tensorial) => total(square(x)) as Scalar)(x5)), [...x5].map(t => 2 * t))
  near(numbers(jacobian((x: Tensorial) => scaled(x, sin(x)) as Tensorial)(x5)), numbers(jacobian((x: Tensorial) => mul(x, sin(x)))(x5)), 1e-15, 'scaled')
  const f = (x: Tensorial): Scalar => quadratic(A, x) as Scalar
  near(numbers(gradient(f)(x5)), numbers(gradient((x: Tensorial) => dot(x, matmul(A, x)))(x5)), 1e-14, 'gradient')
  near(numbers(hessian(f)(x5)), numbers(hessian((x: Tensorial) => dot(x, matmul(A, x)))(x5)), 1e-14, 'Hessian')
  near(numbers(gradient((a: Tensorial) => quadratic(a, tensor(x5)) as Scalar)(A as ArrayBox)), [...x5].flatMap(a => [...x5].map(b => a * b)), 1e-15, 'by the matrix')
})

own('several outputs', () => {
  const f = (x: Tensorial): Tensorial => concat([stack([polar(x)[0] as Value]), polar(x)[1] as Value])
  const g = (x: Tensorial): Tensorial => concat([stack([norm(x)]), div(x, norm(x)) as Value])
  near(numbers(jacobian(f)(x5)), numbers(jacobian(g)(x5)), 1e-15, 'J')
  near(numbers(jacobian(jacobian(f) as unknown as (x: Tensorial) => Tensorial)(x5)), numbers(jacobian(jacobian(g) as unknown as (x: Tensorial) => Tensorial)(x5)), 1e-14, 'J of J')
})
own.run()

const network = suite('a network of two layers')

network('its Jacobian by lanes is that of single directions', () => {
  const n = 16, W = random([n, n], 1), V = random([n, n], 2), x = random([n], 3)
  const f = (t: Tensorial): Tensorial => tanh(matmul(V, tanh(matmul(W, t))))
  const J = numbers(jacobian(f)(x as ArrayBox)), unit = eye(n)
  for (let j = 0; j < n; j++) near(numbers(pushed(f as never, [x], [slice(unit, j)])), J.filter((_, i) => i % n === j), 1e-15, `column ${j}`)
  assert.ok(Math.abs((mean(x) as number) - 0.5) < 0.3)
})
network.run()
