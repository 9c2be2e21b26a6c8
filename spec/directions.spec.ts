// Every direction of plain numbers in one sweep: the same as one sweep along each, to the bit; and where numbers become arrays, one for each.

import { setFlagsFromString } from 'node:v8'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add, compile, derivative, dual, gradient, hessian, jacobian, jvp, less, mul, PushforwardError, primal, sin, square, stack, sub, sum, tangent, tensor, unary, valueAndGradient, valueAndJacobian, where,
} from '../lib/index.ts'
import type { Scalar, Tensorial } from '../lib/index.ts'
import { mode, uncompiled } from './support/mode.ts'
import { cooked, number, recipe } from './support/programs.ts'
import { outcome } from './support/same.ts'

/** More numbers than are swept one by one. */
const N = 30
const point = Array.from({ length: N }, (_, i) => Math.sin(3 * i + 1))
const along = (f: (x: Scalar[]) => unknown, x: readonly number[]): unknown[] =>
  x.map((_, j) => (jvp(f as never, x as never, x.map((_, i) => Number(i === j)) as never) as { tangent: unknown }).tangent)

/** How often a function runs while it is differentiated. */
function counted<Y>(f: (x: Scalar[]) => Y): { f: (x: Scalar[]) => Y; runs: () => number } {
  let runs = 0
  return { f: x => { runs++; return f(x) }, runs: () => runs }
}

const at = (n: number, k: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i * k + 1))

const rosenbrock = (x: readonly Scalar[]): Scalar => {
  let all: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) all = add(all, add(mul(100, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(1, x[i]!))))
  return all
}

/** The same numbers, or the same error: rows that lack a derivative are among those of random programs. */
function alike(got: () => unknown, want: () => unknown): void {
  const [a, b] = [outcome(got), outcome(want)]
  const said = (error: unknown): string => String(error).replace(/\w+(?= has no derivative rule).*/, '') // which row is met first may differ
  if ('error' in b) assert.is('error' in a && said(a.error), said(b.error))
  else assert.equal(a, b)
}

const directions = suite('directions')

directions('a gradient of many numbers runs f once', () => {
  uncompiled('it counts runs')
  const { f, runs } = counted(rosenbrock)
  assert.equal(gradient((x: Scalar[]) => f(x))(point), along(rosenbrock, point))
  assert.is(runs(), 1)
})

directions('random programs: the Jacobian is the derivative along each direction, to the bit', () => {
  fc.assert(fc.property(recipe(8), fc.array(number, { minLength: N, maxLength: N }), (made, x) => {
    const program = cooked(made)
    // of a value that is NaN code may say NaN where f says that nothing moves: p·(q·v) is 0 where (p·q)·v is not
    fc.pre(mode === 'eager' || !x.some((xi, i) => Number.isNaN((outcome(() => program(xi, x[(7 * i + 1) % N]!)) as { value?: unknown }).value)))
    const f = (x: Scalar[]): Scalar[] => {
      const y = x.map((xi, i) => program(xi, x[(7 * i + 1) % N]!))
      return [...y.slice(0, 4), y.reduce((a, b) => add(a, b)), mul(y[1]!, y[2]!), 3]
    }
    alike(() => jacobian(f)(x).map(row => row.map(d => d + 0)), () => {
      const columns = along(f, x) as number[][]
      return columns[0]!.map((_, i) => columns.map(column => column[i]! + 0))
    })
  }), { numRuns: 150 })
})

directions('within a derivative, from five numbers on: the same', () => {
  fc.assert(fc.property(recipe(5), fc.array(number, { minLength: 5, maxLength: 5 }), (made, x) => {
    const program = cooked(made), f = (x: Scalar[]): Scalar => add(program(x[0]!, x[1]!), mul(program(x[2]!, x[3]!), x[4]!))
    const moved = (t: Scalar): Scalar[] => x.map((xi, i) => add(xi, mul(i + 1, t)))
    const each = (j: number) => derivative(t => (jvp(f as never, moved(t) as never, x.map((_, i) => Number(i === j)) as never) as { tangent: Scalar }).tangent)(0) as number
    alike(() => (derivative(t => gradient(f)(moved(t) as never))(0) as unknown as number[]).map(d => d + 0), () => x.map((_, j) => each(j) + 0))
  }), { numRuns: 150 })
})

directions('a Hessian of many numbers, in one run of f', () => {
  uncompiled('it counts runs')
  const { f, runs } = counted(rosenbrock), H = hessian((x: Scalar[]) => f(x))(point)
  assert.is(runs(), 1)
  for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) {
    const [a, b] = [point[i]!, point[i + 1] ?? 0]
    const want = i === j ? (i < N - 1 ? 1200 * a * a - 400 * b + 2 : 0) + (i > 0 ? 200 : 0) : Math.abs(i - j) === 1 ? -400 * point[Math.min(i, j)]! : 0
    assert.ok(Math.abs(H[i]![j]! - want) <= 1e-12 * Math.abs(want), `${i}, ${j}: ${H[i]![j]} for ${want}`)
  }
})

directions('what does not move is an exact 0, also where motions cancel', () => {
  const x0 = (x: Scalar[]): Scalar => sub(mul(2, x[0]!), add(x[0]!, x[0]!))
  assert.equal(gradient(x0)(point), new Array(N).fill(0))
  assert.equal(gradient((x: Scalar[]) => mul(Infinity, sub(x0(x), 0)))(point).every(d => d === 0), true)
  assert.equal(jacobian(() => [1, 2])(point), [new Array(N).fill(0), new Array(N).fill(0)])
})

directions('branches, and choices of either kind', () => {
  const f = (x: Scalar[]): Scalar => x.reduce((a, b) => less(a, b) ? mul(a, b) : where(less(b, 0), sin(a), add(a, b)))
  assert.equal(gradient(f)(point), along(f, point))
})

directions('numbers that become arrays: one sweep for each, the same answer', () => {
  const f = (x: Scalar[]): Scalar => add(sum(square(stack(x) as Tensorial)) as Scalar, x[0]!)
  const wide = (x: Scalar[]): unknown => mul(x[1]!, tensor([1, 2, 3]))
  assert.equal(gradient(f)(point), point.map((xi, i) => 2 * xi + Number(i === 0)))
  const columns = along(wide as never, point) as { data: Float64Array }[]
  const J = jacobian(wide as never)(point) as unknown as { shape: number[]; data: Float64Array }
  assert.equal(J.shape, [3, N])
  assert.equal([...J.data], [0, 1, 2].flatMap(i => columns.map(column => column.data[i] ?? 0)))
})

directions('also where f catches what is thrown at it', () => {
  const f = (x: Scalar[]): Scalar => {
    try {
      return sum(mul(stack(x) as Tensorial, 2)) as Scalar
    } catch {
      return 0
    }
  }
  assert.equal(gradient(f)(point), new Array(N).fill(2))
})

directions('dual numbers made by hand, within', () => {
  uncompiled('it returns dual numbers')
  const f = (x: Scalar[]): Scalar => tangent(sin(dual(x[0]!, mul(x[1]!, x[3]!))))
  assert.equal(gradient(f)(point), along(f, point))
  const both = (x: Scalar[]): Scalar[] => [mul(dual(x[0]!, x[1]!), x[2]!)]
  const parts = (d: Scalar): unknown => [primal(d), tangent(d)]
  const J = jacobian(both)(point) as unknown as Scalar[][], columns = along(both, point) as Scalar[][]
  assert.equal(J[0]!.map(parts), columns.map(([d]) => parts(d!)))
})

directions('a tangent that f looks at itself', () => {
  const f = (x: Scalar[]): Scalar => mul(tangent(mul(x[0]!, x[0]!)), x[1]!) // along x₀ it is 2x₀, along others 0: asked of each sweep by itself
  assert.equal(gradient(f)(point), along(f, point))
})

directions('the errors of f and of its rules are the same', () => {
  uncompiled('a function leaks a dual number')
  const own = new Error('my own'), ruleless = unary('ruleless', x => x), x = point
  assert.throws(() => gradient(() => { throw own })(x), (error: unknown) => error === own)
  assert.throws(() => gradient((x: Scalar[]) => ruleless(x[0]!))(x), /ruleless has no derivative rule here/)
  assert.throws(() => gradient((x: Scalar[]) => x as never)(x), /gradient expects a function that returns one number/)
  assert.throws(() => gradient((() => undefined) as never)(x), /is a return missing/)
  let kept: Scalar = 0
  const leak = (x: Scalar[]): Scalar => mul(x[0]!, kept === 0 ? kept = x[1]! : kept)
  gradient(leak)(x)
  assert.throws(() => gradient(leak)(x), (error: unknown) => error instanceof PushforwardError && /escaped/.test(error.message))
})

directions('values and slopes together, structures, several arguments, and compiled', () => {
  const f = ({ a, b }: { a: Scalar[]; b: { c: Scalar } }): Scalar => a.reduce((s, x) => add(s, mul(x, b.c)), 0 as Scalar), x = { a: point, b: { c: 2 } }
  const want = { value: point.reduce((s, x) => s + x * 2, 0), gradient: { a: point.map(() => 2), b: { c: point.reduce((s, x) => s + x, 0) } } }
  assert.equal(valueAndGradient(f as never)(x as never), want)
  const fast = compile(valueAndGradient(f as never)) as (x: unknown) => unknown
  for (let round = 0; round < 3; round++) assert.equal(fast(x), want)
  assert.equal(valueAndJacobian((x: Scalar[]) => [x[0]!, 7])(point), { value: [point[0], 7], jacobian: [point.map((_, i) => Number(i === 0)), point.map(() => 0)] })
})

directions('totals that are looked at again after others grew out of them', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(99), fc.nat(99)), { minLength: 5, maxLength: 25 }), steps => {
    const f = (x: Scalar[]): Scalar[] => {
      const totals: Scalar[] = [mul(x[0]!, x[1]!)]
      for (let i = 1; i + 1 < N; i++) totals.push(add(totals[i - 1]!, mul(x[i]!, x[i + 1]!)))
      // any total, old or new, with a number, another total, itself
      for (const [kind, i, j] of steps) {
        const old = totals[i % totals.length]!, other = totals[j % totals.length]!, xj = x[j % N]!
        totals.push(kind === 0 ? add(old, xj) : kind === 1 ? add(old, other) : kind === 2 ? mul(0.5, old) : kind === 3 ? sub(old, mul(xj, xj)) : add(mul(1e-3, other), old))
      }
      return totals
    }
    const columns = along(f, point) as number[][]
    assert.equal(jacobian(f)(point).map(row => row.map(d => d + 0)), columns[0]!.map((_, i) => columns.map(column => column[i]! + 0)))
  }), { numRuns: 100 })
})

directions('the caller’s arrays of numbers stay such: V8 keeps no box for each number', () => {
  uncompiled('it looks at arrays')
  setFlagsFromString('--allow-natives-syntax')
  const isOfDoubles = new Function('x', 'return %HasDoubleElements(x)') as (x: unknown) => boolean
  const points = Array.from({ length: 64 }, (_, k) => at(100, k)), eager = gradient(rosenbrock as (x: Scalar[]) => Scalar), fast = compile(eager)
  eager(points[0]!)
  for (let i = 0; i < 60_000; i++) fast(points[i & 63]!)
  for (let i = 0; i < 3000; i++) eager(points[i & 63]!)
  assert.ok(points.every(isOfDoubles))
  assert.ok(isOfDoubles(fast(points[0]!)))
})

directions('a point of 1000 numbers', () => {
  const x = Array.from({ length: 1000 }, (_, i) => Math.cos(i)), fast = compile(gradient(rosenbrock as (x: Scalar[]) => Scalar))
  const want = gradient(rosenbrock as (x: Scalar[]) => Scalar)(x)
  assert.equal([0, 1, 500, 999].map(j => want[j]), [0, 1, 500, 999].map(j => (jvp(rosenbrock as never, x as never, x.map((_, i) => Number(i === j)) as never) as { tangent: number }).tangent))
  for (let round = 0; round < 3; round++) assert.equal(fast(x), want)
})

directions.run()
