import type { ClockMention } from './clock.ts'
import type { DayMention } from './day-finding.ts'

const WISHES = '(?:запиш|давай|можно|можете|хо[чт]|лучше)'
const BEFORE = new RegExp(
  `(?:^|[\\s,(])(?:не|кроме|исключая|помимо|not|except(?: for)?)\\s+$|(?:^|[\\s,])не\\s+(?:мо(?:гу|жем)|смо(?:гу|жем)|успе\\p{L}+|получ\\p{L}+|хо(?:чу|тим))(?:\\s+(?!${WISHES}|до\\s)[^\\s,.;:!?]+){0,3}?\\s+$`,
  'u',
)
const AFTER =
  /^\s*(?:,\s*)?(?:(?:я|мне|уже|нам|это время|у меня|как-то|точно|слишком)\s+)*(?:не (?:могу|можем|смогу|успе\p{L}+|получ\p{L}+|подход\p{L}+|подойд\p{L}+|удобно|выйдет|надо|нужно|хочу)|никак|занят\p{L}*|неудобно|рано|поздно)(?![\p{L}\p{N}])(?![^.!,;]*\?)/u
const SMALL_WORDS = /^[\s,·]*(?:(?:в|во|на|к|at|on)[\s·]+)?$/u

/** Hours that won't do («в 14 я не могу», «10:00 не подходит»), with the days that were named together with them. */
export function refusedHours(
  text: string,
  clocks: readonly ClockMention[],
  days: readonly DayMention[],
): { clocks: ReadonlySet<ClockMention>; days: ReadonlySet<DayMention> } {
  const refused = new Set(clocks.filter(clock => clock.window.kind !== 'range' && isRefused(text, clock)))
  const beside = days.filter(day => [...refused].some(clock => areTogether(text, day, clock)))
  return { clocks: refused, days: new Set(beside) }
}

/** Whether only small words stand between a day and a time of the day. */
export function areTogether(text: string, day: DayMention, clock: ClockMention): boolean {
  const [first, second] = day.start < clock.start ? [day, clock] : [clock, day]
  return SMALL_WORDS.test(text.slice(first.end, second.start))
}

function isRefused(text: string, { start, end }: ClockMention): boolean {
  return BEFORE.test(text.slice(0, start)) || AFTER.test(text.slice(end))
}
