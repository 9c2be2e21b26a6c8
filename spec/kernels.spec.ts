// The array kernels against facts that do not come from them: published values, identities, and plain loops written here.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Adjugate, adjugate as adjugateOf, adjugateDerivative as adjugateAlong, adjugateParts, adjugateSecond } from '../lib/kernels/adjugate.ts'
import * as arrange from '../lib/kernels/arrange.ts'
import * as shapes from '../lib/kernels/broadcast.ts'
import { cholesky, choleskyAlong, choleskySolve } from '../lib/kernels/cholesky.ts'
import * as loops from '../lib/kernels/elementwise.ts'
import { eigh } from '../lib/kernels/eigh.ts'
import { expm, expmAlong, expmParts } from '../lib/kernels/expm.ts'
import { leastSolution, leastSquares } from '../lib/kernels/lstsq.ts'
import * as lu from '../lib/kernels/lu.ts'
import { matmul } from '../lib/kernels/matmul.ts'
import * as matrices from '../lib/kernels/matrices.ts'
import { formQ, formR, householder, qr } from '../lib/kernels/qr.ts'
import { normals, random, uniforms } from '../lib/kernels/random.ts'
import * as reduce from '../lib/kernels/reduce.ts'
import { argsort, invertPermutation } from '../lib/kernels/sort.ts'
import { pinv, svd } from '../lib/kernels/svd.ts'
import { javascriptTiles, tileSize, useTiles, wasmTiles } from '../lib/kernels/tiles.ts'
import { signed, unsigned } from '../lib/kernels/wasm.ts'
import { reference } from './support/reference.ts'

const { eye } = matrices
const epsilon = 2 ** -52
const f64 = (...x: number[]) => Float64Array.of(...x)
const iota = (n: number, from = 0) => Float64Array.from({ length: n }, (_, i) => i + from)
const equal = (actual: Iterable<number>, expected: Iterable<number>) => assert.equal([...actual], [...expected])
const transposed = (a: Float64Array, m: number, n: number) =>
  Float64Array.from({ length: m * n }, (_, i) => a[(i % m) * n + Math.floor(i / m)]!)

/** Equal to `tolerance`, in units of the greatest magnitude expected (or of 1). */
function near(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what = '') {
  assert.is(actual.length, expected.length, what)
  const scale = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1
  const off = Array.from(actual, (x, i) => Math.abs(x - expected[i]!)).reduce((most, x) => (x > most || x !== x ? x : most), 0)
  assert.ok(off <= tolerance * scale, `${what}: off by ${off / scale / epsilon} epsilon`)
}

/** C + A·B as it is defined. */
function triple(a: Float64Array, b: Float64Array, m: number, k: number, n: number, c: Float64Array = new Float64Array(m * n)): Float64Array {
  return c.map((total, at) => {
    for (let p = 0; p < k; p++) total += a[Math.floor(at / n) * k + p]! * b[p * n + (at % n)]!
    return total
  })
}

const sizes = [0, 1, 2, 3, 5, 20, 33, 60]
const source = random(4)
const lstsq = (a: Float64Array, m: number, n: number, b: Float64Array, columns: number) => {
  const by = leastSquares(a, m, n)
  return { x: leastSolution(by, m, n, b, columns), rank: by.rank }
}
const square = (n: number) => normals(n * n, source)
const symmetric = (n: number) => {
  const a = square(n)
  return a.map((x, i) => x + a[(i % n) * n + Math.floor(i / n)]!)
}
const hilbert = (n: number) => Float64Array.from({ length: n * n }, (_, i) => 1 / ((i % n) + Math.floor(i / n) + 1))
const orthonormalColumns = (q: Float64Array, m: number, k: number, what: string) =>
  near(triple(transposed(q, m, k), q, k, m, k), eye(k), 60 * epsilon, `${what}: columns orthonormal`)

// ——— shapes and loops ———————————————————————————————————————————————————————————————————————————————————————————

const broadcast = suite('broadcast')

broadcast('shapes as NumPy', () => {
  const cases: [number[], number[], number[] | undefined, number][] = [
    [[], [], [], 0],
    [[3], [], [3], 0],
    [[2, 3], [3], [2, 3], 0],
    [[2, 1], [3], [2, 3], 0],
    [[8, 1, 6, 1], [7, 1, 5], [8, 7, 6, 5], 0],
    [[0, 3], [1, 3], [0, 3], 0],
    [[1], [0], [0], 0],
    [[2, 3], [2], undefined, -1],
    [[2, 3], [4, 1, 3], [4, 2, 3], 0],
    [[5, 2, 3], [4, 2, 3], undefined, -3],
    [[0], [2], undefined, -1],
  ]
  for (const [a, b, shape, axis] of cases) {
    assert.equal(shapes.broadcastShape(a, b), shape)
    assert.equal(shapes.broadcastShape(b, a), shape)
    assert.is(Math.abs(shapes.clashingAxis(a, b)), -axis)
  }
})

const pairs: [number[], number[]][] = [
  [[], []], [[4], []], [[], [2, 3]], [[2, 3], [2, 3]], [[2, 3], [3]], [[3], [4, 2, 3]], [[2, 1], [2, 3]], [[2, 3], [2, 1]], [[2, 1], [1, 3]],
  [[3, 1, 5], [3, 4, 1]], [[2, 3, 4], [2, 1, 4]], [[2, 1, 4, 1, 3], [3, 1, 5, 3]], [[0, 3], [3]], [[1, 1], [1]], [[2, 1, 1, 7], [1, 3, 2, 1]],
]

for (const [kind, maker] of [['printed', loops.printedLoops], ['closure', loops.closureLoops]] as const) {
  broadcast(`${kind} loops: every element is f of the elements that broadcasting names`, () => {
    loops.useLoops(maker)
    const subtract = loops.elementwiseBinary('a subtraction?', (x, y) => x - y)
    const add = loops.elementwiseBinary('', (x, y) => x - y, true)
    const fma = loops.elementwiseTernary('fma', (x, y, z) => x * y + z)
    const negate = loops.elementwiseUnary('0neg', x => -x)
    loops.useLoops(undefined)
    assert.ok(Object.is(subtract(f64(-0), [1], f64(0), [1], [1])[0], -0), 'a zero keeps its sign')
    for (const [aShape, bShape] of pairs) {
      const shape = shapes.broadcastShape(aShape, bShape)!
      const a = iota(shapes.sizeOf(aShape), 1)
      const b = iota(shapes.sizeOf(bShape), 100)
      const at = (from: number[], position: number) => {
        const strides = shapes.broadcastStrides(from, shape)
        return shapes.stridesOf(shape).reduce((sum, stride, i) => sum + (Math.floor(position / stride) % shape[i]!) * strides[i]!, 0)
      }
      const wanted = iota(shapes.sizeOf(shape)).map(p => a[at(aShape, p)]! - b[at(bShape, p)]!)
      equal(subtract(a, aShape, b, bShape, shape), wanted)
      equal(add(a, aShape, b, bShape, shape, wanted.slice()), wanted.map(x => 2 * x))
      equal(shapes.broadcastTo(a, aShape, shape), wanted.map((_, p) => a[at(aShape, p)]!))
      equal(fma(wanted, wanted, wanted), wanted.map(x => x * x + x))
      equal(negate(wanted), wanted.map(x => -x))
    }
  })
}

broadcast('a zero tangent stays zero beside an infinite partial', () => {
  const partial = f64(Infinity, NaN, 2)
  const tangent = f64(0, 0, 3, 1, -0, 0)
  equal(loops.scaleRows(partial, tangent), [0, 0, 6, Infinity, 0, 0])
  equal(loops.addScaleRows(partial, tangent, new Float64Array(6).fill(1)), [1, 1, 7, Infinity, 1, 1])
  equal(loops.scaleRows(f64(), f64()), [])
})

broadcast.run()

// ——— along an axis ——————————————————————————————————————————————————————————————————————————————————————————————

const along = suite('along an axis')

along('sum, prod, max, min and where they stand', () => {
  const a = f64(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8) // [2, 3, 2]
  equal(reduce.sum(a, 2, 3, 2), [12, 11, 12, 17])
  equal(reduce.sum(a, 1, 12, 1), [52])
  equal(reduce.prod(a, 2, 3, 2), [60, 9, 50, 144])
  equal(reduce.max(a, 2, 3, 2), [5, 9, 5, 8])
  equal(reduce.min(a, 2, 3, 2), [3, 1, 2, 3])
  equal(reduce.argmax(a, 2, 3, 2), [2, 2, 1, 2])
  equal(reduce.argmin(a, 2, 3, 2), [0, 0, 0, 1])
  equal(reduce.argmax(f64(1, NaN, 3, NaN), 1, 4, 1), [1])
  equal(reduce.max(f64(1, NaN, 3), 1, 3, 1), [NaN])
  equal(reduce.min(f64(NaN, -Infinity), 1, 2, 1), [NaN])
  equal(reduce.argmax(f64(7, 7, 7), 1, 3, 1), [0])
})

along('nothing to reduce', () => {
  equal(reduce.sum(f64(), 2, 0, 2), [0, 0, 0, 0])
  equal(reduce.prod(f64(), 1, 0, 1), [1])
  equal(reduce.max(f64(), 1, 0, 1), [-Infinity])
  equal(reduce.min(f64(), 1, 0, 1), [Infinity])
  equal(reduce.argmin(f64(), 1, 0, 1), [-1])
  equal(reduce.sum(f64(), 0, 3, 2), [])
})

along('a long sum keeps its digits', () => {
  const n = 1_000_001
  const tenth = new Float64Array(n).fill(0.1)
  near(reduce.sum(tenth, 1, n, 1), [n * 0.1], 2 * epsilon)
  near(reduce.sum(new Float64Array(2 * n).fill(0.1), 1, n, 2), [n * 0.1, n * 0.1], 20 * epsilon)
  for (const length of [1, 7, 8, 9, 127, 128, 129, 1000, 1025]) assert.is(reduce.pairwiseSum(iota(length)), (length * (length - 1)) / 2)
  assert.is(reduce.pairwiseSum(iota(10), 3, 4), 18)
})

along('running sums, products, and the recurrence behind them', () => {
  const a = f64(1, 2, 3, 4, 5, 6, 7, 8) // [2, 2, 2]
  equal(reduce.cumsum(a, 2, 2, 2), [1, 2, 4, 6, 5, 6, 12, 14])
  equal(reduce.cumprod(a, 1, 8, 1), [1, 2, 6, 24, 120, 720, 5040, 40320])
  equal(reduce.cumsum(f64(), 1, 0, 1), [])
  equal(reduce.recurrence(f64(9, 2, 3), f64(1, 1, 1), 1, 3, 1), [1, 3, 10])
  // two lanes share the factors; cumprod at zeros: d(x y z) along each axis of (0, 2, 0)
  equal(reduce.recurrence(f64(0, 2, 0), f64(1, 0, 0, 0, 0, 0), 2, 3, 1), [1, 2, 0, 0, 0, 0])
  equal(reduce.recurrence(f64(), f64(), 2, 0, 3), [])
})

along('sorting is stable, NaN comes last', () => {
  equal(argsort(f64(3, NaN, -0, 0, -Infinity, NaN, Infinity), 1, 7, 1), [4, 2, 3, 0, 6, 1, 5])
  for (const n of [0, 1, 2, 7, 8, 9, 64, 100, 1000]) {
    const keys = uniforms(n, source, 0, 20).map(Math.floor)
    const wanted = Array.from(keys.keys()).sort((i, j) => keys[i]! - keys[j]! || i - j)
    equal(argsort(keys, 1, n, 1), wanted)
  }
  const a = normals(60, source) // [3, 5, 4]
  const order = argsort(a, 3, 5, 4)
  const sorted = arrange.takeAlong(a, 3, 5, 4, order, 5)
  for (let i = 0; i < 60; i++) if (Math.floor(i / 4) % 5 > 0) assert.ok(sorted[i]! >= sorted[i - 4]!)
  equal(arrange.takeAlong(sorted, 3, 5, 4, invertPermutation(order, 3, 5, 4), 5), a)
  // one index, two lanes
  equal(arrange.takeAlong(f64(1, 2, 3, 4), 2, 2, 1, Int32Array.of(1), 1), [2, 4])
})

along('gather and scatterAdd are transposes of each other', () => {
  const a = iota(12) // [2, 3, 2]
  equal(arrange.gather(a, 2, 3, 2, [2, 0, 2]), [4, 5, 0, 1, 4, 5, 10, 11, 6, 7, 10, 11])
  equal(arrange.scatterAdd(iota(12, 1), 2, 4, 2, [2, 0, 2]), [3, 4, 0, 0, 6, 8, 0, 0, 9, 10, 0, 0, 18, 20, 0, 0])
  equal(arrange.gather(iota(60), 1, 3, 20, [1]), iota(20, 20))
  equal(arrange.gather(a, 2, 3, 2, []), [])
})

along('slice, flip, roll, pad, concat', () => {
  const a = iota(12) // [2, 3, 2]
  equal(arrange.slice(a, 2, 3, 2, 1, 1, 2), [2, 3, 4, 5, 8, 9, 10, 11])
  equal(arrange.slice(iota(7), 1, 7, 1, 5, -2, 3), [5, 3, 1])
  equal(arrange.flip(a, 2, 3, 2), [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7])
  equal(arrange.roll(a, 2, 3, 2, 1), [4, 5, 0, 1, 2, 3, 10, 11, 6, 7, 8, 9])
  equal(arrange.roll(iota(5), 1, 5, 1, -7), [2, 3, 4, 0, 1])
  equal(arrange.roll(f64(), 1, 0, 1, 3), [])
  equal(arrange.pad(iota(4, 1), 2, 2, 1, 1, 2, 9), [9, 1, 2, 9, 9, 9, 3, 4, 9, 9])
  equal(arrange.pad(iota(5), 1, 5, 1, -1, -2), [1, 2])
  equal(arrange.pad(iota(5), 1, 5, 1, -4, 2), [4, 0, 0])
  equal(arrange.pad(iota(2), 1, 2, 1, -5, 1), [])
  equal(arrange.concat([iota(4), f64(7, 8)], 2, [2, 1], 1), [0, 1, 7, 2, 3, 8])
  equal(arrange.concat([f64(), f64(1)], 1, [0, 1], 1), [1])
})

along('transposes of every order of axes', () => {
  const cases: [number[], number[]][] = [
    [[], []], [[4], [0]], [[2, 3], [1, 0]], [[2, 3], [0, 1]], [[40, 33], [1, 0]], [[2, 3, 4], [2, 1, 0]], [[2, 3, 4], [0, 2, 1]],
    [[2, 3, 4], [1, 0, 2]], [[2, 3, 4], [2, 0, 1]], [[2, 1, 4, 3], [3, 1, 0, 2]], [[2, 3, 2, 5], [2, 0, 3, 1]], [[0, 3], [1, 0]],
  ]
  for (const [shape, axes] of cases) {
    const a = iota(shapes.sizeOf(shape))
    const strides = shapes.stridesOf(shape)
    const outStrides = shapes.stridesOf(axes.map(axis => shape[axis]!))
    const wanted = a.map(p =>
      axes.reduce((sum, axis, i) => sum + (Math.floor(p / outStrides[i]!) % shape[axis]!) * strides[axis]!, 0))
    equal(arrange.transpose(a, shape, axes), wanted)
  }
})

along.run()

// ——— matrices ———————————————————————————————————————————————————————————————————————————————————————————————————

const parts = suite('parts of matrices')

parts('triangles, diagonals, traces', () => {
  const a = iota(12, 1) // [2, 2, 3] or 3 × 4
  equal(matrices.tril(a, 2, 2, 3), [1, 0, 0, 4, 5, 0, 7, 0, 0, 10, 11, 0])
  equal(matrices.triu(a, 2, 2, 3), [1, 2, 3, 0, 5, 6, 7, 8, 9, 0, 11, 12])
  for (const k of [-5, -3, -1, 0, 2, 4, 9])
    equal(matrices.tril(a, 1, 3, 4, k).map((x, i) => x + matrices.triu(a, 1, 3, 4, k + 1)[i]!), a)
  equal(matrices.diagonal(a, 2, 2, 3), [1, 5, 7, 11])
  equal(matrices.diagonal(a, 1, 3, 4, 1), [2, 7, 12])
  equal(matrices.diagonal(a, 1, 3, 4, -2), [9])
  equal(matrices.diagonal(a, 1, 3, 4, -3), [])
  equal(matrices.fromDiagonal(f64(1, 2, 3, 4), 2, 2), [1, 0, 0, 2, 3, 0, 0, 4])
  equal(matrices.fromDiagonal(f64(5), 1, 1, -1), [0, 0, 5, 0])
  equal(matrices.trace(a, 2, 2, 3), [6, 18])
  equal(eye(2, 3), [1, 0, 0, 0, 1, 0])
})

parts('Kronecker product and convolution', () => {
  // numpy.convolve([1, 2, 3, 4], [0, 1, 0.5], mode)
  const [a, b] = [f64(1, 2, 3, 4), f64(0, 1, 0.5)]
  equal(matrices.convolve1d(a, b), [0, 1, 2.5, 4, 5.5, 2])
  equal(matrices.convolve1d(a, b, 'same'), [1, 2.5, 4, 5.5])
  equal(matrices.convolve1d(b, a, 'same'), [1, 2.5, 4, 5.5])
  equal(matrices.convolve1d(a, b, 'valid'), [2.5, 4])
  equal(matrices.convolve1d(a, f64(1, 2), 'same'), [1, 4, 7, 10])
  equal(matrices.convolve1d(a, f64()), [])
})

parts.run()

const product = suite('matrix product')

const productShapes = [
  [0, 3, 2], [3, 0, 2], [1, 1, 1], [1, 9, 1], [2, 30, 40], [40, 30, 2], [3, 5, 7], [17, 33, 9], [64, 65, 66],
  [tileSize.rows + 1, tileSize.depth + 1, 5], [5, 3, tileSize.columns + 1], [tileSize.rows + 2, tileSize.depth * 2, tileSize.columns + 3],
] as const

for (const [name, tiles] of [['WebAssembly', wasmTiles()], ['JavaScript', javascriptTiles()]] as const) {
  product(`${name}: the bits of the plain triple loop, in every shape, transposed, accumulated and offset`, () => {
    assert.ok(tiles, 'this machine has no WebAssembly SIMD')
    useTiles(tiles)
    for (const [m, k, n] of productShapes) {
      const a = normals(m * k, source)
      const b = normals(k * n, source)
      const wanted = triple(a, b, m, k, n)
      const [at, bt] = [transposed(a, m, k), transposed(b, k, n)]
      equal(matmul(a, b, m, k, n), wanted)
      equal(matmul(at, b, m, k, n, undefined, { aTransposed: true }), wanted)
      equal(matmul(a, bt, m, k, n, undefined, { bTransposed: true }), wanted)
      equal(matmul(at, bt, m, k, n, undefined, { aTransposed: true, bTransposed: true }), wanted)
      const out = new Float64Array(m * n + 2).fill(7)
      const shifted = (x: Float64Array) => arrange.pad(x, 1, x.length, 1, 1, 0, NaN)
      matmul(shifted(a), shifted(b), m, k, n, out, { aStart: 1, bStart: 1, outStart: 1 })
      equal(out, [7, ...wanted, 7])
      equal(matmul(a, b, m, k, n, wanted.slice(), { accumulate: true }), triple(a, b, m, k, n, wanted))
    }
    equal(matmul(f64(0, 0, 0, 0), f64(Infinity, 0, 0, 0), 2, 2, 2), [NaN, 0, NaN, 0])
    useTiles(undefined)
  })
}

product('numbers in LEB128', () => {
  equal(unsigned(624485), [0xe5, 0x8e, 0x26]) // the example of Wikipedia's article
  equal(signed(-123456), [0xc0, 0xbb, 0x78])
  equal(signed(64), [0xc0, 0x00])
  equal(signed(-64), [0x40])
})

product.run()

// ——— decompositions —————————————————————————————————————————————————————————————————————————————————————————————

interface Case { name: string; value: number[]; jvp: number[]; second_directional: number[] }
const published = reference<{ matrices: Record<string, number[][] | number[]>; cases: Case[] }>('linalg')
const given = (name: string) => Float64Array.from(published.matrices[name]!.flat())
const [A, G, T, b, dG] = ['A', 'G', 'T', 'b', 'dG'].map(given) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
const expected = (name: string) => published.cases.find(c => c.name.startsWith(name))!

const values = suite('published values')

const computed: Record<string, () => number[]> = {
  'matmul G*A':        () => [...matmul(G, A, 3, 3, 3)],
  'inv(G)':            () => [...lu.inverse(G, 3)],
  'solve(G,b)':        () => [...lu.solve(G, 3, b, 1)],
  'det(G)':            () => [lu.det(G, 3)],
  'logdet(A)':         () => [lu.luSlogdet(lu.lu(A, 3), 3).logAbs],
  'cholesky(A)':       () => [...cholesky(A, 3).l],
  'eigvalsh(A)':       () => [...eigh(A, 3).values, ...eigh(A, 3).vectors],
  'qr(T)':             () => [...qr(T, 4, 2, true).q, ...qr(T, 4, 2, true).r],
  'qr(G)':             () => [...qr(G, 3, 3, true).q, ...qr(G, 3, 3, true).r],
  'svdvals(T)':        () => [...svd(T, 4, 2).s],
  'svd(T)':            () => [...svd(T, 4, 2).u, ...svd(T, 4, 2).s, ...svd(T, 4, 2).vt],
  'expm(G)':           () => [...expm(G, 3)],
  'pinv(T)':           () => [...pinv(T, 4, 2)],
  'lstsq(T':           () => [...lstsq(T, 4, 2, f64(1, 2, 3, 4), 1).x],
  'spectral norm(G)':  () => [svd(G, 3, 3).s[0]!],
  'trace(inv(G))':     () => [...matrices.trace(lu.inverse(G, 3), 1, 3, 3)],
}
for (const [name, value] of Object.entries(computed))
  values(name, () => near(value(), expected(name).value, 8 * epsilon))

const adjugate = (a: Float64Array, n: number): Float64Array => adjugateOf(adjugateParts(a, n), n)
const adjugateDerivative = (a: Float64Array, e: Float64Array, n: number): Float64Array => adjugateAlong(adjugateParts(a, n), e, n)

values('the determinant moves by the adjugate, and again by its derivative', () => {
  const inner = (x: Float64Array, y: Float64Array) => matrices.trace(matmul(x, y, 3, 3, 3), 1, 3, 3)
  near(inner(adjugate(G, 3), dG), expected('det(G)').jvp, 8 * epsilon)
  near(inner(adjugateDerivative(G, dG, 3), dG), expected('det(G)').second_directional, 64 * epsilon)
})

// expm of s·[[.5, .25, −.25], [.125, −.5, .25], [.25, .25, .25]] for s in the reach of each approximant; mpmath, 60 digits
const exponentials: [number, number[]][] = [
  [0.01, [1.0050109492256645, 0.002496884099946881, -0.002506266939307252, 0.001253133469653626, 0.9950171575996367, 0.0024953202933868193,
    0.002510958358987437, 0.0025000117130670046, 1.0025031184797972]],
  [0.2, [1.104469847203083, 0.048820610174529246, -0.052637423887824386, 0.026318711943912193, 0.9066428640294358, 0.04818447455564672,
    0.05454583074447196, 0.050092881412294295, 1.051196287696376]],
  [0.9, [1.5475696441762963, 0.20543258867424785, -0.2888660984921061, 0.14443304924605305, 0.6702169496007327, 0.19152700370460482,
    0.3305828534010352, 0.23324375861353394, 1.2447979607145472]],
  [2, [2.5408407835582905, 0.42726092076591327, -0.9104498167130101, 0.45522490835650503, 0.5096711698632396, 0.3467294381080638,
    1.1520442646865585, 0.5883238860816122, 1.549859484187431]],
  [5, [7.841595572765229, 0.8304749686937724, -6.24702564219851, 3.123512821099255, 0.9086619156536472, -0.07228347689035061,
    8.955300978950879, 2.6359918598620182, 0.6918114849825954]],
  [20, [-4697.018591209316, -726.6663713854753, 2716.4033406979192, -1358.2016703489596, -463.8617927924524, -395.0435431667346,
    -3711.271825354141, -1389.9120278229566, -1648.992422292656]],
]
values('the exponential in the reach of each approximant', () => {
  for (const [s, wanted] of exponentials)
    near(expm(f64(0.5, 0.25, -0.25, 0.125, -0.5, 0.25, 0.25, 0.25, 0.25).map(x => s * x), 3), wanted, 40 * epsilon, `s = ${s}`)
  // the example of Moler & Van Loan's "Nineteen dubious ways"
  near(expm(f64(-49, 24, -64, 31), 2), [-0.7357587581447531, 0.5518190996580977, -1.4715175990882605, 1.1036382407155725], 1e-13)
  near(expm(f64(0, 1, -1, 0), 2), [Math.cos(1), Math.sin(1), -Math.sin(1), Math.cos(1)], 4 * epsilon)
  equal(expm(f64(0, 1, 0, 0), 2), [1, 1, 0, 1])
  equal(expm(f64(), 0), [])
})

// mpmath, 60 digits, of the matrices as rounded to doubles
values('small eigenvalues and singular values of badly scaled matrices keep their digits', () => {
  const graded = f64(1, 0.5e-4, 0.2e-8, 0.5e-4, 1e-8, 0.3e-12, 0.2e-8, 0.3e-12, 1e-16)
  const eachNear = (actual: Float64Array, wanted: number[]) => near(actual.map((x, i) => x / wanted[i]!), wanted.map(() => 1), 16 * epsilon)
  eachNear(eigh(graded, 3).values, [9.06666666021926e-17, 7.499999986583333e-09, 1.0000000025])
  const columns = [1e8, 1, 1e-8]
  const scaled = f64(1, 2, 3, 4, 5, 6.5, 7, 8, 10, 2, -1, 1).map((x, i) => x * columns[i % 3]!)
  eachNear(svd(scaled, 4, 3).s, [836660026.5340756, 3.389058023361991, 1.0798355319767005e-08])
  // Hilbert's matrix, condition 1.5e10 and 1.6e13: errors of some ε times the greatest
  near([eigh(hilbert(8), 8).values[0]!], [1.1115389694888081e-10], 1e-6)
  near([svd(hilbert(10), 10, 10).s[9]!], [1.0932524334974553e-13], 1e-3)
  near([lu.det(hilbert(8), 8)], [2.737050121755729e-33], 1e-6)
})

values.run()

const identities = suite('identities')

identities('P·A = L·U, A·X = B, det A = ± the product of pivots', () => {
  for (const n of sizes) {
    const a = square(n)
    const f = lu.lu(a, n)
    const { p, l, u } = lu.unpackLU(f, n)
    near(triple(p, a, n, n, n), triple(l, u, n, n, n), 20 * epsilon, `n = ${n}`)
    assert.is(f.singularAt, -1)
    assert.ok(l.every(x => Math.abs(x) <= 1))
    const x = normals(n * 3, source)
    near(lu.luSolve(f, n, triple(a, x, n, n, 3), 3), x, 1e-10)
    near(lu.luSolve(f, n, triple(transposed(a, n, n), x, n, n, 3), 3, true), x, 1e-10)
    near(triple(a, lu.inverse(a, n), n, n, n), eye(n), 1e-11)
    const { sign, logAbs } = lu.luSlogdet(f, n)
    near([sign * Math.exp(logAbs)], [lu.luDet(f, n)], 1e-12)
  }
  for (const [m, n] of [[5, 3], [3, 5], [4, 0], [0, 4]] as const) {
    const a = normals(m * n, source)
    const k = Math.min(m, n)
    const { p, l, u } = lu.unpackLU(lu.lu(a, m, n), m, n)
    near(triple(p, a, m, m, n), triple(l, u, m, k, n), 8 * epsilon)
  }
  const rankOne = lu.lu(f64(1, 2, 2, 4), 2)
  assert.is(rankOne.singularAt, 1)
  assert.equal(lu.luSlogdet(rankOne, 2), { sign: 0, logAbs: -Infinity })
  assert.is(lu.det(f64(0, 1, 1, 0), 2), -1)
})

identities('triangular systems: either triangle, unit, transposed; the other triangle is not read', () => {
  for (const lower of [true, false])
    for (const unit of [true, false])
      for (const turned of [true, false]) {
        const n = 6
        const full = square(n).map((x, i) => (i % (n + 1) === 0 ? 3 + Math.abs(x) : x))
        let t = lower ? matrices.tril(full, 1, n, n) : matrices.triu(full, 1, n, n)
        if (unit) t = t.map((x, i) => (i % (n + 1) === 0 ? 1 : x))
        const x = normals(n * 2, source)
        const right = triple(turned ? transposed(t, n, n) : t, x, n, n, 2)
        const read = full.map((y, i) => ((lower ? i % n > Math.floor(i / n) : i % n < Math.floor(i / n)) || (unit && i % (n + 1) === 0) ? NaN : y))
        near(lu.triangularSolve(read, n, right, 2, { lower, unit, transposed: turned }), x, 1e-11)
      }
})

identities('A = L·Lᵀ, and the pivot that fails is named', () => {
  for (const n of sizes) {
    const root = square(n)
    const a = triple(root, transposed(root, n, n), n, n, n).map((x, i) => (i % (n + 1) === 0 ? x + 1 : x))
    const { l, failedAt } = cholesky(a, n)
    assert.is(failedAt, -1)
    near(triple(l, transposed(l, n, n), n, n, n), a, 20 * epsilon)
    const x = normals(n * 2, source)
    near(choleskySolve(l, n, triple(a, x, n, n, 2), 2), x, 1e-10)
  }
  assert.is(cholesky(f64(1, 0, 0, 0, 1, 0, 0, 0, -1), 3).failedAt, 2)
  assert.is(cholesky(f64(0), 1).failedAt, 0)
  assert.is(cholesky(f64(1, 1, 1, 1), 2).failedAt, 1)
  equal(cholesky(f64(4, NaN, 2, 5), 2).l, [2, 0, 1, 2]) // the upper triangle is not read
})

const oblong = [[0, 0], [3, 0], [0, 3], [1, 1], [1, 5], [5, 1], [4, 4], [7, 4], [4, 7], [40, 33], [33, 40]] as const

identities('A = Q·R and A·P = Q·R', () => {
  for (const [m, n] of oblong) {
    const a = normals(m * n, source)
    const k = Math.min(m, n)
    const { q, r } = qr(a, m, n)
    orthonormalColumns(q, m, k, 'Q')
    near(triple(q, r, m, k, n), a, 40 * epsilon, `${m} × ${n}`)
    equal(r, matrices.triu(r, 1, k, n))
    const f = householder(a, m, n, true)
    const permuted = arrange.gather(a, m, n, 1, f.columns)
    near(triple(formQ(f, m, n), formR(f, n), m, k, n), permuted, 40 * epsilon)
    const lengths = matrices.diagonal(formR(f, n), 1, k, n).map(Math.abs)
    for (let i = 1; i < k; i++) assert.ok(lengths[i]! <= lengths[i - 1]! * (1 + 8 * epsilon))
    orthonormalColumns(formQ(f, m, n, m), m, m, 'full Q')
  }
  // signs as LAPACK: R_kk = −sign(a_kk)·length, but a column already zero below the diagonal is left alone
  near(qr(f64(3, 1, 4, 2), 2, 2).r, [-5, -2.2, 0, 0.4], 4 * epsilon)
  equal(qr(f64(2, 3, 0, 5), 2, 2).r, [2, 3, 0, 5])
  equal(qr(f64(0, 0, 0, 0), 2, 2).q, eye(2))
  near(qr(f64(3e300, 4e300), 2, 1).r, [-5e300], 2 * epsilon)
  near(qr(f64(3e-300, 4e-300), 2, 1, true).r, [5e-300], 2 * epsilon)
})

identities('A = V·w·Vᵀ with w ascending and every column turned up', () => {
  for (const n of [...sizes, 32, 100]) {
    const a = symmetric(n)
    const { values: w, vectors } = eigh(a, n)
    orthonormalColumns(vectors, n, n, 'V')
    near(triple(vectors.map((x, i) => x * w[i % n]!), transposed(vectors, n, n), n, n, n), a, 100 * epsilon, `n = ${n}`)
    for (let j = 0; j < n; j++) {
      const column = Array.from({ length: n }, (_, i) => vectors[i * n + j]!)
      assert.ok(Math.max(...column) >= Math.max(...column.map(Math.abs)) * (1 - 1e-7))
      if (j > 0) assert.ok(w[j]! >= w[j - 1]!)
    }
  }
  equal(eigh(f64(2, NaN, 1, 2), 2).values, [1, 3]) // the upper triangle is not read
  for (const n of [3, 40]) {
    equal(eigh(eye(n), n).values, new Float64Array(n).fill(1))
    near(eigh(new Float64Array(n * n).fill(1), n).values, [...new Float64Array(n - 1), n], 20 * epsilon)
    near(eigh(new Float64Array(n * n), n).vectors, eye(n), 0)
  }
  near(eigh(f64(1e200, 1e200, 1e200, 1e200), 2).values, [0, 2e200], 4 * epsilon)
  near(eigh(f64(1e-200, 1e-200, 1e-200, 1e-200), 2).values, [0, 2e-200], 4 * epsilon)
  // the second difference: 2 − 2 cos(kπ/(n+1))
  const n = 50
  const second = Float64Array.from({ length: n * n }, (_, i) => [2, -1][Math.abs((i % n) - Math.floor(i / n))] ?? 0)
  near(eigh(second, n).values, Array.from({ length: n }, (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2), 20 * epsilon)
})

identities('A = U·s·Vᵀ, also where the rank is deficient', () => {
  const check = (a: Float64Array, m: number, n: number) => {
    const k = Math.min(m, n)
    const { u, s, vt } = svd(a, m, n)
    orthonormalColumns(u, m, k, 'U')
    orthonormalColumns(transposed(vt, k, n), n, k, 'V')
    near(triple(u.map((x, i) => x * s[i % k]!), vt, m, k, n), a, 60 * epsilon, `${m} × ${n}`)
    assert.ok(s.every((x, i) => x >= 0 && (i === 0 || x <= s[i - 1]!)))
  }
  for (const [m, n] of oblong) {
    check(normals(m * n, source), m, n)
    check(new Float64Array(m * n), m, n)
    check(new Float64Array(m * n).fill(1), m, n)
    check(triple(normals(m * 2, source), normals(2 * n, source), m, 2, n), m, n)
  }
  check(hilbert(12), 12, 12)
  equal(svd(f64(1, 0, 0, 1e-200), 2, 2).s, [1, 1e-200])
  for (const scale of [1e-300, 1e300]) near(svd(f64(3, 0, 0, -4).map(x => x * scale), 2, 2).s, [4 * scale, 3 * scale], 2 * epsilon)
})

identities('the four conditions of Penrose; least squares of every rank', () => {
  for (const [m, n] of oblong)
    for (const a of [normals(m * n, source), triple(normals(m * 2, source), normals(2 * n, source), m, 2, n)]) {
      const p = pinv(a, m, n)
      const ap = triple(a, p, m, n, m)
      const pa = triple(p, a, n, m, n)
      near(triple(ap, a, m, m, n), a, 1e-11)
      near(triple(pa, p, n, n, m), p, 1e-10)
      near(transposed(ap, m, m), ap, 1e-11)
      near(transposed(pa, n, n), pa, 1e-11)
      const right = normals(m * 2, source)
      near(lstsq(a, m, n, right, 2).x, triple(p, right, n, m, 2), 1e-9, `${m} × ${n}`)
    }
  assert.is(lstsq(f64(1, 2, 2, 4, 3, 6), 3, 2, f64(1, 2, 3), 1).rank, 1)
  assert.is(lstsq(new Float64Array(6), 3, 2, f64(1, 2, 3), 1).rank, 0)
  equal(lstsq(new Float64Array(6), 3, 2, f64(1, 2, 3), 1).x, [0, 0])
})

identities('the adjugate by the inverse, where that is well conditioned, is the one by singular values, and so are its derivatives', () => {
  for (const n of [4, 5, 8, 20]) {
    const a = square(n), e = square(n), f = square(n)
    for (let i = 0; i < n; i++) a[i * (n + 1)] = a[i * (n + 1)]! + 3 * Math.sqrt(n)
    const quick = adjugateParts(a, n), slow: Adjugate = { by: 'singular values', factors: svd(a, n, n) }
    assert.is(quick.by, 'inverse')
    const close = (x: Float64Array, y: Float64Array) => { near(x, y, 1e-13 * n * Math.max(...y.map(Math.abs)), `n = ${n}`) }
    close(adjugateOf(quick, n), adjugateOf(slow, n))
    close(adjugateAlong(quick, e, n), adjugateAlong(slow, e, n))
    close(adjugateSecond(quick, e, f, n), adjugateSecond(slow, e, f, n))
  }
  const nearly = f64(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16.000001)
  assert.is(adjugateParts(nearly, 4).by, 'singular values')
  assert.is(adjugateParts(new Float64Array(16), 4).by, 'singular values')
})

identities('A·adj(A) = det(A)·1 for every rank; its derivative is the limit of differences', () => {
  for (const n of [0, 1, 2, 3, 4, 6, 10]) {
    const a = square(n)
    const d = lu.det(a, n)
    near(adjugate(a, n), lu.inverse(a, n).map(x => x * d), 1e-11, `n = ${n}`)
    for (let rank = 0; rank < n; rank++) {
      const low = triple(normals(n * rank, source), normals(rank * n, source), n, rank, n)
      const adj = adjugate(low, n)
      const scale = Math.max(1, ...low.map(Math.abs)) ** n
      near(triple(low, adj, n, n, n), new Float64Array(n * n), 1e-12 * scale)
      if (rank < n - 1) near(adj, new Float64Array(n * n), 1e-12 * scale)
      else near([svd(adj, n, n).s[0]!], [svd(low, n, n).s.subarray(0, n - 1).reduce((x, y) => x * y, 1)], 1e-10)
      // adj is a polynomial of degree n−1: Richardson's step makes central differences exact to h⁴
      const e = square(n)
      const along1 = (h: number) => adjugate(low.map((x, i) => x + h * e[i]!), n)
      const central = (h: number) => along1(h).map((x, i) => (x - along1(-h)[i]!) / (2 * h))
      const [fine, coarse] = [central(1e-3), central(2e-3)]
      const slope = adjugateDerivative(low, e, n)
      const size = Math.max(1, svd(low, n, n).s[0]! ** (n - 2))
      const off = fine.map((x, i) => ((4 * x - coarse[i]!) / 3 - slope[i]!) / size)
      near(off, new Float64Array(n * n), 1e-8, `n = ${n}, rank ${rank}`)
    }
  }
  equal(adjugate(f64(1, 2, 3, 4, 5, 6, 7, 8, 9), 3), [-3, 6, -3, 6, -12, 6, -3, 6, -3])
})

identities('exp moves as the corner of the exponential of [[A, E], [0, A]] says, in the reach of every approximant', () => {
  for (const size of [0, 0.005, 0.1, 0.5, 1.5, 4, 20])
    for (const n of [1, 2, 5, 9]) {
      const raw = square(n), norm = Math.max(...Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => Math.abs(raw[i * n + j]!)).reduce((x, y) => x + y)))
      const a = raw.map(x => x * size / norm), e = square(n), block = new Float64Array(4 * n * n)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
        block[i * 2 * n + j] = block[(i + n) * 2 * n + j + n] = a[i * n + j]!
        block[i * 2 * n + j + n] = e[i * n + j]!
      }
      const whole = expm(block, 2 * n), corner = Float64Array.from({ length: n * n }, (_, k) => whole[Math.floor(k / n) * 2 * n + k % n + n]!)
      near(expmAlong(expmParts(a, n), n, e), corner, 2e-14 * Math.max(...corner.map(Math.abs)), `n = ${n}, size ${size}`)
    }
  assert.ok(expmAlong(expmParts(f64(NaN), 1), 1, f64(1)).every(Number.isNaN))
})

identities('the factors of Cholesky and of LU move so that their product does, along whole matrices and along single elements', () => {
  for (const n of [1, 2, 3, 8, 13]) {
    const a = symmetric(n)
    for (let i = 0; i < n; i++) a[i * (n + 1)] = a[i * (n + 1)]! + 4 * n
    const { l } = cholesky(a, n), f = lu.lu(a, n), { p, l: L, u: U } = lu.unpackLU(f, n)
    const low = (x: Float64Array, k: number): Float64Array => matrices.tril(x, 1, n, n, k), high = (x: Float64Array, k: number): Float64Array => matrices.triu(x, 1, n, n, k)
    const one = new Float64Array(n * n)
    one[n * n - n] = 1
    for (const s of [symmetric(n), one, new Float64Array(n * n)]) {
      const x = choleskyAlong(l, n, s), half = triple(x, arrange.transpose2d(l, n, n), n, n, n), whole = half.map((v, k) => v + half[(k % n) * n + Math.floor(k / n)]!)
      near(low(whole, 0), low(s, 0), 1e-13, `Cholesky, n = ${n}`)
      equal(high(x, 1), new Float64Array(n * n))
      const moved = triple(p, s, n, n, n), z = lu.luAlong(f.packed, n, moved), left = triple(low(z, -1), U, n, n, n), right = triple(L, high(z, 0), n, n, n)
      near(left.map((v, k) => v + right[k]!), moved, 1e-13, `LU, n = ${n}`)
    }
  }
})

identities('what is not finite passes through, and everything ends', () => {
  for (const bad of [NaN, Infinity, -Infinity])
    for (const n of [1, 2, 3, 40])
      for (const at of [0, n * n - 1, (n * n) >> 1]) {
        const a = symmetric(n)
        a[at] = bad
        const lower = a.map((x, i) => (i % n > Math.floor(i / n) ? a[(i % n) * n + Math.floor(i / n)]! : x))
        assert.ok(svd(a, n, n).s.every(Number.isNaN))
        assert.ok(pinv(a, n, n).every(Number.isNaN))
        assert.ok(expm(a, n).every(Number.isNaN))
        if (at % n <= Math.floor(at / n)) assert.ok(eigh(lower, n).values.every(Number.isNaN))
        cholesky(a, n)
        lu.inverse(a, n)
        qr(a, n, n)
        lstsq(a, n, n, new Float64Array(n), 1)
        adjugate(a, n)
        assert.not(Number.isFinite(lu.det(a, n)))
      }
})

identities.run()

// ——— random numbers —————————————————————————————————————————————————————————————————————————————————————————————

const numbers = suite('random numbers')

numbers('the same seed gives the same numbers, another seed others', () => {
  equal(uniforms(5, random(1)), uniforms(5, random(1)))
  assert.is(new Set([0, 1, 2, -1, 0.5, 1e9, 2 ** 40].map(seed => random(seed).bits())).size, 7)
  equal(uniforms(1, random(0)), uniforms(1, random(-0)))
})

numbers('mean, deviation, range and independence of neighbours', () => {
  const n = 100_000
  const mean = (a: Float64Array) => reduce.pairwiseSum(a) / n
  const u = uniforms(n, random(2))
  assert.ok(u.every(x => x >= 0 && x < 1))
  near([mean(u)], [0.5], 0.01)
  near([mean(u.map(x => (x - 0.5) ** 2))], [1 / 12], 0.01)
  near([1 + mean(u.map((x, i) => (x - 0.5) * (u[(i + 1) % n]! - 0.5)))], [1], 0.002)
  const z = normals(n, random(3), 1, 2)
  near([mean(z)], [1], 0.02)
  near([mean(z.map(x => (x - 1) ** 2))], [4], 0.02)
  near([mean(z.map(x => ((x - 1) / 2) ** 4))], [3], 0.05)
})

numbers.run()
