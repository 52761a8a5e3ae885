import type { SlotItem } from '../../../../core/contract/index.ts'
import { hoursOn, isAtWork, isOff, openOn } from '../dialog/opening.ts'
import { type Answer, ask, employeesOf, offerPerson, servicesOf, type Turn } from '../dialog/turn.ts'
import { capital, dayLines, rangeLines, slotInWords, worthNaming } from '../speech/slots.ts'
import { partInWords } from '../speech/wishes.ts'
import { exactMoment, type TimeWish } from '../time/wish.ts'
import type { Found } from './search.ts'

/** More times than these are told as ranges. */
const MOST_LISTED = 8
const MOST_NEAREST = 6

/** The found time that is exactly the wished one, so that nothing is left to ask. */
export function wishedSlot(found: Found, wish: TimeWish): SlotItem | undefined {
  const moment = exactMoment(wish)
  return moment && found.slots.find(slot => slot.date === moment.date && slot.time === moment.time)
}

/** Puts the found times to the client: those that fit, else the nearest others with the reason. */
export function offerTimes(turn: Turn, found: Found, wish: TimeWish, lead?: string): Answer {
  if (found.failed !== undefined) return offerPerson(turn, found.said ?? turn.speaker.say('cannot_now'))
  if (found.slots.length > 0) return named(turn, found, lead === undefined ? [missed(turn, found.slots, wish)] : [lead])
  const reason = lead ?? whyNot(turn, wish, found)
  if (found.others.length > 0) return named(turn, { slots: nearest(found.others, wish) }, [reason], 'nearest')
  const { time: _wish, ...rest } = turn.memory
  turn.memory = { ...rest, offeredIds: [] }
  return ask(turn, 'time', [reason, turn.speaker.say('ask_other_day')].join(' '))
}

/** Of other times those worth telling: whoever wants Friday would rather come later than before it. */
export function nearest(others: readonly SlotItem[], wish: TimeWish): readonly SlotItem[] {
  const dates = wish.options.flatMap(option => option.dates).sort()
  const [first] = dates
  const sameDay = others.filter(slot => dates.includes(slot.date))
  const after = others.filter(slot => first !== undefined && slot.date >= first)
  const best = sameDay.length > 0 ? sameDay : after.length > 0 ? after : others
  return best.slice(0, MOST_NEAREST)
}

function named(
  turn: Turn,
  { slots, isSample = false }: Pick<Found, 'slots' | 'isSample'>,
  leads: readonly (string | undefined)[],
  heading: 'free' | 'nearest' = 'free',
): Answer {
  const { speaker } = turn
  const ordered = [...slots].sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))
  const isLong = new Set(ordered.map(slot => `${slot.date} ${slot.time}`)).size > MOST_LISTED
  const chosen = isLong && isSample ? worthNaming(slots) : ordered
  turn.memory = { ...turn.memory, offeredIds: chosen.map(slot => slot.slot_id) }
  const said = leads.filter(lead => lead !== undefined)
  const services = whatFor(turn)
  const [only, ...others] = chosen
  if (only !== undefined && others.length === 0) {
    return ask(
      turn,
      'offer',
      [
        ...services,
        ...said,
        speaker.say(
          heading === 'nearest' ? 'nearest_one' : turn.memory.flow === 'move' ? 'one_free_move' : 'one_free',
          { slot: slotInWords(speaker, only) },
        ),
      ].join(' '),
    )
  }
  const title =
    heading === 'nearest'
      ? speaker.say('nearest')
      : said.length > 0
        ? undefined
        : speaker.say('free_times', { who: whoFor(turn) })
  const lines = isLong && !isSample ? rangeLines(speaker, chosen) : dayLines(speaker, chosen)
  const more = isSample ? speaker.say('more_times') : undefined
  // One question is enough.
  const question = said.some(lead => lead.includes('?')) ? undefined : speaker.say('which_time')
  const head = [...services, ...said, title].filter(part => part !== undefined).join(' ')
  return ask(turn, 'pick', [head, lines, more, question].filter(part => part !== undefined && part !== '').join('\n'))
}

/** The services that the times are for, once: what was understood is seen before the summary. */
export function whatFor(turn: Turn): string[] {
  const { serviceIds, toldIds = [], flow } = turn.memory
  if (flow === 'move' || serviceIds.join() === toldIds.join()) return []
  turn.memory = { ...turn.memory, toldIds: serviceIds }
  const names = servicesOf(turn, serviceIds).map(service => service.name)
  return names.length === 0 ? [] : [turn.speaker.say('for_services', { services: turn.speaker.and(names) })]
}

/** When the very minute is taken but its neighbours are free, say so. */
function missed(turn: Turn, slots: readonly SlotItem[], wish: TimeWish): string | undefined {
  const moment = exactMoment(wish)
  if (moment === undefined || slots.some(slot => slot.date === moment.date && slot.time === moment.time))
    return undefined
  return turn.speaker.say('taken_but', { when: turn.speaker.at(moment) })
}

/** Why there is nothing at the wished time. */
export function whyNot(turn: Turn, wish: TimeWish, found: Found): string {
  const { speaker, situation } = turn
  const dates = [...new Set(wish.options.flatMap(option => option.dates))]
  const [date, ...others] = dates
  if (date !== undefined && found.checkedUntil !== undefined && date > found.checkedUntil)
    return speaker.say('too_far', { until: speaker.day(found.checkedUntil) })
  if (date !== undefined && others.length === 0) {
    if (openOn(situation, date)?.length === 0) return speaker.say('closed_on', { when: capital(speaker.onDay(date)) })
    const wished = employeesOf(turn, turn.memory.employeeIds)
    if (wished.length > 0 && wished.every(person => isOff(situation, person, date)))
      return speaker.say('day_off', {
        names: speaker.and(wished.map(person => person.name)),
        count: wished.length,
        when: speaker.onDay(date),
      })
    const who = whoFor(turn)
    const moment = exactMoment(wish)
    const away = hoursOfWorker(turn, wish, date)
    if (away !== undefined) return away
    const part = partInWords(speaker, wish)
    const isThere = wished.length > 0 && wished.every(person => isAtWork(person, date, moment?.time))
    if (isThere && (moment !== undefined || part === undefined))
      return speaker.say('busy', { when: moment === undefined ? speaker.onDay(date) : speaker.at(moment), who })
    if (moment !== undefined) return speaker.say('taken', { when: speaker.at(moment), who })
    if (part !== undefined)
      return speaker.say('taken', { when: speaker.say('part_of_day', { day: speaker.onDay(date), part }), who })
    return speaker.say(who === '' ? 'taken_day' : 'taken_day_with', { when: speaker.onDay(date), who })
  }
  return speaker.say('taken', { when: speaker.say('at_that_time'), who: whoFor(turn) })
}

/** The hours of the one who was wished at a time of the day at which that one does not work. */
function hoursOfWorker({ speaker, memory, employees }: Turn, wish: TimeWish, date: string): string | undefined {
  const [person, ...others] = employees.filter(employee => memory.employeeIds.includes(employee.id))
  const ranges = person === undefined || others.length > 0 ? [] : hoursOn(person, date)
  const windows = wish.options.flatMap(option => option.windows)
  const meets = windows.some(({ kind, from, to }) =>
    ranges.some(range => from < range.to && (kind === 'range' ? range.from < to : range.from <= from)),
  )
  if (person === undefined || ranges.length === 0 || windows.length === 0 || meets) return undefined
  const hours = speaker.and(ranges.map(({ from, to }) => speaker.say('range', { from, to })))
  return speaker.say('works_that_day', { name: person.name, when: speaker.onDay(date), hours })
}

/** " (Елена)" when somebody was wished; in brackets, because names have cases and we don't know their gender. */
function whoFor(turn: Turn): string {
  const names = employeesOf(turn, turn.memory.employeeIds).map(employee => employee.name)
  return names.length === 0 || names.length > 2 ? '' : ` (${turn.speaker.or(names)})`
}
