import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { finishTurn } from '../../../core/journal/finish.ts'
import type { Journal } from '../../../core/journal/journal.ts'
import type { Db } from '../../../core/journal/schema.ts'
import { recordStep } from '../../../core/journal/step.ts'
import { type ClaimedTurn, releaseTurn } from '../../../core/journal/turn.ts'
import { assertClaim, complete, LEASE_MS, LeaseLost, renew } from '../../../core/journal/work.ts'
import {
  accept,
  claimAll,
  claimTurn,
  claimTurns,
  finish,
  textsOf,
} from '../../../core/testkit/storage/journal-client.ts'
import { testStore } from '../../support/moved-database.ts'
import { type OpenedJournal, openTestJournal } from './open-journal.ts'

const MINUTE_MS = 60_000

const stepOf = (number: number, output: unknown) => ({ number, kind: 'llm', name: 'brain', input: {}, output }) as const

function step(journal: Journal, turn: ClaimedTurn, number: number, output: unknown) {
  return journal.write(db => recordStep(journal, db, turn, stepOf(number, output)))
}

describe('turns', () => {
  let opened: OpenedJournal
  let journal: Journal
  beforeEach(async () => {
    opened = await openTestJournal()
    journal = opened.journal
  })
  afterEach(() => opened.close())

  const count = async (table: 'step' | 'message' | 'outbox' | 'turn') =>
    (await journal.db.selectFrom(table).selectAll().execute()).length

  it('belong to one worker at a time', async () => {
    await accept(journal, 'anna', 'm1')
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map(owner => claimAll(journal, owner)))
    assert.equal(claims.flat().length, 1)
  })

  it('are taken over when their lease has ended, and not before', async () => {
    const { clock } = opened
    await accept(journal, 'anna', 'm1')
    const first = await claimTurn(journal, 'worker-1')
    await clock.advance(LEASE_MS - 1)
    assert.deepEqual(await claimAll(journal, 'worker-2'), [])
    await clock.advance(1)
    const second = await claimTurn(journal, 'worker-2')
    assert.equal(second.number, first.number, 'it is the same turn')
    assert.ok(second.claim.fence > first.claim.fence)
  })

  it('stay with a worker that renews their lease', async () => {
    const { clock } = opened
    await accept(journal, 'anna', 'm1')
    const turn = await claimTurn(journal, 'worker-1')
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.advance(LEASE_MS / 2)
      assert.equal(await journal.write(db => renew(journal, db, turn.claim)), true)
      assert.deepEqual(await claimAll(journal, 'worker-2'), [])
    }
    await clock.advance(LEASE_MS)
    assert.equal(await journal.write(db => renew(journal, db, turn.claim)), false, 'what has ended is not renewed')
  })

  it('let a paused worker that wakes write nothing', async () => {
    const { clock } = opened
    await accept(journal, 'anna', 'm1')
    const paused = await claimTurn(journal, 'worker-1')
    await clock.advance(LEASE_MS)
    const taken = await claimTurn(journal, 'worker-2')

    await assert.rejects(step(journal, paused, 1, 'late'), LeaseLost)
    await assert.rejects(finish(journal, paused), LeaseLost)
    await assert.rejects(
      journal.write(db => releaseTurn(journal, db, paused)),
      LeaseLost,
    )
    assert.equal(await journal.write(db => renew(journal, db, paused.claim)), false)
    await journal.write(db => complete(journal, db, paused.claim))
    await journal.write(db => assertClaim(journal, db, taken.claim))
    assert.deepEqual([await count('step'), await count('outbox'), await count('turn')], [0, 0, 0])
    await finish(journal, taken)
    assert.equal(await count('outbox'), 1)
  })

  // SQLite lets nobody claim while another one writes.
  if (testStore === 'postgres')
    for (const [what, write] of [
      ['a check of its claim', (db: Db, { claim }: ClaimedTurn) => assertClaim(journal, db, claim)],
      ['a step', (db: Db, turn: ClaimedTurn) => recordStep(journal, db, turn, stepOf(1, 'late'))],
    ] as const)
      it(`are nobody else’s while their worker is frozen past its lease, in a transaction with ${what}`, async () => {
        const { clock } = opened
        await accept(journal, 'anna', 'm1')
        const turn = await claimTurn(journal, 'worker-1')
        const frozen = Promise.withResolvers<void>()
        const wakes = Promise.withResolvers<void>()
        const writing = journal.write(async db => {
          await write(db, turn)
          frozen.resolve()
          await wakes.promise
        })
        await frozen.promise
        await clock.advance(LEASE_MS)
        const early = await claimAll(journal, 'worker-2')
        wakes.resolve()
        await writing
        assert.deepEqual(early, [])
        assert.equal((await claimAll(journal, 'worker-2')).length, 1)
      })

  it('are written as a whole or not at all', async () => {
    await accept(journal, 'anna', 'm1')
    const turn = await claimTurn(journal)
    const state = () => journal.db.selectFrom('conversation').selectAll().executeTakeFirstOrThrow()
    const before = await state()
    const message = { text: 'ok', locale: 'en', author: 'desk' } as const
    const end = {
      state: 'GREETING',
      session: '{"new":true}',
      mode: 'auto',
      choices: [],
      isStoredDelivery: false,
    } as const
    // One of its last writes fails: two replies of one id.
    const replies = [
      { id: 'the-same-id', message },
      { id: 'the-same-id', message },
    ]
    await assert.rejects(journal.write(db => finishTurn(journal, db, turn, { ...end, replies })))
    assert.deepEqual(await state(), before)
    assert.deepEqual([await count('message'), await count('outbox'), await count('turn')], [1, 0, 0])
    await finish(journal, turn)
    assert.deepEqual([await count('message'), await count('outbox'), await count('turn')], [2, 1, 1])
  })

  it('go on from their recorded steps after their worker died', async () => {
    const { clock } = opened
    await accept(journal, 'anna', 'm1')
    const dead = await claimTurn(journal, 'worker-1')
    await step(journal, dead, 1, { say: 'hello' })
    await step(journal, dead, 2, { slots: [] })
    await accept(journal, 'anna', 'm2')
    await clock.advance(5 * MINUTE_MS)
    const resumed = await claimTurn(journal, 'worker-2')
    assert.equal(resumed.number, dead.number)
    assert.deepEqual(textsOf(resumed), ['m1'], 'with exactly its own messages')
    assert.deepEqual(
      resumed.steps.map(({ output }) => JSON.parse(output)),
      [{ say: 'hello' }, { slots: [] }],
    )
    await finish(journal, resumed)
    assert.deepEqual(textsOf(await claimTurn(journal)), ['m2'])
  })

  it('are not resumed when they are older than five minutes: their messages are claimed anew with newer ones', async () => {
    const { clock } = opened
    await accept(journal, 'anna', 'm1')
    const dead = await claimTurn(journal, 'worker-1')
    await step(journal, dead, 1, 'old')
    await accept(journal, 'anna', 'm2')
    await clock.advance(5 * MINUTE_MS + 1)
    const fresh = await claimTurn(journal, 'worker-2')
    assert.equal(fresh.number, dead.number + 1)
    assert.deepEqual(textsOf(fresh), ['m1', 'm2'])
    assert.deepEqual(fresh.steps, [])
    await finish(journal, fresh)
    assert.deepEqual(await claimTurns(journal), [])
    const turns = await journal.db.selectFrom('turn').select(['number', 'status']).orderBy('number').execute()
    assert.deepEqual(
      turns.map(({ number, status }) => [number, status]),
      [
        [1, 'abandoned'],
        [2, 'done'],
      ],
    )
  })

  it('give their messages back when a newer one must be answered with them', async () => {
    await accept(journal, 'anna', 'm1')
    const turn = await claimTurn(journal)
    await accept(journal, 'anna', 'm2')
    await journal.write(db => releaseTurn(journal, db, turn))
    const next = await claimTurn(journal)
    assert.equal(next.number, 2)
    assert.deepEqual(textsOf(next), ['m1', 'm2'])
  })

  it('answer what came while they ran right after', async () => {
    await accept(journal, 'anna', 'm1')
    const turn = await claimTurn(journal)
    await accept(journal, 'anna', 'm2', { burstMs: 4_000 })
    assert.equal(await finish(journal, turn), true)
    assert.deepEqual((await claimTurns(journal)).map(textsOf), [['m2']])
  })
})
