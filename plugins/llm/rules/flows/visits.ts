import type { VisitItem } from '../../../../core/contract/index.ts'
import { readServices } from '../catalogue/services.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { type Answer, ask, offerPerson, type Turn, tell } from '../dialog/turn.ts'
import { capital } from '../speech/slots.ts'

const ALL = /(?:^|\s)(?:все|обе|all|both|everything)(?:\s|$)/u

/** The visit that a move or a cancellation is about, or what has to be said instead. */
export type SettledVisit = { visit: VisitItem } | { answer: Answer }

/** Finds the visit that the client means among those to come. */
export function* settleVisit(turn: Turn, question: 'which_visit_move' | 'which_visit_cancel'): Steps<SettledVisit> {
  const visits = yield* comingVisits(turn)
  if ('answer' in visits) return visits
  const { speaker, memory } = turn
  const known = visits.list.find(
    visit => visit.appointment_id === (memory.visitId ?? turn.situation.draft.moving?.appointment_id),
  )
  const [only, ...others] = visits.list
  if (only === undefined) return { answer: noVisits(turn) }
  // Several are cancelled one after the other, each with its own consent.
  const isAll = question === 'which_visit_cancel' && ALL.test(turn.heard.text)
  const visit = known ?? (others.length === 0 || isAll ? only : meant(turn, visits.list))
  if (visit === undefined)
    return { answer: ask(turn, 'visit', `${speaker.say(question)}\n${visitLines(turn, visits.list)}`) }
  turn.memory = { ...turn.memory, visitId: visit.appointment_id }
  return { visit }
}

/** Tells the client's own visits. */
export function* tellVisits(turn: Turn): Steps<Answer> {
  const visits = yield* comingVisits(turn)
  if ('answer' in visits) return visits.answer
  if (visits.list.length === 0) {
    // The buttons to book one are those of the services.
    yield* use('get_services', {})
    return ask(turn, 'flow', [turn.speaker.say(noVisitsKey(turn)), turn.speaker.say('want_to_book')].join(' '))
  }
  return tell(
    turn,
    `${turn.speaker.say('your_visits', { count: visits.list.length })}\n${visitLines(turn, visits.list)}`,
  )
}

/** "стрижка в среду, 25 ноября, в 14:00 (Елена)" */
function visitInWords(turn: Turn, visit: VisitItem): string {
  const who = visit.employee === undefined ? '' : ` (${visit.employee})`
  return `${visit.services.join(', ')}, ${turn.speaker.at(visit)}${who}`
}

/** The client's visits that are still to come, or what has to be said when nobody can tell. */
export function* comingVisits(turn: Turn): Steps<{ list: readonly VisitItem[] } | { answer: Answer }> {
  const result = yield* use('get_client_appointments', {})
  if ('error' in result) return { answer: offerPerson(turn, turn.speaker.say('cannot_now')) }
  const { date, time } = turn.situation.now
  const isComing = (visit: VisitItem) => `${visit.date} ${visit.time}` >= `${date} ${time}`
  return {
    list: result.appointments.filter(
      visit => (visit.status === 'booked' || visit.status === 'requested') && isComing(visit),
    ),
  }
}

/** The one visit that fits what was said: its place in the list, its day, its service or its person. */
function meant(turn: Turn, visits: readonly VisitItem[]): VisitItem | undefined {
  const { time, services, employees } = turn.heard
  if (turn.memory.asked?.about === 'visit') {
    const place = typeof time.pick === 'number' ? time.pick : time.number
    const pointed = time.pick === 'last' ? visits.at(-1) : place === undefined ? undefined : visits[place - 1]
    if (pointed !== undefined) return pointed
  }
  const dates = new Set(turn.heard.time.wish?.options.flatMap(option => option.dates) ?? [])
  const excluded = new Set(time.excluded)
  const kept = keptServices(turn)
  // In "cancel the haircut, and the manicure stays" the haircut was read as a service that is not wished.
  const said = services.dropped.length > 0 ? services.dropped : [...services.certain, ...services.unclear.flat()]
  const named = new Set(said.filter(id => !kept.has(id)))
  const times = new Set(
    turn.heard.time.wish?.options.flatMap(option => option.windows.map(window => window.from)) ?? [],
  )
  for (const hour of time.excludedTimes ?? []) times.add(hour)
  const clues: ((visit: VisitItem) => boolean)[] = []
  if (named.size > 0) clues.push(visit => visit.service_ids.some(id => named.has(id)))
  if (kept.size > 0) clues.push(visit => !visit.service_ids.some(id => kept.has(id)))
  if (employees.ids.length > 0) clues.push(visit => visit.employee_ids.some(id => employees.ids.includes(id)))
  // "Cancel Monday's, not the one on Friday."
  if (turn.memory.flow === 'cancel' && visits.some(visit => dates.has(visit.date))) excluded.clear()
  if (visits.some(visit => dates.has(visit.date) || excluded.has(visit.date)))
    clues.push(visit => dates.has(visit.date) || excluded.has(visit.date))
  else if (visits.some(visit => times.has(visit.time))) clues.push(visit => times.has(visit.time))
  const fitting = clues.length === 0 ? [] : visits.filter(visit => clues.every(clue => clue(visit)))
  return fitting.length === 1 ? fitting[0] : undefined
}

const KEPT = /(?:остав|не трога|не отмен|не меня|не надо отмен|keep|leave|not the|don't (?:cancel|touch))/u

/** Services of those visits that stay as they are. */
function keptServices({ heard, catalogue }: Turn): ReadonlySet<string> {
  const clauses = heard.text
    .split(/[,.;!]|(?<![\p{L}])(?:а|но|but|and)(?![\p{L}])/u)
    .filter(clause => KEPT.test(clause))
  const readings = clauses.map(clause => readServices(clause, catalogue.knownServices))
  return new Set(readings.flatMap(({ certain, unclear, dropped }) => [...certain, ...unclear.flat(), ...dropped]))
}

function noVisits(turn: Turn): Answer {
  return offerPerson(turn, turn.speaker.say(noVisitsKey(turn)))
}

function noVisitsKey({ situation }: Turn): 'no_visits' | 'no_visits_here' {
  return situation.client.verified ? 'no_visits' : 'no_visits_here'
}

function visitLines(turn: Turn, visits: readonly VisitItem[]): string {
  return visits
    .map((visit, index) => `${visits.length > 1 ? `${index + 1}. ` : ''}${capital(visitInWords(turn, visit))}`)
    .join('\n')
}
