// mathjs as a reference: its own values, and what is the same as they are.

import { all, create, type MathJsInstance } from 'mathjs'

export const math = create(all!) as MathJsInstance

/** mathjs' own value, as plain numbers, booleans and arrays; of a block that of its last line. */
export function evaluated(source: string, scope: object): unknown {
  const value: unknown = math.evaluate(source, structuredClone(scope))
  const last = typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries) ? value.entries.at(-1) : value
  return typeof last === 'object' && last !== null && 'toArray' in last ? (last as { toArray(): unknown }).toArray() : last
}

/** Equal to within a relative error, shapes and kinds too. */
export const close = (x: unknown, y: unknown, tolerance: number): boolean =>
  Array.isArray(x) && Array.isArray(y) ? x.length === y.length && x.every((each, i) => close(each, y[i], tolerance))
    : typeof x === 'number' && typeof y === 'number' ? Object.is(x, y) || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y)) : x === y

export const show = (x: unknown): string => JSON.stringify(x, (_, each: unknown) => typeof each === 'number' && !Number.isFinite(each) ? String(each) : each)
