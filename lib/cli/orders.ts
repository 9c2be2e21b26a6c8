// Derivatives of high order: what they cost, when to stop, and how many times they can be asked. Nothing is printed here.

// Nested derivatives cost about three times as much with each order, Taylor's coefficients little more: so by one variable the latter
// give all but the first. Differences of a derivative ask it at some 150 points: up to an order it is compiled for that; beyond, there
// are none. Mixed derivatives are nested, and those that would take too long are refused.

import { compile } from '../compile/compile.ts'
import { derivative } from '../derive/derivative.ts'
import { taylor } from '../derive/taylor.ts'
import { fail } from '../errors.ts'
import { mul } from '../rules/arithmetic.ts'
import type { Scalar } from '../value.ts'

/** Up to this order a derivative is cheap enough to be asked at many points. */
export const COMPARED = 12

/** Up to this order nesting costs no more. */
const NESTED = 4

/** The k-th derivative. */
export function nth(f: (t: Scalar) => Scalar, order: number): (t: Scalar) => Scalar {
  if (order <= NESTED) return derivative(f, { order })
  let factorial = 1
  for (let k = 2; k <= order; k++) factorial *= k
  return t => mul(factorial, (taylor(f, { order })(t as never) as unknown as Scalar[])[order] as Scalar)
}

/** The same, to be asked at many points. */
export const compiled = (f: (t: Scalar) => Scalar, order: number): (t: Scalar) => Scalar => compile(nth(f, order)) as (t: Scalar) => Scalar

const LONGEST = 8 // seconds that one order may take

/** What is asked order by order, from 1; stops before an order that would take too long, as the two before it tell. */
export function inOrder<T>(orders: number, asked: (order: number) => T, clock: () => number = () => Date.now() / 1000): T[] {
  const all: T[] = []
  let before = Infinity, last = 0
  for (let k = 1; k <= orders; k++) {
    const expected = last * Math.max(2, last / Math.max(before, 0.01)) // below that the clock says nothing
    if (k > 2 && expected > LONGEST)
      fail(`--order ${orders} takes too long for this formula: order ${k - 1} took ${last.toFixed(1)} s, and each takes a few times as long as the one before; --order ${k - 1} answers`)
    const start = clock()
    all.push(asked(k))
    before = last
    last = clock() - start
  }
  return all
}
