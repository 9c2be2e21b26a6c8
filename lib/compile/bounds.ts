// Bounds: how large values can get, so that what must be looked at to be sure of a derivative is as little as possible.

import { BOTH, CONSTANT, INPUT, PLUS, type Tape, TIMES } from '../trace/tape.ts'
import { add, mul, neg, square, sub } from '../rules/arithmetic.ts'
import type { Analysis } from './analysis.ts'

// The chain rule's tests matter only where a partial derivative is infinite or NaN while nothing moves. If the values that
// all partials are made of are known to be small, by sums and products, no partial can be; a few values are then looked at
// instead of every result, and early, when they are at hand: 0.1 ns each instead of 1.6.

/** Operations from which on a program is made in pieces, and all of its results are looked at. */
export const LARGE = 1500

/** Calls that a draft answers, where nothing else is asked for. */
export const DRAFTS = 256

/** Looked-at values are below this; sums of their squares below its square. */
export const SMALL = 1e20
const HUGE = 1e250

/** Functions of Math that never exceed 2. */
const TAME = new Set<unknown>([Math.sin, Math.cos, Math.tanh, Math.atan, Math.sign])

/** The operations that, if they are small, make every partial finite: inputs, and what is made of neither sums nor products. */
export function watched(tape: Tape, { mark, exact }: Analysis): number[] {
  const bound = new Float64Array(tape.size), root = new Uint8Array(tape.size)
  for (let id = 0; id < tape.size; id++) {
    if (mark[id] === 0) continue
    const b = limit(tape, id, bound)
    root[id] = Number(!(b < HUGE))
    bound[id] = b < HUGE ? b : SMALL
  }
  const open: number[] = [], seen = new Uint8Array(tape.size), found: number[] = []
  const visit = (id: number): void => { if (seen[id] === 0) { seen[id] = 1; open.push(id) } }
  for (let id = 0; id < tape.size; id++) {
    if (mark[id] === 0 || exact[id] === 1) continue
    if (tape.code[id] === TIMES || tape.code[id] === BOTH) visit(tape.a[id]!)
    if (tape.code[id] === BOTH) visit(tape.b[id]!)
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (root[id] === 1) found.push(id)
    else for (let i = tape.arity(id) - 1; i >= 0; i--) visit(tape.arg(id, i))
  }
  return found.sort((a, b) => a - b)
}

/** What |operation id| cannot exceed, given the bounds of what it uses; infinite where that is not known. */
function limit(tape: Tape, id: number, bound: Float64Array): number {
  const code = tape.code[id]!, a = bound[tape.a[id]!]!, b = bound[tape.b[id]!]!
  if (code === CONSTANT) return Math.abs(tape.values[id]!)
  if (code === INPUT) return Infinity
  if (code === TIMES || code === BOTH) return a * b
  if (code === PLUS) return a + b
  const row = tape.row(id)
  if (row === neg) return a
  if (row === add || row === sub) return a + b
  if (row === mul) return a * b
  if (row === square) return a * a
  if (row?.f === Math.sqrt) return Infinity // of what is negative it is NaN
  return TAME.has(row?.f) ? 2 : Infinity
}
