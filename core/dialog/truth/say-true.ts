import type { VisitItem } from '../../contract/index.ts'
import { type Operation, operationsOf } from '../../journal/operation.ts'
import { visitsOf } from '../../journal/visit.ts'
import { EMPTY_CATALOGUE } from '../catalogue.ts'
import { offerConsent } from '../commit.ts'
import { sayWithPerson } from '../handover.ts'
import type { Offer } from '../offer.ts'
import { sumOfPrices, whenOf } from '../summary.ts'
import { missingOf } from '../tools/client-tools.ts'
import { conversationsOfTurn, say, sayPending, sayText, type TurnContext, useTool } from '../turn-context.ts'
import type { DeedKind } from './deed.ts'

/** Operations of which something else than their visit is true. */
const TOLD: readonly Operation['status'][] = ['committing', 'unknown', 'staff']

/** What comes next, when nothing is booked: asked for by what the draft lacks. */
function nextStep({ session }: TurnContext): { key: string; asksContact: boolean } {
  const { draft } = session
  if (draft.serviceIds.length === 0) return { key: 'truth.next.service', asksContact: false }
  if (!draft.slot) return { key: 'truth.next.time', asksContact: false }
  const missing = missingOf(session)
  if (missing.length === 0) return { key: 'truth.next.confirm', asksContact: false }
  const key = missing.length > 1 ? 'ask.name-phone' : missing[0] === 'phone' ? 'ask.phone' : 'ask.name'
  return { key, asksContact: missing.includes('phone') }
}

function sayNothingDone(context: TurnContext, offer: Offer | undefined): void {
  const { parts, session } = context
  const { key, asksContact } = nextStep(context)
  const text = [parts.say(session.locale, 'truth.none'), parts.say(session.locale, key)].join(' ')
  say(context, { text, ...(asksContact && { contactRequest: true }) }, offer)
}

async function sayVisit(context: TurnContext, visit: VisitItem, start: string): Promise<void> {
  const { parts, session, call } = context
  const catalogue = await parts.catalogue(call, session.locale).catch(() => EMPTY_CATALOGUE)
  const price = sumOfPrices(catalogue, visit.service_ids)
  const values = {
    services: visit.services.join(' + '),
    when: whenOf(parts, start, session.locale),
    employee: visit.employee ?? 'none',
    people: visit.employee_ids.length > 1 ? 'several' : 'one',
    price: price ? parts.formatPrice(price, session.locale) : 'none',
  }
  sayText(context, visit.status === 'requested' ? 'truth.requested' : 'truth.visit', values, context.offer)
}

/** The client's visits as they are; answers whether there are any, or nobody can tell. */
async function sayVisits(context: TurnContext, kind: DeedKind): Promise<boolean> {
  const { parts, session } = context
  const { journal, clock } = parts
  const known = await visitsOf(journal, journal.db, await conversationsOfTurn(context), clock.now())
  if (known.every(({ status }) => status === 'cancelled')) return false
  const result = await useTool(context, 'get_client_appointments', {})
  if (!('appointments' in result)) {
    sayWithPerson(context, 'crm.unavailable')
    return true
  }
  const [visit, ...others] = result.appointments
  if (!visit) return false
  const start = known.find(({ id }) => id === visit.appointment_id)?.start ?? `${visit.date}T${visit.time}`
  if (others.length === 0 && kind !== 'cancelled') await sayVisit(context, visit, start)
  else {
    const lead = kind === 'cancelled' ? `${parts.say(session.locale, 'truth.not-cancelled')} ` : ''
    say(context, { text: lead + parts.say(session.locale, 'visits.list') }, context.offer)
  }
  return true
}

/**
 * Says what is true in the place of what a brain said: what waits for the client, the present state of an operation, the
 * visit as it stands, or that there is none and what comes next.
 */
export async function sayTrue(context: TurnContext, kind: DeedKind, offer: Offer | undefined): Promise<void> {
  const { parts, session, turn } = context
  if (session.pending) return sayPending(context, offerConsent)
  const open = (await operationsOf(parts.journal, parts.journal.db, turn.conversation.id, TOLD)).at(-1)
  if (open)
    return open.status === 'staff'
      ? sayWithPerson(context, 'truth.staff')
      : sayText(context, 'outcome.checking', { kind: open.kind })
  if (await sayVisits(context, kind)) return
  sayNothingDone(context, offer)
}
