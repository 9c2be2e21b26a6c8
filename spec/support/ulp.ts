// The distance of two numbers in units in the last place, and partial derivatives by nesting: what the specs of rows share.

import { derivative } from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'

/** The spacing of float64 numbers at x; that of the subnormal numbers at 0. */
export function ulp(x: number): number {
  const a = Math.abs(x)
  if (!(a >= 2 ** -1021)) return 2 ** -1074
  const e = Math.floor(Math.log2(a))
  return 2 ** ((2 ** e > a ? e - 1 : e) - 52)
}

/** |got − want| in ulp of what is wanted; 0 where they are the same number (0 and −0 are), ∞ where one is not finite. */
export function ulps(got: number, want: number): number {
  if (got === want || (Number.isNaN(got) && Number.isNaN(want))) return 0
  return Number.isFinite(got) && Number.isFinite(want) ? Math.abs(got - want) / ulp(want) : Infinity
}

/** Numbers as JSON keeps them: what is not finite is a string. */
export type Stored = number | string

/** ∂ⁱ⁺ʲf/∂xⁱ∂yʲ by nested derivatives. */
export function partial(f: (x: Scalar, y: Scalar) => Scalar, i: number, j: number): (x: Scalar, y: Scalar) => Scalar {
  if (i > 0) return (x, y) => derivative(t => partial(f, i - 1, j)(t, y))(x)
  if (j > 0) return (x, y) => derivative(t => partial(f, i, j - 1)(x, t))(y)
  return f
}
