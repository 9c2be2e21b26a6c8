// Ordinary differential equations ẏ = f(t, y), by an explicit Runge-Kutta method with steps chosen from plain numbers. It is a
// program like any other: motion of the initial state, of parameters and of times flows through it.

import { rankOf, stripped } from '../dual.ts'
import { fail, fromZero, known, limit, show } from '../errors.ts'
import { sameShape } from '../kernels/broadcast.ts'
import { add, mul, sub } from '../rules/arithmetic.ts'
import { shapeOf, takeRow, Tensor } from '../tensor.ts'
import type { Scalar, Tensorial, Value } from '../value.ts'
import { isBox, value } from '../value.ts'
import { converted, enter } from './arrays.ts'
import type { Widened } from './implicit.ts'
import { leavesLike, RESULTS, rebuild, returned, type Structure } from './structure.ts'

/** How exact, and how long to try. */
export interface OdeOptions {
  /** error of a step relative to the state; 1e-9 where it is not given */
  readonly relative?: number
  /** error of a step on top of that; 1e-12 where it is not given */
  readonly absolute?: number
  /** how many steps to try between two times; 100 000 where it is not given */
  readonly steps?: number
}

/** Moments, in order. */
export type Times = readonly Scalar[] | Float64Array | Tensorial

/**
 * The states at `times` of ẏ = f(t, y, ...parameters), from y at the first of them: Dormand and Prince's method of order 5 with
 * error control, for equations that are not stiff. The result moves with the initial state, the parameters, the times and whatever
 * f depends on; it is the derivative of the steps taken, which are those of the plain numbers.
 *
 * How far the derivative is off, as the values are, the tolerance says: `check` of a function through odeint needs { tolerance: 1e-6 }.
 *
 * @param f           of the time and the state, a number, a tensor, or arrays and objects of these; to its rate, of the same shape
 * @param start       the state at the first time
 * @param times       in ascending or descending order, as an array of numbers or a tensor
 * @param parameters  what f is given after t and y
 * @throws where a rate has another shape than the state, or the steps become too small or too many
 * @example odeint((t, y) => mul(-1, y), 1, [0, 1])[1] // 0.36787944124773325; 1/e to ten digits
 * @see Dormand & Prince, J. Comput. Appl. Math. 6, 1980; Hairer, Nørsett, Wanner, Solving ODEs I, II.4 and II.5
 */
export function odeint<Y, P extends readonly unknown[]>(
  f: (t: Scalar, y: Widened<Y>, ...parameters: P) => unknown, start: Y, times: Times, ...parameters: P): Widened<Y>[]
export function odeint(f: (...args: never[]) => unknown, start: Structure, times: Times, ...parameters: unknown[]): unknown {
  return odeintWith({})(f as never, start as never, times as never, ...parameters as never[])
}

/** odeint with options. @example odeintWith({ relative: 1e-4 })((t, y) => y, 1, [0, 1])[1] // 2.7182953385113433 */
export function odeintWith(options: OdeOptions = {}): typeof odeint {
  known(options, ['relative', 'absolute', 'steps'], 'odeintWith', 'odeintWith({ relative: 1e-6 })(f, start, times)')
  const { relative = 1e-9, absolute = 1e-12, steps = 100_000 } = options
  fromZero(relative, 'odeintWith', 'relative')
  fromZero(absolute, 'odeintWith', 'absolute')
  if (relative + absolute === 0) fail('odeintWith expects { relative } or { absolute } to be more than 0: no step is without error')
  limit('odeintWith', '{ steps }', steps)
  return ((f: (...args: unknown[]) => unknown, start: Structure, times: Times, ...given: unknown[]) => {
    if (typeof f !== 'function') fail(`odeint expects a function first, and got ${show(f)}`)
    const moments = momentsOf(times)
    const { x: shape, leaves, like } = enter(start, 'odeint'), parameters = given.map(parameter => converted(parameter))
    const rate = (t: Value, y: State): State => {
      const rates = leavesLike(shape, converted(returned(f(t, rebuild(shape, y, 'odeint'), ...parameters), 'odeint')), 'odeint', RESULTS)
      rates.forEach((rate, i) => {
        const mine = shapeOf(y[i] as Value), theirs = shapeOf(rate)
        if (theirs.length > 0 && !sameShape(mine, theirs)) fail(`odeint expects a rate of the shape of the state, [${mine.join(', ')}], and got one of shape [${theirs.join(', ')}]`)
      })
      return rates
    }
    const out = (y: State): Structure => {
      let i = 0
      return rebuild(shape, y.map(leaf => like(leaf, i++)), 'odeint')
    }
    let t = moments[0] as Value, y: State = leaves, h = 0
    return moments.map((end, i) => {
      if (i > 0) ({ t, y, h } = advance(rate, t, y, end, h, { relative, absolute, steps }))
      return out(y)
    })
  }) as never
}

type State = readonly Value[]

/** The times one by one, which go one way. */
function momentsOf(times: Times): readonly Value[] {
  const moments: readonly unknown[] = Array.isArray(times) ? times : times instanceof Float64Array ? [...times]
    : isBox(times) && rankOf(times) === 1 ? Array.from({ length: shapeOf(times)[0] as number }, (_, index) => takeRow(times as Value, { axis: -1, index })) : []
  if (moments.length === 0) fail(`odeint expects an array of times, the first for the initial state, and got ${show(times)}`)
  const values = moments.map(moment => value(moment, 'odeint')), plain = values.map(number), way = Math.sign((plain.at(-1) as number) - (plain[0] as number))
  plain.forEach((t, i) => {
    const before = plain[i - 1] ?? t
    if ((t - before) * way < 0 || way === 0 && t !== before) fail(`odeint expects times in ascending or descending order, and after ${before} comes ${t}`)
  })
  return values
}

// c, a and the weights of orders 5 and 4 (Hairer, Nørsett, Wanner, table II.5.2). The last stage is the first of the next step.
const TABLEAU = /* @__PURE__ */ (() => ({
  C: [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  A: [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  ERROR: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
}))()

/** From t to `end`; `h` is the step to begin with, 0 where none is known. */
function advance(rate: (t: Value, y: State) => State, from: Value, start: State, end: Value, h: number, o: Required<OdeOptions>): { t: Value; y: State; h: number } {
  let t = from, y = start, k = rate(t, y), step = h === 0 ? firstStep(y, k, o) : h
  const goal = number(end)
  if (Number.isNaN(goal) || Number.isNaN(number(t))) fail('odeint expects times that are numbers, and got NaN')
  const direction = Math.sign(goal - number(t))
  if (direction === 0) return { t: end, y, h }
  for (let i = 0; i < o.steps; i++) {
    const rest = Math.abs(goal - number(t)), last = step >= rest * (1 - 1e-12)
    if (!(step > Math.abs(number(t)) * 1e-15) || !Number.isFinite(step)) break
    const dt: Value = last ? sub(end, t) : direction * step
    const stages = [k]
    let next = y
    TABLEAU.A.forEach((row, stage) => {
      next = y.map((leaf, j) => add(leaf, mul(dt, row.reduce<Value>((sum, a, s) => a === 0 ? sum : add(sum, mul(a, (stages[s] as State)[j] as Value)), 0))))
      stages.push(rate(stage >= 4 && last ? end : add(t, mul(TABLEAU.C[stage] as number, dt)), next))
    })
    const error = size(y, next, stages, number(dt), o)
    const factor = error === 0 ? 5 : Math.min(5, Math.max(0.2, 0.9 * error ** -0.2))
    if (error <= 1) {
      const proposed = step * factor // a step cut short by the end says nothing against the next
      if (last) return { t: end, y: next, h: Math.max(step, proposed) }
      t = add(t, dt)
      y = next
      k = stages.at(-1) as State
      step = proposed
    } else step *= Number.isFinite(factor) ? factor : 0.2
  }
  return fail(`odeint expects an equation whose steps stay within bounds; from t = ${number(from)} it came to t = ${number(t)} with steps of ${step}: perhaps it is stiff, or leaves every bound`)
}

const numbers = (x: Value): Float64Array => {
  const plain = stripped(x)
  return plain instanceof Tensor ? plain.data : Float64Array.of(plain as number)
}
const number = (x: Value): number => numbers(x)[0] as number

/** The error of a step in units of what is allowed: the root of the mean square over all numbers of the state. */
function size(y: State, next: State, stages: readonly State[], dt: number, { relative, absolute }: Required<OdeOptions>): number {
  let total = 0, count = 0
  y.forEach((leaf, j) => {
    const before = numbers(leaf), after = numbers(next[j] as Value), ks = stages.map(stage => numbers(stage[j] as Value))
    after.forEach((v, i) => {
      const error = dt * TABLEAU.ERROR.reduce((sum, e, s) => sum + e * ((ks[s] as Float64Array)[i] ?? (ks[s] as Float64Array)[0] as number), 0)
      total += (error / (absolute + relative * Math.max(Math.abs(v), Math.abs(before[i] as number)))) ** 2
      count++
    })
  })
  return Number.isNaN(total) ? Infinity : Math.sqrt(total / Math.max(1, count))
}

/** A step over which the state changes by a hundredth of its size. */
function firstStep(y: State, k: State, { relative, absolute }: Required<OdeOptions>): number {
  const scaled = (x: State): number => Math.max(...x.map((leaf, j) => {
    const sizes = numbers(y[j] as Value)
    return numbers(leaf).reduce((a, v, i) => Math.max(a, Math.abs(v) / (absolute + relative * Math.abs(sizes[i] as number))), 0)
  }))
  const d0 = scaled(y), d1 = scaled(k)
  return d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1
}
