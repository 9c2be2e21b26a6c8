// Every direction of plain numbers in one sweep: a tangent that holds, of each number that moves it, how much.

import { pair, rankOf, settled } from '../dual.ts'
import { PushforwardError } from '../errors.ts'
import type { Binary, Box, Call, Dual, Unary, Value } from '../value.ts'
import { isValue, plus, times } from '../value.ts'
import { BELOW } from './lanes.ts'
import type { Structure } from './structure.ts'
import { type Attempt, attempted, type Run, type Swept, sweepLeaves } from './sweep.ts'

/** A value, and the tangent of leaf i of it along direction j. */
export interface Rows { readonly value: Structure; readonly rows: readonly (readonly Value[])[] }

// A sweep of plain numbers is fast: of so few, one for each takes less time than one that carries all. Duals and traced nodes are not.
const FEW_NUMBERS = 24, FEW = 4

/** The derivatives of a function of numbers by each of them: in one sweep, where it keeps to numbers; else in one for each. */
export function byDirections(run: Run, x: Structure, leaves: readonly Value[], who: string): Rows {
  return (leaves.length > (leaves.every(leaf => typeof leaf === 'number') ? FEW_NUMBERS : FEW) ? atOnce(run, x, leaves, who) : undefined) ?? oneByOne(run, x, leaves, who)
}

/** What moves a value: the numbers of directions, ascending, and the tangent along each. */
export interface Entries { readonly which: readonly number[]; readonly values: readonly Value[] }

/** The same, of each result only what is not 0; undefined where arrays are made on the way. */
export function entriesByDirections(run: Run, x: Structure, leaves: readonly Value[], who: string): readonly Entries[] | undefined {
  return swept(run, x, leaves, who, tangent => tangent instanceof Directions ? tangent.entries() : nonzero(row(tangent, leaves.length)))?.rows
}

const nonzero = (values: readonly Value[]): Entries => {
  const which = values.flatMap((value, j) => value === 0 ? [] : [j])
  return { which, values: which.map(j => values[j] as Value) }
}

function oneByOne(run: Run, x: Structure, leaves: readonly Value[], who: string): Rows {
  const columns = leaves.map((_, j) => sweepLeaves(run, x, leaves.map((_, i) => i === j ? 1 : 0), who))
  const { primal: value, leaves: results } = columns.at(-1) as Swept
  return { value, rows: results.map((_, i) => columns.map(({ tangents }) => tangents[i] as Value)) }
}

const atOnce = (run: Run, x: Structure, leaves: readonly Value[], who: string): Rows | undefined => swept(run, x, leaves, who, tangent => row(tangent, leaves.length))

/** One sweep for all, which is given up where numbers become arrays: lanes of those are not made here. */
function swept<R>(run: Run, x: Structure, leaves: readonly Value[], who: string, read: (tangent: Value) => R): { readonly value: Structure; readonly rows: readonly R[] } | undefined {
  return attempted({ gaveUp: false }, attempt => {
    const unit = (level: number) => leaves.map((_, j) => new Directions(level - BELOW, [j], [1], true, attempt))
    const { primal, tangents } = sweepLeaves(run, x, unit, who)
    return { value: primal, rows: tangents.map(read) }
  })
}

/** The tangent along each of n directions. */
function row(tangent: Value, n: number): readonly Value[] {
  if (tangent instanceof Directions) return tangent.row(n)
  if (typeof tangent === 'number' || !('tangent' in tangent)) return new Array<Value>(n).fill(tangent)
  const { level, primal, tangent: moves } = tangent as Dual, inner = row(primal as Value, n), outer = row(moves, n) // a dual made by hand
  return inner.map((primal, j) => pair(level, primal, outer[j] as Value))
}

// A total of n terms grows by one after the other: a sum takes over the arrays of its longer part, which is seldom looked at again.
// If it is, it goes back from the newest, undoing one sum after the other.
const LONG = 16

interface Later { readonly sum: Directions; readonly size: number; readonly places: readonly number[]; readonly before: readonly Value[] }

/** Tangents along many directions, in the order of these; along all others nothing moves. It stands below the level it belongs to. */
class Directions implements Box {
  readonly level: number
  private which: readonly number[]
  private values: readonly Value[]
  /** are all values plain numbers? */
  private readonly plain: boolean
  private readonly attempt: Attempt
  /** has nobody else this array of directions? */
  private sole: boolean = false
  /** the sum that took over the arrays, and what it changed in them */
  private later: Later | undefined

  constructor(level: number, which: readonly number[], values: readonly Value[], plain: boolean, attempt: Attempt) {
    this.level = level
    this.which = which
    this.values = values
    this.plain = plain
    this.attempt = attempt
    this.later = undefined
  }

  unary(row: Unary): Value { return this.each([this], ([x]) => row(x as Value)) }
  binary(row: Binary, x: Value, y: Value): Value { return this.each([x, y], ([x, y]) => row(x as Value, y as Value)) }
  call(row: Call, args: readonly Value[], parameters: unknown): unknown {
    return this.each(args, each => (row as unknown as (...args: unknown[]) => unknown)(...each, parameters))
  }

  times(partial: Value, tangent: Value, both?: boolean): Value {
    const given = tangent === this ? partial : tangent
    if (this.isOne(given)) return this.each([partial, tangent], ([p, t]) => times(p as Value, t as Value, both))
    const { which, plain } = this.own(), values = this.values.slice(), n = values.length
    let still = false
    if (plain && typeof given === 'number') {
      for (let i = 0; i < n; i++) if ((values[i] = given * (values[i] as number)) === 0) still = true
      return this.made(which, values, true, still)
    }
    for (let i = 0; i < n; i++) if ((values[i] = given === partial ? times(given, values[i] as Value, both) : times(values[i] as Value, given, both)) === 0) still = true
    return this.made(which, values, false, still)
  }

  plus(x: Value, y: Value): Value {
    if (!this.isOne(x) || !this.isOne(y)) return this.givesUp()
    x.own()
    y.own()
    return x.which === y.which ? this.added(x, y) : (x.which.length >= LONG && x !== y ? this.grown(x, y) : undefined) ?? this.merged(x, y)
  }

  /** The sum of tangents along the same directions. */
  private added(x: Directions, y: Directions): Value {
    const values = x.values.slice(), n = values.length, plain = x.plain && y.plain
    let still = false
    for (let i = 0; i < n; i++) if ((values[i] = plus(values[i] as Value, y.values[i] as Value)) === 0) still = true
    x.sole = false
    return this.made(x.which, values, plain, still)
  }

  /** The sum of a long x and a short y, which are along directions of x or beyond: in the arrays of x. */
  private grown(x: Directions, y: Directions): Directions | undefined {
    const which = x.which as number[], values = x.values as Value[], size = which.length, places: number[] = [], before: Value[] = [], after: Value[] = []
    if (4 * y.which.length > size || x.plain !== y.plain) return undefined
    for (let k = 0; k < y.which.length; k++) {
      const i = placeOf(y.which[k] as number, which)
      if (i === size) break
      const value = plus(values[i] as Value, y.values[k] as Value)
      if (which[i] !== y.which[k] || value === 0) return undefined
      places.push(i)
      before.push(values[i] as Value)
      after.push(value)
    }
    for (let k = 0; k < places.length; k++) values[places[k] as number] = after[k] as Value
    const sum = new Directions(this.level, x.sole ? which : which.slice(), values, x.plain, this.attempt)
    sum.sole = true
    for (let k = places.length; k < y.which.length; k++) {
      (sum.which as number[]).push(y.which[k] as number)
      values.push(y.values[k] as Value)
    }
    x.later = { sum, size, places, before }
    return sum
  }

  /** This, with arrays that are its own. */
  private own(): this {
    if (this.later === undefined) return this
    const steps: Later[] = []
    let newest: Directions = this
    for (; newest.later !== undefined; newest = newest.later.sum) steps.push(newest.later)
    const values = newest.values.slice()
    for (let step = steps.pop(); step !== undefined; step = steps.pop())
      for (let k = 0; k < step.places.length; k++) values[step.places[k] as number] = step.before[k] as Value
    this.which = newest.which.slice(0, this.later.size)
    this.values = values.slice(0, this.later.size)
    this.sole = true
    this.later = undefined
    return this
  }

  /** The sum of tangents along directions that differ. */
  private merged(x: Directions, y: Directions): Value {
    const a = x.which, b = y.which, n = a.length, m = b.length
    let i = placeOf(b[0] as number, a), k = 0, still = false
    const which = a.slice(0, i), values = x.values.slice(0, i)
    while (i < n && k < m) {
      const j = a[i] as number, l = b[k] as number
      which.push(j < l ? j : l)
      if (j !== l) values.push(j < l ? x.values[i++] as Value : y.values[k++] as Value)
      else if (values[values.push(plus(x.values[i++] as Value, y.values[k++] as Value)) - 1] === 0) still = true
    }
    for (; i < n; i++) { which.push(a[i] as number); values.push(x.values[i] as Value) }
    for (; k < m; k++) { which.push(b[k] as number); values.push(y.values[k] as Value) }
    x.sole = y.sole = false
    return this.made(which.length === n ? a : which.length === m ? b : which, values, x.plain && y.plain, still)
  }

  strip(): never { return this.givesUp() }
  decide(): never { return this.givesUp() }

  row(n: number): Value[] {
    const all = new Array<Value>(n).fill(0)
    this.own()
    for (let i = 0; i < this.which.length; i++) all[this.which[i] as number] = settled(this.values[i] as Value)
    return all
  }

  entries(): Entries {
    this.own()
    return { which: this.which.slice(), values: this.values.map(settled) }
  }

  private isOne(x: unknown): x is Directions { return x instanceof Directions && x.level === this.level }

  /** `still`: there are directions along which nothing moves any more; 0 where none is left. */
  private made(which: readonly number[], values: readonly Value[], plain: boolean, still: boolean): Value {
    if (which === this.which) this.sole = false
    if (!still) return new Directions(this.level, which, values, plain, this.attempt)
    const left = which.filter((_, i) => values[i] !== 0)
    return left.length === 0 ? 0 : new Directions(this.level, left, values.filter(value => value !== 0), plain, this.attempt)
  }

  /** What is linear in tangents, along one direction after another. */
  private each(args: readonly Value[], f: (args: readonly Value[]) => unknown): Value {
    const which = [...new Set(args.flatMap(x => this.isOne(x) ? x.own().which : []))].sort((i, j) => i - j)
    const values = which.map(j => {
      const value = f(args.map(x => this.isOne(x) ? x.values[x.which.indexOf(j)] ?? 0 : x))
      return isValue(value) && rankOf(value) === 0 ? value : this.givesUp()
    })
    return this.made(which, values, values.every(value => typeof value === 'number'), values.includes(0))
  }

  private givesUp(): never {
    this.attempt.gaveUp = true
    throw new PushforwardError('this function makes arrays of its numbers: its derivatives are taken along one direction after another')
  }
}

/** Where j stands in `sorted`, or would stand. */
function placeOf(j: number, sorted: readonly number[]): number {
  let low = 0, high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < j) low = middle + 1
    else high = middle
  }
  return low
}
