import { type Choice, findChoice } from '../journal/choice.ts'
import { dropHeld } from '../ledger/propose.ts'
import { commitConsent, offerConsent } from './commit.ts'
import { consult } from './consult.ts'
import { handOver, sayWithPerson } from './handover.ts'
import type { Meaning, SlotMeaning } from './meaning.ts'
import { offerOf } from './offer.ts'
import { offerDays, offerTimes, type TimesWish } from './times.ts'
import { missingOf } from './tools/client-tools.ts'
import { evaluate, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'

/** The choices behind pressed buttons, of this conversation only. */
export async function pressedChoices(
  { parts, turn }: TurnContext,
  tokens: readonly string[],
): Promise<readonly Choice<Meaning>[]> {
  const { journal } = parts
  const found = await Promise.all(
    tokens.map(token => findChoice<Meaning>(journal, journal.db, turn.conversation.id, token)),
  )
  return found.flatMap(choice => choice ?? [])
}

/** Does what a button means; a model is asked only when it was the model that asked. */
export async function press(
  context: TurnContext,
  { token, label, meaning, expiresAt }: Choice<Meaning>,
): Promise<void> {
  context.used.push(token)
  const isExpired = expiresAt <= context.parts.clock.now()
  if (isExpired && meaning.kind !== 'slot' && meaning.kind !== 'confirm') return sayText(context, 'choice.expired')
  switch (meaning.kind) {
    case 'service':
      noteService(context, meaning.serviceId)
      return meaning.by === 'brain' ? consult(context, label) : afterService(context, meaning.serviceId)
    case 'employee':
      noteEmployee(context, meaning.employeeId)
      return meaning.by === 'brain' ? consult(context, label) : afterEmployee(context)
    case 'day':
      return offerTimes(context, wishOf(context, meaning.date))
    case 'days':
      return offerDays(context)
    case 'slot':
      return chooseSlot(context, token, meaning)
    case 'visit':
      return meaning.by === 'brain' && !meaning.action ? consult(context, label) : chooseVisit(context, meaning)
    case 'confirm':
      return commitConsent(context, meaning.operation, meaning.hash)
    case 'change':
      return change(context)
    case 'again':
      return meaning.what === 'time' ? offerTimes(context, wishOf(context)) : askService(context)
    case 'leave':
      return sayText(context, 'leave')
    case 'human':
      return handOver(context)
    case 'desk':
      context.mode = 'auto'
      return sayText(context, 'desk.back')
    case 'agree':
      return sayText(context, 'privacy.thanks')
  }
}

function wishOf({ session }: TurnContext, date?: string): TimesWish {
  const { serviceIds, employeeId, moving } = session.draft
  return {
    serviceIds,
    ...(employeeId !== undefined && { employeeId }),
    ...(date !== undefined && { date }),
    ...(moving !== undefined && { moving }),
  }
}

/** The services as buttons. */
export async function askService(context: TurnContext): Promise<void> {
  const result = await useTool(context, 'get_services', {})
  if ('error' in result) return sayWithPerson(context, 'crm.unavailable')
  sayText(context, 'ask.service', {}, context.offer)
}

function noteService(context: TurnContext, serviceId: string): void {
  const { employeeId: _, slot: __, moving: ___, ...draft } = context.session.draft
  context.session = { ...context.session, draft: { ...draft, serviceIds: [serviceId] } }
  evaluate(context)
}

async function afterService(context: TurnContext, serviceId: string): Promise<void> {
  const result = await useTool(context, 'get_employees', { service_ids: [serviceId] })
  if ('employees' in result && result.employees.length > 1) return sayText(context, 'ask.employee', {}, context.offer)
  return offerTimes(context, wishOf(context))
}

function noteEmployee(context: TurnContext, employeeId: string | undefined): void {
  const { employeeId: _, slot: __, ...draft } = context.session.draft
  context.session = {
    ...context.session,
    draft: { ...draft, ...(employeeId !== undefined && { employeeId }) },
  }
}

async function afterEmployee(context: TurnContext): Promise<void> {
  const { draft } = context.session
  return draft.serviceIds.length === 0 ? askService(context) : offerTimes(context, wishOf(context))
}

async function chooseSlot(context: TurnContext, token: string, meaning: SlotMeaning): Promise<void> {
  const result =
    meaning.moving === undefined
      ? await useTool(context, 'create_appointment', { slot_id: token })
      : await useTool(context, 'reschedule_appointment', { appointment_id: meaning.moving, slot_id: token })
  await afterProposal(context, result)
}

/** Goes on after a writing tool was called without a model. */
export async function afterProposal(context: TurnContext, result: Awaited<ReturnType<typeof useTool>>): Promise<void> {
  if (!('error' in result)) return sayPending(context, offerConsent)
  switch (result.error.code) {
    case 'client_needed':
      return askClient(context)
    case 'consent_needed':
      return sayPending(context, offerConsent)
    case 'slot_taken':
      sayText(context, 'slot.taken')
      return offerTimes(context, wishOf(context, context.session.draft.slot?.date))
    case 'unknown_appointment':
      return sayText(context, 'visits.none')
    default:
      return sayWithPerson(context, 'crm.unavailable')
  }
}

/** Asks for what a booking still lacks. */
export function askClient(context: TurnContext): void {
  const missing = missingOf(context.session)
  const key = missing.length > 1 ? 'ask.name-phone' : missing[0] === 'phone' ? 'ask.phone' : 'ask.name'
  const text = context.parts.say(context.session.locale, key)
  context.said.push({ text, ...(missing.includes('phone') && { contactRequest: true }) })
}

async function chooseVisit(
  context: TurnContext,
  { appointmentId, action }: Extract<Meaning, { kind: 'visit' }>,
): Promise<void> {
  const { parts, session } = context
  if (action === 'cancel')
    return afterProposal(context, await useTool(context, 'cancel_appointment', { appointment_id: appointmentId }))
  if (action === 'move') {
    const visits = await useTool(context, 'get_client_appointments', {})
    const visit =
      'appointments' in visits ? visits.appointments.find(item => item.appointment_id === appointmentId) : undefined
    if (!visit) return sayText(context, 'visits.none')
    const [employeeId] = visit.employee_ids
    return offerTimes(context, {
      serviceIds: visit.service_ids,
      moving: appointmentId,
      ...(employeeId !== undefined && { employeeId }),
    })
  }
  const { locale } = session
  const offer = offerOf(parts, 'other', [
    { label: parts.say(locale, 'choice.move'), meaning: { kind: 'visit', appointmentId, action: 'move' } },
    { label: parts.say(locale, 'choice.cancel'), meaning: { kind: 'visit', appointmentId, action: 'cancel' } },
    { label: parts.say(locale, 'choice.leave'), meaning: { kind: 'leave' } },
  ])
  sayText(context, 'ask.visit-action', {}, offer)
}

/** The visits as buttons. */
export async function showVisits(context: TurnContext): Promise<void> {
  const result = await useTool(context, 'get_client_appointments', {})
  if (!('appointments' in result)) return sayWithPerson(context, 'crm.unavailable')
  if (result.appointments.length === 0) return sayText(context, 'visits.none')
  sayText(context, 'visits.list', {}, context.offer)
}

/** The client does not agree: the time is given free, and what to change is asked. */
export async function change(context: TurnContext): Promise<void> {
  const { parts, turn, session } = context
  const { pending, ...rest } = session
  await parts.journal.write(db => dropHeld(parts.journal, db, turn.conversation.id))
  const { slot: _, ...draft } = rest.draft
  context.session = { ...rest, draft }
  evaluate(context)
  const { locale } = session
  if (pending?.kind === 'cancel') return sayText(context, 'leave')
  const offer = offerOf(parts, 'other', [
    { label: parts.say(locale, 'choice.again.time'), meaning: { kind: 'again', what: 'time' } },
    ...(pending?.kind === 'move'
      ? []
      : [
          {
            label: parts.say(locale, 'choice.again.service'),
            meaning: { kind: 'again' as const, what: 'service' as const },
          },
        ]),
    { label: parts.say(locale, 'choice.leave'), meaning: { kind: 'leave' } },
  ])
  sayText(context, 'ask.change', {}, offer)
}
