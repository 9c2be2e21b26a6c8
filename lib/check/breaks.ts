// Where a function of one number breaks between the points that are looked at: jumps and kinks that no derivative shows.

import { called, type Program } from '../derive/jvp.ts'
import { sweep } from '../derive/sweep.ts'
import { numbersOf } from './compare.ts'

export interface Break {
  readonly x: number
  readonly output: string
  readonly kind: 'jump' | 'kink'
  /** the slopes on both sides */
  readonly sides: readonly [number, number]
}

/** f and f′ at a point, for every output. */
interface Sight { readonly x: number; readonly values: readonly number[]; readonly slopes: readonly number[]; readonly paths: readonly string[] }

/** So many breaks are enough for a report. */
const MOST = 8

/**
 * Between two points f must rise by the integral of f′ (Simpson's rule). Where it does not, the half that is more to blame is
 * looked into, until nothing is left to blame (f is only lively there) or the interval is no wider than a few ulp.
 */
export function breaksOf(f: Program, xs: readonly number[]): Break[] {
  const run = called(f, xs[0])
  const look = (x: number): Sight | undefined => {
    try {
      const { primal, tangent } = sweep(run, x, [1], 'check'), { values, paths } = numbersOf(primal)
      return { x, values, slopes: numbersOf(tangent).values, paths }
    } catch {
      return undefined
    }
  }
  const sights = xs.map(look), found: Break[] = []
  sights.forEach((b, i) => {
    const a = sights[i - 1]
    if (a === undefined || b === undefined || a.values.length !== b.values.length) return
    a.values.forEach((_, k) => {
      const broken = found.length < MOST ? within(a, b, k, look) : undefined
      if (broken !== undefined) found.push(broken)
    })
  })
  return found
}

/** The narrowest interval that is looked into: a few ulp, near 0 those of a thousandth. */
const grain = (x: number): number => 4 * 2 ** -52 * Math.max(Math.abs(x), 1e-3)

function within(a: Sight, b: Sight, k: number, look: (x: number) => Sight | undefined): Break | undefined {
  const middle = (u: Sight, v: Sight): Sight | undefined => look(u.x + (v.x - u.x) / 2)
  let left = a, right = b, centre = middle(a, b)
  if (centre === undefined || !(blame(left, centre, right, k) > 1e-6)) return undefined
  for (let halvings = 0; halvings < 60 && right.x - left.x > grain(Math.max(Math.abs(left.x), Math.abs(right.x))); halvings++) {
    const near = middle(left, centre), far = middle(centre, right)
    if (near === undefined || far === undefined) return undefined
    const first = blame(left, near, centre, k), second = blame(centre, far, right, k)
    if (!(Math.max(first, second) > 1e-6)) { // lively, or a kink at the centre itself, or too narrow to blame
      const width = grain(centre.x), before = look(centre.x - width / 2), after = look(centre.x + width / 2)
      return (before && after && judged(before, after, k, look)) ?? judged(left, right, k, look)
    }
    ;[left, centre, right] = first >= second ? [left, near, centre] : [centre, far, right]
  }
  return judged(left, right, k, look)
}

/** How far the rise is from the integral of the slope, as a part of the rise and of what the slopes amount to. */
function blame(left: Sight, centre: Sight, right: Sight, k: number): number {
  const width = right.x - left.x, rise = right.values[k]! - left.values[k]!
  const [from, mid, to] = [left.slopes[k]!, centre.slopes[k]!, right.slopes[k]!]
  const rounding = 16 * 2 ** -52 * Math.max(Math.abs(left.values[k]!), Math.abs(right.values[k]!))
  const off = Math.abs(rise - width / 6 * (from + 4 * mid + to)) - rounding
  return off <= 0 ? 0 : off / Math.max(Math.abs(rise), width * Math.max(Math.abs(from), Math.abs(mid), Math.abs(to)))
}

function judged(left: Sight, right: Sight, k: number, look: (x: number) => Sight | undefined): Break | undefined {
  const width = right.x - left.x, rise = Math.abs(right.values[k]! - left.values[k]!)
  const sides = [left.slopes[k]!, right.slopes[k]!] as const, steepest = Math.max(...sides.map(Math.abs)), apart = Math.abs(sides[0] - sides[1])
  if (width > 1e-6 * Math.max(1, Math.abs(left.x)) || !Number.isFinite(rise) || !Number.isFinite(steepest)) return undefined
  const seen = { x: right.x, output: left.paths[k]!, sides }
  if (rise > 1e3 * steepest * width + 1e4 * 2 ** -52 * Math.abs(left.values[k]!)) return { ...seen, kind: 'jump' }
  if (!(apart > 1e-3 * steepest)) return undefined
  // on both sides of a kink f is straight as far as this: next to a pole it bends, and where doubles lie too far apart it wavers
  const straight = (near: Sight, far: Sight | undefined): boolean => far !== undefined
    && Math.abs(near.slopes[k]! - far.slopes[k]!) <= 0.1 * apart
    && Math.abs(near.values[k]! - far.values[k]! - near.slopes[k]! * (near.x - far.x)) <= 0.1 * apart * width + 16 * 2 ** -52 * Math.abs(near.values[k]!)
  return straight(left, look(left.x - width)) && straight(right, look(right.x + width)) ? { ...seen, kind: 'kink' } : undefined
}
