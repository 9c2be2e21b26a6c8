// fast-check as a suite sees it in its second run: each property at fewer random points.

import fc from 'fast-check'

const MOST = 12

const assert: typeof fc.assert = ((property: never, parameters: { numRuns?: number } = {}) =>
  fc.assert(property, { ...parameters, numRuns: Math.min(parameters.numRuns ?? MOST, MOST) })) as never

export default { ...fc, assert }
