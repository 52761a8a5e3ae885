import { sql } from 'kysely'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { dueTime, LEASE_MS, newWork } from './work.ts'

/** Nobody who goes on writing waits longer for an answer. */
const MAX_BURST_MS = 4_000

/** Makes a turn due when the burst is over. */
export async function scheduleTurn(journal: Journal, db: Db, conversation: string, now: number, burstMs: number) {
  const isIdle = sql`work.due_at >= ${NEVER}`
  const burstEnd = dueTime(journal, now + burstMs)
  await db
    .insertInto('work')
    .values(newWork(journal, { kind: 'turn', ref: conversation, dueAt: now + burstMs }))
    .onConflict(c =>
      c.columns(['business', 'kind', 'ref']).doUpdateSet({
        due_at: sql`case when ${isIdle} or work.since + ${MAX_BURST_MS} > ${burstEnd} then ${burstEnd} else work.since + ${MAX_BURST_MS} end`,
        since: sql`case when ${isIdle} then ${journal.now()} else work.since end`,
        revision: sql`work.revision + 1`,
        attempts: 0,
      }),
    )
    .execute()
}

/** Takes the lease of an idle conversation's turn. */
export async function claimTurn(journal: Journal, db: Db, conversation: string, owner: string) {
  const now = journal.now()
  const lease = { due_at: now, since: now, owner, lease_until: sql<number>`${now} + ${LEASE_MS}` }
  return db
    .insertInto('work')
    .values({
      business: journal.business,
      kind: 'turn',
      ref: conversation,
      ...lease,
      fence: 1,
      revision: 1,
      attempts: 1,
    })
    .onConflict(c =>
      c.columns(['business', 'kind', 'ref']).doUpdateSet({
        ...lease,
        fence: sql`work.fence + 1`,
        revision: sql`work.revision + 1`,
        attempts: 1,
      }),
    )
    .returning(['fence', 'revision'])
    .executeTakeFirstOrThrow()
}
