// Central differences, as in the other bench. They are approximations: right to about eight digits at best.

import { centralDerivative } from '../differences.ts'
import { workloads } from '../functions.ts'
import { each, type Moving, type Peer, type Way } from './peer.ts'

const ways = workloads.flatMap(({ name, variants: { differences } }): [string, Way<never>][] => differences === undefined ? [] : [[name, () => differences()]])

/** Of functions of one number, at each. */
const elementwise = (f: (x: number) => number) => {
  const slope = centralDerivative(f)
  return each(({ x, v }: Moving) => {
    const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const xi = x.data[i]!
      primal[i] = f(xi)
      tangent[i] = slope(xi) * v.data[i]!
    }
    return { primal, tangent }
  })
}

export const peer: Peer = {
  name: 'central differences',
  doc: 'of the hand-written function, two evaluations a direction',
  ways: {
    ...Object.fromEntries(ways) as Peer['ways'],
    'elementwise, 1,000': elementwise(x => Math.sin(x) * Math.exp(-0.5 * x * x) + Math.sqrt(1 + x * x)),
    'arithmetic, 10,000': elementwise(x => (x * x + 3 * x) / (1 + x * x)),
  },
}
