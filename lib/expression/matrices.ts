// Matrices of an expression that the table's rows of linear algebra work on, and those made of their elements by place.

import { fail } from '../errors.ts'
import { slice } from '../rules/arrange.ts'
import { mul } from '../rules/arithmetic.ts'
import { expm as expmOf, solve } from '../rules/linalg.ts'
import { shapeOf } from '../tensor.ts'
import { type NestedValues, tensor } from '../tensor/create.ts'
import type { Value } from '../value.ts'
import { subtract } from './arrays.ts'
import { hypotOf } from './reductions.ts'
import { isArray, leaves, list, num, plain, type Thing } from './thing.ts'

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
export const lusolve = (a: Thing, b: Thing): Thing =>
  unstacked(solve(stacked(matrix(a, 'lusolve')), stacked(matrix(list(b, 'lusolve').map(row => isArray(row) ? row : [row]), 'lusolve'))))

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

/** Between two points. */
export function distance(p: Thing, q: Thing): Thing {
  const [a, b] = [list(p, 'distance'), list(q, 'distance')]
  if (a.length !== b.length || [...a, ...b].some(isArray)) fail('distance expects two points, such as [1, 2] and [3, 4], of as many coordinates each')
  return hypotOf(...leaves(subtract(a, b)))
}
