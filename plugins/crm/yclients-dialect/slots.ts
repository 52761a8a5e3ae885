import type { Call, CrmInstance, Slot, SlotQuery } from '../../../core/contract/index.ts'
import type { Catalogue, CatalogueService } from './catalogue.ts'
import type { Parts } from './parts.ts'
import { findVisit } from './visits.ts'
import { blockOf, numberOf, textOf, type Wire } from './wire.ts'

/** How long one question takes under the limit of five a second, and how long the last answer may take to come. */
const QUESTION_MS = 200
const ANSWER_MS = 1_500

/** Method 7: day by day, for each employee who does all of it. */
export function createSlotSearch(parts: Parts): Pick<CrmInstance, 'listAvailableSlots'> {
  const { api, context, dialect, times, catalogue } = parts
  const c = context.config.companyId

  return {
    async listAvailableSlots(query, call) {
      const { serviceIds, employeeId, from, to, limit, ignoring } = query
      const [start, end] = [times.read(from), times.read(to)]
      const known = await catalogue.get(call)
      const services = servicesOf(known, serviceIds)
      const employees = known.employees
        .filter(({ id }) => employeeId === undefined || id === employeeId)
        .filter(one => services.length > 0 && services.every(service => service.employeeIds.includes(one.id)))
      if (start >= end || employees.length === 0) return { slots: [], checkedUntil: times.format(end) }
      const own = ignoring === undefined ? undefined : await ownTime(ignoring, services, call)
      const open = await bookableDates(query, times.datesBetween(start, end), call)
      const isInside = (slot: Slot) => Date.parse(slot.start) >= start && Date.parse(slot.start) < end

      const slots: Slot[] = []
      let checkedUntil = end
      for (const [index, date] of open.entries()) {
        if (limit !== undefined && slots.length > limit) {
          checkedUntil = times.startOf(date)
          break
        }
        const isHurried = context.clock.now() + employees.length * QUESTION_MS + ANSWER_MS > call.deadline
        const ofDay = isHurried && index > 0 ? undefined : await day(date).catch(orNothing(index, call))
        if (!ofDay) {
          checkedUntil = times.startOf(date)
          break
        }
        slots.push(...ofDay.filter(isInside))
      }
      const isNew = own && !slots.some(slot => slot.start === own.start && whoOf(slot) === whoOf(own))
      const isAsked = own && employees.some(({ id }) => id === whoOf(own)) && Date.parse(own.start) < checkedUntil
      if (own && isNew && isAsked && isInside(own)) slots.push(own)
      slots.sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || Number(whoOf(a)) - Number(whoOf(b)))
      const next = limit === undefined ? undefined : slots[limit]
      return { slots: slots.slice(0, limit), checkedUntil: next?.start ?? times.format(checkedUntil) }

      async function day(date: string): Promise<readonly Slot[]> {
        const found = await Promise.all(
          employees.map(async ({ id }) =>
            (await timesOf(parts, { date, serviceIds, employeeId: id }, call)).flatMap(
              time => slotOf(time, { date, services, employeeId: id }) ?? [],
            ),
          ),
        )
        return found.flat()
      }
    },
  }

  /** Only days on which anything is free: the provider answers whole months. */
  async function bookableDates({ serviceIds, employeeId }: SlotQuery, dates: readonly string[], call: Call) {
    const months = new Map(dates.toReversed().map(date => [date.slice(0, 7), date]))
    const answers = await Promise.all(
      [...months.values()].map(date =>
        api.ask(
          { path: `/book_dates/${c}`, query: { service_ids: serviceIds, staff_id: employeeId ?? '0', date } },
          call,
        ),
      ),
    )
    const open = new Set<string>()
    for (const { data } of answers) {
      const found = blockOf(data)['booking_dates']
      if (!Array.isArray(found)) throw context.error('unavailable', `${dialect.title} answered no list of dates`)
      for (const date of found) open.add(textOf(date).slice(0, 10))
    }
    return dates.filter(date => open.has(date))
  }

  /** The first day must succeed; what fails for want of time later leaves the days before as they are. */
  function orNothing(index: number, call: Call) {
    return (error: unknown) => {
      const isLate = Object(error).code === 'rate_limited' || context.clock.now() >= call.deadline
      if (index > 0 && isLate && !call.signal.aborted) return undefined
      throw error
    }
  }

  function slotOf(
    time: Wire,
    { date, services, employeeId }: { date: string; services: readonly CatalogueService[]; employeeId: string },
  ): Slot | undefined {
    const datetime = textOf(time['datetime'])
    const startMs = times.fromWall(datetime)
    // The nearest day that has any is not the day that was asked for.
    if (startMs === undefined || !datetime.startsWith(date)) return undefined
    const known = services.reduce((sum, service) => sum + (service.secondsBy.get(employeeId) ?? 0), 0)
    const seconds = numberOf(time['seance_length']) || numberOf(time['sum_length']) || known
    return offer({ startMs, seconds, services, employeeId, datetime })
  }

  function offer(time: {
    startMs: number
    seconds: number
    services: readonly CatalogueService[]
    employeeId: string
    datetime: string
  }): Slot {
    const { startMs, seconds, services, employeeId, datetime } = time
    const [start, end] = [times.format(startMs), times.format(startMs + seconds * 1_000)]
    const prices = services.flatMap(({ price }) => price ?? [])
    return {
      start,
      end,
      parts: [{ serviceIds: services.map(({ id }) => id), employeeId, start, end }],
      claims: [{ resource: `employee:${employeeId}`, capacity: 1 }],
      ...(prices.length === services.length && {
        price: {
          min: prices.reduce((sum, { min }) => sum + min, 0),
          max: prices.reduce((sum, { max }) => sum + max, 0),
          currency: context.company.currency,
        },
      }),
      locationId: c,
      data: { datetime, seconds },
    }
  }

  /** The provider counts the visit that is being moved as busy; its own time is known to be sold. */
  async function ownTime(id: string, services: readonly CatalogueService[], call: Call): Promise<Slot | undefined> {
    const visit = await findVisit(parts, id, call)
    const employeeId = visit?.parts[0]?.employeeId
    if (!visit || visit.status === 'cancelled' || employeeId === undefined) return undefined
    const booked = visit.parts.flatMap(part => part.serviceIds)
    if (
      booked.toSorted().join() !==
      services
        .map(one => one.id)
        .toSorted()
        .join()
    )
      return undefined
    const startMs = Date.parse(visit.start)
    const seconds = (Date.parse(visit.end) - startMs) / 1_000
    return offer({ startMs, seconds, services, employeeId, datetime: times.withOffset(startMs) })
  }
}

const whoOf = (slot: Slot) => slot.parts[0]?.employeeId ?? ''

/** In the order of the wish; none when one of them is not sold. */
function servicesOf({ services }: Catalogue, ids: readonly string[]): readonly CatalogueService[] {
  const found = ids.flatMap(id => services.find(service => service.id === id) ?? [])
  return found.length === ids.length ? found : []
}

/** Free times of one employee on one day, as they came. Without the services the lengths would be anybody's. */
export async function timesOf(
  { api, context }: Pick<Parts, 'api' | 'context'>,
  { date, serviceIds, employeeId }: { date: string; serviceIds: readonly string[]; employeeId: string },
  call: Call,
): Promise<readonly Wire[]> {
  const path = `/book_times/${context.config.companyId}/${employeeId}/${date}`
  return (await api.list({ path, query: { service_ids: serviceIds } }, call)).rows
}
