// The judge over the whole table: each elementwise row's value against its rule, to second order, in every mode. No list of names.

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { check } from '../lib/index.ts'
import * as arithmetic from '../lib/rules/arithmetic.ts'
import * as elementary from '../lib/rules/elementary.ts'
import * as logic from '../lib/rules/logic.ts'
import * as piecewise from '../lib/rules/piecewise.ts'
import * as special from '../lib/rules/special.ts'
import type { Binary, Unary } from '../lib/value.ts'

const isElementwise = (row: unknown): row is Unary | Binary => typeof row === 'function' && 'verb' in row && (row.verb === 'unary' || row.verb === 'binary')

/** Where a row is not differentiable at the middle of its own domain. */
const elsewhere = { unit: [[0.1, 4], [-4, 4]] } as const

for (const [table, rows] of Object.entries({ arithmetic, elementary, logic, piecewise, special })) {
  const judged = suite(table)
  for (const row of Object.values(rows) as unknown[])
    if (isElementwise(row))
      judged(row.name, () => {
        const over = elsewhere[row.name as keyof typeof elsewhere]
        const report = check(row as Unary, { samples: row.verb === 'unary' ? 30 : 12, ...over && { over } })
        assert.ok(report.ok, String(report))
        assert.ok(report.undecided <= report.agreed / 5, `too much is undecided: ${report}`)
      })
  judged.run()
}
