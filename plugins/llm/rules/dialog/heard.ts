import type { CalendarDate, ClockTime, EmployeeItem, Situation, TimeRange } from '../../../../core/contract/index.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type EmployeeReading, isPointedAt, readEmployees } from '../catalogue/employees.ts'
import type { KnownServices } from '../catalogue/known-services.ts'
import { readServices, readVariant, type ServiceReading } from '../catalogue/services.ts'
import { readName } from '../client/name.ts'
import type { PhoneReading } from '../client/phone.ts'
import { readPlace } from '../client/place.ts'
import { type Intent, readIntents } from '../intents/intents.ts'
import { digits } from '../language/numbers.ts'
import { blank, normalise, tidy, whole } from '../language/text.ts'
import { weekdayOf } from '../time/calendar.ts'
import { answeredDay } from '../time/one-day.ts'
import { corrected, readTime, type TimeContext } from '../time/read.ts'
import type { TimeReading } from '../time/wish.ts'
import type { Memory, Question } from './memory.ts'

/** Everything that was understood of a text. */
export interface Heard {
  text: string
  intents: ReadonlySet<Intent>
  time: TimeReading & { touched: boolean }
  services: ServiceReading
  employees: EmployeeReading
  name?: string
  phone?: string
  /** A town that is named; the business may be elsewhere. */
  place?: string
  /** There was a number that can't be a phone of this country. */
  hasBadPhone: boolean
}

/** What a text is understood against. */
export interface Listening {
  situation: Situation
  catalogue: Catalogue
  memory: Memory
}

const NAME_BREAKERS: readonly Intent[] = [
  'price',
  'hours',
  'address',
  'directions',
  'services',
  'employees',
  'duration',
  'cancel',
  'move',
  'mine',
  'human',
  'forget',
  'abuse',
  'complaint',
  'no',
  'book',
  'robot',
  'unknowing',
  'why_phone',
  'help',
  'add',
  'instead',
]

/** Understands one text of the client; `phone` was read before, because its library is loaded on demand. */
export function listen(original: string, phone: PhoneReading | undefined, listening: Listening): Heard {
  const { situation, catalogue, memory } = listening
  const asked = memory.asked?.about
  const rest = tidy(phone === undefined ? original : phone.rest)
  const clock: TimeContext = {
    date: situation.now.date,
    time: situation.now.time,
    country: situation.company.country,
    hours: date => openRange(situation, date),
  }
  const whole = normalise(rest)
  const first = firstVisit(whole, clock, catalogue.knownServices)
  const text = first ?? whole
  const intents = new Set(readIntents(text))
  if (first !== undefined) intents.add('several_visits')
  const said = readTime(text, clock)
  const time = memory.puzzle?.dates === undefined ? said : answeredDay(said, memory.puzzle.dates)
  const [, meant] = corrected(withoutCompany(text, intents))
  const last = servicesIn(meant, listening)
  const services = meant === text || last.certain.length + last.unclear.length > 0 ? last : servicesIn(text, listening)
  const isRefusingPerson = readEmployees(text, catalogue.knownEmployees).excluded.length > 0
  const isElse =
    isRefusingPerson || time.touched || services.certain.length > 0 || NAME_BREAKERS.some(intent => intents.has(intent))
  const isAboutName =
    asked === 'consent' &&
    !time.touched &&
    services.certain.length + services.unclear.length === 0 &&
    (intents.has('book') || intents.has('instead') || intents.has('wrong'))
  const heardName = readName(rest, {
    asked: isAboutName || (asked === 'client' && !isElse),
    besidePhone: phone !== undefined,
    isOther: word =>
      digits(word) !== word || isOfService(word, catalogue.knownServices) || readTime(word, clock).touched,
  })
  const isElsewhere = (word: string) => isOfService(word, catalogue.knownServices) || readTime(word, clock).touched
  const place = readPlace(rest, isElsewhere)
  const isOfStaff = heardName !== undefined && isPointedAt(text, normalise(heardName), catalogue.knownEmployees)
  const name = isOfStaff ? undefined : heardName
  const withoutName = name === undefined ? text : blankWord(text, normalise(name))
  return {
    text,
    intents,
    time,
    services,
    employees: readEmployees(withoutName, catalogue.knownEmployees, asked === 'employee'),
    ...(name === undefined ? {} : { name }),
    ...(place === undefined ? {} : { place }),
    ...(phone?.number === undefined ? {} : { phone: phone.number }),
    hasBadPhone: phone !== undefined && phone.number === undefined,
  }
}

const COMPANY = whole(
  '(?:и|and) (?:мо\\p{L}+ |my |a )?(?:муж|жен|сын|доч|подруг|мам|пап|друг|ребен|сестр|брат|husband|wife|son|daughter|friend|mother|mom|mum|sister|kid|child|partner)\\p{L}*',
)

/** "Me and my husband": whose haircut comes first is not said, so his is not taken for the client's. */
function withoutCompany(text: string, intents: ReadonlySet<Intent>): string {
  return intents.has('several_people') ? text.replace(COMPANY, found => ' '.repeat(found.length)) : text
}

const NEXT_CLAUSE = /(?:,? (?:и|а|потом|затем|плюс|and|then|plus)(?: потом| еще| also| then)? |, )/gu

/** "A manicure tomorrow at 12 and a haircut on Friday at 2" are two visits: the words of the first one. */
function firstVisit(text: string, clock: TimeContext, known: KnownServices): string | undefined {
  for (const { index, 0: joint } of text.matchAll(NEXT_CLAUSE)) {
    const clauses = [text.slice(0, index), text.slice(index + joint.length)]
    const services = clauses.map(clause => readServices(clause, known).certain)
    const days = clauses.map(clause => readTime(clause, clock).wish?.options[0]?.dates ?? [])
    const [service, other] = services.map(ids => (ids.length === 1 ? ids[0] : undefined))
    const [day, otherDay] = days.map(dates => (dates.length === 1 ? dates[0] : undefined))
    const isTwo = service !== undefined && other !== undefined && service !== other
    if (isTwo && day !== undefined && otherDay !== undefined && day !== otherDay) return clauses[0]
  }
  return undefined
}

/** Whether the text says something that a booking, a move or a cancellation can use. */
export function hasWish(heard: Heard): boolean {
  const { services, employees } = heard
  return (
    heard.time.touched ||
    services.certain.length + services.unclear.length + services.dropped.length > 0 ||
    employees.ids.length > 0 ||
    employees.excluded.length > 0 ||
    employees.any ||
    employees.another ||
    employees.same ||
    employees.unknown !== undefined ||
    heard.name !== undefined ||
    heard.phone !== undefined
  )
}

/** The same text with its wishes taken out: "are you open on Sunday?" is no wish for Sunday. */
export function withoutWishes(heard: Heard): Heard {
  return {
    ...heard,
    time: { excluded: [], past: false, touched: false },
    services: { certain: [], unclear: [], dropped: [] },
    employees: { ids: [], excluded: [], unclear: false, any: false, another: false, same: false },
  }
}

/** From the first opening to the last closing of a date, or of the whole week. */
function openRange(situation: Situation, date?: CalendarDate): TimeRange | undefined {
  const { hours } = situation.company
  const ranges = date === undefined ? Object.values(hours?.week ?? {}).flat() : openOn(situation, date)
  if (ranges === undefined || ranges.length === 0) return undefined
  return {
    from: ranges.map(range => range.from).sort()[0] ?? '00:00',
    to:
      ranges
        .map(range => range.to)
        .sort()
        .at(-1) ?? '24:00',
  }
}

/** When the business is open on a date; undefined when nobody said. */
export function openOn(situation: Situation, date: CalendarDate): readonly TimeRange[] | undefined {
  const { hours } = situation.company
  if (hours !== undefined) return hours.exceptions[date] ?? hours.week[weekdayOf(date)]
  return undefined
}

/** Whether somebody has a day off on which the business is open; false where the CRM does not tell. */
export function isOff(situation: Situation, { hours }: EmployeeItem, date: CalendarDate): boolean {
  if (hours === undefined || openOn(situation, date)?.length === 0) return false
  return (hours.exceptions[date] ?? hours.week[weekdayOf(date)]).length === 0
}

/** Whether somebody is known to work on a date, at a time of it when there is one. */
export function isAtWork({ hours }: EmployeeItem, date: CalendarDate, time?: ClockTime): boolean {
  const ranges = hours === undefined ? [] : (hours.exceptions[date] ?? hours.week[weekdayOf(date)])
  return ranges.some(({ from, to }) => time === undefined || (from <= time && time < to))
}

/** Whether a single word belongs to a service. */
export function isOfService(word: string, known: KnownServices): boolean {
  const { certain, unclear } = readServices(word, known)
  return certain.length + unclear.length > 0
}

function servicesIn(text: string, { catalogue, memory }: Listening): ServiceReading {
  const { knownServices } = catalogue
  const options = answeredOptions(memory.asked?.about, memory)
  if (options.length === 0) {
    const reading = readServices(text, knownServices)
    const isNothing = reading.certain.length + reading.unclear.length === 0
    // After a booking "now my husband, the men's one" is still about the same kind of thing.
    const known = memory.serviceIds.length > 0 ? memory.serviceIds : memory.lastIds
    const [chosen, ...others] = catalogue.services.filter(service => known.includes(service.id))
    if (isNothing && chosen !== undefined && others.length === 0) {
      const variant = readVariant(text, knownServices, chosen, catalogue.services)
      if (variant !== undefined) return { ...reading, certain: [variant], isVariant: true }
    }
    // "The women's one" names a service when a service was asked for.
    return isNothing && memory.asked?.about === 'service'
      ? readServices(
          text,
          knownServices,
          catalogue.services.map(service => service.id),
        )
      : reading
  }
  const among = readServices(text, knownServices, options)
  const isAnswered = among.certain.length > 0 || among.unclear.some(group => group.length < options.length)
  return isAnswered ? among : readServices(text, knownServices)
}

function answeredOptions(asked: Question | undefined, memory: Memory): readonly string[] {
  return asked === 'variant' ? (memory.options[0] ?? []) : []
}

function blankWord(text: string, word: string): string {
  const start = text.indexOf(word)
  return start === -1 ? text : blank(text, start, start + word.length)
}
