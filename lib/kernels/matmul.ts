// The matrix product: packing and blocking here, the tiles that multiply in tiles.ts. Every way of computing it adds the products of one
// element in the order of k, starting at 0, so that all give the same bits: JavaScript or WebAssembly, one product or many lanes.
import { tileSize, type Tiles, tiles } from './tiles.ts'

export interface MatmulOptions {
  /** A is stored as k × m. */
  readonly aTransposed?: boolean
  /** B is stored as n × k. */
  readonly bTransposed?: boolean
  /** Adds to `out` instead of overwriting it. */
  readonly accumulate?: boolean
  /** Where A, B and the result start in their arrays: batches without copies. */
  readonly aStart?: number
  readonly bStart?: number
  readonly outStart?: number
}

const none: MatmulOptions = {}

/** Below this many multiplications packing costs more than it saves. */
const SMALL = 512

/** A·B of an m × k and a k × n matrix. */
export function matmul(
  a: Float64Array, b: Float64Array, m: number, k: number, n: number, out: Float64Array = new Float64Array(m * n), options: MatmulOptions = none,
): Float64Array {
  const { aTransposed = false, bTransposed = false, accumulate = false, aStart = 0, bStart = 0, outStart = 0 } = options
  const aRow = aTransposed ? 1 : k
  const aStep = aTransposed ? m : 1
  const bRow = bTransposed ? 1 : n
  const bStep = bTransposed ? k : 1
  if (m < 3 || n < 3 || m * k * n <= SMALL) {
    if (!accumulate) out.fill(0, outStart, outStart + m * n)
    direct(a, aStart, aRow, aStep, b, bStart, bRow, bStep, out, outStart, m, k, n)
  } else blocked(tiles(m * k * n), a, aStart, aRow, aStep, b, bStart, bRow, bStep, out, outStart, m, k, n, !accumulate)
  return out
}

/** Small or thin: no packing. */
function direct(
  a: Float64Array, aStart: number, aRow: number, aStep: number, b: Float64Array, bStart: number, bRow: number, bStep: number,
  out: Float64Array, start: number, m: number, k: number, n: number,
): void {
  if (bStep !== 1 || n < 3) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let total = out[start + i * n + j]!
        let p = aStart + i * aRow
        let q = bStart + j * bStep
        for (let end = k; end > 0; end--, p += aStep, q += bRow) total += a[p]! * b[q]!
        out[start + i * n + j] = total
      }
    return
  }
  for (let i = 0; i < m; i++) {
    const row = start + i * n
    for (let p = 0; p < k; p++) {
      const x = a[aStart + i * aRow + p * aStep]!
      const from = bStart + p * bRow
      for (let j = 0; j < n; j++) out[row + j] = out[row + j]! + x * b[from + j]!
    }
  }
}

/** Goto & van de Geijn 2008, "Anatomy of high-performance matrix multiplication": blocks of A and B packed in the order they are read. */
function blocked(
  { a: packedA, b: packedB, c: packedC, multiply }: Tiles,
  a: Float64Array, aStart: number, aRow: number, aStep: number, b: Float64Array, bStart: number, bRow: number, bStep: number,
  out: Float64Array, start: number, m: number, k: number, n: number, fresh: boolean,
): void {
  const { rows, columns, depth } = tileSize
  for (let j0 = 0; j0 < n; j0 += columns)
    for (let i0 = 0; i0 < m; i0 += rows) {
      const height = Math.min(rows, m - i0)
      const width = Math.min(columns, n - j0)
      const high = (height + 3) >> 2
      const wide = (width + 3) >> 2
      if (fresh) packedC.fill(0, 0, 16 * high * wide)
      else moveTiles(packedC, high, out, start + i0 * n + j0, n, height, width, true)
      for (let p0 = 0; p0 < k; p0 += depth) {
        const deep = Math.min(depth, k - p0)
        pack(packedA, a, aStart + i0 * aRow + p0 * aStep, aRow, aStep, height, deep)
        pack(packedB, b, bStart + p0 * bRow + j0 * bStep, bStep, bRow, width, deep)
        multiply(high, wide, deep)
      }
      moveTiles(packedC, high, out, start + i0 * n + j0, n, height, width, false)
    }
}

/** Panels of four: for each p, the elements of four neighbouring rows (of A) or columns (of B); zeros beyond the edge. */
function pack(to: Float64Array, from: Float64Array, start: number, step: number, along: number, count: number, deep: number): void {
  let t = 0
  let i = 0
  for (; i + 4 <= count; i += 4) {
    let f = start + i * step
    for (let p = 0; p < deep; p++, t += 4, f += along) {
      to[t] = from[f]!
      to[t + 1] = from[f + step]!
      to[t + 2] = from[f + 2 * step]!
      to[t + 3] = from[f + 3 * step]!
    }
  }
  if (i === count) return
  for (let p = 0; p < deep; p++)
    for (let r = 0; r < 4; r++) to[t++] = i + r < count ? from[start + (i + r) * step + p * along]! : 0
}

/** Between the result and its 4 × 4 tiles, which lie one after the other down each column of tiles. */
function moveTiles(
  c: Float64Array, high: number, out: Float64Array, start: number, n: number, height: number, width: number, inward: boolean,
): void {
  for (let j = 0, tile = 0; j < width; j += 4)
    for (let i = 0; i < 4 * high; i += 4, tile += 16) {
      const rows = Math.min(4, height - i), columns = Math.min(4, width - j)
      for (let r = 0, t = tile, at = start + i * n + j; r < rows; r++, t += 4, at += n)
        if (inward) for (let k = 0; k < columns; k++) c[t + k] = out[at + k]!
        else for (let k = 0; k < columns; k++) out[at + k] = c[t + k]!
    }
}
