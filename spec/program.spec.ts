// Printed programs: what is left to compute when a function is differentiated, to be read. A worse simplification is a readable diff.

import { transform } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  abs, acsch, add, atan, atan2, binary, cos, derivative, div, exp, gradient, hessian, hypot, jacobian, jvp, less, log, lt, matmul, max, mul, neg, nthRoot, pow, primal, program, PushforwardError,
  sin, sqrt, square, stack, sub, sum, tanh, tensor, unary, where, zeros,
} from '../lib/index.ts'
import type { Scalar, Value } from '../lib/index.ts'
import { expression } from '../lib/expression.ts'
import { besselj, erf, gamma, sigmoid } from '../lib/rules/special.ts'

const rosenbrock = ([x, y]: Scalar[]): Scalar => add(mul(100, square(sub(y!, square(x!)))), square(sub(1, x!)))
const wave = ([x, y]: Scalar[]): Scalar => mul(pow(x!, 2), sin(y!))

const formulas = suite('a short program is a formula')
const is = (name: string, f: (...x: never[]) => unknown, text: string, ...example: unknown[]): void =>
  formulas(name, () => assert.is(String(program(f, ...example)), text))

is('the derivative of cos needs x, and not cos(x)', derivative(cos), '-sin(x)')
is('the derivative of exp is what exp gives', (x: Scalar) => jvp(exp, x, 1), '{ primal: exp(x), tangent: exp(x) }')
is('2 · (x + 1)', derivative(x => square(add(x, 1))), '2 * (x + 1)')
is('a row is a program', sin, 'sin(x)')
is('a constant', derivative(x => add(mul(3, x), 1)), '3')
is('nothing', derivative(() => 5), '0')
is('the second derivative', derivative(sin, { order: 2 }), '-sin(x)')
is('a power with a whole exponent', derivative((x: Scalar) => pow(x, 3)), '3 * x^2')
is('… and another', derivative((x: Scalar) => pow(x, -2)), '-2 * x^(-3)')
is('a power that is no number', derivative((x: Scalar) => pow(2, x)), 'pow_y(2, x)')
is('a quotient', derivative((x: Scalar) => div(1, x)), '-1 / x / x')
is('signs meet', (x: Scalar, y: Scalar) => sub(neg(x), mul(neg(y), neg(x))), '-x - x * y', 3, 4)
is('constants stand first in products and last in sums', (x: Scalar) => mul(add(1, x), -3), '-3 * (x + 1)')
is('brackets where they are needed', (x: Scalar) => sub(x, sub(div(x, mul(x, 2)), pow(neg(x), add(x, 1)))), 'x - (x / (2 * x) - (-x)^(x + 1))')
is('names are those of the source', (amount: Scalar, rate: Scalar) => mul(amount, exp(neg(rate))), 'amount * exp(-rate)')
is('… of destructured arrays too', wave, 'x^2 * sin(y)')
is('… and of objects', ({ left, right }: { left: Scalar; right: Scalar }) => ({ total: add(left, right), gap: sub(left, right) }), '{ total: left + right, gap: left - right }')
is('a gradient', gradient(wave), '[2 * x * sin(y), x^2 * cos(y)]', [1, 2])
is('a Jacobian', jacobian(([x, y]) => [mul(x, y), sin(x)]), '[[y, x], [cos(x), 0]]', [1, 2])
is('many numbers are numbered', (x: Scalar[]) => x.reduce((a, b) => mul(a, b)), 'x1 * x2 * x3 * x4', [1, 2, 3, 4])
is('a product along a direction', (x: Scalar, v: Scalar) => jvp(log, x, v), '{ primal: log(x), tangent: 1 / x * v }', 2, 3)
is('an array from outside', (x: Value) => mul(tensor([1, -2]), x), 'x * [1, -2]', tensor([3, 4]))
is('… that is large', (x: Value) => matmul(zeros([3, 4]), x), 'reshape(matmul([3 × 4 numbers], reshape(x)))', zeros([4]))
is('a choice', (x: Scalar) => where(lt(x, 0), neg(x), atan(x)), 'where(x < 0, -x, atan(x))')
is('a branch is named', (t: Scalar) => less(t, 0) ? neg(t) : square(t), 't^2, where not (t < 0)')
is('… as it is taken at the example', (t: Scalar) => less(t, 0) ? neg(t) : square(t), '-t, where t < 0', -1)
is('rows by their names', (x: Scalar, y: Scalar) => max(abs(x), hypot(x, y)), 'max(abs(x), hypot(x, y))', 1, 2)

formulas.run()

const long = suite('a long one is numbered assignments')

long('each common part once', () => {
  assert.is(String(program(hessian(x => add(rosenbrock(x), rosenbrock(x.slice(1)))), [1, 2, 3])), `
t1 = 100 * (-4 * (y - x^2) - 2 * x * (-4 * x))
t2 = -400 * x
t3 = 100 * (-4 * (z - y^2) - 2 * y * (-4 * y))
t4 = -400 * y
[[t1 + 2, t2, 0], [t2, t3 + 2 + 200, t4], [0, t4, 200]]`.slice(1))
})

long('a second derivative', () => {
  assert.is(String(program(derivative(x => tanh(mul(x, sqrt(add(1, square(x))))), { order: 2 }))), SECOND)
})

const SECOND = `
t1 = 2 * x
t2 = sqrt(x^2 + 1)
t3 = 0.5 / t2
t4 = t1 * t3
t5 = x * t2
t6 = t2 + x * t4
t7 = t4 + x * (2 * t3 - t3 / t2 * t4 * t1) + t4
t8 = sech(t5)
t7 * t8^2 - tanh(t5) * t8 * t6 * (2 * t8) * t6`.slice(1)

long.run()

const latex = suite('as LaTeX')
const reads = (name: string, f: (...x: never[]) => unknown, text: string, ...example: unknown[]): void =>
  latex(name, () => assert.is(program(f, ...example).latex(), text))

reads('functions', derivative(cos), '-\\sin\\left(x\\right)')
reads('products and powers', gradient(wave), '\\begin{pmatrix} 2 \\, x \\cdot \\sin\\left(y\\right) \\\\ x^{2} \\cdot \\cos\\left(y\\right) \\end{pmatrix}', [1, 2])
reads('quotients and roots', (x: Scalar) => div(add(x, 1), sqrt(x)), '\\frac{x + 1}{\\sqrt{x}}')
reads('what LaTeX has no name for', (x: Scalar) => log(atan(erf(x))), '\\ln\\left(\\arctan\\left(\\operatorname{erf}\\left(x\\right)\\right)\\right)')
reads('a matrix', jacobian(([x, y]) => [mul(x, y), sin(x)]), '\\begin{pmatrix} y & x \\\\ \\cos\\left(x\\right) & 0 \\end{pmatrix}', [1, 2])
reads('numbers and indices', (x: Scalar[]) => mul(1e-7, exp(mul(x[0]!, x[3]!))), '1 \\cdot 10^{-7} \\cdot e^{x_{1} \\cdot x_{4}}', [1, 2, 3, 4])
reads('a branch', (t: Scalar) => less(t, 0) ? neg(t) : t, '-t \\quad \\text{where } t < 0', -1)
reads('Greek letters by their names', (alpha: Scalar, Omega_0: Scalar, xi2: Scalar, speed: Scalar, Alpha: Scalar) => mul(div(mul(alpha, Omega_0), mul(speed, square(xi2))), Alpha),
  '\\mathrm{Alpha} \\cdot \\frac{\\alpha \\cdot \\Omega_{0}}{\\mathrm{speed} \\cdot \\xi_{2}^{2}}', 1, 2, 3, 4, 5)
reads('… keys of the result stay words', gradient(({ theta, phi }: { theta: Scalar; phi: Scalar }) => mul(theta, phi)), '\\mathrm{theta} = \\phi,\\; \\mathrm{phi} = \\theta', { theta: 1, phi: 2 })
latex('assignments', () => {
  assert.match(program((x: Scalar) => { const y = sin(x); return [y, exp(y), square(y), tanh(y), log(y), sqrt(y), cos(y), erf(y)] }).latex(),
    /^\\begin\{aligned\}\nt_\{1\} &= \\sin\\left\(x\\right\) \\\\\n& \\begin\{pmatrix\} t_\{1\} \\\\ e\^\{t_\{1\}\}/)
})

latex.run()

const sources = suite('as source that needs no library')

/** What a printed module exports. */
async function imported(text: string): Promise<(...x: unknown[]) => unknown> {
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`) as { f: (...x: unknown[]) => unknown }
  return module.f
}

sources('a module', () => {
  assert.is(program(gradient(wave), [1, 2]).javascript('gradient'), `
export function gradient([x, y]) {
  return [(x * 2) * Math.sin(y), Math.pow(x, 2) * Math.cos(y)]
}
`.slice(1))
})

sources('with types', () => {
  assert.is(program(({ a, b }: { a: Scalar; b: Scalar }) => ({ product: mul(a, b), both: [a, b] })).typescript('h'), `
export function h({ a, b }: { a: number; b: number }): { product: number; both: number[] } {
  return { product: a * b, both: [a, b] }
}
`.slice(1))
})

sources('functions that JavaScript does not have are written out', () => {
  const softsign = unary('softsign', x => x / (1 + Math.abs(x)), x => div(1, square(add(1, abs(x)))))
  assert.is(program(softsign).typescript(), `
const softsign = (x => x / (1 + Math.abs(x))) as (x: number) => number

export function f(x: number): number {
  return softsign(x)
}
`.slice(1).replace('x => x', softsign.f.toString().split(' / ')[0]!).replace(/x(?= \/ \(1)/, 'x'))
})

sources('what is imported is there: of the table, or of the special functions', async () => {
  assert.match(program(gamma as never, 0.5).javascript(), "import { gamma } from 'pushforward/special'")
  assert.match(program(((x: Scalar) => besselj(2, x)) as never, 1).javascript(), "import { besselj } from 'pushforward/special'")
  assert.match(program(((x: Scalar) => nthRoot(x, 3)) as never, 1).javascript(), "import { nthRoot } from 'pushforward'")
  const tables = { 'pushforward': await import('../lib/index.ts'), 'pushforward/special': await import('../lib/special.ts') } as unknown as Record<string, Record<string, unknown>>
  const rows = [...Object.values(tables['pushforward']!), ...Object.values(tables['pushforward/special']!)].filter(row => typeof row === 'function' && 'notes' in row) as unknown as Row[]
  let imports = 0
  for (const row of rows) {
    let met: readonly Row[] = [row]
    try {
      const slope = row.verb === 'unary' ? program(derivative(row as never), 0.5) : row.verb === 'binary' ? program(gradient(([x, y]) => (row as never as (x: Scalar, y: Scalar) => Scalar)(x, y)), [1, 0.5]) : undefined
      met = [row, ...slope?.program.tape.rows ?? []]
    } catch { /* it has no derivative there */ }
    for (const { notes: { from }, name } of met) {
      if (from === undefined) continue
      imports++
      assert.ok(met.some(each => each.name === name && tables[from]![name] === each), `${name} of ${from}`)
    }
  }
  assert.ok(imports > 40, `${imports} imports`)
})
interface Row { readonly name: string; readonly verb: string; readonly notes: { readonly from?: string } }

sources('a function that cannot be written out is refused by name', () => {
  const hidden = 3
  assert.throws(() => program(binary('scaled', (x, y) => hidden * x * y) as never, 1, 2).javascript(), /functions that can be written out in JavaScript, and scaled cannot/)
})

sources('at poles and ends of domains it answers as f does: what does not move leaves no trace beneath an infinite slope', async () => {
  const length = ([x, y]: Scalar[]): Scalar => sqrt(add(square(x!), square(y!)))
  const text = program(derivative((x: Scalar) => sqrt(mul(x, x))), 1).javascript()
  assert.match(text, 'export function f(x) {')
  assert.match(text, 'if (!Number.isFinite(v6)) return f_tested(x)')
  assert.not.match(program(gradient(wave), [1, 2]).javascript(), 'tested') // nothing can be infinite there
  for (const [f, points] of [
    [derivative((x: Scalar) => sqrt(mul(x, x))), [0, -0, 2, -3]], [derivative((x: Scalar) => log(add(1, square(x)))), [0, 1e200, -1]], [derivative((x: Scalar) => acsch(x), { order: 2 }), [0, 1]],
    [gradient(length), [[0, 0], [0, 1], [3, 4]]], [hessian(length), [[0, 0], [3, 4]]], [gradient(([x, y]: Scalar[]) => nthRoot(x!, y!)), [[0, 1], [0, 2], [1, 1]]],
    [gradient(([x, z]: Scalar[]) => mul(atan2(x!, z!), NaN)), [[0.5, 0], [0, 1]]], [derivative((x: Scalar) => sqrt(mul(x, x)), { order: 3 }), [0, 1]],
    [gradient(([x, y]: Scalar[]) => mul(x!, log(y!))), [[0, 0], [1, 0], [0, 2]]], [derivative((x: Scalar) => ({ a: sqrt(x), b: less(x, 1) ? div(x, x) : x })), [0, 0.5]],
  ] as [(x: unknown) => unknown, unknown[]][]) {
    const alone = await imported(program(f as never, points.at(-1)).javascript().replace("import { nthRoot } from 'pushforward'", 'const nthRoot = (x, n) => n < 0 ? Infinity : x === 0 ? 0 : Math.round(x ** (1 / n))'))
    for (const x of points) {
      const flat = (y: unknown): unknown[] => typeof y === 'object' && y !== null ? Object.values(y).flatMap(flat) : [(y as number) + 0]
      assert.equal(flat(alone(x)), flat(f(x)), `${program(f as never, points.at(-1))} at ${x}`)
    }
  }
})

sources('powers of moving exponents, and comparisons of formulas, stand alone', async () => {
  const run = async (text: string): Promise<(...x: unknown[]) => unknown> => (await import(`data:text/javascript,${encodeURIComponent(text)}`)).f
  const slopes = program(gradient(([x, y]) => pow(x, y)), [2, 3]), f = await run(slopes.javascript())
  for (const [x, y] of [[2, 3], [0.5, -1.5], [3, 0.25]] as const) {
    const want = gradient(([x, y]) => pow(x, y))([x, y]), got = f([x, y]) as number[]
    assert.ok(got.every((d, i) => Math.abs(d - want[i]!) <= 1e-15 * Math.abs(want[i]!) * 8), `${got} for ${want}`)
  }
  const tests = expression('(x > 1) + 2 * (x <= y) + 4 * (x == y)')
  for (const [x, y] of [[1, 2], [1 + 1e-13, 1], [3, 3], [2, 1]] as const) {
    const alone = await run(program(tests as never, { x, y }).javascript())
    assert.is(alone({ x, y }), tests({ x, y }))
    assert.throws(() => alone({ x: y + 1, y: x + 3 }), 'another branch')
  }
  assert.throws(() => program(expression('mod(x, y)') as never, { x: 1, y: 2 }).javascript(), /mod cannot/)
})

sources('names that JavaScript keeps for itself, or the program for its operations, are changed', async () => {
  const f = ({ class: a, new: b, v2, Math: c, 'x y': d, 0: e, arguments: g }: Record<string, Scalar>): unknown => ({ class: mul(sin(a!), sin(v2!)), new: mul(cos(sin(a!)), b!), v1: add(c!, sin(d!)), 'a b': mul(e!, g!) })
  const x = { class: 1, new: 2, v2: 3, Math: 4, 'x y': 5, 0: 6, arguments: 7 }
  for (const typed of ['javascript', 'typescript'] as const) {
    const { code } = await transform(program(f as never, x)[typed](), { loader: typed === 'javascript' ? 'js' : 'ts', format: 'esm' })
    const made = (await import(`data:text/javascript,${encodeURIComponent(code)}`)).f as typeof f
    assert.equal(made(x), f(x))
  }
  const twice = unary('class', t => t / (1 + t * t), t => t), own = unary('Math', t => t * t * t, t => t)
  const { f: both } = await import(`data:text/javascript,${encodeURIComponent(program(((t: Scalar) => add(twice(t), sin(own(t)))) as never, 0.5).javascript())}`)
  assert.is(both(0.5), add(twice(0.5), sin(own(0.5))))
  assert.throws(() => program(sin as never, 1).javascript('my f'), /expects a name for its function that JavaScript allows, and got/)
  assert.throws(() => program(sin as never, 1).typescript('class'), /expects a name for its function/)
})

sources('programs of arrays are refused, also where arrays are made on the way', () => {
  for (const [f, ...x] of [[(x: Value) => mul(x, 2), tensor([1, 2])], [(x: Scalar[]) => sum(mul(stack(x), 2)), [1, 2]]] as const)
    assert.throws(() => program(f as never, ...x).javascript(), /as source where it works on numbers, and this one works on arrays/)
})

sources('the module gives the same answers', async () => {
  const cases: [(...x: never[]) => unknown, unknown[]][] = [
    [derivative(x => hypot(sin(x), sigmoid(x))), [0.7]], [hessian(rosenbrock), [[1.5, 2.5]]], [gradient(wave), [[1, 2]]],
    [(x: Scalar, v: Scalar) => jvp(atan, x, v), [0.3, 2]], [(t: Scalar) => less(t, 0) ? neg(t) : { t }, [-1]],
    [(p: { a: Scalar; list: Scalar[] }) => [p.a, mul(p.list[0]!, p.list[1]!)], [{ a: 1, list: [2, 3] }]],
  ]
  for (const [f, example] of cases) {
    const text = program(f, ...example).javascript()
    if (text.startsWith('import')) continue // what the library must give
    assert.equal((await imported(text))(...example), f(...example as never[]), text)
  }
})

sources('a module made for one branch refuses the other', async () => {
  const f = await imported(program((t: Scalar) => less(t, 0) ? neg(t) : square(t), -1).javascript())
  assert.is(f(-2), 2)
  assert.throws(() => f(2), /another branch/)
})

sources.run()

const refusals = suite('what has no program says so')
const fails = (name: string, use: () => unknown, sentence: RegExp): void =>
  refusals(name, () => assert.throws(use, (error: unknown) => error instanceof PushforwardError && sentence.test(error.message)))

fails('a function that looks at plain numbers', () => program((x: Scalar) => primal(x) > 0 ? x : 1), /no program: it looks at a plain number/)
fails('JavaScript’s own arithmetic', () => program((x: Scalar) => (x as number) * 2), /no program: a value meets JavaScript’s own arithmetic: write mul\(x, 2\) for x \* 2/)
fails('no function', () => program('x^2' as never), /program expects a function, and got the string "x\^2"/)
fails('an example is needed', () => program(gradient(wave)), /program expects an example of its arguments, program\(f, \[1, 2\]\)/)

refusals('what it tells about itself', () => {
  const { operations, names } = program(gradient(wave), [1, 2])
  assert.equal(names, ['x', 'y'])
  assert.is(operations, 6)
})

refusals.run()
