// The back-end that prints JavaScript. What is printed in which order is in block.ts, large programs are in pieces.ts.

import { isOfArrays } from './analysis.ts'
import { arrayCall, arrayInto } from './arrays.ts'
import { type Frame, statements } from './block.ts'
import { Bindings } from './expression.ts'
import { draft } from './draft.ts'
import type { Columns, Machine, Other, Sweep, Target } from './machine.ts'
import { type Leaf, parts, type Program } from './paths.ts'
import { pieces } from './pieces.ts'
import { member, type Reading, reading } from './reading.ts'
import { mirrors } from './outside.ts'
import { MANY, type Memory, put, result, summed } from './results.ts'
import { fixedText, leavesOf, type Shape } from './shape.ts'
import { LARGE, SMALL } from './bounds.ts'
import { type Quick, quick } from './simplify.ts'

/** Prints functions and has the engine compile them. */
export const javascript: Machine = {
  name: 'JavaScript',
  call: whole,
  draft,
  into: (program, target, other) => whole(program, other, target),
  sweep,
}

function whole(program: Program, other: Other, target?: Target): Other {
  if (isOfArrays(program)) return target === undefined ? arrayCall(program, other) : arrayInto(program, other)
  const fast = quick(program)
  let tested: Other | undefined
  const again: Other = (...args) => (tested ??= new Printed(program, other, target).made())(...args)
  return new Printed(fast.program, other, target, fast, again).made()
}

let count = 0

/** A function of this text. V8 keeps its notes on types and callees by text: a number in it keeps them apart. In brackets
 *  it compiles a function at once; without, it reads it first, to find its end, and again when it is called. */
function make({ names, values }: Bindings, parameters: string, body: string, functions = ''): Other {
  return new Function(...names, `'use strict'\n${functions}\nreturn (function compiled_${++count}(${parameters}) {\n${body}\n})`)(...values) as Other
}

/** A program as the text of a function. `fast`: it goes without the chain rule's tests, and `again` has them. */
class Printed implements Frame {
  readonly name: (value: unknown) => string
  readonly unknown: string
  readonly watched: Uint8Array | undefined
  readonly early: Frame['early']
  private readonly bindings: Bindings = new Bindings()
  private readonly program: Program
  private readonly target: Target | undefined
  private readonly again: Other | undefined
  private readonly parameters: string
  private names: readonly string[]
  arrays: Reading['arrays'] = []

  constructor(program: Program, other: Other, target: Target | undefined, fast?: Quick, again?: Other) {
    const names: string[] = [], watch = program.tape.size > LARGE ? undefined : fast?.watch
    for (let i = 0; i < program.args.length; i++) names.push(`a${i}`)
    this.names = names
    this.program = program
    this.target = target
    this.again = again
    this.name = this.bindings.name
    this.parameters = `${target === undefined ? '' : 'out, '}${names.join(', ')}`
    this.unknown = this.leave(other)
    this.watched = watch === undefined ? fast?.risky : undefined
    if (watch !== undefined && watch.length > 0)
      this.early = { ids: watch, line: texts => `if (!(${squares(texts)} < ${SMALL * SMALL})) ${this.leave(again!)}` }
  }

  made(): Other {
    const { program, bindings, parameters } = this, large = program.tape.size > LARGE
    const head = (this.target === undefined ? '' : `if (${misfit(program, this.target, this.bindings)}) ${this.unknown}\n`) + this.read()
    if (!large) return make(bindings, parameters, head + statements(program, this).join('\n'))
    const { functions, body } = pieces(program, this)
    return make(bindings, parameters, head + body.join('\n'), functions.join('\n'))
  }

  /** The lines that look at the arguments. */
  private read(): string {
    const { lines, names, arrays } = reading(this.program.args, this.names, this.unknown, this.bindings)
    this.names = names
    this.arrays = arrays
    return lines
  }

  input(i: number): string {
    return this.names[i]!
  }

  result(shape: Shape, text: (id: number) => string, memory?: Memory): string {
    const doubtful = this.watched === undefined ? '' : doubts(leavesOf(shape), this.watched, text, this.bindings, memory)
    const doubt = doubtful === '' ? '' : `const all = ${doubtful}; if (all !== all) ${this.leave(this.again!)}; `
    return `{ ${doubt}${this.target === undefined ? `return ${result(shape, text, this.bindings, memory)}` : `${writes(shape, this.target, text, this.bindings, memory)}return out`} }`
  }

  private leave(f: Other): string {
    return `return ${this.name(f)}(${this.parameters})`
  }
}

// ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What holds of an `out` that is no such target. */
function misfit({ tree }: Program, target: Target, bindings: Bindings): string {
  const leaf = parts(tree).find(part => part.kind === 'leaf') as Leaf, { result } = leaf
  if (result.kind === 'number' || result.kind === 'fixed' || target === 'flat') return `!(out.length >= ${leavesOf(result).length}) || typeof out[0] === 'object'`
  return `!${bindings.name(mirrors)}(out, ${bindings.name(result)})`
}

/** The statements that write a result into `out`. */
function writes(shape: Shape, target: Target, text: (id: number) => string, bindings: Bindings, memory: Memory | undefined): string {
  const leaves = leavesOf(shape)
  let lines = ''
  if (target === 'flat' && memory !== undefined && leaves.length >= MANY) lines = `${bindings.name(put)}(${memory.m}, ${bindings.name(Int32Array.from(leaves, memory.slot))}, out); `
  else if (target === 'flat') for (const [i, id] of leaves.entries()) lines += `out[${i}] = ${text(id)}; `
  else write(shape, 'out')
  return lines

  function write(part: Shape, place: string): void {
    if (part.kind === 'number') lines += `${place} = ${text(part.id)}; `
    else if (part.kind === 'fixed') lines += `${place} = ${fixedText(part.value)}; `
    else if (part.kind === 'array') part.items.forEach((item, i) => { write(item, `${place}[${i}]`) })
    else if (part.kind === 'record') part.keys.forEach((key, i) => { write(part.items[i]!, member(place, key)) })
  }
}

/** The sum of squares, in four sums at once. */
function squares(texts: readonly string[]): string {
  const sums = [0, 1, 2, 3].map(k => texts.filter((_, i) => i % 4 === k).map(x => `${x} * ${x}`).join(' + ')).filter(sum => sum !== '')
  return sums.length === 1 ? sums[0]! : `(${sums.map(sum => `(${sum})`).join(' + ')})`
}

/** The sum of the results that must be looked at, each once. */
function doubts(ids: readonly number[], risky: Uint8Array, text: (id: number) => string, bindings: Bindings, memory?: Memory): string {
  if (ids.length === 1) return risky[ids[0]!] === 1 ? text(ids[0]!) : ''
  const doubtful = [...new Set(ids.filter(id => risky[id] === 1))]
  if (memory !== undefined && doubtful.length >= MANY) return `${bindings.name(summed)}(${memory.m}, ${bindings.name(Int32Array.from(doubtful, memory.slot))})`
  return doubtful.length === 0 ? '' : total(doubtful.map(text))
}

/** A sum as a tree, so that the processor can add several at once. */
function total(terms: readonly string[]): string {
  if (terms.length === 1) return terms[0]!
  const half = terms.length >> 1
  return `(${total(terms.slice(0, half))} + ${total(terms.slice(half))})`
}

// ── loops ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function sweep(program: Program, columns: Columns): Sweep {
  const fast = quick(program)
  let tested: Sweep | undefined
  const again: Sweep = (...args) => (tested ??= loop(program, columns))(...args)
  return loop(fast.program, columns, fast.risky, again)
}

function loop(program: Program, columns: Columns, risky?: Uint8Array, again?: Sweep): Sweep {
  const bindings = new Bindings()
  const head = columns.map((isColumn, i) => isColumn ? `const c${i} = inputs[${i}]` : `const x${i} = inputs[${i}][0]`)
  const outputs = Math.max(0, ...parts(program.tree).map(part => part.kind === 'leaf' ? leavesOf(part.result).length : 0))
  for (let i = 0; i < outputs; i++) head.push(`const o${i} = outputs[${i}]`)
  head.push('for (let i = from; i < to; i++) {')
  const body = statements(program, {
    input: i => columns[i] ? `c${i}[i]` : `x${i}`,
    name: bindings.name,
    unknown: 'return i',
    watched: risky,
    result(shape, text) {
      const ids = leavesOf(shape), doubtful = risky === undefined ? '' : doubts(ids, risky, text, bindings)
      const lines = doubtful === '' ? [] : [`const all = ${doubtful}`,
        `if (all !== all) { if (${bindings.name(again)}(i, i + 1, inputs, outputs) === i) return i; continue }`]
      return `{ ${[...lines, ...ids.map((id, i) => `o${i}[i] = ${text(id)}`), 'continue'].join('; ')} }`
    },
  })
  return make(bindings, 'from, to, inputs, outputs', [...head, ...body, '}', 'return to'].join('\n')) as unknown as Sweep
}
