// The rows of special functions over their whole range: the value as plain, derivatives within 16 + 4·κ ulp of mpmath's, where
// κ = |x g′/g| says how many ulp of a derivative g one ulp of x is worth. reference/special_values.py made the numbers.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { abs, add, cube, derivative, exp, gradient, hessian, log, mul, neg, square, sub, tanh, tensor } from '../lib/index.ts'
import type { Scalar, Value } from '../lib/index.ts'
import * as special from '../lib/rules/special.ts'
import { reference } from './support/reference.ts'
import { type Stored, ulps } from './support/ulp.ts'

type Orders = Record<string, [Stored, number]>
type Function = (...xs: Scalar[]) => Scalar

const exact = reference<{ functions: Record<string, (Stored | Orders)[][]> }>('special_derivatives').functions
const rows = special as unknown as Record<string, Function>

/** `besselj` is a row of two arguments, `besselj:2` the function of one that it is at order 2. */
function named(name: string): Function {
  const [row, order] = name.split(':') as [string, string?]
  return order === undefined ? rows[row]! : x => rows[row]!(Number(order), x!)
}

/** What a derivative may be off in ulp; beyond float64 the answer must be so too, and of the same sign. */
function close(got: number, want: Stored, tolerance: number, what: string): void {
  const error = ulps(got, Number(want))
  assert.ok(error <= tolerance, `${what} is ${got}, and should be ${want}: ${error.toPrecision(3)} ulp off, with ${tolerance.toPrecision(3)} allowed`)
}

const one = suite('one argument: the value and three derivatives')
for (const [name, points] of Object.entries(exact)) {
  if (points[0]!.length !== 9) continue
  one(name, () => {
    const f = named(name) as (x: Scalar) => Scalar
    for (const [x, ...numbers] of points as number[][]) {
      const wanted = numbers.slice(0, 4), conditions = numbers.slice(4)
      for (const order of [0, 1, 2, 3]) {
        const got = order === 0 ? f(x!) as number : derivative(f, { order })(x!) as number
        close(got, wanted[order]!, 16 + 4 * conditions[order]!, `${name}${'′'.repeat(order)}(${x})`)
      }
    }
  })
}
one.run()

/** ∂^orders f by nesting. */
function partial(f: Function, orders: readonly number[]): Function {
  const i = orders.findIndex(n => n > 0)
  if (i < 0) return f
  const less = partial(f, orders.map((n, j) => j === i ? n - 1 : n))
  return (...xs) => derivative((t: Scalar) => less(...xs.map((x, j) => j === i ? t : x)))(xs[i]!) as Scalar
}

const more = suite('more arguments: the value, all first and second partial derivatives')
for (const [name, points] of Object.entries(exact)) {
  if (points[0]!.length === 9) continue
  more(name, () => {
    for (const point of points) {
      const xs = point.slice(0, -1) as number[]
      for (const [orders, [want, condition]] of Object.entries(point.at(-1) as Orders))
        close(partial(named(name), orders.split(',').map(Number))(...xs) as number, want, 16 + 4 * condition, `∂(${orders}) ${name}(${xs.join(', ')})`)
    }
  })
}
more.run()

const oo = Infinity

/** A row of one argument, an order, and where its derivative is what: far out, near 0, near cancellations. */
const outer: [string, number, ...[number, number][]][] = [
  ['ellipe',   1, [-5.421794015654955e114, -2.147328545327185e-58], [-1.37e12, -4.271788288560639e-7], [-oo, 0]],
  ['ellipe',   2, [-1.37e9, -4.930138872335035e-15], [-8.13e187, -3.410391131459978e-283], [-1e206, -2.5e-310], [-oo, 0]],
  ['ellipe',   3, [-1.37e9, -5.397962227325035e-24]],
  ['ellipe',   4, [-0.5999, -0.09081524704250946], [-3, -0.004712547016808538]],
  ['ellipk',   1, [-oo, 0], [-1e208, 1.1992757201625e-310]],
  ['ellipk',   3, [-0.7100815633762041, 0.1769330199309988], [-3.5, 0.008741852333372995]],
  ['logerfcx', 1, [1.7e200, -5.8823529411764715e-201], [oo, 0]],
  ['logerfcx', 2, [-oo, 2]],
  ['logerfcx', 3, [0.338253969266191, -0.466245230254192], [0.2690909444449678, -0.4955305557149241], [-0.003, -0.6180127495254374], [1.2, -0.2057171624348025]],
  ['logerfc',  3, [0.338253969266191, -0.466245230254192], [-0.003, -0.6180127495254374], [-1.5, -0.4568064610165342]],
  ['logerfc',  4, [0.338253969266191, 0.41566622239684914], [-1.5, -0.7537104178544454]],
  ['logerfc',  1, [oo, -oo], [-oo, 0]],
  ['logerfc',  2, [oo, -2], [-oo, 0]],
  ['sincPi',   1, [1e308, 1e-308], [-1e308, -1e-308], [5e307, 2e-308], [oo, 0]],
  ['sincPi',   3, [1e308, -9.869604401089358e-308]],
  ['normpdf',  3, [38.56565876008651, -2.4738e-319], [-38.32740610306982, 2.308938213e-315]],
  ['erfcinv',  1, [0, -oo]], ['erfcinv',  2, [0, oo]], ['normquantile', 1, [0, oo]], ['normquantile', 2, [0, -oo]],
  ['bessely0', 1, [0, oo]], ['bessely0', 2, [0, -oo]], ['bessely1', 1, [0, oo]], ['bessely:400', 1, [8.86, oo]],
  ['log1pmx',  1, [oo, -1]],
  ['zeta',     0, [-211.5, 1.1196180795164108e232], [-241.5, -5.956155488370728e278], [-258.5, 9.643336244800007e305], [-1001.5, -oo], [-1e300, 0], [-5e-324, -0.5]],
  ['zeta',     1, [-241.5, 1.2390382061603848e279], [-1001, oo], [-1e300, oo]],
  ['zeta',     2, [-84.9692887699688, -5.611534249462434e60]],
  ['zeta',     3, [-0.27899497231602677, -2.2477328370263057], [-0.5758023805722093, -0.9794543189032077]],
  ['ei',       1, [oo, oo], [-oo, 0]], ['ei', 2, [3e-310, -oo], [-3e-310, -oo]], ['ei', 3, [1e-204, oo], [-1e-204, -oo]],
  ['ci',       1, [oo, 0]], ['ci', 2, [oo, 0]], ['ci', 3, [3e-310, oo]],
  ...['erf', 'erfc', 'normpdf', 'normcdf'].flatMap(name => [1, 2, 3].map((order): [string, number, ...[number, number][]] => [name, order, [1e308, 0], [-1e308, 0], [oo, 0], [-oo, 0]])),
]

const ends = suite('far out, near 0, and at the ends')
for (const [name, order, ...points] of outer)
  ends(`${name}${'′'.repeat(order)} at ${points.map(([x]) => x).join(', ')}`, () => {
    for (const [x, want] of points) close(derivative(named(name) as (x: Scalar) => Scalar, { order })(x) as number, want, 16, `${name}${'′'.repeat(order)}(${x})`)
  })

ends('values where a term overflows or underflows', () => {
  assert.equal([special.ellipk(-oo), special.ellipe(-oo), special.log1pmx(oo)], [0, oo, -oo])
  close(special.lambertwm1(-5e-324), -751.0615595398791, 2, 'lambertwm1(−5e−324)')
  close(special.lambertwm1(-1e-310), -720.381159287988, 2, 'lambertwm1(−1e−310)')
})

ends('an empty sum moves with nothing: logaddexp(−∞, −∞) has slopes 0, as logSumExp has', () => {
  for (const [at, want] of [[[-oo, -oo], [0, 0]], [[-oo, 2], [0, 1]], [[oo, 2], [1, 0]], [[2, 2], [0.5, 0.5]]] as const) {
    assert.equal(gradient((x, y) => special.logaddexp(x, y))(...at), want)
    if (at[0] !== at[1] || at[0] < 0) assert.equal(hessian(([x, y]: readonly Scalar[]) => special.logaddexp(x!, y!))([...at]), [[0, 0], [0, 0]])
  }
})
ends.run()

// ── values that others have tabulated ───────────────────────────────────────────────────────────────────────────────

const near = (got: number, want: Stored | null, tolerance: number, what: string) => {
  if (want === null) return
  const w = Number(want)
  assert.ok(Math.abs(got - w) <= tolerance * Math.max(Math.abs(w), 1e-2), `${what} is ${got}, and should be ${w}`)
}

type One = (x: Scalar) => Scalar
const halfGelu: One = x => add(1, tanh(mul(Math.sqrt(2 / Math.PI), add(x, mul(0.044715, cube(x))))))
const scaledBessel = (n: number): One => x => mul(exp(neg(abs(x))), special.besseli(n, x))

/** By the names of DiffRules.jl, JAX, Boost and num-dual; what is not a row is a line of rows. */
const tabulated = {
  ...special,
  loggamma: special.lgamma, sinint: special.si, cosint: special.ci, log1pexp: special.softplus, lambertw0: special.lambertw,
  norm_cdf: special.normcdf, expint_ei: special.ei, sph_j0: special.sinc, sinc: special.sincPi,
  dawson: (x: Scalar) => mul(Math.sqrt(Math.PI) / 2, mul(exp(neg(square(x))), special.erfi(x))),
  log2mexp: (x: Scalar) => log(sub(2, exp(x))), logmxp1: (x: Scalar) => sub(log(x), sub(x, 1)),
  gelu_tanh: (x: Scalar) => mul(mul(0.5, x), halfGelu(x)), bessel_i0e: scaledBessel(0), bessel_i1e: scaledBessel(1),
} as unknown as Record<string, One>

type Table = { functions: { name: string; source: string; points: Stored[][] }[] }

const published = suite('DiffRules.jl and others: special functions, to the third derivative')
for (const { name, source, points } of reference<Table>('unary_rules').functions) {
  const f = tabulated[name]
  if (f === undefined) continue
  published(`${name} (${source})`, () => {
    for (const [x, ...wanted] of points as [number, ...Stored[]][])
      for (const [order, want] of wanted.entries())
        near(order === 0 ? f(x) as number : derivative(f, { order })(x) as number, want, 1e-12 * 10 ** order, `${name}, derivative ${order}, at ${x}`)
  })
}
published.run()

const two: Record<string, Function> = {
  beta: special.beta, logbeta: special.lbeta, logaddexp: special.logaddexp,
  'gammainc_P(a,x)': special.gammainc, 'gammainc_Q(a,x)': special.gammaincc, 'zeta(s,z) (Hurwitz)': special.hurwitzZeta,
  'erf(x,y)=erf(y)-erf(x)': (x: Scalar, y: Scalar) => sub(special.erf(y), special.erf(x)),
  'lgamma_multi: logbinom(n,k)': (n: Scalar, k: Scalar) => log(special.binomial(n, k)),
  'polygamma(m,x)': special.polygamma, 'besselj(nu,x)': special.besselj, 'bessely(nu,x)': special.bessely, 'besseli(nu,x)': special.besseli, 'besselk(nu,x)': special.besselk,
} as unknown as Record<string, Function>

const partials = suite('DiffRules.jl and others: two arguments, all second partial derivatives; whole orders do not move')
for (const { name, points } of reference<Table>('binary_rules').functions) {
  const f = two[name], ordered = /polygamma|bessel/.test(name)
  if (f === undefined) continue
  partials(name, () => {
    for (const [a, x, ...wanted] of points as [number, number, ...Stored[]][])
      for (const [n, orders] of [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]].entries())
        if (!ordered || (orders[0] === 0 && Number.isInteger(a)))
          near(partial(f, orders)(a, x) as number, wanted[n]!, 1e-11, `∂(${orders}) ${name} at ${a}, ${x}`)
  })
}
partials.run()

const spread = suite('where a method ends: arguments that are large, far apart, or beside a pole')

/** Row, point, orders, ∂^orders by mpmath rounded to double, κ. */
const far: [string, number[], number[], number, number][] = [
  ['hurwitzZeta', [25, 12], [0, 0], 1.217176436743468e-27, 87.1],
  ['hurwitzZeta', [40, 12], [0, 0], 7.095906493130483e-44, 139],
  ['hurwitzZeta', [40, 12], [0, 1], -2.3574561957395716e-43, 139],
  ['hurwitzZeta', [135.7, 14.75], [0, 0], 2.483030158275959e-159, 501],
  ['hurwitzZeta', [200, 30], [0, 0], 3.7702127775175705e-296, 880],
  ['hurwitzZeta', [240.32513628214846, 12.211880268628631], [1, 1], 3.2395955434327493e-260, 841],
  ['hurwitzZeta', [1.5, 1e300], [0, 0], 2e-150, 1040],
  ['hurwitzZeta', [1.5, 1e300], [1, 0], -1.3855510557964275e-147, 1040],
  ['besseli', [130, 700], [0, 0], 8.979422369904176e+296, 711.5],
  ['besseli', [1000, 760], [0, 0], 1.0137591759644681e+71, 1256.0],
  ['besseli', [1000, 990], [0, 1], 2.700861421073301e+223, 1406.0],
  ['besselk', [1000, 760], [0, 0], 3.9267814432404e-75, 1256.0],
  ['besselk', [1000, 760], [0, 2], 1.0733766034541874e-74, 1257.0],
  ['digamma', [-1.0000000000000002], [0], 4503599627370496.0, 4.5e+15],
  ['digamma', [-1.9999999999999998], [0], -4503599627370495.0, 9.01e+15],
  ['digamma', [-7.000000000000001], [0], 1125899906842626.0, 7.88e+15],
  ['gamma', [-1.0000000000000002], [1], 2.028240960365167e+31, 9.01e+15],
  ['gamma', [-1.0000000000000002], [2], 1.8268770466636286e+47, 1.35e+16],
  ['gamma', [171.62], [0], 1.7576826789978127e+308, 883.0],
  ['gamma', [171.62], [3], oo, 0],
  ['polygamma', [170, -0.25], [0, 0], oo, 0],
  ['polygamma', [272, -8.5], [0, 0], -5.923876799573844e278, 273],
  ['polygamma', [2000, 1000], [0, 0], -3.8355185180233863e-268, 2001],
  ['lbeta', [1e-160, 1e-160], [2, 0], oo, 0],
  ['lbeta', [1e-310, 1e-310], [1, 0], -oo, 0],
  ['lbeta', [1e-160, 1e-320], [2, 0], 1.999977734365366e160, 4],
  ['lbeta', [1e16, -9999999999999996], [1, 0], 35.58524381947293, 1],
  ['lbeta', [1e-10, 1e-320], [1, 0], -9.99988867182683e-301, 3],
  ['bessely', [1000, 1000.1], [0, 1], 0.00713168614368567, 1.15],
  ['besselj', [906, 931.2628797968102], [0, 0], -0.05424036600308127, 5.69],
  ['besselj', [930, 930.8430634845907], [0, 2], -0.0000940952418252773, 1120],
  ['bessely', [266, 0.13], [0, 2], -oo, 0],
  ['bessely0', [1e-310], [3], oo, 0],
  ['bessely1', [1e-310], [2], -oo, 0],
  ['besselk', [2000, 801], [0, 0], oo, 0],
  ['besselk', [1e9, 790], [0, 1], -oo, 0],
  ['besselk', [1e15, 790], [0, 0], oo, 0],
  ['besseli', [1e15, 1e300], [0, 0], oo, 0],
]

for (const [name, point, orders, want, condition] of far)
  spread(`∂(${orders}) ${name}(${point.join(', ')})`, () => close(partial(rows[name]!, orders)(...point) as number, want, 16 + 4 * condition, 'it'))
spread.run()

const cancelling = suite('where the formula of a textbook cancels: gamma and beta beside their poles')

/** Row, point, orders, ∂^orders by mpmath, κ. */
const hard: [string, number[], number[], number, number][] = [
  ['gammaDensity', [0.0001740915432147797, 0.7303703929814744], [2, 0], 0.34640721026789694, 2.08],
  ['gammaDensity', [6.5e-11, 0.0565], [3, 0], 182.05768720001951, 2.32],
  ['gammaDensity', [1.3e-20, 0.405], [2, 0], -1.0758996248867153, 4.47],
  ['gammaDensity', [7.7e-8, 0.0014], [2, 0], -8550.9680004657143, 1.17],
  ['betaDensity', [0.33991045498279454, 0.0004483161842552621, 1.1218331542162834], [0, 2, 0], -5.0027844048189546, 4.39],
  ['betaDensity', [0.8, 3.5, 1e-7], [0, 1, 2], 1.8004704200845833, 12.4],
  ['betaDensity', [0.8, 1e-9, 1e-7], [0, 2, 1], 1177200926987215.2, 5],
  ['betaDensity', [2.535016149869463e-9, 0.0010438718311800194, 52.0402266770556], [0, 0, 1], 8.2067325951483716, 3.99],
  ['betaDensity', [2.535016149869463e-9, 0.0010438718311800194, 52.0402266770556], [0, 1, 1], 15599.185646722597, 2.98],
  ['betaDensity', [2.535016149869463e-9, 0.0010438718311800194, 52.0402266770556], [1, 0, 1], -3234375544.3859464, 4.99],
  ['beta', [1.0641037842782858e-9, 11587.656904607424], [1, 1], 0.00085740716084367334, 0.899],
  ['beta', [0.0001, 1000], [1, 1], 0.0074829473804231987, 0.868],
  ['beta', [1.015327520481114e-8, 1749.870815979606], [2, 1], -0.037932806053562993, 0.758],
  ['beta', [48550946.61818006, 1.344310470626476e-7], [1, 2], -6.9129888687886953e-6, 0.891],
  ['beta', [-0.5, 2.5], [1, 0], 1.8203692905261165, 15.8],
  ['beta', [-2.3, 0.7], [1, 1], 11.261648951607092, 12.3],
  ['beta', [0.5, -1.5], [1, 0], -4.188790204786391, 5.55],
  ['binomial', [1.1191220060962248, 9.145508294387858], [0, 1], 0.011027351037098301, 8.08],
  ['binomial', [-11.65634796865709, 11.336013777192811], [0, 1], 2462638.2960901402, 51.6],
  ['binomial', [-11.65634796865709, 11.336013777192811], [1, 1], -7638568.8636197716, 67.3],
  ['binomial', [2.301250739742069, 9.287103255028317], [1, 1], 0.001533696470988593, 200],
  ['binomial', [4.763701683266222, -4.010923906784608], [0, 3], 0.013941617919809483, 24.2],
  ['binomial', [1.5803902268748486, 6.603465504719804], [2, 1], 0.13861419272434302, 6.27],
  ['binomial', [-5.371171980318795, -0.3852774590509256], [1, 2], 14.94982335689966, 18.9],
  ['binomial', [5, -0.999999999], [0, 2], 0.81666666876867699, 3.09],
  ['binomial', [2.5, 6], [2, 0], 0.044965277777777778, 4.55],
  ['binomial', [-3.25, 2], [1, 0], -3.75, 65.2],
  ['binomial', [7.5, -2], [0, 1], -0.01238390092879257, 9.19],
  ['binomial', [144565.53138886378, 0.00022732622621754494], [0, 2], 154.00121461032580249, 0.16],
  ['binomial', [148.4008184992148, 184.30019173449008], [0, 0], -1.2698239608058186468e-41, 3713],
  ['binomial', [1e17, 2], [2, 0], 1, 0], ['binomial', [2 ** 53, 2], [2, 0], 1, 0], ['binomial', [1e17, 3], [2, 0], 1e17, 0], ['binomial', [1e200, 1], [2, 0], 0, 0], ['binomial', [1e103, 3], [2, 0], 1e103, 0],
  ['binomial', [1e17, 1.5], [1, 1], 13954511290.76087, 59.2],
  ['binomial', [9.1e15, 4.3], [0, 2], 1.3665954365623231e70, 156],
  ['binomial', [1e25, 2.5], [2, 0], 3568248232305.5424, 144],
  ['binomial', [1e24, 7.25], [1, 2], 2.4634679848638959e150, 393],
  ['binomial', [1e200, 1.6], [1, 0], 1.119174954070168e120, 736],
  ['binomial', [1e200, 1.5], [2, 0], 5.641895835477563e-101, 690],
  ['binomial', [1e103, 3.5], [1, 1], 2.246218046963729e259, 829],
  ['gammaDensity', [2, 1e-5], [0, 3], 2.9999600002499990, 1], ['gammaDensity', [2, 1e-8], [0, 3], 2.9999999600000001, 1], ['gammaDensity', [2, 1e-9], [0, 3], 2.999999996, 1], ['gammaDensity', [2, 1e-16], [0, 2], -2, 1],
  ['gammaDensity', [1, 1e-200], [0, 2], 1, 0], ['gammaDensity', [1, 1e-310], [0, 1], -1, 0], ['gammainc', [1, 1e-200], [0, 3], 1, 0],
  ['gammaDensity', [2, 1e155], [0, 2], 0, 0], ['gammaDensity', [2.5, 1e103], [0, 3], 0, 0], ['gammainc', [2, 1e200], [0, 3], 0, 0], ['gammaDensity', [1, 1e308], [1, 1], 0, 0],
  ['gammaDensity', [10, 5e-324], [1, 0], 0, 0], ['gammaDensity', [170, 5e-324], [1, 0], 0, 0], ['gammaDensity', [170, 1e-310], [0, 2], 0, 0], ['gammaDensity', [0.01, 5e-324], [1, 0], -oo, 0],
  ['betaDensity', [1e-14, 2, 2], [2, 0, 0], -12, 1], ['betaDensity', [1 - 2 ** -46, 2, 2], [2, 0, 0], -12, 1], ['betaDensity', [1e-14, 3, 2], [3, 0, 0], -72, 1], ['betaDensity', [1e-309, 1, 2], [1, 0, 0], -2, 1],
  ['betaDensity', [1e-200, 1, 1], [1, 0, 0], 0, 0], ['betaDensity', [1e-200, 1, 1], [2, 0, 0], 0, 0], ['betaDensity', [1e-40, 10, 2], [3, 0, 0], 5.544e-236, 9],
  ['gammaDensity', [8.678314450287127e-50, 1.8248794903942398e-156], [0, 1], -2.6059555393370699484e262, 3],
  ['betainc', [0.28759401682999025, 2.0544057599574228e-5, 0.9458405897230192], [0, 0, 0], 0.9999728399466331, 0],
  ['betainc', [0.28759401682999025, 2.0544057599574228e-5, 0.9458405897230192], [0, 0, 1], 3.0221794486236525e-5, 3],
  ['betainc', [0.28759401682999025, 2.0544057599574228e-5, 0.9458405897230192], [0, 0, 2], -5.6367545018597964e-5, 3.8],
  ['betainc', [0.8237380649097417, 0.21719384266953234, 1.4718037478829012e-6], [0, 1, 0], -3.2734944675465426e-5, 2.9],
  ['betainc', [0.0005892241019904219, 0.23540329191514817, 3029.4133186841386], [0, 2, 0], -0.21157036502062731, 3.08],
  ['betainc', [3e-9, 1.5, 1e9], [0, 1, 0], -0.15058944366254468, 5.16],
  ['betainc', [3e-9, 1.5, 1e9], [0, 0, 1], 2.9191303913859877e-10, 5.59],
  ['betainc', [2e-13, 1, 1e13], [0, 1, 1], 3.4384983100756239e-14, 1.45],
  ['betainc', [4.082327053502071e-5, 0.5013893625567907, 143716.2200345615], [0, 0, 2], -1.1986235131648219e-12, 12.7],
  ['betainc', [0.5, 2.5, 1e-310], [0, 0, 1], 0.11283135127047516, 1],
  ['betainc', [0.5, 2.5, 1e-310], [0, 1, 0], -1.1704535558435e-311, 1],
  ['betainc', [3.82506627738108e-8, 1.2593422698076824e-6, 0.05488072208210784], [0, 0, 1], 0.00042001174853234688, 2.9],
]

for (const [name, point, orders, want, condition] of hard)
  cancelling(`∂(${orders}) ${name}(${point.join(', ')})`, () => close(partial(rows[name]!, orders)(...point) as number, want, 16 + 4 * condition, 'it'))
cancelling.run()

const limits = suite('ends of the domain and poles: limits, where the product rule says 0·∞')

/** Row, point, orders, the limit. */
const atEnds: [string, number[], number[], number][] = [
  ['gammaDensity', [1, 0], [0, 1], -1], ['gammaDensity', [2, 0], [0, 1], 1], ['gammaDensity', [3, 0], [0, 1], 0], ['gammaDensity', [2, 0], [1, 0], 0],
  ['gammaDensity', [1.5, 0], [0, 1], Infinity], ['gammaDensity', [1.5, 0], [0, 2], -Infinity], ['gammaDensity', [0.5, 0], [1, 0], -Infinity],
  ['gammaDensity', [2, 0], [1, 1], -Infinity], ['gammaDensity', [2, Infinity], [0, 1], 0], ['gammaDensity', [2, Infinity], [1, 1], 0],
  ['gammainc', [1, 0], [0, 2], -1], ['gammainc', [2, 0], [0, 2], 1], ['gammaincc', [2, 0], [0, 2], -1], ['gammainc', [2, 0], [1, 1], 0], ['gammainc', [2, Infinity], [0, 2], 0],
  ['betainc', [0, 2, 3], [2, 0, 0], 12], ['betainc', [1, 3, 2], [2, 0, 0], -12], ['betaDensity', [0, 2, 3], [1, 0, 0], 12], ['betaDensity', [1, 2, 3], [1, 0, 0], 0],
  ['betaDensity', [0, 1, 3], [2, 0, 0], 6], ['betaDensity', [0, 1, 3], [0, 0, 1], 1], ['betaDensity', [0, 2, 3], [1, 0, 1], 7], ['betaDensity', [0, 1.5, 3], [2, 0, 0], -Infinity],
  ['binomial', [5, 6], [1, 0], 1 / 6], ['binomial', [5, 6], [0, 1], -1 / 6], ['binomial', [5, -1], [0, 1], 1 / 6], ['binomial', [-3, 2], [1, 0], -3.5], ['binomial', [-1, 2], [1, 0], -1.5],
  ['binomial', [6, 1], [3, 0], 0], ['binomial', [5, -2], [1, 0], 0],
  ['beta', [2, Infinity], [0, 1], 0], ['beta', [1e-200, 1e-100], [2, 0], Infinity],
  ['gamma', [0], [1], -Infinity], ['lgamma', [0], [1], -Infinity], ['digamma', [0], [1], Infinity], ['trigamma', [0], [1], -Infinity],
  ['beta', [0, 1], [1, 0], -Infinity], ['lbeta', [0, 1], [1, 0], -Infinity],
  ['gamma', [171.65321141125185], [3], Infinity], ['factorial', [170.7], [3], Infinity], ['gamma', [Infinity], [3], Infinity],
]

for (const [name, point, orders, want] of atEnds)
  limits(`∂(${orders}) ${name}(${point.join(', ')})`, () => {
    const got = partial(rows[name]!, orders)(...point) as number
    assert.ok(ulps(got, want) <= 4, `it is ${got}, and should be ${want}`)
  })
limits.run()

const table = suite('the table')

table('every row that moves has reference values', () => {
  const all = Object.entries(special).filter(([, row]) => typeof row === 'function').map(([name]) => name)
  const measured = new Set(Object.keys(exact).map(name => name.split(':')[0]))
  assert.equal(all.filter(name => !measured.has(name)), ['gammaRate'])
  for (const x of [1e-3, 2.5, -0.5, 171]) for (const order of [0, 1, 2]) assert.is(derivative(special.gammaRate, { order })(x), derivative(special.digamma, { order })(x))
  assert.equal([special.gammaRate(172), derivative(special.gammaRate)(172)], [1, 0])
})

table('a derivative in the order of a Bessel function or polygamma is refused by name, not 0', () => {
  for (const name of ['besselj', 'bessely', 'besseli', 'besselk', 'polygamma'])
    assert.throws(() => derivative((n: Scalar) => rows[name]!(n, 2.5))(2), new RegExp(`^${name} has no derivative rule`))
})

table('three arguments, of which any may be arrays', () => {
  const x = tensor([0.2, 0.5, 0.9])
  const each = (b: number) => [0.2, 0.5, 0.9].map(x => special.betainc(x, 2, b))
  assert.equal((special.betainc(x, 2, 3) as unknown as { toArray(): number[] }).toArray(), each(3))
  assert.equal((special.betainc(x, 2, tensor([[3], [4]])) as unknown as { toArray(): number[] }).toArray(), [each(3), each(4)])
  const slope = derivative((b: Scalar) => special.betainc(x as unknown as Value, 2, b) as Scalar)(3) as unknown as { toArray(): number[] }
  assert.equal(slope.toArray(), [0.2, 0.5, 0.9].map(x => derivative((b: Scalar) => special.betainc(x, 2, b))(3)))
})

table('rows go through gradients and Hessians', () => {
  const f = ([a, b]: readonly Scalar[]) => special.lbeta(a!, b!)
  assert.equal(gradient(f)([1, 1]), [-1, -1])
  const h = hessian(f)([1, 1]) as number[][]
  assert.ok(Math.abs(h[0]![0]! - 1) < 1e-15 && Math.abs(h[0]![1]! - (1 - Math.PI ** 2 / 6)) < 1e-15)
})

table.run()
