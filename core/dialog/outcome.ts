import type { DialogEvent } from '../contract/index.ts'
import type { Operation } from '../journal/operation.ts'
import { BY_HAND } from '../ledger/by-hand.ts'
import { type Catalogue, EMPTY_CATALOGUE, namesOf } from './catalogue.ts'
import { companyName } from './company-name.ts'
import { handOver, sayWithPerson } from './handover.ts'
import { dateOf } from './local-time.ts'
import { changedSince, tellOpenChange, tellVisit } from './present-visit.ts'
import { localized } from './prompt.ts'
import { clearWishes, type Session } from './session.ts'
import { whenOf } from './summary.ts'
import { offerSlotsNear } from './times.ts'
import { evaluate, say, sayText, type TurnContext } from './turn-context.ts'
import { visitOf } from './visit-view.ts'

const EVENTS: Partial<Record<Operation['status'], DialogEvent>> = {
  booked: 'booked',
  requested: 'requested',
  moved: 'moved',
  cancelled: 'cancelled',
}

/** Nothing waits for consent any more; the time is chosen anew. */
function dropPending(session: Session): Session {
  const { pending: _, draft, ...rest } = session
  const { slot: __, ...wishes } = draft
  return { ...rest, draft: wishes }
}

/** Why the business refused, when it said so in a sentence: a mere code is nothing for a client. */
function sentenceOf({ reason = '' }: Operation): string {
  return /^[a-z_]*$/.test(reason) ? 'none' : reason
}

function detailsOf({ parts, session, turn }: TurnContext, operation: Operation, catalogue: Catalogue) {
  const { draft, result } = operation
  const start = result?.start ?? draft.slot?.start ?? draft.previous?.start
  const employees = new Set(draft.slot?.parts.map(part => part.employeeId))
  const { company } = parts.config
  return {
    services: namesOf(catalogue.services, draft.serviceIds).join(' + '),
    when: start === undefined ? '' : whenOf(parts, start, session.locale),
    employee: namesOf(catalogue.employees, [...employees]).join(', ') || 'none',
    people: employees.size > 1 ? 'several' : 'one',
    address: localized(company.address, session.locale) || 'none',
    company: companyName(company, session.locale),
    reason: sentenceOf(operation),
    card: parts.capabilitiesOf(turn.conversation.instance).visitCards ? 'shown' : 'none',
  }
}

/**
 * Tells what became of an operation, in words that hold for its status and no other. Of a visit that has changed since it is
 * told how it is now.
 */
export async function tellOutcome(context: TurnContext, operation: Operation): Promise<void> {
  const { parts, call, turn } = context
  const catalogue = await parts.catalogue(call, context.session.locale).catch(() => EMPTY_CATALOGUE)
  const details = detailsOf(context, operation, catalogue)
  const isPending = context.session.pending?.operation === operation.id
  if (isPending) context.session = dropPending(context.session)
  const outcomeOf = operation.id
  const event = EVENTS[operation.status]
  if (event && operation.result) {
    const reader = {
      conversation: turn.conversation.id,
      locale: context.session.locale,
      agreed: operation.draft.slot?.price,
    }
    const visit = visitOf(operation.result, catalogue, reader)
    const isTold = operation.toldAt !== undefined
    if (isTold && (await tellOpenChange(context, operation))) return
    const now = await changedSince(context, visit)
    if (now) {
      evaluate(context)
      return tellVisit(context, now, outcomeOf)
    }
    const session = structuredClone(context.session)
    if (isPending) clearWishes(session)
    context.session = session
    // Told again, it is no event any more.
    if (!isTold) evaluate(context, event)
    const text = parts.say(session.locale, `outcome.${operation.status}`, details)
    return say(context, { text, visit: parts.cardOf(visit), outcomeOf })
  }
  switch (operation.status) {
    case 'committing':
    case 'unknown':
      evaluate(context)
      return sayText(context, 'outcome.checking', { kind: operation.kind })
    case 'slot_taken':
      evaluate(context)
      say(context, { text: parts.say(context.session.locale, 'outcome.slot_taken', details), outcomeOf })
      return offerAlternatives(context, operation)
    case 'staff':
      // The new visit of a move stands, the old one too: that much is certain.
      handOver(context, {
        textKey: operation.kind === 'move' && operation.result ? 'outcome.half-moved' : 'outcome.staff',
        values: details,
      })
      return markTold(context, outcomeOf)
    default:
      evaluate(context)
      if (operation.reason === BY_HAND) return tellAbsent(context, operation, details)
      sayWithPerson(context, operation.status === 'refused' ? 'outcome.refused' : 'outcome.failed', details)
      return markTold(context, outcomeOf)
  }
}

/** A person of the business has looked: it did not take place. */
async function tellAbsent(context: TurnContext, operation: Operation, details: Readonly<Record<string, string>>) {
  const { id: outcomeOf, kind } = operation
  say(context, { text: context.parts.say(context.session.locale, `outcome.absent.${kind}`, details), outcomeOf })
  if (kind !== 'cancel') await offerAlternatives(context, operation)
}

function markTold(context: TurnContext, outcomeOf: string): void {
  const last = context.said.pop()
  if (last) context.said.push({ ...last, outcomeOf })
}

async function offerAlternatives(context: TurnContext, { draft, kind }: Operation): Promise<void> {
  if (!draft.slot) return
  await offerSlotsNear(context, {
    date: dateOf(draft.slot.start),
    serviceIds: draft.serviceIds,
    ...(kind === 'move' && draft.appointmentId !== undefined && { moving: draft.appointmentId }),
  })
}
