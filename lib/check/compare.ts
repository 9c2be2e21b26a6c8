// One point at a time: the derivative there against differences, or against another function. Findings, not verdicts.

import { fail, show } from '../errors.ts'
import { random } from '../kernels/random.ts'
import { Tensor } from '../tensor.ts'
import type { ArrayBox, Value } from '../value.ts'
import { called, type Program } from '../derive/jvp.ts'
import { sweep } from '../derive/sweep.ts'
import { leavesOf, mapLeaves, type Structure } from '../derive/structure.ts'
import { type Differences, differences, type Room } from './differences.ts'
import type { Interval, Place } from './points.ts'
import { neighbour, ulpsBetween } from './ulps.ts'

/** One derivative at one point, what it should have been, and what came of the comparison. */
export interface Finding {
  readonly order: number
  readonly at: Structure
  /** which output, by which input; empty where there is one only */
  readonly output: string
  readonly input: string
  readonly got: number
  readonly expected: number
  /** how far `expected` may be off itself */
  readonly uncertainty: number
  readonly outcome: 'agrees' | 'wrong' | 'undecided' | 'outside'
  /** the error as a part of what is allowed: over 1 is wrong */
  readonly margin: number
  readonly ulps: number
  readonly kind: Differences['kind']
  /** the slopes on both sides, where they differ */
  readonly sides: readonly [number, number] | undefined
}

export interface Judge {
  readonly order: number
  /** the relative error that is let pass */
  readonly tolerance: number
  readonly seed: number
}

/** All columns are looked at up to so many inputs; beyond, so many random directions. */
const COLUMNS = 12
const DIRECTIONS = 4

/** f′ at a point against finite differences of f, f″ against those of f′, and so on. */
export function againstDifferences(f: Program, place: Place, { order, tolerance, seed }: Judge): Finding[] {
  const { x } = place
  const { values, paths } = numbersOf(x), next = random(seed)
  const findings: Finding[] = []
  let run = called(f, x)
  const base = numbersOf(run(x)).values
  for (let k = 1; k <= order; k++) {
    // f⁽ᵏ⁻¹⁾ is known no better than to the rounding of the terms it is a sum of, which are about as large as f/xᵏ⁻¹
    const doubt = k === 1 ? [] : base.map(y => 4 * 2 ** -52 * Math.abs(y) / Math.max(1, ...values.map(Math.abs)) ** (k - 1))
    for (const { v, input } of directions(paths, place.within, next)) {
      const inner = run
      const { primal, tangent } = sweep(run, x, seedsOf(x, v), 'check')
      const here = numbersOf(primal), exact = numbersOf(tangent)
      if (exact.values.length !== here.values.length) fail(`it gives ${exact.values.length} numbers where the value has ${here.values.length}`)
      const seen = differences(t => guarded(() => valuesOf(inner(moved(x, values, v, t))), here.values), { ...roomOf(values, v, place.within), doubt })
      exact.values.forEach((got, i) => {
        const { expected, uncertainty, ...outcome } = judged(got, here.values[i]!, seen[i]!, tolerance)
        findings.push({ order: k, at: x, output: here.paths[i]!, input, got, expected, uncertainty, ulps: ulpsBetween(got, expected), ...outcome })
      })
    }
    run = along(run, seedsOf(x, direction(place.within, next)))
  }
  return findings
}

/** f′ at a point against another function, which claims to be it; f″ against the derivative of the claim, and so on. */
export function againstFunction(f: Program, g: Program, place: Place, { order, tolerance, seed }: Judge): Finding[] {
  const { x } = place
  const { values, paths } = numbersOf(x), next = random(seed)
  const findings: Finding[] = []
  const plain = called(f, x)
  const value = numbersOf(plain(x))
  const columns = values.map((_, j) => seedsOf(x, unit(values.length, j)))
  let ours = (y: Structure): Structure => columns.map((seeds, j) => held(place.within[j]!) ? value.values.map(() => 0) : sweep(plain, y, seeds, 'check').tangent)
  let theirs = called(g, x)
  for (let k = 1; k <= order; k++) {
    const got = numbersOf(ours(x)).values, expected = numbersOf(theirs(x)).values
    if (got.length !== expected.length)
      fail(`check expects the other function to return the ${got.length === 1 ? 'one derivative' : `${got.length} derivatives`} of ${f.name || 'the first'}, indexed [output, input]; it returned ${show(theirs(x))}`)
    const claim = theirs
    paths.forEach((input, j) => held(place.within[j]!) || value.paths.forEach((output, i) => {
      const a = got[j * value.paths.length + i]!, index = i * paths.length + j, b = expected[index]!
      const wobble = (): number => Math.max(...wobbles(x, values).map(near => Math.abs(numbersOf(claim(near)).values[index]! - b)).filter(Number.isFinite), 0)
      const v = unit(values.length, j)
      const seen = (): Differences => differences(t => guarded(() => valuesOf(plain(moved(x, values, v, t))), value.values), roomOf(values, v, place.within))[i]!
      const outcome = compared(a, b, value.values[i]!, tolerance, wobble, k === 1 ? seen : undefined)
      findings.push({ order: k, at: x, output, input, got: a, expected: b, uncertainty: 0, ulps: ulpsBetween(a, b), ...outcome })
    }))
    const seeds = seedsOf(x, direction(place.within, next))
    ours = along(ours, seeds)
    theirs = along(theirs, seeds)
  }
  return findings
}

type Outcome = Pick<Finding, 'outcome' | 'margin' | 'kind' | 'sides'>

const outcome = (outcome: Finding['outcome'], kind: Differences['kind'], margin = 0, sides?: readonly [number, number]): Outcome =>
  ({ outcome, kind, margin, sides })

/** What differences have to say about a derivative. */
function judged(got: number, value: number, { slope, left, right, kind, stairs }: Differences, tolerance: number): Outcome & Pick<Finding, 'expected' | 'uncertainty'> {
  const off = ({ slope, error }: { slope: number; error: number }): number =>
    got === slope ? 0 : Math.abs(got - slope) / (tolerance * Math.max(Math.abs(got), Math.abs(slope)) + 10 * error + Number.MIN_VALUE)
  const against = (side: typeof slope, found: Outcome) => ({ ...found, expected: side.slope, uncertainty: side.error })
  const passed = (margin: number): Finding['outcome'] => margin <= 1 ? 'agrees' : 'wrong'

  if (!Number.isFinite(value)) return against(slope, outcome('outside', kind))
  if (kind === 'vertical') {
    const endless = { slope: Math.sign(slope.slope) * Infinity, error: 0, told: true }
    return against(endless, outcome(Math.abs(got) === Infinity ? 'agrees' : 'undecided', kind))
  }
  if (kind === 'kink') {
    const low = Math.min(left.slope, right.slope), high = Math.max(left.slope, right.slope)
    const nearest = Math.abs(got - left.slope) < Math.abs(got - right.slope) ? left : right
    const margin = got >= low && got <= high ? 0 : Number.isNaN(got) ? Infinity : off(nearest)
    return against(nearest, outcome(passed(margin), kind, margin, [left.slope, right.slope]))
  }
  if (kind === 'jump') { // the value belongs to one side, and the derivative with it
    const side = left.told && off(left) <= 1 ? left : right.told ? right : left
    if (Number.isNaN(got)) return against(side, outcome('undecided', kind))
    return against(side, side.told ? outcome(passed(off(side)), kind, off(side)) : outcome('undecided', kind))
  }
  if (!slope.told || (stairs && got === 0 && off(slope) > 1)) return against(slope, outcome('undecided', kind))
  const margin = Number.isFinite(got) ? off(slope) : Infinity
  return against(slope, outcome(passed(margin), kind, margin))
}

/** What another function has to say: equal up to the tolerance, or as far apart as rounding of the point explains. */
function compared(got: number, expected: number, value: number, tolerance: number, wobble: () => number, seen: (() => Differences) | undefined): Outcome {
  if (!Number.isFinite(value)) return outcome('outside', 'nothing')
  if (ulpsBetween(got, expected) === 0) return outcome('agrees', 'smooth')
  if (Number.isNaN(expected)) return outcome('undecided', 'nothing')
  const apart = Math.abs(got - expected), share = tolerance * Math.max(Math.abs(got), Math.abs(expected))
  if (apart <= share) return outcome('agrees', 'smooth', apart / share)
  const { kind, left, right } = seen?.() ?? { kind: 'smooth' as const }
  if (kind === 'jump') return outcome('undecided', kind)
  if (kind === 'kink' && left !== undefined && right !== undefined) {
    const between = (y: number): boolean => y >= Math.min(left.slope, right.slope) - left.error && y <= Math.max(left.slope, right.slope) + right.error
    if (between(got) && between(expected)) return outcome('agrees', kind, 1, [left.slope, right.slope])
  }
  const margin = Number.isFinite(apart) ? apart / (share + 4 * wobble()) : Infinity
  return outcome(margin <= 1 ? 'agrees' : 'wrong', kind, margin)
}

// ── points, directions, numbers ─────────────────────────────────────────────────────────────────────────────────────

/** The numbers in a structure, tensors included, and where each stands. */
export function numbersOf(y: Structure): { values: number[]; paths: string[] } {
  if (typeof y === 'number') return { values: [y], paths: [''] }
  const values: number[] = [], paths: string[] = []
  mapLeaves(y, (leaf, path) => {
    if (typeof leaf === 'number') {
      values.push(leaf)
      paths.push(path)
    } else (leaf as ArrayBox).data.forEach((xi, i) => {
      values.push(xi)
      paths.push(`${path}[${i}]`)
    })
  }, 'check')
  return { values, paths }
}

/** The numbers alone: this is asked thousands of times. */
function valuesOf(y: Structure): number[] {
  if (typeof y === 'number') return [y]
  const values: number[] = []
  mapLeaves(y, leaf => {
    if (typeof leaf === 'number') values.push(leaf)
    else for (const xi of (leaf as ArrayBox).data) values.push(xi)
  }, 'check')
  return values
}

/** An interval of one number: an argument that only chooses which function is meant, as the order of a Bessel function does. */
export const held = ([from, to]: Interval): boolean => from === to

const unit = (n: number, j: number): number[] => Array.from({ length: n }, (_, i) => i === j ? 1 : 0)

/** A random direction, no component of which is small. */
const direction = (within: readonly Interval[], next: ReturnType<typeof random>): number[] =>
  within.length === 1 ? [1] : within.map(interval => held(interval) ? 0 : (next.uniform() < 0.5 ? -1 : 1) * (0.5 + next.uniform() / 2))

const directions = (paths: readonly string[], within: readonly Interval[], next: ReturnType<typeof random>): { v: number[]; input: string }[] =>
  paths.length > COLUMNS ? Array.from({ length: DIRECTIONS }, (_, i) => ({ v: direction(within, next), input: `random direction ${i + 1}` }))
    : paths.flatMap((input, j) => held(within[j]!) ? [] : [{ v: unit(paths.length, j), input: paths.length === 1 ? '' : input }])

/** The structure of x, tensors included, with these numbers in it. */
export function withNumbers(x: Structure, numbers: readonly number[]): Structure {
  if (typeof x === 'number') return numbers[0]
  let i = 0
  return mapLeaves(x, leaf => {
    if (typeof leaf === 'number') return numbers[i++]
    const { shape, data: { length } } = leaf as Tensor, start = i
    i += length
    return new Tensor(shape, Float64Array.from(numbers.slice(start, i)))
  }, 'check')
}

/** A direction, a number for each number in x, as tangents for the leaves of x. */
const seedsOf = (x: Structure, v: readonly number[]): Value[] => leavesOf(withNumbers(x, v), 'check')

const along = (run: (x: Structure) => Structure, seeds: readonly Value[]) => (x: Structure): Structure => sweep(run, x, seeds, 'check').tangent

const moved = (x: Structure, values: readonly number[], v: readonly number[], t: number): Structure =>
  withNumbers(x, values.map((xi, i) => v[i] === 0 ? xi : xi + t * v[i]!))

/** The point with every number moved by two ulp, in a few ways. */
const wobbles = (x: Structure, values: readonly number[]): Structure[] => [1, -1].flatMap(side => [false, true].map(alternate =>
  withNumbers(x, values.map((xi, i) => {
    const turn = (alternate && i % 2 === 1 ? -side : side) as 1 | -1
    return neighbour(neighbour(xi, turn), turn)
  }))))

function roomOf(values: readonly number[], v: readonly number[], within: readonly Interval[]): Room {
  let low = -Infinity, high = Infinity, largest = 0, size = 0
  const moving = v.flatMap((vi, i) => vi === 0 ? [] : [i])
  for (const i of moving) {
    const ends = within[i]!.map(end => (end - values[i]!) / v[i]!)
    low = Math.max(low, Math.min(...ends))
    high = Math.min(high, Math.max(...ends))
    largest = Math.max(largest, Math.abs(values[i]!))
    size += Math.abs(values[i]! * v[i]!)
  }
  // not a power of two: a period would be met by every step
  const reach = Math.max(-low, high)
  const first = [...new Set([Math.max(largest, 1), Math.min(largest || 1, 1)].map(scale => Math.min(0.37 * scale, reach)))]
  const single = moving.length === 1 && Math.abs(v[moving[0]!]!) === 1
  const x = values[moving[0]!]!
  return single ? { low, high, first, size, snap: t => (x + t) - x } : { low, high, first, size }
}

/** Beside the point a function may throw: it is not defined there. */
function guarded(run: () => number[], like: readonly number[]): readonly number[] {
  try {
    const y = run()
    return y.length === like.length ? y : like.map(() => NaN)
  } catch {
    return like.map(() => NaN)
  }
}
