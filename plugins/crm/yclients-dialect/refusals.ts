import type { Call, CodedError, Locale, Slot } from '../../../core/contract/index.ts'
import type { Refusal } from './api.ts'
import type { Parts } from './parts.ts'
import { appointmentsAt, placeOf } from './place.ts'
import { timesOf } from './slots.ts'
import type { texts } from './texts.ts'
import { textOf } from './wire.ts'

/** A sentence for the client, in their language. */
export function sayNo(
  { context, dialect }: Pick<Parts, 'context' | 'dialect'>,
  text: keyof typeof texts.ru,
  why: string,
  locale: Locale = context.company.locale,
): CodedError {
  const page = context.config.bookingUrl ?? ''
  const reason = context.text(locale, text, { page: page === '' ? 'none' : page })
  return context.error('refused', `${dialect.title}: ${why}`, { reason })
}

/** What booking answers by number: of the provider's reference. */
const MEANINGS: Readonly<Record<number, readonly [keyof typeof texts.ru | 'taken', string]>> = {
  431: ['phone', 'the phone has a wrong form (431)'],
  432: ['code', 'a code by SMS is asked for (432)'],
  433: ['taken', 'the time is taken (433)'],
  434: ['refused', 'this client may not book online (434)'],
  435: ['name', 'the name of the client is missing (435)'],
  436: ['taken', 'no employee is free (436)'],
  437: ['taken', 'the visit overlaps another one of the same request (437)'],
  438: ['gone', 'the service is not sold any more (438)'],
}

/** Why a visit was not written: nothing was. A no without a number is asked about: somebody else may have been faster. */
export async function refusalOf(
  parts: Parts,
  { refusal, slot, locale }: { refusal: Refusal; slot: Slot; locale?: Locale | undefined },
  call: Call,
): Promise<CodedError> {
  const { context, dialect } = parts
  const numbered = byNumber(parts, refusal, locale)
  if (numbered) return numbered
  if (refusal.status === 409) return context.error('slot_taken', `${dialect.title} answered 409: the time is busy`)
  if (refusal.status !== 422) return refusal.error
  const checked = await check(parts, slot, call).catch(() => undefined)
  const why = checked && byNumber(parts, checked, locale)
  if (why) return why
  if (!(await isStillFree(parts, slot, call).catch(() => true)))
    return context.error('slot_taken', `${dialect.title} answered 422, and the time is not free any more`)
  return sayNo(parts, 'refused', 'it answered 422 and does not say why', locale)
}

function byNumber(parts: Parts, { codes }: Refusal, locale: Locale | undefined): CodedError | undefined {
  const number = codes.find(code => MEANINGS[code])
  const [text, why] = (number !== undefined && MEANINGS[number]) || []
  if (text === undefined || why === undefined) return undefined
  // What is remembered was changed a moment ago.
  if (number === 438) parts.catalogue.forget()
  if (number === 432) parts.location.forget()
  if (text === 'taken') return parts.context.error('slot_taken', `${parts.dialect.title}: ${why}`)
  return sayNo(parts, text, why, locale)
}

/** The same question without the client: its no may have a number. */
async function check(parts: Parts, slot: Slot, call: Call): Promise<Refusal | undefined> {
  const path = `/book_check/${parts.context.config.companyId}`
  const body = { appointments: appointmentsAt(placeOf(parts, slot)) }
  return (await parts.api.send({ method: 'POST', path, body, as: 'partner', isQuestion: true }, call)).refusal
}

async function isStillFree(parts: Parts, slot: Slot, call: Call): Promise<boolean> {
  const { times } = parts
  const { startMs, employeeId, serviceIds } = placeOf(parts, slot)
  const free = await timesOf(parts, { date: times.dateAt(startMs), serviceIds, employeeId }, call)
  return free.some(time => times.fromWall(textOf(time['datetime'])) === startMs)
}
