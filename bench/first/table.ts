// What first calls cost: from courses of calls to the numbers that are shown, and these as tables. No clock here.

import { duration, held, times } from '../table.ts'
import { type Cold, type Course, DRAFTED, evenFrom, LATER, middle, type Size, together, type Variant, type Warm } from './course.ts'

/** Of one function; in milliseconds. */
export interface FirstCalls {
  readonly name: string
  readonly doc: string
  /** in a process that has done nothing else: the first call; the calls that record and print; a later call */
  readonly cold: Readonly<Record<Variant, { readonly first: number; readonly second: number; readonly later: number }>>
  /** after many other functions */
  readonly warm: Readonly<Record<'eager' | 'compiled', { readonly first: number; readonly second: number }>>
  /** milliseconds that it takes to make code well, cold, after a draft; null where there is none */
  readonly well: number | null
  /** calls from which on compiled ones, compile included, have taken less time in all; null: not after `calls` */
  readonly even: { readonly cold: number | null; readonly warm: number | null }
  readonly calls: number
}

export interface First {
  /** of the library, in milliseconds */
  readonly loading: number
  readonly processes: number
  readonly functions: readonly FirstCalls[]
  readonly sizes: readonly Size[]
}

/** What is promised: milliseconds for a function of 20 operations, calls until it is even, microseconds for each operation beyond. */
export const LIMITS = { cold: 3, warm: 0.5, even: 50, beyond: 1 }

export function firstCalls(
  { name, doc, calls, stops }: { readonly name: string; readonly doc: string; readonly calls: number; readonly stops: readonly number[] },
  colds: Readonly<Record<Variant, readonly Cold[]>>, warm: Readonly<Record<'eager' | 'compiled', Warm>>,
): FirstCalls {
  const at = (course: Course, n: number): number => course[stops.indexOf(n)]!
  const course = (variant: Variant): Course => together(colds[variant].map(({ course }) => course)) // differences end at LATER, the stops until there are the same
  // from each process for itself: what the collector of garbage took in one is not to be counted in all
  const later = (variant: Variant): number => middle(colds[variant].map(({ course }) => (at(course, LATER) - at(course, 50)) / (LATER - 50)))
  const beginning = ({ beginning: [first, second] }: Warm) => ({ first: first!, second: second! })
  const of = (variant: Variant) => ({ first: at(course(variant), 1), second: at(course(variant), 2), later: later(variant) })
  return {
    name, doc, calls,
    cold: { eager: of('eager'), compiled: of('compiled'), differences: of('differences') },
    warm: { eager: beginning(warm.eager), compiled: beginning(warm.compiled) },
    well: stops.includes(DRAFTED + 1) ? middle(colds.compiled.map(({ course }) => at(course, DRAFTED + 1) - at(course, DRAFTED))) : null,
    even: { cold: evenFrom(stops, course('compiled'), course('eager')), warm: evenFrom(stops, warm.compiled.course, warm.eager.course) },
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Milliseconds as they are shown. */
const time = (ms: number): string => duration(ms * 1e6)

/** Microseconds for each operation beyond the first 20: of f, and of all that are recorded. */
function beyond(size: Size, [least]: readonly Size[], kind: 'loop' | 'tangle'): { each: number; recorded: number } {
  const more = (size[kind].milliseconds - least![kind].milliseconds) * 1e3
  return { each: more / (size.operations - least!.operations), recorded: more / (size[kind].recorded - least![kind].recorded) }
}

/** Part of the README: what first calls cost, and when compile has paid for itself. */
export function firstTable(first: First | undefined): string {
  if (first === undefined) return 'Not measured yet: `npm run bench`.'
  const { loading, processes, functions, sizes } = first
  const calls = (n: number | null, most: number): string => held(n === null ? `over ${most.toLocaleString('en')}` : n.toLocaleString('en'), n !== null && n <= LIMITS.even)
  return [
    row(['', 'first eager call', 'compiled, cold', 'compiled, warm', 'even after, cold', 'even after, warm', `calls 51–${LATER}, cold: compiled`, 'eager', 'differences']),
    row(['---', ...new Array<string>(8).fill('---:')]),
    ...functions.map(({ name, doc, cold, warm, even, calls: most }, i) => row([
      `${name}: ${doc}`, time(cold.eager.first),
      held(time(cold.compiled.second), i > 0 || cold.compiled.second <= LIMITS.cold), held(time(warm.compiled.second), i > 0 || warm.compiled.second <= LIMITS.warm),
      calls(even.cold, most), calls(even.warm, most),
      held(time(cold.compiled.later), cold.compiled.later <= cold.differences.later), time(cold.eager.later), time(cold.differences.later),
    ])),
    '',
    [
      `Compiled: from compile to the end of the second call; the first records, the second prints. What it prints of numbers and up to a thousand operations is a draft; call ${DRAFTED + 1} makes the`,
      `code well, which took ${functions.flatMap(({ well }) => well === null ? [] : [time(well)]).join(' and ')} more, cold. Cold: in a process that has done nothing but`,
      `import the library, which takes ${time(loading)}, and collect the garbage that left (medians of ${processes} processes); warm: after many other functions.`,
      'Even: calls after which compile and compiled calls have taken less time in all than eager calls.',
      `In bold what is over its limit: ${LIMITS.cold} ms cold and ${LIMITS.warm} ms warm for 20 operations, even after ${LIMITS.even} calls, as fast as differences from the 51st call on.`,
    ].join(' '),
    '',
    row(['operations', 'in a loop: compiled, warm', 'each beyond 20', 'each recorded', 'no two parts alike: compiled, warm', 'each beyond 20', 'each recorded']),
    row(new Array<string>(7).fill('---:')),
    ...sizes.map((size, i) => row([size.operations.toLocaleString('en'), ...(['loop', 'tangle'] as const).flatMap(kind => {
      const { each, recorded } = beyond(size, sizes, kind)
      return [time(size[kind].milliseconds), ...i === 0 ? ['–', '–'] : [each, recorded].map(us => held(`${times(us)} µs`, us <= LIMITS.beyond))]
    })])),
    '',
    'A function of so many operations and its derivative, which are recorded together: nearly three for one. What a function does again and again is recorded each time, and printed once, as a loop.',
  ].join('\n')
}

/** The same as lines for the terminal. */
export function firstLines({ loading, processes, functions, sizes }: First): string {
  const judged = (holds: boolean, limit: string): string => holds ? `  ≤ ${limit}` : `  ✘ over ${limit}`
  const line = (what: string, text: string, rest = ''): string => `  ${what.padEnd(44)}${text.padStart(10)}${rest}`
  const calls = (what: string, n: number | null, most: number): string =>
    line(what, n === null ? `> ${most}` : String(n), judged(n !== null && n <= LIMITS.even, `${LIMITS.even}`))
  return [
    `first calls, medians of ${processes} processes`,
    line('import of the library', time(loading)),
    ...functions.flatMap(({ name, doc, cold, warm, even, calls: most }, i) => [
      `${name}: ${doc}`,
      ...(['eager', 'compiled', 'differences'] as const).map(variant => line(`first call, cold, ${variant}`, time(cold[variant].first))),
      line('compile and two calls, cold', time(cold.compiled.second), i > 0 ? '' : judged(cold.compiled.second <= LIMITS.cold, `${LIMITS.cold} ms`)),
      line('first call, warm, eager', time(warm.eager.first)),
      line('first call, warm, compiled', time(warm.compiled.first)),
      line('compile and two calls, warm', time(warm.compiled.second), i > 0 ? '' : judged(warm.compiled.second <= LIMITS.warm, `${LIMITS.warm} ms`)),
      calls('calls until compile is even with eager, cold', even.cold, most),
      calls('calls until compile is even with eager, warm', even.warm, most),
      ...(['eager', 'differences'] as const).map(variant => line(`a call from the 51st to the ${LATER}th, ${variant}`, time(cold[variant].later))),
      line(`a call from the 51st to the ${LATER}th, compiled`, time(cold.compiled.later), judged(cold.compiled.later <= cold.differences.later, 'differences')),
    ]),
    'compile and two calls by size, warm',
    ...sizes.flatMap((size, i) => (['loop', 'tangle'] as const).map(kind => {
      const { each, recorded } = beyond(size, sizes, kind)
      return line(`${size.operations.toLocaleString('en')} operations, ${kind === 'loop' ? 'in a loop' : 'no two parts alike'}`, time(size[kind].milliseconds),
        i === 0 ? '' : `${`${times(each)} µs`.padStart(10)} each beyond 20, ${times(recorded)} µs each recorded${judged(recorded <= LIMITS.beyond, `${LIMITS.beyond} µs`)}`)
    })),
  ].join('\n')
}
