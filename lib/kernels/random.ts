// Seeded pseudo-random numbers: the same seed gives the same numbers on every machine. Not for cryptography.

/** A stream of numbers; each call moves it on. */
export interface Random {
  /** A whole number 0 ≤ x < 2³². */
  bits(): number
  /** A number 0 ≤ x < 1, a multiple of 2⁻⁵³. */
  uniform(): number
  /** A number from the normal distribution with mean 0 and deviation 1. */
  normal(): number
}

/**
 * xoshiro128** 1.1 (Blackman & Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c), period 2¹²⁸ − 1; its state is filled from the
 * seed by splitmix32, so that near seeds give unrelated streams. Every bit of the seed's double counts.
 */
export function random(seed: number): Random {
  const halves = new Uint32Array(new Float64Array([seed + 0]).buffer)
  let counter = (halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1)) | 0
  const splitmix = (): number => {
    counter = (counter + 0x9e3779b9) | 0
    let z = counter
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return z ^ (z >>> 16)
  }
  let s0 = splitmix()
  let s1 = splitmix()
  let s2 = splitmix()
  let s3 = splitmix()
  let spare = NaN

  const bits = (): number => {
    const x = Math.imul(s1, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9)
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << 11) | (s3 >>> 21)
    return result >>> 0
  }
  const uniform = (): number => (bits() >>> 5) * 2 ** -27 + (bits() >>> 6) * 2 ** -53

  // Marsaglia's polar method; the second number of each pair waits in `spare`
  const normal = (): number => {
    if (spare === spare) {
      const waiting = spare
      spare = NaN
      return waiting
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const scale = Math.sqrt((-2 * Math.log(s)) / s)
      spare = v * scale
      return u * scale
    }
  }
  return { bits, uniform, normal }
}

/** `n` numbers, evenly spread over low ≤ x < high. */
export function uniforms(n: number, source: Random, low = 0, high = 1): Float64Array {
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) out[i] = low + (high - low) * source.uniform()
  return out
}

/** `n` numbers from the normal distribution. */
export function normals(n: number, source: Random, mean = 0, deviation = 1): Float64Array {
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) out[i] = mean + deviation * source.normal()
  return out
}
