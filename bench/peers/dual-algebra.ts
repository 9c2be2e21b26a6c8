// @thi.ng/dual-algebra: dual numbers as arrays [real, d₁ … dₙ]. It has no second derivatives, and lets its users add operations.

import { $, add, atan, cos, defOp, div, type Dual, dual, exp, log, mul, neg, sin, sqrt, sub } from '@thi.ng/dual-algebra'
import { normcdf as normal } from '../../lib/kernels/special-error.ts'
import { each, type Market, type Moving, type Network, type Peer } from './peer.ts'

const density = (x: number): number => Math.exp(-0.5 * x * x) * 0.3989422804014327

const normcdf = defOp<(a: Dual) => Dual>(
  ([x, dx]) => [normal(x!), dx! * density(x!)],
  a => {
    const slope = density(a[0]!)
    return a.map((x, i) => i === 0 ? normal(x) : slope * x)
  })

const tanh = defOp<(a: Dual) => Dual>(
  ([x, dx]) => [Math.tanh(x!), dx! * (1 - Math.tanh(x!) ** 2)],
  a => {
    const y = Math.tanh(a[0]!), slope = 1 - y * y
    return a.map((x, i) => i === 0 ? y : slope * x)
  })

function formula(x: Dual): Dual {
  const d = add($(1), mul(x, x))
  const a = div(mul(exp(mul($(-0.3), x)), sin(add(mul($(2), x), $(1)))), d)
  const b = mul(log(d), cos(x))
  const c = mul(sqrt(add(x, $(3))), atan(x))
  return add(mul(sub(add(a, b), c), x), x)
}

/** The price, all five of as many directions. */
function price(S: Dual, K: Dual, r: Dual, σ: Dual, T: Dual): Dual {
  const half = dual(0.5, S.length - 1), spread = mul(σ, sqrt(T))
  const d1 = div(add(log(div(S, K)), mul(add(r, mul(half, mul(σ, σ))), T)), spread)
  return sub(mul(S, normcdf(d1)), mul(mul(K, exp(neg(mul(r, T)))), normcdf(sub(d1, spread))))
}

function rosenbrock(x: readonly Dual[]): Dual {
  const n = x.length, hundred = dual(100, n), one = dual(1, n)
  let sum = dual(0, n)
  for (let i = 0; i + 1 < n; i++) {
    const t = sub(x[i + 1]!, mul(x[i]!, x[i]!)), u = sub(one, x[i]!)
    sum = add(sum, add(mul(hundred, mul(t, t)), mul(u, u)))
  }
  return sum
}

const dense = (x: readonly Dual[]): Dual[] => x.map(xi => x.reduce((sum, xj) => add(sum, sin(mul(xi, xj))), dual(0, x.length)))

function brusselator(y: readonly Dual[]): Dual[] {
  const n = y.length, N = n / 2, constant = (x: number): Dual => dual(x, n), k = constant((N + 1) ** 2 / 50), one = constant(1), two = constant(2), three = constant(3), four = constant(4)
  return y.map((here, i) => {
    const first = i < N, at = first ? i : i - N, u = y[at]!, v = y[N + at]!, reaction = mul(mul(u, u), v), edge = first ? one : three
    const diffusion = mul(k, add(sub(at > 0 ? y[i - 1]! : edge, mul(two, here)), at + 1 < N ? y[i + 1]! : edge))
    return add(first ? sub(add(one, reaction), mul(four, u)) : sub(mul(three, u), reaction), diffusion)
  })
}

const network = each(({ W, V, x }: Network) => {
  const n = x.data.length, weights = (M: Float64Array): Dual[] => Array.from(M, w => dual(w, n))
  const layer = (M: readonly Dual[], u: readonly Dual[]): Dual[] => u.map((_, i) => tanh(u.reduce((sum, uj, j) => add(sum, mul(M[i * n + j]!, uj)), dual(0, n))))
  return layer(weights(V.data), layer(weights(W.data), variables(Array.from(x.data)))).map(y => y.slice(1))
})

const wave = (x: Dual): Dual => add(mul(sin(x), exp(mul($(-0.5), mul(x, x)))), sqrt(add($(1), mul(x, x))))

const quotient = (x: Dual): Dual => div(add(mul(x, x), mul($(3), x)), add($(1), mul(x, x)))

const variables = (x: readonly number[]): Dual[] => x.map((xi, i) => dual(xi, x.length, i + 1))

const gradient = each((x: readonly number[]) => rosenbrock(variables(x)).slice(1))

const elementwise = (f: (x: Dual) => Dual) => each(({ x, v }: Moving) => {
  const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const y = f([x.data[i]!, v.data[i]!])
    primal[i] = y[0]!
    tangent[i] = y[1]!
  }
  return { primal, tangent }
})

export const peer: Peer = {
  name: '@thi.ng/dual-algebra',
  doc: 'eager dual numbers; the normal distribution and tanh added with its defOp',
  ways: {
    'cos': each(x => cos($(x, 1))[1]),
    '20-op formula': each(x => formula($(x, 1))[1]),
    'Black-Scholes': each(([S, K, r, σ, T]: Market) => {
      const y = price($(S, 1), $(K), $(r), $(σ), $(T))
      return { value: y[0]!, derivative: y[1]! }
    }),
    'Black-Scholes greeks': each((m: Market) => {
      const [S, K, r, σ, T] = variables(m)
      return price(S!, K!, r!, σ!, T!).slice(1)
    }),
    'Rosenbrock, n = 10': gradient,
    'Rosenbrock, n = 100': gradient,
    'Rosenbrock, n = 1,000': gradient,
    'dense, 20 → 20': each(x => dense(variables(x)).map(y => y.slice(1))),
    'Brusselator, 64 → 64': each(x => brusselator(variables(x)).map(y => y.slice(1))),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
    'network, 16 → 16': network,
    'network, 128 → 128': network,
  },
}
