// rose: programs recorded, differentiated and compiled to WebAssembly. Functions beyond arithmetic are given by its users, with their rules.

import { add, compile, div, Dual, fn, type Fn, jvp, mul, neg, opaque, type Pair, Real, sqrt, struct, sub, sum, Vec, vec, vjp } from 'rose'
import { normcdf as normal } from '../../lib/kernels/special-error.ts'
import { each, type Market, type Moving, type Network, type Peer, type Way } from './peer.ts'

const primitive = (f: (x: number) => number): Fn<[Real], Real> => opaque([Real], Real, f)

const sin = primitive(Math.sin), cos = primitive(Math.cos), exp = primitive(Math.exp), log = primitive(Math.log)
const atan = primitive(Math.atan), tanh = primitive(Math.tanh), normcdf = primitive(normal)

const slopes: readonly (readonly [f: Fn<[Real], Real>, slope: (x: Real) => Real])[] = [
  [sin, cos],
  [cos, x => neg(sin(x))],
  [exp, exp],
  [log, x => div(1, x)],
  [atan, x => div(1, add(1, mul(x, x)))],
  [tanh, x => sub(1, mul(tanh(x), tanh(x)))],
  [normcdf, x => mul(0.3989422804014327, exp(mul(-0.5, mul(x, x))))],
]
for (const [f, slope] of slopes) f.jvp = fn([Dual], Dual, ({ re, du }) => ({ re: f(re), du: mul(du, slope(re)) }))

const formula = fn([Real], Real, x => {
  const d = add(1, mul(x, x))
  const a = div(mul(exp(mul(-0.3, x)), sin(add(mul(2, x), 1))), d)
  const b = mul(log(d), cos(x))
  const c = mul(sqrt(add(x, 3)), atan(x))
  return add(mul(sub(add(a, b), c), x), x)
})

const Five = Vec(5, Real)

const price = fn([Five], Real, m => {
  const S = m[0]!, K = m[1]!, r = m[2]!, σ = m[3]!, T = m[4]!, spread = mul(σ, sqrt(T))
  const d1 = div(add(log(div(S, K)), mul(add(r, mul(0.5, mul(σ, σ))), T)), spread)
  return sub(mul(S, normcdf(d1)), mul(mul(K, exp(neg(mul(r, T)))), normcdf(sub(d1, spread))))
})

const rosenbrock = (n: number) => fn([Vec(n, Real)], Real, x => {
  let total: Real = 0
  for (let i = 0; i + 1 < n; i++) {
    const t = sub(x[i + 1]!, mul(x[i]!, x[i]!)), u = sub(1, x[i]!)
    total = add(total, add(mul(100, mul(t, t)), mul(u, u)))
  }
  return total
})

const dense = fn([Vec(20, Real)], Vec(20, Real), x => vec(20, Real, i => sum(20, j => sin(mul(x[i]!, x[j]!)))))

const brusselator = (N: number) => fn([Vec(2 * N, Real)], Vec(2 * N, Real), y => Array.from({ length: 2 * N }, (_, i) => {
  const first = i < N, at = first ? i : i - N, u = y[at]!, v = y[N + at]!, here = y[i]!, reaction = mul(mul(u, u), v), edge = first ? 1 : 3
  const diffusion = mul((N + 1) ** 2 / 50, add(sub(at > 0 ? y[i - 1]! : edge, mul(2, here)), at + 1 < N ? y[i + 1]! : edge))
  return add(first ? sub(add(1, reaction), mul(4, u)) : sub(mul(3, u), reaction), diffusion)
}))

const growing = fn([Real], Real, x => mul(sin(x), exp(mul(0.5, x))))

const nth = (n: number): Way<number> => async points => {
  let f: Fn<[Real], Real> = growing
  for (let k = 0; k < n; k++) {
    const before = f
    f = fn([Real], Real, x => jvp(before)({ re: x, du: 1 }).du)
  }
  return each(await compile(f))(points)
}

const logSumExp = fn([Vec(10, Real)], Real, x => log(sum(10, i => exp(x[i]!))))

const wave = fn([Real], Real, x => add(mul(sin(x), exp(mul(-0.5, mul(x, x)))), sqrt(add(1, mul(x, x)))))

const quotient = fn([Real], Real, x => div(add(mul(x, x), mul(3, x)), add(1, mul(x, x))))

const unit = (n: number, i: number): number[] => Array.from({ length: n }, (_, j) => i === j ? 1 : 0)

const slope = (f: Fn<[Real], Real>): Way<number> => async points => each(await compile(fn([Real], Real, x => jvp(f)({ re: x, du: 1 }).du)))(points)

type Point = readonly Real[]
const gradientOf = (n: number, f: Fn<[Point], Real>): Fn<[Point], Point> => fn([Vec(n, Real)], Vec(n, Real), x => vjp(f)(x).grad(1))

const gradient = (n: number): Way<readonly number[]> => async points => each(await compile(gradientOf(n, rosenbrock(n))))(points)

/** Row by row, of a function from n numbers to n numbers. */
const jacobian = (n: number, f: Fn<[Point], Point>): Way<readonly number[]> => async points => {
  const rows = fn([Vec(n, Real)], Vec(n, Vec(n, Real)), x => {
    const { grad } = vjp(f)(x)
    return Array.from({ length: n }, (_, i) => grad(unit(n, i)))
  })
  return each(await compile(rows))(points)
}

/** Forward over reverse: reverse over reverse ends, for log-sum-exp, outside of its memory. */
const hessian = (n: number, f: Fn<[Point], Real>): Way<readonly number[]> => async points => {
  const gradient = gradientOf(n, f)
  const rows = fn([Vec(n, Real)], Vec(n, Vec(n, Real)), x => Array.from({ length: n }, (_, i) => {
    const row = jvp(gradient)(unit(n, i).map((du, j) => ({ re: x[j]!, du })))
    return Array.from({ length: n }, (_, j) => row[j]!.du)
  }))
  return each(await compile(rows))(points)
}

const elementwise = (n: number, f: Fn<[Real], Real>): Way<Moving> => async points => {
  const Both = struct({ re: Real, du: Real }), V = Vec(n, Real)
  const run = await compile(fn([V, V], Vec(n, Both), (x, v) => vec(n, Both, i => jvp(f)({ re: x[i]!, du: v[i]! }) as Pair)))
  const inputs = points.map(({ x, v }) => [Array.from(x.data), Array.from(v.data)] as const)
  return i => {
    const [x, v] = inputs[i % inputs.length]!, y = run(x, v)
    return { primal: Float64Array.from(y, ({ re }) => re), tangent: Float64Array.from(y, ({ du }) => du) }
  }
}

/** Of the vector; the matrices are given with it, and do not move. Forward, lane by lane. */
const network = (n: number): Way<Network> => async points => {
  const V = Vec(n, Real), M = Vec(n, V)
  const layer = (W: readonly Point[], u: Point): Point => vec(n, Real, i => tanh(sum(n, j => mul(W[i]![j]!, u[j]!))))
  const f = fn([M, M, V], V, (W, V, x) => layer(V, layer(W, x)))
  const lane = await compile(fn([M, M, V, V], V, (A, B, x, dx) => {
    // not by vec: pairs that it makes do not fit where jvp takes them
    const each = <T>(f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i)), still = (W: readonly Point[]) => each(i => each(j => ({ re: W[i]![j]!, du: 0 })))
    const y = jvp(f)(still(A), still(B), each(i => ({ re: x[i]!, du: dx[i]! })))
    return each(i => y[i]!.du)
  }))
  const rows = (data: Float64Array): number[][] => Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * n, i * n + n)))
  const made = points.map(({ W, V, x }) => [rows(W.data), rows(V.data), Array.from(x.data)] as const)
  return at => {
    const [A, B, x] = made[at % made.length]!, columns = x.map((_, j) => lane(A, B, x, unit(n, j)))
    return x.map((_, i) => columns.map(column => column[i]!))
  }
}

export const peer: Peer = {
  name: 'rose',
  doc: 'compiled to WebAssembly; elementary functions given as its README shows; gradients in reverse mode',
  ways: {
    'cos': slope(cos),
    '20-op formula': slope(formula),
    'Black-Scholes': async points => {
      const both = await compile(fn([Five], struct({ value: Real, derivative: Real }), m => {
        const y = jvp(price)(Array.from({ length: 5 }, (_, i) => ({ re: m[i]!, du: i === 0 ? 1 : 0 })))
        return { value: y.re, derivative: y.du }
      }))
      return each((m: Market) => {
        const { value, derivative } = both(m) // its fields come in alphabetical order
        return { value, derivative }
      })(points)
    },
    'Black-Scholes greeks': async points => each(await compile(gradientOf(5, price)))(points),
    'Rosenbrock, n = 10': gradient(10),
    'Rosenbrock, n = 100': gradient(100),
    'Rosenbrock, n = 1,000': gradient(1000),
    'dense, 20 → 20': jacobian(20, dense),
    'Brusselator, 64 → 64': jacobian(64, brusselator(32)),
    'Rosenbrock, n = 10, 2nd': hessian(10, rosenbrock(10)),
    'log-sum-exp, n = 10, 2nd': hessian(10, logSumExp),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': elementwise(1000, wave),
    'arithmetic, 10,000': elementwise(10_000, quotient),
    'network, 16 → 16': network(16),
    'network, 128 → 128': network(128),
  },
}
