// Batches: a function of numbers at many points, in one loop over columns. Where code for the loop comes from is not known here.

import { fail, show } from '../errors.ts'
import type { Other } from './machine.ts'
import { build, hasArrays, leavesOf, type Shape, shapeOf } from './shape.ts'
import type { Signature } from './signature.ts'
import { Tensor } from '../tensor.ts'

type Column = ArrayLike<number>

const isColumn = (x: unknown): x is Column =>
  ArrayBuffer.isView(x) && !(x instanceof DataView) || Array.isArray(x) && x.every(item => typeof item === 'number')

/** The arguments with a number at each leaf, and the column it is taken from. */
function split(given: unknown, columns: Column[], isLong: boolean[]): Shape {
  const x = given instanceof Tensor && given.rank === 1 ? given.data : given
  if (isColumn(x) || typeof x === 'number') {
    isLong.push(typeof x !== 'number')
    return { kind: 'number', id: columns.push(typeof x === 'number' ? [x] : x) - 1 }
  }
  if (Array.isArray(x)) return { kind: 'array', items: x.map(item => split(item, columns, isLong)) }
  if (typeof x !== 'object' || x === null) return { kind: 'fixed', value: x }
  const keys = Object.keys(x)
  return { kind: 'record', keys, items: keys.map(key => split((x as Record<string, unknown>)[key], columns, isLong)) }
}

/** f at every point of the columns; the result has a column at every leaf. */
export function batch(given: readonly unknown[], f: Other, fast: Other, signatureOf: (args: readonly unknown[]) => Signature | undefined): unknown {
  const inputs: Column[] = [], isLong: boolean[] = []
  const shapes = given.map(x => split(x, inputs, isLong))
  const long = inputs.filter((_, i) => isLong[i]), n = long[0]?.length ?? fail(`batch expects an array of numbers, a column, for each number that f takes, and got ${given.map(show).join(', ') || 'nothing'}`)
  for (const column of long) if (column.length !== n) fail(`batch expects columns of one length, and got one of ${n} and one of ${column.length}`)
  const point = (i: number): unknown[] => shapes.map(shape => build(shape, id => inputs[id]![isLong[id] ? i : 0]))
  if (n === 0) return none(f, shapes)

  const signature = signatureOf(point(0))
  let result: Shape | undefined, outputs: Float64Array[] = []
  const begin = (shape: Shape): void => {
    if (result !== undefined) return
    if (hasArrays(shape)) fail('batch expects a function that gives numbers, or structures of numbers, and it gives a tensor; for tensors, call the function on a tensor with one axis more')
    let i = 0
    result = shapeOf(build(shape, () => 0), () => i++)
    outputs = leavesOf(result).map(() => new Float64Array(n))
  }
  const put = (i: number): void => {
    const y = f(...point(i)), leaves: number[] = []
    begin(shapeOf(y, () => 0))
    if (!like(result!, y, leaves)) fail(`batch expects a function that gives the same structure at every point; at point ${i} it gave ${show(y)}, and another one before`)
    for (const [k, leaf] of leaves.entries()) outputs[k]![i] = leaf
  }
  if (signature?.eager === false) fast(...point(0)) // its way may be new, and give another structure than those that are known
  for (let i = 0; i < n;) {
    if (signature === undefined || signature.eager || !signature.sweeps) put(i++)
    else {
      begin(signature.shape!)
      i = signature.sweep(isLong)(i, n, inputs, outputs)
      if (i < n && signature.record(point(i)) === undefined) put(i++) // a way that is not kept
    }
  }
  return build(result!, id => outputs[id])
}

/** The numbers of a structure of this shape, in its order, keys in any; false where it is of another. */
function like(shape: Shape, y: unknown, into: number[]): boolean {
  if (shape.kind === 'number') return typeof y === 'number' && into.push(y) > 0
  if (shape.kind === 'fixed') return Object.is(shape.value, y)
  if (typeof y !== 'object' || y === null || Array.isArray(y) !== (shape.kind === 'array') || Object.keys(y).length !== shape.items.length) return false
  return shape.items.every((item, k) => {
    const key = shape.kind === 'record' ? shape.keys[k]! : String(k)
    return key in y && like(item, (y as Record<string, unknown>)[key], into)
  })
}

/** Columns without numbers, in the structure that f gives, if it gives one at some point. */
function none(f: Other, shapes: readonly Shape[]): unknown {
  try {
    return build(shapeOf(f(...shapes.map(shape => build(shape, () => 0.5))), () => 0), () => new Float64Array(0))
  } catch {
    return new Float64Array(0)
  }
}
