// Ceres' Jet: what C++ compiled by g++ -O3 takes. Needs g++ and Debian's libceres-dev; it is timed in processes of its own.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { numbers } from '../compare.ts'
import { names, type Peer, type Way } from './peer.ts'

const source = 'peers/ceres-jet.cpp', program = 'node_modules/.cache/ceres-jet'

function make(): void {
  mkdirSync('node_modules/.cache', { recursive: true })
  // in Debian, Ceres' headers need Eigen's, which stand in a folder of their own
  const { error, status, stderr } = spawnSync('g++', ['-std=c++17', '-O3', '-I/usr/include/eigen3', source, '-o', program], { encoding: 'utf8' })
  if (error !== undefined) throw new Error('there is no g++')
  if (/ceres\/jet\.h: No such file/.test(stderr)) throw new Error("there is no ceres/jet.h: Debian's package libceres-dev is not installed")
  if (status !== 0) throw new Error(`g++ fails: ${stderr.split('\n').find(line => line.includes('error')) ?? stderr.slice(0, 200)}`)
}

if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs) make()

const way = (name: string): Way<unknown> => points => {
  const rows = points.map(numbers), input = `${rows.length} ${rows[0]!.length}\n${rows.map(row => row.join(' ')).join('\n')}\n`
  const ask = (what: 'values' | 'time'): string => {
    const { status, stdout } = spawnSync(program, [name, what], { input, encoding: 'utf8', maxBuffer: 1e8 })
    if (status !== 0) throw new Error(`ceres-jet ${name} ${what} ended with ${status}`)
    return stdout
  }
  const values = ask('values').trim().split('\n').map(line => line.trim().split(' ').map(Number))
  return Object.assign((i: number) => values[i % values.length], { clock: () => Number(ask('time').split(' ')[0]) })
}

export const peer: Peer = {
  name: 'Ceres Jet',
  doc: 'C++, g++ -O3, results into one buffer; Hessians by Jets of Jets',
  ways: Object.fromEntries(names.filter(name => name !== 'matrix product, 256').map(name => [name, way(name)])) as Peer['ways'],
}
