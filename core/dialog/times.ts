import { addDays } from '../../plugins/crm/hours/index.ts'
import type { SlotItem, ToolResult } from '../contract/index.ts'
import { sayWithPerson } from './handover.ts'
import { dateOf, localMoment } from './local-time.ts'
import type { TimesWish } from './meaning.ts'
import { offerOf } from './offer.ts'
import { findSlots } from './tools/slot-search.ts'
import { say, sayText, type TurnContext, useTool } from './turn-context.ts'

/** How far ahead days with free times are shown. */
const DAYS_SHOWN = 14

/** Where times are offered without a model. */
export interface DatedWish extends TimesWish {
  /** Only this day; absent: the coming week. */
  date?: string
}

function slotsOf(result: ToolResult): { slots: readonly SlotItem[]; others: readonly SlotItem[] } | undefined {
  if ('error' in result || !('slots' in result)) return undefined
  return { slots: result.slots, others: result.others ?? [] }
}

/** Asks for free times and offers them as buttons, in core's own words. */
export async function offerTimes(context: TurnContext, wish: DatedWish): Promise<void> {
  const { parts } = context
  const result = await useTool(context, 'get_available_slots', {
    service_ids: [...wish.serviceIds],
    ...(wish.employeeId !== undefined && { employee_id: wish.employeeId }),
    ...(wish.date !== undefined && { date_from: wish.date, date_to: wish.date }),
    ...(wish.moving !== undefined && { appointment_id: wish.moving }),
  })
  const { locale } = context.session
  const found = slotsOf(result)
  if (!found) return sayWithPerson(context, 'crm.unavailable')
  const { slots, others } = found
  const { offer } = context
  if (slots.length > 0) {
    const days = new Set(offer?.group.options.flatMap(option => option.date ?? []))
    const [day] = days.size === 1 ? days : []
    const text =
      day === undefined
        ? parts.say(locale, 'times.several')
        : parts.say(locale, 'times.day', { date: parts.dates.long(day, locale) })
    return say(context, { text }, offer)
  }
  if (others.length > 0) return sayText(context, 'times.others', {}, offer)
  sayWithPerson(context, 'times.none')
}

/** Other times near one that is gone; today's when its day has passed. */
export function offerSlotsNear(context: TurnContext, wish: DatedWish & { date: string }): Promise<void> {
  const { parts, session } = context
  const { employeeId } = session.draft
  const today = localMoment(parts.clock.now(), parts.config.company.timezone).date
  const date = [today, wish.date].sort().at(-1) ?? today
  return offerTimes(context, { ...(employeeId !== undefined && { employeeId }), ...wish, date })
}

/** The days from a date on that have free times, as buttons, and the way to later ones. */
export async function offerDays(context: TurnContext, wish: TimesWish, from?: string): Promise<void> {
  const { parts, session, turn, call } = context
  const { locale } = session
  const today = localMoment(parts.clock.now(), parts.config.company.timezone).date
  const dateFrom = from !== undefined && from > today ? from : today
  const dateTo = addDays(dateFrom, DAYS_SHOWN)
  const dated = { ...wish, dateFrom, dateTo }
  const found = await findSlots(parts, turn.conversation.id, dated, call).catch(() => undefined)
  if (!found) return sayWithPerson(context, 'crm.unavailable')
  const days = [...new Set(found.slots.map(slot => dateOf(slot.start)))]
  if (days.length === 0) return sayWithPerson(context, 'times.none')
  // A calendar that is full of free times may be read for fewer days than were asked for.
  const later = [addDays(dateFrom, 1), found.checkedUntil].sort().at(-1) ?? dateTo
  const offer = offerOf(parts, 'days', [
    ...days.map(date => ({
      label: parts.dates.short(date, locale),
      date,
      meaning: { kind: 'day' as const, date, wish },
    })),
    { label: parts.say(locale, 'choice.later-days'), meaning: { kind: 'days', wish, from: later } },
  ])
  sayText(context, 'times.days', {}, offer)
}
