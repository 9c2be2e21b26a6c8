// The build: the entry points that package.json exports, and its command, bundled into dist/. Declarations are tsc's.
//
// An entry dist/x.js is built from lib/x.ts. Entries share chunks; packages are bundled into the chunk that needs them
// (their licences at its end): the package installs nothing else. Of mathjs, which takes a second to import whole, the parser
// is bundled: a thirtieth of that.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { exports, bin, dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const sources = [...Object.values(exports).map(target => target.default), ...Object.values(bin)]
  .filter(Boolean)
  .map(target => target.replace(/^(\.\/)?dist/, 'lib').replace(/\.js$/, '.ts'))

// Two rewritings of the sources keep what nobody uses droppable, also when a user's bundler sees several chunks:
//
// 1. Every row is marked as free of side effects. The verbs say so themselves (`@__NO_SIDE_EFFECTS__`), but bundlers
//    believe that at most within one file.
// 2. `import * as table from './rules/x.ts'` becomes an object made where it is used. esbuild would make it where the
//    rows are, with a call that no bundler dares to drop, and with it every row would stay.
const droppable = {
  name: 'droppable',
  setup({ onLoad }) {
    // tables and tensors declare nothing but rows and what is made of rows: there every call in a declaration is one
    const row = /^((?:export )?const \w+(?:: [^=\n]+?)? *= *)(?=(?:new )?\w+ *(?:<[^>\n]*>)?\()/gm
    const whole = /^import \* as (\w+) from '(\.[^']*\b(?:rules\/|index\b)[^']*)'/gm
    onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, async ({ path }) => {
      const text = withoutComments(readFileSync(path, 'utf8')).replace(row, '$1/* @__PURE__ */ ').replace(/, (?=absorbing\()/g, ', /* @__PURE__ */ ')
      const tables = await Promise.all(
        [...text.matchAll(whole)].map(async ([statement, name, from]) => {
          const names = await exportsOf(join(dirname(path), from))
          const pairs = names.map(each => `${each}: ${name}_${each}`)
          return [statement, `import { ${pairs.join(', ').replaceAll(':', ' as')} } from '${from}'; const ${name} = { ${pairs.join(', ')} }`]
        }),
      )
      return { contents: tables.reduce((rest, [statement, table]) => rest.replace(statement, table), text), loader: 'ts' }
    })
  },
}

// esbuild keeps comments within classes. Without them the library itself is ASCII, which engines read faster. Lines stay where they are.
const withoutComments = text => text.replace(/\/\*\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ''))

async function exportsOf(file) {
  const { metafile } = await build({ entryPoints: [file], format: 'esm', outdir: 'unused', write: false, metafile: true })
  return Object.values(metafile.outputs)[0].exports
}

await build({
  absWorkingDir: root,
  entryPoints: sources.filter(source => existsSync(join(root, source))),
  outbase: 'lib',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[hash]',
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  sourcemap: true,
  external: [...Object.keys(dependencies), 'node:*'],
  plugins: [droppable],
  logLevel: 'warning',
})
