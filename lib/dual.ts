// Dual: a value in motion, nested by level. How a row moves is the row's business; here stands only the chain rule.

import { fail, PushforwardError, show } from './errors.ts'
import type { ArrayBox, Binary, Box, Call, Dual, Scalar, Unary, Value } from './value.ts'
import { isValue, levelOf, plus, times, top, value } from './value.ts'

// A dual number x + ẋ·ε at level ℓ. There are two classes for speed alone: a class whose fields have once held objects
// stays slow, so FlatDual holds numbers and nothing else, and DeepDual holds the rest: duals of lower levels, tensors,
// traced nodes. Both interpret a row in the same way:
//
//   f(x + ẋε)         = f(x) + f′(x)·ẋ ε
//   f(x + ẋε, y + ẏε) = f(x, y) + (∂f/∂x·ẋ + ∂f/∂y·ẏ) ε
//
// The primal comes from the row itself, called on the primals: it cannot differ from the plain value.

/** A dual number whose primal and tangent are plain numbers. */
export class FlatDual implements Dual {
  readonly level: number
  readonly primal: number
  readonly tangent: number
  constructor(level: number, primal: number, tangent: number) {
    this.level = level
    this.primal = primal
    this.tangent = tangent
  }
  unary(row: Unary): Value                                              { return moveUnary(row, this) }
  binary(row: Binary, x: Value, y: Value): Value                        { return moveBinary(this.level, row, x, y) }
  call(row: Call, args: readonly Value[], parameters: unknown): unknown { return row.move(this.level, row, args, parameters) }
  times(partial: Value, tangent: Value, both?: boolean): Value          { return product(this.level, partial, tangent, both) }
  plus(x: Value, y: Value): Value                                       { return total(this.level, x, y) }
  strip(): Value                                                        { return this.primal }
  decide(): boolean                                                     { return this.primal !== 0 }
  [Symbol.toPrimitive](hint: string): string                            { return native(this, hint) }
  toJSON(): never                                                       { return native(this) as never }
}

/** A dual number with anything else in it: duals of lower levels, tensors, traced nodes. */
export class DeepDual implements Dual<number | ArrayBox> {
  readonly level: number
  readonly primal: number | Dual<number | ArrayBox>
  readonly tangent: Value
  readonly rank: number
  constructor(level: number, primal: Value, tangent: Value) {
    this.level = level
    this.primal = primal as number | Dual<number | ArrayBox>
    this.tangent = tangent
    this.rank = rankOf(primal)
  }
  unary(row: Unary): Value                                              { return moveUnary(row, this) }
  binary(row: Binary, x: Value, y: Value): Value                        { return moveBinary(this.level, row, x, y) }
  call(row: Call, args: readonly Value[], parameters: unknown): unknown { return row.move(this.level, row, args, parameters) }
  times(partial: Value, tangent: Value, both?: boolean): Value          { return product(this.level, partial, tangent, both) }
  plus(x: Value, y: Value): Value                                       { return total(this.level, x, y) }
  strip(): Value                                                        { return stripped(this.primal) }
  decide(): boolean | Box                                               { const x = this.strip(); return typeof x === 'number' ? x !== 0 : x.decide() }
  [Symbol.toPrimitive](hint: string): string                            { return native(this, hint) }
  toJSON(): never                                                       { return native(this) as never }
}

/** x + ẋε. Where nothing moves (an exact 0) the primal itself serves: a constant needs no box. */
export function pair(level: number, primal: Value, tangent: Value): Value {
  if (tangent === 0) return primal
  return typeof primal === 'number' && typeof tangent === 'number'
    ? new FlatDual(level, primal, tangent)
    : new DeepDual(level, primal, tangent)
}

/** The part of x without the perturbation of this level. */
export const primalAt = (x: Value, level: number): Value =>
  typeof x !== 'number' && x.level === level ? (x as Dual).primal : x

/** The factor of the perturbation of this level in x: 0 where x does not move at it. */
export const tangentAt = (x: Value, level: number): Value =>
  typeof x !== 'number' && x.level === level ? (x as Dual).tangent : 0

/** The plain value beneath. */
export const stripped = (x: Value): Value => typeof x === 'number' ? x : x.strip()

// ── the chain rule ──────────────────────────────────────────────────────────────────────────────────────────────────

function moveUnary(row: Unary, X: Dual<number | ArrayBox>): Value {
  const x = X.primal as Value, tangent = X.tangent
  const both = (x as ArrayBox).moved?.(row, x, tangent, 0, 0)
  if (both !== undefined) return pair(X.level, both[0], both[1])
  const out = row(x)
  if (tangent === 0 || row.rule === 0) return out
  return pair(X.level, out, times(slope(row, row.rule, x, out), tangent))
}

function moveBinary(level: number, row: Binary, X: Value, Y: Value): Value {
  const x = primalAt(X, level), y = primalAt(Y, level), ẋ = tangentAt(X, level), ẏ = tangentAt(Y, level)
  const both = (top(x, y) as ArrayBox).moved?.(row, x, ẋ, y, ẏ)
  if (both !== undefined) return pair(level, both[0], both[1])
  const out = row(x, y)
  let moved: Value = 0
  if (ẋ !== 0 && row.dx !== 0) moved = times(slope(row, row.dx, x, y, out), align(ẋ, x, out))
  if (ẏ !== 0 && row.dy !== 0) moved = plus(moved, times(slope(row, row.dy, x, y, out), align(ẏ, y, out)))
  return pair(level, out, moved)
}

export function moveCall(level: number, row: Call, args: readonly Value[], parameters: unknown): unknown {
  const call = row as unknown as (...args: unknown[]) => unknown
  const primals = args.map(x => primalAt(x, level))
  const out = call(...primals, parameters)
  const tangents = args.map(x => tangentAt(x, level))
  if (tangents.every(tangent => tangent === 0)) return out
  const widest = primals.reduce((a, b) => rankOf(b) > rankOf(a) ? b : a, 0)
  const whole = (i: number): Value => spread(tangents[i] as Value, primals[i] as Value)
  const aligned = (i: number): Value => align(whole(i), primals[i] as Value, widest)
  let moved: unknown = 0
  if (row.arity < 0) moved = call(...tangents.map((_, i) => aligned(i)), parameters)
  else tangents.forEach((tangent, i) => {
    if (tangent === 0) return
    const push = (each: Value, lanes: boolean, single?: boolean): unknown => {
      const part = guarded(row.name, () => row.push(i, each, primals, out, parameters as never))
      return part === 0 || row.verb !== 'structural' ? part : zip(row.name, out, part, (x, motion) => fitting(row.name, motion, x, lanes, single))
    }
    const rank = rankOf(primals[i] as Value), laned = rankOf(tangent) > rank
    const part = row.notes.batched === true ? push(aligned(i), laned)
      : laned ? (stripped(tangent) as ArrayBox).eachLane(whole(i), rank, each => push(each, false, true)) : push(whole(i), false)
    if (part !== 0) moved = moved === 0 ? part : zip(row.name, moved, part, plus)
  })
  return moved === 0 ? out : zip(row.name, out, moved, (primal, tangent) => pair(level, primal, (tangent as ArrayBox).still === true ? 0 : tangent))
}

/** A motion must have the shape of what moves, or one that broadcasts to it; lanes have one axis in front. A `single` lane of many gets that very shape. */
export function fitting(name: string, motion: Value, x: Value, lanes: boolean, single?: boolean): Value {
  const given = axes(motion), own = axes(x), more = given.length - own.length
  if (more > (lanes ? 1 : 0) || given.some((n, i) => i >= more && n !== 1 && n !== own[i - more]))
    fail(`the rule of ${name} must return a tangent of shape [${own.join(', ')}], and returned one of shape [${given.slice(lanes ? 1 : 0).join(', ')}]`)
  return single === true && motion !== 0 ? spread(motion, x) : motion
}
const axes = (x: Value): readonly number[] => rankOf(x) === 0 ? [] : ((x as ArrayBox).strip() as ArrayBox).shape

/** Several outputs are an array of values; rule and value must agree in it. */
export function zip(name: string, x: unknown, y: unknown, join: (x: Value, y: Value) => Value): unknown {
  if (!Array.isArray(x)) return join(value(x, name), answer(name, y))
  if (!Array.isArray(y) || y.length !== x.length)
    fail(`the rule of ${name} must return one tangent for each of its ${x.length} outputs, and returned ${show(y)}`)
  return x.map((xi, i) => zip(name, xi, y[i], join))
}

/** The partial derivative a rule gives, or the sentence that names the row where it gives none. */
export function slope(row: Unary | Binary, rule: unknown, ...args: Value[]): Value {
  if (typeof rule === 'number') return rule
  if (typeof rule !== 'function')
    fail(`${row.name} has no derivative rule here; give one: ${row.verb}('${row.name}', f, (x, …, out) => …)`)
  return answer(row.name, guarded(row.name, () => rule(...args)))
}

function answer(name: string, given: unknown): Value {
  if (isValue(given)) return given
  fail(`the rule of ${name} must return a number or a value made with rows, and returned ${show(given)}`)
}

export function guarded<T>(name: string, rule: () => T): T {
  try {
    return rule()
  } catch (error) {
    if (error instanceof PushforwardError || !(error instanceof Error)) throw error
    fail(`the rule of ${name} threw: ${error.message}`, error)
  }
}

// ── (p + p′ε)·(t + t′ε) and (x + x′ε) + (y + y′ε), the machine's own: a tangent that is exactly 0 absorbs ──────────────

function product(level: number, P: Value, T: Value, both?: boolean): Value {
  const p = primalAt(P, level), t = primalAt(T, level), dp = tangentAt(P, level), dt = tangentAt(T, level)
  const out = times(p, t, both), wide = rankOf(t) > rankOf(p) ? t : p // a number that is 0 has lost its shape, but not its motion
  const moved = plus(times(align(dp, p, wide), t, true), times(p, align(dt, t, wide), both))
  return pair(level, out === 0 && moved !== 0 ? spread(out, wide) : out, moved)
}

function total(level: number, X: Value, Y: Value): Value {
  const x = primalAt(X, level), y = primalAt(Y, level), out = plus(x, y)
  return pair(level, out, plus(align(tangentAt(X, level), x, out), align(tangentAt(Y, level), y, out)))
}

// ── lanes: many directions at once ──────────────────────────────────────────────────────────────────────────────────

// A tangent may carry k directions: then it has one axis more than its primal, the first, of length k. The axes behind it
// broadcast to those of the primal, which may be more than the tangent's own where arrays of several ranks have met: a
// tangent [k, 3] that joins a result of shape [2, 3] is meant as [k, 1, 3]. No rule knows of this; it is done here.

export const rankOf = (x: Value): number => typeof x === 'number' ? 0 : x.rank ?? 0

/** The tangent of x as a tangent of `out`, which x was broadcast to. */
const align = (tangent: Value, x: Value, out: Value): Value => {
  const rank = rankOf(x), missing = rankOf(out) - rank
  return missing > 0 && rankOf(tangent) > rank ? ((tangent as ArrayBox).strip() as ArrayBox).align(tangent, rank, missing) : tangent
}

/** The tangent of x, stretched to all of the shape of x. */
export const spread = (tangent: Value, x: Value): Value => rankOf(x) === 0 ? tangent : ((x as ArrayBox).strip() as ArrayBox).spread(tangent)

// ── for those who work with dual numbers directly ───────────────────────────────────────────────────────────────────

/**
 * The dual number `primal + tangent·ε`. Duals made by hand from numbers share one ε, so that they can be combined;
 * a dual made of duals gets an ε of its own, and nests.
 *
 * @example tangent(mul(dual(3, 1), dual(3, 1))) // 6: the derivative of x² at 3
 */
export function dual(primal: Scalar, tangent: Scalar = 1): Dual {
  const x = value(primal, 'dual'), ẋ = value(tangent, 'dual')
  const beneath = Math.max(levelOf(x), levelOf(ẋ))
  const level = (beneath + Math.floor(beneath) + 1) / 2 // between the levels of the transforms, which are whole
  return (typeof x === 'number' && typeof ẋ === 'number' ? new FlatDual(level, x, ẋ) : new DeepDual(level, x, ẋ)) as Dual
}

/**
 * The tangent of a dual number, of its outermost level; 0 for a plain number.
 *
 * @example tangent(cos(dual(1, 1))) // −0.8414709848078965 = −sin(1)
 */
export function tangent(x: Scalar): Scalar
export function tangent(x: Value): Value
export function tangent(x: Value): Value {
  return typeof value(x, 'tangent') === 'object' && 'tangent' in (x as object) ? (x as Dual).tangent : 0
}

// ── levels ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// Perturbation confusion, the trap: with one ε for all, D(x => x · D(y => x + y)(1))(1) is 2, for the inner derivative
// takes the motion of x for its own. The cure (Siskind & Pearlmutter 2005; Manzyuk et al., arXiv:1211.4892): each call
// of a transform gets a level that was never used before, and looks at the perturbation of that level only.

let newest = 0
const running: number[] = []

/** Begins a level of its own; whoever begins one ends it, also when the function throws. */
export function begin(): number {
  running.push(++newest)
  return newest
}

/** Ends the level that was begun last. */
export function end(): void {
  running.pop()
}

/** Runs `body` with a level of its own, and ends the level with it. */
export function withLevel<T>(body: (level: number) => T): T {
  const level = begin()
  try {
    return body(level)
  } finally {
    end()
  }
}

/** A fresh level that no transform ends: for tracers. */
export const freshLevel = (): number => ++newest

/** What leaves a transform must not carry a perturbation of one that has ended: its derivative would be wrong or lost. */
export function settled(x: Value): Value {
  if (typeof x !== 'number' && 'tangent' in x) {
    if (Number.isInteger(x.level) && !running.includes(x.level))
      fail('a dual number escaped from a derivative that has ended: return it, or keep primal(x)')
    settled((x as Dual).primal)
    settled((x as Dual).tangent)
  }
  return x
}

/** JavaScript's own arithmetic would lose the derivative in silence. */
export function native(x: Dual<number | ArrayBox>, hint?: string): string {
  if (hint === 'string') return `${x.primal} + (${x.tangent})ε` // begins as the number does: sorted as text, too, it stands in its place
  fail('a dual number met JavaScript arithmetic, which would lose its derivative: write mul(x, 2) for x * 2, less(x, 1) for x < 1, cos(x) for Math.cos(x), or primal(x) for the number')
}
