// Logistic and logarithmic sums: sigmoid, logit, softplus, log(eˣ − 1), log cosh, log(eˣ + eʸ); Lambert's W.

/** 1/(1 + e⁻ˣ). */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

/** The derivative of 1/(1 + e⁻ˣ), 1/(2 + eˣ + e⁻ˣ). */
export function bump(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return e / (1 + e) / (1 + e)
}

/** 1/(1 − e⁻ˣ). */
export const bose = (x: number): number => x < 0 ? Math.exp(x) / Math.expm1(x) : -1 / Math.expm1(-x)

/** log(p/(1−p)). */
export function logit(p: number): number {
  return p > 0.3 && p < 0.65 ? Math.log1p((2 * p - 1) / (1 - p)) : Math.log(p / (1 - p))
}

/** log(1 + eˣ). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

/** log(eˣ − 1), the inverse of softplus. */
export function logexpm1(x: number): number {
  return x > 1 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x))
}

/** log(1 − eˣ) for x < 0. */
export function log1mexp(x: number): number {
  return x < -Math.LN2 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x))
}

/** log(1 + x²). */
export function log1psq(x: number): number {
  return Math.abs(x) < 1e100 ? Math.log1p(x * x) : 2 * Math.log(Math.abs(x))
}

/** log cosh x. */
export function logcosh(x: number): number {
  const a = Math.abs(x)
  if (a > 1) return a - Math.LN2 + Math.log1p(Math.exp(-2 * a))
  const s = Math.sinh(0.5 * a)
  return Math.log1p(2 * s * s)
}

/** log(eˣ + eʸ). */
export function logaddexp(x: number, y: number): number {
  if (x === y) return x + Math.LN2 // ±∞ too
  const high = Math.max(x, y), low = Math.min(x, y)
  return high + Math.log1p(Math.exp(low - high))
}

const E_INVERSE = 0.36787944117144233, E_INVERSE_REST = -1.2428753672788363e-17 // 1/e to twice the precision

/** W₀(x): the w ≥ −1 with w·eʷ = x. */
export function lambertw(x: number): number {
  if (x === 0 || x === Infinity || Number.isNaN(x)) return x
  const above = (x + E_INVERSE) + E_INVERSE_REST
  if (above < 0) return above > -1e-17 ? -1 : NaN
  const p = Math.sqrt(2 * Math.E * above)
  if (p < 0.2) return branch(p)
  const l = Math.log1p(x)
  return refine(x, x < -0.2 ? -1 + p * (1 - p * (1 / 3 - p * 11 / 72)) : x < 0.5 ? x / (1 + x) : l * (1 - Math.log1p(l) / (2 + l)))
}

/** W₋₁(x), −1/e ≤ x < 0: the w ≤ −1 with w·eʷ = x. */
export function lambertwm1(x: number): number {
  if (x === 0) return -Infinity
  const above = (x + E_INVERSE) + E_INVERSE_REST
  if (!(x < 0 && above >= 0)) return x < 0 && above > -1e-17 ? -1 : NaN
  const p = -Math.sqrt(2 * Math.E * above)
  if (p > -0.2) return branch(p)
  const l = Math.log(-x), m = Math.log(-l)
  return refine(x, x < -0.2 ? -1 + p * (1 - p * (1 / 3 - p * 11 / 72)) : l - m + m / l)
}

/** W = Σ μₖ·pᵏ with p = ±√(2(ex + 1)); the coefficients by Corless et al. 1996, (4.22)–(4.24). */
function branch(p: number): number {
  let sum = 0
  for (let k = mu.length - 1; k >= 0; k--) sum = sum * p + mu[k]!
  return sum
}

const mu: readonly number[] = /* @__PURE__ */ (() => {
  const mu = [-1, 1], alpha = [2, -1]
  for (let k = 2; k < 24; k++) {
    let sum = 0
    for (let j = 2; j < k; j++) sum += mu[j]! * mu[k + 1 - j]!
    alpha[k] = sum
    mu[k] = (k - 1) / (k + 1) * (mu[k - 2]! / 2 + alpha[k - 2]! / 4) - sum / 2 - mu[k - 1]! / (k + 1)
  }
  return mu
})()

/** Fritsch's iteration (CACM 16, 1973), of fourth order, on log(x/w) − w = 0. */
function refine(x: number, w: number): number {
  for (let i = 0; i < 5; i++) {
    const ratio = x / w
    const z = (Math.abs(ratio) < 1e-300 ? Math.log(Math.abs(x)) - Math.log(Math.abs(w)) : Math.log(ratio)) - w
    const q = 2 * (1 + w) * (1 + w + 2 / 3 * z)
    const step = z / (1 + w) * (q - z) / (q - 2 * z)
    w *= 1 + step
    if (Math.abs(step) < 1e-5) break
  }
  return w
}
