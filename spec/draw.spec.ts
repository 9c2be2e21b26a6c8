// Plots: round ticks, curves within the lines, marks that tell curves apart without colour, well-formed SVG.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Curve, labels, spanY, ticks } from '../lib/draw/scale.ts'
import { plotAsSvg } from '../lib/draw/svg.ts'
import { plotInTerminal } from '../lib/draw/terminal.ts'

const curve = (name: string, f: (x: number) => number, from = -5, to = 5, n = 400): Curve =>
  ({ name, points: Array.from({ length: n + 1 }, (_, i) => from + (to - from) * i / n).map(x => [x, f(x)] as const) })

const ESC = String.fromCharCode(27)
const rows = (plot: string): string[] => plot.split('\n').filter(line => /[│┤]/.test(line))
const inner = (line: string): string => line.replace(/^.*?[│┤]/, '')

const scale = suite('scales')

scale('ticks are round numbers', () => {
  assert.equal(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1])
  assert.equal(ticks(-10, 10, 4), [-10, -5, 0, 5, 10])
  assert.equal(ticks(0.13, 0.37, 5), [0.15, 0.2, 0.25, 0.3, 0.35])
  assert.equal(ticks(0, 1e9, 2), [0, 5e8, 1e9])
  assert.equal(ticks(1e-7, 3e-7, 2), [1e-7, 2e-7, 3e-7])
})

scale('ticks lie within the interval, in order, about as many as asked for, and none of them is −0', () => {
  fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 12 }), (from, width, count) => {
    const to = from + width, slack = 1e-9 * (Math.abs(from) + width), all = ticks(from, to, count)
    assert.ok(all.length >= count / 3 && all.length <= 2 * count + 2, `${all.length} of ${count}`)
    assert.ok(all.every((x, i) => x >= from - slack && x <= to + slack && !Object.is(x, -0) && (i === 0 || x > all[i - 1]!)))
  }), { seed: 3 })
})

scale('labels have one number of decimals', () => {
  assert.equal(labels([0, 0.5, 1]), ['0.0', '0.5', '1.0'])
  assert.equal(labels([-2, 0, 2]), ['-2', '0', '2'])
  assert.equal(labels([0, 5e8]), ['0', '5e8'])
  assert.equal(labels([0, 2e-7]), ['0', '2e-7'])
})

scale('a pole does not flatten the rest of the curve', () => {
  const [low, high] = spanY([curve('1/x', x => 1 / x, -1, 1, 1001)])
  assert.ok(low > -100 && high < 100 && high > 1, `${low} … ${high}`)
  assert.equal(spanY([curve('exp', Math.exp, 0, 3)]), [1, Math.exp(3)])
  assert.equal(spanY([curve('7', () => 7)]), [0, 14])
  assert.equal(spanY([curve('nothing', () => NaN)]), [-1, 1])
})
scale.run()

const terminal = suite('plots in a terminal')

terminal('a parabola, as it looks', () => {
  assert.is(plotInTerminal([curve('x^2', x => x * x, -2, 2)], { width: 40, height: 11 }), `
    ⠤⠤⠤⠤ x^2
 4 ┤⢦                 ┊                ⡴
   │ ⠳⡀               ┊              ⢀⠞
   │  ⠙⣆              ┊             ⣰⠋
   │   ⠈⠳⡀            ┊           ⢀⠞⠁
 2 ┤     ⠙⢦⡀          ┊         ⢀⡴⠋
   │       ⠙⠢⣀        ┊       ⣀⠔⠋
   │         ⠈⠓⢦⣀     ┊    ⣀⡴⠚⠁
 0 ┤┄┄┄┄┄┄┄┄┄┄┄┄⠈⠉⠓⠒⠤⠤⠤⠤⠒⠚⠉⠁┄┄┄┄┄┄┄┄┄┄┄┄
   └┴────────┴────────┴────────┴───────┴
    -2      -1        0        1       2
`.slice(1, -1))
})

terminal('no line is longer than the width, nor the plot higher than asked for', () => {
  for (const width of [30, 60, 78, 120]) {
    const lines = plotInTerminal([curve('sin(x)', Math.sin), curve('cos(x)', Math.cos)], { width, height: 18 }).split('\n')
    assert.ok(lines.every(line => [...line].length <= width), String(width))
    assert.is(lines.length, 18)
  }
})

terminal('the highest and the lowest point are seen', () => {
  const lines = rows(plotInTerminal([curve('sin(x)', Math.sin)], { height: 14 })).map(inner)
  assert.match(lines[0]!, /[⠁-⣿]/)
  assert.match(lines.at(-1)!, /[⠁-⣿]/)
})

terminal('two curves are told apart without colour: one is dotted', () => {
  const dots = (plot: string): number => [...plot.split('\n').slice(1).join('')].reduce((sum, char) => {
    const bits = char.charCodeAt(0) - 0x2800
    return sum + (bits > 0 && bits < 256 ? bits.toString(2).replaceAll('0', '').length : 0)
  }, 0)
  const first = plotInTerminal([curve('a', Math.sin), curve('b', () => NaN)]), second = plotInTerminal([curve('a', () => NaN), curve('b', Math.sin)])
  assert.ok(dots(second) < 0.4 * dots(first) && dots(second) > 40, `${dots(first)} and ${dots(second)}`)
  const [legend = ''] = plotInTerminal([curve('a', Math.sin), curve('b', Math.cos)]).split('\n')
  assert.match(legend, /^ *⠤⠤⠤⠤ a {4}⠄⠠⠄⠠ b$/)
})

terminal('colour is only added: without its codes the plot is the same', () => {
  const curves = [curve('a', Math.sin), curve('b', Math.cos)]
  const plain = plotInTerminal(curves), coloured = plotInTerminal(curves, { colour: true })
  assert.is.not(coloured, plain)
  assert.not.match(plain, new RegExp(ESC))
  const bare = coloured.replace(new RegExp(`${ESC}\\[\\d+m`, 'g'), '').split('\n').map(line => line.trimEnd()).join('\n')
  assert.is(bare, plain)
})

terminal('a gap stays a gap, and a pole is not crossed by a line', () => {
  const gap = rows(plotInTerminal([curve('sqrt(x)', Math.sqrt, -4, 4)], { width: 60 })).map(inner)
  assert.ok(gap.every(line => !/[⠁-⣿]/.test(line.slice(0, 25))))
  const pole = rows(plotInTerminal([curve('1/x', x => 1 / x, -1, 1, 500)], { width: 60, height: 20 })).map(inner)
  const middle = pole.map(line => line.slice(27, 29)).join('')
  assert.ok((middle.match(/[⠁-⣿]/g) ?? []).length < 20, middle)
})

terminal('a constant, a single point and no point at all can be drawn', () => {
  for (const points of [[[0, 3], [1, 3]], [[1, 1]], []] as const) assert.ok(plotInTerminal([{ name: 'c', points }]).split('\n').length > 4)
})
terminal.run()

const svg = suite('plots as SVG')

/** Every tag closed in its order, every attribute quoted. */
function wellFormed(text: string): void {
  const open: string[] = []
  for (const [tag, closing, name, attributes, empty] of text.matchAll(/<(\/?)([a-zA-Z]+)((?:\s+[\w-]+(?::\w+)?="[^"<]*")*)\s*(\/?)>/g)) {
    if (closing) assert.is(open.pop(), name, tag)
    else if (!empty) open.push(name!)
    assert.type(attributes, 'string')
  }
  assert.equal(open, [])
  assert.is((text.match(/</g) ?? []).length, [...text.matchAll(/<\/?[a-zA-Z]+[^<>]*>/g)].length, 'a < that is no tag')
}

svg('is well-formed, whatever a formula holds', () => {
  const text = plotAsSvg([curve('a < b & "c"', Math.sin), curve('cos', Math.cos)], { title: 'x < 1 ? "a" : b & c', xLabel: 'x', yLabel: 'y' })
  wellFormed(text)
  assert.match(text, /a &lt; b &amp; &quot;c&quot;/)
  assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 720 432"/)
})

svg('has a path and a legend for each curve, told apart by colour and by dashes', () => {
  const text = plotAsSvg([curve('a', Math.sin), curve('b', Math.cos), curve('c', Math.atan)])
  const strokes = [...text.matchAll(/<path class="curve" stroke="(#\w+)" stroke-dasharray="([^"]+)"/g)].map(([, colour, dashes]) => `${colour} ${dashes}`)
  assert.is(strokes.length, 6)
  assert.is(new Set(strokes).size, 3)
})

svg('draws within its frame, and lifts the pen at poles and gaps', () => {
  const text = plotAsSvg([curve('tan', Math.tan)])
  const [, d = ''] = /stroke-dasharray="none" d="([^"]+L[^"]+)"/.exec(text) ?? []
  assert.is((d.match(/M/g) ?? []).length, 5) // four poles within (−5, 5)
  for (const [, x] of d.matchAll(/[ML](-?[\d.]+) /g)) assert.ok(Number(x) >= 0 && Number(x) <= 720)
  assert.not.match(text, /NaN|Infinity|undefined/)
})
svg.run()
