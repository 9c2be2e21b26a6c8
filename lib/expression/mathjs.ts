// The only import of mathjs: its parser, and its functions of whole numbers, which have a value but no derivative.

/*! Contains parts of math.js (https://mathjs.org), Copyright (C) 2013-2026 Jos de Jong, Apache License 2.0; typed-function, MIT. */

import {
  bellNumbersDependencies, bernoulliDependencies, bitAndDependencies, bitNotDependencies, bitOrDependencies, bitXorDependencies, catalanDependencies,
  compositionDependencies, create, gcdDependencies, isPrimeDependencies, lcmDependencies, leftShiftDependencies,
  multinomialDependencies, parseDependencies, permutationsDependencies, rightArithShiftDependencies, rightLogShiftDependencies,
  stirlingS2Dependencies, xgcdDependencies,
} from 'mathjs/number'

const make = create as (factories: object) => object

let parser: ((text: string) => unknown) | undefined

/** mathjs' tree of a text. */
export const treeOf = (text: string): unknown => (parser ??= (make({ parseDependencies }) as { parse: (text: string) => unknown }).parse)(text)

const wholes = {
  bellNumbers: bellNumbersDependencies, bernoulli: bernoulliDependencies, bitAnd: bitAndDependencies, bitNot: bitNotDependencies, bitOr: bitOrDependencies,
  bitXor: bitXorDependencies, catalan: catalanDependencies, composition: compositionDependencies,
  gcd: gcdDependencies, isPrime: isPrimeDependencies, lcm: lcmDependencies, leftShift: leftShiftDependencies, multinomial: multinomialDependencies,
  permutations: permutationsDependencies, rightArithShift: rightArithShiftDependencies, rightLogShift: rightLogShiftDependencies,
  stirlingS2: stirlingS2Dependencies, xgcd: xgcdDependencies,
}

let functions: Readonly<Record<string, (...args: unknown[]) => unknown>> | undefined

/** A function of whole numbers as mathjs computes it, on plain numbers and arrays of them; undefined where there is none of this name. */
export function wholeFunction(name: string): ((...args: unknown[]) => unknown) | undefined {
  if (!Object.hasOwn(wholes, name)) return undefined
  functions ??= make(wholes) as NonNullable<typeof functions>
  return functions[name]
}

export const wholeNames: readonly string[] = Object.keys(wholes)
