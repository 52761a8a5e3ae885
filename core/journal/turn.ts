import type { InboundPart, Sender } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { assertClaim, type Claim, NEVER } from './work.ts'

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
  /** Of the message before this turn's. */
  lastAt: number | undefined
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
  conversation: ConversationRow
  messages: readonly StampedMessage[]
  /** Not empty when a turn that died is resumed. */
  steps: readonly RecordedStep[]
}

interface Unfinished {
  number: number
  started_at: number
}

async function abandon(journal: Journal, db: Db, conversation: string, number: number): Promise<void> {
  const { business } = journal
  await db
    .updateTable('turn')
    .set({ status: 'abandoned', finished_at: journal.clock.now() })
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('number', '=', number)
    .execute()
  const first = await db
    .selectFrom('message')
    .select(eb => eb.fn.min('seq').as('seq'))
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('turn', '=', number)
    .where('author', 'in', ['client', 'system'])
    .executeTakeFirst()
  await db
    .updateTable('message')
    .set({ turn: null })
    .where('business', '=', business)
    .where('conversation', '=', conversation)
    .where('turn', '=', number)
    .where('author', 'in', ['client', 'system'])
    .execute()
  await db
    .updateTable('conversation')
    .set({ turn: number, ...(first?.seq != null && { claimed_seq: first.seq - 1 }) })
    .where('business', '=', business)
    .where('id', '=', conversation)
    .execute()
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
  if (!row) return undefined
  const unfinished: Unfinished | undefined = await db
    .selectFrom('turn')
    .select(['number', 'started_at'])
    .where('business', '=', business)
    .where('conversation', '=', id)
    .where('number', '=', row.turn + 1)
    .executeTakeFirst()
  const conversation: ConversationRow = {
    id,
    instance: row.instance,
    address: row.address,
    mode: row.mode,
    session: row.session,
    sender: JSON.parse(row.sender),
    lastAt: undefined,
  }
  if (unfinished && journal.clock.now() - unfinished.started_at <= MAX_RESUME_MS)
    return resume(journal, db, claim, conversation, unfinished.number)

  let { claimed_seq: after } = row
  let number = row.turn + 1
  if (unfinished) {
    await abandon(journal, db, id, unfinished.number)
    number = unfinished.number + 1
    const again = await db
      .selectFrom('conversation')
      .select('claimed_seq')
      .where('business', '=', business)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    after = again.claimed_seq
  }
  const stamped = await stamp(journal, db, id, number, after)
  const last = stamped.at(-1)
  if (!last) {
    await db
      .updateTable('work')
      .set({ due_at: NEVER, owner: null, lease_until: 0 })
      .where('business', '=', business)
      .where('kind', '=', 'turn')
      .where('ref', '=', id)
      .execute()
    return undefined
  }
  await db
    .insertInto('turn')
    .values({
      business,
      conversation: id,
      number,
      status: 'running',
      state: null,
      started_at: journal.clock.now(),
      finished_at: null,
    })
    .execute()
  await db
    .updateTable('conversation')
    .set({ claimed_seq: last.seq })
    .where('business', '=', business)
    .where('id', '=', id)
    .execute()
  return { claim, number, conversation, messages: stamped.map(stampedMessage), steps: [] }
}

async function resume(
  journal: Journal,
  db: Db,
  claim: Claim,
  conversation: ConversationRow,
  number: number,
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
  return { claim, number, conversation, messages: messages.map(stampedMessage), steps }
}

/** Gives a turn up before it had any effect: its messages wait again, with all newer ones. */
export async function releaseTurn(journal: Journal, db: Db, turn: ClaimedTurn): Promise<void> {
  await assertClaim(journal, db, turn.claim)
  await abandon(journal, db, turn.conversation.id, turn.number)
  await endTurnWork(journal, db, turn.claim, journal.clock.now())
}

/** Ends the claim of a turn; `dueAt` is `NEVER` when nothing waits. */
export async function endTurnWork(journal: Journal, db: Db, claim: Claim, dueAt: number): Promise<void> {
  await db
    .updateTable('work')
    .set({ due_at: dueAt, since: journal.clock.now(), owner: null, lease_until: 0, attempts: 0 })
    .where('business', '=', journal.business)
    .where('kind', '=', 'turn')
    .where('ref', '=', claim.ref)
    .where('fence', '=', claim.fence)
    .execute()
}
