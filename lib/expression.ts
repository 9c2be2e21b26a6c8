// expression: a formula in mathjs' syntax as a function of its variables, to which every transform applies.

import type { Plain } from './derive/structure.ts'
import { fail, show } from './errors.ts'
import { compile } from './expression/compile.ts'
import { constants, knownFunction } from './expression/functions.ts'
import { unstacked } from './expression/matrices.ts'
import { formulaOf } from './expression/parse.ts'
import { explained, meant, onlyFunction } from './expression/refused.ts'
import { imaginary, scopeOf } from './expression/scope.ts'
import type { Thing } from './expression/thing.ts'
import { shapeOf } from './tensor.ts'
import { isValue, type Scalar, type Value } from './value.ts'

/** A formula as a function: of an object with the values of its variables, or of these values in the order of `variables`. */
export interface Expression<Y = Scalar> {
  (...values: number[]): Plain<Y>
  (...values: Scalar[]): Y
  (point: Readonly<Record<string, number>>): Plain<Y>
  (point: Readonly<Record<string, unknown>>): Y
  (point: Record<string, Scalar>): Y
  /** the names that need a value, in order of appearance */
  readonly variables: readonly string[]
  /** the formula as it was written */
  readonly source: string
}

/**
 * A formula in mathjs' syntax as a function of its variables, which takes numbers and dual numbers alike.
 *
 * `x ↦ f(x)` for one variable, `{ x, y } ↦ f(x, y)` for several. Operators, conditions, arrays, ranges, assignments,
 * blocks and functions are those of mathjs, comparisons and rounding with its tolerance (1e-12, relative); each of its
 * functions is the row of the table with the same name, or throws and says why it has no derivative.
 *
 * @param source  the formula: `x^2 * cos(y)`, `[r * cos(t), r * sin(t)]`, `f(t) = t^2; f(x) + 1`
 * @param names   constants and functions of your own that the formula may use; like those of mathjs, such as e and pi, they hold
 *                where a point has no value of that name: one that has makes it a variable there, to differentiate by
 * @returns a function of `{ name: value }`, or of the values in the order of its `variables`
 * @throws where the formula cannot be read, or a function in it is unknown or has no derivative: with the place marked
 * @example gradient(expression('x^2 * cos(y)'))({ x: 3, y: 0 }) // { x: 6, y: 0 }
 * @example gradient(expression('k * x', { k: 3 }))({ x: 2, k: 10 }) // { x: 10, k: 2 }: the point's k, not 3
 * @see https://mathjs.org/docs/expressions/syntax.html
 */
export function expression(source: `[${string}`, names?: Readonly<Record<string, unknown>>): Expression<Scalar[]>
export function expression<Y = Scalar>(source: string, names?: Readonly<Record<string, unknown>>): Expression<Y>
export function expression(source: string, names: Readonly<Record<string, unknown>> = {}): unknown {
  try {
    return made(source, names)
  } catch (thrown) {
    if (thrown instanceof RangeError) fail('the expression is nested too deeply to be read', thrown)
    throw thrown
  }
}

function made(source: string, names: Readonly<Record<string, unknown>>): unknown {
  const { tree, parameters } = formulaOf(source)
  const given = new Map(Object.entries(names).map(([name, x]) => [name, accepted(x, name)]))
  const scope = scopeOf(tree, new Set(given.keys()), new Set(parameters))
  const { variables } = scope
  const code = compile(tree, { text: source, tree, scope, parameters: [] })
  const slots = [...scope.slots]
  const template = slots.map(([name], k): Thing => given.has(name) ? given.get(name) : k < variables.length ? undefined : standard(name))
  const all = slots.map(([name]) => name), careful = all.map(name => name in Object.prototype)

  const f = (...args: unknown[]): Thing => {
    const s = template.slice(), [first] = args
    if (args.length === 1 && typeof first === 'object' && first !== null && !isValue(first as Thing) && !Array.isArray(first)) named(s, first as Record<string, unknown>)
    else if (variables.length === 1 && args.length === 1) s[0] = accepted(first, variables[0]!)
    else positional(s, args)
    try {
      return code(s, undefined)
    } catch (thrown) {
      if (thrown instanceof RangeError && /call stack/.test(thrown.message)) fail(`a function of ${source} calls itself without end`, thrown)
      throw thrown
    }
  }

  function named(s: Thing[], point: Readonly<Record<string, unknown>>): void {
    for (let k = 0; k < all.length; k++) {
      const name = all[k]!
      const x = careful[k] && !Object.hasOwn(point, name) ? undefined : point[name]
      if (x !== undefined) s[k] = typeof x === 'number' ? x : accepted(x, name)
      else if (k < variables.length) missing(name, Object.keys(point))
    }
  }

  function positional(s: Thing[], args: readonly unknown[]): void {
    const values = args.length === 1 && Array.isArray(args[0]) && args[0].length === variables.length ? args[0] : args
    if (variables.length === 0 && values.length <= 1) return
    if (values.length < variables.length) missing(variables[values.length]!, variables.slice(0, values.length))
    if (values.length > variables.length) fail(`${source} has ${variables.length} variable${variables.length === 1 ? '' : 's'} (${variables.join(', ')}), and got ${values.length} values`)
    values.forEach((x, k) => { s[k] = accepted(x, variables[k]!) })
  }

  function missing(name: string, had: readonly string[]): never {
    const head = [...name].map((_, i) => name.slice(0, -1 - i)).find(each => onlyFunction(each) && variables.length + had.length > 0)
    const hint = explained([name]) !== '' ? explained([name]) : head !== undefined ? `; perhaps ${head}(${name.slice(head.length)})`
      : hinted(meant(name, had.filter(each => !variables.includes(each))))
    fail(`the expression ${source} needs a value for ${name}, and got ${had.length === 0 ? 'none' : `${had.join(', ')} only`}${hint}`)
  }

  return Object.defineProperties(f, {
    variables: { value: Object.freeze([...variables]), enumerable: true },
    source:    { value: source, enumerable: true },
    length:    { value: variables.length },
    name:      { value: source },
  })
}

const hinted = (name: string | undefined): string => name === undefined ? '' : `; perhaps ${name}`

/** What a name stands for that is not given: a constant of mathjs, or one of its functions. */
const standard = (name: string): Thing => Object.hasOwn(constants, name) ? constants[name] : name === imaginary ? undefined : knownFunction(name)?.call

/** What came from outside as a thing of the expression's language. */
function accepted(x: unknown, name: string): Thing {
  if (typeof x === 'number' || typeof x === 'boolean' || typeof x === 'function') return x as Thing
  if (isValue(x as Thing)) return shapeOf(x as Value).length === 0 ? x as Value : unstacked(x as Value)
  if (Array.isArray(x)) return x.map((each, i) => accepted(each, `${name}[${i + 1}]`))
  if (ArrayBuffer.isView(x)) return Array.from(x as Float64Array)
  if (typeof x === 'object' && x !== null) return Object.fromEntries(Object.entries(x).map(([key, each]) => [key, accepted(each, `${name}.${key}`)]))
  fail(`the variable ${name} expects a number, and got ${show(x)}`)
}

