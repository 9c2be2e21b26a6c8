// What happens at kinks, ties, poles, ends of domains and overflow: decided here, checked by edges.spec.ts, shown in the README.

import * as index from '../../lib/index.ts'
import type { Scalar } from '../../lib/index.ts'
import * as special from '../../lib/rules/special.ts'
import { partial } from './ulp.ts'

const { derivative } = index
const library = { ...special, ...index }

/**
 * One decision. With one point, `first` and `second` are f′ and f″; with two, [∂x, ∂y] and [∂xx, ∂xy, ∂yy] of a function
 * of x and y.
 */
interface Edge {
  readonly f: string
  readonly at: readonly [number] | readonly [number, number]
  readonly value: number
  readonly first: number | readonly [number, number]
  readonly second: number | readonly [number, number, number]
  readonly why: string
}

const edge = (f: string, at: number | [number, number], value: number, first: Edge['first'], second: Edge['second'], why: string): Edge =>
  ({ f, at: typeof at === 'number' ? [at] : at, value, first, second, why })

const oo = Infinity
const BOX = 'an infinite slope meets no motion: 0·∞ is 0 here'

export const edges: Record<string, Edge[]> = {
  'Kinks: the sign of a zero says on which side it lies': [
    edge('abs(x)', 0,              0,   1,   0, 'the right side'),
    edge('abs(x)', -0,             0,  -1,   0, 'the left side'),
    edge('square(abs(x))', 0,      0,   0,   2, 'so \\|x\\|² is exact to every order, which abs′(0) = 0 would not give'),
    edge('square(abs(x))', -0,     0,   0,   2, 'from either side'),
    edge('sign(x)', 0,             0,   0,   0, 'constant on each side; the jump has no derivative to give'),
    edge('floor(x)', 2,            2,   0,   0, 'so ceil, round, trunc, heaviside, step'),
    edge('frac(x)', 2,             0,   1,   0, 'as to the right of the jump'),
    edge('wrap(x)', -Math.PI, Math.PI,  1,   0, 'the double −π stands for −π, and (−π, π] has π'),
    edge('copysign(x, y)', [2, -0], -2, [-1, 0], [0, 0, 0], 'only x moves it; −0 is negative'),
    edge('relu(x)', 0,             0,   0,   0, 'the convention of TensorFlow, JAX and PyTorch; arbitrary'),
  ],
  'Ties': [
    edge('max(x, y)', [1, 1],      1, [0.5, 0.5], [0, 0, 0], 'each moves it by half (arbitrary), so max(x, x) has slope 1'),
    edge('min(x, y)', [1, 1],      1, [0.5, 0.5], [0, 0, 0], 'so max + min moves as x + y'),
    edge('max(x, y)', [NaN, 1],  NaN, [NaN, NaN], [0, 0, 0], 'NaN is not missing data'),
    edge('clamp(x, 0, 1)', 0,      0,   1,   0, 'at its bounds it moves with x, so a step off the bound is not lost'),
    edge('clamp(x, 0, 1)', 2,      1,   0,   0, 'beyond them with the bound'),
    edge('mod(x, y)', [6, 3],      0, [1, -2], [0, 0, 0], 'at a jump, as to its right'),
    edge('mod(x, y)', [5, 0],      5, [1, NaN], [0, 0, 0], 'the value is x (mathjs); how many zeros were taken has no answer'),
    edge('rem(x, y)', [-6, 3],    -0, [1, 2], [0, 0, 0], 'by the whole number of times y was taken'),
  ],
  'Roots and distances': [
    edge('sqrt(x)', 0,             0,  oo, -oo, 'the limit from the right'),
    edge('sqrt(x)', -0,           -0, -oo,  oo, 'IEEE 754: √−0 is −0, and ½/−0 is −∞'),
    edge('cbrt(x)', 0,             0,  oo, -oo, 'the limit from the right'),
    edge('cbrt(x)', -0,           -0,  oo,  oo, 'the limit from the left'),
    edge('nthRoot(x, 5)', -32,    -2, 0.0125, 0.0003125, 'the real root, of the side of x'),
    edge('add(sqrt(x), sqrt(y))', [0, 1], 1, [oo, 0.5], [-oo, 0, -0.25], BOX),
    edge('sqrt(square(x))', 0,     0,   0,  oo, `${BOX}; at the second order ∞ meets motion: write abs(x)`),
    edge('square(sqrt(x))', 0,     0, NaN, NaN, 'the chain rule meets 0·∞ with both alive: no answer is better than a wrong one'),
    edge('hypot(x, y)', [0, 0],    0, [0, 0], [NaN, NaN, NaN], 'the tip of a cone: the least subgradient; no curvature'),
    edge('square(hypot(x, y))', [0, 0], 0, [0, 0], [NaN, NaN, NaN], 'the slope is exact; for the curvature write square(x) + square(y)'),
    edge('hypot(x, y)', [oo, NaN], oo, [NaN, NaN], [NaN, NaN, NaN], 'the value is that of Math.hypot'),
    edge('atan2(y, x)', [-1, 0],  Math.PI, [0, -1], [0, -1, 0], 'on the cut: the angle jumps, its motion does not'),
    edge('atan2(y, x)', [0, 0],    0, [NaN, NaN], [NaN, NaN, NaN], 'no direction, no answer'),
  ],
  'Powers': [
    edge('pow(x, 0)', 0,           1,   0,   0, 'a constant, at every x, NaN too'),
    edge('pow(x, 1)', 0,           0,   1,   0, 'exact'),
    edge('pow(x, 2)', 0,           0,   0,   2, 'exact, and so x^n at every order'),
    edge('pow(x, 1.5)', 0,         0,   0,  oo, 'the limit from the right'),
    edge('pow(x, 0.5)', 0,         0,  oo, -oo, 'the limit from the right'),
    edge('pow(x, -1)', 0,         oo, -oo,  oo, 'the limit from the right'),
    edge('pow(x, 3)', -2,         -8,  12, -12, 'a negative base with a whole exponent moves in x'),
    edge('pow(-2, x)', 3,         -8, NaN, NaN, '… but not in the exponent: (−2)^3.0001 is not real'),
    edge('pow(x, 2.5)', -2,      NaN, NaN, NaN, 'not real'),
    edge('pow(0, x)', 0.5,         0,   0,   0, 'x^y·log x, in the limit x → 0: the power wins'),
    edge('pow(0, x)', 0,           1, -oo,  oo, 'from 1 at 0 to 0 right of it'),
    edge('pow(0, x)', -0.5,       oo, -oo,  oo, 'the same limit'),
    edge('pow(x, y)', [0, 0],      1, [0, -oo], [0, oo, oo], 'the limits x → 0 of y·x^(y−1), x^y·log x, x^(y−1)·(1 + y·log x), …'),
    edge('pow(x, y)', [0, 1],      0, [1, 0], [0, -oo, 0], 'the mixed partial is 1 + log x there'),
    edge('pow(x, y)', [0, 2],      0, [0, 0], [2, 0, 0], 'all limits exist'),
    edge('pow(x, y)', [1, 0],      1, [0, 0], [0, 1, 0], 'nothing special'),
    edge('pow(x, x)', 0,           1, -oo,  oo, 'x^x·(1 + log x) in the limit'),
  ],
  'Poles and ends of domains': [
    edge('log(x)', 0,            -oo,  oo, -oo, 'the limit from the right'),
    edge('log(x)', -1,           NaN,  -1,  -1, 'outside the domain the value is NaN; the slope is the formula’s'),
    edge('xlogx(x)', 0,            0, -oo,  oo, 'the limits'),
    edge('mul(x, log(x))', 0,    NaN, NaN, NaN, '0·∞ in the value already: use xlogx or xlogy'),
    edge('log(mul(0, x))', 1,    -oo,   0,   0, BOX),
    edge('div(1, x)', 0,          oo, -oo,  oo, 'the right side'),
    edge('div(1, x)', -0,        -oo, -oo, -oo, 'the left side'),
    edge('div(sin(x), x)', 0,    NaN, NaN, NaN, '0/0 in the value already: use sinc'),
    edge('sinc(x)', 0,             1,   0, -1 / 3, 'its Taylor series'),
    edge('asin(x)', 1,   Math.PI / 2,  oo,  oo, 'the limit from within'),
    edge('acos(x)', -1,      Math.PI, -oo,  oo, 'the limit from within'),
    edge('acosh(x)', 1,            0,  oo, -oo, 'the limit from within'),
    edge('atanh(x)', -1,         -oo,  oo, -oo, 'the limit from within'),
    edge('asec(x)', -1,      Math.PI,  oo,  oo, 'the limit from within'),
    edge('cot(x)', 0,             oo, -oo,  oo, 'the right side; −0 is the left'),
    edge('tan(x)', Math.PI / 2, 16331239353195370, 2.6670937881135714e32, 8.711389406220654e48, 'the double next to π/2 is no pole'),
    edge('normquantile(x)', 0,   -oo,  oo, -oo, 'the limits from within; so erfcinv'),
    edge('where(greater(x, 0), log(x), 0)', -1, 0, 0, 0, 'a choice that was not taken leaves no trace'),
  ],
  'Overflow, ±∞, NaN': [
    edge('exp(x)', 710,           oo,  oo,  oo, 'the slope of what is beyond float64 is too'),
    edge('exp(x)', -oo,            0,   0,   0, 'the limit'),
    edge('mul(x, exp(neg(y)))', [1, -1000], oo, [oo, -oo], [0, -oo, oo], BOX),
    edge('tanh(x)', oo,            1,   0,   0, 'the limit'),
    edge('square(x)', 1e200,      oo, 2e200, 2, 'the slope is finite where it is'),
    edge('atan(x)', oo,  Math.PI / 2,   0,   0, 'the limit'),
    edge('erf(x)', oo,             1,   0,   0, 'the limit'),
    edge('logaddexp(x, y)', [-oo, -oo], -oo, [0, 0], [0, 0, 0], 'an empty sum moves with nothing, as that of logSumExp does'),
    edge('logaddexp(x, y)', [-oo, 0],     0, [0, 1], [0, 0, 0], 'the limit'),
    edge('logaddexp(x, y)', [oo, oo],    oo, [NaN, NaN], [NaN, NaN, NaN], 'which of two infinities is the larger has no answer'),
    edge('sin(x)', oo,           NaN, NaN, NaN, 'no limit'),
    edge('mul(x, Infinity)', 0,  NaN,  oo,   0, 'IEEE 754: 0·∞ is NaN; the slope is ∞'),
    edge('exp(x)', NaN,          NaN, NaN, NaN, 'NaN stays NaN; where nothing moves (sign, floor) the slope stays 0'),
  ],
}

// ── the decisions, looked up ────────────────────────────────────────────────────────────────────────────────────────

const names = Object.keys(library)

/** The function of x, or of x and y, that a text means; it may call whatever the library exports. */
function program(text: string, arity: 1 | 2): (...xs: Scalar[]) => Scalar {
  return new Function(...names, `return (${['x', 'y'].slice(0, arity)}) => ${text}`)(...Object.values(library)) as (...xs: Scalar[]) => Scalar
}

/** What the library answers there. */
export function answer({ f, at }: Edge): Pick<Edge, 'value' | 'first' | 'second'> {
  if (at.length === 1) {
    const g = program(f, 1) as (x: Scalar) => Scalar, [x] = at
    return { value: g(x) as number, first: derivative(g)(x), second: derivative(g, { order: 2 })(x) }
  }
  const g = program(f, 2), [x, y] = at, of = (i: number, j: number) => partial(g, i, j)(x, y) as number
  return { value: of(0, 0), first: [of(1, 0), of(0, 1)], second: [of(2, 0), of(1, 1), of(0, 2)] }
}

// ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────────

function text(x: number | readonly number[]): string {
  if (typeof x !== 'number') return `[${x.map(text).join(', ')}]`
  const known: [number, string][] = [[Infinity, '∞'], [Math.PI, 'π'], [Math.PI / 2, 'π/2'], [0.5, '½']]
  const [, name] = known.find(([value]) => Math.abs(x) === value) ?? [0, String(Math.abs(x)).replace(/(\.\d{7})\d+/, '$1…')]
  return `${x < 0 || Object.is(x, -0) ? '−' : ''}${name}`
}

/** The decisions as Markdown, for the README. */
export function edgesTable(): string {
  return Object.entries(edges).map(([title, rows]) => [
    `**${title}**`, '', '| function | at x, or x and y | value | first | second derivative | because |', '|---|---|---|---|---|---|',
    ...rows.map(({ f, at, value, first, second, why }) => `| \`${f}\` | ${at.map(text).join(', ')} | ${text(value)} | ${text(first)} | ${text(second)} | ${why} |`),
  ].join('\n')).join('\n\n')
}
