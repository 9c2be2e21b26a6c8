// Leaves as one vector, and back; and how many orders of motion are in a value.

import { stripped } from '../dual.ts'
import { type Shape, sizeOf } from '../kernels/broadcast.ts'
import { sub } from '../rules/arithmetic.ts'
import { joinedAlong, window } from '../rules/arrange.ts'
import { solveRow } from '../rules/linalg.ts'
import { Series } from '../series.ts'
import { reshapeRow, shapeOf, takeRow, Tensor } from '../tensor.ts'
import { reshaped } from '../tensor/axes.ts'
import type { Dual, Value } from '../value.ts'
import { levelOf } from '../value.ts'

/** All numbers of the leaves, one after another. */
export const vector = (leaves: readonly Value[]): Value =>
  joinedAlong(-1, ...leaves.map(leaf => reshaped(leaf, [sizeOf(shapeOf(leaf))])))

/** A vector in leaves of these shapes. */
export function leavesIn(x: Value, shapes: readonly Shape[]): Value[] {
  let at = 0
  return shapes.map(shape => {
    const size = sizeOf(shape)
    const part = shape.length === 0 ? takeRow(x, { axis: -1, index: at }) : reshapeRow(cut(x, at, size), { rank: 1, shape })
    at += size
    return part
  })
}

const cut = (x: Value, start: number, count: number): Value => shapeOf(x)[0] === count ? x : window(x, -1, start, count)

/** The array beneath all motion. */
export const plain = (x: Value): Tensor => {
  const beneath = stripped(x)
  return typeof beneath === 'number' ? new Tensor([], Float64Array.of(beneath)) : beneath as Tensor
}

/**
 * A step of Newton's method in moving numbers, x − J⁻¹·(r − r₀): at a solution the residual r of the plain numbers, r₀, is taken for 0;
 * what is left of it is motion.
 */
export function corrected(x: Value, r: Value, J: Value): Value {
  const n = shapeOf(r)[0] as number
  return sub(x, reshaped(solveRow(J, reshaped(sub(r, plain(r)), [n, 1])), [n]))
}

/** To how many orders a value moves: one for each level of duals, those of a series. */
export function ordersIn(x: Value): number {
  const levels = new Map<number, number>()
  const walk = (v: Value): void => {
    if (v instanceof Series) {
      levels.set(levelOf(v), v.sweep.orders)
      for (let k = 0; k <= v.sweep.orders; k++) walk(v.at(k))
    } else if (typeof v === 'object' && 'tangent' in v) {
      levels.set(levelOf(v), 1)
      walk((v as Dual).primal)
      walk((v as Dual).tangent)
    }
  }
  walk(x)
  return [...levels.values()].reduce((a, b) => a + b, 0)
}
