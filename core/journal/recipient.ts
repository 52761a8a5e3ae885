import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { schedule } from './work.ts'

/** To whom a conversation's messages go now. */
export interface Recipient {
  /** The conversation that has the address: another one where the client's conversation was moved to it. */
  conversation: string
  instance: string
  address: string
  /** When a person of the business last wrote, while the conversation is theirs. */
  staffWroteAt?: number
  /** When the client last wrote. */
  heardAt: number
  isUnreachable: boolean
}

/** Where a conversation's messages go. */
export async function recipientOf(journal: Journal, conversation: string): Promise<Recipient | undefined> {
  const read = (id: string) =>
    journal.db
      .selectFrom('conversation')
      .select(['id', 'instance', 'address', 'mode', 'active_at', 'unreachable_at', 'forwards_to'])
      .where('business', '=', journal.business)
      .where('id', '=', id)
      .executeTakeFirst()
  const own = await read(conversation)
  const row = own?.forwards_to ? await read(own.forwards_to) : own
  const staffWroteAt = own?.mode === 'staff' ? await lastOfStaff(journal, conversation) : undefined
  return (
    own &&
    row && {
      conversation: row.id,
      instance: row.instance,
      address: row.address,
      ...(staffWroteAt !== undefined && { staffWroteAt }),
      heardAt: row.active_at,
      isUnreachable: row.unreachable_at !== null,
    }
  )
}

async function lastOfStaff(journal: Journal, conversation: string): Promise<number | undefined> {
  const last = await journal.db
    .selectFrom('message')
    .select('at')
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('author', '=', 'staff')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.at
}

/** Notes that a client can't be written to, unless they wrote after `heardAt`. */
export async function markUnreachable(journal: Journal, db: Db, conversation: string, heardAt: number): Promise<void> {
  await db
    .updateTable('conversation')
    .set({ unreachable_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('id', '=', conversation)
    .where('active_at', '<=', heardAt)
    .execute()
}

/**
 * Moves a conversation to the client's new address. Where they have begun another one there, that one goes on: what waits in
 * this one is sent there, and its visits and history are seen there. The old address is free, and its phone proves nothing more:
 * both may become somebody else's.
 */
export async function moveAddress(
  journal: Journal,
  db: Db,
  { instance, from, to }: { instance: string; from: string; to: string },
): Promise<void> {
  const { business } = journal
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'address'])
    .where('business', '=', business)
    .where('instance', '=', instance)
    .where('address', 'in', [from, to])
    .execute()
  const moving = rows.find(({ address }) => address === from)
  if (!moving || from === to) return
  const other = rows.find(({ address }) => address === to)
  await db
    .updateTable('conversation')
    .set({
      person: null,
      ...(other ? { address: `moved:${moving.id}`, forwards_to: other.id } : { address: to, unreachable_at: null }),
    })
    .where('business', '=', business)
    .where('id', '=', moving.id)
    .execute()
  if (!other) return
  await db
    .updateTable('conversation')
    .set({ forwards_to: other.id })
    .where('business', '=', business)
    .where('forwards_to', '=', moving.id)
    .execute()
  await schedule(journal, db, { kind: 'outbox', ref: moving.id, dueAt: journal.clock.now() })
}
