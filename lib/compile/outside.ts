// What callers give and get: arguments that fit a shape, results written where the caller wants them.

import { sameShape, sizeOf } from '../kernels/broadcast.ts'
import { fail, show } from '../errors.ts'
import { Tensor } from '../tensor.ts'
import { type Box, isBox } from '../value.ts'
import { hasKeys } from './reading.ts'
import type { Shape } from './shape.ts'

/** Do arguments have these shapes? */
export const fitting = (args: readonly Shape[]) => (given: readonly unknown[]): boolean => {
  if (given.length !== args.length) return false
  for (let i = 0; i < args.length; i++) if (!fits(args[i]!, given[i])) return false
  return true
}

function fits(shape: Shape, x: unknown): boolean {
  if (shape.kind === 'fixed') return Object.is(x, shape.value)
  if (shape.kind === 'array') {
    if (!Array.isArray(x) || x.length !== shape.items.length) return false
    for (let i = 0; i < x.length; i++) if (!fits(shape.items[i]!, x[i])) return false
    return true
  }
  if (shape.kind === 'number') {
    const { array } = shape
    if (array === undefined) return typeof x === 'number'
    return array.form === 'tensor' ? x instanceof Tensor && sameShape(x.shape, array.shape) : x instanceof Float64Array && x.length === array.shape[0]
  }
  if (!hasKeys(x, shape.keys)) return false
  for (let i = 0; i < shape.keys.length; i++) if (!fits(shape.items[i]!, (x as Record<string, unknown>)[shape.keys[i]!])) return false
  return true
}

/** How many numbers a result of this shape has. */
export const numbersIn = (shape: Shape): number =>
  shape.kind === 'number' ? sizeOf(shape.array?.shape ?? []) : shape.kind === 'fixed' ? 0 : shape.items.reduce((n, item) => n + numbersIn(item), 0)

/** Is this to be written one number after another? Anything else is a structure of the result's own shape. */
export const isFlat = (out: unknown): out is Float64Array | number[] =>
  ArrayBuffer.isView(out) || Array.isArray(out) && out.every(x => typeof x === 'number' || x === undefined)

/** May a result of this shape be written into it, leaf by leaf? Keys may be in any order. */
export function mirrors(out: unknown, shape: Shape): boolean {
  if (shape.kind === 'fixed') return true
  if (shape.kind === 'number') {
    if (shape.array === undefined) return !(typeof out === 'object' && out !== null) || moves(out)
    return out instanceof Tensor ? sameShape(out.shape, shape.array.shape) : out instanceof Float64Array && shape.array.shape.length === 1 && out.length === shape.array.shape[0]
  }
  if (typeof out !== 'object' || out === null || isBox(out)) return false
  if (shape.kind === 'array') {
    if (!Array.isArray(out) || out.length !== shape.items.length) return false
    for (let i = 0; i < out.length; i++) if (!mirrors(out[i], shape.items[i]!)) return false
    return true
  }
  if (Array.isArray(out) || ArrayBuffer.isView(out)) return false
  let n = 0
  for (const _ in out) n++
  if (n !== shape.keys.length) return false
  for (let i = 0; i < n; i++) if (!(shape.keys[i]! in out) || !mirrors((out as Record<string, unknown>)[shape.keys[i]!], shape.items[i]!)) return false
  return true
}

/** Writes the leaves of a result: one number after another, or each into its place, arrays into arrays. Nothing is allocated. */
export function fill(out: unknown, shape: Shape, leaves: readonly unknown[]): unknown {
  const given = shares(out, leaves) ? leaves.map(leaf => leaf instanceof Tensor ? new Tensor(leaf.shape, leaf.data.slice()) : leaf instanceof Float64Array ? leaf.slice() : leaf) : leaves
  if (!isFlat(out)) {
    if (shape.kind === 'number' && moves(given[0])) still(given[0])
    mirror(out, shape, given, 0)
    return out
  }
  let at = 0
  for (let i = 0; i < given.length; i++) {
    const leaf = given[i]
    if (typeof leaf === 'number') out[at++] = leaf
    else if (moves(leaf)) {
      if (out instanceof Float64Array || (leaf.rank ?? 0) > 0) still(leaf)
      ;(out as unknown[])[at++] = leaf
    } else {
      const numbers = numbersOf(leaf)
      if (out instanceof Float64Array) out.set(numbers, at)
      else for (let j = 0; j < numbers.length; j++) out[at + j] = numbers[j]!
      at += numbers.length
    }
  }
  return out
}

/** Is it a value in motion, or one that is recorded? */
const moves = (x: unknown): x is Box => isBox(x) && !(x instanceof Tensor)

/** A value in motion does not fit where plain numbers are kept. */
function still(leaf: Box): never {
  return fail(`into writes plain numbers into such an array, and the result is ${show(leaf)}, which moves; call the function itself within derivatives`)
}

const numbersOf = (leaf: unknown): Float64Array => leaf instanceof Tensor ? leaf.data : leaf as Float64Array

/** Are numbers of a result among those that it is written over? */
function shares(out: unknown, leaves: readonly unknown[]): boolean {
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i]
    if ((leaf instanceof Tensor || leaf instanceof Float64Array) && holds(out, numbersOf(leaf).buffer)) return true
  }
  return false
}

function holds(out: unknown, buffer: ArrayBufferLike): boolean {
  if (out instanceof Tensor || out instanceof Float64Array) return numbersOf(out).buffer === buffer
  if (typeof out !== 'object' || out === null || isBox(out)) return false
  if (Array.isArray(out)) {
    for (let i = 0; i < out.length; i++) if (typeof out[i] === 'object' && holds(out[i], buffer)) return true
  } else for (const key in out) if (holds((out as Record<string, unknown>)[key], buffer)) return true
  return false
}

/** Writes leaves from number i on into a structure, and says which comes next. */
function mirror(place: unknown, shape: Shape, leaves: readonly unknown[], i: number): number {
  if (shape.kind === 'fixed') return i
  if (shape.kind === 'number') {
    if (typeof leaves[i] !== 'number') numbersOf(place).set(numbersOf(leaves[i]))
    return i + 1
  }
  const room = place as Record<string | number, unknown>
  let next = i
  for (let k = 0; k < shape.items.length; k++) {
    const item = shape.items[k]!, key = shape.kind === 'record' ? shape.keys[k]! : k, leaf = leaves[next]
    if (item.kind === 'fixed') room[key] = item.value
    else if (item.kind === 'number' && (typeof leaf === 'number' || moves(leaf))) {
      room[key] = leaf
      next++
    } else next = mirror(room[key], item, leaves, next)
  }
  return next
}
