// Tensors: made, read, written, given in and out; and every elementwise row on them, bit for bit what it is on numbers.

import { inspect } from 'node:util'
import { create, all } from 'mathjs'
import { Matrix } from 'ml-matrix'
import ndarray from 'ndarray'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import type { Binary, Scalar, Tensorial, Unary, Value } from '../lib/index.ts'
import { numbers } from './support/arrays.ts'

const { add, arange, cos, dot, dual, eye, full, gradient, hessian, jacobian, jvp, less, linspace, matmul, mul, norm, ones, primal, random, reshape, sin, square, sum, Tensor, tensor, where, zeros } = library

const making = suite('tensors are made')

making('from nested arrays, of any depth', () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]])
  assert.equal([x.shape, [...x.data]], [[2, 3], [1, 2, 3, 4, 5, 6]])
  assert.equal(tensor([[[1], [2]]]).shape, [1, 2, 1])
  assert.equal(tensor(7).shape, [])
  assert.equal(tensor([]).shape, [0])
  assert.equal(tensor([[], []]).shape, [2, 0])
})

making('from typed arrays, with a shape; a Float64Array is not copied', () => {
  const data = Float64Array.of(1, 2, 3, 4)
  assert.is(tensor(data, [2, 2]).data, data)
  assert.equal(tensor(data, [2, 2]).toArray(), [[1, 2], [3, 4]])
  assert.equal(tensor(Float32Array.of(0.5, 1)).toArray(), [0.5, 1])
  assert.equal(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)] as never).toArray(), [[1, 2], [3, 4]])
})

making('of zeros, ones, one number, the identity, ranges', () => {
  assert.equal(zeros([2, 1]).toArray(), [[0], [0]])
  assert.equal(ones([2]).toArray(), [1, 1])
  assert.equal(full([2], 0.5).toArray(), [0.5, 0.5])
  assert.equal(eye(2, 3).toArray(), [[1, 0, 0], [0, 1, 0]])
  assert.equal(linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1])
  assert.equal(linspace(2, 3, 1).toArray(), [2])
  assert.equal(arange(4).toArray(), [0, 1, 2, 3])
  assert.equal(arange(3, 0, -1).toArray(), [3, 2, 1])
  assert.equal(arange(1, 1).toArray(), [])
})

making('at random, the same for the same seed', () => {
  assert.equal(random([3, 2], 1).toArray(), random([3, 2], 1).toArray())
  assert.not.equal(random([3], 1).toArray(), random([3], 2).toArray())
  const x = random([10_000], 3).data, normal = random([10_000], 3, { distribution: 'normal' }).data
  assert.ok(x.every(v => v >= 0 && v < 1) && Math.abs(x.reduce((a, v) => a + v, 0) / 1e4 - 0.5) < 0.01)
  assert.ok(Math.abs(normal.reduce((a, v) => a + v * v, 0) / 1e4 - 1) < 0.05)
})

making('from values that move: a tensor that moves', () => {
  const y = jvp(([a, b]: [Scalar, Scalar]) => sum(matmul(tensor([[a, b], [1, a]] as never), tensor([1, 2]))), [3, 4] as never, [1, 10] as never)
  assert.equal(y as unknown, { primal: 3 + 8 + 1 + 6, tangent: 1 + 20 + 2 })
})

making('what is ragged or no number is refused, with its position', () => {
  const fails = (from: unknown, message: RegExp): void => assert.throws(() => tensor(from as never), (error: Error) => error.name === 'PushforwardError' && message.test(error.message))
  fails([[1, 2], [3]], /^tensor expects rows of one length; at \[1\] it got an array of 1 where the first has 2$/)
  fails([[1, 2], [3, 'a']], /^tensor expects numbers; at \[1\]\[1\] it got the string "a"$/)
  fails([[1, 2], 3], /^tensor expects rows of one depth; at \[1\] it got the number 3 where an array stands before$/)
  fails([1, [2]], /^tensor expects rows of one depth; at \[1\] it got an array of 1 where a number stands before$/)
  fails([1, undefined], /at \[1\] it got undefined$/)
  fails([1n], /it got the bigint 1$/)
  fails('1 2 3', /^tensor expects numbers in arrays, or a typed array, and got the string "1 2 3"$/)
  fails(null, /and got null$/)
  fails(Int32Array.of(1), /^an Int32Array cannot hold derivatives/)
  fails(Uint8Array.of(1), /^a Uint8Array cannot hold derivatives/)
  assert.throws(() => tensor([1, 2, 3], [2, 2]), /^tensor expects 4 numbers for the shape \[2, 2\], and got 3$/)
  assert.throws(() => zeros([2, -1]), /^zeros expects a shape, an array of whole numbers from 0 on, and got \[2, -1\]$/)
  assert.throws(() => zeros(3 as never), /^zeros expects a shape/)
  assert.throws(() => arange(0, 1, 0), /^arange expects finite ends and a step that is not 0/)
})
making('values of several shapes are no tensor', () => {
  assert.throws(() => tensor([tensor([1, 2]), tensor([3])] as never), /^tensor expects values of one shape; at \[1\] it got one of shape \[1\] where the first has \[2\]$/)
  assert.throws(() => tensor([tensor([1, 2]), 3] as never), /at \[1\] it got one of shape \[\] where the first has \[2\]$/)
  assert.equal((tensor([[tensor([1, 2]), tensor([3, 4])]] as never) as library.Tensor).shape, [1, 2, 2])
})
making.run()

const writing = suite('tensors are written')

writing('readably: the shape, and some numbers', () => {
  assert.is(String(tensor([1, 2.5, 1 / 3])), 'Tensor [3] [1, 2.5, 0.333333]')
  assert.is(inspect(tensor([[1, 2], [3, 4]])), 'Tensor [2, 2]\n       [[1, 2],\n        [3, 4]]')
  assert.is(`${linspace(0, 99, 100)}`, 'Tensor [100] [0, 1, 2, …, 97, 98, 99]')
  assert.is(String(tensor(4)), 'Tensor [] 4')
  assert.is(String(zeros([0, 3])), 'Tensor [0, 3]')
  assert.is(String(tensor([NaN, -Infinity])), 'Tensor [2] [NaN, -Infinity]')
  assert.ok(String(zeros([100, 100])).length < 400)
})

writing('as JSON and nested arrays', () => {
  assert.is(JSON.stringify({ x: tensor([[1, 2]]) }), '{"x":[[1,2]]}')
  assert.equal(tensor([[[1, 2]], [[3, 4]]]).toArray(), [[[1, 2]], [[3, 4]]])
  assert.is(tensor(5).toArray(), 5)
})

writing('JavaScript arithmetic on a tensor throws, and says what to write', () => {
  const x = tensor([1, 2]) as unknown as number
  for (const use of [() => x * 2, () => x > 1, () => Math.cos(x), () => -x, () => x + 1])
    assert.throws(use, /^a tensor of shape \[2\] met JavaScript arithmetic: write mul\(x, 2\) for x \* 2/)
})
writing.run()

// ── every elementwise row ───────────────────────────────────────────────────────────────────────────────────────────

const rows = Object.values(library).filter((row): row is Unary | Binary => typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary'))
const special = [0, -0, 1, -1, 0.5, -2, 2.5, 1e-300, -1e300, Infinity, -Infinity, NaN, 3, 0.1, 1e5]
const same = (got: ArrayLike<number>, want: readonly number[], what: string): void => {
  assert.is(got.length, want.length)
  want.forEach((x, i) => { if (!Object.is(got[i], x)) assert.unreachable(`${what}: [${i}] is ${got[i]}, of numbers ${x}`) })
}
const tangentOf = (y: Scalar): number => typeof y === 'number' ? 0 : y.tangent as number

const elementwise = suite('every elementwise row on tensors is what it is on numbers, bit for bit; its jvp too')
for (const row of rows) elementwise(row.name, () => {
  const x = tensor(special), moving = special.map((_, i) => i % 4 === 3 ? 0 : i - 6), dx = tensor(moving)
  if (row.verb === 'unary') {
    same((row(x) as InstanceType<typeof Tensor>).data, special.map(v => row(v)), row.name)
    const { primal: y, tangent: dy } = jvp(row as (x: Tensorial) => Tensorial, x, dx)
    same(numbers(y), special.map(v => row(v)), `primal of ${row.name}`)
    same(numbers(dy).map(v => v + 0), special.map((v, i) => moving[i] === 0 ? 0 : tangentOf(row(dual(v, moving[i]!))) + 0), `tangent of ${row.name}`)
    return
  }
  const n = special.length, y = reshape(x, [n, 1]), pairs = special.flatMap(b => special.map(a => [a, b] as const))
  same(numbers(row(x, y)), pairs.map(([a, b]) => row(a, b)), row.name)
  same(numbers(row(x, 0.5)), special.map(a => row(a, 0.5)), `${row.name} with a number`)
  same(numbers(row(0.5, x)), special.map(a => row(0.5, a)), `a number with ${row.name}`)
  const left = jvp((t: Tensorial) => row(t, y), x, dx)
  same(numbers(left.primal), pairs.map(([a, b]) => row(a, b)), `primal of ${row.name}`)
  same(numbers(left.tangent).map(v => v + 0), pairs.map(([a, b], i) => moving[i % n] === 0 ? 0 : tangentOf(row(dual(a, moving[i % n]!), b)) + 0), `tangent of ${row.name}`)
  const right = jvp((t: Tensorial) => row(x, t), y as Tensorial, reshape(dx, [n, 1]))
  same(numbers(right.tangent).map(v => v + 0), special.flatMap((b, i) => special.map(a => moving[i] === 0 ? 0 : tangentOf(row(a, dual(b, moving[i]!))) + 0)), `second tangent of ${row.name}`)
})

elementwise('empty and rank-0 tensors', () => {
  assert.equal((sin(zeros([0, 3])) as InstanceType<typeof Tensor>).shape, [0, 3])
  assert.equal((add(zeros([0, 3]), ones([3])) as InstanceType<typeof Tensor>).shape, [0, 3])
  assert.equal((add(tensor(1), tensor([1, 2])) as InstanceType<typeof Tensor>).toArray(), [2, 3])
  assert.is((cos(tensor(0)) as InstanceType<typeof Tensor>).toArray(), 1)
  assert.equal(numbers(jvp((x: Tensorial) => mul(x, x), zeros([0]), zeros([0])).tangent), [])
})

elementwise('comparisons give masks, of the primals; where chooses by them', () => {
  const x = tensor([-1, 0, 2])
  assert.equal((less(x, 1) as InstanceType<typeof Tensor>).toArray(), [1, 1, 0])
  const { primal: y, tangent: dy } = jvp((t: Tensorial) => where(less(t, 0) as Value, 0, square(t)) as Tensorial, x, ones([3]))
  assert.equal([numbers(y), numbers(dy)], [[0, 0, 4], [0, 0, 4]])
})

elementwise('primal of a moving tensor is the tensor beneath', () => {
  let seen: unknown
  jvp((x: Tensorial) => { seen = primal(sin(x) as Value); return x }, tensor([1, 2]), ones([2]))
  assert.equal((seen as InstanceType<typeof Tensor>).toArray(), [Math.sin(1), Math.sin(2)])
})
elementwise.run()

// ── arrays of others ────────────────────────────────────────────────────────────────────────────────────────────────

const others = suite('what comes out is of the kind that went in')
const quadratic = (x: Tensorial): Scalar => sum(mul(x, mul(x, x)))

others('a Float64Array may be taken apart as an array may', () => {
  assert.equal([...(gradient(([x, y]) => mul(x, square(y)))(Float64Array.of(2, 3)) as Float64Array)], [9, 12])
  const [row] = tensor([[1, 2], [3, 4]]) as unknown as Iterable<InstanceType<typeof Tensor>>
  assert.equal(row!.toArray(), [1, 2])
  assert.throws(() => [...(tensor(1) as unknown as Iterable<unknown>)], /^a number cannot be taken apart like an array: it has no axis$/)
})

others('Float64Array', () => {
  const x = Float64Array.of(1, 2, 3), g = gradient(quadratic)(x)
  assert.instance(g, Float64Array)
  assert.equal([...g], [3, 12, 27])
  assert.equal([...x], [1, 2, 3])
  const { primal: y, tangent: dy } = jvp((t: Tensorial) => sin(t), x, Float64Array.of(1, 0, 0))
  assert.instance(y, Float64Array)
  assert.equal([...dy], [Math.cos(1), 0, 0])
  assert.equal(jacobian((t: Tensorial) => mul(t, 2))(x).shape, [3, 3])
  assert.equal(numbers(hessian(quadratic)(x)), [6, 0, 0, 0, 12, 0, 0, 0, 18])
})

others('a result never shares its numbers with what was given', () => {
  const x = Float64Array.of(1, 2), { primal: y } = jvp((t: Tensorial) => t, x, Float64Array.of(1, 1))
  assert.is.not((y as unknown as Float64Array).buffer, x.buffer)
})

others('Float32Array; whole-number arrays are refused', () => {
  const g = gradient(quadratic)(Float32Array.of(1, 2))
  assert.instance(g, Float32Array)
  assert.equal([...g], [3, 12])
  assert.throws(() => gradient(quadratic)(Int16Array.of(1, 2) as never), /an Int16Array cannot hold derivatives, which are no whole numbers: convert it, Float64Array\.from\(x\)/)
})

others('ml-matrix', () => {
  const x = new Matrix([[1, 2], [3, 4]]), g = gradient(quadratic)(x)
  assert.instance(g, Matrix)
  assert.equal(g.to2DArray(), [[3, 12], [27, 48]])
  assert.equal(gradient(quadratic)(x.transpose()).to2DArray(), [[3, 27], [12, 48]])
  const { primal: y } = jvp((t: Tensorial) => matmul(t, t), x, Matrix.eye(2))
  assert.equal((y as unknown as Matrix).to2DArray(), x.mmul(x).to2DArray())
})

others('mathjs', () => {
  const math = create(all!), x = math.matrix([1, 2]), g = gradient(quadratic)(x as never) as unknown as typeof x
  assert.is((g as unknown as { isDenseMatrix: boolean }).isDenseMatrix, true)
  assert.equal(g.toArray(), [3, 12])
  const h = hessian(quadratic)(x as never) as unknown as typeof x
  assert.equal(h.toArray(), [[6, 0], [0, 12]])
  assert.throws(() => gradient(quadratic)(math.matrix([math.bignumber(1)]) as never), /^a DenseMatrix must hold numbers; its element 0 is 1$/)
})

others('ndarray, views too', () => {
  const x = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]), g = gradient(quadratic)(x as never) as unknown as typeof x
  assert.equal([g.shape, g.get(1, 2), g.get(0, 1)], [[2, 3], 108, 12])
  const view = x.transpose(1, 0), t = tensor(view as never)
  assert.equal(t.toArray(), [[1, 4], [2, 5], [3, 6]])
  assert.equal(tensor(x.lo(0, 1) as never).toArray(), [[2, 3], [5, 6]])
})

others('stdlib’s ndarray, by its fields', () => {
  // the package itself cannot be installed from npm alone; this stands for it: same fields, same constructor
  class Ndarray {
    readonly dtype: string; readonly data: Float64Array; readonly shape: number[]; readonly strides: number[]; readonly offset: number; readonly order: string
    constructor(dtype: string, data: Float64Array, shape: number[], strides: number[], offset: number, order: string) {
      Object.assign(this, { dtype, data, shape, strides, offset, order })
      this.dtype = dtype; this.data = data; this.shape = shape; this.strides = strides; this.offset = offset; this.order = order
    }
    get(...index: number[]): number { return this.data[index.reduce((a, i, axis) => a + i * this.strides[axis]!, this.offset)]! }
  }
  const x = new Ndarray('float64', Float64Array.of(1, 2, 3, 4), [2, 2], [1, 2], 0, 'column-major')
  assert.equal(tensor(x as never).toArray(), [[1, 3], [2, 4]])
  const g = gradient(quadratic)(x as never) as unknown as Ndarray
  assert.instance(g, Ndarray)
  assert.equal([g.shape, [...g.data], g.order], [[2, 2], [3, 27, 12, 48], 'row-major'])
})

others('arrays within structures, each in its own kind', () => {
  const f = ({ W, b, c }: { W: Tensorial; b: Tensorial; c: Scalar }): Scalar => mul(c, norm(add(matmul(W, b), b)))
  const g = gradient(f)({ W: new Matrix([[1, 2], [3, 4]]), b: Float64Array.of(1, -1), c: 2 })
  assert.instance(g.W, Matrix)
  assert.instance(g.b, Float64Array)
  assert.type(g.c, 'number')
  const h = 1e-6, W = new Matrix([[1, 2], [3, 4]]), at = (b0: number): number => f({ W: tensor(W.to2DArray()), b: tensor([b0, -1]), c: 2 }) as number
  assert.ok(Math.abs(g.b[0]! - (at(1 + h) - at(1 - h)) / (2 * h)) < 1e-8)
})

others('several arguments, each an array', () => {
  const g = (gradient as unknown as (f: unknown) => (...x: unknown[]) => unknown)((x: Tensorial, y: Tensorial) => dot(x, y))(Float64Array.of(1, 2), Float64Array.of(3, 4))
  assert.equal((g as Float64Array[]).map(x => [...x]), [[3, 4], [1, 2]])
})

others('a function that returns an array as it is', () => {
  const y = jvp((x: Tensorial) => [x, Float64Array.of(7, 8)] as never, Float64Array.of(1, 2), Float64Array.of(1, 1)) as unknown as { tangent: Float64Array[] }
  assert.equal(y.tangent.map(t => [...t]), [[1, 1], [0, 0]])
})
others('what comes out of a motion that is passed on does not share memory with it', () => {
  const v = Float64Array.of(3, 4), x = Float64Array.of(1, 2), passed = (x: Tensorial): Tensorial => x
  const outs = [jvp(passed, x, v as never).tangent, library.taylor(passed, { order: 1 })(x as never, v as never)[1], library.jacobian(passed).times(v as never)(x as never)] as unknown as Float64Array[]
  for (const out of outs) {
    assert.equal([...out], [3, 4])
    out[0] = 99
    assert.is(v[0], 3)
  }
})
others.run()

const types = suite('types: plain tensors give plain tensors and numbers')

types('without casts; in a transform they may move', () => {
  const { concat, det, eigh, mean, qr, solve, stack, sub, trace, transpose } = library
  const A = tensor([[2, 1], [1, 3]]), b = tensor([1, 2])
  const data: Float64Array = sub(A, 1).data
  const rows: unknown = matmul(A, transpose(A)).toArray()
  const shape: readonly number[] = solve(A, b).shape
  const numbersOf: number[] = [sum(A), mean(A), norm(b), trace(A), det(A), dot(b, b)]
  const joined: Float64Array = concat([stack([b, b]), A]).data
  const values: Float64Array = eigh(A)[0].data, R: Float64Array = qr(A)[1].data
  assert.equal([data.length, shape, numbersOf.map(x => Math.round(x)), joined.length, values.length, R.length], [4, [2], [7, 2, 2, 5, 5, 5], 8, 2, 4])
  assert.equal(rows, [[5, 5], [5, 10]])
  const moving = gradient((x: Tensorial) => sum(matmul(A, transpose(x))))(A)
  assert.equal((moving as library.Tensor).toArray(), [[3, 4], [3, 4]])
})
types('second derivatives, elements and parts, and what primal gives', () => {
  const { at, hessian, jacobian, primal, slice, solve, tensor } = library
  const x = Float64Array.of(1, 2), f = (x: Tensorial): Scalar => mul(square(at(x, 0)), at(x, -1))
  const step: Float64Array = solve(hessian(f)(x), tensor(gradient(f)(x))).data
  const J: readonly number[] = jacobian((x: Tensorial) => square(x))(x).shape
  const first: number = at(tensor([5, 6]), 0), part: library.Tensor = slice(tensor([5, 6, 7]), [1, null]), plain: Float64Array = primal(tensor([1, 2]) as Tensorial).data
  assert.equal([[...step], J, first, part.toArray(), [...plain]], [[0.5, 1], [2, 2], 5, [6, 7], [1, 2]])
})

types.run()
