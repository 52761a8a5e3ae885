import type { ClockTime } from '../../contract/index.ts'
import { words } from './plain.ts'

const all = (source: string) => words(source, 'g')

/** Whether a time of the day that was spoken of may be this one. */
export type SpokenTime = (time: ClockTime) => boolean

/** A way of saying a time; undefined when what looked like one is none. */
export interface TimePattern {
  pattern: RegExp
  read(match: RegExpMatchArray): SpokenTime | undefined
}

const PERIOD = String.raw`(?:\s?(a\.?m\.?|p\.?m\.?|утра|дня|вечера|ночи|in the (?:morning|afternoon|evening)|at night|утром|днем|вечером)(?!\p{L}))?`

/** Without a part of the day 3 is 3:00 or 15:00. */
function clock(hour: number, minute: number, period = ''): SpokenTime | undefined {
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60)) return undefined
  const at = (h: number) => `${String(h % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const afternoon = at((hour % 12) + 12)
  const morning = at(hour % 12)
  if (hour > 12 || hour === 0) return time => time === at(hour)
  if (/^p|^дн|^веч|afternoon|evening/u.test(period)) return time => time === afternoon
  if (/^a|^утр|morning/u.test(period)) return time => time === morning
  return time => time === morning || time === afternoon
}

/** What may not follow a bare number, for it to be a time: what is counted, and streets ("at 5 Garden Street"). */
const COUNTED_RU = String.raw`(?![\p{N}:.%₽$€]|\s?(?:минут|мин\b|человек|персон|раз|лет\b|год|процент|руб|%|₽|\p{N}|дн|день|недел|месяц|штук|шт\b|процедур|услуг|кабинет|этаж|дом|строени|корпус|офис|квартир|вариант|мастер\p{L}{2}|специалист\p{L}{2}|км\b|метр|пальц|ног|рук))`
const GOES_ON_EN = String.raw`(?=\s*(?:$|[^\s\p{L}\p{N}:.%₽$€])|\s(?:on|with|for|tomorrow|today|sharp|and|this|next|mon|tue|wed|thu|fri|sat|sun|in|is|has|was|if|to|then|as)\b)`

/** In this order; what one has read the next do not see. */
export const TIME_PATTERNS: readonly TimePattern[] = [
  {
    pattern: all(String.raw`(?<![\d:.,])([01]?\d|2[0-4])(?:[:.-]|\s?ч\.?\s?)([0-5]\d)(?![\d:]|\.\d)${PERIOD}`),
    read: ([, hour, minute, period]) => clock(Number(hour), Number(minute), period),
  },
  {
    pattern: all(
      String.raw`(?<![\d:.,])(\d{1,2})\s?(?:o'clock\s?)?(a\.?m\b\.?|p\.?m\b\.?|o'clock|in the (?:morning|afternoon|evening))`,
    ),
    read: ([, hour = '', period]) => clock(Number(hour), 0, period),
  },
  {
    pattern: all(String.raw`\b(?:(?:at )?12 )?(?:noon|midday|полдень|полудню|полудня)\b`),
    read: () => clock(12, 0, 'pm'),
  },
  {
    pattern: all(
      String.raw`\b(?:в|на|к|ко|с) (\d{1,2})(?: ?(?:часов|часа|часам|час|ч)(?!\p{L})\.?)?${PERIOD}${COUNTED_RU}`,
    ),
    read: ([, hour = '', period]) => clock(Number(hour), 0, period),
  },
  {
    pattern: all(String.raw`(?<![\d:.,])(\d{1,2}) (?:часов |часа |час )?(утра|дня|вечера)(?!\p{L})`),
    read: ([, hour = '', period]) => clock(Number(hour), 0, period),
  },
  {
    pattern: all(String.raw`\b(?:at|from) (\d{1,2})${GOES_ON_EN}`),
    read: ([, hour = '']) => clock(Number(hour), 0),
  },
]

/** Times that bound and do not name: "until 8 pm", "после 18:00". */
export const BOUND_TIME = words(
  String.raw`\b(?:до|после|около|позже|раньше|ранее|не позднее|until|till|by|before|after|around|about|from \d{1,2}(?::\d\d)?\s?(?:am|pm)? (?:to|till|until)|с \d{1,2}(?::\d\d)? до)\s(?:\d{1,2}(?:[:.]\d\d)?)(?:\s?(?:час\p{L}*|a\.?m\.?|p\.?m\.?|утра|дня|вечера))?(?![\p{L}\d])`,
  'g',
)
