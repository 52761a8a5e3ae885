import { sql } from 'kysely'
import type { OutboundMessage } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import { queueMessages } from './outbox.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { holdsClaim, LeaseLost } from './work.ts'

/** Stores, and queues, what the desk says while its turn goes on: the answer comes after it. */
export async function sayMeanwhile(
  journal: Journal,
  db: Db,
  turn: ClaimedTurn,
  { id, message, isStored }: { id: string; message: OutboundMessage; isStored: boolean },
): Promise<void> {
  const conversation = turn.conversation.id
  const row = await db
    .updateTable('conversation')
    .set({ seq: sql`seq + 1` })
    .where('business', '=', journal.business)
    .where('id', '=', conversation)
    .where(holdsClaim(journal, turn.claim))
    .returning('seq')
    .executeTakeFirst()
  if (!row) throw new LeaseLost('turn')
  await db
    .insertInto('message')
    .values({
      business: journal.business,
      id,
      conversation,
      seq: row.seq,
      author: 'desk',
      content: JSON.stringify(message),
      text: message.text,
      turn: turn.number,
      at: journal.clock.now(),
    })
    .execute()
  if (!isStored) await queueMessages(journal, db, conversation, [{ message: id, seq: row.seq, payload: message }])
}
