import type { SlotItem } from '../../../../core/contract/index.ts'
import { addDays, daysBetween } from '../../../crm/hours/index.ts'
import { openOn } from '../dialog/opening.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { type Answer, ask, type Turn } from '../dialog/turn.ts'
import { minutesOf } from '../time/calendar.ts'
import { comingDays } from '../time/read.ts'
import { exactWish, type TimeWish } from '../time/wish.ts'
import { nearest, offerTimes, whyNot, wishedSlot } from './offer.ts'
import { pickOffered, relativeWish } from './pick.ts'
import { type Found, search } from './search.ts'

/** A time to book, or what has to be said instead. */
export type Settled = { slot: SlotItem } | { answer: Answer }

/** What the time is for. */
export interface Purpose {
  serviceIds: readonly string[]
  employeeIds: readonly string[]
  visit?: { id: string; date: string; time: string }
}

/** How many of the coming days are looked at when the client named none. */
const COMING_DAYS = 7

/** More people are not looked at one by one. */
const MOST_PEOPLE = 4

const LATER_DAYS = 14
const DAY_MINUTES = 1440

/** Finds the time that the client means: one of those offered, the one chosen before, or one that fits the wish. */
export function* settleTime(turn: Turn, wanted: Purpose): Steps<Settled> {
  const { heard, speaker } = turn
  const puzzled = askPuzzle(turn)
  if (puzzled !== undefined) return { answer: puzzled }
  const purpose = yield* withoutUnwanted(turn, wanted)
  if ('answer' in purpose) return purpose
  if (heard.time.past) return { answer: ask(turn, 'time', speaker.say('past')) }
  const picked = pickOffered(turn)
  if (picked !== undefined && fits(turn, picked, purpose)) return { slot: picked }
  const { relative } = heard.time
  const moved = relative && relativeWish(turn, relative, purpose.visit)
  if (moved !== undefined) {
    const { chosen: _stale, ...rest } = turn.memory
    turn.memory = { ...rest, time: moved }
    return yield* byWish(turn, purpose, moved)
  }
  const { chosen } = turn.memory
  if (chosen !== undefined) {
    const known = turn.tokens.find(slot => slot.slot_id === chosen.slotId)
    if (known !== undefined) return { slot: known }
    const people = chosen.employeeId === undefined ? purpose.employeeIds : [chosen.employeeId]
    return yield* byWish(turn, { ...purpose, employeeIds: people }, exactWish(chosen.date, chosen.time))
  }
  if (isRejection(turn)) {
    const { time: _wish, ...rest } = turn.memory
    turn.memory = { ...rest, offeredIds: [] }
    return { answer: ask(turn, 'time', speaker.say('ask_other_time')) }
  }
  const wish = turn.memory.time
  if (wish !== undefined) return yield* byWish(turn, purpose, wish)
  const found = yield* search(turn, { ...searched(purpose), wish: comingDays(turn.situation.now.date, COMING_DAYS) })
  const lead = found.slots.length > 0 ? speaker.say('ask_time') : undefined
  return { answer: offerTimes(turn, found, { options: [] }, lead) }
}

/** Tells what cannot be right about the wished time; which of two days was meant stays asked until it is known. */
function askPuzzle(turn: Turn): Answer | undefined {
  const { puzzle, ...rest } = turn.memory
  if (puzzle === undefined) return undefined
  const { speaker } = turn
  if (puzzle.dates === undefined) {
    turn.memory = rest
    return ask(
      turn,
      'time',
      speaker.say(puzzle.kind === 'time' ? 'no_such_time' : 'no_such_date', { said: puzzle.said }),
    )
  }
  const [date, other] = puzzle.dates
  return ask(turn, 'time', speaker.say('which_day', { said: speaker.day(date), other: speaker.day(other) }))
}

/** Those who may do it when somebody is not wanted: named one by one while they are few, since a look names few times. */
function* withoutUnwanted(turn: Turn, purpose: Purpose): Steps<Purpose | { answer: Answer }> {
  const { notEmployeeIds = [] } = turn.memory
  if (notEmployeeIds.length === 0) return purpose
  const left = purpose.employeeIds.filter(id => !notEmployeeIds.includes(id))
  if (left.length > 0) return { ...purpose, employeeIds: left }
  const able = turn.employees.filter(person => purpose.serviceIds.every(id => person.service_ids.includes(id)))
  const others = able.filter(person => !notEmployeeIds.includes(person.id)).map(person => person.id)
  if (able.length > 0 && others.length === 0) {
    const { notEmployeeIds: _only, ...rest } = turn.memory
    turn.memory = { ...rest, employeeIds: [] }
    yield* use('get_employees', { service_ids: [...purpose.serviceIds] })
    const names = turn.speaker.and(able.map(person => person.name))
    return { answer: ask(turn, 'employee', turn.speaker.say('nobody_else', { names })) }
  }
  return { ...purpose, employeeIds: others.length <= MOST_PEOPLE ? others : [] }
}

function* byWish(turn: Turn, purpose: Purpose, wish: TimeWish): Steps<Settled> {
  const found = yield* search(turn, { ...searched(purpose), wish })
  const exact = wishedSlot(found, wish)
  if (exact !== undefined) return { slot: exact }
  const isAlone = found.failed === undefined && found.slots.length === 0 && purpose.employeeIds.length > 0
  if (isAlone && (turn.memory.orAnyone === true || found.others.length === 0)) {
    const anybody = yield* search(turn, { ...searched({ ...purpose, employeeIds: [] }), wish })
    const lead = turn.speaker.say('others_free')
    if (anybody.slots.length > 0 || found.others.length === 0) {
      return { answer: offerTimes(turn, anybody, wish, anybody.slots.length > 0 ? lead : undefined) }
    }
  }
  const missing = found.failed === undefined && found.slots.length === 0
  return { answer: missing ? yield* elsewhere(turn, purpose, wish, found) : offerTimes(turn, found, wish) }
}

/**
 * Nothing fits: the same day at other hours, then other people on that day, then the days after it. What is looked for
 * last is what the buttons show.
 */
function* elsewhere(turn: Turn, purpose: Purpose, wish: TimeWish, found: Found): Steps<Answer> {
  const [date, ...others] = new Set(wish.options.flatMap(option => option.dates))
  const isOneOpenDay = date !== undefined && others.length === 0 && openOn(turn.situation, date)?.length !== 0
  const isKnown = date !== undefined && found.checkedUntil !== undefined && date <= found.checkedUntil
  if (!isOneOpenDay || !isKnown) return offerTimes(turn, found, wish)
  const lead = whyNot(turn, wish, found)
  const hadWindow = wish.options.some(option => option.windows.length > 0)
  if (hadWindow && !isDayKnown(turn, wish, found, date)) {
    const day = yield* search(turn, { ...searched(purpose), wish: { options: [{ dates: [date], windows: [] }] } })
    if (day.slots.length > 0) return offerTimes(turn, day, wish, `${lead} ${turn.speaker.say('that_day')}`)
  }
  if (found.others.some(slot => slot.date === date)) return offerTimes(turn, found, wish, lead)
  if (purpose.employeeIds.length > 0) {
    const anybody = yield* search(turn, { ...searched({ ...purpose, employeeIds: [] }), wish })
    if (anybody.slots.length > 0) return offerTimes(turn, anybody, wish, withOthers(turn, lead, found, anybody, date))
  }
  if (found.others.some(slot => slot.date >= date)) return yield* nearestAlone(turn, purpose, wish, { found, lead })
  const days = comingDays(addDays(date, 1), LATER_DAYS)
  const after = yield* search(turn, { ...searched(purpose), wish: days })
  if (after.slots.length > 0) return offerTimes(turn, after, wish, `${lead} ${turn.speaker.say('nearest')}`)
  return offerTimes(turn, found, wish, lead)
}

/** The nearest other times; where more was looked at, their days once more, so that no button is for another day or person. */
function* nearestAlone(
  turn: Turn,
  purpose: Purpose,
  wish: TimeWish,
  { found, lead }: { found: Found; lead: string },
): Steps<Answer> {
  const told = nearest(found.others, wish)
  if (purpose.employeeIds.length === 0 && told.length === found.others.length)
    return offerTimes(turn, found, wish, lead)
  const dates = [...new Set(told.map(slot => slot.date))]
  const days = yield* search(turn, { ...searched(purpose), wish: { options: [{ dates, windows: [] }] } })
  if (days.slots.length === 0) return offerTimes(turn, found, wish, lead)
  return offerTimes(turn, days, wish, `${lead} ${turn.speaker.say('nearest')}`)
}

/**
 * Whether the nearest other times tell already what else is free on the day: they are the nearest, so when they reach
 * further than the day does, none of it is missing. Each look adds its times to the buttons.
 */
function isDayKnown(turn: Turn, wish: TimeWish, { others }: Found, date: string): boolean {
  const from = minutesOf(wish.options[0]?.windows[0]?.from ?? '00:00')
  const reach = others.map(slot => Math.abs(daysBetween(date, slot.date) * DAY_MINUTES + minutesOf(slot.time) - from))
  const closes = openOn(turn.situation, date)?.map(range => minutesOf(range.to)) ?? [DAY_MINUTES]
  // Beside those of other days the day's own are looked for alone, so that the buttons show them and no others.
  if (others.some(slot => slot.date === date)) return others.every(slot => slot.date === date)
  return others.length > 0 && Math.max(...closes) - from <= Math.max(...reach)
}

/** Who else has time on the wished day, and when the wished person has. */
function withOthers(turn: Turn, lead: string, found: Found, anybody: Found, date: string): string {
  const { speaker } = turn
  const names = [...new Set(anybody.slots.flatMap(slot => slot.employee ?? []))]
  const apart = (slot: SlotItem) => Math.abs(daysBetween(date, slot.date))
  const elsewhen = found.others.filter(slot => slot.date !== date).sort((a, b) => apart(a) - apart(b))
  const [next] = elsewhen
  return [
    lead,
    ...(next === undefined ? [] : [speaker.say('next_of_person', { when: speaker.at(next) })]),
    names.length === 0 ? speaker.say('others_free') : speaker.say('others_that_day', { names: speaker.and(names) }),
  ].join(' ')
}

function searched({ serviceIds, employeeIds, visit }: Purpose) {
  return { serviceIds, employeeIds, ...(visit === undefined ? {} : { visitId: visit.id }) }
}

function isRejection(turn: Turn): boolean {
  const { heard, memory } = turn
  const isNo = heard.intents.has('no') && !heard.time.touched && !turn.isProgress
  return isNo && (memory.asked?.about === 'pick' || memory.asked?.about === 'offer')
}

/** What was named last was named for this wish; an older time may be one of other people than those wished now. */
function fits({ memory }: Turn, slot: SlotItem, { employeeIds }: Purpose): boolean {
  return (
    memory.offeredIds.includes(slot.slot_id) ||
    employeeIds.length === 0 ||
    slot.employee_ids.length === 0 ||
    slot.employee_ids.some(id => employeeIds.includes(id))
  )
}
