// Simplification: a program made smaller without changing an answer. What code is made of it is not known here.

import { add, div, mul, neg, sub } from '../rules/arithmetic.ts'
import { CONSTANT, DATA, INPUT, PICK, PLUS, ROW, type Row, Tape } from '../trace/tape.ts'
import type { Binary, Unary } from '../value.ts'
import { analysed } from './analysis.ts'
import { watched } from './bounds.ts'
import { moved, parts, type Program } from './paths.ts'
import { leavesOf } from './shape.ts'

/** A program without the chain rule's tests, and which results tell that they were needed. */
export interface Quick {
  readonly program: Program
  readonly risky: (id: number) => boolean
  /** the same of every operation: can it be infinite or NaN because a test is missing? */
  readonly risk: Uint8Array
  /** operations that, if they are small, say it for all results; nothing where that is not worth it */
  readonly watch: readonly number[] | undefined
}

export function quick(program: Program): Quick {
  const { tape, tree } = program, analysis = analysed(program), { mark, exact, risk } = analysis
  const writer = new Writer(tape), map = new Int32Array(tape.size)
  for (let id = 0; id < tape.size; id++) if (mark[id] === 1) map[id] = writer.copy(tape, id, map, exact[id] === 1)
  const risks = new Uint8Array(writer.tape.size), risky = new Uint8Array(writer.tape.size)
  for (let id = 0; id < tape.size; id++) if (risk[id] === 1) risks[map[id]!] = 1
  for (const part of parts(tree)) if (part.kind === 'leaf') for (const id of leavesOf(part.result)) if (risk[id] === 1) risky[map[id]!] = 1
  const doubtful = risky.reduce((n, x) => n + x, 0), early = doubtful > 2 && tree.kind === 'leaf' ? watched(tape, analysis) : undefined
  const watch = early !== undefined && early.length <= 4 * doubtful ? [...new Set(early.map(id => map[id]!))] : undefined
  return { program: { tape: writer.tape, args: program.args, tree: moved(tree, id => map[id]!) }, risky: id => risky[id] === 1, risk: risks, watch }
}

// ── signs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Writes operations on a new tape; minus signs move outwards, where they meet or become a difference: no bit changes. */
class Writer {
  readonly tape: Tape = new Tape()
  private readonly neg = this.tape.codeOf(neg)
  private readonly add = this.tape.codeOf(add)
  private readonly sub = this.tape.codeOf(sub)
  private readonly mul = this.tape.codeOf(mul)
  private readonly div = this.tape.codeOf(div)

  constructor({ data }: Tape) {
    this.tape.data.push(...data)
  }

  /** The same operation here, and of what kind its result is. */
  copy(from: Tape, id: number, map: Int32Array, exact: boolean): number {
    const copy = this.written(from, id, map, exact)
    if (from.wide[id] !== undefined) this.tape.wide[copy] ??= from.wide[id]
    return copy
  }

  private written(from: Tape, id: number, map: Int32Array, exact: boolean): number {
    const { tape } = this, code = from.code[id]!
    if (code === CONSTANT) return tape.constant(from.values[id]!)
    if (code === INPUT) return tape.intern(INPUT, from.a[id]!, 0, 0)
    if (code === DATA) return tape.intern(DATA, from.a[id]!, -1, -1)
    const a = map[from.arg(id, 0)]!
    if (code === PICK) return tape.intern(PICK, a, from.b[id]!, -1)
    const row = from.row(id)
    if (row?.verb === 'unary') return row === neg ? this.negate(a) : this.write(tape.codeOf(row), a, -1)
    if (row !== undefined && row.verb !== 'binary') return tape.call(row, from.args(id).map(arg => map[arg]!), from.parameters(id))
    const b = map[from.b[id]!]!
    if (code < ROW) return exact ? tape.intern(code, a, b, -1) : code === PLUS ? this.sum(a, b) : this.product(a, b)
    return row === mul ? this.product(a, b) : row === add ? this.sum(a, b) : row === sub ? this.difference(a, b)
      : row === div ? this.quotient(a, b) : this.write(tape.codeOf(row as Row), a, b)
  }

  /** An operation of a row, or the constant it comes to. */
  private write(code: number, a: number, b: number): number {
    const { tape } = this, row = tape.rows[code - ROW] as Unary | Binary
    if (tape.isConstant(a) && (b < 0 || tape.isConstant(b)))
      return tape.constant(row.verb === 'unary' ? row.f(tape.values[a]!) : row.f(tape.values[a]!, tape.values[b]!))
    if (row.notes.commutes === true && a > b && b >= 0) [a, b] = [b, a]
    return tape.intern(code, a, b, -1)
  }

  /** x where the operation is −x. */
  private negated(id: number): number | undefined {
    return this.tape.code[id] === this.neg ? this.tape.a[id] : undefined
  }

  private is(id: number, x: number): boolean {
    return this.tape.isConstant(id) && Object.is(this.tape.values[id], x)
  }

  private negate(x: number): number {
    return this.tape.isConstant(x) ? this.tape.constant(-this.tape.values[x]!) : this.negated(x) ?? this.write(this.neg, x, -1)
  }

  private product(x: number, y: number): number {
    const { tape } = this
    if (this.is(x, 1)) return y
    if (this.is(y, 1)) return x
    if (this.is(x, -1)) return this.negate(y)
    if (this.is(y, -1)) return this.negate(x)
    const a = this.negated(x), b = this.negated(y)
    if (a !== undefined && b !== undefined) return this.product(a, b)
    if (a !== undefined) return tape.isConstant(y) ? this.product(a, this.negate(y)) : this.negate(this.product(a, y))
    if (b !== undefined) return tape.isConstant(x) ? this.product(this.negate(x), b) : this.negate(this.product(x, b))
    return this.scaled(x, y) ?? this.scaled(y, x) ?? this.write(this.mul, x, y)
  }

  /** c·(2ᵏ·y) = (c·2ᵏ)·y: to the bit where neither factor is below 1, for then 2ᵏ·y is exact, or infinite as the result is. */
  private scaled(c: number, x: number): number | undefined {
    const { tape } = this
    if (!tape.isConstant(c) || tape.code[x] !== this.mul) return undefined
    const a = tape.a[x]!, b = tape.b[x]!, inner = tape.isConstant(a) ? a : tape.isConstant(b) ? b : -1
    if (inner < 0) return undefined
    const power = Math.abs(tape.values[inner]!), factor = tape.values[c]! * tape.values[inner]!
    if (!(power >= 1 && power < 1e300 && Math.abs(tape.values[c]!) >= 1 && Number.isFinite(factor) && Number.isInteger(Math.log2(power)) && 2 ** Math.log2(power) === power)) return undefined
    return this.product(tape.constant(factor), inner === a ? b : a)
  }

  private sum(x: number, y: number): number {
    const a = this.negated(x), b = this.negated(y)
    return b !== undefined ? this.difference(x, b) : a !== undefined ? this.difference(y, a) : this.write(this.add, x, y)
  }

  private difference(x: number, y: number): number {
    const b = this.negated(y)
    return b !== undefined ? this.sum(x, b) : this.is(y, 0) ? x : this.write(this.sub, x, y)
  }

  private quotient(x: number, y: number): number {
    if (this.is(y, 1)) return x
    if (this.is(y, -1)) return this.negate(x)
    const a = this.negated(x), b = this.negated(y)
    if (a !== undefined && b !== undefined) return this.quotient(a, b)
    if (a !== undefined || b !== undefined) return this.negate(this.quotient(a ?? x, b ?? y))
    return this.write(this.div, x, y)
  }
}
