// Absorbing: products of whole arrays of which one factor is a tangent. Which products there are is not known here.

import { BOTH } from '../primitive.ts'
import type { Value } from '../value.ts'
import { arrayOf, type Tensor, wrap } from '../tensor.ts'

type Product<P> = (a: Value, b: Value, parameters: P) => Value

/**
 * A product that is not poisoned where nothing moves: 0·∞ would be NaN, so where the factor that is no tangent has elements
 * that are not finite, they come in one by one, each times what moves with it.
 */
export function absorbing<P>(product: Product<P>): (a: Value, b: Value, parameters: P, moving: number) => Value {
  return (a, b, parameters, moving) => {
    const out = product(a, b, parameters)
    if (moving === 0 || !hasNaN(arrayOf(out).data)) return out
    const still = moving === 1 || (moving === BOTH && !finite(b)) ? b : a
    if (finite(still)) return out
    const factor = arrayOf(still), { shape } = factor, times = (x: Float64Array): Tensor => {
      const y = wrap(shape, x)
      return arrayOf(still === b ? product(a, y, parameters) : product(y, b, parameters))
    }
    const total = times(factor.data.map(x => Number.isFinite(x) ? x : 0)).data
    factor.data.forEach((x, i) => {
      if (Number.isFinite(x)) return
      const one = new Float64Array(factor.data.length)
      one[i] = 1
      times(one).data.forEach((motion, j) => { if (motion !== 0) total[j] = (total[j] as number) + motion * x })
    })
    return wrap(arrayOf(out).shape, total)
  }
}

const finite = (x: Value): boolean => arrayOf(x).data.every(Number.isFinite)

function hasNaN(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] !== x[i]) return true
  return false
}
