import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { JournalTables } from './schema.ts'

/** One writing transaction's body. Nothing but the database may be awaited inside, or changed: it may run more than once. */
export type Write<T> = (transaction: Transaction<JournalTables>) => Promise<T>

/** Runs writing transactions. */
export type Writer = <T>(work: Write<T>) => Promise<T>

interface Job {
  run(transaction: Transaction<JournalTables>): Promise<void>
  settle(error?: unknown): void
}

/** More would make the first of a batch wait too long for the last. */
const MAX_BATCH = 64

function jobOf<T>(work: Write<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Job {
  let outcome: { value: T } | { error: unknown } | undefined
  return {
    async run(transaction) {
      try {
        outcome = { value: await work(transaction) }
      } catch (error) {
        outcome = { error }
        throw error
      }
    },
    settle(error) {
      if (outcome && 'error' in outcome) reject(outcome.error)
      else if (error !== undefined || !outcome) reject(error ?? new Error('the transaction was not run'))
      else resolve(outcome.value)
    },
  }
}

async function runBatch(db: Kysely<JournalTables>, batch: readonly Job[]): Promise<void> {
  await db.transaction().execute(async transaction => {
    const [only] = batch
    if (batch.length === 1 && only) return only.run(transaction)
    for (const job of batch) {
      await sql`savepoint job`.execute(transaction)
      try {
        await job.run(transaction)
        await sql`release savepoint job`.execute(transaction)
      } catch (error) {
        // The job's own error is its caller's; the others of the batch go on as if it had never been. A full disk may
        // have ended the whole transaction: then that is what all of them hear.
        await sql`rollback to savepoint job`.execute(transaction).catch(() => Promise.reject(error))
        await sql`release savepoint job`.execute(transaction)
      }
    }
  })
}

/**
 * SQLite has one writer and pays one disk flush a commit: transactions that wait for each other are committed together,
 * each under its own savepoint. A caller hears of success only after the flush.
 */
export function createBatchWriter(db: Kysely<JournalTables>): Writer {
  const waiting: Job[] = []
  let isDraining = false

  async function drain(): Promise<void> {
    isDraining = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      let failure: unknown
      try {
        await runBatch(db, batch)
      } catch (error) {
        failure = error
      }
      for (const job of batch) job.settle(failure)
    }
    isDraining = false
  }

  return work =>
    new Promise((resolve, reject) => {
      waiting.push(jobOf(work, resolve, reject))
      // A turn of the event loop later everything that became ready in this one is in the queue.
      if (!isDraining) {
        isDraining = true
        setImmediate(drain)
      }
    })
}

/** PostgreSQL rolled the transaction back because of what others did at the same time: deadlock, serialization failure. */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40P01', '40001'])
const MAX_RUNS = 5

/** PostgreSQL writes side by side, each transaction on its own connection. */
export function createPlainWriter(db: Kysely<JournalTables>): Writer {
  return async work => {
    for (let run = 1; ; run++) {
      try {
        return await db.transaction().execute(work)
      } catch (error) {
        if (run === MAX_RUNS || !CONFLICTS.has(Object(error).code)) throw error
      }
    }
  }
}
