// The inner loops of the matrix product, C += A·B on packed 4 × 4 tiles: in WebAssembly with two numbers at a time where the machine has
// it, in JavaScript elsewhere; same bits from both. How matrices come into tiles and out again is in matmul.ts.
import { type Code, i32, instantiate, op, v128 } from './wasm.ts'

/** The largest block held: rows of A, columns of B (multiples of 4), and the depth they share. */
export const tileSize = { rows: 128, columns: 256, depth: 256 } as const

/** Packed blocks and the loop over them. It is the narrow interface behind which the machine can be exchanged. */
export interface Tiles {
  /** Panels of four rows: for each step in depth, four numbers. */
  readonly a: Float64Array
  /** Panels of four columns, likewise. */
  readonly b: Float64Array
  /** Tiles of 4 × 4 by row, down each column of tiles. */
  readonly c: Float64Array
  /** c += a·b for `high` × `wide` tiles and `depth` steps, each at least 1. */
  readonly multiply: (high: number, wide: number, depth: number) => void
}

const lengths = /* @__PURE__ */ (() => ({
  a: tileSize.rows * tileSize.depth,
  b: tileSize.columns * tileSize.depth,
  c: tileSize.rows * tileSize.columns,
}))()

/** In JavaScript, two rows of a tile at a time: eight running sums fit the registers, sixteen do not. */
export function javascriptTiles(): Tiles {
  const a = new Float64Array(lengths.a)
  const b = new Float64Array(lengths.b)
  const c = new Float64Array(lengths.c)
  const multiply = (high: number, wide: number, depth: number): void => {
    for (let j = 0, t = 0; j < wide; j++)
      for (let i = 0; i < high; i++)
        for (let half = 0; half < 4; half += 2, t += 8) {
          let c0 = c[t]!, c1 = c[t + 1]!, c2 = c[t + 2]!, c3 = c[t + 3]!
          let d0 = c[t + 4]!, d1 = c[t + 5]!, d2 = c[t + 6]!, d3 = c[t + 7]!
          let p = i * 4 * depth + half
          let q = j * 4 * depth
          for (const end = q + 4 * depth; q < end; q += 4, p += 4) {
            const b0 = b[q]!, b1 = b[q + 1]!, b2 = b[q + 2]!, b3 = b[q + 3]!
            const x = a[p]!, y = a[p + 1]!
            c0 += x * b0
            c1 += x * b1
            c2 += x * b2
            c3 += x * b3
            d0 += y * b0
            d1 += y * b1
            d2 += y * b2
            d3 += y * b3
          }
          c[t] = c0
          c[t + 1] = c1
          c[t + 2] = c2
          c[t + 3] = c3
          c[t + 4] = d0
          c[t + 5] = d1
          c[t + 6] = d2
          c[t + 7] = d3
        }
  }
  return { a, b, c, multiply }
}

/** multiply(high, wide, depth, a, b, c), the last three in bytes. */
function multiplyCode(): { parameters: Code; locals: Code; body: Code } {
  const [high, wide, depth, a, b, c, i, p, row, column] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  const sums = [10, 11, 12, 13, 14, 15, 16, 17]
  const [b0, b1, x] = [18, 19, 20]
  const addProduct = (sum: number, factor: number): Code => [
    ...op.get(sum), ...op.get(x!), ...op.get(factor), ...op.f64x2Mul, ...op.f64x2Add, ...op.set(sum),
  ]
  const oneStep: Code[] = [
    [...op.get(column!), ...op.v128Load(0), ...op.set(b0!)],
    [...op.get(column!), ...op.v128Load(16), ...op.set(b1!)],
    ...[0, 1, 2, 3].map(r => [
      ...op.get(row!), ...op.v128Load64Splat(8 * r), ...op.set(x!),
      ...addProduct(sums[2 * r]!, b0!), ...addProduct(sums[2 * r + 1]!, b1!),
    ]),
    op.step(row!, 32),
    op.step(column!, 32),
  ]
  const oneTile: Code[] = [
    [...op.get(b!), ...op.set(column!), ...op.get(depth!), ...op.set(p!)],
    ...sums.map((sum, s) => [...op.get(c!), ...op.v128Load(16 * s), ...op.set(sum)]),
    op.countdown(p!, ...oneStep),
    ...sums.map((sum, s) => [...op.get(c!), ...op.get(sum), ...op.v128Store(16 * s)]),
    op.step(c!, 128),
  ]
  const oneColumn: Code[] = [
    [...op.get(a!), ...op.set(row!), ...op.get(high!), ...op.set(i!)],
    op.countdown(i!, ...oneTile),
    [...op.get(column!), ...op.set(b!)],
  ]
  return {
    parameters: [i32, i32, i32, i32, i32, i32],
    locals: [i32, i32, i32, i32, ...Array<number>(11).fill(v128)],
    body: op.countdown(wide!, ...oneColumn),
  }
}

/** In WebAssembly, or `undefined` where it cannot be had. */
export function wasmTiles(): Tiles | undefined {
  const bytes = 8 * (lengths.a + lengths.b + lengths.c)
  const instance = instantiate([{ name: 'multiply', ...multiplyCode() }], bytes / 65536)
  const run = instance?.functions['multiply']
  if (instance === undefined || run === undefined) return undefined
  const bStart = 8 * lengths.a
  const cStart = bStart + 8 * lengths.b
  return {
    a: new Float64Array(instance.buffer, 0, lengths.a),
    b: new Float64Array(instance.buffer, bStart, lengths.b),
    c: new Float64Array(instance.buffer, cStart, lengths.c),
    multiply: (high, wide, depth) => run(high, wide, depth, 0, bStart, cStart),
  }
}

let small: Tiles | undefined
let large: Tiles | undefined

/** Chooses the tiles for all products from now on; `undefined` chooses by what the machine has. */
export function useTiles(next: Tiles | undefined): void {
  small = large = next
}

/** From this many multiplications on a WebAssembly module is worth making. */
const WORTH_WASM = 32_768

/** The tiles for a product of this many multiplications. */
export function tiles(multiplications: number): Tiles {
  if (large !== undefined) return large
  if (multiplications >= WORTH_WASM) return (large = wasmTiles() ?? (small ??= javascriptTiles()))
  return (small ??= javascriptTiles())
}
