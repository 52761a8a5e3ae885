import type { EmployeeItem, ServiceItem, Situation, SlotItem } from '../../../../core/contract/index.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Intent } from '../intents/intents.ts'
import type { Speaker } from '../speech/speaker.ts'
import type { Heard } from './heard.ts'
import type { Memory, Question } from './memory.ts'

/** One turn as the flows see it. `memory` and `heard` are replaced, never changed in place. */
export interface Turn {
  readonly situation: Situation
  /** Replaced when the text only asked something, so that its days and services are not taken for wishes. */
  heard: Heard
  readonly catalogue: Catalogue
  readonly services: readonly ServiceItem[]
  readonly employees: readonly EmployeeItem[]
  readonly speaker: Speaker
  /** The times that were on the table when the turn began, in the order in which they were named. */
  readonly offered: readonly SlotItem[]
  /** All times whose tokens are valid now. */
  readonly tokens: readonly SlotItem[]
  /** The client said something that brings the matter forward, so a question may be put again. */
  readonly isProgress: boolean
  /** How often the same question may be put before a person is offered. */
  readonly maxQuestions: number
  memory: Memory
}

/** What a turn says: paragraphs, and whether a person takes over. */
export interface Answer {
  texts: readonly string[]
  handover?: boolean
  /** What the client does not want any more. */
  withdraw?: 'summary' | 'booking'
  /** Only the summary waits: core ends this with its invitation to agree. */
  asksConsent?: boolean
}

/** Puts a question; put too often without an answer, it becomes the offer of a person. */
export function ask(turn: Turn, about: Question, ...texts: readonly string[]): Answer {
  const before = turn.memory.asked
  const times = before?.about === about && !turn.isProgress ? before.times + 1 : 1
  if (times > turn.maxQuestions) return offerPerson(turn)
  turn.memory = { ...turn.memory, asked: { about, times } }
  const isRepeated = times > 1
  return { texts: isRepeated ? [turn.speaker.say('again'), ...texts] : texts }
}

/** Only the answer to the summary waits; core asks for it in its own words. */
export function awaitConsent(turn: Turn): Answer {
  turn.memory = { ...turn.memory, asked: { about: 'consent', times: 1 } }
  return { texts: [], asksConsent: true }
}

/** Offers a person of the business. */
export function offerPerson(turn: Turn, ...texts: readonly string[]): Answer {
  turn.memory = { ...turn.memory, asked: { about: 'human', times: 1 }, misses: 0 }
  return { texts: [...texts, turn.speaker.say('offer_human')] }
}

/** Says something that expects no answer. */
export function tell(turn: Turn, ...texts: readonly string[]): Answer {
  const { asked: _answered, ...memory } = turn.memory
  turn.memory = memory
  return { texts }
}

/** Ends what was going on; the next message begins anew. */
export function reset(turn: Turn): void {
  const {
    flow: _flow,
    time: _time,
    chosen: _chosen,
    visitId: _visit,
    asked: _asked,
    orAnyone: _any,
    notEmployeeIds: _people,
    notDates: _days,
    puzzle: _puzzle,
    toldIds: _told,
    apart: _apart,
    ...kept
  } = turn.memory
  turn.memory = { ...kept, serviceIds: [], options: [], employeeIds: [], offeredIds: [], topicIds: [], misses: 0 }
}

/** The services of these ids, in their order. */
export function servicesOf(turn: Turn, ids: readonly string[]): ServiceItem[] {
  return ids.flatMap(id => turn.services.filter(service => service.id === id))
}

/** The employees of these ids, in their order. */
export function employeesOf(turn: Turn, ids: readonly string[]): EmployeeItem[] {
  return ids.flatMap(id => turn.employees.filter(employee => employee.id === id))
}

/** The client meant this, among other things. */
export function has(turn: Turn, intent: Intent): boolean {
  return turn.heard.intents.has(intent)
}
