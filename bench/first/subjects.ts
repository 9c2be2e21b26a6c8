// What first calls are timed on: functions that nobody has seen before. Each time one is asked for, it has a text and constants of its
// own, so that neither V8 nor the library can have kept anything of it. Nothing is timed here.

import type * as Library from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import { centralDerivative, centralGradient, centralJacobian } from '../differences.ts'

export type Rows = typeof Library
type Constants = readonly number[]

/** A way to compute a derivative. */
export type Way = (x: never) => unknown

export interface Subject {
  readonly name: string
  readonly doc: string
  /** how many numbers make a point; 0: a point is one number */
  readonly size: number
  /** calls after which the comparison ends */
  readonly calls: number
  /** a function of its own, and what is then to be done to compute its derivative; differences need no library */
  readonly ready: (variant: 'eager' | 'compiled' | 'differences', rows: Rows, c: Constants) => () => Way
}

let texts = 0

/** The same function with a text that V8 has not met. It may use nothing from outside but what it is given. */
const anew = <F>(f: F): F => new Function(`return ${String(f)} // ${++texts}`)() as F

const subject = <F, P, X>(name: string, doc: string, size: number, calls: number, parts: {
  readonly f: (rows: Rows, c: Constants) => F
  readonly transform: (rows: Rows, f: F) => (x: X) => unknown
  readonly plain: (c: Constants) => P
  readonly central: (f: P) => Way
}): Subject => ({
  name, doc, size, calls,
  ready: (variant, rows, c) => {
    if (variant === 'differences') {
      const f = anew(parts.plain)(c)
      return () => parts.central(f)
    }
    const f = anew(parts.f)(rows, c), way = () => parts.transform(rows, f) as Way
    return variant === 'eager' ? way : () => rows.compile(way() as never) as Way
  },
})

// (exp(−0.3x)·sin(2x + 1)/(1 + x²) + log(1 + x²)·cos x − √(x + 3)·atan x)·x + x, with other numbers

const formula = ({ add, atan, cos, div, exp, log, mul, sin, sqrt, sub }: Rows, c: Constants) => (x: Scalar): Scalar => {
  const d = add(c[0]!, mul(x, x))
  const a = div(mul(exp(mul(c[1]!, x)), sin(add(mul(c[2]!, x), c[3]!))), d)
  const b = mul(log(d), cos(x))
  const r = mul(sqrt(add(x, c[4]!)), atan(x))
  return add(mul(sub(add(a, b), r), x), x)
}

const formulaByHand = (c: Constants) => (x: number): number => {
  const d = c[0]! + x * x
  return (Math.exp(c[1]! * x) * Math.sin(c[2]! * x + c[3]!) / d + Math.log(d) * Math.cos(x) - Math.sqrt(x + c[4]!) * Math.atan(x)) * x + x
}

const rosenbrock = ({ add, mul, square, sub }: Rows, c: Constants) => (x: readonly Scalar[]): Scalar => {
  let sum: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) sum = add(sum, add(mul(c[0]!, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(c[1]!, x[i]!))))
  return sum
}

const rosenbrockByHand = (c: Constants) => (x: readonly number[]): number => {
  let sum = 0
  for (let i = 0; i + 1 < x.length; i++) sum += c[0]! * (x[i + 1]! - x[i]! * x[i]!) ** 2 + (c[1]! - x[i]!) ** 2
  return sum
}

const dense = ({ add, mul, sin }: Rows, c: Constants) => (x: readonly Scalar[]): Scalar[] => x.map(xi => {
  let sum: Scalar = 0
  for (const xj of x) sum = add(sum, sin(mul(mul(c[0]!, xi), xj)))
  return sum
})

const denseByHand = (c: Constants) => (x: readonly number[]): number[] => x.map(xi => {
  let sum = 0
  for (const xj of x) sum += Math.sin(c[0]! * xi * xj)
  return sum
})

export const subjects: readonly Subject[] = [
  subject('20-op formula', 'f′(x)', 0, 5000, { f: formula, transform: ({ derivative }, f) => derivative(f), plain: formulaByHand, central: centralDerivative }),
  subject('Rosenbrock, n = 10', 'gradient', 10, 1000, { f: rosenbrock, transform: ({ gradient }, f) => gradient((x: Scalar[]) => f(x)), plain: rosenbrockByHand, central: centralGradient }),
  subject('dense, 20 → 20', 'Jacobian', 20, 200, { f: dense, transform: ({ jacobian }, f) => jacobian((x: Scalar[]) => f(x)), plain: denseByHand, central: centralJacobian }),
]

/** Constants near those that are written above; they decide nothing but the bits. */
export const constantsOf = (uniform: () => number): number[] => [1, -0.3, 2, 1, 3].map(c => c * (1 + 0.1 * uniform()))

/** A function of about `operations` operations, a sum of formulas of 20, each of other numbers. */
export function long(rows: Rows, operations: number, uniform: () => number): (x: Scalar) => Scalar {
  const c = Array.from({ length: 3 * operations / 20 }, () => 0.5 + uniform())
  return anew(({ add, atan, cos, div, exp, log, mul, sin, sqrt, sub }: Rows, c: Constants) => (x: Scalar): Scalar => {
    let sum: Scalar = 0
    for (let i = 0; i < c.length; i += 3) {
      const u = mul(c[i]!, x), s = sin(u), d = add(c[i + 1]!, mul(u, u))
      const a = div(mul(exp(mul(-0.3, s)), sin(add(mul(c[i + 2]!, u), 1))), d)
      sum = add(sum, sub(add(a, mul(log(d), cos(u))), mul(sqrt(d), atan(u))))
    }
    return sum
  })(rows, c)
}

/** A function of so many operations, each of a row and of earlier values that chance chooses: no two parts of it are alike. */
export function tangle(rows: Rows, operations: number, uniform: () => number): (x: Scalar) => Scalar {
  const steps = Array.from({ length: operations - 2 }, () => [Math.floor(8 * uniform()), Math.floor(12 * uniform()), Math.floor(12 * uniform()), 0.5 + uniform()] as const)
  return anew(({ add, atan, cos, div, mul, sin, sub }: Rows, steps: readonly (readonly [number, number, number, number])[]) => (x: Scalar): Scalar => {
    const values: Scalar[] = [x, mul(0.3, x)]
    for (const [what, i, k, c] of steps) {
      const u = values[values.length - 1 - i % values.length]!, v = values[values.length - 1 - k % values.length]!
      values.push(what === 0 ? add(u, v) : what === 1 ? mul(c, u) : what === 2 ? sin(u) : what === 3 ? cos(u) : what === 4 ? sub(u, mul(c, v)) : what === 5 ? atan(v) : what === 6 ? div(u, c) : mul(sin(u), v))
    }
    return values.slice(-12).reduce((sum, value) => add(sum, value)) // so that nearly all of it is needed
  })(rows, steps as never)
}
