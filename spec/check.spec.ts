// The numerical judge: what it accepts, what it finds, what it says it cannot tell, and how it says so.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  abs, add, binary, cbrt, check, cos, div, exp, floor, greater, less, linear, log, max, mul, neg, odeint, pow, primal, PushforwardError, sign, sin, sqrt, square,
  structural, sub, sum, tan, unary, where,
} from '../lib/index.ts'
import type { Binary, Scalar, UnaryRule, Value } from '../lib/value.ts'
import { differences } from '../lib/check/differences.ts'
import { Tensor } from '../lib/tensor.ts'
import { neighbour, ulpsBetween } from '../lib/check/ulps.ts'

const against = suite('check(f, g): the derivative against another function')

against('cos′ = −sin, numerically', () => {
  const report = check(cos, x => neg(sin(x)))
  assert.ok(report.ok)
  assert.is(report.worst?.ulps, 0)
  assert.match(report.words, /^cos′ against .*: the same to the last bit in all \d+ points of \[−4, 4\]$/)
  assert.is(String(report), `✓ ${report.words}`)
})

against('other formulas of the same derivative agree within rounding, and the report says how far they are apart', () => {
  const { ok, worst } = check(tan, x => div(1, square(cos(x))), { over: [-10, 10] })
  assert.ok(ok)
  assert.ok(worst !== undefined && worst.ulps > 0 && worst.ulps < 10 && worst.relative < 1e-15)
})

against('where a derivative crosses 0, what rounding of the point explains is let pass', () => {
  assert.ok(check(x => sin(mul(1e6, x)), x => mul(1e6, sin(add(mul(1e6, x), Math.PI / 2))), { over: [0, 1] }).ok)
})

against('a wrong derivative is found, and what is wrong with it said in words', () => {
  const report = check(cos, sin)
  assert.not.ok(report.ok)
  assert.match(report.words, /wrong in 110 of 111 points of \[−4, 4\]; it has the wrong sign$/)
  assert.match(check(exp, x => mul(2, exp(x))).words, /off by a factor of 0.5$/)
  assert.match(check(exp, x => sub(exp(x), 3)).words, /off by 3 everywhere$/)
  assert.match(check(x => max(x, 0), () => 1).words, /only for x from −4 to −1e−8$/)
})

against('an error of one part in a thousand millions is found, in one entry of a Jacobian', () => {
  const f = ([x, y]: readonly [Scalar, Scalar]): Scalar[] => [mul(x, y), exp(x)]
  const g = (off: number) => ([x, y]: readonly [Scalar, Scalar]): Scalar[][] => [[y, mul(x, 1 + off)], [exp(x), 0]]
  assert.ok(check(f, g(0), { over: [[0, 1], [1, 2]] }).ok)
  const { ok, worst } = check(f, g(1e-8), { over: [[0, 1], [1, 2]] })
  assert.not.ok(ok)
  assert.equal([worst?.output, worst?.input], ['[0]', '[1]'])
})

against('to any order: each derivative of f against that of the claim', () => {
  assert.ok(check(sin, cos, { order: 4 }).ok)
  const { worst } = check(x => mul(x, mul(x, x)), x => add(mul(3, square(x)), mul(1e-6, x)), { order: 2, at: [0] })
  assert.equal([worst?.order, worst?.got, worst?.expected], [2, 0, 1e-6])
})

against('structures: the gradient has the shape of the point', () => {
  const f = ({ a, b }: { a: Scalar; b: Scalar }): Scalar => mul(a, exp(b))
  assert.ok(check(f, ({ a, b }) => ({ a: exp(b), b: mul(a, exp(b)) }), { over: { a: [-1, 1], b: [-1, 1] } }).ok)
})

against('at a kink every slope between the two is right', () => {
  const { ok, remarks } = check(abs, sign)
  assert.ok(ok)
  assert.equal(remarks, ['kink of abs at x = 0: slopes −1 and 1, the derivative says 1'])
})

against.run()

const alone = suite('check(f): the derivative against finite differences')

alone('a smooth function agrees everywhere, far more closely than plain differences could tell', () => {
  const report = check(x => mul(exp(neg(square(x))), sin(mul(5, x))))
  assert.ok(report.ok)
  assert.is(report.wrong + report.undecided + report.outside, 0)
  assert.ok(report.worst !== undefined && report.worst.absolute < 1e-11, String(report))
})

alone('the worst is reported with the differences\' own error', () => {
  const { worst } = check(exp, { at: [1] })
  assert.is(worst?.at, 1)
  assert.is(worst?.got, Math.E)
  assert.ok(worst !== undefined && Math.abs(worst.expected - Math.E) <= worst.uncertainty && worst.uncertainty < 1e-11)
})

alone('to any order, each against differences of the one below', () => {
  const report = check(x => mul(x, exp(x)), { order: 4 })
  assert.ok(report.ok, String(report))
  assert.match(report.words, /′ … f⁽⁴⁾/)
})

alone('functions of several numbers, arrays and objects', () => {
  assert.ok(check((x, y) => mul(x, exp(y)), { order: 2 }).ok)
  assert.ok(check(([x, y]) => [mul(x, sin(y)), div(x, y)], { over: [[-1, 1], [1, 2]], order: 2 }).ok)
  assert.ok(check(({ a, b }: { a: Scalar; b: Scalar[] }) => ({ c: b.map(bi => mul(a, bi)) }), { over: { a: [0, 1], b: [[0, 1], [0, 1]] } }).ok)
})

alone('many inputs are looked at along random directions', () => {
  const f = (x: Scalar[]): Scalar => x.reduce((sum, xi) => add(sum, cos(xi)))
  const { ok, worst } = check(f, { over: Array.from({ length: 30 }, () => [-1, 1] as const), samples: 3 })
  assert.ok(ok)
  assert.match(worst?.input ?? '', /^random direction \d$/)
})

alone('at the ends of a domain differences are one-sided: nothing outside is evaluated', () => {
  const asked: number[] = []
  const f = (x: Scalar): Scalar => (asked.push(primal(x)), pow(x, 3))
  assert.ok(check(f, { over: [1, 2] }).ok)
  assert.ok(Math.min(...asked) === 1 && Math.max(...asked) === 2)
})

alone('beside a point outside the domain, and where the function throws', () => {
  assert.ok(check(log, x => div(1, x), { at: [1e-300, 1e-12, 1, 1e12, 1e300] }).ok)
  const { ok, outside } = check(x => sqrt(x), { over: [-1, 1] })
  assert.ok(ok && outside > 0)
  assert.ok(check(x => greater(x, 0) ? log(x) : assert.unreachable(), { at: [0.001, 1] }).ok)
})

/** Goes wrong on purpose: JavaScript arithmetic on the primal freezes what it touches. */
const frozen = (x: Scalar): Scalar => mul(x, Math.exp(primal(x)))

alone('a derivative lost on the way is found', () => {
  const { ok, words } = check(frozen)
  assert.not.ok(ok)
  assert.match(words, /wrong in \d+ of 111 points/)
})

alone('kinks, jumps and vertical slopes are named, and no excuse elsewhere', () => {
  assert.equal(check(x => mul(abs(x), exp(x)), { at: [-1, 0, 1] }).remarks, ['kink of f at x = 0: slopes −1 and 1, the derivative says 1'])
  assert.equal(check(floor, x => mul(0, x), { at: [1, 1.5] }).ok, true)
  assert.equal(check(x => floor(x), { at: [1, 1.5] }).remarks, ['jump of f at x = 1'])
  assert.equal(check(x => cbrt(x), { at: [0, 1] }).remarks, ['vertical slope of f at x = 0'])
  const jumps = (x: Scalar): Scalar => where(less(x, 1), x, add(mul(3, x), 5))
  assert.ok(check(jumps, { at: [0.5, 1, 1.5] }).ok)
  assert.not.ok(check(jumps, () => 1, { at: [1.5] }).ok)
})

alone('for a function of one number also between the points', () => {
  const broken = (x: Scalar): Scalar => where(less(x, 1.3), x, where(less(x, Math.E), add(x, 1e-3), sub(mul(3, x), 2 * Math.E - 1e-3)))
  const { ok, remarks } = check(broken)
  assert.ok(ok)
  assert.equal(remarks, ['jump of broken at x = 1.3', 'kink of broken at x = 2.71828: slopes 1 and 3'])
  for (const lively of [x => sin(mul(50, x)), x => exp(mul(-100, square(x))), x => div(1, add(1, mul(1e4, square(x)))), x => sin(exp(x)), tan] as ((x: Scalar) => Scalar)[])
    assert.equal(check(lively).remarks.filter(remark => /^(jump|kink)/.test(remark)), [], String(lively))
})

alone('no kink is seen where there is none: near a vertical slope, a pole, and where doubles lie too far apart to tell', () => {
  const smooth: [f: (x: Scalar) => Scalar, over: readonly [number, number]][] = [
    [sin, [0, 1e308]], [sin, [-1e200, 1e200]], [cos, [1e15, 1e17]], [x => sin(mul(1e300, x)), [0, 1]], [x => sin(square(x)), [0, 1e9]], [tan, [0, 1e6]],
    [sqrt, [-1, 1]], [sqrt, [0, 1e-6]], [cbrt, [-1, 1]], [log, [-1, 1]], [x => div(1, x), [-1, 2]], [x => pow(x, 0.3), [0, 10]], [exp, [-700, 700]], [x => exp(div(-1, x)), [0, 1]],
  ]
  for (const [f, over] of smooth) assert.equal(check(f, { over, samples: 300 }).remarks.filter(remark => /^(jump|kink)/.test(remark)), [], `${String(f.name || f)} over ${String(over)}`)
  const kinks = (f: (x: Scalar) => Scalar, over: readonly [number, number]): number => check(f, { over }).remarks.filter(remark => remark.startsWith('kink')).length
  assert.equal([kinks(x => abs(sin(x)), [1, 10]), kinks(x => abs(sub(x, 1e10)), [1, 3e10]), kinks(x => max(x, square(x)), [0.3, 3.7]), kinks(x => abs(sub(square(x), 1e-6)), [0.9e-3, 1.2e-3]), kinks(x => add(1e3, abs(sub(x, 0.3))), [-1, 1])], [3, 1, 1, 1, 1])
})

alone('a kink may also be missed by the rule: a slope that is none of the two is wrong', () => {
  assert.not.ok(check(x => mul(1.5, where(less(x, 0), 0, mul(primal(x), 1))), { at: [1] }).ok)
  const odd = unary('odd', Math.abs, x => add(2, mul(0, x)))
  assert.not.ok(check(x => odd(x), { at: [0] }).ok)
})

alone('what differences cannot tell is said, not passed over', () => {
  const rough = (x: Scalar): Scalar => mul(pow(abs(x), 1.2), sin(div(1, x)))
  const report = check(rough, { at: [1e-9, 1] })
  assert.ok(report.undecided > 0 || report.wrong === 0)
  const nothing = check(x => mul(pow(x, 1.5), 1), { at: [0] })
  assert.not.ok(nothing.ok)
  assert.is(nothing.undecided, 1)
  assert.match(nothing.words, /nothing could be compared at 1 point$/)
  assert.match(String(nothing), /differences cannot tell at x = 0/)
})

alone('what cannot be decided bears no cross', () => {
  const text = (f: (x: Scalar) => Scalar, x: number): string => String(check(f, { at: [x] }))
  assert.match(text(x => sin(x), 1e22), /^\? .*′ against finite differences: nothing could be compared at 1 point\n {2}differences cannot tell at x = 1e\+22: they come to nothing, the derivative is 0\.523/)
  assert.match(text(x => pow(x, x), 0), /^\? .*\n {2}differences cannot tell at x = 0: they say −18\.7\d* ± 7e−1, the derivative is −∞$/)
  assert.match(text(cos, 1), /^✓/)
  assert.match(String(check(cos, sin)), /^✗/)
})

alone('a point in a typed array is told', () => {
  const report = check((v: Value) => sum(mul(2, v)), (v: Value) => mul(3, v), { at: [Float64Array.of(1, 2)] as never[] })
  assert.match(String(report), / at \[1, 2\]/)
})

alone('NaN is never right where there is a slope', () => {
  const report = check(unary('odd', x => x, x => div(mul(0, x), mul(0, x))))
  assert.not.ok(report.ok)
  assert.match(report.words, /the rule of odd is NaN/)
})

alone.run()

const rows = suite('check(row): value against rule, to second order, in every mode')

const softsign = (rule?: UnaryRule) => unary('softsign', x => x / (1 + Math.abs(x)), rule)

rows('a right row', () => {
  const report = check(softsign(x => div(1, square(add(1, abs(x))))))
  assert.ok(report.ok, String(report))
  assert.match(report.words, /^softsign′ and softsign″ against finite differences: agrees in all/)
  assert.match(report.remarks[0] ?? '', /^in every mode alike: plain, flat, nested, tensor, compiled$/)
})

rows('a rule that is off by a factor, has the wrong sign, or never moves', () => {
  assert.match(check(softsign(x => div(2, square(add(1, abs(x)))))).words, /^the rule of softsign is off by a factor of 2 at x = /)
  assert.match(check(softsign(x => neg(div(1, square(add(1, abs(x))))))).words, /^the rule of softsign has the wrong sign at x = /)
  assert.match(check(softsign(0)).words, /^the rule of softsign is 0 where it should not be at x = /)
  assert.match(check(softsign(x => div(1, square(add(1, x))))).words, /^the rule of softsign is wrong only for x from −4 to −1e−8/)
})

rows('a rule that uses something that is not a row: the second derivative is frozen, or refused', () => {
  const frozen = check(softsign(x => 1 / (1 + Math.abs(primal(x as Scalar))) ** 2))
  assert.match(frozen.words, /^the second derivative of softsign is .* uses something that isn't a row, such as primal\(x\)/)
  const refused = check(softsign(x => 1 / (1 + Math.abs(x as number)) ** 2))
  assert.match(refused.words, /^the second derivative of softsign cannot be had, so its rule uses something that isn't a row: a dual number met/)
})

rows('a rule that uses a row with a wrong rule', () => {
  const wrong = unary('wrong', Math.cos, x => sin(x))
  assert.match(check(unary('sinus', Math.sin, x => wrong(x))).words, /^the second derivative of sinus has the wrong sign .* a row that its rule uses has a wrong rule/)
})

rows('no rule, or a rule that gives no value', () => {
  assert.match(check(softsign()).words, /^the rule of softsign cannot be used: softsign has no derivative rule here/)
  assert.match(check(softsign((() => 'nothing') as never)).words, /^the rule of softsign cannot be used: .* returned the string "nothing"/)
})

rows('of two arguments: it says which', () => {
  const area = (dr: (r: Value, h: Value) => Value) => binary('area', (r, h) => r * r * h, dr, r => square(r))
  assert.ok(check(area((r, h) => mul(2, mul(r, h)))).ok)
  assert.match(check(area((r, h) => mul(3, mul(r, h)))).words, /^the rule of area for argument 1 is .*at \[/)
})

rows('an argument that only chooses the function is held', () => {
  const power: Binary = binary('power', (n, x) => x ** n, undefined, (n, x) => mul(n, power(sub(n, 1), x)), { domain: [[3, 3], [1, 2]] })
  assert.ok(check(power).ok)
})

rows('of several outputs', () => {
  const both = (slope: number) => structural('both', (x: Value, y: Value) => [mul(x, y), exp(x)],
    (dx, x, y) => [mul(dx, y), mul(dx, exp(x))],
    (dy, x) => [mul(mul(slope, x), dy), 0])
  assert.ok(check(both(1)).ok)
  assert.match(check(both(2)).words, /^the rule of both for argument 2 is/)
})

rows('of tensors: at points of tensors', () => {
  const point = [new Tensor([3], Float64Array.of(1, -2, 3))]
  assert.ok(check(linear('double', x => mul(2, x)), { at: [point] }).ok)
  const cumulated = (rule: (dx: Value, x: Value) => Value) => structural('squares', (x: Value) => square(x), rule)
  assert.ok(check(cumulated((dx, x) => mul(mul(2, x), dx)), { at: [point] }).ok)
  assert.match(check(cumulated(dx => dx), { at: [point] }).words, /^the rule of squares for argument 1 is wrong at \[\[1, −2, 3\]\]$/)
})

rows('a rule that branches on JavaScript\'s terms is not that of tensors', () => {
  const rough = unary('rough', Math.abs, x => less(x as Scalar, 0) ? -1 : 1)
  assert.match(check(rough).words, /^the tangent of rough at x = .* in tensor mode$/)
  const scalar = unary('scalar', Math.abs, x => {
    if (typeof x !== 'number' && !('primal' in x)) throw new Error('numbers only')
    return div(x, abs(x))
  })
  assert.match(check(scalar, { over: [1, 2] }).words, /^scalar fails in tensor mode: .*numbers only/)
})

rows('a row whose value depends on how it is called', () => {
  let calls = 0
  const restless = unary('restless', () => calls++, 0)
  assert.match(check(restless).words, /restless/)
  assert.not.ok(check(restless).ok)
})

rows.run()

const words = suite('input')

/** The one sentence an error says. */
function sentence(use: () => unknown): string {
  try {
    use()
  } catch (error) {
    assert.instance(error, PushforwardError)
    return (error as PushforwardError).message
  }
  return assert.unreachable('nothing was thrown') as never
}

words('a function with a tolerance of its own is wrong by little everywhere: it is said what to do', () => {
  const decay = (k: Scalar): Scalar => odeint((_t, y: Scalar) => neg(mul(k, y)), 1, [0, 1])[1] as Scalar
  assert.match(check(decay, { over: [0.5, 2], samples: 5 }).words, /wrong in .*; all errors are below 1e−6: a function with a tolerance of its own, as odeint has, needs \{ tolerance: 1e-6 \}$/)
  assert.ok(check(decay, { over: [0.5, 2], samples: 5, tolerance: 1e-6 }).ok)
  assert.not.match(check(exp, x => mul(1.001, exp(x))).words, /tolerance/)
})

words('one point is one point', () => {
  assert.match(check(x => square(x), { at: [1] }).words, /: agrees at 1 point$/)
})

words('wrong input gets one sentence', () => {
  assert.match(sentence(() => check('cos' as never)), /^check expects a function, and got the string "cos"/)
  assert.match(sentence(() => check(cos, { order: 0 })), /order } to be a whole number from 1 on, and got the number 0$/)
  assert.match(sentence(() => check(cos, { over: [2, 1] })), /from ≤ to, and got \[2, 1\]$/)
  assert.match(sentence(() => check(cos, { over: 'x' as never })), /over } to be an interval/)
  assert.match(sentence(() => check(cos, { at: [] })), /at } to be a list of points, and got an empty array$/)
  assert.match(sentence(() => check(cos, 3 as never)), /^check expects the other function or \{ over, at, order, … \} second, and got the number 3$/)
  assert.match(sentence(() => check(([x, y]) => mul(x, y))), /perhaps \{ over: \[\[-1, 1\], \[-1, 1\]\] \}$/)
  assert.match(sentence(() => check((p: { a: Scalar }) => p.a)), /came to undefined \(.*\); perhaps .* or \{ over: \{ a: \[-1, 1\] \} \}, or a return is missing$/)
  for (const samples of [0, NaN, -1, 2.5]) assert.match(sentence(() => check(cos, { samples })), /samples \} to be a whole number from 1 on, and got the number/)
  assert.match(sentence(() => check(function* (x: Scalar) { yield x })), /; it got a \[object Generator\]$/)
  assert.match(sentence(() => check(([x, y]) => mul(x, y), x => x, { at: [[1, 2], [3, 4]] }).ok || check(cos, x => [x, x])), /return the one derivative/)
})

words.run()

const tools = suite('tools')

tools('ulpsBetween counts the numbers between two numbers', () => {
  assert.is(ulpsBetween(1, 1 + 2 ** -52), 1)
  assert.is(ulpsBetween(1, 1 - 2 ** -53), 1)
  assert.is(ulpsBetween(0, -0), 0)
  assert.is(ulpsBetween(Number.MIN_VALUE, -Number.MIN_VALUE), 2)
  assert.is(ulpsBetween(Infinity, Number.MAX_VALUE), 1)
  assert.is(ulpsBetween(NaN, NaN), 0)
  assert.is(ulpsBetween(NaN, 1), Infinity)
  assert.is(ulpsBetween(1, 2), 2 ** 52)
})

tools('neighbour is the next number', () => {
  assert.is(neighbour(1, 1), 1 + 2 ** -52)
  assert.is(neighbour(0, -1), -Number.MIN_VALUE)
  assert.is(neighbour(Number.MAX_VALUE, 1), Infinity)
  assert.is(neighbour(Infinity, 1), Infinity)
})

/** The slope of f at x by differences, with the error they admit. */
const slopeAt = (f: (x: number) => number, x: number) => {
  const scale = Math.abs(x)
  const first = [...new Set([Math.max(scale, 1), Math.min(scale || 1, 1)])].map(s => 0.37 * s)
  return differences(t => [f(x + t)], { low: -Infinity, high: Infinity, first, size: scale, snap: t => (x + t) - x })[0]!
}

tools('differences know their own error', () => {
  const cases: [name: string, f: (x: number) => number, x: number, slope: number, sure: number][] = [
    ['sin',        Math.sin,                            1,     Math.cos(1),              1e-12],
    ['sin, far',   Math.sin,                            1e6,   Math.cos(1e6),            1e-7],
    ['sin, fast',  x => Math.sin(300 * x),              1,     300 * Math.cos(300),      1e-9],
    ['exp, small', Math.exp,                            -30,   Math.exp(-30),            1e-11],
    ['exp, large', Math.exp,                            300,   Math.exp(300),            1e-10],
    ['log, small', Math.log,                            1e-12, 1e12,                     1e-10],
    ['pole',       x => 1 / x,                          1e-8,  -1e16,                    1e-11],
    ['steep',      Math.tan,                            1.57,  1 / Math.cos(1.57) ** 2,  1e-8],
    ['tiny',       x => 1e-200 * Math.sin(x),           1,     1e-200 * Math.cos(1),     1e-12],
    ['coarse',     x => (1 + 1e-10 * Math.sin(x)) - 1,  1,     1e-10 * Math.cos(1),      1e-4],
    ['near kink',  Math.abs,                            1e-6,  1,                        1e-12],
    ['near the largest', x => 1e308 * Math.sin(x),      2,     1e308 * Math.cos(2),      1e-11],
    ['stairs',     Math.floor,                          2.5,   0,                        0],
  ]
  for (const [name, f, x, slope, sure] of cases) {
    const seen = slopeAt(f, x)
    assert.is(seen.kind, 'smooth', name)
    assert.ok(seen.slope.told && Math.abs(seen.slope.slope - slope) <= seen.slope.error, `${name}: ${seen.slope.slope} ± ${seen.slope.error}, not ${slope}`)
    assert.ok(seen.slope.error <= sure * Math.abs(slope) + 1e-13, `${name}: the error ${seen.slope.error} is no news`)
  }
})

tools('a kink far from 0, and one of a sum that is larger by far', () => {
  for (const [f, x] of [[(t: number) => Math.abs(t - 1e6), 1e6], [(t: number) => 1e6 + Math.abs(t), 0], [(t: number) => Math.max(t, 0), 0], [(t: number) => Math.abs(t) + t * t * Math.sin(3 * t), 0]] as const) assert.is(slopeAt(f, x).kind, 'kink', String(f))
})

tools('differences see kinks, jumps and vertical slopes', () => {
  const kind = (f: (x: number) => number): string => slopeAt(f, 0).kind
  assert.equal([kind(Math.abs), kind(Math.sign), kind(Math.floor), kind(Math.cbrt), kind(x => x ** 2), kind(Math.log)],
    ['kink', 'jump', 'jump', 'vertical', 'smooth', 'nothing'])
  const { left, right } = slopeAt(x => Math.max(x, 3 * x), 0)
  assert.ok(Math.abs(left.slope - 1) < 1e-9 && Math.abs(right.slope - 3) < 1e-9)
})

tools.run()
