// Radau IIA of order 5, the implicit method for stiff equations. Each step solves R(z) = z − h·(A ⊗ 1)·f(t + c·h, y + z) = 0 in plain
// numbers; motion comes to z by the implicit function theorem.

import { stripped } from '../dual.ts'
import { type LU, lu, luSolve } from '../kernels/lu.ts'
import { add, mul, sub } from '../rules/arithmetic.ts'
import { joinedAlong } from '../rules/arrange.ts'
import { shapeOf, Tensor } from '../tensor.ts'
import type { Value } from '../value.ts'
import { jacobian } from './jacobian.ts'
import { type Allowed, flat, type From, type Method, number, type Rate, sizeOfError, type State } from './method.ts'
import { corrected, leavesIn, ordersIn, plain, vector } from './vectors.ts'

// c and A; the real eigenvalue of A⁻¹ and the weights of the error (Hairer & Wanner, IV.5 and IV.8)
const RADAU = /* @__PURE__ */ (() => {
  const r = Math.sqrt(6)
  return {
    C: [(4 - r) / 10, (4 + r) / 10, 1],
    A: [
      [(88 - 7 * r) / 360, (296 - 169 * r) / 1800, (-2 + 3 * r) / 225],
      [(296 + 169 * r) / 1800, (88 + 7 * r) / 360, (-2 - 3 * r) / 225],
      [(16 - r) / 36, (16 + r) / 36, 1 / 9],
    ],
    EIGENVALUE: 30 / (6 + Math.cbrt(81) - Math.cbrt(9)),
    ERROR: [-(13 + 7 * r) / 3, (-13 + 7 * r) / 3, -1 / 3],
  }
})()

/** The method, with a memory of the last step, from which the next one guesses. @see Hairer & Wanner, Solving ODEs II, 2nd ed. 1996, IV.8 */
export function radau(): Method {
  let last: Found | undefined, begun: { readonly y: State; readonly J: Float64Array } | undefined
  return {
    order: 4,
    step: (rate, from, allowed) => {
      const equation = equationOf(rate, from), { n, h, y, f } = equation
      if (begun?.y !== from.y) begun = { y: from.y, J: equation.jacobian(number(from.t), y) } // a shorter step begins at the same place
      const { J } = begun
      const z = solved(equation, J, guessed(last, h, n), allowed)
      if (z === undefined) return { ...from, error: FARTHER }
      const next = along(y, z, 2), k = flat(from.k)
      const implicit = lu(J.map((v, i) => (i % (n + 1) === 0 ? RADAU.EIGENVALUE / h : 0) - v), n)
      const part = y.map((_, i) => RADAU.ERROR.reduce((sum, e, s) => sum + e / h * (z[s * n + i] as number), 0))
      const off = (rates: Float64Array): Float64Array => luSolve(implicit, n, rates.map((v, i) => v + (part[i] as number)), 1)
      let errors = off(k), error = sizeOfError(errors, y, next, allowed)
      if (error >= 1 && last === undefined) { // a start beside the smooth solution looks like an error; later that would hide some
        errors = off(f(number(from.t), along(y, errors, 0)))
        error = sizeOfError(errors, y, next, allowed)
      }
      if (!(error <= 1)) return { ...from, error }
      last = { h, z }
      const reached = moved(rate, from, equation, z)
      return { error, y: reached, k: rate(number(from.end), reached.map(stripped)) } // only its numbers are wanted
    },
  }
}

/** What a step is for which no solution is found; half of it is tried next. */
const FARTHER = 10

/** A step that was taken. */
interface Found { readonly h: number; readonly z: Float64Array }

/** The equation of a step, in plain numbers. z holds its three stages one after another, each of n numbers. */
interface Equation {
  readonly n: number
  readonly h: number
  readonly y: Float64Array
  /** the times of the stages */
  readonly times: readonly number[]
  readonly f: (time: number, y: Float64Array) => Float64Array
  /** ∂f/∂y, row by row */
  readonly jacobian: (time: number, y: Float64Array) => Float64Array
}

function equationOf(rate: Rate, { t, y, dt, end }: From): Equation {
  const shapes = y.map(shapeOf), begin = flat(y), n = begin.length, h = number(dt), whole = [n]
  return {
    n, h, y: begin,
    times: RADAU.C.map((c, s) => s === 2 ? number(end) : number(t) + c * h),
    f: (time, at) => flat(rate(time, leavesIn(new Tensor(whole, at), shapes))),
    jacobian: (time, at) => plain(jacobian((x: Value) => vector(rate(time, leavesIn(x, shapes))))(new Tensor(whole, at) as never) as Value).data,
  }
}

/** y + z of one stage. */
const along = (y: Float64Array, z: Float64Array, stage: number): Float64Array => y.map((v, i) => v + (z[stage * y.length + i] as number))

/** The stages, if the last step were to go on: its polynomial of degree 3 through 0 and them, continued. */
function guessed(last: Found | undefined, h: number, n: number): Float64Array {
  const z = new Float64Array(3 * n)
  if (last === undefined) return z
  const nodes = [0, ...RADAU.C]
  RADAU.C.forEach((c, stage) => {
    const at = 1 + c * h / last.h
    nodes.forEach((own, j) => {
      if (j === 0) return
      const weight = nodes.reduce((w, other, k) => k === j ? w : w * (at - other) / (own - other), 1)
      for (let i = 0; i < n; i++) z[stage * n + i] = (z[stage * n + i] as number) + weight * (last.z[(j - 1) * n + i] as number)
    })
    for (let i = 0; i < n; i++) z[stage * n + i] = (z[stage * n + i] as number) - (last.z[2 * n + i] as number)
  })
  return z
}

/** ∂R/∂z = 1 − h·(a ⊗ J), the Jacobian of each stage its own or the same. */
function slopeOf(h: number, n: number, jacobians: readonly Float64Array[]): Float64Array {
  const slope = new Float64Array(9 * n * n)
  RADAU.A.forEach((row, s) => row.forEach((a, r) => {
    const J = jacobians[r] as Float64Array
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++)
      slope[(s * n + i) * 3 * n + r * n + j] = (s === r && i === j ? 1 : 0) - h * a * (J[i * n + j] as number)
  }))
  return slope
}

/** R(z) = 0 by Newton's method with the Jacobian of the beginning; undefined where it does not converge quickly. */
function solved({ n, h, y, times, f }: Equation, J: Float64Array, guess: Float64Array, allowed: Allowed): Float64Array | undefined {
  const slope: LU = lu(slopeOf(h, n, [J, J, J]), 3 * n), enough = 1e-2
  let z = guess, before = NaN
  for (let i = 0; i < 10; i++) {
    const rates = times.map((time, s) => f(time, along(y, z, s)))
    const left = z.map((v, at) => {
      const s = Math.floor(at / n)
      return h * (RADAU.A[s] as number[]).reduce((sum, a, r) => sum + a * (rates[r]![at % n] as number), 0) - v
    })
    const change = luSolve(slope, 3 * n, left, 1), size = Math.hypot(...[0, 1, 2].map(s => sizeOfError(change.subarray(s * n, s * n + n), y, y, allowed))), ratio = size / before
    z = z.map((v, at) => v + (change[at] as number))
    if (!Number.isFinite(size) || ratio >= 1) return undefined
    if (size === 0 || (Number.isNaN(ratio) ? size < 1e-3 * enough : size * ratio / (1 - ratio) < enough)) return z
    before = size
  }
  return undefined
}

/**
 * The state at the end. A step of Newton's method in moving numbers, with the plain ∂R/∂z at the solution, gives z its motion to first
 * order; each further one gives one order more.
 */
function moved(rate: Rate, { t, y, dt, end }: From, { n, h, y: begin, times, jacobian: at }: Equation, found: Float64Array): Value[] {
  const shapes = y.map(shapeOf)
  const stages = (z: Value): Value[] => leavesIn(z, [[n], [n], [n]])
  const residual = (z: Value): Value => {
    const parts = stages(z), rates = parts.map((own, s) => vector(rate(s === 2 ? end : add(t, mul(RADAU.C[s] as number, dt)), leavesIn(own, shapes).map((v, j) => add(y[j] as Value, v)))))
    return joinedAlong(-1, ...parts.map((own, s) => sub(own, mul(dt, (RADAU.A[s] as number[]).reduce<Value>((sum, a, r) => add(sum, mul(a, rates[r] as Value)), 0)))))
  }
  let z: Value = new Tensor([3 * n], found), r = residual(z)
  const orders = ordersIn(r)
  if (orders > 0) {
    const slope = new Tensor([3 * n, 3 * n], slopeOf(h, n, times.map((time, s) => at(time, along(begin, found, s)))))
    for (let order = 1; ; order++) {
      z = corrected(z, r, slope)
      if (order === orders) break
      r = residual(z)
    }
  }
  return leavesIn(stages(z)[2] as Value, shapes).map((v, j) => add(y[j] as Value, v))
}
