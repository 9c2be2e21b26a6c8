// Block: operations put in order as statements, each once and no sooner than it is needed. What frames them is in javascript.ts.

import { CONSTANT, INPUT, type Tape } from '../trace/tape.ts'
import { type Choice, choices, hasChoices } from './choices.ts'
import { isName, literal, operation, repeats, test } from './expression.ts'
import { type Program, rootsOf, type Tree } from './paths.ts'
import type { Memory } from './results.ts'
import { leavesOf, type Shape } from './shape.ts'

const LONGEST = 100 // characters of an expression before it gets a name

/** What code is put around a program: how inputs are read, what is done with results, and where the way is not known. */
export interface Frame {
  /** input number i, as source */
  input(i: number): string
  /** arrays of which each element is an input: the first of them, and how many they are */
  readonly arrays?: readonly { readonly source: string; readonly first: number; readonly count: number }[]
  /** the statement that ends a way, given the source of an operation; `memory`: where all stand */
  result(shape: Shape, text: (id: number) => string, memory?: Memory): string
  /** the statement where the way is not known */
  readonly unknown: string
  readonly name: (value: unknown) => string
  /** results that are looked at before they are given: 1 for each */
  readonly watched?: Uint8Array | undefined
  /** values that are looked at before the results are made, and how */
  readonly early?: { readonly ids: readonly number[]; line(texts: readonly string[]): string } | undefined
}

/** The statements of a program, tests and all. */
export function statements(program: Program, frame: Frame): string[] {
  const block = new Block(program, frame, countUses(program, frame.watched, frame.early?.ids))
  if (program.tree.kind === 'leaf' && frame.early === undefined && !hasChoices(program.tape)) block.whole(program.tree.result)
  else block.tree(program.tree)
  return block.lines
}

/** Where operations become statements. */
export class Block {
  lines: string[] = []
  readonly texts: (string | undefined)[] = []
  private readonly tape: Tape
  private readonly frame: Frame
  private readonly uses: Int32Array
  private readonly trail: number[] = []
  private readonly repeating: boolean[] = [] // by what stands in `code`

  constructor({ tape }: Program, frame: Frame, uses: Int32Array) {
    this.tape = tape
    this.frame = frame
    this.uses = uses
  }

  /** All that is used, in order, and the result. */
  whole(result: Shape): void {
    const { uses } = this
    for (let id = 0; id < uses.length; id++) if (uses[id]! > 0) this.write(id)
    this.lines.push(this.frame.result(result, this.text))
  }

  tree(from: Tree): void {
    let tree: Tree | undefined = from
    while (tree?.kind === 'branch') {
      this.need([tree.id])
      const holds = test(this.text(tree.id)), { yes, no } = tree as { yes: Tree | undefined; no: Tree | undefined }
      if (yes === undefined || no === undefined) this.lines.push(`if (${no === undefined ? `!(${holds})` : holds}) ${this.frame.unknown}`)
      else {
        const start = this.trail.length
        this.lines.push(`if (${holds}) {`)
        this.tree(yes)
        this.lines.push('}')
        for (const id of this.trail.splice(start)) this.texts[id] = undefined
      }
      tree = no ?? yes
    }
    if (tree === undefined) return
    const { result } = tree, { early } = this.frame
    if (early !== undefined) {
      this.need(early.ids)
      for (const id of early.ids) if (!isName(this.text(id))) this.named(id, this.text(id))
      this.lines.push(early.line(early.ids.map(this.text)))
    }
    this.need(leavesOf(result))
    this.lines.push(this.frame.result(result, this.text))
  }

  readonly text = (id: number): string => this.texts[id]!

  /** Writes what these operations need and is not there yet. */
  private need(roots: readonly number[]): void {
    const { tape, texts } = this, open = roots.slice()
    let first = tape.size, last = -1 // those that are wanted, and have no text yet, are among these
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (texts[id] !== undefined) continue
      texts[id] = ''
      if (id < first) first = id
      if (id > last) last = id
      for (let i = tape.arity(id) - 1; i >= 0; i--) open.push(tape.arg(id, i))
    }
    if (hasChoices(tape)) {
      const order: number[] = []
      for (let id = first; id <= last; id++) if (texts[id] === '') order.push(id)
      this.choose(order, choices(tape, order, this.uses))
    } else for (let id = first; id <= last; id++) if (texts[id] === '') this.write(id)
  }

  /** The same, where one of two sides is taken: each choice once, with what only one side needs within it. */
  private choose(order: readonly number[], found: ReadonlyMap<number, Choice>): void {
    const { tape } = this, wanted = new Set(order), within = new Set([...found.values()].flatMap(({ yes, no }) => [...yes, ...no]))
    for (const { test: decision, members } of new Set(found.values())) if (this.uses[decision] === members.length) this.uses[decision] = 1 // it stands in one place: no name is needed
    const emit = (id: number): void => {
      if (!wanted.delete(id)) return
      const choice = found.get(id)
      if (choice === undefined) {
        for (const arg of tape.args(id)) emit(arg)
        this.write(id)
        return
      }
      const { test: decision, members, yes, no } = choice, own = new Set([...yes, ...no])
      for (const member of members) wanted.delete(member)
      emit(decision)
      for (const each of [...members, ...own]) for (const arg of tape.args(each)) if (!own.has(arg)) emit(arg)
      const inner = new Set([...new Set(found.values())].flatMap(each => each !== choice && own.has(each.members[0]!) ? [...each.yes, ...each.no] : []))
      const side = (ids: readonly number[], k: number): void => {
        for (const each of ids) if (!inner.has(each)) emit(each)
        for (const member of members) this.lines.push(`v${member} = ${this.text(tape.arg(member, k))}`)
      }
      this.lines.push(`let ${members.map(member => `v${member}`).join(', ')}`, `if (${test(this.text(decision))}) {`)
      side(yes, 1)
      this.lines.push('} else {')
      side(no, 2)
      this.lines.push('}')
      for (const member of members) {
        this.texts[member] = `v${member}`
        this.trail.push(member)
      }
    }
    for (const id of order) if (!within.has(id)) emit(id)
  }

  /** One operation; those it uses are written. */
  write(id: number, keep = false): void {
    const { tape, texts } = this, code = tape.code[id]!
    this.trail.push(id)
    if (code === CONSTANT) {
      texts[id] = literal(tape.values[id]!)
      return
    }
    if (code === INPUT) {
      const source = this.frame.input(tape.a[id]!)
      if (isName(source)) texts[id] = source
      else this.named(id, source)
      return
    }
    const again = this.repeating[code] ??= repeats(tape, id), args: string[] = []
    for (let i = 0, n = tape.arity(id); i < n; i++) {
      const arg = tape.arg(id, i)
      if (again && tape.code[arg] !== CONSTANT && !isName(texts[arg]!)) this.named(arg, texts[arg]!)
      args.push(texts[arg]!)
    }
    const text = operation(tape, id, args, this.frame.name)
    if (this.uses[id] === 1 && text.length < LONGEST && !keep) texts[id] = text
    else this.named(id, text)
  }

  /** Takes an operation from elsewhere. */
  fetch(id: number, source: string): void {
    this.trail.push(id)
    this.named(id, source)
  }

  /** Begins anew, with nothing written. */
  forget(): void {
    this.lines = []
    for (const id of this.trail.splice(0)) this.texts[id] = undefined
  }

  private named(id: number, text: string): void {
    const name = `v${id}`
    this.texts[id] = name
    this.lines.push(`const ${name} = ${text}`)
  }
}

/** How often each operation is used, by operations that are used. */
export function countUses({ tape, tree }: Program, watched?: Uint8Array, early: readonly number[] = []): Int32Array {
  const uses = new Int32Array(tape.size)
  for (const id of early) uses[id]!++
  for (const id of rootsOf(tree)) uses[id]! += watched?.[id] === 1 ? 2 : 1
  for (let id = tape.size - 1; id >= 0; id--)
    if (uses[id]! > 0) for (let i = tape.arity(id) - 1; i >= 0; i--) uses[tape.arg(id, i)]!++
  return uses
}
