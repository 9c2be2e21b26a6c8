// What the bench uses of its peers, so that types can be checked where they are not installed. What else is in them is not said here.

declare module '@thi.ng/dual-algebra' {
  export type Dual = number[]
  type Op1 = (a: Dual) => Dual
  type Op2 = (a: Dual, b: Dual) => Dual
  export const $: (real: number, i?: number) => Dual
  export const dual: (real: number, n: number, i?: number) => Dual
  export const defOp: <T>(single: T, multi: T) => T
  export const add: Op2, sub: Op2, mul: Op2, div: Op2
  export const neg: Op1, sqrt: Op1, exp: Op1, log: Op1, sin: Op1, cos: Op1, atan: Op1
}

declare module 'ad.js' {
  /** a number, a dual number, or one on a tape */
  export type Real = number | { readonly primal: Real }
  interface Library {
    add(a: Real, b: Real): Real
    sub(a: Real, b: Real): Real
    mul(a: Real, b: Real): Real
    div(a: Real, b: Real): Real
    readonly maths: Readonly<Record<'sqrt' | 'exp' | 'log' | 'sin' | 'cos' | 'atan', (x: Real) => Real>>
    derivativeF(f: (x: Real) => Real): (x: Real) => Real
    gradientF(f: (x: Real[]) => Real): (x: Real[]) => Real[]
    gradientR(f: (x: Real[]) => Real): (x: Real[]) => Real[]
  }
  const load: (options: { mode?: 'r'; noHigher?: boolean }) => Library
  export default load
}

declare module 'nerdamer' {
  interface Expression {
    toString(): string
    buildFunction(names: readonly string[]): (...values: number[]) => number
  }
  const nerdamer: {
    (formula: string): Expression
    diff(formula: Expression, name: string): Expression
  }
  export default nerdamer
}

declare module 'nerdamer/Calculus.js' {}

declare module '@jax-js/jax' {
  export interface Array {
    readonly ref: Array
    add(y: Array | number): Array
    sub(y: Array | number): Array
    mul(y: Array | number): Array
    div(y: Array | number): Array
    slice(...at: (number | [] | [number, number])[]): Array
    reshape(shape: readonly number[]): Array
    sum(axis?: number): Array
    readonly shape: readonly number[]
    js(): unknown
    dataSync(): Float64Array
    dispose(): void
  }
  export const numpy: {
    readonly float64: unknown
    array(data: Float64Array | readonly number[] | number, options?: { readonly dtype: unknown; readonly shape?: readonly number[] }): Array
    readonly sin: (x: Array) => Array
    readonly cos: (x: Array) => Array
    readonly exp: (x: Array) => Array
    readonly log: (x: Array) => Array
    readonly sqrt: (x: Array) => Array
    readonly arctan: (x: Array) => Array
    readonly square: (x: Array) => Array
    readonly tanh: (x: Array) => Array
    concatenate(parts: readonly Array[]): Array
    readonly outer: (x: Array, y: Array) => Array
    readonly matmul: (x: Array, y: Array) => Array
  }
  export const scipySpecial: { readonly erf: (x: Array) => Array }
  export function init(device: string): Promise<unknown>
  export function defaultDevice(device: string): void
  export function jit<F>(f: F): F
  export function grad(f: (x: Array) => Array): (x: Array) => Array
  export function jacrev(f: (x: Array) => Array): (x: Array) => Array
  export function hessian(f: (x: Array) => Array): (x: Array) => Array
  export function jvp(f: (...x: Array[]) => Array, primals: readonly Array[], tangents: readonly Array[]): [Array, Array]
}

declare module '@tensorflow/tfjs' {
  export interface Tensor {
    dataSync(): Float32Array
    arraySync(): unknown
  }
  export const setBackend: (name: string) => Promise<boolean>
  export const tidy: <T>(f: () => T) => T
  export const scalar: (x: number) => Tensor
  export const tensor: (data: Float32Array | readonly number[], shape?: readonly number[]) => Tensor
  export const grad: (f: (x: Tensor) => Tensor) => (x: Tensor, dy?: Tensor) => Tensor
  export const valueAndGrad: (f: (x: Tensor) => Tensor) => (x: Tensor, dy?: Tensor) => { value: Tensor; grad: Tensor }
  type Op1 = (x: Tensor) => Tensor
  type Op2 = (x: Tensor | number, y: Tensor | number) => Tensor
  export const sin: Op1, cos: Op1, exp: Op1, log: Op1, sqrt: Op1, atan: Op1, tanh: Op1, square: Op1, erf: Op1, neg: Op1
  export const sum: (x: Tensor, axis?: number) => Tensor
  export const add: Op2, sub: Op2, mul: Op2, div: Op2
  export const dot: (x: Tensor, y: Tensor) => Tensor
  export const concat: (parts: readonly Tensor[]) => Tensor
  export const slice: (x: Tensor, begin: readonly number[], size: readonly number[]) => Tensor
  export const reshape: (x: Tensor, shape: readonly number[]) => Tensor
}

declare module 'rose' {
  /** a number not yet known */
  export type Real = number | { readonly real: unique symbol }
  type Kind<T> = { readonly kind: T }
  export interface Pair { readonly re: Real; readonly du: Real }
  export const Real: Kind<Real>
  export const Dual: Kind<Pair>
  export const Vec: <T>(n: number, of: Kind<T>) => Kind<readonly T[]>
  export type Fn<A extends readonly unknown[], R> = ((...args: A) => R) & { jvp?: unknown }
  type Kinds<A extends readonly unknown[]> = { readonly [K in keyof A]: Kind<A[K]> }
  export const fn: <A extends readonly unknown[], R>(from: readonly [...Kinds<A>], to: Kind<R>, f: (...args: A) => R) => Fn<A, R>
  export const opaque: (from: readonly Kind<Real>[], to: Kind<Real>, f: (x: number) => number) => Fn<[Real], Real>
  type Moved<T> = T extends Real ? Pair : { readonly [K in keyof T]: Moved<T[K]> }
  export const jvp: <A extends readonly unknown[], R>(f: Fn<A, R>) => Fn<{ [K in keyof A]: Moved<A[K]> }, Moved<R>>
  export const vjp: <A, R>(f: Fn<[A], R>) => (at: A) => { readonly ret: R; readonly grad: (of: R) => A }
  type Plain<T> = T extends Real ? number : { readonly [K in keyof T]: Plain<T[K]> }
  export const compile: <A extends readonly unknown[], R>(f: Fn<A, R>) => Promise<(...args: { [K in keyof A]: Plain<A[K]> }) => Plain<R>>
  type Op = (x: Real, y: Real) => Real
  export const add: Op, sub: Op, mul: Op, div: Op
  export const neg: (x: Real) => Real, sqrt: (x: Real) => Real
  export const struct: <T extends Readonly<Record<string, Kind<Real>>>>(fields: T) => Kind<{ readonly [K in keyof T]: Real }>
  export const vec: <T>(n: number, of: Kind<T>, f: (i: number) => T) => readonly T[]
  export const sum: (n: number, f: (i: number) => Real) => Real
}
