import { type Kysely, type Selectable, sql } from 'kysely'
import type { Appointment, AppointmentStatus, Call } from '../../../core/contract/index.ts'
import { readAppointment } from './appointments.ts'
import type { Book } from './book.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'

/** What the business itself has decided about a visit. */
export interface VisitChange {
  status: AppointmentStatus
  /** Where it was moved to, with everything that belongs to it; milliseconds since the epoch. */
  start?: number
}

interface Snapshot {
  visit: Pick<Selectable<Tables['appointment']>, 'status' | 'start_at' | 'end_at' | 'price'>
  parts: Selectable<Tables['part']>[]
}

/** Changes that do not come from a client. */
export function createStatusChanges(book: Book) {
  const { business, clock } = book.context
  const removeFrom = (transaction: Kysely<Tables>, table: 'part' | 'written', id: string) =>
    transaction.deleteFrom(table).where('business', '=', business).where('appointment_id', '=', rowIdOf(id)).execute()

  return {
    /** Undefined when there is no such visit, or when `mayChange` says no; it stays as it is then. */
    change: (id: string, change: VisitChange, mayChange: (before: Appointment) => boolean, call: Call) =>
      book.write(call, async (transaction): Promise<Appointment | undefined> => {
        const rowId = rowIdOf(id)
        const before = await readAppointment(book, transaction, rowId)
        if (!before || !mayChange(before)) return undefined
        const shift = change.start === undefined ? 0 : change.start - Date.parse(before.start)
        await transaction
          .updateTable('appointment')
          .set({
            status: change.status,
            start_at: sql`start_at + ${shift}`,
            end_at: sql`end_at + ${shift}`,
            changed_at: clock.now(),
          })
          .where('business', '=', business)
          .where('id', '=', rowId)
          .execute()
        if (shift !== 0)
          await transaction
            .updateTable('part')
            .set({
              start_at: sql`start_at + ${shift}`,
              end_at: sql`end_at + ${shift}`,
              taken_from: sql`taken_from + ${shift}`,
              taken_to: sql`taken_to + ${shift}`,
            })
            .where('business', '=', business)
            .where('appointment_id', '=', rowId)
            .execute()
        return readAppointment(book, transaction, rowId)
      }),

    /** A visit as it stands in the tables, to be put back later; undefined when there is none. */
    async snapshot(id: string, call: Call): Promise<string | undefined> {
      const kysely = await book.read(call)
      const visit = await kysely
        .selectFrom('appointment')
        .select(['status', 'start_at', 'end_at', 'price'])
        .where('business', '=', business)
        .where('id', '=', rowIdOf(id))
        .executeTakeFirst()
      const parts = await kysely
        .selectFrom('part')
        .selectAll()
        .where('business', '=', business)
        .where('appointment_id', '=', rowIdOf(id))
        .execute()
      return visit && JSON.stringify({ visit, parts } satisfies Snapshot)
    },

    /** Puts a visit back to where it was, whoever may have that time by now: in the business's own book it never left. */
    restore: (id: string, snapshot: string, call: Call) =>
      book.write(call, async (transaction): Promise<Appointment | undefined> => {
        const { visit, parts }: Snapshot = JSON.parse(snapshot)
        await transaction
          .updateTable('appointment')
          .set({ ...visit, changed_at: clock.now() })
          .where('business', '=', business)
          .where('id', '=', rowIdOf(id))
          .execute()
        await removeFrom(transaction, 'part', id)
        await transaction.insertInto('part').values(parts).execute()
        return readAppointment(book, transaction, rowIdOf(id))
      }),

    /** The ids of visits that nobody has answered since then. */
    async unanswered(before: number, call: Call): Promise<readonly string[]> {
      const kysely = await book.read(call)
      const rows = await kysely
        .selectFrom('appointment')
        .select('id')
        .where('business', '=', business)
        .where('status', '=', 'requested')
        .where('changed_at', '<=', before)
        .execute()
      return rows.map(({ id }) => String(id))
    },

    /** Takes a visit out again that was written and of which nobody has heard. */
    forget: (id: string, call: Call) =>
      book.write(call, async transaction => {
        for (const table of ['written', 'part'] as const) await removeFrom(transaction, table, id)
        await transaction
          .deleteFrom('appointment')
          .where('business', '=', business)
          .where('id', '=', rowIdOf(id))
          .execute()
      }),
  }
}
