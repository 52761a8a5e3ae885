import type { Kysely, Selectable } from 'kysely'
import type { Appointment, AppointmentQuery, CrmInstance, PriceRange, SlotPart } from '../../../core/contract/index.ts'
import { readInstant } from '../provider/index.ts'
import type { Book } from './book.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'

/** Methods 9 and 10: the visits in the book, cancelled ones too. */
export function createAppointmentReads(book: Book): Pick<CrmInstance, 'getAppointment' | 'listAppointments'> {
  return {
    getAppointment: async ({ id }, call) => readAppointment(book, await book.read(call), rowIdOf(id)),

    async listAppointments(query, call) {
      const { error } = book.context
      if (query.key === undefined && (query.from === undefined || query.to === undefined))
        throw error('invalid', 'from and to may be left out only with a key')
      return selectAppointments(book, await book.read(call), query)
    },
  }
}

/** One visit by its row number. */
export async function readAppointment(
  book: Book,
  kysely: Kysely<Tables>,
  id: number,
): Promise<Appointment | undefined> {
  const rows = await appointmentRows(book, kysely).where('appointment.id', '=', id).execute()
  return (await withParts(book, kysely, rows))[0]
}

async function selectAppointments(
  book: Book,
  kysely: Kysely<Tables>,
  query: AppointmentQuery,
): Promise<readonly Appointment[]> {
  const { business, error } = book.context
  const { from, to, clientId, phone, employeeId, key, writtenAfter } = query
  let rows = appointmentRows(book, kysely)
  if (from !== undefined) rows = rows.where('appointment.start_at', '>=', readInstant(from, error))
  if (to !== undefined) rows = rows.where('appointment.start_at', '<', readInstant(to, error))
  // With a key it only tells where to look; clocks differ.
  if (writtenAfter !== undefined && key === undefined)
    rows = rows.where('appointment.changed_at', '>=', readInstant(writtenAfter, error))
  if (clientId !== undefined) rows = rows.where('appointment.client_id', '=', rowIdOf(clientId))
  if (phone !== undefined) rows = rows.where('client.phone', '=', phone)
  if (employeeId !== undefined)
    rows = rows.where('appointment.id', 'in', select =>
      select
        .selectFrom('part')
        .select('appointment_id')
        .where('business', '=', business)
        .where('employee_id', '=', employeeId),
    )
  if (key !== undefined)
    rows = rows.where('appointment.id', 'in', select =>
      select.selectFrom('written').select('appointment_id').where('business', '=', business).where('key', '=', key),
    )
  return withParts(book, kysely, await rows.orderBy('appointment.start_at').orderBy('appointment.id').execute())
}

function appointmentRows(book: Book, kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('appointment')
    .innerJoin('client', join =>
      join.onRef('client.business', '=', 'appointment.business').onRef('client.id', '=', 'appointment.client_id'),
    )
    .selectAll('appointment')
    .select(['client.name as client_name', 'client.phone as phone'])
    .where('appointment.business', '=', book.context.business)
}

type AppointmentRow = Selectable<Tables['appointment']> & { client_name: string; phone: string | null }

async function withParts(
  book: Book,
  kysely: Kysely<Tables>,
  rows: readonly AppointmentRow[],
): Promise<readonly Appointment[]> {
  if (rows.length === 0) return []
  const parts = await kysely
    .selectFrom('part')
    .selectAll()
    .where('business', '=', book.context.business)
    .where(
      'appointment_id',
      'in',
      rows.map(row => row.id),
    )
    .orderBy('position')
    .execute()
  const partsOf = Map.groupBy(parts, part => Number(part.appointment_id))
  return rows.map(row => toAppointment(book, row, partsOf.get(Number(row.id)) ?? []))
}

function toAppointment({ zone }: Book, row: AppointmentRow, parts: readonly Selectable<Tables['part']>[]): Appointment {
  const price: PriceRange | undefined = row.price === null ? undefined : JSON.parse(row.price)
  return {
    id: String(row.id),
    status: row.status,
    start: zone.format(Number(row.start_at)),
    end: zone.format(Number(row.end_at)),
    parts: parts.map(
      (part): SlotPart => ({
        serviceIds: JSON.parse(part.service_ids),
        employeeId: part.employee_id,
        start: zone.format(Number(part.start_at)),
        end: zone.format(Number(part.end_at)),
      }),
    ),
    clientId: String(row.client_id),
    clientName: row.client_name,
    ...(row.phone !== null && { phone: row.phone }),
    ...(price && { price }),
    ...(row.comment !== null && { comment: row.comment }),
    key: row.key,
  }
}
