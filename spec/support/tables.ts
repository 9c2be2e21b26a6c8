// What the README shows of the library's own making: generated here, written by `npm run readme`, compared by readme.spec.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { firstTable } from '../../bench/first/table.ts'
import { benchTable, type Results } from '../../bench/table.ts'
import { peersTable, type PeerResults } from '../../bench/peers/table.ts'
import * as library from '../../lib/index.ts'
import * as arithmetic from '../../lib/rules/arithmetic.ts'
import * as elementary from '../../lib/rules/elementary.ts'
import * as logic from '../../lib/rules/logic.ts'
import * as piecewise from '../../lib/rules/piecewise.ts'
import * as special from '../../lib/rules/special.ts'
import * as publicSpecial from '../../lib/special.ts'
import type { Binary, Scalar, Unary } from '../../lib/index.ts'
import { accuracyTable } from './accuracy.ts'
import { edgesTable } from './edges.ts'
import { nistTable } from './nist.ts'

const { derivative, program } = library
const root = fileURLToPath(new URL('../..', import.meta.url))

// ── the table of functions ──────────────────────────────────────────────────────────────────────────────────────────

const groups = { Arithmetic: arithmetic, Elementary: elementary, Special: special, Piecewise: piecewise, Comparisons: logic }

const isRow = (x: unknown): x is Unary | Binary => typeof x === 'function' && 'verb' in x && (x.verb === 'unary' || x.verb === 'binary')
const names = new Set<unknown>([...Object.values(library), ...Object.values(publicSpecial)])
const isPublic = (x: unknown): boolean => names.has(x)
const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The derivative of a row as its own program prints it, or its absence. */
function slopes(row: Unary | Binary): string {
  const formula = (f: () => { toString(): string }): string => {
    try {
      const text = String(f())
      return text.includes('\n') ? 'a short program' : `\`${text}\``
    } catch {
      return '—'
    }
  }
  if (row.verb === 'unary') return formula(() => program(derivative(row as (x: Scalar) => Scalar), 0.5))
  const dx = (x: Scalar, y: Scalar): Scalar => derivative(t => row(t, y))(x), dy = (x: Scalar, y: Scalar): Scalar => derivative(t => row(x, t))(y)
  return [dx, dy].map(f => formula(() => program(f as never, 0.5 as never, 1.5 as never))).join(', ')
}

function functionsTable(): string {
  return Object.entries(groups).map(([title, rows]) => {
    const lines = Object.values(rows).filter(isRow).filter(isPublic).map(row =>
      `| \`${row.name}(${row.verb === 'unary' ? 'x' : 'x, y'})\` | ${cell(row.notes.doc ?? '')} | ${cell(slopes(row))} |`)
    return `**${title}**\n\n| function | | derivative |\n|---|---|---|\n${lines.join('\n')}`
  }).join('\n\n')
}

// ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────

const commands = [
  ["cos(x)", 'x=1'],
  ["x^2 * sin(y)", 'x=2', 'y=pi/4'],
  ["[x*y, sin(x)]", 'x=0', 'y=3'],
  ["x * sin(y)", 'x=2', 'y=0', 'dx=1', 'dy=3'],
  ["cos(x)", '--check', '-sin(x)', '--over', 'x=-10..10'],
]

function cliExamples(): string {
  const quoted = (word: string): string => /[^\w=.-]/.test(word) ? `'${word}'` : word
  const runs = commands.map(args => {
    const printed = execFileSync(process.execPath, [`${root}dist/cli.js`, ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' } })
    return `$ npx pushforward ${args.map(quoted).join(' ')}\n${printed.trimEnd()}`
  })
  return `\`\`\`\n${runs.join('\n\n')}\n\`\`\``
}

/** The table of what the bench wrote last. */
const results = (): Results => JSON.parse(readFileSync(`${root}bench/results.json`, 'utf8')) as Results

/** … and of the bench of peers. */
const peersResults = (): string => peersTable(JSON.parse(readFileSync(`${root}bench/peers.json`, 'utf8')) as PeerResults)

/** Every generated part of the README, by the name of its place. */
export const tables: Record<string, () => string | Promise<string>> = {
  cli: cliExamples, functions: functionsTable, accuracy: accuracyTable, edges: edgesTable, nist: nistTable, bench: () => benchTable(results()), first: () => firstTable(results().first), peers: peersResults,
}
