// Analysis: which operations are used, and which may go without the chain rule's tests. Nothing is changed here.

import { add, mul } from '../rules/arithmetic.ts'
import { Tensor } from '../tensor.ts'
import { BOTH, isChoice, PLUS, ROW, type Row, type Tape, TIMES } from '../trace/tape.ts'
import type { Binary, Unary } from '../value.ts'
import { parts, type Program, rootsOf, type Tree } from './paths.ts'
import { hasArrays } from './shape.ts'

// The chain rule's product is t === 0 ? 0 : p·t. Written as p·t it has the same bits wherever p is finite, but for the sign
// of a zero; so code is made of p·t, and where a result comes out infinite or NaN it is computed again with every test in
// place. That is safe only where a NaN on the way reaches the result, and nobody looks at the sign of a zero. Where that is
// not so (a comparison, a divisor, x^0) the products beneath keep their tests: they are exact.

/** Which operations are used at all. */
export function used(tape: Tape, roots: readonly number[]): Uint8Array {
  const mark = new Uint8Array(tape.size)
  for (let i = 0; i < roots.length; i++) mark[roots[i]!] = 1
  for (let id = tape.size - 1; id >= 0; id--)
    if (mark[id] === 1) for (let i = tape.arity(id) - 1; i >= 0; i--) mark[tape.arg(id, i)] = 1
  return mark
}

/** Are there arrays in it: given, made on the way, or returned? */
export function isOfArrays({ tape, args, tree }: Program): boolean {
  if (tape.wide.length === 0) return false
  const roots = rootsOf(tree), mark = used(tape, roots)
  for (let id = 0; id < mark.length; id++) if (mark[id] === 1 && tape.wide[id] instanceof Tensor) return true
  return args.some(hasArrays)
}

/** Which operations are used, keep the chain rule's tests, and may be NaN where one was needed; and the results and tests. */
export interface Analysis { readonly mark: Uint8Array; readonly exact: Uint8Array; readonly risk: Uint8Array; readonly roots: readonly number[] }

/** `sure`: which partial derivatives are taken to be finite; constants are. */
export function analysed({ tape, tree }: Program, sure: (tape: Tape, id: number) => boolean = finite): Analysis {
  const roots = rootsOf(tree), mark = used(tape, roots), stained = new Uint8Array(mark.length), risk = new Uint8Array(mark.length)
  let looked = tree.kind === 'branch' // does anyone look at what has one of the chain rule's operations beneath it?
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0) continue
    const code = tape.code[id]!, own = code >= TIMES && code <= BOTH
    let at = own && code !== PLUS && !sure(tape, tape.a[id]!)
    if (own) stained[id] = 1
    for (let i = tape.arity(id) - 1; i >= 0; i--) {
      const arg = tape.arg(id, i)
      if (stained[arg] === 0) continue
      stained[id] = 1
      at ||= risk[arg] === 1
      looked ||= code >= ROW && touchy(tape.rows[code - ROW]!, i)
    }
    if (at) risk[id] = 1
  }
  const exact = new Uint8Array(mark.length)
  if (looked) looking(tape, tree, stained, { mark, exact, risk, roots }, sure)
  return { mark, exact, risk, roots }
}

const finite = (tape: Tape, id: number): boolean => tape.isConstant(id) && Number.isFinite(tape.values[id])

/** Where someone looks, what is beneath keeps its tests, and bears no risk. */
function looking(tape: Tape, tree: Tree, stained: Uint8Array, { mark, exact, risk }: Analysis, sure: typeof finite): void {
  for (const part of parts(tree)) if (part.kind === 'branch') exact[part.id] = stained[part.id]!
  for (let id = mark.length - 1; id >= 0; id--) {
    if (mark[id] === 0) continue
    const row = tape.row(id)
    for (let i = tape.arity(id) - 1; i >= 0; i--) {
      const arg = tape.arg(id, i)
      if (stained[arg] === 1 && exact[arg] === 0 && (exact[id] === 1 || row !== undefined && touchy(row, i))) exact[arg] = 1
    }
  }
  for (let id = 0; id < mark.length; id++) {
    if (risk[id] === 0) continue
    let at = tape.code[id] !== PLUS && tape.code[id]! <= BOTH && !sure(tape, tape.a[id]!)
    for (let i = tape.arity(id) - 1; i >= 0 && !at; i--) at = risk[tape.arg(id, i)] === 1
    risk[id] = Number(at && exact[id] === 0)
  }
}

/** Which results may come out infinite or NaN because a test is missing, at points where nothing overflows. */
export function singular(program: Program): Uint8Array {
  const { tape } = program, tame: boolean[] = []
  for (let id = 0; id < tape.size; id++) {
    const row = tape.row(id), args = tape.args(id)
    const own = row === undefined ? !tape.isConstant(id) || finite(tape, id) : isChoice(row)
      || (row.verb === 'unary' || row.verb === 'binary') && isTame(row, args.map(arg => tape.isConstant(arg) ? [tape.values[arg]!] : MODERATE))
    tame[id] = own && args.every(arg => tame[arg])
  }
  return analysed(program, (_, id) => tame[id]!).risk
}

const MODERATE = [-2, -1, -0.5, 0, 0.5, 1, 2]

/** Has it no pole, and no end of its domain, among these arguments? */
const isTame = (row: Unary | Binary, [xs = [], ys = [0]]: readonly (readonly number[])[]): boolean =>
  xs.every(x => ys.every(y => Number.isFinite(row.f(x, y))))

// ── who looks ───────────────────────────────────────────────────────────────────────────────────────────────────────

const PROBES = [0, 1, -1, 2, 0.5, Infinity, -Infinity]
const touchiness = new WeakMap<Row, number>()

/** Does a row lose a NaN in its argument i, or look at the sign of a zero there? Asked of the row itself, once. */
function touchy(row: Row, i: number): boolean {
  if (row === add || row === mul) return false // of which the chain rule makes much
  // a choice among two values passes on the one it takes; the other leaves no trace, with its test or without; what is linear
  // passes on all it uses
  if (row.verb !== 'unary' && row.verb !== 'binary') return row.verb !== 'linear' && (!isChoice(row) || i === 0)
  let known = touchiness.get(row)
  if (known === undefined) touchiness.set(row, known = Number(looks(row, 0)) + (row.verb === 'unary' ? 0 : 2 * Number(looks(row, 1))))
  return (known >> i & 1) === 1
}

/** Is there a value of the other argument at which f(NaN) is not NaN, or f(0) another than f(−0)? */
function looks(row: Unary | Binary, i: number): boolean {
  const f: (x: number, other: number) => number = row.verb === 'unary' ? x => row.f(x) : i === 0 ? row.f : (x, other) => row.f(other, x)
  for (let k = row.verb === 'unary' ? PROBES.length - 1 : 0; k < PROBES.length; k++) {
    const other = PROBES[k]!, nan = f(NaN, other), left = f(-0, other), right = f(0, other)
    if (nan === nan || left !== right && (left === left || right === right)) return true
  }
  return false
}
