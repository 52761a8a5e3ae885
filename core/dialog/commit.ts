import type { Operation } from '../journal/operation.ts'
import { dropHeld } from '../ledger/propose.ts'
import { visitNow } from '../ledger/visit-now.ts'
import { dateOf } from './local-time.ts'
import { type Offer, offerOf } from './offer.ts'
import { tellOutcome } from './outcome.ts'
import { tellVisit } from './present-visit.ts'
import { clearWishes } from './session.ts'
import { offerSlotsNear } from './times.ts'
import { evaluate, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'

/** A newer message waits: this turn gives its messages back, and they are answered together. */
export class Superseded extends Error {
  constructor() {
    super('a newer message waits')
  }
}

/** Confirm and Change for the pending operation. */
export function offerConsent({ parts, session }: TurnContext): Offer {
  const { pending, locale } = session
  if (!pending) throw new Error('nothing waits for consent')
  const { operation, hash, kind } = pending
  return offerOf(parts, 'confirm', [
    { label: parts.say(locale, `choice.confirm.${kind}`), meaning: { kind: 'confirm', operation, hash } },
    {
      label: parts.say(locale, kind === 'cancel' ? 'choice.keep' : 'choice.change'),
      meaning: { kind: 'change', operation },
    },
  ])
}

/** Carries out what the client agreed to, with no model in between. */
export async function commitConsent(context: TurnContext, operation: string, hash: string): Promise<void> {
  const isPending = context.session.pending?.operation === operation
  const known = isPending ? undefined : await context.parts.ledger.find(operation)
  if (!isPending && (!known || isOver(known))) return sayStale(context, known)
  const result = await context.parts.ledger.commit(context.turn, operation, hash)
  if (result === 'superseded') throw new Superseded()
  if (result === 'visit_busy') return sayBusy(context)
  if (result === 'visit_changed') return askAnew(context, operation)
  // The turn that asked anew died after it had dropped the old question: its step is taken again.
  if (result !== 'changed' && result.status === 'dropped' && isPending && result.kind !== 'book')
    return askAnew(context, operation)
  if (result === 'changed' || result.status === 'dropped') return sayStale(context, known)
  await tellOutcome(context, result)
}

/** Somebody else is changing the visit: nothing was begun, and what was asked can be answered again. */
function sayBusy(context: TurnContext): void {
  sayText(context, 'outcome.busy', { kind: context.session.pending?.kind ?? 'none' }, offerConsent(context))
}

/** The visit is not as it was when the client was asked: they are asked about it as it is, or told when nothing is left to ask. */
async function askAnew(context: TurnContext, id: string): Promise<void> {
  const { parts, session } = context
  const { journal } = parts
  const { kind, draft } = (await parts.ledger.find(id)) ?? {}
  const visit =
    draft?.appointmentId === undefined ? undefined : await visitNow(journal, journal.db, draft.appointmentId)
  if (!draft || !visit) return sayStale(context, undefined)
  const isDone = visit.status === 'cancelled' || Date.parse(visit.start) === Date.parse(draft.slot?.start ?? '')
  if (!isDone) {
    const appointment = { appointment_id: visit.id }
    const result =
      kind === 'cancel'
        ? await useTool(context, 'cancel_appointment', appointment)
        : await useTool(context, 'reschedule_appointment', {
            ...appointment,
            slot_id: session.draft.slot?.slot_id ?? '',
          })
    if (!('error' in result)) {
      sayText(context, 'summary.anew')
      return sayPending(context, offerConsent)
    }
  }
  await withdraw(context, 'summary')
  await tellVisit(context, visit)
}

/** The client does not agree: the time is given free; with `booking` what was wished goes, too. */
export async function withdraw(context: TurnContext, what: 'summary' | 'booking'): Promise<void> {
  const { parts, turn } = context
  await parts.journal.write(db => dropHeld(parts.journal, db, turn.conversation.id))
  const session = structuredClone(context.session)
  delete session.pending
  delete session.draft.slot
  if (what === 'booking') clearWishes(session)
  context.session = session
  evaluate(context)
}

/** Whether an operation was given up before it was begun. */
export function isOver({ status }: Operation): boolean {
  return status === 'held' || status === 'expired' || status === 'dropped'
}

/** An offer that is no longer current: what waits now is put again, or times near the old one are offered. */
export async function sayStale(context: TurnContext, operation: Operation | undefined): Promise<void> {
  sayText(context, 'choice.stale')
  if (context.session.pending) return sayPending(context, offerConsent)
  if (operation?.kind !== 'book' || !operation.draft.slot) return
  const { slot, serviceIds } = operation.draft
  await offerSlotsNear(context, { serviceIds, date: dateOf(slot.start) })
}
