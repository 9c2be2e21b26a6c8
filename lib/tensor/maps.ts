// Maps: along which lane each element of an array moves, −1 along none. What moves by how much is in sparse.ts.

import { broadcastTo as stretch, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { arrayOf, Tensor } from '../tensor.ts'
import type { Value } from '../value.ts'
import type { Places } from './collect.ts'

/** Where element j of a term stands in full lanes of `size` elements, of which it is number at(j); −1: it is in none. */
export function places(map: Int32Array, size: number, at: (j: number) => number): Places {
  const n = map.length, all = new Int32Array(n)
  let row = true
  for (let j = 0; j < n; j++) {
    const lane = map[j] as number, to = at(j), place = lane < 0 || to < 0 ? -1 : lane * size + to
    all[j] = place
    row &&= place >= 0 && place === (all[0] as number) + j
  }
  return row && n > 0 ? all[0] as number : all
}

/** Does every element go to a place of its own? */
export function apart(at: Places, n: number): boolean {
  if (typeof at === 'number') return true
  const met = new Set<number>()
  for (let j = 0; j < n; j++) if ((at[j] as number) >= 0 && met.size === met.add(at[j] as number).size) return false
  return true
}

/** A map as numbers that a row may move: 0 is nowhere. */
export function numbered(map: Int32Array, own: Shape): Tensor {
  const data = new Float64Array(map.length)
  for (let j = 0; j < data.length; j++) data[j] = (map[j] as number) + 1
  return new Tensor(own, data)
}

export function unnumbered(x: Value): Int32Array {
  const { data } = arrayOf(x), map = new Int32Array(data.length)
  for (let j = 0; j < map.length; j++) map[j] = (data[j] as number) - 1
  return map
}

/** Does an element move along any lane? */
export function moves(map: Int32Array): boolean {
  for (let j = 0; j < map.length; j++) if ((map[j] as number) >= 0) return true
  return false
}

export function same(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false
  return true
}

export function stretched(map: Int32Array, from: Shape, to: Shape): Int32Array {
  return sameShape(from, to) || map.length === sizeOf(to) ? map : unnumbered(new Tensor(to, stretch(numbered(map, from).data, from, to)))
}
