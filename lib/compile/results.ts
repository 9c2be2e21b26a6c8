// Results: what a program gives, as source.

import type { Bindings } from './expression.ts'
import { fixedText, type Shape } from './shape.ts'

/** From so many numbers on, a loop takes them out of memory: a line for each would be slower, and takes long to read. */
export const MANY = 32

/** Memory, and where an operation stands in it. */
export interface Memory { readonly m: string; slot(id: number): number }

/** A result as an expression, given the source of each number in it; `memory`: where all of them stand. */
export function result(shape: Shape, text: (id: number) => string, bindings: Bindings, memory?: Memory): string {
  return shape.kind === 'number' ? text(shape.id) : structure(shape, text, bindings, memory)
}

function structure(shape: Exclude<Shape, { kind: 'number' }>, text: (id: number) => string, bindings: Bindings, memory: Memory | undefined): string {
  if (shape.kind === 'fixed') return fixedText(shape.value)
  if (memory !== undefined && shape.kind === 'array' && shape.items.length >= MANY) {
    const ids = numbersOnly(shape.items)
    if (ids !== undefined) return `${bindings.name(taken)}(${memory.m}, ${bindings.name(ids.map(memory.slot))}, ${bindings.name(doubles(ids.length))})`
  }
  const items = shape.items.map(item => result(item, text, bindings, memory))
  return shape.kind === 'array' ? `[${items.join(', ')}]` : `{ ${shape.keys.map((key, i) => `${JSON.stringify(key)}: ${items[i]}`).join(', ')} }`
}

/** What stands in these items, where all are numbers. */
function numbersOnly(items: readonly Shape[]): Int32Array | undefined {
  const ids = new Int32Array(items.length)
  for (const [i, item] of items.entries()) {
    if (item.kind !== 'number') return undefined
    ids[i] = item.id
  }
  return ids
}

/** An array in which engines keep numbers without a box for each, and without holes: made by push. */
function doubles(n: number): number[] {
  const all: number[] = []
  for (let i = 0; i < n; i++) all.push(0.5)
  return all
}

/** The numbers at these places, in an array like `like`. */
function taken(memory: ArrayLike<number>, ids: Int32Array, like: readonly number[]): number[] {
  const all = like.slice()
  for (let i = 0; i < ids.length; i++) all[i] = memory[ids[i] as number] as number
  return all
}

/** The same, into an array of the caller's. */
export function put(memory: ArrayLike<number>, ids: Int32Array, out: number[]): void {
  for (let i = 0; i < ids.length; i++) out[i] = memory[ids[i] as number] as number
}

/** The numbers of an array, into memory. */
export function copied(memory: number[], from: number, given: ArrayLike<number>): void {
  for (let i = 0; i < given.length; i++) memory[from + i] = given[i] as number
}

/** The sum of the numbers at these places. */
export function summed(memory: ArrayLike<number>, ids: Int32Array): number {
  let a = 0, b = 0
  for (let i = 1; i < ids.length; i += 2) {
    a += memory[ids[i - 1] as number] as number
    b += memory[ids[i] as number] as number
  }
  return ids.length % 2 === 1 ? a + b + (memory[ids[ids.length - 1] as number] as number) : a + b
}
