// Parts of matrices and products by element: triangles, diagonals, Kronecker product, convolution. A batch of matrices [batch, m, n]
// lies end to end. The matrix product is in matmul.ts; decompositions are in files of their own.

/** The elements on and below diagonal `k` (k = 0 is the main one, k > 0 above it); zeros elsewhere. */
export function tril(a: Float64Array, batch: number, m: number, n: number, k = 0): Float64Array {
  const out = new Float64Array(batch * m * n)
  for (let r = 0; r < batch * m; r++) {
    const end = Math.max(0, Math.min(n, (r % m) + k + 1))
    for (let j = 0; j < end; j++) out[r * n + j] = a[r * n + j]!
  }
  return out
}

/** The elements on and above diagonal `k`; zeros elsewhere. */
export function triu(a: Float64Array, batch: number, m: number, n: number, k = 0): Float64Array {
  const out = new Float64Array(batch * m * n)
  for (let r = 0; r < batch * m; r++)
    for (let j = Math.max(0, (r % m) + k); j < n; j++) out[r * n + j] = a[r * n + j]!
  return out
}

/** How many elements diagonal `k` of an m × n matrix has. */
export function diagonalLength(m: number, n: number, k = 0): number {
  return Math.max(0, k >= 0 ? Math.min(m, n - k) : Math.min(m + k, n))
}

/** [batch, m, n] → [batch, diagonalLength]: diagonal `k`. */
export function diagonal(a: Float64Array, batch: number, m: number, n: number, k = 0): Float64Array {
  const length = diagonalLength(m, n, k)
  const out = new Float64Array(batch * length)
  const first = k >= 0 ? k : -k * n
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < length; i++) out[b * length + i] = a[b * m * n + first + i * (n + 1)]!
  return out
}

/** [batch, length] → [batch, s, s] with s = length + |k|: the elements on diagonal `k`, zeros elsewhere. */
export function fromDiagonal(d: Float64Array, batch: number, length: number, k = 0): Float64Array {
  const s = length + Math.abs(k)
  const out = new Float64Array(batch * s * s)
  const first = k >= 0 ? k : -k * s
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < length; i++) out[b * s * s + first + i * (s + 1)] = d[b * length + i]!
  return out
}

/** [batch, m, n] → [batch]: the sum along the main diagonal. */
export function trace(a: Float64Array, batch: number, m: number, n: number): Float64Array {
  const out = new Float64Array(batch)
  const length = Math.min(m, n)
  for (let b = 0; b < batch; b++) {
    let total = 0
    for (let i = 0; i < length; i++) total += a[b * m * n + i * (n + 1)]!
    out[b] = total
  }
  return out
}

/** The identity, m × n. */
export function eye(m: number, n = m): Float64Array {
  const out = new Float64Array(m * n)
  for (let i = 0; i < Math.min(m, n); i++) out[i * (n + 1)] = 1
  return out
}

export type ConvolveMode = 'full' | 'same' | 'valid'

/** Length of a convolution: full m+n−1, same max(m, n), valid max−min+1; 0 where an operand is empty. */
export function convolvedLength(m: number, n: number, mode: ConvolveMode): number {
  if (m === 0 || n === 0) return 0
  if (mode === 'full') return m + n - 1
  return mode === 'same' ? Math.max(m, n) : Math.max(m, n) - Math.min(m, n) + 1
}

/** The first k of Σ_i a_i · b_{k−i} that is in the window. */
export function convolvedStart(m: number, n: number, mode: ConvolveMode): number {
  const short = Math.min(m, n)
  return mode === 'full' ? 0 : mode === 'valid' ? short - 1 : (short - 1) >> 1
}

/** Σ_i a_i · b_{k−i}, the window of it that NumPy's `convolve` gives in each mode. */
export function convolve1d(
  a: Float64Array, b: Float64Array, mode: ConvolveMode = 'full',
  out: Float64Array = new Float64Array(convolvedLength(a.length, b.length, mode)),
): Float64Array {
  const m = a.length
  const n = b.length
  const first = convolvedStart(m, n, mode)
  for (let k = 0; k < out.length; k++) {
    const at = first + k
    const low = Math.max(0, at - n + 1)
    const high = Math.min(m - 1, at)
    let total = 0
    for (let i = low; i <= high; i++) total += a[i]! * b[at - i]!
    out[k] = total
  }
  return out
}
