import { type Choice, findChoice } from '../journal/choice.ts'
import { commitConsent, isOver, offerConsent, sayStale, withdraw } from './commit.ts'
import { consult } from './consult.ts'
import { handOver, sayWithPerson } from './handover.ts'
import { dateOf } from './local-time.ts'
import type { Meaning, SlotMeaning, TimesWish } from './meaning.ts'
import { offerOf } from './offer.ts'
import { tellOutcome } from './outcome.ts'
import { pageOf } from './pages.ts'
import { cleanName } from './phone.ts'
import { wishOf } from './session.ts'
import { offerDays, offerSlotsNear, offerTimes } from './times.ts'
import { missingOf } from './tools/client-tools.ts'
import { evaluate, say, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'
import { showVisits } from './visit-list.ts'

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
      return meaning.by === 'brain' ? consult(context, label) : offerWished(context)
    case 'day':
      return offerTimes(context, { ...meaning.wish, date: meaning.date })
    case 'days':
      return offerDays(context, meaning.wish, meaning.from)
    case 'more':
      return sayPage(context, meaning)
    case 'slot':
      return chooseSlot(context, token, meaning)
    case 'visit':
      return meaning.by === 'brain' && !meaning.action ? consult(context, label) : chooseVisit(context, meaning)
    case 'confirm':
      return commitConsent(context, meaning.operation, meaning.hash)
    case 'change':
      return pressChange(context, meaning.operation)
    case 'again':
      return meaning.what === 'time' ? offerWished(context) : askService(context)
    case 'name':
      return chooseName(context, meaning.name)
    case 'my':
      return showVisits(context)
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

/** Another page; its options have their meanings from when they were offered. */
function sayPage(context: TurnContext, { group, page }: Extract<Meaning, { kind: 'more' }>): void {
  const { parts, turn, session } = context
  const { locale } = session
  const channel = parts.capabilitiesOf(turn.conversation.instance)
  const text = parts.say(locale, 'choice.page')
  say(context, { text }, pageOf(parts, { group, choices: [] }, { channel, locale, text, page }))
}

/** Free times for the draft; what to do comes first when nothing was chosen, or the wish has been settled since. */
async function offerWished(context: TurnContext): Promise<void> {
  const wish = wishOf(context.session)
  return wish.serviceIds.length === 0 ? askService(context) : offerTimes(context, wish)
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
  return offerWished(context)
}

function noteEmployee(context: TurnContext, employeeId: string | undefined): void {
  const { employeeId: _, slot: __, ...draft } = context.session.draft
  context.session = {
    ...context.session,
    draft: { ...draft, ...(employeeId !== undefined && { employeeId }) },
  }
}

async function chooseSlot(context: TurnContext, token: string, meaning: SlotMeaning): Promise<void> {
  const result =
    meaning.moving === undefined
      ? await useTool(context, 'create_appointment', { slot_id: token })
      : await useTool(context, 'reschedule_appointment', { appointment_id: meaning.moving, slot_id: token })
  const { slot, item: _item, kind: _kind, ...wish } = meaning
  await afterProposal(context, result, { ...wish, date: dateOf(slot.start) })
}

/** Goes on after a writing tool was called without a model; `wish` is where other times are looked for. */
export async function afterProposal(
  context: TurnContext,
  result: Awaited<ReturnType<typeof useTool>>,
  wish?: TimesWish & { date: string },
): Promise<void> {
  if (!('error' in result)) return sayPending(context, offerConsent)
  switch (result.error.code) {
    case 'client_needed':
      return askClient(context)
    case 'consent_needed':
      return sayPending(context, offerConsent)
    case 'slot_taken':
      sayText(context, 'slot.taken')
      return wish ? offerSlotsNear(context, wish) : offerWished(context)
    case 'unknown_appointment':
      return sayText(context, 'visits.none')
    case 'refused':
    case 'unsupported':
      return sayWithPerson(context, 'outcome.refused')
    default:
      return sayWithPerson(context, 'crm.unavailable')
  }
}

/** Asks for what a booking still lacks. */
export function askClient(context: TurnContext): void {
  const missing = missingOf(context.session)
  const key = missing.length > 1 ? 'ask.name-phone' : missing[0] === 'phone' ? 'ask.phone' : 'ask.name'
  const text = context.parts.say(context.session.locale, key)
  // Where only the name is missing, the profile's may be it: one press instead of writing.
  const label = missing.length === 1 && missing[0] === 'name' ? profileName(context) : undefined
  const offer = label && offerOf(context.parts, 'other', [{ label, meaning: { kind: 'name', name: label } }])
  say(context, { text, ...(missing.includes('phone') && { contactRequest: true }) }, offer || undefined)
}

function profileName({ turn }: TurnContext): string | undefined {
  const { name } = turn.conversation.sender
  return name === undefined ? undefined : cleanName(name)
}

async function chooseName(context: TurnContext, name: string): Promise<void> {
  const { draft, client } = context.session
  context.session = { ...context.session, draft: { ...draft, name }, client: { ...client, name } }
  if (!draft.slot || draft.moving !== undefined) return consult(context, name)
  await afterProposal(context, await useTool(context, 'create_appointment', { slot_id: draft.slot.slot_id }))
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

/** Change beside a summary that is no longer the one that waits must not give up the newer one, nor deny what was booked. */
async function pressChange(context: TurnContext, id: string): Promise<void> {
  const { parts, session } = context
  if (session.pending?.operation === id) return change(context)
  const operation = await parts.ledger.find(id)
  if (session.pending || !operation) return sayStale(context, operation)
  return isOver(operation) ? change(context) : tellOutcome(context, operation)
}

/** The client does not agree: the time is given free, and what to change is asked. */
export async function change(context: TurnContext): Promise<void> {
  const { parts, session } = context
  const { pending } = session
  await withdraw(context, 'summary')
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
