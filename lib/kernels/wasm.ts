// A small encoder of WebAssembly modules with one memory and some functions, enough for numeric loops; and their instantiation where the
// machine allows it. What the loops compute is with their kernels (see matmul.ts).
// Binary format: https://webassembly.github.io/spec/core/binary/ ; opcodes: section 5.4.

export type Code = readonly number[]

/** An unsigned number in LEB128. */
export function unsigned(x: number): number[] {
  const bytes: number[] = []
  do {
    const low = x % 128
    x = Math.floor(x / 128)
    bytes.push(x > 0 ? low + 128 : low)
  } while (x > 0)
  return bytes
}

/** A signed number in LEB128. */
export function signed(x: number): number[] {
  const bytes: number[] = []
  for (;;) {
    const low = x & 127
    x >>= 7
    if ((x === 0 && (low & 64) === 0) || (x === -1 && (low & 64) !== 0)) return [...bytes, low]
    bytes.push(low + 128)
  }
}

export const i32 = 0x7f
export const f64 = 0x7c
export const v128 = 0x7b

const simd = (op: number, ...rest: number[]): Code => [0xfd, ...unsigned(op), ...rest]
const ALIGN_8 = 3
const ALIGN_16 = 4

/** Instructions, named as in the specification. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  i32Const: (x: number): Code => [0x41, ...signed(x)],
  i32Add: [0x6a] as Code,
  i32Sub: [0x6b] as Code,
  v128Load: (offset: number): Code => simd(0, ALIGN_16, ...unsigned(offset)),
  v128Load64Splat: (offset: number): Code => simd(10, ALIGN_8, ...unsigned(offset)),
  v128Store: (offset: number): Code => simd(11, ALIGN_16, ...unsigned(offset)),
  f64x2Add: [0xfd, 0xf0, 0x01] as Code,
  f64x2Mul: [0xfd, 0xf2, 0x01] as Code,
  /** local += by */
  step: (local: number, by: number): Code => [...op.get(local), ...op.i32Const(by), ...op.i32Add, ...op.set(local)],
  /** Does `body` until the i32 in `local`, one less each time, is 0: at least once. */
  countdown: (local: number, ...body: Code[]): Code => [
    0x03, 0x40, ...body.flat(), ...op.step(local, -1), ...op.get(local), 0x0d, 0x00, 0x0b,
  ],
}

export interface WasmFunction {
  readonly name: string
  readonly parameters: Code
  /** Kinds of the locals after the parameters, in order. */
  readonly locals: Code
  readonly body: Code
}

const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes]
const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()]
const section = (id: number, items: readonly Code[]): number[] => [id, ...sized(vector(items))]
const text = (s: string): number[] => sized(Array.from(s, c => c.charCodeAt(0)))

/** A module with these functions (none returns a value) and a memory of `pages` × 64 KB, all exported; the memory as `memory`. */
export function encodeModule(functions: readonly WasmFunction[], pages: number): Uint8Array {
  const code = ({ locals, body }: WasmFunction) => sized([...vector(locals.map(kind => [1, kind])), ...body, 0x0b])
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    ...section(1, functions.map(f => [0x60, ...sized(f.parameters), 0])),
    ...section(3, functions.map((_, i) => unsigned(i))),
    ...section(5, [[0x00, ...unsigned(pages)]]),
    ...section(7, [[...text('memory'), 0x02, 0], ...functions.map((f, i) => [...text(f.name), 0x00, ...unsigned(i)])]),
    ...section(10, functions.map(code)),
  ])
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Record<string, unknown> }
}

export interface WasmInstance {
  readonly buffer: ArrayBuffer
  readonly functions: Readonly<Record<string, (...parameters: number[]) => void>>
}

/** The module running, or `undefined` where there is no WebAssembly, no SIMD, or a policy against it. */
export function instantiate(functions: readonly WasmFunction[], pages: number): WasmInstance | undefined {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly
  try {
    if (api === undefined) return undefined
    const { exports } = new api.Instance(new api.Module(encodeModule(functions, pages)))
    return { buffer: (exports['memory'] as { buffer: ArrayBuffer }).buffer, functions: exports as WasmInstance['functions'] }
  } catch {
    return undefined
  }
}
