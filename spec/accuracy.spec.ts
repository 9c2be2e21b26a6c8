// Every elementary row over the whole range of float64: values to a few ulp, three derivatives to 16 + 4·κ ulp of the exact
// value, where κ = |x g′/g| says how many ulp of g one ulp of x is worth. The exact values are mpmath's, to 2400 digits.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../lib/index.ts'
import type { Binary, Unary } from '../lib/index.ts'
import * as arithmetic from '../lib/rules/arithmetic.ts'
import * as elementary from '../lib/rules/elementary.ts'
import { reference } from './support/reference.ts'
import { partial, type Stored, ulps } from './support/ulp.ts'

const { derivative } = library

/** Points as `columns` of the file names them: the arguments, the exact value and derivatives, their condition numbers. */
const exact = reference<Record<'unary' | 'binary', Record<string, Stored[][]>>>('accuracy')
const row = <R>(name: string): R => (library as Record<string, unknown>)[name] as R

/** Compares, and says in one line by how much it is too much. Where the exact value is beyond float64, so must be the answer. */
function close(got: number, want: Stored, tolerance: number, what: string): void {
  const error = typeof want === 'number' ? ulps(got, want) : Number.isFinite(got) ? Infinity : 0
  assert.ok(error <= tolerance, `${what} is ${got}, and should be ${want}: ${error.toPrecision(3)} ulp off, with ${tolerance} allowed`)
}

const one = suite('rows of one argument: the value, first, second and third derivative')
for (const [name, points] of Object.entries(exact.unary))
  one(name, () => {
    const f = row<Unary>(name)
    for (const [x, value, f1, f2, f3, k1, k2, k3] of points as [number, Stored, Stored, Stored, Stored, number, number, number][]) {
      close(f(x), value, 4, `${name}(${x})`)
      close(derivative(f)(x), f1, 16 + 4 * k1, `${name}′(${x})`)
      close(derivative(f, { order: 2 })(x), f2, 16 + 4 * k2, `${name}″(${x})`)
      close(derivative(f, { order: 3 })(x), f3, 16 + 4 * k3, `${name}‴(${x})`)
    }
  })
one.run()

const two = suite('rows of two arguments: the value, both partial derivatives, and all second ones')
for (const [name, points] of Object.entries(exact.binary))
  two(name, () => {
    const f = row<Binary>(name)
    for (const [x, y, value, fx, fy, fxx, fxy, fyy, kx, ky, kxx, kxy, kyy] of points as [number, number, Stored, ...number[]][]) {
      close(f(x, y), value, 4, `${name}(${x}, ${y})`)
      for (const [i, j, want, k] of [[1, 0, fx, kx], [0, 1, fy, ky], [2, 0, fxx, kxx], [1, 1, fxy, kxy], [0, 2, fyy, kyy]] as [number, number, Stored, number][])
        close(partial(f, i, j)(x, y) as number, want, 16 + 4 * k, `∂${'x'.repeat(i)}${'y'.repeat(j)} ${name}(${x}, ${y})`)
    }
  })
two.run()

const whole = suite('what is whole comes out whole')
whole('roots of perfect powers, logarithms of powers of 2 and 10', () => {
  for (let n = 1; n <= 9; n++)
    for (let root = 1; root ** n < 2 ** 53 && root < 200; root++) {
      assert.is(library.nthRoot(root ** n, n), root, `the ${n}-th root of ${root}^${n}`)
      if (n % 2 === 1) assert.is(library.nthRoot(-(root ** n), n), -root)
    }
  for (let n = -20; n <= 20; n++) {
    assert.is(library.logBase(2 ** n, 2), n)
    assert.is(library.logBase(Number(`1e${n}`), 10), n)
    assert.is(library.exp2(n), 2 ** n)
  }
})
whole.run()

const all = suite('no row goes unmeasured')
all('every row of the elementary table that curves has reference values', () => {
  const rows = Object.values({ ...arithmetic, ...elementary }) as (Unary | Binary)[]
  const curved = rows.filter(r => (r.verb === 'unary' ? [r.rule] : [r.dx, r.dy]).some(rule => typeof rule === 'function') && !['abs', 'max', 'min'].includes(r.name))
  assert.equal(curved.map(r => r.name).filter(name => !(name in exact.unary) && !(name in exact.binary)), [])
})
all.run()
