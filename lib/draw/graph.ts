// A program as a graph: what is computed from what, as DOT or as an SVG document. What needs nothing is not in it.

import type { ProgramText } from '../compile/program.ts'
import { leavesOf } from '../compile/shape.ts'
import { used } from '../compile/analysis.ts'
import { parts } from '../compile/paths.ts'
import { BOTH, CONSTANT, INPUT, PICK, PLUS, TIMES } from '../trace/tape.ts'

interface Vertex { readonly id: number; readonly label: string; readonly kind: 'input' | 'operation' | 'result'; readonly from: readonly number[]; depth: number; place: number }

/** Inputs, operations and results; constants stand in the operation that uses them. */
function vertices({ program, names }: ProgramText): Vertex[] {
  const { tape, tree } = program, results = parts(tree).flatMap(part => part.kind === 'leaf' ? leavesOf(part.result) : [])
  const tests = parts(tree).flatMap(part => part.kind === 'branch' ? [part.id] : [])
  const mark = used(tape, [...results, ...tests]), found = new Map<number, Vertex>(), rows = new Map<number, number>()
  const place = (vertex: Omit<Vertex, 'depth' | 'place'>): void => {
    const depth = vertex.from.reduce((d, id) => Math.max(d, (found.get(id)?.depth ?? 0) + 1), 0), at = rows.get(depth) ?? 0
    rows.set(depth, at + 1)
    found.set(vertex.id, { ...vertex, depth, place: at })
  }
  for (let id = 0; id < tape.size; id++) {
    if (mark[id] === 0 || tape.code[id] === CONSTANT) continue
    const args = tape.args(id), moving = args.filter(arg => tape.code[arg] !== CONSTANT)
    const fixed = args.map(arg => tape.code[arg] === CONSTANT ? String(tape.values[arg]) : '·')
    if (tape.code[id] === INPUT) place({ id, label: names[tape.a[id]!]!, kind: 'input', from: [] })
    else place({ id, label: label(tape.code[id]!, tape.row(id)?.name ?? '', moving.length < args.length ? fixed : []), kind: 'operation', from: moving })
  }
  results.forEach((id, i) => { place({ id: -1 - i, label: tape.code[id] === CONSTANT ? String(tape.values[id]) : results.length === 1 ? 'result' : `result ${i + 1}`, kind: 'result', from: tape.code[id] === CONSTANT ? [] : [id] }) })
  return [...found.values()]
}

const SIGNS: Record<string, string> = { add: '+', sub: '−', mul: '×', div: '÷', neg: '−' }

function label(code: number, row: string, fixed: readonly string[]): string {
  const name = code === TIMES || code === BOTH ? '×' : code === PLUS ? '+' : code === PICK ? 'pick' : SIGNS[row] ?? row
  return fixed.length === 0 ? name : fixed.length === 2 && name.length === 1 ? `${fixed[0]} ${name} ${fixed[1]}` : `${name}(${fixed.join(', ')})`
}

/** A program in the language of Graphviz. */
export function programAsDot(text: ProgramText): string {
  const name = (id: number): string => id < 0 ? `r${-id}` : `v${id}`
  const lines = vertices(text).flatMap(({ id, label, kind, from }) => [
    `  ${name(id)} [label=${JSON.stringify(label)}, shape=${kind === 'operation' ? 'ellipse' : 'box'}]`,
    ...from.map(source => `  ${name(source)} -> ${name(id)}`),
  ])
  return `digraph program {\n${lines.join('\n')}\n}\n`
}

const WIDE = 110, HIGH = 64, BOX = 84, TALL = 28

/** A program as an SVG document: inputs at the top, results at the bottom, readable on light and on dark ground. */
export function programAsSvg(text: ProgramText): string {
  const all = vertices(text), last = Math.max(0, ...all.map(({ depth }) => depth))
  for (const vertex of all) if (vertex.kind === 'result') vertex.depth = last
  const widths = new Map<number, number>()
  for (const vertex of all) {
    const at = widths.get(vertex.depth) ?? 0
    widths.set(vertex.depth, at + 1)
    vertex.place = at
  }
  const broadest = Math.max(...widths.values()), width = broadest * WIDE, height = (last + 1) * HIGH
  const x = ({ depth, place }: Vertex): number => (width - widths.get(depth)! * WIDE) / 2 + place * WIDE + WIDE / 2
  const y = ({ depth }: Vertex): number => depth * HIGH + HIGH / 2
  const byId = new Map(all.map(vertex => [vertex.id, vertex]))
  const edges = all.flatMap(vertex => vertex.from.map(id => {
    const from = byId.get(id)!, x1 = x(from), y1 = y(from) + TALL / 2, x2 = x(vertex), y2 = y(vertex) - TALL / 2, middle = (y1 + y2) / 2
    return `<path d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}"/>`
  }))
  const boxes = all.map(vertex => `<rect x="${x(vertex) - BOX / 2}" y="${y(vertex) - TALL / 2}" width="${BOX}" height="${TALL}" rx="${vertex.kind === 'operation' ? 14 : 3}"/>`)
  const labels = all.map(vertex => `<text x="${x(vertex)}" y="${y(vertex) + 5}">${escaped(shortened(vertex.label))}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="14">
<title>${escaped(String(text).split('\n').at(-1)!)}</title>
<g fill="none" stroke="#888">${edges.join('')}</g>
<g fill="#8881" stroke="#888">${boxes.join('')}</g>
<g fill="#888" text-anchor="middle">${labels.join('')}</g>
</svg>
`
}

const shortened = (label: string): string => label.length > 11 ? `${label.slice(0, 10)}…` : label
const escaped = (label: string): string => label.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
