// Programs of arrays as JavaScript: loops over elements are fused, whole-array rows are called. Order and fusion are in schedule.ts.

import { sizeOf } from '../kernels/broadcast.ts'
import { Tensor } from '../tensor.ts'
import { BOTH, CONSTANT, DATA, INPUT, PICK, PLUS, ROW, type Tape, TIMES } from '../trace/tape.ts'
import { plus, times, type Value } from '../value.ts'
import { Bindings, literal, operation, test } from './expression.ts'
import type { Other } from './machine.ts'
import { fill, fitting, isFlat, numbersIn } from './outside.ts'
import type { Program } from './paths.ts'
import { type Path, paths } from './pieces.ts'
import { hasArrays, inputsOf, leavesOf, type Shape } from './shape.ts'
import { type Loop, schedule, Shapes } from './schedule.ts'
import { analysed, type Analysis, used } from './analysis.ts'

/** Are there arrays in it? */
export const isOfArrays = ({ tape, args, tree }: Program): boolean =>
  tape.data.length > 0 || args.some(hasArrays) || [...paths(tree)].some(({ result }) => hasArrays(result))

/** What one way gives: the values of its results in order, or nothing where a test comes out otherwise. `kept`: in arrays that are used again. */
type Way = (inputs: readonly (number | Tensor)[], kept: boolean) => readonly (number | Float64Array)[] | undefined

/** (...args) → result, or (out, ...args) → out. */
export function arrayCall(program: Program, other: Other): Other {
  const ways = waysOf(program), fits = fitting(program.args)
  return (...args) => {
    if (!fits(args)) return other(...args)
    const inputs = inputsOf(args)
    for (const { run, result } of ways) {
      const values = run(inputs, false)
      if (values === undefined) continue
      let i = 0
      return given(result, () => values[i++]!)
    }
    return other(...args)
  }
}

export function arrayInto(program: Program, other: Other): Other {
  const ways = waysOf(program), fits = fitting(program.args), room = Math.max(...ways.map(({ result }) => numbersIn(result)))
  return (out, ...args) => {
    if (!fits(args) || isFlat(out) && out.length < room) return other(out, ...args)
    const inputs = inputsOf(args)
    for (const { run, result } of ways) {
      const values = run(inputs, true)
      if (values !== undefined) return fill(out, result, values)
    }
    return other(out, ...args)
  }
}

/** A structure of this shape with these leaves, arrays in the kind they have outside. */
function given(shape: Shape, next: () => number | Float64Array): unknown {
  return shape.kind !== 'number' ? shape.kind === 'fixed' ? shape.value : shape.kind === 'array' ? shape.items.map(item => given(item, next))
    : Object.fromEntries(shape.keys.map((key, i) => [key, given(shape.items[i]!, next)]))
    : shape.array === undefined ? next() : shape.array.form === 'tensor' ? new Tensor(shape.array.shape, next() as Float64Array) : next()
}

function waysOf(program: Program): { run: Way; result: Shape }[] {
  const shapes = new Shapes(program.tape), analysis = analysed(program)
  return [...paths(program.tree)].map(path => ({ result: path.result, run: way(program.tape, path, shapes, analysis) }))
}

let printed = 0

/** One way through the program, as code. */
function way(tape: Tape, { tests, result }: Path, shapes: Shapes, analysis: Analysis): Way {
  const bindings = new Bindings(), out = leavesOf(result), mark = used(tape, [...tests.keys(), ...out]), order: number[] = [], lines: string[] = [], functions: string[] = []
  const owned = new Set<ArrayBufferLike>(), outSet = new Set(out)
  for (let id = 0; id < mark.length; id++) if (mark[id] === 1 && tape.arity(id) > 0) order.push(id)
  const steps = schedule(tape, order, shapes), stepOf = new Map<number, number>()
  steps.forEach((step, i) => { for (const id of step.kind === 'loop' ? step.ids : [step.id]) stepOf.set(id, i) })
  // what leaves its loop: results, and what another step uses
  const leaves = new Set(out)
  for (const id of [...order]) for (const arg of tape.args(id)) if (stepOf.get(arg) !== stepOf.get(id)) leaves.add(arg)
  for (const id of tests.keys()) leaves.add(id)
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0 || tape.arity(id) > 0) continue
    if (tape.code[id] === INPUT) lines.push(shapes.of(id) === undefined ? `const v${id} = inputs[${tape.a[id]}]` : `const t${id} = inputs[${tape.a[id]}], d${id} = t${id}.data`)
    if (tape.code[id] === DATA) lines.push(`const t${id} = ${bindings.name(tape.data[tape.a[id]!])}, d${id} = t${id}.data`)
  }
  const number = (id: number): string => tape.code[id] === CONSTANT ? literal(tape.values[id]!) : `v${id}`
  const whole = (id: number): string => shapes.of(id) === undefined ? number(id) : `t${id}`
  for (const step of steps) {
    if (step.kind === 'loop') lines.push(...loopCall(step, leaves))
    else if (step.kind === 'number') lines.push(`const v${step.id} = ${operation(tape, step.id, tape.args(step.id).map(number), value => bindings.name(value))}`)
    else lines.push(...call(step.id))
    for (const id of step.kind === 'loop' ? step.ids : [step.id]) {
      const outcome = tests.get(id)
      if (outcome !== undefined) lines.push(`if (${outcome ? `!(${test(number(id))})` : test(number(id))}) return undefined`)
    }
  }
  const fromLoop = (id: number): boolean => stepOf.has(id) && steps[stepOf.get(id)!]!.kind === 'loop'
  const values = out.map(id => shapes.of(id) === undefined ? number(id) : fromLoop(id) ? `d${id}` : `kept ? d${id} : ${bindings.name(free)}(d${id}, inputs)`)
  const text = `'use strict'\n${functions.join('\n')}\nreturn function compiled_arrays_${++printed}(inputs, kept) {\n${lines.join('\n')}\nreturn [${values.join(', ')}]\n}`
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
      : code < ROW ? code === PLUS ? `${bindings.name(plus)}(${args})` : `${bindings.name(times)}(${args}, ${code === BOTH})`
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
  function loopCall({ shape, inner, ids }: Loop, leaving: ReadonlySet<number>): string[] {
    const own = new Set(ids), operands = [...new Set(ids.flatMap(id => tape.args(id)))].filter(id => !own.has(id) && tape.code[id] !== CONSTANT)
    const results = ids.filter(id => leaving.has(id)), n = sizeOf(shape), name = `loop${functions.length}`
    const arrays = operands.filter(id => shapes.of(id) !== undefined), numbers = operands.filter(id => shapes.of(id) === undefined)
    const parameters = [...arrays.map(id => `d${id}`), ...numbers.map(id => `v${id}`), ...results.map(id => `o${id}`)]
    const doubtful = results.filter(id => analysis.risk[id] === 1)
    for (const tested of doubtful.length > 0 ? [false, true] : [false]) {
      const body = loopBody(ids, own, results, inner, n, tested || doubtful.length === 0 ? [] : doubtful, tested)
      functions.push(`function ${tested ? `${name}_tested` : name}(${parameters}) {\n${body}\n}`)
    }
    const before = results.map(id => {
      const buffer = new Float64Array(n)
      owned.add(buffer.buffer)
      const mine = bindings.name(buffer)
      return `const d${id} = ${outSet.has(id) ? `kept ? ${mine} : new Float64Array(${n})` : mine}`
    })
    const args = [...arrays.map(id => `d${id}`), ...numbers.map(id => `v${id}`), ...results.map(id => `d${id}`)]
    const after = results.filter(id => [...order].some(user => stepOf.get(user) !== stepOf.get(id) && tape.args(user).includes(id) && steps[stepOf.get(user)!]!.kind === 'call'))
      .map(id => `const t${id} = new ${bindings.name(Tensor)}(${bindings.name(shapes.of(id))}, d${id})`)
    return [...before, doubtful.length > 0 ? `if (${name}(${args})) ${name}_tested(${args})` : `${name}(${args})`, ...after]
  }

  function loopBody(ids: readonly number[], own: ReadonlySet<number>, results: readonly number[], inner: number, n: number, doubtful: readonly number[], tested: boolean): string {
    const loads = new Map<number, string>(), statements: string[] = []
    const operand = (id: number): string => {
      if (own.has(id)) return `v${id}`
      const size = shapes.of(id)
      if (size === undefined) return number(id)
      if (!loads.has(id)) loads.set(id, `const e${id} = d${id}[${inner > 0 && sizeOf(size) < n ? 'j' : 'i'}]`)
      return `e${id}`
    }
    for (const id of ids) {
      const args = tape.args(id).map(operand), code = tape.code[id]!
      const plain = !tested && analysis.exact[id] !== 1 && (code === TIMES || code === BOTH || code === PLUS)
      statements.push(`const v${id} = ${plain ? `${args[0]} ${code === PLUS ? '+' : '*'} ${args[1]}` : operation(tape, id, args, value => bindings.name(value))}`)
      if (results.includes(id)) statements.push(`o${id}[i] = v${id}`)
    }
    const watch = doubtful.length === 0 ? [] : [`bad += ${doubtful.map(id => `(v${id} - v${id})`).join(' + ')}`]
    const body = [...loads.values(), ...statements, ...watch].join('\n')
    const loop = inner > 0 && inner < n ? `for (let i = 0; i < ${n};) for (let j = 0; j < ${inner}; j++, i++) {\n${body}\n}` : `for (let i = 0; i < ${n}; i++) {\n${body}\n}`
    return doubtful.length === 0 ? loop : `let bad = 0\n${loop}\nreturn bad !== bad`
  }
}

function pick(outputs: unknown, index: number): Value {
  const all = Array.isArray(outputs) ? outputs.flat(Infinity) : [outputs]
  return all[index] as Value
}
