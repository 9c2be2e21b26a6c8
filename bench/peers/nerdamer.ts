// nerdamer: formulas, differentiated symbolically and printed as JavaScript by its buildFunction. A hundred variables take it minutes.
// It is wrong however they are written: (x + 3)^(1/2)*atan(x) loses a root when differentiated, log(exp(x) + exp(y)) becomes 1 when read.

import nerdamer from 'nerdamer'
import 'nerdamer/Calculus.js'
import { brusselator, dense, formula, growing, logSumExp, names, price, quotient, rosenbrock, variablesOf, wave } from './formulas.ts'
import { each, type Market, type Moving, type Peer, type Way } from './peer.ts'

type Expression = ReturnType<typeof nerdamer>
type Point = readonly number[]

const slope = (text: string): Way<number> => points => {
  const f = nerdamer(`diff(${text}, x)`).buildFunction(['x'])
  return i => f(points[i % points.length]!)
}

const nth = (n: number): Way<number> => points => {
  const f = nerdamer(`diff(${growing}, x, ${n})`).buildFunction(['x'])
  return i => f(points[i % points.length]!)
}

const market = ['S', 'K', 'r', 'v', 'T']
const spot = price(x => `0.5*(1 + erf((${x})/sqrt(2)))`)

const partials = (f: Expression, variables: readonly string[]): Expression[] => variables.map(x => nerdamer.diff(f, x))

const built = (all: readonly Expression[], variables: readonly string[]): ((x: Point) => number[]) => {
  const functions = all.map(f => f.buildFunction(variables))
  return x => functions.map(f => f(...x))
}

const gradient: Way<Point> = points => each(built(partials(nerdamer(rosenbrock(10)), names(10)), names(10)))(points)

const jacobian: Way<Point> = points => {
  const rows = names(20).map((_, i) => built(partials(nerdamer(dense(i, 20)), names(20)), names(20)))
  return each((x: Point) => rows.map(row => row(x)))(points)
}

/** Only by what a formula contains; the rest is 0. */
const sparse: Way<Point> = points => {
  const rows = names(64).map((_, i) => {
    const text = brusselator(i, 32), own = variablesOf(text)
    return own.map((j): readonly [number, (...x: number[]) => number] => [j, nerdamer.diff(nerdamer(text), `x${j}`).buildFunction(own.map(k => `x${k}`))])
  })
  return each((x: Point) => rows.map(row => {
    const out = new Array<number>(64).fill(0), given = row.map(([j]) => x[j]!)
    for (const [j, f] of row) out[j] = f(...given)
    return out
  }))(points)
}

const hessian = (text: string): Way<Point> => points => {
  const rows = partials(nerdamer(text), names(10)).map(f => built(partials(f, names(10)), names(10)))
  return each((x: Point) => rows.map(row => row(x)))(points)
}

const elementwise = (text: string): Way<Moving> => points => {
  const f = nerdamer(text).buildFunction(['x']), df = nerdamer(`diff(${text}, x)`).buildFunction(['x'])
  return each(({ x, v }: Moving) => ({ primal: x.data.map(xi => f(xi)), tangent: x.data.map((xi, i) => df(xi) * v.data[i]!) }))(points)
}

export const peer: Peer = {
  name: 'nerdamer',
  doc: 'symbolic, printed by buildFunction',
  ways: {
    'cos': slope('cos(x)'),
    '20-op formula': slope(formula),
    'Black-Scholes': points => {
      const value = nerdamer(spot).buildFunction(market), delta = nerdamer.diff(nerdamer(spot), 'S').buildFunction(market)
      return each((m: Market) => ({ value: value(...m), derivative: delta(...m) }))(points)
    },
    'Black-Scholes greeks': points => each(built(partials(nerdamer(spot), market), market))(points),
    'Rosenbrock, n = 10': gradient,
    'dense, 20 → 20': jacobian,
    'Brusselator, 64 → 64': sparse,
    'Rosenbrock, n = 10, 2nd': hessian(rosenbrock(10)),
    'log-sum-exp, n = 10, 2nd': hessian(logSumExp(10)),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
  },
}
