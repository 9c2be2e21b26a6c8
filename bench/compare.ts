// Is a result right? Numbers in any structure against those of the hand-written derivative. No clock here.

/** All numbers in a structure, in order. */
export function numbers(y: unknown): number[] {
  if (typeof y === 'number') return [y]
  if (ArrayBuffer.isView(y)) return Array.from(y as Float64Array)
  if (typeof y === 'object' && y !== null && 'data' in y && y.data instanceof Float64Array) return Array.from(y.data)
  return typeof y === 'object' && y !== null ? Object.values(y).flatMap(numbers) : [NaN]
}

/** What is wrong with a result, in a few words; nothing where each number is right to the tolerance, small ones by the largest. */
export function disagreement(got: unknown, want: unknown, tolerance: number): string | undefined {
  const a = numbers(got), b = numbers(want)
  if (a.length !== b.length) return `${a.length} numbers, not ${b.length}`
  const largest = b.reduce((m, x) => Math.max(m, Math.abs(x)), 0)
  const i = a.findIndex((x, i) => !(Math.abs(x - b[i]!) <= tolerance * Math.max(largest, 1e-3)))
  return i < 0 ? undefined : `number ${i} is ${a[i]}, not ${b[i]}`
}

/** The largest difference of a number from what it should be, in parts of the largest; ∞ where they cannot be compared. */
export function deviation(got: unknown, want: unknown): number {
  const a = numbers(got), b = numbers(want)
  if (a.length !== b.length || a.some(Number.isNaN)) return Infinity
  const largest = b.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-3)
  return a.reduce((m, x, i) => Math.max(m, Math.abs(x - b[i]!) / largest), 0)
}
