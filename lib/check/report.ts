// The verdict over many findings, in words, and how it prints.

import type { Structure } from '../derive/structure.ts'
import { mapLeaves } from '../derive/structure.ts'
import { Tensor } from '../tensor.ts'
import type { Break } from './breaks.ts'
import type { Finding } from './compare.ts'

/** What `check` found. It prints as a few lines of text. */
export interface Report {
  /** nothing was wrong, and something could be compared */
  readonly ok: boolean
  /** the verdict in one sentence */
  readonly words: string
  /** how many points were looked at */
  readonly points: number
  /** how many comparisons agreed, were wrong, could not be decided, lay outside the domain */
  readonly agreed: number
  readonly wrong: number
  readonly undecided: number
  readonly outside: number
  /** the comparison that came out worst; of those against a function, the one most ulp apart */
  readonly worst: Worst | undefined
  /** kinks, jumps and vertical slopes that were met, and what else is worth knowing */
  readonly remarks: readonly string[]
  toString(): string
}

/** One comparison. */
export interface Worst {
  /** 1 for f′, 2 for f″, … */
  readonly order: number
  readonly at: Structure
  readonly output: string
  readonly input: string
  /** the derivative, and what it was compared with */
  readonly got: number
  readonly expected: number
  readonly absolute: number
  readonly relative: number
  readonly ulps: number
  /** the differences' own estimate of their error; 0 where another function was asked */
  readonly uncertainty: number
}

/** What a report is about. */
export interface Subject {
  readonly name: string
  /** 'finite differences', or the other function */
  readonly against: string
  readonly byDifferences: boolean
  /** 'of [−4, 4]', or nothing */
  readonly where: string
}

/** @param complaint  a verdict that stands above what the numbers say: then nothing is ok */
export function reportOn(subject: Subject, findings: readonly Finding[], points: number, complaint = '', extra: readonly string[] = []): Report {
  const { name, against, byDifferences, where } = subject
  const count = (outcome: Finding['outcome']): number => findings.filter(each => each.outcome === outcome).length
  const agreed = count('agrees'), wrong = count('wrong'), undecided = count('undecided'), outside = count('outside')
  const worst = worstOf(findings, byDifferences)
  const ok = complaint === '' && wrong === 0 && agreed > 0
  const total = agreed + wrong + undecided
  const orders = Math.max(1, ...findings.map(({ order }) => order))
  const title = `${[1, orders].filter((k, i) => i === 0 || k > 1).map(k => prime(name, k)).join(orders === 2 ? ' and ' : ' … ')} against ${against}`
  const everywhere = `${points} point${points === 1 ? '' : 's'}${where}`
  const amount = total === points ? everywhere : `${total} comparisons at ${everywhere}`
  const words = complaint !== '' ? complaint
    : wrong > 0 ? `${title}: wrong in ${wrong} of ${amount}${ending(diagnosis(findings) || firstWrong(findings))}${ending(noise(findings))}`
    : agreed === 0 ? `${title}: nothing could be compared at ${everywhere}`
    : undecided === 0 ? `${title}: ${byDifferences || worst!.ulps > 0 ? 'agrees' : 'the same to the last bit'} ${total === 1 ? 'at 1 point' : `in all ${amount}`}`
    : `${title}: agrees in ${agreed} of ${amount}, in ${undecided} ${byDifferences ? 'differences cannot tell' : 'there is no telling'}`
  const remarks = [...extra, ...remarksOn(findings, name), ...(outside > 0 ? [`outside the domain in ${outside} more`] : [])]
  const lines = [`${ok ? '✓' : complaint === '' && wrong === 0 ? '?' : '✗'} ${words}`, ...(worst === undefined || (ok && worst.got === worst.expected) ? [] : [line(worst, name, byDifferences)]), ...remarks]
  return { ok, words, points, agreed, wrong, undecided, outside, worst, remarks, toString: () => lines.join('\n  ') }
}

const firstWrong = (findings: readonly Finding[]): string => `first at ${point(findings.find(({ outcome }) => outcome === 'wrong')!.at)}`

/** Errors that are small everywhere may be those of the function itself. */
const noise = (findings: readonly Finding[]): string =>
  findings.every(({ outcome, got, expected }) => outcome !== 'wrong' || Math.abs(got - expected) < 1e-6 * Math.max(Math.abs(got), Math.abs(expected)))
    ? 'all errors are below 1e−6: a function with a tolerance of its own, as odeint has, needs { tolerance: 1e-6 }' : ''

const ending = (words: string): string => words === '' ? '' : `; ${words}`

function worstOf(findings: readonly Finding[], byDifferences: boolean): Worst | undefined {
  const rank = (each: Finding): number => byDifferences ? each.margin : each.ulps
  const severity = ({ outcome }: Finding): number => outcome === 'wrong' ? 2 : outcome === 'agrees' ? 1 : 0
  const told = findings.filter(each => severity(each) > 0 && (byDifferences || each.kind === 'smooth' || each.outcome === 'wrong'))
  if (told.length === 0) return undefined
  const { order, at, output, input, got, expected, ulps, uncertainty } = told.reduce((a, b) =>
    severity(b) > severity(a) || (severity(b) === severity(a) && rank(b) > rank(a)) ? b : a)
  const absolute = got === expected ? 0 : Math.abs(got - expected)
  return { order, at, output, input, got, expected, absolute, relative: absolute === 0 ? 0 : absolute / Math.abs(expected), ulps, uncertainty }
}

function line({ order, at, output, input, got, expected, absolute, relative, ulps, uncertainty }: Worst, name: string, byDifferences: boolean): string {
  const which = [output && `output ${output}`, input && (input.startsWith('random') ? `along ${input}` : `input ${input}`)].filter(Boolean).join(', ')
  const sure = byDifferences ? `differences say ${number(expected)} ± ${brief(uncertainty)}` : `expected ${number(expected)}`
  const relation = Math.abs(expected) > uncertainty ? `, relative ${brief(relative)}` : ''
  return `worst of ${prime(name, order)} at ${point(at)}${which && ` (${which})`}: ${number(got)}, ${sure}; error ${brief(absolute)}${relation}${byDifferences ? '' : `, ${ulp(ulps)}`}`
}

/** What the wrong numbers have in common, where it can be said in a few words. */
export function diagnosis(findings: readonly Finding[]): string {
  const wrong = findings.filter(({ outcome }) => outcome === 'wrong')
  const first = Math.min(...wrong.map(({ order }) => order))
  const bad = wrong.filter(({ order }) => order === first), good = findings.filter(({ order, outcome }) => order === first && outcome === 'agrees')
  if (bad.length === 0) return ''
  const place = `at ${point(bad[0]!.at)}`
  if (bad.every(({ got }) => Number.isNaN(got))) return `it is NaN ${place}${bad.length > 1 ? ' and elsewhere' : ''}`
  const telling = bad.filter(({ expected, uncertainty, got }) => Math.abs(expected) > 1e4 * uncertainty && Number.isFinite(got))
  if (telling.length > 1 && good.every(({ expected, uncertainty }) => Math.abs(expected) <= 1e4 * uncertainty + 1e-6)) {
    if (telling.every(({ got }) => got === 0)) return 'it is 0 where it should not be'
    const factor = telling[0]!.got / telling[0]!.expected
    if (telling.every(({ got, expected }) => Math.abs(got / expected - factor) < 1e-5 * Math.abs(factor)))
      return Math.abs(factor + 1) < 1e-5 ? 'it has the wrong sign' : `it is off by a factor of ${round(factor)}`
    const shift = telling[0]!.got - telling[0]!.expected
    if (telling.every(({ got, expected, uncertainty }) => Math.abs(got - expected - shift) < 1e-5 * Math.abs(shift) + 10 * uncertainty)) return `it is off by ${round(shift)} everywhere`
  }
  const xs = bad.map(({ at }) => at).filter(at => typeof at === 'number'), rest = good.map(({ at }) => at).filter(at => typeof at === 'number')
  if (xs.length === bad.length && rest.length > 2) {
    const from = Math.min(...xs), to = Math.max(...xs), inside = rest.filter(x => x >= from && x <= to).length
    if (inside === 0) return from === to ? `only at x = ${number(from)}` : `only for x from ${number(from)} to ${number(to)}`
  }
  return ''
}

function remarksOn(findings: readonly Finding[], name: string): string[] {
  const said = new Map<string, string[]>()
  for (const { kind, at, order, output, sides, got, outcome } of findings) {
    if ((kind !== 'kink' && kind !== 'jump' && kind !== 'vertical') || outcome === 'outside') continue
    const what = kind === 'vertical' ? `vertical slope of ${prime(name, order - 1)}` : `${kind} of ${prime(name, order - 1)}`
    const slopes = sides === undefined ? '' : `: slopes ${round(sides[0])} and ${round(sides[1])}, the derivative says ${number(got)}`
    const places = said.get(`${what}|${output}`) ?? []
    places.push(`at ${point(at)}${output && ` (output ${output})`}${slopes}`)
    said.set(`${what}|${output}`, places)
  }
  const undecided = findings.find(({ outcome, kind }) => outcome === 'undecided' && kind !== 'jump' && kind !== 'vertical')
  return [
    ...[...said].map(([what, places]) => `${what.split('|')[0]} ${places[0]}${places.length > 1 ? `, and ${places.length - 1} more` : ''}`),
    ...(undecided === undefined ? [] : [`differences cannot tell at ${point(undecided.at)}: ${Number.isNaN(undecided.expected) ? 'they come to nothing, the derivative is' : `they say ${number(undecided.expected)} ± ${brief(undecided.uncertainty)}, the derivative is`} ${number(undecided.got)}`]),
  ]
}

/** Breaks between the points, those aside that were met at one. */
export function remarksOnBreaks(name: string, breaks: readonly Break[], findings: readonly Finding[]): string[] {
  const met = findings.filter(({ kind, order }) => order === 1 && (kind === 'kink' || kind === 'jump')).map(({ at }) => at as number)
  return breaks.filter(({ x }) => !met.some(at => Math.abs(at - x) <= 1e-6 * Math.max(1, Math.abs(x)))).map(({ x, output, kind, sides }) =>
    `${kind} of ${name} at x = ${round(x)}${output && ` (output ${output})`}${kind === 'kink' ? `: slopes ${round(sides[0])} and ${round(sides[1])}` : ''}`)
}

// ── numbers and names ───────────────────────────────────────────────────────────────────────────────────────────────

/** f, f′, f″, f‴, f⁽⁴⁾, … */
export const prime = (name: string, order: number): string =>
  name + (order <= 3 ? ['', '′', '″', '‴'][order] : `⁽${[...String(order)].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}⁾`)

export const number = (x: number): string => String(x).replace('-', '−').replace('e−', 'e-').replace('e-', 'e−').replace('Infinity', '∞')

const round = (x: number): string => number(Number(x.toPrecision(6)))

const brief = (x: number): string => x === 0 ? '0' : Number.isFinite(x) ? x.toExponential(0).replace('e+', 'e').replace('-', '−') : number(x)

const ulp = (ulps: number): string => `${ulps < 1e6 ? ulps : brief(ulps)} ulp`

/** A point, briefly: `x = 1`, `[1, 2]`, `{ a: 1 }`. */
export function point(at: Structure): string {
  if (typeof at === 'number') return `x = ${number(at)}`
  const text = written(mapLeaves(at, leaf => leaf instanceof Tensor ? leaf.toArray() : leaf, 'check'))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function written(x: unknown): string {
  if (Array.isArray(x)) return `[${x.map(written).join(', ')}]`
  if (typeof x === 'object' && x !== null) return `{ ${Object.entries(x).map(([key, xi]) => `${key}: ${written(xi)}`).join(', ')} }`
  return typeof x === 'number' ? round(x) : String(x)
}
