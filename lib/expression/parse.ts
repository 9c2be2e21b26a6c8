// From text to a parsed tree, and the parser's complaints in one sentence each, about what was probably meant.

import { fail, show } from '../errors.ts'
import { treeOf } from './mathjs.ts'
import type { FunctionAssignment, Node } from './nodes.ts'
import { complain } from './position.ts'

/** The tree of an expression in mathjs' syntax. */
export function parse(text: string): Node {
  if (typeof text !== 'string') fail(`expression expects its source as a string, such as 'x^2', and got ${show(text)}`)
  if (text.replace(/#[^\n]*/g, '').trim() === '') fail('expression expects a formula, such as \'x^2\', and got an empty string')
  try {
    return treeOf(text) as Node
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const char = 'char' in error && typeof error.char === 'number' ? error.char - 1 : undefined
    const [index, sentence] = explain(text, char ?? text.length, error.message.replace(/ \(char \d+\)$/, ''))
    return complain(text, char === undefined ? undefined : index, sentence, error)
  }
}

/** The tree to evaluate, and the parameters that need a value: a formula that ends in `f(x) = …` is that function. */
export function formulaOf(text: string): { tree: Node; parameters: readonly string[] } {
  const tree = parse(text), last = tree.type === 'BlockNode' ? tree.blocks.at(-1)?.node : tree
  if (last?.type !== 'FunctionAssignmentNode') return { tree, parameters: [] }
  const { name, params } = last as FunctionAssignment
  const call: Node = { type: 'FunctionNode', fn: { type: 'SymbolNode', name }, args: params.map(each => ({ type: 'SymbolNode', name: each })) }
  const blocks = tree.type === 'BlockNode' ? tree.blocks : [{ node: tree }]
  return { tree: { type: 'BlockNode', blocks: [...blocks, { node: call }] }, parameters: params }
}

/** Signs of other notations, and how mathjs writes them. */
const signs: readonly (readonly [sign: RegExp, meant: string])[] = [
  [/^\*\*/, 'a power is written x^2'],
  [/^[-+*/]=/, 'an assignment is written x = x + 1'],
  [/^&&/, 'conditions are joined with `and`'],
  [/^\|\|/, 'conditions are joined with `or`'],
  [/^\|/, 'an absolute value is written abs(x)'],
  [/^[²³⁰-⁹ⁿ⁻]/, 'a power is written x^2'],
  [/^[₀-₉]/, 'an index is written v[1], a name x1 or x_1'],
  [/^√/, 'a root is written sqrt(x)'],
  [/^∛/, 'a cube root is written cbrt(x)'],
  [/^∞/, 'infinity is written Infinity'],
  [/^[−–—]/, 'minus is written -'],
  [/^[·⋅∙×]/, 'a product is written x * y'],
  [/^[÷∕]/, 'a quotient is written x / y'],
  [/^[≤≥≠]/, 'comparisons are written <=, >= and !='],
  [/^[∑∏]/, 'sums and products are written sum(v) and prod(v)'],
  [/^\/\//, 'a comment begins with #'],
  [/^,/, 'several values are written as an array: [x, y]'],
  [/^\./, 'a decimal number is written 0.5'],
]

function explain(text: string, at: number, message: string): readonly [index: number, sentence: string] {
  // a doubled sign is complained of at its second half
  const index = /^(\*\*|&&|\|\||\/\/|[-+*/]=)/.test(text.slice(Math.max(0, at - 1))) ? at - 1 : at
  const sign = signs.find(([pattern]) => pattern.test(text.slice(index)))
  if (sign !== undefined && !(text[index] === ',' && !/Unexpected/.test(message))) return [index, `mathjs cannot read this: ${sign[1]}`]
  if (at >= text.trimEnd().length && /Value expected|Unexpected end/.test(message)) return [text.trimEnd().length, 'the expression ends where a value is expected']
  if (/Parenthesis \) expected/.test(message)) return [at, 'a closing ) is missing here']
  if (/[Pp]arenthesis \] expected|End of matrix/.test(message))
    return [at, text.slice(at).trim() === '' ? 'a closing ] is missing here' : 'a comma or a ] is missing here: elements are separated by commas, rows by semicolons']
  if (/Unexpected operator \)/.test(message)) return [at, 'this ) closes nothing']
  if (/Unexpected operator \]/.test(message)) return [at, 'this ] closes nothing']
  if (/Invalid left hand side/.test(message)) return [text.lastIndexOf('=', at), 'only a name, f(x) or v[1] can be assigned to; a comparison is written ==']
  if (/False part/.test(message)) return [at, 'a choice is written condition ? a : b, and the : is missing here']
  if (/Column dimensions/.test(message)) return [at, 'the rows of a matrix must have the same length']
  if (/End of string/.test(message)) return [at, 'this text has no end; expressions are made of numbers']
  return [at, `mathjs cannot read this: ${message.charAt(0).toLowerCase()}${message.slice(1)}`]
}
