import type { Appointment, Locale, PriceRange, VisitItem } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import { putVisit, type Visit, visitsByAppointment } from '../journal/visit.ts'
import type { VisitWriter } from '../ledger/visit-writer.ts'
import { type Catalogue, namesOf, type ReadCatalogue } from './catalogue.ts'
import { dateOf, timeOf } from './local-time.ts'
import { sumOfPrices } from './summary.ts'

const unique = (ids: readonly string[]) => [...new Set(ids)]

/** For whom a visit is written down; `agreed` is the price that its client was told. */
export interface VisitReader {
  conversation: string
  locale: Locale
  agreed?: PriceRange | undefined
}

/** A visit as its own client may see it. */
export function visitOf(
  appointment: Appointment,
  catalogue: Catalogue,
  { conversation, locale, agreed }: VisitReader,
): Visit {
  const serviceIds = unique(appointment.parts.flatMap(part => part.serviceIds))
  const employeeIds = unique(appointment.parts.flatMap(part => part.employeeId ?? []))
  const employee = namesOf(catalogue.employees, employeeIds).join(', ')
  const price = appointment.price ?? agreed ?? sumOfPrices(catalogue, serviceIds)
  const { title } = appointment
  return {
    id: appointment.id,
    conversation,
    locale,
    status: appointment.status,
    start: appointment.start,
    end: appointment.end,
    services: serviceIds.length === 0 && title !== undefined ? [title] : namesOf(catalogue.services, serviceIds),
    serviceIds,
    employeeIds,
    ...(employee !== '' && { employee }),
    ...(price && { price }),
    ...(appointment.phone !== undefined && { phone: appointment.phone }),
  }
}

/** What a model may hear of a visit. */
export function visitItem(visit: Visit): VisitItem {
  return {
    appointment_id: visit.id,
    status: visit.status,
    date: dateOf(visit.start),
    time: timeOf(visit.start),
    services: visit.services,
    service_ids: visit.serviceIds,
    employee_ids: visit.employeeIds,
    ...(visit.employee !== undefined && { employee: visit.employee }),
  }
}

/** Writes settled visits for the view of every conversation that knows them; a transaction waits for nothing but the database. */
export function createVisitWriter(journal: Journal, catalogue: ReadCatalogue): VisitWriter {
  return {
    async write(db, { conversation, draft: { locale, slot } }, appointment) {
      const known = await visitsByAppointment(journal, db, appointment.id)
      const others = known.filter(visit => visit.conversation !== conversation)
      for (const reader of [...others, { conversation, locale }]) {
        const agreed = slot?.price
        await putVisit(journal, db, visitOf(appointment, catalogue.latest(reader.locale), { ...reader, agreed }))
      }
    },
  }
}
