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
