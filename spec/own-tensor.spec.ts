// Your own operation on a tensor with your own derivative: the lecture's ZeroOut, from a forward and from a reverse rule.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, derivative, eye, fromVjp, gradient, jacobian, jvp, linear, matmul, mul, reshape, square, structural, sub, sum, tensor, Tensor, transpose } from '../lib/index.ts'
import type { Tensorial, Value } from '../lib/index.ts'

/** Keeps the first element, zeros the rest: the plain operation, as its author has it. */
const keepFirst = (x: Value): Value => {
  const t = x as Tensor
  return new Tensor(t.shape, t.data.map((v, i) => i === 0 ? v : 0))
}

// TensorFlow, "Adding a new op": the forward rule says what moves with what; here, the same operation of the motion.
const zeroOut = structural('ZeroOut', keepFirst, (dx: Value): Value => zeroOut(dx))

// and its reverse rule, as @ops.RegisterGradient("ZeroOut") has it: the gradient of the output in, of the input out
const registered = structural('ZeroOutByGradient', keepFirst, fromVjp(grad => mul(grad, tensor([1, 0, 0]))))

const x = tensor([5, 4, 3])

const zero = suite('ZeroOut')

zero('the value', () => {
  assert.equal((zeroOut(x) as Tensor).toArray(), [5, 0, 0])
  assert.equal((registered(x) as Tensor).toArray(), [5, 0, 0])
})

for (const [name, op] of [['the forward rule', zeroOut], ['TensorFlow’s reverse rule', registered]] as const) {
  zero(`its derivative from ${name}`, () => {
    const { tangent } = jvp((t: Tensorial) => op(t) as Tensorial, x, tensor([10, 20, 30]))
    assert.equal((tangent as Tensor).toArray(), [10, 0, 0])
    assert.equal(gradient((t: Tensorial) => sum(square(op(t))))(x as never), tensor([10, 0, 0]))
    const j = jacobian((t: Tensorial) => op(t) as Tensorial)(x as never) as unknown as Tensor
    assert.equal(j.toArray(), [[1, 0, 0], [0, 0, 0], [0, 0, 0]])
  })
}
zero.run()

const reverse = suite('fromVjp')

reverse('a matrix product from its reverse rules, to second order', () => {
  const vjp = (c: Value, a: Value, b: Value): Value[] => [matmul(c, transpose(b)), matmul(transpose(a), c)]
  const product = structural('product', (a: Value, b: Value): Value => matmul(a, b), fromVjp(vjp, 0), fromVjp(vjp, 1))
  const a = tensor([[1, 2], [3, 4]]), b = tensor([[5, 6], [7, 9]])
  const through = (times: (a: Value, b: Value) => Value) => (t: Value): Value => sum(square(times(add(a, mul(t, b)), sub(b, mul(square(t), a)))))
  for (const order of [0, 1, 2])
    assert.is(derivative(through(product) as never, { order })(0.5), derivative(through(matmul) as never, { order })(0.5), `order ${order}`)
})

reverse('where nothing is said, the place of the rule is that of the gradient', () => {
  const vjp = (c: Value, a: Value, b: Value): Value[] => [mul(c, b), mul(c, a)], rule = fromVjp(vjp)
  for (const [first, second] of [[fromVjp(vjp), fromVjp(vjp)], [rule, rule], [fromVjp(vjp), fromVjp(vjp, 1)]] as const) {
    const product = structural('product', (a: Value, b: Value): Value => mul(a, b), first, second)
    assert.equal(gradient(([a, b]) => product(a as Value, b as Value) as number)([2, 3]), [3, 2])
    assert.equal(derivative(t => product(t, square(t)) as number, { order: 3 })(2), 6)
  }
})

reverse('scalars too', () => {
  const cubed = structural('cubed', (v: Value): Value => mul(v, square(v)), fromVjp((c, v) => mul(c, mul(3, square(v)))))
  assert.equal([0, 1, 2, 3].map(order => derivative(v => cubed(v) as number, { order })(2)), [8, 12, 12, 6])
})

reverse('a rule that is not linear, or gives no gradient, is refused in words', () => {
  const op = (vjp: Parameters<typeof fromVjp>[0]) => (): unknown => jvp((t: Tensorial) => structural('op', keepFirst, fromVjp(vjp))(t) as Tensorial, x, x)
  assert.throws(op(c => square(c)), /not linear in the cotangent/)
  assert.throws(op(c => add(c, 1)), /not linear/)
  assert.throws(op(c => sum(c)), /shape \[3\].*shape \[\]/)
  assert.throws(op(() => undefined as never), /must return a value.*undefined/)
  assert.throws(() => fromVjp(3 as never), /number 3/)
})

reverse('linear: the rule is the map itself', () => {
  const flip = linear('flipped', v => new Tensor((v as Tensor).shape, (v as Tensor).data.slice().reverse()))
  const j = jacobian((t: Tensorial) => reshape(flip(t), [3]))(x as never) as unknown as Tensor
  assert.equal(j.toArray(), [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
  assert.equal(eye(2).toArray(), [[1, 0], [0, 1]])
})
reverse.run()
