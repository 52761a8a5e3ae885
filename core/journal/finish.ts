import { sql } from 'kysely'
import type { OutboundMessage } from '../contract/index.ts'
import { insertChoices, type NewChoice } from './choice.ts'
import type { Journal } from './journal.ts'
import { queueMessages } from './outbox.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { endTurnWork } from './turn.ts'
import { assertClaim, NEVER } from './work.ts'

/** Something that the desk says at the end of a turn. */
export interface Reply {
  /** The message's id. */
  id: string
  message: OutboundMessage
  /** Tells the outcome of this operation. */
  outcomeOf?: string
  /** Puts the summary of this operation to the client. */
  summaryOf?: string
}

/** All that a turn leaves behind. */
export interface FinishedTurn {
  state: string
  session: string
  mode: 'auto' | 'staff'
  replies: readonly Reply[]
  choices: readonly NewChoice[]
  /** Clients of this channel read the journal: what is stored is sent. */
  isStoredDelivery: boolean
}

async function tellOutcome(journal: Journal, db: Db, reply: Reply): Promise<void> {
  if (reply.outcomeOf)
    await db
      .updateTable('operation')
      .set({ told_at: journal.clock.now() })
      .where('business', '=', journal.business)
      .where('id', '=', reply.outcomeOf)
      .execute()
  if (reply.summaryOf)
    await db
      .updateTable('operation')
      .set({ summary_message: reply.id })
      .where('business', '=', journal.business)
      .where('id', '=', reply.summaryOf)
      .execute()
}

/** When the turn after this one is due: what came while this one ran is already waiting. */
async function nextTurnDue(journal: Journal, db: Db, conversation: string, claimedSeq: number): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select('seq')
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('seq', '>', claimedSeq)
    .where('author', 'in', ['client', 'system'])
    .limit(1)
    .executeTakeFirst()
  return row ? journal.clock.now() : NEVER
}

/**
 * Ends a turn in one transaction: its messages are done, the session and the state are written, what it says is
 * stored and queued, and the claim is given back.
 */
export async function finishTurn(journal: Journal, db: Db, turn: ClaimedTurn, end: FinishedTurn): Promise<void> {
  const { business } = journal
  const conversation = turn.conversation.id
  await assertClaim(journal, db, turn.claim)
  const row = await db
    .updateTable('conversation')
    .set({
      session: end.session,
      turn: turn.number,
      mode: end.mode,
      seq: sql`seq + ${end.replies.length}`,
    })
    .where('business', '=', business)
    .where('id', '=', conversation)
    .returning(['seq', 'claimed_seq'])
    .executeTakeFirstOrThrow()
  const firstSeq = row.seq - end.replies.length + 1

  await db
    .updateTable('message')
    .set({ done: 1 })
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('seq', '>=', turn.messages[0]?.seq ?? 0)
    .where('turn', '=', turn.number)
    .execute()
  await db
    .updateTable('turn')
    .set({ status: 'done', state: end.state, finished_at: journal.clock.now() })
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('number', '=', turn.number)
    .execute()
  if (end.replies.length > 0)
    await db
      .insertInto('message')
      .values(
        end.replies.map((reply, index) => ({
          business,
          id: reply.id,
          conversation,
          seq: firstSeq + index,
          author: 'desk' as const,
          content: JSON.stringify(reply.message),
          text: reply.message.text,
          turn: turn.number,
          done: 1,
          at: journal.clock.now(),
        })),
      )
      .execute()
  for (const reply of end.replies) await tellOutcome(journal, db, reply)
  await insertChoices(journal, db, { conversation, turn: turn.number }, end.choices)
  if (!end.isStoredDelivery)
    await queueMessages(
      journal,
      db,
      conversation,
      end.replies.map((reply, index) => ({
        message: reply.id,
        seq: firstSeq + index,
        payload: reply.message,
        ...(reply.outcomeOf && { operation: reply.outcomeOf }),
      })),
    )
  await endTurnWork(journal, db, turn.claim, await nextTurnDue(journal, db, conversation, row.claimed_seq))
}
