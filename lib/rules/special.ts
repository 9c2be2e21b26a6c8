// THE TABLE, special functions: error functions, gamma and beta, incomplete integrals, Bessel, zeta, logistic, and their kin.

import * as betaKernels from '../kernels/special-beta.ts'
import * as bessel from '../kernels/special-bessel.ts'
import * as modified from '../kernels/special-bessel-modified.ts'
import * as densities from '../kernels/special-densities.ts'
import * as error from '../kernels/special-error.ts'
import * as gammas from '../kernels/special-gamma.ts'
import * as incomplete from '../kernels/special-incomplete.ts'
import * as integrals from '../kernels/special-integrals.ts'
import * as logistic from '../kernels/special-logistic.ts'
import { log1pmx as log1pmxOf } from '../kernels/special-numeric.ts'
import * as trigonometric from '../kernels/special-trigonometric.ts'
import * as zetas from '../kernels/special-zeta.ts'
import { broadcastTo, sizeOf } from '../kernels/broadcast.ts'
import { binary as hiddenBinary, structural, unary as hiddenUnary } from '../primitive.ts'
import { arrayOf, joined, Tensor } from '../tensor.ts'
import type { Binary, Notes, Scalar, Unary, Value } from '../value.ts'
import { times } from '../value.ts'
import { add, div, mul, neg, over, square, sub } from './arithmetic.ts'
import { exp, tanh } from './elementary.ts'
import { eq, lt, where } from './logic.ts'

// Programs as source import what they need of these; hidden rows have no name outside.
const unary: typeof hiddenUnary = (name, f, rule, notes) => hiddenUnary(name, f, rule, { from: 'pushforward/special', ...notes })
const binary: typeof hiddenBinary = (name, f, dx, dy, notes) => hiddenBinary(name, f, dx, dy, { from: 'pushforward/special', ...notes })

// Derivatives that cancel when made of the function itself (erfcx′ = 2x·erfcx − 2/√π, sinc′ = (cos x − sinc x)/x) are functions
// of their own: a family f, f′, f″, …, each a row whose rule is the next, each with a kernel that is good to a few ulp.

/** The rows f, f′, f″, … made of f⁽ⁿ⁾(x) = kernel(n, x); the first is the function itself, and has a name outside unless the notes say otherwise. */
function orders(name: string, kernel: (n: number, x: number) => number, domain: readonly [number, number], notes: (n: number) => Notes = n => n === 0 ? PUBLIC : {}): (n: number) => Unary {
  const rows: Unary[] = []
  const row = (n: number): Unary =>
    rows[n] ??= hiddenUnary(n === 0 ? name : `${name}_${'x'.repeat(n)}`, x => kernel(n, x), x => row(n + 1)(x), { domain, ...notes(n) })
  return row
}

/** The same of two arguments: the rows ∂ᵐ⁺ⁿf made of kernel(m, n, x, y), named by a letter for each argument. */
function partials(name: string, [first, second]: readonly [string, string], kernel: (m: number, n: number, x: number, y: number) => number, notes: Notes): (m: number, n: number) => Binary {
  const rows = new Map<string, Binary>()
  const row = (m: number, n: number): Binary => {
    const own = m + n === 0 ? name : `${name}_${first.repeat(m)}${second.repeat(n)}`, known = rows.get(own)
    if (known !== undefined) return known
    const made = (m + n === 0 ? binary : hiddenBinary)(own, (x, y) => kernel(m, n, x, y), (x, y) => row(m + 1, n)(x, y), (x, y) => row(m, n + 1)(x, y), notes)
    rows.set(own, made)
    return made
  }
  return row
}

const PUBLIC: Notes = { from: 'pushforward/special' }
const hidden = (): Notes => ({})

const POSITIVE = [0.05, 20] as const
const UNIT     = [0.02, 0.98] as const

// ── error functions and the normal distribution ─────────────────────────────────────────────────────────────────────
const TWO_OVER_ROOT_PI = 1.1283791670955126, ROOT_PI_OVER_TWO = 0.886226925452758, ROOT_HALF_PI = 1.2533141373155003

const erfcxs = /* @__PURE__ */ orders('erfcx', error.erfcxDerivative, [-4, 20])

/** The n-th derivative of factor·exp(−c·x²) as source: a polynomial times it. */
const gaussian = (c: number, factor: number) => (n: number): Notes => {
  let p = [factor]
  for (let k = 0; k < n; k++) p = Array.from({ length: k + 2 }, (_, i) => (i + 1) * (p[i + 1] ?? 0) - 2 * c * (p[i - 1] ?? 0))
  return { alone: x => `${p.map(String).reduceRight((sum, a) => `(${sum} * ${x} + ${a})`)} * Math.exp(${-c} * ${x} * ${x})` }
}

// The bells and their slopes are rows of their own, for −2x·exp(−x²) is ∞·0 far out, and exact where the bell itself is subnormal.
const bell            = /* @__PURE__ */ orders('bell', (n, x) => n === 0 ? Math.exp(-(x * x)) : error.gaussianDerivative(1, n, x), [-4, 4],
  n => n === 0 ? { simplify: x => exp(neg(square(x!))) } : gaussian(1, 1)(n))(0)
export const erf      = unary('erf',      error.erf,      x => mul(TWO_OVER_ROOT_PI, bell(x)),                   { doc: '2/√π·∫₀ˣ exp(−t²) dt' })
export const erfc     = unary('erfc',     error.erfc,     x => mul(-TWO_OVER_ROOT_PI, bell(x)),                  { doc: '1 − erf x' })
export const erfi     = unary('erfi',     error.erfi,     x => mul(TWO_OVER_ROOT_PI, exp(square(x))),            { doc: '2/√π·∫₀ˣ exp(t²) dt' })
export const erfcx    = /* @__PURE__ */ erfcxs(0)
// All slopes here are made of h = 2/√π / erfcx and M = h − 2x = −erfcx′/erfcx, which is a family: its terms cancel at every order.
const inverse         = /* @__PURE__ */ orders('erfcxInverse', error.erfcxInverseDerivative, [-4, 20], hidden)(0)
const mills           = /* @__PURE__ */ orders('mills', error.millsDerivative, [-4, 20], hidden)(0)
export const logerfc  = unary('logerfc',  error.logerfc,  x => neg(inverse(x)),                                  { domain: [-4, 20], doc: 'log erfc x' })
export const logerfcx = unary('logerfcx', error.logerfcx, x => neg(mills(x)),                                    { domain: [-4, 20], doc: 'log(exp(x²)·erfc x)' })
// exp(y²) would lose y² ulp where x is tiny, but x = erfc(y) says that it is erfcx(y)/x; its slope is 2y·(y′)²
export const erfinv   = unary('erfinv',   error.erfinv,   (_, y) => mul(ROOT_PI_OVER_TWO, exp(square(y))),       { domain: [-0.98, 0.98], doc: 'the y with erf y = x' })
export const erfcinv  = unary('erfcinv',  error.erfcinv,  x => erfcinvSlope(x),                                  { domain: [0.02, 1.98], doc: 'the y with erfc y = x' })
const erfcinvSlope    = hiddenUnary('erfcinvSlope', x => x === 0 ? -Infinity : -ROOT_PI_OVER_TWO * error.erfcx(error.erfcinv(x)) / x,
  (x, slope) => mul(mul(2, erfcinv(x)), square(slope)), { domain: [0.02, 1.98] })
export const normcdf  = unary('normcdf',  error.normcdf,  x => normpdf(x),                                       { doc: 'the normal distribution, ½·erfc(−x/√2)' })
export const normpdf  = /* @__PURE__ */ orders('normpdf', error.normpdfDerivative, [-4, 4],
  n => n === 0 ? { ...PUBLIC, doc: 'the normal density, exp(−x²/2)/√2π' } : gaussian(0.5, 0.3989422804014327)(n))(0)
export const normquantile = unary('normquantile', error.normquantile, p => normquantileSlope(p),                 { domain: UNIT, doc: 'the x with normcdf x = p' })
const normquantileSlope   = hiddenUnary('normquantileSlope', p => p === 0 ? Infinity : ROOT_HALF_PI * error.erfcx(-Math.SQRT1_2 * error.normquantile(p)) / p,
  (p, slope) => mul(normquantile(p), square(slope)), { domain: UNIT })

// ── gamma and beta ──────────────────────────────────────────────────────────────────────────────────────────────────
// Γ′ = Γ·digamma; but where Γ is ∞ so are its derivatives, and the product rule would say ∞ − ∞ of the third
const GAMMA_ENDS = 171.62437695630274
export const gammaRate = unary ('gammaRate', x => x < GAMMA_ENDS ? gammas.digamma(x) : 1, x => where(lt(x, GAMMA_ENDS), polygamma(1, x), 0), { domain: POSITIVE, doc: 'Γ′(x)/Γ(x) where Γ(x) is finite, 1 beyond' })
export const gamma     = unary ('gamma',     gammas.gamma,     (x, out) => mul(out, gammaRate(x)),               { domain: POSITIVE, doc: 'Γ(x)' })
export const lgamma    = unary ('lgamma',    gammas.lgamma,    x => digamma(x),                                  { domain: POSITIVE, doc: 'log |Γ(x)|' })
export const factorial = unary ('factorial', gammas.factorial, (x, out) => mul(out, gammaRate(add(x, 1))),       { domain: [-0.9, 20], doc: 'Γ(x+1)' })
export const digamma   = unary ('digamma',   gammas.digamma,   x => polygamma(1, x),                             { domain: POSITIVE, doc: 'Γ′(x)/Γ(x)' })
export const trigamma  = unary ('trigamma',  x => gammas.polygamma(1, x), x => polygamma(2, x),                  { domain: POSITIVE, doc: 'the derivative of digamma' })
export const polygamma: Binary = binary('polygamma', gammas.polygamma, undefined, (n, x) => polygamma(add(n, 1), x), { domain: [[2, 2], POSITIVE], doc: 'the n-th derivative of digamma; whole n' })

// ψ(a) − ψ(a+b) and its derivatives cancel where b is small beside a: they are rows, each term of which is a difference
const steps: Binary[] = []
const step = (n: number): Binary => steps[n] ??= hiddenBinary(`polygammaStep${n}`, (x, h) => gammas.polygammaStep(n, x, h),
  (x, h) => step(n + 1)(x, h), (x, h) => polygamma(n + 1, add(x, h)), { domain: POSITIVE })

const betaOf           = /* @__PURE__ */ partials('beta', ['a', 'b'], betaKernels.betaDerivative, { domain: POSITIVE, doc: 'Γ(a)·Γ(b)/Γ(a+b)' })
export const beta      = /* @__PURE__ */ betaOf(0, 0)
export const lbeta     = binary('lbeta',     gammas.lbeta,     (a, b) => neg(step(0)(a, b)),                     (a, b) => neg(step(0)(b, a)),                { domain: POSITIVE, doc: 'log |B(a, b)|' })

const binomialOf       = /* @__PURE__ */ partials('binomial', ['n', 'k'], betaKernels.binomialDerivative, { domain: [[6, 20], [0.1, 5]], doc: 'Γ(n+1)/(Γ(k+1)·Γ(n−k+1))' })
export const binomial  = /* @__PURE__ */ binomialOf(0, 0)

// ── incomplete gamma: P(a, x) = γ(a, x)/Γ(a), Q = 1 − P ─────────────────────────────────────────────────────────────
// The derivative in x is the density; those in a have no closed form. Both are families of rows.
const gammaDensityOf   = /* @__PURE__ */ partials('gammaDensity', ['a', 'x'], densities.gammaDensityDerivative, { domain: POSITIVE, doc: 'xᵃ⁻¹·e⁻ˣ/Γ(a)' })
export const gammaDensity = /* @__PURE__ */ gammaDensityOf(0, 0)

const lower: Binary[] = [], upper: Binary[] = []
const lowers = (n: number): Binary => lower[n] ??= (n === 0 ? binary : hiddenBinary)(n === 0 ? 'gammainc' : `gammainc_${'a'.repeat(n)}`, (a, x) => incomplete.gammaincDerivative(n, a, x),
  (a, x) => lowers(n + 1)(a, x), (a, x) => gammaDensityOf(n, 0)(a, x), { domain: POSITIVE, doc: 'the incomplete gamma function ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt / Γ(a)' })
const uppers = (n: number): Binary => upper[n] ??= (n === 0 ? binary : hiddenBinary)(n === 0 ? 'gammaincc' : `gammaincc_${'a'.repeat(n)}`, (a, x) => incomplete.gammainccDerivative(n, a, x),
  (a, x) => uppers(n + 1)(a, x), (a, x) => neg(gammaDensityOf(n, 0)(a, x)), { domain: POSITIVE, doc: '1 − gammainc' })

export const gammainc  = /* @__PURE__ */ lowers(0)
export const gammaincc = /* @__PURE__ */ uppers(0)

// ── incomplete beta: I(x; a, b) = ∫₀ˣ tᵃ⁻¹·(1−t)ᵇ⁻¹ dt / B(a, b) ─────────────────────────────────────────────────────
type Three = (x: Value, a: Value, b: Value) => Value

/** A row of three arguments, element by element. */
function ternary(name: string, kernel: (x: number, a: number, b: number) => number, dx: Three, da: Three, db: Three): Three {
  const f = (x: Value, a: Value, b: Value): Value => {
    if (typeof x === 'number' && typeof a === 'number' && typeof b === 'number') return kernel(x, a, b)
    const arrays = [x, a, b].map(arrayOf), shape = arrays.map(t => t.shape).reduce((s, t) => joined(name, s, t))
    const [xs, as, bs] = arrays.map(t => t.data.length === sizeOf(shape) ? t.data : broadcastTo(t.data, t.shape, shape)) as [Float64Array, Float64Array, Float64Array]
    return new Tensor(shape, xs.map((each, i) => kernel(each, as[i]!, bs[i]!)))
  }
  return structural(name, f,
    (t: Value, x: Value, a: Value, b: Value) => times(dx(x, a, b), t),
    (t: Value, x: Value, a: Value, b: Value) => times(da(x, a, b), t),
    (t: Value, x: Value, a: Value, b: Value) => times(db(x, a, b), t), { batched: true }) as Three
}

const betaDensities = new Map<string, Three>(), betaincs = new Map<string, Three>()

/** The row ∂ᵏ⁺ᵐ⁺ⁿ/∂xᵏ∂aᵐ∂bⁿ of the density. */
function betaDensityOf(k: number, m: number, n: number): Three {
  const name = k + m + n === 0 ? 'betaDensity' : `betaDensity_${'x'.repeat(k)}${'a'.repeat(m)}${'b'.repeat(n)}`
  return betaDensities.get(name) ?? betaDensities.set(name, ternary(name, (x, a, b) => densities.betaDensityDerivative(k, m, n, x, a, b),
    (x, a, b) => betaDensityOf(k + 1, m, n)(x, a, b), (x, a, b) => betaDensityOf(k, m + 1, n)(x, a, b), (x, a, b) => betaDensityOf(k, m, n + 1)(x, a, b))).get(name)!
}

/** The row ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ. */
function betaincOf(m: number, n: number): Three {
  const name = m + n === 0 ? 'betainc' : `betainc_${'a'.repeat(m)}${'b'.repeat(n)}`
  return betaincs.get(name) ?? betaincs.set(name, ternary(name, (x, a, b) => incomplete.betaincDerivative(m, n, x, a, b),
    (x, a, b) => betaDensityOf(0, m, n)(x, a, b), (x, a, b) => betaincOf(m + 1, n)(x, a, b), (x, a, b) => betaincOf(m, n + 1)(x, a, b))).get(name)!
}

/**
 * The incomplete beta function ∫₀ˣ tᵃ⁻¹·(1−t)ᵇ⁻¹ dt / B(a, b), for 0 ≤ x ≤ 1 and a, b > 0; it moves with all three.
 *
 * @example betainc(0.5, 2, 2) // 0.5
 */
export function betainc(x: number, a: number, b: number): number
export function betainc(x: Scalar, a: Scalar, b: Scalar): Scalar
export function betainc(x: Value, a: Value, b: Value): Value
export function betainc(x: Value, a: Value, b: Value): Value {
  return betaincOf(0, 0)(x, a, b)
}

/**
 * The density of the beta distribution, xᵃ⁻¹·(1−x)ᵇ⁻¹/B(a, b).
 *
 * @example betaDensity(0.5, 2, 2) // 1.5
 */
export function betaDensity(x: number, a: number, b: number): number
export function betaDensity(x: Scalar, a: Scalar, b: Scalar): Scalar
export function betaDensity(x: Value, a: Value, b: Value): Value
export function betaDensity(x: Value, a: Value, b: Value): Value {
  return betaDensityOf(0, 0, 0)(x, a, b)
}

/** A difference in which what is −∞ on the left wins, as the faster of two poles does: the other then neither counts nor moves. */
const lead = (x: Value, y: Value): Value => sub(x, where(eq(x, -Infinity), 0, y))

// ── Bessel functions of whole order; the derivative in the order has no rule, and throws ────────────────────────────
const ORDER = [[2, 2], POSITIVE] as const
export const besselj0 = unary ('besselj0', bessel.besselj0,   x => neg(besselj1(x)),                             { doc: 'J₀(x)' })
export const besselj1 = unary ('besselj1', bessel.besselj1,   x => mul(0.5, sub(besselj0(x), besselj(2, x))),    { doc: 'J₁(x)' })
export const bessely0 = unary ('bessely0', bessel.bessely0,   x => neg(bessely1(x)),                             { domain: POSITIVE, doc: 'Y₀(x)' })
export const bessely1 = unary ('bessely1', bessel.bessely1,   x => mul(-0.5, lead(bessely(2, x), bessely0(x))),   { domain: POSITIVE, doc: 'Y₁(x)' })
export const besselj: Binary = binary('besselj', bessel.besselj,   undefined, (n, x) => mul(0.5, sub(besselj(sub(n, 1), x), besselj(add(n, 1), x))),  { domain: ORDER, doc: 'Jₙ(x); whole n' })
export const bessely: Binary = binary('bessely', bessel.bessely,   undefined, (n, x) => mul(-0.5, lead(bessely(add(n, 1), x), bessely(sub(n, 1), x))), { domain: ORDER, doc: 'Yₙ(x); whole n' })
export const besseli: Binary = binary('besseli', modified.besseli, undefined, (n, x) => mul(0.5, add(besseli(sub(n, 1), x), besseli(add(n, 1), x))),  { domain: ORDER, doc: 'Iₙ(x); whole n' })
export const besselk: Binary = binary('besselk', modified.besselk, undefined, (n, x) => mul(-0.5, add(besselk(sub(n, 1), x), besselk(add(n, 1), x))), { domain: ORDER, doc: 'Kₙ(x); whole n' })

// ── zeta ────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const zeta = /* @__PURE__ */ orders('zeta', zetas.zetaDerivative, [1.1, 20])(0)

const hurwitz: Binary[] = []
/** The row ∂ⁿ/∂sⁿ of ζ(s, a); ∂/∂a of it is −s·ζ⁽ⁿ⁾(s+1, a) − n·ζ⁽ⁿ⁻¹⁾(s+1, a). */
const hurwitzOf = (n: number): Binary => hurwitz[n] ??= (n === 0 ? binary : hiddenBinary)(n === 0 ? 'hurwitzZeta' : `hurwitzZeta_${'s'.repeat(n)}`, (s, a) => zetas.hurwitzDerivative(n, s, a),
  (s, a) => hurwitzOf(n + 1)(s, a),
  (s, a) => neg(n === 0 ? mul(s, hurwitzOf(0)(add(s, 1), a)) : add(mul(s, hurwitzOf(n)(add(s, 1), a)), mul(n, hurwitzOf(n - 1)(add(s, 1), a)))),
  { domain: [[1.1, 20], POSITIVE], doc: 'Σ (a+k)⁻ˢ over k ≥ 0' })
export const hurwitzZeta = /* @__PURE__ */ hurwitzOf(0)

// ── logistic functions and logarithms of sums ───────────────────────────────────────────────────────────────────────
// σ′ = σ(x)·σ(−x), not σ·(1 − σ): that loses every digit where σ saturates. And σ″ = −σ′·tanh(x/2), for the product rule cancels at 0
export const sigmoid   = unary ('sigmoid',   logistic.sigmoid,   x => bump(x),                                   { doc: '1/(1 + e⁻ˣ)' })
const bump             = hiddenUnary('sigmoid_x', logistic.bump,      (x, out) => neg(mul(out, tanh(mul(0.5, x)))),   { doc: '1/(2 + eˣ + e⁻ˣ)' })
export const logit     = unary ('logit',     logistic.logit,     p => div(1, mul(p, sub(1, p))),                 { domain: UNIT, doc: 'log(p/(1−p))' })
export const softplus  = unary ('softplus',  logistic.softplus,  x => sigmoid(x),                                { doc: 'log(1 + eˣ)' })
export const logexpm1  = unary ('logexpm1',  logistic.logexpm1,  x => bose(x),                                   { domain: POSITIVE, doc: 'log(eˣ − 1)' })
export const log1mexp  = unary ('log1mexp',  logistic.log1mexp,  x => bose(x),                                   { domain: [-20, -0.05], doc: 'log(1 − eˣ)' })
const bose             = hiddenUnary('bose',      logistic.bose,      (x, out) => mul(out, bose(neg(x))),             { domain: POSITIVE, doc: '1/(1 − e⁻ˣ)' })
export const log1psq   = unary ('log1psq',   logistic.log1psq,   x => mul(2, over(x, 1)),                        { doc: 'log(1 + x²)' })
export const log1pmx   = unary ('log1pmx',   log1pmxOf,          x => neg(share(x)),                             { domain: [-0.9, 4], doc: 'log(1 + x) − x' })
const share            = hiddenUnary('share', x => x === Infinity ? 1 : x / (1 + x), x => square(div(1, add(1, x))),                  { domain: [-0.9, 4] })
export const logcosh   = unary ('logcosh',   logistic.logcosh,   x => tanh(x),                                   { doc: 'log cosh x' })
// An empty sum moves with nothing: where both are −∞ the slopes are 0, as those of logSumExp are.
export const logaddexp = binary('logaddexp', logistic.logaddexp, (x, y) => sigmoid(lead(x, y)),                  (x, y) => sigmoid(lead(y, x)), { doc: 'log(eˣ + eʸ)' })

// W′ = 1/(x + e^W): W/(x·(1 + W)) is 0/0 at 0, and e^−W/(1 + W) loses W ulp
export const lambertw   = unary('lambertw',   logistic.lambertw,   (x, w) => div(1, add(x, exp(w))),             { domain: [-0.35, 20], doc: 'the w ≥ −1 with w·eʷ = x' })
export const lambertwm1 = unary('lambertwm1', logistic.lambertwm1, (x, w) => div(1, add(x, exp(w))),             { domain: [-0.36, -0.001], doc: 'the w ≤ −1 with w·eʷ = x' })

// ── cardinal sines; integrals with names ────────────────────────────────────────────────────────────────────────────
export const sinc   = /* @__PURE__ */ orders('sinc',   trigonometric.sincDerivative,   [-20, 20])(0)
export const sincPi = /* @__PURE__ */ orders('sincPi', trigonometric.sincPiDerivative, [-8, 8])(0)
export const sinpi  = unary('sinpi', trigonometric.sinpi, x => mul(Math.PI, cospi(x)),                           { doc: 'sin πx, exact where it is 0 or ±1' })
export const cospi  = unary('cospi', trigonometric.cospi, x => mul(-Math.PI, sinpi(x)),                          { doc: 'cos πx, exact where it is 0 or ±1' })

// eˣ/x and cos(x)/x, whose terms at 0 and at ∞ are infinities of both signs
const expOver = /* @__PURE__ */ orders('expOver', integrals.expOverDerivative, POSITIVE, n => ({ alone: x => expOverText(n, x) }))(0)
const cosOver = /* @__PURE__ */ orders('cosOver', trigonometric.cosOverDerivative, POSITIVE, n => ({ alone: x => cosOverText(n, x) }))(0)
const expOverText = (n: number, x: string): string => n === 0 ? `Math.exp(${x}) / ${x}` : `(Math.exp(${x}) - ${n} * (${expOverText(n - 1, x)})) / ${x}`
const cosOverText = (n: number, x: string): string => n === 0 ? `Math.cos(${x}) / ${x}` :
  `(${['', '-', '-', ''][n % 4]}Math.${['cos', 'sin'][n % 2]}(${x}) - ${n} * (${cosOverText(n - 1, x)})) / ${x}`

export const expint = unary('expint', integrals.expint, x => neg(div(exp(neg(x)), x)),                           { domain: POSITIVE, doc: 'E₁(x) = ∫ₓ^∞ e⁻ᵗ/t dt' })
export const ei     = unary('ei',     integrals.ei,     x => expOver(x),                                         { domain: POSITIVE, doc: 'Ei(x), the principal value of ∫ eᵗ/t dt up to x' })
export const si     = unary('si',     integrals.si,     x => sinc(x),                                            { doc: '∫₀ˣ sin t/t dt' })
export const ci     = unary('ci',     integrals.ci,     x => cosOver(x),                                         { domain: POSITIVE, doc: 'γ + log x + ∫₀ˣ (cos t − 1)/t dt' })
export const ellipk = /* @__PURE__ */ orders('ellipk', integrals.ellipkDerivative, [-4, 0.95])(0)
export const ellipe = /* @__PURE__ */ orders('ellipe', integrals.ellipeDerivative, [-4, 0.95])(0)
