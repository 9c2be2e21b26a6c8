// jacobian(f).sparse and hessian(f).sparse: the same numbers as the dense matrices without their zeros, patterns as published, and sizes at
// which a dense matrix could not be held.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { expression } from '../lib/expression.ts'
import * as L from '../lib/index.ts'
import type { Scalar, SparseMatrix, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'
import { arrayRecipe, arrayText, cookedArrays, operations } from './support/array-programs.ts'
import { ofMatrices } from './support/matrix-functions.ts'
import { reference } from './support/reference.ts'

const { add, cube, derivative, hessian, jacobian, matmul, mul, random, reshape, roll, sin, slice, square, stack, sub, sum, tensor } = L

/** All numbers of it, row by row, with the zeros. */
function dense({ shape: [m, n], rows, columns, values }: SparseMatrix): number[] {
  const all = new Array<number>(m * n).fill(0)
  rows.forEach((row, k) => { all[row * n + columns[k]!] = values[k]! })
  return all
}

/** Row by row, ascending, each place once, nothing that is 0. */
function orderly({ shape: [m, n], rows, columns, values }: SparseMatrix): void {
  assert.ok(rows.length === columns.length && rows.length === values.length)
  rows.forEach((row, k) => {
    assert.ok(row >= 0 && row < m && columns[k]! >= 0 && columns[k]! < n)
    if (k > 0) assert.ok(rows[k - 1]! < row || rows[k - 1] === row && columns[k - 1]! < columns[k]!, `entry ${k} is out of order`)
  })
}

const same = suite('the dense matrix without its zeros')

function judged(name: string, f: (x: never) => unknown, at: unknown): void {
  same(name, () => {
    const sparse = jacobian(f as never).sparse(at as never)
    orderly(sparse)
    near(dense(sparse), numbers(jacobian(f as never)(at as never)), 1e-14, name)
  })
}
const x = tensor([0.7, -0.4, 1.3]), X = tensor([[4, 0.5, -0.3], [0.25, 3, 0.7], [0.125, -0.6, 2]])
const flat = (y: unknown): L.Value => reshape((Array.isArray(y) ? y[0] : y) as L.Value, [-1])
for (const [name, f] of Object.entries(operations)) judged(`${name} of a vector`, (t: Tensorial) => f(t, square(t), 1), x)
for (const [name, f] of Object.entries(ofMatrices)) judged(`${name} of a matrix`, (t: Tensorial) => flat(f(t)), X)
judged('numbers', ([x, y, z]: Scalar[]) => [square(x!), mul(mul(2, x!), square(y!)), sin(z!), 5], [1, 2, 3])
judged('many numbers', (x: Scalar[]) => x.map((xi, i) => mul(xi, x[(i + 7) % x.length]!)), Array.from({ length: 40 }, (_, i) => i - 20.5))
judged('numbers that become arrays', ([x, y]: Scalar[]) => stack([x!, mul(x!, y!), y!]), [2, 3])
same('several numbers are a point, as of the dense ones', () => {
  assert.equal([...jacobian(([x, y]) => [mul(x, y)]).sparse(2, 3).values], [3, 2])
  assert.equal([...hessian(([x, y]) => mul(x, y)).sparse(2, 3).values], [1, 1])
})
judged('one number', (x: Scalar) => square(x), 3)
judged('arrays of which elements mix', (t: Tensorial) => matmul(random([60, 60], 1), t), random([60], 2))

same('of structures, rows count all results and columns all numbers of the point', () => {
  const J = jacobian(({ a, b }: { a: Scalar; b: Tensorial }) => ({ p: mul(a, sum(b)), q: mul(b, 2) })).sparse({ a: 3, b: new Float64Array([1, 2]) as never } as never)
  assert.equal([J.shape, [...J.rows], [...J.columns], [...J.values]], [[3, 3], [0, 0, 0, 1, 2], [0, 1, 2, 1, 2], [3, 3, 3, 2, 2]])
})
same('what is exactly 0 at the point is left out, what meets in a place is added up', () => {
  const J = jacobian((x: Tensorial) => add(mul(x, x), roll(mul(x, 3), 0))).sparse(new Float64Array([0, -1.5, 2]) as never)
  assert.equal([[...J.rows], [...J.columns], [...J.values]], [[0, 2], [0, 2], [3, 7]])
  assert.equal([...jacobian(([x, y]: Scalar[]) => [mul(x!, y!), L.ceil(x!)]).sparse([0, 2]).values], [2])
})
same('within other derivatives the values move', () => {
  const entry = (f: unknown, at: (t: Scalar) => unknown) => derivative((t: Scalar) => sum(stack((jacobian(f as never).sparse(at(t) as never).values as unknown as Scalar[]))) as Scalar)
  assert.is(entry(([x, y]: Scalar[]) => [mul(square(x!), y!)], t => [t, 5])(3), 2 * 5 + 2 * 3)
  const moving = derivative((t: Scalar) => sum(jacobian((x: Tensorial) => cube(x)).sparse(mul(t, x) as never).values as unknown as Tensorial) as Scalar)(2)
  near([moving], [numbers(x).reduce((s, v) => s + 12 * v * v, 0)], 1e-14, '3(t·x)² moves by 6·t·x²')
})
same('what is 0 is looked at, so that compile runs it as it is: the same entries, whichever point came first', () => {
  for (const [f, first, second] of [[jacobian(([x, y]: Scalar[]) => [square(x!), mul(x!, y!)]), [1, 2], [0, 3]], [jacobian((x: Tensorial) => square(x)), tensor([1, 2]), tensor([0, 3])]] as const) {
    const fast = L.compile((x: never) => f.sparse(x).values)
    for (const at of [first, second, second]) assert.equal(fast(at as never), f.sparse(at as never).values)
    assert.is(fast.report().mode, 'eager')
  }
})
same('random programs of arrays', () => {
  const element = fc.integer({ min: -2000, max: 2000 }).map(k => k / 1024), vectors = fc.array(element, { minLength: 3, maxLength: 3 }).map(xs => tensor(xs))
  let met = 0
  fc.assert(fc.property(arrayRecipe, vectors, vectors, (made, x, y) => {
    const f = (t: Value): Value => cookedArrays(made)(t, y)
    let want: number[]
    try {
      want = numbers(jacobian(f as never)(x as never))
    } catch (error) {
      return assert.instance(error, L.PushforwardError)
    }
    if (!want.every(Number.isFinite)) return
    met++
    const got = jacobian(f as never).sparse(x as never)
    orderly(got)
    near(dense(got), want, 1e-9, arrayText(made))
  }), { numRuns: Number(process.env['PROGRAMS'] ?? 300), seed: Number(process.env['SEED'] ?? 1) })
  assert.ok(met > 150)
})
same.run()

// ── published patterns ──────────────────────────────────────────────────────────────────────────────────────────────

const published = reference<{
  hessian_patterns_global: { expr: string; n: number; pattern: number[][] }[]
  jacobian_patterns_global: { expr: string; pattern: number[][] }[]
  brusselator_2d_N6: { nnz: number; nonzeros: [number, number][] }
}>('sparse')
const pattern = (matrix: SparseMatrix): number[][] => {
  const all = Array.from({ length: matrix.shape[0] }, () => new Array<number>(matrix.shape[1]).fill(0))
  matrix.rows.forEach((row, k) => { all[row]![matrix.columns[k]!] = 1 })
  return all
}

const patterns = suite('published patterns (SparseConnectivityTracer.jl)')
for (const { expr, n, pattern: wanted } of published.hessian_patterns_global) if (!/clamp|fma|diff/.test(expr)) patterns(`Hessian of ${expr}`, () => {
  const f = expression(expr), variables = Array.from({ length: n }, (_, i) => `x${i + 1}`)
  const H = hessian((x: Scalar[]) => f(Object.fromEntries(variables.map((name, i) => [name, x[i]!]))) as Scalar).sparse(variables.map((_, i) => 1.25 + i / 3))
  assert.equal(pattern(H), wanted)
})
patterns('Hessian of Σ diff(x)³, of a tensor', () => {
  const { pattern: wanted } = published.hessian_patterns_global.find(({ expr }) => expr.includes('diff'))!
  assert.equal(pattern(hessian((x: Tensorial) => sum(cube(L.diff(x)))).sparse(new Float64Array([1, 3, 2, 7]) as never)), wanted)
})
patterns('Jacobian of [x₁², 2·x₁·x₂², sin x₃], and of what is rounded', () => {
  const [first, second] = published.jacobian_patterns_global
  assert.equal(pattern(jacobian(([x, y, z]: Scalar[]) => [square(x!), mul(mul(2, x!), square(y!)), sin(z!)]).sparse([1, 2, 3])), first!.pattern)
  assert.equal(pattern(jacobian(([x, y]: Scalar[]) => [mul(x!, y!), L.ceil(mul(x!, y!)), mul(x!, L.round(y!))]).sparse([1.5, 2.25])), second!.pattern)
})

/** The Brusselator on a periodic grid of n × n: two substances, [2, n, n]. */
const brusselator = (n: number) => (y: Tensorial): Tensorial => {
  const u = slice(y, 0), v = slice(y, 1), reaction = mul(square(u), v), k = 0.1 * n * n
  const spread = (w: Tensorial): Tensorial => {
    const around = ([[1, 0], [-1, 0], [0, 1], [0, -1]] as const).map(([i, j]) => roll(roll(w, i, { axis: 0 }), j, { axis: 1 }))
    return mul(k, sub(around.reduce((a, b) => add(a, b)), mul(4, w)))
  }
  return stack([add(add(1, sub(reaction, mul(4.4, u))), spread(u as Tensorial)), add(sub(mul(3.4, u), reaction), spread(v as Tensorial))]) as Tensorial
}
patterns('Jacobian of the Brusselator on a grid of 6 × 6', () => {
  const J = jacobian(brusselator(6)).sparse(add(1, random([2, 6, 6], 3)) as never)
  assert.equal(Array.from(J.rows, (row, k) => [row, J.columns[k]!]), published.brusselator_2d_N6.nonzeros)
})
patterns.run()

// ── sizes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const sizes = suite('sizes at which no dense matrix could be held')
sizes('the Jacobian of the Brusselator on a grid of 150 × 150: 45,000 by 45,000, six numbers a row', () => {
  const n = 150, point = add(1, random([2, n, n], 3)) as L.Tensor, J = jacobian(brusselator(n)).sparse(point as never)
  assert.equal(J.shape, [2 * n * n, 2 * n * n])
  assert.is(J.rows.length, 6 * 2 * n * n)
  const v = random([2, n, n], 4) as L.Tensor, product = new Float64Array(2 * n * n)
  J.rows.forEach((row, k) => { product[row] = product[row]! + J.values[k]! * v.data[J.columns[k]!]! })
  near([...product], numbers(jacobian(brusselator(n)).times(v as never)(point as never)), 1e-13, 'J·v')
})
sizes('a grid of 20 × 20 × 20 of which each point looks at all 26 around it: 27 numbers a row', () => {
  const n = 20, steps = [-1, 0, 1], point = random([n, n, n], 5) as L.Tensor
  const f = (u: Tensorial): Tensorial => steps.flatMap(i => steps.flatMap(j => steps.map(k => roll(roll(roll(u, i, { axis: 0 }), j, { axis: 1 }), k, { axis: 2 }))))
    .reduce((total, around) => add(total, mul(sin(around), u)))
  const J = jacobian(f).sparse(point as never), v = random([n, n, n], 6) as L.Tensor, product = new Float64Array(n ** 3)
  assert.is(J.rows.length, 27 * n ** 3)
  J.rows.forEach((row, k) => { product[row] = product[row]! + J.values[k]! * v.data[J.columns[k]!]! })
  near([...product], numbers(jacobian(f).times(v as never)(point as never)), 1e-13, 'J·v')
})
sizes('a filter of three taps over 20,000 numbers; blocks of 2 × 2 of as many; a matrix times itself, of which each number meets few', () => {
  const x = random([20_000], 7) as L.Tensor, filter = (x: Tensorial): Tensorial => L.convolve1d(square(x), tensor([1, -2, 0.5]), { mode: 'same' })
  const slices = (x: Tensorial): Tensorial => L.pad(add(add(slice(square(x), [2, null]), mul(-2, slice(square(x), [1, -1]))), mul(0.5, slice(square(x), [0, -2]))), [1, 1])
  const F = jacobian(filter).sparse(x as never), S = jacobian(slices).sparse(x as never), inner = (J: SparseMatrix): number[] => [...J.values].filter((_, k) => J.rows[k]! > 0 && J.rows[k]! < 19_999)
  assert.is(F.values.length, 3 * 20_000 - 2)
  near(inner(F), inner(S), 1e-15, 'taps')
  const blocks = jacobian((x: Tensorial) => matmul(reshape(x, [5000, 2, 2]), tensor([[1, 2], [3, 4]]))).sparse(x as never)
  assert.is(blocks.values.length, 2 * 20_000)
  near([...blocks.values.slice(0, 4)], [1, 3, 2, 4], 1e-15, 'blocks')
  const A = random([40, 40], 8) as L.Tensor, twice = jacobian((a: Tensorial) => matmul(a, a)).sparse(A as never), v = random([40, 40], 9) as L.Tensor, product = new Float64Array(1600)
  twice.rows.forEach((row, k) => { product[row] = product[row]! + twice.values[k]! * v.data[twice.columns[k]!]! })
  near([...product], numbers(add(matmul(A, v), matmul(v, A))), 1e-13, 'Ȧ·A + A·Ȧ')
})
sizes('the Hessian of Rosenbrock’s function of 20,000 numbers, as a tensor and as numbers', () => {
  const n = 20_000, point = Array.from({ length: n }, (_, i) => 1 + 0.1 * Math.sin(i))
  const ofTensor = (x: Tensorial): Scalar => {
    const a = slice(x, [0, -1]), b = slice(x, [1, null])
    return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a)))) as Scalar
  }
  const ofNumbers = (x: Scalar[]): Scalar => x.slice(1).reduce<Scalar>((total, b, i) => add(total, add(mul(100, square(sub(b, square(x[i]!)))), square(sub(1, x[i]!)))), 0)
  const H = hessian(ofTensor).sparse(Float64Array.from(point) as never), G = hessian(ofNumbers).sparse(point)
  assert.is(H.rows.length, 3 * n - 2)
  assert.equal([H.rows, H.columns], [G.rows, G.columns])
  near([...H.values], [...G.values], 1e-14, 'values')
  const v = Float64Array.from(point, (_, i) => Math.cos(i)), product = new Float64Array(n)
  H.rows.forEach((row, k) => { product[row] = product[row]! + H.values[k]! * v[H.columns[k]!]! })
  near([...product], numbers(L.hvp(ofTensor)(Float64Array.from(point) as never, v as never)), 1e-12, 'H·v')
})
sizes.run()

const refusals = suite('refusals')
refusals('name who was asked', () => {
  assert.throws(() => jacobian((x: Scalar[]) => x).sparse([]), /^jacobian\(f\)\.sparse expects at least one number to differentiate by/)
  assert.throws(() => jacobian((() => undefined) as never).sparse([1] as never), /^jacobian\(f\)\.sparse expects a function that returns its result at once/)
  assert.throws(() => hessian(((x: Scalar[]) => x) as never).sparse([1, 2] as never), /^hessian\(f\)\.sparse expects a function that returns one number/)
})
refusals.run()
