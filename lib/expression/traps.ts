// Notations that look like one thing and are another to mathjs, and names that nothing stands for. What is right passes.

import { type Context, error } from './context.ts'
import { knownFunction } from './functions.ts'
import { bare, type Node, type OperatorNode } from './nodes.ts'
import { meant, onlyFunction } from './refused.ts'

/** Notations that mathjs reads otherwise than they look: sin x, sin^2(x), f′(x). */
export function notation(node: OperatorNode, c: Context): void {
  const [left, right] = node.args as [Node, Node | undefined]
  const free = (each: Node | undefined): each is Node & { type: 'SymbolNode' } =>
    each?.type === 'SymbolNode' && onlyFunction(each.name) && !c.scope.assigned.has(each.name) && !c.parameters.some(names => names.includes(each.name))
  if (!node.implicit || right === undefined) return
  // 2 sin x is (2·sin)·x
  const factor = left.type === 'OperatorNode' && left.implicit ? left.args[1] : left
  const argument = bare(right).type === 'SymbolNode' ? (bare(right) as { name: string }).name : bare(right).type === 'ConstantNode' ? String((bare(right) as { value: unknown }).value) : '…'
  if (free(factor)) error(c, factor, `${factor.name} ${argument} is a product in mathjs; write ${factor.name}(${argument})`)
  if (factor?.type !== 'OperatorNode') return
  const [base, exponent] = factor.args
  if (factor.fn === 'pow' && free(base)) {
    const power = exponent?.type === 'ConstantNode' ? String(exponent.value) : 'n'
    const inverse = exponent?.type === 'OperatorNode' && exponent.fn === 'unaryMinus' && knownFunction(`a${base.name}`) !== undefined
    error(c, base, `${base.name}^${inverse ? '-1' : power}(${argument}) is a product in mathjs; write ${inverse ? `a${base.name}(${argument}), or 1/${base.name}(${argument})` : `${base.name}(${argument})^${power}`}`)
  }
  if (factor.fn === 'ctranspose' && base?.type === 'SymbolNode' && right.type === 'ParenthesisNode')
    error(c, factor, `${base.name}'(${argument}) is a product in mathjs, of ${base.name} transposed; derivatives are taken outside: derivative(expression('…'))`)
}

/** The sentence for a call of a name that nothing stands for. */
export function unknown(name: string, c: Context, node: Node): never {
  const near = meant(name, [...c.scope.assigned])
  if (c.scope.variables.includes(name) || (near === undefined && name.length < 3))
    error(c, node, `${name}(…) calls ${name} as a function; a product is written ${name} * (…)`)
  return error(c, node, `unknown function ${name}${near === undefined ? '' : `; perhaps ${near}`}`)
}
