// The runner: bundles every spec, runs each in a process of its own, and believes only what it has counted itself.
//
//   node spec/run.mjs                    every spec/**/*.spec.ts
//   node spec/run.mjs dual rules         those whose path contains one of the words
//   node spec/run.mjs --limit 5 --in spec/fixtures/runner hang
//   node --cpu-prof spec/run.mjs dual    what is said to node is said to each process
//
// A suite that uses transforms runs a second time with each function compiled: `--mode eager` or `--mode compiled` asks for
// one of the two runs. What the second sees, and which suites have one, is in `support/second-run.mjs`.
//
// uvu ends with exit code 0 when `.run()` is forgotten, when no file matches and when a `before` hook throws. So specs
// are given `support/watched-uvu.mjs` in its place, which reports what was registered and what came of it; whatever
// the ledger leaves unexplained is a failure. The last line is always `N passed, N failed`.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { compiledLibrary, hasSecondRun } from './support/second-run.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    in: { type: 'string', default: join(root, 'spec') }, // the folder that is searched
    limit: { type: 'string', default: '300' }, //           seconds a file may take: on a busy machine too
    jobs: { type: 'string', default: String(availableParallelism()) },
    mode: { type: 'string' }, //                            eager or compiled: one of the two runs
  },
})
const folder = resolve(options.in)
const limit = Number(options.limit)
const ci = Boolean(process.env.CI) && process.env.CI !== 'false'

async function main() {
  const specs = find(folder).map(file => ({ file, name: relative(folder, file).split(sep).join('/') }))
  const chosen = words.length ? specs.filter(({ name }) => words.some(word => name.includes(word))) : specs
  const unmatched = words.filter(word => !specs.some(({ name }) => name.includes(word)))
  const problems = unmatched.map(word => `no spec matches '${word}'`)
  if (specs.length === 0) problems.push(`no spec file in ${relative(process.cwd(), folder) || '.'}`)
  for (const problem of problems) console.log(`✘ ${problem}`)
  if (problems.length) return conclude(0, problems.length)

  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const output = mkdtempSync(join(cache, 'spec-'))
  process.on('exit', () => rmSync(output, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

  const again = ({ file, name }) => hasSecondRun(file) ? [{ file, name: `${name}, compiled`, compiled: true }] : []
  const runs = chosen.flatMap(spec => [...(options.mode === 'compiled' ? [] : [spec]), ...(options.mode === 'eager' ? [] : again(spec))])
  if (runs.length === 0) return conclude(0, 0)
  const built = (await bundle(runs, output)).map(spec => ({ ...spec, alone: chosen.length === 1 }))
  const width = Math.max(...runs.map(({ name }) => name.length))
  let passed = 0
  let failed = 0
  const queue = [...built].sort((a, b) => Number(b.first) - Number(a.first))
  const worker = async () => {
    for (let spec = queue.shift(); spec; spec = queue.shift()) {
      const outcome = spec.error ? { passed: 0, failed: 1, sentences: [spec.error], seconds: 0 } : await run(spec)
      passed += outcome.passed
      failed += outcome.failed
      report(spec, outcome, width)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Number(options.jobs)) }, worker))
  return conclude(passed, failed)
}

/** Every spec below `folder`; fixtures are specs of the runner itself, found only when asked for with --in. */
function find(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === 'fixtures' ? [] : find(path)
      return entry.name.endsWith('.spec.ts') ? [path] : []
    })
}

/** One build for all, so that they share chunks; where it fails, one build for each, to learn whose fault it is. */
async function bundle(specs, output) {
  const attempt = (some, outdir) =>
    build({
      entryPoints: some.map(({ file, compiled }) => ({ in: compiled ? `compiled:${file}` : file, out: outFile({ file, compiled }) })),
      outdir,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      packages: 'external',
      sourcemap: true,
      sourcesContent: false, // each process reads the maps: places are enough
      outExtension: { '.js': '.mjs' },
      logLevel: 'silent',
      plugins: [watched, compiledLibrary, whole, ownUrl],
    })
  const outFile = ({ file, compiled }) => relative(root, file).replace(/\.ts$/, compiled ? '.compiled' : '')
  const module = (spec, outdir) => join(outdir, `${outFile(spec)}.mjs`)
  const first = ({ name }) => name.startsWith('package') // the slowest, to be begun first
  try {
    await attempt(specs, output)
    return specs.map(spec => ({ ...spec, first: first(spec), module: module(spec, output) }))
  } catch {
    return Promise.all(
      specs.map(async (spec, i) => {
        const outdir = join(output, String(i))
        try {
          await attempt([spec], outdir)
          return { ...spec, first: first(spec), module: module(spec, outdir) }
        } catch ({ errors, message }) {
          const where = ({ location: at, text }) => (at ? `${at.file}:${at.line}: ${text}` : text)
          return { ...spec, first: true, error: `does not build: ${errors?.map(where).join('; ') ?? message}` }
        }
      }),
    )
  }
}

/** `uvu` in a spec is uvu with a ledger. */
const watched = {
  name: 'watched-uvu',
  setup({ onResolve }) {
    const path = join(root, 'spec', 'support', 'watched-uvu.mjs')
    onResolve({ filter: /^uvu$/ }, ({ importer }) => (importer === path ? undefined : { path }))
  },
}

/** mathjs in one piece: in its thousand files it takes every process a second to load. */
const whole = {
  name: 'whole',
  setup({ onResolve }) {
    onResolve({ filter: /^mathjs(\/|$)/ }, ({ path }) => ({ path: fileURLToPath(import.meta.resolve(path)) }))
  },
}

/** `import.meta.url` in a spec is the address of its source, not of the bundle: data can be found beside it. */
const ownUrl = {
  name: 'own-url',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](spec|bench)[\\/].*\.ts$/ }, ({ path, pluginData }) => {
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts', pluginData }
    })
  },
}

/** Runs one bundled spec and says, in sentences, what was wrong with it. */
function run({ module, compiled }) {
  return new Promise(done => {
    const began = performance.now()
    const child = spawn(process.execPath, [...process.execArgv, '--enable-source-maps', module], {
      cwd: root,
      env: { ...process.env, SPEC_MODE: compiled ? 'compiled' : 'eager' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'], // the fourth is the ledger's
    })
    let output = ''
    let ledger = ''
    let late = false
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    child.stdio[3].setEncoding('utf8').on('data', text => (ledger += text))
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, limit * 1000)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const seconds = (performance.now() - began) / 1000
      const { suites, tally } = ledger ? JSON.parse(ledger) : {}
      done({ ...judge(suites, { late, code, signal, idle: compiled && tally?.compiled === 0 }), tally: compiled && tally, output, seconds })
    })
  })
}

function judge(suites, { late, code, signal, idle }) {
  const sentences = []
  const total = key => (suites ?? []).reduce((sum, suite) => sum + suite[key], 0)
  const [passed, failed, skipped, uncompiled, only] = ['passed', 'failed', 'skipped', 'uncompiled', 'only'].map(total)

  if (late) sentences.push(`did not end within ${limit} s and was killed`)
  else if (signal) sentences.push(`was killed by ${signal}`)
  else if (code && (!suites || suites.every(({ begun }) => !begun))) sentences.push(`crashed with exit code ${code}`)
  else if (!suites || total('registered') === 0) sentences.push('has no tests')
  else for (const suite of suites) sentences.push(...unexplained(suite))
  if (idle) sentences.push('compiled nothing: whatever it asked for ran eagerly')
  if (only && ci) sentences.push('.only is left in, so other tests did not run')
  if (code && !failed && !sentences.length) sentences.push(`ended with exit code ${code} although no test failed`)

  return { passed, failed: failed + sentences.length, skipped, uncompiled, only, sentences }
}

/** What was registered in a suite and came to no result, and why. */
function unexplained({ name, forgotten, running, due, passed, failed, uncompiled, hookErrors }) {
  const whose = name ? `of suite '${name}'` : 'of the file'
  const lost = due - passed - failed - uncompiled
  const because = `, so ${lost} of the tests ${whose} came to no result`
  const sentences = hookErrors.map(error => `threw in a hook ${whose} (${error})${lost ? because : ''}`)
  if (running !== null) sentences.push(`ended while '${running}' was still running${because}`)
  else if (lost && !sentences.length) sentences.push(`ended early${because}`)
  if (forgotten) sentences.push(`never ran ${forgotten} of the tests ${whose}: .run() is missing after them`)
  return sentences
}

/** One line; the output too, where something failed or the file is the only one: somebody is at work on it. */
function report({ name, alone }, { passed, failed, skipped, uncompiled, only, tally, sentences, output, seconds }, width) {
  const notes = [
    failed && `${failed} failed`, skipped && `${skipped} skipped`, only && `.only ${only}`,
    tally && `${tally.compiled} answers by code, ${tally.eagerly} eagerly, ${tally.aside} aside`, uncompiled && `${uncompiled} not compiled`,
  ].filter(Boolean)
  const counts = [`${String(passed).padStart(5)} passed`, `${seconds.toFixed(1).padStart(5)} s`, ...notes].join('  ')
  console.log(`${failed ? '✘' : '•'} ${name.padEnd(width)}${counts}`)
  for (const sentence of sentences) console.log(`  ✘ ${name} ${sentence}`)
  if ((failed || alone) && output?.trim()) console.log(output.replace(/^/gm, '  │ '))
}

function conclude(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed ? 1 : 0
}

process.exitCode = await main()
