// From a parsed tree to closures, once: each part becomes a function of the call's frame. Nothing is evaluated here.

import * as arithmetic from '../rules/arithmetic.ts'
import { pow } from '../rules/elementary.ts'
import { isValue, type Value } from '../value.ts'
import * as arrays from './arrays.ts'
import { type Code, type Context, error, placed, quick } from './context.ts'
import { element, replaced, sizeAlong } from './elements.ts'
import { constants, knownFunction } from './functions.ts'
import { type AccessorNode, type AssignmentNode, chain, type Conditional, type FunctionAssignment, type FunctionNode, type Node, type OperatorNode } from './nodes.ts'
import { meant, refusal } from './refused.ts'
import { imaginary } from './scope.ts'
import { type Fn, holds, isArray, type Struct, showThing, type Thing } from './thing.ts'
import { count, notation, uncallable, unknown } from './traps.ts'

export function compile(node: Node, c: Context): Code {
  switch (node.type) {
    case 'ConstantNode':           return constant(node.value, c, node)
    case 'SymbolNode':             return symbol(node.name, c, node)
    case 'OperatorNode':           return operator(node, c)
    case 'FunctionNode':           return call(node, c)
    case 'ParenthesisNode':        return compile(node.content, c)
    case 'ConditionalNode':        return conditional(node, c)
    case 'AssignmentNode':         return assignment(node, c)
    case 'FunctionAssignmentNode': return definition(node, c)
    case 'AccessorNode':           return accessor(node, c)
    case 'IndexNode':              return error(c, node, 'an index has no value of its own')
    case 'ArrayNode': {
      const items = node.items.map(each => compile(each, c)), even = placed(c, node, arrays.even)
      return (s, a) => even(items.map(item => item(s, a)))
    }
    case 'ObjectNode': {
      const parts = Object.entries(node.properties).map(([key, each]) => [key, compile(each, c)] as const)
      return (s, a) => Object.fromEntries(parts.map(([key, part]) => [key, part(s, a)]))
    }
    case 'RangeNode': {
      const start = compile(node.start, c), end = compile(node.end, c), step = node.step === null ? () => 1 : compile(node.step, c)
      const range = placed(c, node, arrays.range)
      return (s, a) => range(start(s, a), end(s, a), step(s, a))
    }
    case 'RelationalNode': {
      const params = node.params.map(each => compile(each, c))
      const tests = node.conditionals.map(name => placed(c, node, knownFunction(name)!.call))
      return (s, a) => {
        let left = params[0]!(s, a)
        return tests.every((test, i) => {
          const right = params[i + 1]!(s, a), holding = holds(test(left, right), 'a comparison')
          left = right
          return holding
        })
      }
    }
    case 'BlockNode': {
      const parts = node.blocks.map(each => compile(each.node, c)), last = parts.pop()!
      return (s, a) => {
        for (const part of parts) part(s, a)
        return last(s, a)
      }
    }
  }
}

function constant(value: unknown, c: Context, node: Node): Code {
  if (typeof value === 'number' || typeof value === 'boolean') return () => value
  if (typeof value === 'string') error(c, node, `expressions are made of numbers, and this holds the text "${value}"`)
  return error(c, node, `expressions are made of numbers, and this holds ${typeof value === 'bigint' ? 'a bigint' : String(value)}`)
}

function symbol(name: string, c: Context, node: Node): Code {
  for (const [depth, names] of c.parameters.entries()) {
    const i = names.indexOf(name)
    if (i >= 0 && depth === 0) return (_, a) => a!.values[i]
    if (i >= 0 && depth === 1) return (_, a) => a!.outer!.values[i]
    if (i >= 0) return (_, a) => {
      for (let up = 0; up < depth; up++) a = a!.outer
      return a!.values[i]
    }
  }
  if (name === 'end') {
    const { end } = c
    return end === undefined ? error(c, node, '`end` is the last index of an array, and has a meaning within v[…] only') : () => end.length
  }
  if (/[×÷·⋅]/.test(name)) error(c, node, `a product is written x * y, a quotient x / y, and this is read as the name ${name}`)
  if (/^[πℯ∞]$/.test(name)) error(c, node, `${name} is written ${meant(name)}`)
  const k = c.scope.slots.get(name)!
  if (name !== imaginary && !c.scope.assigned.has(name)) return s => s[k]
  return s => s[k] ?? unassigned(name, c, node)
}

function unassigned(name: string, c: Context, node: Node): Thing {
  if (Object.hasOwn(constants, name)) return constants[name]
  return knownFunction(name)?.call ?? error(c, node, name === imaginary
    ? 'i is the imaginary unit, and here values are real; to use i as a variable, give it a value or assign one'
    : `${name} is used before it is assigned`)
}

// ── operators ───────────────────────────────────────────────────────────────────────────────────────────────────────

// One literal each, so that each calls one row: V8 inlines it there.
type Join = (l: Code, r: Code, general: Fn) => Code
const joins: Readonly<Record<string, Join>> = {
  add:      (l, r, general) => (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? arithmetic.add(x, y) : general(x, y) },
  subtract: (l, r, general) => (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? arithmetic.sub(x, y) : general(x, y) },
  multiply: (l, r, general) => (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? arithmetic.mul(x, y) : general(x, y) },
  divide:   (l, r, general) => (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? arithmetic.div(x, y) : general(x, y) },
  pow:      (l, r, general) => (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? pow(x, y) : general(x, y) },
  and:      (l, r, general) => (s, a) => { const x = l(s, a); return isArray(x) || holds(x, 'and') ? general(x, r(s, a)) : false },
  or:       (l, r, general) => (s, a) => { const x = l(s, a); return isArray(x) || !holds(x, 'or') ? general(x, r(s, a)) : true },
}

/** Beyond so many operators in a chain, a loop goes along it: closures within closures would be too deep to call. */
const LONG = 24

function operator(node: OperatorNode, c: Context): Code {
  const [left, right] = node.args as [Node, Node | undefined]
  const { links } = chain(node)
  if (links.length <= LONG || right === undefined) return applied(node, () => compile(left, c), c)
  const start = operator(links[LONG - 1]!, c)
  let held: Thing // read by the next step at once, before anything else can be called
  const steps = links.slice(LONG).map(link => applied(link, () => () => held, c))
  return (s, a) => {
    let x = start(s, a)
    for (const step of steps) {
      held = x
      x = step(s, a)
    }
    return x
  }
}

function applied(node: OperatorNode, left: () => Code, c: Context): Code {
  notation(node, c)
  const join = joins[node.fn], right = node.args[1]
  const reason = refusal(node.fn)
  if (node.fn === 'to') error(c, node, 'units have no place here: values are plain numbers')
  if (reason !== undefined) error(c, node, `the operator ${node.op} ${reason}`)
  const { call: f, unary, binary } = knownFunction(node.fn) ?? error(c, node, `the operator ${node.op} is not known here`)
  const general = placed(c, node, f), l = left()
  if (right === undefined) return unary === undefined ? one(l, general) : unaryCode(unary, l, general)
  const r = compile(right, c)
  if (join !== undefined) return join(l, r, general)
  return binary === undefined ? (s, a) => general(l(s, a), r(s, a)) : binaryCode(binary, l, r, general)
}

const one = (x: Code, f: Fn): Code => (s, a) => f(x(s, a))
const unaryCode = (row: (x: Value) => Value, x: Code, general: Fn): Code => (s, a) => { const v = x(s, a); return quick(v) ? row(v) : general(v) }
const binaryCode = (row: (x: Value, y: Value) => Value, l: Code, r: Code, general: Fn): Code =>
  (s, a) => { const x = l(s, a), y = r(s, a); return quick(x) && quick(y) ? row(x, y) : general(x, y) }

// ── calls, definitions, choices, elements ───────────────────────────────────────────────────────────────────────────

function call(node: FunctionNode, c: Context): Code {
  if (node.fn.type !== 'SymbolNode') return uncallable(node.fn, c)
  const { name } = node.fn
  const own = c.parameters.some(names => names.includes(name)) || c.scope.assigned.has(name) || c.scope.given.has(name)
  const reason = own ? undefined : refusal(name)
  if (reason !== undefined) error(c, node, `${name} ${reason}`)
  const args = node.args.map(each => compile(each, c))
  if (own) return dynamic(symbol(name, c, node.fn), name, args, node, c)
  const known = knownFunction(name) ?? unknown(name, c, node)
  if (args.length < known.fewest || args.length > known.most) error(c, node, `${name} takes ${count(known)}, and got ${args.length}`)
  const general = placed(c, node, known.call)
  if (known.unary !== undefined) return unaryCode(known.unary, args[0]!, general)
  if (known.binary !== undefined) return binaryCode(known.binary, args[0]!, args[1]!, general)
  return args.length === 1 ? one(args[0]!, general) : (s, a) => general(...args.map(each => each(s, a)))
}

/** A call of what a name stands for when it comes to it: a function of the expression, a parameter. */
function dynamic(target: Code, name: string, args: readonly Code[], node: Node, c: Context): Code {
  const [first] = args
  const check = (f: Thing): Fn => typeof f === 'function' ? f : error(c, node, `${name} is ${showThing(f)} here, and cannot be called; a product is written ${name} * (…)`)
  if (args.length === 1) return (s, a) => { const f = target(s, a); return (typeof f === 'function' ? f : check(f))(first!(s, a)) }
  return (s, a) => check(target(s, a))(...args.map(each => each(s, a)))
}

function definition(node: FunctionAssignment, c: Context): Code {
  const { name, params } = node
  const body = compile(node.expr, { ...c, parameters: [params, ...c.parameters] })
  const slot = c.scope.slots.get(name)!
  return (s, outer) => {
    const f = (...values: Thing[]): Thing => {
      if (values.length !== params.length) error(c, node, `${name} takes ${params.length} argument${params.length === 1 ? '' : 's'} (${params.join(', ')}), and got ${values.length}`)
      return body(s, { outer, values })
    }
    return s[slot] = Object.defineProperties(f, { name: { value: name }, length: { value: params.length } })
  }
}

function assignment(node: AssignmentNode, c: Context): Code {
  const value = compile(node.value, c)
  if (node.object.type !== 'SymbolNode') return error(c, node.object, 'only a name, or elements of a name, can be assigned to')
  const slot = c.scope.slots.get(node.object.name)!
  if (node.index === null) return (s, a) => s[slot] = value(s, a)
  const end = { length: 0 }
  const at = node.index.dimensions.map(each => compile(each, { ...c, end }))
  const replace = placed(c, node.object, replaced as (...args: Thing[]) => Thing)
  return (s, a) => {
    const array = s[slot]
    return s[slot] = replace(array, at.map((each, i) => { end.length = sizeAlong(array, i); return each(s, a) }), value(s, a))
  }
}

function conditional(node: Conditional, c: Context): Code {
  const test = compile(node.condition, c), yes = compile(node.trueExpr, c), no = compile(node.falseExpr, c)
  const decide = placed(c, node.condition, x => holds(x, '?'))
  return (s, a) => {
    const x = test(s, a)
    if (typeof x === 'boolean') return x ? yes(s, a) : no(s, a)
    return decide(x) ? yes(s, a) : no(s, a)
  }
}

function accessor(node: AccessorNode, c: Context): Code {
  const object = compile(node.object, c)
  if (node.index.dotNotation) {
    const key = (node.index.dimensions[0] as { value: string }).value
    return (s, a) => {
      const x = object(s, a)
      const own = typeof x === 'object' && !isArray(x) && !isValue(x) && Object.hasOwn(x, key)
      return own ? (x as Struct)[key] : error(c, node, `there is no .${key} in ${showThing(x)}`)
    }
  }
  const end = { length: 0 }
  const at = node.index.dimensions.map(each => compile(each, { ...c, end }))
  const pick = placed(c, node, element as (...args: Thing[]) => Thing)
  return (s, a) => {
    const x = object(s, a)
    if (!isArray(x)) return error(c, node, `an index expects an array, and this is ${showThing(x)}`)
    return pick(x, at.map((each, i) => {
      const outer = end.length
      end.length = sizeAlong(x, i)
      try { return each(s, a) } finally { end.length = outer }
    }))
  }
}
