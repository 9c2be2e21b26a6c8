// THE TABLE, comparisons and choices: what decides which branch is taken, and never moves itself.

import { fail, show } from '../errors.ts'
import { sameShape } from '../kernels/broadcast.ts'
import { side as sideOf } from '../kernels/scalar.ts'
import { binary, structural, unary } from '../primitive.ts'
import { shapeOf } from '../tensor.ts'
import type { Box, Scalar, Tensorial, Value } from '../value.ts'
import { isBox } from '../value.ts'

// Masks: 1 where it holds, else 0. They are rows like all others, so that a rule can choose elementwise and be compiled.
export const lt    = binary('lt',    (x, y) => x < y ? 1 : 0,                      0, 0, { code: (x, y) => `(${x} < ${y} ? 1 : 0)`,   doc: '1 where x < y, else 0' })
export const le    = binary('le',    (x, y) => x <= y ? 1 : 0,                     0, 0, { code: (x, y) => `(${x} <= ${y} ? 1 : 0)`,  doc: '1 where x ≤ y, else 0' })
export const eq    = binary('eq',    (x, y) => x === y ? 1 : 0,                    0, 0, { code: (x, y) => `(${x} === ${y} ? 1 : 0)`, doc: '1 where x = y, else 0' })
export const above = binary('above', (x, y) => x > y ? 1 : x < y ? 0 : x === y ? 0.5 : NaN, 0, 0, { code: (x, y) => `(${x} > ${y} ? 1 : ${x} < ${y} ? 0 : ${x} === ${y} ? 0.5 : NaN)`, doc: '1 where x > y, ½ at a tie, else 0' })
export const side  = unary ('side',  sideOf, 0, { doc: '−1 left of 0 and at −0, 1 right of 0 and at +0' })

/** An elementwise choice between whole values; the mask never moves. */
export const whereRow = structural('where',
  (test: Value, a: Value, b: Value) => typeof test === 'number' ? (test !== 0 ? a : b) : (test as Box & { choose(a: Value, b: Value): Value }).choose(a, b),
  0,
  (da, test) => where(test, da, 0),
  (db, test) => where(test, 0, db),
  { batched: true, sparse: 'chooses', code: (test, a, b) => `(${test} !== 0 ? ${a} : ${b})`, doc: 'a where test holds, else b' })

/**
 * `a` where the test holds, else `b`. The derivative is that of what was chosen: a singular unused branch leaves no trace.
 *
 * @param test  a boolean, a number (0 is false), or a mask as comparisons of tensors give it: then the choice is elementwise
 * @example where(less(2, 3), 10, 20) // 10
 */
export function where(test: boolean | number, a: number, b: number): number
export function where(test: boolean | Value, a: Scalar, b: Scalar): Scalar
export function where(test: boolean | Value, a: Value, b: Value): Value
export function where(test: boolean | Value, a: Value, b: Value): Value {
  if (typeof test === 'boolean') return test ? a : b
  if (typeof test === 'number') return test !== 0 ? a : b
  if (!isBox(test)) fail(`where expects a condition first (a boolean, a comparison's result), and got ${show(test)}`)
  const plain = test.strip()
  if (typeof plain === 'number') return where(plain, a, b)
  // a number that is not known yet chooses among values of different shapes as a branch does
  const taken = sameShape(shapeOf(a), shapeOf(b)) ? plain : decided(plain)
  return typeof taken === 'boolean' ? where(taken, a, b) : whereRow(plain, a, b)
}

/** A comparison looks at primals only, and gives a boolean; of tensors a mask, which `if` takes for true: choose with `where`. */
export interface Comparison {
  (x: Scalar, y: Scalar): boolean
  (x: Tensorial, y: Value): Box
  (x: Value, y: Tensorial): Box
  (x: Value, y: Value): boolean | Box
}

const decided = (x: Value): boolean | Box => typeof x === 'number' ? x !== 0 : x.decide()

/** x < y, of the primals. @example less(1, 2) // true */
export const less         = ((x: Value, y: Value) => decided(lt(x, y))) as Comparison
/** x ≤ y, of the primals. @example lessEqual(2, 2) // true */
export const lessEqual    = ((x: Value, y: Value) => decided(le(x, y))) as Comparison
/** x > y, of the primals. @example greater(1, 2) // false */
export const greater      = ((x: Value, y: Value) => decided(lt(y, x))) as Comparison
/** x ≥ y, of the primals. @example greaterEqual(2, 2) // true */
export const greaterEqual = ((x: Value, y: Value) => decided(le(y, x))) as Comparison
/** x = y, of the primals. @example equal(2, 2) // true */
export const equal        = ((x: Value, y: Value) => decided(eq(x, y))) as Comparison
/** x ≠ y, of the primals. @example notEqual(2, 2) // false */
export const notEqual     = ((x: Value, y: Value) => decided(differ(x, y))) as Comparison

export const differ = binary('differ', (x, y) => x !== y ? 1 : 0, 0, 0, { code: (x, y) => `(${x} !== ${y} ? 1 : 0)`, doc: '1 where x ≠ y, else 0' })
