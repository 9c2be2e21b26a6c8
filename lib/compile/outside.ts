// What callers give and get: arguments that fit a shape, results written where the caller wants them.

import { sameShape, sizeOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
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
  if (typeof x !== 'object' || x === null || Array.isArray(x) || ArrayBuffer.isView(x)) return false
  const keys = Object.keys(x)
  if (keys.length !== shape.keys.length) return false
  for (let i = 0; i < keys.length; i++) if (keys[i] !== shape.keys[i] || !fits(shape.items[i]!, (x as Record<string, unknown>)[keys[i]!])) return false
  return true
}

/** How many numbers a result of this shape has. */
export const numbersIn = (shape: Shape): number =>
  shape.kind === 'number' ? sizeOf(shape.array?.shape ?? []) : shape.kind === 'fixed' ? 0 : shape.items.reduce((n, item) => n + numbersIn(item), 0)

/** Is this to be written one number after another? Anything else is a structure of the result's own shape. */
export const isFlat = (out: unknown): out is Float64Array | number[] =>
  ArrayBuffer.isView(out) || Array.isArray(out) && out.every(x => typeof x === 'number' || x === undefined)

/** Writes the leaves of a result: one number after another, or each into its place, arrays into arrays. Nothing is allocated. */
export function fill(out: unknown, shape: Shape, leaves: readonly unknown[]): unknown {
  if (!isFlat(out)) {
    mirror(out, shape, leaves, 0)
    return out
  }
  let at = 0
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i]
    if (typeof leaf === 'number') out[at++] = leaf
    else {
      const numbers = numbersOf(leaf)
      if (out instanceof Float64Array) out.set(numbers, at)
      else for (let j = 0; j < numbers.length; j++) out[at + j] = numbers[j]!
      at += numbers.length
    }
  }
  return out
}

const numbersOf = (leaf: unknown): Float64Array => leaf instanceof Tensor ? leaf.data : leaf as Float64Array

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
    if (item.kind === 'number' && typeof leaf === 'number') {
      room[key] = leaf
      next++
    } else next = mirror(room[key], item, leaves, next)
  }
  return next
}
