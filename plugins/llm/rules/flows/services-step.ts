import type { EmployeeItem, ServiceItem, VisitItem } from '../../../../core/contract/index.ts'
import { sharedWord } from '../catalogue/services.ts'
import { isUnlisted } from '../dialog/heard.ts'
import { addOrReplaceAgain } from '../dialog/reminder.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { type Answer, ask, employeesOf, offerPerson, servicesOf, type Turn } from '../dialog/turn.ts'
import { normalise, type Word, words } from '../language/text.ts'
import { wishInWords } from '../speech/wishes.ts'

const MOST_LISTED = 10

/** Makes sure that it is known what is to be booked; answers a question when it is not. */
export function* settleServices(turn: Turn): Steps<Answer | undefined> {
  const { memory, speaker } = turn
  const options = memory.options[0] ?? []
  if (memory.asked?.about === 'add_or_replace' && options.length > 0) {
    if (memory.asked.times > 0) return ask(turn, 'add_or_replace', addOrReplaceAgain(turn))
    const [present, fresh] = [servicesOf(turn, memory.serviceIds), servicesOf(turn, memory.options.flat())].map(list =>
      list.map(service => service.name),
    )
    return ask(
      turn,
      'add_or_replace',
      speaker.say('add_or_replace', { present: speaker.and(present ?? []), fresh: speaker.or(fresh ?? []) }),
    )
  }
  const possible = memory.apart === true ? options : doneBy(turn, options)
  const [only, ...others] = possible
  if (only !== undefined && others.length > 0) return yield* askVariant(turn, possible)
  // "A haircut with Lena" is clear when Lena does one of them only.
  if (only !== undefined)
    turn.memory = { ...turn.memory, serviceIds: [...memory.serviceIds, only], options: memory.options.slice(1) }
  if (turn.memory.options.length === 0) turn.memory = { ...turn.memory, apart: false }
  if (turn.memory.options.length > 0) return yield* settleServices(turn)
  if (turn.memory.serviceIds.length > 0) return undefined
  const fallback = yield* impliedServices(turn)
  if (fallback.length === 0) return yield* askService(turn)
  turn.memory = { ...turn.memory, serviceIds: fallback }
  return undefined
}

/** Makes sure that the wished person exists, is one, and does the services. */
export function* settleEmployee(turn: Turn): Steps<Answer | undefined> {
  const { heard, speaker } = turn
  if (heard.employees.same) yield* takeLastEmployee(turn)
  const { memory } = turn
  const able = turn.employees.filter(employee => memory.serviceIds.every(id => employee.service_ids.includes(id)))
  const names = able.map(employee => employee.name).slice(0, MOST_LISTED)
  const showPeople = function* (text: string): Steps<Answer> {
    yield* use('get_employees', { service_ids: [...memory.serviceIds] })
    return ask(turn, 'employee', text)
  }
  if (heard.employees.unknown !== undefined)
    return yield* showPeople(speaker.say('no_such_employee', { names: speaker.and(names) }))
  if (heard.employees.unclear) {
    const meant = employeesOf(turn, heard.employees.ids).map(employee => employee.name)
    return yield* showPeople(speaker.say('which_employee', { names: speaker.or(meant) }))
  }
  const unable = memory.employeeIds.filter(id => !able.some(employee => employee.id === id))
  const [first] = employeesOf(turn, unable)
  if (first === undefined || turn.employees.length === 0) return undefined
  const left = memory.employeeIds.filter(id => !unable.includes(id))
  if (left.length > 0) {
    turn.memory = { ...turn.memory, employeeIds: left }
    return undefined
  }
  // Who was named stays wished until the client names others or says that anyone will do.
  const services = servicesOf(turn, memory.serviceIds)
  const lead = { name: first.name, services: speaker.and(lacking(first, services)) }
  if (names.length > 0)
    return yield* showPeople(
      [...noted(turn, false), speaker.say('does_not', { ...lead, names: speaker.or(names) })].join(' '),
    )
  turn.memory = { ...turn.memory, serviceIds: [], options: [memory.serviceIds], apart: true }
  yield* use('get_services', { query: ownWords(services, turn) })
  const list = speaker.or(services.map(service => service.name))
  return ask(turn, 'variant', speaker.say('nobody_does', { ...lead, list }))
}

function lacking(person: EmployeeItem, services: readonly ServiceItem[]): string[] {
  const missing = services.filter(service => !person.service_ids.includes(service.id))
  return missing.map(service => service.name)
}

/** Of each service's name the word that the fewest others have: a look for these shows the buttons of these services. */
function ownWords(services: readonly ServiceItem[], { services: all }: Turn): string {
  const wordsOf = ({ name, synonyms = [] }: ServiceItem) => words(normalise([name, ...synonyms].join(' ')))
  const shared = ({ text }: Word) => all.filter(other => wordsOf(other).some(word => word.text === text)).length
  const own = ({ name }: ServiceItem) =>
    words(normalise(name)).sort((a, b) => shared(a) - shared(b) || b.text.length - a.text.length)[0]?.text ?? name
  return services.map(own).join(' ')
}

/** What the client just said beside what is still asked: the day, the hour, the person. */
function noted({ heard, memory, speaker, employees }: Turn, withPeople = true): string[] {
  const when =
    heard.time.wish === undefined || memory.time === undefined ? undefined : wishInWords(speaker, memory.time)
  const isNamed = ({ id }: EmployeeItem) => withPeople && !heard.employees.unclear && heard.employees.ids.includes(id)
  const names = employees.filter(isNamed).map(employee => employee.name)
  const what = [...(when === undefined ? [] : [when]), ...(names.length === 0 ? [] : [speaker.or(names)])]
  return what.length === 0 ? [] : [speaker.say('noted', { what: what.join('; ') })]
}

/** Those of the services that the wished person does; all of them when nobody was wished, or that one does none. */
function doneBy(turn: Turn, ids: readonly string[]): readonly string[] {
  const people = employeesOf(turn, turn.memory.employeeIds)
  const possible = ids.filter(id => people.some(person => person.service_ids.includes(id)))
  return possible.length > 0 ? possible : ids
}

/** The last visit of this client: one that is over where there is one, else the last of those to come. */
function* lastVisit(): Steps<VisitItem | undefined> {
  const past = yield* use('get_client_appointments', { past: true })
  const over = 'error' in past ? undefined : latest(past.appointments)
  if (over !== undefined) return over
  const coming = yield* use('get_client_appointments', {})
  return 'error' in coming ? undefined : latest(coming.appointments)
}

function latest(visits: readonly VisitItem[]): VisitItem | undefined {
  return visits.toSorted((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`)).at(-1)
}

/** "To her again": the employee of the last visit, when nobody is wished by name. */
function* takeLastEmployee(turn: Turn): Steps<void> {
  const last = yield* lastVisit()
  const [id] = last?.employee_ids ?? []
  if (id !== undefined && turn.heard.employees.ids.length === 0) turn.memory = { ...turn.memory, employeeIds: [id] }
}

function* impliedServices(turn: Turn): Steps<readonly string[]> {
  const { heard, memory, services } = turn
  if (heard.intents.has('same_as_last')) {
    const last = yield* lastVisit()
    if (last !== undefined) turn.memory = { ...turn.memory, employeeIds: [...last.employee_ids].slice(0, 1) }
    return last?.service_ids ?? memory.lastIds
  }
  if (memory.topicIds.length > 0) return memory.topicIds
  const [only, ...others] = services
  return only !== undefined && others.length === 0 ? [only.id] : []
}

function* askService(turn: Turn): Steps<Answer> {
  const { speaker, heard, memory } = turn
  const result = yield* use('get_services', {})
  // An empty list is no question: the book can't be read.
  if ('error' in result || turn.services.length === 0) return offerPerson(turn, speaker.say('cannot_now'))
  const list = serviceList(turn)
  const isUnknown = memory.asked?.about === 'service' && !turn.isProgress && !heard.intents.has('unknowing')
  if (!isUnknown && !isUnlisted(heard))
    return ask(turn, 'service', [...noted(turn), speaker.say('ask_service', { list })].join(' '))
  const answer = ask(turn, 'service', speaker.say('ask_service_known', { list }))
  return answer
}

function* askVariant(turn: Turn, options: readonly string[]): Steps<Answer> {
  const services = servicesOf(turn, options)
  const shared = sharedWord(services)
  // Only for the buttons; the names are known.
  yield* use('get_services', { query: shared ?? ownWords(services, turn) })
  return ask(
    turn,
    'variant',
    [
      ...noted(turn),
      turn.speaker.say('ask_variant', {
        list: turn.speaker.or(services.slice(0, MOST_LISTED).map(service => service.name)),
      }),
    ].join(' '),
  )
}

/** The names of the first services, for a sentence. */
export function serviceList(turn: Turn): string {
  const names = turn.services.map(service => service.name)
  return names.length > MOST_LISTED ? `${names.slice(0, MOST_LISTED).join(', ')}…` : turn.speaker.or(names)
}

/** The names of those who do the wished services, for a sentence. */
export function peopleList(turn: Turn): string {
  const able = turn.employees.filter(employee => turn.memory.serviceIds.every(id => employee.service_ids.includes(id)))
  return turn.speaker.or(able.slice(0, MOST_LISTED).map(employee => employee.name))
}
