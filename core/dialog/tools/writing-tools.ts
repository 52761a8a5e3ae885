import type { Slot, ToolArguments, ToolError } from '../../contract/index.ts'
import { findChoice } from '../../journal/choice.ts'
import { findOperation, type OperationDraft } from '../../journal/operation.ts'
import type { Visit } from '../../journal/visit.ts'
import { draftHash } from '../../ledger/propose.ts'
import { dateOf } from '../local-time.ts'
import type { Meaning, SlotMeaning } from '../meaning.ts'
import { cleanName } from '../phone.ts'
import type { Session } from '../session.ts'
import { reminderOf, summaryOf } from '../summary.ts'
import { clientOf, missingOf } from './client-tools.ts'
import { isError, type ToolContext, type ToolPlan, toolError } from './plan.ts'
import { findSlots } from './slot-search.ts'
import { ownVisit } from './visit-tools.ts'

type Writing = 'create_appointment' | 'reschedule_appointment' | 'cancel_appointment'

const unknownSlot = () =>
  toolError('unknown_slot', 'this time was not offered in this conversation; offer times from get_available_slots')

/** The same time in the CRM as it is now: with the same employee, or with anyone when the client wanted anyone. */
async function findAgain({ parts, conversation, call }: ToolContext, meaning: SlotMeaning): Promise<Slot | undefined> {
  const { slot, serviceIds, employeeId, moving } = meaning
  const date = dateOf(slot.start)
  const [before] = slot.parts
  for (const wanted of new Set([employeeId ?? before?.employeeId, employeeId])) {
    const wish = {
      serviceIds,
      dateFrom: date,
      dateTo: date,
      ...(wanted !== undefined && { employeeId: wanted }),
      ...(moving !== undefined && { moving }),
    }
    const { slots } = await findSlots(parts, conversation, wish, call)
    const again = slots.find(({ start }) => Date.parse(start) === Date.parse(slot.start))
    if (again) return again
  }
  return undefined
}

/** The slot behind a token; looked for anew in the CRM when the offer has expired or was used. */
async function offeredSlot(context: ToolContext, token: string): Promise<SlotMeaning | ToolError> {
  const { parts, conversation } = context
  const choice = await findChoice<Meaning>(parts.journal, parts.journal.db, conversation, token)
  if (choice?.meaning.kind !== 'slot') return unknownSlot()
  const { meaning } = choice
  const now = parts.clock.now()
  if (Date.parse(meaning.slot.start) <= now) return toolError('slot_taken', 'this time has passed; offer another one')
  if (choice.expiresAt > now && choice.usedAt === undefined) return meaning
  const again = await findAgain(context, meaning)
  return again ? { ...meaning, slot: again } : toolError('slot_taken', 'this time is taken now; offer another one')
}

/** The first phase of a write: the time is kept and the client is asked. The second is the client's consent, never the model's. */
async function ask<Name extends Writing>(
  context: ToolContext,
  kind: 'book' | 'move' | 'cancel',
  draft: OperationDraft,
  session: Session,
): Promise<ToolPlan<Name>> {
  const { parts, conversation, call } = context
  const { pending } = session
  const before = pending && (await findOperation(parts.journal, parts.journal.db, pending.operation))
  if (before?.status === 'held' && before.hash === draftHash(kind, draft))
    return {
      result: toolError('consent_needed', 'the client has been asked and has not agreed yet; wait for the answer'),
      session,
    }
  const catalogue = await parts.catalogue(call, session.locale)
  const summary = summaryOf(parts, catalogue, { kind, draft }, session.locale)
  const reminder = reminderOf(parts, catalogue, { kind, draft }, session.locale)
  const expiresAt = parts.clock.now() + parts.config.dialog.holdMinutes * 60_000
  return {
    result: toolError('unavailable', 'the time could not be kept'),
    session,
    async write(db) {
      const held = await parts.ledger.propose(db, { conversation, kind, draft, expiresAt })
      if (!held) {
        const { pending: _, ...rest } = withoutSlot(session)
        return {
          result: toolError('slot_taken', 'somebody else is booking this time; offer another one'),
          session: rest,
        }
      }
      return {
        result: { status: 'consent_asked', summary },
        session: { ...session, pending: { operation: held.id, hash: held.hash, kind, summary, reminder } },
      }
    },
  }
}

/** The chosen time is gone; what else was wished stays. */
function withoutSlot(session: Session): Session {
  const { slot: _, ...draft } = session.draft
  return { ...session, draft }
}

const refused = (error: ToolError, session: Session) => ({
  result: error,
  session: error.error.code === 'slot_taken' ? withoutSlot(session) : session,
})

function withSlot(session: Session, meaning: SlotMeaning): Session {
  const { employeeId: _, moving: __, ...draft } = session.draft
  return {
    ...session,
    draft: {
      ...draft,
      serviceIds: meaning.serviceIds,
      slot: meaning.item,
      ...(meaning.employeeId !== undefined && { employeeId: meaning.employeeId }),
      ...(meaning.moving !== undefined && { moving: meaning.moving }),
    },
  }
}

/** `create_appointment`. */
export async function createAppointment(
  context: ToolContext,
  args: ToolArguments['create_appointment'],
): Promise<ToolPlan<'create_appointment'>> {
  const meaning = await offeredSlot(context, args.slot_id)
  if (isError(meaning)) return refused(meaning, context.session)
  if (meaning.moving !== undefined)
    return {
      result: toolError('bad_arguments', 'this time was offered to move a visit; call reschedule_appointment'),
      session: context.session,
    }
  const session = withSlot(context.session, meaning)
  const { name, phone } = clientOf(session)
  if (name === undefined || phone === undefined)
    return {
      result: toolError('client_needed', "ask for the client's name and phone, then create_client", missingOf(session)),
      session,
    }
  const comment = args.comment === undefined ? undefined : cleanName(args.comment)
  const draft: OperationDraft = {
    slot: meaning.slot,
    serviceIds: meaning.serviceIds,
    client: { name, phone },
    locale: session.locale,
    ...(comment !== undefined && { comment }),
  }
  return ask(context, 'book', draft, session)
}

function previousOf(visit: Visit): NonNullable<OperationDraft['previous']> {
  const [employeeId] = visit.employeeIds
  return { start: visit.start, serviceIds: visit.serviceIds, ...(employeeId !== undefined && { employeeId }) }
}

/** Who the visit is for: a booking made anew for a move needs them. */
function clientOfVisit(session: Session, visit: Visit): OperationDraft['client'] {
  const { name = '—', phone = visit.phone ?? '' } = clientOf(session)
  return { name, phone: visit.phone ?? phone }
}

/** `reschedule_appointment`. */
export async function rescheduleAppointment(
  context: ToolContext,
  args: ToolArguments['reschedule_appointment'],
): Promise<ToolPlan<'reschedule_appointment'>> {
  const { session } = context
  const visit = await ownVisit(context, args.appointment_id)
  if (isError(visit)) return { result: visit, session }
  const meaning = await offeredSlot(context, args.slot_id)
  if (isError(meaning)) return refused(meaning, session)
  if (meaning.moving !== visit.id)
    return {
      result: toolError('bad_arguments', 'call get_available_slots with this appointment_id and use its slot_id'),
      session,
    }
  const draft: OperationDraft = {
    appointmentId: visit.id,
    serviceIds: meaning.serviceIds,
    client: clientOfVisit(session, visit),
    previous: previousOf(visit),
    slot: meaning.slot,
    locale: session.locale,
  }
  return ask(context, 'move', draft, withSlot(session, meaning))
}

/** `cancel_appointment`. */
export async function cancelAppointment(
  context: ToolContext,
  args: ToolArguments['cancel_appointment'],
): Promise<ToolPlan<'cancel_appointment'>> {
  const visit = await ownVisit(context, args.appointment_id)
  if (isError(visit)) return { result: visit, session: context.session }
  const reason = args.reason === undefined ? undefined : cleanName(args.reason)
  const draft: OperationDraft = {
    appointmentId: visit.id,
    serviceIds: visit.serviceIds,
    client: clientOfVisit(context.session, visit),
    previous: previousOf(visit),
    locale: context.session.locale,
    ...(reason !== undefined && { reason }),
  }
  return ask(context, 'cancel', draft, context.session)
}
