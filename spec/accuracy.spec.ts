// Every elementary row over the whole range of float64: values to a few ulp, derivatives to 16 + 4·κ ulp of the exact value,
// where κ = |x g′/g| says how many ulp of g one ulp of x is worth. The exact values are mpmath's, to 2400 digits.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { atan2, exp2, hypot, logBase, nthRoot, over, pow, unit } from '../lib/index.ts'
import type { Binary, Unary } from '../lib/index.ts'
import * as arithmetic from '../lib/rules/arithmetic.ts'
import * as elementary from '../lib/rules/elementary.ts'
import { accuracyTable, exact, measure } from './support/accuracy.ts'
import { partial, ulps } from './support/ulp.ts'

for (const [title, table] of [['one argument: the value, and three derivatives', exact.unary], ['two arguments: the value, both partial derivatives, all second ones', exact.binary]] as const) {
  const rows = suite(`rows of ${title}`)
  for (const name of Object.keys(table))
    rows(name, () => {
      for (const { what, got, want, error, allowed } of measure(name).flat())
        assert.ok(error <= allowed, `${what} is ${got}, and should be ${want}: ${error.toPrecision(3)} ulp off, with ${allowed} allowed`)
    })
  rows.run()
}

const ends = suite('where an intermediate would overflow, underflow or be ∞·0')
for (const [name, i, j, x, y, want] of [
  ['logBase', 2, 1, 5.000376952146732e-174, 4.191323986950597e167, 6.405426377340975e173],
  ['logBase', 0, 2, 3, 1e-150, 9.156055679839945e294],
  ['logBase', 0, 2, 3, 1e-197, Infinity],
  ['logBase', 0, 3, 3, 1e-197, -Infinity],
  ['pow',     1, 2, 2.2180900697520352e122, -1.5490046956155425, -1.6873028995108147e-307],
  ['pow',     1, 0, 1e-309, 1e-5, 9.929102636655457e303],
  ['nthRoot', 0, 2, 8, Infinity, 0],
  ['pow',     2, 0, 1e-310, -1e200, Infinity],
  ['pow',     2, 0, 1e300, 1e200, Infinity],
  ['hypot',   1, 1, 0, 1e-310, 0],
  ['hypot',   1, 1, 1e-310, 0, 0],
  ['hypot',   1, 1, 5e-324, 1e-310, -4.9406564584124956e296],
  ['hypot',   1, 1, 1e-310, 5e-324, -4.9406564584124956e296],
  ['hypot',   1, 1, 1e200, 1e200, -3.5355339059327376e-201],
  ['unit',    0, 1, 0, 1e-310, 0],
  ['over',    0, 1, 0, 1e-310, 0],
  ['over',    0, 1, 1e-310, 0, 0],
  ['atan2',   2, 0, 0, 1e-310, 0],
] as const)
  ends(`∂(${i},${j}) ${name} at ${x}, ${y}`, () => {
    const got = partial({ logBase, pow, nthRoot, hypot, unit, over, atan2 }[name], i, j)(x, y) as number
    assert.ok(ulps(got, want) <= 16, `${got}, and should be ${want}`)
  })
ends.run()

const whole = suite('what is whole comes out whole')

whole('roots of perfect powers, logarithms of powers of 2 and 10', () => {
  for (let n = 1; n <= 9; n++)
    for (let root = 1; root ** n < 2 ** 53 && root < 200; root++) {
      assert.is(nthRoot(root ** n, n), root, `the ${n}-th root of ${root}^${n}`)
      if (n % 2 === 1) assert.is(nthRoot(-(root ** n), n), -root)
    }
  for (let n = -20; n <= 20; n++) {
    assert.is(logBase(2 ** n, 2), n)
    assert.is(logBase(Number(`1e${n}`), 10), n)
    assert.is(exp2(n), 2 ** n)
  }
})
whole.run()

const all = suite('no row goes unmeasured')

all('every row of the elementary table that curves has reference values', () => {
  const rows = Object.values({ ...arithmetic, ...elementary }) as (Unary | Binary)[]
  const curved = rows.filter(r => (r.verb === 'unary' ? [r.rule] : [r.dx, r.dy]).some(rule => typeof rule === 'function') && !['abs', 'max', 'min'].includes(r.name))
  assert.equal(curved.map(r => r.name).filter(name => !(name in exact.unary) && !(name in exact.binary)), [])
})

all('the table for the README has a line for each row', () => {
  const lines = accuracyTable().split('\n')
  assert.is(lines.length, 2 + Object.keys(exact.unary).length + Object.keys(exact.binary).length)
  assert.ok(lines.every(line => line.split('|').length === 8))
})
all.run()
