// The same answer, compiled: values to the bit, derivatives to 4 ulp, errors to the word.

import { Tensor } from '../../lib/tensor.ts'
import { isBox } from '../../lib/value.ts'
import { ulp } from './ulp.ts'

/** What a call gave, or threw. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

export function outcome(use: () => unknown): Outcome {
  try {
    return { value: use() }
  } catch (error) {
    return { error }
  }
}

/** A call: what it is called, its arguments, and how it is done again at others. */
export interface Asked {
  readonly name: string
  readonly args: readonly unknown[]
  readonly eager: (args: readonly unknown[]) => Outcome
  /** there is no derivative within, so that what it calls its value is one */
  readonly bare: boolean
  /** all of the answer is a value */
  readonly value?: boolean
  /** sums of lanes, in any order: what is not finite is not finite, be it ∞ or NaN */
  readonly anyOrder?: boolean
}

/** Where two answers differ: numbers by how much, in which result, and how large that is; anything else in words. */
interface Difference { readonly want: number; readonly got: number; readonly value: boolean; readonly largest: number; readonly path: string }

const ULPS = 4

/**
 * Throws where an answer is not the one that is wanted. Of numbers, values have the same bits, and derivatives are within 4 ulp: of
 * themselves, or, where arrays are summed in another order, of the largest number of their array, if that is below 1, of 1; or 4 times what they move by when
 * each number that is given moves by one. The sign of a zero is open in derivatives, and in what is made of them.
 */
export function same(want: Outcome, got: Outcome, asked: Asked): void {
  const differs = (): never => { throw new Error(`${asked.name}: ${said(want)} eagerly, ${said(got)} compiled, of ${text(asked.args)}`) }
  if ('error' in want || 'error' in got) {
    if (said(want) !== said(got)) differs()
    return
  }
  const found: Difference[] = []
  if (!compare(want.value, got.value, asked.value ?? false, asked.bare, '', found)) differs()
  const endless = (d: Difference): boolean => asked.anyOrder === true && !d.value && !Number.isFinite(d.want) && !Number.isFinite(d.got)
  const far = found.filter(d => d.value || !endless(d) && !(Math.abs(d.want - d.got) <= ULPS * ulp(d.largest)))
  if (far.length === 0) return
  if (far.some(d => d.value)) differs()
  const noise = shaken(asked, want.value)
  if (!far.every(d => Math.abs(d.want - d.got) <= ULPS * (noise.get(d.path) ?? 0))) differs()
}

/** Are they of one kind? Numbers that differ are noted. */
function compare(want: unknown, got: unknown, value: boolean, bare: boolean, path: string, found: Difference[]): boolean {
  const exact = value && bare
  const numbers = (a: ArrayLike<number>, b: ArrayLike<number>, largest: number): void => {
    for (let i = 0; i < a.length; i++) {
      const x = a[i] as number, y = b[i] as number
      if (!Object.is(x, y) && !(x === y && !exact)) found.push({ want: x, got: y, value: exact, largest, path })
    }
  }
  if (typeof want === 'number') {
    if (typeof got !== 'number') return false
    numbers([want], [got], want)
    return true
  }
  const a = dataOf(want), b = dataOf(got)
  if (a !== undefined) {
    if (b === undefined || Object.getPrototypeOf(want) !== Object.getPrototypeOf(got) || a.length !== b.length) return false
    numbers(a, b, a.reduce((m, x) => Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m, 1))
    return !(want instanceof Tensor) || String(want.shape) === String((got as Tensor).shape)
  }
  if (typeof want !== 'object' || want === null || isBox(want)) return typeof want === 'object' ? typeof got === 'object' : typeof want === 'function' ? typeof got === 'function' : Object.is(want, got)
  if (typeof got !== 'object' || got === null || Array.isArray(want) !== Array.isArray(got) || String(Object.keys(want)) !== String(Object.keys(got))) return false
  return Object.keys(want).every(key =>
    compare(want[key as never], got[key as never], value || path === '' && (key === 'value' || key === 'primal'), bare, `${path}.${key}`, found))
}

const dataOf = (x: unknown): Float64Array | undefined => x instanceof Tensor ? x.data : x instanceof Float64Array ? x : undefined

/** How far each part of an answer moves when each number given moves by an ulp, one way or the other. */
function shaken({ eager, args }: Asked, want: unknown): Map<string, number> {
  const noise = new Map<string, number>()
  for (const pattern of [0b1011001110, 0b0101101011, 0b1100010101]) {
    let i = 0
    const moved = eager(args.map(arg => mapped(arg, x => x * (1 + (pattern >> (i++ % 10) & 1 ? 1 : -1) * 2 ** -52)))), found: Difference[] = []
    if ('value' in moved) compare(want, moved.value, false, false, '', found)
    for (const { want: x, got: y, path } of found) noise.set(path, Math.max(noise.get(path) ?? 0, Math.abs(x - y)))
  }
  return noise
}

/** The same structure with other numbers. */
function mapped(x: unknown, f: (x: number) => number): unknown {
  if (typeof x === 'number') return f(x)
  if (x instanceof Float64Array) return x.map(f)
  if (x instanceof Tensor) return new Tensor(x.shape, x.data.map(f))
  if (Array.isArray(x)) return x.map(each => mapped(each, f))
  return typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype ? Object.fromEntries(Object.entries(x).map(([key, each]) => [key, mapped(each, f)])) : x
}

const said = (o: Outcome): string => 'error' in o ? String(o.error) : text(o.value)

const text = (x: unknown): string => JSON.stringify(x, (_, v: unknown) => v instanceof Float64Array ? [...v] : typeof v === 'number' ? String(v) : typeof v === 'bigint' || typeof v === 'function' ? `a ${typeof v}` : v)
