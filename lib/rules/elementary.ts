// THE TABLE, elementary functions: powers, exponentials, logarithms, circular and hyperbolic functions and their inverses.

import * as kernel from '../kernels/scalar.ts'
import { binary, unary } from '../primitive.ts'
import type { Binary, Notes, Value } from '../value.ts'
import { abs, add, slant, div, mul, neg, over, sqrt, square, sub } from './arithmetic.ts'
import { side } from './logic.ts'

/** Rows that are partial derivatives of others, by name. */
const family = new Map<string, Binary>()

const POSITIVE = [1e-3, 1e3] as const
const INSIDE = [-0.99, 0.99] as const // (−1, 1)
const BEYOND = [1.01, 100] as const //   (1, ∞)
const UNBROKEN = [0.05, 3] as const //   no pole and no kink within

// ── exponentials and logarithms ─────────────────────────────────────────────────────────────────────────────────────
export const exp   = unary('exp',   Math.exp,             (_, out) => out,                              { doc: 'eˣ' })
export const expm1 = unary('expm1', Math.expm1,           x => exp(x),                                  { doc: 'eˣ − 1' })
export const exp2  = unary('exp2',  x => 2 ** x,          (_, out) => mul(Math.LN2, out),               { code: x => `Math.pow(2, ${x})`, doc: '2ˣ' })
export const log   = unary('log',   Math.log,             x => div(1, x),                               { domain: POSITIVE, doc: 'the natural logarithm' })
export const log1p = unary('log1p', Math.log1p,           x => div(1, add(1, x)),                       { domain: [-0.99, 100], doc: 'log(1 + x)' })
export const log2  = unary('log2',  Math.log2,            x => div(Math.LOG2E, x),                      { domain: POSITIVE })
export const log10 = unary('log10', Math.log10,           x => div(Math.LOG10E, x),                     { domain: POSITIVE })
export const logBase = /* @__PURE__ */ logarithms(0, 0)
export const xlogx = unary('xlogx', x => x === 0 ? 0 : x * Math.log(x), x => add(1, log(x)),           { domain: POSITIVE, doc: 'x·log x, 0 at 0' })
export const xlogy = binary('xlogy', (x, y) => x === 0 && y === y ? 0 : x * Math.log(y), (_, y) => log(y), (x, y) => div(x, y),
  { domain: POSITIVE, doc: 'x·log y, 0 where x is 0' })

/** The row ∂ᵏ⁺ʲ/∂xᵏ∂bʲ of log x/log b. */
function logarithms(k: number, j: number): Binary {
  const name = k + j === 0 ? 'logBase' : `logBase_${'x'.repeat(k)}${'b'.repeat(j)}`, p = kernel.logBasePolynomial(j)
  return family.get(name) ?? family.set(name, binary(name, k + j === 0 ? kernel.logBase : (x, b) => kernel.logBaseDerivative(x, b, k, p),
    (x, b) => logarithms(k + 1, j)(x, b),
    (x, b) => logarithms(k, j + 1)(x, b),
    { domain: [POSITIVE, [1.1, 20]], doc: 'the logarithm of x to the base b',
      ...(k + j === 0 ? {} : { alone: logarithmsAlone(k, p), simplify: (x, b) => plainLogarithm(x, b, k, j) }) })).get(name)!
}

/** What moves with one argument alone needs no choice of what to divide by first. */
function plainLogarithm(x: Value, b: Value, k: number, j: number): Value | undefined {
  const g = (): Value => div(1, log(b))
  if (k === 0 && j === 1) return div(mul(log(x), neg(square(g()))), b)
  if (j > 0) return undefined
  let value = mul(kernel.falling(-1, k - 1), g())
  for (let i = 0; i < k; i++) value = div(value, x)
  return value
}

/** The same as source. */
const logarithmsAlone = (k: number, p: readonly number[]) => (x: string, b: string): string =>
  `${k === 0 ? `Math.log(${x})` : kernel.falling(-1, k - 1)} * (g => ${p.map(String).reduceRight((sum, c) => `(${sum} * g + ${c})`)})(1 / Math.log(${b}))${` / ${x}`.repeat(k)}${` / ${b}`.repeat(p.length - 2)}`

// ── powers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
// All partial derivatives of x^y are rows of one family, each with its exact value: ∂ᵏ⁺ʲx^y = x^(y−k)·polynomial(y, log x).
// So x^n is exact at 0 to every order, x^0 is a constant, and y·x^(y−1) does not lose |log x| ulp to the rounding of y − 1.
export const pow   = binary('pow', (x, y) => x ** y, (x, y) => powers(1, 0)(x, y), (x, y) => powers(0, 1)(x, y),
  { code: (x, y) => `Math.pow(${x}, ${y})`, domain: [POSITIVE, [-4, 4]], doc: 'x^y' })

/** The row ∂ᵏ⁺ʲ/∂xᵏ∂yʲ x^y. */
function powers(k: number, j: number): Binary {
  const name = `pow_${'x'.repeat(k)}${'y'.repeat(j)}`
  return family.get(name) ?? family.set(name, binary(name, (x, y) => kernel.powerDerivative(x, y, k, j),
    (x, y) => powers(k + 1, j)(x, y), (x, y) => powers(k, j + 1)(x, y),
    { simplify: (x, y) => j === 0 && typeof y === 'number' ? plainPower(x, y, k) : undefined, ...slopeAlone(k, j) })).get(name)!
}

/** The first derivatives as source: y·x^(y − 1), where y − 1 is rounded, and log x·x^y. */
const slopeAlone = (k: number, j: number): Notes => k + j !== 1 ? {} : {
  alone: (x, y) => k === 1 ? `(${y} === 0 ? 0 : ${y} * Math.pow(${x}, ${y} - 1))` : `(${x} === 0 && ${y} > 0 ? 0 : Math.log(${x}) * Math.pow(${x}, ${y}))`,
}

/** y(y − 1)…·x^(y − k) where y − k is exact: two operations, and one where the power is small. */
function plainPower(x: Value, y: number, k: number): Value | undefined {
  const hi = y - k, factor = kernel.falling(y, k)
  if (kernel.lostOf(y, hi, k) !== 0) return undefined
  return factor === 0 ? 0 : hi === 0 ? factor : mul(factor, hi === 1 ? x : hi === 2 ? square(x) : pow(x, hi))
}

// ⁿ√x = x^(1/n), of the side of x for odd n.
export const nthRoot = binary('nthRoot', kernel.nthRoot,
  (x, n, out) => powers(1, 0)(mul(x, side(out)), div(1, n)),
  (x, n)      => neg(mul(powers(0, 1)(x, div(1, n)), square(div(1, n)))), { domain: [POSITIVE, [1, 9]], from: 'pushforward', doc: 'the real n-th root of x, of x < 0 too where n is odd' })

// ── circular functions ──────────────────────────────────────────────────────────────────────────────────────────────
export const sin   = unary('sin',   Math.sin,             x => cos(x))
export const cos   = unary('cos',   Math.cos,             x => neg(sin(x)))
export const tan   = unary('tan',   Math.tan,             (_, out) => add(1, square(out)),              { domain: [-1.5, 1.5] })
export const sec   = unary('sec',   x => 1 / Math.cos(x), (x, out) => mul(out, tan(x)),                 { code: x => `(1 / Math.cos(${x}))`, domain: [-1.5, 1.5], doc: '1/cos x' })
export const csc   = unary('csc',   x => 1 / Math.sin(x), (x, out) => neg(mul(out, cot(x))),            { code: x => `(1 / Math.sin(${x}))`, domain: UNBROKEN, doc: '1/sin x' })
export const cot   = unary('cot',   x => 1 / Math.tan(x), (_, out) => neg(add(1, square(out))),         { code: x => `(1 / Math.tan(${x}))`, domain: UNBROKEN, doc: '1/tan x' })

// Inverses. 1 − x² is a row of its own, for made of 1 − x and 1 + x its derivative −2x would cancel; x² − 1 by its root.
export const asin  = unary('asin',  Math.asin,            x => div(1, sqrt(gap(x))),                    { domain: INSIDE })
export const acos  = unary('acos',  Math.acos,            x => neg(div(1, sqrt(gap(x)))),               { domain: INSIDE })
export const atan  = unary('atan',  Math.atan,            x => over(1, x))
export const acot  = unary('acot',  x => Math.atan(1 / x), x => neg(over(1, x)),                        { code: x => `Math.atan(1 / ${x})`, domain: UNBROKEN, doc: 'the inverse of cot, in (−π/2, π/2]' })
export const asec  = unary('asec',  kernel.asec,          x => div(div(1, abs(x)), far(abs(x))),        { domain: BEYOND, from: 'pushforward', doc: 'the inverse of sec, in [0, π]' })
export const acsc  = unary('acsc',  kernel.acsc,          x => neg(div(div(1, abs(x)), far(abs(x)))),   { domain: BEYOND, from: 'pushforward', doc: 'the inverse of csc, in [−π/2, π/2]' })
export const gap   = unary('gap',   x => (1 - x) * (1 + x), x => mul(-2, x),                            { code: x => `((1 - ${x}) * (1 + ${x}))`, doc: '1 − x²' })
export const far   = unary('far',   kernel.far,           (x, out) => add(1, div(div(1, out), add(x, out))), { domain: BEYOND, doc: '√(x² − 1) for x ≥ 1' })

// The angle of (x, y): d(arg z) = Im(dz/z).
export const atan2 = binary('atan2', Math.atan2,          (y, x) => over(x, y),                         (y, x) => neg(over(y, x)), { doc: 'the angle of the point (x, y), whose y comes first' })

// ── hyperbolic functions ────────────────────────────────────────────────────────────────────────────────────────────
// tanh′ = sech², not 1 − tanh²: that loses every digit where tanh saturates.
export const sinh  = unary('sinh',  Math.sinh,            x => cosh(x))
export const cosh  = unary('cosh',  Math.cosh,            x => sinh(x))
export const tanh  = unary('tanh',  Math.tanh,            x => square(sech(x)))
export const sech  = unary('sech',  kernel.sech,          (x, out) => neg(mul(out, tanh(x))),           { doc: '1/cosh x' })
export const csch  = unary('csch',  kernel.csch,          (x, out) => neg(mul(out, coth(x))),           { domain: UNBROKEN, doc: '1/sinh x' })
export const coth  = unary('coth',  x => 1 / Math.tanh(x), x => neg(square(csch(x))),                   { code: x => `(1 / Math.tanh(${x}))`, domain: UNBROKEN, doc: '1/tanh x' })

export const asinh = unary('asinh', Math.asinh,           x => div(1, slant(x)))
export const acosh = unary('acosh', Math.acosh,           x => div(1, far(x)),                          { domain: BEYOND })
export const atanh = unary('atanh', Math.atanh,           x => div(1, gap(x)),                          { domain: INSIDE })
export const acoth = unary('acoth', kernel.acoth,         x => neg(div(div(1, sub(abs(x), 1)), add(abs(x), 1))), { domain: BEYOND, doc: 'the inverse of coth' })
export const asech = unary('asech', kernel.asech,         x => neg(div(1, mul(x, sqrt(gap(x))))),       { domain: [0.01, 0.99], doc: 'the inverse of sech' })
export const acsch = unary('acsch', kernel.acsch,         x => neg(div(div(1, abs(x)), slant(x))),       { domain: UNBROKEN, doc: 'the inverse of csch' })
