// Value and derivatives of a formula at a point, as text and as data.

import { check } from '../check.ts'
import { derivative } from '../derive/derivative.ts'
import { hessian } from '../derive/hessian.ts'
import { valueAndJacobian } from '../derive/jacobian.ts'
import { jvp } from '../derive/jvp.ts'
import { fail, show } from '../errors.ts'
import type { Scalar } from '../value.ts'
import type { Request } from './arguments.ts'
import { COMPARED, compiled, inOrder, nth } from './orders.ts'
import { digits, type Paper, partial, primed, rough, table } from './paper.ts'
import { complete, isPlain, numbersIn, type Plain, type Subject } from './subject.ts'

/** What a command answers. */
export interface Answer { readonly text: string; readonly data: unknown; readonly code: number }

/** The formula as a function of all its numbers in a row, and their names. */
interface Flat {
  readonly names: readonly string[]
  readonly xs: readonly number[]
  readonly f: (xs: readonly Scalar[]) => Scalar[]
  /** of one output, the number itself */
  readonly scalar: boolean
  readonly outputs: readonly string[]
  /** numbers in a row, in the shape of the point */
  readonly shaped: (values: readonly unknown[]) => unknown
}

export function evaluate(subject: Subject, request: Request, paper: Paper): Answer {
  const flat = flatten(subject), { names, scalar } = flat
  const needsNumber = (option: string): void => {
    if (!scalar) fail(`${option} expects a formula that gives one number, and ${subject.source} gives ${flat.outputs.length}`)
  }
  if (names.length === 0) return constant(subject, flat, paper)
  if (subject.direction !== undefined) return pushed(subject, flat, paper)
  if (request.hessian) return needsNumber('--hessian'), curvature(subject, flat, paper)
  if (request.order !== undefined) return needsNumber('--order'), higher(subject, flat, request.order, paper)
  if (!scalar) return matrix(subject, flat, paper)
  return names.length === 1 ? higher(subject, flat, 1, paper) : slopes(subject, flat, paper)
}

function flatten(subject: Subject): Flat {
  const at = complete(subject), { f, variables } = subject
  const parts = variables.map(name => numbersIn(at[name]!).map(({ at, x }) => ({ name: `${name}${at}`, x })))
  const shaped = (values: readonly unknown[]): Record<string, unknown> => {
    let i = 0
    const like = (x: Plain): unknown => typeof x === 'number' ? values[i++] : x.map(like)
    return Object.fromEntries(variables.map(name => [name, like(at[name]!)]))
  }
  const fixed = Object.fromEntries(Object.entries(at).filter(([name]) => !variables.includes(name)))
  const value: unknown = f(at)
  if (!isPlain(value)) fail(`the formula ${subject.source} gives ${typeof value === 'boolean' ? String(value) : show(value)}, where a number, or an array of numbers, is expected`)
  return {
    names: parts.flatMap(part => part.map(({ name }) => name)),
    xs: parts.flatMap(part => part.map(({ x }) => x)),
    f: xs => [f({ ...fixed, ...shaped(xs) })].flat(Infinity) as Scalar[],
    scalar: typeof value === 'number',
    outputs: typeof value === 'number' ? ['f'] : numbersIn(value).map(({ at }) => `f${at}`),
    shaped,
  }
}

// ── the answers ─────────────────────────────────────────────────────────────────────────────────────────────────────

function constant(subject: Subject, { f, scalar }: Flat, paper: Paper): Answer {
  const value = f([])
  const text = scalar ? digits(value[0] as number) : `[${value.map(x => digits(x as number)).join(', ')}]`
  return answer([`  ${subject.source} = ${paper.bold(text)}`, '', paper.faint('  It has no variable: nothing to differentiate by.')],
    { formula: subject.source, value: scalar ? value[0] : value })
}

/** Derivatives of a number: by one variable f, f′, …, f⁽ⁿ⁾; by several, all partial derivatives up to order n. */
function higher(subject: Subject, flat: Flat, order: number, paper: Paper): Answer {
  const { names, xs } = flat
  if (names.length === 1) {
    const [x] = xs, f = (t: Scalar): Scalar => flat.f([t])[0]!
    const values = [f(x!) as number, ...inOrder(order, k => nth(f, k)(x!) as number)]
    const judged = values.slice(1, COMPARED + 1).map((_, k) => differ(k < 3 ? derivative(f, { order: k }) : compiled(f, k), x!, names[0]!))
    const label = order === 1 ? (k: number) => `${primed(k)}(${digits(x!)})` : (k: number) => primed(k)
    const rows = table(values.map((value, k) => [label(k), '=', digits(value), order > 1 && 0 < k && k <= COMPARED ? `  ${agreement(judged[k - 1]!)}` : '']), ' ')
    const beyond = order > COMPARED ? `; beyond order ${COMPARED} none are taken` : ''
    const tail = order === 1 ? ['', `  ${said(judged[0]!, paper)}`] : ['', paper.faint(`  digits: how far finite differences of the derivative before agree${beyond}`)]
    return answer([...heading(subject, paper, order > 1), ...rows.map(row => `  ${row}`), ...tail],
      { ...facts(subject), value: values[0], derivative: values[1], ...(order > 1 ? { derivatives: values } : {}), differences: order > 1 ? judged.map(data) : data(judged[0]!) })
  }
  let count = 1
  for (let k = 1; k <= order; k++) count *= (names.length + k) / k
  if (count - 1 > 500) fail(`--order ${order} of ${names.length} variables asks for ${Math.round(count) - 1} partial derivatives; at most 500 are shown`)
  const values = inOrder(order, k => choices(names.length, k).map(by => ({ by: by.map(j => names[j]!), value: mixed(flat, by) }))).flat()
  const value = flat.f(xs)[0] as number
  const rows = table([['f', '=', digits(value)], ...values.map(({ by, value }) => [partial(by), '=', digits(value)])], ' ')
  return answer([...heading(subject, paper), ...rows.map(row => `  ${row}`)], { ...facts(subject), value, partials: values })
}

/** ∂ᵏf/∂x…: nested derivatives along the axes. */
const mixed = ({ f, xs }: Flat, by: readonly number[]): number => {
  const go = ([j, ...rest]: readonly number[], at: readonly Scalar[]): Scalar =>
    j === undefined ? f(at)[0]! : derivative(t => go(rest, at.map((x, i) => i === j ? t : x)))(at[j]!)
  return go(by, xs) as number
}

/** The choices of k out of n, with repetition, in order. */
const choices = (n: number, k: number, from = 0): number[][] =>
  k === 0 ? [[]] : Array.from({ length: n - from }, (_, i) => from + i).flatMap(i => choices(n, k - 1, i).map(rest => [i, ...rest]))

function slopes(subject: Subject, flat: Flat, paper: Paper): Answer {
  const { value, jacobian } = valueAndJacobian(flat.f as (xs: Scalar[]) => Scalar[])([...flat.xs]) as unknown as { value: number[]; jacobian: number[][] }
  const judged = columns(flat), gradient = jacobian[0]!
  const rows = table([['f', '=', digits(value[0]!), ''], ...flat.names.map((name, j) => [partial([name]), '=', digits(gradient[j]!), `  ${agreement(judged[j]!)}`])], ' ')
  return answer([...heading(subject, paper), ...rows.map(row => `  ${row}`), ...footnote(judged, paper)],
    { ...facts(subject), value: value[0], gradient: flat.shaped(gradient), differences: flat.shaped(judged.map(data)) })
}

function matrix(subject: Subject, flat: Flat, paper: Paper): Answer {
  const { value, jacobian } = valueAndJacobian(flat.f as (xs: Scalar[]) => Scalar[])([...flat.xs]) as unknown as { value: number[]; jacobian: number[][] }
  const judged = columns(flat)
  const body = grid(['', 'f', ...flat.names.map(name => `∂/∂${name}`)], flat.outputs.map((name, i) => [name, value[i]!, ...jacobian[i]!]), paper, ['', '', ...judged.map(agreement)])
  return answer([...heading(subject, paper), ...body, ...footnote(judged, paper)],
    { ...facts(subject), variables: flat.names, value, jacobian, differences: Object.fromEntries(flat.names.map((name, j) => [name, data(judged[j]!)])) })
}

function curvature(subject: Subject, flat: Flat, paper: Paper): Answer {
  const f = (xs: Scalar[]): Scalar => flat.f(xs)[0]!
  const H = hessian(f)([...flat.xs]) as number[][], value = flat.f(flat.xs)[0] as number
  const gradient = flat.names.map((_, j) => mixed(flat, [j]))
  return answer([
    ...heading(subject, paper),
    ...table([['f', '=', digits(value)], ...flat.names.map((name, j) => [partial([name]), '=', digits(gradient[j]!)])], ' ').map(row => `  ${row}`), '',
    ...grid(['∂²f', ...flat.names.map(name => `∂${name}`)], flat.names.map((name, i) => [`∂${name}`, ...H[i]!]), paper),
  ], { ...facts(subject), value, gradient: flat.shaped(gradient), variables: flat.names, hessian: H })
}

function pushed(subject: Subject, flat: Flat, paper: Paper): Answer {
  const direction = subject.direction!
  for (const name of subject.variables)
    if (numbersIn(direction[name]!).length !== numbersIn(subject.point[name]!).length) fail(`d${name} must have the shape of ${name}`)
  const dx = subject.variables.flatMap(name => numbersIn(direction[name]!).map(({ x }) => x))
  const { primal, tangent } = jvp(flat.f as (xs: Scalar[]) => Scalar[], [...flat.xs], dx)
  const along = flat.names.map((name, j) => `d${name} = ${digits(dx[j]!)}`).join(', ')
  const rows = table([['', 'f', 'df'], ...flat.outputs.map((name, i) => [flat.scalar ? '' : name, digits(primal[i]!), digits(tangent[i]!)])])
  return answer([...heading(subject, paper, true, `, along ${along}`), ...rows.map((row, i) => `  ${i === 0 ? paper.faint(row) : row}`)],
    { ...facts(subject), direction, value: flat.scalar ? primal[0] : primal, tangent: flat.scalar ? tangent[0] : tangent })
}

// ── their parts ─────────────────────────────────────────────────────────────────────────────────────────────────────

const answer = (lines: readonly string[], data: unknown): Answer => ({ text: `${lines.map(line => line.trimEnd()).join('\n')}\n`, data, code: 0 })

const facts = ({ source, point }: Subject): object => ({ formula: source, point })

function heading({ source, variables, point, defines }: Subject, paper: Paper, place = variables.length > 1, more = ''): string[] {
  const [formula, ...rest] = source.trim().split('\n'), f = `  f(${variables.join(', ')}) = `
  // a formula that defines f itself is its own heading
  const first = defines === 'f' ? '  ' : defines === undefined ? f : `${f}${defines}(${variables.join(', ')}), where `
  const coordinates = Object.entries(point).map(([name, x]) => `${name} = ${typeof x === 'number' ? digits(x) : JSON.stringify(x)}`)
  const at = place ? `   at ${coordinates.join(', ')}${more}` : ''
  // the point stands behind the formula where it fits
  const beside = rest.length === 0 && [...first, ...formula!, ...at].length <= paper.width
  return [
    `${first}${paper.bold(formula!)}${beside ? paper.faint(at) : ''}`,
    ...rest.map(line => `    ${paper.bold(line)}`),
    ...(beside || at === '' ? [] : [paper.faint(` ${at}`)]),
    '',
  ]
}

/** Numbers under headings; with fewer digits where the terminal is too narrow for all. */
function grid(head: readonly string[], rows: readonly (readonly (string | number)[])[], paper: Paper, foot: readonly string[] = []): string[] {
  const cells = (show: (x: number) => string): string[] =>
    table([head, ...rows.map(row => row.map(cell => typeof cell === 'number' ? show(cell) : cell)), ...(foot.some(each => each !== '') ? [foot] : [])])
  const wide = cells(digits), lines = wide.every(line => [...line].length + 2 <= paper.width) ? wide : cells(x => rough(x, 8))
  return lines.map((line, i) => `  ${i === 0 || i > rows.length ? paper.faint(line) : line}`)
}

/** What differences say about a derivative. */
interface Judged {
  /** null where they cannot tell */
  readonly agree: boolean | null
  readonly expected: number
  readonly uncertainty: number
  /** how many digits agree; all of them where `exact` */
  readonly places: number
  readonly exact: boolean
  /** are both 0 as far as differences can tell? Then no digits can agree */
  readonly nought: boolean
  /** what is wrong; empty where differences say nothing */
  readonly words: string
  /** a kink, a jump, a vertical slope; empty elsewhere */
  readonly remark: string
}

function differ(f: (t: Scalar) => unknown, x: number, name: string): Judged {
  const report = check(f as (t: Scalar) => Scalar, { at: [x] }), { worst } = report
  const words = [report.words, ...report.remarks].at(-1)!, remark = (report.remarks[0] ?? '').replace(/\bx = /, `${name} = `)
  const agree = report.ok ? true : report.wrong > 0 ? false : null
  if (worst === undefined) return { agree, expected: NaN, uncertainty: NaN, places: 0, words: report.outside > 0 ? '' : words, remark, exact: false, nought: false }
  const exact = worst.absolute === 0
  const places = exact ? 16 : Math.max(0, Math.floor(-Math.log10(worst.expected === 0 ? worst.absolute : worst.relative)))
  const nought = report.ok && !exact && Math.max(Math.abs(worst.got), Math.abs(worst.expected)) <= 10 * worst.uncertainty
  return { agree, expected: worst.expected, uncertainty: worst.uncertainty, places: Math.min(16, places), words, remark, exact, nought }
}

/** One judgement for each input, over all outputs. */
const columns = ({ f, xs, scalar, names }: Flat): Judged[] => xs.map((x, j) => {
  const along = (t: Scalar): Scalar[] => f(xs.map((each, i) => i === j ? t : each))
  return differ(scalar ? t => along(t)[0] : along, x, names[j]!)
})

function agreement({ agree, places, exact, nought, remark, words, uncertainty }: Judged): string {
  if (!agree) return words === '' ? '' : agree === null ? 'undecided' : 'no agreement'
  if (remark !== '') return `at a ${/^(vertical )?\w+/.exec(remark)?.[0]}`
  if (nought) return `0 ± ${rough(uncertainty, 1)}`
  return exact ? 'all digits' : `${places} digit${places === 1 ? '' : 's'}`
}

const data = ({ expected, uncertainty, places, agree }: Judged): object => ({ agree, digits: places, value: expected, uncertainty })

function said({ agree, exact, expected, uncertainty, places, nought, words, remark }: Judged, paper: Paper): string {
  if (!agree && words === '') return paper.faint('finite differences say nothing here: the value is not finite')
  if (agree === null) return `? ${words.startsWith('differences') ? 'finite ' : 'finite differences cannot tell: '}${words}`
  if (!agree) return `${paper.bad('✗')} finite differences do not agree: ${words}`
  if (remark !== '') return `${paper.good('✓')} finite differences see a ${remark}`
  const verdict = nought ? 'both are 0 to within that error' : exact ? 'all digits agree' : places === 1 ? '1 digit agrees' : `${places} digits agree`
  return `${paper.good('✓')} finite differences say ${digits(expected)} ± ${rough(uncertainty, 1)}: ${verdict}`
}

function footnote(judged: readonly Judged[], paper: Paper): string[] {
  const bad = judged.filter(({ agree, remark }) => !agree || remark !== ''), silent = bad.filter(({ words }) => words === '')
  return ['', ...(bad.length === 0 ? [paper.faint('  digits: how far finite differences agree')] : [...bad.filter(({ words }) => words !== ''), ...silent.slice(0, 1)].map(each => `  ${said(each, paper)}`))]
}
