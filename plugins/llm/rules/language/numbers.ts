import { russianDigits } from './russian-numbers.ts'
import { whole } from './text.ts'

const ENGLISH_UNITS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
}
const ENGLISH_TENS: Readonly<Record<string, number>> = { twenty: 20, thirty: 30, forty: 40, fifty: 50 }
const ENGLISH_ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
}

const any = (table: Readonly<Record<string, number>>) => Object.keys(table).join('|')
const MONTH_NEXT = '(?= (?:of )?(?:next month|this month|the month|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))'

const RULES: readonly { pattern: RegExp; write: (tens: string, unit: string) => string }[] = [
  rule(
    `(${any(ENGLISH_TENS)})[ -](${any(ENGLISH_ORDINALS)})`,
    (tens, unit) => `${sum(ENGLISH_TENS, tens, ENGLISH_ORDINALS, unit)}th`,
  ),
  rule(
    `(${any(ENGLISH_TENS)})[ -](${any(ENGLISH_UNITS)}|one)`,
    (tens, unit) => `${sum(ENGLISH_TENS, tens, { ...ENGLISH_UNITS, one: 1 }, unit)}`,
  ),
  rule(`()(${any(ENGLISH_ORDINALS)})${MONTH_NEXT}`, (_, unit) => `${ENGLISH_ORDINALS[unit]}th`),
  rule(
    `(?<=(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:the )?)()(${any(ENGLISH_ORDINALS)})`,
    (_, unit) => `${ENGLISH_ORDINALS[unit]}th`,
  ),
  rule(`()(${any(ENGLISH_UNITS)})`, (_, unit) => `${ENGLISH_UNITS[unit]}`),
  rule(`(${any(ENGLISH_TENS)})()`, tens => `${ENGLISH_TENS[tens]}`),
  // "the second one" is no hour; "at one" and "one pm" are.
  rule(
    `(?<=(?:at|after|before|past|to|between|around|about|by|till|until|from) )()(one)(?! (?:of|that|with|near|which|in (?!the (?:morning|afternoon|evening))))`,
    () => '1',
  ),
  rule(
    `()(one)(?= (?:pm|am|p.m.|a.m.|o'clock|thirty|fifteen|forty|to|or (?:two|2)|in the (?:morning|afternoon|evening)|at night))`,
    () => '1',
  ),
]

/** Writes numbers that are said in words with digits: "в пять" → "в 5", "двадцать пятого" → "25-го", "half past two" → "half past 2". */
export function digits(normalised: string): string {
  return RULES.reduce(
    (text, { pattern, write }) => text.replace(pattern, (_, tens: string, unit: string) => write(tens, unit)),
    russianDigits(normalised),
  )
}

function rule(source: string, write: (tens: string, unit: string) => string) {
  return { pattern: whole(source), write }
}

function sum(
  tens: Readonly<Record<string, number>>,
  ten: string,
  units: Readonly<Record<string, number>>,
  unit: string,
) {
  return (tens[ten] ?? 0) + (units[unit] ?? 0)
}
