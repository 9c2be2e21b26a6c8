// Structures: arrays and objects of values, to any depth. Read into leaves, rebuilt from leaves, and their types.

import { pair, settled, spread } from '../dual.ts'
import { fail, show } from '../errors.ts'
import type { Tensor } from '../tensor.ts'
import type { ArrayBox, Box, Dual, Scalar, Tensorial, Value } from '../value.ts'
import { isBox, isValue } from '../value.ts'

/** An array of scalars whose first elements are known to be there. */
export type Scalars = Scalar[] & {
  0: Scalar; 1: Scalar; 2: Scalar; 3: Scalar; 4: Scalar; 5: Scalar; 6: Scalar; 7: Scalar; 8: Scalar; 9: Scalar
}

/** The arguments of a function that states no types: the first may be used as a scalar, or as an array of scalars. */
export type Unstated = readonly [Scalar & Scalars, ...Scalar[]]

/** The arguments a function states. */
export type Args = readonly unknown[]

type IsUnstated<A> = A extends readonly [infer X, ...unknown[]] ? Box extends X ? false : X extends Unstated[0] ? true : false : false

/** What a structure becomes when its leaves are plain: `Scalar[]` → `number[]`, `{ a: Scalar }` → `{ a: number }`. */
export type Plain<S> = Box extends S ? number : S extends Scalars ? number[] : S extends Dual<infer T> ? T : S extends number ? number
  : S extends Tensorial ? S : S extends (...args: never[]) => unknown ? S
  : S extends object ? { [K in keyof S]: Plain<S[K]> } : S

/** The plain point of a function of these arguments: the structure it takes, or an array for several scalars. */
export type Point<A>  = IsUnstated<A> extends true ? number[] : A extends readonly [infer X] ? Plain<X> : number[]

/** The same, of scalars: for derivatives within derivatives. */
export type Moving<A> = IsUnstated<A> extends true ? Scalar[] : A extends readonly [infer X] ? Box extends X ? Scalar : X : Scalar[]

/** Arrays that may be given where a function sees a tensor, known by how they look: typed arrays, and those of ml-matrix, mathjs, ndarray, stdlib. */
export type Arrays = Float64Array | Float32Array | ArrayBox | { readonly rows: number; readonly columns: number; to2DArray(): number[][] }
  | { readonly isDenseMatrix: true } | { readonly shape: readonly number[]; readonly offset: number; get(...index: number[]): unknown }

type GivenFor<S> = S extends Tensorial ? Arrays : S extends Scalar ? number : S extends object ? { [K in keyof S]: GivenFor<S[K]> } : S

/** The point of a function of these arguments with arrays of any kind for tensors: what comes out is of their kind. */
export type Given<A> = IsUnstated<A> extends true ? Arrays : A extends readonly [infer X] ? GivenFor<X> : never

/** The same for a function of several structures or tensors, one after the other. */
export type GivenAll<A extends Args> = IsUnstated<A> extends true ? never : A extends readonly [unknown, unknown, ...unknown[]] ? readonly [...{ [K in keyof A]: GivenFor<A[K]> }] : never

/** The derivative of a structure `Y` by a structure `X`: `Y` with an `X` at every number, `[output, input]`. */
export type Jacobian<Y, X> = Y extends Tensorial ? X extends number[] | Float64Array | Float32Array | ArrayBox ? Tensor : X
  : Y extends Scalar ? X : Y extends object ? { [K in keyof Y]: Jacobian<Y[K], X> } : X

/** A structure: what it is made of is found when it is read. */
export type Structure = unknown

/** Rebuilds a structure leaf by leaf; `path` names the leaf in errors, such as `.a[1]`. */
export function mapLeaves(x: Structure, f: (leaf: Value, path: string) => unknown, who: string, path = ''): Structure {
  if (isValue(x)) return f(x, path)
  if (Array.isArray(x)) {
    const y: unknown[] = [], named = f.length > 1 // paths are made where they are asked for: they would cost more than all the rest
    for (let i = 0; i < x.length; i++) {
      const xi: unknown = x[i]
      y.push(isValue(xi) ? f(xi, named ? `${path}[${i}]` : '') : mapLeaves(xi, f, who, `${path}[${i}]`))
    }
    return y
  }
  if (isRecord(x)) return Object.fromEntries(Object.entries(x).map(([key, xi]) => [key, mapLeaves(xi, f, who, `${path}.${key}`)]))
  fail(`${who} expects numbers, or arrays and objects of numbers; ${path === '' ? '' : `at ${path} `}it got ${show(x)}${typeof x === 'object' && x !== null && Object.keys(x).length > 0 ? '; perhaps { ...x }' : ''}`)
}

/** The leaves of a structure in order; an empty structure is refused, for nothing in it can move. */
export function leavesOf(x: Structure, who: string): Value[] {
  const leaves: Value[] = []
  mapLeaves(x, leaf => leaves.push(leaf), who)
  if (leaves.length === 0) fail(`${who} expects at least one number to differentiate by, and got ${show(x)}`)
  return leaves
}

/** The structure of `like` with these leaves. */
export function rebuild(like: Structure, leaves: readonly unknown[], who: string): Structure {
  let i = 0
  return mapLeaves(like, () => leaves[i++], who)
}

/** What two structures that must be alike are called. */
interface Likeness { readonly expects: string; readonly mine: string; readonly are: 'are' | 'is'; readonly theirs: string; readonly one: string; readonly other: string }
const TANGENTS: Likeness = { expects: 'tangents of the same shape as the primals', mine: 'the primals', are: 'are', theirs: 'the tangents', one: 'the primal', other: 'the tangent' }
/** The result of a function that must have the shape of what it is given. */
export const RESULTS: Likeness = { expects: 'a function whose result has the shape of what it is given', mine: 'what it is given', are: 'is', theirs: 'its results', one: 'what it is given', other: 'the result' }

/** The leaves of `tangents`, which must have the structure of `primals`: by key, in the order of the primals. */
export function leavesLike(primals: Structure, tangents: Structure, who: string, words: Likeness = TANGENTS, path = ''): Value[] {
  const at = path === '' ? '' : ` at ${path}`
  if (isValue(primals)) {
    if (isValue(tangents)) return [tangents]
    fail(`${who} expects ${words.expects}; ${at === '' ? '' : `${at.slice(1)} `}${words.one} is ${typeof primals === 'number' ? 'a number' : show(primals)} and ${words.other} is ${show(tangents)}`)
  }
  const mine = entries(primals), theirs = entries(tangents)
  if (mine === undefined || theirs === undefined || Array.isArray(primals) !== Array.isArray(tangents)
    || mine.length !== theirs.length || mine.some(([key]) => !theirs.some(([other]) => other === key)))
    fail(`${who} expects ${words.expects}; ${words.mine}${at} ${words.are} ${show(primals)}, ${words.theirs} ${show(tangents)}`)
  const step = Array.isArray(primals) ? (key: string) => `${path}[${key}]` : (key: string) => `${path}.${key}`
  return mine.flatMap(([key, x]) => leavesLike(x, (tangents as Record<string, unknown>)[key], who, words, step(key)))
}

const entries = (x: unknown): [string, unknown][] | undefined =>
  Array.isArray(x) ? Array.from(x, (xi: unknown, i) => [String(i), xi]) : isRecord(x) ? Object.entries(x) : undefined

/** A plain object, to be read key by key. */
export const isRecord = (x: unknown): x is Record<string, unknown> => {
  if (typeof x !== 'object' || x === null || isBox(x)) return false
  const prototype: unknown = Object.getPrototypeOf(x)
  return prototype === Object.prototype || prototype === null
}

// ── what leaves a transform ─────────────────────────────────────────────────────────────────────────────────────────

/** Primal and tangent of one returned leaf at a level; duals made by hand that lie above it are looked through. */
export function splitAt(y: Value, level: number): { primal: Value; tangent: Value } {
  if (typeof y === 'number') return { primal: y, tangent: 0 }
  settled(y)
  if (y.level === level) return { primal: (y as Dual).primal, tangent: spread((y as Dual).tangent, (y as Dual).primal) }
  if (y.level < level || !('tangent' in y)) return { primal: y, tangent: spread(0, y) }
  const inner = splitAt((y as Dual).primal, level), outer = splitAt((y as Dual).tangent, level)
  return { primal: pair(y.level, inner.primal, outer.primal), tangent: pair(y.level, inner.tangent, outer.tangent) }
}

/** A returned structure, or the sentence that says what was returned instead. */
export function returned(y: unknown, who: string): unknown {
  if (y === undefined || y instanceof Promise)
    fail(`${who} expects a function that returns its result at once; it returned ${show(y)}: ${y === undefined ? 'is a return missing?' : 'await the data first'}`)
  return y
}
