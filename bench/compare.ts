// Is a result right? Numbers in any structure against those of the hand-written derivative. No clock here.

/** All numbers in a structure, in order. */
export function numbers(y: unknown): number[] {
  if (typeof y === 'number') return [y]
  if (ArrayBuffer.isView(y)) return Array.from(y as Float64Array)
  if (typeof y === 'object' && y !== null && 'data' in y && y.data instanceof Float64Array) return Array.from(y.data)
  return typeof y === 'object' && y !== null ? Object.values(y).flatMap(numbers) : [NaN]
}

type Column = ArrayLike<number>

/** The same without copies of what is large. */
function columns(y: unknown): readonly Column[] {
  if (y instanceof Float64Array || y instanceof Float32Array) return [y]
  if (typeof y !== 'object' || y === null || ArrayBuffer.isView(y)) return [numbers(y)]
  if ('data' in y && y.data instanceof Float64Array) return [y.data]
  const parts = Object.values(y)
  return parts.every(part => typeof part === 'number') ? [parts] : parts.flatMap(columns)
}

const count = (all: readonly Column[]): number => all.reduce((sum, { length }) => sum + length, 0)

const largest = (all: readonly Column[]): number => {
  let most = 0
  for (const column of all) for (let i = 0; i < column.length; i++) most = Math.max(most, Math.abs(column[i]!))
  return most
}

/** Each number with the one at its place, until one of them will do. */
function pairwise(one: readonly Column[], other: readonly Column[], visit: (a: number, b: number, i: number) => boolean): void {
  let at = 0, j = 0, i = 0
  for (const column of one)
    for (let k = 0; k < column.length; k++, j++, i++) {
      for (; j === other[at]!.length; j = 0) at++
      if (visit(column[k]!, other[at]![j]!, i)) return
    }
}

/** What is wrong with a result, in a few words; nothing where each number is right to the tolerance, small ones by the largest. */
export function disagreement(got: unknown, want: unknown, tolerance: number): string | undefined {
  const a = columns(got), b = columns(want)
  if (count(a) !== count(b)) return `${count(a)} numbers, not ${count(b)}`
  const allowed = tolerance * Math.max(largest(b), 1e-3)
  let wrong: string | undefined
  pairwise(a, b, (x, y, i) => {
    if (!(Math.abs(x - y) <= allowed)) wrong = `number ${i} is ${x}, not ${y}`
    return wrong !== undefined
  })
  return wrong
}

/** The largest difference of a number from what it should be, in parts of the largest; ∞ where they cannot be compared. */
export function deviation(got: unknown, want: unknown): number {
  const a = columns(got), b = columns(want), scale = Math.max(largest(b), 1e-3)
  if (count(a) !== count(b)) return Infinity
  let error = 0
  pairwise(a, b, (x, y) => {
    error = x !== x ? Infinity : Math.max(error, Math.abs(x - y) / scale)
    return error === Infinity
  })
  return error
}
