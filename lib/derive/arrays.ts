// Arrays at the doors of transforms: what comes in as an array of any kind is a tensor within, and goes out in its kind.

import { rankOf } from '../dual.ts'
import { fail } from '../errors.ts'
import { shapeOf, Tensor } from '../tensor.ts'
import { recognise } from '../tensor/interchange.ts'
import type { Value } from '../value.ts'
import { isBox } from '../value.ts'
import { isRecord, leavesOf, mapLeaves, type Structure } from './structure.ts'

type Back = (t: Tensor) => unknown

/** A structure whose arrays are tensors, its leaves, and the way back. */
export interface Entered {
  readonly x: Structure
  readonly leaves: readonly Value[]
  /** is any leaf an array? then directions go in lanes */
  readonly arrays: boolean
  /** a value in the kind of leaf i: a Float64Array for a Float64Array, where it can hold it */
  readonly like: (y: unknown, i: number) => unknown
  /** a result in the kind of the first array that came in; directions have memory of the caller's, too */
  readonly out: (y: Structure, directions?: readonly Value[]) => Structure
}

/** Reads a point: Float64Arrays and matrices of other packages become tensors. */
export function enter(given: Structure, who: string): Entered {
  if (typeof given === 'number') return { x: given, leaves: [given], arrays: false, like: same, out: same }
  if (Array.isArray(given) && given.length > 0 && given.every(x => typeof x === 'number')) {
    // a copy: where code meets arrays of numbers and of objects, V8 turns the former into the latter, the caller's own too
    const x = given.slice()
    return { x, leaves: x, arrays: false, like: same, out: same }
  }
  const backs: (Back | undefined)[] = []
  const x = finite(() => converted(given, back => backs.push(back)), who)
  const leaves = leavesOf(x, who)
  const first = backs.find(back => back !== undefined)
  const like = (y: unknown, back: Back | undefined, directions: readonly Value[] = []): unknown =>
    back !== undefined && y instanceof Tensor ? back(unshared(unshared(y, leaves), directions)) : y
  return {
    x, leaves,
    arrays: leaves.some(leaf => rankOf(leaf) > 0),
    like: (y, i) => like(y, backs[i]),
    out: first === undefined ? same : (y, directions) => mapResult(y, leaf => like(leaf, first, directions)),
  }
}

const same = <T>(y: T): T => y

/** The structure with tensors for arrays; what is neither array nor number is left for others to complain about. */
export function converted(x: Structure, leaf: (back: Back | undefined) => void = () => undefined): Structure {
  if (typeof x !== 'object' || x === null || isBox(x)) {
    leaf(undefined)
    return x
  }
  if (Array.isArray(x)) return x.map((xi: unknown) => converted(xi, leaf))
  if (isRecord(x) && !('isDenseMatrix' in x)) return Object.fromEntries(Object.entries(x).map(([key, xi]) => [key, converted(xi, leaf)]))
  const foreign = recognise(x)
  leaf(foreign?.back)
  return foreign?.tensor ?? x
}

/** What is made of a structure that comes to an end. */
function finite<T>(make: () => T, who: string): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) fail(`${who} expects numbers, or arrays and objects of numbers; what it got contains itself, or is too deep`, error)
    throw error
  }
}

function mapResult(y: Structure, f: (leaf: unknown) => unknown): Structure {
  return mapLeaves(y, f, 'a result')
}

/** A result must not share its numbers with what the caller gave, nor hold on to a larger array. */
function unshared(y: Tensor, leaves: readonly Value[]): Tensor {
  const own = y.data.length * 8 === y.data.buffer.byteLength && !leaves.some(leaf => leaf instanceof Tensor && leaf.data.buffer === y.data.buffer)
  return own ? y : new Tensor(y.shape, y.data.slice())
}

/** How many directions tangents carry: each must have the shape of its primal, or one axis more, in front, the same for all. */
export function lanesOf(leaves: readonly Value[], tangents: readonly Value[], who: string): number | undefined {
  let lanes: number | undefined
  leaves.forEach((leaf, i) => {
    const own = shapeOf(leaf), shape = shapeOf(tangents[i] as Value), extra = shape.length - own.length
    if (tangents[i] === 0) return
    if (extra > 1 || extra < 0 || own.some((n, axis) => n !== shape[axis + extra]) || (extra === 1 && lanes !== undefined && lanes !== shape[0]))
      fail(`${who} expects a tangent of the shape of its primal, [${own.join(', ')}], or of many directions, [${lanes ?? 'k'}${own.map(n => `, ${n}`).join('')}]; it got [${shape.join(', ')}]`)
    if (extra === 1) lanes = shape[0]
  })
  if (lanes !== undefined && leaves.some((leaf, i) => tangents[i] !== 0 && rankOf(tangents[i] as Value) === rankOf(leaf)))
    fail(`${who} expects one direction for every tangent, or ${lanes} for each`)
  return lanes
}
