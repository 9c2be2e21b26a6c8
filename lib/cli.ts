#!/usr/bin/env node
// The command `pushforward`: words in, text out, exit code 0, 1 or 2. What it computes stands in cli/; here is only the process around it.

import { readFileSync, writeFileSync } from 'node:fs'
import { request } from './cli/arguments.ts'
import { demo } from './cli/demo.ts'
import { help } from './cli/help.ts'
import { json, paper } from './cli/paper.ts'
import { PushforwardError } from './errors.ts'

const { stdout, stderr, env } = process

// A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
for (const stream of [stdout, stderr]) stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const known = error instanceof PushforwardError
  stderr.write(`pushforward: ${known ? error.message : `a fault of its own: ${error instanceof Error ? error.stack : String(error)}`}\n`)
  process.exitCode = known ? 2 : 70
}

async function main(words: readonly string[]): Promise<number> {
  const colour = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  const sheet = paper(colour, stdout.columns ?? 80)
  const asked = request(words)
  if (asked.help) return stdout.write(help), 0
  if (asked.version) return stdout.write(`${version()}\n`), 0
  if (words.length === 0) return stdout.write(demo(sheet)), 0
  // mathjs reads formulas, and is loaded where there is one
  const { run } = await import('./cli/run.ts')
  const { text, data, code, file } = run(asked, sheet)
  if (file !== undefined) save(file.name, file.content)
  stdout.write(asked.json ? json(data) : text)
  return code
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

function save(name: string, content: string): void {
  try {
    writeFileSync(name, content)
  } catch (error) {
    throw new PushforwardError(`cannot write ${name}: ${(error as Error).message}`, { cause: error })
  }
}
