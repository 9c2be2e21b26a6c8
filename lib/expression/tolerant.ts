// Rows as mathjs computes them: comparisons and rounding that forgive rounding errors, its remainder, its roots.
// They are made with the same verbs as the table; what mathjs computes as JavaScript does is taken from there.

import { fail } from '../errors.ts'
import { binary, unary } from '../primitive.ts'
import { abs, div, mul, neg, sub } from '../rules/arithmetic.ts'
import { log, pow } from '../rules/elementary.ts'
import { eq, where } from '../rules/logic.ts'

// mathjs 15, src/core/config.js: relTol and absTol of its default configuration
const relative = 1e-12, absolute = 1e-15

/** mathjs' nearlyEqual. */
function near(x: number, y: number): boolean {
  if (x === y) return true
  const gap = Math.abs(x - y)
  return gap <= Math.max(relative * Math.max(Math.abs(x), Math.abs(y)), absolute) && gap < Infinity
}

/** The same as source. */
const nearText = (x: string, y: string): string =>
  `(${x} === ${y} || Math.abs(${x} - ${y}) <= Math.max(${relative} * Math.max(Math.abs(${x}), Math.abs(${y})), ${absolute}) && Math.abs(${x} - ${y}) < Infinity)`

export const smaller   = binary('smaller',   (x, y) => x < y && !near(x, y) ? 1 : 0,    0, 0, { alone: (x, y) => `${x} < ${y} && !${nearText(x, y)} ? 1 : 0` })
export const smallerEq = binary('smallerEq', (x, y) => x <= y || near(x, y) ? 1 : 0,    0, 0, { alone: (x, y) => `${x} <= ${y} || ${nearText(x, y)} ? 1 : 0` })
export const larger    = binary('larger',    (x, y) => x > y && !near(x, y) ? 1 : 0,    0, 0, { alone: (x, y) => `${x} > ${y} && !${nearText(x, y)} ? 1 : 0` })
export const largerEq  = binary('largerEq',  (x, y) => x >= y || near(x, y) ? 1 : 0,    0, 0, { alone: (x, y) => `${x} >= ${y} || ${nearText(x, y)} ? 1 : 0` })
export const equal     = binary('equal',     (x, y) => near(x, y) ? 1 : 0,              0, 0, { alone: (x, y) => `${nearText(x, y)} ? 1 : 0` })
export const unequal   = binary('unequal',   (x, y) => near(x, y) ? 0 : 1,              0, 0, { alone: (x, y) => `${nearText(x, y)} ? 0 : 1` })
export const compare   = binary('compare',   (x, y) => near(x, y) ? 0 : x > y ? 1 : -1, 0, 0, { alone: (x, y) => `${nearText(x, y)} ? 0 : ${x} > ${y} ? 1 : -1` })

export const floor     = unary ('floor',     x => whole(x, Math.floor),               0)
export const ceil      = unary ('ceil',      x => whole(x, Math.ceil),                0)
export const fix       = unary ('fix',       x => whole(x, x > 0 ? Math.floor : Math.ceil), 0)
export const round     = unary ('round',     nearest,                                 0)
export const floorTo   = binary('floor',     (x, n) => wholeTo('floor', x, n, Math.floor), 0, 0)
export const ceilTo    = binary('ceil',      (x, n) => wholeTo('ceil', x, n, Math.ceil), 0, 0)
export const fixTo     = binary('fix',       (x, n) => wholeTo('fix', x, n, x > 0 ? Math.floor : Math.ceil), 0, 0)
export const roundTo   = binary('round',     (x, n) => nearest(x, decimalsOf('round', n)), 0, 0)

export const mod       = binary('mod',       (x, y) => y === 0 ? x : x - y * whole(x / y, Math.floor), 1, (x, y) => neg(floor(div(x, y))))

// a^(1/n): the slope in a is |a|^(1/n − 1)/n, in n it is −a^(1/n)·log|a|/n²
export const nthRoot   = binary('nthRoot',   rootOf,
  (x, n)      => div(pow(abs(x), sub(div(1, n), 1)), n),
  (x, n, out) => where(eq(x, 0), 0, neg(div(div(mul(out, log(abs(x))), n), n))))

/** floor or ceil, or the nearest whole number where x differs from it by a rounding error only. */
function whole(x: number, toward: (x: number) => number): number {
  const below = toward(x), closest = nearest(x)
  return below !== closest && near(x, closest) && !near(x, below) ? closest : below
}

/** The same, in decimals. */
function wholeTo(who: string, x: number, digits: number, toward: (x: number) => number): number {
  const scale = 10 ** decimalsOf(who, digits)
  return whole(x * scale, toward) / scale
}

const decimalsOf = (who: string, n: number): number =>
  Number.isInteger(n) && n >= 0 && n <= 15 ? n : fail(`${who} expects a whole number of decimals from 0 to 15, and got ${n}`)

/** mathjs' round: half away from zero in the decimal digits, after a first rounding to 12 of them. */
function nearest(x: number, digits = 0): number {
  if (!Number.isFinite(x) || digits >= 12) return decimals(x, digits)
  const rough = decimals(x, 12)
  return decimals(near(x, rough) ? rough : x, digits)
}

/** x to so many decimals, in its shortest decimal digits, half away from zero. */
function decimals(x: number, digits: number): number {
  if (!Number.isFinite(x)) return x
  const [mantissa = '', exponent = '0'] = String(Math.abs(x)).split('e')
  const [front = '', back = ''] = mantissa.split('.')
  const keep = front.length + Number(exponent) + digits // how many of the digits stay
  const all = front + back
  if (keep >= all.length) return x + 0 // −0 has no digits to keep its sign by
  const sign = x < 0 ? -1 : 1
  if (keep < 0) return sign * 0
  const kept = BigInt(all.slice(0, keep) || '0') + (Number(all[keep]) >= 5 ? 1n : 0n)
  return sign * Number(`${kept}e${-digits}`)
}

function rootOf(x: number, n: number): number {
  if (n === 0 || (x < 0 && Math.abs(n) % 2 !== 1)) return NaN
  if (x === 0) return n < 0 ? Infinity : 0
  if (!Number.isFinite(x)) return n < 0 ? 0 : x
  const root = Math.sign(x) * Math.abs(x) ** (1 / Math.abs(n))
  return n < 0 ? 1 / root : root
}
