// The matrix exponential by scaling, a Padé approximant and squaring.
import { type LU, lu, luSolve, solve } from './lu.ts'
import { matmul } from './matmul.ts'

// Higham 2005, "The scaling and squaring method for the matrix exponential revisited", SIAM J. Matrix Anal. Appl. 26(4): the greatest
// 1-norms at which the approximant of each degree is as good as double precision (table 2.3), and the coefficients (2.3's notation b_j).
const degrees: readonly (readonly [bound: number, coefficients: readonly number[]])[] = [
  [1.495585217958292e-2, [120, 60, 12, 1]],
  [2.53939833006323e-1, [30240, 15120, 3360, 420, 30, 1]],
  [9.504178996162932e-1, [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1]],
  [2.097847961257068, [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1]],
]
const bound13 = 5.371920351148152
const b13 = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640,
  1323241920, 40840800, 960960, 16380, 182, 1,
] as const

/** The greatest column sum of magnitudes; NaN if an element is. */
function norm1(a: Float64Array, n: number): number {
  let greatest = 0
  for (let j = 0; j < n; j++) {
    let total = 0
    for (let i = 0; i < n; i++) total += Math.abs(a[i * n + j]!)
    if (total > greatest || total !== total) greatest = total
    if (total !== total) break
  }
  return greatest
}

/** Σ c_k · M_k, where the matrix M_0 is the identity if absent. */
function combine(n: number, identity: number, ...terms: readonly (readonly [number, Float64Array])[]): Float64Array {
  const out = new Float64Array(n * n)
  for (const [c, matrix] of terms) for (let i = 0; i < out.length; i++) out[i] = out[i]! + c * matrix[i]!
  for (let i = 0; i < n; i++) out[i * (n + 1)] = out[i * (n + 1)]! + identity
  return out
}

/** (V − U)⁻¹ (V + U). */
function quotient(u: Float64Array, v: Float64Array, n: number): Float64Array {
  return solve(combine(n, 0, [1, v], [-1, u]), n, combine(n, 0, [1, v], [1, u]), n)
}

/** exp(A) of an n × n matrix; all NaN where A is not finite. */
export function expm(a: Float64Array, n: number): Float64Array {
  const times = (x: Float64Array, y: Float64Array): Float64Array => matmul(x, y, n, n, n)
  const size = norm1(a, n)
  if (n === 0) return new Float64Array(0)
  if (!(size < Infinity)) return new Float64Array(n * n).fill(NaN)
  for (const [bound, b] of degrees) {
    if (size > bound) continue
    const square = times(a, a)
    let odd = combine(n, b[1]!)
    let even = combine(n, b[0]!)
    let power = square
    for (let k = 2; k < b.length; k += 2) {
      even = combine(n, 0, [1, even], [b[k]!, power])
      odd = combine(n, 0, [1, odd], [b[k + 1]!, power])
      if (k + 2 < b.length) power = times(power, square)
    }
    return quotient(times(a, odd), even, n)
  }
  const squarings = Math.max(0, Math.ceil(Math.log2(size / bound13)))
  const x = a.map(value => value * 2 ** -squarings)
  const x2 = times(x, x)
  const x4 = times(x2, x2)
  const x6 = times(x2, x4)
  const high = times(x6, combine(n, 0, [b13[13], x6], [b13[11], x4], [b13[9], x2]))
  const u = times(x, combine(n, b13[1], [1, high], [b13[7], x6], [b13[5], x4], [b13[3], x2]))
  const low = times(x6, combine(n, 0, [b13[12], x6], [b13[10], x4], [b13[8], x2]))
  const v = combine(n, b13[0], [1, low], [b13[6], x6], [b13[4], x4], [b13[2], x2])
  let result = quotient(u, v, n)
  for (let s = 0; s < squarings; s++) result = times(result, result)
  return result
}

// Al-Mohy & Higham 2009, "Computing the Fréchet derivative of the matrix exponential, with an application to condition number estimation",
// SIAM J. Matrix Anal. Appl. 30(4): the greatest 1-norms at which the derivative of the approximant is as good (table 6.1, ℓ of each degree).
const boundsAlong = [1.08e-2, 2.00e-1, 7.83e-1, 1.78, 4.74]

/** What the derivatives of exp at A along all E have in common. */
export interface ExpmAlong {
  readonly a: Float64Array
  readonly squarings: number
  readonly b: readonly number[]
  /** A² , A⁴, … as far as the approximant takes them, of the scaled A. */
  readonly powers: readonly Float64Array[]
  /** Of degree 13, where U = A·(A⁶·W₁ + W₂) and V = A⁶·Z₁ + Z₂: W₁ and Z₁. Of the others nothing. */
  readonly outer: readonly [w: Float64Array, z: Float64Array] | undefined
  /** U = A·odd */
  readonly odd: Float64Array
  /** V − U */
  readonly below: LU
  /** The exponential of the scaled A, its square, and so on, but the last. */
  readonly results: readonly Float64Array[]
}

const scaled = (x: Float64Array, factor: number): Float64Array => factor === 1 ? x : x.map(value => value * factor)

/** Of an n × n matrix; nothing where it is not finite. */
export function expmParts(given: Float64Array, n: number): ExpmAlong | undefined {
  const times = (x: Float64Array, y: Float64Array): Float64Array => matmul(x, y, n, n, n), size = norm1(given, n)
  if (!(size < Infinity)) return undefined
  const degree = boundsAlong.findIndex(bound => size <= bound), high = degree < 0 || degree === 4
  const squarings = degree < 0 ? Math.ceil(Math.log2(size / boundsAlong[4]!)) : 0, a = scaled(given, 2 ** -squarings), b = high ? b13 : degrees[degree]![1]
  const powers = [times(a, a)], count = high ? 3 : (b.length >> 1) - 1
  while (powers.length < count) powers.push(times(powers.at(-1)!, powers[0]!))
  const outer = high ? [polynomial(n, 0, powers, b, 9), polynomial(n, 0, powers, b, 8)] as const : undefined
  const half = (parity: 0 | 1, high: Float64Array | undefined): Float64Array => {
    const low = polynomial(n, b[parity]!, powers, b, parity + 2)
    return high === undefined ? low : combine(n, 0, [1, times(powers[2]!, high)], [1, low])
  }
  const odd = half(1, outer?.[0]), even = half(0, outer?.[1]), u = times(a, odd)
  const below = lu(combine(n, 0, [1, even], [-1, u]), n), results = [luSolve(below, n, combine(n, 0, [1, even], [1, u]), n)]
  for (let s = 1; s < squarings; s++) results.push(times(results.at(-1)!, results.at(-1)!))
  return { a, squarings, b, powers, outer, odd, below, results }
}

/** b[first]·X₁ + b[first + 2]·X₂ + … + identity·1 */
function polynomial(n: number, identity: number, x: readonly Float64Array[], b: readonly number[], first: number): Float64Array {
  return combine(n, identity, ...x.map((power, k) => [b[first + 2 * k]!, power] as const))
}

/** How exp(A) moves where A moves by E: all that is done for exp(A), differentiated. */
export function expmAlong(parts: ExpmAlong | undefined, n: number, given: Float64Array): Float64Array {
  if (parts === undefined) return new Float64Array(n * n).fill(NaN)
  const { a, squarings, b, powers, outer, odd, below, results } = parts, e = scaled(given, 2 ** -squarings)
  /** X·Ẏ + Ẋ·Y */
  const product = (x: Float64Array, dx: Float64Array, y: Float64Array, dy: Float64Array): Float64Array => {
    const out = matmul(x, dy, n, n, n)
    return matmul(dx, y, n, n, n, out, { accumulate: true })
  }
  const moves = [product(a, e, a, e)]
  while (moves.length < powers.length) moves.push(product(powers[moves.length - 1]!, moves.at(-1)!, powers[0]!, moves[0]!))
  const half = (parity: 0 | 1, high: Float64Array | undefined): Float64Array => {
    const low = polynomial(n, 0, moves, b, parity + 2)
    return high === undefined ? low : combine(n, 0, [1, low], [1, product(powers[2]!, moves[2]!, high, polynomial(n, 0, moves, b, parity + 8))])
  }
  const dOdd = half(1, outer?.[0]), dEven = half(0, outer?.[1]), du = product(a, e, odd, dOdd), right = combine(n, 0, [1, dEven], [1, du])
  matmul(combine(n, 0, [1, du], [-1, dEven]), results[0]!, n, n, n, right, { accumulate: true })
  let out = luSolve(below, n, right, n)
  for (let s = 0; s < squarings; s++) out = product(results[s]!, out, results[s]!, out)
  return out
}
