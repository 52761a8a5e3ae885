import type { Operation } from '../journal/operation.ts'
import type { Visit } from '../journal/visit.ts'
import { openOnVisit, visitNow } from '../ledger/visit-now.ts'
import { EMPTY_CATALOGUE, namesOf } from './catalogue.ts'
import { type Offer, offerOf } from './offer.ts'
import { whenOf } from './summary.ts'
import { say, sayText, type TurnContext } from './turn-context.ts'

/** Employees that a CRM names at one time and not at another are no change. */
function isSame({ employeeIds: before }: Visit, { employeeIds: now }: Visit): boolean {
  return before.length === 0 || now.length === 0 || before.every(id => now.includes(id))
}

/** The visit as it is now, when it is no longer as an operation left it. */
export async function changedSince({ parts: { journal } }: TurnContext, left: Visit): Promise<Visit | undefined> {
  const now = await visitNow(journal, journal.db, left.id)
  if (!now) return undefined
  const isAsLeft = now.status === left.status && Date.parse(now.start) === Date.parse(left.start) && isSame(left, now)
  return isAsLeft ? undefined : now
}

function offerAnother({ parts, session }: TurnContext): Offer {
  const label = parts.say(session.locale, 'choice.book')
  return offerOf(parts, 'other', [{ label, meaning: { kind: 'again', what: 'service' } }])
}

/** Tells of a visit as it is now; one that is cancelled comes with the way to another. */
export async function tellVisit(context: TurnContext, known: Visit, outcomeOf?: string): Promise<void> {
  const { parts, session, turn, call } = context
  const { locale } = session
  const catalogue = await parts.catalogue(call, locale).catch(() => EMPTY_CATALOGUE)
  const services = namesOf(catalogue.services, known.serviceIds)
  const employee = namesOf(catalogue.employees, known.employeeIds).join(', ') || known.employee
  const visit: Visit = {
    ...known,
    conversation: turn.conversation.id,
    locale,
    ...(services.length > 0 && { services }),
    ...(employee !== undefined && { employee }),
  }
  const { status } = visit
  const isGone = status === 'cancelled'
  const key = isGone ? 'gone' : status === 'requested' ? 'requested' : 'changed'
  const text = parts.say(locale, `outcome.${key}`, {
    services: visit.services.join(' + '),
    when: whenOf(parts, visit.start, locale),
    employee: employee ?? 'none',
    people: known.employeeIds.length > 1 ? 'several' : 'one',
    card: parts.capabilitiesOf(turn.conversation.instance).visitCards ? 'shown' : 'none',
  })
  const told = { text, visit: parts.cardOf(visit), ...(outcomeOf !== undefined && { outcomeOf }) }
  say(context, told, isGone ? offerAnother(context) : undefined)
}

/** Says that the visit of an ended operation is being changed, when it is; answers whether that was so. */
export async function tellOpenChange(context: TurnContext, operation: Operation): Promise<boolean> {
  const { journal } = context.parts
  const isOpen = (await openOnVisit(journal, journal.db, operation)) !== undefined
  if (isOpen) sayText(context, 'outcome.busy', { kind: 'none' })
  return isOpen
}
