import { addDays, daysBetween } from '../../../plugins/crm/hours/index.ts'
import type { Employee, Service, Slot, SlotItem, ToolArguments } from '../../contract/index.ts'
import type { NewChoice } from '../../journal/choice.ts'
import { newToken } from '../../journal/ids.ts'
import { namesOf } from '../catalogue.ts'
import { dateOf, isDate, localMoment, timeOf } from '../local-time.ts'
import type { SlotMeaning } from '../meaning.ts'
import type { Session } from '../session.ts'
import { isError, type ToolContext, type ToolPlan, toolError } from './plan.ts'
import { findSlots, pickSlots, type SlotWish, wholeDays } from './slot-search.ts'
import { ownVisit } from './visit-tools.ts'

/** A token that was not used by then is looked up anew from its meaning. */
const SLOT_EXPIRES_MS = 30 * 60_000

const DEFAULT_DAYS = 6
const MAX_DAYS = 31
/** How far around a wish other times are looked for. */
const NEARBY_DAYS = 14
const MAX_OTHERS = 6

type Arguments = ToolArguments['get_available_slots']

function wishOf(args: Arguments, today: string): SlotWish | string {
  const { date_from: first = today, date_to: last } = args
  for (const date of [first, last ?? first]) if (!isDate(date)) return `${date} is no date`
  const dateFrom = first < today ? today : first
  const dateTo = last ?? addDays(dateFrom, DEFAULT_DAYS)
  if (dateTo < dateFrom) return `the last day wanted, ${dateTo}, is before ${dateFrom}; today is ${today}`
  return {
    serviceIds: args.service_ids,
    dateFrom,
    dateTo: daysBetween(dateFrom, dateTo) > MAX_DAYS ? addDays(dateFrom, MAX_DAYS) : dateTo,
    ...(args.employee_id !== undefined && { employeeId: args.employee_id }),
    ...(args.time_from !== undefined && { timeFrom: args.time_from }),
    ...(args.time_to !== undefined && { timeTo: args.time_to }),
    ...(args.appointment_id !== undefined && { moving: args.appointment_id }),
  }
}

/** Free times outside of the wish, nearest first. */
async function nearby(context: ToolContext, wish: SlotWish, today: string): Promise<readonly Slot[]> {
  const from = addDays(wish.dateFrom, -3)
  const wider: SlotWish = {
    serviceIds: wish.serviceIds,
    dateFrom: from < today ? today : from,
    dateTo: addDays(wish.dateTo, NEARBY_DAYS),
    ...(wish.employeeId !== undefined && { employeeId: wish.employeeId }),
    ...(wish.moving !== undefined && { moving: wish.moving }),
  }
  const { slots } = await findSlots(context.parts, context.conversation, wider, context.call)
  const wanted = Date.parse(`${wish.dateFrom}T${wish.timeFrom ?? '12:00'}:00Z`)
  const distance = (slot: Slot) => Math.abs(Date.parse(`${dateOf(slot.start)}T${timeOf(slot.start)}:00Z`) - wanted)
  return [...slots]
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MAX_OTHERS)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
}

/** A slot as a model and a client may see it. */
function slotItem(slot: Slot, token: string, employees: readonly Employee[], priceText?: string): SlotItem {
  const ids = [...new Set(slot.parts.flatMap(part => part.employeeId ?? []))]
  const names = namesOf(employees, ids).join(', ')
  return {
    slot_id: token,
    date: dateOf(slot.start),
    time: timeOf(slot.start),
    end_time: timeOf(slot.end),
    employee_ids: ids,
    ...(names !== '' && { employee: names }),
    ...(priceText !== undefined && { price_text: priceText }),
  }
}

function changedDraft(session: Session, wish: SlotWish, hasSlots: boolean): Session {
  const isSame =
    session.draft.serviceIds.join() === wish.serviceIds.join() && session.draft.employeeId === wish.employeeId
  const { slot: _, employeeId: __, moving: ___, ...rest } = session.draft
  return {
    ...session,
    isSlotOffered: hasSlots,
    draft: {
      ...rest,
      serviceIds: wish.serviceIds,
      ...(wish.employeeId !== undefined && { employeeId: wish.employeeId }),
      ...(wish.moving !== undefined && { moving: wish.moving }),
      ...(isSame && session.draft.slot && { slot: session.draft.slot }),
    },
  }
}

function checkIds(args: Arguments, services: readonly Service[], employees: readonly Employee[]) {
  for (const id of args.service_ids)
    if (!services.some(service => service.id === id))
      return toolError('unknown_service', `there is no service ${id}; call get_services`)
  const { employee_id: employeeId } = args
  if (employeeId === undefined) return undefined
  const employee = employees.find(({ id }) => id === employeeId)
  if (!employee) return toolError('unknown_employee', `there is nobody with the id ${employeeId}; call get_employees`)
  return undefined
}

/** `get_available_slots`: offers free times; each gets a token that only this conversation can use. */
export async function getAvailableSlots(
  context: ToolContext,
  args: Arguments,
): Promise<ToolPlan<'get_available_slots'>> {
  const { parts, session, call } = context
  const { services, employees } = await parts.catalogue(call, session.locale)
  const wrong = checkIds(args, services, employees)
  if (wrong) return { result: wrong, session }
  // The time of a visit counts as free only for the one whose visit it is.
  const moved = args.appointment_id === undefined ? undefined : await ownVisit(context, args.appointment_id)
  if (moved && isError(moved)) return { result: moved, session }
  if (args.service_ids.length > 1 && !parts.crm.capabilities.severalServices)
    return { result: toolError('unsupported', 'one service a visit: ask which one to begin with'), session }
  const today = localMoment(parts.clock.now(), parts.config.company.timezone).date
  const wish = wishOf(args, today)
  if (typeof wish === 'string') return { result: toolError('bad_arguments', wish), session }

  const found = await findSlots(parts, context.conversation, wish, call)
  const inside = pickSlots(found.slots, parts.config.dialog.offeredSlots)
  const others = inside.length === 0 ? await nearby(context, wish, today) : []
  const spoken = new Set([...inside, ...others])
  // All times of the one day that was asked for can be pressed, however fine its grid is.
  const isOneDay = wish.dateFrom === wish.dateTo
  const shown = wholeDays(found.slots, isOneDay ? found.slots.length : context.calendarSlots).filter(
    slot => !spoken.has(slot),
  )
  const choices: NewChoice<SlotMeaning>[] = []
  const offer = (slot: Slot): SlotItem => {
    const price = slot.price && parts.formatPrice(slot.price, session.locale)
    const item = slotItem(slot, newToken(), employees, price)
    choices.push({
      token: item.slot_id,
      kind: 'slot',
      label: parts.say(session.locale, 'choice.time', {
        date: parts.dates.short(item.date, session.locale),
        time: item.time,
      }),
      expiresAt: parts.clock.now() + SLOT_EXPIRES_MS,
      meaning: {
        kind: 'slot',
        slot,
        item,
        serviceIds: wish.serviceIds,
        ...(wish.employeeId !== undefined && { employeeId: wish.employeeId }),
        ...(wish.moving !== undefined && { moving: wish.moving }),
        ...(!spoken.has(slot) && { isUnspoken: true }),
      },
    })
    return item
  }
  const slots = inside.map(offer)
  const otherItems = others.map(offer)
  const unspoken = shown.map(offer)
  return {
    result: {
      slots,
      ...(slots.length === 0 && { others: otherItems }),
      checked_until: found.checkedUntil,
    },
    session: changedDraft(session, wish, choices.length > 0),
    choices,
    unspoken,
  }
}
