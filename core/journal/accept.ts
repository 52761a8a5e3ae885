import { sql } from 'kysely'
import type { InboundPart, Sender } from '../contract/index.ts'
import { hashProviderId, newId } from './ids.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { claimTurn, scheduleTurn } from './turn-work.ts'

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
  /** Another message came with this id before. */
  differs?: boolean
  /** The message's turn, claimed for `owner` with its arrival. */
  turn?: ClaimedTurn
}

/** The same event was stored by another process between our look and our write. */
class StoredMeanwhile extends Error {}

interface Hashes {
  provider: string
  content: string
}

function hashesOf({ instance, providerId, address, parts }: Inbound): Hashes {
  return {
    provider: hashProviderId(instance, providerId),
    content: hashProviderId(address, JSON.stringify(parts)),
  }
}

async function seenBefore(journal: Journal, db: Db, instance: string, hashes: Hashes): Promise<Accepted | undefined> {
  const row = await db
    .selectFrom('accepted')
    .select(['conversation', 'message', 'content_hash'])
    .where('business', '=', journal.business)
    .where('instance', '=', instance)
    .where('provider_hash', '=', hashes.provider)
    .executeTakeFirst()
  if (!row) return undefined
  const seen = { conversation: row.conversation, message: row.message ?? '', isDuplicate: true }
  // Of an erased client nothing but the id is kept.
  return ['', hashes.content].includes(row.content_hash) ? seen : { ...seen, differs: true }
}

/** Begins the conversation of an address or goes on with it; with `mayClaim` an idle one begins its turn at once. */
async function openConversation(journal: Journal, db: Db, inbound: Inbound, now: number, mayClaim: boolean) {
  const isIdle = sql`conversation.answered_seq >= conversation.inbound_seq and conversation.turn_started_at is null`
  const claims = mayClaim ? isIdle : sql`1 = 0`
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
      inbound_seq: 1,
      claimed_seq: mayClaim ? 1 : 0,
      answered_seq: 0,
      turn_started_at: mayClaim ? now : null,
      was_idle: 1,
      sender: JSON.stringify(inbound.sender),
      created_at: now,
      active_at: now,
      person: null,
      unreachable_at: null,
      forwards_to: null,
    })
    .onConflict(c =>
      c.columns(['business', 'instance', 'address']).doUpdateSet({
        seq: sql`conversation.seq + 1`,
        inbound_seq: sql`conversation.seq + 1`,
        claimed_seq: sql`case when ${claims} then conversation.seq + 1 else conversation.claimed_seq end`,
        turn_started_at: sql`case when ${claims} then ${now} else conversation.turn_started_at end`,
        was_idle: sql`case when ${isIdle} then 1 else 0 end`,
        active_at: now,
        unreachable_at: null,
        ...(Object.keys(inbound.sender).length > 0 && { sender: JSON.stringify(inbound.sender) }),
      }),
    )
    .returning(['id', 'seq', 'turn', 'mode', 'session', 'sender', 'was_idle'])
    .executeTakeFirstOrThrow()
}

async function store(journal: Journal, db: Db, inbound: Inbound, hashes: Hashes, owner?: string): Promise<Accepted> {
  const now = journal.clock.now()
  const { business } = journal
  const mayClaim = owner !== undefined && inbound.burstMs === 0
  const conversation = await openConversation(journal, db, inbound, now, mayClaim)
  const isClaimed = mayClaim && conversation.was_idle === 1
  const number = conversation.turn + 1
  const message = newId()
  const accepted = await db
    .insertInto('accepted')
    .values({
      business,
      instance: inbound.instance,
      provider_hash: hashes.provider,
      content_hash: hashes.content,
      conversation: conversation.id,
      message,
      accepted_at: now,
    })
    .onConflict(c => c.columns(['business', 'instance', 'provider_hash']).doNothing())
    .executeTakeFirst()
  if (accepted.numInsertedOrUpdatedRows === 0n) throw new StoredMeanwhile()
  await db
    .insertInto('message')
    .values({
      business,
      id: message,
      conversation: conversation.id,
      seq: conversation.seq,
      author: 'client',
      content: JSON.stringify(inbound.parts),
      text: inbound.text,
      turn: isClaimed ? number : null,
      at: now,
    })
    .execute()
  const stored = { conversation: conversation.id, message, isDuplicate: false }
  if (!isClaimed || owner === undefined) {
    await scheduleTurn(journal, db, conversation.id, now, inbound.burstMs)
    return stored
  }
  const { fence, revision } = await claimTurn(journal, db, conversation.id, owner)
  return {
    ...stored,
    turn: {
      claim: { kind: 'turn', ref: conversation.id, fence, revision, attempts: 1 },
      number,
      startedAt: now,
      conversation: {
        id: conversation.id,
        instance: inbound.instance,
        address: inbound.address,
        mode: conversation.mode,
        session: conversation.session,
        sender: JSON.parse(conversation.sender),
      },
      messages: [
        { id: message, seq: conversation.seq, author: 'client', parts: inbound.parts, text: inbound.text, at: now },
      ],
      steps: [],
    },
  }
}

/**
 * Stores a client's message once; the provider is answered only after the commit.
 *
 * @param owner a worker with room: the turn of an idle conversation is claimed for it with the same commit.
 */
export async function acceptMessage(journal: Journal, inbound: Inbound, owner?: string): Promise<Accepted> {
  const hashes = hashesOf(inbound)
  try {
    return await journal.write(async db => {
      const seen = await seenBefore(journal, db, inbound.instance, hashes)
      return seen ?? store(journal, db, inbound, hashes, owner)
    })
  } catch (error) {
    const seen = error instanceof StoredMeanwhile && (await seenBefore(journal, journal.db, inbound.instance, hashes))
    if (seen) return seen
    throw error
  }
}

/** Stores that an operation's outcome is known, as a message that a turn answers. */
export async function acceptOutcome(journal: Journal, db: Db, conversation: string, operation: string): Promise<void> {
  const now = journal.clock.now()
  const row = await db
    .updateTable('conversation')
    .set({ seq: sql`seq + 1`, inbound_seq: sql`seq + 1` })
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
      content_hash: '',
      conversation: '',
      message: null,
      accepted_at: journal.clock.now(),
    })
    .onConflict(c => c.columns(['business', 'instance', 'provider_hash']).doNothing())
    .executeTakeFirst()
  return fresh.numInsertedOrUpdatedRows !== 0n
}
