import { blank, whole } from '../language/text.ts'
import type { Pick, RelativeTime } from './wish.ts'

interface RelativeRule {
  pattern: RegExp
  read: (groups: Readonly<Record<string, string | undefined>>) => RelativeTime
}

const UNIT =
  '(?<unit>час(?:а|ов|ик|ика|очек)?|полчас(?:а|ика|ик)|минут(?:у|ы)?|день|дня|дней|hours?|half an hour|minutes?|mins?|days?|weeks?)'

const RELATIVE: readonly RelativeRule[] = [
  rule(`(?:на |a |an )?(?:(?<n>\\d+) )?${UNIT} (?<way>позже|попозже|раньше|пораньше|later|earlier|sooner)`, read =>
    shift(read['n'], read['unit'], read['way']),
  ),
  rule(`(?<way>позже|попозже|раньше|пораньше|later|earlier) на (?:(?<n>\\d+) )?${UNIT}`, read =>
    shift(read['n'], read['unit'], read['way']),
  ),
  rule(
    `(?:push|put|move|shift)(?: (?!back(?![\\p{L}]))[\\p{L}'\u00b7]+){0,4} back(?: by)? (?:(?<n>\\d+)|an|a)? ?${UNIT}`,
    read => shift(read['n'], read['unit'], 'later'),
  ),
  rule(`(?:bring|move|pull)(?: [\\p{L}'\u00b7]+){0,4}? forward(?: by)? (?:(?<n>\\d+)|an|a)? ?${UNIT}`, read =>
    shift(read['n'], read['unit'], 'earlier'),
  ),
  rule(
    `(?:на |a )?(?:(?<n>\\d+) )?(?:недел[юиь]|недельку|weeks?) (?<way>позже|попозже|раньше|пораньше|later|earlier)`,
    read => ({
      kind: /позже|later/u.test(read['way'] ?? '') ? 'later' : 'earlier',
      days: 7 * Number(read['n'] ?? 1),
    }),
  ),
  rule(
    '(?:the |on the |at the )?same (?:day|time|weekday)(?: and (?:time|day)|,? (?:the )?same (?:time|day))?,? (?:but )?(?:the |a |one )?(?:next week|week (?:after|later)|following week)|(?:the |a |one )?(?:next week|week (?:after|later)|following week),? (?:but )?(?:on |at )?(?:the )?same (?:day|time|weekday)(?:,? (?:and )?(?:the )?same (?:time|day))?',
    () => ({ kind: 'later', days: 7 }),
  ),
  rule('(?:на )?следующий день|на день позже|the (?:next|following) day|the day after|a day later', () => ({
    kind: 'next_day',
  })),
  rule(
    '(?:в |на )?друг(?:ой|ие) (?:день|дни|дату|даты)|другую дату|another day|(?:a )?different day|other days|some other day|any other days?',
    () => ({ kind: 'other_day' }),
  ),
  rule(
    'время (?:то|такое|пусть то|оставьте то) же|(?:в |на )?(?:то же|тоже|это же|такое же|то же самое) время|(?:at )?(?:the )?same time',
    () => ({
      kind: 'same_time',
    }),
  ),
  rule(
    '(?:в |на )?друго(?:е|го) врем(?:я|ени)|другие варианты|другое окно|еще варианты|another time|(?:a )?different time|other times|other options|anything else|something else|any other times?',
    () => ({ kind: 'other_time' }),
  ),
  rule('пораньше|раньше|по раньше|earlier|any earlier|sooner', () => ({ kind: 'earlier' })),
  rule('попозже|позже|позднее|по позже|later|any later', () => ({ kind: 'later' })),
]

const PICKS: readonly { pattern: RegExp; pick: Pick }[] = [
  pick(
    '(?:самое |самый )?перв(?:ое|ый|ую|ая|ом)(?: вариант| время| окошко| окно| из них)?(?! половин| раз)|(?:the )?first(?= (?:one|option|slot|available|of them|works|please|is fine|would|will))(?: (?:one|option|slot))?|^first$|the first(?! half)|(?:option|number|вариант|номер) 1|1-?(?:й|е|ый|ое)|1st(?: one)',
    1,
  ),
  pick(
    'втор(?:ое|ой|ую|ая|ом)(?: вариант| время| окошко| окно| из них)?(?! половин| раз)|(?:the )?second(?! half| thoughts?)(?: one| option| slot)?|(?:option|number|вариант|номер) 2|2-?(?:й|ой|ое)|2nd(?: one)',
    2,
  ),
  pick(
    'трет(?:ье|ий|ью|ья|ьем)(?: вариант| время| окошко| окно| из них)?|(?:the )?third(?: one| option| slot)?|(?:option|number|вариант|номер) 3|3-?(?:й|ий|ье)|3rd(?: one)',
    3,
  ),
  pick(
    'четверт(?:ое|ый|ую|ая|ом)(?: вариант| время| окошко| окно| из них)?|(?:the )?fourth(?: one| option| slot)?|(?:option|вариант|номер) 4|4th(?: one)',
    4,
  ),
  pick('последн(?:ее|ий|юю|яя|ем)(?: вариант| время| окошко| окно| из них)?|the last(?: one| option| slot)?', 'last'),
  pick(
    'самое раннее|самый ранний|пораньше из них|которое раньше|что раньше|(?:the |whichever is )?earliest(?: one)?|the earlier(?: one)?',
    'earliest',
  ),
  pick(
    'самое позднее|самый поздний|которое позже|что позже|(?:(?<!at )the |whichever is )?(?<!at the )latest(?: one)?|the later(?: one)?',
    'latest',
  ),
]

/** Reads a wish that points at the times on the table: "an hour later", "another day", "the second one". */
export function readRelative(text: string): { relative?: RelativeTime; pick?: Pick; rest: string } {
  for (const { pattern, pick } of PICKS) {
    const match = text.matchAll(pattern).next().value
    if (match !== undefined) return { pick, rest: blank(text, match.index, match.index + match[0].length) }
  }
  for (const { pattern, read } of RELATIVE) {
    for (const match of text.matchAll(pattern)) {
      // "не раньше трех" and "позже шести" are times of the day, not steps.
      if (isComparison(text, match.index, match.index + match[0].length)) continue
      return { relative: read(match.groups ?? {}), rest: blank(text, match.index, match.index + match[0].length) }
    }
  }
  return { rest: text }
}

/** "Later", "earlier" and nothing more. */
const LONGEST_BARE = 8
/** "Maybe later", "I'll tell you later": what is put off is the talk, not the visit. */
const PUT_OFF = /(?:^|\s)(?:maybe|perhaps|until|till|you|it|that|this|ask|decide|back|again|some time)\s+$/u

function isComparison(text: string, start: number, end: number): boolean {
  return (
    /(?:^|\s)(?:не|no|not)\s+$/u.test(text.slice(0, start)) ||
    (end - start < LONGEST_BARE && PUT_OFF.test(text.slice(0, start))) ||
    (/^(?:no[ ,.]+)?later[ .!]*$/u.test(text.trim()) && !text.includes('?')) ||
    /^\s+(?:чем\s+|than\s+)?(?:в\s+|at\s+)?\d/u.test(text.slice(end)) ||
    /(?:как можно|as|утр\p{L}{1,4})\s+$/u.test(text.slice(0, start))
  )
}

function shift(count: string | undefined, unit: string | undefined, way: string | undefined): RelativeTime {
  const number = Number(count ?? 1)
  const kind = /позже|later/u.test(way ?? '') ? 'later' : 'earlier'
  if (unit?.startsWith('week')) return { kind, days: 7 * number }
  if (/^(?:д|day)/u.test(unit ?? '')) return { kind, days: number }
  if (/^(?:полчас|half)/u.test(unit ?? '')) return { kind, minutes: 30 }
  return { kind, minutes: number * (/^мин|^min/u.test(unit ?? '') ? 1 : 60) }
}

function rule(source: string, read: RelativeRule['read']): RelativeRule {
  return { pattern: whole(source), read }
}

function pick(source: string, value: Pick): { pattern: RegExp; pick: Pick } {
  return { pattern: whole(source), pick: value }
}
