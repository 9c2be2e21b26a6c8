// The second run of a suite, with each function compiled: which suites have one, and what they see in place of the library.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const support = dirname(fileURLToPath(import.meta.url)), specs = dirname(support), library = join(specs, '..', 'lib', 'index.ts')
const wrapper = join(support, 'compiled.ts')

/** Suites that use transforms and have one run, and why. */
const ONCE = {
  'choices.spec.ts':                'compiles what it is about by itself',
  'compile.spec.ts':                'compiles what it is about by itself',
  'compile-arrays.spec.ts':         'compiles what it is about by itself',
  'compile-limits.spec.ts':         'compiles what it is about by itself',
  'compile-outside.spec.ts':        'compiles what it is about by itself',
  'bench.spec.ts':                  'its workloads are compiled, and held against what is written by hand',
  'program.spec.ts':                'prints what is recorded',
  'trace.spec.ts':                  'prints what is recorded',
  'graph.spec.ts':                  'draws what is recorded',
  'check.spec.ts':                  'check takes derivatives itself, and compiles nothing',
  'implicit.spec.ts':               'solvers look at numbers, so that nothing can be compiled; compile.spec.ts says that they run eagerly',
  'examples/sensitivities.spec.ts': 'solvers look at numbers',
  'stiff.spec.ts':                  'solvers look at numbers',
  'programs.spec.ts':               'compiles what it is about by itself',
  'rolls.spec.ts':                 'compiles what it is about by itself',
  'sparse-jacobian.spec.ts':        'lists of places are not compiled',
  'readme.spec.ts':                 'holds text against text',
}

/** Does it use a transform: does it, or what it shares with others, import the library, and name one that compiled.ts compiles? */
export function hasSecondRun(file) {
  if (relative(specs, file).split(sep).join('/') in ONCE) return false
  const names = [...readFileSync(wrapper, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name]) => name)
  const transform = new RegExp(`\\b(${names.join('|')})\\b`)
  const uses = path => {
    const source = readFileSync(path, 'utf8')
    const imported = [...source.matchAll(/^import (?!type )[^'"]* from '(\.[^']*)'/gm)].map(([, other]) => resolve(dirname(path), other))
    return imported.includes(library) && transform.test(source) || imported.some(other => other.startsWith(support) && existsSync(other) && uses(other))
  }
  return uses(file)
}

/** In its second run a suite sees compiled.ts in place of the library, and so does what it shares with others. */
export const compiledLibrary = {
  name: 'compiled-library',
  setup({ onResolve }) {
    onResolve({ filter: /^compiled:/ }, ({ path }) => ({ path: path.slice('compiled:'.length), suffix: '?compiled', pluginData: 'compiled' }))
    onResolve({ filter: /^\.|^fast-check$/ }, ({ path, resolveDir, pluginData }) => {
      if (pluginData !== 'compiled') return undefined
      if (path === 'fast-check') return { path: join(support, 'fewer-runs.ts') }
      const target = resolve(resolveDir, path)
      if (target === library) return { path: wrapper }
      return target.startsWith(specs) && target !== join(support, 'mode.ts') ? { path: target, suffix: '?compiled', pluginData } : undefined
    })
  },
}
