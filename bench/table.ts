// The results as tables: for the terminal while they come in, and in Markdown for the README.

import type { First } from './first/table.ts'
import type { Timing } from './measure.ts'
import type { Outcome } from './worker.ts'

export interface Results {
  readonly node: string
  readonly v8: string
  readonly cpu: string
  readonly rounds: number
  readonly outcomes: readonly Outcome[]
  /** what first calls cost, where that was measured */
  readonly first?: First
}

export function duration(ns: number): string {
  const [unit, size] = ([['s', 1e9], ['ms', 1e6], ['µs', 1e3]] as const).find(([, size]) => ns >= 0.9995 * size) ?? ['ns', 1]
  return `${(ns / size).toPrecision(3)} ${unit}`
}

export const times = (ratio: number): string => ratio >= 99.5 ? ratio.toFixed(0) : ratio.toPrecision(ratio < 1 ? 2 : 3)

const remark = { fresh: '', bare: ', built without the test for exact zeros', polluted: ', after the library has seen everything' }

const title = ({ name, doc, condition }: Outcome): string => `${name}: ${doc}${remark[condition]}`

/** A limit holds for a fresh library; one that has seen everything may take 1.3 times as long. */
const limitOf = ({ limits, condition }: Outcome, { variant }: Timing): number | undefined =>
  limits[variant] === undefined ? undefined : limits[variant] * (condition === 'polluted' ? 1.3 : 1)

const verdict = (ratio: number, limit: number): string => ratio <= limit ? `  ≤ ${times(limit)}` : `  ✘ over ${times(limit)}`

/** What was compared with another variant than the hand-written code, and what it may cost. */
const compared = ({ against = [] }: Outcome, { variant, ratios = {} }: Timing): readonly { readonly other: string; readonly ratio: number; readonly limit: number }[] =>
  against.flatMap(({ variant: of, other, limit }) => of !== variant || ratios[other] === undefined ? [] : { other, limit, ratio: ratios[other] })

/** The lines for one workload, as the runner prints them. */
export function lines(outcome: Outcome): string {
  const rows = outcome.timings.map(timing => {
    const { variant, minimum, median, spread, ratio, wrong } = timing, limit = limitOf(outcome, timing)
    const promise = limit === undefined ? '' : verdict(ratio, limit)
    const others = compared(outcome, timing).map(({ other, ratio, limit }) => `  ${times(ratio)} × ${other}${verdict(ratio, limit)}`).join('')
    const measured = [duration(minimum), duration(median), `±${(100 * spread).toFixed(0)} %`, times(ratio)].map(text => text.padStart(10)).join('')
    return `  ${variant.padEnd(12)}${wrong === undefined ? measured + promise + others : `  ✘ wrong: ${wrong}`}`
  })
  return [title(outcome), ...rows].join('\n')
}

export const heading = `  ${''.padEnd(12)}${['minimum', 'median', 'spread', '× hand'].map(text => text.padStart(10)).join('')}`

/** In bold what does not hold. */
export const held = (text: string, holds: boolean): string => holds ? text : `**${text}**`

/** Part of the README: how many times as long as hand-written code each variant takes. */
export function benchTable({ node, cpu, outcomes }: Results): string {
  const all = outcomes.flatMap(({ timings, against = [] }) => timings.map(({ variant }) => variant).filter(variant => !against.some(({ other }) => other === variant)))
  const variants = [...new Set(all)].filter(variant => variant !== 'hand')
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const cell = (outcome: Outcome, timing: Timing | undefined): string => {
    if (timing === undefined) return '–'
    if (timing.wrong !== undefined) return 'wrong'
    const others = compared(outcome, timing).map(({ other, ratio, limit }) => ` (${held(times(ratio), ratio <= limit)} × ${other})`).join('')
    return held(times(timing.ratio), timing.ratio <= (limitOf(outcome, timing) ?? Infinity)) + others
  }
  return [
    row(['', 'hand-written', ...variants]),
    row(['---', '---:', ...variants.map(() => '---:')]),
    ...outcomes.map(outcome => {
      const find = (name: string): Timing | undefined => outcome.timings.find(({ variant }) => variant === name)
      return row([title(outcome), duration(find('hand')!.median), ...variants.map(name => cell(outcome, find(name)))])
    }),
    '',
    `Medians of ratios to hand-written JavaScript, Node ${node}, ${cpu}. In bold what is over its limit.`,
  ].join('\n')
}
