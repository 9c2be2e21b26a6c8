// The workloads: named functions with their derivatives written by hand, by differences, and by us. Shared by the bench, which times
// them, and the specs, which check that all variants agree. Nothing is timed here.

import {
  add, atan, compile, cos, derivative, div, exp, gradient, hessian, jacobian, jvp, log, matmul, mul, neg, sin, sqrt, square, sub, tanh, valueAndDerivative,
} from '../lib/index.ts'
import type { Scalar, Tensorial } from '../lib/index.ts'
import { random } from '../lib/kernels/random.ts'
import { normcdf as normal } from '../lib/kernels/special-error.ts'
import { normcdf } from '../lib/rules/special.ts'
import { Tensor } from '../lib/tensor.ts'
import { centralDerivative, centralGradient, centralHessian, centralJacobian } from './differences.ts'

/** One way to compute a derivative, made ready: i ↦ the derivative at the i-th point. */
export type Variant = () => (i: number) => unknown

/** What is computed, and in how many ways. */
export interface Workload {
  readonly name: string
  /** what it is, in a few words */
  readonly doc: string
  /** how many points there are: i counts through them */
  readonly points: number
  /** the points themselves, for those who bring ways of their own */
  readonly inputs: readonly unknown[]
  /** `hand` and `differences`, and ours: `eager`, `tensor`, `compiled` */
  readonly variants: Readonly<Record<string, Variant>>
  /** everything in a result must be looked at, or it might not be computed */
  readonly sink: (y: never) => number
  /** what each of our variants may cost, hand-written code being 1 */
  readonly limits: Readonly<Record<string, number>>
  /** the relative error that differences may have here */
  readonly roughness: number
  /** the same function one derivative higher: what a library that has seen everything has seen */
  readonly again?: (i: number) => unknown
}

interface Description<X, Y> {
  readonly name: string
  readonly doc: string
  readonly points: readonly X[]
  readonly hand: (x: X) => Y
  readonly differences?: (x: X) => Y
  readonly eager?: (x: X) => unknown
  readonly tensor?: (x: X) => unknown
  readonly compiled?: (x: X) => unknown
  readonly again?: (x: X) => unknown
  readonly sink: (y: Y) => number
  readonly limits?: Readonly<Record<string, number>>
  readonly roughness?: number
}

function workload<X, Y>({ name, doc, points, sink, limits = {}, roughness = 1e-6, again, ...ways }: Description<X, Y>): Workload {
  const mask = points.length - 1
  const variants = Object.fromEntries(Object.entries(ways as Record<string, (x: X) => unknown>)
    .map(([way, run]): [string, Variant] => [way, () => picking(run, points, mask)]))
  return { name, doc, points: points.length, inputs: points, variants, sink, limits, roughness, ...again && { again: (i: number) => again(points[i & mask]!) } }
}

let variants = 0

/** i ↦ run(points[i]). Each has a text of its own: V8 keeps its notes by text, and would inline only the variant that came first. */
function picking<X>(run: (x: X) => unknown, points: readonly X[], mask: number): (i: number) => unknown {
  return new Function('run', 'points', `return function variant_${++variants}(i) { return run(points[i & ${mask}]) }`)(run, points) as (i: number) => unknown
}

/** Points that are the same in every run: 64 of them, so that their values cannot be foreseen and stay in the cache. */
function points<X>(seed: number, make: (uniform: (from: number, to: number) => number) => X, count = 64): X[] {
  const stream = random(seed)
  return Array.from({ length: count }, () => make((from, to) => from + (to - from) * stream.uniform()))
}

// sinks use nothing from outside, for each loop has a copy of its own
const ends = (y: readonly number[]): number => y[0]! + y[y.length - 1]!
const corners = (y: readonly (readonly number[])[]): number => y[0]![0]! + y[y.length - 1]![y.length - 1]!

// ── a formula of 20 operations, 14 of arithmetic and 6 elementary functions ─────────────────────────────────────────
// (exp(−0.3x)·sin(2x + 1)/(1 + x²) + log(1 + x²)·cos x − √(x + 3)·atan x)·x + x

export function formula(x: Scalar): Scalar {
  const d = add(1, mul(x, x))
  const a = div(mul(exp(mul(-0.3, x)), sin(add(mul(2, x), 1))), d)
  const b = mul(log(d), cos(x))
  const c = mul(sqrt(add(x, 3)), atan(x))
  return add(mul(sub(add(a, b), c), x), x)
}

export function formulaByHand(x: number): number {
  const d = 1 + x * x
  return (Math.exp(-0.3 * x) * Math.sin(2 * x + 1) / d + Math.log(d) * Math.cos(x) - Math.sqrt(x + 3) * Math.atan(x)) * x + x
}

export function formulaSlopeByHand(x: number): number {
  const d = 1 + x * x, dd = 2 * x
  const e = Math.exp(-0.3 * x), u = 2 * x + 1, s = Math.sin(u), a = e * s / d
  const l = Math.log(d), cosine = Math.cos(x), r = Math.sqrt(x + 3), t = Math.atan(x)
  const da = (e * (2 * Math.cos(u) - 0.3 * s) - a * dd) / d
  const db = dd / d * cosine - l * Math.sin(x)
  const dc = 0.5 / r * t + r / d
  return (da + db - dc) * x + (a + l * cosine - r * t) + 1
}

// ── Black and Scholes: the price of a call, by spot S, strike K, rate r, volatility σ, time T ───────────────────────

type Market<T> = readonly [S: T, K: T, r: T, σ: T, T: T]

export function blackScholes(S: Scalar, K: Scalar, r: Scalar, σ: Scalar, T: Scalar): Scalar {
  const spread = mul(σ, sqrt(T))
  const d1 = div(add(log(div(S, K)), mul(add(r, mul(0.5, square(σ))), T)), spread)
  const d2 = sub(d1, spread)
  return sub(mul(S, normcdf(d1)), mul(mul(K, exp(neg(mul(r, T)))), normcdf(d2)))
}

export function priceByHand([S, K, r, σ, T]: Market<number>): number {
  const spread = σ * Math.sqrt(T)
  const d1 = (Math.log(S / K) + (r + 0.5 * σ * σ) * T) / spread
  return S * normal(d1) - K * Math.exp(-r * T) * normal(d1 - spread)
}

/** The closed forms: Δ = N(d₁). */
export function priceAndDeltaByHand([S, K, r, σ, T]: Market<number>): { value: number; derivative: number } {
  const spread = σ * Math.sqrt(T)
  const d1 = (Math.log(S / K) + (r + 0.5 * σ * σ) * T) / spread
  const derivative = normal(d1)
  return { value: S * derivative - K * Math.exp(-r * T) * normal(d1 - spread), derivative }
}

/** The closed forms of all five: delta, ∂/∂K, rho, vega, and minus theta. */
export function greeksByHand([S, K, r, σ, T]: Market<number>): number[] {
  const root = Math.sqrt(T), spread = σ * root
  const d1 = (Math.log(S / K) + (r + 0.5 * σ * σ) * T) / spread
  const discount = Math.exp(-r * T), below = discount * normal(d1 - spread)
  const density = S * Math.exp(-0.5 * d1 * d1) * 0.3989422804014327
  return [normal(d1), -below, K * T * below, density * root, density * σ / (2 * root) + r * K * below]
}

const markets = points(2, (uniform): Market<number> => [uniform(80, 120), uniform(80, 120), uniform(0, 0.1), uniform(0.1, 0.5), uniform(0.2, 2)])

// ── Rosenbrock's function of n numbers, Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² ────────────────────────────────────────────────

export function rosenbrock(x: readonly Scalar[]): Scalar {
  let sum: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) sum = add(sum, add(mul(100, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(1, x[i]!))))
  return sum
}

export function rosenbrockByHand(x: readonly number[]): number {
  let sum = 0
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! * x[i]!) ** 2 + (1 - x[i]!) ** 2
  return sum
}

// By hand, arrays are made by new Array(n) and filled in order: of the ways to do it, the fastest in V8 by far.

export function rosenbrockGradientByHand(x: readonly number[]): number[] {
  const last = x.length - 1, g = new Array<number>(last + 1)
  let xi = x[0]!, before = 0
  for (let i = 0; i < last; i++) {
    const next = x[i + 1]!, t = 200 * (next - xi * xi)
    g[i] = before - 2 * t * xi - 2 * (1 - xi)
    before = t
    xi = next
  }
  g[last] = before
  return g
}

export function rosenbrockHessianByHand(x: readonly number[]): number[][] {
  const n = x.length, H = new Array<number[]>(n)
  for (let i = 0; i < n; i++) {
    const xi = x[i]!, row = new Array<number>(n)
    for (let j = 0; j < i - 1; j++) row[j] = 0
    if (i > 0) row[i - 1] = -400 * x[i - 1]!
    row[i] = (i > 0 ? 200 : 0) + (i < n - 1 ? 1200 * xi * xi - 400 * x[i + 1]! + 2 : 0)
    if (i < n - 1) row[i + 1] = -400 * xi
    for (let j = i + 2; j < n; j++) row[j] = 0
    H[i] = row
  }
  return H
}

const vectors = (seed: number, n: number, from = -2, to = 2): number[][] => points(seed, uniform => Array.from({ length: n }, () => uniform(from, to)))

// ── 20 → 20, everything by everything: yᵢ = Σⱼ sin(xᵢ·xⱼ) ──────────────────────────────────────────────────────────────

export const dense = (x: readonly Scalar[]): Scalar[] => x.map(xi => {
  let sum: Scalar = 0
  for (const xj of x) sum = add(sum, sin(mul(xi, xj)))
  return sum
})

export function denseByHand(x: readonly number[]): number[] {
  return x.map(xi => {
    let sum = 0
    for (const xj of x) sum += Math.sin(xi * xj)
    return sum
  })
}

export function denseJacobianByHand(x: readonly number[]): number[][] {
  const n = x.length, J = new Array<number[]>(n)
  for (let i = 0; i < n; i++) {
    const xi = x[i]!, row = new Array<number>(n)
    let own = 0
    for (let j = 0; j < n; j++) {
      const xj = x[j]!, c = Math.cos(xi * xj)
      row[j] = xi * c
      own += xj * c
    }
    row[i] = row[i]! + own
    J[i] = row
  }
  return J
}

// ── log Σ exp xᵢ ────────────────────────────────────────────────────────────────────────────────────────────────────

export const logSumExp = (x: readonly Scalar[]): Scalar => log(x.map(xi => exp(xi)).reduce((a, b) => add(a, b)))

export const logSumExpByHand = (x: readonly number[]): number => {
  let sum = 0
  for (const xi of x) sum += Math.exp(xi)
  return Math.log(sum)
}

/** diag p − p·pᵀ, p = exp(x)/Σ exp(x) */
export function logSumExpHessianByHand(x: readonly number[]): number[][] {
  const n = x.length, p = new Array<number>(n), H = new Array<number[]>(n)
  let total = 0
  for (let i = 0; i < n; i++) total += p[i] = Math.exp(x[i]!)
  for (let i = 0; i < n; i++) p[i] = p[i]! / total
  for (let i = 0; i < n; i++) {
    const pi = p[i]!, row = new Array<number>(n)
    for (let j = 0; j < n; j++) row[j] = i === j ? pi - pi * pi : -pi * p[j]!
    H[i] = row
  }
  return H
}

// ── elementwise over a tensor: sin(x)·exp(−x²/2) + √(1 + x²), value and motion ──────────────────────────────────────

export const wave = (x: Scalar): Scalar => add(mul(sin(x), exp(mul(-0.5, square(x)))), sqrt(add(1, square(x))))

interface Moved { readonly primal: Float64Array; readonly tangent: Float64Array }

export function waveMotionByHand({ x, v }: { x: Tensor; v: Tensor }): Moved {
  const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n), xs = x.data, vs = v.data
  for (let i = 0; i < n; i++) {
    const xi = xs[i]!, square = xi * xi, s = Math.sin(xi), e = Math.exp(-0.5 * square), r = Math.sqrt(1 + square)
    primal[i] = s * e + r
    tangent[i] = ((Math.cos(xi) - xi * s) * e + xi / r) * vs[i]!
  }
  return { primal, tangent }
}

/** The motion of tensors by a compiled function. */
function byCompiledJvp(f: (x: Scalar) => Scalar): (at: { x: Tensor; v: Tensor }) => Moved {
  const fast = compile((x: Scalar, v: Scalar) => jvp(f, x, v)) as unknown as (x: Tensor, v: Tensor) => { primal: Tensor; tangent: Tensor }
  return ({ x, v }) => {
    const { primal, tangent } = fast(x, v)
    return { primal: primal.data, tangent: tangent.data }
  }
}

const waveWorkload = (n: number): Workload => workload({
  name: `elementwise, ${n.toLocaleString('en')}`,
  doc: 'sin(x)·exp(−x²/2) + √(1 + x²), value and tangent',
  points: points(8, uniform => {
    const data = (): Tensor => new Tensor([n], Float64Array.from({ length: n }, () => uniform(-3, 3)))
    return { x: data(), v: data() }
  }, 2),
  hand: waveMotionByHand,
  tensor: ({ x, v }) => {
    const { primal, tangent } = jvp(wave as never, x as never, v as never) as unknown as { primal: Tensor; tangent: Tensor }
    return { primal: primal.data, tangent: tangent.data }
  },
  compiled: byCompiledJvp(wave),
  sink: ({ primal, tangent }: Moved) => primal[0]! + tangent[tangent.length - 1]!, limits: { tensor: 2, compiled: 1.05 },
})

// ── arrays: arithmetic alone, many directions at once, a network's Jacobian, the product of moving matrices ────────────

/** (x² + 3x)/(1 + x²) */
export const quotient = (x: Scalar): Scalar => div(add(mul(x, x), mul(3, x)), add(1, mul(x, x)))

export function quotientMotionByHand({ x, v }: { x: Tensor; v: Tensor }): Moved {
  const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n), xs = x.data, vs = v.data
  for (let i = 0; i < n; i++) {
    const xi = xs[i]!, below = 1 + xi * xi, q = (xi * xi + 3 * xi) / below
    primal[i] = q
    tangent[i] = (2 * xi + 3 - q * 2 * xi) / below * vs[i]!
  }
  return { primal, tangent }
}

/** `wave` along all rows of v, the derivative worked out once an element. */
export function waveLanesByHand({ x, v }: { x: Tensor; v: Tensor }): Moved {
  const n = x.data.length, { primal, tangent: slope } = waveMotionByHand({ x, v: new Tensor([n], new Float64Array(n).fill(1)) })
  const tangent = new Float64Array(v.data.length), vs = v.data
  for (let k = 0; k < tangent.length; k += n) for (let i = 0; i < n; i++) tangent[k + i] = slope[i]! * vs[k + i]!
  return { primal, tangent }
}

const uniformTensor = (uniform: (from: number, to: number) => number, ...shape: number[]): Tensor =>
  new Tensor(shape, Float64Array.from({ length: shape.reduce((a, n) => a * n, 1) }, () => uniform(-1, 1)))

const byJvp = (f: (x: Scalar) => Scalar) => ({ x, v }: { x: Tensor; v: Tensor }): Moved => {
  const { primal, tangent } = jvp(f as never, x as never, v as never) as unknown as { primal: Tensor; tangent: Tensor }
  return { primal: primal.data, tangent: tangent.data }
}

/** A·B, row by row. */
function productByHand(a: Float64Array, b: Float64Array, n: number, out: Float64Array): Float64Array {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let total = out[i * n + j]!
      for (let k = 0; k < n; k++) total += a[i * n + k]! * b[k * n + j]!
      out[i * n + j] = total
    }
  return out
}

interface Network { readonly W: Tensor; readonly V: Tensor; readonly x: Tensor }

/** J = diag(1 − z²)·V·diag(1 − y²)·W of z = tanh(V·y), y = tanh(W·x) */
export function networkJacobianByHand({ W, V, x }: Network): Float64Array {
  const n = x.data.length
  const layer = (M: Float64Array, u: Float64Array): Float64Array => u.map((_, i) => Math.tanh(u.reduce((sum, uj, j) => sum + M[i * n + j]! * uj, 0)))
  const y = layer(W.data, x.data), z = layer(V.data, y)
  const inner = W.data.map((w, i) => (1 - y[Math.floor(i / n)]! ** 2) * w), outer = V.data.map((w, i) => (1 - z[Math.floor(i / n)]! ** 2) * w)
  return productByHand(outer, inner, n, new Float64Array(n * n))
}

const arrays: readonly Workload[] = [
  workload({
    name: 'arithmetic, 10,000', doc: '(x² + 3x)/(1 + x²), value and tangent',
    points: points(9, uniform => ({ x: uniformTensor(uniform, 10_000), v: uniformTensor(uniform, 10_000) }), 2),
    hand: quotientMotionByHand, tensor: byJvp(quotient), compiled: byCompiledJvp(quotient), sink: ({ primal, tangent }: Moved) => primal[0]! + tangent[9999]!, limits: { tensor: 7, compiled: 1.3 },
  }),
  workload({
    name: 'elementwise, 1,000 × 16', doc: 'the same function along 16 directions',
    points: points(10, uniform => ({ x: uniformTensor(uniform, 1000), v: uniformTensor(uniform, 16, 1000) }), 2),
    hand: waveLanesByHand, tensor: byJvp(wave), compiled: byCompiledJvp(wave), sink: ({ primal, tangent }: Moved) => primal[0]! + tangent[15_999]!, limits: { tensor: 3, compiled: 1.3 },
  }),
  workload({
    name: 'network, 128 → 128', doc: 'Jacobian of tanh(V·tanh(W·x))',
    points: points(11, uniform => ({ W: uniformTensor(uniform, 128, 128), V: uniformTensor(uniform, 128, 128), x: uniformTensor(uniform, 128) }), 2),
    hand: networkJacobianByHand,
    tensor: ({ W, V, x }) => (jacobian((t: Tensorial) => tanh(matmul(V, tanh(matmul(W, t)))))(x) as Tensor).data,
    sink: (J: Float64Array) => J[0]! + J[J.length - 1]!, limits: { tensor: 1 },
  }),
  workload({
    name: 'matrix product, 256', doc: 'A·B and Ȧ·B + A·Ḃ',
    points: points(12, uniform => [0, 1, 2, 3].map(() => uniformTensor(uniform, 256, 256)) as [Tensor, Tensor, Tensor, Tensor], 1),
    hand: ([A, B, dA, dB]) => {
      const data = (): Float64Array => new Float64Array(256 * 256)
      return { primal: productByHand(A.data, B.data, 256, data()), tangent: productByHand(A.data, dB.data, 256, productByHand(dA.data, B.data, 256, data())) }
    },
    tensor: ([A, B, dA, dB]) => {
      const { primal, tangent } = jvp((ab: [Tensorial, Tensorial]) => matmul(ab[0], ab[1]), [A, B] as never, [dA, dB] as never) as unknown as { primal: Tensor; tangent: Tensor }
      return { primal: primal.data, tangent: tangent.data }
    },
    sink: ({ primal, tangent }: Moved) => primal[0]! + tangent[65_535]!, limits: { tensor: 0.5 },
  }),
]

// ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────

const priceAndDelta = compile((S: Scalar, K: Scalar, r: Scalar, σ: Scalar, T: Scalar) => valueAndDerivative(s => blackScholes(s, K, r, σ, T))(S))

const reals = points(1, uniform => uniform(-2, 2))

export const workloads: readonly Workload[] = [
  workload({
    name: 'cos', doc: 'f′(x)', points: reals,
    hand: x => -Math.sin(x), differences: centralDerivative(Math.cos), eager: derivative(cos),
    compiled: compile(derivative(cos)), again: derivative(cos, { order: 2 }), sink: (y: number) => y, limits: { compiled: 1.1 },
  }),
  workload({
    name: '20-op formula', doc: 'f′(x)', points: reals,
    hand: formulaSlopeByHand, differences: centralDerivative(formulaByHand), eager: derivative(formula),
    compiled: compile(derivative(formula)), again: derivative(formula, { order: 2 }), sink: (y: number) => y, limits: { eager: 6, compiled: 1.1 },
  }),
  workload({
    name: 'Black-Scholes', doc: 'price and delta', points: markets,
    hand: priceAndDeltaByHand,
    differences: m => ({ value: priceByHand(m), derivative: centralDerivative(S => priceByHand([S, m[1], m[2], m[3], m[4]]))(m[0]) }),
    eager: ([S, K, r, σ, T]) => valueAndDerivative(s => blackScholes(s, K, r, σ, T))(S),
    compiled: m => priceAndDelta(m[0], m[1], m[2], m[3], m[4]),
    again: ([S, K, r, σ, T]) => derivative(s => blackScholes(s, K, r, σ, T), { order: 2 })(S),
    sink: ({ value, derivative }: { value: number; derivative: number }) => value + derivative, limits: { eager: 18, compiled: 1.5 },
  }),
  workload({
    name: 'Black-Scholes greeks', doc: 'gradient by all five', points: markets,
    hand: greeksByHand, differences: m => centralGradient(x => priceByHand(x as unknown as Market<number>))([...m]),
    eager: m => gradient(blackScholes)(m as unknown as number[]),
    compiled: compile(gradient(blackScholes)) as never,
    sink: (y: number[]) => y[0]! + y[1]! + y[2]! + y[3]! + y[4]!, roughness: 1e-5,
  }),
  ...[10, 100].map(n => workload({
    name: `Rosenbrock, n = ${n}`, doc: 'gradient', points: vectors(3, n),
    hand: rosenbrockGradientByHand, differences: centralGradient(rosenbrockByHand), eager: gradient((x: Scalar[]) => rosenbrock(x)),
    compiled: compile(gradient((x: Scalar[]) => rosenbrock(x))), sink: ends, limits: { compiled: 1.2 },
  })),
  workload({
    name: 'dense, 20 → 20', doc: 'Jacobian', points: vectors(5, 20),
    hand: denseJacobianByHand, differences: centralJacobian(denseByHand), eager: jacobian((x: Scalar[]) => dense(x)) as (x: number[]) => unknown,
    compiled: compile(jacobian((x: Scalar[]) => dense(x))) as (x: number[]) => unknown, sink: corners, limits: { compiled: 1 },
  }),
  workload({
    name: 'Rosenbrock, n = 10, 2nd', doc: 'Hessian', points: vectors(6, 10),
    hand: rosenbrockHessianByHand, differences: centralHessian(rosenbrockByHand), eager: hessian((x: Scalar[]) => rosenbrock(x)),
    compiled: compile(hessian((x: Scalar[]) => rosenbrock(x))), sink: corners, limits: { compiled: 1.2 }, roughness: 1e-3,
  }),
  workload({
    name: 'log-sum-exp, n = 10, 2nd', doc: 'Hessian', points: vectors(7, 10),
    hand: logSumExpHessianByHand, differences: centralHessian(logSumExpByHand), eager: hessian((x: Scalar[]) => logSumExp(x)),
    compiled: compile(hessian((x: Scalar[]) => logSumExp(x))), sink: corners, limits: { compiled: 1.2 }, roughness: 1e-3,
  }),
  waveWorkload(1000),
  waveWorkload(100_000),
  ...arrays,
]
