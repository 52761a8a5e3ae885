import type { CalendarDate, ClockTime, Json, LlmMessage, Situation } from '../../../../core/contract/index.ts'
import type { TimePuzzle, TimeWish } from '../time/wish.ts'
import { clientTexts } from './messages.ts'

/** What the client came for. */
export type Flow = 'book' | 'move' | 'cancel'

/** What was asked last, so that a short answer can be understood. */
export type Question =
  | 'service'
  | 'variant'
  | 'add_or_replace'
  | 'employee'
  | 'time'
  | 'pick'
  | 'offer'
  | 'client'
  | 'visit'
  | 'change'
  | 'consent'
  | 'human'
  | 'flow'

/** A time that the client chose; found again by what it is when its token has expired. */
export interface ChosenTime {
  /** At the same minute other tokens may stand for other services. */
  slotId: string
  date: CalendarDate
  time: ClockTime
  employeeId?: string
}

/** What this brain keeps between turns; everything else it sees in the situation. */
export interface Memory {
  version: 1
  flow?: Flow
  serviceIds: readonly string[]
  /** Groups of services of which one each is still to be chosen; with "add or replace?" the new services. */
  options: readonly (readonly string[])[]
  /** Who may do it; empty when anybody may. */
  employeeIds: readonly string[]
  /** "With Lena or anyone": others will do when that one has no time. */
  orAnyone?: boolean
  /** People and days that won't do. */
  notEmployeeIds?: readonly string[]
  notDates?: readonly CalendarDate[]
  time?: TimeWish
  /** What was said about the time cannot be right, and is still to be told or asked. */
  puzzle?: TimePuzzle
  chosen?: ChosenTime
  visitId?: string
  asked?: { about: Question; times: number }
  /** The times that the last answer named, in its order. */
  offeredIds: readonly string[]
  /** Services that were only asked about: "how much is …? Then book me." */
  topicIds: readonly string[]
  /** Services that the client was told the times are for. */
  toldIds?: readonly string[]
  /** The services asked about are for visits of their own, since nobody does them all. */
  apart?: boolean
  /** Services of the last summary, for "the same as last time". */
  lastIds: readonly string[]
  /** Answers in a row that were not understood. */
  misses: number
  /** The draft as it was when this was written: a draft that changed since then is newer than this memory. */
  draft: string
  /** The dialog's state at that time. */
  state?: string
  /** The client's last text that this brain has read; what follows it in the history went to another brain. */
  lastText: string
  /** The memory before the turn that wrote this one, to begin the turn's later steps from the same point. */
  before?: { turn: string; memory: Memory }
}

/** A conversation of which nothing is known yet. */
export function emptyMemory(): Memory {
  return {
    version: 1,
    serviceIds: [],
    options: [],
    employeeIds: [],
    offeredIds: [],
    topicIds: [],
    lastIds: [],
    misses: 0,
    draft: '',
    lastText: '',
  }
}

/** What this brain remembers; `isTurnStart` when it is the very point at which the present turn began. */
export function readMemory(
  situation: Situation,
  messages: readonly LlmMessage[],
): { memory?: Memory; isTurnStart: boolean } {
  const memory = narrow(situation.memory)
  if (memory === undefined) return { isTurnStart: false }
  const isSameTurn = isContinued(messages) && memory.before?.turn === turnKey(messages)
  return isSameTurn && memory.before !== undefined
    ? { memory: memory.before.memory, isTurnStart: true }
    : { memory, isTurnStart: false }
}

/** What goes back to core. `before` is kept for the case that this turn goes on after a refused write. */
export function writeMemory(after: Memory, before: Memory, messages: readonly LlmMessage[]): Json {
  const { before: _older, ...older } = before
  const memory: Memory = { ...bounded(after), before: { turn: turnKey(messages), memory: bounded(older) } }
  // One trip through JSON drops what is undefined, and is what core does with it anyway.
  return JSON.parse(JSON.stringify(memory))
}

/** Within the contract's 4 kB, whatever the price list holds. */
function bounded(memory: Memory): Memory {
  const { options, serviceIds, topicIds, offeredIds } = memory
  return {
    ...memory,
    options: options.slice(0, 3).map(group => group.slice(0, 12)),
    serviceIds: serviceIds.slice(0, 6),
    topicIds: topicIds.slice(0, 6),
    offeredIds: offeredIds.slice(0, 24),
    ...(memory.toldIds === undefined ? {} : { toldIds: memory.toldIds.slice(0, 6) }),
    ...(memory.notDates === undefined ? {} : { notDates: memory.notDates.slice(-20) }),
    ...(memory.notEmployeeIds === undefined ? {} : { notEmployeeIds: memory.notEmployeeIds.slice(-6) }),
  }
}

/** What `draftKey` says of an empty draft. */
export const EMPTY_DRAFT = '[[],null,null,null]'

/** The draft in short, to see whether somebody else changed it. */
export function draftKey(situation: Situation): string {
  const { services, employee, slot, moving } = situation.draft
  return JSON.stringify([
    services.map(service => service.id),
    employee?.id,
    slot && [slot.date, slot.time],
    moving?.appointment_id,
  ]).slice(0, 200)
}

function narrow(json: Json | undefined): Memory | undefined {
  const isOurs = typeof json === 'object' && json !== null && 'version' in json && json.version === 1
  // The one border: core gives back exactly what `writeMemory` made, and another shape has another version.
  return isOurs ? (json as unknown as Memory) : undefined
}

function isContinued(messages: readonly LlmMessage[]): boolean {
  return messages.at(-1)?.role === 'tool'
}

function turnKey(messages: readonly LlmMessage[]): string {
  const { current, earlier } = clientTexts(messages)
  return `${earlier.length}:${current.join('\n').slice(0, 80)}`
}
