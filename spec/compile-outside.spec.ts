// What compiled functions share with the world: arrays that others write into, parameters, results, rows of the same name; and what
// of f a recording must not settle for all calls.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { abs, add, compile, cos, derivative, inv, less, lt, mul, program, rem, structural, tensor, where, zeros } from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial, Value } from '../lib/index.ts'

const machines = ['javascript', 'interpreter'] as const
const plain = (x: unknown): unknown => typeof x === 'number' ? x : [...(x as Tensor).data]

const outside = suite('arrays, parameters and names from outside')

outside('a tensor that f fills again and again', () => {
  for (const machine of machines) {
    const f = (x: Scalar): Value => {
      const scratch = zeros([2])
      let s: Value = 0
      for (let k = 0; k < 3; k++) {
        scratch.data[0] = k
        s = add(s, mul(x, scratch))
      }
      return s
    }
    const fast = compile(f, { machine })
    for (const x of [1, 2, 3, 2]) assert.equal(plain(fast(x)), plain(f(x)))
  }
})

outside('captured tensors of the same numbers stay two; what is written into one later is not seen, as compile says', () => {
  const W = tensor([1, 2]), V = tensor([1, 2]), fast = compile((x: Scalar) => [mul(x, W), mul(x, V)])
  fast(2)
  W.data[0] = 10
  for (let i = 0; i < 2; i++) assert.equal((fast(2) as Value[]).map(plain), [[2, 4], [2, 4]])
})

outside('parameters of one’s own rows that f changes', () => {
  const scale = structural('scale', (x: Value, { k }: { k: number }): Value => mul(x, k), (dx, _x, { k }) => mul(dx, k), { parameters: true }) as (x: Value, p: { k: number }) => Value
  const f = (x: Scalar): Value => {
    const p = { k: 1 }
    let s: Value = 0
    for (p.k = 1; p.k <= 3; p.k++) s = add(s, scale(x, p))
    return s
  }
  const fast = compile(f)
  for (const x of [1, 2, 3]) assert.is(fast(x), 6 * x)
})

outside('results are the caller’s, also where a row passes on a constant', () => {
  for (const machine of machines) {
    const fast = compile((x: Scalar) => where(lt(x, 0), tensor([1, 2]), tensor([3, 4])), { machine })
    for (let i = 0; i < 4; i++) {
      const y = fast(1) as unknown as Tensor
      assert.equal(plain(y), [3, 4])
      y.data[0] = 99
    }
  }
})

outside('one’s own row may be called where', () => {
  const own = structural('where', (x: Value, y: Value, z: Value): Value => mul(x, add(y, z)), (d, _x, y, z) => mul(d, add(y, z)), (d, x) => mul(d, x), (d, x) => mul(d, x)) as (...args: Value[]) => Value
  const f = (x: Scalar, y: Scalar): Value => add(own(x, y, 2), own(y, x, 1)), fast = compile(f)
  for (let i = 0; i < 3; i++) assert.is(fast(3, 2 + i), f(3, 2 + i))
})

outside.run()

const ways = suite('what one call settles for no other')

ways('a Float64Array that f goes through by itself', () => {
  const total = (v: ArrayLike<number>): Scalar => { let s: Scalar = 0; for (let i = 0; i < v.length; i++) s = add(s, v[i]!); return s }
  const fast = compile(total), long = compile((v: Float64Array) => v.length > 2 ? 6 : 7), first = compile(({ v }: { v: Float64Array }) => v[0])
  for (let i = 0; i < 3; i++) assert.equal([fast(Float64Array.of(1, 2, i)), long(Float64Array.of(1, 2, 3)), first({ v: Float64Array.of(i, 2) })], [3 + i, 6, i])
  assert.match(String(fast.report()), /eagerly; it looks at the length of an array, as a loop over a Float64Array does/)
})

ways('a way that is not taken does not throw', () => {
  for (const machine of machines) {
    const f = (a: Scalar, m: Tensorial): Tensorial => less(a, 0) ? inv(m) : less(a, 10) ? inv(m) : m
    const fast = compile(f, { machine }), regular = tensor([[2, 1], [1, 3]]), singular = tensor([[1, 2], [2, 4]])
    for (const a of [-1, 5, 20]) fast(a, regular)
    for (let i = 0; i < 2; i++) assert.equal(plain(fast(20, singular)), [1, 2, 2, 4])
    assert.throws(() => fast(5, singular), /^inv expects a matrix that can be inverted/)
  }
})

ways('into and batch at another way than the one that is known', () => {
  const f = (x: Scalar) => less(x, 0) ? [x, 1] : { a: x }, fast = compile(f), other = compile(f)
  fast(-1)
  assert.equal(fast.into({ a: 0 } as never, 2), { a: 2 })
  other(-1)
  assert.equal(other.batch([1, 2]), { a: Float64Array.of(1, 2) })
  const longer = compile((x: Scalar) => less(x, 0) ? [x] : [x, mul(x, 2)])
  longer(2)
  assert.equal(longer.into([0], -1), [-1])
  assert.throws(() => longer.into([0], 3), /^into expects room for 2 numbers, and got an array of 1$/)
})

ways('a function that waits, and one that throws null', async () => {
  const later = compile((async (x: Scalar) => { await null; return mul(x, 2) }) as never) as unknown as (x: number) => Promise<number>
  assert.equal([await later(3), await later(4)], [6, 8])
  assert.is(compile((x: Scalar) => { if (typeof x !== 'number') throw null; return x * 2 })(1), 2)
})

ways('the sign of a zero that is a derivative within one', () => {
  const f = derivative(u => abs(derivative(cos)(u as never) as Scalar))
  assert.equal([f(0), compile(f)(0)], [1, 1])
})

ways.run()

const texts = suite('programs as text')

texts('rem is not what others mean by %', () => {
  assert.equal([String(program(x => rem(x, 3))), program(x => rem(x, 3)).latex()], ['rem(x, 3)', '\\operatorname{rem}\\left(x, 3\\right)'])
})

texts('parameters of a kind of their own do not meet a name', () => {
  assert.match(program(((_1: Scalar, flag: boolean) => flag ? mul(_1, 2) : _1) as never, 2 as never, true as never).javascript(), /^export function f\(_1, _1_2\) /)
})

texts.run()
