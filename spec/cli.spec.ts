// The command: what it prints for a formula and a point, what it says about wrong input, and how it behaves in a pipe.

import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { request } from '../lib/cli/arguments.ts'
import { inOrder } from '../lib/cli/orders.ts'
import { json, paper } from '../lib/cli/paper.ts'
import { run } from '../lib/cli/run.ts'

const sheet = paper(false, 80)

/** The text that the command prints, and its exit code. */
const answer = (...words: string[]): { text: string; code: number } => run(request(words), sheet)
const text = (...words: string[]): string => answer(...words).text
const data = (...words: string[]): Record<string, unknown> => JSON.parse(json(run(request([...words, '--json']), sheet).data)) as Record<string, unknown>
const sentence = (...words: string[]): string => {
  try { answer(...words) } catch (error) { return (error as Error).message }
  return assert.unreachable(`${words.join(' ')} is accepted`) as never
}

// ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const answers = suite('a formula and a point')

answers('one variable: value, derivative, and what finite differences say', () => {
  const lines = text('cos(x)', 'x=1').split('\n')
  assert.equal(lines.slice(0, 5), ['  f(x) = cos(x)', '', '  f(1)  =  0.5403023058681398', '  f′(1) = -0.8414709848078965', ''])
  assert.match(lines[5]!, /^ {2}✓ finite differences say -0\.8414709848\d+ ± \d(\.\d)?e-1\d: 1[0-9] digits agree$/)
})

answers('several variables: the gradient', () => {
  const lines = text('x^2 * cos(y)', 'x=3', 'y=0').split('\n')
  assert.is(lines[0], '  f(x, y) = x^2 * cos(y)   at x = 3, y = 0')
  assert.match(lines[2]!, /^ {2}f {5}= 9$/)
  assert.match(lines[3]!, /^ {2}∂f\/∂x = 6 {3}(all|\d+) digits$/)
  assert.match(lines[4]!, /^ {2}∂f\/∂y = (0|-0) /)
})

answers('an array: the Jacobian, in a table', () => {
  const lines = text('[r * cos(t), r * sin(t)]', 'r=2', 't=0').split('\n')
  assert.match(lines[2]!, /^ {9}f {3}∂\/∂r {9}∂\/∂t$/)
  assert.match(lines[3]!, /^ {2}f\[1\] {3}2 {3}1 +-?0$/)
  assert.match(lines[4]!, /^ {2}f\[2\] {3}0 {3}0 +2$/)
})

answers('a wide Jacobian is rounded to fit the terminal', () => {
  assert.ok(text('[sin(x) y, cos(x) / y, exp(x) z]', 'x=1', 'y=3', 'z=7').split('\n').every(line => [...line].length <= 80))
})

answers('a direction: the Jacobian times a vector', () => {
  const lines = text('[x * y, sin(x)]', 'x=1', 'y=2', 'dx=1').split('\n')
  assert.is(lines[0], '  f(x, y) = [x * y, sin(x)]   at x = 1, y = 2, along dx = 1, dy = 0')
  assert.match(lines[3]!, /^ {2}f\[1\] {3}2 +2$/)
  assert.match(lines[4]!, /^ {2}f\[2\] {3}0\.8414709848078965 {3}0\.5403023058681398$/)
})

answers('a variable named dx is a variable', () => {
  assert.match(text('x * dx', 'x=2', 'dx=3'), /∂f\/∂dx = 2/)
})

answers('--order: all derivatives', () => {
  const lines = text('x^4', 'x=2', '--order', '5').split('\n')
  assert.equal(lines.slice(2, 8).map(line => line.replace(/ {3}(all|\d+) digits$/, '').trim()), ['f    = 16', 'f′   = 32', 'f″   = 48', 'f‴   = 48', 'f⁽⁴⁾ = 24', 'f⁽⁵⁾ = 0'])
  assert.match(text('x^2 * y^3', 'x=1', 'y=2', '--order=2'), /∂²f\/∂x² {2}= 16\n {2}∂²f\/∂x∂y = 24\n {2}∂²f\/∂y² {2}= 12/)
})

answers('--hessian: the matrix of second derivatives', () => {
  assert.match(text('x^2 * y^3', 'x=1', 'y=2', '--hessian'), / {2}∂²f {3}∂x {3}∂y\n {2}∂x {4}16 {3}24\n {2}∂y {4}24 {3}12\n/)
})

answers('points are numbers in any form, and arrays', () => {
  const value = (word: string): unknown => data('x', `x=${word}`)['value']
  assert.equal(['-2', '1e-3', 'pi/4', '-.5', '2^10', '+3', '1/3'].map(value), [-2, 1e-3, Math.PI / 4, -0.5, 1024, 3, 1 / 3])
  assert.equal(data('v[1] * v[2]', 'v=[2, 3]')['gradient'], { v: [3, 2] })
})

answers('what is given a value is a variable, mathjs’ constants too', () => {
  assert.equal(data('e^x', 'e=2', 'x=1')['gradient'], { e: 1, x: 2 * Math.log(2) })
  assert.equal(data('i * x', 'i=2', 'x=5')['gradient'], { i: 5, x: 2 })
  assert.equal(data('e * i * pi', 'e=1', 'i=2', 'pi=3')['gradient'], { e: 6, i: 3, pi: 2 })
  assert.is(data('pi * x', 'pi=3', 'x=1', 'dpi=1')['tangent'], 1)
  assert.match(text('e^x', 'x=1', '--plot', '--over', 'e=1..3'), /f = e\^x/)
  assert.is(sentence('x^2', 'x=1', 'pi=3'), 'the formula x^2 has no variable pi; it has x')
  assert.is(sentence('e^x', 'x=1', 'de=1'), 'de moves e, which needs a value then, such as e=1')
  assert.match(sentence('e = 2; e * x', 'x=1', 'e=3'), /has no variable e/)
})

answers('--order of a formula whose derivatives are costly answers, or says which order it can', () => {
  const start = performance.now()
  assert.match(text('sin(x) * exp(x/2)', 'x=0.5', '--order', '13'), /f⁽¹²⁾ = +4\.5988794803\d* +\d\d digits\n.*f⁽¹³⁾ = +3\.98536965\d*\n[\s\S]*; beyond order 12 none are taken/)
  assert.ok(performance.now() - start < 20_000)
  let seconds = 0
  const slow = (order: number): number => { seconds += 4 ** (order - 10); return order }
  assert.equal(inOrder(10, slow, () => seconds), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  assert.throws(() => inOrder(20, slow, () => seconds), /--order 20 takes too long for this formula: order 11 took 4\.0 s, .*; --order 11 answers$/)
  assert.match(sentence('x * y', 'x=1', 'y=1', '--order', '31'), /from 1 to 20/)
  assert.match(sentence('x y z', 'x=1', 'y=1', 'z=1', '--order', '20'), /asks for 1770 partial derivatives; at most 500/)
})

answers('where derivative and differences are both 0, it is not said that no digits agree', () => {
  const near = text('sin(x)^2 + cos(x)^2', 'x=1'), several = text('y * (sin(x)^2 + cos(x)^2)', 'x=1', 'y=1')
  assert.match(near, /finite differences say .* ± .*: both are 0 to within that error/)
  assert.match(several, /∂f\/∂x = .* 0 ± \de-1\d\n/)
})

answers('a formula may begin with a minus, be an assignment, or a block', () => {
  assert.is(data('-x^2', 'x=-2')['derivative'], 4)
  assert.is(data('-sin(x)', 'x=0')['derivative'], -1)
  assert.is(data('x=0', '-sin(x)')['derivative'], -1)
  assert.is(data('y = x^2; y + 1', 'x=3')['derivative'], 6)
  assert.match(text('--', '--x', 'x=3'), /f′\(3\) = 1/)
  assert.is(data('f(t) = t^2', 't=3')['derivative'], 6)
})

answers('without a variable there is a value', () => {
  assert.match(text('2 * pi'), /2 \* pi = 6\.283185307179586/)
})

answers('kinks, jumps and vertical slopes are named', () => {
  assert.match(text('abs(x)', 'x=0'), /a kink of f at x = 0: slopes −1 and 1, the derivative says 1/)
  assert.match(text('floor(x)', 'x=1'), /a jump of f at x = 1/)
  assert.match(text('sqrt(x) + y', 'x=0', 'y=1'), /∂f\/∂x = Infinity {3}at a vertical slope/)
})

answers('what differences cannot decide is neither agreement nor the lack of it', () => {
  for (const [formula, at] of [['sin(x)', 'x=1e22'], ['x^x', 'x=0']] as const) {
    const said = text(formula, at)
    assert.match(said, /\n {2}\? finite differences cannot tell at x = /)
    assert.not.match(said, /✗|do not agree/)
    assert.is((data(formula, at)['differences'] as { agree: unknown }).agree, null)
    assert.match(text(`${formula} + y`, at, 'y=1'), /∂f\/∂x = .* undecided\n/)
  }
  assert.match(text('gamma(x)', 'x=171'), /✓ finite differences say 3\.729394818\d*e\+307/)
  assert.is((data('log(x)', 'x=0')['differences'] as { agree: unknown }).agree, null)
  assert.is((data('cos(x)', 'x=1')['differences'] as { agree: unknown }).agree, true)
  const { text: verdict, code } = answer('log(x)', '--check', '1/x', 'x=0')
  assert.is(code, 1)
  assert.match(verdict, /^\? .*: nothing could be compared at 1 point/)
})

answers('a formula that is a definition is its own heading', () => {
  assert.match(text('f(x) = x^2', 'x=3'), /^ {2}f\(x\) = x\^2\n/)
  assert.match(text('k = 2; f(t) = k t^2', 't=3'), /^ {2}k = 2; f\(t\) = k t\^2\n/)
  assert.match(text('g(x, y) = x y', 'x=3', 'y=1'), /^ {2}f\(x, y\) = g\(x, y\), where g\(x, y\) = x y {3}at x = 3, y = 1\n/)
})

answers('where the value is not finite, differences say nothing', () => {
  assert.match(text('1 / x', 'x=0'), /f′\(0\) = -Infinity\n\n {2}finite differences say nothing here: the value is not finite\n/)
  assert.match(text('log(x) + y', 'x=-1', 'y=1'), /say nothing here/)
})

answers('what does not fit beside the formula stands below it', () => {
  const [first, second] = text('a * b * c + sin(a b c)', 'a=0.123456789', 'b=0.234567891', 'c=0.345678912').split('\n')
  assert.is(first, '  f(a, b, c) = a * b * c + sin(a b c)')
  assert.is(second, '    at a = 0.123456789, b = 0.234567891, c = 0.345678912')
})
answers.run()

// ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const asJson = suite('--json')

asJson('value and derivative, with what differences say', () => {
  const { differences, ...rest } = data('cos(x)', 'x=1')
  assert.equal(rest, { formula: 'cos(x)', point: { x: 1 }, value: Math.cos(1), derivative: -Math.sin(1) })
  assert.ok((differences as { agree: boolean; digits: number }).agree && (differences as { digits: number }).digits >= 10)
})

asJson('gradient, Jacobian, Hessian, all orders, a direction', () => {
  assert.equal(data('x * y', 'x=2', 'y=3')['gradient'], { x: 3, y: 2 })
  assert.equal(data('[x * y, x]', 'x=2', 'y=3')['jacobian'], [[3, 2], [1, 0]])
  assert.equal(data('x * y^2', 'x=2', 'y=3', '--hessian')['hessian'], [[0, 6], [6, 4]])
  assert.equal(data('x^3', 'x=2', '--order', '3')['derivatives'], [8, 12, 12, 6])
  assert.is(data('x * y', 'x=2', 'y=3', 'dx=1', 'dy=10')['tangent'], 23)
  assert.equal(data('x * y', 'x=2', 'y=3', '--order', '2')['partials'], [
    { by: ['x'], value: 3 }, { by: ['y'], value: 2 }, { by: ['x', 'x'], value: 0 }, { by: ['x', 'y'], value: 1 }, { by: ['y', 'y'], value: 0 }])
})

asJson('what JSON has no number for is a string', () => {
  assert.is(data('1 / x', 'x=0')['value'], 'Infinity')
  assert.is(data('log(x)', 'x=-1')['value'], 'NaN')
})

asJson('reports and plots too', () => {
  const report = data('cos(x)', '--check', 'sin(x)', '--over', 'x=0..3')
  assert.is(report['ok'], false)
  assert.type((report['worst'] as { ulps: number }).ulps, 'number')
  assert.is((data('x^2', '--plot')['curves'] as unknown[]).length, 2)
})
asJson.run()

// ── over an interval ────────────────────────────────────────────────────────────────────────────────────────────────

const surveys = suite('over an interval')

surveys('--check: a derivative that is right, to the last bit', () => {
  const { text, code } = answer('cos(x)', '--check', '-sin(x)', '--over', 'x=-10..10')
  assert.is(code, 0)
  assert.match(text, /^✓ cos\(x\)′ against -sin\(x\): the same to the last bit in all 1\d\d\d points of \[−10, 10\]\n$/)
})

surveys('--check: one that is wrong: the worst point, its errors, exit code 1', () => {
  const { text, code } = answer('cos(x)', '--check', 'sin(x)', '--over', 'x=-10..10')
  assert.is(code, 1)
  assert.match(text, /^✗ .* wrong in \d+ of \d+ points of \[−10, 10\]; it has the wrong sign\n {2}worst of cos\(x\)′ at x = .*; error .*, relative .* ulp/)
})

surveys('--check: a gradient, a point, an interval with the rest fixed', () => {
  assert.is(answer('x^2 * y', '--check', '[2 x y, x^2]').code, 0)
  assert.is(answer('x^2 * y', '--check', '[2 x y, x]').code, 1)
  assert.is(answer('x^2', '--check', '2x', 'x=3').code, 0)
  assert.is(answer('x^2 * y', '--check', '2 x y', 'y=3', '--over', 'x=0..1').code, 0)
})

surveys('--check: no kinks where there are none', () => {
  assert.is(text('sin(x)', '--check', 'cos(x)', '--over', 'x=0..1e308').trim().split('\n').length, 1)
  assert.not.match(text('sqrt(x)', '--check', '1/(2*sqrt(x))', '--over', 'x=-1..1'), /kink|jump/)
})

surveys('--check: a gradient where a value fixes a variable', () => {
  assert.is(sentence('x*y', '--check', '[y,x]', 'y=1', '--over', 'x=0..1'), '--check [y,x] gives the derivative by x and y, and y=1 fixes y: only that by x is compared; perhaps --over in place of the value')
})

surveys('--plot: the formula and its derivative', () => {
  const plot = text('sin(x)', '--plot', '--over', 'x=-2*pi..2*pi')
  assert.match(plot, /⠤⠤⠤⠤ f = sin\(x\) {4}⠄⠠⠄⠠ f′/)
  assert.ok(plot.split('\n').every(line => [...line].length <= 78))
  assert.match(text('a * x', 'a=2', '--plot'), /f = a \* x/)
  assert.match(text('[x, x^2]', '--plot'), /f₁ .* f₂ .* f₁′ .* f₂′/)
})

surveys('--emit: the derivative as a program', () => {
  const { file, text } = run(request(['x^2*sin(y)', '--emit', 'out/gradient.ts']), sheet)
  assert.is(text, '[2 * x * sin(y), x^2 * cos(y)]\nwrote out/gradient.ts\n')
  assert.is(file?.name, 'out/gradient.ts')
  assert.is(file?.content, `export function gradient(x: number, y: number): number[] {
  return [(x * 2) * Math.sin(y), Math.pow(x, 2) * Math.cos(y)]
}
`)
  const content = (...words: string[]): string => run(request(words), sheet).file?.content ?? ''
  assert.is(content('cos(x)', '--emit', 'd.tex'), '-\\sin\\left(x\\right)\n')
  assert.match(content('cos(x)', '--emit', 'my slope.mjs', '--order', '2'), /^export function mySlope\(x\) \{\n {2}return -Math\.cos\(x\)/)
  for (const [file, name] of [['v1.js', 'v1_'], ['class.ts', 'class_'], ['Math.js', 'Math_'], ['2d.ts', 'f2d']] as const) assert.match(content('x^2', '--emit', file), new RegExp(`^export function ${name}\\(`))
  assert.match(content('x*y', '--emit', 'h.js', '--hessian'), /return \[\[0, 1\], \[1, 0\]\]/)
  assert.match(content('[x, x*y]', '--emit', 'J.js'), /return \[\[1, 0\], \[y, x\]\]/)
  assert.match(content('cos(x)', '--emit', 'graph.dot'), /^digraph/)
  assert.match(sentence('x', '--emit', 'x.pdf'), /--emit expects a file that ends in \.ts.*and got x\.pdf/)
  assert.match(sentence('3', '--emit', 'x.ts'), /a formula with a variable/)
})

surveys('--emit: it is said what the program imports', () => {
  assert.match(text('gamma(x)', '--emit', 'sp.ts'), /\nwrote sp\.ts; it imports gamma, gammaRate from 'pushforward\/special'\n$/)
  assert.match(text('gamma(x)', '--emit', 'sp.tex'), /\nwrote sp\.tex\n$/)
  assert.is(data('gamma(x)', '--emit', 'sp.js')['imports'], "gamma, gammaRate from 'pushforward/special'")
})

surveys('--emit: what has a value is fixed, a direction and --hessian choose the derivative', () => {
  const emitted = (...words: string[]): string => text(...words).split('\n')[0]!
  assert.is(emitted('x*y', 'dx=1', 'dy=0', '--emit', 'r.js'), 'y')
  assert.is(emitted('[x*y, x]', 'dx=1', 'dy=3', '--emit', 'r.js'), '[y + 3 * x, 1]')
  assert.is(emitted('x^2*y', 'x=2', '--emit', 'p.js'), '4')
  assert.is(emitted('x^2*y', 'x=3', 'dx=1', '--emit', 'p.js'), '6 * y')
  assert.is(emitted('sum(v) * x^2', 'v=[1, 2]', '--emit', 'p.js'), '6 * x')
  assert.is(emitted('e * x^2', 'e=1', '--emit', 'p.js'), '2 * x')
  assert.match(sentence('x*y', 'x=1', 'y=2', '--emit', 'p.js'), /--emit expects a formula with a variable, and x\*y has a value for each; leave one out/)
  assert.match(sentence('x*y', 'dx=1', '--hessian', '--emit', 'p.js'), /--hessian and a direction \(d…=\) do not go together/)
  assert.match(sentence('x*y', '--plot', '--emit', 'p.js'), /--plot and --emit do not go together/)
  assert.match(sentence('x*y', '--check', 'x', '--emit', 'p.js'), /--check and --emit do not go together/)
  assert.match(sentence('[x, x*y]', '--hessian', '--emit', 'p.js'), /--hessian expects a formula that gives one number/)
  assert.match(sentence('tan(x)', '--order', '20', '--emit', 'p.js'), /--emit with --order goes up to 12/)
})

surveys('--emit: of a formula that chooses, it is said which way was taken; an interval takes another', () => {
  const [formula, wrote] = text('x < 0 ? x^2 : x^3', '--emit', 'b.js').split('\n')
  assert.is(formula, '3 * x^2, where not (smaller(x, 0))')
  assert.is(wrote, 'wrote b.js; the formula chooses, and this is the way taken at x = 0.6 (--over x=A..B takes another): elsewhere it throws')
  assert.match(text('x < 0 ? x^2 : x^3', '--emit', 'b.tex', '--over', 'x=-2..-1'), /^2 \* x, where .*\n.* taken at x = -1\.5 .*: elsewhere it does not hold/)
})

surveys('--svg: a file, and the plot too where both are asked', () => {
  assert.match(text('tan(x)', '--svg', 'tan.svg', '--plot'), /⠤⠤⠤⠤ f = tan\(x\)[\s\S]*\nwrote tan\.svg\n$/)
  assert.is(sentence('x', '--svg', 'a.png'), '--svg expects a file that ends in .svg, and got a.png')
  assert.match(sentence('sqrt(x)', '--plot', '--over', 'x=-5..-1'), /there is nothing to draw: sqrt\(x\) is not finite from x = -5 to -1/)
  assert.match(sentence('x', '--plot', '--order', '20'), /--order goes up to 12 where curves are drawn/)
  const { file } = run(request(['tan(x)', '--svg', 'tan.svg', '--over', 'x=-1..1']), sheet)
  assert.is(file?.name, 'tan.svg')
  assert.match(file?.content ?? '', /^<svg .*aria-label="tan\(x\)"/)
})
surveys.run()

// ── wrong input ─────────────────────────────────────────────────────────────────────────────────────────────────────

const wrong = suite('wrong input: one sentence')

wrong('options', () => {
  assert.is(sentence('x', 'x=1', '--frob'), 'there is no option --frob; --help lists them all')
  assert.is(sentence('x', 'x=1', '--hess'), 'there is no option --hess; perhaps --hessian; --help lists them all')
  assert.is(sentence('x', 'x=1', '--order'), '--order needs a value, such as --order 2')
  assert.match(sentence('x', 'x=1', '--order', '-1'), /--order expects a whole number from 1 to 20, and got -1/)
  assert.match(sentence('x', 'x=1', '--order', 'two'), /--order expects a whole number from 1 to 20, and got two/)
  assert.match(sentence('x', 'x=1', '--json=yes'), /--json takes no value/)
  assert.match(sentence('x', 'x=1', '--order', '2', '--order', '3'), /--order is given twice/)
  assert.match(sentence('x', '--check', '1', '--over', '3'), /--over expects an interval such as x=-10\.\.10, and got 3/)
  assert.match(sentence('x', '--check', '1', '--over', 'x=3..1'), /from a lower to a higher number, and got 3\.\.1/)
  assert.match(sentence('x', '--check', '1', '--over', 'y=1..3'), /has no variable y; it has x/)
  assert.match(sentence('x', 'x=1', '--over', 'x=1..3'), /--over is for --check, --plot, --svg and --emit/)
  assert.match(sentence('x', 'x=1', '-j'), /and not -j; perhaps --json$/)
  assert.match(sentence('-j', 'x^2', 'x=1'), /; perhaps --json$/)
  assert.match(sentence('x', 'x=1', '-q'), /and not -q$/)
  assert.match(sentence('x^2', 'x=1', '--hessian', '--order', '2'), /--hessian and --order do not go together/)
  assert.match(sentence('[x, x]', 'x=1', '--hessian'), /--hessian expects a formula that gives one number, and \[x, x\] gives 2/)
})

wrong('points', () => {
  assert.is(sentence('cos(x) * y', 'x=1'), 'the formula cos(x) * y needs a value for y, such as y=1')
  assert.is(sentence('cos(x)'), 'the formula cos(x) needs a value for x, such as x=1')
  assert.match(sentence('x*sin', 'x=1'), /needs a value for sin, .*; sin is also a function: sin\(…\)$/)
  assert.match(sentence('3 cm'), /needs a value for cm, such as cm=1; units such as cm have no place here: values are plain numbers$/)
  assert.is(sentence('cos(x)', 'x='), 'x needs a value, such as x=1')
  assert.is(sentence('cos(x)', 'x=1', 'y=2'), 'the formula cos(x) has no variable y; it has x')
  assert.is(sentence('cos(x)', 'x=abc'), 'the value of x must be a number, and got the name abc')
  assert.is(sentence('cos(x)', 'x=2 a'), 'the value of x must be a number, and 2 a depends on a')
  assert.is(sentence('cos(x)', 'x=inf'), 'the value of x must be a number, and got the name inf; perhaps Infinity')
  assert.match(sentence('cos(x)', 'x=-Inf'), /and -Inf depends on Inf; perhaps Infinity$/)
  assert.match(sentence('cos(x)', 'x=1..2'), /the value of x is no number/)
  assert.match(sentence('cos(x)', 'x=true'), /the value of x must be a number, and true is none/)
  assert.is(sentence('cos(x)', 'x=1', 'x=2'), 'x is given twice')
  assert.match(sentence('cos(x)', '1'), /a value such as x=1 is expected, and not 1; perhaps x=1/)
  assert.match(sentence('cos(x)', 'x=1', 'sin(x)'), /a value such as x=1 is expected, and not sin\(x\)/)
  assert.match(sentence('sum(v)', 'v=[1,2]', 'dv=[1]'), /dv must have the shape of v/)
})

wrong('formulas', () => {
  assert.is(sentence('x=1'), 'the formula is missing before x=1, as in pushforward \'cos(x)\' x=1')
  assert.match(sentence('--json'), /a formula is expected/)
  assert.match(sentence('', 'x=1'), /expression expects a formula/)
  assert.is(sentence('cosh(x', 'x=1'), 'a closing ) is missing here (column 7)\n\n  cosh(x\n        ^')
  assert.match(sentence('sine(x)', 'x=1'), /unknown function sine; perhaps sin/)
  assert.match(sentence('x < 1', 'x=0'), /gives true, where a number, or an array of numbers, is expected/)
  assert.match(sentence('cos(x)', '--check', 'sin(y)'), /depends on y, which cos\(x\) does not/)
  assert.match(sentence('x * y', '--plot'), /a plot runs over one variable; give y a value, such as y=1/)
  assert.match(sentence('3', '--plot'), /a plot needs a variable/)
})
wrong.run()

// ── as a process ────────────────────────────────────────────────────────────────────────────────────────────────────

const home = mkdtempSync(join(tmpdir(), 'pushforward-cli-'))
const cli  = join(home, 'dist', 'cli.js')
const root = fileURLToPath(new URL('..', import.meta.url))

interface Outcome { code: number; out: string; err: string }

const command = (words: string[], env: Record<string, string> = {}): Promise<Outcome> => new Promise(done => {
  execFile(process.execPath, [cli, ...words], { env: { ...process.env, ...env } }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }))
})

const processes = suite('as a process')

processes.before(async () => {
  writeFileSync(join(home, 'package.json'), readFileSync(join(root, 'package.json')))
  await build({ entryPoints: [join(root, 'lib/cli.ts')], outdir: join(home, 'dist'), bundle: true, splitting: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], external: ['node:*'], logLevel: 'silent' })
})
processes.after(() => rmSync(home, { recursive: true, force: true }))

processes('an answer goes to stdout, exit code 0', async () => {
  const { code, out, err } = await command(['x^2', 'x=3'])
  assert.equal([code, err], [0, ''])
  assert.match(out, /f′\(3\) = 6/)
})

processes('without arguments it shows what it is, without reading a formula', async () => {
  const { code, out, err } = await command([])
  assert.equal([code, err], [0, ''])
  assert.match(out, /worst of 20001 points of \[-10, 10\]: 0 ulp, the same to the last bit/)
  assert.match(out, /primal {4}\[6, 0\.9092974268256817\]\n {4}tangent {3}\[3, -0\.4161468365471424\]/)
  assert.match(out, /⠤⠤⠤⠤ cos {4}⠄⠠⠄⠠ derivative\(cos\)/)
  assert.ok(out.split('\n').length <= 36 && out.split('\n').every(line => [...line].length <= 79))
})

processes('wrong input goes to stderr, exit code 2, nothing on stdout', async () => {
  const { code, out, err } = await command(['cos(x)', 'x=1', '--frob'])
  assert.equal([code, out], [2, ''])
  assert.is(err, 'pushforward: there is no option --frob; --help lists them all\n')
  const bad = await command(['2 * sine(x)', 'x=1'])
  assert.equal([bad.code, bad.out], [2, ''])
  assert.is(bad.err, 'pushforward: unknown function sine; perhaps sin (column 5)\n\n  2 * sine(x)\n      ^\n')
  assert.is((await command(['x', '--svg', join(home, 'nowhere', 'x.svg')])).code, 2)
})

processes('a check that fails: exit code 1', async () => {
  assert.is((await command(['cos(x)', '--check', 'sin(x)'])).code, 1)
  assert.is((await command(['cos(x)', '--check', '-sin(x)'])).code, 0)
})

processes('--help and --version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.is((await command(['--version'])).out, `${version}\n`)
  const { out } = await command(['--help'])
  for (const option of ['--order', '--hessian', '--check', '--over', '--plot', '--svg', '--json', '--version']) assert.ok(out.includes(option), option)
  assert.is((await command(['-h'])).out, out)
  assert.ok(out.split('\n').every(line => [...line].length <= 80))
})

processes('every example of --help works', async () => {
  const { out } = await command(['--help'])
  const examples = [...out.matchAll(/^ {2}pushforward ('.*)$/gm)].map(([, words]) => [...words!.split(/ {3}/)[0]!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!))
  assert.ok(examples.length >= 8)
  for (const words of examples) assert.is(answer(...words).code, 0, words.join(' '))
})

processes('no colour in a pipe; a reader that leaves early is no failure', async () => {
  const start = String.fromCharCode(27)
  assert.not.ok((await command([], { FORCE_COLOR: '1' })).out.includes(start))
  const child = spawn(process.execPath, [cli, 'sin(x)', '--plot', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let err = ''
  child.stderr.on('data', chunk => { err += String(chunk) })
  const code = await new Promise(done => child.on('close', done))
  assert.equal([code, err], [0, ''])
})

processes('--svg writes the file', async () => {
  const file = join(home, 'plot.svg')
  const { code, out } = await command(['sin(x)', '--svg', file])
  assert.equal([code, out], [0, `wrote ${file}\n`])
  assert.match(readFileSync(file, 'utf8'), /^<svg /)
})
processes.run()
