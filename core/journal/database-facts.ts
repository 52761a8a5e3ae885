import { sql } from 'kysely'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import type { JournalTables } from './schema.ts'

/** What a desk has and what it has still to do; a figure is undefined where there is no table yet or counting takes too long. */
export interface DeskCounts {
  conversations: number | undefined
  messages: number | undefined
  visits: number | undefined
  upcomingVisits: number | undefined
  /** Conversations in which a client waits for an answer. */
  waitingAnswers: number | undefined
  unsentMessages: number | undefined
  /** Bookings of which nobody knows what became. */
  unclearBookings: number | undefined
}

/** What a database holds of this desk. */
export interface DatabaseFacts {
  bytes: number
  counts: DeskCounts
  /** How far the database's clock is ahead of this machine's, in milliseconds; absent where it is the same one. */
  clockAheadMs?: number
}

/** Reads it, and changes nothing. */
export async function readDatabaseFacts(journal: Journal): Promise<DatabaseFacts> {
  const bytes =
    journal.family === 'sqlite'
      ? sql<number>`(select page_count from pragma_page_count()) * (select page_size from pragma_page_size())`
      : sql<number>`pg_database_size(current_database())`
  const { rows } = await sql<{ bytes: number }>`select ${bytes} as bytes`.execute(journal.db)
  const clockAheadMs = journal.family === 'sqlite' ? undefined : await clockAhead(journal)
  return {
    bytes: Number(rows[0]?.bytes ?? 0),
    counts: await countAll(journal),
    ...(clockAheadMs !== undefined && { clockAheadMs }),
  }
}

async function countAll(journal: Journal): Promise<DeskCounts> {
  const { business, db, clock } = journal
  const count = async (table: keyof JournalTables, only = sql<boolean>`1 = 1`) =>
    sql<{ total: number }>`select count(*) as total from ${sql.table(table)}
      where business = ${business} and ${only}`
      .execute(db)
      .then(
        ({ rows }) => Number(rows[0]?.total ?? 0),
        () => undefined,
      )
  // One after the other: a desk at work must not feel it.
  return {
    conversations: await count('conversation'),
    messages: await count('message'),
    visits: await count('visit'),
    upcomingVisits: await count('visit', sql`starts_at > ${clock.now()} and status <> 'cancelled'`),
    waitingAnswers: await count('work', sql`kind = 'turn' and due_at < ${NEVER}`),
    unsentMessages: await count('outbox', sql`status in ('queued', 'sending')`),
    unclearBookings: await count('operation', sql`status in ('unknown', 'staff') and parent is null`),
  }
}

async function clockAhead({ db, clock, now }: Journal): Promise<number> {
  const before = clock.now()
  const { rows } = await sql<{ now: number }>`select ${now()} as now`.execute(db)
  return Math.round(Number(rows[0]?.now ?? 0) - (before + clock.now()) / 2)
}
