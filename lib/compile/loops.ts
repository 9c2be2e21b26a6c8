// Loops: a roll as source. Operands and results stand in memory, at places that move on by the same step each time.

import { CONSTANT, type Tape } from '../trace/tape.ts'
import { literal, operation } from './expression.ts'
import type { Memory } from './results.ts'
import { type Order, type Roll, stepTo } from './rolls.ts'

/** Is argument k of operation i done in the same turn, in every turn? Then it is a name; else it stands in memory. */
function isLocal(tape: Tape, { ids, place }: Order, { start, period }: Roll, i: number, k: number): boolean {
  const arg = tape.arg(ids[start + i]!, k)
  return place[arg]! >= start && place[tape.arg(ids[start + period + i]!, k)]! - place[arg]! === period
}

/** The operations that a loop takes out of memory. */
export function* outside(tape: Tape, order: Order, roll: Roll): Generator<number> {
  const { start, period, times } = roll
  for (let i = 0; i < period; i++) for (let k = tape.arity(order.ids[start + i]!) - 1; k >= 0; k--) {
    if (isLocal(tape, order, roll, i, k)) continue
    for (let turn = 0; turn < times; turn++) yield tape.arg(order.ids[start + turn * period + i]!, k)
  }
}

/** The lines of a loop. `leaves`: does an operation go through memory? */
export function loop(tape: Tape, order: Order, roll: Roll, { m, slot }: Memory, leaves: (id: number) => boolean, name: (value: unknown) => string): string[] {
  const { start, period, times } = roll, before: string[] = [], lines: string[] = [], loads = new Map<string, string>()
  const at = (i: number, turn: number): number => order.ids[start + turn * period + i]!
  const index = (first: number, step: number): string => step === 0 ? String(first) : step === period ? `i + ${first}` : step === 1 ? `t + ${first}` : `${step} * t + ${first}`

  /** What stands in memory, or in a table, as a name. */
  const load = (source: string, where: string[]): string => {
    let known = loads.get(source)
    if (known === undefined) {
      loads.set(source, known = `l${loads.size}`)
      where.push(`const ${known} = ${source}`)
    }
    return known
  }
  const operand = (i: number, k: number): string => {
    const arg = tape.arg(at(i, 0), k)
    if (tape.code[arg] === CONSTANT) {
      const all = Float64Array.from({ length: times }, (_, turn) => tape.values[tape.arg(at(i, turn), k)]!)
      return all.every(value => Object.is(value, all[0])) ? literal(all[0]!) : load(`${name(all)}[t]`, lines)
    }
    const step = stepTo(tape, order, arg, tape.arg(at(i, 1), k)), place = order.place[arg]!
    if (isLocal(tape, order, roll, i, k)) return `u${place - start}`
    return step === 0 && place < start ? load(`${m}[${slot(arg)}]`, before) : load(`${m}[${index(slot(arg), step)}]`, lines)
  }
  for (let i = 0; i < period; i++) {
    const id = at(i, 0), args: string[] = []
    for (let k = 0, n = tape.arity(id); k < n; k++) args.push(operand(i, k))
    lines.push(`const u${i} = ${operation(tape, id, args, name)}`)
    let kept = false
    for (let turn = 0; turn < times && !kept; turn++) kept = leaves(at(i, turn))
    if (kept) lines.push(`${m}[${index(slot(id), period)}] = u${i}`)
  }
  return ['{', ...before, `for (let t = 0, i = 0; t < ${times}; t++, i += ${period}) {`, ...lines, '} }']
}
