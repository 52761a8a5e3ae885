import type { Call, CodedError, Locale, Slot } from '../../../core/contract/index.ts'
import { dateOfDay, type Interval } from '../hours/index.ts'
import { readInstant, totalPrice, wantedServices } from '../provider/index.ts'
import type { BatchAnswer } from './api.ts'
import { accessibilityOf, askTaken, readTaken, type TakenTime } from './busy.ts'
import type { Desk } from './desk.ts'
import type { Portal, PortalService } from './portal.ts'
import type { Command, Params } from './query.ts'
import { type Visit, writeDetails } from './visits.ts'

/** A stretch of time in one calendar. */
export interface Place extends Interval {
  employeeId: string
}

/** What is to be written: the slot, checked. */
export interface Wanted extends Place {
  services: readonly PortalService[]
}

/** What all writes of visits have in common. */
export type Writing = ReturnType<typeof createWriting>

/** Checks a slot, and says what of it goes into deal and event and what must be read back. */
export function createWriting(desk: Desk) {
  const { api, zone, context } = desk
  const { clock, company, error, log } = context
  /** The reason that a client may read. */
  const say = (locale: Locale | undefined, key: string) => ({ reason: context.text(locale ?? company.locale, key) })

  const wantedOf = (slot: Slot, portal: Portal, locale: Locale | undefined): Wanted => {
    const [part, ...more] = slot.parts
    const [start, end] = [readInstant(slot.start, error), readInstant(slot.end, error)]
    const employee = portal.employees.get(part?.employeeId ?? '')
    if (!part || !employee || more.length > 0 || end <= start)
      throw error('invalid', 'a visit is one stretch of time of one employee of the portal')
    const services = wantedServices(portal.services, part.serviceIds, error)
    const minutes = services.reduce((sum, { durationMinutes }) => sum + durationMinutes, 0)
    if (end - start !== minutes * 60_000) throw error('invalid', 'the slot is not as long as its services')
    if (start <= clock.now()) throw error('refused', `${slot.start} has passed`, say(locale, 'past'))
    const price = totalPrice(services)
    if (slot.price && (slot.price.min !== price?.min || slot.price.currency !== price.currency))
      throw error('refused', `the price of ${slot.start} has changed since it was offered`, say(locale, 'price'))
    return { start, end, employeeId: employee.id, services }
  }

  const taken = (locale: Locale | undefined) => error('slot_taken', 'the time is taken', say(locale, 'taken'))

  const accessibility = ({ start, end, employeeId }: Wanted) => accessibilityOf([employeeId], { start, end }, zone)

  const clashesOf = (taken: ReadonlyMap<string, readonly TakenTime[]>, wanted: Place, own: string | undefined) =>
    (taken.get(wanted.employeeId) ?? []).filter(
      ({ start, end, eventId }) => start < wanted.end && end > wanted.start && (own === undefined || eventId !== own),
    )

  const clashesIn = (result: unknown, wanted: Wanted, own: string | undefined) =>
    clashesOf(readTaken(result, { window: wanted, zone, log }), wanted, own)

  const askClashes = async (place: Place, own: string | undefined, call: Call) =>
    clashesOf(await askTaken({ api, zone, log }, { users: [place.employeeId], window: place }, call), place, own)

  const ensureFree = async (wanted: Wanted, own: string | undefined, locale: Locale | undefined, call: Call) => {
    if ((await askClashes(wanted, own, call)).length > 0) throw taken(locale)
  }

  const timeFields = (portal: Portal, wanted: Wanted): Params => {
    const { start, end, services } = wanted
    const date = dateOfDay(zone.dayOf(start))
    return {
      BEGINDATE: date,
      CLOSEDATE: date,
      [portal.fields.details]: writeDetails(desk, { start, end, services: services.map(({ id }) => id) }),
      ...(portal.fields.start !== undefined && { [portal.fields.start]: zone.format(start) }),
    }
  }

  /** All of them each time: what an update leaves out falls back to the caller's zone. */
  const eventTimes = ({ start, end, employeeId }: Wanted): Params => ({
    type: 'user',
    ownerId: employeeId,
    from: zone.format(start),
    to: zone.format(end),
    timezone_from: zone.name,
    timezone_to: zone.name,
    skip_time: 'N',
  })

  const readBack = (dealId: string, eventId: string, wanted: Wanted): Record<string, Command> => ({
    stored: { method: 'crm.deal.get', params: { id: dealId } },
    block: { method: 'calendar.event.getbyid', params: { id: eventId } },
    busy: accessibility(wanted),
  })

  const isAt = ({ appointment, eventId }: Visit, { start, end, employeeId }: Wanted, key?: string) =>
    eventId !== undefined &&
    appointment.status === 'booked' &&
    Date.parse(appointment.start) === start &&
    Date.parse(appointment.end) === end &&
    appointment.parts[0]?.employeeId === employeeId &&
    (key === undefined || appointment.key === key)

  return { say, wantedOf, taken, clashesIn, askClashes, ensureFree, timeFields, eventTimes, readBack, isAt }
}

/** The first error of a batch, in the order of its commands. */
export function failedCommand(
  answer: BatchAnswer,
  commands: Readonly<Record<string, Command>>,
): CodedError | undefined {
  return Object.keys(commands).flatMap(name => answer.error(name) ?? [])[0]
}
