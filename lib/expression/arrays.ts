// Arrays of an expression: elementwise calls with broadcasting, matrix products, ranges, indexing from 1. No names are known here.

import { fail } from '../errors.ts'
import { add, div, mul, neg, sub } from '../rules/arithmetic.ts'
import { pow } from '../rules/elementary.ts'
import { isValue, type Value } from '../value.ts'
import { type Fn, isArray, list, num, plain, showThing, type Thing } from './thing.ts'
import { largerEq, smallerEq } from './tolerant.ts'

/** A row of one argument, on values and on each element of arrays. */
export const each1 = (row: (x: Value) => Thing, who: string) => {
  const on = (x: Thing): Thing => isValue(x) ? row(x) : isArray(x) ? x.map(on) : row(num(x, who))
  return on
}

/** A row of two arguments, on values and elementwise on arrays; one element stands for many. */
export const each2 = (row: (x: Value, y: Value) => Thing, who: string) => {
  const on = (x: Thing, y: Thing): Thing => {
    if (!isArray(x)) return isArray(y) ? y.map(each => on(x, each)) : row(num(x, who), num(y, who))
    if (!isArray(y)) return x.map(each => on(each, y))
    if (x.length === y.length) return x.map((each, i) => on(each, y[i]))
    if (x.length === 1) return y.map(each => on(x[0], each))
    if (y.length === 1) return x.map(each => on(each, y[0]))
    return fail(`${who} expects arrays of one length, and got ${x.length} and ${y.length} elements`)
  }
  return on
}

const plus = each2(add, '+'), minus = each2(sub, '-'), times = each2(mul, '*'), over = each2(div, '/'), power = each2(pow, '^')

export { minus as subtract, plus as add, over as dotDivide, power as dotPow, times as dotMultiply }

const isMatrix = (x: Thing): x is readonly (readonly Thing[])[] => isArray(x) && isArray(x[0])

/** Σ aᵢ·bᵢ, from the left. */
export function dot(a: readonly Thing[], b: readonly Thing[], who = 'dot'): Thing {
  if (a.length !== b.length || a.length === 0) fail(`${who} expects arrays of one length, and got ${a.length} and ${b.length} elements`)
  return a.map((each, i) => times(each, b[i])).reduce((x, y) => plus(x, y))
}

export const transpose = (x: Thing): Thing => isMatrix(x) ? x[0]!.map((_, j) => x.map(row => row[j])) : x

/** mathjs' `*`: numbers scale, two vectors give their dot product, matrices multiply. */
export function multiply(x: Thing, y: Thing): Thing {
  if (!isArray(x) || !isArray(y)) return times(x, y)
  const columns = isMatrix(y) ? transpose(y) as readonly (readonly Thing[])[] : undefined
  const row = (a: readonly Thing[]): Thing => columns === undefined ? dot(a, y, '*') : columns.map(column => dot(a, column, '*'))
  return isMatrix(x) ? x.map(row) : row(x)
}

/** mathjs' `/`: by a number elementwise, by a square matrix through its inverse. */
export const divide = (x: Thing, y: Thing): Thing => isArray(y) ? multiply(x, inverse(y)) : over(x, y)

/** mathjs' `^`: of numbers, and of square matrices to whole powers. */
export function toPower(x: Thing, y: Thing): Thing {
  if (isArray(y)) fail('^ expects a number as its exponent, and got an array; elementwise it is written .^')
  if (!isArray(x)) return pow(num(x, '^'), num(y, '^'))
  const n = plain(y, '^')
  if (!isMatrix(x) || !Number.isInteger(n)) fail('^ of an array expects a square matrix and a whole number; elementwise it is written .^')
  if (n < 0) return toPower(inverse(x), -n)
  let result = identity(x.length)
  for (let i = 0; i < n; i++) result = i === 0 ? x : multiply(result, x)
  return result
}

export const identity = (n: number): Thing => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? 1 : 0))

function square(x: Thing, who: string): Value[][] {
  const rows = list(x, who).map(row => list(row, who).map(each => num(each, who)))
  if (rows.length === 0 || rows.some(row => row.length !== rows.length))
    fail(`${who} expects a square matrix, such as [1, 2; 3, 4], and got ${rows.length} rows of ${rows[0]?.length ?? 0}`)
  return rows
}

/** The determinant: small ones by cofactors, without a division, so that singular matrices have derivatives too. */
export function determinant(x: Thing): Thing {
  const a = square(x, 'det')
  if (a.length <= 3) return cofactors(a)
  let sign = 1
  const pivots = a.map((_, k) => {
    if (pivot(a, k)) sign = -sign
    clear(a, k, k + 1)
    return a[k]![k]!
  })
  const product = pivots.reduce((p, q) => mul(p, q))
  return sign < 0 ? neg(product) : product
}

function cofactors(a: readonly (readonly Value[])[]): Value {
  if (a.length === 1) return a[0]![0]!
  return a[0]!
    .map((each, j) => mul(each, cofactors(a.slice(1).map(row => row.filter((_, k) => k !== j)))))
    .reduce((total, each, j) => j % 2 === 0 ? add(total, each) : sub(total, each))
}

/** The inverse, by elimination beside the identity. */
export function inverse(x: Thing): Thing {
  const n = square(x, 'inv').length
  const a = square(x, 'inv').map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => i === j ? 1 : 0)])
  for (let k = 0; k < n; k++) {
    pivot(a, k)
    const head = a[k]![k]!
    if (plain(head, 'inv') === 0) fail('inv expects a matrix that has an inverse, and its determinant is 0')
    a[k] = a[k]!.map(each => div(each, head))
    clear(a, k, 0)
  }
  return a.map(row => row.slice(n))
}

/** Swaps the row with the largest element of column k, from the diagonal down, into its place. */
function pivot(a: Value[][], k: number): boolean {
  let best = k
  for (let i = k; i < a.length; i++) if (Math.abs(plain(a[i]![k], 'det')) > Math.abs(plain(a[best]![k], 'det'))) best = i
  if (best === k) return false
  ;[a[k], a[best]] = [a[best]!, a[k]!]
  return true
}

function clear(a: Value[][], k: number, from: number): void {
  for (let i = from; i < a.length; i++) {
    if (i === k || plain(a[i]![k], 'det') === 0) continue
    const factor = div(a[i]![k]!, a[k]![k]!)
    a[i] = a[i]!.map((each, j) => sub(each, mul(factor, a[k]![j]!)))
  }
}

/** start, start + step, … up to and including the end. */
export function range(start: Thing, end: Thing, step: Thing): Thing {
  const by = num(step, 'a range'), last = plain(end, 'a range'), direction = plain(step, 'a range')
  if (direction === 0 || Number.isNaN(direction)) fail(`a range expects a step other than 0, and got ${showThing(step)}`)
  const within = (x: Value): boolean => (direction > 0 ? smallerEq : largerEq)(plain(x, 'a range'), last) === 1
  const out: Value[] = []
  for (let x = num(start, 'a range'); within(x); x = add(x, by)) {
    if (out.push(x) > 1e6) fail('a range expects at most a million elements')
  }
  return out
}

// ── indexing, from 1 as in mathjs ───────────────────────────────────────────────────────────────────────────────────

/** x[i, j, …]; a number takes one element away, an array of numbers keeps a part. */
export function element(x: Thing, [first, ...rest]: readonly Thing[]): Thing {
  if (first === undefined) return x
  const at = (i: Thing): Thing => element(list(x, 'an index')[place(i, (x as readonly Thing[]).length)], rest)
  return isArray(first) ? first.map(at) : at(first)
}

/** x with the element at [i, j, …] replaced; one past the end appends. */
export function replaced(x: Thing, [first, ...rest]: readonly Thing[], by: Thing): Thing {
  if (first === undefined) return by
  const array = [...list(x, 'an assignment to an element')]
  if (isArray(first)) {
    first.forEach((i, k) => { array[place(i, array.length)] = replaced(array[place(i, array.length)], rest, isArray(by) ? by[k] : by) })
    return array
  }
  const i = place(first, array.length + 1)
  array[i] = replaced(array[i], rest, by)
  return array
}

function place(i: Thing, length: number): number {
  const index = plain(i, 'an index')
  if (Number.isInteger(index) && index >= 1 && index <= length) return index - 1
  return fail(`an index expects a whole number from 1 to ${length}, and got ${index}${index === 0 ? ': mathjs counts from 1' : ''}`)
}

/** How many elements there are along a dimension: what `end` stands for. */
export const sizeAlong = (x: Thing, dimension: number): number =>
  dimension === 0 ? list(x, 'end').length : sizeAlong(list(x, 'end')[0], dimension - 1)

export const sizeOf = (x: Thing): Thing[] => isArray(x) ? [x.length, ...sizeOf(x[0])] : []

/** f on each element of arrays of one shape; f may take the index as a second argument. */
export function map(arrays: readonly Thing[], f: Fn): Thing {
  const go = (xs: readonly Thing[], index: readonly number[]): Thing =>
    xs.every(isArray)
      ? list(xs[0], 'map').map((_, i) => go(xs.map(x => x[i]), [...index, i + 1]))
      : f.length > xs.length ? f(...xs, [...index]) : f(...xs)
  return go(arrays, [])
}
