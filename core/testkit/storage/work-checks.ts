import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { placeHold } from '../../journal/hold.ts'
import { newId } from '../../journal/ids.ts'
import type { Journal } from '../../journal/journal.ts'
import { runExclusive } from '../../journal/lease.ts'
import { recordStep } from '../../journal/step.ts'
import { createStore } from '../../journal/store.ts'
import { releaseTurn } from '../../journal/turn.ts'
import { assertClaim, LeaseLost, renew, schedule } from '../../journal/work.ts'
import type { StorageCheck } from './check.ts'
import { accept, claimAll, claimTurn, claimTurns, finish, textsOf } from './journal-client.ts'

const MANY = 20
const HOUR_MS = 3_600_000

/** What must come out the same however many do it at once: one process or ten. */
export const workChecks: readonly StorageCheck[] = [
  {
    id: 'storage.sql-accept',
    title: 'stores a message once that is delivered many times at once, and numbers different ones in a row',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      const same = await Promise.all(Array.from({ length: MANY }, () => accept(journal, 'anna', 'm0')))
      assert.equal(same.filter(({ isDuplicate }) => !isDuplicate).length, 1, 'a message was accepted more than once')
      assert.equal(new Set(same.map(({ message }) => message)).size, 1, 'all name the same message')
      const others = await Promise.all(
        Array.from({ length: MANY }, (_, index) => accept(journal, 'anna', `m${index + 1}`)),
      )
      assert.equal(new Set([...same, ...others].map(({ conversation }) => conversation)).size, 1)
      const { messages } = await claimTurn(journal)
      assert.deepEqual(
        messages.map(({ seq }) => seq),
        Array.from({ length: MANY + 1 }, (_, index) => index + 1),
      )
    },
  },
  {
    id: 'storage.sql-lease',
    title: 'gives each piece of work to one of many who claim at once, and to nobody else while the lease lasts',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      const refs = Array.from({ length: MANY }, (_, index) => `r${index}`)
      for (const ref of refs) await journal.write(db => schedule(journal, db, { kind: 'reread', ref, dueAt: 0 }))
      const claimed: string[] = []
      // Rows that another one has just locked are passed over: whoever comes once more finds them.
      for (let round = 0; round < 3; round += 1) {
        const claims = await Promise.all(['a', 'b', 'c', 'd'].map(owner => claimAll(journal, owner)))
        claimed.push(...claims.flat().map(({ ref }) => ref))
      }
      assert.deepEqual(claimed.toSorted(), refs.toSorted(), 'each was to be claimed once')
    },
  },
  {
    id: 'storage.sql-takeover',
    title: 'gives work on when its lease has ended, and lets the late worker write nothing',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      await accept(journal, 'anna', 'm1')
      const paused = await claimTurn(journal, 'worker-1')
      assert.equal(await journal.write(db => renew(journal, db, paused.claim)), true, 'a lease that lasts is prolonged')
      await endLeases(journal)
      assert.equal(await journal.write(db => renew(journal, db, paused.claim)), false, 'a lease that has ended is not')
      const [taken] = await claimTurns(journal, 'worker-2')
      assert.ok(taken, 'nobody gets work whose lease has ended')
      assert.deepEqual([taken.number, textsOf(taken)], [paused.number, ['m1']], 'it is the same turn')
      assert.ok(taken.claim.fence > paused.claim.fence, 'each claim has a higher number than the one before')
      const late = { number: 1, kind: 'llm', name: 'brain', input: {}, output: 'late' } as const
      for (const write of [
        () => journal.write(db => recordStep(journal, db, paused, late)),
        () => finish(journal, paused),
        () => journal.write(db => releaseTurn(journal, db, paused)),
      ])
        await assert.rejects(write(), LeaseLost)
      await journal.write(db => assertClaim(journal, db, taken.claim))
      await finish(journal, taken)
    },
  },
  {
    id: 'storage.sql-hold',
    title: 'keeps a time for one of many clients who want it at once',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      const { clock } = journal
      const start = new Date(clock.now() + HOUR_MS).toISOString()
      const end = new Date(clock.now() + 2 * HOUR_MS).toISOString()
      const part = { serviceIds: ['cut'], start, end }
      const slot = { start, end, parts: [part], claims: [{ resource: 'employee:1', capacity: 2 }] }
      const kept = await Promise.all(
        Array.from({ length: MANY }, () =>
          journal.write(db =>
            placeHold(journal, db, {
              operation: newId(),
              conversation: newId(),
              slot,
              expiresAt: clock.now() + HOUR_MS,
            }),
          ),
        ),
      )
      assert.equal(kept.filter(Boolean).length, 2, 'a time with two places is kept twice')
    },
  },
  {
    id: 'storage.sql-compare',
    title: 'lets one of many win who compare and set at once',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      const store = createStore(journal, 'kit', undefined)
      for (const expected of [undefined, 1, 2]) {
        const next = (expected ?? 0) + 1
        const won = await Promise.all(Array.from({ length: MANY }, () => store.compareAndSet('token', expected, next)))
        assert.equal(won.filter(Boolean).length, 1)
        assert.equal(await store.get('token'), next)
      }
    },
  },
  {
    id: 'storage.sql-exclusive',
    title: 'lets one at a time do what is exclusive',
    needs: ['journal'],
    async run({ open }) {
      const desk = await open()
      const journal = await desk.journal()
      const { signal } = new AbortController()
      let inside = 0
      let most = 0
      const work = Promise.all(
        Array.from({ length: 5 }, () =>
          runExclusive(journal, 'kit', signal, async () => {
            inside += 1
            most = Math.max(most, inside)
            for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve))
            inside -= 1
          }),
        ),
      )
      await desk.bench.clock.drive(work)
      assert.equal(most, 1, `${most} did it at once`)
    },
  },
]

/** As if their time were over: the lease runs on the database's clock, which nobody can move. */
async function endLeases({ db, business }: Journal): Promise<void> {
  await sql`update work set lease_until = 1 where business = ${business} and lease_until > 0`.execute(db)
}
