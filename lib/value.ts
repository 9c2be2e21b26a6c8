// What flows, and who interprets a call: a plain number, or a Box that stands for one. No interpreter lives here.

import { fail, show } from './errors.ts'

/** Anything a primitive takes and gives: a float64, or a box (dual number, tensor, traced node) that stands for one. */
export type Value = number | Box

/**
 * An interpreter of primitives. Of the arguments of a call the box with the highest level interprets it; boxes of lower
 * levels are constants to it. Numbers and tensors stand on level 0, what a transform makes stands on a level of its own.
 */
export interface Box {
  readonly level: number
  /** how many axes the plain value beneath has; absent: none, it is a number */
  readonly rank?: number
  /** `row(this)` */
  unary(row: Unary): Value
  /** `row(x, y)`, where `this` is the argument of the highest level */
  binary(row: Binary, x: Value, y: Value): Value
  /** `row(...args, parameters)` for the verbs linear, bilinear and structural */
  call(row: Call, args: readonly Value[], parameters: unknown): unknown
  /** the chain rule's product: a tangent that is exactly 0 stays 0, also where the partial is infinite; where both are
   *  motions, of the partial and of the argument, so does the first */
  times(partial: Value, tangent: Value, both?: boolean): Value
  /** the chain rule's sum */
  plus(x: Value, y: Value): Value
  /** the plain value beneath: a number, or a tensor or node where the plain value is one */
  strip(): Value
  /** the outcome of a comparison that gave this box: a boolean, or a mask where it stands for many numbers */
  decide(): boolean | Box
  /** of a number that is not known yet: refuses to be looked at */
  known?(): never
}

/** A number, or a dual number that stands for one, however many derivatives deep. */
export type Scalar = number | Dual<number>

/**
 * Many numbers at once: a shape and a row-major Float64Array. As a tangent it may be many directions at once, called lanes:
 * then its first axis counts them, and the axes of the value that moves follow.
 */
export interface ArrayBox extends Box {
  readonly shape: readonly number[]
  readonly rank: number
  readonly data: Float64Array
  /** of a tangent: nothing moves, though it has axes */
  readonly still?: boolean
  /** `row(x, y)` and its tangent at once, where there is a faster way for these; a tangent of 0 is none */
  moved?(row: Unary | Binary, x: Value, dx: Value, y: Value, dy: Value): readonly [out: Value, tangent: Value] | undefined
  /** a tangent of a value of this shape, stretched to all of it: `[...lanes, ...shape]` */
  spread(tangent: Value): Value
  /** a tangent of a value of `rank` axes, with `missing` axes of length 1 between its lanes and those */
  align(tangent: Value, rank: number, missing: number): Value
  /** what `push` makes of each lane of a tangent of a value of `rank` axes, as lanes again */
  eachLane(tangent: Value, rank: number, push: (tangent: Value) => unknown): unknown
}

/** A tensor, or a dual number that stands for one. */
export type Tensorial = ArrayBox | Dual<ArrayBox>

/** A value in motion: primal + tangent·ε. `T` says what it stands for, never how many derivatives deep it is. */
export interface Dual<T extends number | ArrayBox = number> extends Box {
  readonly primal: T | Dual<T>
  readonly tangent: Value
}

/** A derivative rule's answer: the partial derivative, as a value made with rows, or a constant. `0` says: never moves. */
export type UnaryRule  = number | ((x: Value, out: Value) => Value)
export type BinaryRule = number | ((x: Value, y: Value, out: Value) => Value)

/** What a row tells about itself beyond value and derivative; every note is optional. */
export interface Notes {
  /** one line for the table of functions */
  readonly doc?: string
  /** where the specs sample each argument: [from, to]; default [-4, 4] */
  readonly domain?: readonly [number, number] | readonly (readonly [number, number])[]
  /** the row as JavaScript source, where the function is not a member of Math */
  readonly code?: (...args: string[]) => string
  /** the same, to within rounding, where the function itself needs the library: for programs as source */
  readonly alone?: (...args: string[]) => string
  /** where those who have the package import it from */
  readonly from?: string
  /** the row as LaTeX source */
  readonly tex?: (...args: string[]) => string
  /** of two arguments: f(x, y) = f(y, x), to the bit */
  readonly commutes?: boolean
  /** the same value with less work, where these arguments allow it, to the bit: asked when a program is recorded */
  readonly simplify?: (...args: Value[]) => Value | undefined
  /** of linear, bilinear and structural rows: leading axes beyond its own are a batch, so that lanes pass through at once;
   *  where it is absent, lanes are taken one by one */
  readonly batched?: boolean
  /** where elements go, so that lanes of which an element moves along few stay so: each element of the result is one of an
   *  argument's, or 0 ('places'); the one in the same place of an argument ('chooses'); or each element adds to number at[j] of
   *  a result of this shape */
  readonly sparse?: 'places' | 'chooses' | ((shape: readonly number[], parameters: never) => Sums)
  /** of products of whole arrays, for the same: the factors in shapes that broadcast to one another, and where each product adds to */
  readonly terms?: (a: readonly number[], b: readonly number[], parameters: never) => Sums & { readonly factors: readonly [readonly number[], readonly number[]] }
  /** of rows of one array: the result is the argument's numbers from this place on, in their order; −1: it is not */
  readonly view?: (shape: readonly number[], parameters: never) => number
  /** of structural rows: the last argument of `f` is plain data, and does not move */
  readonly parameters?: boolean
}

/** Element j adds to number at[j] of a result of this shape, or, at −1, to none. */
export interface Sums { readonly shape: readonly number[]; readonly at: ArrayLike<number> }

/** What all rows have in common. A row is callable; its name is `row.name`. */
interface Row {
  readonly name: string
  readonly notes: Notes
}

/** A row of the table made by `unary`: an elementwise function of one argument. */
export interface Unary extends Row {
  (x: number): number
  (x: Scalar): Scalar
  <A extends ArrayBox>(x: A): A
  (x: Tensorial): Tensorial
  (x: Value): Value
  readonly verb: 'unary'
  readonly f: (x: number) => number
  readonly rule: UnaryRule | undefined
}

/** A row of the table made by `binary`: an elementwise function of two arguments. */
export interface Binary extends Row {
  (x: number, y: number): number
  (x: Scalar, y: Scalar): Scalar
  <A extends ArrayBox>(x: A, y: number | A): A
  <A extends ArrayBox>(x: number, y: A): A
  (x: Tensorial, y: Scalar | Tensorial): Tensorial
  (x: Scalar | Tensorial, y: Tensorial): Tensorial
  (x: Value, y: Value): Value
  readonly verb: 'binary'
  readonly f: (x: number, y: number) => number
  readonly dx: BinaryRule | undefined
  readonly dy: BinaryRule | undefined
}

/** A row made by `linear`, `bilinear` or `structural`: a function of whole values and plain parameters. */
export interface Call extends Row {
  (...argsAndParameters: never[]): unknown
  readonly verb: 'linear' | 'bilinear' | 'structural'
  /** how many arguments are values; −1: all but the last, of which the row is linear in all together */
  readonly arity: number
  /** the value; `args` are numbers or tensors of level 0 */
  readonly f: (args: readonly Value[], parameters: never) => unknown
  /** what the tangent of argument `i` adds to the tangent of the result */
  readonly push: (i: number, tangent: Value, primals: readonly Value[], out: unknown, parameters: never) => unknown
  /** the chain rule of such a call; the row brings it along, so that programs without one need not load it */
  readonly move: (level: number, row: Call, args: readonly Value[], parameters: unknown) => unknown
}

/** Is it one of ours? */
export const isBox = (x: unknown): x is Box => typeof x === 'object' && x !== null && 'unary' in x

/** A number, or one of ours. */
export const isValue = (x: unknown): x is Value => typeof x === 'number' || isBox(x)

/** A value as it came, or one sentence that names who wanted it. */
export function value(x: unknown, who: string): Value {
  if (isValue(x)) return x
  const meant = Array.isArray(x) || ArrayBuffer.isView(x) ? '; call it on each element, or on tensor(…)' : ''
  fail(`${who} expects a number, a dual number or a tensor, and got ${show(x)}${meant}`)
}

/** The box that interprets a call on x and y: the one of the higher level. */
export const top = (x: Value, y: Value): Box =>
  typeof x === 'number' ? (y as Box) : typeof y === 'number' ? x : x.level < y.level ? y : x

/** The level of a box; numbers and tensors stand on 0. */
export const levelOf = (x: Value): number => typeof x === 'number' ? 0 : x.level

/** partial · tangent for the chain rule; an exact 0 is no motion, and is never multiplied (0·∞ is 0 here). */
export function times(partial: Value, tangent: Value, both?: boolean): Value {
  if (tangent === 0 || both && partial === 0) return 0
  if (partial === 1) return tangent
  if (typeof partial === 'number' && typeof tangent === 'number') return partial * tangent
  return top(partial, tangent).times(partial, tangent, both)
}

/** x + y for the chain rule. */
export function plus(x: Value, y: Value): Value {
  if (x === 0) return y
  if (y === 0) return x
  if (typeof x === 'number' && typeof y === 'number') return x + y
  return top(x, y).plus(x, y)
}

/**
 * The plain value beneath a dual number, however many derivatives deep: what `if` and `while` look at.
 *
 * @example primal(3) // 3
 */
export function primal(x: Scalar): number
export function primal(x: Tensorial): ArrayBox
export function primal(x: Value): Value
export function primal(x: Value): Value {
  if (typeof x === 'number') return x
  const plain = value(x, 'primal') && x.strip()
  return typeof plain === 'number' ? plain : plain.known?.() ?? plain
}
