import { sql } from 'kysely'
import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import { LEASE_MS } from './work.ts'

/** Whoever waits for a right asks for it so often. */
const ASK_AGAIN_MS = 1_000

async function take(journal: Journal, name: string, owner: string): Promise<boolean> {
  return journal.write(async db => {
    const now = journal.now()
    const lease_until = sql<number>`${now} + ${LEASE_MS}`
    const row = await db
      .insertInto('lease')
      .values({ business: journal.business, name, owner, lease_until })
      .onConflict(c =>
        c
          .columns(['business', 'name'])
          .doUpdateSet({ owner, lease_until })
          .where(eb => eb.or([eb('lease.owner', '=', owner), eb('lease.lease_until', '<=', now)])),
      )
      .returning('owner')
      .executeTakeFirst()
    return row?.owner === owner
  })
}

/** Prolongs the right; false when it went to somebody else, also when they have given it back since. */
async function keep(journal: Journal, name: string, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await journal.write(db =>
    db
      .updateTable('lease')
      .set({ lease_until: sql<number>`${journal.now()} + ${LEASE_MS}` })
      .where('business', '=', journal.business)
      .where('name', '=', name)
      .where('owner', '=', owner)
      .executeTakeFirst(),
  )
  return numUpdatedRows > 0n
}

async function giveBack(journal: Journal, name: string, owner: string): Promise<void> {
  await journal.write(db =>
    db
      .deleteFrom('lease')
      .where('business', '=', journal.business)
      .where('name', '=', name)
      .where('owner', '=', owner)
      .execute(),
  )
}

/**
 * Runs `work` while no other process of the deployment runs work of this name; waits for its turn until `signal` aborts.
 * The signal that `work` gets aborts when the right could not be renewed.
 */
export async function runExclusive<T>(
  journal: Journal,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const owner = newId()
  signal.throwIfAborted()
  while (!(await take(journal, name, owner))) await journal.clock.sleep(ASK_AGAIN_MS, signal)
  const right = new AbortController()
  const beat = setInterval(() => {
    keep(journal, name, owner).then(
      isMine => isMine || right.abort(new Error(`the exclusive right "${name}" was lost`)),
      error => right.abort(error),
    )
  }, LEASE_MS / 3)
  beat.unref()
  // Taken off again: the runtime's signal outlives every right.
  const end = () => right.abort(signal.reason)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    return await work(right.signal)
  } finally {
    signal.removeEventListener('abort', end)
    clearInterval(beat)
    // A right that can't be given back ends by itself; what the work answered counts.
    await giveBack(journal, name, owner).catch(() => {})
  }
}
