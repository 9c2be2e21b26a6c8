// What compiling a part of an expression needs to know, and errors that point at the part. Nothing is compiled here.

import { FlatDual } from '../dual.ts'
import { PushforwardError } from '../errors.ts'
import { isBox, type Value } from '../value.ts'
import type { Node } from './nodes.ts'
import { complain, locate } from './position.ts'
import type { Scope } from './scope.ts'
import type { Thing } from './thing.ts'

/** Parameters of the user's functions, innermost first. */
export interface Args { readonly outer: Args | undefined; readonly values: readonly Thing[] }

/** A compiled part: of the slots of the call and the parameters in sight. */
export type Code = (slots: Thing[], args: Args | undefined) => Thing

export interface Context {
  readonly text: string
  readonly tree: Node
  readonly scope: Scope
  /** the parameters in sight, innermost first */
  readonly parameters: readonly (readonly string[])[]
  /** within an index: how long the dimension is */
  readonly end?: { length: number }
}

export const error = (c: Context, node: Node, sentence: string): never => complain(c.text, locate(c.text, c.tree, node), sentence)

/** f, whose errors point at the node. */
export function placed<A extends Thing[]>(c: Context, node: Node, f: (...args: A) => Thing): (...args: A) => Thing {
  return (...args) => {
    try {
      return f(...args)
    } catch (thrown) {
      if (thrown instanceof PushforwardError && !thrown.message.includes('\n\n')) complain(c.text, locate(c.text, c.tree, node), thrown.message, thrown)
      throw thrown
    }
  }
}

/** A value that stands for one number: what rows take as it is. */
export const quick = (x: Thing): x is Value => typeof x === 'number' || x instanceof FlatDual || isBox(x)
