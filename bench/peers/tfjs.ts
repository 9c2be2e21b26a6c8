// TensorFlow.js: tensors of float32, differentiated in reverse mode by its CPU back-end; a jvp is a vjp where the function is elementwise.
// Its derivative of exp does not move with exp: second derivatives lose a part.

import * as tf from '@tensorflow/tfjs'
import type { Tensor } from '@tensorflow/tfjs'
import type { Market, Moving, Network, Peer, Run, Way } from './peer.ts'

await tf.setBackend('cpu')

/** Tensors are made before; what comes out is read, and what came between is let go. */
function run<X, P>(points: readonly X[], make: (x: X) => P, call: (at: P) => unknown): Run {
  const made = points.map(make)
  return i => tf.tidy(() => call(made[i % made.length]!))
}

const scalar = (f: (x: Tensor) => Tensor): Way<number> => {
  const slope = tf.grad(f)
  return points => run(points, x => tf.scalar(x), x => slope(x).dataSync()[0])
}

const vector = (f: (x: Tensor) => Tensor): Way<readonly number[]> => {
  const gradient = tf.grad(f)
  return points => run(points, x => tf.tensor(x), x => gradient(x).arraySync())
}

function formula(x: Tensor): Tensor {
  const d = tf.add(1, tf.square(x))
  const a = tf.div(tf.mul(tf.exp(tf.mul(-0.3, x)), tf.sin(tf.add(tf.mul(2, x), 1))), d)
  const b = tf.mul(tf.log(d), tf.cos(x))
  const c = tf.mul(tf.sqrt(tf.add(x, 3)), tf.atan(x))
  return tf.add(tf.mul(tf.sub(tf.add(a, b), c), x), x)
}

const normcdf = (x: Tensor): Tensor => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, x))))

/** Of tensors and, where they do not move, of numbers. */
type Part = Tensor | number

function price(S: Part, K: Part, r: Part, σ: Part, T: Part): Tensor {
  const root = (x: Part): Tensor => tf.sqrt(tf.add(x, 0)), spread = tf.mul(σ, root(T))
  const d1 = tf.div(tf.add(tf.log(tf.div(S, K)), tf.mul(tf.add(r, tf.mul(0.5, tf.mul(σ, σ))), T)), spread)
  const below = tf.mul(tf.mul(K, tf.exp(tf.mul(tf.mul(r, T), -1))), normcdf(tf.sub(d1, spread)))
  return tf.sub(tf.mul(S, normcdf(d1)), below)
}

const byAll = (m: Tensor): Tensor => {
  const part = (i: number): Tensor => tf.sum(tf.slice(m, [i], [1]))
  return price(part(0), part(1), part(2), part(3), part(4))
}

const rosenbrock = (n: number) => (x: Tensor): Tensor => {
  const next = tf.slice(x, [1], [n - 1]), here = tf.slice(x, [0], [n - 1])
  return tf.sum(tf.add(tf.mul(100, tf.square(tf.sub(next, tf.square(here)))), tf.square(tf.sub(1, here))))
}

const dense = (x: Tensor): Tensor => tf.sum(tf.sin(tf.mul(tf.reshape(x, [20, 1]), tf.reshape(x, [1, 20]))), 1)

function brusselator(y: Tensor): Tensor {
  const N = 32, u = tf.slice(y, [0], [N]), v = tf.slice(y, [N], [N]), reaction = tf.mul(tf.square(u), v)
  const diffusion = (x: Tensor, edge: number): Tensor => {
    const wide = tf.concat([tf.tensor([edge]), x, tf.tensor([edge])]), part = (from: number): Tensor => tf.slice(wide, [from], [N])
    return tf.mul((N + 1) ** 2 / 50, tf.add(tf.sub(part(0), tf.mul(2, part(1))), part(2)))
  }
  return tf.concat([tf.add(tf.sub(tf.add(1, reaction), tf.mul(4, u)), diffusion(u, 1)), tf.add(tf.sub(tf.mul(3, u), reaction), diffusion(v, 3))])
}

const growing = (x: Tensor): Tensor => tf.mul(tf.sin(x), tf.exp(tf.mul(0.5, x)))

const nth = (n: number): Way<number> => {
  let f = growing
  for (let k = 1; k < n; k++) f = tf.grad(f)
  return scalar(f)
}

/** Row by row. */
const network = (n: number): Way<Network> => points => {
  const rows = units(n)
  return run(points, ({ W, V, x }) => [W, V, x].map(({ data, shape }) => tf.tensor(Float32Array.from(data), shape)) as [Tensor, Tensor, Tensor], ([W, V, x]) => {
    const row = tf.grad((t: Tensor) => tf.tanh(tf.dot(V, tf.tanh(tf.dot(W, t)))))
    return rows.map(unit => row(x, unit).dataSync())
  })
}

const logSumExp = (x: Tensor): Tensor => tf.log(tf.sum(tf.exp(x)))

const units = (n: number): Tensor[] => Array.from({ length: n }, (_, i) => tf.tensor(Array.from({ length: n }, (_, j) => i === j ? 1 : 0)))

/** Row by row. */
const jacobian = (n: number, f: (x: Tensor) => Tensor): Way<readonly number[]> => points => {
  const row = tf.grad(f), rows = units(n)
  return run(points, x => tf.tensor(x), x => rows.map(unit => row(x, unit).arraySync()))
}

const wave = (x: Tensor): Tensor => tf.add(tf.mul(tf.sin(x), tf.exp(tf.mul(-0.5, tf.square(x)))), tf.sqrt(tf.add(1, tf.square(x))))

const quotient = (x: Tensor): Tensor => tf.div(tf.add(tf.square(x), tf.mul(3, x)), tf.add(1, tf.square(x)))

const elementwise = (f: (x: Tensor) => Tensor): Way<Moving> => {
  const moved = tf.valueAndGrad(f)
  return points => run(points, ({ x, v }) => [x, v].map(({ data }) => tf.tensor(Float32Array.from(data))) as [Tensor, Tensor], ([x, v]) => {
    const { value, grad } = moved(x, v)
    return { primal: value.dataSync(), tangent: grad.dataSync() }
  })
}

export const peer: Peer = {
  name: '@tensorflow/tfjs',
  doc: 'float32, reverse mode, CPU back-end',
  ways: {
    'cos': scalar(tf.cos),
    '20-op formula': scalar(formula),
    'Black-Scholes': points => run(points, (m: Market) => [tf.scalar(m[0]), tf.valueAndGrad(S => price(S, m[1], m[2], m[3], m[4]))] as const, ([S, moved]) => {
      const { value, grad } = moved(S)
      return { value: value.dataSync()[0], derivative: grad.dataSync()[0] }
    }),
    'Black-Scholes greeks': points => vector(byAll)(points),
    'Rosenbrock, n = 10': vector(rosenbrock(10)),
    'Rosenbrock, n = 100': vector(rosenbrock(100)),
    'Rosenbrock, n = 1,000': vector(rosenbrock(1000)),
    'dense, 20 → 20': jacobian(20, dense),
    'Brusselator, 64 → 64': jacobian(64, brusselator),
    'Rosenbrock, n = 10, 2nd': jacobian(10, tf.grad(rosenbrock(10))),
    'log-sum-exp, n = 10, 2nd': jacobian(10, tf.grad(logSumExp)),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
    'network, 16 → 16': network(16),
    'network, 128 → 128': network(128),
  },
}
