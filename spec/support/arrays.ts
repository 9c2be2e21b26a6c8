// How functions of arrays are judged: against central differences in first and second order, with many directions at once
// against one at a time, nested, in batches. Reference values are in reference/*.json.

import * as assert from 'uvu/assert'
import { check, jvp, shape, stack, tensor } from '../../lib/index.ts'
import type { Tensor, Value } from '../../lib/index.ts'
import { mode } from './mode.ts'

/** A function of some tensors to a value, or to several. */
export type ArrayFunction = (...xs: never[]) => Value | readonly Value[]

/** All numbers of a result, one after the other. */
export function numbers(y: unknown): number[] {
  if (typeof y === 'number') return [y]
  if (Array.isArray(y)) return y.flatMap(numbers)
  if (y instanceof Float64Array) return Array.from(y)
  return Array.from((y as Tensor).data)
}

/** Are they the same, to so many ulp of the greatest of them? NaN and ∞ must be where they are expected. */
export function near(actual: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  assert.is(actual.length, expected.length, `${what}: ${actual.length} numbers, expected ${expected.length}`)
  const size = expected.reduce((a, x) => Number.isFinite(x) ? Math.max(a, Math.abs(x)) : a, 1)
  expected.forEach((x, i) => {
    const y = actual[i] as number
    const good = Number.isFinite(x) ? Math.abs(x - y) <= tolerance * size : Object.is(x, y)
    if (!good) assert.unreachable(`${what}: [${i}] is ${y}, expected ${x}`)
  })
}

/** The same tensors, moved by h along a direction. */
const moved = (xs: readonly Tensor[], dxs: readonly Tensor[], h: number): Tensor[] =>
  xs.map((x, i) => tensor(x.data.map((v, j) => v + h * (dxs[i] as Tensor).data[j]!), x.shape))

/** d/dt of g(t) at 0 by central differences, extrapolated once: errors of order h⁴. */
function difference(g: (t: number) => number[], h: number): number[] {
  const [a, b, c, d] = [g(h), g(-h), g(h / 2), g(-h / 2)] as [number[], number[], number[], number[]]
  return a.map((_, i) => (4 * (c[i]! - d[i]!) / h) / 3 - ((a[i]! - b[i]!) / (2 * h)) / 3)
}

type Run = (xs: readonly unknown[]) => unknown
const runs = new WeakMap<ArrayFunction, Run>()

/** f of an array of its arguments: of one f one and the same function, which is compiled once. */
function run(f: ArrayFunction): Run {
  let made = runs.get(f)
  if (made === undefined) runs.set(f, made = xs => (f as (...xs: readonly unknown[]) => unknown)(...xs))
  return made
}

/** The tangent of f at xs along dxs; lanes where dxs has them. */
export const pushed = (f: ArrayFunction, xs: readonly unknown[], dxs: readonly unknown[]): unknown =>
  (jvp as unknown as (f: Run, xs: unknown, dxs: unknown) => { tangent: unknown })(run(f), xs, dxs).tangent

/** The primal of the same sweep. */
export const primalOf = (f: ArrayFunction, xs: readonly unknown[], dxs: readonly unknown[]): unknown =>
  (jvp as unknown as (f: Run, xs: unknown, dxs: unknown) => { primal: unknown })(run(f), xs, dxs).primal

/** A stream of numbers in [−1, 1), the same every time. */
export function seeded(seed: number): () => number {
  let s = seed
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) | 0
    return s / 2 ** 31
  }
}

/** How near differences must come; `judged: false` where all derivatives are 0 up to rounding, of which check cannot tell. */
export interface Tolerances { first?: number; second?: number; step?: number; judged?: boolean }

/**
 * Everything that must hold of a function of arrays at a point: its primal under jvp is the plain value bit for bit; first and
 * second derivatives agree with differences, these and those of check; k lanes are k single directions; two nested levels of lanes are all pairs.
 */
export function judge(what: string, f: ArrayFunction, xs: readonly Tensor[], { first = 2e-8, second = 2e-7, step = 1e-3, judged = true }: Tolerances = {}): void {
  const next = seeded(what.length * 7919 + xs.length)
  const direction = (): Tensor[] => xs.map(x => tensor(x.data.map(() => next()), x.shape))
  const dxs = direction(), vs = [direction(), direction(), direction()], ws = [direction(), direction()]
  const value = (ys: readonly Tensor[]): number[] => numbers(run(f)(ys))

  const plain = value(xs), carried = numbers(primalOf(f, xs, dxs))
  assert.ok(plain.length === carried.length && plain.every((x, i) => Object.is(x, carried[i])), `${what}: the primal differs from the plain value`)

  near(numbers(pushed(f, xs, dxs)), difference(t => value(moved(xs, dxs, t)), step), first, `${what}, first derivative`)

  if (judged && mode === 'eager') { // check compiles nothing
    const report = check(run(f) as never, { at: [xs], order: 2, tolerance: 1e-8 } as never)
    assert.ok(report.ok, `${what}: ${String(report)}`)
  }

  const along = (ys: readonly unknown[]): unknown => pushed(f, ys, dxs)
  const twice = pushed(((...ys: unknown[]) => along(ys)) as never, xs, ws[0]!)
  near(numbers(twice), difference(t => numbers(along(moved(xs, ws[0]!, t))), step), second, `${what}, second derivative`)

  const laned = pushed(f, xs, xs.map((_, i) => stack(vs.map(v => v[i]!))))
  const single = vs.map(v => pushed(f, xs, v))
  lanes(laned, single, `${what}, lanes`)

  const both = pushed(((...ys: unknown[]) => pushed(f, ys, xs.map((_, i) => stack(vs.map(v => v[i]!))))) as never, xs, xs.map((_, i) => stack(ws.map(w => w[i]!))))
  const pairs = ws.map(w => vs.map(v => pushed(((...ys: unknown[]) => pushed(f, ys, v)) as never, xs, w)))
  near(numbers(both), merge(pairs.flat()), 1e-12, `${what}, nested lanes`)

  // one argument moves, the others stand still
  if (xs.length > 1) xs.forEach((x, i) => {
    const g = ((y: unknown) => run(f)(xs.map((other, j) => j === i ? y : other))) as never
    near(numbers(pushed(g, [x], [dxs[i]!])), numbers(pushed(f, xs, xs.map((other, j) => j === i ? dxs[i]! : tensor(new Float64Array(other.data.length), other.shape)))), 1e-13, `${what}, argument ${i} alone`)
  })
}

/** Results of single lanes as those of all lanes at once would be: output by output. */
const merge = (parts: readonly unknown[]): number[] =>
  Array.isArray(parts[0]) && typeof parts[0][0] !== 'number' ? (parts[0] as unknown[]).flatMap((_, i) => merge(parts.map(part => (part as unknown[])[i]))) : parts.flatMap(numbers)

function lanes(laned: unknown, single: readonly unknown[], what: string): void {
  if (Array.isArray(laned)) {
    laned.forEach((y, i) => { lanes(y, single.map(s => (s as unknown[])[i]), what) })
    return
  }
  const size = shape(single[0] as Value)
  assert.equal(shape(laned as Value), [single.length, ...size], `${what}: shape`)
  near(numbers(laned), single.flatMap(numbers), 1e-13, what)
}
