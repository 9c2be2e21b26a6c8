// Tensor: many numbers at once, a shape and a row-major Float64Array, on level 0. How one is made from other things is in
// tensor/create.ts and tensor/interchange.ts; how it is written is in tensor/print.ts; functions of whole arrays are rows.

import { DeepDual } from './dual.ts'
import { fail, show } from './errors.ts'
import { broadcastShape, broadcastTo as stretch, clashingAxis, sameShape, type Shape, sizeOf } from './kernels/broadcast.ts'
import { concat } from './kernels/arrange.ts'
import { type BinaryMap, elementwiseBinary, elementwiseTernary, elementwiseUnary, scaleTangent } from './kernels/elementwise.ts'
import { joint, linear } from './primitive.ts'
import { fusedBinary, fusedUnary, MANY, run, type Step } from './tensor/fused.ts'
import { nested, text } from './tensor/print.ts'
import type { ArrayBox, Binary, Call, Dual, Scalar, Tensorial, Unary, Value } from './value.ts'

/** What a function of arrays gives for arguments of type X: plain tensors give plain tensors. */
export type Arrayed<X> = [X] extends [ArrayBox | number] ? Tensor : Tensorial
/** The same of a function that gives one number. */
export type Numbered<X> = [X] extends [ArrayBox | number] ? number : Scalar

// How Node prints a tensor, and that tensors and what moves with them can be taken apart ([x, y] = t), is said when the first one
// is made: computed members would tie the classes to every bundle.
let dressed = false
function dress(): void {
  dressed = true
  Object.defineProperty(Tensor, 'name', { value: 'Tensor' }) // bundlers rename classes that mention themselves
  Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), { value(this: Tensor) { return this.toString() } })
  for (const { prototype } of [Tensor, DeepDual]) Object.defineProperty(prototype, Symbol.iterator, { value(this: Value) { return slices(this) } })
}

/** The slices of the first axis. */
export function* slices(x: Value): Generator<Value> {
  const shape = shapeOf(x), count = shape[0] ?? fail('a number cannot be taken apart like an array: it has no axis')
  for (let index = 0; index < count; index++) yield takeRow(x, { axis: -shape.length, index })
}

/** Many numbers at once: `shape`, and `data` in row-major order. It is not to be written into: views share their data. */
export class Tensor implements ArrayBox {
  readonly level: number
  readonly rank: number
  readonly shape: Shape
  /** the numbers, once they have been asked for; `step` makes them */
  values: Float64Array | undefined
  step: Step | undefined
  /** of a tangent in lanes whose data have not been asked for: it is `scale`, of the shape of its primal, times each lane of `along` */
  readonly scale: Tensor | undefined
  readonly along: Tensor | undefined
  constructor(shape: Shape, data: Float64Array | undefined, scale?: Tensor, along?: Tensor) {
    if (!Array.isArray(shape) || (data !== undefined && !fits(shape, data))) unfit(shape, data)
    this.level = 0
    this.rank = shape.length
    this.shape = shape
    this.values = data
    this.step = undefined
    this.scale = scale
    this.along = along
    if (!dressed) dress()
  }

  get data(): Float64Array {
    if (this.values === undefined) {
      if (this.step !== undefined) run(this.step)
      else this.values = combine('the chain rule', scaleTangent, this.scale as Tensor, this.along as Tensor).data
    }
    return this.values as unknown as Float64Array
  }

  unary(row: Unary): Tensor { return new Tensor(this.shape, unaryLoop(row)(this.data)) }

  binary(row: Binary, x: Value, y: Value): Tensor { return combine(row.name, binaryLoop(row), x, y) }

  moved(row: Unary | Binary, x: Value, dx: Value, y: Value, dy: Value): readonly [Value, Value] | undefined {
    if (!plain(x) || !plain(y)) return undefined
    const few = (dx === 0 ? dy : dx) as FewLanes
    if (few.alone !== undefined) {
      const a = scaleOf(x, dx, few), b = scaleOf(y, dy, few), both = (a ?? b) && (a || dx === 0) && (b || dy === 0) ? together(row, x, a, y, b) : undefined
      return both && [both[0], few.rescaled(both[1])]
    }
    if (!moves(x, dx) || !moves(y, dy)) return undefined
    const a = dx === 0 ? undefined : dx as Tensor, b = dy === 0 ? undefined : dy as Tensor, first = a ?? b
    if (first === undefined || first.rank === this.rank) return first && together(row, x, a, y, b)
    // in lanes: what multiplies a lane is worked out once, and the lanes stay as they are until they are asked for
    const along = first.along ?? first
    if (a !== undefined && b !== undefined && (b.along ?? b) !== along) return undefined
    const both = together(row, x, a && (a.scale ?? unit(shapeOf(x))), y, b && (b.scale ?? unit(shapeOf(y))))
    return both && sameShape(both[1].shape, along.shape.slice(1)) ? [both[0], new Tensor(along.shape, undefined, both[1], along)] : undefined
  }

  call(row: Call, args: readonly Value[], parameters: unknown): unknown { return row.f(args, parameters as never) }

  times(partial: Value, tangent: Value, both?: boolean): Tensor {
    const { scale, along } = tangent as Tensor
    if (scale !== undefined && plain(partial)) {
      const scaled = combine('the chain rule', both ? twoMotions : scaleTangent, partial, scale)
      if (sameShape(scaled.shape, scale.shape)) return new Tensor((tangent as Tensor).shape, undefined, scaled, along)
    }
    return combine('the chain rule', both ? twoMotions : scaleTangent, partial, tangent)
  }

  plus(x: Value, y: Value): Tensor {
    const { scale: a, along } = x as Tensor, { scale: b, along: other } = y as Tensor
    if (along !== undefined && along === other) return new Tensor(along.shape, undefined, combine('the chain rule', sum, a as Tensor, b as Tensor), along)
    return combine('the chain rule', sum, x, y)
  }

  strip(): this { return this }

  decide(): this { return this }

  /** `a` where this is not 0, else `b` */
  choose(a: Value, b: Value): Tensor {
    const x = arrayOf(a), y = arrayOf(b), shape = joined('where', joined('where', this.shape, x.shape), y.shape)
    const whole = (t: Tensor): Float64Array => t.data.length === sizeOf(shape) ? t.data : stretch(t.data, t.shape, shape)
    return new Tensor(shape, choice(whole(this), whole(x), whole(y)))
  }

  spread(tangent: Value): Value {
    void this.data // what is spread is about to be used, or to leave: nothing is put off beyond this
    if (tangent instanceof Tensor) void tangent.data
    const shape = shapeOf(tangent), rank = Math.min(shape.length, this.rank)
    return sameShape(shape.slice(shape.length - rank), this.shape) ? tangent : broadcastRow(tangent, { rank, shape: this.shape })
  }

  align(tangent: Value, rank: number, missing: number): Value {
    const shape = shapeOf(tangent)
    return reshapeRow(tangent, { rank, shape: [...new Array<number>(missing).fill(1), ...shape.slice(shape.length - rank)] })
  }

  eachLane(tangent: Value, rank: number, push: (tangent: Value) => unknown): unknown {
    const lanes = shapeOf(tangent).at(-rank - 1) as number
    return stackLanes(Array.from({ length: lanes }, (_, index) => push(takeRow(tangent, { axis: -rank - 1, index }))))
  }

  /** Nested arrays of numbers; a number where there is no axis. */
  toArray(): unknown { return nested(this.shape, this.data) }

  toJSON(): unknown { return this.toArray() }

  toString(): string { return text(this.shape, this.data) }


  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString()
    fail(`a tensor of shape [${this.shape.join(', ')}] met JavaScript arithmetic: write mul(x, 2) for x * 2, less(x, 1) for x < 1, cos(x) for Math.cos(x), or x.toArray() for plain numbers`)
  }
}

/** As many numbers as the shape has places? */
function fits(shape: Shape, data: Float64Array): boolean {
  let n = 1
  for (let i = 0; i < shape.length; i++) n *= shape[i] as number
  return data.length === n && (data instanceof Float64Array || (data as Float64Array)[Symbol.toStringTag] === 'Float64Array')
}

function unfit(shape: unknown, data: unknown): never {
  fail(`new Tensor expects a shape, an array, and a Float64Array of as many numbers, and got ${Array.isArray(shape) ? `[${shape.map(String).join(', ')}]` : show(shape)} and ${show(data)}; tensor(…) makes one of arrays`)
}

/** Is it a number, or a tensor of level 0? */
const plain = (x: Value): x is number | Tensor => typeof x === 'number' || x instanceof Tensor

/** Lanes of which each element moves along one, as of tensor/sparse.ts: scaled at once, where they are nothing else. */
interface FewLanes extends ArrayBox {
  readonly alone?: { readonly scale: Value; readonly map: Int32Array }
  readonly own: Shape
  rescaled(scale: Tensor): Value
}

/** What scales dx, the motion of x, where that is along the same lanes; nothing where it is not, or is no tensor. */
function scaleOf(x: number | Tensor, dx: Value, { alone }: FewLanes): Tensor | undefined {
  const mine = (dx as FewLanes).alone
  if (!(x instanceof Tensor) || mine === undefined || mine.map !== alone?.map || !sameShape((dx as FewLanes).own, x.shape)) return undefined
  return mine.scale === 1 ? unit(x.shape) : mine.scale instanceof Tensor && sameShape(mine.scale.shape, x.shape) ? mine.scale : undefined
}

/** Is dx no motion, or that of a whole tensor? */
const moves = (x: number | Tensor, dx: Value): boolean => dx === 0 || (x instanceof Tensor && dx instanceof Tensor)

/** Value and tangent as one step, where there is one for this row and these shapes. */
function together(row: Unary | Binary, x: Tensor | number, dx: Tensor | undefined, y: Tensor | number, dy: Tensor | undefined): readonly [Tensor, Tensor] | undefined {
  const { shape } = typeof x === 'number' ? y as Tensor : x, move = (dx ?? dy) as Tensor
  if (!sameShape(move.shape, shape) || (row.verb === 'unary' ? row.rule === 0 : (dx === undefined || row.dx === 0) && (dy === undefined || row.dy === 0))) return undefined
  const n = sizeOf(shape), step = row.verb === 'unary' ? fusedUnary(row, x as Tensor, move, n) : fusedBinary(row, x, y, dx, dy, n)
  if (step === undefined) return undefined
  const out = new Tensor(shape, undefined), moved = step.same ? move : new Tensor(shape, undefined)
  step.out = out
  out.step = step
  if (!step.same) {
    step.move = moved
    moved.step = step
  }
  if (step.weight > MANY) void out.data
  return [out, moved]
}

let latest: Float64Array | undefined

/** Ones: what multiplies lanes at first. */
function unit(shape: Shape): Tensor {
  const n = sizeOf(shape)
  if (latest?.length !== n) latest = new Float64Array(n).fill(1)
  return new Tensor(shape, latest)
}

/** The shape of the plain value beneath; [] for what stands for a number. */
export const shapeOf = (x: Value): Shape =>
  typeof x === 'number' ? [] : 'shape' in x ? (x as ArrayBox).shape : 'primal' in x ? shapeOf((x as Dual).primal) : []

/** A value of level 0 as a tensor: a number has no axes. */
export const arrayOf = (x: Value): Tensor => typeof x === 'number' ? new Tensor([], Float64Array.of(x)) : x as Tensor

/** A result of this shape: a number where no axis is left. */
export const wrap = (shape: Shape, data: Float64Array): Value => shape.length === 0 ? data[0] as number : new Tensor(shape, data)

/** The shape two operands broadcast to, or the sentence that names the axis at which they cannot. */
export function joined(name: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a
  return broadcastShape(a, b) ?? disagree(name, a, b, clashingAxis(a, b))
}

/** One sentence about two shapes and the axis, counted from the end, at which they disagree. */
export function disagree(name: string, a: Shape, b: Shape, axis: number): never {
  fail(`${name} expects shapes that agree; [${a.join(', ')}] and [${b.join(', ')}] do not at axis ${axis}: ${a.at(axis)} and ${b.at(axis)}`)
}

// ── loops over elements ─────────────────────────────────────────────────────────────────────────────────────────────

const unaries = new WeakMap<Unary, (a: Float64Array) => Float64Array>()
const binaries = new WeakMap<Binary, BinaryMap>()

function unaryLoop(row: Unary): (a: Float64Array) => Float64Array {
  let loop = unaries.get(row)
  if (loop === undefined) unaries.set(row, loop = elementwiseUnary(row.name, row.f))
  return loop
}

function binaryLoop(row: Binary): BinaryMap {
  let loop = binaries.get(row)
  if (loop === undefined) binaries.set(row, loop = elementwiseBinary(row.name, row.f))
  return loop
}

const sum    = /* @__PURE__ */ elementwiseBinary('plus', (x, y) => x + y)
const twoMotions = /* @__PURE__ */ elementwiseBinary('twoMotions', (x, y) => x === 0 || y === 0 ? 0 : x * y)
const choice = /* @__PURE__ */ elementwiseTernary('where', (test, a, b) => test !== 0 ? a : b)

function combine(name: string, loop: BinaryMap, x: Value, y: Value): Tensor {
  const a = arrayOf(x), b = arrayOf(y), shape = joined(name, a.shape, b.shape)
  return new Tensor(shape, loop(a.data, a.shape, b.data, b.shape, shape))
}

// ── rows that the chain rule itself needs ───────────────────────────────────────────────────────────────────────────

// Parameters of rows speak of axes from the end: `rank` says how many trailing axes are the row's own, `axis` is negative.
// What stands before them is a batch, or lanes.

/** The last `rank` axes as axes of another shape and the same size; the data are shared. */
export const reshapeRow = /* @__PURE__ */ linear<{ rank: number; shape: Shape }>('reshape', (x, { rank, shape }) => {
  const t = arrayOf(x)
  return wrap([...t.shape.slice(0, t.rank - rank), ...shape], t.data)
}, { batched: true, sparse: 'places', view: () => 0 })

/** The last `rank` axes repeated to `shape`. */
export const broadcastRow = /* @__PURE__ */ linear<{ rank: number; shape: Shape }>('broadcastTo', (x, { rank, shape }) => {
  const t = arrayOf(x), own = t.shape.slice(t.rank - rank), lead = t.shape.slice(0, t.rank - rank), out = [...lead, ...shape]
  return wrap(out, stretch(t.data, [...lead, ...new Array<number>(shape.length - rank).fill(1), ...own], out))
}, { batched: true, sparse: 'places' })

/** Where the slices of an axis from `index` on begin; −1 where they do not stand in a row. */
export const begins = (shape: Shape, axis: number, index: number): number =>
  sizeOf(shape.slice(0, shape.length + axis)) === 1 ? index * sizeOf(shape.slice(shape.length + axis + 1)) : -1

/** The element, or slice, at `index` of an axis, which goes. */
export const takeRow = /* @__PURE__ */ linear<{ axis: number; index: number }>('take', (x, { axis, index }) => {
  const t = arrayOf(x), at = t.rank + axis, n = t.shape[at] as number
  const lead = t.shape.slice(0, at), rest = t.shape.slice(at + 1), outer = sizeOf(lead), inner = sizeOf(rest)
  if (outer === 1) return wrap([...lead, ...rest], t.data.subarray(index * inner, (index + 1) * inner))
  const data = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0, from = (o * n + index) * inner; i < inner; i++) data[o * inner + i] = t.data[from + i] as number
  return wrap([...lead, ...rest], data)
}, { batched: true, sparse: 'places', view: (shape, { axis, index }: { axis: number; index: number }) => begins(shape, axis, index) })

/** Values of one shape, or lower rank, side by side along a new axis. */
export const stackRow = /* @__PURE__ */ joint<{ axis: number }>('stack', (values, { axis }) => {
  if (axis === -1 && values.every(x => typeof x === 'number')) return new Tensor([values.length], Float64Array.from(values as number[]))
  const all = values.map(arrayOf), shape = all.reduce<Shape>((s, t) => joined('stack', s, t.shape), [])
  const at = shape.length + 1 + axis
  const parts = all.map(t => sameShape(t.shape, shape) ? t.data : stretch(t.data, t.shape, shape))
  return new Tensor([...shape.slice(0, at), all.length, ...shape.slice(at)],
    concat(parts, sizeOf(shape.slice(0, at)), parts.map(() => 1), sizeOf(shape.slice(at))))
}, { sparse: 'places' })

/** Results of single lanes (values, or arrays of values) as lanes. */
function stackLanes(parts: readonly unknown[]): unknown {
  const first = parts.find(part => part !== 0)
  if (first === undefined) return 0
  if (Array.isArray(first)) return first.map((_, i) => stackLanes(parts.map(part => part === 0 ? 0 : (part as unknown[])[i])))
  const rank = Math.max(...parts.map(part => shapeOf(part as Value).length))
  return stackRow(...parts as Value[], { axis: -rank - 1 })
}
