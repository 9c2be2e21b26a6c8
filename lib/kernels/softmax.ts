// Exponentials along an axis by the greatest of them: their weights eˣ/Σeˣ, the logarithm of their sum, those of the weights.

import { argmax, sum } from './reduce.ts'

/** What of them: the weights alone, with log Σeˣ, or with their logarithms. */
export type Kind = 'weights' | 'total' | 'logarithms'

/**
 * [outer, n, inner] → the weights, and what goes with them. The greatest element is 0 to the exponentials, so that none overflows; Σeˣ
 * is 1 + rest, of which log1p takes the logarithm where the rest is small. A single ∞ has all the weight; several have none that could
 * be told (NaN), nor has anything where all are −∞, though for the total they are 0 then: so it does not move.
 */
export function exponentials(a: Float64Array, outer: number, n: number, inner: number, kind: Kind): { weights: Float64Array; value: Float64Array } {
  const at = argmax(a, outer, n, inner), weights = new Float64Array(a.length), tops = new Float64Array(outer * inner)
  let several = false
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = o * n * inner + i, place = from + at[o * inner + i]! * inner, top = n === 0 ? -Infinity : a[place]!
      const shift = top > -Infinity || top !== top ? top : 0
      tops[o * inner + i] = top
      for (let j = 0, k = from; j < n; j++, k += inner) weights[k] = Math.exp(a[k]! - shift)
      let endless = 0
      if (top === Infinity) for (let j = 0, k = from; j < n; j++, k += inner) if (a[k] === top) endless++
      if (endless === 1) weights[place] = 1
      several ||= endless > 1
    }
  const totals = sum(weights, outer, n, inner)
  if (several) tops.forEach((top, own) => { if (top === Infinity) totals[own] = 1 })
  const logarithms = totals.slice()
  if (kind !== 'weights')
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const own = o * inner + i, place = (o * n + at[own]!) * inner + i
        let rest = NaN
        if (totals[own]! < 1.5 && n > 1) {
          rest = 0
          for (let j = 0, k = o * n * inner + i; j < n; j++, k += inner) if (k !== place) rest += weights[k]!
        }
        logarithms[own] = rest < 0.5 ? Math.log1p(rest) : Math.log(totals[own]!)
      }
  for (let o = 0; o < outer; o++)
    for (let j = 0, k = o * n * inner; j < n; j++)
      for (let i = 0; i < inner; i++, k++) weights[k] = kind === 'total' && totals[o * inner + i] === 0 ? 0 : weights[k]! / totals[o * inner + i]!
  if (kind === 'weights') return { weights, value: weights }
  if (kind === 'total') return { weights, value: tops.map((top, own) => top === Infinity ? top : top + logarithms[own]!) }
  const value = new Float64Array(a.length)
  for (let o = 0; o < outer; o++)
    for (let j = 0, k = o * n * inner; j < n; j++)
      for (let i = 0; i < inner; i++, k++) {
        const own = o * inner + i, top = tops[own]!
        value[k] = (top === Infinity && weights[k] === 1 ? 0 : a[k]! - top) - logarithms[own]!
      }
  return { weights, value }
}
