// Elements moved about, none changed: transposes, gathers, shifts, joins. Along one axis an array is seen as [outer, n, inner].
// Matrices' triangles and diagonals are in matrices.ts; sorting is in sort.ts.
import { eachOffset, type Shape, sizeOf, stridesOf } from './broadcast.ts'

/** [m, n] → [n, m], in blocks that stay in the cache. */
export function transpose2d(a: Float64Array, m: number, n: number, out: Float64Array = new Float64Array(m * n), start = 0): Float64Array {
  const BLOCK = 16
  for (let i0 = 0; i0 < m; i0 += BLOCK)
    for (let j0 = 0; j0 < n; j0 += BLOCK) {
      const iEnd = Math.min(i0 + BLOCK, m)
      const jEnd = Math.min(j0 + BLOCK, n)
      for (let i = i0; i < iEnd; i++) for (let j = j0; j < jEnd; j++) out[start + j * m + i] = a[start + i * n + j]!
    }
  return out
}

/** Result axis i is axis `axes[i]` of `a`; `axes` is a permutation of 0 … rank−1. */
export function transpose(a: Float64Array, shape: Shape, axes: readonly number[]): Float64Array {
  if (shape.length === 2 && axes[0] === 1) return transpose2d(a, shape[0]!, shape[1]!)
  // neighbours that stay neighbours are one axis
  const strides = stridesOf(shape)
  const sizes: number[] = []
  const steps: number[] = []
  for (const axis of axes) {
    const n = shape[axis]!
    if (n === 1) continue
    const last = sizes.length - 1
    if (last >= 0 && steps[last] === strides[axis]! * n) {
      sizes[last] = sizes[last]! * n
      steps[last] = strides[axis]!
    } else {
      sizes.push(n)
      steps.push(strides[axis]!)
    }
  }
  const rank = sizes.length
  if (a.length === 0 || rank <= 1) return a.slice()
  const out = new Float64Array(a.length)
  const n = sizes[rank - 1]!
  const m = sizes[rank - 2]!
  // a plain transpose of matrices, possibly under leading axes that stay where they are
  if (steps[rank - 2] === 1 && steps[rank - 1] === m && (rank === 2 || (rank === 3 && steps[0] === m * n))) {
    for (let start = 0; start < a.length; start += m * n) transpose2d(a, n, m, out, start)
    return out
  }
  const step = steps[rank - 1]!
  eachOffset(sizes.slice(0, -1), steps.slice(0, -1), (offset, position) => {
    const to = position * n
    if (step === 1) out.set(a.subarray(offset, offset + n), to)
    else for (let i = 0; i < n; i++) out[to + i] = a[offset + i * step]!
  })
  return out
}

/** [outer, n, inner] → [outer, index.length, inner]: the slices named by `index`. */
export function gather(a: Float64Array, outer: number, n: number, inner: number, index: ArrayLike<number>): Float64Array {
  const m = index.length
  const out = new Float64Array(outer * m * inner)
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < m; j++) {
      const from = (o * n + index[j]!) * inner
      const to = (o * m + j) * inner
      if (inner < 16) for (let i = 0; i < inner; i++) out[to + i] = a[from + i]!
      else out.set(a.subarray(from, from + inner), to)
    }
  return out
}

/** [outer, index.length, inner] → [outer, n, inner]: slices added at the places named by `index`, onto zeros; transpose of `gather`. */
export function scatterAdd(a: Float64Array, outer: number, n: number, inner: number, index: ArrayLike<number>): Float64Array {
  const m = index.length
  const out = new Float64Array(outer * n * inner)
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < m; j++) {
      const from = (o * m + j) * inner
      const to = (o * n + index[j]!) * inner
      for (let i = 0; i < inner; i++) out[to + i] = out[to + i]! + a[from + i]!
    }
  return out
}

/**
 * out[o, j, i] = a[o, index[o, j, i], i] with m indices along the axis: sorts, extremes. `index` may lack leading axes (lanes); it is
 * then repeated over them.
 */
export function takeAlong(a: Float64Array, outer: number, n: number, inner: number, index: Int32Array, m: number): Float64Array {
  const out = new Float64Array(outer * m * inner)
  const repeats = index.length
  for (let o = 0; o < outer; o++) {
    const to = o * m * inner
    const at = repeats === 0 ? 0 : to % repeats
    for (let j = 0; j < m; j++)
      for (let i = 0; i < inner; i++)
        out[to + j * inner + i] = a[(o * n + index[at + j * inner + i]!) * inner + i]!
  }
  return out
}

/** `count` slices along n: start, start + step, … (`step` may be negative). */
export function slice(
  a: Float64Array, outer: number, n: number, inner: number, start: number, step: number, count: number,
): Float64Array {
  const out = new Float64Array(outer * count * inner)
  for (let o = 0; o < outer; o++) {
    const to = o * count * inner
    const from = (o * n + start) * inner
    if (step === 1) out.set(a.subarray(from, from + count * inner), to)
    else
      for (let j = 0; j < count; j++)
        for (let i = 0; i < inner; i++) out[to + j * inner + i] = a[from + j * step * inner + i]!
  }
  return out
}

/** Order along n reversed. */
export function flip(a: Float64Array, outer: number, n: number, inner: number): Float64Array {
  return slice(a, outer, n, inner, n - 1, -1, n)
}

/** Each slice along n moved `shift` places on, those that fall off coming in again: out[(j + shift) mod n] = a[j]. */
export function roll(a: Float64Array, outer: number, n: number, inner: number, shift: number): Float64Array {
  const out = new Float64Array(a.length)
  if (n === 0) return out
  const by = ((shift % n) + n) % n
  const head = (n - by) * inner
  for (let start = 0; start < outer * n * inner; start += n * inner) {
    out.set(a.subarray(start + head, start + n * inner), start)
    out.set(a.subarray(start, start + head), start + by * inner)
  }
  return out
}

/** `before` and `after` slices of `value` put around n; negative numbers cut slices off. */
export function pad(
  a: Float64Array, outer: number, n: number, inner: number, before: number, after: number, value = 0,
): Float64Array {
  const m = Math.max(0, n + before + after)
  const out = new Float64Array(outer * m * inner)
  if (value !== 0) out.fill(value)
  const first = Math.max(0, -before)
  const count = Math.min(n - Math.max(0, -after), n) - first
  if (count <= 0) return out
  for (let o = 0; o < outer; o++) {
    const from = (o * n + first) * inner
    out.set(a.subarray(from, from + count * inner), (o * m + Math.max(0, before)) * inner)
  }
  return out
}

/** Arrays [outer, n_k, inner] joined along the middle axis. */
export function concat(parts: readonly Float64Array[], outer: number, lengths: readonly number[], inner: number): Float64Array {
  const total = sizeOf([outer, lengths.reduce((sum, n) => sum + n, 0), inner])
  const out = new Float64Array(total)
  let to = 0
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < parts.length; k++) {
      const block = lengths[k]! * inner
      out.set(parts[k]!.subarray(o * block, o * block + block), to)
      to += block
    }
  return out
}
