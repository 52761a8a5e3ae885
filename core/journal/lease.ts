import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import { LEASE_MS } from './work.ts'

async function take(journal: Journal, name: string, owner: string): Promise<boolean> {
  return journal.write(async db => {
    const now = journal.now()
    const row = await db
      .insertInto('lease')
      .values({ business: journal.business, name, owner, lease_until: journal.clock.now() + LEASE_MS })
      .onConflict(c =>
        c
          .columns(['business', 'name'])
          .doUpdateSet({ owner, lease_until: journal.clock.now() + LEASE_MS })
          .where(eb => eb.or([eb('lease.owner', '=', owner), eb('lease.lease_until', '<=', now)])),
      )
      .returning('owner')
      .executeTakeFirst()
    return row?.owner === owner
  })
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
  while (!(await take(journal, name, owner))) await journal.clock.sleep(LEASE_MS / 4, signal)
  const right = new AbortController()
  const beat = setInterval(() => {
    take(journal, name, owner).then(
      isMine => isMine || right.abort(new Error(`the exclusive right "${name}" was lost`)),
      error => right.abort(error),
    )
  }, LEASE_MS / 3)
  beat.unref()
  try {
    return await work(AbortSignal.any([signal, right.signal]))
  } finally {
    clearInterval(beat)
    await journal.write(db =>
      db
        .deleteFrom('lease')
        .where('business', '=', journal.business)
        .where('name', '=', name)
        .where('owner', '=', owner)
        .execute(),
    )
  }
}
