// Sparse: lanes of which an element moves along few. As terms (how much, along which lane) they cost as much as single tangents.

import { PushforwardError } from '../errors.ts'
import { broadcastShape, sameShape, type Shape, sizeOf } from '../kernels/broadcast.ts'
import { BOTH, tangential } from '../primitive.ts'
import { broadcastRow, shapeOf, Tensor } from '../tensor.ts'
import type { ArrayBox, Binary, Call, Sums, Unary, Value } from '../value.ts'
import { plus, times } from '../value.ts'
import { reshaped } from './axes.ts'
import { type Collected, collectRow, type Places } from './collect.ts'
import { apart, gathered, gatheredValues, moves, numbered, places, same, stretched, unnumbered } from './maps.ts'

// Along all unit directions of a point, a tangent of shape [lanes, ...shape] has a 1 in each lane. What is done element by
// element scales it, what moves elements about moves it, and where such meet there is a sum of few terms; only what mixes
// elements (a matrix product, a running total) needs every lane of every element. A term says of element j: it moves along
// lane `map[j]`, by scale[j]; along none where that is −1.

/** scale[j] along lane map[j]; the scale broadcasts to the shape of the primal. */
interface Term { readonly scale: Value; readonly map: Int32Array }

/** A sweep that may be given up: `most` numbers in lanes, then it is done again in chunks. */
export interface Attempt { readonly most: number; gaveUp: boolean }

/** Why a sweep along all directions at once is given up. */
export class TooDense extends PushforwardError {}

/** So many products of two elements are made before it is known whether they meet few lanes. */
const MOST_PRODUCTS = 2 ** 22

// Each term is an array of its own, which costs as much as some thousand numbers: so many are worth it, where lanes in full would be `lanes` times as long.
const mostTerms = (lanes: number, n: number): number => Math.min(lanes, 256, Math.max(lanes < 256 ? 16 : 48, lanes * n / (4 * (n + 1000))))

/** Lanes as a sum of terms, and of lanes that are given in full. */
export class SparseLanes implements ArrayBox {
  readonly level: number
  readonly shape: Shape
  readonly rank: number
  readonly lanes: number
  /** the shape of what moves */
  readonly own: Shape
  readonly terms: readonly Term[]
  /** lanes in full, of this shape or one that broadcasts to it; 0: none */
  readonly rest: Value
  readonly attempt: Attempt | undefined
  private full: Value | undefined

  constructor(level: number, lanes: number, own: Shape, terms: readonly Term[], rest: Value, attempt: Attempt | undefined) {
    this.level = level
    this.shape = [lanes, ...own]
    this.rank = own.length + 1
    this.lanes = lanes
    this.own = own
    this.terms = terms
    this.rest = rest
    this.attempt = attempt
  }

  /** Does nothing move, along any lane? */
  get still(): boolean { return this.terms.length === 0 && this.rest === 0 }

  /** how many numbers it holds */
  get weight(): number { return this.terms.length * sizeOf(this.own) + (this.rest === 0 ? 0 : sizeOf(shapeOf(this.rest))) }

  get data(): Float64Array { return (this.dense() as Tensor).data }

  unary(row: Unary): Value { return this.watched(row(this.dense())) as Value }

  binary(row: Binary, x: Value, y: Value): Value { return this.watched(row(this.whole(x), this.whole(y))) as Value }

  call(row: Call, args: readonly Value[], parameters: unknown): unknown {
    const { sparse } = row.notes, mine = args.filter(x => this.isOne(x))
    const moved = row.verb === 'bilinear' ? this.multiplied(row, args, parameters)
      : row === collectRow as unknown ? this.recollected(args, parameters as Collected)
      : sparse === undefined ? undefined
      : typeof sparse === 'function' ? this.collected(row, sparse(this.own, parameters as never), parameters)
      : sparse === 'chooses' ? mine.reduce<Value>((sum, one) => plus(sum, (one as SparseLanes).chosen(row, args.map(x => x !== one && this.isOne(x) ? 0 : x))), 0)
      : row.arity < 0 ? this.joined(row, args, parameters) : this.placed(row, args, parameters)
    return moved ?? this.watched(callOf(row)(...args.map(x => this.whole(x)), parameters))
  }

  times(partial: Value, tangent: Value, both?: boolean): Value {
    if (this.isOne(partial) && this.isOne(tangent)) return times(this.whole(partial), this.whole(tangent), both)
    const by = (x: Value): Value => tangent === this ? times(partial, x, both) : times(x, tangent, both)
    const own = broadcastShape(shapeOf(tangent === this ? partial : tangent), this.own) as Shape
    this.bounded(this.rest === 0 ? 0 : sizeOf(own))
    const terms = this.terms.map(({ scale, map }) => ({ scale: by(scale), map: stretched(map, this.own, own) }))
    return this.made(own, terms.filter(({ scale }) => scale !== 0), this.rest === 0 ? 0 : by(this.rest))
  }

  plus(x: Value, y: Value): Value {
    const other = x === this ? y : x
    if (!this.isOne(other)) {
      const own = broadcastShape(this.own, shapeOf(other).slice(1)) as Shape
      return this.made(own, this.stretched(own), x === this ? plus(this.rest, other) : plus(other, this.rest))
    }
    const a = x as SparseLanes, b = y as SparseLanes, own = broadcastShape(a.own, b.own) as Shape, terms: Term[] = a.stretched(own)
    for (const { scale, map: wide } of b.stretched(own)) {
      const k = terms.findIndex(term => same(term.map, wide))
      if (k < 0) terms.push({ scale, map: wide })
      else terms[k] = { scale: plus((terms[k] as Term).scale, scale), map: (terms[k] as Term).map }
    }
    const sum = new SparseLanes(this.level, this.lanes, own, terms, plus(a.rest, b.rest), this.attempt)
    return terms.length > mostTerms(this.lanes, sizeOf(own)) ? sum.made(own, [], sum.dense()) : sum
  }

  strip(): this { return this }
  decide(): this { return this }
  spread(tangent: Value): Value { return Tensor.prototype.spread.call(this as never, tangent) }
  align(_tangent: Value, _rank: number, missing: number): Value {
    const rest = this.rest === 0 ? 0 : beneath(this.rest).align(this.rest, this.own.length, missing)
    return this.made([...new Array<number>(missing).fill(1), ...this.own], this.terms, rest)
  }
  eachLane(_tangent: Value, rank: number, push: (tangent: Value) => unknown): unknown {
    const dense = this.dense()
    return beneath(dense).eachLane(dense, rank, push)
  }

  /** All lanes in full. `final`: this is the result, however large. */
  dense(final: boolean = false): Value {
    if (!final) this.bounded(sizeOf(this.own))
    return this.full ??= this.added(this.own, j => j, this.rest)
  }

  /** What is not 0 in the lanes, as far as terms say so: element j moves along lane map[j] by scale[j]; and the lanes that are given in full. */
  get parts(): { readonly terms: readonly Term[]; readonly rest: Value } {
    return { terms: this.terms.map(term => ({ scale: this.scaleOf(term), map: term.map })), rest: this.restThrough(rest => rest) }
  }

  /** The one term that all of this is, and the same with another scale: for those who can scale fast. */
  get alone(): Term | undefined { return this.terms.length === 1 && this.rest === 0 ? this.terms[0] : undefined }
  rescaled(scale: Tensor): Value { return this.made(this.own, [{ scale, map: (this.terms[0] as Term).map }], 0) }

  /** What a map gives of the lanes that are given in full, where there are any. */
  private restThrough(through: (rest: Value) => Value): Value { return this.rest === 0 ? 0 : through(broadcastedTo(this.rest, this.shape)) }

  /** The terms of what moves, repeated to this shape. */
  private stretched(own: Shape): Term[] { return this.terms.map(({ scale, map }) => ({ scale, map: stretched(map, this.own, own) })) }

  private isOne(x: Value): x is SparseLanes { return x instanceof SparseLanes && x.level === this.level }

  private whole(x: Value): Value { return this.isOne(x) ? x.dense() : x }

  /** The same with other terms: for the chain rule 0, which is no motion, where none is left. */
  private made(own: Shape, terms: readonly Term[], rest: Value): Value {
    return terms.length === 0 && rest === 0 ? 0 : this.shaped(own, terms, rest)
  }

  /** The same for rows, which count on axes also where nothing moves. */
  private shaped(own: Shape, terms: readonly Term[], rest: Value): SparseLanes {
    return new SparseLanes(this.level, this.lanes, own, terms, rest, this.attempt)
  }

  /** Lanes in full: where a sweep may be given up, they are watched. */
  private given(own: Shape, rest: Value): Value { return this.attempt === undefined && rest !== 0 ? rest : this.shaped(own, [], rest) }

  private watched(lanes: unknown): unknown {
    if (this.attempt === undefined) return lanes
    if (Array.isArray(lanes)) return lanes.map(each => this.watched(each))
    this.bounded(sizeOf(shapeOf(lanes as Value).slice(1)))
    return this.given(shapeOf(lanes as Value).slice(1), lanes as Value)
  }

  private bounded(size: number): void {
    if (this.attempt === undefined || size * this.lanes <= this.attempt.most) return
    this.attempt.gaveUp = true
    throw new TooDense('this function mixes its elements: its derivatives are taken in chunks of directions')
  }

  /** The scale of a term, of the shape of what moves. */
  private scaleOf({ scale }: Term): Value {
    return sameShape(shapeOf(scale), this.own) && typeof scale !== 'number' ? scale : typeof scale === 'number' && this.own.length === 0 ? new Tensor([], Float64Array.of(scale))
      : broadcastRow(scale, { rank: shapeOf(scale).length, shape: this.own })
  }

  /** All terms added up in [lanes, ...shape], `place` of element j in its lane, and the rest. */
  private added(shape: Shape, place: (j: number) => number, rest: Value): Value {
    if (this.terms.length === 0) return rest !== 0 && sameShape(shapeOf(rest).slice(1), shape) ? rest : broadcastRow(rest, { rank: shapeOf(rest).length, shape: [this.lanes, ...shape] })
    // in the order in which one loop over all elements comes by, so that code that is made of it gives the same bits
    const parts = this.terms.map(term => ({ scale: this.scaleOf(term), at: places(term.map, sizeOf(shape), place) }))
      .sort((a, b) => typeof a.at === 'number' && typeof b.at === 'number' ? b.at - a.at : Number(typeof a.at !== 'number') - Number(typeof b.at !== 'number'))
    return plus(collectRow(...parts.map(({ scale }) => scale), { own: this.own, at: parts.map(({ at }) => at), shape: [this.lanes, ...shape] }), rest)
  }

  /** Elements moved about: the row itself moves their numbers, and so tells where they go. */
  private placed(row: Call, args: readonly Value[], parameters: unknown): Value | undefined {
    const call = callOf(row)
    if (args.some(x => !this.isOne(x) && typeof x !== 'number' && x.level > 0)) return undefined
    const through = (inner: Value): Value => call(...args.map(x => this.isOne(x) ? inner : x), parameters)
    let own: Shape | undefined
    const terms = this.terms.map((term): Term => {
      const to = through(numbered(term.map, this.own))
      own = shapeOf(to)
      return { scale: typeof term.scale === 'number' ? term.scale : through(this.scaleOf(term)), map: unnumbered(to) }
    }).filter(({ map }) => moves(map))
    const rest = this.restThrough(through)
    own ??= rest === 0 ? shapeOf(through(zeros(this.own))) : shapeOf(rest).slice(1)
    return terms.length === 0 ? this.given(own, rest) : this.shaped(own, terms, rest)
  }

  /** Several joined to one. */
  private joined(row: Call, args: readonly Value[], parameters: unknown): Value | undefined {
    const call = callOf(row)
    if (args.some(x => this.isOne(x) ? x.rest !== 0 : !isStill(x))) return undefined
    const most = Math.max(1, ...args.map(x => this.isOne(x) ? x.terms.length : 0)), terms: Term[] = []
    let own: Shape = []
    for (let k = 0; k < most; k++) {
      const part = (of: (x: SparseLanes, term: Term) => Value): Value => call(...args.map(x => {
        const term = this.isOne(x) ? x.terms[k] : undefined
        return term === undefined ? still(x, this.own.length) : of(x as SparseLanes, term)
      }), parameters)
      const to = part((x, term) => numbered(term.map, x.own))
      own = shapeOf(to)
      terms.push({ scale: part((x, term) => x.scaleOf(term)), map: unnumbered(to) })
    }
    return this.shaped(own, terms.filter(({ map }) => moves(map)), 0)
  }

  /** Elements that are passed on, or not, each in its place. */
  private chosen(row: Call, args: readonly Value[]): Value {
    const call = callOf(row), through = (inner: Value): Value => call(...args.map(x => this.isOne(x) ? inner : x))
    const own = args.reduce<Shape>((a, x) => broadcastShape(a, this.isOne(x) ? this.own : shapeOf(x)) as Shape, [])
    this.bounded(this.rest === 0 ? 0 : sizeOf(own))
    const terms = this.terms.map(term => ({ scale: through(this.scaleOf(term)), map: stretched(term.map, this.own, own) }))
    return this.shaped(own, terms, this.restThrough(through))
  }

  /** Elements added up: element j adds to place to.at[j] of the result. */
  private collected(row: Call, to: Sums, parameters: unknown): Value {
    // few lanes into each place are terms again, for they often meet the array that they come from: means and lengths of rows do
    return this.gathered(to, this.restThrough(inner => callOf(row)(inner, parameters)), Math.max(16, mostTerms(this.lanes, sizeOf(this.own)) / 4))
  }

  /** The same, as terms where at most so many lanes come to each place. */
  private gathered(to: Sums, rest: Value, most: number): Value {
    const few = sizeOf(to.shape) <= 1 || most === 0 || this.still ? undefined : gathered(this.terms.map(({ map }) => map), to, most)
    if (few === undefined) return this.summed(to, rest)
    const scales = gatheredValues(this.terms.map(term => this.scaleOf(term)), this.own, to, few)
    return this.shaped(to.shape, few.maps.map((map, k) => ({ map, scale: scales[k] as Value })), rest)
  }

  private summed({ shape, at }: Sums, rest: Value): Value {
    if (this.terms.length === 0 && rest === 0) return this.shaped(shape, [], 0)
    this.bounded(sizeOf(shape))
    return this.given(shape, this.added(shape, j => at[j] as number, rest))
  }

  /** Lanes of lower levels, collected: where elements go one by one, so do their terms. */
  private recollected(args: readonly Value[], { own, at, shape }: Collected): Value | undefined {
    if (args.some((x, k) => this.isOne(x) ? x.rest !== 0 || !sameShape(x.own, own) || !apart(at[k] as Places, sizeOf(own)) : !isStill(x))) return undefined
    const moved = (x: Value, k: number): Value => collectRow(x, { own, at: [at[k] as Places], shape })
    const terms = args.flatMap((x, k) => this.isOne(x) ? x.terms.map(term => ({ scale: moved(x.scaleOf(term), k), map: unnumbered(moved(numbered(term.map, own), k)) })) : [])
    return terms.length > mostTerms(this.lanes, sizeOf(shape)) ? undefined : this.shaped(shape, terms, 0)
  }

  /** A product with an array that does not move along these lanes: what each product of two elements is and where it adds to. */
  private multiplied(row: Call, [a, b]: readonly Value[], p: unknown): Value | undefined {
    const first = this.isOne(a as Value), still = (first ? b : a) as Value, { terms } = row.notes, { parameters, moving } = tangential(p)
    if (terms === undefined || this.isOne(still) || typeof still === 'number') return undefined
    const { factors, ...to } = terms(first ? this.own : shapeOf(still), first ? shapeOf(still) : this.own, parameters as never)
    const [mine, other] = first ? factors : [factors[1], factors[0]], own = broadcastShape(mine, other) as Shape
    if (sizeOf(own) > this.lanes * sizeOf(to.shape)) return undefined // of few lanes: their products in full take less room
    if (sizeOf(own) > MOST_PRODUCTS) this.bounded(sizeOf(to.shape)) // else it is seen once they are there
    const by = reshaped(still, other)
    const products = this.terms.map(term => ({
      scale: term.scale === 1 ? by : times(by, reshaped(this.scaleOf(term), mine), moving === BOTH), map: stretched(term.map, mine, own),
    }))
    const rest = this.restThrough(inner => callOf(row)(...[a, b].map(x => x === still ? x : inner), p))
    // filters, blocks, rows of matrices: worth it where lanes are many
    return this.shaped(own, products, 0).gathered(to, rest, this.lanes < 512 ? 0 : Math.min(mostTerms(this.lanes, sizeOf(own)), this.lanes >> 3))
  }
}

/** A row, to be called. */
const callOf = (row: Call): ((...args: unknown[]) => Value) => row as never

/** The array beneath lanes. */
const beneath = (x: Value): ArrayBox => (x as ArrayBox).strip() as ArrayBox

/** Seeds: element j of what moves, along lane map[j]. */
export const seeds = (level: number, lanes: number, own: Shape, map: Int32Array, attempt: Attempt | undefined): SparseLanes =>
  new SparseLanes(level, lanes, own, [{ scale: 1, map }], 0, attempt)

/** No motion, of the shape of x; what has lanes of zeros in full has them in front of its `rank` axes. */
const still = (x: Value, rank: number): Tensor => zeros(x instanceof SparseLanes ? x.own : shapeOf(x).slice(Math.max(0, shapeOf(x).length - rank)))
const zeros = (shape: Shape): Tensor => new Tensor(shape, new Float64Array(sizeOf(shape)))

const broadcastedTo = (x: Value, shape: Shape): Value => sameShape(shapeOf(x), shape) ? x : broadcastRow(x, { rank: shape.length, shape })
const isStill = (x: Value): boolean => x instanceof Tensor && x.data.every(v => v === 0)
