// Which names an expression needs, which it assigns, and in which slot of a call's frame each is kept.

import { constants, knownFunction } from './functions.ts'
import { chain, childrenOf, type Node } from './nodes.ts'

export interface Scope {
  /** names that need a value from outside, in order of appearance */
  readonly variables: readonly string[]
  /** the slot of each name, of variables first */
  readonly slots: ReadonlyMap<string, number>
  /** names assigned somewhere, which may be read before they are */
  readonly assigned: ReadonlySet<string>
  /** names that the caller of `expression` gave a meaning, before that of mathjs */
  readonly given: ReadonlySet<string>
}

/** Names without a value of their own, which still are no variables. */
export const imaginary = 'i'

/** Does a call of it take functions? Those of the expression may; of mathjs', map and filter do. */
const takesFunctions = (f: Node): boolean => f.type === 'SymbolNode' && (f.name === 'map' || f.name === 'filter' || knownFunction(f.name) === undefined)

export function scopeOf(tree: Node, given: ReadonlySet<string>, open: ReadonlySet<string>): Scope {
  const variables = new Set<string>(), names = new Set<string>(), assigned = new Set<string>()
  collectAssigned(tree, assigned)

  /** `done`: what is certainly assigned by now; `inside`: parameters in sight; `later`: in a body, which runs when called */
  function walk(node: Node, done: Set<string>, inside: ReadonlySet<string>, later: boolean): void {
    const go = (each: Node): void => walk(each, done, inside, later)
    switch (node.type) {
      case 'SymbolNode':
        if (inside.has(node.name) || node.name === 'end') return
        names.add(node.name)
        if (done.has(node.name) || (later && assigned.has(node.name)) || given.has(node.name)) return
        if (open.has(node.name) || (!Object.hasOwn(constants, node.name) && node.name !== imaginary)) variables.add(node.name)
        return
      case 'FunctionNode':
        if (node.fn.type !== 'SymbolNode') go(node.fn)
        else if (!inside.has(node.fn.name) && (assigned.has(node.fn.name) || given.has(node.fn.name))) names.add(node.fn.name)
        for (const each of node.args) {
          // a function's name given to a function that may call it
          if (each.type === 'SymbolNode' && takesFunctions(node.fn) && !inside.has(each.name) && !assigned.has(each.name) && knownFunction(each.name) !== undefined) names.add(each.name)
          else go(each)
        }
        return
      case 'AssignmentNode':
        if (node.value.type === 'SymbolNode' && knownFunction(node.value.name) !== undefined && !assigned.has(node.value.name)) names.add(node.value.name)
        else go(node.value)
        if (node.index !== null) {
          go(node.object)
          go(node.index)
        }
        if (node.object.type === 'SymbolNode') {
          names.add(node.object.name)
          if (!later) done.add(node.object.name)
        }
        return
      case 'FunctionAssignmentNode':
        names.add(node.name)
        walk(node.expr, new Set([...done, node.name]), new Set([...inside, ...node.params]), true)
        if (!later) done.add(node.name)
        return
      case 'ConditionalNode': {
        go(node.condition)
        const left = new Set(done), right = new Set(done)
        walk(node.trueExpr, left, inside, later)
        walk(node.falseExpr, right, inside, later)
        for (const name of left) if (right.has(name)) done.add(name)
        return
      }
      default: for (const each of flatChildren(node)) go(each)
    }
  }
  walk(tree, new Set(), new Set(), false)
  const ordered = [...variables, ...[...names].filter(name => !variables.has(name))]
  return { variables: [...variables], slots: new Map(ordered.map((name, i) => [name, i])), assigned, given }
}

function collectAssigned(node: Node, into: Set<string>): void {
  if (node.type === 'AssignmentNode' && node.object.type === 'SymbolNode') into.add(node.object.name)
  if (node.type === 'FunctionAssignmentNode') into.add(node.name)
  for (const each of flatChildren(node)) collectAssigned(each, into)
}

/** The parts of a node; of a chain of operators all its operands. */
function flatChildren(node: Node): readonly Node[] {
  if (node.type !== 'OperatorNode' || node.args.length !== 2) return childrenOf(node)
  const { first, links } = chain(node)
  return [first, ...links.map(link => link.args[1]!)]
}
