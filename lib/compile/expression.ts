// Operations as text: what one is in JavaScript. How they are put in order is in block.ts.

import { isChoice, PICK, placeOf, PLUS, type Row, type Tape, TIMES } from '../trace/tape.ts'

/** A number as source. */
export const literal = (x: number): string =>
  x !== x ? '(0/0)' : x === Infinity ? '(1/0)' : x < 0 || Object.is(x, -0) ? `(${x === -Infinity ? '-1/0' : Object.is(x, -0) ? '-0' : x})` : String(x)

/** Functions and data that printed code calls by name, since they have no source of their own. */
export class Bindings {
  readonly names: string[] = []
  readonly values: unknown[] = []
  private readonly at: Map<unknown, string> = new Map()

  readonly name = (value: unknown): string => {
    let name = this.at.get(value)
    if (name === undefined) {
      name = `f${this.values.push(value) - 1}`
      this.names.push(name)
      this.at.set(value, name)
    }
    return name
  }
}

/** A row as source: what it notes as its code, a member of Math, or a call of its function. */
export function rowCode(row: Row, args: readonly string[], name: (f: unknown) => string): string {
  if (row.notes.code !== undefined) return noted(row, args)
  const list = args.length === 1 ? args[0]! : args.join(', ')
  return (Math as unknown as Record<string, unknown>)[row.name] === row.f ? `Math.${row.name}(${list})` : `${name(row.f)}(${list})`
}

const isClosed = new WeakMap<Row, boolean>()

/** What a row notes as its code, in brackets where it does not hold together by itself. */
function noted(row: Row, args: readonly string[]): string {
  const text = row.notes.code!(...args)
  let closed = isClosed.get(row)
  if (closed === undefined) isClosed.set(row, closed = holdsTogether(row.notes.code!('x', 'y', 'z')))
  return closed ? text : `(${text})`
}

/** A name, a number, a call, or all of it in brackets. */
function holdsTogether(text: string): boolean {
  let depth = 0
  for (const c of text) {
    if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (depth === 0 && !/[\w$.]/.test(c)) return false
  }
  return true
}

/** Operation `id` as source, over the source of what it uses. */
export function operation(tape: Tape, id: number, args: readonly string[], name: (f: unknown) => string): string {
  const row = tape.row(id)
  if (row === undefined) return machines(tape, id, args[0]!, args[1]!)
  if (row.verb === 'unary' || row.verb === 'binary') return rowCode(row, args, name)
  if (isChoice(row)) return `(${test(args[0]!)} ? ${args[1]} : ${args[2]})`
  if (row.notes.code !== undefined) return noted(row, args)
  return `${name(row.f)}([${args}], ${tape.c[id] === -2 ? name(tape.parameters(id)) : 'undefined'})`
}

/** The chain rule's own operations. */
function machines(tape: Tape, id: number, a: string, b: string): string {
  const code = tape.code[id]!
  if (code === PICK) return a + placeOf(tape.wide[tape.a[id]!], tape.b[id]!)
  const left = moves(tape, tape.a[id]!), right = moves(tape, tape.b[id]!)
  if (code === PLUS) return left || right ? `(${a} + ${b})` : `(${a} === 0 ? ${b} : ${b} === 0 ? ${a} : ${a} + ${b})`
  const tests = [...(code === TIMES || left ? [] : [a]), ...(right ? [] : [b])].map(text => `${text} === 0`)
  return tests.length === 0 ? `(${a} * ${b})` : `(${tests.join(' || ')} ? 0 : ${a} * ${b})`
}

/** Is it a constant other than 0? */
const moves = (tape: Tape, id: number): boolean => tape.isConstant(id) && tape.values[id] !== 0

/** Is this source a name? Asked without a regular expression: the engine compiles those when they are first used. */
export function isName(source: string): boolean {
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i) | 32 // letters are small then, digits stay
    if (!(c >= 97 && c <= 122 || c >= 48 && c <= 57 || c === 127)) return false
  }
  return true
}

const MASK = ' ? 1 : 0)'

/** `(x < y ? 1 : 0)` as a test is `x < y`. */
export function test(mask: string): string {
  const end = mask.length - MASK.length, inner = mask.slice(1, end)
  return mask.endsWith(MASK) && mask.indexOf('?') === end + 1 && mask.startsWith('(') && balanced(inner) ? inner : `${mask} !== 0`
}

/** Is every bracket closed that is opened, and none before it is? */
export function balanced(text: string): boolean {
  let depth = 0
  for (const c of text) {
    if (c === '(') depth++
    if (c === ')' && --depth < 0) return false
  }
  return true
}

const MARKS = ['\u0001', '\u0002', '\u0003']

/** Does the text of an operation repeat what it uses? Then that must be a name. */
export function repeats(tape: Tape, id: number): boolean {
  const row = tape.row(id)
  if (row === undefined) return tape.code[id] !== PICK
  if (row.notes.code === undefined || isChoice(row)) return false
  const text = row.notes.code(...MARKS)
  for (let i = 0; i < MARKS.length; i++) if (text.indexOf(MARKS[i]!) !== text.lastIndexOf(MARKS[i]!)) return true
  return false
}
