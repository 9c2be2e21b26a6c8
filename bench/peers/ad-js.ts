// ad.js: dual numbers and tapes, nested by epsilons. Its gradients here are those of its reverse mode, the faster of the two.

import ad, { type Real } from 'ad.js'
import { each, type Moving, type Network, type Peer } from './peer.ts'

// the modes keep epsilons of their own: forward over reverse needs both from one load, plain gradients the restricted one
const { add, sub, mul, div, maths, derivativeF, gradientR } = ad({})
const first = ad({ mode: 'r', noHigher: true })
type Library = Pick<typeof first, 'add' | 'sub' | 'mul' | 'maths'>

function formula(x: Real): Real {
  const d = add(1, mul(x, x))
  const a = div(mul(maths.exp(mul(-0.3, x)), maths.sin(add(mul(2, x), 1))), d)
  const b = mul(maths.log(d), maths.cos(x))
  const c = mul(maths.sqrt(add(x, 3)), maths.atan(x))
  return add(mul(sub(add(a, b), c), x), x)
}

const rosenbrock = ({ add, sub, mul }: Library) => (x: readonly Real[]): Real => {
  let sum: Real = 0
  for (let i = 0; i + 1 < x.length; i++) {
    const t = sub(x[i + 1]!, mul(x[i]!, x[i]!)), u = sub(1, x[i]!)
    sum = add(sum, add(mul(100, mul(t, t)), mul(u, u)))
  }
  return sum
}

const logSumExp = (x: readonly Real[]): Real => maths.log(x.map(xi => maths.exp(xi)).reduce((a, b) => add(a, b)))

/** Rows of a Jacobian, each the gradient of one output. */
const gradients = (outputs: number, f: (i: number) => (x: Real[]) => Real) => {
  const rows = Array.from({ length: outputs }, (_, i) => first.gradientR(f(i)))
  return (x: readonly number[]): unknown => rows.map(row => row(x as number[]))
}

const dense = (i: number) => (x: readonly Real[]): Real =>
  x.reduce((sum, xj) => first.add(sum, first.maths.sin(first.mul(x[i]!, xj))), 0 as Real)

/** The i-th velocity of the Brusselator, by the parts of it that it needs. */
const brusselator = (i: number) => (y: readonly Real[]): Real => {
  const { add, sub, mul } = first, N = y.length / 2, isFirst = i < N, at = isFirst ? i : i - N, edge = isFirst ? 1 : 3
  const u = y[at]!, v = y[N + at]!, here = y[i]!, reaction = mul(mul(u, u), v)
  const diffusion = mul((N + 1) ** 2 / 50, add(sub(at > 0 ? y[i - 1]! : edge, mul(2, here)), at + 1 < N ? y[i + 1]! : edge))
  return add(isFirst ? sub(add(1, reaction), mul(4, u)) : sub(mul(3, u), reaction), diffusion)
}

/** Row by row: each row goes through the first layer again. Its tanh is Math's, and has no derivative. */
const network = each(({ W, V, x }: Network) => {
  const { add, div, mul, sub } = first, n = x.data.length, tanh = (x: Real): Real => sub(1, div(2, add(first.maths.exp(mul(2, x)), 1)))
  const neuron = (M: Float64Array, i: number, u: readonly Real[]): Real => tanh(u.reduce<Real>((sum, uj, j) => add(sum, mul(M[i * n + j]!, uj)), 0))
  return Array.from({ length: n }, (_, i) => first.gradientR(u => neuron(V.data, i, u.map((_, k) => neuron(W.data, k, u))))(Array.from(x.data)))
})

const growing = (x: Real): Real => mul(maths.sin(x), maths.exp(mul(0.5, x)))

/** Forward over forward over forward …: tags within tags. */
const nth = (n: number) => {
  let f = growing
  for (let k = 0; k < n; k++) f = derivativeF(f)
  return each(f as (x: number) => unknown)
}

/** Forward over reverse: the motion of the gradient along each variable. */
const hessian = (f: (x: Real[]) => Real) => {
  const gradient = gradientR(f)
  return (x: readonly number[]): unknown => x.map((_, i) => x.map((_, j) =>
    derivativeF(t => gradient(x.map((xk, k) => k === j ? t : xk))[i]!)(x[j]!)))
}

const wave = (x: Real): Real => add(mul(maths.sin(x), maths.exp(mul(-0.5, mul(x, x)))), maths.sqrt(add(1, mul(x, x))))

const quotient = (x: Real): Real => div(add(mul(x, x), mul(3, x)), add(1, mul(x, x)))

const elementwise = (f: (x: Real) => Real) => {
  const slope = derivativeF(f)
  return each(({ x, v }: Moving) => ({ primal: x.data.map(xi => f(xi) as number), tangent: x.data.map((xi, i) => slope(xi) as number * v.data[i]!) }))
}

const gradient = each(first.gradientR(rosenbrock(first)) as (x: readonly number[]) => unknown)

export const peer: Peer = {
  name: 'ad.js',
  doc: 'eager; gradients in reverse mode, without its macros',
  ways: {
    'cos': each(derivativeF(maths.cos)),
    '20-op formula': each(derivativeF(formula)),
    'Rosenbrock, n = 10': gradient,
    'Rosenbrock, n = 100': gradient,
    'Rosenbrock, n = 1,000': gradient,
    'dense, 20 → 20': each(gradients(20, dense)),
    'Brusselator, 64 → 64': each(gradients(64, brusselator)),
    'Rosenbrock, n = 10, 2nd': each(hessian(rosenbrock({ add, sub, mul, maths }))),
    'log-sum-exp, n = 10, 2nd': each(hessian(logSumExp)),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
    'network, 16 → 16': network,
    'network, 128 → 128': network,
  },
}
