// Curves as an SVG document: axes with ticks at round numbers, grid, legend. Readable on light and on dark ground.

import { type Curve, labels, padded, spanX, spanY, ticks } from './scale.ts'

export interface SvgOptions {
  readonly title?: string
  /** pixels; default 720 × 432 */
  readonly width?: number
  readonly height?: number
  /** what the axes measure */
  readonly xLabel?: string
  readonly yLabel?: string
}

// Okabe & Ito's colours, which the colour-blind can tell apart; and strokes, for print without colour
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00']
const DASHES = ['none', '7 4', '2 3', '9 3 2 3', '12 4', '4 2']

const style = `
  text { font: 12px system-ui, sans-serif; fill: #333 } .title { font-size: 15px; font-weight: 600 }
  .frame { fill: none; stroke: #888 } .grid { stroke: #ddd } .zero { stroke: #999 } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #333 } .zero { stroke: #777 } }`

/**
 * A plot of curves as an SVG document.
 *
 * @returns the document as text
 * @example plotAsSvg([{ name: 'x²', points: [[-1, 1], [0, 0], [1, 1]] }], { title: 'a parabola' })
 */
export function plotAsSvg(curves: readonly Curve[], { title = '', width = 720, height = 432, xLabel = '', yLabel = '' }: SvgOptions = {}): string {
  const [x0, x1] = spanX(curves), [y0, y1] = padded(spanY(curves))
  const xTicks = ticks(x0, x1, 9), yTicks = ticks(y0, y1, 7), xNames = labels(xTicks), yNames = labels(yTicks)
  const left = 22 + 7 * Math.max(...yNames.map(name => name.length)) + (yLabel === '' ? 0 : 18)
  const right = width - 16, top = title === '' ? 40 : 62, bottom = height - (xLabel === '' ? 30 : 48)
  const X = (x: number): number => px(left + (x - x0) / (x1 - x0) * (right - left))
  const Y = (y: number): number => px(bottom - (y - y0) / (y1 - y0) * (bottom - top))
  const kind = (at: number): string => at === 0 ? 'zero' : 'grid'

  const grid = [
    ...xTicks.map((x, i) => `<path class="${kind(x)}" d="M${X(x)} ${top}V${bottom}"/><text x="${X(x)}" y="${bottom + 18}" text-anchor="middle">${xNames[i]}</text>`),
    ...yTicks.map((y, i) => `<path class="${kind(y)}" d="M${left} ${Y(y)}H${right}"/><text x="${left - 8}" y="${Y(y) + 4}" text-anchor="end">${yNames[i]}</text>`),
  ]
  const strokes = curves.map(({ points }, i) =>
    `<path class="curve" stroke="${COLOURS[i % COLOURS.length]}" stroke-dasharray="${DASHES[i % DASHES.length]}" d="${path(points, X, Y, [top, bottom])}"/>`)
  let at = left
  const legend = curves.map(({ name }, i) => {
    const start = at, y = top - 16
    at += 52 + 7.2 * [...name].length
    return `<path class="curve" stroke="${COLOURS[i % COLOURS.length]}" stroke-dasharray="${DASHES[i % DASHES.length]}" d="M${px(start)} ${y}h28"/><text x="${px(start + 34)}" y="${y + 4}">${escaped(name)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title || curves.map(({ name }) => name).join(', '))}">
<style>${style}
</style>
${title === '' ? '' : `<text class="title" x="${left}" y="26">${escaped(title)}</text>\n`}${grid.join('\n')}
<clipPath id="inside"><rect x="${left}" y="${top}" width="${px(right - left)}" height="${px(bottom - top)}"/></clipPath>
<g clip-path="url(#inside)">
${strokes.join('\n')}
</g>
<rect class="frame" x="${left}" y="${top}" width="${px(right - left)}" height="${px(bottom - top)}"/>
${legend.join('\n')}${xLabel === '' ? '' : `\n<text x="${px((left + right) / 2)}" y="${height - 10}" text-anchor="middle">${escaped(xLabel)}</text>`}${yLabel === '' ? '' : `\n<text transform="translate(16 ${px((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`}
</svg>
`
}

/** Lines through the points, lifted at gaps and across poles. */
function path(points: Curve['points'], X: (x: number) => number, Y: (y: number) => number, [top, bottom]: readonly [number, number]): string {
  let d = '', before: number | undefined
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) { before = undefined; continue }
    // far outside, a coordinate is only a direction
    const high = bottom - top, here = Math.min(bottom + 9 * high, Math.max(top - 9 * high, Y(y)))
    const leaps = before !== undefined && ((before < top && here > bottom) || (before > bottom && here < top))
    d += `${before === undefined || leaps ? 'M' : 'L'}${X(x)} ${px(here)}`
    before = here
  }
  return d
}

const px = (x: number): number => Math.round(x * 100) / 100

const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
