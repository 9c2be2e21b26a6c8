// A robot arm with three joints in a plane: where the hand is, how it moves with the joints, and how the joints must stand for the
// hand to be somewhere.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, cos, cumsum, jacobian, lstsq, matmul, mul, norm, sin, slice, stack, sub, sum, svdvals, tensor, transpose, valueAndJacobian } from '../../lib/index.ts'
import type { Tensor, Tensorial } from '../../lib/index.ts'
import { near } from '../support/arrays.ts'

const lengths = tensor([1, 0.75, 0.5])

/** The hand's position: each link points along the sum of the joint angles before it. */
const hand = (joints: Tensorial): Tensorial => {
  const directions = cumsum(joints)
  return stack([sum(mul(lengths, cos(directions))), sum(mul(lengths, sin(directions)))])
}

test('the Jacobian is that of the textbook', () => {
  const joints = Float64Array.of(0.3, 0.5, -0.9), J = jacobian(hand)(joints) as Tensor
  const [a, b, c] = [0.3, 0.8, -0.1], [l1, l2, l3] = [1, 0.75, 0.5]
  const x = [l1 * Math.cos(a), l2 * Math.cos(b), l3 * Math.cos(c)] as const, y = [l1 * Math.sin(a), l2 * Math.sin(b), l3 * Math.sin(c)] as const
  near([...J.data], [-(y[0] + y[1] + y[2]), -(y[1] + y[2]), -y[2], x[0] + x[1] + x[2], x[1] + x[2], x[2]], 1e-15, 'J')
})

test('inverse kinematics: the hand reaches its goal by Newton’s method, with the least turning of the joints', () => {
  const at = valueAndJacobian(hand)
  for (const goal of [[1.2, 1.1], [0.3, -1.5], [-1.4, 0.4], [0.1, 0.2]]) {
    let joints: Float64Array = Float64Array.of(0.4, 0.6, 0.5), steps = 0
    for (; steps < 50; steps++) {
      const { value, jacobian: J } = at(joints)
      const error = sub(tensor(goal), tensor(value as unknown as Float64Array)) as Tensor
      if ((norm(error) as number) < 1e-13) break
      const turn = lstsq(J, error) as Tensor, size = norm(turn) as number
      joints = (add(tensor(joints), mul(turn, Math.min(1, 0.5 / size))) as Tensor).data // at most half a radian at a time
    }
    assert.ok(steps < 50, `no way to ${goal}`)
    near([...(hand(tensor(joints)) as Tensor).data], goal, 1e-12, 'hand')
  }
})

test('stretched out, the arm cannot move further: the Jacobian is singular there', () => {
  const s = svdvals(jacobian(hand)(Float64Array.of(0.7, 0, 0))) as Tensor
  assert.ok(s.data[1]! < 1e-15 && s.data[0]! > 1)
  // manipulability √det(J·Jᵀ) is the product of the singular values
  const J = jacobian(hand)(Float64Array.of(0.7, 0.4, 0.2)) as Tensor, G = matmul(J, transpose(J)) as Tensor, w = svdvals(J) as Tensor
  near([(w.data[0]! * w.data[1]!) ** 2], [G.data[0]! * G.data[3]! - G.data[1]! ** 2], 1e-14, 'manipulability')
  near([...(slice(J, null, 2) as Tensor).data], [-0.5 * Math.sin(1.3), 0.5 * Math.cos(1.3)], 1e-15, 'last joint')
})

test.run()
