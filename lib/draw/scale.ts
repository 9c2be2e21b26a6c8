// Scales: ticks at round numbers, their labels, and the range of values worth showing. Nothing is drawn here.

/** A curve: points from left to right; a gap where a coordinate is not finite. */
export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export type Interval = readonly [from: number, to: number]

/**
 * About `count` round numbers within [from, to]: multiples of 1, 2 or 5 times a power of ten.
 *
 * @example ticks(0, 1, 4) // [0, 0.2, 0.4, 0.6, 0.8, 1]
 * @see Heckbert, Nice numbers for graph labels, Graphics Gems, 1990
 */
export function ticks(from: number, to: number, count: number): number[] {
  const step = stepOf(from, to, count)
  if (!(step > 0) || !Number.isFinite(step)) return [from]
  const first = Math.ceil(from / step - 1e-9), last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => round((first + i) * step, step))
}

function stepOf(from: number, to: number, count: number): number {
  const raw = (to - from) / Math.max(1, count), power = 10 ** Math.floor(Math.log10(raw)), error = raw / power
  return power * (error >= 7.1 ? 10 : error >= 3.2 ? 5 : error >= 1.4 ? 2 : 1)
}

/** A multiple of the step without the noise of the multiplication. */
function round(x: number, step: number): number {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) + 1e-9))
  return decimals <= 20 ? Number(x.toFixed(decimals)) + 0 : x
}

/** Labels of ticks, all with as many decimals as the finest of them needs. */
export function labels(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs))
  if (largest >= 1e6 || (largest > 0 && largest < 1e-4)) return values.map(x => x === 0 ? '0' : Number(x.toPrecision(6)).toExponential().replace('e+', 'e'))
  const decimals = Math.max(...values.map(x => (String(Number(x.toPrecision(12))).split('.')[1] ?? '').length))
  return values.map(x => x.toFixed(decimals))
}

/** The interval of x that curves cover. */
export function spanX(curves: readonly Curve[]): Interval {
  const xs = curves.flatMap(({ points }) => points.map(([x]) => x)).filter(Number.isFinite)
  return widened(Math.min(...xs), Math.max(...xs))
}

/** The interval of y worth showing: all of it, unless poles stretch it far beyond where the curves mostly are. */
export function spanY(curves: readonly Curve[]): Interval {
  const ys = curves.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite).sort((a, b) => a - b)
  if (ys.length === 0) return [-1, 1]
  const at = (part: number): number => ys[Math.round(part * (ys.length - 1))]!
  const low = at(0), high = at(1), bulk = at(0.92) - at(0.08)
  return bulk > 0 && high - low > 12 * bulk
    ? widened(Math.max(low, at(0.08) - bulk), Math.min(high, at(0.92) + bulk))
    : widened(low, high)
}

/** An interval of some width, also around a single number. */
function widened(low: number, high: number): Interval {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [-1, 1]
  return low < high ? [low, high] : [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)]
}

/** An interval grown to the ticks around it. */
export function padded([low, high]: Interval, part = 0.05): Interval {
  const margin = part * (high - low)
  return [low - margin, high + margin]
}
