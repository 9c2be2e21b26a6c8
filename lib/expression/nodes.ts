// The shape of mathjs' parsed trees, as far as expressions read them, and their parts in the order of the source.

export interface SymbolNode     { readonly type: 'SymbolNode'; readonly name: string }
export interface ConstantNode   { readonly type: 'ConstantNode'; readonly value: unknown }
export interface OperatorNode   { readonly type: 'OperatorNode'; readonly op: string; readonly fn: string; readonly args: readonly Node[]; readonly implicit: boolean; readonly isPercentage: boolean }
export interface FunctionNode   { readonly type: 'FunctionNode'; readonly fn: Node; readonly args: readonly Node[] }
export interface Parenthesis    { readonly type: 'ParenthesisNode'; readonly content: Node }
export interface ArrayNode      { readonly type: 'ArrayNode'; readonly items: readonly Node[] }
export interface ObjectNode     { readonly type: 'ObjectNode'; readonly properties: Readonly<Record<string, Node>> }
export interface RangeNode      { readonly type: 'RangeNode'; readonly start: Node; readonly end: Node; readonly step: Node | null }
export interface IndexNode      { readonly type: 'IndexNode'; readonly dimensions: readonly Node[]; readonly dotNotation: boolean }
export interface AccessorNode   { readonly type: 'AccessorNode'; readonly object: Node; readonly index: IndexNode }
export interface Conditional    { readonly type: 'ConditionalNode'; readonly condition: Node; readonly trueExpr: Node; readonly falseExpr: Node }
export interface Relational     { readonly type: 'RelationalNode'; readonly conditionals: readonly string[]; readonly params: readonly Node[] }
export interface AssignmentNode { readonly type: 'AssignmentNode'; readonly object: Node; readonly index: IndexNode | null; readonly value: Node }
export interface FunctionAssignment { readonly type: 'FunctionAssignmentNode'; readonly name: string; readonly params: readonly string[]; readonly expr: Node }
export interface BlockNode      { readonly type: 'BlockNode'; readonly blocks: readonly { readonly node: Node }[] }

export type Node = SymbolNode | ConstantNode | OperatorNode | FunctionNode | Parenthesis | ArrayNode | ObjectNode | RangeNode | IndexNode
  | AccessorNode | Conditional | Relational | AssignmentNode | FunctionAssignment | BlockNode

/** A token of the source and the node it stands for, if any. */
type Token = readonly [node: Node | undefined, text: string]

const relations: Readonly<Record<string, string>> = { equal: '==', unequal: '!=', smaller: '<', larger: '>', smallerEq: '<=', largerEq: '>=' }

/** The names and operators of a tree, in the order in which they were written. */
export function tokensOf(node: Node): Token[] {
  switch (node.type) {
    case 'SymbolNode':             return [[node, node.name]]
    case 'ConstantNode':           return []
    case 'OperatorNode':           return operator(node)
    case 'FunctionNode':           return [...tokensOf(node.fn), ...node.args.flatMap(tokensOf)]
    case 'ParenthesisNode':        return tokensOf(node.content)
    case 'ArrayNode':              return node.items.flatMap(tokensOf)
    case 'ObjectNode':             return Object.entries(node.properties).flatMap(([key, each]) => [[undefined, key] as const, ...tokensOf(each)])
    case 'RangeNode':              return [node.start, ...(node.step === null ? [] : [node.step]), node.end].flatMap(tokensOf)
    case 'IndexNode':              return node.dimensions.flatMap(each => node.dotNotation ? [[each, String((each as ConstantNode).value)]] as Token[] : tokensOf(each))
    case 'AccessorNode':           return [...tokensOf(node.object), ...tokensOf(node.index)]
    case 'ConditionalNode':        return [node.condition, node.trueExpr, node.falseExpr].flatMap(tokensOf)
    case 'RelationalNode':         return node.params.flatMap((each, i) => i === 0 ? tokensOf(each) : [[node, relations[node.conditionals[i - 1]!]!] as const, ...tokensOf(each)])
    case 'AssignmentNode':         return [...tokensOf(node.object), ...(node.index === null ? [] : tokensOf(node.index)), ...tokensOf(node.value)]
    case 'FunctionAssignmentNode': return [[node, node.name], ...node.params.map(name => [undefined, name] as const), ...tokensOf(node.expr)]
    case 'BlockNode':              return node.blocks.flatMap(each => tokensOf(each.node))
  }
}

const postfix = ['!', '\'']

function operator(node: OperatorNode): Token[] {
  const [left, right] = node.args as [Node, Node | undefined]
  if (node.isPercentage) return [...tokensOf(left), [node, '%']]
  if (right === undefined) return postfix.includes(node.op) ? [...tokensOf(left), [node, node.op]] : [[node, node.op], ...tokensOf(left)]
  // mathjs reads x + 10% as x + x·10%: one part of the source, twice in the tree
  const percentage = right.type === 'OperatorNode' && right.args[0] === left && right.args[1]
  return [...tokensOf(left), ...(node.implicit ? [] : [[node, node.op] as const]), ...tokensOf(percentage || right)]
}

/** Without parentheses around it. */
export const bare = (node: Node): Node => node.type === 'ParenthesisNode' ? bare(node.content) : node

/** The parts of a node, in the order in which they are evaluated. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'OperatorNode':           return node.args
    case 'FunctionNode':           return [node.fn, ...node.args]
    case 'ParenthesisNode':        return [node.content]
    case 'ArrayNode':              return node.items
    case 'ObjectNode':             return Object.values(node.properties)
    case 'RangeNode':              return [node.start, ...(node.step === null ? [] : [node.step]), node.end]
    case 'IndexNode':              return node.dimensions
    case 'AccessorNode':           return [node.object, node.index]
    case 'ConditionalNode':        return [node.condition, node.trueExpr, node.falseExpr]
    case 'RelationalNode':         return node.params
    case 'AssignmentNode':         return [node.object, ...(node.index === null ? [] : [node.index]), node.value]
    case 'FunctionAssignmentNode': return [node.expr]
    case 'BlockNode':              return node.blocks.map(each => each.node)
    default:                       return []
  }
}

/**
 * A chain a ∘ b ∘ c … of operators that bind from the left, which the tree holds as a deep spine: what stands first, and the
 * operators from the left. Formulas made by programs have thousands of terms.
 */
export function chain(node: OperatorNode): { first: Node; links: OperatorNode[] } {
  const links = [node]
  for (let left = node.args[0]; left?.type === 'OperatorNode' && left.args.length === 2 && left.fn !== 'pow'; left = left.args[0]) links.push(left)
  return { first: links.at(-1)!.args[0]!, links: links.reverse() }
}
