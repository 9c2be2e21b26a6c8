// The product of many numbers and its derivatives along any number of directions, through partial products of any size.

const HIGH = 1.157920892373162e77, STEP = 1.3407807929942597e154 // 2²⁵⁶ and 2⁵¹², written out so that bundlers see constants

/**
 * What is linear in each direction of Π (x_j + Σ_i t_i·d_ij) along n, [outer, n, inner] → [outer, inner]: y_S ← y_S·x_j + Σ_{i∈S} y_{S∖i}·d_ij for
 * the sets S of directions. It never divides, so zeros are nothing special. Arrays may be shorter by leading axes, and are then repeated.
 */
export function productAlong(x: Float64Array, directions: readonly Float64Array[], outer: number, n: number, inner: number): Float64Array {
  const out = new Float64Array(outer * inner), block = n * inner, sets = 1 << directions.length, safe = staysInRange(x, directions, block, inner)
  const y = new Float64Array(sets), powers = new Float64Array(sets), only = directions[0] ?? x
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = ((o * block) % x.length) + i, starts = directions.map(d => ((o * block) % d.length) + i)
      if (safe && directions.length <= 1) {
        let value = 1, motion = 0
        for (let k = from, m = starts[0] ?? from, end = from + block; k < end; k += inner, m += inner) {
          const move = only[m]!
          motion = (motion === 0 ? 0 : motion * x[k]!) + (move === 0 ? 0 : value * move) // a motion of 0 is none: 0·∞ is 0 here
          value *= x[k]!
        }
        out[o * inner + i] = directions.length === 0 ? value : motion
        continue
      }
      if (safe && directions.length === 2) {
        const second = directions[1]!
        let value = 1, one = 0, two = 0, both = 0
        for (let k = from, m = starts[0]!, l = starts[1]!, end = from + block; k < end; k += inner, m += inner, l += inner) {
          const by = x[k]!, d1 = only[m]!, d2 = second[l]!
          both = (both === 0 ? 0 : both * by) + (d1 === 0 || two === 0 ? 0 : two * d1) + (d2 === 0 || one === 0 ? 0 : one * d2)
          one = (one === 0 ? 0 : one * by) + (d1 === 0 ? 0 : value * d1)
          two = (two === 0 ? 0 : two * by) + (d2 === 0 ? 0 : value * d2)
          value *= by
        }
        out[o * inner + i] = both
        continue
      }
      y.fill(0)
      y[0] = 1
      if (!safe) {
        out[o * inner + i] = scaled(x, directions, from, starts, n, inner, y, powers)
        continue
      }
      for (let j = 0, k = from; j < n; j++, k += inner)
        for (let set = sets - 1; set >= 0; set--) {
          let total = set > 0 && y[set] === 0 ? 0 : y[set]! * x[k]!
          for (let d = 0; d < directions.length; d++) {
            const move = (set >> d) & 1 ? directions[d]![starts[d]! + j * inner]! : 0
            if (move !== 0) total += y[set ^ (1 << d)]! * move
          }
          y[set] = total
        }
      out[o * inner + i] = y[sets - 1]!
    }
  return out
}

/** Can no partial product overflow, or vanish? Each has at most one factor of each direction. */
function staysInRange(x: Float64Array, directions: readonly Float64Array[], block: number, inner: number): boolean {
  let most = 1, least = 1
  for (const d of directions) {
    let high = 1, low = 1
    for (let k = 0; k < d.length; k++) {
      const size = Math.abs(d[k]!)
      if (size > high) high = size
      else if (size < low && size > 0) low = size
    }
    most *= high
    least *= low
  }
  for (let start = 0; start < x.length; start += block)
    for (let i = 0; i < inner; i++) {
      let high = most, low = least
      for (let k = start + i; k < start + block; k += inner) {
        const size = Math.abs(x[k]!)
        if (size > 1) high *= size
        else if (size > 0) low *= size
      }
      if (!(high < 1e270 && low > 1e-270)) return false
    }
  return true
}

/** The same where plain numbers could overflow, or vanish, on the way: y·2^power. */
function scaled(x: Float64Array, directions: readonly Float64Array[], from: number, starts: readonly number[], n: number, inner: number, y: Float64Array, powers: Float64Array): number {
  const sets = y.length
  let value = 0, power = 0 // the number that was made last
  const made = (m: number, p: number): void => {
    value = m
    power = p
    if (m === 0 || !(Math.abs(m) < Infinity)) return
    for (; Math.abs(value) >= HIGH; power += 512) value /= STEP
    for (; Math.abs(value) < 1 / HIGH; power -= 512) value *= STEP
  }
  const times = (m: number, p: number, factor: number): void => {
    made(factor, p)
    made(value * m, power)
  }
  powers.fill(0)
  for (let j = 0, k = from; j < n; j++, k += inner)
    for (let set = sets - 1; set >= 0; set--) {
      let total = 0, at = 0
      if (set === 0 || y[set] !== 0) {
        times(y[set]!, powers[set]!, x[k]!)
        total = value
        at = power
      }
      for (let d = 0; d < directions.length; d++) {
        const move = (set >> d) & 1 ? directions[d]![starts[d]! + j * inner]! : 0
        if (move === 0) continue
        times(y[set ^ (1 << d)]!, powers[set ^ (1 << d)]!, move)
        if (total === 0 || value === 0 && total === total) {
          if (value !== 0) { total = value; at = power }
          continue
        }
        const apart = power - at // of what is 2⁵¹² times less or more, a part is left; beyond, none
        if (apart > 0) made(apart > 512 ? value : value + total / STEP, power)
        else made(apart < -512 ? total : apart < 0 ? total + value / STEP : total + value, at)
        total = value
        at = power
      }
      y[set] = total
      powers[set] = total === 0 ? 0 : at
    }
  let result = y[sets - 1]!
  for (let p = powers[sets - 1]!; p > 0 && Math.abs(result) < Infinity; p -= 512) result *= STEP
  for (let p = powers[sets - 1]!; p < 0 && result !== 0; p += 512) result /= STEP
  return result
}
