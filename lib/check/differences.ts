// Slopes by finite differences that know how far they can be trusted. Extrapolation, one-sided slopes, kinks, jumps.

// Ridders (1982), "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4(2): differences over steps that
// shrink by a fixed ratio are extrapolated to step 0 (Neville's tableau), and the entry whose neighbours agree best is
// taken; how well they agree is its error. Here one long sequence of steps serves all starting steps at once, and to the
// disagreement is added what rounding of the values can have done, so that agreement by luck is not believed.

const RATIO   = 2
const STEPS   = 36
const COLUMNS = 7
const EPSILON = 2.220446049250313e-16 // 2⁻⁵², written out so that bundlers see a constant

/** A slope and how far it may be off; the error is ∞ where nothing can be said. */
export interface Slope {
  readonly slope: number
  readonly error: number
  /** is it known well enough to judge by, in itself or against the values around? */
  readonly told: boolean
}

/** What differences say about a function at a point. */
export interface Differences {
  /** of both sides, or of the only side there is */
  readonly slope: Slope
  readonly left: Slope
  readonly right: Slope
  /** 'kink': two slopes; 'jump': the value leaps; 'vertical': the slope grows without bound; 'nothing': undefined here */
  readonly kind: 'smooth' | 'kink' | 'jump' | 'vertical' | 'nothing'
  /** the values do not move over short steps: too coarse to show their slope, or the stairs of a function that has none */
  readonly stairs: boolean
}

/** Where steps may go, t from `low` ≤ 0 to `high` ≥ 0; `first` are the longest steps to try, the longest of them first. */
export interface Room {
  readonly low: number
  readonly high: number
  readonly first: readonly number[]
  /** the step as rounding leaves it: (x + t) − x */
  readonly snap?: (t: number) => number
  /** how much the value moves when x is rounded, per unit of slope: |x| */
  readonly size: number
  /** how far each output may be off, beyond its last place: derivatives are sums of terms that may cancel */
  readonly doubt?: readonly number[]
}

/**
 * The slopes at t = 0 of every output of f, a function of one number.
 *
 * @param f  t ↦ outputs; what is not finite counts as outside its domain
 */
export function differences(f: (t: number) => readonly number[], room: Room): Differences[] {
  const here = f(0)
  const tries = room.first.map(first => {
    const steps: Step[] = []
    for (let i = 0, h = first; i < STEPS; i++, h /= RATIO) {
      const up = (room.snap ?? same)(h), down = (room.snap ?? same)(-h)
      const right = up > 0 && up <= room.high ? f(up) : undefined, left = down < 0 && down >= room.low ? f(down) : undefined
      if (right !== undefined || left !== undefined) steps.push({ up, down, right, left })
    }
    return here.map((y, i) => judge(y, steps, i, room.size, room.doubt?.[i] ?? 0))
  })
  return here.map((_, i) => tries.map(each => each[i]!).reduce(better))
}

interface Step {
  readonly up: number
  readonly down: number
  readonly right: readonly number[] | undefined
  readonly left: readonly number[] | undefined
}

const same = (t: number): number => t
const UNKNOWN: Slope = { slope: NaN, error: Infinity, told: false }

/** Of two scales of steps: the surer, unless it contradicts the finer one: long steps may agree with each other by chance. */
function better(coarse: Differences, fine: Differences): Differences {
  if (coarse.slope.told !== fine.slope.told) return coarse.slope.told ? coarse : fine
  const apart = Math.abs(coarse.slope.slope - fine.slope.slope)
  return coarse.slope.error < fine.slope.error && apart <= 3 * (coarse.slope.error + fine.slope.error) ? coarse : fine
}

function judge(here: number, steps: readonly Step[], i: number, size: number, doubt: number): Differences {
  if (!Number.isFinite(here)) return { slope: UNKNOWN, left: UNKNOWN, right: UNKNOWN, kind: 'nothing', stairs: false }
  const stairs = grainOf(here, steps, i), grain = Math.max(stairs, doubt)
  const right = steps.map(({ up, right }) => quotient(right?.[i], here, up, size, grain))
  const left  = steps.map(({ down, left }) => quotient(left?.[i], here, down, size, grain))
  const both  = steps.map(({ up, down, right, left }) => quotient(right?.[i], left?.[i], up - down, size, grain))
  const longest = steps[0]?.up ?? 1, slack = 1e-8 * Math.max(steepness(here, steps, i), doubt / (4 * EPSILON) / longest) + 1e-290 / Math.max(1, longest)
  const values = [steps.map(({ right }) => right?.[i]), steps.map(({ left }) => left?.[i])], sides = values.map(each => trend(here, each))
  const R = sides[0] === 'jump' ? UNKNOWN : extrapolate(right, RATIO, slack)
  const L = sides[1] === 'jump' ? UNKNOWN : extrapolate(left, RATIO, slack)
  const central = sides.includes('jump') ? UNKNOWN : extrapolate(both, RATIO * RATIO, slack)
  const slope = [central, R, L].reduce((a, b) => b.error < a.error ? b : a)
  const apart = Math.abs(R.slope - L.slope)
  const kink = R.told && L.told && apart > 100 * (R.error + L.error) && apart > 1e-6 * Math.max(Math.abs(R.slope), Math.abs(L.slope))
    && values.every(each => settles(risesOf(here, each), grain + 16 * EPSILON * Math.abs(here)))
  const kind = kink ? 'kink'
    : sides.includes('jump') ? 'jump'
    : slope.told ? 'smooth'
    : sides.includes('vertical') ? 'vertical'
    : slope.error === Infinity ? 'nothing' : 'smooth'
  return { slope, left: L, right: R, kind, stairs: stairs > 0 }
}

/** A scale for slopes around the point: the values over the longest step. */
function steepness(here: number, steps: readonly Step[], i: number): number {
  let largest = Math.abs(here)
  for (const { left, right } of steps.slice(0, 8))
    for (const y of [left?.[i], right?.[i]]) if (finite(y)) largest = Math.max(largest, Math.abs(y))
  return largest / (steps[0]?.up ?? 1)
}

const finite = (y: number | undefined): y is number => y !== undefined && Number.isFinite(y)

/** A difference quotient and what rounding may have done to it: values and argument are known to about an ulp, or to their grain. */
function quotient(y: number | undefined, y0: number | undefined, t: number, size: number, grain: number): Slope {
  if (!finite(y) || !finite(y0)) return UNKNOWN
  const slope = (y - y0) / t
  const rounding = 4 * EPSILON * Math.max(Math.abs(y), Math.abs(y0)) + 4 * EPSILON * size * Math.abs(slope) + grain + Number.MIN_VALUE
  return { slope, error: rounding / Math.abs(t), told: false }
}

/**
 * The grain of values that are coarser than their last place, as those of (1 + x) − 1 are: the smallest move that is seen,
 * where shorter steps see none. Moves as high as stairs are no grain.
 */
function grainOf(here: number, steps: readonly Step[], i: number): number {
  let least = Infinity, grain = 0, highest = 0
  for (const { right, left } of steps)
    for (const y of [right?.[i], left?.[i]]) {
      if (!finite(y)) continue
      highest = Math.max(highest, Math.abs(y))
      if (y !== here) least = Math.min(least, Math.abs(y - here))
      else if (least < Infinity) grain = least
    }
  return grain < 1e-5 * highest ? grain : 0
}

/**
 * Neville's tableau over quotients whose errors are a power series in `ratio`⁻ⁱ: the entry that its neighbours confirm, and
 * that the shorter steps do not contradict. Long steps may agree by chance, across a kink or over whole periods.
 */
function extrapolate(quotients: readonly Slope[], ratio: number, slack: number): Slope {
  const rows: Candidate[] = []
  quotients.forEach((quotient, i) => rows.push(candidate(quotient, quotients[i - 1], rows[i - 1], ratio)))
  for (let start = 0; start < rows.length;) {
    let best = start
    for (let i = start; i < rows.length; i++) if (rows[i]!.error < rows[best]!.error) best = i
    const { slope, error } = rows[best]!
    if (error === Infinity) break
    const contradiction = contradicted(slope, error, quotients, best + 1)
    if (contradiction < 0) return { slope, error, told: error <= 1e-4 * Math.abs(slope) || error <= slack }
    start = contradiction
  }
  return UNKNOWN
}

interface Candidate { readonly row: readonly number[]; readonly slope: number; readonly error: number }

/** The next row of the tableau, and the best entry in it. */
function candidate({ slope, error }: Slope, before: Slope | undefined, above: Candidate | undefined, ratio: number): Candidate {
  if (error === Infinity || !Number.isFinite(slope)) return { row: [], slope: NaN, error: Infinity }
  const previous = before?.error === Infinity ? [] : above?.row ?? []
  const row = [slope]
  const columns = Math.min(previous.length, COLUMNS)
  let best = slope, doubt = Infinity, better = slope, power = 1
  for (let j = 0; j < columns; j++) {
    power *= ratio
    const coarser = previous[j]!, next = better + (better - coarser) / (power - 1)
    row.push(next)
    // rounding grows along the row by Π (ratioʲ + 1)/(ratioʲ − 1), which is below 2 for ratio 4 and below 9 for ratio 2
    const apart = Math.max(Math.abs(next - better), Math.abs(next - coarser)) + (ratio > RATIO ? 2 : 9) * error
    if (apart < doubt) {
      best = next
      doubt = apart
    }
    better = next
  }
  return { row, slope: best, error: doubt }
}

/**
 * Where five quotients in a row over shorter steps speak against a slope, by more than they still change and rounding
 * explains: the row from which to begin anew; or −1.
 */
function contradicted(slope: number, error: number, quotients: readonly Slope[], from: number): number {
  let streak = 0
  for (let i = from; i < quotients.length; i++) {
    const { slope: finer, error: rounding } = quotients[i]!, change = Math.abs(finer - quotients[i - 1]!.slope)
    streak = Math.abs(finer - slope) > 4 * (rounding + error + change) ? streak + 1 : 0
    if (streak === 5) return i - 4
  }
  return -1
}

/**
 * How the value approaches that of the point as the step shrinks 1024-fold: a jump does not, and stays as high; a vertical slope
 * too slowly, and all the way. Values that are as if drawn by lot, where doubles lie too far apart to follow f, do neither.
 */
function trend(here: number, values: readonly (number | undefined)[]): 'jump' | 'vertical' | 'tame' {
  const rises = risesOf(here, values), [wide] = rises, close = rises[10]
  if (wide === undefined || close === undefined || close <= 1e4 * EPSILON * Math.max(Math.abs(here), close)) return 'tame'
  if (close > 0.75 * wide) return rises.slice(-6).every(rise => Math.abs(rise - close) <= 0.05 * close) ? 'jump' : 'tame'
  return close > wide / 1024 * 1.5 && settles(rises, 0) ? 'vertical' : 'tame'
}

/** How far the values over the eleven shortest steps are from that of the point. */
const risesOf = (here: number, values: readonly (number | undefined)[]): number[] => values.filter(finite).slice(-11).map(y => Math.abs(y - here))

/** Do they come nearer with each step, but for rounding? */
const settles = (rises: readonly number[], rounding: number): boolean => rises.every((rise, i) => i === 0 || rise <= rises[i - 1]! + rounding)
