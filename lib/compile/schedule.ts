// Schedule: a program of arrays as steps: loops over elements that take in all they can, single numbers, calls of whole arrays.

import { sameShape, sizeOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
import { CONSTANT, DATA, INPUT, PICK, ROW, type Tape } from '../trace/tape.ts'

export type Dimensions = readonly number[]

/** One step. A loop runs over `outer` × `inner` elements; operands have as many, or `inner`, or are single numbers. */
export interface Loop { readonly kind: 'loop'; readonly shape: Dimensions; inner: number; readonly ids: number[] }
export interface Single { readonly kind: 'number' | 'call'; readonly id: number }
export type Step = Loop | Single

/** The shape of what each operation gives; nothing for a number. */
export class Shapes {
  private readonly tape: Tape
  private readonly known: (Dimensions | null)[] = []
  constructor(tape: Tape) { this.tape = tape }
  of(id: number): Dimensions | undefined {
    const value = this.tape.wide[id]
    return (this.known[id] ??= value instanceof Tensor ? value.shape : null) ?? undefined
  }
}

/** Is it done element by element? Then it can be in a loop, if its operands fit. */
function elementwise(tape: Tape, id: number): boolean {
  const code = tape.code[id]!
  if (code < ROW) return code !== PICK && code !== INPUT && code !== CONSTANT && code !== DATA
  const row = tape.row(id)!
  return row.verb === 'unary' || row.verb === 'binary' || row.name === 'where'
}

/** The number of elements after which operands that are shorter than the loop begin again; 0 where none is shorter; −1 where they do not fit. */
function innerOf(shapes: Shapes, operands: readonly number[], shape: Dimensions): number {
  let inner = 0
  for (const id of operands) {
    const own = shapes.of(id)
    if (own === undefined || sameShape(own, shape)) continue
    const n = sizeOf(own)
    if (!sameShape(own, shape.slice(shape.length - own.length)) || inner !== 0 && inner !== n) return -1
    inner = n
  }
  return inner
}

/** The operations that are marked, as steps: each after those it uses. */
export function schedule(tape: Tape, order: readonly number[], shapes: Shapes): Step[] {
  const steps: Step[] = [], at = new Map<number, number>()
  for (const id of order) {
    const args = tape.args(id), shape = shapes.of(id)
    if (shape === undefined || !elementwise(tape, id) || args.every(arg => shapes.of(arg) === undefined)) {
      at.set(id, steps.length)
      const alone = shape === undefined && tape.code[id] !== PICK && !Array.isArray(tape.wide[id]) && args.every(arg => shapes.of(arg) === undefined)
      steps.push({ kind: alone ? 'number' : 'call', id })
      continue
    }
    const inner = innerOf(shapes, args, shape)
    if (inner < 0 || sizeOf(shape) < 2) {
      at.set(id, steps.length)
      steps.push({ kind: 'call', id })
      continue
    }
    // into the first loop of this shape that comes after all it needs
    let earliest = 0
    for (const arg of args) {
      const step = at.get(arg)
      if (step !== undefined) earliest = Math.max(earliest, steps[step]!.kind === 'loop' && sameShape((steps[step] as Loop).shape, shape) ? step : step + 1)
    }
    let place = -1
    for (let i = earliest; i < steps.length && place < 0; i++) {
      const step = steps[i]!
      if (step.kind === 'loop' && sameShape(step.shape, shape) && (step.inner === 0 || inner === 0 || step.inner === inner)) place = i
    }
    if (place < 0) place = steps.push({ kind: 'loop', shape, inner, ids: [] }) - 1
    const loop = steps[place] as Loop
    loop.ids.push(id)
    loop.inner ||= inner
    at.set(id, place)
  }
  return steps
}
