// compile: the same answers, faster. What holds at singular points, on every branch; and what runs eagerly.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, atan2, binary, compile, cos, derivative, div, dual, exp, gradient, hessian, jacobian, jvp, less, log, lt, mul, neg, odeint, pow, primal, PushforwardError, root, sin, sqrt, square,
  stack, structural, sub, sum, tangent, tensor, unary, valueAndGradient, where,
} from '../lib/index.ts'
import type { Compiled, CompileOptions, Dual, Scalar, Tensorial } from '../lib/index.ts'
import { rows } from './support/programs.ts'

// ── what a compiled function must answer: what f answers ────────────────────────────────────────────────────────────

const leaves = (x: unknown): unknown[] => typeof x === 'object' && x !== null ? Object.values(x).flatMap(leaves) : [x]

type Any = (...x: never[]) => unknown

/** The answers of f and of its compiled form at these points: recorded, by a draft, by code made well. `signs`: zeros of one sign. */
function agree(f: Any, points: readonly (readonly unknown[])[], signs: boolean, options: CompileOptions = {}, what = ''): Compiled<Any> {
  const fast = compile(f, { drafts: 1, ...options })
  for (const point of points) for (const round of ['first', 'again', 'once more']) {
    const want = leaves(f(...point as never[])), got = leaves(fast(...point as never[]))
    assert.ok(want.length === got.length && want.every((x, i) => Object.is(x, got[i]) || !signs && x === got[i]),
      `${round} at (${point.map(x => JSON.stringify(leaves(x).map(String)))}): ${want} eagerly, ${got} compiled; ${fast.report()}; ${what}`)
  }
  return fast
}

const fails = (use: () => unknown, sentence: RegExp): void => {
  try {
    use()
  } catch (error) {
    assert.instance(error, PushforwardError)
    assert.match((error as Error).message, sentence)
    return
  }
  assert.unreachable(`nothing was thrown: ${sentence}`)
}

const rosenbrock = (x: readonly Scalar[]): Scalar => {
  let sum: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) sum = add(sum, add(mul(100, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(1, x[i]!))))
  return sum
}

// ── every row ───────────────────────────────────────────────────────────────────────────────────────────────────────

const table = suite('every row, at points where something is special: value, gradient, second derivatives')
const special = [0, -0, 1, -1, 0.5, -2.5, 1e-300, Infinity, -Infinity, NaN, 30]

for (const row of rows)
  table(row.name, () => {
    const f = row as unknown as (x: Scalar, y: Scalar) => Scalar, two = row.verb === 'binary'
    const at = two ? special.flatMap(x => special.map(y => [x, y])) : special.map(x => [x])
    const g = (two ? f : (x: Scalar) => f(x, 0)) as Any, onArray = ((x: Scalar[]) => f(x[0]!, x[1] ?? 0)) as never
    agree(g, at, true)
    for (const derived of [gradient(onArray), hessian(onArray)] as Any[]) {
      try {
        derived(at[0] as never)
      } catch (error) {
        assert.match((error as Error).message, /has no derivative rule/) // and so it has none when it is compiled
        continue
      }
      agree(derived, at.map(x => [x]), false)
    }
  })

table('a note of code that does not hold together gets brackets', () => {
  const next = unary('next', x => x + 1, 1, { code: x => `${x} + 1` }), less2 = binary('less2', (x, y) => x - y * 2, 1, -2, { code: (x, y) => `${x} - ${y} * 2` })
  const f = (x: Scalar, y: Scalar): Scalar => mul(mul(mul(x, 2), next(x)), less2(x, add(y, 1)))
  agree(f as Any, [[3, 1], [-2, 0.5]], true)
  agree(gradient(f) as Any, [[[3, 1]], [[-2, 0.5]]], false)
})

table.run()

// ── singular points ─────────────────────────────────────────────────────────────────────────────────────────────────

const singular = suite('where nothing moves, an infinite slope leaves no trace: as eagerly')

/** The derivative along v, where v is a value of the program too. */
const along = (f: (x: Scalar) => Scalar, x: Scalar, v: Scalar): Scalar => jvp(f, x, v).tangent

singular('√x² at 0', () => { agree(derivative(x => sqrt(square(x))), [[1], [0], [-2]], false) })
singular('a direction that is 0', () => {
  agree((x: Scalar, v: Scalar) => along(sqrt, x, v), [[1, 1], [0, 0], [0, 1], [Infinity, 0]], false)
})
singular('a NaN that a comparison would swallow', () => {
  agree((x: Scalar, v: Scalar) => less(along(sqrt, x, v), 1) ? 5 : 6, [[1, 1], [1, 9], [0, 0]], true)
  agree((x: Scalar, v: Scalar) => where(lt(along(sqrt, x, v), 1), 5, 6), [[1, 1], [1, 9], [0, 0]], true)
})
singular('a NaN that a power would swallow', () => {
  agree((x: Scalar, v: Scalar) => pow(along(sqrt, x, v), 0), [[1, 1], [0, 0]], true)
  agree((x: Scalar, v: Scalar) => pow(1, along(sqrt, x, v)), [[1, 1], [0, 0]], true)
})
singular('the sign of a zero that a quotient would show', () => {
  const f = (x: Scalar, v: Scalar): Scalar => atan2(0, along(cos, x, v))
  agree(f, [[1, 1], [1, 0], [1, -0], [0, 1]], true)
})
singular('second derivatives: neither motion of a product may be lost, nor poisoned', () => {
  agree(hessian(([x, y]) => mul(sqrt(x), sqrt(y))) as Any, [[[1, 2]], [[0, 0]], [[0, 1]], [[4, 0]]], false)
  agree(derivative(derivative(x => mul(sqrt(square(x)), x))), [[1], [0]], false)
})

singular.run()

// ── branches ────────────────────────────────────────────────────────────────────────────────────────────────────────

const branches = suite('branches are guarded; a way that is new is recorded when it is first taken')

branches('two ways', () => {
  const fast = agree((x: Scalar) => less(x, 0) ? neg(x) : square(x), [[2], [-1], [3], [-4], [0], [-0], [NaN]], true)
  assert.is(fast.report().paths, 2)
})

branches('as many ways as a loop has lengths', () => {
  const root = (a: Scalar): Scalar => {
    let x: Scalar = 1
    for (let i = 0; i < 60 && less(1e-12, square(sub(square(x), a))); i++) x = mul(0.5, add(x, div(a, x)))
    return x
  }
  const fast = agree(root, [[2], [3], [100], [1], [1e6], [2.5], [0.01]], true)
  assert.ok(fast.report().paths > 3)
  agree(derivative(root), [[2], [3], [100], [1], [1e6], [2.5]], false)
})

branches('beyond 32 ways, others run eagerly, and the report says so', () => {
  const steps = (x: Scalar): Scalar => {
    let n = 0
    while (less(n, x)) n++
    return mul(n, x)
  }
  const fast = agree(steps, Array.from({ length: 40 }, (_, i) => [i + 0.5]), true)
  assert.is(fast.report().paths, 32)
  assert.match(String(fast.report()), /more than 32 ways/)
})

branches('a test within derivatives, of a dual number', () => {
  agree(gradient(([x, y]) => less(x, y) ? mul(x, y) : div(x, y)) as Any, [[[1, 2]], [[2, 1]], [[3, 4]], [[1, 1]]], false)
})

branches.run()

// ── structures ──────────────────────────────────────────────────────────────────────────────────────────────────────

const structures = suite('structures in, structures out')

structures('arrays, objects, several arguments', () => {
  agree(([x, y]: Scalar[]) => ({ polar: [sqrt(add(square(x!), square(y!))), atan2(y!, x!)], more: { sum: add(x!, y!), fixed: 'text', none: undefined } }), [[[1, 2]], [[3, 4]]], true)
  agree((p: { a: Scalar; b: Scalar[] }, q: Scalar) => [mul(p.a, q), p.b.map(x => mul(x, q))], [[{ a: 1, b: [2, 3] }, 4], [{ a: 2, b: [5, 6] }, 7]], true)
  agree(jacobian(([x, y, z]) => [mul(x, y), sin(z), 3]) as Any, [[[1, 2, 3]], [[4, 5, 6]]], false)
  agree(() => 42, [[]], true)
})

structures('each shape of arguments has code of its own', () => {
  const fast = agree(gradient(rosenbrock), [[[1, 2]], [[1, 2, 3]], [[4, 5]], [[4, 5, 6]]], false)
  assert.equal(fast.report().signatures.map(each => [each.arguments, each.mode, each.paths]), [['[##]', 'compiled', 1], ['[###]', 'compiled', 1]])
})

structures('strings and booleans are part of the shape', () => {
  agree((x: Scalar, how: string, twice: boolean) => { const y = how === 'sin' ? sin(x) : cos(x); return twice ? mul(2, y) : y },
    [[1, 'sin', true], [1, 'cos', true], [2, 'sin', false], [1, 'sin', true], [3, 'cos', true]], true)
})

structures('keys that are no names, and in another order', () => {
  agree((x: Record<string, Scalar>) => ({ 'a b': mul(x['1'] as Scalar, 2), 'c"d': x['e-f'] as Scalar }), [[{ 'e-f': 2, 1: 3 }], [{ 1: 5, 'e-f': 4 }], [{ 1: 5, 'e-f': 4, more: 1 }]], true)
})

structures('a result object is a new one at every call', () => {
  const fast = compile(valueAndGradient(rosenbrock)), a = fast([1, 2]), b = fast([1, 2]), c = fast([1, 2])
  assert.is.not(b, c)
  assert.is.not(b.gradient, c.gradient)
  assert.equal([a, b], [c, c])
})

structures('large programs are made in pieces', () => {
  const x = Array.from({ length: 90 }, (_, i) => Math.sin(i))
  const fast = agree(gradient(rosenbrock), [[x], [x.map(xi => xi * 2)], [x.map(() => 0)], [x.map(() => NaN)]], false)
  assert.ok(fast.report().operations > 1500)
  const branching = (v: readonly Scalar[]): Scalar => { const s = rosenbrock(v); return less(s, 3000) ? s : log(s) }
  agree(gradient(branching), [[x], [x.map(xi => xi * 2)], [x]], false)
})

structures('rows with parameters, and rows with several results', () => {
  const polar = structural('polar', (x: Scalar, y: Scalar) => [Math.hypot(x as number, y as number), Math.atan2(y as number, x as number)],
    (dx, x, y, out) => [div(mul(x, dx as Scalar), out[0] as Scalar), neg(div(mul(y, dx as Scalar), square(out[0] as Scalar)))],
    (dy, x, y, out) => [div(mul(y, dy as Scalar), out[0] as Scalar), div(mul(x, dy as Scalar), square(out[0] as Scalar))])
  const f = (x: Scalar, y: Scalar): Scalar[] => (polar as unknown as (x: Scalar, y: Scalar) => Scalar[])(x, mul(2, y))
  agree(f, [[3, 4], [1, 2]], true)
  agree(jacobian(f) as Any, [[[3, 4]], [[1, 2]]], false)
})

structures('many numbers in, many out, in structures; some that are not used, some that are constants, some twice', () => {
  const n = 400, point = (k: number) => ({ x: Array.from({ length: n }, (_, i) => Math.sin(i + k)), unused: Array.from({ length: n }, (_, i) => i), few: [k, 2], k })
  const f = ({ x, few, k }: { x: Scalar[]; unused: Scalar[]; few: Scalar[]; k: Scalar }): unknown => {
    const y = x.map((xi, i) => i % 3 === 0 ? xi : i % 7 === 0 ? i : mul(add(xi, x[(i + 1) % n]!), sin(mul(k, x[(i * 5) % n]!))))
    return { y, twice: [y, few], total: y.slice(10, 300).map((yi, i) => log(add(square(yi), i))) }
  }
  const points = [[point(1)], [point(2)], [point(0)]]
  const fast = agree(f as Any, points, true)
  assert.ok(fast.report().operations > 1500, String(fast.report()))
  agree(gradient((({ x, few, k }: { x: Scalar[]; few: Scalar[]; k: Scalar }) => x.reduce((a, b) => add(a, mul(b, sin(mul(k, add(b, few[0]!))))), 0)) as never) as Any, points, false)
  for (const [at] of points) {
    const want = leaves(f(at!)), out = new Float64Array(want.length), mirror = f(point(9)) as object
    assert.equal([...fast.into(out, at!)], want)
    assert.equal(fast.into(mirror, at!), f(at!))
  }
  const wrong = { ...point(1), x: [...point(1).x.slice(1), 'x'] }
  assert.throws(() => fast(wrong as never))
  const moved = derivative((t: Scalar) => (fast({ ...point(1), k: t } as never) as unknown as { y: Scalar[] }).y[4]!)(1)
  assert.is(moved, derivative((t: Scalar) => (f({ ...point(1), k: t }) as { y: Scalar[] }).y[4]!)(1))
})

structures('keys in another order, and objects of a class, are other shapes', () => {
  const digits = (o: Record<string, Scalar>): Scalar => Object.values(o).reduce((s, v) => add(mul(s, 10), v), 0 as Scalar)
  agree(digits as Any, [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }], [{ a: 1, b: 2 }]], true)
  agree(gradient(digits as never) as Any, [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }]], true)
  const either = (x: Scalar, o: unknown): Scalar => o instanceof Map ? mul(x, o.get('k') as number) : x, fast = compile(either as Any) as unknown as typeof either
  for (const o of [{}, {}, new Map([['k', 10]]), {}, new Date(), new Map([['k', 3]])]) assert.is(fast(2, o), either(2, o))
})

structures.run()

// ── into, batch ─────────────────────────────────────────────────────────────────────────────────────────────────────

const outputs = suite('results into what the caller gives; many points in one loop')

outputs('into an array, leaf by leaf, and into the same structure', () => {
  const fast = compile(valueAndGradient(rosenbrock)), flat = new Float64Array(3), own = { value: 0, gradient: [0, 0] }
  for (const x of [[1, 2], [3, 4], [5, 6]]) {
    const { value, gradient } = valueAndGradient(rosenbrock)(x)
    assert.is(fast.into(flat, x), flat)
    assert.equal([...flat], [value, ...gradient])
    assert.is(fast.into(own, x), own)
    assert.equal(own, { value, gradient })
    assert.equal(fast.into([0, 0, 0], x), [value, ...gradient])
  }
})

outputs('into, where f runs eagerly or takes a new branch', () => {
  const eager = compile((x: Scalar) => [primal(x) * 2, x])
  assert.equal(eager.into([0, 0], 3), [6, 3])
  const fork = compile((x: Scalar) => less(x, 0) ? [x, 1] : [2, x])
  for (const [x, y] of [[1, [2, 1]], [1, [2, 1]], [-1, [-1, 1]], [-2, [-2, 1]]] as const) assert.equal(fork.into([0, 0], x), y)
})

outputs('into is one function, made when it is first asked for', () => {
  const fast = compile(valueAndGradient(rosenbrock))
  assert.is(fast.into, fast.into)
  assert.equal(fast.into([0, 0, 0], [1, 2]), [100, -400, 200])
  assert.equal(Object.keys(fast), [])
})

outputs('into knows what it may write into, each time', () => {
  const twice = compile((x: Scalar) => ({ l: mul(x, 2), r: [x] })), good = { l: 0, r: [0] }, turned = { r: [0], l: 0 }
  for (let round = 0; round < 3; round++) {
    assert.equal(twice.into(good, 3), { l: 6, r: [3] })
    assert.equal(twice.into(turned, 4), { l: 8, r: [4] })
    for (const bad of [{}, { l: 0 }, { l: 0, r: [0], m: 0 }, { l: 0, r: 0 }, { l: 0, r: [] }, { m: 0, r: [0] }]) fails(() => twice.into(bad, 3), /structure of the result’s own shape/)
    fails(() => compile((x: Scalar) => mul(x, 2)).into({}, 3), /structure of the result’s own shape/)
    const tensors = compile((t: Tensorial) => mul(t, 2))
    for (const bad of [tensor([0, 0, 0]), tensor([0]), { data: 1 }]) fails(() => tensors.into(bad, tensor([1, 2])), /structure of the result’s own shape/)
    fails(() => compile((x: Scalar) => ({ v: mul(x, tensor([1, 2])), n: x })).into({ n: 0 }, 2), /structure of the result’s own shape/)
  }
})

outputs('into within derivatives and other compiled functions: what moves is written, or refused', () => {
  const sq = compile((x: Scalar) => [mul(x, x)]), st = compile((x: Scalar) => ({ a: mul(x, 2) })), open = (f: unknown) => f as { into(out: unknown, x: Scalar): unknown }
  for (let round = 0; round < 3; round++) {
    assert.is(derivative((x: Scalar) => { const o = [0]; open(sq).into(o, x); return o[0]! })(3), 6)
    assert.is(compile((x: Scalar) => { const o = [0]; open(sq).into(o, x); return o[0]! })(3 + round), (3 + round) ** 2)
    assert.is(derivative((x: Scalar) => { const o = { a: 0 }; open(st).into(o, x); return o.a })(3), 2)
    fails(() => derivative((x: Scalar) => { const o = new Float64Array(1); open(sq).into(o, x); return o[0]! })(3), /plain numbers into such an array/)
    sq(round)
    st(round)
  }
})

outputs('into the arguments themselves: what is passed on is not overwritten before', () => {
  const wave = compile((o: { cur: Tensorial; prev: Tensorial }) => ({ cur: sub(mul(2, o.cur), o.prev), prev: o.cur }))
  const swap = compile((o: { a: Tensorial; b: Tensorial }) => ({ a: o.b, b: o.a })), s = { cur: tensor([1, 2]), prev: tensor([0, 0]) }, t = { a: tensor([1]), b: tensor([2]) }
  for (const [cur, prev] of [[[2, 4], [1, 2]], [[3, 6], [2, 4]], [[4, 8], [3, 6]]]) {
    wave.into(s, s)
    assert.equal([[...s.cur.data], [...s.prev.data]], [cur, prev])
  }
  for (const want of [[2, 1], [1, 2], [2, 1]]) {
    swap.into(t, t)
    assert.equal([t.a.data[0], t.b.data[0]], want)
  }
})

outputs('into needs room', () => {
  fails(() => compile(valueAndGradient(rosenbrock)).into([0], [1, 2]), /room for 3 numbers, and got an array of 1/)
  fails(() => compile(sin as (x: Scalar) => Scalar).into(3 as never, 1), /into expects an array or a structure.*number 3/)
})

outputs('a column for each number', () => {
  assert.equal(compile((x: Scalar) => mul(x, x)).batch([1, 2, 3]), new Float64Array([1, 4, 9]))
  assert.equal(compile((x: Scalar, y: Scalar) => sub(x, y)).batch(new Float32Array([5, 6]), 1), new Float64Array([4, 5]))
  assert.equal(compile(gradient(rosenbrock)).batch([[1, 3, 5], [2, 4, 6]]), [[1, 2], [3, 4], [5, 6]].map(x => gradient(rosenbrock)(x)).reduce(
    (columns, g, i) => { g.forEach((v, k) => { columns[k]![i] = v }); return columns }, [new Float64Array(3), new Float64Array(3)]))
  assert.equal(compile((p: { a: Scalar }) => ({ twice: mul(2, p.a) })).batch({ a: [1, 2] }), { twice: new Float64Array([2, 4]) })
  assert.equal(compile((x: Scalar) => x).batch([]), new Float64Array(0))
  assert.equal(compile((x: Scalar) => [x, { y: x }]).batch([]), [new Float64Array(0), { y: new Float64Array(0) }])
  assert.equal(compile((x: Scalar): { a: Scalar; b: Scalar } => less(x, 0) ? { a: x, b: 0 } : { b: 1, a: x }).batch([-1, 1, -2, 2]), { a: new Float64Array([-1, 1, -2, 2]), b: new Float64Array([0, 1, 0, 1]) })
  for (const f of [(x: Scalar) => less(x, 0) ? { a: x, s: 'neg' } : { a: x, s: 'pos' }, (x: Scalar) => less(x, 0) ? { a: x } : { c: x }, (x: Scalar) => less(x, 0) ? [x, [1]] : [[1], x]])
    fails(() => compile(f as never as (x: Scalar) => Scalar).batch([-1, 1]), /same structure at every point/)
  assert.equal(compile((x: Scalar, y: Scalar) => sum(square(stack([x, y]))) as Scalar).batch([1, 2], 3), new Float64Array([10, 13])) // arrays on the way
})

outputs('branches in a column; what is eager stays right', () => {
  const x = Array.from({ length: 100 }, (_, i) => i - 50.5)
  assert.equal(compile((t: Scalar) => less(t, 0) ? neg(t) : sqrt(t)).batch(x), Float64Array.from(x, t => t < 0 ? -t : Math.sqrt(t)))
  assert.equal(compile((t: Scalar) => primal(t) < 0 ? 1 : t).batch(x), Float64Array.from(x, t => t < 0 ? 1 : t))
  assert.equal(compile((t: Scalar) => { let n = 0; while (less(n, t)) n++; return n }).batch(x), Float64Array.from(x, t => Math.max(0, Math.ceil(t))))
})

outputs('columns of one length, and at least one', () => {
  const fast = compile((x: Scalar, y: Scalar) => add(x, y))
  fails(() => fast.batch([1, 2], [1]), /columns of one length, and got one of 2 and one of 1/)
  assert.equal(fast.batch(tensor([1, 2]), 3), fast.batch([1, 2], 3))
  fails(() => fast.batch(1, 2), /batch expects an array of numbers/)
  fails(() => (fast.batch as () => unknown)(), /batch expects an array of numbers, .* and got nothing/)
})

outputs.run()

// ── what a caller holds ─────────────────────────────────────────────────────────────────────────────────────────────

const doors = suite('one function for all shapes and numbers of arguments, however often its code is made anew')

doors('more ways than it has places for code', () => {
  const fast = agree((x: Scalar) => less(x, 1) ? neg(x) : less(x, 2) ? square(x) : less(x, 3) ? sin(x) : less(x, 4) ? exp(x) : less(x, 5) ? cos(x) : sqrt(x),
    [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 0.6, 5.6].map(x => [x]), true)
  assert.is(fast.report().paths, 6)
})

doors('other numbers of arguments than are declared, in turns; more than eight', () => {
  const sum = (...x: Scalar[]): Scalar => x.reduce((a, b) => add(a, b), 0)
  agree(sum, [[1], [1, 2], [], [3], [1, 2, 3], [4, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [6], [2, 3]], true)
  agree((x: Scalar, y: Scalar = 7) => mul(x, y), [[1], [1, 2], [3], [3, 4]], true)
  const fast = compile((x: Scalar, y?: Scalar) => y === undefined ? x : add(x, y))
  for (let i = 0; i < 10; i++) assert.equal([fast(i), fast(i, 1), (fast as Any)(i as never, undefined as never)], [i, i + 1, i])
})

doors('numbers and arrays in turns', () => {
  const fast = compile((x: Scalar | Scalar[]) => Array.isArray(x) ? x.map(xi => sin(xi)) : sin(x)) as Any
  for (let i = 0; i < 10; i++) assert.equal([fast(i as never), fast([i, 2] as never)], [Math.sin(i), [Math.sin(i), Math.sin(2)]])
})

doors.run()

// ── what it takes ───────────────────────────────────────────────────────────────────────────────────────────────────

const costs = suite('what compiling takes is little, and is made when it is needed')

/** How often code is made from text in the meantime. */
function textsMadeIn(use: () => void): number {
  const { Function: own } = globalThis
  let count = 0
  globalThis.Function = new Proxy(own, { construct(target, args) { count++; return new target(...args as string[]) } })
  try {
    use()
  } finally {
    globalThis.Function = own
  }
  return count
}

costs('two functions are made from text: one for the caller, and its code at the second call', () => {
  let fast: Any = compile(derivative(sin))
  assert.is(textsMadeIn(() => { fast = compile(derivative((x: Scalar) => mul(x, sin(x)))) }), 1)
  assert.equal([1, 2, 3].map(x => textsMadeIn(() => fast(x as never))), [0, 1, 0])
})

costs('the first calls are answered by a draft; after 256 of them code is made well, once, and the answers stay', () => {
  const slope = derivative((x: Scalar) => mul(x, sin(square(x)))), fast = compile(slope), texts = Array.from({ length: 300 }, (_, i) => textsMadeIn(() => { assert.is(fast(i / 100), slope(i / 100)) }))
  assert.equal(texts.flatMap((n, i) => n > 0 ? [[i, n]] : []), [[1, 1], [257, 1]])
  const well = compile(slope, { drafts: 0 })
  assert.equal([1, 2, 3].map(x => textsMadeIn(() => well(x))), [0, 1, 0])
})

costs('a draft gives way where a branch is new, or a choice is made', () => {
  const f = (x: Scalar): Scalar => less(x, 1) ? sin(x) : mul(x, x), fast = compile(derivative(f)), inTurn = [0.5, 0.5, 2, 2, 0.5, 2].map(x => textsMadeIn(() => { assert.is(fast(x), derivative(f)(x)) }))
  assert.equal(inTurn, [0, 1, 0, 1, 0, 0])
  const chosen = compile((x: Scalar) => where(lt(x, 1), sin(x), x))
  assert.equal(Array.from({ length: 300 }, () => textsMadeIn(() => chosen(2))).reduce((a, b) => a + b), 1)
})

costs('what a recording does twice is evaluated once', () => {
  let calls = 0
  const counted = unary('counted', x => { calls++; return x * x }, x => mul(2, x)) as (x: Scalar) => Scalar
  const fast = compile(gradient(([x, y]) => mul(add(counted(x), counted(x)), y)))
  calls = 0
  assert.equal(fast([3, 4]), [48, 18])
  assert.is(calls, 1)
})

costs('the clock is Node’s own: performance, which is loaded when it is looked at, is not', () => {
  const performance = Object.getOwnPropertyDescriptor(globalThis, 'performance')!
  let looked = 0
  Object.defineProperty(globalThis, 'performance', { get() { looked++; return undefined }, configurable: true })
  try {
    const fast = compile(derivative(cos))
    for (let i = 0; i < 3; i++) fast(i)
    assert.ok(fast.report().milliseconds > 0)
    assert.is(looked, 0)
  } finally {
    Object.defineProperty(globalThis, 'performance', performance)
  }
})

costs.run()

// ── what runs eagerly, and why ──────────────────────────────────────────────────────────────────────────────────────

const eager = suite('what cannot be recorded runs as it is, and the report says why')

const reasons: [string, Any, readonly unknown[][], RegExp][] = [
  ['a plain number is looked at', (x: Scalar) => primal(x) > 2 ? x : mul(x, 2), [[1], [3], [1]], /primal\(x\)/],
  ['… also where the error is caught', (x: Scalar) => { try { return primal(x) > 2 ? x : mul(x, 2) } catch { return 0 } }, [[1], [3], [1]], /primal\(x\)/],
  ['JavaScript’s own arithmetic', (x: Scalar) => mul(x, +(x as number)), [[3], [4]], /own arithmetic/],
  ['a solver looks for a root', (a: Scalar) => root((x: Scalar, b: Scalar) => sub(square(x), b), 1, a) as Scalar, [[2], [3], [2]], /looks at the numbers/],
  ['… and takes steps in time', (a: Scalar) => odeint((_t, y) => mul(a, y as Scalar), 1, [0, 1])[1], [[1], [2]], /looks at the numbers of a tensor, as primal\(x\) and solvers do/],
  ['a function is returned', (x: Scalar) => ({ x, twice: () => mul(2, x) }), [], /function is among/],
  ['too many operations', (x: Scalar) => { let y = x; for (let i = 0; i < 200; i++) y = sin(y); return y }, [[1], [2]], /more than 100 operations/],
  ['f is not the same twice', (() => { let n = 0; return (x: Scalar) => less(x, n++) ? x : neg(x) })(), [], /not do the same/],
]
for (const [name, f, points, reason] of reasons)
  eager(name, () => {
    const fast = compile(f, { operations: 100 })
    for (const point of points) for (let i = 0; i < 2; i++) assert.equal(fast(...point as never[]), f(...point as never[]))
    if (points.length === 0) for (const x of [1, 5, -1, 7]) fast(x as never)
    assert.is(fast.report().mode, 'eager')
    assert.match(String(fast.report()), reason)
  })

eager('duals, and what is traced by others, pass through', () => {
  const f = (x: Scalar): Scalar => mul(x, sin(x)), fast = compile(f)
  assert.is(derivative(fast as (x: Scalar) => Scalar)(2), derivative(f)(2))
  assert.is(derivative(derivative(fast as (x: Scalar) => Scalar))(2), derivative(derivative(f))(2))
  assert.is(tangent((fast as (x: Dual) => Scalar)(dual(2, 1))), derivative(f)(2))
  const outer = compile((x: Scalar) => exp((fast as (x: Scalar) => Scalar)(x)))
  for (let i = 0; i < 3; i++) assert.is(outer(2), Math.exp(2 * Math.sin(2)))
  assert.is(outer.report().mode, 'compiled')
  const late = compile(derivative(outer as (x: Scalar) => Scalar))
  for (let i = 0; i < 3; i++) assert.is(late(2), derivative(x => exp(f(x)))(2))
})

eager('a dual number from outside', () => {
  const f = (y: Scalar): Scalar => compile((x: Scalar) => mul(x, y))(2) as Scalar
  assert.is(derivative(f)(3), 2)
  const inner = (y: Scalar): Scalar => derivative((x: Scalar) => (compile((z: Scalar) => mul(mul(x, y), z)) as (z: number) => Scalar)(5))(2)
  assert.is(derivative(inner)(3), 5)
})

eager('perturbations stay apart', () => {
  const f = compile((x: Scalar) => mul(x, derivative((y: Scalar) => add(x, y))(1)))
  for (let i = 0; i < 3; i++) assert.is(derivative(f as (x: Scalar) => Scalar)(1), 1)
  const g = compile(derivative((x: Scalar) => mul(x, derivative((y: Scalar) => mul(x, y))(2))))
  for (let i = 0; i < 3; i++) assert.is(g(3), 6)
})

eager('an array of another kind than it was compiled for', () => {
  const f = (x: readonly Scalar[]): Scalar => x.reduce((a: Scalar, b) => add(a, b), 0), fast = compile(f)
  for (const x of [[1, 2], [3, 4], [1, 2, 3], [dual(1), 2], [5, 6]]) for (let i = 0; i < 2; i++)
    assert.is(primal((fast as (x: readonly Scalar[]) => Scalar)(x)), primal(f(x)))
})

eager('what f throws is thrown, and says the same', () => {
  const fast = compile(derivative(unary('bare', x => x * x) as (x: Scalar) => Scalar))
  for (let i = 0; i < 2; i++) fails(() => fast(1), /bare has no derivative rule/)
  const picky = compile((x: Scalar) => { if (less(x, 0)) throw new RangeError('negative'); return sqrt(x) })
  assert.is(picky(4), 2)
  for (let i = 0; i < 3; i++) assert.throws(() => picky(-1), /negative/)
  assert.is(picky(9), 3)
})

eager('a value that escaped is refused', () => {
  let kept: Scalar = 0
  const fast = compile((x: Scalar) => { kept = x; return x })
  fast(1)
  fails(() => mul(kept, 2), /escaped/)
  fails(() => compile(3 as never), /compile expects a function, and got the number 3/)
})

eager('a function that calls itself', () => {
  const power: Compiled<(x: Scalar, n: number) => Scalar> = compile((x: Scalar, n: Scalar): Scalar => less(0, n) ? mul(x, (power as Any)(x as never, sub(n, 1) as never) as Scalar) : 1)
  for (let i = 0; i < 3; i++) assert.is(power(2, 5), 32)
  const sum: Compiled<(x: Scalar) => Scalar> = compile((x: Scalar): Scalar => add(x, primal(3) > 2 ? (depth++ < 1 ? sum(10) : 0) : 0))
  let depth = 0
  assert.is(sum(1), 11)
})

eager('without a call, there is nothing to report', () => {
  assert.match(String(compile(sin as (x: Scalar) => Scalar).report()), /not called yet/)
})

eager.run()

// ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const types = suite('what is compiled is typed as the function is, and plain numbers give plain numbers')

types('one number, several, arrays, objects, transforms', () => {
  const slope: number = compile(derivative(cos))(1)
  const total: number = compile((x, y) => add(x, y))(1, 2)
  const ofArray: number = compile(([x, y]) => add(x, y))([1, 2])
  const slopes: number[] = compile(gradient(([x, y]) => mul(x, y)))([1, 2])
  const matrix: number[][] = compile(hessian(([x, y]) => mul(x, y)))([1, 2])
  const rowsOf: number[][] = compile(jacobian(([x, y]) => [mul(x, y)]))([1, 2])
  assert.equal(jvp(compile(sin), [0], [2]), jvp(sin, [0], [2]))
  const moved: { primal: number; tangent: number } = compile((x, v) => jvp(sin, x, v))(0, 2)
  const record: { p: number } = compile(({ s }: { s: Scalar }) => ({ p: mul(s, s) }))({ s: 2 })
  const column: Float64Array = compile(x => mul(x, x)).batch([1, 2])
  const ofRecord: { a: Float64Array } = compile(gradient((p: { a: Scalar }) => square(p.a))).batch({ a: [1, 2] })
  const ofRecords: { s: { a: Float64Array } } = compile(jacobian((p: { a: Scalar }) => ({ s: square(p.a) }))).batch({ a: [1, 2] })
  assert.equal([[...ofRecord.a], [...ofRecords.s.a]], [[2, 4], [2, 4]])
  const plain: (x: number) => number = compile(cos)
  const nested: Scalar = derivative(compile(x => mul(x, x)))(3)
  assert.equal([slope, total, ofArray, slopes, matrix, rowsOf, moved, record, [...column], plain(0), nested, gradient(compile(([x, y]) => mul(x, y)))([1, 2])],
    [-Math.sin(1), 3, 3, [2, 1], [[0, 1], [1, 0]], [[2, 1]], { primal: 0, tangent: 2 }, { p: 4 }, [1, 4], 1, 6, [2, 1]])
  // @ts-expect-error a function of numbers takes no text
  assert.throws(() => compile(derivative(cos))('x'))
})

types.run()

// ── where code may not be made from text ────────────────────────────────────────────────────────────────────────────

const policy = suite('under a Content-Security-Policy that forbids code from text')

policy('the program is interpreted, with the same answers', async () => {
  const { outputFiles } = await build({
    stdin: { resolveDir: fileURLToPath(new URL('../lib', import.meta.url)), contents: `import { compile, gradient, less, mul, sin } from './index.ts'
      const f = compile(gradient(([x, y]) => less(x, 0) ? mul(x, y) : mul(sin(x), y)))
      const answers = [[1, 2], [1, 2], [-1, 2], [-1, 2]].map(x => f(x))
      console.log(JSON.stringify({ answers, columns: f.batch([[0, -1], [2, 2]]).map(c => [...c]), report: f.report() }))` },
    bundle: true, format: 'esm', platform: 'node', external: ['mathjs'], write: false, logLevel: 'silent',
  })
  const { stdout } = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-'], { input: outputFiles[0]!.text, encoding: 'utf8' })
  const { answers, columns, report } = JSON.parse(stdout)
  assert.equal(answers, [[2 * Math.cos(1), Math.sin(1)], [2 * Math.cos(1), Math.sin(1)], [2, -1], [2, -1]])
  assert.equal(columns, [[2, 2], [0, -1]])
  assert.is(report.mode, 'interpreted')
  assert.match(report.reason, /Content-Security-Policy/)
})

policy.run()
