// Schedule: a program of arrays as steps: loops over elements that take in all they can, single numbers, calls of whole arrays.

import { broadcastShape, sameShape, sizeOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
import { type Collected, collectRow } from '../tensor/collect.ts'
import { CONSTANT, DATA, INPUT, isChoice, PICK, ROW, type Tape } from '../trace/tape.ts'

export type Dimensions = readonly number[]

/** Sums that are made on the way: element i of `arg` is added to number start + i of the result. */
export interface Collection { readonly id: number; readonly terms: readonly { readonly arg: number; readonly start: number }[] }

/** One step. A loop runs over `outer` × `inner` elements; operands have as many, or `inner`, or are single numbers. */
export interface Loop { readonly kind: 'loop'; readonly shape: Dimensions; inner: number; readonly ids: number[]; readonly collections: Collection[] }
export interface Single { readonly kind: 'number' | 'call'; readonly id: number }
export type Step = Loop | Single

/** What is not made at all: it is read out of `base`, from this place on. */
export interface View { readonly base: number; readonly offset: number }
export interface Schedule { readonly steps: readonly Step[]; readonly views: ReadonlyMap<number, View> }

/** All that a step gives. */
export const givenBy = (step: Step): number[] => step.kind === 'loop' ? [...step.ids, ...step.collections.map(({ id }) => id)] : [step.id]

/** The shape of what each operation gives; nothing for a number. */
export class Shapes {
  private readonly tape: Tape
  private readonly known: (Dimensions | null)[] = []
  constructor(tape: Tape) { this.tape = tape }
  of(id: number): Dimensions | undefined {
    return (this.known[id] ??= this.found(id)) ?? undefined
  }
  private found(id: number): Dimensions | null {
    const { tape } = this, value = tape.wide[id]
    if (value !== undefined || !elementwise(tape, id)) return value instanceof Tensor ? value.shape : null
    const shape = tape.args(id).map(arg => this.of(arg)).reduce((a, b) => a && b ? broadcastShape(a, b) : a ?? b, undefined)
    return shape ?? null
  }
}

/** Is it done element by element? Then it can be in a loop, if its operands fit. */
function elementwise(tape: Tape, id: number): boolean {
  const code = tape.code[id]!
  if (code < ROW) return code !== PICK && code !== INPUT && code !== CONSTANT && code !== DATA
  const row = tape.row(id)!
  return row.verb === 'unary' || row.verb === 'binary' || isChoice(row)
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

function viewOf(tape: Tape, id: number, shapes: Shapes, views: ReadonlyMap<number, View>): View | undefined {
  const view = tape.row(id)?.notes.view, arg = tape.arg(id, 0), from = view && shapes.of(arg)
  if (from === undefined || shapes.of(id) === undefined) return undefined
  const offset = view!(from, tape.parameters(id) as never), beneath = views.get(arg)
  return offset < 0 ? undefined : beneath ? { base: beneath.base, offset: beneath.offset + offset } : { base: arg, offset }
}

/** The operations that are marked, as steps: each after those it uses. */
export function schedule(tape: Tape, order: readonly number[], shapes: Shapes): Schedule {
  const steps: Step[] = [], at = new Map<number, number>(), views = new Map<number, View>(), late = new Set<number>()
  /** the step after which, or, where it is a loop of this shape, in which an operation can be used */
  const ready = (arg: number, shape: Dimensions): number => {
    const step = at.get(arg)
    return step === undefined ? 0 : !late.has(arg) && steps[step]!.kind === 'loop' && sameShape((steps[step] as Loop).shape, shape) ? step : step + 1
  }
  for (const id of order) {
    const args = tape.args(id), shape = shapes.of(id), view = viewOf(tape, id, shapes, views)
    if (view !== undefined) {
      views.set(id, view)
      const step = at.get(view.base)
      if (step !== undefined) at.set(id, step)
      late.add(id)
      continue
    }
    if (tape.row(id) === collectRow) {
      const { own, at: starts } = tape.parameters(id) as Collected, place = Math.max(...args.map(arg => ready(arg, own))), loop = steps[place]
      if (loop?.kind === 'loop' && sameShape(loop.shape, own) && args.every((arg, k) => typeof starts[k] === 'number' && sameShape(shapes.of(arg) ?? [], own))) {
        loop.collections.push({ id, terms: args.map((arg, k) => ({ arg, start: starts[k] as number })) })
        at.set(id, place)
        late.add(id)
        continue
      }
    }
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
    const earliest = Math.max(...args.map(arg => ready(arg, shape)))
    let place = -1
    for (let i = earliest; i < steps.length && place < 0; i++) {
      const step = steps[i]!
      if (step.kind === 'loop' && sameShape(step.shape, shape) && (step.inner === 0 || inner === 0 || step.inner === inner)) place = i
    }
    if (place < 0) place = steps.push({ kind: 'loop', shape, inner, ids: [], collections: [] }) - 1
    const loop = steps[place] as Loop
    loop.ids.push(id)
    loop.inner ||= inner
    at.set(id, place)
  }
  return { steps, views }
}
