import { addDays } from '../../../plugins/crm/hours/index.ts'
import type { Appointment, ToolArguments, ToolError } from '../../contract/index.ts'
import { putVisit, type Visit, visitsOf } from '../../journal/visit.ts'
import { clientConversations } from '../client-conversations.ts'
import { localMoment, startOfDay } from '../local-time.ts'
import { visitItem, visitOf } from '../visit-view.ts'
import { type ToolContext, type ToolPlan, toolError } from './plan.ts'

const DAYS_AHEAD = 365
const DAYS_BACK = 365
const MAX_VISITS = 20

/** Visits that can still be moved or cancelled. */
function isComing(visit: Visit, now: number): boolean {
  return (visit.status === 'booked' || visit.status === 'requested') && Date.parse(visit.start) > now
}

/**
 * The coming visits that this client may know of, as the CRM has them now where it can be asked: those booked in their conversations, and with a
 * phone that the channel proved all of that phone.
 */
async function readVisits({ parts, conversation, session, call }: ToolContext): Promise<readonly Visit[]> {
  const { journal, crm, clock, config } = parts
  const now = clock.now()
  const [catalogue, ours] = await Promise.all([
    parts.catalogue(call, session.locale),
    visitsOf(journal, journal.db, await clientConversations(parts, conversation, session), now),
  ])
  const found = new Map<string, Visit>()
  const see = (visit: Appointment) =>
    found.set(visit.id, visitOf(visit, catalogue, { conversation, locale: session.locale }))
  if (crm.capabilities.getAppointment) {
    const own = await Promise.all(ours.slice(0, MAX_VISITS).map(visit => crm.getAppointment({ id: visit.id }, call)))
    for (const visit of own) if (visit) see(visit)
  } else for (const visit of ours) found.set(visit.id, { ...visit, conversation })
  const phone = session.client.verifiedPhone
  if (phone !== undefined && crm.capabilities.listAppointments) {
    const { timezone } = config.company
    const today = localMoment(now, timezone).date
    const from = startOfDay(today, timezone)
    const to = startOfDay(addDays(today, DAYS_AHEAD), timezone)
    for (const visit of await crm.listAppointments({ phone, from, to }, call)) see(visit)
  }
  return [...found.values()]
    .filter(visit => isComing(visit, now))
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
    .slice(0, MAX_VISITS)
}

/** A coming visit that was named to this client before; any other one is unknown, whether it exists or not. */
export async function ownVisit({ parts, conversation, session }: ToolContext, id: string): Promise<Visit | ToolError> {
  const conversations = await clientConversations(parts, conversation, session)
  const visits = await visitsOf(parts.journal, parts.journal.db, conversations, parts.clock.now())
  const visit = visits.find(candidate => candidate.id === id && candidate.status !== 'cancelled')
  return visit ?? toolError('unknown_appointment', 'this client has no such visit; call get_client_appointments')
}

/** Visits of the last year that took place, newest last, under the same rule of who may know of them. */
async function readPast({ parts, conversation, session, call }: ToolContext): Promise<readonly Visit[]> {
  const { journal, crm, clock, config } = parts
  const now = clock.now()
  const { timezone } = config.company
  const today = localMoment(now, timezone).date
  const from = startOfDay(addDays(today, -DAYS_BACK), timezone)
  const to = startOfDay(addDays(today, 1), timezone)
  const phone = session.client.verifiedPhone
  const [catalogue, ours] = await Promise.all([
    parts.catalogue(call, session.locale),
    visitsOf(journal, journal.db, await clientConversations(parts, conversation, session), Date.parse(from)),
  ])
  const see = (visit: Appointment) => visitOf(visit, catalogue, { conversation, locale: session.locale })
  async function read(): Promise<readonly Visit[]> {
    if (phone !== undefined && crm.capabilities.listAppointments)
      return (await crm.listAppointments({ phone, from, to }, call)).map(see)
    if (!crm.capabilities.getAppointment) return ours
    const own = await Promise.all(ours.slice(-MAX_VISITS).map(visit => crm.getAppointment({ id: visit.id }, call)))
    return own.flatMap(visit => (visit ? see(visit) : []))
  }
  return (await read())
    .filter(({ status, start }) => (status === 'booked' || status === 'arrived') && Date.parse(start) <= now)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
    .slice(-MAX_VISITS)
}

/** `get_client_appointments`. */
export async function getClientAppointments(
  context: ToolContext,
  { past }: ToolArguments['get_client_appointments'],
): Promise<ToolPlan<'get_client_appointments'>> {
  if (past) return { result: { appointments: (await readPast(context)).map(visitItem) }, session: context.session }
  const visits = await readVisits(context)
  const { journal } = context.parts
  const answer = { result: { appointments: visits.map(visitItem) }, session: context.session }
  return {
    ...answer,
    async write(db) {
      // What the client was told of is theirs to move or cancel.
      for (const visit of visits) await putVisit(journal, db, visit)
      return answer
    },
  }
}
