// The five verbs: unary, binary, linear, bilinear, structural. Each makes a row of the table; yours are made the same way.

import { moveCall } from './dual.ts'
import { fail, show } from './errors.ts'
import { printable, printBinary, printUnary } from './print.ts'
import type { Binary, BinaryRule, Call, Notes, Unary, UnaryRule, Value } from './value.ts'
import { top, value } from './value.ts'

/**
 * An elementwise function of one argument and its derivative: ẏ = f′(x)·ẋ.
 *
 * @param name   how the row is called, in errors and in printed programs
 * @param f      the plain function, number → number
 * @param rule   the factor f′, made with rows from `x` and the result `out`; or a constant: 0 for what never moves
 * @param notes  sampling domain, source code, LaTeX, one line of documentation
 * @throws where the row is differentiated and has no rule, or its rule throws or returns no value: the row is named
 * @example
 * const softsign = unary('softsign', x => x / (1 + Math.abs(x)), x => div(1, square(add(1, abs(x)))))
 * derivative(softsign)(1) // 0.25
 */
/* @__NO_SIDE_EFFECTS__ */
export function unary(name: string, f: (x: number) => number, rule?: UnaryRule, notes: Notes = {}): Unary {
  checked('unary', name, f, rule)
  const interpret = (row: Unary, x: unknown): Value => (value(x, name) as Exclude<Value, number>).unary(row)
  const row = printable()
    ? printUnary(name, f, notes, interpret)
    : (x: Value): Value => typeof x === 'number' ? f(x) : interpret(row as Unary, x)
  return describe<Unary>(row, { name, verb: 'unary', f, rule, notes })
}

/**
 * An elementwise function of two arguments and its partial derivatives: ż = ∂f/∂x·ẋ + ∂f/∂y·ẏ.
 *
 * @param dx  the factor ∂f/∂x, made with rows from `x`, `y` and the result `out`; or a constant
 * @param dy  the factor ∂f/∂y
 * @throws where the row is differentiated in an argument that has no rule, or a rule throws or returns no value
 * @example
 * const area = binary('area', (r, h) => Math.PI * r * r * h, (r, h) => mul(2 * Math.PI, mul(r, h)), r => mul(Math.PI, square(r)))
 * gradient(([r, h]) => area(r, h))([1, 2]) // [4π, π]
 */
/* @__NO_SIDE_EFFECTS__ */
export function binary(name: string, f: (x: number, y: number) => number, dx?: BinaryRule, dy?: BinaryRule, notes: Notes = {}): Binary {
  checked('binary', name, f, dx, dy)
  const interpret = (row: Binary, x: unknown, y: unknown): Value => {
    const a = value(x, name), b = value(y, name)
    return top(a, b).binary(row, a, b)
  }
  const row = printable()
    ? printBinary(name, f, notes, interpret)
    : (x: Value, y: Value): Value => typeof x === 'number' && typeof y === 'number' ? f(x, y) : interpret(row as Binary, x, y)
  return describe<Binary>(row, { name, verb: 'binary', f, dx, dy, notes })
}

/** A callable of whole values (numbers or tensors) and plain parameters. */
export type LinearRow<P>         = Call & ((x: Value, parameters?: P) => Value)
export type BilinearRow<P>       = Call & ((a: Value, b: Value, parameters?: P) => Value)
export type JointRow<P>          = Call & ((...valuesAndParameters: [...Value[], P]) => Value)
export type StructuralRow<A extends readonly unknown[], O> = Call & ((...args: A) => O)

/**
 * A linear map of whole values: the tangent goes through the same map, ẏ = A(ẋ).
 * Axes count from the end: leading axes of `x` beyond those of the primal are directions, and pass through.
 *
 * @param f  the map; `parameters` is whatever plain data the call was given last
 * @example const total = linear('total', x => sum(x))
 */
/* @__NO_SIDE_EFFECTS__ */
export function linear<P = undefined>(name: string, f: (x: Value, parameters: P) => Value, notes: Notes = {}): LinearRow<P> {
  checked('linear', name, f)
  return callable<LinearRow<P>>(name, 'linear', 1, (args, p) => f(args[0] as Value, p as P),
    function push(_i, tangent, _primals, _out, p) { return (this as LinearRow<P>)(tangent, p as P) }, notes)
}

/**
 * A product of whole values, linear in each: the product rule, ċ = ȧ∘b + a∘ḃ.
 *
 * @example const scaled = bilinear('scaled', (a, b) => mul(a, b))
 */
/* @__NO_SIDE_EFFECTS__ */
export function bilinear<P = undefined>(name: string, f: (a: Value, b: Value, parameters: P, moving: Moving) => Value, notes: Notes = {}): BilinearRow<P> {
  checked('bilinear', name, f)
  return callable<BilinearRow<P>>(name, 'bilinear', 2, (args, p) => {
      const { parameters, moving } = tangential(p)
      return f(args[0] as Value, args[1] as Value, parameters as P, moving)
    },
    function push(i, tangent, primals, _out, p) {
      const row = this as BilinearRow<unknown>, { parameters, moving } = tangential(p), moved = new Tangential(parameters, moving | (i + 1))
      return i === 0 ? row(tangent, primals[1] as Value, moved) : row(primals[0] as Value, tangent, moved)
    }, notes)
}

/** Which factor of a product is a tangent, whose zeros are no motion and must not be multiplied: none, a, b or both. */
export type Moving = number

/** Both are. */
export const BOTH: Moving = 3

/** What a bilinear row is given in place of its parameters where factors are tangents. */
class Tangential {
  readonly parameters: unknown
  readonly moving: Moving
  constructor(parameters: unknown, moving: Moving) {
    this.parameters = parameters
    this.moving = moving
  }
}

/** The parameters that a bilinear row was given, and which of its factors are tangents. */
export const tangential = (p: unknown): Tangential => p instanceof Tangential ? p : new Tangential(p, 0)

/** A map of any number of values that is linear in all of them together, as joining them is: ẏ = A(ẋ₁, …, ẋₙ). */
/* @__NO_SIDE_EFFECTS__ */
export function joint<P>(name: string, f: (values: readonly Value[], parameters: P) => Value, notes: Notes = {}): JointRow<P> {
  return callable<JointRow<P>>(name, 'linear', -1, (args, p) => f(args, p as P), () => fail(`${name} moves with all its arguments together`), notes)
}

/**
 * Any function of whole values, one rule an argument: `rule_i(ȧᵢ, ...args, out)` is what the motion of argument i adds to
 * the motion of the result, 0 for what never moves. Several outputs are an array of values; their rules return arrays of
 * tangents. Notes may stand last; where they say `parameters: true`, the last argument of f is plain data.
 *
 * @example
 * const polar = structural('polar', (x, y) => [hypot(x, y), atan2(y, x)],
 *   (dx, x, y, [r]) => [div(mul(x, dx), r), neg(div(mul(y, dx), square(r)))],
 *   (dy, x, y, [r]) => [div(mul(y, dy), r), div(mul(x, dy), square(r))])
 */
/* @__NO_SIDE_EFFECTS__ */
export function structural<A extends readonly unknown[], O = Value>(
  name: string,
  f: (...args: A) => O,
  ...rulesAndNotes: (((tangent: Value, ...argsAndOut: [...A, NoInfer<O>]) => unknown) | 0 | undefined | Notes)[]
): StructuralRow<A, O> {
  const last = rulesAndNotes.at(-1), noted = typeof last === 'object' && last !== null, notes: Notes = noted ? last : {}
  const rules = (noted ? rulesAndNotes.slice(0, -1) : rulesAndNotes).map((rule, i) => (rule as Placed | undefined)?.placed?.(i) ?? rule) as Rule[]
  type Rule = Exclude<typeof rulesAndNotes[number], Notes>
  type Placed = { readonly placed?: (place: number) => Rule } // a rule that asks for its place, as fromVjp's do
  checked('structural', name, f, ...rules)
  const { parameters = false } = notes
  const all = (args: readonly Value[], p: unknown): readonly unknown[] => parameters ? [...args, p] : args
  return callable<StructuralRow<A, O>>(name, 'structural', parameters ? f.length - 1 : f.length, (args, p) => f(...all(args, p) as unknown as A), (i, tangent, primals, out, p) => {
    const rule = rules[i] ?? fail(`${name} has no derivative rule for its argument ${i + 1}; give one: (tangent, ...args, out) => …`)
    return rule === 0 ? 0 : rule(tangent, ...[...all(primals, p), out] as unknown as [...A, O])
  }, notes)
}

type Push = (this: Call, i: number, tangent: Value, primals: readonly Value[], out: unknown, parameters: unknown) => unknown

/** Arguments first, then plain parameters: the box of the highest level among the arguments interprets the call. */
function callable<R extends Call>(name: string, verb: Call['verb'], arity: number, f: (args: readonly Value[], p: unknown) => unknown, push: Push, notes: Notes): R {
  const row = (...given: unknown[]): unknown => {
    const count = arity < 0 ? Math.max(0, given.length + arity) : arity, args: Value[] = []
    let highest: Value = 0
    for (let i = 0; i < count; i++) { // arguments that are missing are refused as undefined
      const x = args[i] = value(given[i], name)
      if (typeof highest === 'number' || typeof x !== 'number' && x.level > highest.level) highest = x
    }
    const parameters = arity < 0 ? given[count] : given[arity]
    return typeof highest === 'number' || highest.level === 0 ? f(args, parameters) : highest.call(row as unknown as Call, args, parameters)
  }
  return describe<R>(row, { name, verb, arity, f, push: (push as () => unknown).bind(row as never), move: moveCall, notes })
}

function describe<R>(row: object, { name, ...facts }: { name: string; [fact: string]: unknown }): R {
  return Object.assign(Object.defineProperty(row, 'name', { value: name }), facts) as R
}

function checked(verb: string, name: unknown, f: unknown, ...rules: unknown[]): void {
  if (typeof name !== 'string' || name === '' || typeof f !== 'function' || rules.some(rule => !/^[ufn]/.test(typeof rule)))
    fail(`${verb} expects a name, the function itself, and functions or numbers as rules, and got ${[name, f, ...rules].map(show).join(', ')}`)
}
