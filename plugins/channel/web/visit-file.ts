import { createHash } from 'node:crypto'
import { ICalCalendar, ICalEventStatus } from 'ical-generator'
import type { Locale, PluginContext, VisitCard } from '../../../core/contract/index.ts'

const STATUS: Readonly<Record<VisitCard['status'], ICalEventStatus>> = {
  requested: ICalEventStatus.TENTATIVE,
  booked: ICalEventStatus.CONFIRMED,
  arrived: ICalEventStatus.CONFIRMED,
  no_show: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no calendar takes them.
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f]/g

/** A visit as an iCalendar file (RFC 5545). Times are UTC, so that no calendar needs to know the company's zone. */
export function writeVisitFile(
  { business, company, text, clock }: Pick<PluginContext, 'business' | 'company' | 'text' | 'clock'>,
  visit: VisitCard,
  locale: Locale,
): string {
  const { employee, priceText, address, changedAt, revision = 0, title = visit.services.join(', ') } = visit
  const lines = [
    visit.services.join(' + '),
    employee && text(locale, 'visit_with', { employee }),
    priceText && text(locale, 'visit_price', { price: priceText }),
    company.phone && text(locale, 'visit_phone', { phone: company.phone }),
    company.website,
  ]
  const changed = new Date(changedAt ?? clock.now())
  const calendar = new ICalCalendar({
    prodId: { company: 'AI-Admin', product: 'chat', language: locale.toUpperCase() },
  })
  calendar.createEvent({
    // The same visit replaces itself in a calendar; the CRM's own id is nobody's business there.
    id: `${createHash('sha256').update(`${business}:${visit.id}`).digest('hex').slice(0, 32)}@aiadmin`,
    sequence: revision,
    stamp: changed,
    lastModified: changed,
    start: new Date(visit.start),
    end: new Date(visit.end),
    status: STATUS[visit.status],
    summary: plain(title),
    description: plain(lines.filter(line => line).join('\n')),
    ...(address && { location: plain(address) }),
  })
  return `${calendar.toString()}\r\n`
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, ' ').trim()
}
