// Ordinary differential equations ẏ = f(t, y), with steps chosen from plain numbers, through which motion of the initial state, of
// parameters and of times flows. The steps themselves are in dormand-prince.ts and radau.ts.

import { rankOf } from '../dual.ts'
import { fail, fromZero, known, limit, show } from '../errors.ts'
import { sameShape } from '../kernels/broadcast.ts'
import { add, sub } from '../rules/arithmetic.ts'
import { broadcastTo } from '../rules/arrange.ts'
import { shapeOf, takeRow } from '../tensor.ts'
import type { Scalar, Tensorial, Value } from '../value.ts'
import { isBox, value } from '../value.ts'
import { converted, enter } from './arrays.ts'
import { dormandPrince } from './dormand-prince.ts'
import type { Widened } from './implicit.ts'
import { type Allowed, flat, type Method, number, type Rate, type State } from './method.ts'
import { radau } from './radau.ts'
import { leavesLike, RESULTS, rebuild, returned, type Structure } from './structure.ts'

/** How exact, and how long to try. */
export interface OdeOptions {
  /** error of a step relative to the state; 1e-9 where it is not given */
  readonly relative?: number
  /** error of a step on top of that; 1e-12 where it is not given */
  readonly absolute?: number
  /** how many steps to try between two times; 100 000 where it is not given */
  readonly steps?: number
  /** the longest step to take, lest one pass over what happens within it; Infinity where it is not given */
  readonly maxStep?: number
  /** true for equations whose solution is smooth while its neighbours fall to it quickly: an implicit method, which takes long steps there */
  readonly stiff?: boolean
}

/** Moments, in order. */
export type Times = readonly Scalar[] | Float64Array | Tensorial

/**
 * The states at `times` of ẏ = f(t, y, ...parameters), from y at the first of them: Dormand and Prince's method of order 5 with
 * error control, or Radau IIA of order 5 for stiff equations. The result moves with the initial state, the parameters, the times and
 * whatever f depends on; it is the derivative of the steps taken, which are those of the plain numbers.
 *
 * How far the derivative is off, as the values are, the tolerance says: `check` of a function through odeint needs { tolerance: 1e-6 }.
 *
 * @param f           of the time and the state, a number, a tensor, or arrays and objects of these; to its rate, of the same shape
 * @param start       the state at the first time
 * @param times       in ascending or descending order, as an array of numbers or a tensor
 * @param parameters  what f is given after t and y
 * @throws where a rate has another shape than the state, or the steps become too small or too many
 * @example odeint((t, y) => mul(-1, y), 1, [0, 1])[1] // 0.36787944124773325; 1/e to ten digits
 * @see Hairer, Nørsett, Wanner, Solving ODEs I, II.4 and II.5; Hairer & Wanner, Solving ODEs II, IV.8
 */
export function odeint<Y, P extends readonly unknown[]>(
  f: (t: Scalar, y: Widened<Y>, ...parameters: P) => unknown, start: Y, times: Times, ...parameters: P): Widened<Y>[]
export function odeint(f: (...args: never[]) => unknown, start: Structure, times: Times, ...parameters: unknown[]): unknown {
  return odeintWith({})(f as never, start as never, times as never, ...parameters as never[])
}

/**
 * odeint with options: tolerances, and `stiff`, with which each step is the root of an equation, found with the exact Jacobian of f.
 *
 * @example odeintWith({ stiff: true })((t, y) => mul(-1e6, sub(y, cos(t))), 0, [0, 1])[1] // 0.5403031473444352; cos 1 + 1e-6·sin 1 to eleven digits
 */
export function odeintWith(options: OdeOptions = {}): typeof odeint {
  known(options, ['relative', 'absolute', 'steps', 'maxStep', 'stiff'], 'odeintWith', 'odeintWith({ relative: 1e-6 })(f, start, times)')
  const { relative = 1e-9, absolute = 1e-12, steps = 100_000, maxStep = Infinity, stiff = false } = options
  fromZero(relative, 'odeintWith', 'relative')
  fromZero(absolute, 'odeintWith', 'absolute')
  if (relative + absolute === 0) fail('odeintWith expects { relative } or { absolute } to be more than 0: no step is without error')
  limit('odeintWith', '{ steps }', steps)
  if (!(maxStep > 0)) fail(`odeintWith expects { maxStep } to be a number above 0, and got ${show(maxStep)}`)
  if (typeof stiff !== 'boolean') fail(`odeintWith expects { stiff } to be true or false, and got ${show(stiff)}`)
  return ((f: (...args: unknown[]) => unknown, start: Structure, times: Times, ...given: unknown[]) => {
    if (typeof f !== 'function') fail(`odeint expects a function first, and got ${show(f)}`)
    const moments = momentsOf(times)
    const { x: shape, leaves } = enter(start, 'odeint'), parameters = given.map(parameter => converted(parameter))
    const rate: Rate = (t, y) => {
      const rates = leavesLike(shape, converted(returned(f(t, rebuild(shape, y, 'odeint'), ...parameters), 'odeint')), 'odeint', RESULTS)
      return rates.map((rate, i) => {
        const mine = shapeOf(y[i] as Value), theirs = shapeOf(rate)
        if (sameShape(mine, theirs)) return rate
        if (theirs.length > 0) fail(`odeint expects a rate of the shape of the state, [${mine.join(', ')}], and got one of shape [${theirs.join(', ')}]`)
        return broadcastTo(rate, mine)
      })
    }
    const method = stiff ? radau() : dormandPrince
    let at: Started = { t: moments[0] as Value, y: leaves, step: 0 }
    return moments.map((end, i) => {
      if (i > 0) at = advance(method, rate, at, end, { relative, absolute, steps, maxStep, stiff })
      return rebuild(shape, at.y, 'odeint')
    })
  }) as never
}

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

/** On the way: f(t, y), once it is known, and the step to try next, 0 where none is known. */
interface Started { readonly t: Value; readonly y: State; readonly k?: State; readonly step: number }

/** From where it is to `end`. */
function advance({ step: tried, order }: Method, rate: Rate, from: Started, end: Value, { steps, maxStep, stiff, ...allowed }: Required<OdeOptions>): Started {
  let { t, y } = from, k = from.k ?? rate(t, y), size = from.step === 0 ? firstStep(y, k, allowed) : from.step
  const goal = number(end)
  if (Number.isNaN(goal) || Number.isNaN(number(t))) fail('odeint expects times that are numbers, and got NaN')
  const direction = Math.sign(goal - number(t))
  if (direction === 0) {
    const dt = sub(end, t) // a time that moves moves the state, even where it has not come further
    return { ...from, t: end, ...typeof dt === 'number' ? {} : dormandPrince.step(rate, { t, y, k, dt, end }, allowed) }
  }
  const came = (): string => `odeint expects an equation whose steps stay within bounds; from t = ${number(from.t)} it came to t = ${number(t)} with steps of ${size}`
  for (let i = 0; i < steps; i++) {
    size = Math.min(size, maxStep)
    const rest = Math.abs(goal - number(t)), last = size >= rest * (1 - 1e-12)
    if (!(size > Math.abs(number(t)) * 1e-15) || !Number.isFinite(size)) fail(`${came()}: perhaps it ${stiff ? '' : 'is stiff, for which there is odeintWith({ stiff: true }), or '}leaves every bound`)
    const dt: Value = last ? sub(end, t) : direction * size, after = last ? end : add(t, dt)
    const { error, ...reached } = tried(rate, { t, y, k, dt, end: after }, allowed)
    const factor = error === 0 ? 5 : Math.min(5, Math.max(0.2, 0.9 * error ** (-1 / order)))
    if (error <= 1) {
      // a step cut short by the end says nothing against the next: not that it must be shorter, nor that it may be longer
      if (last) return { t: end, ...reached, step: Math.max(size, rest * factor) }
      t = after
      ;({ y, k } = reached)
      size *= factor
    } else size *= Number.isFinite(factor) ? factor : 0.2
  }
  return fail(`${came()}, and has taken ${steps} of them; odeintWith({ steps }) allows more${stiff ? '' : ', and { stiff: true } needs fewer of an equation that is stiff'}`)
}

/** A step over which the state changes by a hundredth of its size. */
function firstStep(y: State, k: State, { relative, absolute }: Allowed): number {
  const sizes = flat(y)
  const scaled = (x: Float64Array): number => x.reduce((most, v, i) => Math.max(most, Math.abs(v) / (absolute + relative * Math.abs(sizes[i] as number))), 0)
  const d0 = scaled(sizes), d1 = scaled(flat(k))
  return d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1
}
