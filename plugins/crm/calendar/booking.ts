import type { Insertable, Kysely } from 'kysely'
import type { Appointment, CrmInstance, Slot } from '../../../core/contract/index.ts'
import { readAppointment } from './appointments.ts'
import type { Book } from './book.ts'
import { linkClient } from './clients.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'
import { ensureBookable, type Visit } from './visit.ts'

const MINUTE_MS = 60_000

/** Methods 8, 11 and 12: writes, each checked and done in one transaction. */
export function createBooking(
  book: Book,
): Pick<CrmInstance, 'createAppointment' | 'rescheduleAppointment' | 'cancelAppointment'> {
  const { context } = book
  const { business, clock } = context
  const { newStatus } = book.variation
  // Who has to confirm a new visit has to confirm its new time, too.
  const statusOfMoved = newStatus === undefined ? {} : { status: newStatus }

  return {
    createAppointment: ({ slot, client, comment, key }, call) =>
      book.write(call, async (transaction, nextId) => {
        const before = await writtenWith(transaction, { business, kind: 'book', key })
        if (before !== undefined) return appointmentOf(transaction, before)
        const visit = await ensureBookable(book, transaction, { slot })
        const owner = await linkClient(book, transaction, { client, nextId })
        const id = await nextId()
        await transaction
          .insertInto('appointment')
          .values({
            business,
            id,
            client_id: owner.id,
            status: book.variation.newStatus ?? 'booked',
            ...columnsOf(visit),
            comment: comment ?? null,
            cancel_reason: null,
            key,
            changed_at: clock.now(),
          })
          .execute()
        await transaction.insertInto('part').values(partsOf(visit, id)).execute()
        await remember(transaction, { kind: 'book', key, appointment_id: id })
        return appointmentOf(transaction, id)
      }),

    rescheduleAppointment: ({ id, slot, key }, call) =>
      book.write(call, async transaction => {
        const rowId = rowIdOf(id)
        const before = await appointmentOf(transaction, rowId)
        if ((await writtenWith(transaction, { business, kind: 'move', key })) === rowId) return before
        ensureMovable(before, slot)
        const visit = await ensureBookable(book, transaction, { slot, ignoring: id })
        await transaction
          .updateTable('appointment')
          .set({ ...columnsOf(visit), ...statusOfMoved, changed_at: clock.now() })
          .where('business', '=', business)
          .where('id', '=', rowId)
          .execute()
        await transaction
          .deleteFrom('part')
          .where('business', '=', business)
          .where('appointment_id', '=', rowId)
          .execute()
        await transaction.insertInto('part').values(partsOf(visit, rowId)).execute()
        await remember(transaction, { kind: 'move', key, appointment_id: rowId })
        return appointmentOf(transaction, rowId)
      }),

    cancelAppointment: ({ id, reason, key }, call) =>
      book.write(call, async transaction => {
        const rowId = rowIdOf(id)
        const before = await appointmentOf(transaction, rowId)
        await remember(transaction, { kind: 'cancel', key, appointment_id: rowId })
        if (before.status === 'cancelled') return before
        await transaction
          .updateTable('appointment')
          .set({ status: 'cancelled', cancel_reason: reason ?? null, changed_at: clock.now() })
          .where('business', '=', business)
          .where('id', '=', rowId)
          .execute()
        return { ...before, status: 'cancelled' }
      }),
  }

  async function appointmentOf(transaction: Kysely<Tables>, id: number): Promise<Appointment> {
    const appointment = await readAppointment(book, transaction, id)
    if (!appointment) throw context.error('not_found', 'there is no such visit')
    return appointment
  }

  function ensureMovable(before: Appointment, slot: Slot): void {
    const refuse = (text: string, why: string) =>
      context.error('refused', why, { reason: context.text(context.company.locale, text) })
    if (before.status === 'cancelled') throw refuse('cancelled', `visit ${before.id} is cancelled`)
    if (Date.parse(before.start) <= clock.now()) throw refuse('begun', `visit ${before.id} has begun`)
    const wanted = slot.parts.flatMap(part => part.serviceIds)
    const booked = before.parts.flatMap(part => part.serviceIds)
    if (wanted.toSorted().join() !== booked.toSorted().join())
      throw context.error('invalid', `a move keeps the services of the visit: ${booked.join(', ')}`)
  }

  async function remember(transaction: Kysely<Tables>, write: Omit<Insertable<Tables['written']>, 'business'>) {
    await transaction
      .insertInto('written')
      .values({ ...write, business })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }

  function columnsOf({ start, end, price }: Visit) {
    return { start_at: start, end_at: end, price: price ? JSON.stringify(price) : null }
  }

  function partsOf(visit: Visit, id: number): Insertable<Tables['part']>[] {
    return visit.parts.map((part, position) => ({
      business,
      appointment_id: id,
      position,
      employee_id: part.employeeId,
      service_ids: JSON.stringify(part.services.map(service => service.id)),
      start_at: part.start,
      end_at: part.end,
      taken_from: part.start - (part.services[0]?.bufferMinutes.before ?? 0) * MINUTE_MS,
      taken_to: part.end + (part.services.at(-1)?.bufferMinutes.after ?? 0) * MINUTE_MS,
    }))
  }
}

async function writtenWith(
  transaction: Kysely<Tables>,
  { business, kind, key }: Pick<Tables['written'], 'business' | 'kind' | 'key'>,
): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('written')
    .select('appointment_id')
    .where('business', '=', business)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && Number(row.appointment_id)
}
