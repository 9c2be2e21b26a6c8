// Which run of a suite this is: the first, with the library as it is, or the second, with each function compiled (compiled.ts).

/** 'compiled' in the second run; the runner says so. */
export const mode: 'eager' | 'compiled' = process.env['SPEC_MODE'] === 'compiled' ? 'compiled' : 'eager'

/** The answers of the second run: by code; by functions that cannot be compiled; aside, by functions of which others were compiled. */
export const tally = { compiled: 0, eagerly: 0, aside: 0 }

/** The number of the test that is running. */
export const running = { test: 0 }

/** A test that has no second run. */
export class Uncompiled extends Error {}

/** The first line of a test that cannot hold of compiled functions, and why: the second run ends here. */
export function uncompiled(reason: string): void {
  if (mode === 'compiled') throw new Uncompiled(reason)
}

/** All of them in the first run; in the second as many, evenly spread: each costs code made anew. */
export const few = <T>(all: readonly T[], count: number): readonly T[] =>
  mode === 'eager' || all.length <= count ? all : Array.from({ length: count }, (_, i) => all[Math.floor((i + 0.5) * all.length / count)] as T)
