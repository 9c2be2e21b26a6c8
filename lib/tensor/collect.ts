// Collect: arrays added up where they belong, in rows of places or each in its own. Why they are, is in sparse.ts.

import { broadcastShape, broadcastTo as stretch, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { joint } from '../primitive.ts'
import { arrayOf, wrap } from '../tensor.ts'

/** Where the elements of a term are added: the first of places in a row, or each place; −1: nowhere. */
export type Places = number | Int32Array

/** The shape of a term, where its elements are added, and the shape of the sum. */
export interface Collected { readonly own: Shape; readonly at: readonly Places[]; readonly shape: Shape }

/** Terms that are added up where they belong: of the values, with batches and lanes in front of the shape `own`, to `shape`. */
export const collectRow = /* @__PURE__ */ joint<Collected>('collect', (values, { own, at, shape }) => {
  const tensors = values.map(arrayOf), lead = tensors.reduce<Shape>((a, t) => t.rank === own.length ? a : broadcastShape(a, t.shape.slice(0, t.rank - own.length)) as Shape, [])
  const batch = sizeOf(lead), n = sizeOf(own), size = sizeOf(shape), out = new Float64Array(batch * size)
  tensors.forEach((t, k) => {
    const data = t.data.length === batch * n ? t.data : stretch(t.data, t.shape, [...lead, ...own])
    const place = at[k] as Places
    if (typeof place === 'number') addRow(out, data, place, n, batch, size, k > 0)
    else addAt(out, data, place, batch, size)
  })
  return wrap([...lead, ...shape], out)
})

function addRow(out: Float64Array, data: Float64Array, start: number, n: number, batch: number, size: number, more: boolean): void {
  for (let b = 0; b < batch; b++) {
    const to = b * size + start, from = b * n
    if (more) for (let j = 0; j < n; j++) out[to + j] = (out[to + j] as number) + (data[from + j] as number)
    else out.set(batch === 1 ? data : data.subarray(from, from + n), to)
  }
}

function addAt(out: Float64Array, data: Float64Array, at: Int32Array, batch: number, size: number): void {
  const n = at.length
  for (let b = 0; b < batch; b++) {
    const to = b * size, from = b * n
    for (let j = 0; j < n; j++) {
      const place = at[j] as number
      if (place >= 0) out[to + place] = (out[to + place] as number) + (data[from + j] as number)
    }
  }
}
