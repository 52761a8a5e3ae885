import { addDays, weekdayOf } from '../../plugins/crm/hours/index.ts'
import type { CalendarDay, Company, OfferedChoice, Situation } from '../contract/index.ts'
import { type Choice, openChoices } from '../journal/choice.ts'
import { visitsOf } from '../journal/visit.ts'
import { type Catalogue, EMPTY_CATALOGUE } from './catalogue.ts'
import { clientConversations } from './client-conversations.ts'
import { companyName } from './company-name.ts'
import { factsOf } from './facts.ts'
import { localMoment } from './local-time.ts'
import type { Meaning } from './meaning.ts'
import type { DialogParts } from './parts.ts'
import type { Session } from './session.ts'
import { clientOf } from './tools/client-tools.ts'
import { visitItem } from './visit-view.ts'

const CALENDAR_DAYS = 21

/** Choices of older turns are of no use to a brain; the newest group is what the client answers to. */
const CHOICE_TURNS = 3

/** Today and the coming days with their hours; made once a day. */
export function createCalendar(company: Company): (today: string) => readonly CalendarDay[] {
  let made: { today: string; days: readonly CalendarDay[] } | undefined
  return today => {
    if (made?.today !== today) made = { today, days: daysFrom(company, today) }
    return made.days
  }
}

function daysFrom(company: Company, today: string): readonly CalendarDay[] {
  return Array.from({ length: CALENDAR_DAYS }, (_, index) => {
    const date = addDays(today, index)
    const weekday = weekdayOf(date)
    return { date, weekday, open: company.hours?.exceptions[date] ?? company.hours?.week[weekday] ?? [] }
  })
}

function offeredChoice({ label, meaning }: Choice<Meaning>): OfferedChoice {
  switch (meaning.kind) {
    case 'slot':
      return { kind: 'slot', label, slot: meaning.item }
    case 'service':
      return { kind: 'service', label, value: meaning.serviceId }
    case 'employee':
      return { kind: 'employee', label, ...(meaning.employeeId !== undefined && { value: meaning.employeeId }) }
    case 'visit':
      return { kind: 'visit', label, value: meaning.appointmentId }
    case 'day':
      return { kind: 'day', label, value: meaning.date }
    case 'confirm':
    case 'change':
    case 'human':
      return { kind: meaning.kind, label }
    default:
      return { kind: 'other', label }
  }
}

/** What was offered lately in a conversation, a brain was told of, and can still be chosen. */
export async function offeredBefore({ journal }: DialogParts, conversation: string, turn: number) {
  const open = await openChoices<Meaning>(journal, journal.db, conversation, turn - CHOICE_TURNS)
  return open.filter(({ meaning }) => meaning.kind !== 'slot' || !meaning.isUnspoken)
}

/** What a situation is made from. */
export interface SituationSource {
  conversation: string
  session: Session
  catalogue: Catalogue | undefined
  offered: readonly Choice<Meaning>[]
}

/** Everything that the dialog knows, as data for a brain. */
export async function situationOf(
  parts: DialogParts,
  { conversation, session, catalogue, offered }: SituationSource,
): Promise<Situation> {
  const { config, journal, clock } = parts
  const { locale, draft } = session
  const now = localMoment(clock.now(), config.company.timezone)
  const { services, employees } = (catalogue ?? EMPTY_CATALOGUE).items
  const employee = employees.find(({ id }) => id === draft.employeeId)
  const { name, phone } = clientOf(session)
  const visits =
    draft.moving === undefined
      ? []
      : await visitsOf(journal, journal.db, await clientConversations(parts, conversation, session), 0)
  const moving = visits.find(({ id }) => id === draft.moving)
  return {
    company: { ...config.company, name: companyName(config.company, locale) },
    locale,
    now,
    calendar: parts.calendar(now.date),
    state: session.state,
    facts: factsOf(session),
    draft: {
      services: draft.serviceIds.flatMap(id => services.find(service => service.id === id) ?? []),
      ...(employee && { employee }),
      ...(draft.slot && { slot: draft.slot }),
      ...(name !== undefined && { name }),
      ...(phone !== undefined && { phone }),
      ...(moving && { moving: visitItem(moving) }),
    },
    choices: offered.map(offeredChoice),
    ...(session.pending && { pendingConsent: { kind: session.pending.kind, summary: session.pending.summary } }),
    client: {
      ...(name !== undefined && { name }),
      ...(phone !== undefined && { phone }),
      verified: session.client.verifiedPhone !== undefined,
    },
    ...(catalogue && { catalogue: catalogue.items }),
  }
}
