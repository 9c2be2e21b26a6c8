// einsum against its definition, a loop over all indices; its derivatives are judged with those of all functions of arrays.

import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { derivative, einsum, gradient, mul, PushforwardError, random, sum, tensor } from '../lib/index.ts'
import type { Scalar, Tensor, Tensorial } from '../lib/index.ts'
import { near, numbers } from './support/arrays.ts'
import { uncompiled } from './support/mode.ts'

const sizes: Record<string, number> = { i: 2, j: 3, k: 4, l: 1, m: 2 }

/** Σ over all names that the result does not have, term by term. */
function byDefinition(inputs: readonly string[], output: string, operands: readonly Tensor[]): number[] {
  const names = [...new Set([...output, ...inputs.join('')])], out = new Array<number>([...output].reduce((n, name) => n * sizes[name]!, 1)).fill(0), at: Record<string, number> = {}
  const place = (names: string): number => [...names].reduce((index, name) => index * sizes[name]! + at[name]!, 0)
  const go = (k: number): void => {
    if (k === names.length) {
      const to = place(output)
      out[to] = out[to]! + inputs.reduce((product, input, n) => product * operands[n]!.data[place(input)]!, 1)
      return
    }
    for (at[names[k]!] = 0; at[names[k]!]! < sizes[names[k]!]!; at[names[k]!]!++) go(k + 1)
  }
  go(0)
  return out
}
const made = (names: string, seed: number): Tensor => random([...names].map(name => sizes[name]!), seed) as Tensor

const values = suite('values')
for (const subscripts of ['ij,jk->ik', 'ij,j->i', 'ij->ji', 'ij->', 'ij->j', 'ii->i', 'ii->', 'i,j->ij', 'i,i->', 'i,i->i', 'ijk,jl->kil', 'mij,mjk->mik', 'ij,jk,kl->il', 'im,im->m', 'ij,ij->ij', 'i,j,k->kji', 'iij,j->i', 'ij,kl->', 'l,l->l'])
  values(subscripts, () => {
    const [left, right] = subscripts.split('->') as [string, string], inputs = left.split(','), operands = inputs.map((names, n) => made(names, n + 1))
    near(numbers(einsum(subscripts, ...operands)), byDefinition(inputs, right, operands), 1e-14, subscripts)
  })
values('random ones', () => {
  const names = fc.array(fc.constantFrom('i', 'j', 'k', 'm'), { maxLength: 3 }).map(all => all.join(''))
  fc.assert(fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), fc.nat(0xffff), (inputs, pick) => {
    const all = [...new Set(inputs.join(''))], output = all.filter((_, i) => (pick >> i & 1) === 1).sort((a, b) => (pick >> 8) % 2 === 0 ? a.localeCompare(b) : b.localeCompare(a)).join('')
    const operands = inputs.map((names, n) => made(names, n + 7)).map(x => typeof x === 'number' ? tensor([x], []) : x)
    near(numbers(einsum(`${inputs.join(',')}->${output}`, ...operands)), byDefinition(inputs, output, operands), 1e-13, `${inputs.join(',')}->${output}`)
  }), { numRuns: 300, seed: 1 })
})
values('numbers are operands without axes; spaces are nothing', () => {
  assert.is(einsum(',i->', 2, tensor([1, 2, 3])), 12)
  assert.equal(numbers(einsum(' i j , j -> i ', tensor([[1, 2], [3, 4]]), tensor([1, 1]))), [3, 7])
})
values('its derivatives are those of the products that it is', () => {
  const A = tensor([[1, 2], [3, 4]])
  assert.equal(numbers(gradient((x: Tensorial) => einsum('i,ij,j->', x, A, x) as Scalar)(tensor([1, 2]) as never)), [12, 21]) // (A + Aᵀ)·x
  assert.is(derivative((t: Scalar) => sum(einsum('ij,jk->ik', A, mul(t, A))) as Scalar)(3), 54)
})
values.run()

const refusals = suite('refusals')
refusals('say what was expected and what came', () => {
  uncompiled('nothing is differentiated')
  const A = tensor([[1, 2], [3, 4]]), v = tensor([1, 2, 3])
  for (const [f, sentence] of [
    [() => einsum('ij,jk', A, A), "einsum expects letters for axes, commas between operands and the result after '->', as in einsum('ij,jk->ik', a, b), and got the string \"ij,jk\""],
    [() => einsum('ij,j->i', A, v), 'einsum expects axes of one name to be of one length; j has 2, and 3 in operand 2'],
    [() => einsum('ij,jk->ik', A), "einsum expects one operand for each of the 2 in 'ij,jk->ik', and got 1"],
    [() => einsum('i->i', A), "einsum expects operand 1 to have the 1 axes 'i', and got the shape [2, 2]"],
    [() => einsum('ij->ik', A), "einsum expects the result to name axes of its operands; none of them has k, in 'ij->ik'"],
    [() => einsum('ij->ii', A), "einsum expects each axis of the result once, and got 'ii'"],
    [() => einsum(A as never, A as never), "einsum expects the names of all axes first, as in einsum('ij,jk->ik', a, b), and got a tensor of shape [2, 2]"],
  ] as const) assert.throws(f, (error: Error) => error instanceof PushforwardError && (error.message === sentence || assert.is(error.message, sentence) as never))
})
refusals.run()
