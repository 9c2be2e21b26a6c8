// Value and motion of an elementwise row in one loop, with the partial derivatives written out where print.ts can write them:
// no array is made for a partial. Which row it is comes in as an argument; what cannot be written out goes the general way.

import { sameShape, type Shape } from '../kernels/broadcast.ts'
import { partial, plain, printable } from '../print.ts'
import type { Binary, Unary } from '../value.ts'

/** x and y → out, their motions → move, all of n elements. */
type Loop = (x: Float64Array | number, y: Float64Array | number, dx: Float64Array, dy: Float64Array, out: Float64Array, move: Float64Array, n: number) => void

/** A loop, and whether it leaves `move` alone, because the result moves exactly as the one argument that moves. */
interface Fused { readonly loop: Loop; readonly same: boolean }

/** What moves ('x', 'y'), what is an array that does not ('-'), and what is a number ('#'). */
type Form = 'x' | 'xy' | 'x-' | '-y' | 'x#' | '#y'

const made = new WeakMap<Unary | Binary, Map<Form, Fused | undefined>>()

function fusedOf(row: Unary | Binary, form: Form): Fused | undefined {
  let forms = made.get(row)
  if (forms === undefined) made.set(row, forms = new Map())
  if (!forms.has(form)) forms.set(form, print(row, form))
  return forms.get(form)
}

let printed = 0

function print(row: Unary | Binary, form: Form): Fused | undefined {
  if (!printable()) return undefined
  const unary = row.verb === 'unary', names = unary ? ['x', 'o'] : ['x', 'y', 'o'], bound: unknown[] = []
  const moves = [form[0] === 'x', form[1] === 'y'], rules = unary ? [row.rule] : [row.dx, row.dy]
  const slopes = rules.map((rule, i) => moves[i] === true ? partial(bound, rule, names) : undefined)
  if (slopes.some((slope, i) => moves[i] === true && slope === undefined)) return undefined
  const which = [0, 1].filter(i => slopes[i] !== undefined), same = which.length === 1 && rules[which[0] as number] === 1
  // a constant slope multiplies 0 to 0; elsewhere a motion of 0 is not multiplied
  const part = (i: number, at: string): string => {
    const rule = rules[i], d = `${'dX dY'.split(' ')[i]}[${at}]`
    if (rule === 0) return ''
    if (typeof rule === 'number' && Number.isFinite(rule)) return rule === 1 ? `t+=${d};` : `t+=${slopes[i]?.result}*${d};`
    return `{const d=${d};if(d!==0){${slopes[i]?.lines}t+=${slopes[i]?.result}*d}}`
  }
  const body = (at: string): string => `{${form[0] === '#' ? '' : `const x=X[${at}];`}${unary || form[1] === '#' ? '' : `const y=Y[${at}];`}
const o=${plain(row.name, row.f, row.notes, ...names.slice(0, -1))};out[${at}]=o;${same ? '' : `let t=0;${which.map(i => part(i, at)).join('')}move[${at}]=t;`}}`
  // the text differs by a number, for V8 keeps its notes per text (see kernels/elementwise.ts)
  const source = `'use strict';return function moved_${row.name.replace(/\W/g, '_')}_${++printed}(X,Y,dX,dY,out,move,n){
${form[0] === '#' ? 'const x=X;' : ''}${form[1] === '#' ? 'const y=Y;' : ''}let i=0
for(const end=n-1;i<end;i+=2){${body('i')}${body('i+1')}}
for(;i<n;i++)${body('i')}}`
  return { loop: new Function('f', ...bound.map((_, i) => `b${i}`), source)(row.f, ...bound) as Loop, same }
}

/** An array with its shape. */
interface Whole { readonly shape: Shape; readonly data: Float64Array }

const none = new Float64Array(0)

/** f(x) and f′(x)·ẋ, or nothing where the general way must be gone. */
export const fusedUnary = (row: Unary, x: Whole, dx: Whole): readonly [Float64Array, Float64Array] | undefined =>
  run(fusedOf(row, 'x'), x.data, none, dx.data, none, x.data.length)

/** f(x, y) and ∂f/∂x·ẋ + ∂f/∂y·ẏ for arrays of one shape, or a number and an array; `undefined` as a tangent: it does not move. */
export function fusedBinary(row: Binary, x: Whole | number, y: Whole | number, dx: Whole | undefined, dy: Whole | undefined): readonly [Float64Array, Float64Array] | undefined {
  if (typeof x !== 'number' && typeof y !== 'number' && !sameShape(x.shape, y.shape)) return undefined
  if (dx !== undefined && dy !== undefined && !sameShape(dx.shape, dy.shape)) return undefined
  const form = `${typeof x === 'number' ? '#' : dx === undefined ? '-' : 'x'}${typeof y === 'number' ? '#' : dy === undefined ? '-' : 'y'}` as Form
  return run(fusedOf(row, form), typeof x === 'number' ? x : x.data, typeof y === 'number' ? y : y.data, dx?.data ?? none, dy?.data ?? none, (typeof x === 'number' ? y as Whole : x).data.length)
}

function run(fused: Fused | undefined, x: Float64Array | number, y: Float64Array | number, dx: Float64Array, dy: Float64Array, n: number): readonly [Float64Array, Float64Array] | undefined {
  if (fused === undefined) return undefined
  const out = new Float64Array(n), move = fused.same ? dx === none ? dy : dx : new Float64Array(n)
  fused.loop(x, y, dx, dy, out, move, n)
  return [out, move]
}
