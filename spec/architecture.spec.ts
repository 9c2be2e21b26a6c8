// The plan of the house, kept: a file imports only from the floors below it, says what lives in it, and stays short.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

/** Lowest first. A room is a file or a folder of lib/; within a folder, files may import each other, without cycles. */
const floors = [
  'errors', // the plan lists value first; but value says what is wrong with one
  'value',
  'kernels',
  'dual', //   the plan lists it above the rules; but it knows none of them, and primitives print a fast path
  'print', //  that makes duals
  'primitive',
  'tensor', // the plan lists it below dual; but what the chain rule does to arrays (reshape, broadcastTo) are rows, so that it nests
  'rules',
  'trace',
  'series',
  'derive',
  'compile',
  'check',
  'expression',
  'draw',
  'cli',
  'special', // the table of special functions under its public name
  'index',
]

/** What a room may import from outside the library, other than what is bundled into it. */
const outside: Record<string, RegExp> = {
  expression: /^mathjs(\/|$)/,
  draw:       /^node:/,
  cli:        /^(node:|mathjs(\/|$))/,
}

/** Packages that a build takes into the chunk that needs them; any room may import these. */
const bundled = /^@stdlib\//

const root = fileURLToPath(new URL('..', import.meta.url))
const lib  = join(root, 'lib')

const sources = new Map(
  readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => path.replaceAll('\\', '/'))
    .sort()
    .map(path => [path, readFileSync(join(lib, path), 'utf8')]),
)

const room = (path: string) => path.split('/')[0]!.replace(/\.ts$/, '')

/** Everything a file imports or re-exports, types too: `import … from 'x'`, `export { … } from 'x'`, `import('x')`. */
const statement = /^(?:import|export)\s+(?:type\s+)?(?:(?:\w+|\*(?:\s+as\s+\w+)?|\{[^}]*\})(?:\s*,\s*)?)+\s*from\s+'([^']+)'/gm
const call      = /\bimport\s*\(\s*'([^']+)'/g
const bare      = /^import\s+'([^']+)'/gm
const specifiers = (path: string) =>
  [statement, call, bare].flatMap(form => [...sources.get(path)!.matchAll(form)].map(([, specifier]) => specifier!))

/** … from the library itself: the files, relative to lib/. */
const imports = (path: string) =>
  specifiers(path)
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => relative(lib, resolve(lib, dirname(path), specifier)).replaceAll('\\', '/'))

const none = (complaints: string[]) => assert.is(complaints.join('\n'), '')

const plan = suite('plan')

plan('every file of lib/ has a floor', () => {
  none([...sources.keys()].filter(path => !floors.includes(room(path))).map(path => `${path} is in no room of the plan`))
})

plan('imports name files that exist, with their extension', () => {
  none([...sources.keys()].flatMap(path =>
    imports(path).filter(target => !sources.has(target)).map(target => `${path} imports ${target}`)))
})

plan('imports go down', () => {
  const floor = (path: string) => floors.indexOf(room(path))
  none([...sources.keys()].flatMap(path =>
    imports(path).filter(target => floor(target) > floor(path)).map(target => `${path} imports ${target}, which is above it`)))
})

plan('there are no cycles, not even of types', () => {
  const done = new Set<string>()
  const visit = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' → ')]
    if (done.has(path)) return []
    done.add(path)
    return imports(path).filter(target => sources.has(target)).flatMap(target => visit(target, [...trail, path]))
  }
  none([...sources.keys()].flatMap(path => visit(path, [])))
})

plan('only the rooms that may do so import a package or Node', () => {
  none([...sources.keys()].flatMap(path =>
    specifiers(path)
      .filter(specifier => !specifier.startsWith('.') && !bundled.test(specifier) && !outside[room(path)]?.test(specifier))
      .map(specifier => `${path} imports ${specifier}`)))
})

plan('the core has no import left at run time', async () => {
  const { metafile } = await build({
    entryPoints: [join(lib, 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['mathjs', 'node:*'],
    metafile: true,
    write: false,
    outdir: 'unused',
    logLevel: 'silent',
  })
  none(Object.values(metafile.outputs).flatMap(output => output.imports).map(({ path }) => path))
})

plan('the index spells its names out', () => {
  assert.not.match(sources.get('index.ts') ?? '', /export\s*\*/)
})

plan.run()

const rooms = suite('rooms')

rooms('each file begins with a comment that says what lives there', () => {
  none([...sources].filter(([, text]) => !/^(#!.*\n)?(\/\/|\/\*)/.test(text)).map(([path]) => `${path} begins without a caption`))
})

rooms('no file is much over 250 lines, apart from tables and numerics', () => {
  none([...sources]
    .filter(([path]) => !['rules', 'kernels'].includes(room(path)))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path} has ${lines} lines`))
})

rooms('the top level holds nothing unlisted', () => {
  const listed = ['package.json', 'package-lock.json', 'tsconfig.json', 'lib', 'spec', 'bench', 'README.md', 'LICENSE', 'CHANGELOG.md']
  const found = new Set(tracked().map(path => path.split('/')[0]!))
  none([...found].filter(name => !name.startsWith('.') && !listed.includes(name)))
})

/** What git tracks or would add; where there is no git, what is there and not ignored. */
function tracked(): string[] {
  try {
    const query = ['ls-files', '--cached', '--others', '--exclude-standard']
    return execFileSync('git', query, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')
  } catch {
    return readdirSync(root).filter(name => name !== 'node_modules' && name !== 'dist')
  }
}

rooms.run()
