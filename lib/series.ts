// Series: a value as a power series in t, worked out as far as it is asked for. How a row moves is the row's business, as ever: from
// y′ = f′(x)·x′ come the coefficients of y one by one, and those of f′(x) come from rows again.

import { fitting, guarded, native, rankOf, slope, spread, stripped, zip } from './dual.ts'
import { fail } from './errors.ts'
import { div } from './rules/arithmetic.ts'
import { shapeOf, slices } from './tensor.ts'
import type { Binary, Box, Call, Unary, Value } from './value.ts'
import { plus, times } from './value.ts'

/** Arguments and what came of them, of the last calls of a row: what a rule asks for again, as sin and cos do of each other, is one series. */
type Known = (readonly [x: Value, y: Value, result: Value])[]
const REMEMBERED = 64

/** The sweep that a series belongs to: its level, how far coefficients will be asked for, and whether it is over. */
export interface Sweep { readonly level: number; readonly orders: number; ended: boolean }

/**
 * x₀ + x₁·t + x₂·t² + … at a level. The first coefficient is known from the start, and is what rows give of first coefficients; the k-th
 * needs those before it. A rule is asked once, when something moves: with the series of arguments and result, of which it gives another.
 *
 * @see Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 13
 */
export class Series implements Box {
  readonly level: number
  readonly rank: number
  readonly sweep: Sweep
  private readonly coefficients: Value[]
  private readonly next: (k: number) => Value
  private readonly memory: Map<Unary | Binary, Known>

  constructor(sweep: Sweep, first: Value, next: (k: number) => Value) {
    this.level = sweep.level
    this.rank = rankOf(first)
    this.sweep = sweep
    this.coefficients = [first]
    this.next = next
    this.memory = new Map()
  }

  get shape(): readonly number[] { return shapeOf(this.coefficients[0] as Value) }

  /** The k-th coefficient; 0 where nothing moves. */
  at(k: number): Value {
    const { coefficients } = this
    while (coefficients.length <= k) coefficients.push(this.next(coefficients.length))
    return coefficients[k] as Value
  }

  unary(row: Unary): Value { return this.remembered(row, this, 0, () => this.driven(row, row(this.at(0)), [[row.rule, this]], [this])) }

  binary(row: Binary, x: Value, y: Value): Value {
    return this.remembered(row, x, y, () => this.driven(row, row(this.part(x, 0), this.part(y, 0)), [[row.dx, x], [row.dy, y]], [x, y]))
  }

  call(row: Call, args: readonly Value[], parameters: unknown): unknown {
    const call = row as unknown as (...args: unknown[]) => unknown, firsts = args.map(x => this.part(x, 0)), out = call(...firsts, parameters)
    if (row.verb === 'linear') return this.made(out as Value, k => {
      const parts = args.map((x, i) => spread(this.part(x, k), firsts[i] as Value))
      return args.every(x => this.part(x, k) === 0) ? 0 : call(...parts, parameters) as Value
    })
    return row.verb === 'bilinear' ? this.made(out as Value, k => this.convolved(row, args, firsts, parameters, k)) : this.structural(row, args, firsts, out, parameters)
  }

  times(partial: Value, tangent: Value, both?: boolean): Value {
    const first = times(this.part(partial, 0), this.part(tangent, 0), both), wide = [partial, tangent].find(x => rankOf(x) > 0)
    return this.made(first === 0 && wide !== undefined ? spread(0, this.part(wide, 0)) : first, k => {
      let total: Value = 0
      for (let j = 0; j <= k; j++) total = plus(total, times(this.part(partial, j), this.part(tangent, k - j), both === true || j > 0))
      return total
    })
  }

  plus(x: Value, y: Value): Value { return this.made(plus(this.part(x, 0), this.part(y, 0)), k => plus(this.part(x, k), this.part(y, k))) }

  strip(): Value { return stripped(this.at(0)) }
  decide(): boolean | Box { const x = this.strip(); return typeof x === 'number' ? x !== 0 : x.decide() }
  [Symbol.toPrimitive](hint: string): string { return hint === 'string' ? `${this.at(0)} + (${this.at(1)})t + …` : native(this as never, hint) }
  toJSON(): never { return native(this as never) as never }
  [Symbol.iterator](): Generator<Value> { return slices(this) }

  /** The k-th coefficient of anything: what is no series of this level stands still. */
  part(x: Value, k: number): Value { return this.isOne(x) ? x.at(k) : k === 0 ? x : 0 }

  private isOne(x: Value): x is Series { return x instanceof Series && x.level === this.level }

  private made(first: Value, next: (k: number) => Value): Series {
    if (this.sweep.ended) fail('a series escaped from a taylor that has ended: return it, or keep primal(x)')
    return new Series(this.sweep, first, next)
  }

  private remembered(row: Unary | Binary, x: Value, y: Value, make: () => Value): Value {
    const known = this.memory.get(row) ?? []
    for (const [a, b, result] of known) if (Object.is(a, x) && Object.is(b, y)) return result
    const result = make()
    if (known.push([x, y, result]) > REMEMBERED) known.shift()
    this.memory.set(row, known)
    return result
  }

  /** The result of a row: ẏ = Σ partialᵢ·ẋᵢ, so that k·y_k = Σ_j j·x_j·partial_{k−j}. */
  private driven(row: Unary | Binary, first: Value, rules: readonly (readonly [rule: unknown, x: Value])[], args: readonly Value[]): Value {
    const moving = rules.filter(([rule, x]) => this.isOne(x) && rule !== 0) as (readonly [rule: unknown, x: Series])[]
    if (moving.length === 0) return first
    const partials: Value[] = []
    const out = this.made(first, k => {
      let total: Value = 0
      moving.forEach(([rule, x], i) => {
        if (partials[i] === undefined && x.at(k) === 0) return // a rule is asked where something moves
        total = plus(total, this.integrated(x, partials[i] ??= slope(row, rule, ...args, out), k))
      })
      return total
    })
    return out
  }

  private integrated(x: Series, partial: Value, k: number): Value {
    if (!this.isOne(partial)) return times(partial, x.at(k))
    let total = 0, others: Value = 0
    for (let j = 1; j <= k; j++) {
      const xj = x.at(j), pj = partial.at(k - j)
      if (xj === 0 || j < k && pj === 0) continue
      if (typeof xj === 'number' && typeof pj === 'number') total += j * xj * pj
      else others = plus(others, times(pj, times(j, xj), j < k))
    }
    return others === 0 ? total / k : div(plus(others, total), k)
  }

  /** Σ_j a_j·b_{k−j}: what moves in each term is named, for its zeros are no motion. */
  private convolved(row: Call, [a, b]: readonly Value[], [a0, b0]: readonly Value[], parameters: unknown, k: number): Value {
    let total: Value = 0
    for (let j = 0; j <= k; j++) {
      const aj = this.part(a as Value, j), bj = this.part(b as Value, k - j)
      if (j > 0 && aj === 0 || j < k && bj === 0) continue
      const x = spread(aj, a0 as Value), y = spread(bj, b0 as Value)
      total = plus(total, (j > 0 ? row.push(0, x, [x, y], undefined, parameters as never) : row.push(1, y, [x, y], undefined, parameters as never)) as Value)
    }
    return total
  }

  private structural(row: Call, args: readonly Value[], firsts: readonly Value[], out: unknown, parameters: unknown): unknown {
    const many = Array.isArray(out), outs = (many ? out : [out]) as readonly Value[]
    const motions: (readonly Value[] | 0 | undefined)[] = []
    const asked = (x: Series, i: number): readonly Value[] | 0 => {
      const slopes = this.made(spread(x.at(1), firsts[i] as Value), k => times(k + 1, spread(x.at(k + 1), firsts[i] as Value)))
      const pushed = guarded(row.name, () => row.push(i, slopes, args, many ? series : series[0], parameters as never))
      if (pushed === 0) return 0
      const moved = zip(row.name, out, pushed, (first, motion) => fitting(row.name, motion, first, false))
      return (many ? moved : [moved]) as readonly Value[]
    }
    const series: readonly Value[] = outs.map((first, m) => this.made(first, k => {
      let total: Value = 0
      args.forEach((x, i) => {
        if (!this.isOne(x) || motions[i] === undefined && x.at(k) === 0) return
        const motion = motions[i] ??= asked(x, i)
        if (motion !== 0) total = plus(total, this.part(motion[m] as Value, k - 1))
      })
      return total === 0 ? 0 : div(total, k)
    }))
    return many ? series : series[0]
  }
}
