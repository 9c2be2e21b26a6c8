// Loops over elements: one printed loop per function, and the chain rule's product over lanes. Which function, and what its
// derivative is, is not known here; shapes are matched in broadcast.ts.
import { eachOffset, planWalk, type Shape, sizeOf } from './broadcast.ts'

export type Unary = (x: number) => number
export type Binary = (x: number, y: number) => number
export type Ternary = (x: number, y: number, z: number) => number

/** out[i] = f(a[i]) for i < n. */
export type UnaryLoop = (a: Float64Array, out: Float64Array, n: number) => void

/** Two nested loops, `rows` × `n`; the operands step by `aRow`, `bRow` per row and by 0 or 1 (`aStep`, `bStep`) within. */
export type BinaryLoop = (
  a: Float64Array, aStart: number, aRow: number, aStep: number,
  b: Float64Array, bStart: number, bRow: number, bStep: number,
  out: Float64Array, start: number, rows: number, n: number,
) => void

/** out[i] = f(a[i], b[i], c[i]) for i < n. */
export type TernaryLoop = (a: Float64Array, b: Float64Array, c: Float64Array, out: Float64Array, n: number) => void

/** What makes loops. It is the one door through which another machine (WebAssembly, say) can come in. */
export interface LoopMaker {
  unary(name: string, f: Unary): UnaryLoop
  binary(name: string, f: Binary, accumulate: boolean): BinaryLoop
  ternary(name: string, f: Ternary): TernaryLoop
}

// V8 keeps its notes about a call per function *literal*: one shared loop that has seen many `f` calls each at 6.7 ns an
// element, a loop printed for one `f` inlines it (1.5 ns). The loop's text differs by name and number because the engine's
// cache hands out the same literal for the same text. The bits are f's own in both.
let printed = 0
const header = (name: string): string => `'use strict'; return function each_${name.replace(/\W/g, '_')}_${++printed}`
const print = (name: string, body: string) => new Function('f', header(name) + body)

// four elements a turn: 0.85 ns where one a turn takes 1.3 (an addition, Node 20)
const unrolled = (index: string, end: string, statement: (index: string) => string): string =>
  `for (; ${index} < ${end} - 3; ${index} += 4) { ${[0, 1, 2, 3].map(k => statement(`${index} + ${k}`)).join('; ')} }
   for (; ${index} < ${end}; ${index}++) ${statement(index)}`

const binaryBody = (assign: string): string => `(a, i0, aRow, aStep, b, j0, bRow, bStep, out, start, rows, n) {
  let o = start
  for (let row = 0; row < rows; row++) {
    const i = i0 + row * aRow - o, j = j0 + row * bRow - o, end = o + n
    if (aStep === 1 && bStep === 1) { ${unrolled('o', 'end', o => `out[${o}] ${assign} f(a[i + ${o}], b[j + ${o}])`)} }
    else if (bStep === 1) { const x = a[i + o]; ${unrolled('o', 'end', o => `out[${o}] ${assign} f(x, b[j + ${o}])`)} }
    else if (aStep === 1) { const y = b[j + o]; ${unrolled('o', 'end', o => `out[${o}] ${assign} f(a[i + ${o}], y)`)} }
    else { const x = a[i + o], y = b[j + o]; for (; o < end; o++) out[o] ${assign} f(x, y) }
  }
}`
const unaryBody = (): string => `(a, out, n) { let i = 0; ${unrolled('i', 'n', i => `out[${i}] = f(a[${i}])`)} }`
const ternaryBody = (): string => `(a, b, c, out, n) { let i = 0; ${unrolled('i', 'n', i => `out[${i}] = f(a[${i}], b[${i}], c[${i}])`)} }`

/** Loops made with `new Function`, one for each function. */
export const printedLoops: LoopMaker = {
  unary:   (name, f)             => print(name, unaryBody())(f) as UnaryLoop,
  binary:  (name, f, accumulate) => print(name, binaryBody(accumulate ? '+=' : '='))(f) as BinaryLoop,
  ternary: (name, f)             => print(name, ternaryBody())(f) as TernaryLoop,
}

/** The same loops as closures, for pages whose security policy forbids `new Function`. */
export const closureLoops: LoopMaker = {
  unary: (_, f) => (a, out, n) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i]!)
  },
  binary: (_, f, accumulate) => (a, aStart, aRow, aStep, b, bStart, bRow, bStep, out, start, rows, n) => {
    let o = start
    for (let row = 0; row < rows; row++) {
      let i = aStart + row * aRow
      let j = bStart + row * bRow
      for (const end = o + n; o < end; o++, i += aStep, j += bStep) {
        const value = f(a[i]!, b[j]!)
        out[o] = accumulate ? out[o]! + value : value
      }
    }
  },
  ternary: (_, f) => (a, b, c, out, n) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i]!, b[i]!, c[i]!)
  },
}

let maker: LoopMaker | undefined

/** Chooses who makes the loops from now on; loops already made stay. `undefined` chooses by what the page allows. */
export function useLoops(next: LoopMaker | undefined): void {
  maker = next
}

function loops(): LoopMaker {
  if (maker === undefined) {
    try {
      print('probe', '() {}')
      maker = printedLoops
    } catch {
      maker = closureLoops
    }
  }
  return maker
}

/** f over every element. The loop is made at the first call. */
export function elementwiseUnary(name: string, f: Unary): (a: Float64Array, out?: Float64Array) => Float64Array {
  let loop: UnaryLoop | undefined
  return (a, out = new Float64Array(a.length)) => {
    loop ??= loops().unary(name, f)
    loop(a, out, a.length)
    return out
  }
}

export type BinaryMap = (
  a: Float64Array, aShape: Shape, b: Float64Array, bShape: Shape, outShape: Shape, out?: Float64Array,
) => Float64Array

/** f over two arrays broadcast to `outShape` (see `broadcastShape`). With `accumulate`, results are added to `out`. */
export function elementwiseBinary(name: string, f: Binary, accumulate = false): BinaryMap {
  let loop: BinaryLoop | undefined
  return (a, aShape, b, bShape, outShape, out = new Float64Array(sizeOf(outShape))) => {
    loop ??= loops().binary(name, f, accumulate)
    const n = out.length
    if (n === 0) return out
    // same shape, or one number with an array
    if ((a.length === n || a.length === 1) && (b.length === n || b.length === 1)) {
      loop(a, 0, 0, a.length === n ? 1 : 0, b, 0, 0, b.length === n ? 1 : 0, out, 0, 1, n)
      return out
    }
    const { sizes, aStrides, bStrides } = planWalk(aShape, bShape, outShape)
    const inner = sizes.length - 1
    const length = sizes[inner]!
    const aStep = aStrides[inner]!
    const bStep = bStrides[inner]!
    const rows = sizes[inner - 1]!
    const aRow = aStrides[inner - 1]!
    const bRow = bStrides[inner - 1]!
    if (inner === 1) {
      loop(a, 0, aRow, aStep, b, 0, bRow, bStep, out, 0, rows, length)
      return out
    }
    const outer = sizes.slice(0, -2)
    const bStarts: number[] = []
    eachOffset(outer, bStrides.slice(0, -2), offset => bStarts.push(offset))
    const run = loop
    eachOffset(outer, aStrides.slice(0, -2), (offset, position) =>
      run(a, offset, aRow, aStep, b, bStarts[position]!, bRow, bStep, out, position * rows * length, rows, length))
    return out
  }
}

/** f over three arrays of one size; broadcast them first (`broadcastTo`). */
export function elementwiseTernary(
  name: string, f: Ternary,
): (a: Float64Array, b: Float64Array, c: Float64Array, out?: Float64Array) => Float64Array {
  let loop: TernaryLoop | undefined
  return (a, b, c, out = new Float64Array(a.length)) => {
    loop ??= loops().ternary(name, f)
    loop(a, b, c, out, a.length)
    return out
  }
}

// A tangent that is zero stays zero: 0 · ∞ = NaN would poison lanes in which nothing moves.
const partialTimesTangent: Binary = (partial, tangent) => (tangent === 0 ? 0 : partial * tangent)

/** partial · tangent, broadcast: partials of shape [...s] apply to each of the lanes [k, ...s] of a tangent. */
export const scaleTangent: BinaryMap = elementwiseBinary('scaleTangent', partialTimesTangent)

/** out += partial · tangent, broadcast as `scaleTangent`; `out` must be given. */
export const addScaledTangent: BinaryMap = elementwiseBinary('addScaledTangent', partialTimesTangent, true)

/** `k` lanes of a tangent, each of `partial.length` elements, times one array of partials. */
export function scaleRows(partial: Float64Array, tangent: Float64Array, out: Float64Array = new Float64Array(tangent.length)): Float64Array {
  const n = partial.length
  const shape = [n === 0 ? 0 : tangent.length / n, n]
  return scaleTangent(partial, [n], tangent, shape, shape, out)
}

/** `scaleRows` that adds to `out`. */
export function addScaleRows(partial: Float64Array, tangent: Float64Array, out: Float64Array): Float64Array {
  const n = partial.length
  const shape = [n === 0 ? 0 : tangent.length / n, n]
  return addScaledTangent(partial, [n], tangent, shape, shape, out)
}
