// Stiff differential equations as expressions, from the reference data.

import { expression } from '../../lib/expression.ts'
import type { Scalar } from '../../lib/index.ts'
import { reference } from './reference.ts'

export interface Equation {
  readonly name: string
  readonly rhs: readonly string[]
  readonly pattern: readonly (readonly (0 | 1)[])[]
  readonly params?: Readonly<Record<string, number>>
  readonly y0: readonly number[]
  readonly points: readonly {
    readonly y: readonly number[]
    readonly f: readonly number[]
    readonly jac: readonly (readonly number[])[]
    readonly jac_params?: readonly (readonly number[])[]
  }[]
}

export const { problems } = reference<{ problems: Equation[] }>('stiff_ode')

/** A place: a state, and the parameters. */
export interface At { y: Scalar[]; parameters: Record<string, Scalar> }

/** ẏ of the state and the parameters. */
export function system({ rhs }: Equation): (at: At) => Scalar[] {
  const formulas = rhs.map(source => expression(source))
  return ({ y, parameters }) => {
    const known: Record<string, Scalar> = { ...parameters, ...Object.fromEntries(y.map((yi, i) => [`y${i + 1}`, yi])) }
    return formulas.map(f => f(...f.variables.map(name => known[name]!)))
  }
}
