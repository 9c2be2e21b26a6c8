// The bench of peers: each library in its own idiom beside the hand-written derivative and ours, interleaved in one process.
//
//   npm run bench:peers                   all of them, in under five minutes, and their installation
//   npm run bench:peers -- mathjs rose    those whose file's name contains one of the words: nothing is written
//
// It installs the peers into bench/node_modules, prints as it goes, and writes bench/peers.json, peers.md and peers.svg. A peer that
// gives something else than the hand-written derivative is shown as wrong, with its error, and not timed.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const peers = ['differences', 'dual-algebra', 'ad-js', 'mathjs', 'nerdamer', 'rose', 'jax-js', 'tfjs', 'ceres']
const ROUNDS = 81, PATIENCE = 20_000 // ms that a peer has for one workload; to say what it can, six times as long: one is compiled first

const bench = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = join(bench, 'node_modules', '.cache', 'peers') // below the packages that it asks for
const words = process.argv.slice(2)
const began = Date.now()

const installed = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: bench, encoding: 'utf8' })
if (installed.status !== 0) console.log(`npm ci fails in bench/, so that only what is there runs: ${(installed.stderr ?? '').trim().split('\n')[0]}`)

mkdirSync(output, { recursive: true })
await build({
  entryPoints: ['worker', 'table', 'plot', ...peers].map(name => join(bench, 'peers', `${name}.ts`)),
  outdir: output,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  packages: 'external',
  logLevel: 'warning',
})
const load = name => import(pathToFileURL(join(output, `${name}.mjs`)).href)
const [{ peersTable, line }, { peersPlot }] = [await load('table'), await load('plot')]

// glibc gives memory back and takes it again, page by page, or does not, by what the process did before: up to 15 times the time of
// code that makes arrays of some 10 kB, hand-written or not. Here it keeps it, in every process (not what is over 128 kB).
const env = { ...process.env, MALLOC_TRIM_THRESHOLD_: '1000000000' }

function work(...args) {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, [join(output, 'worker.mjs'), ...args.map(String)], {
    cwd: bench, env, encoding: 'utf8', timeout: args.length > 1 ? PATIENCE : 6 * PATIENCE, killSignal: 'SIGKILL', maxBuffer: 1e8,
  })
  if (error?.code === 'ETIMEDOUT') return { failure: `no answer within ${PATIENCE / 1000} s` }
  if (status !== 0) return { failure: stderr.match(/^\w*Error[^:]*: (.*)$/m)?.[1] ?? `ended with ${status}` }
  return JSON.parse(stdout)
}

const versions = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8')).optionalDependencies
const absent = [], outcomes = [], present = []
for (const file of peers.filter(file => words.length === 0 || words.some(word => file.includes(word)))) {
  const { failure, name, doc, workloads } = work(file)
  if (failure !== undefined) {
    absent.push({ name: file, failure })
    console.log(`\n${file} does not run: ${failure}`)
    continue
  }
  const version = versions[name]
  present.push({ name, doc, ...version && { version } })
  console.log(`\n${name}${version ? ` ${version}` : ''}: ${doc}`)
  for (const workload of workloads) {
    const outcome = { peer: name, workload, ...work(file, workload, ROUNDS) }
    outcomes.push(outcome)
    console.log(line(outcome))
  }
}

const results = { node: process.versions.node, cpu: cpus()[0].model.trim(), rounds: ROUNDS, workloads: work(), peers: present, absent, outcomes }
console.log(`\n${peersTable(results)}\n\n${Math.round((Date.now() - began) / 1000)} s`)
if (words.length === 0 && present.length > 0) {
  writeFileSync(join(bench, 'peers.json'), `${JSON.stringify(results, undefined, 1)}\n`)
  writeFileSync(join(bench, 'peers.md'), `${peersTable(results)}\n`)
  writeFileSync(join(bench, 'peers.svg'), peersPlot(results))
}
