// The one error class, and how a value is named in a sentence. No message about a particular function lives here.

/** Every error the library throws on purpose: what was expected, what came, what was probably meant. */
export class PushforwardError extends Error {
  override readonly name = 'PushforwardError'
}

/** Throws one sentence. */
export function fail(sentence: string, cause?: unknown): never {
  throw new PushforwardError(sentence, (cause && { cause }) as ErrorOptions)
}

/** Options by name: others would be ignored in silence. */
export function known(options: object, names: readonly string[], who: string, meant = `${who}(f)(x)`): void {
  if (!(typeof options === 'object' && Object.keys(options ?? [0]).every(key => names.includes(key)))) // null has a key, too, that none is called
    fail(`${who} expects options { ${names.join(', ')} }, and got ${show(options)}; perhaps ${meant}`)
}

/** A whole number, not below the least, as it came. */
export function whole(who: string, what: string, n: number, least = -Infinity): number {
  if (!Number.isInteger(n) || n < least) fail(`${who} expects ${what} to be a whole number${least === -Infinity ? '' : ` from ${least} on`}, and got ${show(n)}`)
  return n
}

/** The same of how many there may be: Infinity is no limit. */
export function limit(who: string, what: string, n: number, least = 1): void {
  if (n !== Infinity) whole(who, what, n, least)
}

/** An option that must be a finite number, 0 or more. */
export function fromZero(x: unknown, who: string, name: string): void {
  if (!(typeof x === 'number' && x >= 0 && x < Infinity)) fail(`${who} expects { ${name} } to be a number from 0 on, and got ${show(x)}`)
}

/** Names what came, briefly enough to stand in a sentence: `the number 3`, `an array of 2`, `undefined`. */
export function show(what: unknown): string {
  if (what === null || what === undefined) return String(what)
  if (typeof what === 'string') return `the string ${JSON.stringify(what.slice(0, 30))}`
  if (typeof what === 'function') return 'a function'
  if (Array.isArray(what)) return `an ${what.length === 0 ? 'empty array' : `array of ${what.length}`}`
  if (typeof what !== 'object') return `the ${typeof what} ${String(what)}`
  if ('shape' in what && Array.isArray(what.shape)) return `a tensor of shape [${what.shape.join(', ')}]`
  if ('tangent' in what) return 'a dual number'
  const name = what.constructor?.name ?? 'Object'
  if (ArrayBuffer.isView(what)) return `a ${name} of ${(what as Uint8Array).length}`
  return name === 'Object' ? `an object with the keys {${Object.keys(what).join(', ')}}` : `a ${name || what}`
}
