// Simplification: a program made smaller without changing an answer. What code is made of it is not known here.

import { add, div, mul, neg, sub } from '../rules/arithmetic.ts'
import { CONSTANT, DATA, INPUT, PICK, PLUS, ROW, type Row, Tape } from '../trace/tape.ts'
import type { Binary, Unary } from '../value.ts'
import { analysed } from './analysis.ts'
import { LARGE, watched } from './bounds.ts'
import { moved, type Program } from './paths.ts'

/** A program without the chain rule's tests, and which results tell that they were needed. */
export interface Quick {
  readonly program: Program
  readonly risky: Uint8Array
  /** the same of every operation: can it be infinite or NaN because a test is missing? Or as `said` of the program as it was */
  risk(said?: Uint8Array): Uint8Array
  /** operations that, if they are small, say it for all results; nothing where that is not worth it */
  readonly watch: readonly number[] | undefined
}

export function quick(program: Program): Quick {
  const { tape, tree, args } = program, analysis = analysed(program), { mark, exact, risk, roots } = analysis
  const writer = new Writer(tape, exact)
  for (let id = 0; id < mark.length; id++) if (mark[id] === 1) writer.copy(id)
  const to = moved(tree, writer.plain), risky = new Uint8Array(writer.tape.size)
  let doubtful = 0
  for (const id of roots) if (risk[id] === 1 && risky[writer.plain(id)] === 0) doubtful += risky[writer.plain(id)] = 1
  const watch = doubtful > 2 && tree.kind === 'leaf' && writer.tape.size <= LARGE ? watched(tape, analysis) : undefined
  return {
    program: { tape: writer.tape, args, tree: to }, risky, risk: (said = risk) => writer.risks(said),
    watch: watch !== undefined && watch.length <= 4 * doubtful ? [...new Set(watch.map(writer.plain))] : undefined,
  }
}

// ── signs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Writes operations on a new tape; minus signs move outwards, where they meet or become a difference: no bit changes.
 * What stands for an operation is twice its number, and 1 more where it is its negative that is meant.
 */
class Writer {
  readonly tape: Tape
  private readonly from: Tape
  private readonly exact: Uint8Array
  private readonly map: Int32Array

  constructor(from: Tape, exact: Uint8Array) {
    this.tape = new Tape(Math.max(16, from.size))
    this.from = from
    this.exact = exact
    this.map = new Int32Array(from.size)
    for (const tensor of from.data) this.tape.data.push(tensor)
  }

  copy(id: number): void {
    const { from, tape, map } = this, code = from.code[id]!
    if (code === CONSTANT) map[id] = 2 * tape.constant(from.values[id]!)
    else if (code === INPUT || code === DATA) map[id] = 2 * tape.intern(code, from.a[id]!, from.b[id]!, from.c[id]!)
    else if (code === PICK) map[id] = 2 * tape.intern(PICK, this.plain(from.a[id]!), from.b[id]!, -1)
    else if (code < ROW) {
      const a = from.a[id]!, b = from.b[id]!
      map[id] = this.exact[id] === 1 ? 2 * tape.intern(code, this.plain(a), this.plain(b), -1) : code === PLUS ? this.sum(map[a]!, map[b]!) : this.product(map[a]!, map[b]!)
    } else map[id] = this.row(from.rows[code - ROW]!, id)
    if (from.wide[id] !== undefined) tape.wide[map[id]! >> 1] ??= from.wide[id] // of what shape it is, and how many outputs it has
  }

  /** What was at risk there, is here. */
  risks(risk: Uint8Array): Uint8Array {
    const { from, map, tape } = this, risks = new Uint8Array(tape.size)
    for (let id = 0; id < from.size; id++) if (risk[id] === 1) risks[map[id]! >> 1] = 1
    for (let id = 0; id < tape.size; id++) if (tape.row(id) === neg && risks[tape.a[id]!] === 1) risks[id] = 1
    return risks
  }

  private row(row: Row, id: number): number {
    const { from, tape, map } = this, a = map[from.a[id]!]!
    if (row.verb === 'unary') return row === neg ? this.negative(a) : this.write(row, a, -1)
    if (row.verb !== 'binary') return 2 * tape.call(row, from.args(id).map(arg => this.plain(arg)), from.parameters(id))
    const b = map[from.b[id]!]!
    if (row === mul) return this.product(a, b)
    if (row === add) return this.sum(a, b)
    if (row === sub) return this.difference(a, b)
    if (row === div) return this.quotient(a, b)
    return this.write(row, a, b)
  }

  /** The operation that stands for one of the old tape. */
  readonly plain = (id: number): number => this.signed(this.map[id]!)

  /** The operation itself, sign and all. */
  private signed(x: number): number {
    return (x & 1) === 0 ? x >> 1 : this.tape.intern(this.tape.codeOf(neg), x >> 1, -1, -1)
  }

  private negative(x: number): number {
    const { tape } = this
    return tape.code[x >> 1] === CONSTANT ? 2 * tape.constant(-tape.values[x >> 1]!) : x ^ 1
  }

  /** An operation of a row, or the constant it comes to. */
  private write(row: Unary | Binary, x: number, y: number): number {
    const { tape } = this
    let a = this.signed(x), b = y < 0 ? -1 : this.signed(y)
    if (tape.isConstant(a) && (b < 0 || tape.isConstant(b)))
      return 2 * tape.constant(row.verb === 'unary' ? row.f(tape.values[a]!) : row.f(tape.values[a]!, tape.values[b]!))
    if (row.notes.commutes === true && a > b && b >= 0) [a, b] = [b, a]
    return 2 * tape.intern(tape.codeOf(row), a, b, -1)
  }

  private is(x: number, value: number): boolean {
    return this.tape.isConstant(x >> 1) && Object.is(this.tape.values[x >> 1], value)
  }

  private product(x: number, y: number): number {
    if (this.tape.isConstant(x >> 1)) return this.multiple(x, y)
    if (this.tape.isConstant(y >> 1)) return this.multiple(y, x)
    const product = this.write(mul, x & -2, y & -2)
    return ((x ^ y) & 1) === 0 ? product : this.negative(product)
  }

  /** A constant times x. */
  private multiple(c: number, x: number): number {
    const { tape } = this, value = tape.values[c >> 1]!
    if (value === 1) return x
    if (value === -1) return this.negative(x)
    if ((x & 1) === 1) return this.multiple(this.negative(c), x ^ 1)
    return (tape.row(x >> 1) === mul ? this.scaled(c, x) : undefined) ?? this.write(mul, c, x)
  }

  /** c·(2ᵏ·y) = (c·2ᵏ)·y: to the bit where neither factor is below 1, for then 2ᵏ·y is exact, or infinite as the result is. */
  private scaled(c: number, x: number): number | undefined {
    const { tape } = this, a = tape.a[x >> 1]!, b = tape.b[x >> 1]!, inner = tape.isConstant(a) ? a : tape.isConstant(b) ? b : -1
    if (inner < 0) return undefined
    const power = Math.abs(tape.values[inner]!), factor = tape.values[c >> 1]! * tape.values[inner]!
    const exact = power >= 1 && power < 1e300 && Number.isInteger(Math.log2(power)) && 2 ** Math.log2(power) === power
    if (!(exact && Math.abs(tape.values[c >> 1]!) >= 1 && Number.isFinite(factor))) return undefined
    return this.multiple(2 * tape.constant(factor), 2 * (inner === a ? b : a))
  }

  private sum(x: number, y: number): number {
    if ((y & 1) === 1) return this.difference(x, y ^ 1)
    return (x & 1) === 1 ? this.difference(y, x ^ 1) : this.write(add, x, y)
  }

  private difference(x: number, y: number): number {
    if ((y & 1) === 1) return this.sum(x, y ^ 1)
    return this.is(y, 0) ? x : this.write(sub, x, y)
  }

  private quotient(x: number, y: number): number {
    if (this.is(y, 1)) return x
    if (this.is(y, -1)) return this.negative(x)
    const sign = (x ^ y) & 1, quotient = this.write(div, x & -2, y & -2)
    return sign === 0 ? quotient : this.negative(quotient)
  }
}
