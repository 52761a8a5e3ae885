import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { storageSuite } from '../../core/testkit/storage/index.ts'
import { failuresOf } from './failures.ts'
import { adapterMutants } from './mutants/storage/adapters.ts'

import { serverMutants } from './mutants/storage/messages.ts'
import { broken, soundDatabase } from './mutants/storage/mutant.ts'
import { statementMutants } from './mutants/storage/statements.ts'

const mutants = [...adapterMutants, ...statementMutants]

describe('the conformance kit, of storages with SQL,', () => {
  it('finds nothing wrong with a sound one', async () => {
    assert.deepEqual(await failuresOf(storageSuite(soundDatabase)), [])
  })

  for (const { check, mistake, breaks } of mutants) {
    it(`finds one that ${mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(storageSuite(broken(soundDatabase, breaks))), [check])
    })
  }

  it('has a broken one for every check of its own, here or behind a network', () => {
    const caught = new Set([...mutants, ...serverMutants].map(({ check }) => check))
    const { suite } = storageSuite(soundDatabase)
    assert.deepEqual(
      suite.checks.map(({ id }) => id).filter(id => !caught.has(id)),
      [],
    )
  })
})
