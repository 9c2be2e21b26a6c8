// taylor: the coefficients of a function along a line, in one sweep through it, to any order.

import { pair, rankOf, settled, spread, withLevel } from '../dual.ts'
import { fail, known, show, whole } from '../errors.ts'
import { Series, type Sweep } from '../series.ts'
import { type Dual, isValue, type Scalar, type Value } from '../value.ts'
import { converted, enter } from './arrays.ts'
import { called, callable, type Program } from './jvp.ts'
import { type Args, leavesLike, mapLeaves, type Moving, type Plain, type Point, returned, type Structure, type Unstated } from './structure.ts'

/** (x, v) ↦ the coefficients of t ↦ f(x + t·v). */
export interface Expanded<A extends Args, Y> {
  (x: Point<A>, along?: Point<A>): Plain<Y>[]
  (x: Moving<A> | Scalar, along?: Moving<A> | Scalar): Y[]
  (x: unknown, along?: unknown): Y[]
}

/**
 * Taylor's coefficients cₖ of f(x + t·v) = c₀ + c₁·t + c₂·t² + …, as many as are asked for and one: cₖ is the k-th derivative along v over k!.
 * One sweep: where `derivative` with { order: n } costs some three times more with each order, n coefficients cost n² to n³ products a step.
 *
 * @param f      as for `jvp`: of a number, or of arrays and objects of numbers and tensors; what it returns is expanded in every number
 * @param order  the highest power of t, a whole number from 0 on
 * @returns a function of the point x and the direction v, of the same shape (1 where x is a number and nothing is said), that gives an array of
 *          order + 1 coefficients, each of the shape of f's result
 * @throws where { order } is missing or no whole number, shapes differ, or a row has no rule
 * @example taylor(exp, { order: 3 })(0) // [1, 1, 0.5, 0.16666666666666666]
 * @see Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 13
 */
export function taylor(f: (x: Scalar) => Scalar, options: { order: number }): Expanded<readonly [Scalar], Scalar>
export function taylor<A extends Args = Unstated, Y = Scalar>(f: (...x: A) => Y, options: { order: number }): Expanded<A, Y>
export function taylor(f: Program, options: { order: number }): unknown {
  callable(f, 'taylor')
  known(options, ['order'], 'taylor', 'taylor(f, { order: 3 })')
  const order = whole('taylor', '{ order }', options.order, 0)
  return (given: Structure, along?: Structure) => {
    const { x, out } = enter(given, 'taylor')
    if (along === undefined && !(isValue(x) && rankOf(x) === 0)) fail(`taylor expects a direction beside a point of several numbers, taylor(f, { order: ${order} })(x, v), and got ${show(given)} alone`)
    const directions = along === undefined ? [1] : leavesLike(x, converted(along), 'taylor')
    if (f.length > 1 && isValue(x) && rankOf(x) === 0) fail(`taylor expects an array of ${f.length} numbers as the point of a function of ${f.length} arguments, and got ${show(given)}`)
    return withLevel(level => {
      const sweep: Sweep = { level, orders: order, ended: false }
      let i = 0
      const moving = mapLeaves(x, leaf => {
        const v = directions[i++] as Value
        return v === 0 ? leaf : new Series(sweep, leaf, k => k === 1 ? v : 0)
      }, 'taylor')
      try {
        const y = returned(called(f, x)(moving), 'taylor')
        return Array.from({ length: order + 1 }, (_, k) => out(mapLeaves(y, leaf => coefficient(leaf, level, k), 'the result of the function given to taylor'), directions as Value[]))
      } finally {
        sweep.ended = true
      }
    })
  }
}

/** The k-th coefficient of one returned leaf, with the shape of the leaf; duals made by hand that lie above are looked through. */
function coefficient(y: Value, level: number, k: number): Value {
  if (typeof y === 'number') return k === 0 ? y : 0
  if (y instanceof Series && y.level === level) return spread(settled(y.at(k)), y.at(0))
  if (y.level > level && 'tangent' in y) return pair(y.level, coefficient((y as unknown as Dual).primal, level, k), coefficient((y as unknown as Dual).tangent, level, k))
  return k === 0 ? y : spread(0, y)
}
