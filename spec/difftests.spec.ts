// The functions of DiffTests.jl and ForwardDiff.jl's tests, written with rows over plain arrays: numbers, vectors and matrices in,
// numbers and vectors out. Their loops, mutations and discarded results are part of the test.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  abs, add, check, cos, derivative, div, exp, gradient, greater, hessian, jacobian, log, mul, neg, pow, sin, sqrt, square, sub, where,
} from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { reference } from './support/reference.ts'

interface OfNumber { readonly name: string; readonly x: number; readonly derivatives: readonly number[] }
interface OfVector { readonly name: string; readonly x: readonly number[]; readonly f: number; readonly gradient: readonly number[]; readonly hessian: readonly (readonly number[])[] }
interface OfMatrix { readonly name: string; readonly A: readonly (readonly number[])[]; readonly f: number; readonly gradient: readonly (readonly number[])[]; readonly hessian_rowmajor_9x9: readonly (readonly number[])[] | null }
interface ToVector { readonly name: string; readonly x: readonly number[]; readonly y: readonly number[]; readonly jacobian: readonly (readonly number[])[] }

const data = reference<{
  scalar: OfNumber[]
  vector_to_number: OfVector[]
  'matrix_to_number (gradient same shape as A; hessian over row-major vec)': OfMatrix[]
  vector_to_vector: (ToVector & { readonly nested_jacobian?: readonly (readonly number[])[]; readonly gradient?: readonly number[] })[]
}>('difftests')

type Matrix = Scalar[][]

// ── the little linear algebra the functions need, over arrays of scalars ────────────────────────────────────────────

const sum = (xs: readonly Scalar[]): Scalar => xs.reduce((a, b) => add(a, b), 0)
const prod = (xs: readonly Scalar[]): Scalar => xs.reduce((a, b) => mul(a, b), 1)
const dot = (a: readonly Scalar[], b: readonly Scalar[]): Scalar => sum(a.map((ai, i) => mul(ai, b[i]!)))
const column = (A: Matrix, j: number): Scalar[] => A.map(row => row[j]!)
const matmul = (A: Matrix, B: Matrix): Matrix => A.map(row => B[0]!.map((_, j) => dot(row, column(B, j))))
const zip = (A: Matrix, B: Matrix, f: (a: Scalar, b: Scalar) => Scalar): Matrix => A.map((row, i) => row.map((a, j) => f(a, B[i]![j]!)))
const map = (A: Matrix, f: (a: Scalar) => Scalar): Matrix => A.map(row => row.map(f))
const trace = (A: Matrix): Scalar => sum(A.map((row, i) => row[i]!))

/** By Gauss's elimination: the pivot is found by comparisons, which look at primals only. */
function eliminate(A: Matrix, B: Matrix): { det: Scalar; solution: Matrix } {
  const a = A.map(row => [...row]), b = B.map(row => [...row]), n = a.length
  let det: Scalar = 1
  for (let k = 0; k < n; k++) {
    let p = k
    for (let i = k + 1; i < n; i++) if (greater(abs(a[i]![k]!), abs(a[p]![k]!))) p = i
    if (p !== k) {
      [a[k], a[p], b[k], b[p]] = [a[p]!, a[k]!, b[p]!, b[k]!]
      det = neg(det)
    }
    det = mul(det, a[k]![k]!)
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = div(a[i]![k]!, a[k]![k]!)
      a[i] = a[i]!.map((x, j) => sub(x, mul(factor, a[k]![j]!)))
      b[i] = b[i]!.map((x, j) => sub(x, mul(factor, b[k]![j]!)))
    }
  }
  return { det, solution: b.map((row, i) => row.map(x => div(x, a[i]![i]!))) }
}
const identity = (n: number): Matrix => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? 1 : 0))
const det = (A: Matrix): Scalar => eliminate(A, A.map(() => [])).det
const inv = (A: Matrix): Matrix => eliminate(A, identity(A.length)).solution

// ── the functions ───────────────────────────────────────────────────────────────────────────────────────────────────

const ofNumber: Record<string, (x: Scalar) => Scalar> = {
  num2num_1: x => div(square(sin(x)), square(cos(x))),
  num2num_2: x => add(mul(2, x), sqrt(mul(mul(x, x), x))),
  num2num_3: x => sub(pow(10.31, add(x, x)), x),
  num2num_4: () => 1,
  num2num_5: x => div(1, add(1, exp(neg(x)))),
}

const pairs = (x: readonly Scalar[], f: (xi: Scalar, next: Scalar) => Scalar): Scalar => sum(x.slice(1).map((next, i) => f(x[i]!, next)))
const rosenbrock = (x: readonly Scalar[]): Scalar => pairs(x, (xi, next) => add(square(sub(1, xi)), mul(100, square(sub(next, square(xi))))))

const ofVector: Record<string, (x: readonly Scalar[]) => Scalar> = {
  vec2num_1: ([x1, , x3, x4, x5]) => div(add(exp(x1!), mul(log(x3!), x4!)), x5!),
  vec2num_2: ([x1, x2]) => add(mul(x1!, x2!), sin(x1!)),
  vec2num_3: x => sqrt(sum(x.flatMap(xi => x.map(xj => square(mul(xi, xj)))))),
  vec2num_4: x => (add(sum(x), prod(x)), 1),
  vec2num_5: x => sum(x.map(xi => pow(neg(xi), 3))),
  vec2num_6: x => sum(x.map((xi): Scalar => where(greater(xi, 0), xi, 0))),
  vec2num_7: x => sum(x.map(xi => mul(x[0]!, xi))),
  rosenbrock_1: rosenbrock,
  rosenbrock_2: x => pairs(x, (xi, next) => add(square(sub(x[0]!, xi)), mul(mul(100, x[0]!), square(sub(next, square(xi)))))),
  rosenbrock_4: x => pairs(x, (xi, next) => add(square(add(1, xi)), mul(100, square(abs(add(next, square(xi))))))),
  ackley: x => {
    let squares: Scalar = 0, cosines: Scalar = 0
    for (const xi of x) {
      cosines = add(cosines, cos(mul(2 * Math.PI, xi)))
      squares = add(squares, pow(xi, 2))
    }
    const share = 1 / x.length
    return add(add(sub(mul(-20, exp(mul(-0.2, sqrt(mul(share, squares))))), exp(mul(share, cosines))), 20), Math.E)
  },
  self_weighted_logit: x => div(1, add(1, exp(neg(dot(x, x))))),
  nested_array_mul: ([x1, x2, x3]) => sum([[x1!, x2!], [x1!, x3!]].map(([a, b]) => mul(a!, b!))),
  first: ([x1]) => x1!,
  'rosenbrock_1 (ForwardDiff hardcoded)': rosenbrock,
}

const ofMatrix: Record<string, (A: Matrix) => Scalar> = {
  det,
  mat2num_1: A => det(zip(map(inv(matmul(A, A)), x => mul(A[0]![0]!, x)), A, add)),
  mat2num_2: A => {
    const a = A.flat()
    return trace(a.map(ai => a.map(aj => log(sub(add(add(1, mul(ai, aj)), ai), aj)))).map((row, i) => row.map((x, j) => i === j ? x : 0)))
  },
  mat2num_3: A => sum(A.flat().map(n => mul(sqrt(add(abs(n), square(n))), 0.5))),
  mat2num_4: A => div(sum(matmul(map(A, sin), A).map(sum)), A.length),
  softmax: A => sum(A.flatMap(row => row.map(x => div(exp(x), sum(row.map(xi => exp(xi))))))),
  logdet: A => log(det(A)),
  'trace(inv(A))': A => trace(inv(A)),
}

const toVector: Record<string, (x: readonly Scalar[]) => Scalar[]> = {
  chebyquad: x => {
    const y: Scalar[] = x.map(() => 0)
    for (const xj of x) {
      let before: Scalar = 1, now: Scalar = sub(mul(2, xj), 1)
      const twice = mul(2, now)
      for (let i = 0; i < y.length; i++) {
        y[i] = add(y[i]!, now)
        const next = sub(mul(twice, now), before)
        before = now
        now = next
      }
    }
    return y.map((yk, i) => add(div(yk, x.length), i % 2 === 1 ? 1 / ((i + 1) ** 2 - 1) : 0))
  },
  brown_almost_linear: x => {
    const y: Scalar[] = x.map(() => 0), c = sub(sum(x), x.length + 1)
    for (let i = 0; i < x.length - 1; i++) for (let j = 0; j < y.length - 1; j++) y[j] = add(y[j]!, add(x[i]!, c))
    y[y.length - 1] = sub(prod(x), 1)
    return y
  },
  trigonometric: x => {
    let y: Scalar[] = x.map(() => 1)
    for (const xi of x) y = y.map(() => cos(xi))
    const c = sum(y)
    for (const xi of x) y = y.map(yj => sub(add(mul(sin(xi), yj), x.length), c))
    return y
  },
  'mutation_test_1 (y starts 0)': x => {
    const y: Scalar[] = x.map(() => 0)
    y[0] = x[0]!
    y[0] = mul(y[0], x[1]!)
    y[1] = mul(y[1]!, x[2]!)
    y[2] = sum(y)
    return y
  },
  'mutation_test_2 (y starts 1)': x => {
    const y: Scalar[] = x.map(() => 1)
    for (const factor of [x[0]!, x[1]!]) for (const i of [0, 1]) y[i] = mul(y[i]!, factor)
    return y
  },
  'ForwardDiff JacobianTest hardcoded': ([x1, x2, x3]) => {
    const y1 = mul(mul(x1!, x2!), sin(square(x3!))), y2 = add(y1, x3!)
    return [y1, y2, div(y1, y2), x3!]
  },
  'num2arr_1! (6 entries)': ([x]) => {
    const y: Scalar[] = [0]
    for (let i = 1; i < 6; i++) y.push(square(add(sin(x!), y[i - 1]!)))
    return y
  },
}

// ── the comparisons ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Equal to a few ulp of the largest number of its kind: terms cancel, and how many there are is the function's business. */
function close(got: unknown, want: unknown, ulp = 16): void {
  const a = [got].flat(Infinity) as number[], b = [want].flat(Infinity) as number[]
  const largest = Math.max(...b.map(Math.abs), 0.1) // where all is 0, terms are about 1
  assert.is(a.length, b.length)
  a.forEach((x, i) => assert.ok(Math.abs(x - b[i]!) <= ulp * 2 ** -52 * largest, `[${i}] is ${x}, not ${b[i]}`))
}

const scalars = suite('number → number: to the third derivative')
for (const { name, x, derivatives } of data.scalar)
  scalars(name, () => derivatives.forEach((want, order) => close(derivative(ofNumber[name]!, { order })(x), want)))
scalars.run()

const vectors = suite('vector → number: value, gradient, Hessian')
for (const { name, x, f, gradient: first, hessian: second } of data.vector_to_number)
  vectors(name, () => {
    const run = ofVector[name]!
    close(run(x), f)
    close(gradient((y: Scalar[]) => run(y))([...x]), first)
    close(hessian((y: Scalar[]) => run(y))([...x]), second, 32)
  })

vectors('a constant leaves no trace: gradient and Hessian are exact zeros', () => {
  assert.equal(gradient((y: Scalar[]) => ofVector['vec2num_4']!(y))([1, 2]), [0, 0])
})

vectors('the third derivative of Rosenbrock\'s function as ForwardDiff tests it', () => {
  const third = jacobian((x: Scalar[]) => hessian((y: Scalar[]) => rosenbrock(y))(x) as Scalar[][])([0.1, 0.2, 0.3]) as number[][][]
  const stored = data.vector_to_number.find(({ name }) => name.includes('hardcoded')) as unknown as { third_order_jacobian_of_hessian_columnmajor_9x3: number[][] }
  close(third.flat(), stored.third_order_jacobian_of_hessian_columnmajor_9x3)
})
vectors.run()

const matrices = suite('matrix → number: value, gradient, Hessian')
for (const { name, A, f, gradient: first, hessian_rowmajor_9x9: second } of data['matrix_to_number (gradient same shape as A; hessian over row-major vec)'])
  matrices(name, () => {
    const run = ofMatrix[name]!, at = A.map(row => [...row])
    close(run(at), f, 32)
    close(gradient((X: Matrix) => run(X))(at), first, 64)
    if (second !== null) close(hessian((X: Matrix) => run(X))(at), second, 128)
    else assert.ok(check((X: Matrix) => run(X), { at: [at], order: 2 }).ok, 'the Hessian, against differences of the gradient')
  })
matrices.run()

const arrays = suite('vector → vector: value and Jacobian')
for (const { name, x, y, jacobian: J } of data.vector_to_vector) {
  const run = toVector[name]
  if (run === undefined) continue
  arrays(name, () => {
    close(run(x), y)
    close(jacobian((z: Scalar[]) => run(z))([...x]), J, 32)
  })
}

arrays('the Jacobian of the Jacobian of a cumulative product', () => {
  const cumprod = (x: Scalar[]): Scalar[] => x.map((_, i) => prod(x.slice(0, i + 1)))
  const nested = jacobian((x: Scalar[]) => jacobian(cumprod)(x) as Scalar[][])([1, 2, 3]) as number[][][]
  const { nested_jacobian } = data.vector_to_vector.find(({ name }) => name.includes('cumprod'))!
  // stored as a Jacobian of the columns one after the other
  assert.equal([0, 1, 2].flatMap(j => nested.map(row => row[j]!)), nested_jacobian)
})

arrays('sin x₁ + the product of the rest', () => {
  const { x, gradient: want } = data.vector_to_vector.find(({ name }) => name.startsWith('readme'))!
  close(gradient((z: Scalar[]) => add(sin(z[0]!), prod(z.slice(1))))([...x]), want, 2)
})

arrays('every function of the file is written down here', () => {
  const written = [ofNumber, ofVector, ofMatrix, toVector].reduce((n, each) => n + Object.keys(each).length, 0)
  const { scalar, vector_to_number, vector_to_vector, ...rest } = data
  assert.is(written + 2, scalar.length + vector_to_number.length + vector_to_vector.length + Object.values(rest).filter(Array.isArray).flat().length)
})
arrays.run()
