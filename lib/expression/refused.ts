// What expressions do not offer, and what was probably meant: functions of mathjs without a derivative, signs and names of
// other notations, near names. No function is defined here.

import { constants, functionNames, knownFunction } from './functions.ts'

const reasons: readonly (readonly [reason: string, names: string])[] = [
  ['is defined on whole numbers only, where nothing can move: it has no derivative', 'invmod'],
  ['draws a random number: it has no derivative', 'random randomInt pickRandom'],
  ['belongs to complex numbers, and here values are real: it has no derivative',
    'arg conj re im complex polynomialRoot fft ifft freqz zpk2tf sqrtm schur eigs sylvester lyap nthRoots'],
  ['gives or takes text: it has no derivative', 'format print string bin oct hex compareText compareNatural equalText parse evaluate compile parser help'],
  ['is about types, not about numbers: it has no derivative',
    `typeOf typed boolean bigint bignumber fraction numeric num den getMatrixDataType chain clone isBigInt isFunction`],
  ['belongs to units, and here values are plain numbers: divide by the unit first', 'unit createUnit to toBest splitUnit'],
  ['rewrites formulas; here the derivative is taken outside, with derivative(expression(…)): it has no derivative itself',
    'derivative simplify simplifyCore simplifyConstant rationalize resolve leafCount symbolicEqual'],
  ['treats arrays as sets of equal elements: it has no derivative',
    `setCartesian setDifference setDistinct setIntersect setIsSubset setMultiplicity setPowerset setSize setSymDifference setUnion mode`],
  ['is not offered in expressions; write it with the rows of the library, and the derivative is theirs',
    `apply corr forEach index subset intersect kldivergence lsolveAll usolveAll lup qr slu
     mapSlices matrixFromFunction partitionSelect quantileSeq rotate rotationMatrix solveODE sparse`],
]

const refusals = new Map(reasons.flatMap(([reason, names]) => names.split(/\s+/).filter(Boolean).map(name => [name, reason] as const)))

/** Why a function of mathjs cannot be used here; undefined where it can, or where mathjs has none of this name. */
export const refusal = (name: string): string | undefined => knownFunction(name) === undefined ? refusals.get(name) : undefined

const synonyms: Readonly<Record<string, string>> = {
  ln: 'log', lg: 'log10', ld: 'log2', lb: 'log2', tg: 'tan', ctg: 'cot', cotan: 'cot', cosec: 'csc', sen: 'sin', sgn: 'sign', signum: 'sign',
  arcsin: 'asin', arccos: 'acos', arctan: 'atan', arctg: 'atan', arccot: 'acot', arcsec: 'asec', arccsc: 'acsc', arctan2: 'atan2',
  arsinh: 'asinh', arcosh: 'acosh', artanh: 'atanh', arcsinh: 'asinh', arccosh: 'acosh', arctanh: 'atanh', arcoth: 'acoth',
  sh: 'sinh', ch: 'cosh', th: 'tanh', root: 'nthRoot', squareroot: 'sqrt', absolute: 'abs', fabs: 'abs', power: 'pow', avg: 'mean', average: 'mean',
  product: 'prod', inverse: 'inv', determinant: 'det', ceiling: 'ceil', int: 'fix', length: 'count', len: 'count', stdev: 'std', var: 'variance',
  maximum: 'max', minimum: 'min', inf: 'Infinity', infinity: 'Infinity', nan: 'NaN', Pi: 'pi', π: 'pi', τ: 'tau', φ: 'phi', ℯ: 'e',
  less: 'smaller', greater: 'larger', select: 'a ? b : c', if: 'a ? b : c', where: 'a ? b : c', exponent: 'exp', atn: 'atan', sqr: 'square',
}

/** The name that was probably meant by one that is unknown. */
export function meant(name: string, others: Iterable<string> = []): string | undefined {
  const known = (key: string): string | undefined => Object.hasOwn(synonyms, key) ? synonyms[key] : undefined
  const synonym = known(name) ?? known(name.toLowerCase())
  if (synonym !== undefined) return synonym
  const candidates = [...others, ...functionNames(), ...Object.keys(constants)].filter(each => refusal(each) === undefined)
  const same = candidates.find(each => each.toLowerCase() === name.toLowerCase())
  if (same !== undefined) return same
  if (name.length < 3) return undefined
  const [nearest] = candidates
    .map(each => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ distance }) => distance <= (name.length < 5 ? 1 : 2))
    .sort((a, b) => a.distance - b.distance || shared(name, b.each) - shared(name, a.each) || Number(onlyFunction(b.each)) - Number(onlyFunction(a.each)))
  // `sine`, `cosine`, `tangent`, `logarithm`: the name spelled out
  return nearest?.distance === 1 ? nearest.each : ['sin', 'cos', 'tan', 'log', 'exp', 'sqrt', 'abs'].find(each => name.toLowerCase().startsWith(each)) ?? nearest?.each
}

/** How many letters two names begin with alike. */
const shared = (a: string, b: string): number => [...a].findIndex((letter, i) => letter.toLowerCase() !== b[i]?.toLowerCase()) >>> 0

/** Letters that are inserted, left out, replaced or swapped (optimal string alignment). */
export function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i === 0 ? j : j === 0 ? i : 0))
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  }
  return d[a.length]![b.length]!
}

/** Units of mathjs by their names, of two letters and more: 3 cm is the product of 3 and a variable. */
const unit = /^[pnumcdhkMGT]?(m|g|s|L|N|J|W|Pa|Hz|V|A|K|ohm|eV|bar|bit|B|rad)$|^(inch|feet|foot|ft|miles?|mi|yards?|deg|minutes?|hours?|days?|lb|oz|degC|degF|meters?|seconds?|grams?)$/

/** What else a name without a value is, where that explains why it is there; or nothing. */
export function explained(missing: readonly string[]): string {
  const f = missing.find(name => knownFunction(name) !== undefined)
  if (f !== undefined) return `; ${f} is also a function: ${f}(…)`
  const measured = missing.find(name => name.length > 1 && unit.test(name))
  return measured === undefined ? '' : `; units such as ${measured} have no place here: values are plain numbers`
}

/** A function's name that nobody would give to a variable: `gamma x` may be a product, `sin x` is a mistake. */
export const onlyFunction = (name: string): boolean =>
  /^(a?(sin|cos|tan|sec|csc|cot)h?|atan2|exp|expm1|log|log10|log2|log1p|sqrt|cbrt|abs|sign|floor|ceil|round|erf|erfc)$/.test(name) && knownFunction(name) !== undefined
