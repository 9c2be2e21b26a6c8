// The bench: every workload in a process of its own, variants interleaved in random order, ratios to hand-written code.
//
//   npm run bench                     all of them, in a minute and a half
//   npm run bench -- cos rosenbrock   those whose name contains one of the words
//   npm run bench -- first            first calls, and what compiling takes
//   npm run bench -- --full           five times as many rounds
//
// It prints as it goes, and writes bench/results.json, of which the README's table is made. Times are of this machine;
// ratios are what to compare. A variant that gives something else than the hand-written derivative is shown as wrong.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { runFirst } from './first/run.mjs'

const folder = dirname(fileURLToPath(import.meta.url))
const output = join(folder, '..', 'node_modules', '.cache', 'bench')
const { values: options, positionals: words } = parseArgs({ allowPositionals: true, options: { full: { type: 'boolean', default: false } } })
const rounds = options.full ? 2501 : 501

mkdirSync(output, { recursive: true })
const make = (outdir, names, plugins = []) => build({
  entryPoints: names.map(name => join(folder, name)),
  outdir,
  plugins,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  packages: 'external',
  logLevel: 'warning',
})

// The library without its test for tangents that are exactly 0: what the test costs is the difference.
const bare = {
  name: 'bare',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]print\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8'), test = /if\(d\$\{X\}!==0\)\{/g
      if (!test.test(text)) throw new Error(`lib/print.ts has no ${test} to leave out`)
      return { contents: text.replace(test, '{'), loader: 'ts' }
    })
  },
}
await Promise.all([make(output, ['worker.ts', 'table.ts', 'first/worker.ts', 'first/table.ts']), make(join(output, 'bare'), ['worker.ts'], [bare])])
const load = name => import(pathToFileURL(join(output, `${name}.mjs`)).href)
const [{ benchTable, heading, lines }, { firstLines, firstTable }] = [await load('table'), await load('first/table')]

function work(...args) {
  const folder = args[1] === 'bare' ? join(output, 'bare') : output
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'worker.mjs'), ...args.map(String)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the worker for ${args[0] ?? 'the list'} failed: ${stderr}`)
  return JSON.parse(stdout)
}

const note = text => process.stderr.isTTY && process.stderr.write(`\r${text && `${text} …`}\x1b[K`)
const asked = name => words.length === 0 || words.some(word => name.toLowerCase().includes(word.toLowerCase()))

const runs = work().filter(({ name }) => asked(name)).flatMap(({ name, conditions }) => conditions.map(condition => ({ name, condition })))
const calls = asked('first calls')
if (runs.length === 0 && !calls) {
  console.error(`no workload's name contains ${words.map(word => `'${word}'`).join(' or ')}`)
  process.exit(1)
}

const outcomes = []
if (runs.length > 0) console.log(heading)
for (const { name, condition } of runs) {
  note(`${outcomes.length + 1} of ${runs.length}: ${name}`)
  const outcome = work(name, condition, rounds)
  note('')
  console.log(lines(outcome))
  outcomes.push(outcome)
}
const first = calls ? await runFirst(join(output, 'first'), { processes: options.full ? 25 : 9, note }) : undefined
note('')
if (calls) console.log(firstLines(first))

const results = { node: process.versions.node, v8: process.versions.v8, cpu: cpus()[0].model.trim(), rounds, outcomes, first }
if (words.length === 0) writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, undefined, 1)}\n`)
if (runs.length > 0) console.log(`\n${benchTable(results)}`)
if (calls) console.log(`\n${firstTable(first)}`)
