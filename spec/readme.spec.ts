// The README: its snippets run, its generated parts are up to date. `npm run readme` writes them anew.

import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { wrongSnippets } from './support/snippets.ts'
import { tables } from './support/tables.ts'

const file = new URL('../README.md', import.meta.url)
const readme = readFileSync(file, 'utf8')
const writing = process.env['README'] === 'write'

/** The README with every `<!-- name --> … <!-- /name -->` filled in. */
const filled = async (): Promise<string> => {
  let text = readme
  for (const [name, make] of Object.entries(tables)) {
    if (name === 'nist' && !writing) continue // its fits take seconds: nist.spec compares
    const part = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    assert.match(text, part, `the README has no place for ${name}`)
    const content = await make()
    text = text.replace(part, (_, open: string, close: string) => `${open}${content}\n${close}`)
  }
  return text
}

test('every snippet gives what it says', async () => {
  const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code], i) => ({ where: `README snippet ${i + 1}`, code: code as string }))
  const { wrong, checked } = await wrongSnippets(snippets, ['lib/index.ts', 'lib/expression.ts', 'lib/special.ts'])
  assert.equal(wrong, [], wrong.join('\n'))
  assert.ok(checked > 15, `only ${checked} results checked`)
})

test('the generated parts are those of today', async () => {
  const text = await filled()
  if (writing) return writeFileSync(file, text)
  const there = new Set(readme.split('\n'))
  assert.equal(text.split('\n').filter(line => !there.has(line)).slice(0, 5), [], 'lines that are not in the README; run `npm run readme`')
  assert.ok(text === readme, 'the README has lines that are no longer generated; run `npm run readme`')
})

test('every generated part has its generator', () => {
  assert.equal([...readme.matchAll(/<!-- (\w+) -->/g)].map(([, name]) => name).sort(), Object.keys(tables).sort())
})

test.run()
