import type { InboundPart, Sender } from '../contract/index.ts'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { assertClaim, type Claim, dueTime } from './work.ts'

/** A turn that died longer ago is not resumed: its messages are claimed anew, with all newer ones. */
const MAX_RESUME_MS = 300_000

/** A part of a stamped message: a client's, or an operation's outcome. */
export type TurnPart = InboundPart | { type: 'outcome'; operation: string }

/** A message that this turn answers. */
export interface StampedMessage {
  id: string
  seq: number
  author: 'client' | 'system'
  parts: readonly TurnPart[]
  text: string
  at: number
}

/** A conversation as its turn sees it. */
export interface ConversationRow {
  id: string
  instance: string
  address: string
  mode: 'auto' | 'staff'
  session: string
  sender: Sender
}

/** A step that was recorded before. */
export interface RecordedStep {
  kind: string
  name: string
  output: string
}

/** Everything that a turn begins with, read and stamped in the claiming transaction. */
export interface ClaimedTurn {
  claim: Claim
  number: number
  startedAt: number
  conversation: ConversationRow
  messages: readonly StampedMessage[]
  /** Not empty when a turn that died is resumed. */
  steps: readonly RecordedStep[]
}

/** Ends a turn without an answer: its messages wait again. */
async function abandon(journal: Journal, db: Db, conversation: string, turn: { number: number; startedAt: number }) {
  const { business } = journal
  await db
    .insertInto('turn')
    .values({
      business,
      conversation,
      number: turn.number,
      status: 'abandoned',
      state: null,
      started_at: turn.startedAt,
      finished_at: journal.clock.now(),
    })
    .execute()
  const unstamped = await db
    .updateTable('message')
    .set({ turn: null })
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('turn', '=', turn.number)
    .where('author', 'in', ['client', 'system'])
    .returning('seq')
    .execute()
  const claimedSeq = Math.min(...unstamped.map(({ seq }) => seq)) - 1
  await db
    .updateTable('conversation')
    .set({
      turn: turn.number,
      turn_started_at: null,
      ...(Number.isFinite(claimedSeq) && { claimed_seq: claimedSeq }),
    })
    .where('business', '=', business)
    .where('id', '=', conversation)
    .execute()
  return Number.isFinite(claimedSeq) ? claimedSeq : undefined
}

async function stamp(journal: Journal, db: Db, conversation: string, number: number, after: number) {
  const rows = await db
    .updateTable('message')
    .set({ turn: number })
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('seq', '>', after)
    .where('turn', 'is', null)
    .where('author', 'in', ['client', 'system'])
    .returning(['id', 'seq', 'author', 'content', 'text', 'at'])
    .execute()
  return rows.sort((a, b) => a.seq - b.seq)
}

type MessageRow = Awaited<ReturnType<typeof stamp>>[number]

function stampedMessage(row: MessageRow): StampedMessage {
  return {
    id: row.id,
    seq: row.seq,
    author: row.author === 'system' ? 'system' : 'client',
    parts: JSON.parse(row.content),
    text: row.text,
    at: row.at,
  }
}

/** Resumes the turn that died, or stamps what waits with a new one; undefined when nothing waits. */
export async function beginTurn(journal: Journal, db: Db, claim: Claim): Promise<ClaimedTurn | undefined> {
  const { business } = journal
  const id = claim.ref
  const row = await db
    .selectFrom('conversation')
    .selectAll()
    .where('business', '=', business)
    .where('id', '=', id)
    .$if(journal.family === 'postgres', q => q.forUpdate())
    .executeTakeFirst()
  if (!row) {
    // The conversation is gone: its work must not come back every time its lease ends.
    await endTurnWork(journal, db, claim, NEVER)
    return undefined
  }
  const conversation: ConversationRow = {
    id,
    instance: row.instance,
    address: row.address,
    mode: row.mode,
    session: row.session,
    sender: JSON.parse(row.sender),
  }
  let number = row.turn + 1
  let { claimed_seq: after } = row
  if (row.turn_started_at !== null) {
    const died = { number, startedAt: row.turn_started_at }
    if (journal.clock.now() - died.startedAt <= MAX_RESUME_MS) return resume(journal, db, claim, conversation, died)
    after = (await abandon(journal, db, id, died)) ?? after
    number += 1
  }
  const stamped = await stamp(journal, db, id, number, after)
  const last = stamped.at(-1)
  if (!last) {
    await endTurnWork(journal, db, claim, NEVER)
    return undefined
  }
  const startedAt = journal.clock.now()
  await db
    .updateTable('conversation')
    .set({ claimed_seq: last.seq, turn_started_at: startedAt })
    .where('business', '=', business)
    .where('id', '=', id)
    .execute()
  return { claim, number, startedAt, conversation, messages: stamped.map(stampedMessage), steps: [] }
}

async function resume(
  journal: Journal,
  db: Db,
  claim: Claim,
  conversation: ConversationRow,
  { number, startedAt }: { number: number; startedAt: number },
): Promise<ClaimedTurn> {
  const messages = await db
    .selectFrom('message')
    .select(['id', 'seq', 'author', 'content', 'text', 'at'])
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation.id)
    .where('turn', '=', number)
    .where('author', 'in', ['client', 'system'])
    .orderBy('seq')
    .execute()
  const steps = await db
    .selectFrom('step')
    .select(['kind', 'name', 'output'])
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation.id)
    .where('turn', '=', number)
    .orderBy('number')
    .execute()
  return { claim, number, startedAt, conversation, messages: messages.map(stampedMessage), steps }
}

/** Gives a turn up before it had any effect: its messages wait again, with all newer ones. */
export async function releaseTurn(journal: Journal, db: Db, turn: ClaimedTurn): Promise<void> {
  // Whoever stores a message locks the conversation first, and its work after it.
  if (journal.family === 'postgres')
    await db
      .selectFrom('conversation')
      .select('id')
      .where('business', '=', journal.business)
      .where('id', '=', turn.conversation.id)
      .forUpdate()
      .execute()
  await assertClaim(journal, db, turn.claim)
  await abandon(journal, db, turn.conversation.id, turn)
  await endTurnWork(journal, db, turn.claim, journal.clock.now())
}

/** Ends the claim of a turn; `dueAt` is `NEVER` when nothing waits. */
export async function endTurnWork(journal: Journal, db: Db, claim: Claim, dueAt: number): Promise<void> {
  await db
    .updateTable('work')
    .set({ due_at: dueTime(journal, dueAt), since: journal.now(), owner: null, lease_until: 0, attempts: 0 })
    .where('business', '=', journal.business)
    .where('kind', '=', 'turn')
    .where('ref', '=', claim.ref)
    .where('fence', '=', claim.fence)
    .execute()
}
