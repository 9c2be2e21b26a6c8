// Reference data of the specs: published numbers in spec/reference/*.json, each with its source named inside.

import { readFileSync } from 'node:fs'

/** The content of `spec/reference/<name>.json`, wherever the specs are run from; its shape is the caller's to state. */
export function reference<Data>(name: string): Data {
  return JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8')) as Data
}
