// A program drawn as a graph: that a derivative needs less than its function is to be seen.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { programAsDot, programAsSvg } from '../lib/draw/graph.ts'
import { cos, derivative, gradient, mul, program, sin, square } from '../lib/index.ts'

test('the derivative of cos needs x, and not cos(x)', () => {
  assert.is(programAsDot(program(derivative(cos))), `digraph program {
  v0 [label="x", shape=box]
  v1 [label="sin", shape=ellipse]
  v0 -> v1
  v2 [label="−", shape=ellipse]
  v1 -> v2
  r1 [label="result", shape=box]
  v2 -> r1
}
`)
})

test('constants stand in the operation, what is used twice stands once', () => {
  const dot = programAsDot(program(gradient(([x, y]) => mul(square(x), sin(y))), [1, 2]))
  assert.match(dot, /label="(2 × ·|· × 2)"/)
  assert.is(dot.match(/label="sin"/g)?.length, 1)
  assert.match(dot, /r1 \[label="result 1"/)
})

test('as SVG: a box for each, an edge for each use, and the formula as its title', () => {
  const svg = programAsSvg(program(derivative(cos)))
  assert.is(svg.match(/<rect /g)?.length, 4)
  assert.is(svg.match(/<path /g)?.length, 3)
  assert.match(svg, /<title>-sin\(x\)<\/title>/)
  assert.match(programAsSvg(program((x: never, y: never) => square(mul(x, y)), 1, 2)), /viewBox="0 0 220 256"/)
})

test.run()
