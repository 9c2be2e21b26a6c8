// uvu with a ledger: the same interface, and at exit an account of every suite for the runner, on file descriptor 3.
// The runner puts this module in the place of `uvu`; specs go on writing `import { suite, test } from 'uvu'`.

import { writeSync } from 'node:fs'
import * as uvu from 'uvu'
import { running, tally, Uncompiled } from './mode.ts'

const ledger = []

function watch(plain, name) {
  const account = {
    name,
    registered: 0, //   tests written down, not counting skipped ones
    forgotten: 0, //    … since the last .run(): nobody has asked for them
    due: 0, //          … whose turn has to come
    begun: false,
    running: null, //   the test that is running now
    passed: 0,
    failed: 0,
    skipped: 0,
    uncompiled: 0, //   that have no second run, and said so
    only: 0,
    hookErrors: [],
  }
  ledger.push(account)

  const watched = (title, handler) => async state => {
    account.begun = true
    account.running = title
    running.test++
    try {
      await handler(state)
      account.passed++
    } catch (error) {
      if (error instanceof Uncompiled) return void account.uncompiled++
      account.failed++
      throw error
    } finally {
      account.running = null
    }
  }
  const hook = register => handler =>
    register(async state => {
      account.begun = true
      try {
        await handler(state)
      } catch (error) {
        account.hookErrors.push(String(error?.message ?? error).trim().split('\n')[0])
        console.error(error) // uvu would not say it
        throw error
      }
    })

  let chosen = 0 // with .only, since the last .run()
  const test = (title, handler) => {
    account.registered++
    account.forgotten++
    plain(title, watched(title, handler))
  }
  test.only = (title, handler) => {
    account.registered++
    account.only++
    chosen++
    plain.only(title, watched(title, handler))
  }
  test.skip = () => {
    account.skipped++
    plain.skip()
  }
  test.before = Object.assign(hook(plain.before), { each: hook(plain.before.each) })
  test.after = Object.assign(hook(plain.after), { each: hook(plain.after.each) })
  test.run = () => {
    account.due += chosen || account.forgotten
    account.forgotten = chosen = 0
    plain.run()
  }
  return test
}

export const suite = (name = '', state = {}) => watch(uvu.suite(name, state), name)
export const test = watch(uvu.test, '')
export const exec = uvu.exec

process.on('exit', () => {
  try {
    writeSync(3, JSON.stringify({ suites: ledger, tally }))
  } catch {} // run by hand, without the runner
})
