// Perturbation confusion: thirty nesting traps of other systems, and derivatives through loops, recursion and iterations.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as L from '../lib/index.ts'
import type { Scalar } from '../lib/index.ts'
import { reference } from './support/reference.ts'

const { add, cos, derivative, div, exp, gradient, hessian, jacobian, log, mul, neg, pow, primal, sin, sqrt, square, sub } = L

// The trap, in one line: with one ε for all, D(x => x·D(y => x + y)(1))(1) is 2, for the inner derivative takes the motion of
// x for its own. Here every derivative has an ε of its own. The cases come from the issues and tests of ForwardDiff, ReverseDiff
// and Emmy, and from Manzyuk, Pearlmutter, Radul, Rush, Siskind: Perturbation confusion in forward automatic differentiation of
// higher-order functions, arXiv:1211.4892. Those written as JavaScript run as they are, with these names.

type Vector = readonly Scalar[]
const sum = (v: Vector): Scalar => v.reduce((s, x) => add(s, x), 0)
const dot = (v: Vector, w: Vector): Scalar => sum(v.map((x, i) => mul(x, w[i]!)))
const matvec = (A: readonly Vector[], v: Vector): Scalar[] => A.map(row => dot(row, v))
const D = (f: (x: Scalar) => Scalar, x: Scalar): Scalar => derivative(f)(x)
const grad = (f: (v: Scalar[]) => Scalar, x: Scalar[]): Scalar[] => gradient(f)(x)
const jac = (f: (v: Scalar[]) => Scalar[], x: Scalar[]): Scalar[][] => jacobian(f)(x)
const hess = (f: (v: Scalar[]) => Scalar, x: Scalar[]): Scalar[][] => hessian(f)(x)

const words: Record<string, unknown> = {
  D, DF: D, grad, jac, hess, add, sub, mul, div, pow, sin, cos, exp, sum, dot, matvec, norm: (v: Vector) => sqrt(dot(v, v)), PI: Math.PI,
}
const run = (js: string): unknown => new Function(...Object.keys(words), `return ${js}`)(...Object.values(words))

const near = (got: unknown, want: unknown, what = ''): void => {
  if (Array.isArray(want)) want.forEach((w, i) => { near((got as unknown[])[i], w, `${what}[${i}]`) })
  else assert.ok(Math.abs((got as number) - (want as number)) <= 1e-14 * Math.max(1, Math.abs(want as number)), `${what} is ${got}, and should be ${want}`)
}

interface Case { id: string; js: string; expect: unknown; src: string; wrong?: number }
const cases = reference<{ scalar: Case[]; higher_order: Case[] }>('perturbation_confusion')

/** A kinetic energy minus a potential, of position and velocity: issue 238 of ForwardDiff. */
const lagrangian = (q: Vector, v: Vector): Scalar => sub(mul(0.5, dot(v, v)), mul(9.8, q[1]!))

/** y ← y − (y² − x)/(2y) until the primal stands. */
function newton(x: Scalar, tolerance = 1e-8): Scalar {
  let y: Scalar = 1, step = Infinity
  while (Math.abs(step) > tolerance) {
    const change: Scalar = div(sub(square(y), x), mul(2, y))
    y = sub(y, change)
    step = primal(change)
  }
  return y
}

/** The cases that are not written as JavaScript, or whose answer is not a number. */
const byHand: Record<string, (expected: unknown) => void> = {
  'fd443-reassigned-capture': () => {
    const { js } = cases.scalar.find(({ id }) => id === 'fd443-reassigned-capture')!
    assert.throws(() => run(js), /a dual number escaped from a derivative that has ended/)
  },
  'fd238-lagrangian': want => near(jac(q => grad(a => lagrangian(q, a), [3, 4]), [1, 2]), want),
  'fd238-hamiltonian': want => near(grad(q => { // Legendre's transform: H = p·v − L where M·v = p − b, M = ∂²L/∂v², b = ∂L/∂v at v = 0
    const F = (v: Vector): Scalar => lagrangian(q, v), M = hess(F, [0, 0]), b = grad(F, [0, 0]), p = [5, 6]
    const v = M.map((row, i) => div(sub(p[i]!, b[i]!), row[i]!)) // M is diagonal
    return sub(dot(p, v), F(v))
  }, [1, 2]), want),
  'fd-bilinear': () => {
    const A = [[1, 2, 3], [4, 5, 6]]
    near(jac(x => grad(y => dot(y, matvec(A, x)), [0.3, -2]), [7, 8, 9]), A)
  },
  'newton-sqrt D': want => [4, 9, 16].forEach((x, i) => { near(derivative(newton)(x), (want as number[])[i], `at ${x}`) }),
  'newton-sqrt D2': want => [4, 9, 16].forEach((x, i) => { near(derivative(newton, { order: 2 })(x), (want as number[])[i], `at ${x}`) }),
}

for (const [title, group] of Object.entries(cases)) {
  if (!Array.isArray(group)) continue
  const traps = suite(title === 'scalar' ? 'numbers' : 'functions that return functions')
  for (const { id, js, expect, src } of group as Case[])
    traps(`${id}: ${src}`, () => {
      const own = byHand[id]
      if (own) own(expect)
      else near(run(js), expect, js)
    })
  traps.run()
}

const complete = suite('the collection')
complete('has its thirty cases', () => {
  assert.is(cases.scalar.length + cases.higher_order.length, 30)
})
complete.run()

// ── control flow: a derivative is taken of what was computed, to the sixth order ────────────────────────────────────

const orders = [1, 2, 3, 4, 5, 6]
const allClose = (f: (x: Scalar) => Scalar, g: (order: number) => number, x: number, tolerance: number) => {
  for (const order of orders) {
    const got = derivative(f, { order })(x), want = g(order)
    assert.ok(Math.abs(got - want) <= tolerance * Math.abs(want), `derivative ${order} at ${x} is ${got}, and should be ${want}`)
  }
}

/** dⁿ/dxⁿ x^a = a(a − 1)…(a − n + 1)·x^(a − n). */
const power = (a: number, x: number) => (n: number): number => {
  let factor = 1
  for (let i = 0; i < n; i++) factor *= a - i
  return factor * x ** (a - n)
}

const flow = suite('n-th derivatives, to the sixth order, through …')

flow('while: x⁷ by repeated products', () => {
  allClose(x => { let y: Scalar = 1, i = 0; while (i++ < 7) y = mul(y, x); return y }, power(7, 1.3), 1.3, 1e-14)
})

flow('recursion: x⁹ by halving the exponent', () => {
  const raise = (x: Scalar, n: number): Scalar => n === 0 ? 1 : n % 2 === 1 ? mul(x, raise(x, n - 1)) : square(raise(x, n / 2))
  allClose(x => raise(x, 9), power(9, -0.7), -0.7, 1e-14)
})

flow('branches: the one that is taken, within which the function is smooth', () => {
  const f = (x: Scalar): Scalar => L.less(x, 0) ? exp(x) : exp(neg(x))
  allClose(f, () => Math.exp(-1), -1, 1e-15)
  allClose(f, n => (-1) ** n * Math.exp(-1), 1, 1e-15)
})

flow('Newton’s iteration for √x: each further step after the value stands makes one more order right', () => {
  const settle = (x: Scalar): Scalar => { let y: Scalar = 1; for (let i = 0; i < 12; i++) y = sub(y, div(sub(square(y), x), mul(2, y))); return y }
  allClose(settle, power(0.5, 3), 3, 1e-12)
})

flow('a fixed point: x = cos(a·x), whose derivatives settle with it', () => {
  const fixed = (a: Scalar): Scalar => { let x: Scalar = 0.5; for (let i = 0; i < 200; i++) x = cos(mul(a, x)); return x }
  // differentiate x(a) = cos(a·x(a)) with x(a) from Newton's iteration in its place
  const implicit = (a: Scalar): Scalar => {
    let x: Scalar = 0.5
    for (let i = 0; i < 12; i++) x = sub(x, div(sub(x, cos(mul(a, x))), add(1, mul(a, sin(mul(a, x))))))
    return x
  }
  allClose(fixed, order => derivative(implicit, { order })(0.8), 0.8, 1e-9)
  const x = fixed(0.8) as number, s = Math.sin(0.8 * x)
  near(derivative(fixed)(0.8), -x * s / (1 + 0.8 * s)) // by the theorem of implicit functions
})

flow('a series summed until its terms vanish: −log(1 − x)', () => {
  const f = (x: Scalar): Scalar => {
    let total: Scalar = 0, term: Scalar = 1
    for (let k = 1; k < 400; k++) total = add(total, div(term = mul(term, x), k))
    return total
  }
  allClose(f, n => { let factorial = 1; for (let i = 1; i < n; i++) factorial *= i; return factorial / 0.6 ** n }, 0.4, 1e-13)
})

flow('a derivative within a loop: (x·d/dx)⁴ eˣ = (x + 7x² + 6x³ + x⁴)·eˣ', () => {
  let f: (x: Scalar) => Scalar = exp
  for (let i = 0; i < 4; i++) { const g = f; f = x => mul(x, derivative(g)(x)) }
  const x = 0.9, polynomial = (t: Scalar): Scalar => mul(exp(t), mul(t, add(1, mul(t, add(7, mul(t, add(6, t)))))))
  near(f(x), polynomial(x))
  near(derivative(f)(x), derivative(polynomial)(x))
})
flow.run()

const mixed = suite('mixed partial derivatives')

mixed('∂ⁱ⁺ʲ⁺ᵏ of exp(x·y)·z³, in every order of differentiation', () => {
  const f = (x: Scalar, y: Scalar, z: Scalar): Scalar => mul(exp(mul(x, y)), pow(z, 3))
  const [x, y, z] = [0.5, 0.8, 1.1], e = Math.exp(x * y)
  const want = (1 + x * y) * e * 3 * z * z
  near(derivative(a => derivative(b => derivative(c => f(a, b, c))(z))(y))(x), want)
  near(derivative(c => derivative(a => derivative(b => f(a, b, c))(y))(x))(z), want)
  near(derivative(b => derivative(c => derivative(a => f(a, b, c))(x))(z))(y), want)
})

mixed('a derivative inside a gradient inside a Jacobian', () => {
  // F(u) = ∇ᵥ d/dt exp(t·u·v) at t = 1: the Jacobian by u has (1 + 3u·v + (u·v)²)·e^(u·v) in one variable
  const F = (u: Scalar[]): Scalar[] => grad(v => D(t => exp(mul(t, mul(u[0]!, v[0]!))), 1), [0.7])
  const p = 0.4 * 0.7
  near(jac(F, [0.4]), [[(1 + 3 * p + p * p) * Math.exp(p)]])
})

mixed('a Hessian is symmetric, and the Jacobian of a gradient', () => {
  const f = ([x, y, z]: Scalar[]): Scalar => add(mul(sin(mul(x!, y!)), log(z!)), div(square(x!), add(y!, z!)))
  const H = hess(f, [0.3, 1.2, 2.1]), J = jac(v => grad(f, v), [0.3, 1.2, 2.1])
  near(H, J)
  for (let i = 0; i < 3; i++) for (let j = 0; j < i; j++) near(H[i]![j], H[j]![i])
})
mixed.run()
