// Central differences, as in the other bench. They are approximations: right to about eight digits at best.

import { workloads } from '../functions.ts'
import type { Peer, Way } from './peer.ts'

const ways = workloads.flatMap(({ name, variants: { differences } }): [string, Way<never>][] => differences === undefined ? [] : [[name, () => differences()]])

export const peer: Peer = {
  name: 'central differences',
  doc: 'of the hand-written function, two evaluations a direction',
  ways: Object.fromEntries(ways) as Peer['ways'],
}
