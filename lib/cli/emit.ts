// The derivative of a formula as a program of its own: source, LaTeX, or a graph, in a file.

import { identifier } from '../compile/source.ts'
import { type ProgramText, programNamed } from '../compile/program.ts'
import { derivative } from '../derive/derivative.ts'
import { gradient } from '../derive/gradient.ts'
import { hessian } from '../derive/hessian.ts'
import { jacobian } from '../derive/jacobian.ts'
import { jvp } from '../derive/jvp.ts'
import { programAsDot, programAsSvg } from '../draw/graph.ts'
import { fail } from '../errors.ts'
import type { Scalar } from '../value.ts'
import type { Request } from './arguments.ts'
import type { Answer } from './evaluate.ts'
import { digits } from './paper.ts'
import type { Subject } from './subject.ts'

/** What the ending of a file asks for. */
const formats: Readonly<Record<string, (program: ProgramText, name: string) => string>> = {
  ts: (program, name) => program.typescript(name), mts: (program, name) => program.typescript(name),
  js: (program, name) => program.javascript(name), mjs: (program, name) => program.javascript(name),
  tex: program => `${program.latex()}\n`, dot: programAsDot, svg: programAsSvg,
}

type Emitted = Answer & { readonly file: { readonly name: string; readonly content: string } }

/** A derivative by the variables without a value, which become the arguments: gradient, Jacobian, Hessian, or along a direction. */
export function emit({ f, source, variables, point, direction, over }: Subject, { emit: file = '', hessian: second, order = 1 }: Request): Emitted {
  const [, stem = '', ending = ''] = /([^\\/]*)\.(\w+)$/.exec(file) ?? []
  const format = Object.hasOwn(formats, ending) ? formats[ending]!
    : fail(`--emit expects a file that ends in ${Object.keys(formats).map(each => `.${each}`).join(', ')}, and got ${file}`)
  const open = variables.filter(name => !Object.hasOwn(point, name))
  if (open.length === 0) fail(`--emit expects a formula with a variable, and ${source} has ${variables.length === 0 ? 'none' : 'a value for each; leave one out'}`)
  // where the formula chooses, the program takes the way that is taken at these numbers
  const example = open.map((name, i) => over[name] === undefined ? 0.6 + 0.1 * i : over[name][0] / 2 + over[name][1] / 2)
  const at = (x: readonly Scalar[]): Record<string, unknown> => ({ ...point, ...Object.fromEntries(open.map((name, i) => [name, x[i]])) })
  const g = (x: readonly Scalar[]): Scalar => f(at(x)) as Scalar
  const one = open.length === 1, many = Array.isArray(g(example))
  if (order > 1 && (!one || many)) fail('--emit with --order expects a formula of one variable that gives one number')
  if (order > HIGHEST) fail(`--emit with --order goes up to ${HIGHEST}, and got ${order}`)
  if (second && many) fail(`--hessian expects a formula that gives one number, and ${source} gives an array`)
  const along = (x: readonly Scalar[]): unknown => {
    const all = at(x), formula = (y: readonly Scalar[]): Scalar => f(Object.fromEntries(variables.map((name, i) => [name, y[i]]))) as Scalar
    return jvp(formula, variables.map(name => all[name]) as Scalar[], variables.map(name => direction![name]) as number[]).tangent
  }
  const single = (x: Scalar): Scalar => g([x])
  const derived: (x: readonly Scalar[]) => unknown =
    direction !== undefined ? along : second ? hessian(g) : one ? ([x]) => derivative(single, { order })(x!) : many ? jacobian(g) : gradient(g)
  const program = programNamed(open, ((...x: Scalar[]) => derived(x)) as (...x: never[]) => unknown, example)
  const content = format(program, identifier(named(stem), [])), branch = program.program.tree.kind === 'branch'
  const chosen = Object.fromEntries(open.map((name, i) => [name, example[i]!]))
  const places = open.map(name => `${name} = ${digits(chosen[name]!)}`).join(', '), otherwise = /^[mc]?[jt]s$/.test(ending) ? 'throws' : 'does not hold'
  const remark = branch ? `; the formula chooses, and this is the way taken at ${places} (--over ${open[0]}=A..B takes another): elsewhere it ${otherwise}` : ''
  const imports = /^[mc]?[jt]s$/.test(ending) ? [...content.matchAll(/^import \{ (.*) \} from '(.*)'$/gm)].map(([, names, from]) => `${names} from '${from}'`).join(', ') : ''
  const needs = imports === '' ? '' : `; it imports ${imports}`
  const data = { file, program: String(program), ...(imports === '' ? {} : { imports }), ...(branch ? { branch: chosen } : {}) }
  return { text: `${String(program)}\nwrote ${file}${needs}${remark}\n`, data, code: 0, file: { name: file, content } }
}

/** Programs grow about threefold with each order. */
const HIGHEST = 12

/** A file's name as that of a function. */
const named = (stem: string): string => {
  const name = stem.replace(/[^\w$]+(\w?)/g, (_, c: string) => c.toUpperCase())
  return /^[A-Za-z_$]/.test(name) ? name : `f${name}`
}
