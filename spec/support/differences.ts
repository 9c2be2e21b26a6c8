// Derivatives by finite differences with an error estimate: Ridders' extrapolation, independent of everything in lib/.

/** f′(x) and an estimate of its error: central differences with shrinking steps, extrapolated (Ridders 1982; Numerical Recipes 5.7). */
export function difference(f: (x: number) => number, x: number, step = 0.01 * Math.max(Math.abs(x), 0.1)): { value: number; error: number } {
  const shrink = 1.4, rows = 10, table: number[][] = []
  let best = { value: NaN, error: Infinity }
  for (let i = 0, h = step; i < rows; i++, h /= shrink) {
    const up = x + h, down = x - h
    const line = [(f(up) - f(down)) / (up - down)]
    let factor = shrink * shrink
    for (let j = 1; j <= i; j++, factor *= shrink * shrink) {
      line[j] = (line[j - 1]! * factor - table[i - 1]![j - 1]!) / (factor - 1)
      const error = Math.max(Math.abs(line[j]! - line[j - 1]!), Math.abs(line[j]! - table[i - 1]![j - 1]!))
      if (error < best.error) best = { value: line[j]!, error }
    }
    table.push(line)
  }
  return best
}
