// The public names of `pushforward`, spelled out.

export type { ArrayBox, Binary, Box, Call, Dual, Notes, Scalar, Tensorial, Unary, Value } from './value.ts'
export { primal } from './value.ts'
export { PushforwardError } from './errors.ts'
export { dual, tangent } from './dual.ts'
export { binary, bilinear, linear, structural, unary } from './primitive.ts'

export { above, differ, eq, equal, greater, greaterEqual, le, less, lessEqual, lt, notEqual, side, where } from './rules/logic.ts'
export { abs, add, cbrt, ceil, cube, div, floor, hypot, max, min, mod, mul, neg, over, rem, round, sign, slant, sqrt, square, sub, trunc, unit } from './rules/arithmetic.ts'
export {
  acos, acosh, acot, acoth, acsc, acsch, asec, asech, asin, asinh, atan, atan2, atanh, cos, cosh, cot, coth, csc, csch,
  exp, exp2, expm1, far, gap, log, log10, log1p, log2, logBase, nthRoot, pow, sec, sech, sin, sinh, tan, tanh, xlogx, xlogy,
} from './rules/elementary.ts'
export { clamp, copysign, fma, frac, heaviside, relu, select, step, wrap } from './rules/piecewise.ts'

export { Tensor } from './tensor.ts'
export { arange, eye, full, linspace, ones, random, tensor, zeros } from './tensor/create.ts'
export {
  argsort, at, broadcastTo, concat, diff, flip, gather, pad, reshape, roll, scatterAdd, shape, slice, sort, stack, takeAlong, transpose,
} from './rules/arrange.ts'
export { diag, tril, triu } from './rules/triangles.ts'
export { amax, amin, argmax, argmin, cumprod, cumsum, mean, norm, prod, std, stopGradient, sum, variance } from './rules/array.ts'
export { convolve1d, dot, kron, matmul, outer, trace } from './rules/products.ts'
export { einsum } from './rules/einsum.ts'
export { logSoftmax, logSumExp, softmax } from './rules/softmax.ts'
export { cholesky, expm, inv, lstsq, lu, pinv, qr, solve, triangularSolve } from './rules/linalg.ts'
export { det, logdet, slogdet } from './rules/determinants.ts'
export { eigh, eigvalsh, svd, svdvals } from './rules/spectral.ts'

export { jvp } from './derive/jvp.ts'
export { derivative, valueAndDerivative } from './derive/derivative.ts'
export { gradient, valueAndGradient } from './derive/gradient.ts'
export { jacobian, valueAndJacobian } from './derive/jacobian.ts'
export { hessian, hvp, valueGradientAndHessian } from './derive/hessian.ts'
export type { SparseMatrix } from './derive/sparse.ts'
export { fixedPoint, fixedPointWith, root, rootWith } from './derive/implicit.ts'
export { odeint, odeintWith } from './derive/odeint.ts'
export type { Expanded } from './derive/taylor.ts'
export { taylor } from './derive/taylor.ts'
export { fromVjp } from './derive/from-vjp.ts'

export type { Batched, Compiled, CompileOptions, CompileReport } from './compile/compile.ts'
export { compile } from './compile/compile.ts'
export type { ProgramText } from './compile/program.ts'
export { program } from './compile/program.ts'

export type { CheckOptions, Domain, Report, Worst } from './check.ts'
export { check } from './check.ts'
