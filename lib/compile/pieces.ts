// Pieces: a large program as several functions, for V8 never optimises one of more than 60 KB of bytecode; what repeats is a loop.

import { CONSTANT, INPUT } from '../trace/tape.ts'
import { used } from './analysis.ts'
import { Block, countUses, type Frame } from './block.ts'
import { test } from './expression.ts'
import { loop, outside } from './loops.ts'
import type { Program, Tree } from './paths.ts'
import { copied, MANY } from './results.ts'
import { type Order, type Roll, rolls } from './rolls.ts'
import { leavesOf, type Shape } from './shape.ts'

const PIECE = 800 // operations in a piece

export interface Path { readonly tests: ReadonlyMap<number, boolean>; readonly result: Shape }

/**
 * The statements, and before them the functions they call: values that pass from piece to piece, and all that loops use, stand
 * in memory; each way through the program has pieces of its own.
 */
export function pieces(program: Program, frame: Frame): { functions: string[]; body: string[] } {
  const { tape, tree, args } = program, functions: string[] = [], body: string[] = [], uses = countUses(program)
  const inputs = args.reduce((n, shape) => n + leavesOf(shape).length, 0), all = [...paths(tree)].map(path => ({ ...path, order: ordered(program, path) }))
  const longest = Math.max(...all.map(({ order }) => order.ids.length)), constants = [...new Set(all.flatMap(({ result }) => leavesOf(result)).filter(id => tape.isConstant(id)))]
  // inputs first, then the operations of a way in their order, then constants that are results
  const size = inputs + longest + constants.length, memory: number[] | Float64Array = tape.wide.length > 0 ? new Array<number>(size).fill(0) : new Float64Array(size), m = frame.name(memory)
  const constantAt = new Map(constants.map((id, i) => [id, inputs + longest + i]))
  for (const [id, at] of constantAt) memory[at] = tape.values[id]!
  body.push(...entries(frame, m, inputs))
  for (const { tests, result, order } of all) {
    const slot = (id: number): number => tape.code[id] === INPUT ? tape.a[id]! : constantAt.get(id) ?? inputs + order.place[id]!
    const calls = new Way(program, frame, { tests, result }, { order, uses, m, slot }).pieces(functions)
    body.push(`if (${calls.map(name => `${name}()`).join(' && ')}) ${frame.result(result, id => `${m}[${slot(id)}]`, { m, slot })}`)
  }
  return { functions, body: [...body, frame.unknown] }
}

/** The statements that put inputs into memory. */
function entries(frame: Frame, m: string, count: number): string[] {
  const lines: string[] = []
  const each = (from: number, to: number): void => { for (let i = from; i < to; i++) lines.push(`${m}[${i}] = ${frame.input(i)}`) }
  let next = 0
  for (const array of frame.arrays ?? []) {
    if (array.count < MANY) continue
    each(next, array.first)
    lines.push(`${frame.name(copied)}(${m}, ${array.first}, ${array.source})`)
    next = array.first + array.count
  }
  each(next, count)
  return lines
}

/** The operations of a way, in order. */
function ordered({ tape }: Program, { tests, result }: Path): Order {
  const mark = used(tape, [...tests.keys(), ...leavesOf(result)]), ids: number[] = [], place = new Int32Array(tape.size).fill(-1)
  for (let id = 0; id < mark.length; id++)
    if (mark[id] === 1 && tape.code[id] !== INPUT && tape.code[id] !== CONSTANT) place[id] = ids.push(id) - 1
  return { ids, place }
}

interface Plan { readonly order: Order; readonly uses: Int32Array; readonly m: string; slot(id: number): number }

/** One way through a program. */
class Way {
  private readonly program: Program
  private readonly frame: Frame
  private readonly path: Path
  private readonly plan: Plan
  /** what is done, in order: operations by themselves, and rolls */
  private readonly units: readonly (number | Roll)[]
  /** of each operation: the piece it is in, from 1 on; 0: it is in a loop */
  private readonly home: Int32Array
  /** does it go through memory? */
  private readonly leaves: Uint8Array

  constructor(program: Program, frame: Frame, path: Path, plan: Plan) {
    const { tape } = program, { order } = plan
    this.program = program
    this.frame = frame
    this.path = path
    this.plan = plan
    this.units = units(order, tape.wide.length > 0 ? [] : rolls(tape, order, id => path.tests.has(id)))
    this.home = new Int32Array(tape.size)
    this.leaves = new Uint8Array(tape.size)
    let count = 0
    for (const unit of this.units) {
      if (typeof unit === 'number') this.home[unit] = 1 + Math.floor(count++ / PIECE)
      else {
        for (const id of outside(tape, order, unit)) this.leaves[id] = 1
        count += unit.period
      }
    }
    for (const id of order.ids)
      if (this.home[id]! > 0) for (let i = tape.arity(id) - 1; i >= 0; i--) if (this.home[tape.arg(id, i)] !== this.home[id]) this.leaves[tape.arg(id, i)] = 1
    for (const id of leavesOf(path.result)) this.leaves[id] = 1
  }

  /** Writes a function for each piece, and gives their names. */
  pieces(functions: string[]): string[] {
    const { tape, args, tree } = this.program, { order, m, slot, uses } = this.plan, { frame, path: { tests } } = this, names: string[] = []
    const block = new Block({ tape, args, tree }, { input: i => `${m}[${i}]`, name: frame.name, unknown: '', result: () => '' }, uses)
    const end = (): void => {
      names.push(`piece${functions.length}`)
      functions.push(`const ${names.at(-1)!} = (function () {\n${block.lines.join('\n')}\nreturn true\n})`)
      block.forget()
    }
    let piece = 1
    for (const unit of this.units) {
      if (typeof unit !== 'number') {
        block.lines.push(...loop(tape, order, unit, { m, slot }, id => this.leaves[id] === 1, frame.name))
        continue
      }
      if (this.home[unit]! > piece) {
        if (block.lines.length > 0) end()
        piece = this.home[unit]!
      }
      this.single(block, unit)
      const outcome = tests.get(unit)
      if (outcome !== undefined) block.lines.push(`if (${outcome ? `!(${test(block.text(unit))})` : test(block.text(unit))}) return false`)
    }
    if (block.lines.length > 0 || names.length === 0) end()
    return names
  }

  private single(block: Block, id: number): void {
    const { tape } = this.program, { m, slot } = this.plan
    for (let i = tape.arity(id) - 1; i >= 0; i--) {
      const arg = tape.arg(id, i)
      if (block.texts[arg] !== undefined) continue
      if (tape.isConstant(arg)) block.write(arg)
      else block.fetch(arg, `${m}[${slot(arg)}]`)
    }
    block.write(id, this.leaves[id] === 1)
    if (this.leaves[id] === 1) block.lines.push(`${m}[${slot(id)}] = ${block.text(id)}`)
  }
}

/** An order with rolls in place of what they stand for. */
function units({ ids }: Order, found: readonly Roll[]): (number | Roll)[] {
  const all: (number | Roll)[] = []
  let at = 0
  for (const roll of found) {
    for (; at < roll.start; at++) all.push(ids[at]!)
    all.push(roll)
    at = roll.start + roll.period * roll.times
  }
  return all.concat(ids.slice(at))
}

/** Every way through a program, with its tests. */
export function* paths(tree: Tree): Generator<Path> {
  const open: Turn[] = [{ tree, id: -1, outcome: false, before: undefined }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { tree: at } = next
    if (at.kind === 'leaf') yield { tests: testsTo(next), result: at.result }
    else for (const [branch, outcome] of [[at.no, false], [at.yes, true]] as const)
      if (branch !== undefined) open.push({ tree: branch, id: at.id, outcome, before: next })
  }
}

/** A part of a tree, and the test that leads to it. */
interface Turn { readonly tree: Tree; readonly id: number; readonly outcome: boolean; readonly before: Turn | undefined }

function testsTo(leaf: Turn): Map<number, boolean> {
  const turns: Turn[] = []
  for (let at = leaf; at.before !== undefined; at = at.before) turns.push(at)
  return new Map(turns.reverse().map(({ id, outcome }) => [id, outcome]))
}
