// mathjs: formulas, differentiated symbolically and compiled to closures. Its `derivative` does not know erf; a thousand variables take it
// minutes, as do the formulas of a network.

import { compile, derivative, type EvalFunction, type MathNode, parse } from 'mathjs'
import { brusselator, dense, formula, growing, logSumExp, names, quotient, rosenbrock, variablesOf, wave } from './formulas.ts'
import { each, type Moving, type Peer, type Way } from './peer.ts'

type Point = Record<string, number>

const point = (x: readonly number[]): Point => {
  const scope: Point = {}
  for (let i = 0; i < x.length; i++) scope[`x${i}`] = x[i]!
  return scope
}

/** With a scope of its own that is changed from call to call, as its documentation advises. */
const slope = (text: string): Way<number> => {
  const code = derivative(text, 'x').compile(), scope: Point = {}
  return each(x => {
    scope['x'] = x
    return code.evaluate(scope)
  })
}

const gradientNodes = (f: MathNode, n: number, simplify: boolean): MathNode[] => names(n).map(x => derivative(f, x, { simplify }))

const all = (codes: readonly EvalFunction[], at: Point): number[] => codes.map(code => code.evaluate(at) as number)

const compiled = (nodes: readonly MathNode[]): EvalFunction[] => nodes.map(node => node.compile())

/** Where n is large, simplifying would take minutes. */
const gradient = (n: number): Way<readonly number[]> => points => {
  const codes = compiled(gradientNodes(parse(rosenbrock(n)), n, n <= 10))
  return each((x: readonly number[]) => all(codes, point(x)))(points)
}

const jacobian: Way<readonly number[]> = points => {
  const rows = names(20).map((_, i) => compiled(gradientNodes(parse(dense(i, 20)), 20, false)))
  return each((x: readonly number[]) => rows.map(row => all(row, point(x))))(points)
}

/** Only by what a formula contains; the rest is 0. */
const sparse: Way<readonly number[]> = points => {
  const rows = names(64).map((_, i) => {
    const text = brusselator(i, 32), f = parse(text)
    return variablesOf(text).map(j => [j, derivative(f, `x${j}`).compile()] as const)
  })
  return each((x: readonly number[]) => {
    const at = point(x)
    return rows.map(row => {
      const out = new Array<number>(64).fill(0)
      for (const [j, code] of row) out[j] = code.evaluate(at) as number
      return out
    })
  })(points)
}

const nth = (n: number): Way<number> => points => {
  let node: MathNode = parse(growing)
  for (let k = 0; k < n; k++) node = derivative(node, 'x')
  const code = node.compile(), scope: Point = {}
  return each((x: number) => {
    scope['x'] = x
    return code.evaluate(scope) as unknown
  })(points)
}

const hessian = (text: string): Way<readonly number[]> => points => {
  const rows = gradientNodes(parse(text), 10, true).map(node => compiled(gradientNodes(node, 10, true)))
  return each((x: readonly number[]) => {
    const at = point(x)
    return rows.map(row => all(row, at))
  })(points)
}

const elementwise = (text: string): Way<Moving> => {
  const f = compile(text), df = derivative(text, 'x').compile(), at: Point = {}
  return each(({ x, v }) => {
    const n = x.data.length, primal = new Float64Array(n), tangent = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      at['x'] = x.data[i]!
      primal[i] = f.evaluate(at) as number
      tangent[i] = df.evaluate(at) as number * v.data[i]!
    }
    return { primal, tangent }
  })
}

export const peer: Peer = {
  name: 'mathjs',
  doc: 'derivative, compiled; simplified up to n = 10',
  ways: {
    'cos': points => slope('cos(x)')(points),
    '20-op formula': points => slope(formula)(points),
    'Rosenbrock, n = 10': gradient(10),
    'Rosenbrock, n = 100': gradient(100),
    'dense, 20 → 20': jacobian,
    'Brusselator, 64 → 64': sparse,
    'Rosenbrock, n = 10, 2nd': hessian(rosenbrock(10)),
    'log-sum-exp, n = 10, 2nd': hessian(logSumExp(10)),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': points => elementwise(wave)(points),
    'arithmetic, 10,000': points => elementwise(quotient)(points),
  },
}
