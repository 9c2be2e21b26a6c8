// Random programs, written once for tensors and once for arrays of numbers: values, gradients, Jacobians, Hessians must agree.

import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, atan, cos, cumprod, cumsum, div, exp, flip, gradient, hessian, jacobian, less, matmul, max, mul, neg, outer, reshape, roll, sin, slice, softmax, sort, sqrt, square, stack, sub, sum, tanh, tensor, transpose, where,
} from '../lib/index.ts'
import type { Scalar, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'

const N = 3
type Many = Scalar[]

/** One operation on all that has been computed so far, in both worlds; a and b say on which of it. */
interface Operation { readonly name: string; readonly tensors: (x: Value, y: Value) => Value; readonly arrays: (x: Many, y: Many) => Many }

const each = (f: (x: Scalar) => Scalar) => (x: Many): Many => x.map(f)
const both = (f: (x: Scalar, y: Scalar) => Scalar) => (x: Many, y: Many): Many => x.map((xi, i) => f(xi, y[i]!))
const total = (x: Many): Scalar => x.reduce((a, b) => add(a, b))
const M = [[0.5, -0.25, 1], [0.125, 0.75, -0.5], [-1, 0.25, 0.5]]

const operations: readonly Operation[] = [
  { name: 'sin',      tensors: x => sin(x),                                     arrays: each(x => sin(x)) },
  { name: 'tanh',     tensors: x => tanh(x),                                    arrays: each(x => tanh(x)) },
  { name: 'bell',     tensors: x => exp(neg(square(x))),                        arrays: each(x => exp(neg(square(x)))) },
  { name: 'root',     tensors: x => sqrt(add(1, square(x))),                    arrays: each(x => sqrt(add(1, square(x)))) },
  { name: 'plus 1',   tensors: x => add(x, 1),                                  arrays: each(x => add(x, 1)) },
  { name: '+',        tensors: (x, y) => add(x, y),                             arrays: both((x, y) => add(x, y)) },
  { name: '−',        tensors: (x, y) => sub(x, y),                             arrays: both((x, y) => sub(x, y)) },
  { name: '·',        tensors: (x, y) => mul(x, atan(y)),                       arrays: both((x, y) => mul(x, atan(y))) },
  { name: '/',        tensors: (x, y) => div(x, add(2, cos(y))),                arrays: both((x, y) => div(x, add(2, cos(y)))) },
  { name: 'max',      tensors: (x, y) => max(x, y),                             arrays: both((x, y) => max(x, y)) },
  { name: 'where',    tensors: (x, y) => where(less(x, y) as Value, x, mul(2, y)), arrays: both((x, y) => where(less(x, y), x, mul(2, y))) },
  { name: 'cumsum',   tensors: x => cumsum(x),                                  arrays: x => x.map((_, i) => total(x.slice(0, i + 1))) },
  { name: 'cumprod',  tensors: x => cumprod(x),                                 arrays: x => x.map((_, i) => x.slice(0, i + 1).reduce((a, b) => mul(a, b))) },
  { name: 'roll',     tensors: x => roll(x, 1),                                 arrays: x => [x[2]!, x[0]!, x[1]!] },
  { name: 'flip',     tensors: x => flip(x),                                    arrays: x => [...x].reverse() },
  { name: 'centred',  tensors: x => sub(x, sum(x)),                             arrays: x => x.map(xi => sub(xi, total(x))) },
  { name: 'scaled',   tensors: (x, y) => mul(slice(x, 1), y),                   arrays: (x, y) => y.map(yi => mul(x[1]!, yi)) },
  { name: 'M·x',      tensors: x => matmul(tensor(M), x),                       arrays: x => M.map(row => total(row.map((m, j) => mul(m, x[j]!)))) },
  { name: 'x·yᵀ·1',   tensors: (x, y) => sum(outer(x, tanh(y)), { axis: 1 }),   arrays: (x, y) => x.map(xi => total(y.map(yi => mul(xi, tanh(yi))))) },
  { name: 'broadcast', tensors: (x, y) => sum(sin(add(reshape(x, [3, 1]), y)), { axis: 0 }), arrays: (x, y) => y.map(yi => total(x.map(xi => sin(add(xi, yi))))) },
  { name: 'softmax',  tensors: x => softmax(x),                                 arrays: x => x.map(xi => div(exp(xi), total(x.map(xj => exp(xj))))) },
  { name: 'stack',    tensors: x => slice(transpose(stack([x, square(x)])), null, 1), arrays: each(x => square(x)) },
  { name: 'sort',     tensors: x => sort(x),                                    arrays: x => [...x].sort((a, b) => less(a, b) ? -1 : 1) },
]

const program = fc.array(fc.record({ operation: fc.nat(operations.length - 1), a: fc.nat(20), b: fc.nat(20) }), { minLength: 1, maxLength: 8 })
const point = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: N, maxLength: N })
  .filter(x => x.every((xi, i) => x.every((xj, j) => i === j || Math.abs(xi - xj) > 1e-3) && Math.abs(xi) > 1e-3)) // no ties, no kinks

const agree = (actual: unknown, expected: unknown, what: string): void => {
  const want = numbers(expected)
  if (want.every(v => Math.abs(v) < 1e8)) near(numbers(actual), want, 1e-11, what)
}

test('tensors and arrays of numbers give the same', () => {
  fc.assert(fc.property(program, point, (steps, x) => {
    const run = <T>(start: T, pick: (o: Operation) => (x: T, y: T) => T): T => {
      const known = [start]
      for (const { operation, a, b } of steps) known.push(pick(operations[operation]!)(known[a % known.length]!, known[b % known.length]!))
      return known.at(-1)!
    }
    const f = (t: Tensorial): Tensorial => run<Value>(t, o => o.tensors) as Tensorial, g = (t: Scalar[]): Scalar[] => run<Many>(t, o => o.arrays)
    // where two numbers that are compared come near each other, a rounding may decide between branches
    const ties = steps.some(({ operation }) => ['max', 'where', 'sort'].includes(operations[operation]!.name))
    const at = Float64Array.from(x), value = numbers(f(tensor(at)))
    agree(value, g(x), 'value')
    if (ties && steps.length > 2) return
    agree(jacobian(f)(at), jacobian(g)(x), 'Jacobian')
    const scalar = (t: Tensorial): Scalar => sum(square(f(t))), plain = (t: Scalar[]): Scalar => total(g(t).map(y => square(y)))
    agree(gradient(scalar)(at), gradient(plain)(x), 'gradient')
    agree(gradient(scalar, { lanes: 2 })(at), gradient(plain)(x), 'gradient in two chunks')
    agree(hessian(scalar)(at), hessian(plain)(x), 'Hessian')
  }), { numRuns: 120, seed: 20240607 })
})

test('every operation takes part', () => {
  for (const { name, tensors, arrays } of operations) {
    const x = [0.5, -1.25, 0.75], y = [1.5, 0.25, -0.5]
    near(numbers(tensors(tensor(x), tensor(y))), arrays(x, y) as number[], 1e-15, name)
  }
  assert.ok(operations.length > 20)
})

test.run()
