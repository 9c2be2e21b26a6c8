// mathjs: formulas, differentiated symbolically and compiled to closures. Its `derivative` does not know erf.

import { compile, derivative, type EvalFunction, type MathNode, parse } from 'mathjs'
import { dense, formula, logSumExp, names, quotient, rosenbrock, wave } from './formulas.ts'
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
    'Rosenbrock, n = 10, 2nd': hessian(rosenbrock(10)),
    'log-sum-exp, n = 10, 2nd': hessian(logSumExp(10)),
    'elementwise, 1,000': points => elementwise(wave)(points),
    'arithmetic, 10,000': points => elementwise(quotient)(points),
  },
}
