// The runner: what uvu lets pass, it must not. Each fixture in fixtures/runner is one way to deceive it.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const runner   = fileURLToPath(new URL('./run.mjs', import.meta.url))
const fixtures = fileURLToPath(new URL('./fixtures/runner', import.meta.url))

type Outcome = { code: number | null; lines: string[] }

function run(words: string[], { folder = fixtures, ci = true } = {}): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [runner, '--in', folder, '--limit', '4', '--jobs', '2', ...words], {
      env: { ...process.env, CI: ci ? 'true' : '' },
    })
    let output = ''
    child.stdout.on('data', text => {
      output += text
    })
    child.on('error', fail)
    child.on('close', code => done({ code, lines: output.trimEnd().split('\n') }))
  })
}

const everything = run([]) // one run over all fixtures, which the tests share

/** The runner counts one failure for the file `<fixture>.spec.ts` and says this sentence about it. */
async function blames(fixture: string, sentence: string, passed = 0) {
  const { lines } = await everything
  const head = lines.find(line => line.startsWith(`✘ ${fixture}.spec.ts`))
  assert.match(head ?? '', new RegExp(` ${passed} passed .* 1 failed`))
  assert.ok(lines.includes(`  ✘ ${fixture}.spec.ts ${sentence}`), lines.filter(line => line.includes(fixture)).join('\n'))
}

const deceit = suite('deceit')

deceit('.run() is forgotten', () =>
  blames('forgotten', "never ran 2 of the tests of suite 'forgotten': .run() is missing after them", 1))
deceit('a before hook throws', () =>
  blames('hook', 'threw in a hook of the file (no database), so 2 of the tests of the file came to no result'))
deceit('a suite without tests', () =>
  blames('empty', 'has no tests'))
deceit('a file without uvu', () =>
  blames('blank', 'has no tests'))
deceit('a crash', () =>
  blames('crash', 'crashed with exit code 1'))
deceit('a process that does not end', () =>
  blames('hang', 'did not end within 4 s and was killed'))
deceit('a promise that never settles', () =>
  blames('pending', "ended while 'never' was still running, so 2 of the tests of the file came to no result"))
deceit('process.exit(0) in a test', () =>
  blames('exits', "ended while 'leaves' was still running, so 1 of the tests of the file came to no result"))
deceit('an exit code that no test explains', () =>
  blames('complains', 'ended with exit code 3 although no test failed', 1))
deceit('.only, where CI is set', () =>
  blames('only', '.only is left in, so other tests did not run', 1))
deceit('a syntax error, alone in its fall', () =>
  blames('syntax', 'does not build: spec/fixtures/runner/syntax.spec.ts:2: Expected identifier but found "="'))

deceit('a word that matches nothing', async () => {
  const { code, lines } = await run(['sound', 'nonsense'])
  assert.equal(lines, ["✘ no spec matches 'nonsense'", '', '0 passed, 1 failed'])
  assert.is(code, 1)
})

deceit('a folder without specs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-specs-'))
  const { code, lines } = await run([], { folder })
  rmdirSync(folder)
  assert.match(lines[0] ?? '', /^✘ no spec file in /)
  assert.is(lines.at(-1), '0 passed, 1 failed')
  assert.is(code, 1)
})

deceit.run()

const counting = suite('counting')

counting('a failing test: its output is shown, with the line of the TypeScript source', async () => {
  const { lines } = await everything
  assert.ok(lines.some(line => /^✘ wrong\.spec\.ts +1 passed +\d+\.\d s {2}1 failed$/.test(line)))
  assert.ok(lines.some(line => /│ .*wrong\.spec\.ts:6:\d+/.test(line)))
})

counting('all files are totalled, and one failure is enough for exit code 1', async () => {
  const { code, lines } = await everything
  assert.is(lines.at(-1), '6 passed, 12 failed')
  assert.is(code, 1)
})

counting('only passing tests: exit code 0', async () => {
  const { code, lines } = await run(['sound'])
  assert.match(lines[0] ?? '', /^• sound\.spec\.ts +2 passed +\d+\.\d s {2}1 skipped$/)
  assert.is(lines.at(-1), '2 passed, 0 failed')
  assert.is(code, 0)
})

counting('.only at home is allowed, and said', async () => {
  const { code, lines } = await run(['only'], { ci: false })
  assert.match(lines[0] ?? '', /^• only\.spec\.ts .*\.only 1$/)
  assert.is(code, 0)
})

counting.run()
