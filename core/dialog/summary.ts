import type { Locale, PriceRange } from '../contract/index.ts'
import type { OperationDraft } from '../journal/operation.ts'
import { type Catalogue, namesOf } from './catalogue.ts'
import { dateOf, timeOf } from './local-time.ts'
import type { DialogParts } from './parts.ts'
import { formatPhone } from './phone.ts'

/** A moment as it stands in a sentence: `25 ноября, среда, 14:00`. */
export function whenOf(parts: DialogParts, instant: string, locale: Locale): string {
  return parts.say(locale, 'when', { date: parts.dates.long(dateOf(instant), locale), time: timeOf(instant) })
}

function serviceNames(catalogue: Catalogue, ids: readonly string[]): string {
  return namesOf(catalogue.services, ids).join(' + ')
}

/** The price of several services together; undefined when one of them has none. */
export function sumOfPrices(catalogue: Catalogue, serviceIds: readonly string[]): PriceRange | undefined {
  const prices = serviceIds.map(id => catalogue.services.find(service => service.id === id)?.price)
  const [first] = prices
  if (!first || prices.some(price => price?.currency !== first.currency)) return undefined
  const sum = (pick: (price: PriceRange) => number) =>
    prices.reduce((total, price) => total + (price ? pick(price) : 0), 0)
  return { min: sum(price => price.min), max: sum(price => price.max), currency: first.currency }
}

/** The invitation to agree once more to a summary that was put already: which visit it is, and how to say yes or no. */
export function reminderOf(
  parts: DialogParts,
  catalogue: Catalogue,
  { kind, draft }: { kind: 'book' | 'move' | 'cancel'; draft: OperationDraft },
  locale: Locale,
): string {
  const start = kind === 'cancel' ? draft.previous?.start : draft.slot?.start
  return parts.say(locale, `reminder.${kind}`, {
    services: serviceNames(catalogue, draft.serviceIds),
    when: start === undefined ? '' : whenOf(parts, start, locale),
    confirm: parts.say(locale, `choice.confirm.${kind}`),
    decline: parts.say(locale, kind === 'cancel' ? 'choice.keep' : 'choice.change'),
  })
}

/** What the client is asked to confirm: everything that the consent covers. */
export function summaryOf(
  parts: DialogParts,
  catalogue: Catalogue,
  operation: { kind: 'book' | 'move' | 'cancel'; draft: OperationDraft },
  locale: Locale,
): string {
  const { kind, draft } = operation
  const { say } = parts
  const services = serviceNames(catalogue, draft.serviceIds)
  const before = draft.previous ? whenOf(parts, draft.previous.start, locale) : ''
  if (kind === 'cancel') return say(locale, 'summary.cancel', { services, when: before })
  const { slot } = draft
  if (!slot) throw new Error(`a ${kind} needs a slot`)
  const ids = [...new Set(slot.parts.map(part => part.employeeId))]
  const employee = namesOf(catalogue.employees, ids).join(', ')
  const price = slot.price ?? sumOfPrices(catalogue, draft.serviceIds)
  const lines = [
    say(locale, kind === 'move' ? 'summary.move' : 'summary.book'),
    `**${services}**`,
    ...(kind === 'move' ? [say(locale, 'summary.from', { when: before })] : []),
    say(locale, kind === 'move' ? 'summary.to' : 'summary.when', { when: whenOf(parts, slot.start, locale) }),
    ...(employee === ''
      ? []
      : [say(locale, 'summary.employee', { employee, people: ids.length > 1 ? 'several' : 'one' })]),
    ...(price ? [say(locale, 'summary.price', { price: parts.formatPrice(price, locale) })] : []),
    ...(kind === 'book'
      ? [say(locale, 'summary.client', { name: draft.client.name, phone: formatPhone(draft.client.phone) })]
      : []),
    ...(draft.comment === undefined ? [] : [say(locale, 'summary.comment', { comment: draft.comment })]),
  ]
  return lines.join('\n')
}
