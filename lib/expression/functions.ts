// What a name means in an expression: a row of the table, looked up by name; where mathjs' name, or its use of a function,
// differs from the rows, the table of aliases below.

import { fail } from '../errors.ts'
import * as arithmetic from '../rules/arithmetic.ts'
import * as elementary from '../rules/elementary.ts'
import * as logic from '../rules/logic.ts'
import * as piecewise from '../rules/piecewise.ts'
import * as special from '../rules/special.ts'
import { isValue, primal, type Binary, type Unary, type Value } from '../value.ts'
import * as arrays from './arrays.ts'
import * as dimensions from './dimensions.ts'
import { resized } from './elements.ts'
import { wholeFunction, wholeNames } from './mathjs.ts'
import * as matrices from './matrices.ts'
import * as reduce from './reductions.ts'
import { type Fn, holds, isArray, leaves, list, num, plain, rankOf, sizeOf, type Thing } from './thing.ts'
import * as tolerant from './tolerant.ts'

/** A function an expression may call. */
export interface Known {
  readonly call: Fn
  readonly fewest: number
  readonly most: number
  /** the row itself where the call is that of a row, for a short way */
  readonly unary?: Unary
  readonly binary?: Binary
}

/** The table. Rows come first; what else its files export is passed over. */
const rows: Readonly<Record<string, unknown>> = { ...arithmetic, ...elementary, ...logic, ...piecewise, ...special }

const known = (call: Fn, fewest: number, most = fewest): Known => ({ call, fewest, most })

function ofRow(row: unknown): Known | undefined {
  if (typeof row !== 'function' || !('verb' in row)) return undefined
  if (row.verb === 'unary')  return { ...known(arrays.each1(row as unknown as Unary, row.name) as Fn, 1), unary: row as unknown as Unary }
  if (row.verb === 'binary') return { ...known(arrays.each2(row as unknown as Binary, row.name) as Fn, 2), binary: row as unknown as Binary }
  const { name, arity } = row as unknown as { name: string; arity: number }
  return known((...args) => (row as unknown as Fn)(...args.map(each => num(each, name))), arity)
}

/** Rounding, to whole numbers or to decimals. */
const toDecimals = (row: Unary, to: Binary): Known =>
  known(((x, n) => n === undefined ? arrays.each1(row, row.name)(x) : arrays.each2(to, row.name)(x, n)) as Fn, 1, 2)

/** A comparison, decided. */
const relation = (row: Binary): Known => known(arrays.each2((x, y) => {
  const holding = row(x, y)
  return typeof holding === 'number' ? holding !== 0 : holding.decide()
}, row.name) as Fn, 2)

const test = (name: string, f: (x: number) => boolean): Known => known(arrays.each1(x => f(plain(primal(x), name)), name) as Fn, 1)

/** Given any number of times, from the left. */
const chained = (f: (x: Thing, y: Thing) => Thing): Known => known((...args) => args.reduce((x, y) => f(x, y)), 1, Infinity)

const filled = (value: number, who: string): Known => known((...sizes) => resized(undefined, dimensions.sizesOf(sizes, who), value), 1, Infinity)

const number = (x: Thing): Value => num(x, 'number')

function ofThree(name: string, f: (x: Value, y: Value, z: Value) => Value): Known {
  return known(((x, y, z) => f(num(x, name), num(y, name), num(z, name))) as Fn, 3)
}

const aliases: Readonly<Record<string, Known>> = {
  // arithmetic
  add:           chained(arrays.add),
  addScalar:     chained(arrays.add),
  subtract:      known(arrays.subtract as Fn, 2),
  subtractScalar: known(arrays.subtract as Fn, 2),
  multiply:      chained(arrays.multiply),
  multiplyScalar: chained(arrays.multiply),
  dotMultiply:   known(arrays.dotMultiply as Fn, 2),
  divide:        known(arrays.divide as Fn, 2),
  divideScalar:  known(arrays.divide as Fn, 2),
  dotDivide:     known(arrays.dotDivide as Fn, 2),
  pow:           known(arrays.toPower as Fn, 2),
  dotPow:        known(arrays.dotPow as Fn, 2),
  unaryMinus:    ofRow(arithmetic.neg)!,
  unaryPlus:     known(arrays.each1(x => x, '+') as Fn, 1),
  clone:         known(x => x, 1),
  number:        known(number as Fn, 1),
  mod:           ofRow(tolerant.mod)!,
  floor:         toDecimals(tolerant.floor, tolerant.floorTo),
  ceil:          toDecimals(tolerant.ceil, tolerant.ceilTo),
  fix:           toDecimals(tolerant.fix, tolerant.fixTo),
  trunc:         ofRow(arithmetic.trunc)!,
  round:         toDecimals(tolerant.round, tolerant.roundTo),
  nthRoot:       known(((x, n = 2) => arrays.each2(tolerant.nthRoot, 'nthRoot')(x, n)) as Fn, 1, 2),
  log:           known(((x, base) => base === undefined ? arrays.each1(elementary.log, 'log')(x) : arrays.each2(logTo, 'log')(x, base)) as Fn, 1, 2),
  combinations:  ofRow(special.binomial)!,
  combinationsWithRep: known(arrays.each2((n, k) => special.binomial(arithmetic.sub(arithmetic.add(n, k), 1), k), 'combinationsWithRep') as Fn, 2),
  hypot:         known(reduce.hypotOf, 1, Infinity),
  clamp:         ofThree('clamp', piecewise.clamp),
  fma:           ofThree('fma', piecewise.fma),
  betainc:       ofThree('betainc', special.betainc),

  // conditions
  smaller:       relation(tolerant.smaller),
  smallerEq:     relation(tolerant.smallerEq),
  larger:        relation(tolerant.larger),
  largerEq:      relation(tolerant.largerEq),
  equal:         relation(tolerant.equal),
  equalScalar:   relation(tolerant.equal),
  unequal:       relation(tolerant.unequal),
  compare:       ofRow(tolerant.compare)!,
  deepEqual:     known(((x, y) => same(x, y)) as Fn, 2),
  and:           chained(arrays.each2((x, y) => holds(x, 'and') && holds(y, 'and'), 'and')),
  or:            chained(arrays.each2((x, y) => holds(x, 'or') || holds(y, 'or'), 'or')),
  xor:           known(arrays.each2((x, y) => holds(x, 'xor') !== holds(y, 'xor'), 'xor') as Fn, 2),
  not:           known(arrays.each1(x => !holds(x, 'not'), 'not') as Fn, 1),
  nullish:       known((x => x) as Fn, 2),
  isInteger:     test('isInteger', Number.isInteger),
  isNegative:    test('isNegative', x => x < 0),
  isPositive:    test('isPositive', x => x > 0),
  isZero:        test('isZero', x => tolerant.equal(x, 0) === 1),
  isNaN:         test('isNaN', Number.isNaN),
  isFinite:      test('isFinite', Number.isFinite),
  isBounded:     test('isBounded', Number.isFinite),
  isNumeric:     known(x => isValue(x) || typeof x === 'boolean', 1),
  hasNumericValue: known(x => isValue(x) || typeof x === 'boolean', 1),

  // arrays
  sum:           known(reduce.sum, 1, Infinity),
  prod:          known(reduce.prod, 1, Infinity),
  mean:          known(reduce.mean, 1, Infinity),
  max:           known(reduce.maxOf, 1, Infinity),
  min:           known(reduce.minOf, 1, Infinity),
  norm:          known(reduce.norm, 1, 2),
  variance:      known(reduce.variance, 1, Infinity),
  std:           known(reduce.std, 1, Infinity),
  median:        known(reduce.median, 1, Infinity),
  mad:           known(reduce.mad, 1, Infinity),
  cumsum:        known(dimensions.cumsum, 1, Infinity),
  diff:          known(dimensions.diff as Fn, 1, 2),
  sort:          known((x => reduce.sorted(list(x, 'sort'))) as Fn, 1),
  dot:           known(((a, b) => arrays.dot(a, b)) as Fn, 2),
  cross:         known(cross as Fn, 2),
  transpose:     known(arrays.transpose, 1),
  ctranspose:    known(arrays.transpose, 1),
  det:           known((x => isArray(x) ? arrays.determinant(x) : num(x, 'det')) as Fn, 1),
  inv:           known((x => isArray(x) ? arrays.inverse(x) : arithmetic.div(1, num(x, 'inv'))) as Fn, 1),
  trace:         known((x => isArray(x) ? reduce.sum(arrays.square(x, 'trace').map((row, i) => row[i])) : num(x, 'trace')) as Fn, 1),
  lusolve:       known(matrices.lusolve as Fn, 2),
  lsolve:        known(matrices.lsolve as Fn, 2),
  usolve:        known(matrices.usolve as Fn, 2),
  pinv:          known(matrices.pinv, 1),
  expm:          known(matrices.expm, 1),
  kron:          known(matrices.kron as Fn, 2),
  diag:          known(matrices.diag as Fn, 1, 2),
  distance:      known(reduce.distance as Fn, 2),
  size:          known(sizeOf, 1),
  count:         known(x => leaves(list(x, 'count')).length, 1),
  flatten:       known(x => leaves(list(x, 'flatten')), 1),
  matrix:        known(x => list(x, 'matrix'), 1),
  concat:        known(dimensions.concat, 1, Infinity),
  reshape:       known(dimensions.reshape as Fn, 2),
  resize:        known(((x, sizes, filler = 0) => resizedTo(list(x, 'resize'), dimensions.sizesOf([sizes], 'resize'), filler)) as Fn, 2, 3),
  squeeze:       known(dimensions.squeeze, 1),
  row:           known(dimensions.row as Fn, 2),
  column:        known(dimensions.column as Fn, 2),
  matrixFromRows:    known(dimensions.fromRows, 1, Infinity),
  matrixFromColumns: known(dimensions.fromColumns, 1, Infinity),
  range:         known(((start, end, step = 1) => arrays.range(start, end, step)) as Fn, 2, 3),
  zeros:         filled(0, 'zeros'),
  ones:          filled(1, 'ones'),
  identity:      known((...sizes) => eye(...dimensions.sizesOf(sizes, 'identity', 1)), 1, 2),
  map:           known(((...args) => arrays.map(args.slice(0, -1), callable(args.at(-1), 'map'))) as Fn, 2, Infinity),
  filter:        known(((v, f) => list(v, 'filter').filter(x => holds(callable(f, 'filter')(x), 'filter'))) as Fn, 2),
}

function logTo(x: Value, base: Value): Value {
  return arithmetic.div(elementary.log(x), elementary.log(base))
}

function same(x: Thing, y: Thing): boolean {
  if (isArray(x) && isArray(y)) return x.length === y.length && x.every((each, i) => same(each, y[i]))
  return !isArray(x) && !isArray(y) && aliases['equal']!.call(x, y) === true
}

/** Of vectors; where one is a row or a column of a matrix, a row. */
function cross(x: Thing, y: Thing): Thing {
  const [a, b] = [x, y].map(each => arrays.vector(dimensions.squeeze(list(each, 'cross')), 'cross')) as [readonly Thing[], readonly Thing[]]
  if (a.length !== 3 || b.length !== 3) fail(`cross expects two arrays of 3, and got ${a.length} and ${b.length} elements`)
  const part = (i: number, j: number): Thing => arrays.subtract(arrays.dotMultiply(a[i], b[j]), arrays.dotMultiply(a[j], b[i]))
  const product = [part(1, 2), part(2, 0), part(0, 1)]
  return rankOf(x) > 1 || rankOf(y) > 1 ? [product] : product
}

const eye = (...sizes: number[]): Thing =>
  sizes.length > 2 ? fail(`identity expects one size or two, and got ${sizes.length}`) : arrays.identity(sizes[0]!, sizes[1])

const resizedTo = (x: Thing, sizes: readonly number[], filler: Thing): Thing =>
  sizes.length === rankOf(x) ? resized(x, sizes, filler) : fail(`resize expects a size for each of ${rankOf(x)} dimensions, and got ${sizes.length}`)

export const callable = (f: Thing, who: string): Fn =>
  typeof f === 'function' ? f : fail(`${who} expects a function, such as f(x) = x^2 or sin, and got ${isValue(f) ? 'a number' : String(f)}`)

/** Of these two arguments at a time, elementwise; of one array all its elements. */
const joining = new Set(['gcd', 'lcm', 'bitAnd', 'bitOr', 'bitXor', 'leftShift', 'rightArithShift', 'rightLogShift'])

/** A function of whole numbers: it has a value, as mathjs computes it, and an argument that moves is an error. */
function ofWhole(name: string): Known | undefined {
  const f = wholeFunction(name)
  const asked = (...args: readonly Thing[]): Thing => {
    try {
      return f!(...args) as Thing
    } catch (thrown) {
      return fail(`${name} expects whole numbers (${(thrown as Error).message})`, thrown)
    }
  }
  return f && known((...args) => {
    if (args.flatMap(leaves).some(x => typeof x !== 'number' && typeof x !== 'boolean')) fail(`${name} is defined on whole numbers only, where nothing can move: it has no derivative`)
    if (!joining.has(name)) return asked(...args)
    const [first, ...rest] = args.length === 1 && isArray(args[0]) ? args[0] : args
    return rest.reduce((x, y) => arrays.broadcast([x, y], name, parts => asked(...parts)), first ?? fail(`${name} expects at least one number, and got an empty array`))
  }, 1, Infinity)
}

/** What is called by this name: an alias, a row of the table, or a function of whole numbers. */
export const knownFunction = (name: string): Known | undefined =>
  Object.hasOwn(aliases, name) ? aliases[name] : Object.hasOwn(rows, name) ? ofRow(rows[name]) : ofWhole(name)

/** Every name that can be called, for those who search a near one. */
export const functionNames = (): string[] => [...new Set([...Object.keys(aliases), ...wholeNames, ...Object.keys(rows).filter(name => ofRow(rows[name]) !== undefined)])]

/** Constants of mathjs that are numbers or truth values. */
export const constants: Readonly<Record<string, number | boolean>> = {
  pi: Math.PI, PI: Math.PI, tau: 2 * Math.PI, e: Math.E, E: Math.E, phi: 1.618033988749895, // 1.6180339887498948 in mathjs
  LN2: Math.LN2, LN10: Math.LN10, LOG2E: Math.LOG2E, LOG10E: Math.LOG10E, SQRT2: Math.SQRT2, SQRT1_2: Math.SQRT1_2,
  Infinity, NaN, true: true, false: false,
}
