// compile: f ↦ f at the speed of code written by hand. It finds out what is asked for, and who answers.

import type { Plain, Unstated } from '../derive/structure.ts'
import { fail, known, limit, show } from '../errors.ts'
import { printable } from '../print.ts'
import type { Value } from '../value.ts'
import { batch } from './batch.ts'
import { DRAFTS } from './bounds.ts'
import { type Door, door } from './door.ts'
import { interpreter } from './interpreter.ts'
import { javascript } from './javascript.ts'
import type { Other, Target } from './machine.ts'
import { fill, isFlat, mirrors, numbersIn } from './outside.ts'
import { keyOf, type Shape, shapeOf } from './shape.ts'
import { Signature, type SignatureReport } from './signature.ts'

type Anything = (...args: never[]) => unknown

/** A number, an array of numbers, or what a stated argument is when it is plain. */
type Given<X> = Unstated[0] extends X ? (X extends Unstated[0] ? number | readonly number[] : Plain<X>) : Plain<X>
type GivenAll<A extends readonly unknown[]> = { [K in keyof A]: Given<A[K]> }

/** A result with a column at every leaf. */
export type Batched<Y> = Y extends number ? Float64Array : Y extends object ? { [K in keyof Y]: Batched<Y[K]> } : Y

/** What was made of a function so far. */
export interface CompileReport extends SignatureReport {
  /** the same for each shape of arguments that it was called with; above stands the one that was called last */
  readonly signatures: readonly SignatureReport[]
  toString(): string
}

/** A compiled function: called as the function itself is. */
export type Compiled<F extends Anything> = ((...args: GivenAll<Parameters<F>>) => Plain<ReturnType<F>>) & F & {
  /**
   * Writes the result into `out`, and allocates nothing: leaf by leaf into an array of the right length, or into a
   * structure of the result's own shape.
   *
   * @example compile(gradient(([x, y]) => mul(x, y))).into([0, 0], [2, 3]) // [3, 2]
   */
  into<O extends object>(out: O, ...args: unknown[]): O
  /**
   * The function at many points, in one loop. An argument that is a number becomes an array of numbers: a column; in
   * structures of numbers columns stand at the leaves. A number in a column's place is the same for all points.
   *
   * @example compile(x => mul(x, x)).batch([1, 2, 3]) // Float64Array [1, 4, 9]
   */
  batch(...columns: unknown[]): Batched<Plain<ReturnType<F>>>
  /** How calls are answered: by code, through the interpreter, or eagerly; and why. */
  report(): CompileReport
}

/** How a function is compiled. */
export interface CompileOptions {
  /** what the program is made into: by default JavaScript, and where code may not be made from text, the interpreter */
  readonly machine?: 'javascript' | 'interpreter'
  /** operations after which a recording is given up and the function runs eagerly: by default 100 000 */
  readonly operations?: number
  /** calls that are answered by code made in a third of the time, before it is made well: by default 256; 0: none */
  readonly drafts?: number
}

/**
 * The same function, faster: it is run once on numbers that are not known yet, and what it did is printed as straight-line
 * JavaScript. Transforms are functions like others: `compile(gradient(f))`, `compile(x => jvp(f, [x], [v]))`.
 *
 * Values have the same bits as those of f; derivatives are those of f, but for the sign of a zero, and for rounding where arrays are
 * multiplied in another order: along many directions, what scales them all is worked out once. Where f decides by `less(x, y)` and
 * the like, code checks the decision, and records the other way when it is first taken. Where f cannot be recorded (`primal(x)` as a
 * plain number, a dual number from outside), it runs as it is; `report()` says why.
 *
 * What f reads from outside is read once, when it is recorded: a captured variable that changes later is not seen to
 * change, nor does `console.log` or `Math.random()` in f happen again. Pass what changes as an argument. Arguments that are
 * strings or booleans are part of the shape: each gets code of its own. A number that is not known yet is an object: `x === 0` is
 * false of it, as of a dual number, and so are `Number.isFinite(x)` and `typeof x === 'number'`; `if (x)` takes it for true. Write
 * `equal(x, 0)`. What does not bear on the result is not computed, and throws nothing.
 *
 * @param f        any function made of rows: of numbers, arrays and objects of numbers, to any depth
 * @param options  `machine`: 'javascript' or 'interpreter'; `operations`: how many are recorded at most
 * @throws where f is no function; else as f does
 * @example compile(derivative(cos))(1) // −0.8414709848078965 = −sin(1)
 * @see Frostig, Johnson & Leary, Compiling machine learning programs via high-level tracing, SysML 2018
 */
export function compile<F extends (...x: Unstated) => unknown>(f: F, options?: CompileOptions): Compiled<F>
export function compile<F extends Anything>(f: F, options?: CompileOptions): Compiled<F>
export function compile(f: Anything, options: CompileOptions = {}): unknown {
  if (typeof f !== 'function') fail(`compile expects a function, and got ${show(f)}`)
  known(options, ['machine', 'operations', 'drafts'], 'compile')
  const { machine = printable() ? 'javascript' : 'interpreter', operations = 100_000, drafts = DRAFTS } = options
  if (machine !== 'javascript' && machine !== 'interpreter') fail(`compile expects { machine } to be 'javascript' or 'interpreter', and got ${show(machine)}`)
  limit('compile', '{ operations }', operations)
  limit('compile', '{ drafts }', drafts, 0)
  return new Compiler(f as Other, { machine, operations, drafts }).fast
}

/** Each shape of arguments has a program of its own, and a string or a boolean is part of the shape. */
const MOST_SHAPES = 256

interface Missed { readonly signature: Signature; readonly count: number }

/** A function and all that was made of it. */
class Compiler {
  readonly fast: Other
  private readonly f: Other
  private readonly options: Required<CompileOptions>
  private readonly signatures: Map<string, Signature> = new Map()
  private readonly plain: Door
  private writing: Door | undefined
  private latest: SignatureReport | undefined

  constructor(f: Other, options: Required<CompileOptions>) {
    this.f = f
    this.options = options
    this.plain = door(this.general, f.length)
    this.fast = this.plain.door
    Object.defineProperties(this.fast, {
      name: { value: f.name, configurable: true },
      length: { value: f.length, configurable: true },
      into: { get: () => this.into(), configurable: true },
      batch: { value: (...columns: unknown[]) => batch(columns, this.f, this.fast, args => this.signature(args)), configurable: true },
      report: { value: () => this.report(), configurable: true },
      // a row takes values only: that its compiled form does too tells jvp what to do with an array of one
      ...'verb' in f && { verb: { value: f.verb, configurable: true } },
    })
  }

  /** The function `into`: made when it is first asked for. */
  private into(): Other {
    const { door: value } = this.writing ??= door(([out, ...args]) => this.generalInto(out, args), this.f.length > 0 ? this.f.length + 1 : 2)
    Object.defineProperty(this.fast, 'into', { value, configurable: true })
    return value
  }

  /** What is known of arguments of this shape; nothing where they have none. */
  private signature(args: readonly unknown[]): Signature | undefined {
    let key = ''
    try {
      for (let i = 0; i < args.length; i++) key += i === 0 ? keyOf(args[i]) : `, ${keyOf(args[i])}`
    } catch (error) {
      this.latest = eagerly('', (error as Error).message)
      return undefined
    }
    this.latest = undefined
    let signature = this.signatures.get(key)
    if (signature === undefined && this.signatures.size >= MOST_SHAPES) {
      this.latest = eagerly(key, `it was called with more than ${MOST_SHAPES} shapes of arguments; those beyond run eagerly`)
      return undefined
    }
    if (signature === undefined) {
      const { machine, operations, drafts } = this.options
      signature = new Signature(key, this.f, machine === 'javascript' ? javascript : interpreter, operations, drafts)
      if (machine === 'interpreter' && !printable()) signature.reason = 'code may not be made from text here (a Content-Security-Policy)'
    } else this.signatures.delete(key)
    this.signatures.set(key, signature) // the last is the one that was called last
    return signature
  }

  /** `missed`: the code that did not know the way, and how many it knew. */
  private readonly general = (args: readonly unknown[], missed?: Missed): unknown => {
    const signature = this.signature(args)
    if (signature === undefined || signature.eager) return this.f(...args)
    const { count } = signature
    if (count === 0 || missed?.signature === signature && missed.count === count) return signature.answer(args)
    const other: Other = (...again) => this.general(again, { signature, count })
    const code = signature.draft(other, (...again) => this.general(again)) ?? signature.call(other)
    this.plain.install(args.length, code)
    return code(...args)
  }

  private generalInto(out: unknown, args: readonly unknown[], missed?: Missed): unknown {
    if (typeof out !== 'object' || out === null) fail(`into expects an array or a structure to write into first, and got ${show(out)}`)
    const signature = this.signature(args)
    if (signature !== undefined && !signature.eager && signature.count > 0 && !(missed?.signature === signature && missed.count === signature.count) && signature.uniform) {
      const { count } = signature
      const target = targetOf(out, signature.shape!) // it may be meant for another way than the one that is known
      if (target !== undefined) {
        const code = signature.into(target, (next, ...again) => this.generalInto(next, again, { signature, count }))
        if (signature.machine === javascript) this.writing?.install(args.length + 1, code)
        return code(out, ...args)
      }
    }
    const y = this.general(args)
    const leaves: Value[] = [], shape = shapeOf(y, leaf => leaves.push(leaf) - 1)
    if (targetOf(out, shape) !== undefined) return fill(out, shape, leaves)
    return fail(isFlat(out) ? `into expects room for ${numbersIn(shape)} numbers, and got ${show(out)}` : `into expects an array, or a structure of the result’s own shape, to write into, and got ${show(out)}`)
  }

  private report(): CompileReport {
    const signatures = [...this.signatures.values()].map(({ report }) => report)
    const last = this.latest ?? signatures.at(-1) ?? eagerly('', 'it was not called yet')
    return Object.defineProperty({ ...last, signatures }, 'toString', { value: () => sentence(last), enumerable: false }) as CompileReport
  }
}

/** A flat array takes the leaves one after another; anything else must have the shape of the result. */
const targetOf = (out: object, shape: Shape): Target | undefined =>
  isFlat(out) ? out.length < numbersIn(shape) ? undefined : 'flat' : mirrors(out, shape) ? 'mirror' : undefined

const eagerly = (given: string, reason: string): SignatureReport => ({ arguments: given, mode: 'eager', reason, paths: 0, operations: 0, milliseconds: 0 })

function sentence({ arguments: given, mode, reason, paths, operations, milliseconds }: SignatureReport): string {
  const how = mode === 'eager' ? 'runs eagerly' : `${mode}: ${operations} operations, ${paths} ${paths === 1 ? 'path' : 'paths'}, made in ${milliseconds.toFixed(2)} ms`
  return `(${given.replace(/#{9,}/g, many => `#×${many.length}`)}) ${how}${reason === undefined ? '' : `; ${reason}`}`
}
