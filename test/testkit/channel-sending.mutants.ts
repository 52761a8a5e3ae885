import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { channelSuite } from '../../core/testkit/channel/index.ts'
import { failuresOf } from './failures.ts'
import { broken } from './mutants/channel/mutant.ts'
import { pollingMutants } from './mutants/channel/polling.ts'
import { sendingMutants } from './mutants/channel/sending.ts'
import { askingChannel, calledChannel } from './mutants/channel/sound.ts'
import { fileless } from './mutants/channel/stored.ts'

describe('the conformance kit, of channels that send messages,', () => {
  for (const mutant of sendingMutants)
    it(`finds one that ${mutant.mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(channelSuite(await broken(calledChannel, mutant))), [mutant.check])
    })
})

describe('the conformance kit, of channels that poll,', () => {
  it('finds nothing wrong with a sound one', async () => {
    assert.deepEqual(await failuresOf(channelSuite(askingChannel)), [])
  })

  for (const mutant of pollingMutants)
    it(`finds one that ${mutant.mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(channelSuite(await broken(askingChannel, mutant))), [mutant.check])
    })
})

describe('the conformance kit, of channels whose clients read the history,', () => {
  it('finds one that leaves files out that it has declared, and nothing else wrong with it', async () => {
    assert.deepEqual(await failuresOf(channelSuite(fileless)), ['channel.files'])
  })
})
