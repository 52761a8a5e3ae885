import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays } from '../../../crm/hours/index.ts'
import { datesFrom } from './calendar.ts'
import type { DayMention } from './day-finding.ts'

const SINCE = /(?:^|[\s,(])(?:не раньше|не ранее|начиная|начиная с|начиная со|с|со)(?: чем)?(?: в| во| на)?\s+$/u
const UNTIL = /(?:^|[\s,(])(?<!ждать )(?:до|не позже|не позднее|не далее|по)(?: чем)?(?: в| во)?\s+$/u
const AFTER = /(?:^|[\s,(])(?:после|позже|позднее)\s+$/u
/** "С пятницы на субботу" moves a visit. */
const ONTO = /^\s*на\s*$/u
const TO = /^\s*(?:и\s+)?(?:по|до|-)\s*(?:на\s+)?$/u
/** "По средам" is every Wednesday, and no end. */
const EVERY = /(?:ам|ям)$/u
/** How far "from Monday on" reaches. */
const OPEN_DAYS = 7
const LONGEST = 45

/** On a Wednesday "Tuesday or Wednesday" means the Wednesday after that Tuesday, not today. */
export function settleDoubts(mentions: readonly DayMention[]): DayMention[] {
  return mentions.map((mention, index) => {
    const [before] = mentions[index - 1]?.dates ?? []
    if (!mention.unsure || mention.weekday === undefined || before === undefined) return mention
    const [next] = mention.dates.filter(date => date > before)
    if (next === undefined) return mention
    const { unsure: _settled, ...rest } = mention
    return { ...rest, dates: [next] }
  })
}

/** Days between which or up to which the client can come: "с 28 ноября по 2 декабря", «до пятницы», «не раньше четверга». */
export function boundDays(mentions: readonly DayMention[], text: string, today: CalendarDate): DayMention[] {
  const bound: DayMention[] = []
  let since = false
  for (const mention of mentions) {
    const previous = bound.at(-1)
    const before = text.slice(previous?.end ?? 0, mention.start)
    const [first] = mention.dates
    const last = mention.dates.at(-1)
    const begin = previous?.dates[0]
    if (first === undefined || last === undefined) continue
    const place = { start: mention.start, end: mention.end }
    const isRange = TO.test(before) && (since || /-\s*$/u.test(before))
    if (previous !== undefined && begin !== undefined && isRange && begin < last) {
      bound[bound.length - 1] = { ...place, start: previous.start, dates: datesFrom(begin, last, LONGEST) }
      since = false
      continue
    }
    since = SINCE.test(before)
    if (since && mention.dates.length === 1) {
      const next = mentions[mentions.indexOf(mention) + 1]
      const gap = next === undefined ? '' : text.slice(mention.end, next.start)
      const isClosed = next !== undefined && (TO.test(gap) || ONTO.test(gap))
      bound.push(isClosed ? mention : { ...place, dates: datesFrom(first, addDays(first, OPEN_DAYS - 1)) })
    } else if (UNTIL.test(before) && !EVERY.test(text.slice(mention.start, mention.end)) && first > today)
      bound.push({ ...place, dates: datesFrom(today, last, LONGEST) })
    else if (AFTER.test(before)) bound.push({ ...place, dates: datesFrom(addDays(last, 1), addDays(last, OPEN_DAYS)) })
    else bound.push(mention)
  }
  return bound
}
