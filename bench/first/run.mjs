// Runs what first calls are timed by: many processes, one after another, in turn.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const VARIANTS = ['eager', 'compiled', 'differences']

/** `folder`: where worker.mjs and table.mjs were built. The library is that of dist/, built anew. */
export async function runFirst(folder, { processes, note }) {
  const work = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', join(folder, 'worker.mjs'), ...args.map(String)], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the worker for ${args.join(' ')} failed: ${stderr}`)
    return JSON.parse(stdout).answer
  }
  const built = spawnSync(process.execPath, [join(root, '.ci', 'build.mjs')], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the library cannot be built: ${built.stderr}`)
  const { firstCalls } = await import(pathToFileURL(join(folder, 'table.mjs')).href)
  const library = join(root, 'dist', 'index.js'), subjects = work()
  const colds = subjects.map(() => Object.fromEntries(VARIANTS.map(variant => [variant, []])))
  for (let seed = 1; seed <= processes; seed++) {
    note(`first calls, ${seed} of ${processes}`)
    subjects.forEach(({ name }, i) => {
      for (const variant of VARIANTS) colds[i][variant].push(work('cold', name, variant, seed, library))
    })
  }
  const loadings = colds.flatMap(({ eager, compiled }) => [...eager, ...compiled]).map(({ loading }) => loading).sort((a, b) => a - b)
  note('first calls, warm')
  const functions = subjects.map((subject, i) => firstCalls(subject, colds[i], Object.fromEntries(['eager', 'compiled'].map(variant => [variant, work('warm', subject.name, variant, 1, library)]))))
  note('first calls, by size')
  return { loading: loadings[loadings.length >> 1], processes, functions, sizes: work('sizes', 1, library) }
}
