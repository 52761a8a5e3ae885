import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { storageSuite } from '../../core/testkit/storage/index.ts'
import { failuresOf } from './failures.ts'

import { serverMutants as mutants } from './mutants/storage/messages.ts'
import { broken, soundServer } from './mutants/storage/mutant.ts'

// They wait for time-outs most of the time.
describe('the conformance kit, of storages behind a network,', { concurrency: true }, () => {
  it('finds nothing wrong with a sound one', async () => {
    assert.deepEqual(await failuresOf(storageSuite(soundServer)), [])
  })

  for (const { check, mistake, breaks } of mutants) {
    it(`finds one that ${mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(storageSuite(broken(soundServer, breaks))), [check])
    })
  }
})
