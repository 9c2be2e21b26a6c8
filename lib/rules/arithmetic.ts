// THE TABLE, arithmetic: sums, products, powers with fixed exponents, roots, distances, rounding, remainders, extremes.

import { bend as bendOf, modulo, over as overOf, unit as unitOf } from '../kernels/scalar.ts'
import { binary, unary } from '../primitive.ts'
import type { Value } from '../value.ts'
import { above, side } from './logic.ts'

const ANY = [-1e3, 1e3] as const
const POSITIVE = [1e-3, 1e3] as const

//           name      value                 ∂/∂x                         ∂/∂y                          notes
export const add    = binary('add',   (x, y) => x + y,      1,                                1,                               { commutes: true, code: (x, y) => `(${x} + ${y})`, doc: 'x + y' })
export const sub    = binary('sub',   (x, y) => x - y,      1,                                -1,                              { simplify: (x, y) => Object.is(y, 0) ? x : undefined, code: (x, y) => `(${x} - ${y})`, doc: 'x − y' })
export const mul    = binary('mul',   (x, y) => x * y,      (_, y) => y,                      x => x,                          { commutes: true, simplify: (x, y) => unchanged(x, y) ?? unchanged(y, x), code: (x, y) => `(${x} * ${y})`, doc: 'x·y' })
export const div    = binary('div',   (x, y) => x / y,      (_, y) => div(1, y),              (_, y, out) => neg(div(out, y)), { simplify: (x, y) => unchanged(y, x), code: (x, y) => `(${x} / ${y})`, domain: [ANY, POSITIVE], doc: 'x/y' })
export const neg    = unary ('neg',   x => -x,              -1,                               { code: x => `(-${x})`, doc: '−x' })
export const square = unary ('square', x => x * x,          x => mul(2, x),                   { code: x => `(${x} * ${x})`, doc: 'x²' })
export const cube   = unary ('cube',  x => x * x * x,       x => mul(3, square(x)),           { code: x => `(${x} * ${x} * ${x})`, doc: 'x³' })

// Roots: infinite slope at 0. A tangent that is exactly 0 is not multiplied by it.
export const sqrt   = unary ('sqrt',  Math.sqrt,            (_, out) => div(0.5, out),        { domain: POSITIVE, doc: '√x' })
export const cbrt   = unary ('cbrt',  Math.cbrt,            (_, out) => div(div(1 / 3, out), out), { domain: [0.05, 50], doc: '∛x' })

// The plane. unit(x, y) = x/√(x² + y²) is the cosine of the angle of (x, y), unit(y, x) the sine; over(x, y) = x/(x² + y²)
// and −over(y, x) are the parts of 1/(x + iy). Written in these no derivative cancels (1 − x²/h² would lose y), none
// overflows before its result, and at (0, 0) the distance has derivative 0, not NaN. (1/z)′ = −1/z² is v² − u², −2uv.
export const hypot  = binary('hypot', (x, y) => Math.hypot(x, y), (x, y) => unit(x, y),       (x, y) => unit(y, x),            { code: (x, y) => `Math.hypot(${x}, ${y})`, doc: '√(x² + y²)' })
export const unit   = binary('unit',  unitOf,
  (x, y) => mul(over(y, x), unit(y, x)),
  (x, y) => neg(bend(x, y)),                                          { doc: 'x/√(x² + y²), 0 at the origin' })
const bend          = binary('bend',  bendOf, (x, y) => tilt(x, y), (x, y) => tilt(y, x))
export const over   = binary('over',  overOf,
  (x, y, u) => sub(square(over(y, x)), square(u)),
  (x, y, u) => mul(-2, absorbed(u, over(y, x))),                      { doc: 'x/(x² + y²), the real part of 1/(x + iy)' })
export const slant  = unary ('slant', x => Math.abs(x) < 1e150 ? Math.sqrt(1 + x * x) : Math.abs(x), x => unit(x, 1),
  { code: x => `(Math.abs(${x}) < 1e150 ? Math.sqrt(1 + ${x} * ${x}) : Math.abs(${x}))`, doc: '√(1 + x²)' })

// Kinks: at 0 the derivative of |x| is that of the side the zero lies on, so that |x|² is exact to every order.
export const abs    = unary ('abs',   Math.abs,             x => side(x),                 { doc: '|x|' })
export const sign   = unary ('sign',  Math.sign,            0)
export const floor  = unary ('floor', Math.floor,           0)
export const ceil   = unary ('ceil',  Math.ceil,            0)
export const round  = unary ('round', Math.round,           0)
export const trunc  = unary ('trunc', Math.trunc,           0)

// Remainders move with x, and against y by the whole number of times it was taken; at a jump, as to its right.
export const mod    = binary('mod',   modulo,               1,                                (x, y, out) => round(div(sub(out, x), y)), { doc: 'x − y·⌊x/y⌋, with the sign of y; x where y is 0', domain: [[5.1, 5.9], [2, 2.5]] })
export const rem    = binary('rem',   (x, y) => x % y,      1,                                (x, y, out) => round(div(sub(out, x), y)), { code: (x, y) => `(${x} % ${y})`, doc: 'x % y, with the sign of x', domain: [[5.1, 5.9], [2, 2.5]] })

// Extremes: at a tie each argument moves the result by half.
export const min    = binary('min',   (x, y) => Math.min(x, y), (x, y) => above(y, x),        (x, y) => above(x, y),           { code: (x, y) => `Math.min(${x}, ${y})`, doc: 'the smaller of x and y' })
export const max    = binary('max',   (x, y) => Math.max(x, y), (x, y) => above(x, y),        (x, y) => above(y, x),           { code: (x, y) => `Math.max(${x}, ${y})`, doc: 'the larger of x and y' })

/** 1·x, to the bit: what mul and div need not do. */
function unchanged(factor: Value, x: Value): Value | undefined {
  return factor === 1 ? x : undefined
}

/** y·(y² − 2x²)/(x² + y²)^(5/2), the derivative in x of bend(x, y). */
const tilt = (x: Value, y: Value): Value => mul(over(y, x), sub(mul(over(y, x), unit(y, x)), mul(2, mul(over(x, y), unit(x, y)))))

/** x·y, and 0 where one of them is: the other may be ∞, the inverse of a subnormal number. */
const absorbed = binary('absorbed', (x, y) => (x === 0 || y === 0) && x === x && y === y ? 0 : x * y, (_, y) => y, x => x,
  { commutes: true, code: (x, y) => `((${x} === 0 || ${y} === 0) && ${x} === ${x} && ${y} === ${y} ? 0 : ${x} * ${y})` })
