// Source: a program as a module of its own, which imports nothing but special functions.

import { fail, show } from '../errors.ts'
import type { Row } from '../trace/tape.ts'
import { isOfArrays, singular } from './analysis.ts'
import { statements } from './block.ts'
import { balanced } from './expression.ts'
import { parts, type Program, rootsOf } from './paths.ts'
import { fixedText, leavesOf, type Shape } from './shape.ts'
import type { Quick } from './simplify.ts'

/**
 * A module that exports the program as a function. Functions of rows that JavaScript does not have are written out before
 * it; those that cannot stand alone are imported. Where a pole or the end of a domain may lie beneath a motion that is 0, a
 * second function with the chain rule's tests answers for results that came out infinite or NaN.
 */
export function source(recorded: Program, fast: Quick, names: readonly string[], name: string, typed: boolean): string {
  if (isOfArrays(recorded)) fail('a program is written as source where it works on numbers, and this one works on arrays; compile(f) runs it, and as a string it can be read')
  if (identifier(name, []) !== name) fail(`a program as source expects a name for its function that JavaScript allows, and got ${show(name)}`)
  const { program } = fast, { args, tree } = program, risky = risks(recorded, fast)
  const helpers: string[] = [], imports = new Map<string, string[]>(), known = new Map<unknown, string>(), number = typed ? ': number' : ''
  const tested = `${name}_tested`, own: string[] = []
  for (const wanted of names) own.push(identifier(wanted, [name, tested, ...own]))
  const call = (f: unknown): string => {
    const row = recorded.tape.rows.concat(program.tape.rows).find(each => each.f === f) as Row
    let helper = known.get(f)
    if (helper === undefined) {
      known.set(f, helper = identifier(row.name, [name, tested, ...own, ...known.values()]))
      const text = alone(row), { from } = row.notes
      if (text !== undefined) helpers.push(typed ? `const ${helper} = (${text}) as (${row.verb === 'unary' ? 'x: number' : 'x: number, y: number'}) => number` : `const ${helper} = ${text}`)
      else if (from === undefined) fail(`a program as source expects functions that can be written out in JavaScript, and ${row.name} cannot; compile(f) runs it`)
      else imports.set(from, [...imports.get(from) ?? [], helper === row.name ? helper : `${row.name} as ${helper}`])
    }
    return helper
  }
  let input = 0
  const parameters = args.map((shape, i) => parameter(shape, () => own[input++]!, identifier(`_${i}`, own)))
  const results = parts(tree).flatMap(part => part.kind === 'leaf' ? [type(part.result)] : [])
  const head = (f: string): string => `function ${f}(${parameters.map((text, i) => text + (typed ? `: ${type(args[i]!)}` : '')).join(', ')})${typed ? `: ${[...new Set(results)].join(' | ')}` : ''} {`
  const unknown = `throw new Error('${name} was made for another branch than the one taken here')`
  const body = (of: Program, watched?: Uint8Array): string[] => indented(statements(of, {
    watched, unknown, name: call, input: i => own[i]!,
    result(shape, text) {
      const doubtful = watched === undefined ? [] : [...new Set(leavesOf(shape))].filter(id => watched[id] === 1).map(text)
      const look = doubtful.length === 0 ? '' : `if (!Number.isFinite(${doubtful.join(' + ')})) return ${tested}(${parameters.join(', ')})\n`
      return `${look}return ${structure(shape, id => bare(text(id)))}`
    },
  }).flatMap(line => line.split('\n')).map(tidy))
  const main = body(program, risky), again = risky === undefined ? [] : body(recorded)
  return [
    ...[...imports].map(([from, rows]) => `import { ${rows.join(', ')} } from '${from}'`), ...(imports.size > 0 ? [''] : []),
    ...(helpers.length > 0 ? [...helpers, ''] : []),
    `export ${head(name)}`, ...main, '}',
    ...(risky === undefined ? [] : ['', '// The same, where what does not move leaves no trace beneath an infinite slope.', head(tested), ...again, '}']),
    '',
  ].join('\n').replaceAll(': number: number', number)
}

/** Which operations tell that one of the chain rule's tests was needed; nothing where no result can. */
function risks(recorded: Program, fast: Quick): Uint8Array | undefined {
  const risk = fast.risk(singular(recorded))
  return rootsOf(fast.program.tree).some(id => risk[id] === 1) ? risk : undefined
}

function indented(lines: readonly string[]): string[] {
  let depth = 1
  return lines.map(line => {
    if (line.startsWith('}')) depth--
    const text = '  '.repeat(depth) + line
    if (line.endsWith('{')) depth++
    return text
  })
}

/** A line without the brackets around the whole of it. */
const tidy = (line: string): string => line.replace(/^((?:const \w+ =|return) )(\(.*\))$/, (_, start: string, text: string) => start + bare(text))

const bare = (text: string): string => /^\(.*\)$/.test(text) && balanced(text.slice(1, -1)) ? text.slice(1, -1) : text

const key = (name: string): string => /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)

function structure(shape: Shape, text: (id: number) => string): string {
  if (shape.kind === 'number') return text(shape.id)
  if (shape.kind === 'fixed') return fixedText(shape.value)
  const items = shape.items.map(item => structure(item, text))
  return shape.kind === 'array' ? `[${items.join(', ')}]` : `{ ${items.map((item, i) => `${key(shape.keys[i]!)}: ${item}`).join(', ')} }`
}

function type(shape: Shape): string {
  if (shape.kind === 'number') return 'number'
  if (shape.kind === 'fixed') return fixedText(shape.value)
  const items = shape.items.map(type)
  if (shape.kind === 'record') return `{ ${items.map((item, i) => `${key(shape.keys[i]!)}: ${item}`).join('; ')} }`
  const kinds = [...new Set(items)]
  return kinds.length === 1 ? `${/^\w+(\[\])*$/.test(kinds[0]!) ? kinds[0] : `(${kinds[0]})`}[]` : `[${items.join(', ')}]`
}

function parameter(shape: Shape, name: () => string, unused: string): string {
  if (shape.kind === 'number') return name()
  if (shape.kind === 'fixed') return unused
  const items = shape.items.map((item, i) => parameter(item, name, `${unused}${i}`))
  return shape.kind === 'array' ? `[${items.join(', ')}]`
    : `{ ${items.map((item, i) => item === shape.keys[i] ? item : `${key(shape.keys[i]!)}: ${item}`).join(', ')} }`
}

/** A row's function as text: what it notes, or its own text if that gives the same where nothing else is known. */
function alone(row: Row): string | undefined {
  if (row.verb !== 'unary' && row.verb !== 'binary') return undefined
  if (row.notes.alone !== undefined) return row.verb === 'unary' ? `x => ${row.notes.alone('x')}` : `(x, y) => ${row.notes.alone('x', 'y')}`
  const text = row.f.toString()
  if (text.includes('[native code]')) return undefined
  try {
    const copy = new Function(`'use strict'; return (${text})`)() as (...x: number[]) => number, f = row.f as (...x: number[]) => number
    const probes = [-2.5, -1, -0, 0, 0.3, 1, 2, 30, Infinity, NaN]
    return probes.every(x => probes.every(y => Object.is(copy(x, y), f(x, y)))) ? text : undefined
  } catch {
    return undefined
  }
}

// Words of the language, and what printed code takes from it by name.
const RESERVED = new Set(`arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally
for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try
typeof var void while with yield Math Infinity NaN undefined Error`.split(/\s/))

/** A name that may stand in source: `wanted`, or one like it; v1, v2, … are those of operations. */
export function identifier(wanted: string, taken: readonly string[]): string {
  let name = wanted.replace(/[^\p{L}\p{N}_$]/gu, '_')
  if (!/^[\p{L}_$]/u.test(name)) name = `_${name}`
  if (RESERVED.has(name) || /^v\d+$/.test(name)) name = `${name}_`
  const first = name
  for (let k = 2; taken.includes(name); k++) name = `${first}_${k}`
  return name
}
