import type { Claim, Slot } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

/** A time that another client's operation keeps. */
export interface Hold {
  operation: string
  resource: string
  startsAt: number
  endsAt: number
}

/** Locks the resources' rows so that two holds can't be counted side by side. SQLite's one writer is lock enough. */
async function lockResources(journal: Journal, db: Db, names: readonly string[]): Promise<void> {
  if (journal.family === 'sqlite') return
  const sorted = [...new Set(names)].sort()
  await db
    .insertInto('resource')
    .values(sorted.map(name => ({ business: journal.business, name })))
    .onConflict(c => c.doNothing())
    .execute()
  await db
    .selectFrom('resource')
    .select('name')
    .where('business', '=', journal.business)
    .where('name', 'in', sorted)
    .orderBy('name')
    .forUpdate()
    .execute()
}

/** The live holds on these resources that overlap the time. */
export async function holdsOn(
  journal: Journal,
  db: Db,
  resources: readonly string[],
  span: { from: number; to: number },
): Promise<readonly Hold[]> {
  if (resources.length === 0) return []
  const rows = await db
    .selectFrom('hold')
    .select(['operation', 'resource', 'starts_at', 'ends_at'])
    .where('business', '=', journal.business)
    .where('resource', 'in', [...resources])
    .where('starts_at', '<', span.to)
    .where('ends_at', '>', span.from)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', journal.clock.now())]))
    .execute()
  return rows.map(row => ({
    operation: row.operation,
    resource: row.resource,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }))
}

/** The most holds that overlap each other at any moment of the span. */
function busiest(holds: readonly Hold[]): number {
  return Math.max(
    0,
    ...holds.map(hold => holds.filter(other => other.startsAt <= hold.startsAt && other.endsAt > hold.startsAt).length),
  )
}

/** Whether holds of others leave no room for a slot. */
export function isHeld(slot: Slot, holds: readonly Hold[]): boolean {
  const from = Date.parse(slot.start)
  const to = Date.parse(slot.end)
  return slot.claims.some(claim => {
    const overlapping = holds.filter(
      hold => hold.resource === claim.resource && hold.startsAt < to && hold.endsAt > from,
    )
    // Holds that began before the slot count from its start.
    const inside = overlapping.map(hold => ({ ...hold, startsAt: Math.max(hold.startsAt, from) }))
    return busiest(inside) >= claim.capacity
  })
}

/** Keeps a slot for an operation; false when others' holds leave no room. */
export async function placeHold(
  journal: Journal,
  db: Db,
  hold: { operation: string; conversation: string; slot: Slot; expiresAt: number },
): Promise<boolean> {
  const { slot } = hold
  const resources = slot.claims.map((claim: Claim) => claim.resource)
  if (resources.length === 0) return true
  await lockResources(journal, db, resources)
  const span = { from: Date.parse(slot.start), to: Date.parse(slot.end) }
  const others = await holdsOn(journal, db, resources, span)
  if (isHeld(slot, others)) return false
  await db
    .insertInto('hold')
    .values(
      // Two parts of one visit may claim the same employee.
      [...new Map(slot.claims.map(claim => [claim.resource, claim])).values()].map(claim => ({
        business: journal.business,
        operation: hold.operation,
        conversation: hold.conversation,
        resource: claim.resource,
        starts_at: span.from,
        ends_at: span.to,
        capacity: claim.capacity,
        expires_at: hold.expiresAt,
      })),
    )
    .execute()
  return true
}

/** Whether the operation's hold is still there. A slot without claims needs none. */
export async function ownsHold(journal: Journal, db: Db, operation: string, slot: Slot | undefined): Promise<boolean> {
  if (!slot || slot.claims.length === 0) return true
  const row = await db
    .selectFrom('hold')
    .select('operation')
    .where('business', '=', journal.business)
    .where('operation', '=', operation)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', journal.clock.now())]))
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps the hold for as long as the outcome is open. */
export async function fixHold(journal: Journal, db: Db, operation: string): Promise<void> {
  await db
    .updateTable('hold')
    .set({ expires_at: null })
    .where('business', '=', journal.business)
    .where('operation', '=', operation)
    .execute()
}

/** Gives the operation's time free. */
export async function releaseHold(journal: Journal, db: Db, operation: string): Promise<void> {
  await db.deleteFrom('hold').where('business', '=', journal.business).where('operation', '=', operation).execute()
}
