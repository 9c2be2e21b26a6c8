// Prints each row as code of its own. Printed or not, a row answers the same; what differs is speed alone.

// Why print? Rows made by one closure share one body in V8, so every call in it goes to many functions and none is
// inlined: 9–13 times hand-written code for a 20-op formula. With a body of its own per row, and the rule written out for
// plain numbers, it is 4–5. Where `new Function` is forbidden (a Content-Security-Policy), rows stay closures.

import { FlatDual } from './dual.ts'
import type { Binary, Box, Call, Notes, Unary, Value } from './value.ts'

let allowed: boolean | undefined

/** May code be made from text here? Asked once. */
export function printable(): boolean {
  if (allowed === undefined) {
    try {
      allowed = new Function('return true')() as boolean
    } catch {
      allowed = false
    }
  }
  return allowed
}

type Move1 = (x: FlatDual) => Value
type Moves = { left: (x: FlatDual, y: number) => Value; right: (x: number, y: FlatDual) => Value; both: (x: FlatDual, y: FlatDual) => Value }

/** The callable of a unary row: plain numbers at once, flat duals by a printed rule, all else by its interpreter. */
export function printUnary(name: string, f: (x: number) => number, notes: Notes, interpret: (row: Unary, x: unknown) => Value): object {
  const id = identifier(name)
  return new Function('f', 'Flat', 'prepare', 'interpret', `let move
const moved=x=>x?.constructor===Flat?(move??(move=prepare(${id})))(x):interpret(${id},x)
const ${id}=x=>typeof x==='number'?${plain(name, f, notes, 'x')}:moved(x)
return ${id}`)(f, FlatDual, prepareUnary, interpret)
}

/** The callable of a binary row. */
export function printBinary(name: string, f: (x: number, y: number) => number, notes: Notes, interpret: (row: Binary, x: unknown, y: unknown) => Value): object {
  const id = identifier(name)
  return new Function('f', 'Flat', 'prepare', 'interpret', `let left,right,both
const ready=()=>{({left,right,both}=prepare(${id}))}
const moved=(x,y)=>{
if(typeof x==='number'){
if(y?.constructor===Flat){if(right===undefined)ready();return right(x,y)}
}else if(x?.constructor===Flat){
if(typeof y==='number'){if(left===undefined)ready();return left(x,y)}
if(y?.constructor===Flat&&x.level===y.level){if(both===undefined)ready();return both(x,y)}
}
return interpret(${id},x,y)}
const ${id}=(x,y)=>typeof x==='number'&&typeof y==='number'?${plain(name, f, notes, 'x', 'y')}:moved(x,y)
return ${id}`)(f, FlatDual, prepareBinary, interpret)
}

/** The plain value as source: what the row notes as its code, a member of Math, or a call of f. */
function plain(name: string, f: unknown, { code }: Notes, ...args: string[]): string {
  return code !== undefined ? code(...args)
    : (Math as unknown as Record<string, unknown>)[name] === f ? `Math.${name}(${args})` : `f(${args})`
}

const identifier = (name: string): string => `row_${name.replace(/\W/g, '_')}`

// ── the rule of a row, for flat duals ───────────────────────────────────────────────────────────────────────────────

function prepareUnary(row: Unary): Move1 {
  const sheet = new Sheet(), move = arm(sheet, row.rule, 'X', ['x', 'o'])
  return move === undefined || row.rule === 0 ? x => x.unary(row)
    : sheet.make(row, 'x', value => `X=>{${move.enter}const o=${value};${move.walk}return new Flat(X.level,o,tX)}`)
}

function prepareBinary(row: Binary): Moves {
  const sheet = new Sheet(), names = ['x', 'y', 'o']
  const X = arm(sheet, row.dx, 'X', names), Y = arm(sheet, row.dy, 'Y', names)
  if (X === undefined || Y === undefined || (row.dx === 0 && row.dy === 0)) {
    const general = (x: number | FlatDual, y: number | FlatDual): Value => (typeof x === 'number' ? y as FlatDual : x).binary(row, x, y)
    return { left: general, right: general, both: general }
  }
  return sheet.make(row, 'x,y', value => `{
    left:(X,y)=>{${X.enter}const o=${value};${X.walk}return new Flat(X.level,o,tX)},
    right:(x,Y)=>{${Y.enter}const o=${value};${Y.walk}return new Flat(Y.level,o,tY)},
    both:(X,Y)=>{${X.enter}${Y.enter}const o=${value};${X.walk}${Y.walk}return new Flat(X.level,o,tX===0?tY:tY===0?tX:tX+tY)}}`)
}

/** The lines that take the dual X apart, and those that leave its part of the tangent in tX. */
function arm(sheet: Sheet, rule: unknown, X: string, names: string[]): { enter: string; walk: string } | undefined {
  const slope = partial(sheet, rule, names)
  return slope && {
    enter: `const ${X.toLowerCase()}=${X}.primal,d${X}=${X}.tangent;`,
    walk: `let t${X}=0;if(d${X}!==0){${slope.lines};t${X}=${slope.result}*d${X}}`,
  }
}

/**
 * The rule as straight-line code, or nothing where it may not be printed: where it is more than one expression of calls of
 * rows, looks at its arguments, calls methods, or differs anywhere on a grid of special values from the rule itself.
 */
function partial(sheet: Sheet, rule: unknown, names: string[]): { lines: string; result: string } | undefined {
  if (typeof rule === 'number') return { lines: '', result: literal(rule) }
  if (typeof rule !== 'function' || /[?{&|]|[=!]=|typeof|\.\w+\(/.test(rule.toString())) return undefined
  try {
    const start = sheet.lines.length
    const result = sheet.source(rule(...names.map(name => new Code(sheet, name))) as Value)
    const lines = sheet.lines.splice(start).join(';')
    const printed = sheet.make<(...args: number[]) => number>(undefined, '', () => `(${names})=>{${lines};return ${result}}`)
    return agree(printed, rule as (...args: number[]) => unknown, names.length) ? { lines, result } : undefined
  } catch {
    return undefined
  } finally {
    sheet.lines.length = 0
    sheet.seen.clear()
  }
}

const GRID = [0, 1, -1, 2, 0.5, Infinity]

function agree(printed: (...args: number[]) => number, rule: (...args: number[]) => unknown, arity: number): boolean {
  return GRID.every(x => GRID.every(y => arity === 2
    ? Object.is(printed(x, y), rule(x, y))
    : GRID.every(o => Object.is(printed(x, y, o), rule(x, y, o)))))
}

/** Where printed lines gather: each expression once. */
class Sheet {
  readonly lines: string[] = []
  readonly seen: Map<string, string> = new Map()
  readonly bound: unknown[] = []
  private count = 0

  line(expression: string): Code {
    let name = this.seen.get(expression)
    if (name === undefined) {
      name = `v${this.count++}`
      this.seen.set(expression, name)
      this.lines.push(`const ${name} = ${expression}`)
    }
    return new Code(this, name)
  }

  call(row: Unary | Binary | Call, args: readonly Value[]): Code {
    const sources = args.map(x => this.source(x))
    const code = plain(row.name, row.f, row.notes, ...sources)
    if (!code.startsWith('f(')) return this.line(code)
    if ('arity' in row) refuse()
    let i = this.bound.indexOf(row.f)
    if (i < 0) i = this.bound.push(row.f) - 1
    return this.line(`b${i}(${sources})`)
  }

  source(x: Value): string {
    if (typeof x === 'number') return literal(x)
    if (x instanceof Code) return x.source
    return refuse()
  }

  /** Code in which the row's plain value, Flat and what was bound are known. */
  make<T>(row: Unary | Binary | undefined, args: string, print: (value: string) => string): T {
    const value = row === undefined ? '' : plain(row.name, row.f, row.notes, ...args.split(','))
    return new Function('f', 'Flat', ...this.bound.map((_, i) => `b${i}`), `return ${print(value)}`)(row?.f, FlatDual, ...this.bound) as T
  }
}

const literal = (x: number): string => (Object.is(x, -0) || x < 0 ? `(${Object.is(x, -0) ? '-0' : x})` : String(x))

/** Stops the printing of a rule: it is interpreted instead. */
function refuse(): never {
  throw new Error('not to be printed')
}

/** A number that is not known yet, standing for its own source text. */
class Code implements Box {
  readonly level: number = Infinity
  readonly sheet: Sheet
  readonly source: string
  constructor(sheet: Sheet, source: string) {
    this.sheet = sheet
    this.source = source
  }
  unary(row: Unary): Value                            { return this.sheet.call(row, [this]) }
  binary(row: Binary, x: Value, y: Value): Value      { return this.sheet.call(row, [x, y]) }
  call(row: Call, args: readonly Value[]): Value      { return this.sheet.call(row, args) }
  times(): never                                      { return refuse() }
  plus(): never                                       { return refuse() }
  strip(): Value                                      { return this }
  decide(): never                                     { return refuse() }
  [Symbol.toPrimitive](): never                       { return refuse() }
}
