import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { acceptMessage, acceptOnce } from '../../../core/journal/accept.ts'
import {
  accept,
  claimAll,
  claimTurn,
  claimTurns,
  finish,
  messageOf,
  textsOf,
} from '../../../core/testkit/storage/journal-client.ts'
import { type OpenedJournal, openTestJournal } from './open-journal.ts'

describe('accepting messages', () => {
  let opened: OpenedJournal
  beforeEach(async () => {
    opened = await openTestJournal()
  })
  afterEach(() => opened.close())

  it('stores an event that is delivered many times at once a single time', async () => {
    const { journal } = opened
    const receipts = await Promise.all(Array.from({ length: 30 }, () => accept(journal, 'anna', 'm1')))
    assert.equal(receipts.filter(receipt => !receipt.isDuplicate).length, 1)
    assert.equal(new Set(receipts.map(receipt => receipt.message)).size, 1, 'all name the same message')
    assert.deepEqual(textsOf(await claimTurn(journal)), ['m1'])
  })

  it('tells a redelivery from another message with the same id, after a restart too', async () => {
    const { journal } = opened
    await accept(journal, 'anna', 'm1')
    assert.equal((await accept(journal, 'anna', 'm1')).differs, undefined)
    const other = messageOf('anna', 'm1', { parts: [{ type: 'text', text: 'something else' }] })
    const again = await acceptMessage(journal, other)
    assert.deepEqual({ isDuplicate: again.isDuplicate, differs: again.differs }, { isDuplicate: true, differs: true })
    assert.equal((await accept(journal, 'anna', 'm1')).differs, undefined, 'the first one stays the one of this id')
  })

  it('takes the same id from another channel instance as another message', async () => {
    const { journal } = opened
    const first = await accept(journal, 'anna', 'm1')
    const second = await acceptMessage(journal, messageOf('anna', 'm1', { instance: 'chat' }))
    assert.equal(second.isDuplicate, false)
    assert.notEqual(second.conversation, first.conversation)
  })

  it('keeps businesses apart in one database', async () => {
    const { journal } = opened
    const other = { ...journal, business: 'other' }
    await accept(journal, 'anna', 'm1')
    assert.equal((await accept(other, 'anna', 'm1')).isDuplicate, false)
    assert.deepEqual((await claimTurns(other)).map(textsOf), [['m1']])
    assert.deepEqual((await claimTurns(journal)).map(textsOf), [['m1']])
  })

  it('numbers messages of one address in one conversation, however many come at once', async () => {
    const { journal } = opened
    const receipts = await Promise.all(Array.from({ length: 40 }, (_, index) => accept(journal, 'anna', `m${index}`)))
    assert.equal(new Set(receipts.map(receipt => receipt.conversation)).size, 1)
    const turn = await claimTurn(journal)
    assert.deepEqual(
      turn.messages.map(({ seq }) => seq),
      Array.from({ length: 40 }, (_, index) => index + 1),
    )
  })

  it('notes an event that is no message once', async () => {
    const { journal } = opened
    const noted = await Promise.all(
      Array.from({ length: 10 }, () => journal.write(db => acceptOnce(journal, db, 'messenger', 'status:1'))),
    )
    assert.deepEqual(noted.filter(Boolean), [true])
  })

  it('waits for the rest of a burst', async () => {
    const { journal, clock } = opened
    await accept(journal, 'anna', 'I would like', { burstMs: 1_500 })
    await clock.advance(1_000)
    await accept(journal, 'anna', 'a haircut', { burstMs: 1_500 })
    await clock.advance(1_499)
    assert.deepEqual(await claimTurns(journal), [])
    await clock.advance(1)
    assert.deepEqual(textsOf(await claimTurn(journal)), ['I would like', 'a haircut'])
  })

  it('lets nobody who goes on writing wait longer than four seconds', async () => {
    const { journal, clock } = opened
    const texts = ['m0', 'm1', 'm2', 'm3']
    for (const text of texts) {
      await accept(journal, 'anna', text, { burstMs: 1_500 })
      await clock.advance(1_000)
    }
    assert.deepEqual(textsOf(await claimTurn(journal)), texts)
  })

  it('begins a new burst after the answer', async () => {
    const { journal, clock } = opened
    await accept(journal, 'anna', 'm1', { burstMs: 1_500 })
    await clock.advance(1_500)
    await finish(journal, await claimTurn(journal), [])
    await clock.advance(60_000)
    await accept(journal, 'anna', 'm2', { burstMs: 1_500 })
    await clock.advance(1_499)
    assert.deepEqual(await claimTurns(journal), [])
    await clock.advance(1)
    assert.deepEqual(textsOf(await claimTurn(journal)), ['m2'])
  })

  it('ends a burst at a pressed button', async () => {
    const { journal } = opened
    await accept(journal, 'anna', 'm1', { burstMs: 1_500 })
    await accept(journal, 'anna', 'pressed', { burstMs: 0 })
    assert.deepEqual(textsOf(await claimTurn(journal)), ['m1', 'pressed'])
  })

  describe('with a worker that has room', () => {
    it('claims the turn of an idle conversation with its message', async () => {
      const { journal } = opened
      const { turn } = await acceptMessage(journal, messageOf('anna', 'm1'), 'worker-1')
      assert.ok(turn)
      assert.deepEqual(textsOf(turn), ['m1'])
      assert.deepEqual(await claimAll(journal, 'worker-2'), [], 'nobody else may have it')
      await finish(journal, turn)
      const next = await acceptMessage(journal, messageOf('anna', 'm2'), 'worker-2')
      assert.equal(next.turn?.number, 2)
    })

    it('claims nothing while a turn of the conversation runs or waits', async () => {
      const { journal } = opened
      const { turn } = await acceptMessage(journal, messageOf('anna', 'm1'), 'worker-1')
      const second = await acceptMessage(journal, messageOf('anna', 'm2'), 'worker-1')
      assert.equal(second.turn, undefined)
      assert.ok(turn)
      assert.equal(await finish(journal, turn), true, 'says that something waits')
      const third = await acceptMessage(journal, messageOf('anna', 'm3'), 'worker-1')
      assert.equal(third.turn, undefined, 'the second message waits before it')
      const turns = await claimTurns(journal)
      assert.deepEqual(turns.map(textsOf), [['m2', 'm3']])
    })

    it('claims nothing for an event seen before', async () => {
      const { journal } = opened
      const { turn } = await acceptMessage(journal, messageOf('anna', 'm1'), 'worker-1')
      assert.ok(turn)
      await finish(journal, turn)
      const again = await acceptMessage(journal, messageOf('anna', 'm1'), 'worker-1')
      assert.equal(again.isDuplicate, true)
      assert.equal(again.turn, undefined)
    })

    it('gives the turn to another worker when its claimer dies', async () => {
      const { journal, clock } = opened
      const { turn: dead } = await acceptMessage(journal, messageOf('anna', 'm1'), 'worker-1')
      assert.ok(dead)
      await clock.advance(10_001)
      const taken = await claimTurn(journal, 'worker-2')
      assert.equal(taken.number, dead.number)
      assert.deepEqual(textsOf(taken), ['m1'])
      await assert.rejects(finish(journal, dead), /lease/)
      await finish(journal, taken)
    })
  })
})
