// Formulas: a program as lines that people read: one expression where it is short, numbered assignments where it is not.

import { countUses } from './block.ts'
import { type Piece, type Style, written } from './notation.ts'
import type { Program, Tree } from './paths.ts'
import { leavesOf, type Shape } from './shape.ts'
import { used } from './analysis.ts'

const SHORT = 80 // characters of a result that is written in one line

/** How the lines of a program are put together. */
export interface Layout {
  readonly style: Style
  /** how many signs a text shows */
  width(text: string): number
  assignment(name: string, text: string): string
  structure(shape: Shape, leaf: (id: number) => string): string
  condition(text: string, holds: boolean): string
  all(conditions: readonly string[], assignments: readonly string[], result: string): string
}

/** The way through a program that was recorded. */
function wayOf(tree: Tree): { tests: (readonly [id: number, holds: boolean])[]; result: Shape } {
  const tests: (readonly [number, boolean])[] = []
  let part = tree
  while (part.kind === 'branch') {
    tests.push([part.id, part.yes !== undefined])
    part = (part.yes ?? part.no) as Tree
  }
  return { tests, result: part.result }
}

export function formula(program: Program, names: readonly string[], layout: Layout): string {
  const { tests, result } = wayOf(program.tree), out = leavesOf(result), roots = [...tests.map(([id]) => id), ...out]
  const mark = used(program.tape, roots)
  const whole = write(program, mark, names, layout.style, () => undefined)
  if (whole !== undefined && layout.width(layout.structure(result, id => whole.pieces[id]!.text)) <= SHORT)
    return layout.all(tests.map(([id, holds]) => layout.condition(whole.pieces[id]!.text, holds)), [], layout.structure(result, id => whole.pieces[id]!.text))
  const uses = countUses(program), taken = new Set(names)
  let count = 0
  const fresh = (): string => {
    let name: string
    do name = `t${++count}`
    while (taken.has(name))
    return name
  }
  const { pieces, lines } = write(program, mark, names, layout.style, (id, { text, strength }) =>
    program.tape.arity(id) > 0 && (uses[id]! > 1 || strength < 6 && layout.width(text) > SHORT / 2 && !out.includes(id)) ? fresh() : undefined)!
  const text = (id: number): string => pieces[id]!.text
  return layout.all(tests.map(([id, holds]) => layout.condition(text(id), holds)),
    lines.map(([name, line]) => layout.assignment(layout.style.name(name), line)), layout.structure(result, text))
}

/** Every operation as text; those that `naming` names get a line of their own. Nothing where it would grow beyond all bounds. */
function write({ tape }: Program, mark: Uint8Array, names: readonly string[], style: Style, naming: (id: number, piece: Piece) => string | undefined):
  { pieces: Piece[]; lines: (readonly [name: string, text: string])[] } | undefined {
  const pieces: Piece[] = [], lines: (readonly [string, string])[] = []
  for (let id = 0; id < mark.length; id++) {
    if (mark[id] === 0) continue
    const piece = written(tape, id, style, i => names[i]!, arg => pieces[arg]!)
    const name = naming(id, piece)
    if (name === undefined) pieces[id] = piece
    else {
      lines.push([name, piece.text])
      pieces[id] = { text: style.name(name), strength: 6 }
    }
    if (pieces[id]!.text.length > 20 * SHORT) return undefined
  }
  return { pieces, lines }
}
