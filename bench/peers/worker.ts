// Runs one peer, in a process of its own, on one workload beside the hand-written derivative and our own variants; prints JSON.
// With no workload it prints which the peer can run; without a peer, which workloads there are.

import { EXACT, type Entry, judge, measure, resultsOf, type Timing, total, untimed } from '../measure.ts'
import { workloads } from '../functions.ts'
import type { Peer, Way } from './peer.ts'

/** A workload. */
export interface Listed {
  readonly name: string
  readonly doc: string
}

/** What a peer says of itself. */
export interface Introduction {
  readonly name: string
  readonly doc: string
  readonly workloads: readonly string[]
}

/** What came of a peer on a workload, its own timing under its own name; or why nothing came of it. */
export interface PeerOutcome {
  readonly peer: string
  readonly workload: string
  readonly timings?: readonly Timing[]
  readonly failure?: string
}

async function load(file: string): Promise<Peer> {
  const module: string = `./${file}.mjs` // not looked into by the bundler
  const { peer } = await import(module) as { peer: Peer }
  const unknown = Object.keys(peer.ways).filter(way => !workloads.some(workload => workload.name === way))
  if (unknown.length > 0) throw new Error(`${peer.name} runs ${unknown.map(way => `'${way}'`).join(', ')}, which no workload is called`)
  return peer
}

async function outcomeOf(peer: Peer, name: string, most: number, approximate: boolean): Promise<PeerOutcome> {
  const { points, inputs, variants, sink, roughness } = workloads.find(workload => workload.name === name)!
  const outcome = { peer: peer.name, workload: name }
  try {
    const way = peer.ways[name as keyof Peer['ways']] as Way<unknown>, run = await way(inputs)
    const theirs: Entry = { variant: peer.name, run, tolerance: approximate ? roughness : EXACT, ...run.clock && { clock: run.clock } }
    const { error, wrong } = judge(run, resultsOf(variants['hand']!(), points), theirs.tolerance)
    if (wrong !== undefined) return { ...outcome, timings: [untimed(peer.name, error, wrong)] }
    const ours = Object.entries(variants).filter(([variant]) => variant !== 'differences')
      .map(([variant, make]): Entry => ({ variant, run: make(), tolerance: EXACT }))
    return { ...outcome, timings: measure([...ours, theirs], { points, sink, most }) }
  } catch (error) {
    return { ...outcome, failure: (error as Error).message.split('\n')[0]! }
  }
}

async function answer(file: string | undefined, name: string | undefined, most: string | undefined): Promise<unknown> {
  if (file === undefined) return workloads.map(({ name, doc }): Listed => ({ name, doc }))
  const peer = await load(file)
  if (name !== undefined) return { ...await outcomeOf(peer, name, Number(most), file === 'differences'), sum: total() }
  return { name: peer.name, doc: peer.doc, workloads: workloads.map(({ name }) => name).filter(name => name in peer.ways) } satisfies Introduction
}

const [file, name, most] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await answer(file, name, most)), () => process.exit(0))
