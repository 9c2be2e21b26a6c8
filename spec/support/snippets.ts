// Runs the examples of the documentation: a line `expression // result` must give that result.

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A piece of documented code and where it stands. */
export interface Snippet { readonly where: string; readonly code: string }

/** What is wrong with these snippets, a line each; nothing where all hold. */
export async function wrongSnippets(snippets: readonly Snippet[], entries: readonly string[]): Promise<{ wrong: string[]; checked: number }> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const names = entries.map((entry, i) => `import * as m${i} from ${JSON.stringify(`./${entry}`)}`).join('\n')
  const programs = snippets.map(({ where, code }) => {
    const body = code.split('\n').filter(line => !/^\s*import\b/.test(line)).map(line => checkedLine(line, where)).join('\n')
    return `async ({ ${used(code)} }, $expect) => {\n${body}\n}`
  })
  const contents = `${names}
    export const names = { ${entries.map((_, i) => `...m${i}`)} }
    export const programs = [${programs.join(',\n')}]`
  const { outputFiles } = await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'silent' })
  const text = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
  const made = await import(`data:text/javascript;base64,${text}`) as { names: Record<string, unknown>; programs: ((names: unknown, check: Check) => Promise<void>)[] }

  const wrong: string[] = []
  let checked = 0
  const check: Check = (value, expected, where) => {
    checked++
    const told = tell(value, expected)
    if (told !== undefined) wrong.push(`${where}: ${told}`)
  }
  for (const [i, program] of made.programs.entries()) {
    try {
      await program(made.names, check)
    } catch (error) {
      wrong.push(`${snippets[i]?.where}: ${String(error)}`)
    }
  }
  return { wrong, checked }
}

type Check = (value: () => unknown, expected: string, where: string) => void

/** Identifiers of the code that could be names of the library and that it does not declare itself. */
function used(code: string): string {
  const declared = new Set([...code.matchAll(/\b(?:const|let|function|class)\s+(\w+)/g)].map(([, name]) => name))
  const words = new Set(code.replace(/\/\/.*$/gm, '').replace(/'[^']*'/g, '').match(/(?<![.\w])[a-zA-Z]\w*/g) ?? [])
  const reserved = /^(const|let|var|function|class|return|new|typeof|void|if|else|while|for|of|in|true|false|null|undefined|await|async|import|from|as|type|interface|throw|try|catch|Math|Float64Array|Array|Number|Object|String|console|Infinity|NaN|JSON|Error|process|number|Scalar|Value)$/
  return [...words].filter(word => !declared.has(word) && !reserved.test(word)).join(', ')
}

/** `expression // result` becomes a check. */
function checkedLine(line: string, where: string): string {
  const parts = /^(\s*)(?!const|let|import|if|for|while|return|function|\/\/)(\S.*?);?\s*\/\/\s(.+)$/.exec(line)
  return parts === null || /[[({,]$/.test(parts[2] as string) || /^[\])}]/.test(parts[2] as string) ? line : `${parts[1]}$expect(() => (${parts[2]}), ${JSON.stringify(parts[3])}, ${JSON.stringify(`${where}: ${parts[2]}`)})`
}

/** Says how a value differs from what the documentation states. */
function tell(value: () => unknown, stated: string): string | undefined {
  const text = stated.replaceAll('−', '-').replaceAll('π', 'Math.PI').replaceAll('∞', 'Infinity').replace(/(\d)(Math\.PI)/g, '$1 * $2').replace(/ = .*| (?:is|in|by|for|at)\b.*|: (?!\S+[,}]| ?[-\d[{']).*|;.*/, '').trim()
  let got: unknown
  try {
    got = value()
  } catch (error) {
    const message = (error as Error).message
    return stated.startsWith('throws') ? (message.includes(stated.replace(/^throws:? ?/, '').replace(/…$/, '')) ? undefined : `threw "${message}", and is said to be: ${stated}`) : `threw "${message}"`
  }
  let expected: unknown
  try {
    expected = new Function(`return (${text})`)()
  } catch {
    return String(got).includes(text) ? undefined : `gave ${String(got)}, and is said to be ${stated}`
  }
  return near(got, expected) ? undefined : `gave ${JSON.stringify(got)}, and is said to be ${stated}`
}

function near(got: unknown, expected: unknown): boolean {
  if (typeof got === 'number' && typeof expected === 'number')
    return Object.is(got, expected) || Math.abs(got - expected) <= 1e-13 * Math.max(Math.abs(expected), 1e-300) || (expected === 0 && Math.abs(got) < 1e-15)
  if (ArrayBuffer.isView(got)) return near(Array.from(got as Float64Array), Array.isArray(expected) ? expected : Array.from((expected ?? []) as Float64Array))
  if (typeof got === 'object' && got !== null && 'toArray' in got && Array.isArray(expected)) return near((got as { toArray(): unknown }).toArray(), expected)
  if (typeof got === 'object' && got !== null && typeof expected === 'object' && expected !== null) {
    const keys = Object.keys(expected)
    return keys.length === Object.keys(got).length && keys.every(key => near((got as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]))
  }
  return got === expected
}
