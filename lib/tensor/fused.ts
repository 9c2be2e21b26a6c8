// Values and motions of elementwise rows in one loop. A step is put off until its numbers are asked for; then it is printed, with
// all steps before it, as a single loop over the elements, partial derivatives written out: between steps no array is made. Which
// rows they are comes in as an argument; what print.ts cannot write out goes the general way.

import { sameShape, type Shape } from '../kernels/broadcast.ts'
import { partial, plain, printable } from '../print.ts'
import type { Binary, Unary } from '../value.ts'

/** An array that may not have been computed yet: `step` says how. */
export interface Cell {
  readonly shape: Shape
  values: Float64Array | undefined
  step: Step | undefined
}

/** A row as text: its value `o` of `x` and `y`, and what each motion `d` adds to its tangent `t`. */
interface Text {
  readonly id: number
  readonly value: string
  /** for x and y, where they move; `undefined` where the partial is 0 */
  readonly parts: readonly (string | undefined)[]
  /** what the text calls: f, b0, b1, … */
  readonly functions: readonly unknown[]
  /** the result moves exactly as the one argument that moves */
  readonly same: boolean
  /** the loop of a step of this row alone, once there was one */
  loop: Loop | undefined
}

/** Where a value and its motion come from. */
export class Step {
  readonly text: Text
  readonly operands: readonly [x: Cell | number, y: Cell | number, dx: Cell | undefined, dy: Cell | undefined]
  readonly n: number
  /** so many steps, or fewer, run when it does */
  readonly weight: number
  /** where the results go: set by whoever made it */
  out: Cell | undefined = undefined
  move: Cell | undefined = undefined
  runs = 0
  constructor(text: Text, operands: Step['operands'], n: number) {
    this.text = text
    this.operands = operands
    this.n = n
    let weight = 1
    const seen: Step[] = []
    for (const cell of operands)
      if (typeof cell === 'object' && cell.values === undefined && cell.step !== undefined && !seen.includes(cell.step)) {
        seen.push(cell.step)
        weight += cell.step.weight
      }
    this.weight = weight
  }

  get same(): boolean { return this.text.same }
}

/** What moves ('x', 'y'), what is an array that does not ('-'), and what is a number ('#'). */
type Form = 'x' | 'xy' | 'x-' | '-y' | 'x#' | '#y'

const texts = new WeakMap<Unary | Binary, Map<Form, Text | undefined>>()
let count = 0

function textOf(row: Unary | Binary, form: Form): Text | undefined {
  let forms = texts.get(row)
  if (forms === undefined) texts.set(row, forms = new Map())
  if (!forms.has(form)) forms.set(form, write(row, form))
  return forms.get(form)
}

function write(row: Unary | Binary, form: Form): Text | undefined {
  if (!printable()) return undefined
  const unary = row.verb === 'unary', names = unary ? ['x', 'o'] : ['x', 'y', 'o'], bound: unknown[] = []
  const rules = unary ? [row.rule] : [row.dx, row.dy], moves = [form[0] === 'x', form[1] === 'y']
  const slopes = rules.map((rule, i) => moves[i] === true ? partial(bound, rule, names) : undefined)
  if (slopes.some((slope, i) => moves[i] === true && slope === undefined)) return undefined
  // a constant slope multiplies 0 to 0; elsewhere a motion of 0 is not multiplied
  const parts = slopes.map((slope, i) => {
    const rule = rules[i]
    if (slope === undefined || rule === 0) return undefined
    return typeof rule === 'number' && Number.isFinite(rule) ? `t+=${slope.result}*d` : `if(d!==0){${slope.lines}t+=${slope.result}*d}`
  })
  const moving = rules.filter((_, i) => moves[i])
  return { id: ++count, value: plain(row.name, row.f, row.notes, ...names.slice(0, -1)), parts, functions: [row.f, ...bound], same: moving.length === 1 && moving[0] === 1, loop: undefined }
}

/** f(x) and f′(x)·ẋ as a step, or nothing where the general way must be gone. */
export function fusedUnary(row: Unary, x: Cell, dx: Cell, n: number): Step | undefined {
  const text = textOf(row, 'x')
  return text && new Step(text, [x, 0, dx, undefined], n)
}

/** f(x, y) and ∂f/∂x·ẋ + ∂f/∂y·ẏ for arrays of one shape, or a number and an array; `undefined` as a tangent: it does not move. */
export function fusedBinary(row: Binary, x: Cell | number, y: Cell | number, dx: Cell | undefined, dy: Cell | undefined, n: number): Step | undefined {
  if (typeof x !== 'number' && typeof y !== 'number' && !sameShape(x.shape, y.shape)) return undefined
  if (dx !== undefined && dy !== undefined && !sameShape(dx.shape, dy.shape)) return undefined
  const form = `${typeof x === 'number' ? '#' : dx === undefined ? '-' : 'x'}${typeof y === 'number' ? '#' : dy === undefined ? '-' : 'y'}` as Form
  const text = textOf(row, form)
  return text && new Step(text, [x, y, dx, dy], n)
}

// ── running ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** More steps than this are not put off: V8 does not optimise very long functions. */
export const MANY = 48

/** Inputs, numbers, outputs → the outputs' n elements. */
type Loop = (inputs: readonly Float64Array[], numbers: readonly number[], outputs: readonly Float64Array[], n: number) => void

const loops = new Map<string, Loop>()
const MOST = 1000

// Operands as small numbers: nothing, a number, the k-th input, the value or the tangent of the k-th step.
const NOTHING = 0, NUMBER = 1
const input = (k: number): number => 2 + 3 * k
const named = (code: number): string => `${'Aot'[(code - 2) % 3]}${Math.floor((code - 2) / 3)}`

/** Runs a step and what must run before it. What is used a second time is kept. */
export function run(last: Step): void {
  if (last.operands.every(isReady)) alone(last)
  else together(last)
}

const isReady = (cell: Cell | number | undefined): boolean => typeof cell !== 'object' || cell.values !== undefined || cell.step === undefined

/** A step that waits for no other: most of them, where arrays are looked at in between. */
function alone(step: Step): void {
  const { text, operands, out, move, n } = step, inputs: Float64Array[] = [], numbers: number[] = [], outputs: Float64Array[] = []
  for (const cell of operands) if (typeof cell === 'number') numbers.push(cell); else if (cell !== undefined) inputs.push(valuesOf(cell))
  for (const cell of [out, move]) if (cell !== undefined) {
    outputs.push(cell.values ??= new Float64Array(n))
    cell.step = undefined
  }
  text.loop ??= printAlone(step)
  text.loop(inputs, numbers, outputs, n)
}

/** Each operand is read for itself, so that one loop serves all that have this form. */
function printAlone({ text, operands, out, move, n }: Step): Loop {
  const codes = new Map<Cell, number>(), given: readonly Cell[] = operands.flatMap(cell => typeof cell === 'object' ? [{ ...cell }] : [])
  given.forEach((cell, k) => { codes.set(cell, input(k)) })
  let k = 0
  const step = new Step(text, operands.map(cell => typeof cell === 'object' ? given[k++] : cell) as unknown as Step['operands'], n)
  step.out = out
  step.move = move
  return print([step], codes, given.length)
}

/** A step and those that it waits for, in one loop. */
function together(last: Step): void {
  const steps: Step[] = [], inputs: Float64Array[] = [], numbers: number[] = [], outputs: Float64Array[] = []
  const codes = new Map<Cell, number>(), key: number[] = []
  const visit = (step: Step): void => {
    for (const cell of step.operands)
      if (typeof cell === 'object' && !codes.has(cell)) {
        if (cell.values === undefined && cell.step !== undefined) visit(cell.step)
        else codes.set(cell, input(inputs.push(valuesOf(cell)) - 1))
      }
    const { text, operands, out, move, n } = step, k = steps.push(step) - 1, keep = step === last || step.runs++ > 0
    if (out !== undefined) codes.set(out, input(k) + 1)
    if (move !== undefined) codes.set(move, input(k) + 2)
    key.push(text.id & 0xffff, text.id >> 16)
    for (const cell of operands)
      if (typeof cell === 'number') {
        key.push(NUMBER)
        numbers.push(cell)
      } else key.push(cell === undefined ? NOTHING : codes.get(cell) as number)
    key.push(!keep ? 0 : move === undefined ? 1 : 2)
    if (!keep) return
    if (out !== undefined) outputs.push(out.values ??= new Float64Array(n))
    if (move !== undefined) outputs.push(move.values ??= new Float64Array(n))
  }
  visit(last)
  const signature = String.fromCharCode(...key)
  let loop = loops.get(signature)
  if (loop === undefined) {
    if (loops.size >= MOST) loops.clear()
    loops.set(signature, loop = print(steps, codes, inputs.length))
  }
  loop(inputs, numbers, outputs, last.n)
  for (const { out, move } of steps) {
    if (out?.values !== undefined) out.step = undefined
    if (move?.values !== undefined) move.step = undefined
  }
}

/** The numbers of a cell that is no step's. */
const valuesOf = (cell: Cell): Float64Array => (cell as Cell & { readonly data: Float64Array }).data

/** The loop that runs these steps, of inputs A…, with values o… and tangents t…, to outputs O… */
function print(steps: readonly Step[], codes: ReadonlyMap<Cell, number>, inputs: number): Loop {
  const functions: unknown[] = [], places = new Map<Text, number>()
  let numbers = 0, outputs = 0
  const name = (cell: Cell | number | undefined): string => {
    if (cell === undefined) return ''
    if (typeof cell === 'number') return `C[${numbers++}]`
    const own = named(codes.get(cell) as number)
    return own.startsWith('A') ? `${own}[i]` : own
  }
  const lines = steps.map(({ text, operands, out, move }, k) => {
    if (!places.has(text)) {
      places.set(text, functions.length)
      functions.push(...text.functions)
    }
    const first = places.get(text) as number, [x, y, dx, dy] = operands.map(name)
    const calls = text.functions.map((_, j) => `${j === 0 ? 'f' : `b${j - 1}`}=F${first + j}`).join(',')
    const part = (d: string | undefined, code: string | undefined): string => code === undefined || !d ? '' : `{const d=${d};${code}}`
    const kept = (cell: Cell | undefined, result: string): string => cell?.values === undefined ? '' : `O${outputs++}[i]=${result};`
    return `let o${k},t${k}=0;{const ${calls},x=${x},y=${y || 0},o=${text.value};o${k}=o;let t=0;${part(dx, text.parts[0])}${part(dy, text.parts[1])}t${k}=t}${kept(out, `o${k}`)}${kept(move, `t${k}`)}`
  })
  const bind = (letter: string, array: string, length: number): string => Array.from({ length }, (_, i) => `const ${letter}${i}=${array}[${i}];`).join('')
  const source = `'use strict';return function steps(A,C,O,n){${bind('A', 'A', inputs)}${bind('O', 'O', outputs)}
for(let i=0;i<n;i++){${lines.join('\n')}}}`
  return new Function(...functions.map((_, i) => `F${i}`), source)(...functions) as Loop
}
