// ad.js: dual numbers and tapes, nested by epsilons. Its gradients here are those of its reverse mode, the faster of the two.

import ad, { type Real } from 'ad.js'
import { each, type Moving, type Peer } from './peer.ts'

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
    'dense, 20 → 20': each(gradients(20, dense)),
    'Rosenbrock, n = 10, 2nd': each(hessian(rosenbrock({ add, sub, mul, maths }))),
    'log-sum-exp, n = 10, 2nd': each(hessian(logSumExp)),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
  },
}
