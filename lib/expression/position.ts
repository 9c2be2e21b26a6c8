// Where in the source a part of the tree stands, and sentences that point at it. mathjs' trees carry no positions.

import { fail } from '../errors.ts'
import { type Node, tokensOf } from './nodes.ts'

/** Comments, strings and numbers, which are passed over; names; operators, longest first. */
const token = /(#[^\n]*|"(?:\\.|[^"\\])*"|0[xob][\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([\p{L}_$\u00C0-\u02AF][\p{L}\p{N}_$\u00C0-\u02AF]*|>>>|\?\.|\?\?|\.[*/^]|\^\||[=!<>]=|<<|>>|[^\s\p{L}\p{N}])/giu

/** The index of a node's name or operator in the source. Names are matched by their turn: the third x of the tree is the third of the text. */
export function locate(text: string, tree: Node, node: Node): number | undefined {
  const own = tokensOf(node).find(([each]) => each === node) ?? tokensOf(node).find(([each]) => each !== undefined)
  if (own === undefined) return undefined
  const [target, name] = own
  const turn = tokensOf(tree).filter(([, each]) => each === name).findIndex(([each]) => each === target)
  return [...text.matchAll(token)].filter(([, , each]) => each === name)[turn]?.index
}

/** Throws the sentence, with the line of the source and a mark beneath the place. */
export function complain(text: string, index: number | undefined, sentence: string, cause?: unknown): never {
  if (index === undefined) fail(`${sentence}\n\n  ${text.trim().split('\n').join('\n  ')}`, cause)
  const before = text.slice(0, index).split('\n')
  const column = before.at(-1)!.length
  const place = text.includes('\n') ? `line ${before.length}, column ${column + 1}` : `column ${column + 1}`
  fail(`${sentence} (${place})\n\n  ${text.split('\n')[before.length - 1]}\n  ${' '.repeat(column)}^`, cause)
}
