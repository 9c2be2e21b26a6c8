// Signature: what is known of a function for arguments of one shape: its program, its code, or why it has none.

import { show } from '../errors.ts'
import { Tensor } from '../tensor.ts'
import { type Node, Trace } from '../trace.ts'
import { Tape } from '../trace/tape.ts'
import { isOfArrays } from './analysis.ts'
import type { Columns, Machine, Other, Sweep, Target } from './machine.ts'
import { grown, type Program, type Tree } from './paths.ts'
import { build, hasArrays, inputsOf, relabel, type Shape, Shapeless, shapeOf } from './shape.ts'

/** What is made of a function, and how far: see `report` of a compiled function. */
export interface SignatureReport {
  /** the arguments: # for a number */
  readonly arguments: string
  /** how calls are answered */
  readonly mode: 'compiled' | 'interpreted' | 'eager'
  /** why not by code, or why not always; nothing where there is nothing to say */
  readonly reason: string | undefined
  /** ways through the function that code was made for */
  readonly paths: number
  /** operations recorded, of all ways together */
  readonly operations: number
  /** milliseconds spent on recording and printing */
  readonly milliseconds: number
}

export const MOST_PATHS = 32

// Code is printed anew for each way that is added. Where ways are long and each is taken once, that costs more than it saves.
const MOST_PRINTED = 30_000

/** One shape of arguments. */
export class Signature {
  readonly key: string
  readonly tape: Tape = new Tape()
  reason: string | undefined
  /** ways through the function that were recorded */
  count = 0
  eager = false
  program: Program | undefined
  /** do all ways give results of one shape? */
  uniform = true
  private readonly f: Other
  readonly machine: Machine
  private readonly limit: number
  /** calls that code made in a hurry has still to answer */
  private drafts: number
  private args: readonly Shape[] = []
  private tree: Tree | undefined
  private result: Shape | undefined
  private busy = false
  private spent = 0
  /** tests on all ways together, and how many operations and tests were printed so far */
  private tests = 0
  private printed = 0
  private code: Map<string, unknown> = new Map()

  constructor(key: string, f: Other, machine: Machine, limit: number, drafts: number) {
    this.key = key
    this.f = f
    this.machine = machine
    this.limit = limit
    this.drafts = drafts
  }

  get report(): SignatureReport {
    return {
      arguments: this.key, reason: this.reason, paths: this.count, operations: this.tape.size, milliseconds: this.spent,
      mode: this.eager ? 'eager' : this.machine.name === 'JavaScript' ? 'compiled' : 'interpreted',
    }
  }

  /** The shape of what the way taken first gives. */
  get shape(): Shape | undefined {
    return this.result
  }

  /** The answer at this point, from a recording that adds its way to the tree; or as f gives it. */
  answer(args: readonly unknown[]): unknown {
    const result = this.record(args)
    if (result === undefined) return this.f(...args)
    if (result.kind === 'number' && result.array === undefined && this.tape.wide.length === 0) return this.tape.values[result.id]
    const answer = build(result, id => this.tape.given(id))
    this.tape.forget()
    return answer
  }

  /** Records the way f takes here: its result, with values on the tape; nothing where f must run as it is. */
  record(args: readonly unknown[]): Shape | undefined {
    if (this.eager || this.busy || this.count >= MOST_PATHS || this.count > 1 && this.printed > MOST_PRINTED) return this.refused()
    const begun = now()
    this.busy = true
    const trace = new Trace(this.tape, this.limit)
    try {
      return this.keep(trace, this.run(trace, args))
    } catch (error) {
      return this.failed(error, trace, args)
    } finally {
      trace.end()
      this.busy = false
      this.spent += now() - begun
    }
  }

  private refused(): undefined {
    if (!this.eager && !this.busy) this.reason = `more than ${this.count} ways through it were met${this.count < MOST_PATHS ? ', and they are long' : ''}; those beyond run eagerly`
    return undefined
  }

  private failed(error: unknown, trace: Trace, args: readonly unknown[]): undefined {
    if (trace.reason !== undefined) return this.giveUp(trace.reason)
    if (error instanceof Shapeless) return this.giveUp(`its result cannot be written: ${error.message}`)
    this.f(...args) // what f throws by itself, it throws again when it runs as it is
    return this.giveUp(`it cannot be recorded: ${error instanceof Error ? error.message : show(error)}`)
  }

  private run(trace: Trace, args: readonly unknown[]): Shape {
    const shapes: Shape[] = [], given: unknown[] = [], nodes: Node[] = []
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]
      if (typeof arg === 'number') {
        shapes.push({ kind: 'number', id: nodes.length })
        given.push(nodes[nodes.length] = trace.input(nodes.length, arg))
      } else given.push(entered(trace, arg, shapes, nodes))
    }
    if (this.tree === undefined) this.args = shapes
    const y = this.f(...given)
    if (y instanceof Promise) y.catch(() => undefined) // of a recording: nobody waits for it
    const result = shapeOf(y, leaf => trace.idOf(leaf))
    if (trace.reason !== undefined) throw new Shapeless(trace.reason)
    return this.tape.wide.length > 0 && (this.args.some(hasArrays) || hasArrays(result)) ? likewise(result, this.f(...args)) : result
  }

  private keep(trace: Trace, result: Shape): Shape | undefined {
    const tree = this.tree === undefined && trace.guards.length === 0 ? { kind: 'leaf', result } as const : grown(this.tree, trace.guards, result)
    if (tree === undefined) return this.giveUp('it does not do the same when it is called twice at one point')
    this.tree = tree
    this.program = { tape: this.tape, args: this.args, tree }
    this.count++
    this.tests += trace.guards.length
    this.code.clear()
    if (this.result === undefined) this.result = result
    else if (outline(result) !== outline(this.result)) this.uniform = false
    return result
  }

  private giveUp(reason: string): undefined {
    this.eager = true
    this.reason = reason
    return undefined
  }

  /** Can points be taken one after another in a loop over columns? Not where numbers become arrays on the way. */
  get sweeps(): boolean {
    return this.uniform && this.made('of arrays', isOfArrays) === false
  }

  /** Code for the first plain calls, where there is such; afterwards it asks `later`. */
  draft(other: Other, later: Other): Other | undefined {
    if (this.drafts <= 0 || this.machine.draft === undefined) return undefined
    const done: Other = (...args) => {
      this.drafts = 0
      return later(...args)
    }
    const code = this.made('draft', program => this.machine.draft!(program, this.drafts, other, done))
    if (code === undefined) this.drafts = 0
    return code
  }

  /**
   * Code for plain calls; made when it is first asked for, and again when a way was added. Functions of whole arrays may throw, and
   * in code also on a way that is not taken in the end: then f is asked.
   */
  call(other: Other): Other {
    return this.made('call', program => {
      const code = this.machine.call(program, other)
      if (this.tape.wide.length === 0) return code
      return (...args) => {
        try {
          return code(...args)
        } catch {
          return this.f(...args)
        }
      }
    })
  }

  into(target: Target, other: Other): Other {
    return this.made(target, program => this.machine.into(program, target, other))
  }

  sweep(columns: Columns): Sweep {
    return this.made(columns.map(Number).join(''), program => this.machine.sweep(program, columns))
  }

  private made<T>(what: string, make: (program: Program) => T): T {
    let code = this.code.get(what) as T | undefined
    if (code === undefined) {
      const begun = now()
      code = make(this.program as Program)
      this.printed += this.tape.size + this.tests
      this.code.set(what, code)
      this.spent += now() - begun
    }
    return code
  }
}

/** An argument of which every leaf is an input. */
function entered(trace: Trace, arg: unknown, shapes: Shape[], nodes: Node[]): unknown {
  let leaves = nodes.length
  for (const x of inputsOf(arg)) nodes.push(trace.input(nodes.length, x))
  const shape = shapeOf(arg, () => leaves++)
  shapes.push(shape)
  return build(shape, i => nodes[i])
}

/** The result in the kinds of arrays in which f gives it. */
function likewise(shape: Shape, y: unknown): Shape {
  const is = (kind: boolean): void => { if (!kind) throw new Shapeless('it gives arrays of another package, or something else for tensors than for numbers') }
  if (shape.kind === 'number' && shape.array !== undefined) {
    is(y instanceof Tensor || y instanceof Float64Array)
    return { ...shape, array: { ...shape.array, form: y instanceof Float64Array ? 'Float64Array' : 'tensor' } }
  }
  if (shape.kind === 'number') is(typeof y === 'number')
  if (shape.kind === 'fixed') is(Object.is(shape.value, y)) // an element of an array that is not known is undefined
  if (shape.kind === 'number' || shape.kind === 'fixed') return shape
  is(typeof y === 'object' && y !== null && Array.isArray(y) === (shape.kind === 'array') && Object.keys(y).length === shape.items.length)
  const items = shape.items.map((item, i) => likewise(item, (y as Record<string, unknown>)[shape.kind === 'record' ? shape.keys[i]! : String(i)]))
  return shape.kind === 'record' ? { ...shape, items } : { ...shape, items }
}

const outline = (shape: Shape): string => JSON.stringify(relabel(shape, () => 0), (_, value: unknown) => typeof value === 'bigint' ? `${value}n` : value)

interface Clocks { readonly process?: { hrtime?: { bigint?(): bigint } }; readonly performance?: { now(): number } }

/** Milliseconds; there are engines without a clock. Node's `performance` takes 1.5 ms to load, when it is first looked at. */
function now(): number {
  const { process } = globalThis as Clocks
  return process?.hrtime?.bigint !== undefined ? Number(process.hrtime.bigint()) * 1e-6 : (globalThis as Clocks).performance?.now() ?? Date.now()
}
