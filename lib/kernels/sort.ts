// Order along one axis ([outer, n, inner]) and the permutations that make it. Extremes are in reduce.ts; taking elements by an
// index is in arrange.ts.

/** Whether x comes strictly after y: ascending, NaN last, equal to itself; 0 and −0 are equal. */
const after = (x: number, y: number): boolean => x > y || (x !== x && y === y)

/** Orders `order[0 … n)` by `keys`, stably: merge sort from runs of eight made by insertion. */
function mergeSort(keys: Float64Array, order: Int32Array, spare: Int32Array, n: number): void {
  const RUN = 8
  for (let low = 0; low < n; low += RUN) {
    const high = Math.min(low + RUN, n)
    for (let i = low + 1; i < high; i++) {
      const moving = order[i]!
      const key = keys[moving]!
      let j = i - 1
      for (; j >= low && after(keys[order[j]!]!, key); j--) order[j + 1] = order[j]!
      order[j + 1] = moving
    }
  }
  let from = order
  let to = spare
  for (let width = RUN; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n)
      const high = Math.min(low + 2 * width, n)
      let i = low
      let j = middle
      for (let k = low; k < high; k++) {
        const takeRight = j < high && (i >= middle || after(keys[from[i]!]!, keys[from[j]!]!))
        to[k] = takeRight ? from[j++]! : from[i++]!
      }
    }
    const swap = from
    from = to
    to = swap
  }
  if (from !== order) order.set(from.subarray(0, n))
}

/** The permutation that sorts along n: sorted[o, j, i] = a[o, order[o, j, i], i]. Ascending, stable, NaN last. */
export function argsort(a: Float64Array, outer: number, n: number, inner: number): Int32Array {
  const order = new Int32Array(outer * n * inner)
  const keys = new Float64Array(n)
  const lane = new Int32Array(n)
  const spare = new Int32Array(n)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const start = o * n * inner + i
      for (let j = 0; j < n; j++) {
        keys[j] = a[start + j * inner]!
        lane[j] = j
      }
      mergeSort(keys, lane, spare, n)
      for (let j = 0; j < n; j++) order[start + j * inner] = lane[j]!
    }
  return order
}

/** The inverse of permutations of n along the middle axis. */
export function invertPermutation(order: Int32Array, outer: number, n: number, inner: number): Int32Array {
  const out = new Int32Array(order.length)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const start = o * n * inner + i
      for (let j = 0; j < n; j++) out[start + order[start + j * inner]! * inner] = j
    }
  return out
}
