// Machine: what a back-end must offer, whatever it makes code of: JavaScript, a small interpreter, later WebAssembly.

import type { Program } from './paths.ts'

/** What the code does where it does not know the way: other arguments than it was made for, or a test's other outcome. */
export type Other = (...args: unknown[]) => unknown

/** How a result is written into what the caller gives: one after another, or leaf by leaf into the same structure. */
export type Target = 'flat' | 'mirror'

/** Columns stand where numbers stood: `true` for a leaf that is an array of points, `false` for one number for all. */
export type Columns = readonly boolean[]

/** Runs points `from` … `to` of the columns, and says how far it came: `to`, or the point whose way it does not know. */
export type Sweep = (from: number, to: number, inputs: readonly ArrayLike<number>[], outputs: readonly Float64Array[]) => number

/** A back-end. */
export interface Machine {
  readonly name: string
  /** (...args) → result */
  call(program: Program, other: Other): Other
  /** the same for the first `calls`, made in little time; then it asks `later`. Nothing where that would not pay */
  draft?(program: Program, calls: number, other: Other, later: Other): Other | undefined
  /** (out, ...args) → out */
  into(program: Program, target: Target, other: Other): Other
  /** a loop over columns */
  sweep(program: Program, columns: Columns): Sweep
}
