// A row of the table against itself: its value against its rule, to second order, in every mode there is.

import { compile } from '../compile/compile.ts'
import { sweep } from '../derive/sweep.ts'
import { leavesOf, mapLeaves, type Structure } from '../derive/structure.ts'
import { random } from '../kernels/random.ts'
import { Tensor } from '../tensor.ts'
import type { Binary, Call, Unary } from '../value.ts'
import { againstDifferences, type Finding, held, numbersOf, withNumbers } from './compare.ts'
import { type CheckOptions, judgeOf, placesFor } from './options.ts'
import type { Domain, Interval, Place } from './points.ts'
import { diagnosis, point, prime, type Report, reportOn } from './report.ts'
import { ulpsBetween } from './ulps.ts'

type Row = Unary | Binary | Call

export const isRow = (f: unknown): f is Row => typeof f === 'function' && 'verb' in f && 'notes' in f

/** A way to run a row: what it gives for the value, and for the tangent along v where it has one. */
interface Mode {
  readonly name: string
  /** only for unary and binary rows all of whose arguments move */
  readonly elementwise?: true
  run(row: (x: Structure) => Structure, x: Structure, v: Structure): { value: Structure; tangent?: Structure }
}

/** Every interpreter, by the simplest way into it. What another file adds for rows to run in stands here as one more line. */
const modes: readonly Mode[] = [
  { name: 'plain',  run: (row, x) => ({ value: row(x) }) },
  { name: 'flat',   run: (row, x, v) => moving(row, x, v) },
  { name: 'nested', run: (row, x, v) => sweep(y => moving(row, y, v), x, leavesOf(v, 'check'), 'check').primal as Motion },
  { name: 'tensor', elementwise: true, run: (row, x, v) => firstOf(moving(row, twice(x), twice(v))) },
  { name: 'compiled', elementwise: true, run: (row, x, v) => compiled(row)(x, v) },
]

interface Motion { readonly value: Structure; readonly tangent: Structure }

function moving(row: (x: Structure) => Structure, x: Structure, v: Structure): Motion {
  const { primal, tangent } = sweep(row, x, leavesOf(v, 'check'), 'check')
  return { value: primal, tangent }
}

/** One compiled program for each row that is checked. */
function compiled(row: (x: Structure) => Structure): (x: Structure, v: Structure) => Motion {
  const known = programs.get(row)
  if (known !== undefined) return known
  const program = compile((x: Structure, v: Structure) => moving(row, x, v)) as unknown as (x: Structure, v: Structure) => Motion
  programs.set(row, program)
  return program
}
const programs = new WeakMap<(x: Structure) => Structure, (x: Structure, v: Structure) => Motion>()

/** Every number as a tensor of two, and the first of the two. */
const twice = (x: Structure): Structure => mapLeaves(x, leaf => new Tensor([2], Float64Array.of(leaf as number, leaf as number)), 'check')
const firstOf = ({ value, tangent }: Motion): Motion => ({ value: numbersOf(value).values[0], tangent: numbersOf(tangent).values[0] })

export function checkRow(row: Row, options: CheckOptions): Report {
  const judge = judgeOf({ order: 2, ...options }, 1)
  const { places, where } = placesFor({ samples: row.verb === 'unary' ? 100 : 40, ...options }, domainOf(row))
  const run = runner(row)
  const findings: Finding[] = [], refusals: { order: number; message: string }[] = []
  const refused = (order: number, error: unknown): void => { refusals.push({ order, message: error instanceof Error ? error.message : String(error) }) }
  for (const place of places) {
    try {
      findings.push(...againstDifferences(run as never, place, judge))
    } catch (error) {
      try {
        findings.push(...againstDifferences(run as never, place, { ...judge, order: 1 }))
        refused(2, error)
      } catch (first) {
        refused(1, first)
      }
    }
  }
  const complaint = refusalOf(row, refusals) || rebuke(row, findings) || discord(row, run, places)
  const subject = { name: row.name, against: 'finite differences', byDifferences: true, where }
  return reportOn(subject, findings, places.length, complaint, complaint === '' ? [`in every mode alike: ${modesOf(row, places).map(({ name }) => name).join(', ')}`] : [])
}

const elementwise = ({ verb }: Row): boolean => verb === 'unary' || verb === 'binary'
const modesOf = (row: Row, places: readonly Place[]): Mode[] =>
  modes.filter(mode => !mode.elementwise || (elementwise(row) && !places[0]!.within.some(held)))

/** The row as a function of one structure: a number, or the array of its arguments. */
function runner(row: Row): (x: Structure) => Structure {
  const call = row as unknown as (...args: unknown[]) => unknown
  return x => Array.isArray(x) ? call(...(x as unknown[])) : call(x)
}

function domainOf(row: Row): Domain {
  const arity = row.verb === 'unary' ? 1 : row.verb === 'binary' ? 2 : row.arity
  const noted = row.notes.domain ?? [-4, 4]
  const each = typeof noted[0] === 'number' ? Array.from({ length: arity }, () => noted as Interval) : noted as readonly Interval[]
  return row.verb === 'unary' ? each[0]! : each
}

/** The rule threw. */
function refusalOf({ name }: Row, refusals: readonly { order: number; message: string }[]): string {
  const first = refusals.reduce((a, b) => b.order < a.order ? b : a, refusals[0] ?? { order: 0, message: '' })
  if (first.order === 0) return ''
  return first.order === 1 ? `the rule of ${name} cannot be used: ${first.message.replace(`the rule of ${name} must`, 'it must')}`
    : `the second derivative of ${name} cannot be had, so its rule uses something that isn't a row: ${first.message}`
}

/** The rule gave something wrong: what, in words. */
function rebuke({ name }: Row, findings: readonly Finding[]): string {
  const wrong = findings.filter(({ outcome }) => outcome === 'wrong')
  const first = wrong.reduce((a: Finding | undefined, b) => a === undefined || b.order < a.order || (b.order === a.order && b.margin > a.margin) ? b : a, undefined)
  if (first === undefined) return ''
  const words = diagnosis(findings).replace(/^it (is|has) /, '')
  const verb = /^(off|NaN|0 )/.test(words) ? 'is ' : words.startsWith('the wrong') ? 'has ' : words === '' ? 'is wrong' : 'is wrong '
  const place = words.includes(point(first.at)) ? '' : ` at ${point(first.at)}`
  const by = first.input === '' ? '' : ` for argument ${Number(first.input.match(/\d+/)?.[0] ?? 0) + 1}`
  if (first.order === 1) return `the rule of ${name}${by} ${verb}${words}${place}`
  const frozen = wrong.filter(({ order }) => order === first.order).every(({ got }) => got === 0)
  const which = first.order === 2 ? 'second derivative' : `derivative ${prime(name, first.order)}`
  return `the ${which} of ${name} ${verb}${words}${place}, though the one below is right: ${frozen
    ? 'its rule uses something that isn\'t a row, such as primal(x) or arithmetic on it' : 'a row that its rule uses has a wrong rule itself'}`
}

/** All modes must give the value to the bit, and the tangent to a few ulp of its terms. */
function discord(row: Row, run: (x: Structure) => Structure, places: readonly Place[]): string {
  const next = random(1), bare = row.f as (...args: unknown[]) => unknown
  for (const { x, within } of places) {
    const directions = within.map(interval => held(interval) ? 0 : 0.5 + next.uniform() / 2), v = withNumbers(x, directions)
    const value = elementwise(row) ? bare(...(Array.isArray(x) ? x : [x])) : run(x)
    const wanted = numbersOf(value).values, moves = numbersOf(moving(run, x, v).tangent).values
    const term = (i: number): number => Math.max(...directions.map((d, j) =>
      d === 0 ? 0 : Math.abs(numbersOf(moving(run, x, withNumbers(x, directions.map((dk, k) => j === k ? dk : 0))).tangent).values[i]!)))
    const apart = (a: number, i: number): boolean => ulpsBetween(a, moves[i]!) > 4 && !(Math.abs(a - moves[i]!) <= 4 * 2 ** -52 * term(i))
    for (const { name, run: inMode } of modesOf(row, places)) {
      try {
        const { value, tangent } = inMode(run, x, v)
        const got = numbersOf(value).values, i = got.findIndex((y, i) => !Object.is(y, wanted[i]))
        if (i >= 0) return `the value of ${row.name} at ${point(x)} is ${wanted[i]}, and ${got[i]} in ${name} mode`
        const given = tangent === undefined ? [] : numbersOf(tangent).values, off = given.findIndex(apart)
        if (off >= 0) return `the tangent of ${row.name} at ${point(x)} is ${moves[off]}, and ${given[off]} in ${name} mode`
      } catch (error) {
        return `${row.name} fails in ${name} mode: ${error instanceof Error ? error.message : String(error)}`
      }
    }
  }
  return ''
}
