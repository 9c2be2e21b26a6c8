// hessian and hvp: derivatives of the gradient.

import type { ArrayBox, Scalar, Tensorial } from '../value.ts'
import { gradient, valueAndGradient } from './gradient.ts'
import { jacobian, valueAndJacobian } from './jacobian.ts'
import { callable, jvp, type Program } from './jvp.ts'
import type { LaneOptions } from './lanes.ts'
import type { Args, Arrays, Given, Jacobian, Moving, Point, Unstated } from './structure.ts'

/** Of one array: a tensor [...x, ...x]; of a structure: the structure with such at every pair of leaves. */
type HessianOf<X> = X extends Arrays ? Jacobian<Tensorial, X> : X extends object ? { [K in keyof X]: { [L in keyof X]: X[K] extends number ? X[L] : ArrayBox } } : X

/**
 * The Hessian H(x)[i][j] = ∂²f/∂xᵢ∂xⱼ of a function that returns one number: the Jacobian of the gradient.
 *
 * @returns x ↦ H(x), the shape of x with the shape of x at every leaf
 * @throws as gradient does
 * @example hessian(([x, y]) => mul(x, square(y)))([2, 3]) // [[0, 6], [6, 4]]
 */
export function hessian<A extends Args = Unstated>(f: (...x: A) => Scalar, options?: LaneOptions): {
  (x: Point<A>): Jacobian<Point<A>, Point<A>>
  (x: Moving<A>): Jacobian<Moving<A>, Moving<A>>
  <X extends Given<A>>(x: X): HessianOf<X>
  (...x: number[]): number[][]
}
export function hessian(f: Program, options: LaneOptions = {}): never {
  callable(f, 'hessian')
  return jacobian(gradient(f as never, options) as never, options) as never
}

/**
 * f(x), ∇f(x) and H(x), from one nested sweep.
 *
 * @example valueGradientAndHessian(([x]) => square(x))([3]) // { value: 9, gradient: [6], hessian: [[2]] }
 */
export function valueGradientAndHessian<A extends Args = Unstated>(f: (...x: A) => Scalar, options?: LaneOptions): {
  (x: Point<A>): { value: number; gradient: Point<A>; hessian: Jacobian<Point<A>, Point<A>> }
  <X extends Given<A>>(x: X): { value: number; gradient: X; hessian: HessianOf<X> }
}
export function valueGradientAndHessian(f: Program, options: LaneOptions = {}): never {
  callable(f, 'valueGradientAndHessian')
  const both = valueAndJacobian(valueAndGradient(f as never, options) as never, options) as (...x: unknown[]) => Nested
  return ((...x: unknown[]) => {
    const { value, jacobian } = both(...x)
    return { value: value.value, gradient: value.gradient, hessian: jacobian.gradient }
  }) as never
}
interface Nested { value: { value: unknown; gradient: unknown }; jacobian: { gradient: unknown } }

/**
 * The Hessian times a vector, H(x)·v, without the Hessian: the derivative of the gradient along v.
 *
 * @throws as gradient does, and where v has not the shape of x
 * @example hvp(([x, y]) => mul(x, square(y)))([2, 3], [1, 0]) // [0, 6]
 * @see Pearlmutter, Fast exact multiplication by the Hessian, 1994
 */
export function hvp<A extends Args = Unstated>(f: (...x: A) => Scalar): {
  (x: Point<A>, v: Point<A>): Point<A>
  (x: Moving<A>, v: Moving<A>): Moving<A>
  <X extends Given<A>>(x: X, v: X): X
}
export function hvp(f: Program): never {
  callable(f, 'hvp')
  const slope = gradient(f as never) as (x: unknown) => unknown
  return ((x: unknown, v: unknown) => jvp(slope as never, x as never, v as never).tangent) as never
}
