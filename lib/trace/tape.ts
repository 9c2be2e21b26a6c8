// The tape: straight-line code in typed arrays, each operation once. Who writes on it and who reads it, is not its business.

import { sameShape } from '../kernels/broadcast.ts'
import { whereRow } from '../rules/logic.ts'
import { Tensor } from '../tensor.ts'
import { type Binary, type Call, plus, type Unary, type Value } from '../value.ts'
import { product } from './product.ts'

// What stands in `code`. From ROW on: a row of the table, `rows[code − ROW]`.
export const INPUT = 0 //    a: which input
export const CONSTANT = 1 // a, b: the halves of its bits
export const TIMES = 2 //    the chain rule's product of partial a and tangent b: 0 where b is 0
export const PLUS = 3 //     the chain rule's sum of tangents a and b
export const BOTH = 4 //     the product of two motions: 0 where either is 0
export const PICK = 5 //     output number b of the call a
export const DATA = 6 //     a tensor from outside, number a
export const ROW = 7 //      unary: a; binary: a, b; a call of up to three arguments: a, b, c, −1 for none; else a: in `lists`

export type Row = Unary | Binary | Call

/** Is it the choice by elements? One's own row may have the same name. */
export const isChoice = (row: Row | undefined): boolean => row === whereRow as unknown

/** The arguments and parameters of a call that do not fit into three numbers. */
export interface List { readonly args: readonly number[]; readonly parameters: unknown }

const word = /* @__PURE__ */ (() => {
  const buffer = new ArrayBuffer(8)
  return { bits: new Float64Array(buffer), halves: new Int32Array(buffer) }
})()

/** A hash-consed program: operation `id` uses operations below `id`, and no two do the same. */
export class Tape {
  size = 0
  code!: Int32Array
  a!: Int32Array
  b!: Int32Array
  c!: Int32Array
  /** what each operation last gave, where that is a number */
  values!: Float64Array
  /** what it gave where that is something else: a tensor, or the outputs of a call */
  readonly wide: unknown[] = []
  readonly rows: Row[] = []
  readonly lists: List[] = []
  /** the tensors from outside */
  readonly data: Tensor[] = []
  private readonly rowOf: Map<Row, number> = new Map()
  private readonly listOf: Map<string, number> = new Map()
  private readonly parametersOf: Map<unknown, number> = new Map()
  private hashes!: Int32Array
  /** where an operation is, by its hash: 1 more than its number */
  private table!: Int32Array

  /** `room`: for how many operations, before it grows. */
  constructor(room = 64) {
    this.allocate(room)
  }

  /** All in one buffer: an engine keeps account of each. */
  private allocate(room: number): void {
    const slots = 4 << (31 - Math.clz32(room)), buffer = new ArrayBuffer(28 * room + 4 * slots) // twice to four times as many slots
    this.values = new Float64Array(buffer, 0, room)
    this.code = new Int32Array(buffer, 8 * room, room)
    this.a = new Int32Array(buffer, 12 * room, room)
    this.b = new Int32Array(buffer, 16 * room, room)
    this.c = new Int32Array(buffer, 20 * room, room)
    this.hashes = new Int32Array(buffer, 24 * room, room)
    this.table = new Int32Array(buffer, 28 * room, slots)
  }

  /** The operation that does this; a new one where there is none. */
  intern(code: number, a: number, b: number, c: number): number {
    const mixed = Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0x27d4eb2f) + Math.imul(code * 4 + c, 0x9e3779b1)
    const hash = Math.imul(mixed ^ mixed >>> 15, 0xc2b2ae35) >>> 7, mask = this.table.length - 1
    let slot = hash & mask
    for (let at = this.table[slot]!; at !== 0; at = this.table[slot = (slot + 1) & mask]!) {
      const id = at - 1
      if (this.code[id] === code && this.a[id] === a && this.b[id] === b && this.c[id] === c) return id
    }
    if (this.size === this.code.length) {
      this.grow()
      return this.intern(code, a, b, c)
    }
    const id = this.size++
    this.code[id] = code
    this.a[id] = a
    this.b[id] = b
    this.c[id] = c
    this.hashes[id] = hash
    this.table[slot] = this.size
    return id
  }

  constant(x: number): number {
    word.bits[0] = x
    const id = this.intern(CONSTANT, word.halves[0]!, word.halves[1]!, 0)
    this.values[id] = x
    return id
  }

  input(index: number, value: number | Tensor): number {
    const id = this.intern(INPUT, index, 0, 0)
    if (typeof value === 'number') this.values[id] = value
    else this.wide[id] = value
    return id
  }

  /** A tensor that does not depend on the inputs, as it is now: whoever has it may write into it. One with the same content is the same. */
  tensor(x: Tensor): number {
    let at = this.data.findIndex(y => sameShape(y.shape, x.shape) && sameNumbers(y.data, x.data))
    if (at < 0) at = this.data.push(copied(x)) - 1
    const id = this.intern(DATA, at, -1, -1)
    this.wide[id] = this.data[at]
    return id
  }

  /** What an operation last gave. */
  valueOf(id: number): Value {
    return this.wide[id] as Value | undefined ?? this.values[id]!
  }

  /** The same for somebody outside, who may write into it. */
  given(id: number): Value {
    const x = this.valueOf(id) // a row may pass on what it is given
    return x instanceof Tensor && this.data.some(({ data }) => data.buffer === x.data.buffer) ? copied(x) : x
  }

  /** Lets go of arrays that only a recording needs: their shapes stay. */
  forget(): void {
    for (let id = 0; id < this.wide.length; id++) if (this.code[id] !== DATA) this.wide[id] = hollow(this.wide[id])
  }

  codeOf(row: Row): number {
    let at = this.rowOf.get(row)
    if (at === undefined) {
      at = ROW + this.rows.push(row) - 1
      this.rowOf.set(row, at)
    }
    return at
  }

  /** A call of a row that is neither unary nor binary. */
  call(row: Row, args: readonly number[], parameters: unknown): number {
    const code = this.codeOf(row), [a = -1, b = -1, c = -1] = args
    if (args.length <= 3 && parameters === undefined) return this.intern(code, a, b, c)
    const same = contentOf(parameters) ?? parameters
    let p = this.parametersOf.get(same)
    if (p === undefined) this.parametersOf.set(same, p = this.parametersOf.size)
    const key = `${p}:${args.join()}`
    let at = this.listOf.get(key)
    if (at === undefined) {
      at = this.lists.push({ args, parameters: same === parameters ? parameters : cloned(parameters) }) - 1
      this.listOf.set(key, at)
    }
    return this.intern(code, at, -2, -2)
  }

  /** How many operations `id` uses. */
  arity(id: number): number {
    const code = this.code[id]!
    if (code <= CONSTANT || code === DATA) return 0
    if (code === PICK) return 1
    const c = this.c[id]!
    if (c === -2) return this.lists[this.a[id]!]!.args.length
    return c >= 0 ? 3 : this.b[id]! >= 0 ? 2 : this.a[id]! >= 0 ? 1 : 0
  }

  /** The i-th operation that `id` uses. */
  arg(id: number, i: number): number {
    if (this.c[id] === -2) return this.lists[this.a[id]!]!.args[i]!
    return i === 0 ? this.a[id]! : i === 1 ? this.b[id]! : this.c[id]!
  }

  args(id: number): number[] {
    const args: number[] = []
    for (let i = 0, n = this.arity(id); i < n; i++) args.push(this.arg(id, i))
    return args
  }

  /** The row of an operation, if it is one of a row. */
  row(id: number): Row | undefined {
    return this.rows[this.code[id]! - ROW]
  }

  parameters(id: number): unknown {
    return this.c[id] === -2 ? this.lists[this.a[id]!]!.parameters : undefined
  }

  isConstant(id: number): boolean {
    return this.code[id] === CONSTANT
  }

  /** Does the operation itself, on what its arguments last gave. */
  evaluate(id: number): unknown {
    const { values } = this, code = this.code[id]!, row = this.rows[code - ROW]
    if (this.wide.length > 0 || code === PICK) return this.evaluateAny(id, code)
    if (row === undefined) return code < TIMES ? values[id] : values[id] = chained(code, values[this.a[id]!]!, values[this.b[id]!]!)
    if (row.verb === 'unary') return values[id] = row.f(values[this.a[id]!]!)
    if (row.verb === 'binary') return values[id] = row.f(values[this.a[id]!]!, values[this.b[id]!]!)
    return this.evaluateAny(id, code)
  }

  private evaluateAny(id: number, code: number): unknown {
    if (code === PICK) return this.store(id, flat(this.wide[this.a[id]!])[this.b[id]!])
    return code >= ROW || this.arity(id) > 0 ? this.store(id, this.general(id, code)) : this.values[id]
  }

  /** The same where tensors may be among the arguments. */
  private general(id: number, code: number): unknown {
    const args = this.args(id).map(arg => this.valueOf(arg)), [a = 0, b = 0] = args
    if (code < ROW) return code === PLUS ? plus(a, b) : product(a, b, code === BOTH)
    const row = this.rows[code - ROW]!
    if (row.verb === 'unary') return row(a)
    return row.verb === 'binary' ? row(a, b) : row.f(args, this.parameters(id) as never)
  }

  private store(id: number, out: unknown): unknown {
    return typeof out === 'number' ? this.values[id] = out : this.wide[id] = out
  }

  private grow(): void {
    const { values, code, a, b, c, hashes } = this
    this.allocate(4 * this.size)
    this.values.set(values)
    this.code.set(code)
    this.a.set(a)
    this.b.set(b)
    this.c.set(c)
    this.hashes.set(hashes)
    const { table } = this, mask = table.length - 1
    for (let id = 0; id < this.size; id++) {
      let slot = hashes[id]! & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = id + 1
    }
  }
}

/** The chain rule's own operations on numbers. */
function chained(code: number, x: number, y: number): number {
  if (code === TIMES) return y === 0 ? 0 : x * y
  if (code === PLUS) return x === 0 ? y : y === 0 ? x : x + y
  return x === 0 || y === 0 ? 0 : x * y
}

/** Plain data as text, so that equal parameters are the same; nothing for what is no plain data. */
function contentOf(x: unknown): string | undefined {
  if (typeof x === 'number') return Object.is(x, -0) ? '-0' : String(x)
  if (typeof x === 'string') return JSON.stringify(x)
  if (typeof x !== 'object' || x === null) return typeof x === 'function' || typeof x === 'symbol' ? undefined : `${String(x)};`
  if (!Array.isArray(x) && Object.getPrototypeOf(x) !== Object.prototype) return undefined
  let text = Array.isArray(x) ? '[' : '{'
  for (const [key, value] of Object.entries(x)) {
    const content = contentOf(value)
    if (content === undefined) return undefined
    text += `${JSON.stringify(key)}:${content},`
  }
  return `${text}]`
}

/** What has a content, anew. */
function cloned(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(cloned)
  return typeof x === 'object' && x !== null ? Object.fromEntries(Object.entries(x).map(([key, value]) => [key, cloned(value)])) : x
}

const copied = (x: Tensor): Tensor => new Tensor(x.shape, x.data.slice())

/** To the bit, but for what kind of NaN. */
function sameNumbers(x: Float64Array, y: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i])) return false
  return true
}

const hollow = (x: unknown): unknown => x instanceof Tensor ? new Tensor(x.shape, undefined) : Array.isArray(x) ? x.map(hollow) : x

/** The outputs of a call that gives several, in order. */
export const flat = (outputs: unknown): unknown[] => Array.isArray(outputs) ? outputs.flatMap(flat) : [outputs]

/** Where output number `index` stands in them, as source: `[1][0]`. */
export function placeOf(outputs: unknown, index: number): string {
  if (!Array.isArray(outputs)) return ''
  let left = index
  for (const [i, output] of outputs.entries()) {
    const size = flat(output).length
    if (left < size) return `[${i}]${placeOf(output, left)}`
    left -= size
  }
  return `[${index}]`
}
