// Sparse lanes: along all unit directions at once, what is done element by element costs as much as along one; answers do not change.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, broadcastTo, compile, concat, cumsum, diag, div, exp, expm, flip, gather, gradient, hessian, jacobian, jvp, less, linear, matmul, mul, outer, pad, pow, random, reshape, roll, scatterAdd, shape,
  sin, slice, softmax, sort, square, stack, structural, sub, sum, tensor, transpose, tril, unary, valueAndGradient, where, zeros,
} from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'
import { few as fewOf, uncompiled } from './support/mode.ts'

const rosenbrock = (x: Tensorial): Scalar => {
  const a = slice(x, [0, -1]), b = slice(x, [1])
  return sum(add(square(sub(1, a)), mul(100, square(sub(b, square(a))))))
}

function rosenbrockSlopes(x: Float64Array): number[] {
  const n = x.length, at = (i: number): number => x[i]!
  return Array.from(x, (_, i) => (i < n - 1 ? -400 * at(i) * (at(i + 1) - at(i) ** 2) - 2 * (1 - at(i)) : 0) + (i > 0 ? 200 * (at(i) - at(i - 1) ** 2) : 0))
}

/** How many numbers a function's rows are given while it runs: a measure of work that no clock disturbs. */
function work(f: (counting: (x: Value) => Value) => unknown): number {
  let n = 0
  const counting = linear('counting', (x: Value): Value => { n += (x as Tensor).data.length; return x }, { batched: true, sparse: 'places' })
  f(counting)
  return n
}

const sparse = suite('sparse lanes')

sparse('a gradient of 10 000 numbers in one sweep, each element looked at a few times', () => {
  uncompiled('it counts how much is computed')
  const x = random([10_000], 5).data
  near(numbers(gradient(rosenbrock)(x)), rosenbrockSlopes(x), 1e-13, 'gradient')
  const looked = work(counting => gradient((t: Tensorial) => rosenbrock(counting(t) as Tensorial))(x))
  assert.ok(looked <= 3 * 10_000, `${looked} numbers`)
})

sparse('compiled too', () => {
  const fast = compile(gradient(rosenbrock)), x = random([1000], 5).data
  for (let round = 0; round < 3; round++) near(numbers(fast(x as never)), rosenbrockSlopes(x), 1e-13, 'gradient')
  assert.ok(fast.report().operations < 40, fast.report().toString())
  const infinite = random([1000], 5).data.map((v, i) => i === 7 ? 1e300 : v)
  assert.equal(numbers(fast(infinite as never)), numbers(gradient(rosenbrock)(infinite)))
})

// 370 numbers: more directions than a chunk has, so that all at once is tried; up to a million numbers in lanes are no reason to stop.
const many = random([370], 7).data, few = random([6], 7).data
const cases: Record<string, (x: Tensorial) => Value> = {
  'element by element':          x => mul(sin(x), exp(square(x))),
  'shifted, turned, cut':        x => mul(roll(x, 3), add(flip(x), pad(slice(x, [1]), [1, 0]))),
  'joined':                      x => concat([x, mul(2, slice(x, [0, 2])), flip(x)]),
  'side by side':                x => transpose(stack([x, square(x), sin(x)])),
  'chosen by number':            x => gather(mul(x, x), [5, 0, 0, 2]),
  'chosen by element':           x => where(less(x, flip(x)) as Value, mul(2, x), square(flip(x))),
  'put in places':               x => scatterAdd(x, [0, 0, 1], square(slice(x, [0, 3]))),
  'summed along an axis':        x => sum(square(reshape(x, [2, -1])), { axis: 0 }),
  'a matrix, and its parts':     x => tril(reshape(slice(x, [0, 4]), [2, 2])),
  'on a diagonal':               x => diag(slice(x, [0, 3])),
  'repeated':                    x => broadcastTo(slice(x, [0, 2]), [3, 2]),
  'one by all':                  x => mul(slice(x, 1), x),
  'all by all':                  x => outer(slice(x, [0, 3]), sin(slice(x, [2, 6]))),
  'sorted':                      x => sort(square(x)),
  'mixed: a running total':      x => cumsum(sin(x)),
  'mixed: softmax':              x => softmax(x),
  'mixed: a matrix product':     x => matmul(random([4, shape(x)[0]!], 3), sin(x)),
  'mixed and not, together':     x => add(mul(x, sum(x)), div(flip(x), add(2, cumsum(sin(x))))),
  'nothing moves':               x => sub(tensor([1, 2]), mul(0, slice(x, [0, 2]))),
}

for (const [name, f] of fewOf(Object.entries(cases), 7)) {
  sparse(`${name}: all at once, one by one, compiled: the same`, () => {
    for (const x of [few, many]) {
      const all = jacobian(f as never)(x as never), single = jacobian(f as never, { lanes: x === few ? 1 : 150 })(x as never)
      assert.equal((all as unknown as Tensor).shape, (single as unknown as Tensor).shape)
      near(numbers(all), numbers(single), 1e-14, 'chunks')
    }
    const scalar = (x: Tensorial): Scalar => sum(mul(sin(f(x)), f(x))), fast = compile(gradient(scalar))
    near(numbers(gradient(scalar)(many)), numbers(gradient(scalar, { lanes: 100 })(many)), 1e-13, 'gradient')
    for (let round = 0; round < 2; round++) near(numbers(fast(many as never)), numbers(gradient(scalar)(many)), 1e-15, 'compiled')
    const H = hessian(scalar)(few), columns = hessian(scalar, { lanes: 2 })(few)
    near(numbers(H), numbers(columns), 1e-13, 'Hessian')
  })
}

sparse('where elements mix, and lanes would take too much, directions go in chunks after all', () => {
  uncompiled('it counts sweeps')
  const n = 1050, W = random([n, n], 2), x = random([n], 3).data
  let sweeps = 0
  const counted = unary('counted', t => t, () => { sweeps++; return 1 })
  const f = (t: Tensorial): Scalar => { counted(0.5); return sum(square(matmul(W, counted(t) as Tensorial))) }
  const { value, gradient: slopes } = valueAndGradient(f)(x)
  const y = numbers(matmul(W, tensor(x)))
  near([value], [y.reduce((sum, yi) => sum + yi * yi, 0)], 1e-12, 'value')
  near(numbers(slopes).slice(0, 3), [0, 1, 2].map(j => 2 * y.reduce((sum, yi, i) => sum + yi * W.data[i * n + j]!, 0)), 1e-11, 'slopes')
  assert.ok(sweeps > 2, `${sweeps} sweeps`)
})

sparse('a function that hides that it was given up is asked again', () => {
  uncompiled('a large matrix, at which one look is enough')
  const n = 1050, W = random([n, n], 2), x = random([n], 3).data
  const f = (t: Tensorial): Scalar => {
    try {
      return sum(matmul(W, t))
    } catch {
      return 0
    }
  }
  near(numbers(gradient(f)(x)).slice(0, 1), [Array.from({ length: n }, (_, i) => W.data[i * n]!).reduce((a, b) => a + b)], 1e-12, 'gradient')
})

sparse('what no longer moves has no lanes: third derivatives of a square', () => {
  const v = tensor([2, 2, 2]), along = (f: (x: Tensorial) => Value) => (x: Tensorial): Value => jvp(f as never, x as never, v as never).tangent as Value
  const third = gradient(((x: Tensorial) => sum(along(along(t => pow(t, 2)))(x))) as never) as unknown as (x: Tensor) => Tensor, fast = compile(third as never) as unknown as typeof third
  const mixed = gradient(((x: Tensorial) => sum(add(slice(x, 0), along(along(t => mul(sum(t), pow(broadcastTo(slice(t, 0), [3]), 2))))(x)))) as never) as unknown as typeof third, fastMixed = compile(mixed as never) as unknown as typeof third
  for (let round = 0; round < 3; round++) near(numbers(fastMixed(tensor([1, 2, 3]))), numbers(mixed(tensor([1, 2, 3]))), 1e-15, 'mixed')
  for (let round = 0; round < 3; round++) assert.equal([third(tensor([1, 2, 3])).toArray(), fast(tensor([1, 2, 3])).toArray()], [[0, 0, 0], [0, 0, 0]])
})

sparse('of numbers and tensors together', () => {
  const f = ({ a, x }: { a: Scalar; x: Tensorial }): Value => mul(a, sin(x)), x = random([5], 2)
  const J = jacobian(f as never)({ a: 2, x } as never) as unknown as { a: Tensor; x: Tensor }
  assert.equal(J.a.toArray(), [...x.data].map(Math.sin))
  assert.equal(J.x.toArray(), [...x.data].map((xi, i) => [...x.data].map((_, j) => i === j ? 2 * Math.cos(xi) : 0)))
})

sparse('what is 0 and does not move may stand beside what moves, with lanes or without: the exponential at 0', () => {
  const f = (t: Tensorial): Tensorial => expm(outer(t, tensor([1, 2, 3])))
  for (const x of [zeros([3]), tensor([0, 0.5, 0])]) {
    const J = jacobian(f)(x as never) as unknown as Tensor, single = jacobian(f, { lanes: 1 })(x as never) as unknown as Tensor
    assert.equal(J.shape, [3, 3, 3])
    near(numbers(J), numbers(single), 1e-15, 'J')
  }
  near(numbers(jacobian(f)(zeros([3]) as never)), [0, 1, 2].flatMap(i => [1, 2, 3].flatMap(v => [0, 1, 2].map(k => k === i ? v : 0))), 0, 'J at 0')
})

sparse('rows of your own get lanes in full, unless they say what they do with elements', () => {
  const swap = linear('swap', (x: Value): Value => flip(x, { axis: -1 }), { batched: true })
  const pairs = structural('pairs', (x: Value): Value => square(x), (dx: Value, x: Value): Value => mul(mul(2, x), dx))
  near(numbers(jacobian((x: Tensorial) => pairs(swap(x)) as Tensorial)(few)), numbers(jacobian((x: Tensorial) => square(flip(x)) as Tensorial)(few)), 0, 'J')
})

sparse.run()
