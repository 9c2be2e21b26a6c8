// Random programs of arrays, over every function of arrays that the library has, and its rows element by element: with branches,
// choices, and derivatives of each kind within.

import fc from 'fast-check'
import * as L from '../../lib/index.ts'
import type { Scalar, Tensorial, Value } from '../../lib/index.ts'
import { allRows } from './programs.ts'

// Values are numbers, or vectors of three: what takes or gives another shape is brought into one of these.
const { add, eye, less, lt, matmul, mul, outer, slice, stack, sub, sum, tensor, transpose, where, zeros } = L

const vector = (x: Value): Tensorial => add(x, zeros([3])) as Tensorial
const number = (x: Value): Scalar => sum(x)
const matrix = (p: Value, q: Value): Tensorial => add(outer(vector(p), vector(q)), mul(4, eye(3)))
const definite = (p: Value): Tensorial => add(outer(vector(p), vector(p)), mul(2, eye(3)))
const column = (m: Value, k: number): Value => slice(m, null, k % 3)

type Operation = (p: Value, q: Value, k: number) => Value

/** Each function of arrays, of two values and a small number. */
export const operations: Readonly<Record<string, Operation>> = {
  sum:             (p, _q, k) => k % 2 === 0 ? sum(p) : sum(outer(vector(p), tensor([1, 2])), { axis: 1 }),
  mean:            (p, q) => L.mean(outer(vector(p), vector(q)), { axis: 0 }),
  prod:            (p, q) => L.prod(outer(vector(p), vector(q)), { axis: 1 }),
  amax:            (p, q) => L.amax(outer(vector(p), vector(q)), { axis: 0 }),
  amin:            p => L.amin(vector(p)),
  argmax:          (p, q) => add(L.argmax(vector(p)) as Value, q),
  argmin:          (p, q) => add(L.argmin(outer(vector(p), vector(q)), { axis: 1 }) as Value, q),
  cumsum:          p => L.cumsum(vector(p)),
  cumprod:         p => L.cumprod(vector(p)),
  norm:            (p, q, k) => L.norm(outer(vector(p), vector(q)), { axis: 1, order: [2, 1, Infinity, 3][k % 4]! }),
  variance:        p => L.variance(vector(p)),
  std:             (p, q) => L.std(outer(vector(p), vector(q)), { axis: 0, correction: 1 }),
  logSumExp:       (p, q) => L.logSumExp(outer(vector(p), vector(q)), { axis: 1 }),
  softmax:         p => L.softmax(vector(p)),
  stopGradient:    p => L.stopGradient(vector(p)),
  logSoftmax:      p => L.logSoftmax(vector(p)),
  matmul:          (p, q) => matmul(matrix(p, q), vector(p)),
  dot:             (p, q) => L.dot(vector(p), vector(q)),
  outer:           (p, q, k) => column(outer(vector(p), vector(q)), k),
  kron:            (p, q, k) => slice(L.kron(vector(p), vector(q)), [k % 4, k % 4 + 3]),
  einsum:          (p, q, k) => k % 2 === 0 ? L.einsum('ij,j->i', outer(vector(p), vector(q)), vector(p)) : L.einsum('ij,ki->j', outer(vector(p), vector(q)), outer(vector(q), vector(p))),
  convolve1d:      (p, q, k) => L.convolve1d(vector(p), slice(vector(q), [0, 2 + k % 2]), { mode: 'same' }),
  trace:           (p, q) => L.trace(outer(vector(p), vector(q))),
  reshape:         (p, q) => sum(mul(L.reshape(vector(p), [3, 1]), vector(q)), { axis: 0 }),
  broadcastTo:     (p, _q, k) => sum(L.broadcastTo(vector(p), [2 + k % 2, 3]), { axis: 0 }),
  transpose:       (p, q) => matmul(transpose(outer(vector(p), vector(q))), vector(p)),
  at:              (p, _q, k) => L.at(vector(p), k % 3 - 1),
  slice:           (p, _q, k) => k % 2 === 0 ? slice(vector(p), k % 3) : slice(vector(p), [null, null, -1]),
  gather:          (p, _q, k) => L.gather(vector(p), [k % 3, 0, -1]),
  scatterAdd:      (p, q, k) => L.scatterAdd(vector(p), [0, k % 3], slice(vector(q), [1, 3])),
  concat:          (p, q, k) => slice(L.concat([vector(p), vector(q)]), [k % 4, k % 4 + 3]),
  stack:           (p, q) => stack([number(p), number(q), 1]),
  flip:            p => L.flip(vector(p)),
  roll:            (p, _q, k) => L.roll(vector(p), k),
  pad:             (p, q, k) => L.pad(slice(vector(p), [0, 2]), [k % 2, 1 - k % 2], { value: number(q) }),
  diff:            (p, q) => L.concat([L.diff(vector(p)), stack([number(q)])]),
  sort:            p => L.sort(vector(p)),
  argsort:         (p, q) => L.gather(vector(p), L.argsort(vector(q)) as never),
  takeAlong:       (p, q) => L.takeAlong(vector(p), L.argsort(vector(q)) as never),
  tril:            (p, q, k) => column(L.tril(outer(vector(p), vector(q)), k % 2), k),
  triu:            (p, q, k) => column(L.triu(outer(vector(p), vector(q))), k),
  diag:            (p, q) => L.diag(add(L.diag(vector(p)), outer(vector(q), vector(p)))),
  solve:           (p, q) => L.solve(matrix(p, q), vector(q)),
  triangularSolve: (p, q, k) => L.triangularSolve(matrix(p, q), vector(q), { lower: k % 2 === 0 }),
  inv:             (p, q) => matmul(L.inv(matrix(p, q)), vector(p)),
  det:             (p, q) => L.det(matrix(p, q)),
  slogdet:         (p, q) => { const [sign, size] = L.slogdet(matrix(p, q)); return mul(sign, size) },
  logdet:          p => L.logdet(definite(p)),
  cholesky:        (p, q) => matmul(L.cholesky(definite(p)), vector(q)),
  lu:              (p, q) => { const [, l, u] = L.lu(matrix(p, q)); return add(column(l, 0), column(u, 2)) },
  qr:              (p, q) => { const [o, r] = L.qr(matrix(p, q)); return add(column(o, 1), column(r, 2)) },
  expm:            (p, q) => matmul(L.expm(mul(0.25, outer(vector(p), vector(q)))), vector(p)),
  pinv:            (p, q) => matmul(L.pinv(matrix(p, q)), vector(q)),
  lstsq:           (p, q) => L.lstsq(matrix(p, q), vector(q)),
  eigh:            (p, k) => { const [w, v] = L.eigh(spread(p, k)); return matmul(v, w) },
  eigvalsh:        (p, q) => L.eigvalsh(spread(p, q)),
  svd:             (p, q) => { const [u, s] = L.svd(spread(p, q)); return matmul(u, s) },
  svdvals:         (p, q) => L.svdvals(spread(p, q)),
}

/** A symmetric matrix whose eigenvalues are apart, most often. */
const spread = (p: Value, q: Value): Tensorial =>
  add(L.diag(tensor([1, 4, 9])), mul(0.1, add(outer(vector(p), vector(q)), outer(vector(q), vector(p)))))

type Derived = (f: (x: Value, y: Value) => Value, p: Value, q: Value) => Value
const raise = (f: unknown): never => f as never

/** Derivatives of each kind, of a function of two values, as values again. */
export const derivatives: Readonly<Record<string, Derived>> = {
  derivative: (f, p, q) => L.derivative(raise((t: Scalar) => number(f(mul(t, vector(p)), q))))(number(q) as never),
  jvp:        (f, p, q) => L.jvp(raise((t: Value) => f(t, q)), raise(vector(p)), raise(vector(q))).tangent as Value,
  gradient:   (f, p, q) => L.gradient(raise((t: Value) => number(f(t, q))))(raise(vector(p))) as unknown as Value,
  hvp:        (f, p, q) => L.hvp(raise((t: Value) => number(f(t, q))))(raise(vector(p)), raise(vector(q))) as unknown as Value,
  jacobian:   (f, p, q) => matmul(L.jacobian(raise((t: Value) => vector(f(t, q))))(raise(vector(p))) as unknown as Value, vector(q)),
  taylor:     (f, p, q) => sum(stack((L.taylor(raise((t: Value) => vector(f(t, q))), { order: 2 })(raise(vector(p)), raise(vector(q))) as unknown as Value[]).slice(1) as never), { axis: 0 }),
  hessian:    (f, p, q) => matmul(L.hessian(raise((t: Value) => number(f(t, q))))(raise(vector(p))) as unknown as Value, vector(q)),
}

export interface ArrayStep { readonly what: number; readonly which: number; readonly k: number; readonly a: number; readonly b: number }

export type ArrayRecipe = readonly ArrayStep[]

const word = fc.nat(0xffff)
const arrayStep: fc.Arbitrary<ArrayStep> = fc.record({ what: fc.nat(15), which: word, k: fc.nat(11), a: word, b: word })
export const arrayRecipe: fc.Arbitrary<ArrayRecipe> = fc.array(arrayStep, { minLength: 1, maxLength: 6, size: 'max' })

const names = Object.keys(operations), derivativesOf = Object.keys(derivatives)

/** What a step does: an array function, a row, a branch, a choice, or a derivative of one of these. */
export function stepOf({ what, which, k }: ArrayStep): { readonly name: string; readonly of: string; readonly apply: (p: Value, q: Value) => Value } {
  const isRow = k % 2 === 0, row = allRows[which % allRows.length]!, array = names[which % names.length]!, of = isRow ? row.name : array
  const f = isRow ? (p: Value, q: Value) => (row as (p: Value, q: Value) => Value)(p, q) : (p: Value, q: Value) => operations[array]!(p, q, k >> 1)
  if (what < 9) return { name: 'plain', of, apply: f }
  if (what < 10) return { name: 'branch', of, apply: (p, q) => less(number(p), number(q)) ? f(p, q) : q }
  if (what < 11) return { name: 'choice by element', of, apply: (p, q) => where(lt(p, q), f(p, q), p) }
  if (what < 12) return { name: 'choice by number', of, apply: (p, q) => where(number(p), f(p, q), sub(p, q)) }
  const derived = derivativesOf[(which + what) % derivativesOf.length]!
  return { name: derived, of, apply: (p, q) => derivatives[derived]!(f, p, q) }
}

/** The function of two vectors that a recipe describes. */
export function cookedArrays(steps: ArrayRecipe): (x: Value, y: Value) => Value {
  return (x, y) => {
    const values: Value[] = [x, y, sum(y), 2]
    for (const made of steps) {
      const pick = (at: number): Value => values[values.length - 1 - at % Math.min(values.length, 4)]!
      values.push(stepOf(made).apply(pick(made.a), pick(made.b)))
    }
    return values.slice(-2).reduce((total, value) => add(total, value))
  }
}

export const arrayText = (steps: ArrayRecipe): string => steps.map(made => `${stepOf(made).name} of ${stepOf(made).of} ${made.k} ${made.a},${made.b}`).join('; ')
