// A formula over an interval: held against another formula, or drawn.

import { check, type Report } from '../check.ts'
import { derivative } from '../derive/derivative.ts'
import type { Curve } from '../draw/scale.ts'
import { plotAsSvg } from '../draw/svg.ts'
import { plotInTerminal } from '../draw/terminal.ts'
import { fail } from '../errors.ts'
import { type Expression, expression } from '../expression.ts'
import type { Scalar } from '../value.ts'
import type { Request } from './arguments.ts'
import type { Answer } from './evaluate.ts'
import { compiled, COMPARED } from './orders.ts'
import { digits, type Paper, primed } from './paper.ts'
import { isPlain, type Subject } from './subject.ts'

/** The function with its formula as its name, in parentheses where a prime behind it would be misread. */
const named = <F extends object>(f: F, formula: string): F =>
  Object.defineProperty(f, 'name', { value: /^\w+(\([^()]*\))?$/.test(formula) ? formula : `(${formula})` })

const titled = <F extends object>(f: F, name: string): F => Object.defineProperty(f, 'name', { value: name })

/** Is the other formula the derivative? */
export function compare(subject: Subject, { check: other }: Request, paper: Paper): Answer {
  const { f, source, variables, point, over } = subject
  const g = expression<unknown>(other!)
  const foreign = g.variables.filter(name => !variables.includes(name))
  if (foreign.length > 0) fail(`--check ${other} depends on ${foreign.join(', ')}, which ${source} does not`)
  const moving = variables.filter(name => !Object.hasOwn(point, name))
  const all = moving.length === 0 ? variables : moving
  if (all.length === 0) fail(`--check expects a formula with a variable, and ${source} has none`)
  const twice = Object.keys(over).find(name => Object.hasOwn(point, name))
  if (twice !== undefined) fail(`${twice} has a value and an interval; one of them is too many`)

  foreseen(subject, g, other!, moving)
  const [only] = all
  const report = all.length === 1
    ? check(named((x: Scalar) => f({ ...point, [only!]: x }), source), titled((x: Scalar) => g({ ...point, [only!]: x }), other!), where(only!))
    : check(named((x: object) => f({ ...point, ...x }), source) as never, titled((x: object) => g({ ...point, ...x }), other!) as never,
      moving.length === 0 ? { at: [point] } : { over: Object.fromEntries(moving.map(name => [name, over[name] ?? [-4, 4]])) })

  function where(name: string): object {
    return moving.length === 0 ? { at: [point[name]] } : { over: over[name] ?? [-4, 4], samples: 1000 }
  }
  return { text: `${coloured(report, paper)}\n`, data: { formula: source, check: other, ...plain(report) }, code: report.ok ? 0 : 1 }
}

/** A gradient where some variables are fixed has too many numbers: it is said which. */
function foreseen({ f, variables, point, over }: Subject, g: Expression<unknown>, other: string, moving: readonly string[]): void {
  const fixed = variables.filter(name => Object.hasOwn(point, name))
  if (fixed.length === 0 || moving.length === 0) return
  const middle = Object.fromEntries(moving.map(name => [name, over[name] === undefined ? 0.5 : over[name][0] / 2 + over[name][1] / 2]))
  const [outputs, given] = [f, g].map(formula => [formula({ ...point, ...middle })].flat(Infinity).length) as [number, number]
  if (given === outputs * variables.length && given !== outputs * moving.length)
    fail(`--check ${other} gives the derivative by ${variables.join(' and ')}, and ${fixed.map(name => `${name}=${JSON.stringify(point[name])}`).join(' ')} fixes ${fixed.join(' and ')}: only that by ${moving.join(' and ')} is compared; perhaps --over in place of the value`)
}

const coloured = (report: Report, paper: Paper): string =>
  String(report).split('\n').map((line, i) => i > 0 ? line : `${(report.ok ? paper.good : line.startsWith('?') ? paper.faint : paper.bad)(line.slice(0, 1))}${line.slice(1)}`).join('\n')

const plain = ({ ok, words, points, agreed, wrong, undecided, outside, worst, remarks }: Report): object => ({ ok, words, points, agreed, wrong, undecided, outside, worst, remarks })

/** The formula and its derivatives as curves over an interval. */
export function curvesOf({ f, source, variables, point, over }: Subject, order: number, samples: number): { curves: Curve[]; variable: string } {
  const open = variables.filter(name => !Object.hasOwn(point, name))
  const asked = Object.keys(over)
  if (order > COMPARED) fail(`--order goes up to ${COMPARED} where curves are drawn, and got ${order}`)
  const [variable = fail(`a plot needs a variable, and ${source} has ${variables.length === 0 ? 'none' : 'a value for each; leave one out'}`)] = asked.length === 1 ? asked : open
  const rest = open.filter(name => name !== variable)
  if (asked.length > 1 || rest.length > 0) fail(`a plot runs over one variable; give ${(rest.length > 0 ? rest : asked.slice(1)).join(' and ')} a value, such as ${(rest[0] ?? asked[1])}=1`)
  const [from, to] = over[variable] ?? [-5, 5]
  const at = (x: Scalar): unknown => f({ ...point, [variable]: x })
  const xs = Array.from({ length: samples + 1 }, (_, i) => i === samples ? to : from + (to - from) * i / samples)
  const first = at(xs[0]!)
  if (!isPlain(first)) fail(`a plot needs a formula that gives numbers, and ${source} gives ${String(first)}`)
  const curves = Array.from({ length: order + 1 }, (_, k): Curve[] => {
    const g = k < 3 ? derivative(at, { order: k }) : compiled(at as (x: Scalar) => Scalar, k)
    const columns = xs.map(x => [g(x)].flat(Infinity) as number[])
    return columns[0]!.map((_, i) => ({ name: nameOf(source, k, columns[0]!.length === 1 ? '' : String(i + 1)), points: xs.map((x, n) => [x, columns[n]![i]!] as const) }))
  })
  return { curves: curves.flat(), variable }
}

const nameOf = (source: string, order: number, output: string): string =>
  order === 0 && output === '' && source.length <= 40 && !source.includes('\n') ? `f = ${source}` : `${primed(order, `f${[...output].map(digit => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}`)}`

/** The formula and its derivative, drawn. */
export function draw(subject: Subject, { order = 1, svg, plot }: Request, paper: Paper): Answer & { readonly file?: { readonly name: string; readonly content: string } } {
  if (svg !== undefined && !svg.endsWith('.svg')) fail(`--svg expects a file that ends in .svg, and got ${svg}`)
  const { curves, variable } = curvesOf(subject, order, 600)
  if (curves.every(({ points }) => points.every(([, y]) => !Number.isFinite(y)))) {
    const [[from], [to]] = [curves[0]!.points[0]!, curves[0]!.points.at(-1)!]
    fail(`there is nothing to draw: ${subject.source} is not finite from ${variable} = ${digits(from)} to ${digits(to)}; --over ${variable}=A..B looks elsewhere`)
  }
  const data = { formula: subject.source, variable, curves: curves.map(({ name, points }) => ({ name, points })) }
  const drawing = plot || svg === undefined ? `${plotInTerminal(curves, { width: Math.max(40, Math.min(paper.width, 120) - 2), colour: paper.colour })}\n` : ''
  if (svg === undefined) return { text: drawing, data, code: 0 }
  return { text: `${drawing}wrote ${svg}\n`, data, code: 0, file: { name: svg, content: plotAsSvg(curves, { title: subject.source, xLabel: variable }) } }
}
