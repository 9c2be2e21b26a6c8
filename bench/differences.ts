// Central differences as one writes them down: the competitor that everybody has. With the steps that balance truncation and rounding.

const FIRST = Number.EPSILON ** (1 / 3), SECOND = Number.EPSILON ** (1 / 4)

const stepAt = (x: number, h: number): number => h * Math.max(1, Math.abs(x))

export const centralDerivative = (f: (x: number) => number) => (x: number): number => {
  const h = stepAt(x, FIRST)
  return (f(x + h) - f(x - h)) / (2 * h)
}

export const centralSecond = (f: (x: number) => number) => (x: number): number => {
  const h = stepAt(x, SECOND)
  return (f(x + h) - 2 * f(x) + f(x - h)) / (h * h)
}

export const centralGradient = (f: (x: readonly number[]) => number) => (x: readonly number[]): number[] => {
  const y = x.slice()
  return x.map((xi, i) => {
    const h = stepAt(xi, FIRST)
    y[i] = xi + h
    const up = f(y)
    y[i] = xi - h
    const down = f(y)
    y[i] = xi
    return (up - down) / (2 * h)
  })
}

export const centralJacobian = (f: (x: readonly number[]) => number[]) => (x: readonly number[]): number[][] => {
  const y = x.slice()
  const columns = x.map((xi, j) => {
    const h = stepAt(xi, FIRST)
    y[j] = xi + h
    const up = f(y)
    y[j] = xi - h
    const down = f(y)
    y[j] = xi
    return up.map((u, i) => (u - down[i]!) / (2 * h))
  })
  return columns[0]!.map((_, i) => columns.map(column => column[i]!))
}

export const centralHessian = (f: (x: readonly number[]) => number) => (x: readonly number[]): number[][] => {
  const n = x.length, y = x.slice(), H = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const at = (i: number, hi: number, j: number, hj: number): number => {
    y[i] = y[i]! + hi
    y[j] = y[j]! + hj
    const value = f(y)
    y[i] = x[i]!
    y[j] = x[j]!
    return value
  }
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const hi = stepAt(x[i]!, SECOND), hj = stepAt(x[j]!, SECOND)
      H[i]![j] = H[j]![i] = (at(i, hi, j, hj) - at(i, hi, j, -hj) - at(i, -hi, j, hj) + at(i, -hi, j, -hj)) / (4 * hi * hj)
    }
  return H
}
