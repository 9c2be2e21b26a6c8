// Door: the function a caller holds. It passes calls to the code that was made last, without a detour that V8 cannot inline.

import type { Other } from './machine.ts'

/** A function, and what puts code behind it for calls of `arity` arguments. */
export interface Door { readonly door: Other; install(arity: number, code: Other): void }

const MOST = 8 //         arguments that are passed on by name: `arguments` itself would be allocated at every call
const TURNS = [1, 2, 3] // V8 inlines a call that has only ever gone to one function: code made anew gets a place of its own

const texts = new Map<number, string>()
let printed = 0

/** `general` answers what no code was installed for. `declared`: how many arguments the function names. */
export function printedDoor(general: (args: unknown[]) => unknown, declared: number): Door {
  let text = texts.get(declared)
  if (text === undefined) texts.set(declared, text = print(declared > 0 && declared <= MOST ? [declared] : [1, 2]))
  const [door, install] = new Function('general', text.replaceAll('compiled_0', `compiled_${++printed}`))(general) as [Other, Door['install']]
  return { door, install }
}

/** Short, for what is to be inlined must be so. */
function print(arities: readonly number[]): string {
  const all = Array.from({ length: MOST }, (_, i) => `a${i}`)
  const places = arities.flatMap(n => TURNS.map(turn => ({ n, place: n * 4 + turn, name: `r${n}_${turn}`, args: all.slice(0, n) })))
  return `'use strict'
let place = 0, arity = -1, last, ${places.map(({ name }) => name)}
function compiled_0(${all}) {
  ${places.map(({ n, place, name, args }) => `if (place === ${place} && arguments.length === ${n}) return ${name}(${args})`).join('\n')}
  if (arguments.length > ${MOST}) return general([...arguments])
  return other(arguments.length, ${all})
}
function other(n, ...args) {
  args.length = n
  return n === arity ? last(...args) : general(args)
}
const turns = {}
return [compiled_0, (n, code) => {
  const turn = turns[n] = (turns[n] ?? 0) + 1
  arity = n
  last = code
  place = turn > ${TURNS.length} ? 0 : n * 4 + turn
  switch (place) { ${places.map(({ place, name }) => `case ${place}: ${name} = code; break`).join('\n')} }
}]`
}

/** The same where code cannot be made from text. */
export function plainDoor(general: (args: unknown[]) => unknown): Door {
  return { door: (...args) => general(args), install: () => {} }
}
