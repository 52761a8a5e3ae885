import type {
  ChoiceGroup,
  ChoiceOption,
  EmployeeItem,
  Locale,
  ServiceItem,
  SlotItem,
  ToolResult,
  ToolResults,
  VisitItem,
} from '../contract/index.ts'
import type { NewChoice } from '../journal/choice.ts'
import { newToken } from '../journal/ids.ts'
import { localMoment } from './local-time.ts'
import type { Meaning } from './meaning.ts'
import type { DialogParts } from './parts.ts'
import { type Session, wishOf } from './session.ts'

/** A group of buttons with the rows that give them their meaning. Slots have their rows already. */
export interface Offer {
  group: ChoiceGroup
  choices: readonly NewChoice<Meaning>[]
}

/** Buttons other than free times stay as long as a conversation is likely to. */
const OFFER_EXPIRES_MS = 24 * 3_600_000

/** One button and what it means. */
export interface OfferedOption extends Omit<ChoiceOption, 'id'> {
  meaning: Meaning
}

/** Makes a group of buttons from what they mean. */
export function offerOf(parts: DialogParts, kind: ChoiceGroup['kind'], options: readonly OfferedOption[]): Offer {
  const expiresAt = parts.clock.now() + OFFER_EXPIRES_MS
  const offered = options.map(({ meaning, ...option }) => ({ meaning, option: { id: newToken(), ...option } }))
  return {
    group: { kind, options: offered.map(({ option }) => option) },
    choices: offered.map(({ meaning, option: { id, label } }) => ({
      token: id,
      kind: meaning.kind,
      label,
      meaning,
      expiresAt,
    })),
  }
}

/** The ways that always work. */
export function offerMenu(parts: DialogParts, locale: Locale): Offer {
  return offerOf(parts, 'other', [
    { label: parts.say(locale, 'choice.book'), meaning: { kind: 'again', what: 'service' } },
    { label: parts.say(locale, 'choice.my'), meaning: { kind: 'my' } },
    { label: parts.say(locale, 'choice.human'), meaning: { kind: 'human' } },
  ])
}

function offerServices(parts: DialogParts, services: readonly ServiceItem[]): Offer {
  return offerOf(
    parts,
    'services',
    services.map(service => ({
      label: service.name,
      ...(service.price_text !== undefined && { hint: service.price_text }),
      meaning: { kind: 'service', serviceId: service.id },
    })),
  )
}

function offerEmployees(parts: DialogParts, employees: readonly EmployeeItem[], locale: Locale): Offer {
  return offerOf(parts, 'employees', [
    { label: parts.say(locale, 'choice.anyone'), meaning: { kind: 'employee' } },
    ...employees.map(employee => ({
      label: employee.name,
      ...(employee.title !== undefined && { hint: employee.title }),
      meaning: { kind: 'employee' as const, employeeId: employee.id },
    })),
  ])
}

function offerVisits(parts: DialogParts, visits: readonly VisitItem[], locale: Locale): Offer {
  return offerOf(
    parts,
    'visits',
    visits.map(visit => ({
      label: parts.say(locale, 'choice.visit', {
        date: parts.dates.short(visit.date, locale),
        time: visit.time,
        services: visit.services.join(' + '),
      }),
      meaning: { kind: 'visit', appointmentId: visit.appointment_id },
    })),
  )
}

/** Buttons for free times: the time alone when all are of one day. */
export function offerSlots(parts: DialogParts, slots: readonly SlotItem[], session: Session): Offer {
  const { locale } = session
  const isOneDay = new Set(slots.map(({ date }) => date)).size === 1
  const others = offerOf(parts, 'times', [
    { label: parts.say(locale, 'choice.other-days'), meaning: { kind: 'days', wish: wishOf(session) } },
  ])
  const options = slots.map(slot => ({
    id: slot.slot_id,
    label: isOneDay
      ? slot.time
      : parts.say(locale, 'choice.time', { date: parts.dates.short(slot.date, locale), time: slot.time }),
    date: slot.date,
    time: slot.time,
    ...(slot.employee !== undefined && { hint: slot.employee }),
  }))
  return { group: { kind: 'times', options: [...options, ...others.group.options] }, choices: others.choices }
}

/** The same buttons, asked by a brain: what the client answers goes back to it, with all that it knows. */
export function askedByBrain(offer: Offer): Offer {
  return {
    ...offer,
    choices: offer.choices.map(choice => ({ ...choice, meaning: { ...choice.meaning, by: 'brain' as const } })),
  }
}

/** Only what is still to come can be moved or cancelled. */
function offerComing(parts: DialogParts, visits: readonly VisitItem[], locale: Locale): Offer | undefined {
  const { date, time } = localMoment(parts.clock.now(), parts.config.company.timezone)
  const coming = visits.filter(visit => `${visit.date} ${visit.time}` >= `${date} ${time}`)
  return coming.length > 0 ? offerVisits(parts, coming, locale) : undefined
}

/** The buttons that belong to what a tool answered; undefined when there is nothing to press. */
export function offerFor(parts: DialogParts, tool: string, result: ToolResult, session: Session): Offer | undefined {
  const { locale } = session
  if ('error' in result) return undefined
  if (tool === 'get_services' && 'services' in result)
    return result.services.length > 1 ? offerServices(parts, result.services) : undefined
  if (tool === 'get_employees' && 'employees' in result)
    return result.employees.length > 1 ? offerEmployees(parts, result.employees, locale) : undefined
  if (tool === 'get_client_appointments' && 'appointments' in result)
    return offerComing(parts, result.appointments, locale)
  if (tool === 'get_available_slots' && 'slots' in result) {
    const { slots, others = [] }: ToolResults['get_available_slots'] = result
    const offered = slots.length > 0 ? slots : others
    return offered.length > 0 ? offerSlots(parts, offered, session) : undefined
  }
  return undefined
}
