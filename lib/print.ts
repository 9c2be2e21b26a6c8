// Prints each row as code of its own. Printed or not, a row answers the same; what differs is speed alone.

// Why print? Rows made by one closure share one body in V8, so every call in it goes to many functions and none is
// inlined: 9–13 times hand-written code for a 20-op formula. With a body of its own per row, and the rule written out for
// plain numbers, it is 4–5. Where `new Function` is forbidden (a Content-Security-Policy), rows stay closures.

import { FlatDual } from './dual.ts'
import type { Binary, Call, Notes, Unary, Value } from './value.ts'

let allowed: boolean | undefined

/** May code be made from text here? Asked once. */
export function printable(): boolean {
  if (allowed === undefined) {
    try {
      allowed = Boolean(new Function())
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
const moved=x=>x instanceof Flat?(move??(move=prepare(${id})))(x):interpret(${id},x)
const ${id}=x=>typeof x==='number'?${plain(name, f, notes, 'x')}:moved(x)
return ${id}`)(f, FlatDual, prepareUnary, interpret)
}

/** The callable of a binary row. */
export function printBinary(name: string, f: (x: number, y: number) => number, notes: Notes, interpret: (row: Binary, x: unknown, y: unknown) => Value): object {
  const id = identifier(name)
  return new Function('f', 'Flat', 'prepare', 'interpret', `let m
const moved=(x,y)=>{const X=x instanceof Flat,Y=y instanceof Flat
if(X||Y){m??(m=prepare(${id}))
if(!X){if(typeof x==='number')return m.right(x,y)}
else if(!Y){if(typeof y==='number')return m.left(x,y)}
else if(x.level===y.level)return m.both(x,y)}
return interpret(${id},x,y)}
const ${id}=(x,y)=>typeof x==='number'&&typeof y==='number'?${plain(name, f, notes, 'x', 'y')}:moved(x,y)
return ${id}`)(f, FlatDual, prepareBinary, interpret)
}

/** The plain value as source: what the row notes as its code, a member of Math, or a call of f. */
export function plain(name: string, f: unknown, { code }: Notes, ...args: string[]): string {
  return code !== undefined ? code(...args)
    : (Math as unknown as Record<string, unknown>)[name] === f ? `Math.${name}(${args})` : `f(${args})`
}

const identifier = (name: string): string => `row_${name.replace(/\W/g, '_')}`

// ── the rule of a row, for flat duals ───────────────────────────────────────────────────────────────────────────────

function prepareUnary(row: Unary): Move1 {
  const bound: unknown[] = [], X = arm(bound, row.rule, 'X', ['x', 'o'])
  return X === undefined || row.rule === 0 ? x => x.unary(row)
    : make(row, bound, 'x', value => `X=>{${X.enter}const o=${value};${X.walk}return new Flat(X.level,o,tX)}`)
}

function prepareBinary(row: Binary): Moves {
  const bound: unknown[] = [], names = ['x', 'y', 'o'], X = arm(bound, row.dx, 'X', names), Y = arm(bound, row.dy, 'Y', names)
  if (X === undefined || Y === undefined || (row.dx === 0 && row.dy === 0)) {
    const general = (x: number | FlatDual, y: number | FlatDual): Value => (typeof x === 'number' ? y as FlatDual : x).binary(row, x, y)
    return { left: general, right: general, both: general }
  }
  return make(row, bound, 'x,y', value => `{
left:(X,y)=>{${X.enter}const o=${value};${X.walk}return new Flat(X.level,o,tX)},
right:(x,Y)=>{${Y.enter}const o=${value};${Y.walk}return new Flat(Y.level,o,tY)},
both:(X,Y)=>{${X.enter}${Y.enter}const o=${value};${X.walk}${Y.walk}return new Flat(X.level,o,tX===0?tY:tY===0?tX:tX+tY)}}`)
}

/** The lines that take the dual X apart, and those that leave its part of the tangent in tX. */
function arm(bound: unknown[], rule: unknown, X: string, names: string[]): { enter: string; walk: string } | undefined {
  const slope = partial(bound, rule, names)
  return slope && {
    enter: `const ${X.toLowerCase()}=${X}.primal,d${X}=${X}.tangent;`,
    walk: `let t${X}=0;${rule === 0 ? '' : `if(d${X}!==0){${slope.lines}t${X}=${slope.result}*d${X}}`}`,
  }
}

/**
 * The rule as straight-line code, or nothing where it may not be printed: where it is more than one expression of calls of
 * rows, looks at its arguments, calls methods, or differs anywhere on a grid of special values from the rule itself.
 */
export function partial(bound: unknown[], rule: unknown, names: string[]): { lines: string; result: string } | undefined {
  if (typeof rule === 'number') return { lines: '', result: literal(rule) }
  if (typeof rule !== 'function' || /[?{&|]|[=!]=|typeof|\.\w+\(/.test(rule.toString())) return undefined
  const made = new Map<string, string>() // expression → its name: each expression once
  const emit = (row: Unary | Binary | Call, args: readonly unknown[]): Code => {
    const sources = args.map(sourceOf)
    let text = plain(row.name, row.f, row.notes, ...sources)
    if (text.startsWith('f(')) {
      if ('arity' in row) refuse()
      if (!bound.includes(row.f)) bound.push(row.f)
      text = `b${bound.indexOf(row.f)}(${sources})`
    }
    const name = made.get(text) ?? `v${made.size}`
    made.set(text, name)
    return new Code(name, emit)
  }
  try {
    const result = sourceOf(rule(...names.map(name => new Code(name, emit))))
    const lines = [...made].map(([text, name]) => `const ${name}=${text};`).join('')
    const printed = make<(...args: number[]) => number>(undefined, bound, '', () => `(${names})=>{${lines}return ${result}}`)
    return GRID.every((x, i) => GRID.every((y, j) => {
      const o = GRID[(i + j) % 6] as number
      return Object.is(printed(x, y, o), rule(x, y, o))
    })) ? { lines, result } : undefined
  } catch {
    return undefined
  }
}

const GRID = [0, 1, -1, 2, 0.5, Infinity]

/** Code in which the row's plain value, Flat and what was bound are known. */
function make<T>(row: Unary | Binary | undefined, bound: unknown[], args: string, print: (value: string) => string): T {
  const value = row === undefined ? '' : plain(row.name, row.f, row.notes, ...args.split(','))
  return new Function('f', 'Flat', ...bound.map((_, i) => `b${i}`), `return ${print(value)}`)(row?.f, FlatDual, ...bound) as T
}

const sourceOf = (x: unknown): string => typeof x === 'number' ? literal(x) : x instanceof Code ? x.source : refuse()

const literal = (x: number): string => (Object.is(x, -0) || x < 0 ? `(${Object.is(x, -0) ? '-0' : x})` : String(x))

/** Stops the printing of a rule: it is interpreted instead. */
function refuse(): never {
  throw new Error('not to be printed')
}

type Emit = (row: Unary | Binary | Call, args: readonly unknown[]) => Code

/** A number that is not known yet, standing for its own source text. What a rule may not do with it, it has not: that throws. */
class Code {
  readonly level: number = Infinity
  readonly source: string
  readonly emit: Emit
  constructor(source: string, emit: Emit) {
    this.source = source
    this.emit = emit
  }
  unary(row: Unary): Code                              { return this.emit(row, [this]) }
  binary(row: Binary, x: unknown, y: unknown): Code    { return this.emit(row, [x, y]) }
  call(row: Call, args: readonly unknown[]): Code      { return this.emit(row, args) }
  strip(): Code                                        { return this }
  [Symbol.toPrimitive](): never                        { return refuse() }
}
