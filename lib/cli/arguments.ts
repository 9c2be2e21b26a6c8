// What was asked on the command line: words into a request, or the one sentence that says what is wrong with them.

import { fail } from '../errors.ts'

/** Something in the command line cannot be understood. */
export interface Request {
  readonly expression: string | undefined
  /** values as written, by name: `x=pi/4` */
  readonly point: ReadonlyMap<string, string>
  /** intervals as written, by name: `--over x=-10..10` */
  readonly over: ReadonlyMap<string, readonly [from: string, to: string]>
  readonly order: number | undefined
  readonly check: string | undefined
  readonly svg: string | undefined
  readonly emit: string | undefined
  readonly hessian: boolean
  readonly plot: boolean
  readonly json: boolean
  readonly help: boolean
  readonly version: boolean
}

const flags = ['hessian', 'plot', 'json', 'help', 'version'] as const
const options = ['order', 'check', 'over', 'svg', 'emit'] as const
const examples: Readonly<Record<typeof options[number], string>> = { order: '--order 2', check: "--check '-sin(x)'", over: '--over x=-10..10', svg: '--svg plot.svg', emit: '--emit gradient.ts' }

const isFlag = (name: string): name is typeof flags[number] => (flags as readonly string[]).includes(name)
const isOption = (name: string): name is typeof options[number] => (options as readonly string[]).includes(name)

/** `x=1`, which no comparison is. */
const assignment = /^\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*=(?!=)\s*(.*)$/su

export function request(words: readonly string[]): Request {
  const given = { hessian: false, plot: false, json: false, help: false, version: false }
  const values: { order?: string; check?: string; svg?: string; emit?: string } = {}
  const intervals: string[] = [], plain: string[] = []
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') { plain.push(...queue.splice(0)); break }
    if (word === '-h') { given.help = true; continue }
    const [, name = '', , attached] = /^--([a-z][\w-]*)(=(.*))?$/s.exec(word) ?? []
    if (name === '') { plain.push(word); continue }
    if (isFlag(name) && attached === undefined) { given[name] = true; continue }
    if (!isOption(name)) fail(isFlag(name) ? `--${name} takes no value` : `there is no option --${name}${hint(name)}; --help lists them all`)
    const value = attached ?? queue.shift()
    if (value === undefined || value === '') fail(`--${name} needs a value, such as ${examples[name]}`)
    if (name === 'over') intervals.push(value)
    else if (values[name] !== undefined) fail(`--${name} is given twice`)
    else values[name] = value
  }
  const { expression, rest } = split(plain)
  return { ...given, expression, check: values.check, svg: values.svg, emit: values.emit, order: whole(values.order), point: pointOf(rest, expression), over: overOf(intervals) }
}

/** The formula is the first word that is no assignment, or the first of all: `y = x^2` is a formula too. */
function split(words: readonly string[]): { expression: string | undefined; rest: readonly string[] } {
  const i = Math.max(0, words.findIndex(word => !assignment.test(word)))
  const [expression] = words.slice(i, i + 1)
  if (expression !== undefined && words.every(word => /^\s*[\p{L}_$][\p{L}\p{N}_$]*=\S+$/u.test(word)))
    fail(`the formula is missing before ${words.join(' ')}, as in pushforward 'cos(x)' ${words.join(' ')}`)
  return { expression, rest: words.filter((_, j) => j !== i) }
}

function pointOf(words: readonly string[], expression: string | undefined): Map<string, string> {
  const point = new Map<string, string>()
  for (const word of words) {
    const [, name, value] = assignment.exec(word) ?? misplaced(word, expression!)
    if (value === undefined || value.trim() === '') fail(`${name} needs a value, such as ${name}=1`)
    if (point.has(name!)) fail(`${name} is given twice`)
    point.set(name!, value)
  }
  return point
}

function misplaced(word: string, expression: string): never {
  const perhaps = short(word) || short(expression) || (/^[-+]?[\d.]/.test(word) ? `; perhaps x=${word}` : '')
  return fail(`after the formula ${expression} a value such as x=1 is expected, and not ${word}${perhaps}`)
}

function overOf(intervals: readonly string[]): Map<string, readonly [string, string]> {
  const over = new Map<string, readonly [string, string]>()
  for (const interval of intervals) {
    const [, name, from, to] = /^\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(.+?)\s*\.\.\s*(.+?)\s*$/su.exec(interval)
      ?? fail(`--over expects an interval such as x=-10..10, and got ${interval}`)
    if (over.has(name!)) fail(`--over ${name} is given twice`)
    over.set(name!, [from!, to!])
  }
  return over
}

function whole(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 20 ? Number(text) : fail(`--order expects a whole number from 1 to 20, and got ${text}`)
}

/** The option that was probably meant by a single letter: `-j`. */
const short = (word: string): string => /^-[a-z]$/.test(word) ? hint(word.slice(1)) : ''

/** The option that was probably meant. */
function hint(name: string): string {
  const near = [...flags, ...options].find(each => each.startsWith(name.slice(0, 3)) || name.startsWith(each.slice(0, 3)))
  return near === undefined ? '' : `; perhaps --${near}`
}
