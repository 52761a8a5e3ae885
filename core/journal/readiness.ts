import type { Logger } from 'pino'
import type { Journal } from './journal.ts'

/** As much as a message with its turn may need: a few pages, so that a full disk shows. */
const PROOF = 'x'.repeat(16_384)

/** Writes and takes back what a message would need. Rejects when the journal could not store one. */
export async function proveWritable(journal: Journal): Promise<void> {
  const key = { business: journal.business, instance: '', key: 'proof' }
  await journal.write(async db => {
    await db
      .insertInto('store')
      .values({ ...key, value: PROOF, secret: 0, updated_at: journal.clock.now() })
      .execute()
    await db
      .deleteFrom('store')
      .where(eb => eb.and(key))
      .execute()
  })
}

/** Whether the journal could store a message now; why not stands in the log. */
export function isWritable(journal: Journal, log: Logger): Promise<boolean> {
  return proveWritable(journal).then(
    () => true,
    error => {
      log.error({ err: error }, 'the journal does not accept')
      return false
    },
  )
}
