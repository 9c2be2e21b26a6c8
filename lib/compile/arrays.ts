// Programs of arrays as JavaScript: loops over elements are fused, whole-array rows are called. Order and fusion are in schedule.ts.

import { sizeOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
import { BOTH, CONSTANT, DATA, flat, INPUT, PICK, PLUS, ROW, type Tape } from '../trace/tape.ts'
import { product } from '../trace/product.ts'
import { plus, type Value } from '../value.ts'
import { Bindings, literal, operation, test } from './expression.ts'
import type { Other } from './machine.ts'
import { fill, fitting, isFlat, mirrors, numbersIn } from './outside.ts'
import type { Program } from './paths.ts'
import { type Path, paths } from './pieces.ts'
import { inputsOf, leavesOf, type Shape } from './shape.ts'
import { givenBy, type Loop, schedule, Shapes } from './schedule.ts'
import { used } from './analysis.ts'
import { quick } from './simplify.ts'

/** What one way gives: the values of its results in order; `OTHERWISE` where a test comes out otherwise; `UNSURE` where the chain
 *  rule's tests may have been needed. `kept`: in arrays that are used again. */
type Way = (inputs: readonly (number | Tensor)[], kept: boolean) => readonly (number | Float64Array)[] | typeof OTHERWISE | typeof UNSURE
const OTHERWISE = 0, UNSURE = 1

/** Inputs → what the way that is taken gives, and its shape; nothing where it is not known. */
type Run = (inputs: readonly (number | Tensor)[], kept: boolean) => Made | undefined

/** (...args) → result, or (out, ...args) → out. */
export function arrayCall(program: Program, other: Other): Other {
  const run = runner(program), fits = fitting(program.args)
  return (...args) => {
    const done = fits(args) ? run(inputsOf(args), false) : undefined
    if (done === undefined) return other(...args)
    const { result, values } = done
    let i = 0
    done.values = []
    return given(result, () => values[i++]!)
  }
}

export function arrayInto(program: Program, other: Other): Other {
  const run = runner(program), fits = fitting(program.args), room = Math.max(...[...paths(program.tree)].map(({ result }) => numbersIn(result)))
  // what is allocated in a call would be all that is: arguments and inputs stand in arrays that are used again
  const args: unknown[] = program.args.map(() => undefined), inputs: (number | Tensor)[] = []
  const go = (out: unknown): unknown => {
    if (!fits(args) || isFlat(out) && out.length < room) return other(out, ...args)
    let n = 0
    for (let i = 0; i < args.length; i++) n = read(args[i], inputs, n)
    const done = run(inputs, true)
    if (done !== undefined && !isFlat(out) && !mirrors(out, done.result)) return other(out, ...args)
    return done === undefined ? other(out, ...args) : fill(out, done.result, done.values) // values stay, for they are kept in any case
  }
  if (args.length === 1) return (out, x) => { args[0] = x; return go(out) }
  if (args.length === 2) return (out, x, y) => { args[0] = x; args[1] = y; return go(out) }
  return (out, ...given) => {
    for (let i = 0; i < given.length; i++) args[i] = given[i]
    return go(out)
  }
}

/** The numbers and tensors of a structure, from number n on; and which comes next. */
function read(x: unknown, into: (number | Tensor)[], n: number): number {
  let next = n
  if (typeof x === 'number' || x instanceof Tensor) into[next++] = x
  else if (x instanceof Float64Array) into[next++] = new Tensor([x.length], x)
  else if (Array.isArray(x)) for (let i = 0; i < x.length; i++) next = read(x[i], into, next)
  else if (typeof x === 'object' && x !== null) for (const key in x) next = read((x as Record<string, unknown>)[key], into, next)
  return next
}

/** All ways, without the chain rule's tests; and with them where that was not enough, which is made when it is first needed. */
function runner(program: Program): Run {
  const fast = quick(program), ways = waysOf(fast.program, fast.risk())
  let tested: readonly Made[] | undefined
  const first = (some: readonly Made[], inputs: readonly (number | Tensor)[], kept: boolean): ReturnType<Run> => {
    for (let k = 0; k < some.length; k++) {
      const made = some[k]!, values = made.run(inputs, kept)
      if (values === UNSURE) return first(tested ??= waysOf(program, undefined), inputs, kept)
      if (values === OTHERWISE) continue
      made.values = values
      return made
    }
    return undefined
  }
  return (inputs, kept) => first(ways, inputs, kept)
}

/** A way that was made, and what it has just given. */
interface Made { readonly run: Way; readonly result: Shape; values: readonly (number | Float64Array)[] }

function waysOf({ tape, tree }: Program, risk: Uint8Array | undefined): Made[] {
  const shapes = new Shapes(tape)
  return [...paths(tree)].map(path => ({ result: path.result, run: way(tape, path, shapes, risk), values: [] }))
}

/** A structure of this shape with these leaves, arrays in the kind they have outside. */
function given(shape: Shape, next: () => number | Float64Array): unknown {
  return shape.kind !== 'number' ? shape.kind === 'fixed' ? shape.value : shape.kind === 'array' ? shape.items.map(item => given(item, next))
    : Object.fromEntries(shape.keys.map((key, i) => [key, given(shape.items[i]!, next)]))
    : shape.array === undefined ? next() : shape.array.form === 'tensor' ? new Tensor(shape.array.shape, next() as Float64Array) : next()
}

let printed = 0

/** One way through the program, as code. */
function way(tape: Tape, { tests, result }: Path, shapes: Shapes, risk: Uint8Array | undefined): Way {
  const bindings = new Bindings(), out = leavesOf(result), mark = used(tape, [...tests.keys(), ...out]), order: number[] = [], lines: string[] = [], functions: string[] = []
  const owned = new Set<ArrayBufferLike>(), outSet = new Set(out)
  for (let id = 0; id < mark.length; id++) if (mark[id] === 1 && tape.arity(id) > 0) order.push(id)
  const { steps, views } = schedule(tape, order, shapes), stepOf = new Map<number, number>()
  steps.forEach((step, i) => { for (const id of givenBy(step)) stepOf.set(id, i) })
  /** what an operation is read out of */
  const base = (id: number): number => views.get(id)?.base ?? id
  // what leaves its loop: results, and what another step uses
  const leaves = new Set(out.map(base))
  for (const id of order) for (const arg of tape.args(id)) if (stepOf.get(base(arg)) !== stepOf.get(id)) leaves.add(base(arg))
  for (const id of tests.keys()) leaves.add(id)
  const called = new Set(steps.flatMap(step => step.kind === 'call' ? tape.args(step.id) : []))
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0 || tape.arity(id) > 0) continue
    if (tape.code[id] === INPUT) lines.push(shapes.of(id) === undefined ? `const v${id} = inputs[${tape.a[id]}]` : `const t${id} = inputs[${tape.a[id]}], d${id} = t${id}.data`)
    if (tape.code[id] === DATA) lines.push(`const t${id} = ${bindings.name(tape.data[tape.a[id]!])}, d${id} = t${id}.data`)
  }
  const number = (id: number): string => tape.code[id] === CONSTANT ? literal(tape.values[id]!) : `v${id}`
  /** an array as a tensor, which is made when it is first asked for */
  const tensors = new Set<number>()
  const whole = (id: number): string => {
    const shape = shapes.of(id)
    if (shape === undefined) return number(id)
    if (!tensors.has(id)) {
      tensors.add(id)
      if (views.has(id)) lines.push(`const t${id} = ${general(id, tape.args(id).map(whole))}, d${id} = t${id}.data`)
      else if (fromLoop(id)) lines.push(`const t${id} = new ${bindings.name(Tensor)}(${bindings.name(shape)}, d${id})`)
    }
    return `t${id}`
  }
  /** Must this be looked at before it is given, or goes to a row of whole arrays? What is linear passes on what was looked at. */
  const unsure = (id: number): boolean => risk?.[id] === 1 && tape.row(id)?.verb !== 'linear' && tape.code[id] !== PICK && (outSet.has(id) || called.has(id))
  const fromLoop = (id: number): boolean => stepOf.has(id) && steps[stepOf.get(id)!]!.kind === 'loop'
  for (const step of steps) {
    if (step.kind === 'loop') lines.push(...loopCall(step, leaves))
    else if (step.kind === 'number') lines.push(`const v${step.id} = ${operation(tape, step.id, tape.args(step.id).map(number), value => bindings.name(value))}`)
    else lines.push(...call(step.id))
    for (const id of givenBy(step)) {
      const outcome = tests.get(id)
      if (outcome !== undefined) lines.push(`if (${outcome ? `!(${test(number(id))})` : test(number(id))}) return ${OTHERWISE}`)
      if (step.kind !== 'loop' && unsure(id)) lines.push(`if (${bindings.name(isUnsure)}(${shapes.of(id) === undefined ? number(id) : `d${id}`})) return ${UNSURE}`)
    }
  }
  for (const id of out) if (views.has(id)) whole(id)
  const values = out.map(id => shapes.of(id) === undefined ? number(id) : fromLoop(id) ? `d${id}` : `kept ? d${id} : ${bindings.name(free)}(d${id}, inputs)`)
  const list = bindings.name(new Array(values.length).fill(0)) // what is kept is given in a list that is kept
  const end = `if (!kept) return [${values.join(', ')}]\n${values.map((value, i) => `${list}[${i}] = ${value}`).join('\n')}\nreturn ${list}`
  const text = `'use strict'\n${functions.join('\n')}\nreturn function compiled_arrays_${++printed}(inputs, kept) {\n${lines.join('\n')}\n${end}\n}`
  return new Function(...bindings.names, text)(...bindings.values) as Way

  /** Numbers of a result that nobody writes into again, nor the caller owns. */
  function free(data: Float64Array, inputs: readonly (number | Tensor)[]): Float64Array {
    const shared = data.length * 8 !== data.buffer.byteLength || owned.has(data.buffer) || tape.data.some(t => t.data.buffer === data.buffer)
      || inputs.some(x => typeof x !== 'number' && x.data.buffer === data.buffer)
    return shared ? data.slice() : data
  }

  function call(id: number): string[] {
    const code = tape.code[id]!, args = tape.args(id).map(whole)
    const text = code === PICK ? `${bindings.name(pick)}(w${tape.a[id]}, ${tape.b[id]})`
      : code < ROW ? code === PLUS ? `${bindings.name(plus)}(${args})` : `${bindings.name(product)}(${args}, ${code === BOTH})`
      : general(id, args)
    if (Array.isArray(tape.wide[id])) return [`const w${id} = ${text}`]
    return shapes.of(id) === undefined ? [`const v${id} = ${text}`] : [`const t${id} = ${text}, d${id} = t${id}.data`]
  }

  function general(id: number, args: readonly string[]): string {
    const row = tape.row(id)!
    if (row.verb === 'unary' || row.verb === 'binary') return `${bindings.name(row)}(${args})`
    return `${bindings.name(row.f)}([${args}], ${tape.c[id] === -2 ? bindings.name(tape.parameters(id)) : 'undefined'})`
  }

  /** A loop as a function of its operands and results, and the call of it. */
  function loopCall(loop: Loop, leaving: ReadonlySet<number>): string[] {
    const { ids, collections } = loop, own = new Set(ids), summed = collections.flatMap(({ terms }) => terms.map(({ arg }) => arg))
    const operands = [...new Set([...ids.flatMap(id => tape.args(id)), ...summed])].filter(id => !own.has(id) && tape.code[id] !== CONSTANT)
    const results = ids.filter(id => leaving.has(id)), sums = collections.map(({ id }) => id), name = `loop${functions.length}`
    const arrays = [...new Set(operands.filter(id => shapes.of(id) !== undefined).map(base))], numbers = operands.filter(id => shapes.of(id) === undefined)
    const parameters = [...arrays.map(id => `d${id}`), ...numbers.map(id => `v${id}`), ...[...results, ...sums].map(id => `o${id}`)]
    const doubtful = [...new Set([...results, ...summed])].filter(id => own.has(id) && risk?.[id] === 1)
    functions.push(`function ${name}(${parameters}) {\n${loopBody(loop, own, results, doubtful)}\n}`)
    const before = [...results, ...sums].map(id => {
      const size = sizeOf(shapes.of(id)!), buffer = new Float64Array(size)
      owned.add(buffer.buffer)
      const mine = `${bindings.name(buffer)}${sums.includes(id) ? '.fill(0)' : ''}`
      return `const d${id} = ${outSet.has(id) ? `kept ? ${mine} : new Float64Array(${size})` : mine}`
    })
    const args = [...arrays.map(id => `d${id}`), ...numbers.map(id => `v${id}`), ...[...results, ...sums].map(id => `d${id}`)]
    return [...before, doubtful.length > 0 ? `if (${name}(${args})) return ${UNSURE}` : `${name}(${args})`]
  }

  function loopBody({ shape, inner, ids, collections }: Loop, own: ReadonlySet<number>, results: readonly number[], doubtful: readonly number[]): string {
    const loads = new Map<number, string>(), statements: string[] = [], n = sizeOf(shape)
    const place = (index: string, offset: number): string => offset === 0 ? index : `${index} + ${offset}`
    const operand = (id: number): string => {
      if (own.has(id)) return `v${id}`
      const size = shapes.of(id)
      if (size === undefined) return number(id)
      if (!loads.has(id)) loads.set(id, `const e${id} = d${base(id)}[${place(inner > 0 && sizeOf(size) < n ? 'j' : 'i', views.get(id)?.offset ?? 0)}]`)
      return `e${id}`
    }
    for (const id of ids) {
      statements.push(`const v${id} = ${operation(tape, id, tape.args(id).map(operand), value => bindings.name(value))}`)
      if (results.includes(id)) statements.push(`o${id}[i] = v${id}`)
    }
    for (const { id, terms } of collections) for (const { arg, start } of terms) statements.push(`o${id}[${place('i', start)}] += ${operand(arg)}`)
    const watch = doubtful.length === 0 ? [] : [`bad += ${doubtful.map(id => `(v${id} - v${id})`).join(' + ')}`]
    const body = [...loads.values(), ...statements, ...watch].join('\n')
    const loop = inner > 0 && inner < n ? `for (let i = 0; i < ${n};) for (let j = 0; j < ${inner}; j++, i++) {\n${body}\n}` : `for (let i = 0; i < ${n}; i++) {\n${body}\n}`
    return doubtful.length === 0 ? loop : `let bad = 0\n${loop}\nreturn bad !== bad`
  }
}

/** Is a number, or one of many, infinite or NaN? */
function isUnsure(x: number | Float64Array): boolean {
  if (typeof x === 'number') return !Number.isFinite(x)
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return true
  return false
}

const pick = (outputs: unknown, index: number): Value => flat(outputs)[index] as Value
