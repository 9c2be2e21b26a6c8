// Central differences, as in the other bench. They are approximations: right to about eight digits at best.

import { workloads } from '../functions.ts'
import { names, type Peer, type Way } from './peer.ts'

const ways = names.flatMap((name): [string, Way<never>][] => {
  const differences = workloads.find(workload => workload.name === name)?.variants['differences']
  return differences === undefined ? [] : [[name, () => differences()]]
})

export const peer: Peer = {
  name: 'central differences',
  doc: 'of the hand-written function, two evaluations a direction',
  ways: Object.fromEntries(ways),
}
