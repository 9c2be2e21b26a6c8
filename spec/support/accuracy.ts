// Every elementary row measured against accuracy.json: what accuracy.spec.ts asserts, and the table of it for the README.

import * as library from '../../lib/index.ts'
import type { Binary, Unary } from '../../lib/index.ts'
import { reference } from './reference.ts'
import { partial, type Stored, ulps } from './ulp.ts'

const { derivative } = library

/** Points as `columns` of the file names them: the arguments, the exact value and derivatives, their condition numbers. */
export const exact = reference<Record<'unary' | 'binary', Record<string, Stored[][]>>>('accuracy')

/** One number that was measured: the library's, the exact one, their distance and what is allowed, in ulp. */
export interface Measured { readonly what: string; readonly got: number; readonly want: Stored; readonly error: number; readonly allowed: number }

/** Values to 4 ulp; derivatives to 16 + 4·κ. Where the exact value is beyond float64, so must be the answer. */
function measured(what: string, got: number, want: Stored, allowed: number): Measured {
  return { what, got, want, error: typeof want === 'number' ? ulps(got, want) : Number.isFinite(got) ? Infinity : 0, allowed }
}

const ORDERS = ['', '′', '″', '‴']
const PARTIALS = [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]] as const

/** All measurements of a row, by derivative: f, f′, f″, f‴ or f, ∂x, ∂y, ∂xx, ∂xy, ∂yy. */
export function measure(name: string): Measured[][] {
  const row = (library as Record<string, unknown>)[name]
  if (name in exact.unary)
    return ORDERS.map((mark, order) => exact.unary[name]!.map(point => {
      const [x, f = 0, f1 = 0, f2 = 0, f3 = 0, ...k] = point as [number, ...Stored[]]
      return measured(`${name}${mark}(${x})`, derivative(row as Unary, { order })(x), [f, f1, f2, f3][order]!, order === 0 ? 4 : 16 + 4 * Number(k[order - 1]))
    }))
  return PARTIALS.map(([i, j], n) => exact.binary[name]!.map(point => {
    const [x, y, ...rest] = point as [number, number, ...Stored[]]
    return measured(`∂${'x'.repeat(i)}${'y'.repeat(j)} ${name}(${x}, ${y})`, partial(row as Binary, i, j)(x, y) as number, rest[n]!, n === 0 ? 4 : 16 + 4 * Number(rest[n + 5]))
  }))
}

/** The worst of each row, for the README: of the value in ulp, of the derivatives as a part of what is allowed. */
export function accuracyTable(): string {
  const part = (of: Measured[]): number => Math.max(...of.map(({ error, allowed }) => error / allowed))
  const lines = [...Object.keys(exact.unary), ...Object.keys(exact.binary)].map(name => {
    const [values, ...derivatives] = measure(name), [first, ...second] = name in exact.unary ? derivatives : [derivatives.slice(0, 2).flat(), derivatives.slice(2).flat()]
    const percent = (of: Measured[] | undefined): string => of === undefined ? '' : `${Math.ceil(100 * part(of))} %`
    return `| \`${name}\` | ${values!.length} | ${Math.max(...values!.map(({ error }) => error)).toPrecision(1)} | ${percent(first)} | ${percent(second[0])} | ${percent(second[1])} |`
  })
  return ['| row | points | f, ulp | f′ | f″ | f‴ |', '|---|---|---|---|---|---|', ...lines].join('\n')
}
