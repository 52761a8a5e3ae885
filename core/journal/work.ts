import { type RawBuilder, sql } from 'kysely'
import { NEVER } from './due-time.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

/** What a work row stands for; `ref` is a conversation, an operation, a visit, or empty. */
export type WorkKind = 'turn' | 'outbox' | 'reconcile' | 'expire' | 'reread' | 'rotation' | 'retention'

/** How long a claim lasts without renewal: a killed process blocks its conversations no longer. */
export const LEASE_MS = 10_000

/** A claimed work row: the right to do it until the lease ends. */
export interface Claim {
  kind: WorkKind
  ref: string
  fence: number
  revision: number
  attempts: number
}

/** Someone else has the work now; everything not yet written is dropped. */
export class LeaseLost extends Error {
  constructor(kind: string) {
    super(`the lease of this ${kind} was lost`)
  }
}

interface Schedule {
  kind: WorkKind
  ref: string
  dueAt: number
}

/** A time of this process on the clock by which work is claimed: machines' clocks may differ, the database has one. */
export function dueTime(journal: Journal, at: number): RawBuilder<number> {
  if (at === NEVER || journal.family === 'sqlite') return sql<number>`${at}`
  return sql<number>`${journal.now()} + ${Math.round(at - journal.clock.now())}`
}

/** A work row that nobody has claimed yet. */
export function newWork(journal: Journal, { kind, ref, dueAt }: Schedule) {
  return {
    business: journal.business,
    kind,
    ref,
    due_at: dueTime(journal, dueAt),
    since: journal.now(),
    owner: null,
    lease_until: 0,
    fence: 0,
    revision: 1,
    attempts: 0,
  }
}

/** Makes work due at `dueAt`, replacing the time it had. */
export async function schedule(journal: Journal, db: Db, { kind, ref, dueAt }: Schedule): Promise<void> {
  await db
    .insertInto('work')
    .values(newWork(journal, { kind, ref, dueAt }))
    .onConflict(c =>
      c.columns(['business', 'kind', 'ref']).doUpdateSet({
        due_at: dueTime(journal, dueAt),
        revision: sql`work.revision + 1`,
        attempts: 0,
      }),
    )
    .execute()
}

/**
 * True while the claim holds: a condition of the write that depends on it. Until that is committed nobody else can claim the
 * work, though the lease may end: a process that is frozen in the middle of its transaction would else write beside its
 * successor. SQLite has one writer, which claims as well.
 */
export function holdsClaim(journal: Journal, { kind, ref, fence }: Claim) {
  const lock = journal.family === 'postgres' ? sql` for share` : sql``
  return sql<boolean>`exists (select 1 from work where work.business = ${journal.business} and work.kind = ${kind}
    and work.ref = ${ref} and work.fence = ${fence} and work.lease_until > ${journal.now()}${lock})`
}

/**
 * Throws `LeaseLost` unless the claim still holds, as {@link holdsClaim}; for the transaction of a write that depends on it.
 * Conversations and the outbox are written before it: whoever schedules work has locked them first.
 */
export async function assertClaim(journal: Journal, db: Db, claim: Claim): Promise<void> {
  const { rows } = await sql<{ holds: unknown }>`select ${holdsClaim(journal, claim)} as holds`.execute(db)
  if (!rows[0]?.holds) throw new LeaseLost(claim.kind)
}

/** Prolongs the lease; false when it was lost. */
export async function renew(journal: Journal, db: Db, claim: Claim): Promise<boolean> {
  const now = journal.now()
  const result = await db
    .updateTable('work')
    .set({ lease_until: sql`${now} + ${LEASE_MS}` })
    .where('business', '=', journal.business)
    .where('kind', '=', claim.kind)
    .where('ref', '=', claim.ref)
    .where('fence', '=', claim.fence)
    .where('lease_until', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Puts off work whose claim was rolled back: what can't even be begun must not keep all other work from being claimed. */
export async function postpone(journal: Journal, db: Db, claim: Claim, again: number): Promise<void> {
  await db
    .updateTable('work')
    .set({ due_at: dueTime(journal, again), attempts: claim.attempts })
    .where('business', '=', journal.business)
    .where('kind', '=', claim.kind)
    .where('ref', '=', claim.ref)
    .where('fence', '=', claim.fence - 1)
    .execute()
}

/**
 * Ends a claim: the row goes, or becomes due `again`. Work that was scheduled while the claim ran stays as it was scheduled.
 */
export async function complete(journal: Journal, db: Db, claim: Claim, again?: number): Promise<void> {
  const row = {
    business: journal.business,
    kind: claim.kind,
    ref: claim.ref,
    fence: claim.fence,
    revision: claim.revision,
  }
  const { numUpdatedRows } =
    again === undefined
      ? { numUpdatedRows: (await deleteRow(db, row)).numDeletedRows }
      : await db
          .updateTable('work')
          .set({ owner: null, lease_until: 0, due_at: dueTime(journal, again) })
          .where(eb => eb.and(row))
          .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const { revision: _, ...anyRevision } = row
  await db
    .updateTable('work')
    .set({ owner: null, lease_until: 0 })
    .where(eb => eb.and(anyRevision))
    .execute()
}

function deleteRow(db: Db, row: { business: string; kind: string; ref: string; fence: number; revision: number }) {
  return db
    .deleteFrom('work')
    .where(eb => eb.and(row))
    .executeTakeFirst()
}
