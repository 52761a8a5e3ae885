import { masked, words } from './plain.ts'
import { DAY_PATTERNS, type SpokenDay } from './spoken-days.ts'
import { readPrices } from './spoken-prices.ts'
import { BOUND_TIME, type SpokenTime, TIME_PATTERNS } from './spoken-times.ts'

/** One moment that is spoken of: days and a time that stand together. */
export interface SpokenMoment {
  days: readonly SpokenDay[]
  time?: SpokenTime
  /** "From Friday", "instead of 15:00": what is left behind by a move. */
  isOld: boolean
}

/** What a piece of text names, and what is left of it. */
export interface Facts {
  moments: readonly SpokenMoment[]
  /** In major units. */
  prices: readonly number[]
  /** Without what was read. */
  rest: string
}

interface Found {
  index: number
  length: number
  day?: SpokenDay
  time?: SpokenTime
}

/** Every week, or from one day to another: a rule and no visit. */
const EVERY = words(
  String.raw`\b(?:кажд\p{L}+|по (?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям|будням|выходным)|ежедневно|every|each|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays|daily)\b`,
)

const OLD = words(
  String.raw`(?:^|[\s,])(?:с|со|from|вместо|instead of|а не|not|rather than|no longer|was|было|your)\s+(?:\p{L}+\s+)?$`,
)

/** Between the parts of one moment only such words stand. */
const JOINED =
  /^(?:[\s,.:;|/-]|в |во |на |к |at |on |for |the |of |время|дата|date|time|время:|начало|ровно|starting|starts|from |с )*$/u

function readAll(plain: string): { found: readonly Found[]; rest: string } {
  const found: Found[] = []
  let rest = plain
  const read = <Value>(
    patterns: readonly { pattern: RegExp; read(match: RegExpMatchArray): Value | undefined }[],
    keep: (value: Value) => Partial<Found>,
  ) => {
    for (const one of patterns) {
      for (const match of rest.matchAll(one.pattern)) {
        const value = one.read(match)
        if (value === undefined) continue
        const where = { index: match.index, length: match[0].length }
        found.push({ ...where, ...keep(value) })
        rest = masked(rest, where)
      }
    }
  }
  // Dates first: of "27.11 в 15" only the last number is a time.
  read(DAY_PATTERNS, day => ({ day }))
  rest = rest.replace(BOUND_TIME, bound => ' '.repeat(bound.length))
  read(TIME_PATTERNS, time => ({ time }))
  return { found: found.toSorted((a, b) => a.index - b.index), rest }
}

/** Puts the days and times that stand together into moments: "on Friday, 27 November, at 15:00". */
function momentsOf(plain: string, found: readonly Found[]): readonly SpokenMoment[] {
  const moments: { days: SpokenDay[]; time?: SpokenTime; isOld: boolean; end: number }[] = []
  for (const { index, length, day, time } of found) {
    const last = moments.at(-1)
    const between = last ? plain.slice(last.end, index) : ''
    // "On Friday from three" begins then; a move goes from one time to another.
    const isStart = time !== undefined && !found.some(other => other.time !== undefined && other.index > index)
    const isDayOpen = last !== undefined && last.days.length > 0 && !last.isOld && !last.time
    const isOld = OLD.test(plain.slice(0, index)) && !(isStart && isDayOpen)
    // A weekday beside a date is one day said twice; two dates far apart are two visits.
    const joinsDay = day && (last?.days.length === 0 || /^,? (?:the )?\d/u.test(plain.slice(last?.end)))
    const isSame = last && !(isOld && !last.isOld) && (last.time === undefined || joinsDay)
    const isNew = last?.isOld === true && /(?:^|\s)(?:на|to|for)(?:\s|$)/u.test(between)
    const joins = last && isSame && !isNew && (JOINED.test(between) || time !== undefined || last.days.length === 0)
    if (last && joins) {
      if (day) last.days.push(day)
      if (time) last.time = time
      last.end = index + length
    } else moments.push({ days: day ? [day] : [], ...(time && { time }), isOld, end: index + length })
  }
  return moments.map(({ end: _, ...moment }) => moment)
}

/** The days, times and prices that a plain piece of text names in figures. */
export function readFacts(plain: string): Facts {
  // Phones hold numbers that are no times.
  const { prices, rest: priceless } = readPrices(
    plain.replace(/\+?\d[\d\s()-]{8,}\d/gu, phone =>
      /\d{4}-\d{2}-\d{2}/u.test(phone) ? phone : ' '.repeat(phone.length),
    ),
  )
  const { found, rest } = readAll(priceless)
  return { moments: EVERY.test(plain) ? [] : momentsOf(priceless, found), prices, rest }
}

/** Whether a range of the day is so long that it is opening hours and no visit. */
export function isOpeningHours(plain: string): boolean {
  const range =
    /(?<![\d.-])(\d{1,2})(?:[:.](\d\d))?\s?(?:am)?\s?(?:до|to|till|until|and|-)\s?(\d{1,2})(?:[:.]\d\d)?(?![\d-])\s?(pm|вечера)?/u.exec(
      plain,
    )
  if (!range) return false
  const [, from, , to, period] = range
  const end = Number(to) + (period !== undefined && Number(to) < 12 ? 12 : 0)
  return Number(from) <= 24 && end <= 24 && end - Number(from) >= 4
}
