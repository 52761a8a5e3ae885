import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

/** What an erasure took away, in rows. */
export interface Erased {
  conversations: number
  messages: number
  visits: number
  operations: number
  outbox: number
}

/** Why a client can't be erased now. */
export type EraseRefusal = 'busy' | 'undecided'

/** Operations that are under way, or that only a person can decide: without them nobody would know of the visit. */
const UNDECIDED = ['committing', 'unknown', 'staff']

async function isBusy(journal: Journal, db: Db, conversations: readonly string[]): Promise<boolean> {
  const row = await db
    .selectFrom('work')
    .select('ref')
    .where('business', '=', journal.business)
    .where('ref', 'in', conversations)
    .where('lease_until', '>', journal.now())
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function isUndecided(journal: Journal, db: Db, conversations: readonly string[]): Promise<boolean> {
  const row = await db
    .selectFrom('operation')
    .select('id')
    .where('business', '=', journal.business)
    .where('conversation', 'in', conversations)
    .where('status', 'in', UNDECIDED)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Deletes everything of these conversations in one transaction. The hashed ids of what providers delivered stay without
 * anything else, so that a late redelivery is not taken for a new message.
 */
export async function eraseConversations(
  journal: Journal,
  conversations: readonly string[],
): Promise<Erased | EraseRefusal> {
  const { business } = journal
  return journal.write(async db => {
    if (conversations.length === 0) return { conversations: 0, messages: 0, visits: 0, operations: 0, outbox: 0 }
    if (await isUndecided(journal, db, conversations)) return 'undecided'
    if (await isBusy(journal, db, conversations)) return 'busy'
    const operations = await db
      .selectFrom('operation')
      .select('id')
      .where('business', '=', business)
      .where('conversation', 'in', conversations)
      .execute()
    const remove = async (
      table: 'message' | 'turn' | 'step' | 'choice' | 'operation' | 'hold' | 'visit' | 'outbox',
    ) => {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('business', '=', business)
        .where('conversation', 'in', conversations)
        .executeTakeFirst()
      return Number(numDeletedRows)
    }
    for (const table of ['turn', 'step', 'choice', 'hold'] as const) await remove(table)
    const erased = {
      messages: await remove('message'),
      visits: await remove('visit'),
      operations: await remove('operation'),
      outbox: await remove('outbox'),
    }
    const ids = operations.map(({ id }) => id)
    const refs = [...conversations, ...ids]
    if (ids.length > 0)
      await db.deleteFrom('operation_event').where('business', '=', business).where('operation', 'in', ids).execute()
    await db.deleteFrom('work').where('business', '=', business).where('ref', 'in', refs).execute()
    await db
      .updateTable('accepted')
      .set({ conversation: '', message: null, content_hash: '' })
      .where('business', '=', business)
      .where('conversation', 'in', conversations)
      .execute()
    const { numDeletedRows } = await db
      .deleteFrom('conversation')
      .where('business', '=', business)
      .where('id', 'in', conversations)
      .executeTakeFirst()
    return { conversations: Number(numDeletedRows), ...erased }
  })
}
