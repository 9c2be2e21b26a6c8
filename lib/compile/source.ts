// Source: a program as a module of its own, which needs no library.

import { fail } from '../errors.ts'
import type { Row } from '../trace/tape.ts'
import { isOfArrays } from './analysis.ts'
import { statements } from './block.ts'
import { parts, type Program } from './paths.ts'
import type { Shape } from './shape.ts'

/**
 * A module that exports the program as a function. Functions of rows that JavaScript does not have are written out before
 * it; those that cannot stand alone are imported.
 */
export function source(program: Program, names: readonly string[], name: string, typed: boolean): string {
  if (isOfArrays(program)) fail('a program is written as source where it works on numbers, and this one works on arrays; compile(f) runs it, and as a string it can be read')
  const { tape, tree, args } = program
  const helpers: string[] = [], imports: string[] = [], known = new Map<unknown, string>(), number = typed ? ': number' : ''
  const call = (f: unknown): string => {
    const row = tape.rows.find(each => each.f === f) as Row
    let own = known.get(f)
    if (own === undefined) {
      known.set(f, own = free(row.name.replace(/\W/g, '_'), [name, ...names, ...known.values()]))
      const text = alone(row)
      if (text === undefined) imports.push(own === row.name ? own : `${row.name} as ${own}`)
      else helpers.push(typed ? `const ${own} = (${text}) as (${row.verb === 'unary' ? 'x: number' : 'x: number, y: number'}) => number` : `const ${own} = ${text}`)
    }
    return own
  }
  const body = statements({ tape, tree, args }, {
    input: i => names[i]!,
    result: (shape, text) => `return ${structure(shape, id => bare(text(id)))}`,
    unknown: `throw new Error('${name} was made for another branch than the one taken here')`,
    name: call,
  })
  const results = parts(tree).flatMap(part => part.kind === 'leaf' ? [type(part.result)] : [])
  let input = 0
  const parameters = args.map((shape, i) => parameter(shape, () => names[input++]!, `_${i}`) + (typed ? `: ${type(shape)}` : ''))
  return [
    ...(imports.length > 0 ? [`import { ${imports.join(', ')} } from 'pushforward'`, ''] : []),
    ...(helpers.length > 0 ? [...helpers, ''] : []),
    `export function ${name}(${parameters.join(', ')})${typed ? `: ${[...new Set(results)].join(' | ')}` : ''} {`,
    ...indented(body.map(tidy)),
    '}', '',
  ].join('\n').replaceAll(': number: number', number)
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

const bare = (text: string): string => /^\(.*\)$/.test(text) && closes(text.slice(1, -1)) ? text.slice(1, -1) : text

function closes(text: string): boolean {
  let depth = 0
  for (const c of text) {
    if (c === '(') depth++
    if (c === ')' && --depth < 0) return false
  }
  return depth === 0
}

const key = (name: string): string => /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)

function structure(shape: Shape, text: (id: number) => string): string {
  if (shape.kind === 'number') return text(shape.id)
  if (shape.kind === 'fixed') return JSON.stringify(shape.value) ?? 'undefined'
  const items = shape.items.map(item => structure(item, text))
  return shape.kind === 'array' ? `[${items.join(', ')}]` : `{ ${items.map((item, i) => `${key(shape.keys[i]!)}: ${item}`).join(', ')} }`
}

function type(shape: Shape): string {
  if (shape.kind === 'number') return 'number'
  if (shape.kind === 'fixed') return JSON.stringify(shape.value) ?? 'undefined'
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

/** The text of a row's function, if it gives the same where nothing else is known. */
function alone(row: Row): string | undefined {
  if (row.verb !== 'unary' && row.verb !== 'binary') return undefined
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

function free(wanted: string, taken: readonly string[]): string {
  let name = wanted
  for (let k = 2; taken.includes(name); k++) name = `${wanted}_${k}`
  return name
}
