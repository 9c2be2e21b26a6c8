// The transforms: f ↦ f′ over structures; what comes out mirrors what went in, and bad input gets one sentence.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, check, clamp, compile, cos, derivative, div, exp, fixedPointWith, gradient, hessian, hvp, jacobian, jvp, log, mul, odeintWith, pow, PushforwardError,
  rootWith, sin, square, stopGradient, sub, sum, tensor,
  valueAndDerivative, valueAndGradient, valueAndJacobian, valueGradientAndHessian,
} from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial } from '../lib/index.ts'
import { uncompiled } from './support/mode.ts'

/** The one sentence an error says. */
function sentence(use: () => unknown): string {
  try {
    use()
  } catch (error) {
    assert.ok(error instanceof PushforwardError, `a ${String(error)}`)
    assert.ok(!error.message.includes('\n') && error.message.length < 300, error.message)
    return error.message
  }
  return assert.unreachable('nothing was thrown') as never
}

const numbers = suite('derivative: a function in, a function out')

numbers('f ↦ f′, and again', () => {
  const sine = derivative(cos)
  assert.is(sine(1), -Math.sin(1))
  assert.is(derivative(sine)(1), -Math.cos(1))
  assert.is(derivative(derivative(derivative(x => pow(x, 3))))(5), 6)
})

numbers('{ order: n } is n derivatives; order 0 is f', () => {
  assert.is(derivative(cos, { order: 0 })(1), Math.cos(1))
  assert.is(derivative(cos, { order: 1 })(1), -Math.sin(1))
  assert.is(derivative(cos, { order: 4 })(1), Math.cos(1))
})

numbers('a function into a structure is differentiated leaf by leaf', () => {
  assert.equal(derivative(t => [cos(t), { up: square(t) }, 3])(2), [-Math.sin(2), { up: 4 }, 0])
})

numbers('a function into functions is differentiated under the argument', () => {
  assert.is(derivative(x => (y: Scalar): Scalar => mul(x, mul(x, y)))(3)(5), 30)
  const { slope } = derivative(x => ({ slope: (y: Scalar): Scalar => mul(x, y) }))(3)
  assert.is(slope(5), 5)
})

numbers('value and derivative in one sweep', () => {
  uncompiled('it counts calls of f')
  let calls = 0
  const f = (x: Scalar): Scalar => (calls++, mul(x, exp(x)))
  assert.equal(valueAndDerivative(f)(1), { value: Math.E, derivative: 2 * Math.E })
  assert.is(calls, 1)
})

numbers('a constant function has derivative 0', () => {
  assert.is(derivative(() => 1)(3), 0)
  assert.equal(gradient(() => 1)([1, 2]), [0, 0])
  assert.equal(hessian(() => 1)([1, 2]), [[0, 0], [0, 0]])
  assert.equal(jacobian(() => [1, 2])([3]), [[0], [0]])
})
numbers.run()

const structures = suite('structures: what comes out mirrors what went in')
const price = ({ s, k: [a, b] }: { s: Scalar; k: [Scalar, Scalar] }): Scalar => mul(square(s), div(a, b))

structures('jvp: J·v in one sweep, over arrays, several arguments, objects, one number', () => {
  assert.equal(jvp(([x, y]) => mul(x, y), [2, 3], [1, 10]), { primal: 6, tangent: 23 })
  assert.equal(jvp((x, y) => mul(x, y), [2, 3], [1, 10]), { primal: 6, tangent: 23 })
  assert.equal(jvp(cos, 1, 2), { primal: Math.cos(1), tangent: -Math.sin(1) * 2 })
  for (const f of [cos, (x: Scalar): Scalar => cos(x), ([x]: Scalar[]): Scalar => cos(x!)])
    assert.equal((jvp as (f: unknown, x: number[], v: number[]) => unknown)(f, [1], [2]), { primal: Math.cos(1), tangent: -Math.sin(1) * 2 })
  assert.equal(jvp(price, { s: 3, k: [4, 2] }, { s: 1, k: [0, 0] }), { primal: 18, tangent: 12 })
  assert.equal(jvp(([x, y]) => [mul(x, y), { d: sub(x, y) }], [2, 3], [1, 1]), { primal: [6, { d: -1 }], tangent: [5, { d: 0 }] })
})

structures('jvp evaluates f once, and what does not move enters as it is', () => {
  uncompiled('the direction is an argument, of which any part may move')
  const seen: string[] = []
  jvp(([x, y]) => (seen.push(typeof x, typeof y), mul(x, y)), [2, 3], [1, 0])
  assert.equal(seen, ['object', 'number'])
})

structures('gradient', () => {
  assert.equal(gradient(([x, y]) => mul(x, square(y)))([2, 3]), [9, 12])
  assert.equal(gradient((x, y) => mul(x, square(y)))(2, 3), [9, 12])
  assert.equal(gradient(mul)(2, 3), [3, 2])
  assert.equal(gradient(price)({ s: 3, k: [4, 2] }), { s: 12, k: [4.5, -9] })
  assert.is(gradient((x: Scalar) => square(x))(3), 6)
  assert.equal(gradient((m: Scalar[][]) => mul(m[0]?.[1] as Scalar, m[1]?.[0] as Scalar))([[1, 2], [3, 4]]), [[0, 3], [2, 0]])
})

structures('jacobian is indexed [output, input]', () => {
  assert.equal(jacobian(([x, y]) => [mul(x, y), sin(x), y])([0, 3]), [[3, 0], [1, 0], [0, 1]])
  assert.equal(jacobian((x, y) => [mul(x, y), add(x, y)])(2, 3), [[3, 2], [1, 1]])
  assert.equal(jacobian(({ a, b }: { a: Scalar; b: Scalar }) => ({ p: mul(a, b), q: [a] }))({ a: 2, b: 3 }), { p: { a: 3, b: 2 }, q: [{ a: 1, b: 0 }] })
  assert.equal(jacobian((x: Scalar) => [x, square(x)])(3), [1, 6])
})

structures('hessian and hvp', () => {
  const f = ([x, y]: [Scalar, Scalar]): Scalar => mul(mul(x, x), mul(y, mul(y, y)))
  assert.equal(hessian(f)([2, 3]), [[54, 108], [108, 72]])
  assert.equal(hvp(f)([2, 3], [1, 10]), [54 + 1080, 108 + 720])
  assert.equal(hessian(price)({ s: 3, k: [4, 2] }), {
    s: { s: 4, k: [3, -6] },
    k: [{ s: 3, k: [0, -2.25] }, { s: -6, k: [-2.25, 9] }],
  })
})

structures('the valueAnd… forms agree with the single ones', () => {
  const f = ([x, y]: [Scalar, Scalar]): Scalar => log(add(square(x), exp(y)))
  const at: [number, number] = [1, 2]
  const { value, gradient: g, hessian: h } = valueGradientAndHessian(f)(at)
  assert.is(value, Math.log(1 + Math.exp(2)))
  assert.equal([g, h], [gradient(f)(at), hessian(f)(at)])
  assert.equal(valueAndGradient(f)(at), { value, gradient: g })
  assert.equal(valueAndJacobian(([x, y]) => [mul(x, y)])([2, 3]), { value: [6], jacobian: [[3, 2]] })
})

structures('transforms nest in each other', () => {
  assert.equal(jacobian(([x]) => gradient(([p]) => mul(x, square(p)))([x]))([3]), [[4 * 3]])
  assert.equal(gradient(([a, b]) => derivative(t => mul(a, pow(t, 3)))(b))([2, 3]), [27, 36])
  assert.is(derivative(t => jvp(([x, y]) => mul(x, y), [t, square(t)], [t, t]).tangent)(2), 3 * 4 + 2 * 2)
})

structures('stopGradient: a value as if it stood still, to every order, and compiled', () => {
  const f = (x: Scalar): Scalar => mul(stopGradient(x), square(x))
  assert.equal([f(3), derivative(f)(3), derivative(f, { order: 2 })(3)], [27, 18, 6])
  assert.equal(gradient((x: Tensorial) => sum(mul(stopGradient(x), x)))(Float64Array.of(2, 5)), Float64Array.of(2, 5))
  const fast = compile(derivative(f))
  for (let i = 0; i < 3; i++) assert.is(fast(3), 18)
  assert.is(fast.report().mode, 'compiled')
})

structures('the argument is not written to', () => {
  const x = Object.freeze([1, 2]) as number[]
  assert.equal(gradient(([a, b]) => mul(a, b))(x), [2, 1])
})
structures.run()

const refusals = suite('bad input gets one sentence: what was expected, what came, what was probably meant')

refusals('a function that returns nothing, or later', () => {
  assert.match(sentence(() => derivative((() => undefined) as never)(1)), /returned undefined.*return/)
  assert.match(sentence(() => gradient((() => undefined) as never)([1])), /returned undefined/)
  assert.match(sentence(() => jacobian(([x]) => [x, undefined as never])([1])), /\[1\].*undefined/)
  assert.match(sentence(() => derivative((async (x: Scalar) => x) as never)(1)), /Promise.*await/)
  assert.match(sentence(() => derivative(() => 'x' as never)(1)), /string "x"/)
})

refusals('a gradient of a vector function', () => {
  assert.match(sentence(() => gradient((([x, y]: Scalar[]) => [x, y]) as never)([1, 2])), /one number.*array of 2.*jacobian\(f\)/)
})

refusals('a point of more or fewer numbers than the function takes', () => {
  const f = (x: Scalar, y: Scalar): Scalar => mul(x, y)
  assert.match(sentence(() => gradient(f)([1, 2, 3] as never)), /^mul expects .*; the function takes 2 arguments, and the point is an array of 3$/)
  assert.match(sentence(() => gradient((x: Scalar) => mul(x, undefined as never))([1] as never)), /^mul expects .*, and got an array of 1/)
})

refusals('what f throws by itself is thrown as it is, and f runs once', () => {
  uncompiled('it counts calls of f')
  let calls = 0
  assert.match(sentence(() => gradient((_: Scalar[]) => { calls++; throw new PushforwardError('mine') })([1])), /^mine$/)
  assert.is(calls, 1)
})

refusals('tangents of another shape', () => {
  const f = (([x]: Scalar[]) => x) as never
  assert.match(sentence(() => jvp(f, [1, 2], [1])), /array of 2.*array of 1/)
  assert.match(sentence(() => jvp(f, [1, [2]] as never, [1, 2] as never)), /\[1\]/)
  assert.match(sentence(() => jvp(f, { a: 1 } as never, { b: 1 } as never)), /\{a\}.*\{b\}/)
  assert.match(sentence(() => jvp(f, [1], ['1'] as never)), /\[0\].*string "1"/)
  assert.match(sentence(() => hvp(f)([1, 2] as never, [1] as never)), /array of 2.*array of 1/)
})

refusals('an empty input', () => {
  for (const d of [gradient, jacobian, hessian, valueAndGradient])
    assert.match(sentence(() => (d as typeof gradient)(() => 1)([])), /at least one number.*empty array/)
  assert.match(sentence(() => jvp(() => 1, [], [])), /empty array/)
  assert.match(sentence(() => gradient(() => 1)({} as never)), /at least one number/)
  assert.match(sentence(() => (gradient(() => 1) as () => unknown)()), /the point/)
})

refusals('a structure that contains itself', () => {
  uncompiled('whoever holds two answers against each other walks through the arguments')
  const x: { a: number; self?: unknown } = { a: 1 }
  x.self = x
  assert.match(sentence(() => gradient(() => 1)(x as never)), /^gradient expects numbers, .* contains itself, or is too deep$/)
})

refusals('whoever was asked is named, whatever it asks in turn', () => {
  for (const [name, use] of Object.entries({
    gradient: (f: never, x: never) => gradient(f)(x), jacobian: (f: never, x: never) => jacobian(f)(x), hessian: (f: never, x: never) => hessian(f)(x),
    valueAndGradient: (f: never, x: never) => valueAndGradient(f)(x), valueGradientAndHessian: (f: never, x: never) => valueGradientAndHessian(f)(x),
    hvp: (f: never, x: never) => hvp(f)(x, x), jvp: (f: never, x: never) => jvp(f, x, x),
  })) {
    const says = (f: unknown, x: unknown): void => assert.match(sentence(() => use(f as never, x as never)), new RegExp(`^${name} `))
    says((): number => 1, ['1'])
    says((): number => 1, [])
    says((): undefined => undefined, [1])
    if (!name.startsWith('j')) says((x: Scalar[]) => x, [1, 2])
  }
  assert.match(sentence(() => jacobian(([x]) => [x]).times([1, 2])([1])), /^jacobian\(f\).times expects tangents/)
})

refusals('options that are none: a name that is not known, a point that comes too early', () => {
  assert.match(sentence(() => gradient(([x, y]) => mul(x, y))([1])), /^mul expects a number, a dual number or a tensor, and got undefined; the point is an array of 1$/)
  assert.match(sentence(() => jvp((x, y) => mul(x, y), 1 as never, 2 as never)), /got undefined; the function takes 2 arguments, and the point is the number 1$/)
  assert.match(sentence(() => gradient((q: { x: Scalar }) => mul(q.x, 2))(new (class Q { x = 1 })())), /; it got a Q; perhaps \{ \.\.\.x \}$/)
  assert.is(sentence(() => clamp(5, 0, undefined as never)), 'clamp expects a number, a dual number or a tensor, and got undefined')
  assert.is(sentence(() => derivative(cos, { ordr: 2 } as never)), 'derivative expects options { order }, and got an object with the keys {ordr}; perhaps derivative(f)(x)')
  assert.match(sentence(() => derivative(cos, 2 as never)), /^derivative expects options \{ order \}, and got the number 2; perhaps derivative\(f\)\(x\)$/)
  for (const [name, use] of Object.entries({ gradient, jacobian, hessian, valueAndGradient, valueAndJacobian, valueGradientAndHessian, compile }))
    for (const wrong of [[1, 2], { lane: 3 }, 3, null]) assert.match(sentence(() => (use as (f: unknown, options: unknown) => unknown)(() => 1, wrong)), new RegExp(`^${name} expects options .*, and got .*; perhaps ${name}\\(f\\)\\(x\\)$`))
  for (const [name, use] of Object.entries({ rootWith, fixedPointWith, odeintWith })) assert.match(sentence(() => use({ tol: 1 } as never)), new RegExp(`^${name} expects options \\{ .* \\}, and got .*\\{tol\\}`))
  assert.match(sentence(() => check(cos, { ordr: 2 } as never)), /^check expects options \{ over, at, order, /)
})

refusals('an order that is no whole number from 0 on', () => {
  for (const order of [-1, 0.5, NaN, Infinity]) assert.match(sentence(() => derivative(cos, { order })), new RegExp(`order.*${order}`))
})

refusals('a point that is no number', () => {
  assert.match(sentence(() => derivative(cos)([1] as never)), /array of 1.*gradient/)
  assert.match(sentence(() => derivative(cos)('1' as never)), /string "1"/)
  assert.match(sentence(() => derivative(cos)(undefined as never)), /undefined/)
  assert.match(sentence(() => gradient(([x]) => x)(['1'] as never)), /\[0\].*string "1"/)
  assert.match(sentence(() => gradient(([x]) => x)([1n] as never)), /bigint/)
  assert.match(sentence(() => gradient(((o: { a: Scalar[] }) => o.a[1]) as never)({ a: [1, null] } as never)), /\.a\[1\].*null/)
})

refusals('no function', () => {
  assert.match(sentence(() => derivative('cos(x)' as never)), /expression\("cos\(x\)"\)/)
  assert.match(sentence(() => gradient(undefined as never)), /function.*undefined/)
  assert.match(sentence(() => jvp(3 as never, [1], [1])), /function.*3/)
})
refusals.run()

const types = suite('types say what a value stands for')
types('numbers in, numbers out; structures keep their type', () => {
  const d: number = derivative(cos)(1)
  const g: number[] = gradient(([x, y]) => mul(x, y))([1, 2])
  const o: { s: number; k: [number, number] } = gradient(price)({ s: 3, k: [4, 2] })
  const j: number[][] = jacobian(([x, y]) => [mul(x, y)])([1, 2])
  const h: number[][] = hessian(([x, y]) => mul(x, y))([1, 2])
  const t: number = jvp((x, y) => mul(x, y), [1, 2], [1, 1]).tangent
  // @ts-expect-error: derivative takes a function of one scalar, not of an array
  const wrong = (): unknown => derivative((x: Scalar[]) => x[0] as Scalar)
  // @ts-expect-error: a gradient is of one number
  const vector = (): unknown => gradient((x: Scalar[]) => x)
  // @ts-expect-error: an order is a number
  const order = (): unknown => derivative(cos, { order: '2' })
  assert.equal([d, g, o.s, j, h, t, typeof wrong, typeof vector, typeof order].length, 9)
})
types('several structures or tensors, one after the other; rows of plain tensors are plain tensors', () => {
  const [dA, dB]: readonly [Tensor, Tensor] = gradient((a: Tensorial, b: Tensorial) => sum(mul(a, b)))(tensor([1, 2]), tensor([3, 4]))
  assert.equal([dA.toArray(), dB.toArray()], [[3, 4], [1, 2]])
  const mixed: readonly [number, { c: number }] = gradient((a: Scalar, b: { c: Scalar }) => mul(a, b.c))(2, { c: 3 })
  assert.equal(mixed, [3, { c: 2 }])
  assert.equal(sub(mul(2, tensor([1, 2])), 1).toArray(), [1, 3])
})
types.run()
