// Roots, fixed points and solutions of differential equations: values, and derivatives against closed forms, to third order.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, cos, derivative, div, exp, fixedPoint, fixedPointWith, gradient, hessian, jacobian, jvp, log, matmul, mul, neg, odeint, odeintWith, primal, root, rootWith, sin, solve, sqrt, square, stack, sub, sum, tensor,
} from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial, Value } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'

const roots = suite('root: the derivative is that of the implicit function theorem, to any order')

const squareRoot = (a: Scalar): Scalar => root((x, p) => sub(mul(x as Scalar, x as Scalar), p as Scalar), 1, a)

roots('√a from x² = a', () => {
  near([squareRoot(2) as number], [Math.SQRT2], 2e-16, 'value')
  near([derivative(squareRoot)(4) as number], [0.25], 1e-15, 'first')
  near([derivative(squareRoot, { order: 2 })(4) as number], [-1 / 32], 1e-15, 'second')
  near([derivative(squareRoot, { order: 3 })(4) as number], [3 / 256], 1e-15, 'third')
  near([derivative(squareRoot, { order: 5 })(4) as number], [105 / 32 / 4 ** 4.5], 1e-15, 'fifth')
})

roots('what f takes from around it moves too', () => {
  const f = (a: Scalar): Scalar => root(x => sub(exp(x as Scalar), a), 0.5) // log a
  near([1, 2, 3].map(order => derivative(f, { order })(2) as number), [0.5, -0.25, 0.25], 1e-15, 'log')
})

roots('the primal under differentiation is the plain value, bit for bit', () => {
  for (const a of [0.1, 2, 3, 1e10, 7e-9]) {
    let seen: unknown
    derivative(t => { const x = squareRoot(t); seen = primal(x); return x })(a)
    assert.ok(Object.is(seen, squareRoot(a)))
  }
})

roots('several unknowns: an array of numbers', () => {
  const polar = ([x, y]: Scalar[]): Scalar[] => // (r, φ) of (x, y), from x = r·cos φ, y = r·sin φ
    root((u, p, q) => [sub(mul((u as Scalar[])[0]!, cos((u as Scalar[])[1]!)), p as Scalar), sub(mul((u as Scalar[])[0]!, sin((u as Scalar[])[1]!)), q as Scalar)], [1, 0.5], x!, y!) as Scalar[]
  const [x, y] = [3, 4], r = 5
  near(polar([x, y]) as number[], [5, Math.atan2(4, 3)], 1e-15, 'value')
  near((jacobian(polar as never)([x, y] as never) as unknown as number[][]).flat(), [x / r, y / r, -y / r ** 2, x / r ** 2], 1e-15, 'J')
  near((hessian(((p: Scalar[]) => polar(p)[0]) as never)([x, y] as never) as unknown as number[][]).flat(), [y * y / r ** 3, -x * y / r ** 3, -x * y / r ** 3, x * x / r ** 3], 1e-15, 'Hessian of r')
})

roots('several unknowns: a tensor, with parameters that are tensors', () => {
  const A = tensor([[3, 1], [-1, 2]]), f = (b: Tensorial): Tensorial => root((x, p) => sub(add(matmul(A, x as Tensorial), mul(0.1, square(x as Value))), p as Tensorial) as Tensorial, Float64Array.of(0, 0), b) as Tensorial
  const b = Float64Array.of(1, 2), J = jacobian(f)(b), x = numbers(f(tensor(b)))
  near(numbers(J), numbers(solve(add(A, tensor([[0.2 * x[0]!, 0], [0, 0.2 * x[1]!]])) as Value, tensor([[1, 0], [0, 1]]))), 1e-14, 'J = (∂f/∂x)⁻¹')
  const H = jacobian(jacobian(f) as never)(b as never) as never, h = 1e-5
  const at = (d: number): number[] => numbers(jacobian(f)(Float64Array.of(1 + d, 2)))
  near(numbers(H).filter((_, i) => i % 2 === 0), at(h).map((v, i) => (v - at(-h)[i]!) / (2 * h)), 1e-8, 'second')
})

roots('from far away, and where steps must be shortened', () => {
  near([root(x => sub(sub(mul(x, mul(x, x)), mul(2, x)), 5), 100) as number], [2.0945514815423265], 1e-15, 'Wallis')
  near([root(x => sub(div(x, sqrt(add(1, square(x)))), 0.5), 3) as number], [1 / Math.sqrt(3)], 1e-14, 'overshoots')
})

roots('where there is none, or it is singular, the sentence says so', () => {
  assert.throws(() => root(x => add(square(x as Scalar), 1), 1), /^root expects/)
  assert.is(root(x => square(x as Scalar), 0), 0)
  assert.throws(() => root(() => 1, 2), /^root expects ∂f\/∂x to be regular on its way; at 2, where f is 1, it is singular: there may be no root, or one from another start$/)
  assert.throws(() => root((x: unknown) => [x, x] as never, 2), /^root expects as many results as unknowns; there is 1 unknown, and 2 results$/)
  assert.throws(() => root(x => log(x as Scalar), -1), /^root expects a function that is finite along its way; at -1 it is NaN$/)
  assert.throws(() => root(2 as never, 1), /^root expects a function first, and got the number 2$/)
  assert.throws(() => rootWith({ steps: 2 })(x => sub(exp(x as Scalar), 1000), 0), /^root expects a function with a root near the start; .* after 2 steps is still moving; rootWith\(\{ steps \}\) allows more$/)
})
roots.run()

const points = suite('fixedPoint')

const kepler = (M: Scalar, e: Scalar): Scalar => fixedPoint((E, m, ε) => add(m as Scalar, mul(ε as Scalar, sin(E as Scalar))), 0.5, M, e)

points('Kepler’s equation E = M + e·sin E, and its derivatives', () => {
  const M = 0.8, e = 0.3, E = kepler(M, e) as number
  near([E - e * Math.sin(E)], [M], 2e-15, 'value')
  const d = 1 - e * Math.cos(E)
  near(gradient(([m, ε]: Scalar[]) => kepler(m!, ε!))([M, e]) as number[], [1 / d, Math.sin(E) / d], 1e-14, 'gradient')
  near([derivative(m => kepler(m, e), { order: 2 })(M) as number], [-e * Math.sin(E) / d ** 3], 1e-14, 'second by M')
})

points('of vectors: x = cos(A·x)', () => {
  const A = tensor([[0.3, 0.2], [-0.1, 0.4]]), f = (a: Tensorial): Tensorial => fixedPoint((x, B) => cos(matmul(B as Tensorial, x as Tensorial)) as Tensorial, Float64Array.of(0, 0), a) as Tensorial
  const h = 1e-6, at = (d: number): number[] => numbers(f(tensor([[0.3 + d, 0.2], [-0.1, 0.4]])))
  near(numbers(jacobian(f)(A)).filter((_, i) => i % 4 === 0), at(h).map((v, i) => (v - at(-h)[i]!) / (2 * h)), 1e-9, 'J')
})

points('what does not come to rest is refused', () => {
  assert.throws(() => fixedPointWith({ steps: 50 })(x => mul(2, x as Scalar), 1), /^fixedPoint expects x ← g\(x\) to come to rest; after 50 steps/)
})
points.run()

const flows = suite('odeint: sensitivities by motion through the steps')

flows('exponential decay: state, parameter, end time, initial time', () => {
  const y = (y0: Scalar, k: Scalar, t0: Scalar, t1: Scalar): Scalar => odeint((_t, x, rate) => neg(mul(rate as Scalar, x as Scalar)), y0 as number, [t0, t1], k)[1] as Scalar
  near([y(2, 0.5, 0, 3) as number], [2 * Math.exp(-1.5)], 1e-9, 'value')
  near(gradient((([a, k, t0, t1]: Scalar[]) => y(a!, k!, t0!, t1!)) as never)([2, 0.5, 0, 3] as never) as number[], [Math.exp(-1.5), -6 * Math.exp(-1.5), Math.exp(-1.5), -Math.exp(-1.5)], 1e-9, 'gradient')
  near([derivative(k => y(2, k, 0, 3), { order: 2 })(0.5) as number], [18 * Math.exp(-1.5)], 1e-8, 'second by k')
})

flows('an oscillator with a tensor as its state: the matrix exponential', () => {
  const A = tensor([[0, 1], [-4, 0]]), end = (x: Tensorial): Tensorial => odeint((_t, y) => matmul(A, y as Tensorial), x as unknown as Float64Array, [0, 1])[1] as Tensorial
  near(numbers(jacobian(end)(Float64Array.of(1, 0))), [Math.cos(2), Math.sin(2) / 2, -2 * Math.sin(2), Math.cos(2)], 1e-9, 'J = exp(A)')
})

flows('time-dependent, through several times, and backwards', () => {
  const ys = odeint(t => cos(t), 0, [0, 1, 2, 5]) as number[]
  near(ys, [0, 1, 2, 5].map(Math.sin), 1e-9, 'sin')
  near(odeint(t => cos(t), Math.sin(2), [2, 0]) as number[], [Math.sin(2), 0], 1e-9, 'backwards')
})

flows('structures of states; Lotka and Volterra’s invariant', () => {
  const f = (_t: Scalar, { prey, hunters }: { prey: Scalar; hunters: Scalar }) => ({ prey: mul(prey, sub(1, hunters)), hunters: mul(hunters, sub(prey, 1)) })
  const [a, b] = odeint(f as never, { prey: 2, hunters: 1 }, [0, 7]) as unknown as { prey: number; hunters: number }[]
  const V = ({ prey, hunters }: { prey: number; hunters: number }): number => prey - Math.log(prey) + hunters - Math.log(hunters)
  near([V(b!)], [V(a!)], 1e-8, 'invariant')
})

flows('the primal is the plain solution, bit for bit, and many directions are as many single ones', () => {
  const lorenz = (_t: Scalar, y: Tensorial, s: Scalar): Tensorial => {
    const [x, v, z] = [0, 1, 2].map(i => at(y, i)) as [Scalar, Scalar, Scalar]
    return stack([mul(s, sub(v, x)), sub(mul(x, sub(28, z)), v), sub(mul(x, v), mul(8 / 3, z))])
  }
  const end = (y0: Tensorial): Tensorial => odeint(lorenz, y0 as unknown as Float64Array, [0, 1], 10)[1] as Tensorial
  const y0 = tensor([1, 1, 1]), whole = jvp(end as never, y0 as never, tensor([[1, 0, 0], [0, 1, 0]]) as never) as unknown as { primal: Value; tangent: Value }
  assert.equal(numbers(whole.primal), numbers(end(y0)))
  near(numbers(whole.tangent), [...numbers((jvp(end as never, y0 as never, tensor([1, 0, 0]) as never) as { tangent: unknown }).tangent), ...numbers((jvp(end as never, y0 as never, tensor([0, 1, 0]) as never) as { tangent: unknown }).tangent)], 1e-13, 'lanes')
})

flows('times that lie close together say nothing about the next step', () => {
  for (const stiff of [false, true]) {
    const ode = odeintWith({ stiff }), times = Array.from({ length: 600 }, (_, i) => i / 1000)
    near([ode((_t, y: Scalar) => neg(y), 1, times).at(-1) as number], [Math.exp(-0.599)], 1e-9, 'decay, seen 600 times')
    let [few, many] = [0, 0]
    const swing = (count: () => void) => (_t: Scalar, { x, v }: { x: Scalar; v: Scalar }) => (count(), { x: v, v: neg(x) })
    ode(swing(() => few++), { x: 1, v: 0 }, [0, 0.1, 20])
    ode(swing(() => many++), { x: 1, v: 0 }, [...times.slice(0, 100).map(t => t * 0.1), 0.1, 20])
    assert.ok(many < 3000 + 1.2 * few, `${many} rates, ${few} without the close times`)
  }
  const bump = (t: Scalar): Scalar => exp(neg(square(mul(5, sub(t, 20)))))
  near([odeintWith({ maxStep: 0.5 })(bump, 0, [0, 0.01, 40]).at(-1) as number], [Math.sqrt(Math.PI) / 5], 1e-8, 'a bump that steps of any length would pass over')
})

flows('what blows up, or has another shape, is refused', () => {
  assert.throws(() => odeint((_t, y) => square(y as Scalar), 1, [0, 2]), /^odeint expects an equation whose steps stay within bounds; from t = 0 it came to t = /)
  assert.throws(() => odeint((_t, y) => [y, y] as never, 1, [0, 1]), /^odeint expects a function whose result has the shape of what it is given; what it is given is a number and the result is/)
  assert.throws(() => odeintWith({ steps: 3 })((_t, y) => y, 1, [0, 100]), /steps/)
  assert.throws(() => odeint((_t, y) => y, 1, [] as never), /^odeint expects an array of times/)
})
flows.run()

function at(y: Tensorial, i: number): Scalar {
  return sum(mul(y, tensor([0, 1, 2].map(j => j === i ? 1 : 0)))) as Scalar
}

// ── structures, and starts that move ────────────────────────────────────────────────────────────────────────────────

const shapes = suite('states and results are matched by key; what has another shape is refused')

shapes('rates and results with keys in another order', () => {
  const end = odeint((_t, y) => ({ v: neg(y.x), x: y.v }), { x: 1, v: 0 }, [0, 1])[1]!
  near([end.x as number, end.v as number], [Math.cos(1), -Math.sin(1)], 1e-9, 'a swing')
  const rest = fixedPoint(o => ({ y: mul(0.5, add(o.y, 2)), x: mul(0.5, add(o.x, 1)) }), { x: 0, y: 0 })
  near([rest.x as number, rest.y as number], [1, 2], 1e-12, 'at rest')
})

shapes('another shape is refused', () => {
  assert.throws(() => odeint((_t, y) => ({ foo: y.b, bar: y.a }), { a: 1, b: 0 }, [0, 1]), /odeint expects a function whose result has the shape of what it is given/)
  assert.throws(() => odeint(() => [1], 1, [0, 1]), /the shape of what it is given; what it is given is a number and the result is/)
  assert.throws(() => odeint(() => tensor([1, 2, 3]), tensor([1, 2]), [0, 1]), /a rate of the shape of the state, \[2\], and got one of shape \[3\]/)
  assert.throws(() => fixedPoint(o => ({ c: o.a }), { a: 1 }), /fixedPoint expects a function whose result has the shape/)
  assert.throws(() => odeint(() => undefined, 1, [0, 1]), /is a return missing/)
  assert.throws(() => odeint((_, y) => y, 1, [0, 1, 0.5]), /^odeint expects times in ascending or descending order, and after 1 comes 0.5$/)
  assert.throws(() => odeint((_, y) => y, 1, 3 as never), /^odeint expects an array of times, .* and got the number 3$/)
  for (const [options, sentence] of [[{ relative: -1 }, /\{ relative \} to be a number from 0 on, and got the number -1/], [{ relative: '1e-3' }, /got the string/], [{ absolute: NaN }, /\{ absolute \}/],
    [{ steps: 0 }, /\{ steps \} to be a whole number from 1 on/], [{ maxStep: 0 }, /\{ maxStep \} to be a number above 0, and got the number 0/], [{ relative: 0, absolute: 0 }, /no step is without error/]] as const) assert.throws(() => odeintWith(options as never), sentence)
  assert.throws(() => rootWith({ steps: -1 }), /^rootWith expects \{ steps \} to be a whole number from 1 on, and got the number -1$/)
  assert.throws(() => fixedPointWith({ tolerance: NaN }), /^fixedPointWith expects \{ tolerance \} to be a number from 0 on/)
  assert.is(rootWith()((x: Scalar) => sub(x, 2), 1), 2)
  assert.throws(() => odeint((_t, y) => y, 1, [0, NaN]), /times that are numbers, and got NaN/)
})

shapes('what leaves every bound does not come to rest', () => {
  for (const g of [(x: Scalar) => mul(2, x), (x: Scalar) => mul(-2, x), (x: Scalar) => exp(add(x, 1)), (x: Scalar) => square(add(x, 1))])
    assert.throws(() => fixedPoint(g, 1), /to come to rest; after \d+ steps it has left every bound, from -?[\d.e+]+: perhaps root/)
  assert.throws(() => derivative(a => fixedPoint(x => mul(a, x), 1))(2), /left every bound/)
})

shapes('times as a tensor that moves: the rates at them', () => {
  const J = jacobian((t: Tensorial) => stack(odeint((_t, y: Scalar) => mul(-1, y), 1, t) as Scalar[]))(Float64Array.of(0, 1, 2)) as Tensor
  const e = Math.exp(-1)
  near(numbers(J), [0, 0, 0, e, -e, 0, e * e, 0, -e * e], 1e-8, 'J')
})

shapes('times as a tensor or a Float64Array; a start that moves', () => {
  const at = [0, 0.5, 1], states = odeint((_t, y) => y, 1, at)
  assert.equal(odeint((_t, y) => y, 1, tensor(at)), states)
  assert.equal(odeint((_t, y) => y, 1, Float64Array.from(at)), states)
  const f = (v: Scalar): Scalar => odeint((_t, y) => ({ x: y.v, v: neg(y.x) }), { x: 1, v }, [0, 1])[1]!.x
  near([derivative(f)(0.5) as number], [Math.sin(1)], 1e-9, 'by the initial speed')
  const start: Scalar = root(x => sub(square(x), 2), 1 as Scalar)
  near([start as number], [Math.SQRT2], 1e-15, 'root')
})

shapes.run()
