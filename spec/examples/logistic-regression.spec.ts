// Logistic regression by Newton's method: the O-rings of the space shuttle's boosters, 23 flights before Challenger.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { inv, log1p, exp, matmul, mul, solve, stack, sub, sum, tensor, ones, valueGradientAndHessian, norm, diag, sqrt } from '../../lib/index.ts'
import type { Scalar, Tensor, Tensorial } from '../../lib/index.ts'

// Dalal, Fowlkes & Hoadley, "Risk analysis of the space shuttle: pre-Challenger prediction of failure", JASA 84 (1989): the
// temperature at launch in °F, and whether O-rings showed distress.
const temperature = tensor([66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58])
const distress    = tensor([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1])

const X = stack([ones([23]), temperature], { axis: 1 })

/** −log of the likelihood of β: Σ log(1 + exp(zᵢ)) − yᵢ·zᵢ with z = X·β */
const loss = (beta: Tensorial): Scalar => {
  const z = matmul(X, beta)
  return sum(sub(log1p(exp(z)), mul(distress, z)))
}

test('Newton’s method finds the coefficients and standard errors that R’s glm gives', () => {
  const at = valueGradientAndHessian(loss)
  let beta: Float64Array = Float64Array.of(0, 0), steps = 0
  for (; steps < 20; steps++) {
    const { gradient, hessian } = at(beta)
    const step = solve(hessian, tensor(gradient)) as Tensor
    beta = (sub(tensor(beta), step) as Tensor).data
    if ((norm(step) as number) < 1e-12) break
  }
  assert.ok(steps < 10, `${steps} steps`)
  const { value, gradient, hessian } = at(beta)
  // glm(distress ~ temperature, family = binomial): 15.0429 (7.3786), −0.2322 (0.1082); residual deviance 20.315
  assert.is(beta[0]!.toFixed(4), '15.0429')
  assert.is(beta[1]!.toFixed(4), '-0.2322')
  const errors = sqrt(diag(inv(hessian))) as Tensor
  assert.is(errors.data[0]!.toFixed(4), '7.3786')
  assert.is(errors.data[1]!.toFixed(4), '0.1082')
  assert.is((2 * value).toFixed(3), '20.315')
  assert.ok(Math.hypot(...gradient) < 1e-9)
})

test('the morning of the launch: 31 °F', () => {
  const at = (degrees: number): number => 1 / (1 + Math.exp(-(15.0429 - 0.2322 * degrees)))
  assert.ok(at(31) > 0.999 && at(81) < 0.03)
})

test.run()

