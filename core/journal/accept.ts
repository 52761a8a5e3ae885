import { sql } from 'kysely'
import type { InboundPart, Sender } from '../contract/index.ts'
import { hashProviderId, newId } from './ids.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { NEVER } from './work.ts'

/** Nobody who goes on writing waits longer for an answer. */
const MAX_BURST_MS = 4_000

/** A client's message as it is stored. */
export interface Inbound {
  instance: string
  providerId: string
  address: string
  parts: readonly InboundPart[]
  /** What the history and a model show of it. */
  text: string
  sender: Sender
  /** How long to wait for what may follow; 0 for a pressed button. */
  burstMs: number
  /** The session of a conversation that begins with this message. */
  newSession: string
}

/** Where a message was stored. */
export interface Accepted {
  conversation: string
  message: string
  isDuplicate: boolean
}

async function seenBefore(journal: Journal, db: Db, instance: string, hash: string): Promise<Accepted> {
  const row = await db
    .selectFrom('accepted')
    .select(['conversation', 'message'])
    .where('business', '=', journal.business)
    .where('instance', '=', instance)
    .where('provider_hash', '=', hash)
    .executeTakeFirstOrThrow()
  return { conversation: row.conversation, message: row.message ?? '', isDuplicate: true }
}

/** Begins the conversation of an address, or goes on with it; answers the next message's number. */
async function openConversation(journal: Journal, db: Db, inbound: Inbound, now: number) {
  return db
    .insertInto('conversation')
    .values({
      business: journal.business,
      id: newId(),
      instance: inbound.instance,
      address: inbound.address,
      mode: 'auto',
      session: inbound.newSession,
      turn: 0,
      seq: 1,
      claimed_seq: 0,
      sender: JSON.stringify(inbound.sender),
      created_at: now,
      active_at: now,
    })
    .onConflict(c =>
      c.columns(['business', 'instance', 'address']).doUpdateSet({
        seq: sql`conversation.seq + 1`,
        active_at: now,
        ...(Object.keys(inbound.sender).length > 0 && { sender: JSON.stringify(inbound.sender) }),
      }),
    )
    .returning(['id', 'seq'])
    .executeTakeFirstOrThrow()
}

async function scheduleTurn(journal: Journal, db: Db, conversation: string, now: number, burstMs: number) {
  const isIdle = sql`work.due_at >= ${NEVER}`
  await db
    .insertInto('work')
    .values({
      business: journal.business,
      kind: 'turn',
      ref: conversation,
      due_at: now + burstMs,
      since: now,
      owner: null,
      lease_until: 0,
      fence: 0,
      revision: 1,
      attempts: 0,
    })
    .onConflict(c =>
      c.columns(['business', 'kind', 'ref']).doUpdateSet({
        due_at: sql`case when ${isIdle} or work.since + ${MAX_BURST_MS} > ${now + burstMs} then ${now + burstMs} else work.since + ${MAX_BURST_MS} end`,
        since: sql`case when ${isIdle} then ${now} else work.since end`,
        revision: sql`work.revision + 1`,
        attempts: 0,
      }),
    )
    .execute()
}

/** Stores a client's message once, in the caller's transaction; the provider is answered only after its commit. */
export async function acceptMessage(journal: Journal, db: Db, inbound: Inbound): Promise<Accepted> {
  const now = journal.clock.now()
  const message = newId()
  const hash = hashProviderId(inbound.instance, inbound.providerId)
  const row = { business: journal.business, instance: inbound.instance, provider_hash: hash }
  const fresh = await db
    .insertInto('accepted')
    .values({ ...row, conversation: '', message, accepted_at: now })
    .onConflict(c => c.columns(['business', 'instance', 'provider_hash']).doNothing())
    .returning('message')
    .executeTakeFirst()
  if (!fresh) return seenBefore(journal, db, inbound.instance, hash)

  const conversation = await openConversation(journal, db, inbound, now)
  await db
    .updateTable('accepted')
    .set({ conversation: conversation.id })
    .where(eb => eb.and(row))
    .execute()
  await db
    .insertInto('message')
    .values({
      business: journal.business,
      id: message,
      conversation: conversation.id,
      seq: conversation.seq,
      author: 'client',
      content: JSON.stringify(inbound.parts),
      text: inbound.text,
      turn: null,
      done: 0,
      at: now,
    })
    .execute()
  await scheduleTurn(journal, db, conversation.id, now, inbound.burstMs)
  return { conversation: conversation.id, message, isDuplicate: false }
}

/** Stores that an operation's outcome is known, as a message that a turn answers. */
export async function acceptOutcome(journal: Journal, db: Db, conversation: string, operation: string): Promise<void> {
  const now = journal.clock.now()
  const row = await db
    .updateTable('conversation')
    .set({ seq: sql`seq + 1` })
    .where('business', '=', journal.business)
    .where('id', '=', conversation)
    .returning('seq')
    .executeTakeFirst()
  if (!row) return
  await db
    .insertInto('message')
    .values({
      business: journal.business,
      id: newId(),
      conversation,
      seq: row.seq,
      author: 'system',
      content: JSON.stringify([{ type: 'outcome', operation }]),
      text: '',
      turn: null,
      done: 0,
      at: now,
    })
    .execute()
  await scheduleTurn(journal, db, conversation, now, 0)
}

/** Notes an event that is no message by its provider id; false when it had been seen before. */
export async function acceptOnce(journal: Journal, db: Db, instance: string, providerId: string): Promise<boolean> {
  const fresh = await db
    .insertInto('accepted')
    .values({
      business: journal.business,
      instance,
      provider_hash: hashProviderId(instance, providerId),
      conversation: '',
      message: null,
      accepted_at: journal.clock.now(),
    })
    .onConflict(c => c.columns(['business', 'instance', 'provider_hash']).doNothing())
    .returning('instance')
    .executeTakeFirst()
  return fresh !== undefined
}
