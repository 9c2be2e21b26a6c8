// Pieces: a large program as several functions, for V8 never optimises one of more than 60 KB of bytecode.

import { INPUT, CONSTANT } from '../trace/tape.ts'
import { Block, countUses, type Frame } from './block.ts'
import { test } from './expression.ts'
import type { Program, Tree } from './paths.ts'
import { copied, MANY } from './results.ts'
import { leavesOf, type Shape } from './shape.ts'
import { used } from './analysis.ts'

const PIECE = 800 // operations in a piece

type Memory = Float64Array | unknown[]
export interface Path { readonly tests: ReadonlyMap<number, boolean>; readonly result: Shape }

/**
 * The statements, and before them the functions they call: values that pass from piece to piece stand in `m`; each way
 * through the program has pieces of its own.
 */
export function pieces(program: Program, frame: Frame): { functions: string[]; body: string[] } {
  const inner: string[] = [], outer: string[] = []
  const memory: Memory = program.tape.wide.length > 0 ? [] : new Float64Array(program.tape.size), m = frame.name(memory)
  const roots: number[] = []
  for (const { tests, result } of paths(program.tree)) roots.push(...tests.keys(), ...leavesOf(result))
  const mark = used(program.tape, roots), uses = countUses(program)
  outer.push(...inputs(program, frame, mark, m))
  for (const path of paths(program.tree)) {
    const calls = way(program, frame, path, uses, m, inner)
    const text = (id: number): string => `${m}[${id}]`
    for (const id of leavesOf(path.result)) if (program.tape.isConstant(id)) memory[id] = program.tape.values[id]!
    outer.push(`if (${calls.map(name => `${name}()`).join(' && ')}) ${frame.result(path.result, text, m)}`)
  }
  return { functions: inner, body: [...outer, frame.unknown] }
}

/** The statements that put inputs into memory. */
function inputs({ tape }: Program, frame: Frame, mark: Uint8Array, m: string): string[] {
  const places = new Map<number, number>(), lines: string[] = [] // of each input that is used
  for (let id = 0; id < mark.length; id++) if (mark[id] === 1 && tape.code[id] === INPUT) places.set(tape.a[id]!, id)
  for (const { source, first, count } of frame.arrays ?? []) {
    const own = Array.from({ length: count }, (_, i) => i).filter(i => places.has(first + i))
    if (own.length < MANY) continue
    lines.push(`${frame.name(copied)}(${m}, ${frame.name(Int32Array.from(own, i => places.get(first + i)!))}, ${source}, ${frame.name(Int32Array.from(own))})`)
    for (const i of own) places.delete(first + i)
  }
  for (const [input, id] of places) lines.push(`${m}[${id}] = ${frame.input(input)}`)
  return lines
}

function way({ tape, args, tree }: Program, frame: Frame, { tests, result }: Path, uses: Int32Array, m: string, functions: string[]): string[] {
  const out = leavesOf(result), mark = used(tape, [...tests.keys(), ...out])
  const last = new Int32Array(tape.size), starts: number[] = [] // the piece in which an operation is used last; where each begins
  let count = 0
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0 || tape.code[id] === INPUT || tape.code[id] === CONSTANT) continue
    if (count++ % PIECE === 0) starts.push(id)
    for (let i = tape.arity(id) - 1; i >= 0; i--) last[tape.arg(id, i)] = starts.length - 1
  }
  for (const id of out) last[id] = 0x7fffffff
  const names: string[] = [], block = new Block({ tape, args, tree }, { input: i => `${m}[${i}]`, name: frame.name, unknown: '', result: () => '' }, uses)
  for (let piece = 0; piece < Math.max(1, starts.length); piece++) {
    for (let id = starts[piece] ?? mark.length; id < (starts[piece + 1] ?? mark.length); id++) {
      if (mark[id] === 0 || tape.code[id] === INPUT || tape.code[id] === CONSTANT) continue
      for (let i = tape.arity(id) - 1; i >= 0; i--) {
        const arg = tape.arg(id, i)
        if (block.texts[arg] !== undefined) continue
        if (tape.isConstant(arg)) block.write(arg)
        else block.fetch(arg, `${m}[${arg}]`)
      }
      const crosses = last[id]! > piece
      block.write(id, crosses)
      if (crosses) block.lines.push(`${m}[${id}] = ${block.text(id)}`)
      const outcome = tests.get(id)
      if (outcome !== undefined) block.lines.push(`if (${outcome ? `!(${test(block.text(id))})` : test(block.text(id))}) return false`)
    }
    const name = `piece${functions.length}`
    names.push(name)
    functions.push(`const ${name} = (function () {\n${block.lines.join('\n')}\nreturn true\n})`)
    block.forget()
  }
  return names
}

/** Every way through a program, with its tests. */
export function* paths(tree: Tree): Generator<Path> {
  const open: { tree: Tree; tests: Map<number, boolean> }[] = [{ tree, tests: new Map() }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { tree: at, tests } = next
    if (at.kind === 'leaf') yield { tests, result: at.result }
    else for (const [branch, outcome] of [[at.no, false], [at.yes, true]] as const)
      if (branch !== undefined) open.push({ tree: branch, tests: new Map(tests).set(at.id, outcome) })
  }
}
