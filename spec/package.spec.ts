// The package as its users get it: packed, unpacked into an empty strict TypeScript project, compiled, run, examined.
// Nothing is fetched: the tools are those of this repository.

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

interface Manifest {
  version: string
  exports: Record<string, string | { types: string; default: string }>
  bin: { pushforward: string }
}

const root     = fileURLToPath(new URL('..', import.meta.url))
const modules  = join(root, 'node_modules')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const subpaths = Object.keys(manifest.exports).filter(path => !path.endsWith('.json')).map(path => path.replace('.', 'pushforward'))

const rooms    = mkdtempSync(join(tmpdir(), 'pushforward-'))
const copy     = join(rooms, 'copy') //      this repository, as far as a package is made of it
const project  = join(rooms, 'project') //   somebody else's
const unpacked = join(project, 'node_modules', 'pushforward')
const tarball  = join(copy, `pushforward-${manifest.version}.tgz`)

/** What a command printed; where it failed, everything it said is the error. */
function run(command: string, args: string[], cwd = project): Promise<string> {
  return new Promise((done, fail) => {
    execFile(command, args, { cwd }, (error, stdout) => {
      if (error) fail(Object.assign(new Error(`${error.message}\n${stdout}`.trim()), { stack: '' }))
      else done(stdout)
    })
  })
}
const node = (...args: string[]) => run(process.execPath, args)
const write = (name: string, content: string) => writeFileSync(join(project, name), content)

const program = `
import { cos, derivative, gradient, jvp, mul, type Scalar } from 'pushforward'
import { expression } from 'pushforward/expression'

const slope:  number = derivative(cos)(1)
const bend:   number = derivative(derivative(x => mul(x, mul(x, x))))(2)
const ascent: number[] = gradient(([x, y]: [Scalar, Scalar]) => mul(x, y))([3, 4])
const parsed: typeof expression = expression
console.log(JSON.stringify([slope, bend, ascent, typeof jvp, typeof parsed]))
`

const printed = [-Math.sin(1), 12, [4, 3], 'function', 'function']

const settings = (moduleResolution: 'nodenext' | 'bundler') => ({
  compilerOptions: {
    target: 'es2022',
    module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: [],
    lib: ['es2022'],
    outDir: moduleResolution,
  },
  files: ['console.d.ts', 'program.ts'],
})

const packed = suite('packed')

packed.before(async () => {
  mkdirSync(join(project, 'node_modules'), { recursive: true })
  mkdirSync(copy)
  const parts = ['package.json', 'dist', 'README.md', 'LICENSE', 'CHANGELOG.md']
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true })

  await run('npm', ['pack', '--offline', '--ignore-scripts'], copy) // `npm test` has built dist anew, as `prepare` does
  await run('tar', ['-xzf', tarball], join(project, 'node_modules'))
  cpSync(join(project, 'node_modules', 'package'), unpacked, { recursive: true })

  write('package.json', JSON.stringify({ type: 'module' }))
  write('console.d.ts', 'declare const console: { log(text: string): void }')
  write('program.ts', program)
  for (const resolution of ['nodenext', 'bundler'] as const) write(`${resolution}.json`, JSON.stringify(settings(resolution)))
})

packed.after(() => rmSync(rooms, { recursive: true, force: true }))

packed('holds the built library, its licence, and what every export names', () => {
  for (const part of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', manifest.bin.pushforward]) {
    assert.ok(existsSync(join(unpacked, part)), part)
  }
  for (const target of Object.values(manifest.exports).flatMap(target => (typeof target === 'string' ? target : Object.values(target)))) {
    assert.ok(existsSync(join(unpacked, target)), target)
  }
})

for (const typescript of ['typescript', 'typescript-5.4']) {
  for (const resolution of ['nodenext', 'bundler']) {
    packed(`compiles under ${typescript}, moduleResolution ${resolution}`, async () => {
      assert.is(await node(join(modules, typescript, 'bin', 'tsc'), '--project', `${resolution}.json`), '')
    })
  }
}

packed('runs', async () => {
  assert.equal(JSON.parse(await node('nodenext/program.js')), printed)
})

packed('every subpath can be imported and, as Node 20 can do that, required', async () => {
  write('import.mjs', subpaths.map(path => `import * as ${name(path)} from '${path}'; console.log(Object.keys(${name(path)}).length > 0)`).join('\n'))
  write('require.cjs', subpaths.map(path => `console.log(Object.keys(require('${path}')).length > 0)`).join('\n'))
  const expected = 'true\n'.repeat(subpaths.length)
  assert.is(await node('import.mjs'), expected)
  assert.is(await node('require.cjs'), expected)
})
const name = (path: string) => path.replaceAll(/\W/g, '_')

packed('the command runs', async () => {
  assert.match(await node(join(unpacked, manifest.bin.pushforward), 'cos(x)', 'x=1'), /[-−]0\.84147/)
})

packed('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: unpacked, pack: false, strict: true })
  assert.is(messages.map(message => formatMessage(message, manifest, { color: false })).join('\n'), '')
})

packed('attw finds nothing', async () => {
  await node(join(modules, '@arethetypeswrong', 'cli', 'dist', 'index.js'), tarball, '--profile', 'esm-only', '--format', 'ascii')
})

packed('who takes little gets little: a derivative, cos and mul are under 4 kB', async () => {
  write('little.js', "import { cos, derivative, mul } from 'pushforward'\nconsole.log(derivative(x => mul(x, cos(x)))(2))")
  const { outputFiles } = await build({
    entryPoints: [join(project, 'little.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const bytes = gzipSync(outputFiles[0]!.contents).length
  assert.ok(bytes < 4096, `${bytes} bytes, minified and gzipped`)
})

packed.run()
