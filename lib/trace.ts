// Node: a number that is not known yet. A function run on nodes is recorded as straight-line code, derivatives and all.

import { freshLevel } from './dual.ts'
import { fail, PushforwardError } from './errors.ts'
import { sameShape } from './kernels/broadcast.ts'
import { add, mul } from './rules/arithmetic.ts'
import { broadcastRow, shapeOf, Tensor } from './tensor.ts'
import { BOTH, DATA, PICK, PLUS, type Row, type Tape, TIMES } from './trace/tape.ts'
import { type ArrayBox, type Binary, type Box, type Call, plus, times, type Unary, type Value } from './value.ts'

/** Why a function cannot be recorded; whoever records it runs it as it is instead. */
export class Untraceable extends PushforwardError {}

/** A test that was made on the way, and how it came out. */
export interface Guard { readonly id: number; readonly outcome: boolean }

/** One recording: where a function writes its operations while it runs once, at one point. */
export class Trace {
  readonly level: number = freshLevel()
  readonly tape: Tape
  readonly guards: Guard[] = []
  /** why this recording is worth nothing, if it is so: kept, for the function may have caught the error */
  reason: string | undefined
  private readonly known: Map<number, boolean> = new Map()
  private readonly nodes: Node[] = []
  private readonly limit: number
  private ended = false

  constructor(tape: Tape, limit: number) {
    this.tape = tape
    this.limit = tape.size + limit
  }

  input(index: number, value: number | Tensor): Node {
    return this.node(this.tape.input(index, value))
  }

  end(): void {
    this.ended = true
  }

  /** The operation that stands for x. */
  idOf(x: Value): number {
    if (typeof x === 'number') return this.tape.constant(x)
    if (x instanceof Node && x.trace === this) return x.id
    if (x instanceof Tensor) return this.tape.tensor(x)
    return this.fails(x instanceof Node ? 'a value of another compiled function is used in it'
      : 'tangent' in x ? 'a dual number from outside is used in it' : 'a value of another kind is used in it')
  }

  unary(row: Unary, x: Node): Value {
    const simple = row.notes.simplify?.(x)
    return simple !== undefined && fitting(simple, x) ? simple : this.done(this.tape.intern(this.tape.codeOf(row), x.id, -1, -1))
  }

  binary(row: Binary, x: Value, y: Value): Value {
    const simple = row.notes.simplify?.(x, y)
    if (simple !== undefined && fitting(simple, x) && fitting(simple, y)) return simple
    let a = this.idOf(x), b = this.idOf(y)
    if (row.notes.commutes === true && a > b) [a, b] = [b, a]
    return this.done(this.tape.intern(this.tape.codeOf(row), a, b, -1))
  }

  call(row: Call, args: readonly Value[], parameters: unknown): unknown {
    const id = this.tape.call(row as Row, args.map(x => this.idOf(x)), parameters), node = this.done(id), out = this.tape.valueOf(id) as unknown
    if (typeof out === 'number' || out instanceof Tensor) return node
    if (!Array.isArray(out)) return this.fails(`${row.name} gives something else than numbers`)
    let i = 0
    const pick = (part: unknown): unknown => Array.isArray(part) ? part.map(pick) : this.done(this.tape.intern(PICK, id, i++, -1))
    return pick(out)
  }

  times(partial: Value, tangent: Value, both?: boolean): Value {
    if (tangent === 1) return partial
    const scaled = tangent instanceof ArrayNode ? this.rescaled(partial, tangent, both) : undefined
    if (scaled !== undefined) return scaled
    if (both === true) return this.ordered(BOTH, partial, tangent)
    if (typeof tangent === 'number') return mul(partial, tangent) // it is not 0: nothing to absorb
    return this.done(this.tape.intern(TIMES, this.idOf(partial), this.idOf(tangent), -1))
  }

  plus(x: Value, y: Value): Value {
    if (typeof x === 'number' || typeof y === 'number') return add(x, y) // it is not 0
    return (x instanceof ArrayNode && y instanceof ArrayNode ? this.together(x, y) : undefined) ?? this.ordered(PLUS, x, y)
  }

  private ordered(code: number, x: Value, y: Value): Node {
    const a = this.idOf(x), b = this.idOf(y)
    return this.done(this.tape.intern(code, Math.min(a, b), Math.max(a, b), -1))
  }

  /** q·(p·t) = (q·p)·t, of lanes t. */
  private rescaled(partial: Value, tangent: ArrayNode, both?: boolean): Value | undefined {
    const scaled = this.scaled(tangent)
    if (scaled === undefined) return undefined
    return fits(partial, scaled[0]) ? times(times(partial, scaled[0], both), scaled[1]) : undefined
  }

  /** p·t + q·t = (p + q)·t, of lanes t. */
  private together(x: ArrayNode, y: ArrayNode): Value | undefined {
    const p = this.scaled(x), q = this.scaled(y)
    return p !== undefined && q !== undefined && this.idOf(p[1]) === this.idOf(q[1]) && fits(p[0], q[0]) ? times(plus(p[0], q[0]), p[1]) : undefined
  }

  /** Lanes that are `scale`, of the shape of their primal, times lanes: what multiplies them is worked out once for all. */
  private scaled(tangent: ArrayNode): [scale: Value, along: Value] | undefined {
    if (tangent.trace !== this || this.tape.code[tangent.id] !== TIMES) return undefined
    const scale = this.valueFor(this.tape.a[tangent.id]!), along = this.valueFor(this.tape.b[tangent.id]!)
    return shapeOf(along).length === shapeOf(scale).length + 1 && sameShape(shapeOf(along).slice(1), shapeOf(scale)) ? [scale, along] : undefined
  }

  private valueFor(id: number): Value {
    return this.tape.arity(id) === 0 && this.tape.wide[id] instanceof Tensor && this.tape.code[id] === DATA ? this.tape.wide[id] as Tensor : this.node(id)
  }

  /** The outcome of a test here; it is kept as a guard. */
  decide(id: number): boolean {
    if (this.ended) this.escaped()
    let outcome = this.known.get(id)
    if (outcome === undefined) {
      outcome = this.tape.values[id] !== 0
      this.known.set(id, outcome)
      this.guards.push({ id, outcome })
    }
    return outcome
  }

  fails(reason: string): never {
    this.reason ??= reason
    throw new Untraceable(`this function cannot be recorded: ${reason}`)
  }

  private done(id: number): Node {
    if (this.ended) this.escaped()
    if (id >= this.limit) this.fails(`it takes more than ${this.limit} operations`)
    const known = this.nodes[id]
    if (known !== undefined) return known // it was done before
    this.tape.evaluate(id)
    return this.node(id)
  }

  private node(id: number): Node {
    const { wide } = this.tape
    return this.nodes[id] ??= id < wide.length && wide[id] instanceof Tensor ? new ArrayNode(this, id, (wide[id] as Tensor).shape) : new Node(this, id)
  }

  private escaped(): never {
    fail('a value of a compiled function has escaped from it, probably through a variable that the function assigned; return what is needed instead')
  }
}

/** A number that is not known yet: operation `id` of a recording. */
export class Node implements Box {
  readonly level: number
  readonly trace: Trace
  readonly id: number
  constructor(trace: Trace, id: number) {
    this.level = trace.level
    this.trace = trace
    this.id = id
  }
  unary(row: Unary): Value                                              { return this.trace.unary(row, this) }
  binary(row: Binary, x: Value, y: Value): Value                        { return this.trace.binary(row, x, y) }
  call(row: Call, args: readonly Value[], parameters: unknown): unknown { return this.trace.call(row, args, parameters) }
  times(partial: Value, tangent: Value, both?: boolean): Value          { return this.trace.times(partial, tangent, both) }
  plus(x: Value, y: Value): Value                                       { return this.trace.plus(x, y) }
  strip(): Value                                                        { return this }
  decide(): boolean | Box                                               { return this.trace.decide(this.id) }
  known(): never                                                        { return this.trace.fails('it looks at a plain number, as primal(x) and solvers do') }
  [Symbol.toPrimitive](): never                                         { return this.trace.fails('a value meets JavaScript’s own arithmetic: write mul(x, 2) for x * 2, less(x, 1) for x < 1, cos(x) for Math.cos(x)') }
  toJSON(): never                                                       { return this.trace.fails('a value is written as JSON') }
}

/** Has what an operation comes to the axes of its argument? A number that stands for an array of them would lose the shape. */
const fitting = (simple: Value, x: Value): boolean => typeof x === 'number' || shapeOf(x).length <= shapeOf(simple).length

/** Is x a number, or of the shape of the scale? */
const fits = (x: Value, scale: Value): boolean => shapeOf(x).length === 0 || sameShape(shapeOf(x), shapeOf(scale))

/** A tangent of a value of this shape, stretched to all of it: as of a tensor that is known. */
function spread({ shape: own, rank: axes }: ArrayNode, tangent: Value): Value {
  const shape = shapeOf(tangent), rank = Math.min(shape.length, axes)
  return sameShape(shape.slice(shape.length - rank), own) ? tangent : broadcastRow(tangent, { rank, shape: own })
}

/** A tensor that is not known yet; its shape is. */
export class ArrayNode extends Node implements ArrayBox {
  readonly shape: readonly number[]
  readonly rank: number
  constructor(trace: Trace, id: number, shape: readonly number[]) {
    super(trace, id)
    this.shape = shape
    this.rank = shape.length
  }
  get length(): never                                                                          { return this.trace.fails('it looks at the length of an array, as a loop over a Float64Array does') }
  get data(): never                                                                            { return this.trace.fails('it looks at the numbers of a tensor, as primal(x) and solvers do') }
  override decide(): Box                                                                       { return this }
  override known(): never                                                                      { return this as never }
  spread(tangent: Value): Value                                                                { return spread(this, tangent) }
  align(tangent: Value, rank: number, missing: number): Value                                  { return Tensor.prototype.align.call(this as never, tangent, rank, missing) }
  eachLane(tangent: Value, rank: number, push: (tangent: Value) => unknown): unknown           { return Tensor.prototype.eachLane.call(this as never, tangent, rank, push) }
}
