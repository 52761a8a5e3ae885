import type { ToolArguments, ToolError } from '../../contract/index.ts'
import { findChoice } from '../../journal/choice.ts'
import { findOperation, type OperationDraft } from '../../journal/operation.ts'
import { type Visit, visitsOf } from '../../journal/visit.ts'
import { dateOf } from '../local-time.ts'
import type { Meaning, SlotMeaning } from '../meaning.ts'
import { cleanName } from '../phone.ts'
import type { Session } from '../session.ts'
import { summaryOf } from '../summary.ts'
import { clientOf, missingOf } from './client-tools.ts'
import { type ToolContext, type ToolPlan, toolError } from './plan.ts'
import { findSlots } from './slot-search.ts'

type Writing = 'create_appointment' | 'reschedule_appointment' | 'cancel_appointment'

const unknownSlot = () =>
  toolError('unknown_slot', 'this time was not offered in this conversation; offer times from get_available_slots')

/** The slot behind a token; looked for anew in the CRM when the offer has expired. */
async function offeredSlot(
  { parts, conversation, call }: ToolContext,
  token: string,
): Promise<SlotMeaning | ToolError> {
  const choice = await findChoice<Meaning>(parts.journal, parts.journal.db, conversation, token)
  if (choice?.meaning.kind !== 'slot') return unknownSlot()
  const { meaning } = choice
  const now = parts.clock.now()
  if (Date.parse(meaning.slot.start) <= now) return toolError('slot_taken', 'this time has passed; offer another one')
  if (choice.expiresAt > now) return meaning
  const date = dateOf(meaning.slot.start)
  const wish = {
    serviceIds: meaning.serviceIds,
    dateFrom: date,
    dateTo: date,
    ...(meaning.employeeId !== undefined && { employeeId: meaning.employeeId }),
    ...(meaning.moving !== undefined && { moving: meaning.moving }),
  }
  const { slots } = await findSlots(parts, conversation, wish, call)
  const again = slots.find(slot => Date.parse(slot.start) === Date.parse(meaning.slot.start))
  return again ? { ...meaning, slot: again } : toolError('slot_taken', 'this time is taken now; offer another one')
}

/** A visit that was named to this client before. */
async function ownVisit({ parts, conversation }: ToolContext, id: string): Promise<Visit | ToolError> {
  const visits = await visitsOf(parts.journal, parts.journal.db, conversation, parts.clock.now())
  const visit = visits.find(candidate => candidate.id === id && candidate.status !== 'cancelled')
  return visit ?? toolError('unknown_appointment', 'this client has no such visit; call get_client_appointments')
}

function alreadyAsked(
  session: Session,
  draft: OperationDraft,
  kind: 'book' | 'move' | 'cancel',
  pending: OperationDraft,
) {
  const isSame =
    session.pending?.kind === kind &&
    pending.slot?.start === draft.slot?.start &&
    pending.appointmentId === draft.appointmentId &&
    pending.serviceIds.join() === draft.serviceIds.join() &&
    JSON.stringify(pending.client) === JSON.stringify(draft.client) &&
    pending.comment === draft.comment
  return isSame
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
  if (before?.status === 'held' && alreadyAsked(session, draft, kind, before.draft))
    return {
      result: toolError('consent_needed', 'the client has been asked and has not agreed yet; wait for the answer'),
      session,
    }
  const catalogue = await parts.catalogue(call, session.locale)
  const summary = summaryOf(parts, catalogue, { kind, draft }, session.locale)
  const expiresAt = parts.clock.now() + parts.config.dialog.holdMinutes * 60_000
  return {
    result: toolError('unavailable', 'the time could not be kept'),
    session,
    async write(db) {
      const held = await parts.ledger.propose(db, { conversation, kind, draft, expiresAt })
      if (!held) {
        const { pending: _, ...rest } = session
        return {
          result: toolError('slot_taken', 'somebody else is booking this time; offer another one'),
          session: rest,
        }
      }
      return {
        result: { status: 'consent_asked', summary },
        session: { ...session, pending: { operation: held.id, hash: held.hash, kind, summary } },
      }
    },
  }
}

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

const isError = (value: object): value is ToolError => 'error' in value

/** `create_appointment`. */
export async function createAppointment(
  context: ToolContext,
  args: ToolArguments['create_appointment'],
): Promise<ToolPlan<'create_appointment'>> {
  const meaning = await offeredSlot(context, args.slot_id)
  if (isError(meaning)) return { result: meaning, session: context.session }
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
  if (isError(meaning)) return { result: meaning, session }
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
