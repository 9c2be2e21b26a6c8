// hessian and hvp: derivatives of the gradient.

import { known } from '../errors.ts'
import type { Tensor } from '../tensor.ts'
import type { Scalar, Tensorial } from '../value.ts'
import { gradientAt } from './gradient.ts'
import { jacobianAt } from './jacobian.ts'
import { callable, jvpAt, type Program, point } from './jvp.ts'
import { LANES, type LaneOptions } from './lanes.ts'
import { type SparseMatrix, sparseJacobianAt } from './sparse.ts'
import type { Args, Arrays, Given, Jacobian, Moving, Point, Structure, Unstated } from './structure.ts'

/** Of one array: a tensor [...x, ...x]; of a structure: the structure with such at every pair of leaves. */
type HessianOf<X> = X extends Arrays ? Jacobian<Tensorial, X> : X extends object ? { [K in keyof X]: { [L in keyof X]: X[K] extends number ? X[L] : Tensor } } : X

/**
 * The Hessian H(x)[i][j] = ∂²f/∂xᵢ∂xⱼ of a function that returns one number: the Jacobian of the gradient.
 *
 * @returns x ↦ H(x), the shape of x with the shape of x at every leaf. Its method `sparse(x)` gives what is not 0 in it: `{ shape, rows, columns, values }`
 * @throws as gradient does
 * @example hessian(([x, y]) => mul(x, square(y)))([2, 3]) // [[0, 6], [6, 4]]
 */
export function hessian<A extends Args = Unstated>(f: (...x: A) => Scalar, options?: LaneOptions): {
  (x: Point<A>): Jacobian<Point<A>, Point<A>>
  <X extends Given<A>>(x: X): HessianOf<X>
  (...x: number[]): number[][]
  (x: Moving<A>): Jacobian<Moving<A>, Moving<A>>
  /** what is not 0 in H(x), in one sweep while elements do not mix: for Hessians that are mostly 0, of any size */
  sparse(x: Point<A> | Given<A>): SparseMatrix
  sparse(...x: number[]): SparseMatrix
}
export function hessian(f: Program, options: LaneOptions = {}): never {
  callable(f, 'hessian')
  known(options, LANES, 'hessian')
  const slopes = (who: string) => (x: Structure): Structure => gradientAt(f, x, who, options).gradient, slope = slopes('hessian'), who = 'hessian(f).sparse'
  const at = (...args: unknown[]): Structure => jacobianAt(slope, point(args, 'hessian'), 'hessian', options).jacobian
  return Object.assign(at, { sparse: (...args: unknown[]) => sparseJacobianAt(slopes(who), point(args, who), who) }) as never
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
  const who = 'valueGradientAndHessian'
  callable(f, who)
  known(options, LANES, who)
  return ((...args: unknown[]) => {
    const { value, jacobian } = jacobianAt(x => gradientAt(f, x, who, options), point(args, who), who, options) as Nested
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
  return ((x: unknown, v: unknown) => jvpAt((y: unknown) => gradientAt(f, y, 'hvp', {}).gradient, x, v, 'hvp').tangent) as never
}
