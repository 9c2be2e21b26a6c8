// Names: what a function calls its arguments, read off its source where that is simple; and x, y, x1, x2 where it is not.

import { leavesOf, type Shape } from './shape.ts'

/** What stands in place of an argument: a name, or names in brackets or braces. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array' | 'record'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' }

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** The arguments of a function, as its source writes them; nothing where it writes more than names. */
export function patterns(f: unknown): Pattern[] {
  const text = Function.prototype.toString.call(f)
  if (text.includes('[native code]')) return []
  const bare = /^(?:async\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*=>/u.exec(text)
  if (bare) return [{ kind: 'name', name: bare[1]! }]
  const open = text.indexOf('(')
  if (open < 0 || !/^(?:function\b[^(]*|[\w$]*\s*)$/.test(text.slice(0, open))) return []
  const list = inside(text, open)
  return list === undefined || list.trim() === '' ? [] : split(list).map(pattern)
}

function pattern(part: string): Pattern {
  const text = part.trim(), inner = /^([[{])(.*)[\]}]$/s.exec(text)
  if (NAME.test(text)) return { kind: 'name', name: text }
  if (!inner) return { kind: 'unknown' }
  const names = split(inner[2]!).map(name => name.trim()).filter(name => name !== '')
  return names.every(name => NAME.test(name)) ? { kind: inner[1] === '[' ? 'array' : 'record', names } : { kind: 'unknown' }
}

/** What stands between the bracket at `open` and its partner. */
function inside(text: string, open: number): string | undefined {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++
    if (')]}'.includes(text[i]!) && --depth === 0) return text.slice(open + 1, i)
  }
  return undefined
}

/** At the commas that are in no bracket. */
function split(list: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const c of list) {
    if ('([{'.includes(c)) depth++
    if (')]}'.includes(c)) depth--
    if (c === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += c
  }
  return parts
}

/** Arguments of these patterns, all numbers different and none of them special. */
export function argumentsOf(asked: readonly Pattern[], count: number): unknown[] {
  let i = 0
  const number = (): number => 0.6 + 0.1 * i++
  return Array.from({ length: count }, (_, k) => {
    const part = asked[k]
    return part?.kind === 'array' ? part.names.map(number) : part?.kind === 'record' ? Object.fromEntries(part.names.map(name => [name, number()])) : number()
  })
}

/** A name for each number in the arguments, all different. */
export function namesOf(args: readonly Shape[], asked: readonly Pattern[]): string[] {
  const total = args.reduce((n, shape) => n + leavesOf(shape).length, 0), names: string[] = [], taken = new Set<string>()
  const usual = (i: number): string => total <= 3 ? ['x', 'y', 'z'][i]! : `x${i + 1}`
  const take = (wanted: string): void => {
    let name = wanted
    for (let k = 2; taken.has(name); k++) name = `${wanted}_${k}`
    taken.add(name)
    names.push(name)
  }
  const visit = (shape: Shape, name: string): void => {
    if (shape.kind === 'number') take(name === '' ? usual(names.length) : name)
    else if (shape.kind === 'array') shape.items.forEach((item, i) => { visit(item, name === '' || args.length === 1 && total <= 3 ? '' : `${name}${i + 1}`) })
    else if (shape.kind === 'record') shape.items.forEach((item, i) => { visit(item, shape.keys[i]!) })
  }
  args.forEach((shape, i) => {
    const part = asked[i]
    if (part?.kind === 'array' && shape.kind === 'array' && part.names.length === shape.items.length) shape.items.forEach((item, k) => { visit(item, part.names[k]!) })
    else visit(shape, part?.kind === 'name' ? part.name : '')
  })
  return names
}
