import type { CalendarDate, LocalizedText } from '../../../../core/contract/index.ts'
import { isGivenName } from '../catalogue/name-forms.ts'
import { hasWish, isOfService } from '../dialog/heard.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { employeesOf, has, servicesOf, type Turn } from '../dialog/turn.ts'
import type { Intent } from '../intents/intents.ts'
import type { Word } from '../language/text.ts'
import { faqAnswer, sentenceAbout } from './faq.ts'
import { hoursAnswer, personHours } from './hours.ts'
import { inLocale } from './localized.ts'
import { priceLine } from './prices.ts'

const MOST_LINES = 12

/** Questions that have answers of their own. */
const OWN_ANSWERS: readonly Intent[] = [
  'price',
  'duration',
  'services',
  'hours',
  'address',
  'directions',
  'phone',
  'website',
  'about',
  'robot',
  'why_phone',
]

/** Answers everything that the client asked about the business, in the order of importance. */
export function* answerQuestions(turn: Turn): Steps<string[]> {
  const { heard } = turn
  const answers: string[] = []
  if (has(turn, 'robot')) answers.push(turn.speaker.say('robot', { company: turn.situation.company.name }))
  if (has(turn, 'why_phone')) answers.push(turn.speaker.say('why_phone'))
  if (has(turn, 'language')) answers.push(languageAnswer(turn))
  const faq = isFaqAllowed(turn)
    ? faqAnswer(heard.text, turn.situation.company, turn.situation.locale, word => isOtherSubject(turn, word))
    : undefined
  if (faq !== undefined) return [...answers, faq]
  const known = saidOfBusiness(turn)
  if (known !== undefined) return [...answers, known]
  if (has(turn, 'price') || has(turn, 'duration')) answers.push(yield* pricesAnswer(turn))
  else if (has(turn, 'services')) answers.push(yield* servicesAnswer(turn))
  if (has(turn, 'hours')) answers.push(...hoursOf(turn))
  const isPlaceKnown = heard.place !== undefined && turn.situation.company.address !== undefined
  if (has(turn, 'address') || isPlaceKnown) answers.push(fact(turn, turn.situation.company.address, 'address'))
  if (has(turn, 'directions')) answers.push(directions(turn))
  if (has(turn, 'phone'))
    answers.push(
      turn.situation.company.phone === undefined
        ? notKnown(turn)
        : turn.speaker.say('phone', { phone: turn.situation.company.phone }),
    )
  if (has(turn, 'website')) answers.push(turn.situation.company.website ?? notKnown(turn))
  if (has(turn, 'about')) answers.push(fact(turn, turn.situation.company.about, undefined))
  if (has(turn, 'employees') && !has(turn, 'hours')) answers.push(yield* employeesAnswer(turn))
  return answers
}

/** Parking, cards or coffee may stand in the way there or in the text about the business instead of the FAQ. */
function saidOfBusiness(turn: Turn): string | undefined {
  const { heard, situation } = turn
  const isPlainQuestion = heard.text.includes('?') || !(heard.intents.has('book') || hasWish(heard))
  if (!isPlainQuestion || !isFaqAllowed(turn) || OWN_ANSWERS.some(intent => has(turn, intent))) return undefined
  for (const text of [situation.company.directions, situation.company.about]) {
    const said = text === undefined ? '' : inLocale(text, situation.locale)
    const sentence = sentenceAbout(heard.text, said, word => isOtherSubject(turn, word))
    if (sentence !== undefined) return sentence
  }
  return undefined
}

function isOtherSubject(turn: Turn, word: Word): boolean {
  return isGivenName(word.text) || isOfService(word.text, turn.catalogue.knownServices)
}

/** A person's own hours where the CRM tells them, else only those of the business. */
function hoursOf(turn: Turn): string[] {
  const { speaker, heard, situation } = turn
  const people = employeesOf(turn, heard.employees.ids)
  if (people.length > 0 && people.every(person => person.hours !== undefined))
    return people.map(person => personHours(speaker, person, askedDates(turn)))
  const names = people.map(employee => employee.name)
  const hours = hoursAnswer(speaker, situation, askedDates(turn)) ?? (names.length === 0 ? notKnown(turn) : undefined)
  return [
    ...(hours === undefined ? [] : [hours]),
    ...(names.length === 0 ? [] : [speaker.say('hours_of', { names: speaker.and(names) })]),
  ]
}

/** A booking in words of the FAQ ("запишите с ребёнком") must not be answered from it; a question may. */
function isFaqAllowed(turn: Turn): boolean {
  const { heard } = turn
  const acts: readonly Intent[] = ['cancel', 'move', 'mine']
  if (turn.memory.asked?.about === 'client' && (heard.name !== undefined || heard.phone !== undefined)) return false
  return (
    !acts.some(intent => heard.intents.has(intent)) ||
    heard.text.includes('?') ||
    /(?:^| )(?:как|сколько|можно|what|how|can|is|do)(?: |$)/u.test(heard.text)
  )
}

function* pricesAnswer(turn: Turn): Steps<string> {
  const { certain, unclear } = turn.heard.services
  const { serviceIds, topicIds } = turn.memory
  const known = serviceIds.length > 0 ? serviceIds : topicIds
  // "Is it more with long hair?" goes on about the colouring that was spoken of.
  const isCompared = /дороже|дешевле|доплат|more|cheaper|extra|surcharge/u.test(turn.heard.text)
  const groups = unclear.map(group => (isCompared && group.some(id => known.includes(id)) ? known : group))
  const named = [...certain, ...groups.flat()]
  const ids = named.length > 0 ? named : known
  if (ids.length === 0) return yield* servicesAnswer(turn)
  const services = servicesOf(turn, [...new Set(ids)]).slice(0, MOST_LINES)
  const [only, ...others] = services
  const lines = services.map(service => priceLine(turn.speaker, service))
  // What a price depends on stands in the description.
  return [...lines, ...(only?.description !== undefined && others.length === 0 ? [only.description] : [])].join('\n')
}

function* servicesAnswer(turn: Turn): Steps<string> {
  const result = yield* use('get_services', {})
  const services = 'error' in result ? turn.services : result.services
  const lines = services.slice(0, MOST_LINES).map(service => priceLine(turn.speaker, service))
  const more =
    services.length > MOST_LINES ? [turn.speaker.say('more_services', { count: services.length - MOST_LINES })] : []
  return [turn.speaker.say('our_services'), ...lines, ...more].join('\n')
}

function* employeesAnswer(turn: Turn): Steps<string> {
  const { certain, unclear } = turn.heard.services
  const named = employeesOf(turn, turn.heard.employees.ids)
  if (named.length > 0)
    return named
      .map(({ name, service_ids: ids }) =>
        turn.speaker.say('does', {
          name,
          services: turn.speaker.and(servicesOf(turn, ids).map(service => service.name)),
        }),
      )
      .join('\n')
  const ids = certain.length > 0 ? certain : unclear.flat().slice(0, 1)
  const result = yield* use('get_employees', ids.length === 0 ? {} : { service_ids: [...ids] })
  const employees = 'error' in result ? turn.employees : result.employees
  const lines = employees
    .slice(0, MOST_LINES)
    .map(employee => (employee.title === undefined ? employee.name : `${employee.name}, ${employee.title}`))
  return [turn.speaker.say('our_employees'), ...lines].join('\n')
}

function askedDates(turn: Turn): readonly CalendarDate[] {
  return [...new Set(turn.heard.time.wish?.options.flatMap(option => option.dates) ?? [])]
}

function directions(turn: Turn): string {
  const { address, directions: way } = turn.situation.company
  if (way === undefined) return fact(turn, address, 'address')
  const text = inLocale(way, turn.situation.locale)
  return address === undefined
    ? text
    : `${turn.speaker.say('address', { address: inLocale(address, turn.situation.locale) })}\n${text}`
}

function fact(turn: Turn, text: LocalizedText | undefined, key: 'address' | undefined): string {
  if (text === undefined) return notKnown(turn)
  const said = inLocale(text, turn.situation.locale)
  return key === undefined ? said : turn.speaker.say(key, { address: said })
}

/** Says honestly that this is not known, and who knows. */
export function notKnown(turn: Turn): string {
  const { phone } = turn.situation.company
  return phone === undefined ? turn.speaker.say('not_known') : turn.speaker.say('not_known_call', { phone })
}

function languageAnswer(turn: Turn): string {
  const isRussian = /русск|russian/u.test(turn.heard.text)
  return turn.speaker.say(isRussian ? 'speak_russian' : 'speak_english')
}
