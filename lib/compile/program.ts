// program: a function as its program, to be read: as a formula, as LaTeX, as source.

import { fail, show } from '../errors.ts'
import { formula, type Layout } from './formula.ts'
import { javascript } from './javascript.ts'
import { latexText, plainText } from './notation.ts'
import type { Other } from './machine.ts'
import type { Program } from './paths.ts'
import { argumentsOf, namesOf, patterns } from './names.ts'
import { fixedText, type Shape } from './shape.ts'
import { Signature } from './signature.ts'
import { type Quick, quick } from './simplify.ts'
import { source } from './source.ts'

/** A function's program. As a string, it is a formula, or numbered assignments where that would be long. */
export interface ProgramText {
  toString(): string
  /** the same as LaTeX, for a mathematical environment */
  latex(): string
  /** a module that exports the function; of the library it needs special functions alone; `name` is what it is called */
  javascript(name?: string): string
  /** the same, with types */
  typescript(name?: string): string
  /** how many operations it takes */
  readonly operations: number
  /** the names of its arguments' numbers, in order */
  readonly names: readonly string[]
  /** the program itself, for those who draw it */
  readonly program: Program
}

/**
 * The program of a function, transforms and all: what is left to compute when it is differentiated. Where the function
 * decides (`less(x, y)`, …), it is the way taken at the example.
 *
 * @param f        any function made of rows
 * @param example  arguments like those it will get; without, numbers are tried
 * @throws where f cannot be recorded, and says why
 * @example String(program(derivative(cos))) // '-sin(x)'
 * @example String(program(derivative(x => square(add(x, 1))))) // '2 * (x + 1)'
 */
export function program(f: (...args: never[]) => unknown, ...example: unknown[]): ProgramText {
  return programNamed([], f, example)
}

/** The same with these names for the numbers in its arguments, in order. */
export function programNamed(names: readonly string[], f: (...args: never[]) => unknown, example: readonly unknown[]): ProgramText {
  if (typeof f !== 'function') fail(`program expects a function, and got ${show(f)}`)
  const asked = patterns(f)
  const signature = new Signature('', f as Other, javascript, 100_000, 0)
  const given = example.length > 0 ? example : argumentsOf(asked, Math.max(1, f.length))
  try {
    signature.record(given)
  } catch (error) {
    if (example.length > 0) throw error
    fail(`program expects an example of its arguments, program(f, [1, 2]), for f does not take ${given.map(show).join(', ')}: ${(error as Error).message}`, error)
  }
  const recorded = signature.program ?? fail(`this function has no program: ${signature.reason}`)
  return new Text(recorded, names.length > 0 ? names : namesOf(recorded.args, asked))
}

class Text implements ProgramText {
  readonly names: readonly string[]
  private readonly recorded: Program
  private readonly fast: Quick
  constructor(recorded: Program, names: readonly string[]) {
    this.recorded = recorded
    this.fast = quick(recorded)
    this.names = names
  }
  get program(): Program { return this.fast.program }
  get operations(): number {
    const { tape } = this.program
    let n = 0
    for (let id = 0; id < tape.size; id++) if (tape.arity(id) > 0) n++
    return n
  }
  toString(): string { return formula(this.program, this.names, lines) }
  latex(): string { return formula(this.program, this.names, latex) }
  javascript(name = 'f'): string { return source(this.recorded, this.fast, this.names, name, false) }
  typescript(name = 'f'): string { return source(this.recorded, this.fast, this.names, name, true) }
}

const lines: Layout = {
  style: plainText,
  width: text => text.length,
  assignment: (name, text) => `${name} = ${text}`,
  structure: (shape, leaf) => structure(shape, leaf),
  condition: (text, holds) => holds ? text : `not (${text})`,
  all: (conditions, assignments, result) => [...assignments, conditions.length === 0 ? result : `${result}, where ${conditions.join(' and ')}`].join('\n'),
}

function structure(shape: Shape, leaf: (id: number) => string): string {
  if (shape.kind === 'number') return leaf(shape.id)
  if (shape.kind === 'fixed') return fixedText(shape.value)
  const items = shape.items.map(item => structure(item, leaf))
  return shape.kind === 'array' ? `[${items.join(', ')}]` : `{ ${items.map((item, i) => `${shape.keys[i]}: ${item}`).join(', ')} }`
}

const latex: Layout = {
  style: latexText,
  width: text => text.replace(/\\(left|right|mathrm|operatorname|frac)\b|[{}]/g, '').replace(/\\[a-z]+/gi, '·').length,
  assignment: (name, text) => `${name} &= ${text}`,
  structure: matrix,
  condition: (text, holds) => holds ? text : `\\lnot\\left(${text}\\right)`,
  all(conditions, assignments, result) {
    const end = conditions.length === 0 ? result : `${result} \\quad \\text{where } ${conditions.join(' \\land ')}`
    return assignments.length === 0 ? end : `\\begin{aligned}\n${[...assignments, `& ${end}`].join(' \\\\\n')}\n\\end{aligned}`
  },
}

/** An array is a column, an array of arrays a matrix, an object a row of equations. */
function matrix(shape: Shape, leaf: (id: number) => string): string {
  if (shape.kind === 'number') return leaf(shape.id)
  if (shape.kind === 'fixed') return `\\text{${String(shape.value)}}`
  if (shape.kind === 'record') return shape.items.map((item, i) => `\\mathrm{${shape.keys[i]}} = ${matrix(item, leaf)}`).join(',\\; ')
  const rows = shape.items.map(item => item.kind === 'array' ? item.items.map(cell => matrix(cell, leaf)).join(' & ') : matrix(item, leaf))
  return `\\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`
}
