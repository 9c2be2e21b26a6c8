// Many numbers to fewer, and running totals, along one axis: an array is seen as [outer, n, inner] and the middle axis goes
// (or runs). Moving elements about is in arrange.ts; order and permutations are in sort.ts.

const BLOCK = 128

/**
 * The sum of `n` consecutive elements, pairwise: the rounding error grows with log n instead of n.
 * Blocks of 128 with eight running sums, as NumPy's `pairwise_sum` (numpy/_core/src/umath/loops_utils.h.src); Higham 1993.
 */
export function pairwiseSum(a: Float64Array, start = 0, n = a.length - start): number {
  if (n > BLOCK) {
    const half = (n >> 1) - ((n >> 1) % 8)
    return pairwiseSum(a, start, half) + pairwiseSum(a, start + half, n - half)
  }
  const end = start + n
  let i = start
  let total = 0
  if (n >= 8) {
    let r0 = a[i]!, r1 = a[i + 1]!, r2 = a[i + 2]!, r3 = a[i + 3]!, r4 = a[i + 4]!, r5 = a[i + 5]!, r6 = a[i + 6]!, r7 = a[i + 7]!
    for (i += 8; i <= end - 8; i += 8) {
      r0 += a[i]!
      r1 += a[i + 1]!
      r2 += a[i + 2]!
      r3 += a[i + 3]!
      r4 += a[i + 4]!
      r5 += a[i + 5]!
      r6 += a[i + 6]!
      r7 += a[i + 7]!
    }
    total = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7))
  }
  for (; i < end; i++) total += a[i]!
  return total
}

/** Adds `n` rows of `inner` elements into `out`, pairwise over the rows. */
function addRows(a: Float64Array, start: number, n: number, inner: number, out: Float64Array, o: number): void {
  if (n > BLOCK) {
    const half = n >> 1
    const second = new Float64Array(inner)
    addRows(a, start, half, inner, out, o)
    addRows(a, start + half * inner, n - half, inner, second, 0)
    for (let i = 0; i < inner; i++) out[o + i] = out[o + i]! + second[i]!
    return
  }
  for (let j = 0; j < n; j++) {
    const row = start + j * inner
    for (let i = 0; i < inner; i++) out[o + i] = out[o + i]! + a[row + i]!
  }
}

/** [outer, n, inner] → [outer, inner]; 0 where n = 0. */
export function sum(a: Float64Array, outer: number, n: number, inner: number, out: Float64Array = new Float64Array(outer * inner)): Float64Array {
  if (inner === 1) for (let o = 0; o < outer; o++) out[o] = pairwiseSum(a, o * n, n)
  else {
    out.fill(0)
    for (let o = 0; o < outer; o++) addRows(a, o * n * inner, n, inner, out, o * inner)
  }
  return out
}

/** [outer, n, inner] → [outer, inner]; 1 where n = 0. */
export function prod(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  const out = new Float64Array(outer * inner).fill(1)
  for (let o = 0; o < outer; o++) {
    const to = o * inner
    for (let j = 0; j < n; j++) {
      const row = (o * n + j) * inner
      for (let i = 0; i < inner; i++) out[to + i] = out[to + i]! * a[row + i]!
    }
  }
  return out
}

/** Where the extreme stands: the first of equals, the first NaN where there is one (as NumPy); −1 where n = 0. */
function argExtreme(a: Float64Array, outer: number, n: number, inner: number, sign: 1 | -1): Int32Array {
  const out = new Int32Array(outer * inner)
  if (n === 0) return out.fill(-1)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const start = o * n * inner + i
      let best = a[start]! * sign
      let at = 0
      for (let j = 1; j < n && best === best; j++) {
        const x = a[start + j * inner]! * sign
        if (x > best || x !== x) {
          best = x
          at = j
        }
      }
      out[o * inner + i] = at
    }
  return out
}

/** [outer, n, inner] → index along n of the greatest element. */
export function argmax(a: Float64Array, outer: number, n: number, inner: number): Int32Array {
  return argExtreme(a, outer, n, inner, 1)
}

/** [outer, n, inner] → index along n of the least element. */
export function argmin(a: Float64Array, outer: number, n: number, inner: number): Int32Array {
  return argExtreme(a, outer, n, inner, -1)
}

function extreme(a: Float64Array, outer: number, n: number, inner: number, sign: 1 | -1): Float64Array {
  const at = argExtreme(a, outer, n, inner, sign)
  const out = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const to = o * inner + i
      out[to] = n === 0 ? -sign * Infinity : a[(o * n + at[to]!) * inner + i]!
    }
  return out
}

/** [outer, n, inner] → the greatest along n; NaN if one is NaN; −∞ where n = 0. */
export function max(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  return extreme(a, outer, n, inner, 1)
}

/** [outer, n, inner] → the least along n; NaN if one is NaN; +∞ where n = 0. */
export function min(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  return extreme(a, outer, n, inner, -1)
}

/**
 * Running totals: y_j = c_j · y_{j−1} + b_j along n, y_{−1} = 0. `c` may be shorter than `b` by leading axes and is then repeated
 * over them (lanes). The map is closed under differentiation, ẏ = recurrence(c, ċ_j·y_{j−1} + ḃ_j), and it never divides: through it
 * `cumprod` and `prod` have right derivatives of every order at zeros.
 */
export function recurrence(c: Float64Array, b: Float64Array, outer: number, n: number, inner: number): Float64Array {
  const out = new Float64Array(outer * n * inner)
  const block = n * inner
  const repeats = c.length
  for (let o = 0; o < outer; o++) {
    const start = o * block
    const from = repeats === 0 ? 0 : start % repeats
    for (let i = 0; i < inner && n > 0; i++) out[start + i] = b[start + i]!
    for (let i = inner; i < block; i++) {
      const y = out[start + i - inner]!
      out[start + i] = (y === 0 ? 0 : c[from + i]! * y) + b[start + i]! // a tangent of 0 is no motion: 0·∞ is 0 here
    }
  }
  return out
}

/** Running sums along n. */
export function cumsum(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  const out = a.slice()
  const block = n * inner
  for (let o = 0; o < outer; o++)
    for (let i = o * block + inner, end = (o + 1) * block; i < end; i++) out[i] = out[i - inner]! + out[i]!
  return out
}

/** Running products along n. */
export function cumprod(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  const out = a.slice()
  const block = n * inner
  for (let o = 0; o < outer; o++)
    for (let i = o * block + inner, end = (o + 1) * block; i < end; i++) out[i] = out[i - inner]! * out[i]!
  return out
}
