// Paths: the ways through a function that have been taken, as a tree of its tests. How a way is recorded is in trace.ts.

import type { Guard } from '../trace.ts'
import type { Tape } from '../trace/tape.ts'
import { leavesOf, relabel, type Shape } from './shape.ts'

/** A test and what follows either outcome, as far as it is known; or the result. */
export type Tree = Branch | Leaf
export interface Branch { readonly kind: 'branch'; readonly id: number; yes: Tree | undefined; no: Tree | undefined }
export interface Leaf { readonly kind: 'leaf'; readonly result: Shape }

/** A program: a tape, and the tree of ways through it. The arguments' leaves are numbers of inputs. */
export interface Program { readonly tape: Tape; readonly args: readonly Shape[]; readonly tree: Tree }

/** The tree with one path more; nothing where the function did not take the same way to the same test twice. */
export function grown(tree: Tree | undefined, guards: readonly Guard[], result: Shape, at = 0): Tree | undefined {
  // from the end of the path inwards, for a path may have thousands of tests
  const spine: Branch[] = []
  let here = tree
  for (; at < guards.length; at++) {
    const { id, outcome } = guards[at]!
    if (here === undefined) here = { kind: 'branch', id, yes: undefined, no: undefined }
    if (here.kind === 'leaf' || here.id !== id) return undefined
    spine.push(here)
    here = outcome ? here.yes : here.no
  }
  if (here !== undefined) return undefined
  let end: Tree = { kind: 'leaf', result }
  for (let i = spine.length - 1; i >= 0; i--) {
    const branch = spine[i]!
    if (guards[i]!.outcome) branch.yes = end
    else branch.no = end
    end = branch
  }
  return end
}

/** Every test and every result of a tree, each after those it follows. */
export function parts(tree: Tree): Tree[] {
  const open: Tree[] = [tree], all: Tree[] = []
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    all.push(part)
    if (part.kind === 'branch') {
      if (part.no !== undefined) open.push(part.no)
      if (part.yes !== undefined) open.push(part.yes)
    }
  }
  return all
}

/** The operations that a tree asks for itself. */
export function rootsOf(tree: Tree): number[] {
  const roots: number[] = []
  if (tree.kind === 'leaf') leavesOf(tree.result, roots)
  else for (const part of parts(tree)) {
    if (part.kind === 'branch') roots.push(part.id)
    else leavesOf(part.result, roots)
  }
  return roots
}

/** The same tree over another tape. */
export const moved = (tree: Tree, to: (id: number) => number): Tree =>
  tree.kind === 'leaf' ? { kind: 'leaf', result: relabel(tree.result, to) } : movedBranch(tree, to)

function movedBranch(tree: Branch, to: (id: number) => number): Tree {
  const copies = new Map<Tree, Tree>()
  for (const part of parts(tree).reverse())
    copies.set(part, part.kind === 'leaf'
      ? { kind: 'leaf', result: relabel(part.result, to) }
      : { kind: 'branch', id: to(part.id), yes: part.yes && copies.get(part.yes), no: part.no && copies.get(part.no) })
  return copies.get(tree)!
}
