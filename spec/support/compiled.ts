// The library as a suite sees it in its second run: each transform gives a compiled function, and each of its answers is held
// against the eager one: how near they must be is in same.ts.

export * from '../../lib/index.ts'
import { keyOf } from '../../lib/compile/shape.ts'
import { enter } from '../../lib/derive/arrays.ts'
import { called } from '../../lib/derive/jvp.ts'
import * as library from '../../lib/index.ts'
import { Tensor } from '../../lib/tensor.ts'
import { isBox } from '../../lib/value.ts'
import { running, tally } from './mode.ts'
import { type Outcome, outcome, same } from './same.ts'

type Any = (...args: never[]) => unknown
type Open = (...args: unknown[]) => unknown

// ── two worlds ──────────────────────────────────────────────────────────────────────────────────────────────────────

// A transform within a function that is transformed: in the eager answer it is eager, in the compiled one it is compiled too.
let world: 'spec' | 'eager' | 'compiled' = 'spec'
let within = 0 // how often a transform was called in another one

function inside<T>(where: typeof world, use: () => T): T {
  const before = world
  world = where
  try {
    return use()
  } finally {
    world = before
  }
}

const eagerly    = (f: Open, args: readonly unknown[]): Outcome => inside('eager', () => outcome(() => f(...args)))
const compiledly = (f: Open, args: readonly unknown[]): Outcome => inside('compiled', () => outcome(() => f(...args)))

/** Is there a value in motion, or one that is recorded, in it? */
const moves = (x: unknown): boolean => typeof x === 'object' && x !== null && !(x instanceof Tensor) && !ArrayBuffer.isView(x)
  && (isBox(x) || Object.values(x).some(moves))

/** Was code made for arguments like these? */
function hasCode(fast: library.Compiled<Any>, args: readonly unknown[]): boolean {
  const key = outcome(() => args.map(keyOf).join(', '))
  return 'value' in key && fast.report().signatures.some(({ arguments: given, mode }) => given === key.value && mode !== 'eager')
}

/** The answer of the compiled form, where it is that of `eager`: once recorded, once by code. */
function held(eager: Open, fast: library.Compiled<Any>, args: readonly unknown[], name: string, value = false): Outcome {
  const before = within, want = eagerly(eager, args)
  const asked = { name, args, eager: (again: readonly unknown[]) => eagerly(eager, again), bare: within === before, value }
  const recorded = compiledly(fast as unknown as Open, args)
  same(want, recorded, { ...asked, name: `${name}, recorded` })
  if ('error' in want) return want
  const byCode = hasCode(fast, args)
  tally[byCode ? 'compiled' : 'eagerly']++
  if (!byCode) return recorded
  const coded = compiledly(fast as unknown as Open, args)
  same(want, coded, asked)
  return coded
}

let made = 0

/** A function that answers as `eager`, by its compiled form. At its first point `plain`, the function that is differentiated, is held too. */
function twin(eager: Open, name: string, plain: Open | undefined): Open {
  let fast: library.Compiled<Any> | undefined
  const answer: Open = (...args) => {
    if (world === 'eager') {
      within++
      return eager(...args)
    }
    fast ??= library.compile(eager as Any, { drafts: made++ % 2 }) // every other one is drafted for its first call by code
    if (world === 'compiled' || args.some(moves)) return inside('compiled', () => (fast as unknown as Open)(...args))
    const got = held(eager, fast, args, name)
    if ('error' in got) throw got.error
    if (plain !== undefined) held(plain, library.compile(plain as Any, { drafts: made++ % 2 }), args, `the function given to ${name}`, true)
    plain = undefined
    return got.value
  }
  return Object.defineProperties(answer, Object.getOwnPropertyDescriptors(eager))
}

/** A function that is not compiled. */
function aside(eager: Open): Open {
  const answer: Open = (...args) => {
    tally.aside++
    return inside('eager', () => eager(...args))
  }
  return Object.defineProperties(answer, Object.getOwnPropertyDescriptors(eager))
}

// ── the transforms ──────────────────────────────────────────────────────────────────────────────────────────────────

// A function written at one place of a test is often made anew for each of many points, and each costs code of its own: of those
// the first few are compiled. Rows and expressions, which are more than their text, always are.
const MOST = 3
let counted = { test: -1, times: new Map<string, number>() }

function oneOfMany(f: unknown, how: string): boolean {
  if (world !== 'spec' || typeof f !== 'function' || Object.keys(f).length > 0) return false
  if (counted.test !== running.test) counted = { test: running.test, times: new Map() }
  const key = how + String(f), times = counted.times.get(key) ?? 0
  counted.times.set(key, times + 1)
  return times >= MOST
}

/** Functions whose values are held elsewhere. */
const values = new WeakSet<object>()

/** A transform f ↦ f′ whose f′ is compiled, once for each f. `valued`: f′ gives the value too. */
function compiled<T extends Any>(transform: T, valued = false): T {
  const known = new WeakMap<object, Map<string, unknown>>(), { name } = transform
  const form: Open = (f, ...options) => {
    const eager = transform(f as never, ...options as never[]) as Open
    let made = known.get(f as object)
    if (made === undefined) known.set(f as object, made = new Map())
    const key = JSON.stringify(options), before = made.get(key)
    if (before !== undefined) return before
    const plain = (...[x]: unknown[]): unknown => {
      const at = enter(x, name).x
      return called(f as Any, at)(at)
    }
    const after = oneOfMany(f, name + key) ? aside(eager) : twin(eager, name, valued || values.has(f as object) ? undefined : plain)
    if (world === 'spec') values.add(f as object)
    made.set(key, after)
    return after
  }
  return form as unknown as T
}

export const derivative              = compiled(library.derivative)
export const valueAndDerivative      = compiled(library.valueAndDerivative, true)
export const gradient                = compiled(library.gradient)
export const valueAndGradient        = compiled(library.valueAndGradient, true)
export const valueAndJacobian        = compiled(library.valueAndJacobian, true)
export const hessian                 = compiled(library.hessian)
export const valueGradientAndHessian = compiled(library.valueGradientAndHessian, true)
export const hvp                     = compiled(library.hvp)
export const taylor                  = compiled(library.taylor as never) as typeof library.taylor

const matrix = compiled(library.jacobian)
export const jacobian = ((f: never, ...options: never[]) => {
  const plain = library.jacobian(f, ...options), times = (v: never): Open => twin(plain.times(v) as Open, 'times', undefined)
  return Object.assign(matrix(f, ...options), { times })
}) as unknown as typeof library.jacobian

const along = compiled(function jvp(f: Any) { return (x: never, v: never) => (library.jvp as Any)(f as never, x, v) }, true)
export const jvp = ((f: Any, x: never, v: never) => typeof f === 'function' ? (along(f) as Any)(x, v) : (library.jvp as Any)(f as never, x, v)) as typeof library.jvp
