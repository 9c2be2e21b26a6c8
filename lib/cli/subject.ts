// What a request is about: the formula, its variables, the point, the direction, as numbers. Nothing is differentiated here.

import { fail } from '../errors.ts'
import { type Expression, expression } from '../expression.ts'
import { constants } from '../expression/functions.ts'
import { formulaOf } from '../expression/parse.ts'
import { explained, meant } from '../expression/refused.ts'
import { scopeOf } from '../expression/scope.ts'
import type { Request } from './arguments.ts'

/** A number, or arrays of numbers. */
export type Plain = number | readonly Plain[]

export interface Subject {
  readonly f: Expression<unknown>
  readonly source: string
  /** the name of the function that the formula ends in the definition of */
  readonly defines: string | undefined
  readonly variables: readonly string[]
  /** the value of each variable that has one */
  readonly point: Readonly<Record<string, Plain>>
  /** the tangent of each variable, where a direction was given */
  readonly direction: Readonly<Record<string, Plain>> | undefined
  /** the interval of each variable that has one */
  readonly over: Readonly<Record<string, readonly [number, number]>>
}

export function subjectOf({ expression: source, point: words, over: intervals }: Request): Subject {
  if (source === undefined) return fail('a formula is expected, as in pushforward \'cos(x)\' x=1; --help says more')
  const f = expression<unknown>(source)
  const variables = variablesOf(source, [...words.keys(), ...intervals.keys()])
  const values: [string, Plain][] = [], tangents: [string, Plain][] = []
  for (const [name, word] of words) {
    const moved = name.startsWith('d') ? name.slice(1) : ''
    if (variables.includes(name)) values.push([name, number(word, name)])
    else if (variables.includes(moved)) tangents.push([moved, number(word, name)])
    else if (moved !== '' && variablesOf(source, [moved]).includes(moved)) fail(`${name} moves ${moved}, which needs a value then, such as ${moved}=1`)
    else fail(`the formula ${source} has no variable ${name}${variables.length === 0 ? '' : `; it has ${variables.join(', ')}`}`)
  }
  const over = [...intervals].map(([name, [from, to]]): [string, readonly [number, number]] => {
    if (!variables.includes(name)) fail(`--over ${name}: the formula ${source} has no variable ${name}${variables.length === 0 ? '' : `; it has ${variables.join(', ')}`}`)
    const ends = [single(from, `--over ${name}`), single(to, `--over ${name}`)] as const
    return ends[0] < ends[1] ? [name, ends] : fail(`--over ${name} expects an interval from a lower to a higher number, and got ${from}..${to}`)
  })
  const point = Object.fromEntries(values)
  const direction = tangents.length === 0 ? undefined
    : Object.fromEntries(variables.map(name => [name, new Map(tangents).get(name) ?? still(point[name] ?? 0)]))
  return { f, source, defines: definedBy(source), variables, point, direction, over: Object.fromEntries(over) }
}

/** The variables in order of appearance; constants such as e, i and pi are among them where they are given a value. */
function variablesOf(source: string, given: readonly string[]): readonly string[] {
  const { tree, parameters } = formulaOf(source)
  return scopeOf(tree, new Set(), new Set([...parameters, ...given])).variables
}

function definedBy(source: string): string | undefined {
  const { tree, parameters } = formulaOf(source), call = tree.type === 'BlockNode' ? tree.blocks.at(-1)?.node : undefined
  return parameters.length > 0 && call?.type === 'FunctionNode' && call.fn.type === 'SymbolNode' ? call.fn.name : undefined
}

const still = (x: Plain): Plain => typeof x === 'number' ? 0 : x.map(still)

/** The values of all variables, or the sentence that asks for the missing one. */
export function complete({ source, variables, point }: Subject): Readonly<Record<string, Plain>> {
  const missing = variables.filter(name => !Object.hasOwn(point, name))
  if (missing.length > 0) fail(`the formula ${source} needs a value for ${missing.join(' and ')}, such as ${missing.map(name => `${name}=1`).join(' ')}${explained(missing)}`)
  return point
}

function number(word: string, name: string): Plain {
  let f: Expression<unknown>
  try {
    f = expression<unknown>(word)
  } catch (error) {
    return fail(`the value of ${name} is no number: ${(error as Error).message}`, error)
  }
  const [open] = f.variables
  if (open !== undefined) {
    const near = meant(open), hint = near !== undefined && Object.hasOwn(constants, near) ? `; perhaps ${near}` : ''
    fail(`the value of ${name} must be a number, and ${word.trim() === open ? `got the name ${open}` : `${word} depends on ${f.variables.join(', ')}`}${hint}`)
  }
  const value: unknown = f()
  return isPlain(value) ? value : fail(`the value of ${name} must be a number, and ${word} is none`)
}

const single = (word: string, name: string): number => {
  const value = number(word, name)
  return typeof value === 'number' && Number.isFinite(value) ? value : fail(`${name} expects finite numbers, and got ${word}`)
}

export const isPlain = (x: unknown): x is Plain => typeof x === 'number' || (Array.isArray(x) && x.every(isPlain))

/** The numbers in nested arrays, with their places: `[1]`, `[2, 1]`. */
export function numbersIn(x: Plain, at = ''): { at: string; x: number }[] {
  if (typeof x === 'number') return [{ at: at === '' ? '' : `[${at}]`, x }]
  return x.flatMap((each, i) => numbersIn(each, at === '' ? String(i + 1) : `${at},${i + 1}`))
}
