// Arrays of expressions: whatever mathjs gives, shapes too, we give, or refuse in one sentence; and derivatives follow.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { expression } from '../lib/expression.ts'
import { compile, derivative, gradient, hessian, jacobian, PushforwardError, tensor } from '../lib/index.ts'
import { close, evaluated, show } from './support/mathjs.ts'

const point = { x: 0.7, n: 2, v: [3, 1, 2], w: [0.5, -1, 4], A: [[1, 2], [3, 4]], B: [[0.5, -1], [2, 0]], M: [[1, 2, 3], [4, 5, 6]], T: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]] }

/** What both have to say about a formula: a value, or that there is none. */
const ours   = (source: string): unknown => expression(source)(point)
const theirs = (source: string): unknown => evaluated(source, point)

/** The one sentence of an error; nothing where there is none. */
function refusal(source: string): string | undefined {
  try { ours(source) } catch (error) {
    assert.instance(error, PushforwardError, `${source}: ${String(error)}`)
    return (error as Error).message.split('\n')[0]
  }
  return undefined
}

const same = (sources: readonly string[]): void => assert.equal(sources.flatMap(source => {
  const [mine, reference] = [ours, theirs].map(value => { try { return value(source) } catch (error) { return (error as Error).message } })
  return close(mine, reference, 1e-12) ? [] : [`${source}: ${show(mine)}, mathjs ${show(reference)}`]
}), [])

const values = suite('arrays have the values and shapes of mathjs')

values('elementwise, shapes are aligned at their last dimension', () => same([
  '[1, 2; 3, 4] + [10, 20]', '[1, 2; 3, 4] > [2, 3]', '[1, 2, 3; 4, 5, 6] + [10, 20, 30]', '[1, 2, 3] + [1; 2; 3]', '[1, 2, 3] + [[1, 2, 3]]', '[[1, 2, 3]] + [1, 2, 3]', '[1] + [1, 2, 3]', '[1, 2, 3] * 2 + [1; 2]',
  'M + v', 'v - M', 'M .* w', 'v ./ M', 'M .^ v', 'A + [1; 2]', '[1; 2] - A', 'A .* [[1, 2]]', '[[1, 2, 3]] .* [[1; 2]]', '2 .^ A', 'A .^ 2', '2 ./ A', 'A % [2; 3]', 'A mod [2, 3]', 'mod(A, [2, 3])', 'v mod 2',
  'A + T', 'T + [1, 2]', 'T .* [1; 2]', 'T - A', 'A < [2; 3]', 'A <= [2, 3]', 'A >= [2, 3]', 'A == [1, 2]', 'A != [1, 4]', 'v == v', 'larger(A, [2; 3])', 'smallerEq(v, [1; 2])', 'unequal(A, [1, 4])', 'equal(M, v)', 'compare([1; 2], [1, 2])',
  'A and A', 'A and [1, 0]', 'A or [0, 0]', 'A xor [0, 1]', 'v xor w', 'not A', 'not [1, 0]', '1 and [1, 0]', '0 or [1, 0]', '0 and A', '1 or A', '[1, 0] or 1',
  'add(A, [1, 2])', 'add(A, [1, 2], [1; 2])', 'subtract(A, [1, 2])', 'dotMultiply(v, [1; 2])', 'dotDivide(A, [1, 2])', 'dotPow(A, [1, 2])', 'atan2(A, [1, 2])', 'atan2(v, [1; 2; 3])', 'nthRoot(A, [2, 3])', 'nthRoot(v, 2)',
  'round(v / 3, 2)', 'round(x, [1, 2])', 'floor(v / 7, 1)', '-A', '+A', 'abs(-A)', 'sign(w)', 'v!', 'A!', '[] + 1', '[] > 1', '[] .* []', 'gcd([4, 6], 2)', 'gcd([4, 6], [2, 3])', 'lcm([4, 6], [2, 3])', '[6, 7] & [3, 1]', '[1; 2] << 1', 'gcd([4, 6])',
  'isInteger(v)', 'isPositive(w)', 'A ?? 1', 'deepEqual(v, [3; 1; 2])', 'deepEqual(A, A)', 'deepEqual(v, [3, 1])',
]))

values('products, transposes, inverses', () => same([
  'M * v', '[1, 2] * [1; 2]', '[[1, 2]] * [1; 2]', '[1; 2] * [[1, 2]]', 'v * w', 'A * A', '[1, 2] * A', 'A / 2', '2 / A', 'A / A', "v'", "[[1, 2]]'", "M'", "A' * v[1:2]", 'A^2', 'A^-2', 'multiply(A, A, A)', 'pow(A, 2)', 'divide(A, B)',
  'dot([1; 2], [3; 4])', 'dot([1, 2], [3; 4])', 'dot([1; 2], [3, 4])', 'dot(v, w)', 'cross([1; 0; 0], [0; 1; 0])', 'cross([1, 2, 3], [4; 5; 6])', 'cross([[1, 0, 0]], [[0, 1, 0]])', 'cross(v, w)',
  'det(A)', 'det(3)', 'inv(A)', 'trace(A)', 'trace(3)', 'lusolve(A, [1, 2])', 'lsolve([1, 0; 1, 1], [1, 2])', 'usolve([1, 1; 0, 1], [1; 2])', 'lsolve(A, [1, 2])', 'usolve(A, [1, 2])', 'kron(v, A)', 'pinv(A)', 'pinv(M)', "pinv(M')", 'pinv(v)', 'pinv(2)', 'pinv([1, 2; 2, 4])',
  'norm(A)', 'norm(A, 1)', 'norm(A, 2)', 'norm(A, Infinity)', 'norm(M, 1)', 'norm(v, -1)', 'norm(v, -Infinity)', 'norm(w, 3)', 'hypot([3; 4])', 'expm([1, 0; 0, 2])',
]))

values('along a dimension', () => same([
  'sum(A, 1)', 'sum(A, 2)', 'sum(v, 1)', 'sum(T, 1)', 'sum(T, 2)', 'sum(T, 3)', 'max(A, 1)', 'max(M, 2)', 'min(A, 2)', 'mean(A, 1)', 'mean(M, 2)', 'std(A, 1)', 'std(v, 1)', 'variance(M, 1)', 'variance(A, 2)', 'sum([])', 'sum(5)',
  'mean(A)', 'median(A)', 'std(A)', 'max(M)', 'prod(A)', 'mad(A)', 'cumsum([1, 2; 3, 4])', 'cumsum(A, 1)', 'cumsum(A, 2)', 'cumsum(T)', 'cumsum(T, 2)', 'cumsum(v)', 'cumsum(v, 1)', 'cumsum(1, 2, 3)', 'diff(v)', 'diff(A)', 'diff(A, 1)', 'diff(A, 2)', 'diff(T, 2)', 'diff([1])',
  'concat([1, 2; 3, 4], [5, 6; 7, 8])', 'concat(A, [5, 6; 7, 8], 1)', 'concat(A, A, 2)', 'concat(A, [5; 6])', 'concat(A, [[5, 6]], 1)', 'concat(v, w)', 'concat(v, w, v)', 'concat(v, w, 1)', 'concat(v)', 'concat(v, 1)', 'concat(T, T)', 'concat(T, T, 2)', 'concat([], v)',
]))

values('shapes and parts', () => same([
  'size(T)', 'size(3)', 'size([])', 'size([[]])', 'count(M)', 'count([])', 'flatten(T)', 'reshape(M, [3, 2])', 'reshape(M, [-1])', 'reshape(M, [3, -1])', 'reshape(v, [3, 1])', 'reshape(T, [2, 4])', 'squeeze([[1, 2]])', 'squeeze([1; 2])', 'squeeze([[[3]]])', 'squeeze(3)', 'squeeze(A)',
  'squeeze(reshape(1:4, [1, 2, 1, 2, 1]))', 'resize(A, [3, 3], 7)', 'resize(v, [2])', 'row(A, 1)', 'row(M, 2)', 'row([1; 2], 2)', 'column(A, 2)', 'matrixFromRows([1, 2], [3, 4])', 'matrixFromRows([[1, 2]], [3; 4])', 'matrixFromColumns([1, 2], [3, 4])', 'matrixFromColumns([1; 2], [3; 4])',
  'identity(2, 3)', 'identity([2, 3])', 'identity([2])', 'zeros(2)', 'zeros([2, 3])', 'ones(2, 2, 2)', 'zeros(0)', '[v, w]', '[v; w]', '[A, A]', '[A; A]', 'diag([[1, 2, 3]])', 'diag([1; 2])',
  'A[1, [1, 2]]', 'A[[1, 2], 1]', 'A[1:2, 1:1]', 'A[:, :]', 'v[[1]]', 'v[1:1]', 'M[2, 2:3]', 'A[[true, false], 1]', 'v[v > 1]', 'v[[true, true, true]]', 'T[1, 1, 1]', 'T[1, :, 1]', 'T[:, 1, 1]', 'T[:, :, 1]', 'A[end, 1]',
  'A[1, :] = [7, 8]; A', 'A[:, 1] = [7, 8]; A', 'A[:, 1] = [7; 8]; A', 'A[:, 1] = 9; A', 'A[1, :] = 9; A', 'A[1:2, 1:2] = [9, 8; 7, 6]; A', 'A[1:2, 1:2] = [9; 8]; A', 'A[:, :] = [9, 8]; A', 'v[1:2] = [9, 8]; v', 'v[1:2] = [9]; v', 'v[1:2] = 9; v', 'v[v > 1] = 0; v', 'v[4] = 1; v',
  'A[3, 3] = 9; A', 'A[3, :] = [5, 6]; A', 'A[:, 3] = [5; 6]; A', 'a = []; a[1] = 3; a', 'a = []; a[1, 1] = 3; a', 'T[1, 1, 1] = 9; T',
  'map(A, f(a) = a^2)', 'map(A, f(a, i) = i[1] + 10 i[2])', 'map(v, w, f(a, b) = a * b)', 'map(A, [1, 2], f(a, b) = a * b)', 'map(T, [1, 2], f(a, b) = a + b)', 'map(v, w, f(a, b, i) = a * b * i[1])', 'filter(v, f(a) = a > 1)', 'sum(filter(v, f(a) = a > 9))',
]))

/** Arrays of every small shape, with small whole numbers, so that comparisons come out either way. */
const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })
const filled = ([n, ...rest]: readonly number[], next: () => number): unknown => n === undefined ? next() : Array.from({ length: n }, () => filled(rest, next))
const operations = ['x + y', 'x - y', 'x .* y', 'x ./ y', 'x .^ y', 'x % y', 'x < y', 'x >= y', 'x == y', 'x != y', 'x xor y', 'atan2(x, y)', 'compare(x, y)', 'map(x, y, f(a, b) = a - 2 b)', 'x * y', 'concat(x, y)', 'dot(x, y)', 'cross(x, y)', 'sum(x, 2)', 'cumsum(x)', 'diff(x)', 'squeeze(x)']

values('of any shapes: the same value, or none', () => {
  fc.assert(fc.property(sizes, sizes, fc.constantFrom(...operations), (a, b, source) => {
    let k = 0
    const next = (): number => (k = k * 7 % 11 + 1, k % 4 + 1), scope = { x: filled(a, next), y: filled(b, next) }
    const [mine, reference] = [() => expression(source)(scope), () => evaluated(source, scope)].map(value => { try { return value() } catch { return 'none' } })
    assert.ok(close(mine, reference, 1e-12), `${source} of ${show(a)} and ${show(b)}: ${show(mine)}, mathjs ${show(reference)}`)
  }), { numRuns: 2000, seed: 11 })
})

values('as tensors and typed arrays too', () => {
  const f = expression('M + v'), expected = evaluated('M + v', point)
  assert.equal(f({ M: tensor(point.M), v: tensor(point.v) }), expected)
  assert.equal(f({ M: point.M.map(row => Float64Array.from(row)), v: Float64Array.from(point.v) }), expected)
})
values.run()

const refusals = suite('what mathjs refuses for its shape is refused, in one sentence')

refusals('shapes that do not agree', () => {
  for (const source of [
    '[1, 2, 3; 4, 5, 6] + [10, 20]', 'A + v', 'v .* A', 'A .^ v', 'T + v', 'equal(v, [3, 1])', 'v == [3, 1]', '[1, [2, 3]]', '[[1, 2], [3]]', 'A * v', 'v * M', '[1; 2] * [1, 2]', '[1; 2] * [3; 4]', 'v / A', 'A / v', '1 / v', "T'", 'transpose(T)', 'T * A', 'v * T', 'v^2', 'A^0.5', 'M^2', 'M^0', '2^A',
    'det(v)', 'det(M)', 'inv(M)', 'trace(M)', 'trace(v)', 'trace([])', 'expm([1])', 'dot(A, A)', 'dot([[1, 2]], [3, 4])', 'dot(v, [1, 2])', 'dot(1, 2)', 'cross([1, 2], [3, 4])', 'distance([1; 2], [3; 4])', 'lusolve(A, [[1, 2]])', 'sort(A)', 'sort([3; 1])', 'usolve([1, 2; 0, 0], [1, 2])', 'lsolve(A, v)',
    'sum(A, 0)', 'sum(A, 3)', 'sum(v, 2)', 'mean(v, 2)', 'cumsum(v, 0)', 'cumsum(v, 2)', 'diff(A, 0)', 'diff(v, 2)', 'prod(A, 1)', 'median(A, 1)', 'sum(A, A)', 'max([1, 2], [3, 4])', 'min(1, [2, 3])', 'hypot(v, 1)', 'max([])', 'mean([])', 'prod([])',
    'concat(v, A)', 'concat(A, [[5, 6]])', 'concat(A, A, 0)', 'concat(A, A, 3)', 'concat(1, 2)', 'concat(v, w, 2)', 'reshape(M, [4])', 'reshape(x, [1])', 'row(v, 1)', 'row(A, 3)', 'row(A, [1, 2])', 'identity(0)', 'identity(2.5)', 'identity(A)', 'zeros(2.5)', 'zeros(-1)', 'flatten(3)', 'matrix(3)', 'count(3)',
    'v[end + 1]', 'v[[true, false]]', 'v[true]', 'v[1] = [9, 8]; v', 'v[1] = [9]; v', 'v[1:2] = [9, 8, 7]; v', 'A[1] = 5; A', 'A[1, :] = [7; 8]; A', 'A[:, 1] = [[7, 8]]; A',
  ]) {
    assert.throws(() => theirs(source), undefined, source)
    assert.match(refusal(source) ?? 'nothing', / expects /, source)
  }
})

refusals('and says which sizes came, and what would do', () => {
  assert.match(refusal('[1, 2, 3; 4, 5, 6] + [10, 20]') ?? '', /^\+ expects arrays whose sizes agree from the last on, and got \[2, 3\] and \[2\]; perhaps a column, such as \[1; 2\] \(column 20\)$/)
  assert.match(refusal('[1, [2, 3]]') ?? '', /^an array expects elements of one size, and got a number and an array of 2/)
  assert.match(refusal('concat(v, A)') ?? '', /^concat expects arrays that differ along dimension 1 at most, and got the sizes \[3\] and \[2, 2\]/)
  assert.match(refusal('A[:, 1] = [7, 8, 9]; A') ?? '', /^an assignment to elements expects/)
  assert.match(refusal('median(A, 1)') ?? '', /^median expects numbers, or one array; median\(flatten\(A\)\) takes all of a matrix/)
  assert.match(refusal('sum(A, 3)') ?? '', /^sum expects a dimension from 1 to 2, and got 3/)
})

refusals('what mathjs has in a way of its own is refused too, not computed in another', () => {
  for (const source of ['mad(A, 1)', 'A < [1, 2] < 3', 'sum(A, 1.5)', 'det([3])', 'inv([4])', 'resize(v, [2, 2])', 'v[6] = 1; v', 'gcd([])', 'zeros(1e9)', 'norm([[]])']) assert.match(refusal(source) ?? 'nothing', / expects /, source)
})

refusals('what is not offered has its derivative elsewhere, and that is said', () => {
  for (const name of ['subset', 'qr', 'lup', 'rotate']) assert.match(refusal(`${name}(A, 1)`) ?? '', /is not offered in expressions; write it with the rows of the library, and the derivative is theirs/)
})
refusals.run()

const derivatives = suite('derivatives follow')

derivatives('of what is broadcast', () => {
  assert.equal(gradient(expression('sum(A .* v)'))({ A: [[1, 2], [3, 4]], v: [10, 20] } as never), { A: [[10, 20], [10, 20]], v: [4, 6] })
  assert.equal(gradient(expression('sum((A .* c)[1, :])'))({ A: [[1, 2], [3, 4]], c: [[10], [20]] } as never), { A: [[10, 10], [0, 0]], c: [[3], [0]] })
  assert.equal(hessian(expression('sum((v .^ 2) .* [1; x])'))({ v: [3], x: 2 } as never), { v: [{ v: [6], x: 6 }], x: { v: [6], x: 0 } })
  assert.equal(gradient(expression('sum(A .* v)'))({ A: tensor([[1, 2], [3, 4]]), v: Float64Array.of(10, 20) } as never)['v' as never], Float64Array.of(4, 6))
})

derivatives('along dimensions, of norms and inverses, through elements', () => {
  const slope = (source: string, x = 2): unknown => derivative(expression<never>(source))(x)
  assert.equal(slope('cumsum([x, 1; x^2, x])'), [[1, 0], [5, 1]])
  assert.equal(slope('diff([x, 1; x^2, x])'), [[3, 1]])
  assert.equal(slope('concat([x, 1; 2, 3], [x^2; 1])'), [[1, 0, 4], [0, 0, 0]])
  assert.equal(slope('sum([x, 1; x^2, x], 1)'), [5, 1])
  assert.equal(slope('max([x, 1; x^2, x], 2)'), [1, 4])
  assert.equal(slope('reshape([x, 1, x^2, x], [2, 2])'), [[1, 0], [4, 1]])
  assert.equal(slope('row([x, 1; x^2, x], 2)'), [[4, 1]])
  assert.equal(slope('dot([x; 1], [x, 3])'), 4)
  assert.equal(slope('A = [1, 2; 3, 4]; A[:, 1] = [x; x^2]; A'), [[1, 0], [4, 0]])
  assert.ok(close(slope('norm([x, 0; 0, 1])'), 1, 1e-14))
  assert.ok(close(slope('pinv([x, 0; 0, 1])'), [[-0.25, 0], [0, 0]], 1e-14))
  assert.ok(close(slope('pinv([x, 0])'), [-0.25, 0], 1e-14))
  assert.equal(jacobian(expression<never>('cross([x; 1; 0], [0; 1; y])'))({ x: 1, y: 2 } as never), [[{ x: 0, y: 1 }, { x: -2, y: -1 }, { x: 1, y: 0 }]])
})

derivatives('a whole power of a matrix moves with the matrix, and by its exponent there is none', () => {
  assert.equal(derivative(expression<never>('[x, 1; 0, x]^3'))(2), [[12, 12], [0, 12]])
  assert.throws(() => derivative(expression<never>('[1, 2; 3, 4]^x'))(2), /^\^ of a matrix expects an exponent that stands still, for it has no derivative by it; write the number itself/)
})

derivatives('compiled, to the same bits', () => {
  const at = { A: [[1, 2], [3, 4]], v: [10, 20] }
  for (const source of ['sum(sin(A .* v) ./ [1; 2])', 'norm(A + v)', 'sum(cumsum(A .^ v[1], 2)[:, 2])', 'sum(max(A - v, 1))', 'sum(concat(A, [v], 1) * v)', 'A[:, 1] = v; det(A)']) {
    const f = expression(source) as never as (point: typeof at) => number
    assert.equal(compile(f)(at), f(at), source)
    assert.ok(close(Object.values(compile(gradient(f as never) as never as typeof f)(at)), Object.values((gradient(f as never) as never as typeof f)(at)), 1e-13), source)
  }
})
derivatives.run()
