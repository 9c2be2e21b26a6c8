// The results of peers as text: a line each for the terminal, and the table in Markdown for the README.

import type { Timing } from '../measure.ts'
import { duration, held, times } from '../table.ts'
import type { Listed, PeerOutcome } from './worker.ts'

export interface PeerResults {
  readonly node: string
  readonly cpu: string
  readonly rounds: number
  /** all of them, in the order of the other bench */
  readonly workloads: readonly Listed[]
  readonly peers: readonly { readonly name: string; readonly doc: string; readonly version?: string }[]
  /** those that did not run at all, and why */
  readonly absent: readonly { readonly name: string; readonly failure: string }[]
  readonly outcomes: readonly PeerOutcome[]
}

const timingOf = ({ timings = [] }: PeerOutcome, variant: string): Timing | undefined => timings.find(timing => timing.variant === variant)

/** 'wrong (4e-8)': how far off, in parts of the largest number. JSON knows no ∞. */
const judgement = ({ error }: Timing): string => error === null || !Number.isFinite(error) ? 'wrong' : `wrong (${error.toExponential(0)})`

const cell = (timing: Timing | undefined): string => timing === undefined ? '–' : timing.wrong === undefined ? times(timing.ratio) : judgement(timing)

/** Our variants as columns: what is written for arrays is eager, too. */
const OURS: Readonly<Record<string, readonly string[]>> = { compiled: ['compiled'], eager: ['eager', 'tensor'] }

const sentence = (text: string): string => text.endsWith('.') ? text : `${text}.`

const middle = (values: readonly number[]): number => values.slice().sort((a, b) => a - b)[values.length >> 1]!

/** What was measured in the process of each peer, in one: the middle of it. */
export function together(outcomes: readonly PeerOutcome[], variants: readonly string[]): Timing | undefined {
  const timings = outcomes.flatMap(outcome => variants.map(variant => timingOf(outcome, variant)).find(Boolean) ?? [])
  const right = timings.filter(({ wrong }) => wrong === undefined)
  if (right.length === 0) return timings[0]
  return { ...right[0]!, minimum: Math.min(...right.map(({ minimum }) => minimum)), median: middle(right.map(({ median }) => median)), ratio: middle(right.map(({ ratio }) => ratio)) }
}

/** A row for each workload that somebody ran. */
export function rowsOf({ workloads, outcomes }: PeerResults): readonly { readonly workload: string; readonly doc: string; readonly outcomes: readonly PeerOutcome[] }[] {
  return workloads.map(({ name, doc }) => ({ workload: name, doc, outcomes: outcomes.filter(({ workload }) => workload === name) }))
    .filter(({ outcomes }) => outcomes.length > 0)
}

export interface Column {
  readonly name: string
  readonly timing: (outcomes: readonly PeerOutcome[]) => Timing | undefined
  /** did it take less time than our compiled code (or, where there is none, our eager code), in the same process? */
  readonly ahead: (outcomes: readonly PeerOutcome[]) => boolean
}

/** The columns of the table, each with what stands in it for a workload: first ours, then the peers. */
export function columnsOf({ peers }: PeerResults): readonly Column[] {
  return [
    ...Object.entries(OURS).map(([name, variants]): Column => ({ name, timing: outcomes => together(outcomes, variants), ahead: () => false })),
    ...peers.map(({ name }): Column => {
      const own = (outcomes: readonly PeerOutcome[]) => outcomes.filter(({ peer }) => peer === name)
      const timing = (outcomes: readonly PeerOutcome[]) => together(own(outcomes), [name])
      return {
        name, timing,
        ahead: outcomes => {
          const theirs = timing(outcomes), ours = Object.values(OURS).map(variants => together(own(outcomes), variants)).find(Boolean)
          return theirs?.wrong === undefined && ours?.wrong === undefined && theirs !== undefined && ours !== undefined && theirs.ratio < ours.ratio
        },
      }
    }),
  ]
}

/** What a peer took, as the runner prints it. */
export function line(outcome: PeerOutcome): string {
  const { workload, peer, failure } = outcome, timing = timingOf(outcome, peer), hand = timingOf(outcome, 'hand')
  const said = timing === undefined ? `– ${failure}`
    : timing.wrong !== undefined || hand === undefined ? `✘ ${judgement(timing)}: ${timing.wrong}`
    : [duration(timing.minimum), duration(timing.median), `±${(100 * timing.spread).toFixed(0)} %`, times(timing.ratio)].map(text => text.padStart(10)).join('')
      + `   ours ${Object.entries(OURS).map(([name, variants]) => `${name} ${cell(together([outcome], variants))}`).join(', ')}, hand ${duration(hand.median)}`
  return `  ${workload.padEnd(24)} ${said}`
}

/** Part of the README: how many times as long as hand-written code the peers take, where they are right. */
export function peersTable(results: PeerResults): string {
  const { node, cpu, peers, absent, outcomes } = results, columns = columnsOf(results)
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const versions = peers.map(({ name, doc, version }) => `${name}${version === undefined ? '' : ` ${version}`} (${doc})`)
  const failures = [
    ...absent.map(({ name, failure }) => `${name} did not run: ${sentence(failure)}`),
    ...outcomes.flatMap(({ peer, workload, failure }) => failure === undefined ? [] : [`${peer} gave no result for ${workload}: ${sentence(failure)}`]),
  ]
  return [
    row(['', 'hand-written', ...columns.map(({ name }) => name)]),
    row(['---', '---:', ...columns.map(() => '---:')]),
    ...rowsOf(results).map(({ workload, doc, outcomes }) => {
      const hand = together(outcomes, ['hand'])
      return row([`${workload}: ${doc}`, hand === undefined ? '–' : duration(hand.median), ...columns.map(({ timing, ahead }) => held(cell(timing(outcomes)), !ahead(outcomes)))])
    }),
    '',
    [
      `Medians of ratios to hand-written JavaScript, timed in turn with it in one process (Ceres: after it, in its own), Node ${node}, ${cpu}.`,
      'wrong: how far the result is off, in parts of its largest number, where that is more than 1e-11; it is not timed.',
      'Central differences are approximations by design, and timed although they are off by 1e-6 (second derivatives: 1e-3) at most.',
      '–: it cannot, or only in minutes, or fails.',
      'In bold what took less time than compiled code of ours in the same process (where there is none, than eager code).',
    ].join(' '),
    '',
    `Peers: ${versions.join(', ')}.`,
    ...failures.length > 0 ? ['', failures.join(' ')] : [],
  ].join('\n')
}
