import type { Kysely } from 'kysely'
import type { PriceRange, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, type FreeTime } from '../hours/index.ts'
import { readInstant, totalPrice, wantedServices } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { CatalogService } from './catalog.ts'
import { freeTimes, readBusy, stepOf } from './slots.ts'
import type { Tables } from './tables.ts'

/** A slot that was checked: its times and services are the catalogue's, not the caller's. */
export interface Visit {
  start: number
  end: number
  parts: readonly { employeeId: string; services: readonly CatalogService[]; start: number; end: number }[]
  price: PriceRange | undefined
}

/**
 * Checks a slot against hours, services and the book, inside of the transaction that writes it. The notice is not asked
 * for: it held when the time was offered.
 * @throws `invalid` for what was never on offer, `refused` for the past, `slot_taken`.
 */
export async function ensureBookable(
  book: Book,
  transaction: Kysely<Tables>,
  { slot, ignoring }: { slot: Slot; ignoring?: string },
): Promise<Visit> {
  const { context, zone } = book
  const { clock, company, config, error } = context
  const start = readInstant(slot.start, error)
  const bookable = bookableWindow({ zone, now: clock.now(), noticeMinutes: 0, horizonDays: config.horizonDays ?? 60 })
  if (start <= bookable.start)
    throw error('refused', `${slot.start} has passed`, { reason: context.text(company.locale, 'past') })
  if (start >= bookable.end) throw error('invalid', `${slot.start} lies beyond the days that can be booked`)

  const serviceIds = slot.parts.flatMap(part => part.serviceIds)
  const services = wantedServices(book.catalog.services, serviceIds, error)
  const employeeIds = slot.parts.flatMap(part => part.serviceIds.map(() => part.employeeId))
  const steps = services.map((service, index) => ({
    ...stepOf(service),
    employeeIds: service.employeeIds.filter(id => id === employeeIds[index]),
  }))
  const window = { start, end: start + 1 }
  const timeWith = (busy: Awaited<ReturnType<typeof readBusy>>) => freeTimes(book, { window, steps, busy }).next().value
  const possible: FreeTime | undefined = timeWith(new Map())
  if (!possible || !isSameTime(slot, possible))
    throw error(
      'invalid',
      `${slot.start} cannot be booked like this: outside of the hours, or other services or durations`,
    )
  const busy = await readBusy(book, transaction, { window, ...(ignoring !== undefined && { ignoring }) })
  if (!timeWith(busy))
    throw error('slot_taken', `${slot.start} is taken`, { reason: context.text(company.locale, 'taken') })

  const price = totalPrice(services)
  if (!isSamePrice(slot.price, price))
    throw error('refused', `the price of ${slot.start} has changed since it was offered`, {
      reason: context.text(company.locale, 'price'),
    })
  return {
    start: possible.start,
    end: possible.end,
    parts: possible.parts.map(part => ({
      employeeId: part.employeeId,
      services: services.slice(part.firstStep, part.endStep),
      start: part.start,
      end: part.end,
    })),
    price,
  }
}

/** A visit is booked at the price that the client agreed to, or not at all. A caller that names none takes what it is. */
function isSamePrice(offered: PriceRange | undefined, now: PriceRange | undefined): boolean {
  if (!offered) return true
  return offered.min === now?.min && offered.max === now.max && offered.currency === now.currency
}

function isSameTime(slot: Slot, time: FreeTime): boolean {
  const ends = slot.parts.map(part => [part.employeeId, Date.parse(part.start), Date.parse(part.end)].join())
  const expected = time.parts.map(part => [part.employeeId, part.start, part.end].join())
  return Date.parse(slot.end) === time.end && ends.join(';') === expected.join(';')
}
