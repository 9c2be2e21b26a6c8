// NumPy's broadcasting of shapes, as arithmetic on sizes and strides. Loops over elements live in elementwise.ts; no error is
// worded here: a caller that gets `undefined` or an axis knows which primitive to name.

export type Shape = readonly number[]

/** The number of elements of an array of this shape; 1 for rank 0. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (let i = 0; i < shape.length; i++) size *= shape[i]!
  return size
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The shape of `a` and `b` broadcast against each other, aligned at the last axis; `undefined` where they disagree. */
export function broadcastShape(a: Shape, b: Shape): number[] | undefined {
  const rank = Math.max(a.length, b.length)
  const shape = new Array<number>(rank)
  for (let axis = 1; axis <= rank; axis++) {
    const m = axis <= a.length ? a[a.length - axis]! : 1
    const n = axis <= b.length ? b[b.length - axis]! : 1
    if (m !== n && m !== 1 && n !== 1) return undefined
    shape[rank - axis] = m === 1 ? n : m
  }
  return shape
}

/** The axis at which `a` and `b` cannot be broadcast, counted from the end (−1 is the last), or 0 where they can. */
export function clashingAxis(a: Shape, b: Shape): number {
  const shared = Math.min(a.length, b.length)
  for (let axis = 1; axis <= shared; axis++) {
    const m = a[a.length - axis]!
    const n = b[b.length - axis]!
    if (m !== n && m !== 1 && n !== 1) return -axis
  }
  return 0
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= shape[axis]!
  }
  return strides
}

/** Strides with which a row-major array of `shape` is read as one of `outShape`: 0 along each axis that is repeated. */
export function broadcastStrides(shape: Shape, outShape: Shape): number[] {
  const strides = new Array<number>(outShape.length).fill(0)
  let step = 1
  for (let axis = 1; axis <= shape.length; axis++) {
    const n = shape[shape.length - axis]!
    if (n !== 1) strides[outShape.length - axis] = step
    step *= n
  }
  return strides
}

/** How two operands are walked together: sizes and strides of the fewest axes that say it, innermost last. */
export interface Walk {
  readonly sizes: number[]
  readonly aStrides: number[]
  readonly bStrides: number[]
}

/** Drops axes of length 1 and merges neighbours that both operands cross evenly, so that most calls become one or two loops. */
export function planWalk(aShape: Shape, bShape: Shape, outShape: Shape): Walk {
  const a = broadcastStrides(aShape, outShape)
  const b = broadcastStrides(bShape, outShape)
  const sizes: number[] = []
  const aStrides: number[] = []
  const bStrides: number[] = []
  for (let axis = 0; axis < outShape.length; axis++) {
    const n = outShape[axis]!
    if (n === 1) continue
    const last = sizes.length - 1
    if (last >= 0 && aStrides[last] === a[axis]! * n && bStrides[last] === b[axis]! * n) {
      sizes[last] = sizes[last]! * n
      aStrides[last] = a[axis]!
      bStrides[last] = b[axis]!
    } else {
      sizes.push(n)
      aStrides.push(a[axis]!)
      bStrides.push(b[axis]!)
    }
  }
  return { sizes, aStrides, bStrides }
}

/** Calls `visit` with the offset into a strided array at each position of `sizes`, in row-major order. */
export function eachOffset(sizes: Shape, strides: Shape, visit: (offset: number, position: number) => void): void {
  const count = sizeOf(sizes)
  const index = new Array<number>(sizes.length).fill(0)
  let offset = 0
  for (let position = 0; position < count; position++) {
    visit(offset, position)
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!
      index[axis] = index[axis]! + 1
      if (index[axis]! < sizes[axis]!) break
      offset -= strides[axis]! * sizes[axis]!
      index[axis] = 0
    }
  }
}

/** The elements of `a`, repeated to `outShape`. */
export function broadcastTo(a: Float64Array, shape: Shape, outShape: Shape): Float64Array {
  const out = new Float64Array(sizeOf(outShape))
  if (out.length === 0) return out
  if (a.length === 1) return out.fill(a[0]!)
  if (a.length === out.length) {
    out.set(a)
    return out
  }
  const { sizes, aStrides } = planWalk(shape, shape, outShape)
  const last = sizes.length - 1
  const n = sizes[last]!
  const repeated = aStrides[last] === 0
  // blocks are copied front to back from `a`, never from `out`
  eachOffset(sizes.slice(0, last), aStrides.slice(0, last), (offset, position) => {
    if (repeated) out.fill(a[offset]!, position * n, position * n + n)
    else out.set(a.subarray(offset, offset + n), position * n)
  })
  return out
}
