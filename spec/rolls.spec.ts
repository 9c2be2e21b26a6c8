// Rolls: what a long program does again and again becomes a loop. The answers are those of f, whatever repeats and whatever does not.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, compile, cos, derivative, div, exp, gradient, jacobian, less, max, mul, neg, sin, sqrt, square, sub, tanh, valueAndGradient, where } from '../lib/index.ts'
import type { Compiled, Scalar } from '../lib/index.ts'
import { outcome, same } from './support/same.ts'

type Many = readonly Scalar[]
type Any = (...x: never[]) => unknown

/** The text of the code that is made while this runs. */
function textOf(use: () => unknown): string {
  const own = globalThis.Function, texts: string[] = []
  globalThis.Function = new Proxy(own, { construct: (f, args: string[]) => { texts.push(args.at(-1)!); return Reflect.construct(f, args) } })
  try {
    use()
  } finally {
    globalThis.Function = own
  }
  return texts.join('\n')
}

/** The answers of f and of code for it, twice at each point. */
function agree(f: Any, points: readonly (readonly unknown[])[], name: string): Compiled<Any> {
  const fast = compile(f, { drafts: 0 }), open = f as (...x: readonly unknown[]) => unknown
  for (const args of points) for (const round of ['first', 'again']) {
    const eager = (x: readonly unknown[]) => outcome(() => open(...x))
    same(eager(args), outcome(() => (fast as unknown as typeof open)(...args)), { name: `${name}, ${round}`, args, eager, bare: false })
  }
  assert.is(fast.report().mode, 'compiled', String(fast.report()))
  return fast
}

const rosenbrock = (x: Many): Scalar => {
  let sum: Scalar = 0
  for (let i = 0; i + 1 < x.length; i++) sum = add(sum, add(mul(100, square(sub(x[i + 1]!, square(x[i]!)))), square(sub(1, x[i]!))))
  return sum
}

const at = (n: number, k: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i * k + k))

const rolls = suite('rolls')

rolls('code for a loop over 2000 numbers is as short as the loop', () => {
  const fast = agree(valueAndGradient(rosenbrock as never) as Any, [[at(500, 1)], [at(500, 2)]], 'Rosenbrock')
  assert.ok(fast.report().operations > 5000, String(fast.report()))
  const [short, long] = [500, 2000].map(n => {
    const f = compile(gradient(rosenbrock as never), { drafts: 0 }) as unknown as (x: number[]) => number[]
    f(at(n, 1))
    return textOf(() => f(at(n, 2))).length
  })
  assert.ok(long! < 8000 && Math.abs(long! - short!) < 300, `${short} and ${long} characters`)
})

rolls('constants that differ from turn to turn', () => {
  const f = (x: Scalar): Scalar => {
    let sum: Scalar = 0
    for (let i = 0; i < 300; i++) sum = add(sum, mul(Math.sin(i) + 0.001, sin(add(mul(i + 0.5, x), Math.sqrt(i)))))
    return sum
  }
  agree(f as Any, [[0.5], [-1], [0]], 'a series')
  agree(derivative(f) as Any, [[0.5], [-1], [0]], 'its derivative')
  assert.ok(textOf(() => { const fast = compile(f, { drafts: 0 }); fast(0.1); fast(0.2) }).length < 3000)
})

rolls('loops within loops, and steps of every size', () => {
  const f = (x: Many): Scalar[] => x.slice(0, 20).map((xi, i) => {
    let sum: Scalar = 0
    for (let j = 0; j < 20; j++) sum = add(sum, i === j ? square(xi) : sin(mul(xi, x[(2 * j + i) % x.length]!)))
    return sum
  })
  agree(f as Any, [[at(60, 1)], [at(60, 3)]], 'values')
  agree(jacobian(f as never) as Any, [[at(30, 1)], [at(30, 3)]], 'Jacobian')
})

rolls('what the first turn made, and others use', () => {
  const f = (x: Many): Scalar[] => {
    const y: Scalar[] = []
    return x.map(xi => {
      y.push(add(sin(xi), xi))
      return mul(add(y[0]!, tanh(exp(neg(square(sin(sin(cos(cos(xi))))))))), y.at(-1)!) // far enough from y₀ to be alike in the first turn
    })
  }
  assert.match(textOf(() => agree(f as Any, [[at(400, 1)], [at(400, 2)]], 'values')), /for \(let t/)
})

rolls('where a test comes between, it ends; a way that is new has loops of its own', () => {
  const f = (x: Many): Scalar => {
    let sum: Scalar = 0
    for (let i = 0; i < x.length; i++) {
      const y = mul(sin(x[i]!), cos(x[i]!))
      sum = add(sum, i % 100 === 50 && less(x[i]!, 0) ? square(y) : exp(neg(y)))
    }
    return sum
  }
  agree(f as Any, [[at(400, 1)], [at(400, 2)], [at(400, 5)], [at(400, 1)]], 'values')
  agree(gradient(f as never) as Any, [[at(120, 1)], [at(120, 2)], [at(120, 1)]], 'gradient')
})

rolls('where slopes are infinite or motions 0, the tests of the chain rule are made', () => {
  const f = (x: Many): Scalar => x.reduce((sum, xi, i) => add(sum, mul(x[(i + 1) % x.length]!, sqrt(square(xi)))), 0 as Scalar)
  const zeros = at(400, 1).map((x, i) => i % 3 === 0 ? 0 : x)
  agree(gradient(f as never) as Any, [[at(400, 1)], [zeros], [zeros.map(() => 0)], [zeros.map(x => x / 0)]], 'gradient')
})

// ── random programs ─────────────────────────────────────────────────────────────────────────────────────────────────

const N = 150
const one = [sin, tanh, neg, square, (x: Scalar) => add(x, 1), (x: Scalar) => mul(x, x)] as const
const two = [add, sub, mul, max, (x: Scalar, y: Scalar) => mul(sin(x), y), (x: Scalar, y: Scalar) => div(x, add(2, square(y)))] as const
const small = fc.nat(9)
const stage = fc.record({ kind: fc.nat(7), f: fc.nat(5), g: fc.nat(5), step: small, shift: small, odd: fc.constantFrom(0, 0, 7, 40) })
type Stage = { readonly kind: number; readonly f: number; readonly g: number; readonly step: number; readonly shift: number; readonly odd: number }

/** One loop over all numbers, from one array of N to the next. */
function done({ kind, f, g, step, shift, odd }: Stage, x: Many, all: readonly Many[]): Many {
  const F = one[f]!, G = two[g]!, from = (i: number): Scalar => x[(i * Math.max(1, step) + shift) % N]!, older = all[shift % all.length]!
  const each = (h: (xi: Scalar, i: number) => Scalar): Many => x.map((xi, i) => odd > 0 && i % odd === 3 ? sub(xi, i) : h(xi, i))
  if (kind === 0) return each(xi => F(xi))
  if (kind === 1) return each((xi, i) => G(xi, from(i)))
  if (kind === 2) return each((xi, i) => add(xi, mul(Math.sin(i * step), from(i))))
  if (kind === 3) return each((xi, i) => G(older[i]!, F(xi)))
  if (kind === 4) return each(xi => G(x[shift]!, xi))
  if (kind === 5) return each((xi, i) => i < 5 ? xi : where(less(xi, from(i)), F(xi), from(i)))
  let sum: Scalar = 0
  const totals = x.map((xi, i) => { sum = tanh(G(sum, F(xi))); return i % 2 === 0 ? sum : xi })
  return kind === 6 ? totals : totals.map((t, i) => i > 0 ? G(totals[i - 1]!, t) : t)
}

rolls('random programs of loops: values, motions along a direction', () => {
  let programs = 0, withLoops = 0
  fc.assert(fc.property(fc.array(stage, { minLength: 4, maxLength: 9 }), fc.integer({ min: 1, max: 50 }), (stages, k) => {
    const f = (x: Many): Many => {
      const all: Many[] = [x]
      for (const each of stages) all.push(done(each, all.at(-1)!, all))
      return [...all.at(-1)!, 3, all[1]![7]!]
    }
    const points = [[at(N, k)], [at(N, k + 0.5)]]
    programs++
    if (textOf(() => agree(f as Any, points, 'values')).includes('for (let t')) withLoops++
    agree(((x: Many, t: Scalar) => derivative((s: Scalar) => f(x.map((xi, i) => add(xi, mul(i % 3, s)))))(t)) as Any, points.map(([x]) => [x, 0.25]), 'motions')
  }), { numRuns: 60 })
  assert.ok(withLoops > 0.3 * programs, `${withLoops} of ${programs} have loops`)
})

rolls.run()
