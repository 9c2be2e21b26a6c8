// derivative: of a function of one number, to any order. f ↦ f′, a function in, a function out.

import { begin, end, FlatDual, pair } from '../dual.ts'
import { fail, known, show } from '../errors.ts'
import { isValue, type Scalar, type Value } from '../value.ts'
import { callable } from './jvp.ts'
import { isRecord, type Plain, returned, splitAt } from './structure.ts'
import { sweep } from './sweep.ts'

/** f′: plain numbers give plain numbers, duals give duals, so that derivatives nest. */
export interface Derived<Y> {
  (x: number): Plain<Y>
  (x: Scalar): Y
}

/**
 * The derivative of a function of one number: f′(x) = lim (f(x + h) − f(x))/h, exact to rounding.
 *
 * @param f      number → number, or → arrays and objects of numbers: each is differentiated; a function that returns a
 *               function is differentiated under the argument, as in Manzyuk et al., arXiv:1211.4892
 * @param order  how often to differentiate: a whole number, 1 by default, 0 for f itself
 * @throws where x is not one number, f returns none, or the order is no whole number ≥ 0
 * @example derivative(cos)(1) // −0.8414709848078965 = −sin(1)
 * @see Siskind & Pearlmutter, Perturbation confusion and referential transparency, 2005
 */
export function derivative(f: (x: Scalar) => Scalar, options?: { order?: number }): Derived<Scalar>
export function derivative<Y>(f: (x: Scalar) => Y, options?: { order?: number }): Derived<Y>
export function derivative<Y>(f: (x: Scalar) => Y, options: { order?: number } = {}): Derived<Y> {
  callable(f, 'derivative')
  known(options, ['order'], 'derivative')
  const { order = 1 } = options
  if (!Number.isInteger(order) || order < 0) fail(`derivative expects { order } to be a whole number from 0 on, and got ${show(order)}`)
  let derived: (x: Value) => unknown = f as never
  for (let i = 0; i < order; i++) derived = once(derived)
  return derived as Derived<Y>
}

function once(f: (x: Value) => unknown): (x: Value) => unknown {
  return x => {
    if (!isValue(x)) wrongPoint(x)
    const level = begin() // spelled out: a closure a call would cost what several rows do
    try {
      const y = f(typeof x === 'number' ? new FlatDual(level, x, 1) : pair(level, x, 1))
      return y instanceof FlatDual && y.level === level ? y.tangent : tangents(f, x, returned(y, 'derivative'), level)
    } finally {
      end()
    }
  }
}

/** The tangent of whatever f returned: a value, a structure, or a function, which is differentiated where it is called. */
function tangents(f: (x: Value) => unknown, x: Value, y: unknown, level: number): unknown {
  if (isValue(y)) return splitAt(y, level).tangent
  // (D f)(x) = args ↦ (D (t ↦ f(t)(...args)))(x), anew for each call: a level kept from this one would be confused there
  if (typeof y === 'function') return (...args: unknown[]) => once(t => (f(t) as (...args: unknown[]) => unknown)(...args))(x)
  const part = (key: string | number, yi: unknown): unknown => tangents(t => (f(t) as Record<string, unknown>)[key], x, returned(yi, 'derivative'), level)
  if (Array.isArray(y)) return y.map((yi, i) => part(i, yi))
  if (isRecord(y)) return Object.fromEntries(Object.entries(y).map(([key, yi]) => [key, part(key, yi)]))
  fail(`derivative expects a function that returns numbers, or arrays and objects of numbers; it returned ${show(y)}`)
}

/** x ↦ { f(x), f′(x) } */
export interface ValueAndDerivative<Y> {
  (x: number): { value: Plain<Y>; derivative: Plain<Y> }
  (x: Scalar): { value: Y; derivative: Y }
}

/**
 * f(x) and f′(x) in one sweep.
 *
 * @example valueAndDerivative(x => mul(x, x))(3) // { value: 9, derivative: 6 }
 */
export function valueAndDerivative(f: (x: Scalar) => Scalar): ValueAndDerivative<Scalar>
export function valueAndDerivative<Y>(f: (x: Scalar) => Y): ValueAndDerivative<Y>
export function valueAndDerivative<Y>(f: (x: Scalar) => Y): ValueAndDerivative<Y> {
  callable(f, 'valueAndDerivative')
  return ((x: Value) => {
    if (!isValue(x)) wrongPoint(x)
    const { primal, tangent } = sweep(f as (x: unknown) => unknown, x, [1], 'valueAndDerivative')
    return { value: primal, derivative: tangent }
  }) as never
}

function wrongPoint(x: unknown): never {
  const meant = typeof x === 'object' && x !== null ? '; perhaps gradient(f)' : ''
  fail(`derivative expects one number as its point, and got ${show(x)}${meant}`)
}
