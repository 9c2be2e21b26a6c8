// Matrices of an expression that the table's rows of linear algebra work on, and those made of their elements by place.

import { fail } from '../errors.ts'
import { slice } from '../rules/arrange.ts'
import { div, mul } from '../rules/arithmetic.ts'
import { expm as expmOf, pinv as pinvOf, solve, triangularSolve } from '../rules/linalg.ts'
import { svdvals } from '../rules/spectral.ts'
import { shapeOf } from '../tensor.ts'
import { type NestedValues, tensor } from '../tensor/create.ts'
import type { Value } from '../value.ts'
import { dot, dotDivide } from './arrays.ts'
import { isArray, list, num, plain, rankOf, type Thing } from './thing.ts'

/** A tensor, or a dual number that stands for one, as nested arrays. */
export function unstacked(x: Value): Thing {
  const [length] = shapeOf(x)
  return length === undefined ? x : Array.from({ length }, (_, i) => unstacked(slice(x, i)))
}

/** Rows of one length, numbers in them. */
function matrix(x: Thing, who: string): Value[][] {
  const rows = list(x, who).map(row => list(row, who).map(each => num(each, who)))
  return rows.length > 0 && rows.every(row => row.length === rows[0]!.length) ? rows : fail(`${who} expects a matrix, such as [1, 2; 3, 4]`)
}

const stacked = (x: readonly (readonly Value[])[]): Value => tensor(x as NestedValues)

/** x of A·x = b, as a column. */
const solved = (who: string, f: (a: Value, b: Value) => Value) => (a: Thing, b: Thing): Thing =>
  unstacked(f(stacked(matrix(a, who)), stacked(matrix(list(b, who).map(row => isArray(row) ? row : [row]), who))))

export const lusolve = solved('lusolve', solve)
export const lsolve  = (a: Thing, b: Thing): Thing => solved('lsolve', (t, y) => triangularSolve(t, y))(solvable(a, 'lsolve'), b)
export const usolve  = (a: Thing, b: Thing): Thing => solved('usolve', (t, y) => triangularSolve(t, y, { lower: false }))(solvable(a, 'usolve'), b)

/** A matrix whose diagonal holds no 0. */
const solvable = (a: Thing, who: string): Thing =>
  matrix(a, who).some((row, i) => plain(row[i] ?? 0, who) === 0) ? fail(`${who} expects a square matrix without a 0 on its diagonal: this one is singular`) : a

/** The largest singular value. */
export const largest = (a: Thing): Thing => slice(svdvals(stacked(matrix(a, 'norm'))), 0)

/** Moore and Penrose's inverse, of a vector v/(v·v). */
export function pinv(a: Thing): Thing {
  if (!isArray(a)) return div(1, num(a, 'pinv'))
  return rankOf(a) === 1 ? dotDivide(a, dot(a, a, 'pinv')) : unstacked(pinvOf(stacked(matrix(a, 'pinv'))))
}

/** e^A. */
export const expm = (a: Thing): Thing => unstacked(expmOf(stacked(matrix(a, 'expm'))))

/** Each element of the first times all of the second; of two vectors a vector. */
export function kron(a: Thing, b: Thing): Thing {
  const vectors = [a, b].every(x => !list(x, 'kron').some(isArray)), rows = (x: Thing): Value[][] => matrix(list(x, 'kron').some(isArray) ? x : [x], 'kron')
  const right = rows(b), product = rows(a).flatMap(p => right.map(q => p.flatMap(x => q.map(y => mul(x, y)))))
  return vectors ? product[0] : product
}

/** A vector on the k-th diagonal of a matrix, or that diagonal of one: above the main one where k > 0. */
export function diag(x: Thing, by: Thing = 0): Thing {
  const k = plain(by, 'diag'), down = Math.max(0, -k), right = Math.max(0, k), all = list(x, 'diag')
  if (!Number.isInteger(k)) fail(`diag expects a whole number for the diagonal, and got ${k}`)
  if (all.some(isArray)) return matrix(x, 'diag').slice(down).flatMap((row, i) => i + right < row.length ? [row[i + right]!] : [])
  // as mathjs has it, no row and no column beyond the diagonal's end
  return Array.from({ length: all.length + down }, (_, i) => Array.from({ length: all.length + right }, (_, j) => i - down === j - right && i >= down ? all[i - down] : 0))
}
