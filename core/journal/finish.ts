import { sql } from 'kysely'
import { insertChoices, type NewChoice } from './choice.ts'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import { queueMessages } from './outbox.ts'
import type { SaidMessage } from './said-message.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { endTurnWork } from './turn.ts'
import { holdsClaim, LeaseLost } from './work.ts'

/** Something that the desk says at the end of a turn. */
export interface Reply {
  /** The message's id. */
  id: string
  message: SaidMessage
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
  /** The phone that the channel proved, in E.164. */
  person?: string
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

/**
 * Ends a turn in one transaction: its messages are done, the session and the state are written, what it says is
 * stored and queued, and the claim is given back. Answers whether there is work now: messages that wait, or that are queued.
 */
export async function finishTurn(journal: Journal, db: Db, turn: ClaimedTurn, end: FinishedTurn): Promise<boolean> {
  const { business } = journal
  const conversation = turn.conversation.id
  const now = journal.clock.now()
  const row = await db
    .updateTable('conversation')
    .set({
      session: end.session,
      turn: turn.number,
      mode: end.mode,
      seq: sql`seq + ${end.replies.length}`,
      answered_seq: turn.messages.at(-1)?.seq ?? 0,
      turn_started_at: null,
      ...(end.person !== undefined && { person: end.person }),
    })
    .where('business', '=', business)
    .where('id', '=', conversation)
    .where(holdsClaim(journal, turn.claim))
    .returning(['seq', 'inbound_seq', 'claimed_seq'])
    .executeTakeFirst()
  if (!row) throw new LeaseLost('turn')
  const firstSeq = row.seq - end.replies.length + 1

  await db
    .insertInto('turn')
    .values({
      business,
      conversation,
      number: turn.number,
      status: 'done',
      state: end.state,
      started_at: turn.startedAt,
      finished_at: now,
    })
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
          at: now,
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
  // What came while this turn ran is already waiting.
  const isWaiting = row.inbound_seq > row.claimed_seq
  await endTurnWork(journal, db, turn.claim, isWaiting ? now : NEVER)
  return isWaiting || (end.replies.length > 0 && !end.isStoredDelivery)
}
