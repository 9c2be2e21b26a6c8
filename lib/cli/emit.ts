// The derivative of a formula as a program of its own: source, LaTeX, or a graph, in a file.

import { type ProgramText, programNamed } from '../compile/program.ts'
import { derivative } from '../derive/derivative.ts'
import { gradient } from '../derive/gradient.ts'
import { hessian } from '../derive/hessian.ts'
import { jacobian } from '../derive/jacobian.ts'
import { programAsDot, programAsSvg } from '../draw/graph.ts'
import { fail } from '../errors.ts'
import type { Scalar } from '../value.ts'
import type { Request } from './arguments.ts'
import type { Answer } from './evaluate.ts'
import type { Subject } from './subject.ts'

/** What the ending of a file asks for. */
const formats: Readonly<Record<string, (program: ProgramText, name: string) => string>> = {
  ts: (program, name) => program.typescript(name), mts: (program, name) => program.typescript(name),
  js: (program, name) => program.javascript(name), mjs: (program, name) => program.javascript(name),
  tex: program => `${program.latex()}\n`, dot: programAsDot, svg: programAsSvg,
}

type Emitted = Answer & { readonly file: { readonly name: string; readonly content: string } }

/** The derivative, gradient, Jacobian or Hessian by the variables, which become the arguments. */
export function emit({ f, source, variables, point }: Subject, { emit: file = '', hessian: second, order = 1 }: Request): Emitted {
  const [, stem = '', ending = ''] = /([^\\/]*)\.(\w+)$/.exec(file) ?? []
  const format = Object.hasOwn(formats, ending) ? formats[ending]! : fail(`--emit expects a file that ends in ${Object.keys(formats).map(each => `.${each}`).join(', ')}, and got ${file}`)
  if (variables.length === 0) fail(`--emit expects a formula with a variable, and ${source} has none`)
  const example = variables.map((name, i) => typeof point[name] === 'number' ? point[name] : Object.hasOwn(point, name) ? fail(`--emit takes numbers, and ${name} is an array`) : 0.6 + 0.1 * i)
  const one = variables.length === 1, many = Array.isArray(f(...example))
  if (order > 1 && (!one || many)) fail('--emit with --order expects a formula of one variable that gives one number')
  const g = (x: Scalar, ...rest: Scalar[]): Scalar => f(...[x, ...rest] as Scalar[]) as Scalar
  const onArray = (x: readonly Scalar[]): Scalar => f(...x as Scalar[]) as Scalar
  const derived = second ? hessian(onArray) : one && !many ? derivative(x => g(x), { order }) : one ? derivative(x => g(x)) : many ? jacobian(onArray) : gradient(onArray)
  const spread = one && !second ? derived : (...x: Scalar[]) => (derived as (x: readonly Scalar[]) => unknown)(x)
  const program = programNamed(variables, spread as (...x: never[]) => unknown, example)
  const content = format(program, identifier(stem))
  return { text: `${String(program)}\n`, data: { file, program: String(program) }, code: 0, file: { name: file, content } }
}

const identifier = (stem: string): string => {
  const name = stem.replace(/[^\w$]+(\w?)/g, (_, c: string) => c.toUpperCase())
  return /^[A-Za-z_$]/.test(name) ? name : `f${name}`
}
