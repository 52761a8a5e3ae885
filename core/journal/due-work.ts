import { sql } from 'kysely'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { type Claim, LEASE_MS, type WorkKind } from './work.ts'

/** A row that may be claimed. */
interface DueRow {
  kind: WorkKind
  ref: string
}

/** The turns whose conversations could be locked, or are gone: nobody else is at these. */
async function lockConversations(journal: Journal, db: Db, refs: readonly string[]): Promise<ReadonlySet<string>> {
  if (refs.length === 0) return new Set()
  const conversations = db
    .selectFrom('conversation')
    .select('id')
    .where('business', '=', journal.business)
    .where(sql<boolean>`id = any(${refs})`)
  const ours = new Set((await conversations.forUpdate().skipLocked().execute()).map(({ id }) => id))
  if (ours.size === refs.length) return ours
  const there = new Set((await conversations.execute()).map(({ id }) => id))
  return new Set(refs.filter(ref => ours.has(ref) || !there.has(ref)))
}

/**
 * Locks due rows for their claim, and answers those that are neither locked by others nor no longer due. Whoever stores a message
 * or ends a turn locks the conversation before its work: a claim keeps that order and waits for nobody, so that no two wait for
 * each other.
 */
async function lockDue(journal: Journal, db: Db, rows: readonly DueRow[]): Promise<readonly DueRow[]> {
  const turns = rows.filter(({ kind }) => kind === 'turn').map(({ ref }) => ref)
  const ours = await lockConversations(journal, db, turns)
  const free = rows.filter(({ kind, ref }) => kind !== 'turn' || ours.has(ref))
  const now = journal.now()
  const locked = await db
    .selectFrom('work')
    .select(['kind', 'ref'])
    .where('business', '=', journal.business)
    .where(sql<boolean>`kind = any(${[...new Set(free.map(({ kind }) => kind))]})`)
    .where(sql<boolean>`ref = any(${free.map(({ ref }) => ref)})`)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .forUpdate()
    .skipLocked()
    .execute()
  const keys = new Set(locked.map(({ kind, ref }) => `${kind} ${ref}`))
  return free.filter(({ kind, ref }) => keys.has(`${kind} ${ref}`))
}

/** How much of which kinds of work may be claimed; kinds that have a room of their own never wait behind others. */
export interface Room {
  kinds: readonly WorkKind[]
  limit: number
}

/** Everything that can be due. */
export const ALL_KINDS: readonly WorkKind[] = ['turn', 'outbox', 'reconcile', 'expire', 'reread', 'retention']

/** As the index of what is due has it, word for word: a conversation that waits for nothing has a row as well. */
const IS_SCHEDULED = sql<boolean>`due_at < ${sql.lit(NEVER)}`

const kindIn = (kinds: readonly WorkKind[]) => sql<boolean>`kind in (${sql.join(kinds)})`

/** Claims what is due, oldest first in each room. One writing transaction. */
export async function claimDue(
  journal: Journal,
  db: Db,
  owner: string,
  rooms: readonly Room[],
): Promise<readonly Claim[]> {
  const now = journal.now()
  const due = rooms.map(
    ({ kinds, limit }, index) => sql`select kind, ref from (
      select kind, ref from work
      where business = ${journal.business} and ${IS_SCHEDULED} and due_at <= ${now} and lease_until <= ${now}
        and ${kindIn(kinds)}
      order by due_at limit ${limit}
    ) as ${sql.ref(`room_${index}`)}`,
  )
  const { rows } = await sql<DueRow>`${sql.join(due, sql` union all `)}`.execute(db)
  const claims: Claim[] = []
  const free = journal.family === 'postgres' && rows.length > 0 ? await lockDue(journal, db, rows) : rows
  for (const row of free) {
    const claimed = await db
      .updateTable('work')
      .set({
        owner,
        lease_until: sql`${now} + ${LEASE_MS}`,
        fence: sql`fence + 1`,
        attempts: sql`attempts + 1`,
      })
      .where('business', '=', journal.business)
      .where('kind', '=', row.kind)
      .where('ref', '=', row.ref)
      .returning(['fence', 'revision', 'attempts'])
      .executeTakeFirst()
    if (claimed) claims.push({ ...row, ...claimed })
  }
  return claims
}

/** How many rows of a kind are due and not claimed; counts no further than `most`. */
export async function countDue(journal: Journal, kind: WorkKind, most: number): Promise<number> {
  const now = journal.now()
  const rows = await journal.db
    .selectFrom('work')
    .select('ref')
    .where('business', '=', journal.business)
    .where('kind', '=', kind)
    .where(IS_SCHEDULED)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .limit(most)
    .execute()
  return rows.length
}

/** In how many milliseconds the next row of these kinds becomes due or its lease ends; undefined when there is none. */
export async function untilDue(journal: Journal, kinds: readonly WorkKind[] = ALL_KINDS): Promise<number | undefined> {
  const latest =
    journal.family === 'sqlite' ? sql<number>`max(due_at, lease_until)` : sql<number>`greatest(due_at, lease_until)`
  const row = await journal.db
    .selectFrom('work')
    .select(sql<number>`${latest} - ${journal.now()}`.as('wait'))
    .where('business', '=', journal.business)
    .where(IS_SCHEDULED)
    .where(kindIn(kinds))
    .orderBy(latest)
    .limit(1)
    .executeTakeFirst()
  return row?.wait
}
