// Notation: operations as mathematics, in plain text or LaTeX. The form of an operation is read off its row's code.

import type { Tensor } from '../tensor.ts'
import { BOTH, CONSTANT, DATA, INPUT, isChoice, PICK, PLUS, type Row, type Tape, TIMES } from '../trace/tape.ts'

/** A piece of a formula, and how strongly it holds together: 0 choice, 1 comparison, 2 sum, 3 product, 4 sign, 5 power, 6 atom. */
export interface Piece { readonly text: string; readonly strength: number }

/** How mathematics is written. */
export interface Style {
  number(x: number): string
  name(name: string): string
  product(a: string, b: string): string
  quotient(a: Piece, b: Piece): Piece
  power(base: string, exponent: Piece): string
  call(row: string, args: readonly Piece[]): Piece
  compare(a: string, sign: string, b: string): string
  readonly parentheses: (text: string) => string
}

export const inside = (style: Style, { text, strength }: Piece, least: number): string => strength >= least ? text : style.parentheses(text)

type Form =
  | { readonly kind: 'infix'; readonly sign: '+' | '-' | '*' | '/' }
  | { readonly kind: 'compare'; readonly sign: string }
  | { readonly kind: 'power'; readonly times: number | undefined }
  | { readonly kind: 'sign' } | { readonly kind: 'call' }

const forms = new WeakMap<Row, Form>()

/** What an operation looks like: `(a + b)` is a sum, `(a * a)` a square, `Math.pow(a, b)` a power, all else a call; so is `a % b`, by which mathjs means mod. */
function formOf(row: Row): Form {
  let form = forms.get(row)
  if (form === undefined) forms.set(row, form = readForm(isChoice(row) ? '' : row.notes.code?.('A', 'B', 'C') ?? ''))
  return form
}

function readForm(code: string): Form {
  const infix = /^\(A ([+\-*/]) B\)$/.exec(code), compare = /^\(A ([<>=!]+) B \? 1 : 0\)$/.exec(code)
  if (infix) return { kind: 'infix', sign: infix[1] as '+' }
  if (compare) return { kind: 'compare', sign: compare[1]! }
  if (code === '(-A)') return { kind: 'sign' }
  if (code === 'Math.pow(A, B)') return { kind: 'power', times: undefined }
  return /^\(A( \* A)+\)$/.test(code) ? { kind: 'power', times: code.split('*').length } : { kind: 'call' }
}

/** Writes operation `id`, over what it uses as it is written already. */
export function written(tape: Tape, id: number, style: Style, name: (input: number) => string, arg: (id: number) => Piece): Piece {
  const code = tape.code[id]!
  if (code === CONSTANT) return constant(style, tape.values[id]!)
  if (code === INPUT) return { text: style.name(name(tape.a[id]!)), strength: 6 }
  if (code === DATA) return { text: arrayText(tape.data[tape.a[id]!]!), strength: 6 }
  const ids = tape.args(id), args = ids.map(arg)
  if (code === PICK) return { text: `${inside(style, args[0]!, 6)}[${tape.b[id]}]`, strength: 6 }
  const form: Form = code === TIMES || code === BOTH ? { kind: 'infix', sign: '*' } : code === PLUS ? { kind: 'infix', sign: '+' } : formOf(tape.row(id)!)
  const [a, b] = args as [Piece, Piece]
  switch (form.kind) {
    case 'sign':    return negative(style, a)
    case 'compare': return { text: style.compare(inside(style, a, 2), form.sign, inside(style, b, 2)), strength: 1 }
    case 'power':   return { text: style.power(inside(style, a, 6), form.times === undefined ? b : { text: String(form.times), strength: 6 }), strength: 5 }
    case 'call':    return style.call(tape.row(id)!.name, args)
    case 'infix':   return infix(style, form.sign, a, b, tape.isConstant(ids[0]!), tape.isConstant(ids[1]!))
  }
}

const FEW = 9 // numbers of an array that are written out

/** An array from outside: `[1, 2, 3]`, or its shape. */
const arrayText = (x: Tensor): string => x.data.length <= FEW ? JSON.stringify(x.toArray()).replaceAll(',', ', ') : `[${x.shape.join(' × ')} numbers]`

const constant = (style: Style, x: number): Piece => ({ text: style.number(x), strength: x < 0 || Object.is(x, -0) ? 4 : 6 })

/** −(a·b) is written −a·b: that is the same, to the bit. */
function negative(style: Style, { text, strength }: Piece): Piece {
  return strength === 3 || strength >= 5 ? { text: `-${text}`, strength: strength === 3 ? 3 : 4 } : { text: `-${style.parentheses(text)}`, strength: 4 }
}

/** A constant stands first in a product and last in a sum; a product within a product, or a sum within a sum, stands first. */
function infix(style: Style, sign: '+' | '-' | '*' | '/', a: Piece, b: Piece, aFixed: boolean, bFixed: boolean): Piece {
  if (sign === '*') {
    const [p, q] = bFixed && !aFixed || !aFixed && b.strength === 3 && a.strength !== 3 ? [b, a] : [a, b]
    return { text: style.product(inside(style, p, 3), inside(style, q, 4.5)), strength: 3 }
  }
  if (sign === '/') return style.quotient(a, b)
  if (sign === '+') {
    let [p, q] = aFixed && !bFixed ? [b, a] : [a, b]
    if (p.strength !== 2 && (q.strength === 2 || p.text.startsWith('-') && !q.text.startsWith('-'))) [p, q] = [q, p]
    return { text: q.text.startsWith('-') && q.strength >= 3 ? `${p.text} - ${q.text.slice(1)}` : `${inside(style, p, 2)} + ${inside(style, q, 3)}`, strength: 2 }
  }
  return { text: `${inside(style, a, 2)} - ${inside(style, b, b.text.startsWith('-') ? 4.5 : 3)}`, strength: 2 }
}

// ── plain text, as mathjs reads it ──────────────────────────────────────────────────────────────────────────────────

export const plainText: Style = {
  number: x => x === Math.PI ? 'pi' : x === Math.E ? 'e' : String(x),
  name: name => name,
  product: (a, b) => `${a} * ${b}`,
  quotient: (a, b) => ({ text: `${inside(plainText, a, 3)} / ${inside(plainText, b, 4.5)}`, strength: 3 }),
  power: (base, exponent) => `${base}^${inside(plainText, exponent, 6)}`,
  call: (row, args) => ({ text: `${row}(${args.map(({ text }) => text).join(', ')})`, strength: 6 }),
  compare: (a, sign, b) => `${a} ${sign.replace('===', '==').replace('!==', '!=')} ${b}`,
  parentheses: text => `(${text})`,
}

// ── LaTeX ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Functions that LaTeX has a macro for. */
const MACROS = /^(sin|cos|tan|sec|csc|cot|sinh|cosh|tanh|coth|exp|min|max)$/

/** Letters that LaTeX has a macro for; capitals that look like Latin ones have none. */
const GREEK = /^([Gg]amma|[Dd]elta|[Tt]heta|[Ll]ambda|[Xx]i|[Pp]i|[Ss]igma|[Uu]psilon|[Pp]hi|[Pp]si|[Oo]mega|alpha|beta|epsilon|zeta|eta|iota|kappa|mu|nu|rho|tau|chi)$/

const brackets = (text: string): string => `\\left(${text}\\right)`

export const latexText: Style = {
  number: x => x === Infinity ? '\\infty' : x === Math.PI ? '\\pi' : String(x).replace(/e\+?(-?\d+)$/, ' \\cdot 10^{$1}'),
  name: name => name.replace(/^([^\W\d_]+?)_?(\d+)$/, '$1_{$2}').replace(/^[^\W\d_]{2,}(?=_|$)/, word => GREEK.test(word) ? `\\${word}` : `\\mathrm{${word}}`),
  product: (a, b) => /\d$/.test(a) && /^[^\d-]/.test(b) ? `${a} \\, ${b}` : `${a} \\cdot ${b}`,
  quotient: (a, b) => ({ text: `\\frac{${a.text}}{${b.text}}`, strength: 5 }),
  power: (base, { text }) => `${base}^{${text}}`,
  call(row, args) {
    const [a] = args.map(({ text }) => text), all = args.map(({ text }) => text).join(', ')
    if (row === 'sqrt') return { text: `\\sqrt{${a}}`, strength: 6 }
    if (row === 'abs') return { text: `\\left|${a}\\right|`, strength: 6 }
    if (row === 'exp') return { text: `e^{${a}}`, strength: 5 }
    const inverse = /^a(sin|cos|tan)$/.exec(row)
    const name = row === 'log' ? '\\ln' : inverse ? `\\arc${inverse[1]}` : MACROS.test(row) ? `\\${row}` : `\\operatorname{${row}}`
    return { text: `${name}${brackets(all)}`, strength: 6 }
  },
  compare: (a, sign, b) => `${a} ${({ '<=': '\\le', '>=': '\\ge', '===': '=', '!==': '\\ne' } as Record<string, string>)[sign] ?? sign} ${b}`,
  parentheses: brackets,
}
