// The back-end that needs no code made from text: it goes through the tape, for pages whose security policy forbids more.

import type { Tensor } from '../tensor.ts'
import { INPUT, type Tape } from '../trace/tape.ts'
import type { Columns, Machine, Sweep } from './machine.ts'
import { fill, fitting } from './outside.ts'
import type { Program, Tree } from './paths.ts'
import { build, inputsOf, leavesOf, type Shape } from './shape.ts'

/** Does the operations of a program one by one. */
export const interpreter: Machine = {
  name: 'the interpreter',
  call(program, other) {
    const run = runner(program), fits = fitting(program.args)
    return (...args) => {
      const result = fits(args) ? run(inputsOf(args)) : undefined
      return result === undefined ? other(...args) : build(result, id => program.tape.given(id))
    }
  },
  into(program, _, other) {
    const run = runner(program), fits = fitting(program.args)
    return (out, ...args) => {
      const result = fits(args) ? run(inputsOf(args)) : undefined
      return result === undefined ? other(out, ...args) : fill(out, result, leavesOf(result).map(id => program.tape.valueOf(id)))
    }
  },
  sweep,
}

/** Inputs → the shape of the result, whose leaves are then in `tape.values`; nothing where the way is not known. */
function runner({ tape, tree }: Program): (inputs: readonly (number | Tensor)[]) => Shape | undefined {
  const done = new Int32Array(tape.size)
  const plans = new Map<Tree, readonly number[]>()
  let round = 0
  return inputs => {
    round++
    for (let part: Tree | undefined = tree; part !== undefined;) {
      let plan = plans.get(part)
      if (plan === undefined) plans.set(part, plan = beneath(tape, part.kind === 'branch' ? [part.id] : leavesOf(part.result)))
      for (const id of plan) {
        if (done[id] === round) continue
        done[id] = round
        if (tape.code[id] === INPUT) tape.input(tape.a[id]!, inputs[tape.a[id]!]!)
        else tape.evaluate(id)
      }
      if (part.kind === 'leaf') return part.result
      part = tape.values[part.id] !== 0 ? part.yes : part.no
    }
    return undefined
  }
}

/** What these operations need, in order. */
function beneath(tape: Tape, roots: readonly number[]): number[] {
  const found = new Set<number>(), open = [...roots]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...tape.args(id))
  }
  return [...found].sort((a, b) => a - b)
}

function sweep(program: Program, columns: Columns): Sweep {
  const run = runner(program), { tape } = program
  return (from, to, inputs, outputs) => {
    for (let i = from; i < to; i++) {
      const result = run(columns.map((isColumn, k) => inputs[k]![isColumn ? i : 0]!))
      if (result === undefined) return i
      for (const [k, id] of leavesOf(result).entries()) outputs[k]![i] = tape.values[id]!
    }
    return to
  }
}
