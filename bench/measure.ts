// The clock: times ways to compute the same thing, interleaved in random order, in short batches. What they compute is not known here.

import { random } from '../lib/kernels/random.ts'
import { deviation, disagreement } from './compare.ts'

/** How long a call takes, in ns, and in comparison with the hand-written code of the same round. What is wrong is not timed: NaN. */
export interface Timing {
  readonly variant: string
  readonly minimum: number
  readonly median: number
  /** the middle half of the rounds lies within ± this part of the median */
  readonly spread: number
  readonly ratio: number
  /** the largest difference from the hand-written derivative, in parts of its largest number */
  readonly error: number
  readonly wrong?: string
  /** … and in comparison with others of the same run, where that was asked for */
  readonly ratios?: Readonly<Record<string, number>>
}

/** One of the ways, made ready. */
export interface Entry {
  readonly variant: string
  /** i ↦ the derivative at the i-th point */
  readonly run: (i: number) => unknown
  /** how far from the hand-written derivative it may be */
  readonly tolerance: number
  /** hand-written code for what this computes, where it is something else than the others do */
  readonly hand?: (i: number) => unknown
  /** how long a call takes, in ns, where that is known without calling `run`: it runs in another process */
  readonly clock?: () => number
}

export interface Course {
  readonly points: number
  readonly sink: (y: never) => number
  /** how many rounds, unless they take long */
  readonly most: number
  /** how long each is run before it is timed, in ns */
  readonly warm?: number
  /** what is to be compared with another than the hand-written code: which with which */
  readonly pairs?: readonly (readonly [variant: string, other: string])[]
}

/** The tolerance for what is no approximation. */
export const EXACT = 1e-11

type Loop = (calls: number) => number

let loops = 0

/** A copy of a function that uses nothing from outside. */
const alone = <F>(f: F): F => new Function(`return (${String(f)}) // ${++loops}`)() as F

/** A loop of its own for each variant, so that V8 may inline what it calls. What it sums up is printed: nothing can be left out. */
function loopOver(run: (i: number) => unknown, sink: (y: never) => number): Loop {
  // its own sink too: one that has met arrays of objects (eager) makes V8 turn arrays of doubles (compiled) into such, where they are made
  return new Function('run', 'sink', `let i = 0; return function loop_${++loops}(calls) { let sum = 0; for (const end = i + calls; i < end; i++) sum += sink(run(i)); return sum }`)(run, alone(sink)) as Loop
}

let sum = 0

/** What all the loops have summed up. */
export const total = (): number => sum

function time(loop: Loop, calls: number): number {
  const begin = process.hrtime.bigint()
  sum += loop(calls)
  return Number(process.hrtime.bigint() - begin) / calls
}

// Batches are short, so that most of them are over before the machine turns to another program; what remains is in the spread.
const BATCH = 0.1e6 // ns

/** What warming up has found: how many calls fill a batch, and how long each took at best. */
interface Pace { calls: number; each: number }

/** Runs for a while, with batches that grow. */
function warmUp(loop: Loop, pace: Pace, warm: number): void {
  for (let spent = 0; spent < warm;) {
    const each = time(loop, pace.calls)
    spent += each * pace.calls
    pace.each = Math.min(pace.each, each)
    if (pace.each * pace.calls < BATCH) pace.calls = Math.min(pace.calls * 2, Math.ceil(BATCH / pace.each))
  }
}

/** How far the results of one way are from those wanted at the same points, and what is wrong with them, if they are too far. */
export function judge(run: Entry['run'], wanted: readonly unknown[], tolerance: number): { error: number; wrong: string | undefined } {
  let error = 0, wrong: string | undefined
  wanted.forEach((want, i) => {
    const got = run(i)
    error = Math.max(error, deviation(got, want))
    wrong ??= disagreement(got, want, tolerance)
  })
  return { error, wrong }
}

/** The results at all points. */
export const resultsOf = (run: Entry['run'], points: number): unknown[] => Array.from({ length: points }, (_, i) => run(i))

/** What is not timed. */
export const untimed = (variant: string, error: number, wrong: string): Timing => ({ variant, minimum: NaN, median: NaN, spread: NaN, ratio: NaN, error, wrong })

/** Turns of warming up that compiled programs get; others get two. */
const PATIENT = 20

/** How many rounds there are at least, by what a call takes in ns. */
const leastRounds = (each: number): number => each > 250e6 ? 3 : each > 50e6 ? 5 : 15

/** One timing for each of the entries, of which one is called 'hand'. */
export function measure(entries: readonly Entry[], { points, sink, most, warm = 100e6, pairs = [] }: Course): Timing[] {
  const hand = entries.find(({ variant }) => variant === 'hand')!.run
  const wanted = resultsOf(hand, points)
  const judged = entries.map(({ variant, run, tolerance, clock, hand: own }) => {
    const verdict = run === hand ? { error: 0, wrong: undefined } : judge(run, own === undefined ? wanted : resultsOf(own, points), tolerance)
    return { variant, clock, ...verdict, loop: loopOver(run, sink), times: [] as number[], pace: { calls: 1, each: Infinity } }
  })
  const right = judged.filter(({ wrong }) => wrong === undefined), here = right.filter(({ clock }) => clock === undefined)
  // in turns: what V8 optimises in the background is there in the next. Compiled programs of a thousand operations keep it busy longest
  for (let turn = 0; turn < PATIENT; turn++)
    for (const { variant, loop, pace } of here)
      if (turn === 0 || pace.each < warm && (turn === 1 || variant === 'compiled' && pace.each > 1e3)) warmUp(loop, pace, warm / 2)
  const longest = Math.max(...here.map(({ pace }) => pace.each))
  const stream = random(most), enough = Date.now() + 2 * most, least = leastRounds(longest) // where a single call takes longer than a batch
  for (let round = 0; round < most && (round < least || Date.now() < enough); round++)
    for (const { times, loop, pace: { calls } } of shuffled(here, () => stream.uniform())) times.push(time(loop, calls))
  const timesOf = (name: string): readonly number[] => right.find(({ variant }) => variant === name)?.times ?? []
  const base = timesOf('hand')
  // afterwards, not in turn: to start a process makes the memory of this one slow for a while
  for (const { times, clock } of right) if (clock !== undefined) for (let round = 0; round < Math.min(base.length, 31); round++) times.push(clock())
  const ratio = (times: readonly number[], to: readonly number[]): number => quantile(times.map((t, i) => t / to[i]!).sort((a, b) => a - b), 0.5)
  return judged.map(({ variant, times, error, wrong }): Timing => {
    if (wrong !== undefined) return untimed(variant, error, wrong)
    const sorted = times.slice().sort((a, b) => a - b), median = quantile(sorted, 0.5)
    const others = pairs.filter(([one]) => one === variant).map(([, other]) => [other, ratio(times, timesOf(other))] as const)
    return {
      variant, minimum: sorted[0]!, median,
      spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median,
      ratio: ratio(times, base),
      error,
      ...others.length > 0 && { ratios: Object.fromEntries(others) },
    }
  })
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor(q * (sorted.length - 1))]!

function shuffled<T>(items: readonly T[], uniform: () => number): T[] {
  const order = items.slice()
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}
