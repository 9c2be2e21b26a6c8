// Sparse Jacobians: which numbers move which results, and by how much; what does not move is not held. What finds this out are the sweeps.

import { stripped } from '../dual.ts'
import { sizeOf } from '../kernels/broadcast.ts'
import { collectRow } from '../tensor/collect.ts'
import { shapeOf, Tensor } from '../tensor.ts'
import { reshaped } from '../tensor/axes.ts'
import { SparseLanes } from '../tensor/sparse.ts'
import { type ArrayBox, plus, type Value } from '../value.ts'
import { enter } from './arrays.ts'
import { entriesByDirections } from './directions.ts'
import { called, type Program } from './jvp.ts'
import { sparseSweeps } from './lanes.ts'
import type { Structure } from './structure.ts'
import { type Run, sweepLeaves } from './sweep.ts'

/**
 * A matrix by what is not 0 in it: `values[k]` stands in row `rows[k]` and column `columns[k]`; row by row, ascending, each place once. Rows
 * count all numbers of the result, columns all of the point, in the order in which they stand there.
 */
export interface SparseMatrix<V = Float64Array> {
  readonly shape: readonly [rows: number, columns: number]
  readonly rows: Int32Array
  readonly columns: Int32Array
  readonly values: V
}

/** Elements of an array and where they belong: element e in row rows[e] and column columns[e]; −1: nowhere. */
interface Piece { readonly value: Value; readonly rows: Int32Array; readonly columns: Int32Array }

/** J(x) of f, sparse. Within other derivatives the values are moving scalars, or a moving tensor where there are arrays. */
export function sparseJacobianAt(f: Program, at: Structure, who: string): SparseMatrix<unknown> {
  const { x, leaves, arrays } = enter(at, who)
  leaves.forEach(looked)
  const run = called(f, x), total = leaves.reduce((sum: number, leaf) => sum + sizeOf(shapeOf(leaf)), 0)
  return (arrays ? undefined : ofNumbers(run, x, leaves, who)) ?? joined(arrays ? piecesOf(run, x, leaves, who) : oneByOne(run, x, leaves, who), total)
}

/** What is 0 is looked at: what is not known yet refuses that, and is not recorded. */
function looked(leaf: Value): void {
  const plain = stripped(leaf)
  if (typeof plain === 'number') return
  plain.known?.()
  void (plain as ArrayBox).data
}

function ofNumbers(run: Run, x: Structure, leaves: readonly Value[], who: string): SparseMatrix<unknown> | undefined {
  const results = entriesByDirections(run, x, leaves, who)
  if (results === undefined) return undefined
  const count = results.reduce((sum, { which }) => sum + which.length, 0), rows = new Int32Array(count), columns = new Int32Array(count), values: Value[] = []
  results.forEach(({ which, values: own }, i) => which.forEach((j, k) => {
    rows[values.length] = i
    columns[values.length] = j
    values.push(own[k] as Value)
  }))
  return { shape: [results.length, leaves.length], rows, columns, values: values.every(value => typeof value === 'number') ? Float64Array.from(values as number[]) : values }
}

/** All motions, in pieces, and how many numbers the result has. */
interface Pieces { readonly pieces: readonly Piece[]; readonly height: number }

function piecesOf(run: Run, x: Structure, leaves: readonly Value[], who: string): Pieces {
  const pieces: Piece[] = []
  let height = 0
  for (const { leaves: results, tangents, first } of sparseSweeps(run, x, leaves, who)) {
    height = 0
    for (const [i, tangent] of tangents.entries()) {
      const n = sizeOf(shapeOf(results[i] as Value)), row = (e: number): number => height + e % n
      const full = (lanes: Value): void => {
        const size = sizeOf(shapeOf(lanes))
        if (size > n || shapeOf(lanes).length > shapeOf(results[i] as Value).length) pieces.push(piece(lanes, size, row, e => first + Math.floor(e / n)))
      }
      if (tangent instanceof SparseLanes) {
        const { terms, rest } = tangent.parts
        for (const { scale, map } of terms) pieces.push(piece(scale, n, row, e => (map[e] as number) < 0 ? -1 : first + (map[e] as number)))
        if (rest !== 0) full(rest)
      } else full(tangent) // without lanes in front of it nothing moves
      height += n
    }
  }
  return { pieces, height }
}

/** Of numbers that become arrays on the way: one direction after the other. */
function oneByOne(run: Run, x: Structure, leaves: readonly Value[], who: string): Pieces {
  const pieces: Piece[] = []
  let height = 0
  leaves.forEach((_, j) => {
    height = 0
    const { leaves: results, tangents } = sweepLeaves(run, x, leaves.map((_, i) => i === j ? 1 : 0), who)
    tangents.forEach((tangent, i) => {
      const n = sizeOf(shapeOf(results[i] as Value)), from = height
      pieces.push(piece(tangent, n, e => from + e, () => j))
      height += n
    })
  })
  return { pieces, height }
}

function piece(value: Value, n: number, row: (e: number) => number, column: (e: number) => number): Piece {
  const flat = reshaped(value, [n]), data = flat instanceof Tensor ? flat.data : undefined // of plain numbers zeros are left out
  const rows = new Int32Array(n), columns = new Int32Array(n)
  for (let e = 0; e < n; e++) {
    columns[e] = data !== undefined && data[e] === 0 ? -1 : column(e)
    rows[e] = row(e)
  }
  return { value: flat, rows, columns }
}

/** All pieces in one matrix: sorted by rows, then by columns; what meets in a place is added up. */
function joined({ pieces, height }: Pieces, width: number): SparseMatrix<unknown> {
  const starts = new Int32Array(height + 1)
  for (const { rows, columns } of pieces) for (let e = 0; e < rows.length; e++) if ((columns[e] as number) >= 0) starts[(rows[e] as number) + 1]!++
  for (let i = 0; i < height; i++) starts[i + 1]! += starts[i] as number
  const all = starts[height] as number, next = starts.slice(), column = new Int32Array(all), from = new Int32Array(all), element = new Int32Array(all)
  pieces.forEach(({ rows, columns }, k) => {
    for (let e = 0; e < rows.length; e++) if ((columns[e] as number) >= 0) {
      const place = next[rows[e] as number]!++
      column[place] = columns[e] as number
      from[place] = k
      element[place] = e
    }
  })
  const at = pieces.map(({ rows }) => new Int32Array(rows.length).fill(-1)), rows: number[] = [], columns: number[] = []
  for (let i = 0; i < height; i++) {
    const first = starts[i] as number, places = Array.from({ length: (starts[i + 1] as number) - first }, (_, k) => first + k)
    places.sort((a, b) => (column[a] as number) - (column[b] as number))
    let before = -1
    for (const place of places) {
      if (column[place] !== before) {
        rows.push(i)
        columns.push(before = column[place] as number)
      }
      (at[from[place] as number] as Int32Array)[element[place] as number] = rows.length - 1
    }
  }
  let values: Value = new Tensor([rows.length], new Float64Array(rows.length))
  pieces.forEach(({ value }, k) => { values = plus(values, collectRow(value, { own: shapeOf(value), at: [at[k] as Int32Array], shape: [rows.length] })) })
  return { shape: [height, width], rows: Int32Array.from(rows), columns: Int32Array.from(columns), values: values instanceof Tensor ? values.data : values }
}

