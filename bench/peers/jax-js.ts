// @jax-js/jax: arrays of float64, its transforms under jit, run by its WebAssembly back-end. Its elementary functions are of single precision.

import { type Array as Jax, defaultDevice, grad, hessian, init, jacrev, jit, jvp, numpy as np, scipySpecial } from '@jax-js/jax'
import type { Tensor } from '../../lib/tensor.ts'
import type { Inputs, Market, Moving, Network, Peer, Run, Way } from './peer.ts'

// which it asks for, and Node has from version 24 on
if (!('Float16Array' in globalThis)) Object.assign(globalThis, { Float16Array: class {} })

await init('wasm')
defaultDevice('wasm')

const dtype = np.float64
const array = (x: readonly number[]): Jax => np.array(x, { dtype })
const asArray = ({ data, shape }: Tensor): Jax => np.array(data, { dtype }).reshape(shape)

/** Arrays are made before; what comes out is read. An argument is given away, so another reference to it is. */
function run<X, P extends Jax[]>(points: readonly X[], make: (x: X) => [...P], call: (...args: P) => unknown): Run {
  const made = points.map(make)
  return i => call(...made[i % made.length]!.map(({ ref }) => ref) as unknown as P)
}

const scalar = (f: (x: Jax) => Jax): Way<number> => {
  const slope = jit(grad(f))
  return points => run(points, x => [np.array(x, { dtype })], x => slope(x).js())
}

const vector = (transformed: (x: Jax) => Jax): Way<readonly number[]> => {
  const fast = jit(transformed)
  return points => run(points, x => [array(x)], x => fast(x).js())
}

function formula(x: Jax): Jax {
  const d = np.square(x.ref).add(1)
  const a = np.exp(x.ref.mul(-0.3)).mul(np.sin(x.ref.mul(2).add(1))).div(d.ref)
  const b = np.log(d).mul(np.cos(x.ref))
  const c = np.sqrt(x.ref.add(3)).mul(np.arctan(x.ref))
  return a.add(b).sub(c).mul(x.ref).add(x)
}

const normcdf = (x: Jax): Jax => scipySpecial.erf(x.mul(Math.SQRT1_2)).add(1).mul(0.5)

function price(m: Jax): Jax {
  const [S, K, r, σ, T] = [0, 1, 2, 3, 4].map(i => m.ref.slice(i)) as [Jax, Jax, Jax, Jax, Jax]
  m.dispose()
  const spread = σ.ref.mul(np.sqrt(T.ref))
  const d1 = np.log(S.ref.div(K.ref)).add(r.ref.add(np.square(σ).mul(0.5)).mul(T.ref)).div(spread.ref)
  const below = K.mul(np.exp(r.mul(T).mul(-1))).mul(normcdf(d1.ref.sub(spread)))
  return S.mul(normcdf(d1)).sub(below)
}

const both: Way<Market> = points => {
  const fast = jit((m: Jax, direction: Jax) => jvp(price, [m], [direction]))
  return run(points, m => [array(m), array([1, 0, 0, 0, 0])], (m, direction) => {
    const [value, derivative] = fast(m, direction)
    return { value: value.js(), derivative: derivative.js() }
  })
}

function rosenbrock(x: Jax): Jax {
  const n = x.shape[0]!, next = x.ref.slice([1, n]), here = x.slice([0, n - 1])
  return np.square(next.sub(np.square(here.ref))).mul(100).add(np.square(here.mul(-1).add(1))).sum()
}

// its jacfwd gives [input, output], unlike JAX's: the Jacobian here is jacrev's
const dense = (x: Jax): Jax => np.sin(np.outer(x.ref, x)).sum(1)

function brusselator(y: Jax): Jax {
  const n = y.shape[0]!, N = n / 2, u = y.ref.slice([0, N]), v = y.slice([N, n]), reaction = np.square(u.ref).mul(v.ref)
  const diffusion = (x: Jax, edge: number): Jax => {
    const wide = np.concatenate([array([edge]), x, array([edge])]), k = array([(N + 1) ** 2 / 50]) // as a number it would be of single precision
    return wide.ref.slice([0, N]).sub(wide.ref.slice([1, N + 1]).mul(2)).add(wide.slice([2, N + 2])).mul(k)
  }
  return np.concatenate([
    reaction.ref.add(1).sub(u.ref.mul(4)).add(diffusion(u.ref, 1)),
    u.mul(3).sub(reaction).add(diffusion(v, 3)),
  ])
}

const growing = (x: Jax): Jax => np.sin(x.ref).mul(np.exp(x.mul(0.5)))

const nth = (n: number): Way<number> => {
  let f = growing
  for (let k = 1; k < n; k++) f = grad(f)
  return scalar(f)
}

const network: Way<Network> = points => {
  const fast = jit((W: Jax, V: Jax, x: Jax) => jacrev((t: Jax) => np.tanh(np.matmul(V.ref, np.tanh(np.matmul(W.ref, t)))))(x))
  return run(points, ({ W, V, x }) => [W, V, x].map(asArray) as [Jax, Jax, Jax], (W, V, x) => fast(W, V, x).dataSync())
}

const logSumExp = (x: Jax): Jax => np.log(np.exp(x).sum())

const wave = (x: Jax): Jax => np.sin(x.ref).mul(np.exp(np.square(x.ref).mul(-0.5))).add(np.sqrt(np.square(x).add(1)))

const quotient = (x: Jax): Jax => np.square(x.ref).add(x.ref.mul(3)).div(np.square(x).add(1))

const read = ([primal, tangent]: readonly [Jax, Jax]): unknown => ({ primal: primal.dataSync(), tangent: tangent.dataSync() })

const elementwise = (f: (x: Jax) => Jax): Way<Moving> => {
  const fast = jit((x: Jax, v: Jax) => jvp(f, [x], [v]))
  return points => run(points, ({ x, v }) => [asArray(x), asArray(v)], (x, v) => read(fast(x, v)))
}

const product: Way<Inputs['matrix product, 256']> = points => {
  const fast = jit((A: Jax, B: Jax, dA: Jax, dB: Jax) => jvp(np.matmul, [A, B], [dA, dB]))
  return run(points, all => all.map(asArray) as [Jax, Jax, Jax, Jax], (A, B, dA, dB) => read(fast(A, B, dA, dB)))
}

export const peer: Peer = {
  name: '@jax-js/jax',
  doc: 'float64 under jit, WebAssembly',
  ways: {
    'cos': scalar(np.cos),
    '20-op formula': scalar(formula),
    'Black-Scholes': both,
    'Black-Scholes greeks': vector(grad(price)),
    'Rosenbrock, n = 10': vector(grad(rosenbrock)),
    'Rosenbrock, n = 100': vector(grad(rosenbrock)),
    'Rosenbrock, n = 1,000': vector(grad(rosenbrock)),
    'dense, 20 → 20': vector(jacrev(dense)),
    'Brusselator, 64 → 64': vector(jacrev(brusselator)),
    'Rosenbrock, n = 10, 2nd': vector(hessian(rosenbrock)),
    'log-sum-exp, n = 10, 2nd': vector(hessian(logSumExp)),
    'derivative 2': nth(2),
    'derivative 5': nth(5),
    'derivative 10': nth(10),
    'elementwise, 1,000': elementwise(wave),
    'arithmetic, 10,000': elementwise(quotient),
    'network, 16 → 16': network,
    'network, 128 → 128': network,
    'matrix product, 256': product,
  },
}
