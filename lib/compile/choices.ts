// Choices: operations `where` that look at one test, and what only one of their sides needs. How they are written is in block.ts.

import { isChoice, type Tape } from '../trace/tape.ts'

/** Operations `where` of one test, made together; `yes` and `no` are the operations that only that side needs, in order. */
export interface Choice { readonly test: number; readonly members: number[]; yes: readonly number[]; no: readonly number[] }

export const hasChoices = (tape: Tape): boolean => tape.rows.some(isChoice)

/** The choice that each `where` among these operations belongs to, where code gains by it. */
export function choices(tape: Tape, order: readonly number[], uses: Int32Array): Map<number, Choice> {
  const found = new Map<number, Choice>(), byTest = new Map<number, Choice[]>(), among = new Uint8Array(tape.size)
  for (const id of order) {
    if (tape.arity(id) > 0) among[id] = 1
    if (isChoice(tape.row(id))) join(tape, id, found, byTest)
  }
  for (const choice of new Set(found.values())) {
    choice.yes = only(tape, among, uses, choice.members.map(id => tape.arg(id, 1)), found)
    choice.no = only(tape, among, uses, choice.members.map(id => tape.arg(id, 2)), found)
    if (choice.members.length === 1 && choice.yes.length === 0 && choice.no.length === 0) found.delete(choice.members[0]!)
  }
  return found
}

/** Puts a `where` to the first of its test that it does not depend on, other choices being made as wholes. */
function join(tape: Tape, id: number, found: Map<number, Choice>, byTest: Map<number, Choice[]>): void {
  const test = tape.arg(id, 0), same = byTest.get(test) ?? []
  const beneath = same.length === 0 ? undefined : choicesBeneath(tape, id, found)
  let choice = same.find(each => !beneath!.has(each))
  if (choice === undefined) byTest.set(test, [...same, choice = { test, members: [], yes: [], no: [] }])
  choice.members.push(id)
  found.set(id, choice)
}

/** The choices that an operation depends on. */
function choicesBeneath(tape: Tape, id: number, found: ReadonlyMap<number, Choice>): Set<Choice> {
  const met = new Set<Choice>(), seen = new Set<number>(), open = tape.args(id)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const choice = found.get(at)
    if (choice !== undefined && !met.has(choice)) {
      met.add(choice)
      for (const member of choice.members) open.push(...tape.args(member))
    } else open.push(...tape.args(at))
  }
  return met
}

/** The operations among these that are used for these sides, as often as they are used at all; choices as wholes. */
function only(tape: Tape, among: Uint8Array, uses: Int32Array, sides: readonly number[], found: ReadonlyMap<number, Choice>): number[] {
  const shared = new Set<Choice>()
  for (;;) {
    const here = new Map<number, number>(), own = new Set<number>(), open = [...sides]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const count = (here.get(id) ?? 0) + 1, choice = found.get(id)
      here.set(id, count)
      if (among[id] === 0 || count !== uses[id] || choice !== undefined && shared.has(choice)) continue
      own.add(id)
      for (let k = tape.arity(id) - 1; k >= 0; k--) open.push(tape.arg(id, k))
    }
    const before = shared.size
    for (const id of own) if (found.get(id)?.members.some(member => !own.has(member))) shared.add(found.get(id)!)
    if (shared.size === before) return [...own].sort((a, b) => a - b)
  }
}
