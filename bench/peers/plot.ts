// The results of peers as an SVG document: a row for each workload, a mark for each library, on a logarithmic scale of ratios.

import { columnsOf, type PeerResults, rowsOf } from './table.ts'

// Okabe & Ito's colours, which the colour-blind can tell apart; and shapes, for print without colour
const COLOURS = ['#d55e00', '#e69f00', '#0072b2', '#009e73', '#cc79a7', '#56b4e9', '#888888']

const SHAPES: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`,
  (x, y) => `M${x - 4.5} ${y - 4.5}h9v9h-9z`,
  (x, y) => `M${x} ${y - 6}l6 6l-6 6l-6 -6z`,
  (x, y) => `M${x} ${y - 5.5}l5.5 10h-11z`,
]

const style = `
  text { font: 12px system-ui, sans-serif; fill: #333 } .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #ddd } .hand, .ahead { stroke: #333; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #333 } .hand, .ahead { stroke: #ddd } }`

const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
const px = (x: number): number => Math.round(x * 100) / 100

/** How many times as long as hand-written code each library takes; what is wrong or cannot be done has no mark. */
export function peersPlot(results: PeerResults): string {
  const columns = columnsOf(results), rows = rowsOf(results)
  const marks = rows.map(({ outcomes }) => columns.map(({ timing }) => timing(outcomes)).map(timing => timing?.wrong === undefined ? timing?.ratio : undefined))
  const ratios = marks.flat().filter(ratio => ratio !== undefined && ratio > 0) as number[]
  const low = Math.floor(Math.log10(Math.min(0.5, ...ratios))), high = Math.ceil(Math.log10(Math.max(10, ...ratios)))
  const width = 760, left = 24 + 6.6 * Math.max(0, ...rows.map(({ workload }) => workload.length)), right = width - 24
  const perLine = 4, legendLines = Math.ceil((columns.length + 1) / perLine), top = 54 + 20 * legendLines, step = 28, bottom = top + step * rows.length
  const X = (ratio: number): number => px(left + (Math.log10(ratio) - low) / (high - low) * (right - left))
  const mark = (column: number, x: number, y: number, ahead = false): string =>
    `<path${ahead ? ' class="ahead"' : ''} fill="${COLOURS[column % COLOURS.length]}" d="${SHAPES[column % SHAPES.length]!(px(x), px(y))}"`

  const grid = Array.from({ length: high - low + 1 }, (_, k) => {
    const ratio = 10 ** (low + k), x = X(ratio)
    return `<path class="${ratio === 1 ? 'hand' : 'grid'}" d="M${x} ${top}V${bottom}"/><text x="${x}" y="${bottom + 18}" text-anchor="middle">${ratio < 1e4 ? ratio : `1e${low + k}`}</text>`
  })
  const names = rows.map(({ workload }, i) => {
    const y = top + step * (i + 0.5)
    return `<path class="grid" d="M${px(left)} ${y}H${right}"/><text x="${px(left - 10)}" y="${y + 4}" text-anchor="end">${escaped(workload)}</text>`
  })
  // ours last, so that nothing hides them
  const points = marks.flatMap((ratios, i) => ratios.map((ratio, column) => ratio === undefined || !(ratio > 0) ? ''
    : `${mark(column, X(ratio), top + step * (i + 0.5), columns[column]!.ahead(rows[i]!.outcomes))}><title>${escaped(`${columns[column]!.name}: ${ratio.toPrecision(3)}`)}</title></path>`).reverse())
  const legend = columns.map(({ name }, column) => {
    const x = 24 + (column % perLine) * (width - 40) / perLine, y = 50 + 20 * Math.floor(column / perLine)
    return `${mark(column, x, y)}/><text x="${px(x + 12)}" y="${y + 4}">${escaped(column < 2 ? `pushforward, ${name}` : name)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 52}" width="${width}" height="${bottom + 52}" role="img" aria-label="Time of derivatives, hand-written code being 1">
<style>${style}
</style>
<text class="title" x="24" y="26">Time of derivatives, hand-written code being 1</text>
${legend.join('\n')}
${[...names, ...grid].join('\n')}
${points.filter(Boolean).join('\n')}
<text x="${px((left + right) / 2)}" y="${bottom + 40}" text-anchor="middle">times as long as hand-written JavaScript (less is better; outlined: less than compiled in the same process)</text>
</svg>
`
}
