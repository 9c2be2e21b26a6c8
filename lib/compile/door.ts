// Door: the function a caller holds. It passes calls to the code that was made last, without a detour that V8 cannot inline.

import type { Other } from './machine.ts'

/** A function, and what puts code behind it for calls of `arity` arguments. */
export interface Door { readonly door: Other; install(arity: number, code: Other): void }

const ARITIES = [1, 2, 3, 4]
const TURNS = [1, 2, 3] // V8 inlines a call that has only ever gone to one function: code made anew gets a place of its own

let printed = 0

/** `general` answers what no code was installed for. */
export function printedDoor(general: (args: unknown[]) => unknown): Door {
  const places = ARITIES.flatMap(n => TURNS.map(turn => ({ n, turn, name: `r${n}_${turn}`, args: ARITIES.slice(0, n).map(i => `a${i - 1}`) })))
  const [door, install] = new Function('general', `'use strict'
    let arity = -1, place = 0, last, ${places.map(({ name }) => name)}
    function compiled_${++printed}(a0, a1, a2, a3) {
      if (arguments.length === arity) switch (place) {
        ${places.map(({ n, turn, name, args }) => `case ${n * 10 + turn}: return ${name}(${args})`).join('\n')}
        default: return last(...arguments)
      }
      return general([...arguments])
    }
    const turns = {}
    return [compiled_${printed}, (n, code) => {
      const turn = turns[n] = (turns[n] ?? 0) + 1
      arity = n
      last = code
      place = n * 10 + turn
      switch (place) { ${places.map(({ n, turn, name }) => `case ${n * 10 + turn}: ${name} = code; break`).join('\n')}
        default: place = 0 }
    }]`)(general) as [Other, Door['install']]
  return { door, install }
}

/** The same where code cannot be made from text. */
export function plainDoor(general: (args: unknown[]) => unknown): Door {
  return { door: (...args) => general(args), install: () => {} }
}
