// Curves in a terminal: braille dots, axes with ticks, a legend. Told apart without colour by their strokes.

import { type Curve, type Interval, labels, padded, spanX, spanY, ticks } from './scale.ts'

export interface TerminalOptions {
  /** characters, labels included; default 78 × 20 */
  readonly width?: number
  readonly height?: number
  /** with ANSI colours; default without */
  readonly colour?: boolean
}

const COLOURS = ['36', '33', '35', '32', '34', '31'] // cyan, yellow, magenta, green, blue, red
const FAINT = '2'

/** How a curve is stroked: how many dots are drawn, how many left out. */
const STROKES = [[1, 0], [1, 3], [4, 3], [2, 5], [7, 3], [1, 6]] as const
const SAMPLES = ['⠤⠤⠤⠤', '⠄⠠⠄⠠', '⠤⠄⠤⠄', '⠠⠄ ⠠⠄', '⠤⠤⠠⠤', '⠄ ⠠ ']

/**
 * A plot of curves as lines of text, each dot an eighth of a character.
 *
 * @returns lines joined by newlines, none longer than `width`
 * @example plotInTerminal([{ name: 'x²', points: [[-1, 1], [0, 0], [1, 1]] }])
 */
export function plotInTerminal(curves: readonly Curve[], { width = 78, height = 20, colour = false }: TerminalOptions = {}): string {
  const [x0, x1] = spanX(curves), [y0, y1] = padded(spanY(curves), 0.04)
  const yTicks = ticks(y0, y1, Math.max(2, Math.floor(height / 4))), yLabels = labels(yTicks)
  const gutter = Math.max(...yLabels.map(label => label.length)) + 1
  const columns = Math.max(8, width - gutter - 2), rows = Math.max(4, height - 3)
  const paint = (code: string, text: string): string => colour ? `\x1b[${code}m${text}\x1b[0m` : text

  const canvas = new Canvas(columns, rows, [x0, x1], [y0, y1])
  curves.forEach((curve, i) => canvas.draw(curve, i))
  const rowOf = (y: number): number => Math.min(rows - 1, Math.floor((y1 - y) / (y1 - y0) * rows))
  const columnOf = (x: number): number => Math.min(columns - 1, Math.floor((x - x0) / (x1 - x0) * columns))
  const tickRows = new Map(yTicks.map((y, i) => [rowOf(y), yLabels[i]!]))
  const zeroRow = y0 < 0 && y1 > 0 ? rowOf(0) : -1, zeroColumn = x0 < 0 && x1 > 0 ? columnOf(0) : -1

  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column): Cell => {
      const { dots, curve } = canvas.cell(column, row)
      if (dots > 0) return [COLOURS[curve % COLOURS.length]!, String.fromCharCode(0x2800 + dots)]
      if (row === zeroRow) return [FAINT, column === zeroColumn ? '┼' : '┄']
      return column === zeroColumn ? [FAINT, '┊'] : ['', ' ']
    })
    const label = tickRows.get(row)
    return `${(label ?? '').padStart(gutter)} ${paint(FAINT, label === undefined ? '│' : '┤')}${runs(cells).map(([code, text]) => code === '' ? text : paint(code, text)).join('')}`
  })

  const { axis, text } = bottom(x0, x1, columns, columnOf)
  // names give way where there is no room for all
  const room = Math.floor((width - gutter - 2 - 4 * (curves.length - 1)) / curves.length) - 6
  const short = (name: string): string => [...name].length <= room || curves.reduce((sum, each) => sum + [...each.name].length, 0) <= room * curves.length
    ? name : `${[...name].slice(0, Math.max(1, room - 1)).join('')}…`
  const legend = curves.map(({ name }, i) => `${paint(COLOURS[i % COLOURS.length]!, SAMPLES[i % SAMPLES.length]!)} ${short(name)}`).join('    ')
  return [`${' '.repeat(gutter + 2)}${legend}`, ...lines, `${' '.repeat(gutter + 1)}${paint(FAINT, axis)}`, `${' '.repeat(gutter + 2)}${text}`].map(line => line.trimEnd()).join('\n')
}

type Cell = readonly [colour: string, text: string]

/** Neighbours of one colour as one. */
function runs(cells: readonly Cell[]): Cell[] {
  const done: Cell[] = []
  for (const [colour, text] of cells) {
    const last = done.at(-1)
    if (last?.[0] === colour) done[done.length - 1] = [colour, last[1] + text]
    else done.push([colour, text])
  }
  return done
}

/** The axis below, with a mark and a label at each tick that has room. */
function bottom(x0: number, x1: number, columns: number, columnOf: (x: number) => number): { axis: string; text: string } {
  const values = ticks(x0, x1, Math.max(2, Math.floor(columns / 11))), names = labels(values)
  const axis = Array.from({ length: columns }, () => '─')
  let text = ''
  values.forEach((x, i) => {
    const column = columnOf(x), name = names[i]!
    const start = Math.max(0, Math.min(columns - name.length, column - Math.floor((name.length - 1) / 2) - (name.startsWith('-') ? 1 : 0)))
    axis[column] = '┴'
    if (start > text.length || text === '') text = text.padEnd(start) + name
  })
  return { axis: `└${axis.join('')}`, text }
}

// the bits of a braille character, by column and row of its 2 × 4 dots
const BITS = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]] as const

/** Dots by character; where curves cross in one, the one drawn first keeps its colour. */
class Canvas {
  private readonly dots: Uint8Array
  private readonly owner: Uint8Array
  private readonly columns: number
  private readonly wide: number
  private readonly high: number
  private readonly xs: Interval
  private readonly ys: Interval

  constructor(columns: number, rows: number, xs: Interval, ys: Interval) {
    this.dots = new Uint8Array(columns * rows)
    this.owner = new Uint8Array(columns * rows)
    this.columns = columns
    this.wide = columns * 2
    this.high = rows * 4
    this.xs = xs
    this.ys = ys
  }

  cell(column: number, row: number): { dots: number; curve: number } {
    const i = row * this.columns + column
    return { dots: this.dots[i]!, curve: this.owner[i]! }
  }

  /** Joins the points of a curve by lines; not across gaps, nor across a pole, where it leaves on one side and comes back on the other. */
  draw({ points }: Curve, curve: number): void {
    const [x0, x1] = this.xs, [y0, y1] = this.ys, [on, off] = STROKES[curve % STROKES.length]!
    let before: readonly [number, number] | undefined, pen = 0
    for (const [x, y] of points) {
      const at = Number.isFinite(x) && Number.isFinite(y)
        ? [(x - x0) / (x1 - x0) * (this.wide - 1), (y1 - y) / (y1 - y0) * (this.high - 1)] as const
        : undefined
      if (at !== undefined) {
        const [px, py] = before === undefined || this.leaps(before[1], at[1]) ? at : before
        const steps = Math.max(1, Math.ceil(Math.max(Math.abs(at[0] - px), Math.min(Math.abs(at[1] - py), 4 * this.high))))
        for (let i = 1; i <= steps; i++) {
          const column = Math.round(px + (at[0] - px) * i / steps), row = Math.round(py + (at[1] - py) * i / steps)
          if (pen < on) this.dot(column, row, curve)
          if (this.moved(column, row)) pen = (pen + 1) % (on + off)
        }
      }
      before = at
    }
  }

  private last = -1

  private moved(column: number, row: number): boolean {
    const here = row * this.wide + column
    if (here === this.last) return false
    this.last = here
    return true
  }

  private leaps(from: number, to: number): boolean {
    return (from < 0 && to > this.high) || (from > this.high && to < 0) || Math.abs(to - from) > 8 * this.high
  }

  private dot(column: number, row: number, curve: number): void {
    if (column < 0 || row < 0 || column >= this.wide || row >= this.high) return
    const i = (row >> 2) * this.columns + (column >> 1)
    if (this.dots[i] === 0) this.owner[i] = curve
    this.dots[i]! |= BITS[column & 1]![row & 3]!
  }
}
