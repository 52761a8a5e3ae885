import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { pino } from 'pino'
import { ALL_KINDS } from '../../../core/journal/due-work.ts'
import { newId } from '../../../core/journal/ids.ts'
import { beginTurn, type ClaimedTurn } from '../../../core/journal/turn.ts'
import { LEASE_MS, LeaseLost, schedule, type WorkKind } from '../../../core/journal/work.ts'
import { createWorker, type Worker, type WorkHandler } from '../../../core/journal/worker.ts'
import { accept, finish, textsOf } from '../../../core/testkit/storage/journal-client.ts'
import { type OpenedJournal, openTestJournal } from './open-journal.ts'

const nothing: WorkHandler = { run: async () => undefined }

type Handlers = Readonly<Record<WorkKind, WorkHandler>>

describe('workers', { timeout: 30_000 }, () => {
  let opened: OpenedJournal
  let workers: Worker[]
  beforeEach(async () => {
    opened = await openTestJournal()
    workers = []
  })
  afterEach(async () => {
    await Promise.all(workers.map(worker => worker.stop(0)))
    await opened.close()
  })

  function startWorker(handlers: Partial<Handlers>, concurrency = 8): Worker {
    const { journal } = opened
    const log = pino({ level: 'silent' })
    const all: Handlers = {
      turn: nothing,
      outbox: nothing,
      reconcile: nothing,
      expire: nothing,
      reread: nothing,
      rotation: nothing,
      retention: nothing,
      ...handlers,
    }
    const worker = createWorker({
      journal,
      log,
      handlers: all,
      rooms: [{ kinds: ALL_KINDS, limit: concurrency }],
      pollMs: 50,
    })
    workers.push(worker)
    worker.start()
    return worker
  }

  async function workRow(kind: WorkKind, ref: string) {
    return opened.journal.db
      .selectFrom('work')
      .selectAll()
      .where('kind', '=', kind)
      .where('ref', '=', ref)
      .executeTakeFirst()
  }

  it('answer 1,000 messages of 50 conversations in order, one turn at a time, though one of three dies', async () => {
    const { journal, clock } = opened
    const [total, people] = [1_000, 50]
    const active = new Set<string>()
    const overlaps: string[] = []
    const late: unknown[] = []
    let answered = 0
    let died = 0
    const allAnswered = Promise.withResolvers<void>()
    const death = Promise.withResolvers<void>()
    const wakeUp = Promise.withResolvers<void>()

    const turnsOf = (isMortal: boolean): WorkHandler<ClaimedTurn | undefined> => ({
      prepare: (db, claim) => beginTurn(journal, db, claim),
      async run(claim, turn) {
        if (!turn) return { done: true, isWorkDue: false }
        if (isMortal && answered > total / 4) {
          // Dead: it does nothing more, and renews nothing. Much later it wakes and tries to go on.
          died += 1
          death.resolve()
          await wakeUp.promise
          await finish(journal, turn).catch(error => late.push(error))
          return { done: true, isWorkDue: false }
        }
        if (active.has(claim.ref)) overlaps.push(claim.ref)
        active.add(claim.ref)
        await new Promise(resolve => setImmediate(resolve))
        active.delete(claim.ref)
        const isWorkDue = await finish(journal, turn, [textsOf(turn).join()])
        answered += turn.messages.length
        if (answered === total) allAnswered.resolve()
        return { done: true, isWorkDue }
      },
    })
    const handlersOf = (isMortal: boolean) => ({ turn: turnsOf(isMortal) as WorkHandler })
    const mortal = startWorker(handlersOf(true))
    const others = [startWorker(handlersOf(false)), startWorker(handlersOf(false))]
    const wake = () => {
      for (const worker of workers) worker.wake()
    }

    const expected = new Map<string, string[]>()
    for (let from = 0; from < total; from += people) {
      await Promise.all(
        Array.from({ length: people }, async (_, person) => {
          const [address, id] = [`client-${person}`, `m${from + person}`]
          expected.set(address, [...(expected.get(address) ?? []), id])
          await accept(journal, address, id)
        }),
      )
      wake()
    }
    await death.promise
    await mortal.stop(0)
    await clock.advance(LEASE_MS)
    for (const worker of others) worker.wake()
    await allAnswered.promise
    wakeUp.resolve()
    while (late.length < died) await new Promise(resolve => setImmediate(resolve))

    assert.ok(died > 0)
    assert.deepEqual(overlaps, [])
    assert.ok(
      late.every(error => error instanceof LeaseLost),
      'what woke up wrote nothing',
    )
    const rows = await journal.db
      .selectFrom('message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation')
      .select(['address', 'author', 'message.text', 'message.turn'])
      .orderBy('conversation')
      .orderBy('message.seq')
      .execute()
    for (const [address, texts] of expected) {
      const own = rows.filter(row => row.address === address)
      const turns = own.filter(row => row.author === 'client').map(row => row.turn ?? -1)
      assert.deepEqual(
        turns,
        turns.toSorted((a, b) => a - b),
        'turns follow the order of the messages',
      )
      const replies = own.filter(row => row.author === 'desk')
      assert.equal(replies.map(row => row.text).join(), texts.join(), 'each message is answered once, in order')
      assert.deepEqual(
        replies.map(row => row.turn),
        replies.map((_, index) => index + 1),
      )
    }
  })

  it('go on with other work when one row cannot even be begun', async () => {
    const { journal, clock } = opened
    const { conversation: broken } = await accept(journal, 'broken', 'm1')
    await accept(journal, 'anna', 'm2')
    await journal.db.updateTable('conversation').set({ sender: 'no JSON' }).where('id', '=', broken).execute()
    const answered = Promise.withResolvers<void>()
    startWorker({
      turn: {
        prepare: (db, claim) => beginTurn(journal, db, claim),
        async run(_claim, turn: ClaimedTurn | undefined) {
          if (!turn) return { done: true, isWorkDue: false }
          const isWorkDue = await finish(journal, turn, [])
          answered.resolve()
          return { done: true, isWorkDue }
        },
      } as WorkHandler,
    })
    await answered.promise
    const row = await workRow('turn', broken)
    assert.ok(row && row.due_at > clock.now(), 'it is put off')
    assert.equal(row.attempts, 1)
  })

  it('try failed work again, each time later', async () => {
    const { journal, clock } = opened
    const waits: number[] = []
    let failed = Promise.withResolvers<void>()
    const worker = startWorker({
      reread: {
        async run() {
          failed.resolve()
          throw new Error('the CRM is down')
        },
      },
    })
    await journal.write(db => schedule(journal, db, { kind: 'reread', ref: '7', dueAt: clock.now() }))
    worker.wake()
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await failed.promise
      failed = Promise.withResolvers<void>()
      let row = await workRow('reread', '7')
      while (row?.owner !== null) {
        await new Promise(resolve => setImmediate(resolve))
        row = await workRow('reread', '7')
      }
      waits.push(row.due_at - clock.now())
      await clock.advance(row.due_at - clock.now())
      worker.wake()
    }
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000])
  })

  it('do again what was scheduled while it was being done', async () => {
    const { journal, clock } = opened
    const done = Promise.withResolvers<void>()
    let runs = 0
    const worker = startWorker({
      reread: {
        async run() {
          runs += 1
          if (runs === 2) done.resolve()
          if (runs === 1)
            await journal.write(db => schedule(journal, db, { kind: 'reread', ref: '7', dueAt: clock.now() }))
          return undefined
        },
      },
    })
    await journal.write(db => schedule(journal, db, { kind: 'reread', ref: '7', dueAt: clock.now() }))
    worker.wake()
    await done.promise
    assert.equal(runs, 2)
  })

  it('finish what runs when they are stopped, and take nothing new', async () => {
    const { journal, clock } = opened
    const release = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const did: string[] = []
    const worker = startWorker(
      {
        reread: {
          async run({ ref }) {
            begun.resolve()
            await release.promise
            did.push(ref)
            return undefined
          },
        },
      },
      1,
    )
    await journal.write(async db => {
      await schedule(journal, db, { kind: 'reread', ref: 'first', dueAt: clock.now() })
      await schedule(journal, db, { kind: 'reread', ref: 'second', dueAt: clock.now() })
    })
    worker.wake()
    await begun.promise
    const stopped = worker.stop(10_000)
    release.resolve()
    await stopped
    assert.equal(did.length, 1)
    assert.equal(worker.running(), 0)
    assert.equal(worker.vacancy(), undefined)
  })

  it('give back at once what they were stopped in the middle of', async () => {
    const { journal, clock } = opened
    const begun = Promise.withResolvers<void>()
    const worker = startWorker({
      reread: {
        run: (_claim, _prepared, signal) =>
          new Promise((_, reject) => {
            begun.resolve()
            signal.addEventListener('abort', () => reject(signal.reason))
          }),
      },
    })
    await journal.write(db => schedule(journal, db, { kind: 'reread', ref: newId(), dueAt: clock.now() }))
    worker.wake()
    await begun.promise
    await worker.stop(0)
    const row = await journal.db.selectFrom('work').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([row.owner, row.lease_until], [null, 0])
  })
})
