// The examples in the docstrings run, and every public function has one.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Snippet, wrongSnippets } from './support/snippets.ts'

const root = new URL('..', import.meta.url)
const sources = readdirSync(new URL('lib', root), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

/** The @example of each docstring, with the name of what it documents. */
const examples: (Snippet & { name: string })[] = sources.flatMap(file => {
  const text = readFileSync(new URL(`lib/${file}`, root), 'utf8')
  return [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*(?:\/\*.*?\*\/\s*)?export (?:async )?(?:function|const|class) (\w+)/g)].flatMap(([, comment, name]) => {
    const example = /@example\s*([\s\S]*?)(?:\n\s*\*?\s*@|$)/.exec(comment as string)?.[1]
    if (example === undefined) return []
    return [{ where: `lib/${file} ${name}`, name: name as string, code: example.split('\n').map(line => line.replace(/^\s*\* ?/, '')).join('\n').trim() }]
  })
})

test('every example in a docstring gives what it says', async () => {
  const entries = ['lib/index.ts', 'lib/expression.ts', 'lib/special.ts', 'lib/draw/scale.ts', 'lib/draw/svg.ts', 'lib/draw/terminal.ts'].filter(entry => existsSync(new URL(entry, root)))
  const { wrong, checked } = await wrongSnippets(examples, entries)
  assert.equal(wrong, [], wrong.join('\n'))
  assert.ok(checked > 20, `only ${checked} results checked`)
})

test('every public function that is no row of the table has an example', async () => {
  const index = readFileSync(new URL('lib/index.ts', root), 'utf8')
  const named = [...index.matchAll(/^export \{([^}]*)\} from '\.\/(?!rules\/)/gm)].flatMap(([, names]) => (names as string).split(',').map(name => name.trim()).filter(Boolean))
  const missing = named.filter(name => /^[a-z]/.test(name) && !examples.some(example => example.name === name))
  assert.equal(missing, [])
})

test.run()
