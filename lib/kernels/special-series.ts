// Truncated Taylor series in two variables, for functions whose derivative in a parameter has no formula of its own.

/**
 * Coefficients c[i·(n+1) + j] of sⁱtʲ, i ≤ m, j ≤ n. One variable is the case n = 0.
 */
export type Series = Float64Array

/** Arithmetic of series to orders (m, n). */
export function seriesArithmetic(m: number, n: number) {
  const width = n + 1, size = (m + 1) * width

  const constant = (value: number): Series => {
    const c = new Float64Array(size)
    c[0] = value
    return c
  }

  /** value + ds·s + dt·t */
  const affine = (value: number, ds: number, dt = 0): Series => {
    const c = constant(value)
    if (m > 0) c[width] = ds
    if (n > 0) c[1] = dt
    return c
  }

  const add = (x: Series, y: Series): Series => x.map((value, k) => value + y[k]!)
  const scale = (factor: number, x: Series): Series => x.map(value => factor * value)

  const mul = (x: Series, y: Series): Series => {
    const c = new Float64Array(size)
    for (let i = 0; i <= m; i++)
      for (let j = 0; j <= n; j++) {
        let sum = 0
        for (let p = 0; p <= i; p++)
          for (let q = 0; q <= j; q++) sum += x[p * width + q]! * y[(i - p) * width + j - q]!
        c[i * width + j] = sum
      }
    return c
  }

  const div = (x: Series, y: Series): Series => {
    const c = new Float64Array(size)
    for (let i = 0; i <= m; i++)
      for (let j = 0; j <= n; j++) {
        let sum = x[i * width + j]!
        for (let p = 0; p <= i; p++)
          for (let q = 0; q <= j; q++) sum -= c[p * width + q]! * y[(i - p) * width + j - q]!
        c[i * width + j] = sum / y[0]!
      }
    return c
  }

  /** exp of a series without constant term: Σ xᵏ/k!, which ends at order m + n. */
  const exp = (x: Series): Series => {
    let power = constant(1), sum = constant(1)
    for (let k = 1; k <= m + n; k++) {
      power = scale(1 / k, mul(power, x))
      sum = add(sum, power)
    }
    return sum
  }

  /** m!·n! times the last coefficient: the derivative of order (m, n). */
  const derivative = (x: Series): number => {
    let value = x[size - 1]!
    for (let k = 2; k <= m; k++) value *= k
    for (let k = 2; k <= n; k++) value *= k
    return value
  }

  return { constant, affine, add, scale, mul, div, exp, derivative }
}
