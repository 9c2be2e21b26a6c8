// Black and Scholes: the price of a call, by spot S, strike K, rate r, volatility σ, time T; its closed forms are the hand-written code.

import { add, compile, derivative, div, exp, gradient, log, mul, neg, sqrt, square, sub, valueAndDerivative } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { normcdf as normal } from '../../lib/kernels/special-error.ts'
import { normcdf } from '../../lib/rules/special.ts'
import { centralDerivative, centralGradient } from '../differences.ts'
import { points, type Workload, workload } from '../workload.ts'

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

/** Δ = N(d₁) */
export function priceAndDeltaByHand([S, K, r, σ, T]: Market<number>): { value: number; derivative: number } {
  const spread = σ * Math.sqrt(T)
  const d1 = (Math.log(S / K) + (r + 0.5 * σ * σ) * T) / spread
  const derivative = normal(d1)
  return { value: S * derivative - K * Math.exp(-r * T) * normal(d1 - spread), derivative }
}

/** delta, ∂/∂K, rho, vega, and minus theta */
export function greeksByHand([S, K, r, σ, T]: Market<number>): number[] {
  const root = Math.sqrt(T), spread = σ * root
  const d1 = (Math.log(S / K) + (r + 0.5 * σ * σ) * T) / spread
  const discount = Math.exp(-r * T), below = discount * normal(d1 - spread)
  const density = S * Math.exp(-0.5 * d1 * d1) * 0.3989422804014327
  return [normal(d1), -below, K * T * below, density * root, density * σ / (2 * root) + r * K * below]
}

const markets = points(2, (uniform): Market<number> => [uniform(80, 120), uniform(80, 120), uniform(0, 0.1), uniform(0.1, 0.5), uniform(0.2, 2)])

const priceAndDelta = compile((S: Scalar, K: Scalar, r: Scalar, σ: Scalar, T: Scalar) => valueAndDerivative(s => blackScholes(s, K, r, σ, T))(S))

export const options: readonly Workload[] = [
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
    sink: (y: number[]) => y[0]! + y[1]! + y[2]! + y[3]! + y[4]!, limits: { compiled: 1.5 }, roughness: 1e-5,
  }),
]
