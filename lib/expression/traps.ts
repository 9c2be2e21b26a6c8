// Notations that look like one thing and are another to mathjs, and names that nothing stands for. What is right passes.

import { type Context, error } from './context.ts'
import { type Known, knownFunction } from './functions.ts'
import { bare, type Node, type OperatorNode, type SymbolNode } from './nodes.ts'
import { meant, onlyFunction } from './refused.ts'

/** Notations that mathjs reads as products, where they look like calls: sin x, sin^2(x), f′(x). */
export function notation(node: OperatorNode, c: Context): void {
  const [left, right] = node.args as [Node, Node | undefined]
  if (!node.implicit || right === undefined) return
  const factor = left.type === 'OperatorNode' && left.implicit ? left.args[1]! : left // 2 sin x is (2·sin)·x
  const argument = written(bare(right))
  if (isFunction(factor, c)) error(c, factor, `${factor.name} ${argument} is a product in mathjs; write ${factor.name}(${argument})`)
  if (factor.type !== 'OperatorNode') return
  const [base, exponent] = factor.args as [Node, Node | undefined]
  if (factor.fn === 'pow' && isFunction(base, c)) {
    const { name } = base
    const inverse = exponent?.type === 'OperatorNode' && exponent.fn === 'unaryMinus' && knownFunction(`a${name}`) !== undefined
    const power = inverse ? '-1' : exponent === undefined ? '…' : written(exponent)
    const meant = inverse ? `a${name}(${argument}), or 1/${name}(${argument})` : `${name}(${argument})^${power}`
    error(c, base, `${name}^${power}(${argument}) is a product in mathjs; write ${meant}`)
  }
  if (factor.fn === 'ctranspose' && base.type === 'SymbolNode' && right.type === 'ParenthesisNode')
    error(c, factor, `${base.name}'(${argument}) is a product in mathjs, of ${base.name} transposed; derivatives are taken outside: derivative(expression('…'))`)
}

/** A name that is a function's, and nobody's variable here. */
const isFunction = (node: Node, c: Context): node is SymbolNode =>
  node.type === 'SymbolNode' && onlyFunction(node.name) && !c.scope.assigned.has(node.name) && !c.parameters.some(names => names.includes(node.name))

/** A name or a number as it is written; of anything longer, dots. */
const written = (node: Node): string => node.type === 'SymbolNode' ? node.name : node.type === 'ConstantNode' ? String(node.value) : '…'

/** A call of a name that nothing stands for. */
export function unknown(name: string, c: Context, node: Node): never {
  const near = meant(name, [...c.scope.assigned])
  if (c.scope.variables.includes(name) || (near === undefined && name.length < 3))
    error(c, node, `${name}(…) calls ${name} as a function; a product is written ${name} * (…)`)
  return error(c, node, `unknown function ${name}${near === undefined ? '' : `; perhaps ${near}`}`)
}

/** A call of what is no name: `Math.sin(x)`. */
export function uncallable(f: Node, c: Context): never {
  const last = f.type === 'AccessorNode' && f.index.dotNotation ? f.index.dimensions[0] : undefined
  return error(c, f, last?.type === 'ConstantNode'
    ? `functions are called by their names alone; write ${String(last.value)}(…)`
    : 'only a name can be called; a product is written x * (y)')
}

/** How many arguments a function takes, in words. */
export function count({ fewest, most }: Known): string {
  const number = fewest === most ? String(fewest) : most === Infinity ? `at least ${fewest}` : `${fewest} to ${most}`
  return `${number} argument${most === 1 || (most === Infinity && fewest === 1) ? '' : 's'}`
}
