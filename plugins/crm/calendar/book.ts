import type { Kysely } from 'kysely'
import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { createZone, type Interval, type Zone } from '../hours/index.ts'
import { type Catalog, createCatalog } from './catalog.ts'
import type { CalendarOptions } from './options.ts'
import { migrationsOf, type Tables, withTables } from './tables.ts'

/** What every method of the calendar works on. */
export interface Book {
  readonly context: PluginContext<CalendarOptions>
  readonly catalog: Catalog
  readonly zone: Zone
  readonly variation: BookVariation
  /** For reads; the tables are there when it resolves. @throws `unavailable` when the call has ended. */
  read(call: Call): Promise<Kysely<Tables>>
  /**
   * One write after the other, in one transaction each; `nextId` gives ids that nobody else has. A write whose call
   * ended while it was waiting does not begin.
   */
  write<T>(call: Call, work: (transaction: Kysely<Tables>, nextId: () => Promise<number>) => Promise<T>): Promise<T>
  /** Makes the tables where they are missing. */
  prepare(): Promise<void>
}

/** How the calendar of a business that has another book beside it differs. */
export interface BookVariation {
  /** What a new visit is: `booked` when left out. */
  newStatus?: 'booked' | 'requested'
  /** Time that is taken elsewhere, by employee. */
  takenElsewhere?(window: Interval): Promise<ReadonlyMap<string, readonly Interval[]>>
}

/** The calendar's catalogue and tables. */
export function createBook(context: PluginContext<CalendarOptions>, variation: BookVariation = {}): Book {
  const { database, clock, business } = context
  const kysely = withTables(database.kysely, database.prefix)
  let prepared: Promise<void> | undefined

  const prepare = async () => {
    prepared ??= database.migrate(migrationsOf(database.prefix)).catch(failure => {
      prepared = undefined
      throw failure
    })
    await prepared
  }

  const ensureTime = (call: Call) => {
    if (call.signal.aborted || clock.now() >= call.deadline)
      throw context.error('unavailable', 'the call ended before anything was written', { cause: call.signal.reason })
  }

  const bumpCounter = async (transaction: Kysely<Tables>, by: number) => {
    const { last_id } = await transaction
      .insertInto('counter')
      .values({ business, last_id: by })
      .onConflict(conflict =>
        conflict.column('business').doUpdateSet(row => ({ last_id: row('counter.last_id', '+', by) })),
      )
      .returning('last_id')
      .executeTakeFirstOrThrow()
    return Number(last_id)
  }

  return {
    context,
    catalog: createCatalog(context),
    zone: createZone(context.company.timezone),
    variation,
    prepare,
    async read(call) {
      ensureTime(call)
      await prepare()
      return kysely
    },
    async write(call, work) {
      ensureTime(call)
      await prepare()
      return database.write(async plain => {
        ensureTime(call)
        const transaction = withTables(plain, database.prefix)
        // Locks the row until the end, on databases that let several write at once.
        await bumpCounter(transaction, 0)
        return work(transaction, () => bumpCounter(transaction, 1))
      })
    },
  }
}
