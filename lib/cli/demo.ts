// What the command shows without arguments: the main idea, on real numbers. It needs no formula, and no parser.

import { ulpsBetween } from '../check/ulps.ts'
import { derivative } from '../derive/derivative.ts'
import { jvp } from '../derive/jvp.ts'
import { plotInTerminal } from '../draw/terminal.ts'
import { mul } from '../rules/arithmetic.ts'
import { cos, sin } from '../rules/elementary.ts'
import { digits, type Paper } from './paper.ts'

export function demo(paper: Paper): string {
  const slope = derivative(cos)

  const points = 20_001, from = -10, to = 10
  const xs = Array.from({ length: points }, (_, i) => from + (to - from) * i / (points - 1))
  const worst = xs.reduce((worst, x) => {
    const ulps = ulpsBetween(slope(x), -Math.sin(x))
    return ulps > worst.ulps ? { x, ulps } : worst
  }, { x: 0, ulps: 0 })

  const { primal, tangent } = jvp((x, y) => [mul(x, y), sin(x)], [2, 3], [1, 0])
  const curve = (name: string, f: (x: number) => number) => ({ name, points: Array.from({ length: 601 }, (_, i) => 2 * Math.PI * (i / 300 - 1)).map(x => [x, f(x)] as const) })
  const row = (values: readonly number[]): string => `[${values.map(x => digits(x)).join(', ')}]`

  return `
  ${paper.bold('pushforward')}: each value carries its primal and its tangent together

    cos(x + dx·ε) = cos(x) − sin(x)·dx·ε

    derivative(cos)(1)   ${digits(slope(1))}
    -Math.sin(1)         ${digits(-Math.sin(1))}
    worst of ${points} points of [${from}, ${to}]: ${paper.good(`${worst.ulps} ulp`)}${worst.ulps === 0 ? ', the same to the last bit' : ` at x = ${digits(worst.x)}`}

  A Jacobian-vector product, in one sweep

    f(x, y) = [x·y, sin x]   at (2, 3)   along (1, 0)
    primal    ${row(primal)}
    tangent   ${row(tangent)}

${plotInTerminal([curve('cos', Math.cos), curve('derivative(cos)', x => slope(x))], { width: Math.min(paper.width, 90) - 2, height: 15, colour: paper.colour })}

  ${paper.faint('Try:')}  pushforward 'x^2 * cos(y)' x=3 y=pi/4    ${paper.faint('or')}  pushforward --help
`.slice(1)
}
