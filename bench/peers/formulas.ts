// The workloads as text, for the peers that differentiate formulas. Which of them they can is their business.

export const formula = '(exp(-0.3*x)*sin(2*x + 1)/(1 + x^2) + log(1 + x^2)*cos(x) - sqrt(x + 3)*atan(x))*x + x'

export const price = (normcdf: (x: string) => string): string => {
  const d1 = '(log(S/K) + (r + 0.5*v^2)*T)/(v*sqrt(T))'
  return `S*${normcdf(d1)} - K*exp(-r*T)*${normcdf(`${d1} - v*sqrt(T)`)}`
}

export const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `x${i}`)

export const rosenbrock = (n: number): string =>
  names(n - 1).map((x, i) => `100*(x${i + 1} - ${x}^2)^2 + (1 - ${x})^2`).join(' + ')

export const dense = (i: number, n: number): string => names(n).map(x => `sin(x${i}*${x})`).join(' + ')

export const logSumExp = (n: number): string => `log(${names(n).map(x => `exp(${x})`).join(' + ')})`

export const wave = 'sin(x)*exp(-x^2/2) + sqrt(1 + x^2)'

export const quotient = '(x^2 + 3*x)/(1 + x^2)'

/** The i-th velocity of the Brusselator of N points: u is x0 … , v is x(N) … */
export function brusselator(i: number, N: number): string {
  const first = i < N, at = first ? i : i - N, edge = first ? 1 : 3, u = `x${at}`, v = `x${N + at}`, here = `x${i}`
  const diffusion = `${(N + 1) ** 2 / 50}*(${at > 0 ? `x${i - 1}` : edge} - 2*${here} + ${at + 1 < N ? `x${i + 1}` : edge})`
  return `${first ? `1 + ${u}^2*${v} - 4*${u}` : `3*${u} - ${u}^2*${v}`} + ${diffusion}`
}

/** The variables of a formula, by number. */
export const variablesOf = (text: string): number[] => [...new Set([...text.matchAll(/\bx(\d+)/g)].map(([, i]) => Number(i)))]

export const growing = 'sin(x)*exp(x/2)'
