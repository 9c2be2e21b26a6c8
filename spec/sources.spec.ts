// The sources as text: types, lint, and the layout that no formatter keeps, because tables here are aligned by hand.

import { exec } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a script of package.json complains of; run as npm runs it, which itself takes half a second to start. */
const npmRun = (script: string) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}`
  return new Promise<string>(done => {
    exec(scripts[script] as string, { cwd: root, env: { ...process.env, PATH } }, (error, stdout, stderr) =>
      done(error ? stdout + stderr || String(error) : ''))
  })
}

const texts = ['lib', 'spec', 'bench']
  .filter(folder => existsSync(join(root, folder)))
  .flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(path => join(folder, path)))
  .filter(path => /\.(ts|mjs)$/.test(path) && !path.includes('node_modules'))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  .map(({ path, text }) => ({ path, text, lines: text.split('\n') }))

const none = (complaints: string[]) => assert.is(complaints.join('\n'), '')

const sources = suite('sources')

sources('types are right: npm run typecheck', async () => assert.is(await npmRun('typecheck'), ''))
sources('the linter finds nothing: npm run lint', async () => assert.is(await npmRun('lint'), ''))

sources('no tabs, no trailing spaces, a newline at the end', () => {
  none(texts.flatMap(({ path, lines, text }) => [
    ...lines.flatMap((line, i) => (/\t|\s$/.test(line) ? [`${path}:${i + 1}`] : [])),
    ...(text.endsWith('\n') ? [] : [`${path}: no newline at the end`]),
  ]))
})

sources('no line of lib/ that must be scrolled: 120 characters are the aim, 190 the end; rows and sentences aside', () => {
  const bare = (line: string) => line.replace(/(['"`]).*\1/, '$1$1')
  none(texts
    .filter(({ path }) => path.startsWith('lib') && !path.startsWith(join('lib', 'rules')))
    .flatMap(({ path, lines }) => lines.flatMap((line, i) => (bare(line).length > 190 ? [`${path}:${i + 1}`] : []))))
})

sources.run()
