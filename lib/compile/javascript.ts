// The back-end that prints JavaScript. What is printed in which order is in block.ts, large programs are in pieces.ts.

import { arrayCall, arrayInto, isOfArrays } from './arrays.ts'
import { type Frame, statements } from './block.ts'
import { Bindings, isName } from './expression.ts'
import type { Columns, Machine, Other, Sweep, Target } from './machine.ts'
import { type Leaf, parts, type Program } from './paths.ts'
import { LARGE, pieces } from './pieces.ts'
import { leavesOf, type Shape } from './shape.ts'
import { SMALL } from './bounds.ts'
import { type Quick, quick } from './simplify.ts'

/** Prints functions and has the engine compile them. */
export const javascript: Machine = {
  name: 'JavaScript',
  call: (program, other) => whole(program, other, undefined),
  into: (program, target, other) => whole(program, other, target),
  sweep,
}

let printed = 0

/** A function of this text. V8 keeps its notes on types and callees by text: a number in it keeps them apart. In brackets
 *  it compiles a function at once; without, it reads it first, to find its end, and again when it is called. */
function make(bindings: Bindings, parameters: readonly string[], head: readonly string[], body: readonly string[], functions: readonly string[] = []): Other {
  const text = `'use strict'\n${functions.join('\n')}\nreturn (function compiled_${++printed}(${parameters.join(', ')}) {\n${head.join('\n')}\n${body.join('\n')}\n})`
  return new Function(...bindings.names, text)(...bindings.values) as Other
}

function whole(program: Program, other: Other, target: Target | undefined): Other {
  if (program.tape.wide.length > 0 && isOfArrays(program)) return target === undefined ? arrayCall(program, other) : arrayInto(program, other)
  const fast = quick(program)
  let tested: Other | undefined
  const again: Other = (...args) => (tested ??= framed(program, other, target))(...args)
  return framed(fast.program, other, target, fast, again)
}

function framed(program: Program, other: Other, target: Target | undefined, fast?: Quick, again?: Other): Other {
  const { args, tape } = program, bindings = new Bindings(), given = target === undefined ? [] : ['out'], large = tape.size > LARGE
  for (let i = 0; i < args.length; i++) given.push(`a${i}`)
  const { lines, names } = reading(args, target === undefined ? given : given.slice(1), leave(other), bindings)
  if (target !== undefined) lines.unshift(`if (${misfit(program, target)}) ${leave(other)}`)
  const watch = large ? undefined : fast?.watch, risky = watch === undefined ? fast?.risky : undefined
  const frame: Frame = {
    input: i => names[i]!,
    name: bindings.name,
    unknown: leave(other),
    watched: risky,
    early: watch === undefined || watch.length === 0 ? undefined : { ids: watch, line: texts => `if (!(${squares(texts)} < ${SMALL * SMALL})) ${leave(again!)}` },
    result(shape, text) {
      const doubtful = risky === undefined ? [] : doubts(leavesOf(shape), risky, text)
      const doubt = doubtful.length === 0 ? '' : `const all = ${total(doubtful)}; if (all !== all) ${leave(again!)}; `
      return `{ ${doubt}${target === undefined ? `return ${structure(shape, text, bindings)}` : `${writes(shape, target, text)}return out`} }`
    },
  }
  if (!large) return make(bindings, given, lines, statements(program, frame))
  const { functions, body } = pieces(program, frame)
  return make(bindings, given, lines, body, functions)

  function leave(f: Other): string {
    return `return ${bindings.name(f)}(${given.join(', ')})`
  }
}

/** The results that must be looked at, each once. */
function doubts(ids: readonly number[], risky: Uint8Array, text: (id: number) => string): string[] {
  const seen: number[] = []
  for (const id of ids) if (risky[id] === 1 && !seen.includes(id)) seen.push(id)
  return seen.map(text)
}

// ── arguments ───────────────────────────────────────────────────────────────────────────────────────────────────────

const FEW = 256 // inputs that are all read at once, each into a name

/** What reads the arguments and makes sure that they are what the code was made for; and the source of each input. */
interface Reading { readonly lines: string[]; readonly names: readonly string[] }

function reading(args: readonly Shape[], parameters: readonly string[], leave: string, bindings: Bindings): Reading {
  let checks = ''
  for (let i = 0; i < args.length; i++) {
    if (args[i]!.kind !== 'number' || args.length > FEW) return readingAny(args, parameters, leave, bindings)
    checks += `${i === 0 ? '' : ' || '}typeof ${parameters[i]} !== 'number'`
  }
  return { lines: checks === '' ? [] : [`if (${checks}) ${leave}`], names: parameters }
}

/** The same of arguments that are not all numbers. */
function readingAny(args: readonly Shape[], parameters: readonly string[], leave: string, bindings: Bindings): Reading {
  const names: string[] = [], checks: string[] = [], lines: string[] = []
  const few = args.reduce((n, shape) => n + leavesOf(shape).length, 0) <= FEW
  const read = (shape: Shape, source: string): void => {
    if (shape.kind === 'number') {
      names[shape.id] = source
      if (!few) checks.push(`typeof ${source} === 'number'`)
    } else if (shape.kind === 'fixed') checks.push(`Object.is(${source}, ${bindings.name(shape.value)})`)
    else if (shape.kind === 'array') {
      const plain = !few && shape.items.every(item => item.kind === 'number')
      checks.push(plain ? `${bindings.name(areNumbers)}(${source}, ${shape.items.length})` : `Array.isArray(${source}) && ${source}.length === ${shape.items.length}`)
      if (plain) for (const [i, item] of shape.items.entries()) names[(item as { id: number }).id] = `${source}[${i}]`
      else for (const [i, item] of shape.items.entries()) read(item, `${source}[${i}]`)
    } else {
      checks.push(`${bindings.name(hasKeys)}(${source}, ${shape.keys.length})`)
      for (const [i, key] of shape.keys.entries()) read(shape.items[i]!, member(source, key))
    }
  }
  for (const [i, shape] of args.entries()) read(shape, parameters[i]!)
  if (checks.length > 0) lines.push(`if (!(${checks.join(' && ')})) ${leave}`)
  if (!few) return { lines, names }
  const own = names.map((source, i) => isName(source) ? source : `e${i}`)
  names.forEach((source, i) => { if (own[i] !== source) lines.push(`const ${own[i]} = ${source}`) })
  if (own.length > 0) lines.push(`if (${own.map(name => `typeof ${name} !== 'number'`).join(' || ')}) ${leave}`)
  // · 1 changes nothing, and costs nothing where elements are doubles; where they are objects, they are opened once, not at each use
  own.forEach((name, i) => { if (name !== names[i]) lines.push(`const x${i} = ${name} * 1`) })
  return { lines, names: own.map((name, i) => name === names[i] ? name : `x${i}`) }
}

const member = (source: string, key: string): string => /^[A-Za-z_$][\w$]*$/.test(key) ? `${source}.${key}` : `${source}[${JSON.stringify(key)}]`

function hasKeys(x: unknown, count: number): boolean {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return false
  let n = 0
  for (const _ in x) n++
  return n === count
}

function areNumbers(x: unknown, count: number): boolean {
  if (!Array.isArray(x) || x.length !== count) return false
  for (let i = 0; i < count; i++) if (typeof x[i] !== 'number') return false
  return true
}

// ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A result as source. */
function structure(shape: Shape, text: (id: number) => string, bindings: Bindings): string {
  return shape.kind === 'number' ? text(shape.id) : structureOf(shape, text, bindings)
}

function structureOf(shape: Exclude<Shape, { kind: 'number' }>, text: (id: number) => string, bindings: Bindings): string {
  if (shape.kind === 'fixed') return shape.value === undefined ? 'undefined' : typeof shape.value === 'bigint' ? bindings.name(shape.value) : JSON.stringify(shape.value)
  if (shape.kind === 'array') return `[${shape.items.map(item => structure(item, text, bindings)).join(', ')}]`
  return `{ ${shape.keys.map((key, i) => `${JSON.stringify(key)}: ${structure(shape.items[i]!, text, bindings)}`).join(', ')} }`
}

/** What holds of an `out` that is no such target. */
function misfit({ tree }: Program, target: Target): string {
  const leaf = parts(tree).find(part => part.kind === 'leaf') as Leaf, { result } = leaf
  if (result.kind === 'number' || result.kind === 'fixed' || target === 'flat') return `!(out.length >= ${leavesOf(result).length}) || typeof out[0] === 'object'`
  if (result.kind === 'record') return 'ArrayBuffer.isView(out) || Array.isArray(out)'
  return `typeof out[${result.items.findIndex(item => item.kind !== 'number')}] !== 'object'`
}

/** The statements that write a result into `out`. */
function writes(shape: Shape, target: Target, text: (id: number) => string): string {
  let lines = ''
  if (target === 'flat') for (const [i, id] of leavesOf(shape).entries()) lines += `out[${i}] = ${text(id)}; `
  else write(shape, 'out')
  return lines

  function write(part: Shape, place: string): void {
    if (part.kind === 'number') lines += `${place} = ${text(part.id)}; `
    else if (part.kind === 'array') part.items.forEach((item, i) => { write(item, `${place}[${i}]`) })
    else if (part.kind === 'record') part.keys.forEach((key, i) => { write(part.items[i]!, member(place, key)) })
  }
}

/** The sum of squares, in four sums at once. */
function squares(texts: readonly string[]): string {
  const sums = [0, 1, 2, 3].map(k => texts.filter((_, i) => i % 4 === k).map(x => `${x} * ${x}`).join(' + ')).filter(sum => sum !== '')
  return sums.length === 1 ? sums[0]! : `(${sums.map(sum => `(${sum})`).join(' + ')})`
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
      const ids = leavesOf(shape), doubtful = risky === undefined ? [] : doubts(ids, risky, text)
      const lines = doubtful.length === 0 ? [] : [`const all = ${total(doubtful)}`,
        `if (all !== all) { if (${bindings.name(again)}(i, i + 1, inputs, outputs) === i) return i; continue }`]
      return `{ ${[...lines, ...ids.map((id, i) => `o${i}[i] = ${text(id)}`), 'continue'].join('; ')} }`
    },
  })
  return make(bindings, ['from', 'to', 'inputs', 'outputs'], head, [...body, '}', 'return to']) as unknown as Sweep
}
