import type { Situation } from '../../../../core/contract/index.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type EmployeeReading, isPointedAt, readEmployees } from '../catalogue/employees.ts'
import type { KnownServices } from '../catalogue/known-services.ts'
import { readServices, readVariant, type ServiceReading } from '../catalogue/services.ts'
import { readName } from '../client/name.ts'
import type { PhoneReading } from '../client/phone.ts'
import { readPlace } from '../client/place.ts'
import { isNoClient, isTentative, withoutAsides } from '../intents/asides.ts'
import { type Intent, isQuestion, readIntents } from '../intents/intents.ts'
import { wishesBeside } from '../intents/wish-beside.ts'
import { digits } from '../language/numbers.ts'
import { blank, normalise, tidy, whole } from '../language/text.ts'
import { inRussianLetters, withApostrophes } from '../language/tongues.ts'
import type { TimeContext } from '../time/context.ts'
import { answeredDay } from '../time/one-day.ts'
import { corrected, readTime } from '../time/read.ts'
import type { TimeReading } from '../time/wish.ts'
import { doubtful, isAskedFor, isWishing, readMeantTime } from './meant-time.ts'
import type { Memory, Question } from './memory.ts'
import { openRange } from './opening.ts'

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
  const rest = tidy(withApostrophes(inRussianLetters(tidy(phone === undefined ? original : phone.rest))))
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
  const isOfVisit = (['move', 'cancel', 'mine'] as const).some(intent => intents.has(intent))
  const told = isOfVisit || (memory.flow !== undefined && memory.flow !== 'book') ? text : withoutAsides(text)
  const isOnlyTold =
    memory.flow === undefined && (isNoClient(text) || (told !== text && !isWishing(told, clock, catalogue)))
  if (told !== text && !readIntents(told).has('book')) intents.delete('book')
  const isTime = (clause: string) => readTime(clause, clock).wish !== undefined
  if (isQuestion(intents) && !isOfVisit && wishesBeside(told, isTime)) intents.add('book')
  const isDoubtful = isTentative(text) || (memory.flow === undefined && !isAskedFor(told, clock, catalogue))
  const said = readMeantTime({ text, told, isDoubtful }, clock)
  const [, meant] = corrected(withoutCompany(told, intents))
  const last = servicesIn(meant, listening)
  const named = meant === text || last.certain.length + last.unclear.length > 0 ? last : servicesIn(text, listening)
  // "I had a massage here; I'd like it again on Monday": what is wished was named only in the story, so it is asked about.
  const isOfStory = told !== text && named !== last && isNothing(servicesIn(told, listening))
  const settled = isOfStory ? doubtful(said) : said
  const variant = variantAt(settled.pick, listening)
  // What points at a service points at no time.
  const { pick: _, ...timed } = settled
  const clear = variant === undefined ? settled : timed
  const time = memory.puzzle?.dates === undefined ? clear : answeredDay(clear, memory.puzzle.dates)
  const services = variant === undefined || !isNothing(named) ? named : { ...named, certain: [variant] }
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
  const withoutName = name === undefined ? told : blankWord(told, normalise(name))
  const heard: Heard = {
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
  return isOnlyTold ? withoutWishes(heard) : heard
}

/** What nobody here does, with nothing beside it that somebody does. */
export const isUnlisted = ({ services }: Heard) => services.unlisted !== undefined && isNothing(services)

const isNothing = ({ certain, unclear }: ServiceReading) => certain.length + unclear.length === 0

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
    const [service, other] = services.map(ids => (ids.length === 1 ? ids[0] : undefined))
    if (service === undefined || other === undefined || service === other) continue
    const days = clauses.map(clause => readTime(clause, clock).wish?.options[0]?.dates ?? [])
    const [day, otherDay] = days.map(dates => (dates.length === 1 ? dates[0] : undefined))
    if (day !== undefined && otherDay !== undefined && day !== otherDay) return clauses[0]
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

/** Whether a single word belongs to a service, of this business or of others. */
export function isOfService(word: string, known: KnownServices): boolean {
  const reading = readServices(word, known)
  return !isNothing(reading) || reading.unlisted !== undefined
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

/** "The second one", when the client was asked which of these services. */
function variantAt(pick: TimeReading['pick'], { memory }: Listening): string | undefined {
  const [asked = []] = memory.asked?.about === 'variant' ? memory.options : []
  return pick === 'last' ? asked.at(-1) : typeof pick === 'number' ? asked[pick - 1] : undefined
}

function answeredOptions(asked: Question | undefined, memory: Memory): readonly string[] {
  if (asked === 'variant') return memory.options[0] ?? []
  // "As well or instead?" may be answered by which one of them.
  const isOpen = asked === 'add_or_replace' && memory.options.some(group => group.length > 1)
  return isOpen ? memory.options.flat() : []
}

function blankWord(text: string, word: string): string {
  const start = text.indexOf(word)
  return start === -1 ? text : blank(text, start, start + word.length)
}
