// Reading: how code looks at its arguments: are they what it was made for, and where stands each input.

import { type Bindings, isName } from './expression.ts'
import { leavesOf, type Shape } from './shape.ts'

const FEW = 256 // inputs that are all read at once, each into a name

/** The lines that look at arguments, the source of each input, and the arrays of which each element is one. */
export interface Reading { readonly lines: string; readonly names: readonly string[]; readonly arrays: readonly { source: string; first: number; count: number }[] }

/** How code makes sure that arguments are what it was made for, and finds its inputs. */
export const reading = (args: readonly Shape[], parameters: readonly string[], leave: string, bindings: Bindings): Reading =>
  args.every(({ kind }) => kind === 'number') ? numbers(parameters, leave) : structures(args, parameters, leave, bindings)

function structures(args: readonly Shape[], parameters: readonly string[], leave: string, bindings: Bindings): Reading {
  const names: string[] = [], checks: string[] = [], arrays: { source: string; first: number; count: number }[] = []
  let lines = ''
  const few = args.reduce((n, shape) => n + leavesOf(shape).length, 0) <= FEW
  const read = (shape: Shape, source: string): void => {
    if (shape.kind === 'number') {
      names[shape.id] = source
      if (!few) checks.push(`typeof ${source} === 'number'`)
    } else if (shape.kind === 'fixed') checks.push(`Object.is(${source}, ${bindings.name(shape.value)})`)
    else if (shape.kind === 'array') {
      const plain = !few && shape.items.length > 0 && shape.items.every(item => item.kind === 'number')
      checks.push(plain ? `${bindings.name(areNumbers)}(${source}, ${shape.items.length})` : `Array.isArray(${source}) && ${source}.length === ${shape.items.length}`)
      if (plain) arrays.push({ source, first: (shape.items[0] as { id: number }).id, count: shape.items.length })
      if (plain) for (const [i, item] of shape.items.entries()) names[(item as { id: number }).id] = `${source}[${i}]`
      else for (const [i, item] of shape.items.entries()) read(item, `${source}[${i}]`)
    } else {
      checks.push(`${bindings.name(hasKeys)}(${source}, ${bindings.name(shape.keys)})`)
      for (const [i, key] of shape.keys.entries()) read(shape.items[i]!, member(source, key))
    }
  }
  for (const [i, shape] of args.entries()) read(shape, parameters[i]!)
  if (checks.length > 0) lines += `if (!(${checks.join(' && ')})) ${leave}\n`
  if (!few) return { lines, names, arrays }
  const own = names.map((source, i) => isName(source) ? source : `e${i}`)
  names.forEach((source, i) => { if (own[i] !== source) lines += `const ${own[i]} = ${source}\n` })
  if (own.length > 0) lines += `if (${own.map(name => `typeof ${name} !== 'number'`).join(' || ')}) ${leave}\n`
  // · 1 changes nothing, and costs nothing where elements are doubles; where they are objects, they are opened once, not at each use
  own.forEach((name, i) => { if (name !== names[i]) lines += `const x${i} = ${name} * 1\n` })
  return { lines, names: own.map((name, i) => name === names[i] ? name : `x${i}`), arrays }
}

/** The same where every argument is a number. */
function numbers(parameters: readonly string[], leave: string): Reading {
  const lines = parameters.length === 0 ? '' : `if (${parameters.map(name => `typeof ${name} !== 'number'`).join(' || ')}) ${leave}\n`
  return { lines, names: parameters, arrays: [] }
}

export const member = (source: string, key: string): string => /^[A-Za-z_$][\w$]*$/.test(key) ? `${source}.${key}` : `${source}[${JSON.stringify(key)}]`

/** Is it a plain object with these keys, in this order? */
export function hasKeys(x: unknown, keys: readonly string[]): boolean {
  if (typeof x !== 'object' || x === null) return false
  const prototype: unknown = Object.getPrototypeOf(x)
  if (prototype !== Object.prototype && prototype !== null) return false
  let n = 0
  for (const key in x) if (key !== keys[n++]) return false
  return n === keys.length
}

function areNumbers(x: unknown, count: number): boolean {
  if (!Array.isArray(x) || x.length !== count) return false
  for (let i = 0; i < count; i++) if (typeof x[i] !== 'number') return false
  return true
}
