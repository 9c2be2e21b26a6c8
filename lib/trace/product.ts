// The chain rule's product as a recorded program needs it: of a shape that does not depend on the numbers.

import { Tensor } from '../tensor.ts'
import { times, type Value } from '../value.ts'

/** partial · tangent, as `times`; where that is the number 0 because one of them is, and the other is an array, an array of zeros. */
export function product(partial: Value, tangent: Value, both: boolean): Value {
  const out = times(partial, tangent, both), like = partial instanceof Tensor ? partial : tangent
  return typeof out === 'number' && like instanceof Tensor ? new Tensor(like.shape, new Float64Array(like.data.length).fill(out)) : out
}
