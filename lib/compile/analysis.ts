// Analysis: which operations are used, and which may go without the chain rule's tests. Nothing is changed here.

import { BOTH, PLUS, type Row, type Tape, TIMES } from '../trace/tape.ts'
import { parts, type Program, rootsOf } from './paths.ts'

// The chain rule's product is t === 0 ? 0 : p·t. Written as p·t it has the same bits wherever p is finite, but for the sign
// of a zero; so code is made of p·t, and where a result comes out infinite or NaN it is computed again with every test in
// place. That is safe only where a NaN on the way reaches the result, and nobody looks at the sign of a zero. Where that is
// not so (a comparison, a divisor, x^0) the products beneath keep their tests: they are exact.

/** Which operations are used at all. */
export function used(tape: Tape, roots: readonly number[]): Uint8Array {
  const mark = new Uint8Array(tape.size)
  for (const id of roots) mark[id] = 1
  for (let id = tape.size - 1; id >= 0; id--)
    if (mark[id] === 1) for (let i = tape.arity(id) - 1; i >= 0; i--) mark[tape.arg(id, i)] = 1
  return mark
}

/** Which operations keep the chain rule's tests, and in which a NaN may show that one was needed. */
export interface Analysis { readonly mark: Uint8Array; readonly exact: Uint8Array; readonly risk: Uint8Array }

export function analysed({ tape, tree }: Program): Analysis {
  const mark = used(tape, rootsOf(tree)), stained = new Uint8Array(tape.size), exact = new Uint8Array(tape.size), risk = new Uint8Array(tape.size)
  let any = false
  for (let id = 0; id < tape.size; id++) {
    if (mark[id] === 0) continue
    const code = tape.code[id]!
    let stain = code === TIMES || code === PLUS || code === BOTH
    for (let i = tape.arity(id) - 1; i >= 0 && !stain; i--) stain = stained[tape.arg(id, i)] === 1
    if (stain) any = true
    stained[id] = Number(stain)
  }
  if (!any) return { mark, exact, risk }
  for (const part of parts(tree)) if (part.kind === 'branch') exact[part.id] = stained[part.id]!
  for (let id = tape.size - 1; id >= 0; id--) {
    if (mark[id] === 0) continue
    const row = tape.row(id)
    for (let i = tape.arity(id) - 1; i >= 0; i--) {
      const arg = tape.arg(id, i)
      if (stained[arg] === 1 && (exact[id] === 1 || row !== undefined && touchy(row, i))) exact[arg] = 1
    }
  }
  for (let id = 0; id < tape.size; id++) {
    if (mark[id] === 0 || exact[id] === 1) continue
    let at = (tape.code[id] === TIMES || tape.code[id] === BOTH) && !(tape.isConstant(tape.a[id]!) && Number.isFinite(tape.values[tape.a[id]!]))
    for (let i = tape.arity(id) - 1; i >= 0 && !at; i--) at = risk[tape.arg(id, i)] === 1
    risk[id] = Number(at)
  }
  return { mark, exact, risk }
}

// ── who looks ───────────────────────────────────────────────────────────────────────────────────────────────────────

const PROBES = [0, 1, -1, 2, 0.5, Infinity, -Infinity]
const touchiness = new WeakMap<Row, boolean[]>()

/** Does a row lose a NaN in its argument i, or look at the sign of a zero there? Asked of the row itself. */
function touchy(row: Row, i: number): boolean {
  let known = touchiness.get(row)
  if (known === undefined) touchiness.set(row, known = [])
  return known[i] ??= looks(row, i)
}

function looks(row: Row, i: number): boolean {
  if (row.verb === 'unary') return !blind(row.f)
  if (row.verb === 'binary') return !PROBES.every(other => blind(i === 0 ? x => row.f(x, other) : x => row.f(other, x)))
  // a choice among two values passes on the one it takes; the other leaves no trace, with its test or without; what is linear
  // passes on all it uses
  return row.verb !== 'linear' && (row.name !== 'where' || i === 0)
}

/** f(NaN) is NaN, and f(0) = f(−0). */
function blind(f: (x: number) => number): boolean {
  const left = f(-0), right = f(0)
  return Number.isNaN(f(NaN)) && (left === right || Number.isNaN(left) && Number.isNaN(right))
}
