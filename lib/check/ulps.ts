// Distance between two float64 numbers in units in the last place: how many numbers lie between them.

const float = /* @__PURE__ */ new Float64Array(1)
const bits  = /* @__PURE__ */ (() => new BigInt64Array(float.buffer))()

/** The numbers in order, counted from 0: neighbours differ by 1, and −0 is 0. */
function place(x: number): bigint {
  float[0] = x
  const i = bits[0]!
  return i < 0n ? -0x8000000000000000n - i : i
}

/** How many steps from neighbour to neighbour lead from x to y: 0 where they are equal (or both NaN), ∞ where one is NaN. */
export function ulpsBetween(x: number, y: number): number {
  if (x === y || (x !== x && y !== y)) return 0
  if (x !== x || y !== y) return Infinity
  const steps = Number(place(x) - place(y))
  return Math.abs(steps)
}

/** The float64 number next to x, above or below. */
export function neighbour(x: number, direction: 1 | -1): number {
  if (!Number.isFinite(x)) return x
  const i = place(x) + BigInt(direction)
  bits[0] = i < 0n ? -0x8000000000000000n - i : i
  return float[0]!
}
