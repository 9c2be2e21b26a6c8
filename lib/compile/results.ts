// Results: what a program gives, as source.

import type { Bindings } from './expression.ts'
import type { Shape } from './shape.ts'

/** A result as an expression, given the source of each number in it. */
export function result(shape: Shape, text: (id: number) => string, bindings: Bindings): string {
  return shape.kind === 'number' ? text(shape.id) : structure(shape, text, bindings)
}

function structure(shape: Exclude<Shape, { kind: 'number' }>, text: (id: number) => string, bindings: Bindings): string {
  if (shape.kind === 'fixed') return shape.value === undefined ? 'undefined' : typeof shape.value === 'bigint' ? bindings.name(shape.value) : JSON.stringify(shape.value)
  if (shape.kind === 'array') return `[${shape.items.map(item => result(item, text, bindings)).join(', ')}]`
  return `{ ${shape.keys.map((key, i) => `${JSON.stringify(key)}: ${result(shape.items[i]!, text, bindings)}`).join(', ')} }`
}
