// Times first calls, in a process of its own: cold, of which nothing ran before; or warm, after many other functions. Prints JSON.
//
//   cold  SUBJECT VARIANT SEED LIBRARY    one function, in a process that has done nothing else
//   warm  SUBJECT VARIANT SEED LIBRARY    many, one after another
//   sizes SEED LIBRARY                    larger and larger functions

import { pathToFileURL } from 'node:url'
import { disagreement } from '../compare.ts'
import { random } from '../../lib/kernels/random.ts'
import { type Cold, type Course, checkpoints, LATER, type Made, middle, type Size, together, type Variant, type Warm } from './course.ts'
import { constantsOf, long, type Rows, type Subject, subjects, tangle, type Way } from './subjects.ts'

/** Node's own, with --expose-gc. */
const collect = (globalThis as unknown as { gc(options: { type: 'minor' }): void }).gc

let sum = 0

/** What is in a result must be looked at. */
function look(y: unknown): void {
  if (typeof y === 'number') sum += y
  else look((y as readonly unknown[])[0])
}

/** Makes a way to compute and calls it. */
function follow(ready: () => Way, points: readonly unknown[], stops: readonly number[]): Course {
  const course: number[] = []
  const begun = performance.now()
  const way = ready()
  let calls = 0
  for (const stop of stops) {
    for (; calls < stop; calls++) look(way(points[calls & 63] as never))
    course.push(performance.now() - begun)
  }
  return course
}

const pointsFor = (size: number, uniform: () => number): unknown[] =>
  Array.from({ length: 64 }, () => size === 0 ? 2 * uniform() - 1 : Array.from({ length: size }, () => 2 * uniform() - 1))

const uniformFrom = (seed: number): (() => number) => {
  const stream = random(seed)
  return () => stream.uniform()
}

const load = async (file: string): Promise<Rows> => await import(pathToFileURL(file).href) as Rows

async function cold({ size, calls, ready }: Subject, variant: Variant, seed: number, file: string): Promise<Cold> {
  const uniform = uniformFrom(seed), points = pointsFor(size, uniform), c = constantsOf(uniform)
  const stops = checkpoints(variant === 'differences' ? LATER : calls)
  const begun = performance.now()
  const rows = variant === 'differences' ? {} as Rows : await load(file)
  const loading = performance.now() - begun
  collect({ type: 'minor' }) // what the import left would be collected in the middle of some call
  return { loading, course: follow(ready(variant, rows, c), points, stops) }
}

async function warm({ name, size, calls, ready }: Subject, variant: 'eager' | 'compiled', seed: number, file: string): Promise<Warm> {
  const rows = await load(file), uniform = uniformFrom(seed), points = pointsFor(size, uniform)
  const many = (stops: readonly number[]): readonly Course[] => {
    const courses: Course[] = [], end = performance.now() + 350
    while (courses.length < 15 || performance.now() < end) courses.push(follow(ready(variant, rows, constantsOf(uniform)), points, stops))
    return courses
  }
  many([1, 2])
  const beginning = many([1, 2]), whole = many(checkpoints(calls)) // apart: what is called often is optimised while the next is made
  const c = constantsOf(uniform), [got, want] = (['compiled', 'eager'] as const).map(variant => {
    const way = ready(variant, rows, c)()
    return points.map(x => way(x as never))
  })
  const wrong = disagreement(got, want, 1e-11)
  if (wrong !== undefined) throw new Error(`${name}, compiled, is wrong: ${wrong}`)
  return { beginning: together(beginning), course: together(whole) }
}

/** Before, 300 functions of 20 operations: the machinery is warm. */
async function sizes(seed: number, file: string): Promise<Size[]> {
  const rows = await load(file), uniform = uniformFrom(seed), { compile, derivative } = rows
  const make = (kind: typeof long, operations: number): Made => {
    const f = derivative(kind(rows, operations, uniform)), begun = performance.now()
    const fast = compile(f)
    look(fast(0.5)) // records
    look(fast(0.25)) // prints
    return { milliseconds: performance.now() - begun, recorded: fast.report().operations }
  }
  const most = (kind: typeof long, operations: number, times: number): Made => {
    const all = Array.from({ length: times }, () => make(kind, operations))
    return { recorded: middle(all.map(({ recorded }) => recorded)), milliseconds: middle(all.map(({ milliseconds }) => milliseconds)) }
  }
  for (let i = 0; i < 150; i++) for (const kind of [long, tangle]) make(kind, 20)
  return ([[20, 300], [200, 60], [1000, 25], [5000, 9], [20_000, 5]] as const)
    .map(([operations, times]) => ({ operations, loop: most(long, operations, times), tangle: most(tangle, operations, times) }))
}

async function answer([what, ...args]: readonly string[]): Promise<unknown> {
  if (what === undefined) return subjects.map(({ name, doc, calls }) => ({ name, doc, calls, stops: checkpoints(calls) }))
  const file = args.at(-1)!, seed = Number(args.at(-2)), subject = subjects.find(({ name }) => name === args[0])!
  if (what === 'cold') return cold(subject, args[1] as Variant, seed, file)
  return what === 'warm' ? warm(subject, args[1] as 'eager' | 'compiled', seed, file) : sizes(seed, file)
}

process.stdout.write(JSON.stringify({ answer: await answer(process.argv.slice(2)), sum }))
