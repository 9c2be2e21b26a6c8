// How results look: numbers in columns, names of derivatives, colour where a terminal wants it. No mathematics.

export interface Paper {
  readonly width: number
  readonly colour: boolean
  bold(text: string): string
  faint(text: string): string
  good(text: string): string
  bad(text: string): string
}

export function paper(colour: boolean, width: number): Paper {
  const with_ = (code: string) => (text: string): string => colour ? `\x1b[${code}m${text}\x1b[0m` : text
  return { colour, width, bold: with_('1'), faint: with_('2'), good: with_('32'), bad: with_('31') }
}

/** A float64 in its shortest digits. */
export const digits = (x: number): string => Object.is(x, -0) ? '-0' : String(x)

/** Rounded, for the eye. */
export const rough = (x: number, places = 2): string => x === 0 ? '0' : Number.isFinite(x) ? String(Number(x.toPrecision(places))) : String(x)

/** Lines of columns; numbers are aligned at their sign, texts at their left. */
export function table(rows: readonly (readonly string[])[], gap = '   '): string[] {
  const signed = rows[0]?.map((_, j) => rows.some(row => /^-[\d.I]/.test(row[j] ?? ''))) ?? []
  const cells = rows.map(row => row.map((cell, j) => signed[j] && /^[\d.IN]/.test(cell) ? ` ${cell}` : cell))
  const widths = cells[0]?.map((_, j) => Math.max(...cells.map(row => [...(row[j] ?? '')].length))) ?? []
  return cells.map(row => row.map((cell, j) => cell + ' '.repeat(widths[j]! - [...cell].length)).join(gap).trimEnd())
}

const raised = (n: number): string => [...String(n)].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')

/** f, f′, f″, f‴, f⁗, f⁽⁵⁾, … */
export const primed = (order: number, name = 'f'): string => name + (['', '′', '″', '‴'][order] ?? `⁽${raised(order)}⁾`)

/** ∂²f/∂x∂y for x, y; ∂²f/∂x² for x, x. */
export function partial(names: readonly string[]): string {
  const order = names.length
  const below = [...new Set(names)].map(name => {
    const times = names.filter(each => each === name).length
    return `∂${name}${times > 1 ? raised(times) : ''}`
  })
  return `∂${order > 1 ? raised(order) : ''}f/${below.join('')}`
}

/** JSON has neither NaN nor Infinity: they become strings. */
export const json = (x: unknown): string =>
  `${JSON.stringify(x, (_, value: unknown) => typeof value === 'number' && !Number.isFinite(value) ? String(value) : value, 2)}\n`
