// Draft: code for the first calls, made in little time: each operation as it was recorded, on a line of its own.

import { CONSTANT, INPUT } from '../trace/tape.ts'
import { used } from './analysis.ts'
import { hasChoices } from './choices.ts'
import { Bindings, literal, operation, test } from './expression.ts'
import type { Other } from './machine.ts'
import { type Program, rootsOf } from './paths.ts'
import { reading } from './reading.ts'
import { result } from './results.ts'

/** Larger programs are made well at once: for those, what it costs to read a function anew outweighs it. */
const LARGEST = 1000

let count = 0

/**
 * A program of numbers with one way through it, chain rule's tests and all. After so many calls it asks `later`; where it does not
 * know the way, `other`. Nothing where it would not pay, or where code made well takes one of two sides.
 */
export function draft({ tape, args, tree }: Program, calls: number, other: Other, later: Other): Other | undefined {
  if (tape.wide.length > 0 || tape.size > LARGEST || hasChoices(tape)) return undefined
  const bindings = new Bindings(), tests: (boolean | undefined)[] = [], names: string[] = []
  let end = tree
  for (; end.kind === 'branch'; end = (end.yes ?? end.no)!) {
    if (end.yes !== undefined && end.no !== undefined) return undefined
    tests[end.id] = end.no === undefined
  }
  for (let i = 0; i < args.length; i++) names.push(`a${i}`)
  const list = names.join(', '), leave = `return ${bindings.name(other)}(${list})`
  const read = reading(args, names, leave, bindings), texts: string[] = [], mark = used(tape, rootsOf(tree))
  let lines = ''
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0) continue
    const code = tape.code[id]!
    if (code === CONSTANT) texts[id] = literal(tape.values[id]!)
    else if (code === INPUT) texts[id] = read.names[tape.a[id]!]!
    else {
      const parts: string[] = []
      for (let i = 0, n = tape.arity(id); i < n; i++) parts.push(texts[tape.arg(id, i)]!)
      lines += `const v${id} = ${operation(tape, id, parts, bindings.name)}\n`
      texts[id] = `v${id}`
    }
    const outcome = tests[id]
    if (outcome !== undefined) lines += `if (${outcome ? `!(${test(texts[id]!)})` : test(texts[id]!)}) ${leave}\n`
  }
  const y = result(end.result, id => texts[id]!, bindings) // it may name values, too
  return new Function(...bindings.names, 'later', `'use strict'
let left = ${calls}
return (function draft_${++count}(${list}) {
if (--left < 0) return later(${list})
${read.lines}${lines}return ${y}
})`)(...bindings.values, later) as Other
}
