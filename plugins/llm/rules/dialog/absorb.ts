import { addDays } from '../../../crm/hours/index.ts'
import { type Intent, isQuestion } from '../intents/intents.ts'
import { dateParts, datesFrom } from '../time/calendar.ts'
import { hourReadings } from '../time/clock.ts'
import { mergeWishes, type TimeWish, withoutDates } from '../time/wish.ts'
import { USUAL_HOURS } from '../time/words.ts'
import type { Heard, Listening } from './heard.ts'
import type { Memory } from './memory.ts'

/** "Nah, 11 as I said": an hour with nothing but manners around it. */
const ONLY_HOUR =
  /^(?:(?:no|nah|nope|hmm|well|ok|okay|actually|make it|нет|ой|лучше)[ ,.]+)*\d{1,2}(?: (?:then|please|as i said|after all|it is|is (?:fine|better|good)))?[.! ]*$/u
const ADDING = /^(?:и|and|плюс|еще|\+)\s/u

/** The memory with what a text wishes: services, people and times. What is only asked about becomes a topic. */
export function absorb(memory: Memory, heard: Heard, listening: Listening): Memory {
  const isOnlyAsking = isQuestion(heard.intents) && !heard.intents.has('book')
  if (isOtherVisit(memory, heard)) return memory
  const withTopic =
    isOnlyAsking && heard.services.certain.length > 0 ? { ...memory, topicIds: heard.services.certain } : memory
  if (isOnlyAsking && memory.asked?.about !== 'variant') {
    // "Does Lena work with you?" comes before "then I'd like to come".
    return heard.intents.has('employees') ? absorbEmployees(withTopic, heard, listening) : withTopic
  }
  return absorbTime(absorbEmployees(absorbServices(withTopic, heard), heard, listening), heard, listening)
}

/** "And a manicure on Wednesday" beside a haircut on Tuesday is another visit, and has to wait for the first one. */
export function isOtherVisit({ chosen, serviceIds }: Memory, heard: Heard): boolean {
  const isAdding = any(heard, 'add') || ADDING.test(heard.text)
  const isFresh = heard.services.certain.some(id => !serviceIds.includes(id))
  const dates = heard.time.wish?.options.flatMap(option => option.dates) ?? []
  return chosen !== undefined && isAdding && isFresh && dates.length > 0 && !dates.includes(chosen.date)
}

function absorbServices(memory: Memory, heard: Heard): Memory {
  const { certain, unclear, dropped } = heard.services
  const kept = { ...memory, serviceIds: memory.serviceIds.filter(id => !dropped.includes(id)) }
  const asked = memory.asked?.about
  if (asked === 'add_or_replace' && memory.options[0] !== undefined) return addOrReplace(kept, heard)
  if (asked === 'variant' && certain.length > 0) {
    const [first = [], ...others] = memory.options
    // Another service than those asked about begins the choice anew.
    const isAnswer = certain.some(id => first.includes(id))
    return {
      ...kept,
      serviceIds: union(isAnswer ? kept.serviceIds : [], certain),
      options: isAnswer ? others : [...unclear],
    }
  }
  const fresh = certain.filter(id => !kept.serviceIds.includes(id))
  const groups = unclear.filter(group => !group.some(id => kept.serviceIds.includes(id)))
  if (fresh.length === 0 && groups.length === 0)
    return kept.serviceIds.length < memory.serviceIds.length ? changed(kept) : kept
  const replaces =
    kept.serviceIds.length === 0 ||
    asked === 'service' ||
    asked === 'change' ||
    any(heard, 'instead', 'no', 'wrong', 'forget') ||
    heard.services.isVariant === true ||
    dropped.length > 0
  if (any(heard, 'add') || ADDING.test(heard.text))
    return changed({ ...kept, serviceIds: union(kept.serviceIds, fresh), options: groups })
  if (replaces) return changed({ ...kept, serviceIds: fresh, options: groups })
  return { ...kept, options: [...fresh.map(id => [id]), ...groups], asked: { about: 'add_or_replace', times: 0 } }
}

function addOrReplace(memory: Memory, heard: Heard): Memory {
  const named = memory.options.flat().filter(id => heard.services.certain.includes(id))
  const isOpen = (group: readonly string[]) => group.length > 1 && !group.some(id => named.includes(id))
  const options = memory.options.filter(isOpen)
  const added = memory.options.filter(group => !isOpen(group)).flatMap(group => (group.length > 1 ? named : group))
  const { asked: _answered, ...rest } = memory
  if (any(heard, 'add', 'both') || (any(heard, 'yes') && !heard.text.includes('?')))
    return changed({ ...rest, serviceIds: union(memory.serviceIds, added), options })
  // "The women's one" says which of two, and not yet whether as well or instead.
  if (named.length > 0 && memory.options.some(group => group.length > 1) && !any(heard, 'instead'))
    return { ...memory, options: [...added.map(id => [id]), ...options] }
  if (any(heard, 'instead') || named.length > 0) return changed({ ...rest, serviceIds: added, options })
  if (any(heard, 'no')) return { ...rest, options: [] }
  return memory
}

/** Other services need other times. */
function changed(memory: Memory): Memory {
  const { chosen: _stale, ...rest } = memory
  return { ...rest, offeredIds: [] }
}

function absorbEmployees(memory: Memory, heard: Heard, { catalogue, situation }: Listening): Memory {
  const { ids, excluded, unclear, any: isAny, another } = heard.employees
  const { orAnyone: _old, ...older } = memory
  const unwanted = union(memory.notEmployeeIds ?? [], excluded).filter(id => !ids.includes(id))
  const rest = { ...older, notEmployeeIds: unwanted }
  if (ids.length > 0 && !unclear)
    return changedPeople({ ...rest, employeeIds: ids, ...(isAny ? { orAnyone: true } : {}) }, memory)
  if (isAny) return changedPeople({ ...rest, employeeIds: [] }, memory)
  if (another && (memory.employeeIds.length > 0 || situation.draft.slot !== undefined || unwanted.length > 0)) {
    const present = new Set([...unwanted, ...memory.employeeIds, ...(situation.draft.slot?.employee_ids ?? [])])
    const able = catalogue.employees.filter(
      employee => !present.has(employee.id) && memory.serviceIds.every(id => employee.service_ids.includes(id)),
    )
    return changedPeople({ ...rest, employeeIds: able.map(employee => employee.id).slice(0, 3) }, memory)
  }
  if (excluded.length > 0)
    return changedPeople({ ...rest, employeeIds: memory.employeeIds.filter(id => !excluded.includes(id)) }, memory)
  return memory
}

function changedPeople(memory: Memory, before: Memory): Memory {
  const isSame =
    memory.employeeIds.join() === before.employeeIds.join() &&
    (memory.notEmployeeIds ?? []).join() === (before.notEmployeeIds ?? []).join()
  return isSame ? memory : changed(memory)
}

function absorbTime(remembered: Memory, heard: Heard, { situation }: Listening): Memory {
  const { time } = heard
  const memory = withNotDates(withPuzzle(remembered, heard), heard)
  const { time: _before, ...rest } = memory
  const heardWish =
    meantWish(memory.time, time) ??
    hourBesideName(heard, memory) ??
    numberAsWish(time.number, memory, situation.now.date)
  if (heardWish !== undefined) {
    const { chosen: _stale, ...fresh } = rest
    // New days replace the old ones anyway, and the old time of the day must not go with a day that won't do.
    const namesDays = heardWish.options.some(option => option.dates.length > 0)
    return {
      ...fresh,
      time: mergeWishes(namesDays ? memory.time : withoutDates(memory.time, time.excluded), heardWish),
    }
  }
  if (time.excludedTimes !== undefined) return withoutHours(memory, time.excludedTimes)
  if (time.excluded.length === 0) return memory
  const left = withoutDates(memory.time, time.excluded)
  const { chosen, ...fresh } = rest
  const isChosenOut = chosen !== undefined && time.excluded.includes(chosen.date)
  const base = isChosenOut || chosen === undefined ? fresh : { ...fresh, chosen }
  return left === undefined ? base : { ...base, time: left }
}

/** "Not at three": the day stays as it was wished, and so does another hour. */
function withoutHours(memory: Memory, times: readonly string[]): Memory {
  const { chosen, time, ...rest } = memory
  if (time === undefined) return memory
  const isLeft = ({ kind, from }: TimeWish['options'][number]['windows'][number]) =>
    kind === 'range' || !times.includes(from)
  const options = time.options.map(({ dates, windows }) => ({ dates, windows: windows.filter(isLeft) }))
  const kept = chosen === undefined || times.includes(chosen.time) ? rest : { ...rest, chosen }
  return { ...kept, time: { ...time, options } }
}

/** A wish with what the words leave open filled in from what was said before, or from the number beside a day. */
function meantWish(before: TimeWish | undefined, { wish, number, isWeekly }: Heard['time']): TimeWish | undefined {
  const [option, ...others] = wish?.options ?? []
  if (wish === undefined || option === undefined || others.length > 0) return wish
  // "On Wednesday": today or in a week? "Next week's" names seven days, of which one was asked about.
  const asked =
    before !== undefined && (before.unsure || wish.unsure)
      ? option.dates.filter(date => unionOf(before).includes(date))
      : []
  if (asked.length > 0 && asked.length < option.dates.length) return { options: [{ ...option, dates: asked }] }
  // "Next week", and then "Thursday": the one of that week.
  const sameDays =
    isWeekly !== true || before === undefined
      ? []
      : unionOf(before).filter(date => option.dates.some(said => isWeekLater(said, date)))
  if (option.dates.length === 1 && sameDays.length === 1 && unionOf(before ?? wish).length > 1)
    return { options: [{ ...option, dates: sameDays }] }
  // "Friday 12", when the 12th is no Friday.
  const [date, ...otherDates] = option.dates
  if (number === undefined || date === undefined || otherDates.length > 0 || option.windows.length > 0) return wish
  if (number < 1 || number > 23 || (number < 13 && wish.unsure)) return wish
  return isDayNear(date, number)
    ? { ...wish, unsure: true }
    : { ...wish, options: [{ ...option, windows: [atHour(number)] }] }
}

function isWeekLater(said: string, date: string): boolean {
  return addDays(said, 7) === date
}

function unionOf(wish: TimeWish): readonly string[] {
  return wish.options.flatMap(option => option.dates)
}

/** The same weekday of the coming weeks bears this number. */
function isDayNear(date: string, number: number): boolean {
  return [0, 7, 14, 21, 28].some(days => dateParts(addDays(date, days)).day === number)
}

function atHour(hour: number): TimeWish['options'][number]['windows'][number] {
  const [from, or] = hourReadings(hour, 0, USUAL_HOURS)
  return { kind: 'exact', from, to: from, ...(or === undefined ? {} : { or }) }
}

/** What cannot be right takes the place of the older wish: nobody who says "31 November" still means tomorrow. */
function withPuzzle(memory: Memory, { time: { puzzle, wish, relative, pick, number } }: Heard): Memory {
  const { puzzle: older, time, chosen: _chosen, ...rest } = memory
  const isAnswered = (wish?.options.some(option => option.dates.length > 0) || relative) ?? pick ?? number
  if (puzzle === undefined) {
    if (older === undefined || (older.kind === 'weekday' && !isAnswered)) return memory
    const { puzzle: _answered, ...answered } = memory
    return answered
  }
  const options = (time?.options ?? []).map(({ dates, windows }) =>
    puzzle.kind === 'time' ? { dates, windows: [] } : { dates: [], windows },
  )
  return {
    ...rest,
    offeredIds: [],
    puzzle,
    ...(options.length === 0 ? {} : { time: { options: options.slice(0, 1) } }),
  }
}

/** Days that won't do stay out until the client names one of them alone. */
function withNotDates(memory: Memory, { time: { excluded, isExcludedWeekly, wish } }: Heard): Memory {
  if (memory.notDates === undefined && excluded.length === 0) return memory
  const named = wish?.options.flatMap(({ dates }) => (dates.length === 1 ? dates : [])) ?? []
  const weeks = isExcludedWeekly ? [0, 7, 14] : [0]
  const dates = weeks.flatMap(days => excluded.map(date => addDays(date, days)))
  return { ...memory, notDates: union(memory.notDates ?? [], dates).filter(date => !named.includes(date)) }
}

/** "12" to "what is your name?" is no name: it changes the hour. So does "no, I meant 12". */
function hourBesideName(heard: Heard, memory: Memory): TimeWish | undefined {
  const { number } = heard.time
  const isOfTime = ONLY_HOUR.test(heard.text) || /врем|час|time/u.test(heard.text) || any(heard, 'wrong', 'instead')
  const isAlone = number !== undefined && number > 0 && number < 24 && isOfTime
  if (!isAlone || memory.asked?.about !== 'client' || memory.chosen === undefined) return undefined
  return { options: [{ dates: [memory.chosen.date], windows: [atHour(number)] }] }
}

/** A number alone answers "when?": 21 and more can only be a day of the month. */
function numberAsWish(number: number | undefined, memory: Memory, today: string): TimeWish | undefined {
  const asked = memory.asked?.about
  if (number === undefined || number < 21 || number > 31 || (asked !== 'time' && asked !== 'pick')) return undefined
  const date = datesFrom(today, `${dateParts(today).year + 1}-12-31`, 62).find(
    candidate => dateParts(candidate).day === number,
  )
  return date === undefined ? undefined : { options: [{ dates: [date], windows: [] }] }
}

function any(heard: Heard, ...intents: readonly Intent[]): boolean {
  return intents.some(intent => heard.intents.has(intent))
}

const union = (left: readonly string[], right: readonly string[]) => [...new Set([...left, ...right])]
