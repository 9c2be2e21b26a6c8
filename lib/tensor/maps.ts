// Maps: along which lane each element of an array moves, −1 along none. What moves by how much is in sparse.ts.

import { broadcastTo as stretch, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { arrayOf, Tensor } from '../tensor.ts'
import type { Sums, Value } from '../value.ts'
import { collectRow, type Places } from './collect.ts'

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

/** Elements that are added up, lane by lane: element j of term t belongs to map number `turns[t][j]` of these, −1: to none. */
export interface Gathered { readonly maps: readonly Int32Array[]; readonly turns: readonly Int32Array[] }

/** In each place the lanes of all its elements, ascending, are those of the first map, the second, and so on. Nothing where a place has more than `most`. */
export function gathered(maps: readonly Int32Array[], { shape, at }: Sums, most: number): Gathered | undefined {
  const size = sizeOf(shape), met: number[][] = Array.from({ length: size }, () => [])
  for (const map of maps) for (let j = 0; j < map.length; j++) {
    const place = at[j] as number, lane = map[j] as number
    if (place < 0 || lane < 0) continue
    const own = met[place] as number[]
    if (!own.includes(lane) && own.push(lane) > most) return undefined
  }
  const out = Array.from({ length: met.reduce((most, own) => Math.max(most, own.length), 0) }, () => new Int32Array(size).fill(-1))
  for (let place = 0; place < size; place++) {
    const own = (met[place] as number[]).sort((a, b) => a - b)
    for (let k = 0; k < own.length; k++) (out[k] as Int32Array)[place] = own[k] as number
  }
  const turns = maps.map(map => {
    const of = new Int32Array(map.length).fill(-1)
    for (let j = 0; j < map.length; j++) if ((at[j] as number) >= 0 && (map[j] as number) >= 0) of[j] = (met[at[j] as number] as number[]).indexOf(map[j] as number)
    return of
  })
  return { maps: out, turns }
}

/** The sums of these arrays that belong to each of the maps. */
export function gatheredValues(values: readonly Value[], own: Shape, { shape, at }: Sums, { maps, turns }: Gathered): Value[] {
  if (!values.every(value => value instanceof Tensor))
    return maps.map((_, k) => collectRow(...values, { own, at: turns.map(of => of.map((turn, j) => turn === k ? at[j] as number : -1)), shape }))
  const sums = maps.map(map => new Float64Array(map.length))
  turns.forEach((of, t) => {
    const { data } = values[t] as Tensor
    for (let j = 0; j < of.length; j++) {
      if ((of[j] as number) < 0) continue
      const sum = sums[of[j] as number] as Float64Array, place = at[j] as number
      sum[place] = (sum[place] as number) + (data[j] as number)
    }
  })
  return sums.map(sum => new Tensor(shape, sum))
}
