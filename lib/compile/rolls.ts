// Rolls: stretches of a long program that do the same again and again, as loops of the function they were recorded from did.

import { CONSTANT, INPUT, ROW, type Tape } from '../trace/tape.ts'

/** `times` times the same `period` operations, from place `start` of the order on. */
export interface Roll { readonly start: number; readonly period: number; readonly times: number }

/** What is done in which order: operations without inputs and constants; the place of each in it, −1 of others. */
export interface Order { readonly ids: readonly number[]; readonly place: Int32Array }

const LEAST = 64 //    operations that a loop must stand for
const TIMES = 4 //     and how often it must run
const LONGEST = 512 // operations in it, at most
const GRAM = 6 //      so many operations alike are a sign that a stretch begins again
const TRIES = 4

/** The stretches of this order that repeat, in order. `fixed`: operations that may not be among them. */
export function rolls(tape: Tape, order: Order, fixed: (id: number) => boolean): Roll[] {
  const { ids } = order, next = likeThese(tape, order, fixed), found: Roll[] = [], from = new Int32Array(LONGEST + 1) // of each period: no sooner than there
  for (let start = 0; start < ids.length;) {
    let best: Roll | undefined
    for (let at = next[start]!, tries = 0; at > 0 && at - start <= LONGEST && tries < TRIES; at = next[at]!, tries++) {
      if (start < from[at - start]!) continue
      const times = repeats(tape, order, start, at - start, fixed, from), gain = (times - 1) * (at - start)
      if (times >= TIMES && times * (at - start) >= LEAST && (best === undefined || gain > (best.times - 1) * best.period)) best = { start, period: at - start, times }
    }
    if (best !== undefined) found.push(best)
    start += best === undefined ? 1 : best.period * best.times
  }
  return found
}

/**
 * How often these operations are done, one time after the other: the same rows, and what they use moves on by the same step each time.
 * Where that ends, it ends for all who start before: from which start on it may go further, is noted in `from`.
 */
function repeats(tape: Tape, order: Order, start: number, period: number, fixed: (id: number) => boolean, from: Int32Array): number {
  const { ids } = order, steps = new Int32Array(3 * period)
  for (let at = start + period;; at++) {
    const i = (at - start) % period, first = at < start + 2 * period
    if (at === ids.length || !alike(tape, ids[at - period]!, ids[at]!, fixed)) {
      from[period] = at - period + 1
      return Math.floor((at - start) / period)
    }
    for (let k = tape.arity(ids[at]!) - 1; k >= 0; k--) {
      const step = stepTo(tape, order, tape.arg(ids[at - period]!, k), tape.arg(ids[at]!, k))
      if (first) steps[3 * i + k] = step
      if (step !== steps[3 * i + k] || step === NONE) {
        from[period] = at - (step === NONE ? 1 : 2) * period + 1
        return Math.floor((at - start) / period)
      }
    }
  }
}

/** Are these the same row, of as many arguments, and may they be in a loop? */
const alike = (tape: Tape, a: number, b: number, fixed: (id: number) => boolean): boolean =>
  tape.code[a] === tape.code[b] && tape.c[a] !== -2 && tape.c[b] !== -2 && tape.arity(a) === tape.arity(b) && !fixed(a) && !fixed(b)

const NONE = -0x80000000

/** From one argument to the next: how far they are apart, among inputs or operations; NONE where they are of different kinds. */
export function stepTo(tape: Tape, { place }: Order, from: number, to: number): number {
  const kind = tape.code[from]!
  if (kind === CONSTANT || kind === INPUT) return tape.code[to] !== kind ? NONE : kind === CONSTANT ? 0 : tape.a[to]! - tape.a[from]!
  return tape.code[to] === CONSTANT || tape.code[to] === INPUT ? NONE : place[to]! - place[from]!
}

/** For each place the next from which on the same operations follow, told by a hash of what is near them; 0: none. */
function likeThese(tape: Tape, { ids, place }: Order, fixed: (id: number) => boolean): Int32Array {
  const n = ids.length, marks = new Int32Array(n), next = new Int32Array(n), latest = new Map<number, number>()
  for (let i = 0; i < n; i++) {
    const id = ids[i]!
    let mark = fixed(id) ? ROW + id : tape.code[id]!
    for (let k = tape.arity(id) - 1; k >= 0; k--) {
      const arg = tape.arg(id, k), away = place[arg]! < 0 ? -1 - tape.code[arg]! : i - place[arg]!
      mark = Math.imul(mark, 31) + (away < GRAM ? away : GRAM)
    }
    marks[i] = mark
  }
  for (let i = n - GRAM; i >= 0; i--) {
    let gram = 0
    for (let k = 0; k < GRAM; k++) gram = Math.imul(gram ^ marks[i + k]!, 0x9e3779b1) ^ gram >>> 15
    next[i] = latest.get(gram) ?? 0
    latest.set(gram, i)
  }
  return next
}
