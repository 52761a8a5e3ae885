import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { crmSuite } from '../../core/testkit/crm/index.ts'
import { sideEffectsOfImport } from '../../core/testkit/import-check.ts'
import { checksOf, runSuite } from '../../core/testkit/run.ts'
import type { Subject } from '../../core/testkit/subject.ts'
import { runCommand } from '../support/command.ts'
import { broken, soundCrm } from './mutants/crm/mutant.ts'

const module = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`

/** The results of these checks only. */
async function resultsOf(subject: Subject<'crm'>, ...ids: readonly string[]) {
  const results = await runSuite(
    crmSuite,
    subject,
    checksOf(crmSuite).filter(({ id }) => ids.some(part => id.startsWith(part))),
  )
  return results.map(({ id, outcome, reason }) => ({ id, outcome, ...(reason !== undefined && { reason }) }))
}

describe('the conformance kit', () => {
  it('sees what importing a module does beside defining things', async () => {
    const effects = [
      ['globalThis.counted = 1', 'it sets globalThis.counted'],
      ['process.env.TZ = "Asia/Tokyo"', 'it changes the environment variable TZ'],
      ['console.log("hello")', 'it writes to standard output'],
      ['setInterval(() => {}, 1000)', 'it leaves open: a timer'],
      ['process.on("SIGTERM", () => {})', 'it leaves open: process.on("SIGTERM")'],
      ['import { writeFileSync } from "node:fs"; writeFileSync("cache", "")', 'it writes the file cache'],
      ['fetch("http://127.0.0.1:65531").catch(() => {})', 'it goes to the network (127.0.0.1:65531)'],
    ]
    for (const [source = '', effect] of effects) assert.deepEqual(await sideEffectsOfImport(module(source)), [effect])
    assert.deepEqual(await sideEffectsOfImport(soundCrm.module), [])
  })

  it('says what is wrong with a module that can not be imported alone', async () => {
    await assert.rejects(sideEffectsOfImport(module('throw new Error("no licence")')), /no licence/)
  })

  it('stops at a schema with which nothing can be created', async () => {
    const results = await resultsOf(
      broken({ check: '', mistake: '', plugin: { configSchema: {} } }),
      'common.schema',
      'crm',
    )
    assert.deepEqual(results, [{ id: 'common.schema', outcome: 'failed' }])
  })

  it('wants a fake of whoever talks to somebody over the network', async () => {
    const fake = await soundCrm.fake?.({ now: () => Date.parse('2027-03-25T08:00:00+01:00'), company: Object() })
    const { fake: _, config, ...rest } = soundCrm
    const alone = { ...rest, config: typeof config === 'function' ? config(fake?.url ?? '') : config }
    try {
      assert.deepEqual(await resultsOf(alone, 'common.provider'), [{ id: 'common.provider', outcome: 'failed' }])
    } finally {
      await fake?.close()
    }
  })

  it('skips what a plugin does not declare, and says so', async () => {
    const still = broken({
      check: '',
      mistake: '',
      crm: ({ capabilities }, { error }) => ({
        capabilities: { ...capabilities, reschedule: 'none' },
        async rescheduleAppointment() {
          throw error('unsupported', 'Acme moves nothing')
        },
      }),
    })
    const results = await resultsOf(still, 'crm.move', 'crm.unsupported')
    assert.deepEqual(
      results.filter(({ outcome }) => outcome !== 'skipped'),
      [{ id: 'crm.unsupported', outcome: 'passed' }],
    )
    assert.deepEqual(new Set(results.flatMap(({ reason }) => reason ?? [])), new Set(['reschedule is "none"']))
  })

  it('fails the author’s test with the promise that was broken, and counts the others', async () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const file = join(import.meta.dirname, '../fixtures/testkit/forgetful.ts')
    const { code, stdout } = await runCommand(process.execPath, ['--import=tsx', '--test', file], { env })
    assert.equal(code, 1)
    assert.match(stdout, /conformance: crm forgetful: \d+ checks passed, 1 failed, \d+ skipped by its capabilities/)
    assert.match(stdout, /offers times that start inside the window/)
  })
})
