// Arrays of an expression: elementwise calls with broadcasting, products, inverses and powers of matrices, ranges. No names are known here.

import { fail } from '../errors.ts'
import { broadcastShape, sameShape } from '../kernels/broadcast.ts'
import { add, div, mul, neg, sub } from '../rules/arithmetic.ts'
import { pow } from '../rules/elementary.ts'
import { isValue, type Value } from '../value.ts'
import { type Fn, isArray, list, num, plain, rankOf, showThing, sizeOf, type Thing } from './thing.ts'
import { largerEq, smallerEq } from './tolerant.ts'

/** A row of one argument, on values and on each element of arrays. */
export const each1 = (row: (x: Value) => Thing, who: string) => {
  const on = (x: Thing): Thing => isValue(x) ? row(x) : isArray(x) ? x.map(on) : row(num(x, who))
  return on
}

/**
 * f on the elements of arrays that broadcast as NumPy's do: shapes are aligned at their last dimension, and one element along
 * a dimension stands for many. The index, from 1, is good until f returns.
 */
export function broadcast(xs: readonly Thing[], who: string, f: (parts: readonly Thing[], index: readonly number[]) => Thing): Thing {
  const shapes = xs.map(sizeOf), shape = shapes.reduce((a, b) => broadcastShape(a, b) ?? apart(who, a, b)), index: number[] = []
  const go = (parts: readonly Thing[], depth: number): Thing => {
    if (depth === shape.length) return f(parts, index)
    const steps = parts.map((x, k) => depth + shapes[k]!.length < shape.length ? undefined : list(x, who))
    return Array.from({ length: shape[depth]! }, (_, i) => {
      index[depth] = i + 1
      return go(steps.map((step, k) => step === undefined ? parts[k] : step[step.length === 1 ? 0 : i]), depth + 1)
    })
  }
  return go(xs, 0)
}

const sizes = (shape: readonly number[]): string => `[${shape.join(', ')}]`

function apart(who: string, a: readonly number[], b: readonly number[]): never {
  if (a.length === 1 && b.length === 1) fail(`${who} expects arrays of one length, and got ${a[0]} and ${b[0]} elements`)
  const vector = a.length === 1 ? a : b, other = a.length === 1 ? b : a
  const column = vector.length === 1 && other.at(-2) === vector[0] ? '; perhaps a column, such as [1; 2]' : ''
  fail(`${who} expects arrays whose sizes agree from the last on, and got ${sizes(a)} and ${sizes(b)}${column}`)
}

/** A row of two arguments, on values and elementwise on arrays. */
export const each2 = (row: (x: Value, y: Value) => Thing, who: string) => {
  const on = (x: Thing, y: Thing): Thing => {
    if (!isArray(x)) return isArray(y) ? y.map(each => on(x, each)) : row(num(x, who), num(y, who))
    if (!isArray(y)) return x.map(each => on(each, y))
    // two vectors, the most frequent case, need no look at sizes
    if (x.length === y.length && !isArray(x[0]) && !isArray(y[0])) return x.map((each, i) => on(each, y[i]))
    return broadcast([x, y], who, ([a, b]) => row(num(a, who), num(b, who)))
  }
  return on
}

/** An array whose elements are of one size each. */
export function even(x: readonly Thing[]): Thing {
  if (!x.some(isArray)) return x
  const [first, ...rest] = x.map(sizeOf), other = rest.find(size => !sameShape(size, first!))
  return other === undefined ? x : fail(`an array expects elements of one size, and got ${[first!, other].map(size => size.length === 0 ? 'a number' : size.length === 1 ? `an array of ${size[0]}` : `one of ${size.join(' × ')}`).join(' and ')}`)
}

const plus = each2(add, '+'), minus = each2(sub, '-'), times = each2(mul, '*'), over = each2(div, '/'), power = each2(pow, '^')

export { minus as subtract, plus as add, over as dotDivide, power as dotPow, times as dotMultiply }

const isMatrix = (x: Thing): x is readonly (readonly Thing[])[] => isArray(x) && isArray(x[0])

/** The numbers of a vector, which may be a column. */
export function vector(x: Thing, who: string): readonly Thing[] {
  const shape = sizeOf(list(x, who))
  if (shape.length > 2 || (shape[1] ?? 1) !== 1) fail(`${who} expects vectors, such as [1, 2] or [1; 2], and got an array of ${shape.join(' × ')}`)
  return shape.length === 1 ? x as readonly Thing[] : (x as readonly (readonly Thing[])[]).map(([each]) => each)
}

/** Σ aᵢ·bᵢ, from the left. */
export function dot(x: Thing, y: Thing, who = 'dot'): Thing {
  const a = vector(x, who), b = vector(y, who)
  if (a.length !== b.length || a.length === 0) fail(`${who} expects arrays of one length, and got ${a.length} and ${b.length} elements`)
  return a.map((each, i) => times(each, b[i])).reduce((x, y) => plus(x, y))
}

/** Of a vector itself: it has one dimension. */
export function transpose(x: Thing): Thing {
  flat(x, 'transpose')
  return isMatrix(x) ? x[0]!.map((_, j) => x.map(row => row[j])) : x
}

/** Refuses arrays of more than two dimensions. */
const flat = (x: Thing, who: string): void => {
  if (rankOf(x) > 2) fail(`${who} expects vectors and matrices, and got an array of ${sizeOf(x).join(' × ')}`)
}

/** mathjs' `*`: numbers scale, two vectors give their dot product, matrices multiply. */
export function multiply(x: Thing, y: Thing): Thing {
  if (!isArray(x) || !isArray(y)) return times(x, y)
  flat(x, '*')
  flat(y, '*')
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
  if (!isMatrix(x) || x.some(row => row.length !== x.length) || !Number.isInteger(n)) fail('^ of an array expects a square matrix and a whole number; elementwise it is written .^')
  if (typeof y === 'object' && 'tangent' in y) fail('^ of a matrix expects an exponent that stands still, for it has no derivative by it; write the number itself')
  if (n < 0) return toPower(inverse(x), -n)
  let result = identity(x.length)
  for (let i = 0; i < n; i++) result = i === 0 ? x : multiply(result, x)
  return result
}

export const identity = (m: number, n = m): Thing => Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? 1 : 0))

export function square(x: Thing, who: string): Value[][] {
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

/** f on each element of arrays that broadcast; f may take the index as its last argument. */
export const map = (xs: readonly Thing[], f: Fn): Thing =>
  broadcast(xs.map(x => list(x, 'map')), 'map', (parts, index) => f.length > parts.length ? f(...parts, [...index]) : f(...parts))
