import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { channelSuite } from '../../core/testkit/channel/index.ts'
import { failuresOf } from './failures.ts'
import { broken } from './mutants/channel/mutant.ts'
import { pollingMutants } from './mutants/channel/polling.ts'
import { receivingMutants } from './mutants/channel/receiving.ts'
import { sendingMutants } from './mutants/channel/sending.ts'
import { askingChannel, calledChannel } from './mutants/channel/sound.ts'

// Each mutant goes through all checks: what sends has a file of its own.
describe('the conformance kit, of channels that take messages,', () => {
  it('finds nothing wrong with a sound one that is called', async () => {
    assert.deepEqual(await failuresOf(channelSuite(calledChannel)), [])
  })

  for (const mutant of receivingMutants)
    it(`finds one that ${mutant.mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(channelSuite(await broken(calledChannel, mutant))), [mutant.check])
    })

  it('has a broken one for every check of its own', () => {
    const caught = new Set([...receivingMutants, ...sendingMutants, ...pollingMutants].map(({ check }) => check))
    const { suite } = channelSuite(askingChannel)
    assert.deepEqual(
      suite.checks.map(({ id }) => id).filter(id => !caught.has(id)),
      [],
    )
  })
})
