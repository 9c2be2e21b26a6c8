// fromVjp: the forward rule from a reverse one, as TensorFlow registers it (the gradient of the output in, of the input out).

import { fail, show } from '../errors.ts'
import { sum } from '../rules/array.ts'
import { add, mul } from '../rules/arithmetic.ts'
import { Tensor, shapeOf } from '../tensor.ts'
import { ones, random } from '../tensor/create.ts'
import type { Value } from '../value.ts'
import { isBox, primal } from '../value.ts'
import { gradient } from './gradient.ts'

/** A reverse rule: c ↦ Jᵀ(x)·c, made with rows; for several arguments, an array of such gradients. */
export type Vjp = (cotangent: Value, ...argsAndOut: Value[]) => Value | readonly Value[]

/**
 * The forward rule of a reverse rule, to be given to `structural`: ẏ = J·ẋ from c ↦ Jᵀ·c.
 *
 * The reverse rule is linear in the cotangent c, so that ⟨Jᵀc, ẋ⟩ = ⟨c, Jẋ⟩ is too, and J·ẋ is its gradient by c. It costs
 * one evaluation of the reverse rule with as many directions as the output has numbers.
 *
 * @param vjp       the reverse rule: `(cotangent, ...args, out) => gradient of the argument`, or an array, one an argument
 * @param argument  which gradient of such an array: where nothing is said, the one at the place of the rule
 * @throws where the reverse rule is not linear in the cotangent, or gives no value of its argument's shape
 * @example
 * const cubed = structural('cubed', x => mul(x, square(x)), fromVjp((c, x) => mul(c, mul(3, square(x)))))
 * derivative(x => cubed(x))(2) // 12
 * @see the transposition of linear maps: Radul et al., You only linearize once, arXiv:2204.10923
 */
export function fromVjp(vjp: Vjp, argument?: number): (tangent: Value, ...argsAndOut: Value[]) => Value {
  if (typeof vjp !== 'function') fail(`fromVjp expects a reverse rule (cotangent, ...args, out) => gradient, and got ${show(vjp)}`)
  if (argument !== undefined && !(Number.isInteger(argument) && argument >= 0)) fail(`fromVjp expects the number of an argument, from 0 on, and got ${show(argument)}`)
  return argument === undefined ? Object.assign(ruleOf(vjp, 0), { placed: (place: number) => ruleOf(vjp, place) }) : ruleOf(vjp, argument)
}

function ruleOf(vjp: Vjp, argument: number): (tangent: Value, ...argsAndOut: Value[]) => Value {
  let trusted = false
  return (tangent, ...argsAndOut) => {
    const shape = shapeOf(argsAndOut.at(-1) as Value)
    const pull = (c: Value, args: readonly Value[]): Value => gradientOf(vjp(c, ...args), args[argument] as Value, argument)
    if (!trusted) {
      checkLinear(c => pull(c, argsAndOut.map(x => primal(x))), shape)
      trusted = true
    }
    const paired = (c: Value): Value => sum(mul(pull(c, argsAndOut), tangent))
    return gradient(paired as never)((shape.length === 0 ? 1 : ones(shape)) as never) as unknown as Value
  }
}

function gradientOf(given: unknown, x: Value, argument: number): Value {
  const one = Array.isArray(given) ? given[argument] as unknown : given
  if (typeof one !== 'number' && !isBox(one)) fail(`the reverse rule given to fromVjp must return a value, and returned ${show(one)}`)
  const mine = shapeOf(one), wanted = shapeOf(x)
  if (mine.length !== wanted.length || mine.some((n, i) => n !== wanted[i]))
    fail(`the reverse rule given to fromVjp must return a gradient of its argument's shape [${wanted}], and returned one of shape [${mine}]`)
  return one
}

/** Jᵀ(a + 2b) = Jᵀa + 2·Jᵀb, at two random cotangents. */
function checkLinear(pull: (c: Value) => Value, shape: readonly number[]): void {
  const [a, b] = [1, 2].map(seed => shape.length === 0 ? seed / 3 : random(shape, seed)) as [Value, Value]
  const whole = numbers(pull(add(a, mul(2, b)))), parts = numbers(add(pull(a), mul(2, pull(b))))
  if (whole.some((w, i) => Math.abs(w - (parts[i] as number)) > 1e-9 * Math.max(Math.abs(w), Math.abs(parts[i] as number))))
    fail('the reverse rule given to fromVjp is not linear in the cotangent; it must be c ↦ Jᵀ·c, and for a sum of cotangents give the sum of their gradients')
}

const numbers = (x: Value): readonly number[] => x instanceof Tensor ? Array.from(x.data) : [x as number]
