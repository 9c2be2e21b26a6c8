// Door: the function a caller holds. It passes calls to the code that was made last, without a detour that V8 cannot inline.

import { printable } from '../print.ts'
import type { Other } from './machine.ts'

/** A function, and what puts code behind it for calls of `arity` arguments. */
export interface Door { readonly door: Other; install(arity: number, code: Other): void }

const MOST = 8 //  arguments that are passed on by name: `arguments` itself would be allocated at every call
const TURNS = 4 // V8 inlines a call that has only ever gone to one function: code made anew gets a place of its own

let printed = 0

/**
 * `general` answers what no code was installed for, and everything where code cannot be made from text. `declared`: how many
 * arguments the function names.
 *
 * Code stands in the fields of an object of its own kind, each of them written once: V8 takes such a field of an object
 * that it knows for a constant, and asks nothing when it has inlined the door.
 */
export function door(general: (args: unknown[]) => unknown, declared: number): Door {
  if (!printable()) return { door: (...args) => general(args), install: () => {} }
  const behind = Object.create({}) as Record<string, Other>, turns: number[] = []
  let arity = -1, last: Other | undefined
  const other = (n: number, ...args: unknown[]): unknown => {
    args.length = n
    return n === arity ? last!(...args) : general(args)
  }
  const door = new Function('behind', 'other', 'general', `'use strict'
return (function compiled_${++printed}(a0, a1, a2, a3, a4, a5, a6, a7) {
${declared > 0 && declared <= MOST ? places(declared) : places(1) + places(2)}if (arguments.length > ${MOST}) return general([...arguments])
return other(arguments.length, a0, a1, a2, a3, a4, a5, a6, a7)
})`)(behind, other, general) as Other
  return { door, install(n, code) {
    const turn = turns[n] = (turns[n] ?? 0) + 1
    arity = n
    last = code
    behind[`r${n}_${turn > TURNS ? 0 : turn}`] = code
  } }
}

/** Short, for what is to be inlined must be so. After four turns, calls go the long way. */
function places(n: number): string {
  const args = 'a0, a1, a2, a3, a4, a5, a6, a7'.slice(0, 4 * n - 2)
  return `if (arguments.length === ${n}) {
const { r${n}_0, r${n}_1, r${n}_2, r${n}_3, r${n}_4 } = behind
if (r${n}_0 === undefined) {
if (r${n}_4 !== undefined) return r${n}_4(${args})
if (r${n}_3 !== undefined) return r${n}_3(${args})
if (r${n}_2 !== undefined) return r${n}_2(${args})
if (r${n}_1 !== undefined) return r${n}_1(${args})
} }
`
}
