// einsum: sums of products of arrays by the names of their axes, made of rows: transposes, matrix products, sums.

import { fail, show } from '../errors.ts'
import { type Shape, sizeOf } from '../kernels/broadcast.ts'
import { type Arrayed, type Numbered, shapeOf } from '../tensor.ts'
import { reshaped } from '../tensor/axes.ts'
import type { Value } from '../value.ts'
import { value } from '../value.ts'
import { mul } from './arithmetic.ts'
import { reordered } from './arrange.ts'
import { sumRow } from './array.ts'
import { matmulRow } from './products.ts'
import { diagonalRow } from './triangles.ts'

/** An array and the names of its axes, each once. */
interface Named { readonly x: Value; readonly names: readonly string[] }

/**
 * Einstein's summation: `'ij,jk->ik'` names the axes of each operand and those of the result. Axes of one name go together; what the result does
 * not name is summed. A name twice in one operand takes its diagonal.
 *
 * @throws where there are other names than letters, as many parts as operands are not named, or axes of one name differ in length
 * @example einsum('ij,j->i', tensor([[1, 2], [3, 4]]), tensor([1, 1])) // [3, 7]
 */
export function einsum<S extends string, X extends readonly Value[]>(subscripts: S, ...operands: X): S extends `${string}->` ? Numbered<X[number]> : Arrayed<X[number]>
export function einsum(subscripts: string, ...operands: readonly Value[]): Value {
  const { inputs, output } = parsed(subscripts, operands), sizes = sizesOf(inputs, operands)
  for (const name of output) if (!sizes.has(name)) fail(`einsum expects the result to name axes of its operands; none of them has ${name}, in '${subscripts}'`)
  const parts = operands.map((x, k): Named => single(x, inputs[k] as readonly string[]))
  let done = parts[0] as Named
  for (let k = 0; k < parts.length; k++) {
    const needed = new Set([...output, ...parts.slice(k + 1).flatMap(({ names }) => names)])
    done = summed(k === 0 ? done : product(done, parts[k] as Named, needed, sizes), needed)
  }
  return ordered(done, output)
}

function parsed(subscripts: string, operands: readonly Value[]): { inputs: (readonly string[])[]; output: readonly string[] } {
  const meant = "as in einsum('ij,jk->ik', a, b)"
  if (typeof subscripts !== 'string') fail(`einsum expects the names of all axes first, ${meant}, and got ${show(subscripts)}`)
  const [left, right, ...more] = subscripts.replace(/\s/g, '').split('->')
  if (right === undefined || more.length > 0 || !/^[a-zA-Z,]*$/.test(left as string) || !/^[a-zA-Z]*$/.test(right)) fail(`einsum expects letters for axes, commas between operands and the result after '->', ${meant}, and got ${show(subscripts)}`)
  const inputs = (left as string).split(',').map(part => [...part]), output = [...right]
  if (inputs.length !== operands.length) fail(`einsum expects one operand for each of the ${inputs.length} in '${subscripts}', and got ${operands.length}`)
  if (new Set(output).size < output.length) fail(`einsum expects each axis of the result once, and got '${right}'`)
  return { inputs, output }
}

/** How long the axes of each name are: all the same. */
function sizesOf(inputs: readonly (readonly string[])[], operands: readonly Value[]): Map<string, number> {
  const sizes = new Map<string, number>()
  inputs.forEach((names, k) => {
    const shape = shapeOf(value(operands[k], 'einsum'))
    if (shape.length !== names.length) fail(`einsum expects operand ${k + 1} to have the ${names.length} axes '${names.join('')}', and got the shape [${shape.join(', ')}]`)
    names.forEach((name, i) => {
      const n = shape[i] as number, known = sizes.get(name) ?? n
      if (known !== n) fail(`einsum expects axes of one name to be of one length; ${name} has ${known}, and ${n} in operand ${k + 1}`)
      sizes.set(name, n)
    })
  })
  return sizes
}

/** An operand with each name once: where one stands twice, its diagonal. */
function single(x: Value, names: readonly string[]): Named {
  const twice = names.findIndex((name, i) => names.indexOf(name) < i)
  if (twice < 0) return { x, names }
  const name = names[twice] as string, rest = names.map((_, i) => i).filter(i => i !== twice && i !== names.indexOf(name)), order = [...rest, names.indexOf(name), twice]
  return single(diagonalRow(reordered(x, order.map(i => i - names.length)), { k: 0 }), [...rest.map(i => names[i] as string), name])
}

/** What nobody needs any more is summed. */
function summed({ x, names }: Named, needed: ReadonlySet<string>): Named {
  const axes = names.flatMap((name, i) => needed.has(name) ? [] : [i - names.length])
  return axes.length === 0 ? { x, names } : { x: sumRow(x, { axes, keep: false }), names: names.filter(name => needed.has(name)) }
}

/** Two operands: axes of both that are needed are a batch, those that are not are multiplied away, as of matrices; without these it is an outer product. */
function product(a: Named, b: Named, needed: ReadonlySet<string>, sizes: ReadonlyMap<string, number>): Named {
  const p = summed(a, new Set([...needed, ...b.names])), q = summed(b, new Set([...needed, ...a.names])), both = p.names.filter(name => q.names.includes(name))
  const batch = both.filter(name => needed.has(name)), inner = both.filter(name => !needed.has(name)), rows = p.names.filter(name => !both.includes(name)), columns = q.names.filter(name => !both.includes(name))
  const shape = (names: readonly string[]): Shape => names.map(name => sizes.get(name) as number), size = (names: readonly string[]): number => sizeOf(shape(names)), lead = shape(batch)
  const left = reshaped(ordered(p, [...batch, ...rows, ...inner]), [...lead, size(rows), size(inner)]), right = reshaped(ordered(q, [...batch, ...inner, ...columns]), [...lead, size(inner), size(columns)])
  const out = inner.length > 0 ? matmulRow(left, right) : mul(left, right), names = [...batch, ...rows, ...columns]
  return { x: reshaped(out, shape(names)), names }
}

/** The axes in this order of their names. */
const ordered = ({ x, names }: Named, order: readonly string[]): Value =>
  order.every((name, i) => name === names[i]) ? x : reordered(x, order.map(name => names.indexOf(name) - names.length))
