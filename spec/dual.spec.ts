// Dual numbers: a value in motion, levels that never meet, and the refusal to lose a derivative in silence.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, atan2, cos, cosh, derivative, gradient, div, dual, equal, exp, floor, hypot, jvp, less, log, mul, neg, pow, primal, PushforwardError, sin, sqrt, square, sub, tangent, where,
} from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { uncompiled } from './support/mode.ts'

const motion = suite('a dual number carries primal and tangent together')

motion('cos gives −sin·dx, bit for bit, and the primal is that of the plain call', () => {
  for (const x of [0, -0, 1, -2.5, 1e-300, 1e22, Math.PI, 710, -1e-5]) {
    const y = cos(dual(x, 1))
    assert.ok(Object.is(primal(y), Math.cos(x)), `cos(${x})`)
    assert.ok(Object.is(tangent(y), -Math.sin(x)), `cos′(${x})`)
    assert.ok(Object.is(derivative(cos)(x), -Math.sin(x)), `derivative(cos)(${x})`)
    assert.is(tangent(cos(dual(x, 3))), -Math.sin(x) * 3)
  }
})

motion('the chain rule: dz/dx = dz/dy · dy/dx', () => {
  const x = 0.7, y = Math.sin(x)
  assert.is(derivative(t => exp(sin(t)))(x), Math.exp(y) * Math.cos(x))
})

motion('duals made by hand from numbers share one ε', () => {
  const z = mul(dual(3, 1), dual(4, 2))
  assert.equal([primal(z), tangent(z)], [12, 4 * 1 + 3 * 2])
  assert.is(tangent(mul(dual(3), dual(3))), 6)
})

motion('a dual made of duals nests: tangent of the tangent is the second derivative', () => {
  const x = dual(dual(3, 1), 1), y = mul(x, mul(x, x))
  assert.is(primal(y), 27)
  assert.is(primal(tangent(y) as Scalar), 27)
  assert.is(tangent(tangent(y) as Scalar), 18)
})

motion('a dual made by hand inside a derivative is a perturbation of its own', () => {
  assert.is(derivative(x => tangent(mul(dual(x, 1), dual(x, 1))) as Scalar)(5), 2) // d/dx of 2x
  assert.is(derivative(x => mul(x, tangent(square(dual(2, 1))) as Scalar))(5), 4)
})

motion('a number does not move', () => {
  assert.is(tangent(3), 0)
  assert.is(primal(3), 3)
})

motion('a tangent that is exactly 0 is never multiplied: 0·∞ is 0', () => {
  assert.is(tangent(sqrt(dual(0, 0))), 0)
  assert.is(tangent(mul(dual(Infinity, 0), dual(2, 0))), 0)
  assert.is(tangent(log(dual(0, 0))), 0)
  assert.is(derivative(x => sqrt(mul(0, x)))(1), 0)
})
motion.run()

const levels = suite('levels')

levels('perturbations of nested derivatives are never confused', () => {
  assert.is(derivative(x => mul(x, derivative(y => add(x, y))(1)))(1), 1)
  assert.is(derivative(x => mul(x, derivative(y => mul(x, y))(1)))(4), 8)
  assert.is(derivative(x => derivative(() => x)(x))(1), 0)
  assert.is(derivative(y => derivative(x => mul(x, mul(x, y)))(mul(y, 3)))(5), 60)
})

levels('nesting to any order: the derivatives of exp, of 1/x, of a polynomial', () => {
  assert.is(derivative(exp, { order: 9 })(1), Math.E)
  let factorial = 1
  for (let n = 0; n <= 8; n++) {
    assert.is(derivative(x => div(1, x), { order: n })(1), (n % 2 === 0 ? 1 : -1) * factorial)
    assert.is(derivative(x => pow(x, n), { order: n })(0), factorial)
    assert.is(derivative(x => pow(x, n), { order: n + 1 })(0), 0)
    factorial *= n + 1
  }
})

levels('mixed partials: order of differentiation does not matter', () => {
  const f = (x: Scalar, y: Scalar): Scalar => mul(exp(mul(x, y)), atan2(y, hypot(x, y)))
  const xy = derivative(x => derivative(y => f(x, y))(1.25) as Scalar)(0.75)
  const yx = derivative(y => derivative(x => f(x, y))(0.75) as Scalar)(1.25)
  assert.ok(Math.abs(xy - yx) < 4e-15, `${xy} ${yx}`)
})

levels('through while, recursion, Newton: the derivative of the program that ran', () => {
  const root = (a: Scalar): Scalar => {
    let x: Scalar = 1
    while (Math.abs(primal(sub(square(x), a))) > 1e-14) x = div(add(x, div(a, x)), 2)
    return div(add(x, div(a, x)), 2)
  }
  assert.ok(Math.abs(derivative(root)(4) - 0.25) < 1e-15)
  assert.ok(Math.abs(derivative(root, { order: 2 })(4) + 1 / 32) < 1e-12)
  const power = (x: Scalar, n: number): Scalar => n === 0 ? 1 : mul(x, power(x, n - 1))
  assert.is(derivative(x => power(x, 10), { order: 10 })(2), 3628800)
})

levels('a dual that escapes its derivative through a variable is an error, never a wrong number', () => {
  uncompiled('what escapes from a compiled function is another value; compile.spec.ts says what happens then')
  let leaked: Scalar = 0
  derivative(x => leaked = mul(x, x))(3)
  assert.throws(() => derivative(x => mul(x, leaked))(2), /escaped/)
  assert.throws(() => jvp(x => add(x, leaked), 2, 1), /escaped/)
  assert.is(derivative(x => mul(x, primal(leaked)))(2), 9)
})

levels('an error inside f leaves nothing behind', () => {
  assert.throws(() => derivative(() => { throw new RangeError('mine') })(1), (error: unknown) => error instanceof RangeError && error.message === 'mine')
  assert.is(derivative(x => mul(x, derivative(y => add(x, y))(1)))(1), 1)
})
levels.run()

const native = suite('JavaScript arithmetic on a dual throws, and says what to write')

native('operators, Math, comparisons, typed arrays, JSON', () => {
  const x = dual(1, 1) as unknown as number
  const uses: [string, () => unknown][] = [
    ['x * 2', () => x * 2], ['2 - x', () => 2 - x], ['x + 1', () => x + 1], ['x > 1', () => x > 1], ['x <= 1', () => x <= 1], ['-x', () => -x],
    ['x ** 2', () => x ** 2], ['Math.cos(x)', () => Math.cos(x)], ['new Float64Array([x])', () => new Float64Array([x])],
    ['Number(x)', () => Number(x)], ['Math.max(x, 2)', () => Math.max(x, 2)], ['JSON.stringify(x)', () => JSON.stringify({ x })],
  ]
  for (const [name, use] of uses) {
    assert.throws(use, (error: unknown) => error instanceof PushforwardError && /mul\(x, 2\) for x \* 2/.test(error.message), name)
    assert.throws(() => derivative(y => { void y; return use() as number })(1), /lose its derivative/, name)
  }
})

native('also where duals nest, and for a program that only wanted a number', () => {
  assert.throws(() => derivative(x => derivative(y => (y as number) * (x as number))(1))(1), /lose its derivative/)
})

native('a dual prints as text', () => {
  assert.is(`${dual(1, 2)}`, '1 + (2)ε')
  assert.is(String(dual(dual(1, 2), 3)), '1 + (2)ε + (3)ε')
})

native('a dual sorted as text stands where its number does', () => {
  assert.equal(gradient((x: Scalar[]) => x.sort()[0]!)([3, 1, 2]), [0, 1, 0])
})

native('TypeScript refuses it before it runs', () => {
  const program = (x: Scalar): unknown[] => [
    // @ts-expect-error: a Scalar is no operand of *; write mul(x, 2)
    () => x * 2,
    // @ts-expect-error: a Scalar is no operand of -; write sub(1, x)
    () => 1 - x,
    // @ts-expect-error: Math takes numbers; write cos(x)
    () => Math.cos(x),
    // @ts-expect-error: a typed array takes numbers
    () => new Float64Array([x]),
    // @ts-expect-error: a row takes no string
    () => cos('1'),
    // @ts-expect-error: a row takes no array
    () => mul([1, 2], 3),
  ]
  const plain: number = mul(2, cos(1)) // numbers in, a number out
  const scalar: Scalar = mul(2, cos(dual(1)))
  assert.is(program(1).length, 6)
  assert.type(plain, 'number')
  assert.type(scalar, 'object')
})
native.run()

const choices = suite('comparisons and choices')

choices('comparisons look at primals, and give booleans', () => {
  assert.is(less(dual(1, 5), dual(2, -5)), true)
  assert.is(equal(dual(1, 5), 1), true)
  assert.is(less(dual(dual(1, 1), 1), 1), false)
})

choices('where takes the chosen branch with its motion; the other leaves no trace', () => {
  const f = (x: Scalar): Scalar => where(less(x, 1), square(x), div(1, sub(x, 1)))
  assert.is(derivative(f)(0.5), 1)
  assert.is(derivative(x => where(less(0, x), sqrt(x), 0))(0), 0)
  assert.is(derivative(x => where(1, x, log(x)))(0), 1)
})

choices('what is piecewise constant has derivative 0, to any order', () => {
  assert.is(derivative(floor)(2.5), 0)
  assert.is(derivative(x => mul(floor(x), x), { order: 2 })(2.5), 0)
  assert.is(derivative(x => neg(cosh(floor(x))))(2.5), 0)
})
choices.run()
