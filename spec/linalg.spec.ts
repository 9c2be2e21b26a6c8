// Linear algebra rows: against 90-digit references, differences, each other, and at the edges where matrices are singular or
// eigenvalues coincide.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, amax, cholesky, derivative, det, diag, div, dot, eigh, eigvalsh, exp, expm, eye, gradient, hessian, inv, jacobian, jvp, log, logdet, logSumExp, lstsq, lu, matmul, mean, mul, neg, norm, ones, pinv,
  qr, reshape, sin, slice, slogdet, softmax, solve, sqrt, square, stack, sub, sum, svd, svdvals, tensor, trace, transpose, triangularSolve, tril, zeros, abs,
} from '../lib/index.ts'
import type { ArrayBox, Scalar, Tensor, Tensorial, Value } from '../lib/index.ts'
import { type ArrayFunction, judge, near, numbers, pushed, seeded } from './support/arrays.ts'
import { reference } from './support/reference.ts'

interface Case { name: string; inputs: string; value: number[]; jvp: number[]; second_directional: number[] }
const { matrices, cases } = reference<{ matrices: Record<string, number[] | number[][]>; cases: Case[] }>('linalg')

/** a function of the eigenvalues of a symmetric matrix */
const spectralFunction = (f: (w: Value) => Value) => (a: Value): Value => {
  const [w, v] = eigh(a)
  return matmul(mul(v, f(w)), transpose(v))
}

/** the eigenvalues of a 2 × 2 matrix with real ones, by its trace and determinant */
const eigenvaluesOf2 = (a: Value): Value => {
  const half = div(trace(a), 2), root = sqrt(sub(square(half), det(a)))
  return stack([sub(half, root), add(half, root)])
}

const functions: Record<string, ArrayFunction> = {
  'matmul G*A': matmul as ArrayFunction,
  'inv(G)': inv,
  'solve(G,b)': solve,
  'det(G)': (a: Value) => det(a),
  'logdet(A)': (a: Value) => logdet(a),
  'cholesky(A) lower': cholesky,
  'eigvalsh(A) ascending, then eigenvectors as columns (largest-magnitude entry positive)': eigh,
  'qr(T) thin, diag(R)>0: Q then R': qr,
  'qr(G), diag(R)>0: Q then R': qr,
  'svdvals(T) descending': svdvals,
  'svd(T) thin: U, s, Vt (row of Vt: largest-magnitude entry positive)': svd,
  'expm(G)': expm,
  'pinv(T)': pinv,
  'lstsq(T,c) c=[1,2,3,4]': (a: Value) => lstsq(a, tensor([1, 2, 3, 4])),
  'norm Frobenius(G)': (a: Value) => norm(a),
  'spectral norm(G)': (a: Value) => amax(svdvals(a)),
  'sqrtm(A)': spectralFunction(sqrt),
  'logm(A)': spectralFunction(log),
  'trace(inv(G))': (a: Value) => trace(inv(a)),
  'logsumexp(vec G)': (a: Value) => logSumExp(a),
  'softmax rows(G)': (a: Value) => softmax(a),
  'eigenvalues of general G2=[[1,2],[3,-1]]+t*[[0.5,1],[-1,0.25]] ascending (real)': eigenvaluesOf2,
}

const published = suite('value, first and second directional derivative, to 90 digits')
for (const { name, inputs, value, jvp, second_directional } of cases)
  published(name, () => {
    const f = functions[name] as ArrayFunction
    assert.type(f, 'function', `no function for ${name}`)
    const names = inputs.split(',')
    const xs = inputs === 'inline' ? [tensor([[1, 2], [3, -1]])] : names.map(x => tensor(matrices[x] as number[][]))
    const dxs = inputs === 'inline' ? [tensor([[0.5, 1], [-1, 0.25]])] : names.map(x => tensor(matrices[`d${x}`] as number[][]))
    const call = f as (...xs: readonly unknown[]) => unknown
    near(numbers(call(...xs)), value, 4e-15, 'value')
    near(numbers(pushed(f, xs, dxs)), jvp, 2e-14, 'jvp')
    near(numbers(pushed(((...ys: unknown[]) => pushed(f, ys, dxs)) as never, xs, dxs)), second_directional, 1e-13, 'second')
  })
published.run()

const next = seeded(7)
const made = (...shape: number[]): Tensor => tensor(Float64Array.from({ length: shape.reduce((a, n) => a * n, 1) }, () => next()), shape)
const near1 = (...shape: number[]): Tensor => add(made(...shape) as Tensorial, mul(2, eye(shape.at(-1)!))) as Tensor
const G = near1(3, 3), Gs = near1(2, 3, 3), B = made(3, 2), b = made(3), T = made(4, 2), wide = made(2, 4), Bs = made(2, 3, 2)
const symmetric = (a: Value): Value => add(a, transpose(a, [...Array.from({ length: (a as Tensor).rank ?? 2 }, (_, i) => i)].slice(0, -2).concat(-1, -2)))
const S = add(symmetric(made(4, 4)) as Tensorial, diag(tensor([1, 3, 5, 8]))) as Tensor
const P = matmul(S, S) as Tensor
const sym = (a: Value): Value => add(tril(a), transpose(tril(a, -1)))

const rows = suite('every row, in first and second order, with lanes and nested lanes')
const judged: readonly (readonly [string, ArrayFunction, readonly Tensor[]])[] = [
  ['solve', solve, [G, b]],
  ['solve for columns', solve, [G, B]],
  ['solve, batches', solve, [Gs, Bs]],
  ['solve, one matrix and a batch', solve, [G, Bs]],
  ['solve, a batch and a vector', solve, [Gs, b]],
  ['triangularSolve, lower', triangularSolve, [G, b]],
  ['triangularSolve, upper', (t: Value, x: Value) => triangularSolve(t, x, { lower: false }), [Gs, B]],
  ['triangularSolve, unit', (t: Value, x: Value) => triangularSolve(t, x, { unit: true }), [G, B]],
  ['inv', inv, [G]],
  ['inv, batch', inv, [Gs]],
  ['det', (a: Value) => det(a), [G]],
  ['det, batch', (a: Value) => det(a), [Gs]],
  ['det of 5 × 5', (a: Value) => det(a), [near1(5, 5)]],
  ['logdet', (a: Value) => logdet(a), [G]],
  ['slogdet, batch', (a: Value) => slogdet(a)[1], [Gs]],
  ['cholesky', cholesky, [P]],
  ['cholesky, batch', cholesky, [stack([P, add(P, eye(4)) as Tensor]) as Tensor]],
  ['lu', lu, [G]],
  ['lu, batch', lu, [Gs]],
  ['qr', qr, [T]],
  ['qr, square batch', qr, [Gs]],
  ['qr, wide', qr, [wide]],
  ['expm', expm, [made(3, 3)]],
  ['expm, batch', expm, [made(2, 2, 2)]],
  ['pinv, tall', pinv, [T]],
  ['pinv, wide', pinv, [wide]],
  ['lstsq, tall', lstsq, [T, made(4)]],
  ['lstsq, wide', lstsq, [wide, made(2, 3)]],
  ['lstsq, batch', lstsq, [made(2, 4, 2), made(4)]],
  ['eigh', eigh, [S]],
  ['eigh, batch', eigh, [stack([S, P]) as Tensor]],
  ['eigvalsh', eigvalsh, [S]],
  ['eigvalsh, batch', eigvalsh, [stack([S, P]) as Tensor]],
  ['svd, tall', svd, [T]],
  ['svd, wide', svd, [wide]],
  ['svd, square batch', svd, [Gs]],
  ['svdvals', svdvals, [T]],
  ['svdvals, wide batch', svdvals, [made(2, 2, 3)]],
]
for (const [what, f, xs] of judged) rows(what, () => { judge(what, f, xs, { first: 1e-7, second: 2e-6 }) })
rows.run()

const edges = suite('singular matrices, eigenvalues that coincide')

edges('det of singular matrices has its derivatives, by the adjugate', () => {
  const f = (a: Value): Scalar => det(a)
  near(numbers(gradient(f as (a: Tensorial) => Scalar)(tensor([[1, 2], [2, 4]]))), [4, -2, -2, 1], 1e-15, 'rank 1')
  near(numbers(gradient(f as (a: Tensorial) => Scalar)(zeros([2, 2]))), [0, 0, 0, 0], 0, 'rank 0')
  near(numbers(hessian(f as (a: Tensorial) => Scalar)(zeros([2, 2]))), [0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0], 1e-15, 'Hessian of rank 0')
  const low = matmul(made(4, 2), made(2, 4)) as Tensor
  judge('det of rank 2 of 4', (a: Value) => det(a), [low], { second: 1e-6, judged: false })
})

edges('third derivatives of det at matrices that are singular, or nearly; fourth are refused where they would be wrong', () => {
  const along = (A: Tensor, E: Value, order: number): unknown => derivative(((t: Scalar) => det(add(A, mul(t, E)))) as never, { order })(0)
  for (const corner of [9, 9 + 1e-12, 9 + 1e-8, 9 + 1e-5, 10]) {
    assert.is(along(tensor([[1, 2, 3], [4, 5, 6], [7, 8, corner]]), eye(3), 3), 6)
    assert.is(along(tensor([[1, 2, 3], [4, 5, 6], [7, 8, corner]]), eye(3), 4), 0)
  }
  const A = tensor([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]]), E = tensor([[1, 0, 2, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 1, 1]])
  near([0, 1, 2, 3].map(order => along(A, E, order) as number), [0, 0, 40, -102], 1e-14, 'of rank 2')
  for (const tiny of [0, 1e-12, 1e-6]) assert.throws(() => along(add(A, mul(tiny, eye(4))) as Tensor, E, 4), /^det has its first three derivatives everywhere/)
  near([along(add(A, mul(10, eye(4))) as Tensor, E, 4) as number], [24 * (det(E) as number)], 1e-11, 'fourth')
  judge('third by Hessians', (a: Value) => jvp((b: Value) => det(b) as never, a as never, E as never).tangent as Value, [add(A, mul(1e-3, E)) as Tensor], { second: 1e-6 })
})

edges('third derivatives of det', () => {
  // d³/dt³ det(A + t·E) = 6·det(E) for 3 × 3
  const E = made(3, 3), once = (f: ArrayFunction): ArrayFunction => ((a: Value) => pushed(f, [a], [E])) as never
  near(numbers(once(once(once((a: Value) => det(a))))(...[G] as never[])), [6 * (det(E) as number)], 1e-12, 'third')
})

edges('eigenvalues that coincide have right values and directional derivatives; their vectors a clear error', () => {
  const E = sym(made(3, 3)) as Tensor
  near(numbers(eigvalsh(eye(3))), [1, 1, 1], 0, 'values')
  near(numbers(pushed(eigvalsh, [eye(3)], [E])), numbers(eigvalsh(E)), 1e-14, 'all coincide')
  const A = diag(tensor([2, 2, 5])), block = slice(E, [0, 2], [0, 2])
  near(numbers(pushed(eigvalsh, [A], [E])), [...numbers(eigvalsh(block)), E.data[8]!], 1e-14, 'two coincide')
  near(numbers(pushed(eigvalsh, [A], [stack([E, neg(E)])])), [...numbers(eigvalsh(block)), E.data[8]!, ...numbers(eigvalsh(neg(block))), -E.data[8]!], 1e-14, 'in lanes')
  near(numbers(pushed(eigvalsh, [stack([A, S.rank === 2 ? diag(tensor([1, 2, 3])) : A])], [stack([E, E])])), [...numbers(eigvalsh(block)), E.data[8]!, E.data[0]!, E.data[4]!, E.data[8]!], 1e-14, 'in a batch')
  assert.throws(() => pushed(eigh, [A], [E]), /^eigh: the eigenvalues 0 and 1 coincide \(2\), so their vectors have no derivative; eigvalsh gives the values alone$/)
  near(numbers(gradient(((a: Tensorial) => sum(eigvalsh(a))) as (a: Tensorial) => Scalar)(eye(2))), [1, 0, 0, 1], 1e-15, 'their sum is the trace')
})

edges('singular values that coincide, or are 0', () => {
  const E = made(3, 3)
  near(numbers(pushed(svdvals, [eye(3)], [E])), [...numbers(eigvalsh(mul(0.5, symmetric(E))))].reverse(), 1e-14, 'all coincide')
  near(numbers(pushed(svdvals, [zeros([3, 2])], [T.data.length > 6 ? tensor(T.data.slice(0, 6), [3, 2]) : T])), numbers(svdvals(tensor(T.data.slice(0, 6), [3, 2]))), 1e-14, 'of 0')
  near(numbers(pushed(svdvals, [tensor([[2, 0], [0, 0], [0, 0]])], [tensor([[1, 0], [0, 3], [0, 4]])])), [1, 5], 1e-14, 'one is 0')
  const low = tensor([[2, 0], [0, 0]]), turn = tensor([[1, 5], [7, -3]])
  near(numbers(pushed(svdvals, [stack([low, eye(2), tensor([[3, 0], [0, 1]])])], [stack([turn, turn, turn])])), [1, 3, ...numbers(eigvalsh(mul(0.5, symmetric(turn)))).reverse(), 1, -3], 1e-14, 'in a batch')
  near(numbers(pushed(svdvals, [stack([low, eye(2)])], [stack([stack([turn, turn]), stack([neg(turn), turn])])])), [1, 3, ...numbers(eigvalsh(mul(0.5, symmetric(turn)))).reverse(), -1, 3, ...numbers(eigvalsh(mul(0.5, symmetric(turn)))).reverse()], 1e-14, 'in a batch, in lanes')
  assert.throws(() => pushed(svd, [eye(2)], [ones([2, 2])]), /^svd: the singular values 0 and 1 coincide/)
})

edges('what cannot be inverted or factored is refused with a reason', () => {
  const fails = (call: () => unknown, message: RegExp): void => assert.throws(call, (error: Error) => error.name === 'PushforwardError' && message.test(error.message))
  const singular = tensor([[1, 2], [2, 4]])
  fails(() => solve(singular, tensor([1, 2])), /^solve expects a matrix that can be inverted; this one is singular/)
  fails(() => inv(singular), /^inv expects a matrix that can be inverted/)
  fails(() => cholesky(tensor([[1, 2], [2, 1]])), /^cholesky expects a symmetric matrix that is positive definite; this one is not: its pivot at \[1, 1\] is not positive$/)
  fails(() => inv(T), /^inv expects a square matrix, and got the shape \[4, 2\]: axis -2 has 4, axis -1 has 2$/)
  fails(() => det(b), /^det expects a matrix, and got a vector of 3$/)
  fails(() => solve(G, tensor([1, 2])), /^solve expects axis -2 of the first shape to agree with axis -1 of the second; \[3, 3\] has 3, \[2\] has 2$/)
  fails(() => pushed(lu, [T], [T]), /^lu has no derivative for matrices that are not square/)
})

/** The first three derivatives along v. */
const three = (f: (x: Tensorial) => Scalar, x: Float64Array, v: Float64Array): number[] => {
  const along = (g: (x: Tensorial) => Scalar) => (x: Tensorial): Scalar => jvp(g, x as never, v as never).tangent as unknown as Scalar
  const [first, second, third] = [along(f), along(along(f)), along(along(along(f)))]
  return [first, second, third].map(g => (g as unknown as (x: Float64Array) => number)(x))
}

edges('Q of a square matrix, whose first column alone is what matters, nearly singular: to 90 digits', () => {
  for (const e of [1e-4, 1e-6, 1e-8]) // −c/√(a² + c²)
    near(three(x => slice(qr(reshape(x, [2, 2]))[0], 0, 1) as Scalar, Float64Array.of(1, 1, 1, 1 + e), Float64Array.of(1, 2, 3, -1)), [-Math.SQRT1_2, 3.5355339059327378, -23.33452377915607], 1e-14, `e = ${e}`)
})

edges('pinv of columns that are nearly alike, to 90 digits; and of rank 1, as differences say', () => {
  const A = Float64Array.of(1, 1, 1, 1 + 1e-6, 1, 1 - 1e-6), b = tensor([1, 2, 4])
  const got = three(x => sum(matmul(pinv(reshape(x, [3, 2])), b)), A, Float64Array.of(1, 2, 3, -1, 0.5, 2)), want = [-500003.1669, -4.24999967e12, -4.2375e19]
  got.forEach((v, i) => assert.ok(Math.abs(v / want[i]! - 1) < [1e-8, 1e-7, 1e-6][i]!, `derivative ${i + 1} is ${v}, not ${want[i]}`))
  const R = Float64Array.of(1, 2, 2, 4, 3, 6), V = Float64Array.of(1, 2, 2, 4, -1, -2), f = (x: Tensorial): Scalar => sum(pinv(reshape(x, [3, 2])))
  const at = (h: number): number => f(tensor(R.map((r, i) => r + h * V[i]!))) as number, [d1, d2] = three(f, R, V)
  near([d1!], [(at(1e-4) - at(-1e-4)) / 2e-4], 1e-6, 'first')
  near([d2!], [(at(1e-3) - 2 * at(0) + at(-1e-3)) / 1e-6], 1e-5, 'second')
})

edges('nothing: 0 × 0', () => {
  assert.is(det(zeros([0, 0])), 1)
  assert.equal((inv(zeros([0, 0])) as Tensor).shape, [0, 0])
  assert.is(trace(zeros([0, 0])), 0)
})

edges('NaN passes through', () => {
  assert.equal(numbers(solve(tensor([[1, NaN], [0, 1]]), tensor([1, 1]))), [NaN, 1])
  assert.ok(Number.isNaN(det(tensor([[NaN, 2], [0, 1]]))))
})
edges.run()

const known = suite('closed forms from ForwardDiff’s tests')

known('eigenvalues of a tridiagonal matrix of its elements', () => {
  const f = ([x, y]: [Scalar, Scalar]): Value => eigvalsh(tensor([[x, x], [x, y]] as never))
  near(numbers(jacobian(f as never)([1, 2] as never)), [-0.17082039324993692, 0.276393202250021, 1.1708203932499368, 0.7236067977499789], 2e-15, 'J')
})

known('eigenvalues of x·xᵀ, one of which is 0', () => {
  const f = (x: Tensorial): Tensorial => eigvalsh(matmul(reshape(x, [2, 1]), reshape(x, [1, 2])))
  near(numbers(jacobian(f)(Float64Array.of(1, 2))), [0, 0, 2, 4], 4e-15, 'J')
})

known('the Jacobian of inv is −A⁻¹ ⊗ A⁻ᵀ', () => {
  const X = numbers(inv(G)), J = numbers(jacobian((a: Tensorial) => inv(a))(G))
  const expected: number[] = []
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) for (let k = 0; k < 3; k++) for (let l = 0; l < 3; l++) expected.push(-X[i * 3 + k]! * X[l * 3 + j]!)
  near(J, expected, 1e-15, 'J')
})

known('gradient of log det of a triangular matrix; Hessian of a quadratic form', () => {
  near(numbers(gradient(((a: Tensorial) => log(det(a))) as (a: Tensorial) => Scalar)(tensor([[1, 0], [0.8, 0.6]]))), [1, -4 / 3, 0, 5 / 3], 1e-15, 'log det')
  const Q = made(3, 3)
  near(numbers(hessian((x: Tensorial) => dot(x, matmul(Q, x)))(Float64Array.from(b.data))), numbers(add(Q, transpose(Q))), 1e-15, 'H + Hᵀ')
})
known.run()

interface MatrixCase { name: string; expr: string; A: number[][]; f: number; gradient: number[][] | null; hessian_rowmajor_9x9: number[][] | null }
const tests = reference<Record<string, MatrixCase[]>>('difftests')
const matrixCases = Object.entries(tests).find(([name]) => name.startsWith('matrix'))![1]
const ofMatrices: Record<string, (a: Tensorial) => Value> = {
  det: a => det(a),
  mat2num_1: a => det(add(mul(slice(a, 0, 0), inv(matmul(a, a))), a)),
  mat2num_2: a => sum(log(add(1, square(a)))),
  mat2num_3: a => sum(mul(0.5, sqrt(add(abs(a), square(a))))),
  mat2num_4: a => mean(sum(matmul(sin(a), a), { axis: 1 })),
  softmax: a => sum(div(exp(a), sum(exp(a), { axis: 1, keep: true }))),
  logdet: a => log(det(a)),
  'trace(inv(A))': a => trace(inv(a)),
}
const matrixSuite = suite('DiffTests: matrix → number, value, gradient, Hessian')
for (const { name, A, f: expected, gradient: slope, hessian_rowmajor_9x9: curvature } of matrixCases)
  matrixSuite(name, () => {
    const f = ofMatrices[name] as (a: Tensorial) => Scalar
    assert.type(f, 'function', `no function for ${name}`)
    const a = tensor(A) as ArrayBox
    near(numbers(f(a)), [expected], 1e-14, 'value')
    if (slope !== null) near(numbers(gradient(f)(a)), slope.flat(), 1e-13, 'gradient')
    if (curvature !== null) near(numbers(hessian(f)(a)), curvature.flat(), 1e-12, 'Hessian')
  })
matrixSuite.run()
