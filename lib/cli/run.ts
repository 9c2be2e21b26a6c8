// From a request to its answer: which of the commands it is.

import { fail } from '../errors.ts'
import type { Request } from './arguments.ts'
import { emit } from './emit.ts'
import { type Answer, evaluate } from './evaluate.ts'
import type { Paper } from './paper.ts'
import { subjectOf } from './subject.ts'
import { compare, draw } from './survey.ts'

/** What a request answers; `file` is to be written. */
export function run(request: Request, paper: Paper): Answer & { readonly file?: { readonly name: string; readonly content: string } } {
  const subject = subjectOf(request)
  const drawn = request.plot || request.svg !== undefined, emitted = request.emit !== undefined
  // what is drawn may be of any order; what is emitted is one derivative
  const what = [request.hessian && '--hessian', subject.direction !== undefined && 'a direction (d…=)', !drawn && request.order !== undefined && '--order'].filter(mode => mode !== false)
  const modes = [request.check !== undefined && '--check', drawn && (request.plot ? '--plot' : '--svg'), emitted && '--emit'].filter(mode => mode !== false)
  const clash = modes.length > 1 ? modes : emitted && what.length < 2 ? [] : [...modes.filter(mode => mode !== '--emit'), ...what]
  if (clash.length > 1) fail(`${clash.join(' and ')} do not go together`)
  if (emitted) return emit(subject, request)
  if (request.over.size > 0 && request.check === undefined && !drawn) fail('--over is for --check, --plot, --svg and --emit; for a value at a point write x=1')
  if (request.check !== undefined) return compare(subject, request, paper)
  return drawn ? draw(subject, request, paper) : evaluate(subject, request, paper)
}
