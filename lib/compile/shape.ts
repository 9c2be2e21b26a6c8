// Shapes: what the arguments and results of a compiled function look like, with an operation or an input at each leaf.

import { Tensor } from '../tensor.ts'
import type { ArrayBox, Value } from '../value.ts'
import { isBox } from '../value.ts'

/** Of a leaf that is an array: its shape, and what it is outside. */
export interface ArrayLeaf { readonly shape: readonly number[]; readonly form: 'tensor' | 'Float64Array' }

/** The look of a value that a compiled function takes or gives. */
export type Shape =
  | { readonly kind: 'number'; readonly id: number; readonly array?: ArrayLeaf }
  | { readonly kind: 'array'; readonly items: readonly Shape[] }
  | { readonly kind: 'record'; readonly keys: readonly string[]; readonly items: readonly Shape[] }
  | { readonly kind: 'fixed'; readonly value: unknown }

/** A value that is no number, as source. */
export const fixedText = (value: unknown): string => typeof value === 'bigint' ? `${value}n` : JSON.stringify(value) ?? 'undefined'

/** Why something has no shape that code can be made for. */
export class Shapeless extends Error {}

/** The shape of x; `leaf` says what stands for each number or box. */
export function shapeOf(x: unknown, leaf: (x: Value) => number): Shape {
  if (typeof x === 'number' || isBox(x) && !('shape' in x)) return { kind: 'number', id: leaf(x) }
  return shapeOfAny(x, leaf)
}

// what is not needed for numbers stands in functions of its own: an engine compiles a function whole, when it is first called

function shapeOfAny(x: unknown, leaf: (x: Value) => number): Shape {
  if (isBox(x)) return { kind: 'number', id: leaf(x), array: { shape: (x as ArrayBox).shape, form: 'tensor' } }
  if (x instanceof Float64Array) return { kind: 'number', id: leaf(new Tensor([x.length], x)), array: { shape: [x.length], form: 'Float64Array' } }
  if (Array.isArray(x)) return { kind: 'array', items: Array.from(x, item => shapeOf(item, leaf)) }
  if (typeof x !== 'object' || x === null) {
    if (typeof x === 'function' || typeof x === 'symbol') throw new Shapeless(`a ${typeof x} is among its values`)
    return { kind: 'fixed', value: x }
  }
  const prototype: unknown = Object.getPrototypeOf(x)
  if (prototype !== Object.prototype && prototype !== null) throw new Shapeless(`a ${x.constructor?.name ?? 'strange object'} is among its values`)
  const keys = Object.keys(x)
  if (keys.includes('__proto__')) throw new Shapeless('a key is named __proto__')
  return { kind: 'record', keys, items: keys.map(key => shapeOf((x as Record<string, unknown>)[key], leaf)) }
}

/** A text that tells shapes apart: two arguments with the same key may use the same code. */
export const keyOf = (x: unknown): string => typeof x === 'number' ? '#' : keyOfAny(x)

function keyOfAny(x: unknown): string {
  if (Array.isArray(x)) {
    let key = '['
    for (const item of x) key += keyOf(item)
    return `${key}]`
  }
  if (x instanceof Tensor) return `T[${x.shape}]`
  if (x instanceof Float64Array) return `F[${x.length}]`
  if (isBox(x)) throw new Shapeless('a dual number is among its arguments')
  if (typeof x !== 'object' || x === null) {
    if (typeof x === 'function' || typeof x === 'symbol') throw new Shapeless(`a ${typeof x} is among its arguments`)
    return typeof x === 'string' ? JSON.stringify(x) : `${String(x)};`
  }
  const prototype: unknown = Object.getPrototypeOf(x)
  if (prototype !== Object.prototype && prototype !== null) throw new Shapeless(`a ${x.constructor?.name ?? 'strange object'} is among its arguments`)
  let key = '{'
  for (const name of Object.keys(x)) key += `${JSON.stringify(name)}:${keyOf((x as Record<string, unknown>)[name])}`
  return `${key}}`
}

/** The numbers and tensors of a structure, in order. */
export function inputsOf(x: unknown, into: (number | Tensor)[] = []): (number | Tensor)[] {
  if (typeof x === 'number') into.push(x)
  else inputsOfAny(x, into)
  return into
}

function inputsOfAny(x: unknown, into: (number | Tensor)[]): void {
  if (x instanceof Tensor) into.push(x)
  else if (x instanceof Float64Array) into.push(new Tensor([x.length], x))
  else if (Array.isArray(x)) for (const item of x) inputsOf(item, into)
  else if (typeof x === 'object' && x !== null) for (const item of Object.values(x)) inputsOf(item, into)
}

/** Are there arrays among the leaves? */
export const hasArrays = (shape: Shape): boolean =>
  shape.kind === 'number' ? shape.array !== undefined : (shape.kind === 'array' || shape.kind === 'record') && shape.items.some(hasArrays)

/** A structure of this shape. */
export function build(shape: Shape, leaf: (id: number) => unknown): unknown {
  return shape.kind === 'number' && shape.array === undefined ? leaf(shape.id) : buildAny(shape, leaf)
}

function buildAny(shape: Shape, leaf: (id: number) => unknown): unknown {
  if (shape.kind === 'number') {
    const value = leaf(shape.id)
    return shape.array?.form === 'Float64Array' && value instanceof Tensor ? value.data.slice() : value
  }
  if (shape.kind === 'fixed') return shape.value
  if (shape.kind === 'array') return shape.items.map(item => build(item, leaf))
  return Object.fromEntries(shape.keys.map((key, i) => [key, build(shape.items[i]!, leaf)]))
}

/** What stands at the leaves, in order. */
export function leavesOf(shape: Shape, into: number[] = []): number[] {
  if (shape.kind === 'number') into.push(shape.id)
  else if (shape.kind !== 'fixed') for (const item of shape.items) leavesOf(item, into)
  return into
}

/** The same shape with other leaves. */
export const relabel = (shape: Shape, leaf: (id: number) => number): Shape =>
  shape.kind === 'number' ? { ...shape, id: leaf(shape.id) } : relabelAny(shape, leaf)

function relabelAny(shape: Exclude<Shape, { kind: 'number' }>, leaf: (id: number) => number): Shape {
  if (shape.kind === 'fixed') return shape
  const items = shape.items.map(item => relabel(item, leaf))
  return shape.kind === 'array' ? { kind: 'array', items } : { kind: 'record', keys: shape.keys, items }
}
