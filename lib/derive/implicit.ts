// Functions given by an equation: the root of f(x) = 0, the point x = g(x). Their derivatives are those of the implicit function
// theorem, to any order, and know nothing of how the solution was found.

import { stripped } from '../dual.ts'
import { fail, fromZero, known, limit, show } from '../errors.ts'
import { sub } from '../rules/arithmetic.ts'
import { solveRow } from '../rules/linalg.ts'
import { shapeOf, Tensor } from '../tensor.ts'
import type { Scalar, Tensorial, Value } from '../value.ts'
import { converted, enter } from './arrays.ts'
import { jacobian } from './jacobian.ts'
import { type Arrays, leavesLike, mapLeaves, rebuild, RESULTS, returned, type Structure } from './structure.ts'
import { corrected, leavesIn, ordersIn, plain, vector } from './vectors.ts'

/** When to stop, and how long to try. */
export interface SolveOptions {
  /** the greatest change of x, relative to its size, that counts as none; 1e-14 where it is not given */
  readonly tolerance?: number
  /** how many steps to try; 100 for roots, 10 000 for fixed points */
  readonly steps?: number
}

function looked(options: SolveOptions, who: string): void {
  known(options, ['tolerance', 'steps'], who, `${who}({ steps: 20 })(f, start)`)
  fromZero(options.tolerance ?? 0, who, 'tolerance')
  limit(who, '{ steps }', options.steps ?? 1)
}

/**
 * x with f(x, ...parameters) = 0, found from `start` by Newton's method with shortened steps. It moves with everything f depends
 * on, the parameters and what f takes from around it: ẋ = −(∂f/∂x)⁻¹·∂f/∂p·ṗ.
 *
 * @param f           of x, a number, an array of numbers or a tensor, and the parameters; to as many numbers
 * @param start       where to begin; it does not move the result
 * @param parameters  what f is given after x
 * @throws where no root is found, or ∂f/∂x is singular there
 * @example root((x, a) => sub(mul(x, x), a), 1, 2) // 1.4142135623730951
 * @see Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 15
 */
export function root<X, P extends readonly unknown[]>(f: (x: Widened<X>, ...parameters: P) => unknown, start: X, ...parameters: P): Widened<X>
export function root(f: (...args: never[]) => unknown, start: Structure, ...parameters: unknown[]): unknown {
  return rootWith({})(f as never, start as never, ...parameters as never[])
}

/** root with options. @example rootWith({ steps: 20 })(x => sub(mul(x, x), 2), 1) // 1.4142135623730951 */
export function rootWith(options: SolveOptions = {}): typeof root {
  looked(options, 'rootWith')
  return ((f: Free, start: Structure, ...parameters: unknown[]) => {
    const system = systemOf(f, start, parameters, 'root')
    return system.finish(newton(system, options))
  }) as never
}

/**
 * x with g(x, ...parameters) = x, found from `start` by repeating x ← g(x). It moves with everything g depends on:
 * ẋ = (1 − ∂g/∂x)⁻¹·∂g/∂p·ṗ.
 *
 * @throws where repeating does not come to rest
 * @example fixedPoint((x, a) => div(add(x, div(a, x)), 2), 1, 2) // 1.414213562373095
 */
export function fixedPoint<X, P extends readonly unknown[]>(g: (x: Widened<X>, ...parameters: P) => unknown, start: X, ...parameters: P): Widened<X>
export function fixedPoint(g: (...args: never[]) => unknown, start: Structure, ...parameters: unknown[]): unknown {
  return fixedPointWith({})(g as never, start as never, ...parameters as never[])
}

/** fixedPoint with options. @example fixedPointWith({ tolerance: 1e-10 })(x => div(add(x, div(2, x)), 2), 1) // 1.414213562373095 */
export function fixedPointWith(options: SolveOptions = {}): typeof fixedPoint {
  looked(options, 'fixedPointWith')
  const { tolerance = 1e-14, steps = 10_000 } = options
  return ((g: Free, start: Structure, ...parameters: unknown[]) => {
    const system = systemOf(g, start, parameters, 'fixedPoint', (gx, x) => sub(gx, x))
    let x = system.start
    for (let i = 0; i < steps; i++) {
      const next = add(x, plain(system.residual(x)))
      if (!next.data.every(Number.isFinite)) fail(`fixedPoint expects x ← g(x) to come to rest; after ${i + 1} steps it has left every bound, from ${said(x)}: perhaps root of g(x) − x`)
      if (close(next, x, tolerance)) return system.finish(next)
      x = next
    }
    return fail(`fixedPoint expects x ← g(x) to come to rest; after ${steps} steps it is still moving at ${said(x)}: perhaps root of g(x) − x`)
  }) as never
}

/** What stands for a structure of plain numbers once they may move. */
export type Widened<X> = X extends Scalar ? Scalar : X extends Arrays | Tensorial ? Tensorial : X extends object ? { [K in keyof X]: Widened<X[K]> } : X
type Free = (x: unknown, ...parameters: unknown[]) => unknown

/** An equation in one vector of unknowns, whatever their structure. */
interface System {
  readonly start: Tensor
  /** f, as a vector */
  readonly residual: (x: Value) => Value
  /** the solution with the motion the theorem gives it, in the structure of the start */
  readonly finish: (x: Tensor) => unknown
}

function systemOf(f: Free, start: Structure, given: readonly unknown[], who: string, against?: (y: Value, x: Value) => Value): System {
  if (typeof f !== 'function') fail(`${who} expects a function first, and got ${show(f)}`)
  const { x: shape, leaves } = enter(start, who), parameters = given.map(parameter => converted(parameter))
  const begin = plain(vector(leaves.map(stripped))), n = begin.data.length, shapes = leaves.map(shapeOf)
  const unpack = (x: Value): Structure => rebuild(shape, leavesIn(x, shapes), who)
  const residual = (x: Value): Value => {
    const given = converted(returned(f(unpack(x), ...parameters), who))
    let results: Value[] = []
    if (against === undefined) mapLeaves(given, leaf => results.push(leaf), `the result of the function given to ${who}`)
    else results = leavesLike(shape, given, who, RESULTS) // g(x) is an x: by key
    const y = vector(results), count = shapeOf(y)[0]
    if (count !== n) fail(`${who} expects as many results as unknowns; there ${n === 1 ? 'is 1 unknown' : `are ${n} unknowns`}, and ${count} result${count === 1 ? '' : 's'}`)
    return against === undefined ? y : against(y, x)
  }
  return { start: begin, residual, finish: x => unpack(moved(residual, x)) }
}

// A step of Newton's method in moving numbers gives x its motion to first order; the next one, from the moving x, to third; each
// doubles what is right. There are as many orders as there are levels that move, and those of series.
function moved(residual: (x: Value) => Value, x: Tensor): Value {
  let y: Value = x
  const first = residual(x)
  const orders = ordersIn(first)
  if (orders === 0) return x
  const J = jacobian(residual as never) as unknown as (x: Value) => Value
  for (let right = 1; right <= orders; right *= 2) y = corrected(y, residual(y), J(y))
  return y
}

const add = (x: Tensor, y: Tensor): Tensor => new Tensor(x.shape, x.data.map((v, i) => v + (y.data[i] as number)))
const size = (x: Tensor): number => x.data.reduce((a, v) => Math.max(a, Math.abs(v)), 0)
/** As its user sees it: one unknown is a number. */
const said = (x: Tensor): string => x.data.length === 1 ? String(x.data[0]) : String(x)
const close = (x: Tensor, y: Tensor, tolerance: number): boolean => {
  const floor = Math.max(size(x) * 2 ** -20, Number.MIN_VALUE)
  return x.data.every((v, i) => Math.abs(v - (y.data[i] as number)) <= tolerance * Math.max(Math.abs(v), floor))
}

/** Newton's method; a step that does not make the residual smaller is halved. */
function newton({ start, residual }: System, { tolerance = 1e-14, steps = 100 }: SolveOptions): Tensor {
  const at = (x: Tensor): Tensor => plain(residual(x)), J = jacobian(residual as never) as unknown as (x: Value) => Value
  let x = start, r = at(x), i = 0
  for (; i < steps; i++) {
    if (size(r) === 0) return x
    if (!r.data.every(Number.isFinite)) fail(`root expects a function that is finite along its way; at ${said(x)} it is ${said(r)}`)
    const n = x.data.length, step = arrayStep(plain(J(x)), r, n, x)
    let scale = 1, next = add(x, new Tensor([n], step.map(v => -v))), after = at(next)
    const settled = close(next, x, tolerance), near = close(next, x, 1e-8)
    for (; !(size(after) < size(r)) && scale > 1e-10 && !settled; scale /= 2) {
      next = add(x, new Tensor([n], step.map(v => -scale * v)))
      after = at(next)
    }
    if (settled) return size(after) <= size(r) ? next : x
    if (scale <= 1e-10) { // no step makes f smaller: rounding is all that is left of it, or there is no root
      if (near) return x
      break
    }
    x = next
    r = after
  }
  return fail(`root expects a function with a root near the start; from ${said(start)} it came to ${said(x)}, where f is ${said(r)}${i < steps ? '' : `, and after ${steps} steps is still moving; rootWith({ steps }) allows more`}`)
}

function arrayStep(J: Tensor, r: Tensor, n: number, x: Tensor): Float64Array {
  try {
    return (solveRow(J, new Tensor([n, 1], r.data)) as Tensor).data
  } catch (error) {
    return fail(`root expects ∂f/∂x to be regular on its way; at ${said(x)}, where f is ${said(r)}, it is singular: there may be no root, or one from another start`, error)
  }
}
