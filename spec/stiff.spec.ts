// Stiff differential equations, solved by the implicit method: known solutions, the error asked for, and how solutions move.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  concat, cos, derivative, exp, gradient, hessian, jacobian, matmul, mul, neg, odeintWith, slice, square, sub, sum, taylor, tensor, zeros,
} from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial } from '../lib/index.ts'
import { problems, system } from './support/equations.ts'

const solutions = suite('odeintWith({ stiff: true })')

const close = (got: number, want: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs(got - want) <= tolerance * Math.abs(want), `${what}: ${got} is not ${want} to ${tolerance}`)

/** The last states of the test set for initial-value problems (Mazzia & Magherini, release 2.4, 2008), and of Hairer & Wanner. */
const known: readonly (readonly [name: string, end: number, absolute: number, y: readonly number[]])[] = [
  ['ROBER',          40,       1e-14, [0.7158270687194, 9.185534764558e-6, 0.2841637457458]],
  ['ROBER',          1e11,     1e-16, [0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050]],
  ['HIRES',          321.8122, 1e-12, [0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2, 0.2386356198831331e-2,
    0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2]],
  ['OREGO',          360,      1e-12, [1.000814870318523, 1228.178521549917, 132.0554942846706]],
  ['VDPOL mu=1000',  2000,     1e-12, [1.706167732170483, -0.8928097010247975e-3]],
]

for (const [name, end, absolute, want] of known)
  solutions(`${name} at ${end}`, () => {
    const equation = problems.find(problem => problem.name === name)!, f = system(equation), parameters = { ...equation.params }
    const y = odeintWith({ stiff: true, absolute })((_t, y: Scalar[]) => f({ y, parameters }), [...equation.y0] as Scalar[], [0, end])[1] as number[]
    want.forEach((w, i) => close(y[i]!, w, 1e-8, `y${i + 1}`))
  })

/** ẏ = −L·(y − cos t), y(0) = 0 (Prothero & Robinson 1974). */
const pulled = (L: Scalar, relative = 1e-8): Scalar =>
  odeintWith({ stiff: true, relative, absolute: relative / 1000 })((t, y: Scalar) => mul(neg(L), sub(y, cos(t))), 0, [0, 1])[1] as Scalar
const smooth = (L: number): number => (L * L * Math.cos(1) + L * Math.sin(1)) / (1 + L * L) - L * L / (1 + L * L) * Math.exp(-L)

solutions('however stiff, the error is what was asked for', () => {
  for (const L of [1e2, 1e4, 1e6, 1e9]) for (const relative of [1e-6, 1e-9]) close(pulled(L, relative) as number, smooth(L), 10 * relative, `L = ${L}, ${relative}`)
})

solutions('… and that of derivatives, to any order', () => {
  const slope = (L: number): number => (Math.sin(1) * (1 - L * L) + 2 * L * Math.cos(1)) / (1 + L * L) ** 2 // but for exp(−L)
  for (const L of [1e2, 1e4]) close(derivative((L: Scalar) => pulled(L))(L), slope(L), 1e-3, `by L = ${L}`)
  const orders = [0, 1, 2, 3].map(order => derivative(L => pulled(L), { order })(10)), h = 1e-2
  const differences = (f: (L: number) => number): number => (f(10 - 2 * h) - 8 * f(10 - h) + 8 * f(10 + h) - f(10 + 2 * h)) / (12 * h)
  close(orders[1]!, differences(smooth), 1e-7, 'first')
  for (const order of [1, 2]) close(orders[order + 1]!, differences(derivative(L => pulled(L), { order })), 1e-6, `order ${order + 1}`)
  taylor(L => pulled(L), { order: 3 })(10).forEach((c, n) => close(c, orders[n]! / [1, 1, 2, 6][n]!, 1e-12, `coefficient ${n}`))
})

solutions('Robertson’s sensitivities are those of the variational equation', () => {
  const equation = problems.find(({ name }) => name === 'ROBER')!, f = system(equation), ode = odeintWith({ stiff: true, absolute: 1e-14 })
  const end = (parameters: Record<string, Scalar>): Scalar[] => ode((_t, y: Scalar[], parameters: Record<string, Scalar>) => f({ y, parameters }), [1, 0, 0] as Scalar[], [0, 40], parameters)[1]!
  const got = jacobian(end)({ ...equation.params } as Record<string, Scalar>) as unknown as Record<string, number>[]
  const both = ode((_t, { y, s }: { y: Scalar[]; s: Scalar[] }) => {
    const J = jacobian(f as never)({ y, parameters: { ...equation.params } } as never) as unknown as { y: Scalar[]; parameters: Record<string, Scalar> }[]
    return { y: f({ y, parameters: { ...equation.params } }), s: J.map(row => row.y.reduce((sum, slope, j) => sub(sum, mul(neg(slope), s[j]!)), row.parameters['k1']!)) }
  }, { y: [1, 0, 0] as Scalar[], s: [0, 0, 0] as Scalar[] }, [0, 40])[1]!
  got.forEach((row, i) => close(row['k1']!, both.s[i] as number, 1e-7, `∂y${i + 1}/∂k1`))
})

solutions('states, parameters, both times: as the explicit method has them', () => {
  const prey = (t: Scalar, { x, y }: { x: Scalar; y: Scalar }, a: Scalar) => ({ x: mul(x, sub(a, y)), y: mul(y, sub(x, cos(mul(t, 0.1)))) })
  const by = (stiff: boolean) => ([t0, t1, a, x0]: readonly Scalar[]): Scalar => odeintWith({ stiff, relative: stiff ? 1e-8 : 1e-10 })(prey, { x: x0!, y: 2 }, [t0!, t1!], a!)[1]!.x
  const at = [0.1, 3, 1.5, 1], [one, other] = [true, false].map(stiff => [gradient(by(stiff) as never)(at as never), ...hessian(by(stiff) as never)(at as never) as unknown as number[][]].flat() as number[])
  one!.forEach((v, i) => close(v, other![i]!, 1e-7, `number ${i}`))
})

solutions('arrays; backwards; a time that moves but comes no further', () => {
  const turn = (x: Tensorial): Tensorial => odeintWith({ stiff: true })((_t, y) => matmul(tensor([[0, 1], [-4, 0]]), y as Tensorial), x as unknown as Float64Array, [0, 1])[1] as Tensorial
  const J = jacobian(turn as never)(Float64Array.of(1, 0) as never) as unknown as Tensor
  ;[Math.cos(2), Math.sin(2) / 2, -2 * Math.sin(2), Math.cos(2)].forEach((v, i) => close(J.data[i]!, v, 1e-9, 'exp(A)'))
  const n = 20, heat = (u: Tensorial): Tensorial => mul((n + 1) ** 2, sub(sub(concat([slice(u, [1, null]), zeros([1])] as Tensor[]), mul(2, u)), neg(concat([zeros([1]), slice(u, [0, -1])] as Tensor[])))) as Tensorial
  const rest = (d: Scalar): Scalar => sum(odeintWith({ stiff: true })((_t, u) => mul(d, heat(u as Tensorial)), tensor(Array.from({ length: n }, (_, i) => Math.sin(Math.PI * (i + 1) / (n + 1)))), [0, 0.1])[1] as Tensorial)
  close(derivative(rest)(1), -0.1 * (n + 1) ** 2 * (2 - 2 * Math.cos(Math.PI / (n + 1))) * (rest(1) as number), 1e-8, 'how heat depends on conduction')
  close(odeintWith({ stiff: true })((_t, y: Scalar) => neg(y), 1, [1, 0])[1] as number, Math.E, 1e-9, 'backwards')
  for (const stiff of [true, false]) for (const order of [1, 2, 3]) close(derivative((t: Scalar) => odeintWith({ stiff })((_t, y: Scalar) => mul(2, y), 1, [0, t])[1] as Scalar, { order })(0), 2 ** order, 1e-14, `at 0, order ${order}`)
})

solutions('what leaves every bound, and what is no option', () => {
  assert.throws(() => odeintWith({ stiff: true })((_t, y: Scalar) => square(y), 1, [0, 2]), /it came to t = 1\.0000000\d* with steps of .*: perhaps it leaves every bound$/)
  assert.throws(() => odeintWith({ steps: 1000 })((t, y: Scalar) => mul(-1e9, sub(y, cos(t))), 0, [0, 1]), /and has taken 1000 of them; odeintWith\(\{ steps \}\) allows more, and \{ stiff: true \} needs fewer of an equation that is stiff$/)
  assert.throws(() => odeintWith({ stiff: 'yes' } as never), /^odeintWith expects \{ stiff \} to be true or false, and got the string "yes"$/)
  assert.throws(() => odeintWith({ stiff: true })((_t, y: Scalar) => exp(sub(y, NaN)), 1, [0, 1]), /perhaps it leaves every bound/)
  assert.throws(() => odeintWith({ stiff: true })(() => undefined, 1, [0, 1]), /is a return missing/)
})

solutions('a rate that is one number for all, as the state’s elements each have it', () => {
  for (const stiff of [true, false]) (odeintWith({ stiff })(() => 2, Float64Array.of(1, 2), [0, 0.5])[1] as Tensor).data.forEach((v, i) => close(v, i + 2, 1e-15, `number ${i}`))
})

solutions.run()
