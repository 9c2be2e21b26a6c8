// Special functions as plain numbers, against mpmath: reference/special_values.py says how the values were made.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as bessel from '../lib/kernels/special-bessel.ts'
import * as modified from '../lib/kernels/special-bessel-modified.ts'
import * as densities from '../lib/kernels/special-densities.ts'
import * as error from '../lib/kernels/special-error.ts'
import * as gammas from '../lib/kernels/special-gamma.ts'
import * as incomplete from '../lib/kernels/special-incomplete.ts'
import * as integrals from '../lib/kernels/special-integrals.ts'
import * as logistic from '../lib/kernels/special-logistic.ts'
import * as numeric from '../lib/kernels/special-numeric.ts'
import * as trigonometric from '../lib/kernels/special-trigonometric.ts'
import * as zetas from '../lib/kernels/special-zeta.ts'
import { reference } from './support/reference.ts'

type Kernel = (...args: number[]) => number
type Data = { functions: Record<string, (number | string)[][]> }

const kernels = {
  ...bessel, ...modified, ...densities, ...error, ...gammas, ...incomplete, ...integrals, ...logistic, ...trigonometric, ...zetas,
} as unknown as Record<string, Kernel>

/** The distance of neighbouring doubles at x. */
function ulp(x: number): number {
  const a = Math.abs(x)
  if (a < 2 ** -1021) return 2 ** -1074
  const power = 2 ** Math.floor(Math.log2(a))
  return (power > a ? power / 2 : power) * 2 ** -52
}

// Ulps allowed where the function is well conditioned; what its condition number κ (stated with each point) makes of half an
// ulp in the arguments is allowed besides, four times over. Most stay below 4.
const allowed: Record<string, number> = {
  beta: 12, betainc: 11, betaDensity: 7, besselj: 6, bessely: 6, binomial: 5, ellipkDerivative: 6, ellipeDerivative: 6,
  gammaincDerivative: 16, gammainccDerivative: 16, betaincDerivative: 12, zetaDerivative: 5,
}

const values = suite('values')

for (const [name, points] of Object.entries(reference<Data>('special_values').functions)) {
  values(`${name}: ${points.length} points`, () => {
    const f = kernels[name]!
    for (const point of points) {
      const args = point.slice(0, -2).map(Number)
      const [want, condition] = point.slice(-2).map(Number) as [number, number]
      const got = f(...args)
      const limit = ((allowed[name] ?? 4) + 4 * condition) * ulp(want)
      assert.ok(got === want || Math.abs(got - want) <= limit,
        `${name}(${args.join(', ')}) is ${got}, not ${want}: ${(Math.abs(got - want) / ulp(want)).toFixed(1)} ulp, κ = ${condition}`)
    }
  })
}

values.run()

const ends = suite('ends')

/** Where the whole line maps to: at −∞, −0, 0, 1, ∞; NaN stands for "no value". */
const atEnds: Record<string, [number, number, number, number, number]> = {
  erf:          [-1,        -0,        0,         0.8427007929497148, 1],
  erfc:         [2,         1,         1,         0.15729920705028513, 0],
  erfcx:        [Infinity,  1,         1,         0.427583576155807, 0],
  erfinv:       [NaN,       -0,        0,         Infinity,  NaN],
  erfcinv:      [NaN,       Infinity,  Infinity,  0,         NaN],
  normcdf:      [0,         0.5,       0.5,       0.8413447460685429, 1],
  normpdf:      [0,         0.3989422804014327, 0.3989422804014327, 0.24197072451914337, 0],
  normquantile: [NaN,       -Infinity, -Infinity, Infinity,  NaN],
  erfi:         [-Infinity, -0,        0,         1.6504257587975428, Infinity],
  gamma:        [NaN,       -Infinity, Infinity,  1,         Infinity],
  lgamma:       [Infinity,  Infinity,  Infinity,  0,         Infinity],
  digamma:      [NaN,       Infinity,  -Infinity, -0.5772156649015329, Infinity],
  factorial:    [NaN,       1,         1,         1,         Infinity],
  lambertw:     [NaN,       -0,        0,         0.5671432904097838, Infinity],
  logit:        [NaN,       -Infinity, -Infinity, Infinity,  NaN],
  sigmoid:      [0,         0.5,       0.5,       0.7310585786300049, 1],
  softplus:     [0,         Math.LN2,  Math.LN2,  1.3132616875182228, Infinity],
  logexpm1:     [NaN,       -Infinity, -Infinity, 0.541324854612918, Infinity],
  logcosh:      [Infinity,  0,         0,         0.4337808304830272, Infinity],
  sinpi:        [NaN,       -0,        0,         0,         NaN],
  cospi:        [NaN,       1,         1,         -1,        NaN],
  expint:       [NaN,       Infinity,  Infinity,  0.21938393439552029, 0],
  ei:           [-0,        -Infinity, -Infinity, 1.8951178163559368, Infinity],
  si:           [-Math.PI / 2, -0,     0,         0.9460830703671831, Math.PI / 2],
  ci:           [NaN,       -Infinity, -Infinity, 0.33740392290096816, -0],
  zeta:         [NaN,       -0.5,      -0.5,      NaN,       1],
  besselj0:     [0,         1,         1,         0.7651976865579666, 0],
  bessely0:     [NaN,       -Infinity, -Infinity, 0.08825696421567697, 0],
}

for (const [name, wanted] of Object.entries(atEnds)) {
  ends(`${name} at NaN, −∞, ±0, 1, ∞`, () => {
    const f = kernels[name]!
    assert.ok(Number.isNaN(f(NaN)), 'NaN in, NaN out')
    for (const [i, x] of [-Infinity, -0, 0, 1, Infinity].entries()) {
      const got = f(x), want = wanted[i]!
      assert.ok(Object.is(got, want) || Math.abs(got - want) <= 4 * ulp(want), `${name}(${x}) is ${got}, not ${want}`)
    }
  })
}

ends('families at 0, at poles and at ∞', () => {
  const { polygamma, besselj, bessely } = kernels as Record<string, Kernel> as { [K in 'polygamma' | 'besselj' | 'bessely']: Kernel }
  assert.equal([polygamma(1, -2), polygamma(2, -2), polygamma(1, Infinity), polygamma(1.5, 2)], [Infinity, NaN, 0, NaN])
  assert.equal([polygamma(2, 0), polygamma(2, -0), polygamma(3, -0)], [-Infinity, Infinity, Infinity])
  assert.equal([0.5, 1, 2].map(a => zetas.hurwitzDerivative(0, Infinity, a)), [Infinity, 1, 0])
  assert.equal([gammas.beta(-0.5, -1.5), gammas.beta(-2, 1)], [0, NaN])
  assert.equal([besselj(3, 0), besselj(0, Infinity), bessely(2, 0), bessely(2, -1), besselj(0.5, 1)], [0, 0, -Infinity, NaN, NaN])
  assert.equal([modified.besseli(0, Infinity), modified.besseli(1, -Infinity), modified.besselk(0, 0), modified.besselk(0, Infinity)], [Infinity, -Infinity, Infinity, 0])
  assert.equal([incomplete.gammainc(2, 0), incomplete.gammainc(2, Infinity), incomplete.gammaincc(2, 1e300), incomplete.gammainc(2, -1)], [0, 1, 0, NaN])
  for (const a of [1e24, 1e40, 1e300]) // so narrow that float64 hardly has a number on the slope, or none
    for (const half of [incomplete.gammainc(a, a), incomplete.gammaincc(a, a), incomplete.betainc(0.5, a, a)]) assert.ok(Math.abs(half - 0.5) < 1e-4, `½ at ${a}: ${half}`)
  assert.ok(Math.abs(incomplete.betainc(1e-294, 1e6, 1e300) - 0.500132980760901) < 1e-14)
  assert.equal([incomplete.betainc(0.5, 1e6, 1e300), incomplete.betainc(1e-300, 1e6, 1e300), incomplete.betaincDerivative(1, 0, 0.5, 1e6, 1e300)], [1, 0, 0])
  assert.equal([incomplete.betainc(0, 2, 3), incomplete.betainc(1, 2, 3), incomplete.betainc(1.5, 2, 3)], [0, 1, NaN])
  assert.equal([trigonometric.sincDerivative(0, 0), trigonometric.sincDerivative(0, Infinity), trigonometric.sincPiDerivative(0, 7)], [1, 0, 0])
  assert.equal([zetas.zeta(-4), zetas.zetaDerivative(1, 1), zetas.zeta(-1e300)], [0, -Infinity, 0])
  assert.equal([gammas.binomial(5, 7), gammas.binomial(5, -1), gammas.binomial(60, 30), gammas.factorial(20)], [0, 0, 118264581564861424, 2432902008176640000])
})

ends.run()

const identities = suite('identities')

identities('log Γ(1+x), log(1+x) − x and exp(x²) keep their digits near 0 and far out', () => {
  const { expSquare, lgamma1p, log1pmx } = numeric
  assert.ok(Math.abs(lgamma1p(1e-10) / -5.7721566481928616e-11 - 1) < 4e-16)
  assert.ok(Math.abs(log1pmx(1e-8) / -4.999999966666667e-17 - 1) < 4e-16)
  assert.ok(Math.abs(expSquare(-1, 20.1) / 3.4728527242717995e-176 - 1) < 4e-16)
})

identities('what is left of 1', () => {
  for (const [a, x] of [[0.3, 0.2], [3, 2], [3, 9], [50, 45], [500, 520]] as const)
    assert.ok(Math.abs(incomplete.gammainc(a, x) + incomplete.gammaincc(a, x) - 1) < 4e-16, `P + Q at ${a}, ${x}`)
  for (const [x, a, b] of [[0.25, 2, 3], [0.75, 0.3, 0.2], [0.5, 40, 30]] as const)
    assert.ok(Math.abs(incomplete.betainc(x, a, b) + incomplete.betainc(1 - x, b, a) - 1) < 4e-16, `I at ${x}, ${a}, ${b}`)
})

identities('the incomplete beta function where x is small and b large: all digits of 1 − x are in x (mpmath, rounded once)', () => {
  for (const [x, a, b, want] of [
    [1.2e-16, 1,   2e16, 0.90928204671058751], [2e-13, 1, 1e13, 0.86466471676341438], [5e-20,  1,   1e20,  0.99326205300091453], [0.6,    0.9,   1e280, 1],
    [3e-12,   1.5, 1e12, 0.888389774905798], [2.5e-6, 1.5, 1e6, 0.82820340489012823], [3e-7, 2e291, 0.03, 0], [0.3, 5e-324, 1, 1], [1e-20, 1e-200, 1e20, 1], [0.5, 1e308, 1e308, 0.5],
  ] as const)
    assert.ok(Math.abs(incomplete.betainc(x, a, b) - want) <= 8 * ulp(want), `betainc(${x}, ${a}, ${b}) is ${incomplete.betainc(x, a, b)}, not ${want}`)
})

identities('every Bessel function ends, whatever it is given', () => {
  const absurd = [0, -0, 0.5, 1, 3, -2, 1e6, 1e15, -1e300, 1e300, 5e-324, Infinity, -Infinity, NaN]
  const grid = (arity: number): number[][] => arity === 0 ? [[]] : absurd.flatMap(x => grid(arity - 1).map(rest => [x, ...rest]))
  for (const name of ['besselj', 'bessely', 'besseli', 'besselk', 'beta', 'lbeta', 'binomial', 'logaddexp', 'zeta', 'erf', 'lgamma', 'gamma', 'expint', 'si', 'ci'])
    for (const args of grid((kernels[name] as Kernel).length)) assert.type(kernels[name]!(...args), 'number', `${name}(${args})`)
  assert.equal([bessel.besselj(1e300, 2), modified.besseli(-1e300, 0), bessel.bessely(1e9, 3), bessel.besselj(1e9, 1e10)], [0, 0, -Infinity, NaN])
})

identities('every incomplete function ends, whatever it is given, and to every order', () => {
  const sizes = [0, 5e-324, 4e-323, 1e-310, 1e-20, 0.4, 1, 1 - 2 ** -53, 20, 150, 199, 1e15, 1e300, Infinity, NaN], parts = sizes.filter(x => !(x > 1))
  for (const n of [0, 1, 2, 3])
    for (const a of sizes)
      for (const x of sizes)
        for (const f of [incomplete.gammaincDerivative, incomplete.gammainccDerivative]) assert.type(f(n, a, x), 'number')
  for (const [m, n] of [[0, 0], [1, 0], [0, 1]] as const)
    for (const a of sizes) for (const b of sizes) for (const x of parts) assert.type(incomplete.betaincDerivative(m, n, x, a, b), 'number')
  for (const a of [20, 150, 199])
    for (const x of [5e-324, 4e-323, 1e-310])
      for (const n of [1, 2, 3]) assert.equal([incomplete.gammaincDerivative(n, a, x), incomplete.gammainccDerivative(n, a, x)], [0, -0], `P and Q at ${a}, ${x}`)
})

identities.run()
