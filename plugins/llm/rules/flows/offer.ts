import type { SlotItem } from '../../../../core/contract/index.ts'
import { openOn } from '../dialog/heard.ts'
import { type Answer, ask, employeesOf, offerPerson, type Turn } from '../dialog/turn.ts'
import { capital, dayLines, slotInWords, worthNaming } from '../speech/slots.ts'
import { exactMoment, type TimeWish } from '../time/wish.ts'
import type { Found } from './search.ts'

/** The found time that is exactly the wished one, so that nothing is left to ask. */
export function wishedSlot(found: Found, wish: TimeWish): SlotItem | undefined {
  const moment = exactMoment(wish)
  return moment && found.slots.find(slot => slot.date === moment.date && slot.time === moment.time)
}

/** Puts the found times to the client: those that fit, else the nearest others with the reason. */
export function offerTimes(turn: Turn, found: Found, wish: TimeWish, lead?: string): Answer {
  if (found.failed !== undefined) return offerPerson(turn, turn.speaker.say('cannot_now'))
  if (found.slots.length > 0)
    return named(turn, found.slots, lead === undefined ? [missed(turn, found.slots, wish)] : [lead])
  const reason = lead ?? whyNot(turn, wish, found)
  if (found.others.length > 0) return named(turn, found.others.slice(0, 4), [reason], 'nearest')
  const { time: _wish, ...rest } = turn.memory
  turn.memory = { ...rest, offeredIds: [] }
  return ask(turn, 'time', [reason, turn.speaker.say('ask_other_day')].join(' '))
}

function named(
  turn: Turn,
  slots: readonly SlotItem[],
  leads: readonly (string | undefined)[],
  heading: 'free' | 'nearest' = 'free',
): Answer {
  const { speaker } = turn
  const chosen =
    heading === 'free'
      ? worthNaming(slots)
      : [...slots].sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))
  turn.memory = { ...turn.memory, offeredIds: chosen.map(slot => slot.slot_id) }
  const said = leads.filter(lead => lead !== undefined)
  const [only, ...others] = chosen
  if (only !== undefined && others.length === 0) {
    return ask(
      turn,
      'offer',
      [
        ...said,
        speaker.say(heading === 'free' ? 'one_free' : 'nearest_one', { slot: slotInWords(speaker, only) }),
      ].join(' '),
    )
  }
  const title =
    heading === 'nearest'
      ? speaker.say('nearest')
      : said.length > 0
        ? undefined
        : speaker.say('free_times', { who: whoFor(turn) })
  const lines = dayLines(speaker, chosen)
  const more = heading === 'free' && slots.length > chosen.length ? speaker.say('more_times') : undefined
  const head = [...said, title].filter(part => part !== undefined).join(' ')
  return ask(
    turn,
    'pick',
    [head, lines, more, speaker.say('which_time')].filter(part => part !== undefined && part !== '').join('\n'),
  )
}

/** When the very minute is taken but its neighbours are free, say so. */
function missed(turn: Turn, slots: readonly SlotItem[], wish: TimeWish): string | undefined {
  const moment = exactMoment(wish)
  if (moment === undefined || slots.some(slot => slot.date === moment.date && slot.time === moment.time))
    return undefined
  return turn.speaker.say('taken_but', { when: turn.speaker.at(moment) })
}

function whyNot(turn: Turn, wish: TimeWish, found: Found): string {
  const { speaker, situation } = turn
  const dates = [...new Set(wish.options.flatMap(option => option.dates))]
  const [date, ...others] = dates
  if (date !== undefined && found.checkedUntil !== undefined && date > found.checkedUntil)
    return speaker.say('too_far', { until: speaker.day(found.checkedUntil) })
  if (date !== undefined && others.length === 0) {
    if (openOn(situation, date)?.length === 0) return speaker.say('closed_on', { when: capital(speaker.onDay(date)) })
    const moment = exactMoment(wish)
    const when = moment === undefined ? speaker.onDay(date) : speaker.at(moment)
    return speaker.say('taken', { when, who: whoFor(turn) })
  }
  return speaker.say('taken', { when: speaker.say('at_that_time'), who: whoFor(turn) })
}

/** " (Елена)" when somebody was wished; in brackets, because names have cases and we don't know their gender. */
function whoFor(turn: Turn): string {
  const names = employeesOf(turn, turn.memory.employeeIds).map(employee => employee.name)
  return names.length === 0 || names.length > 2 ? '' : ` (${turn.speaker.or(names)})`
}
