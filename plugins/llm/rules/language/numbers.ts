import { whole } from './text.ts'

const RUSSIAN_UNITS: Readonly<Record<string, number>> = {
  два: 2,
  две: 2,
  двух: 2,
  двум: 2,
  пару: 2,
  пара: 2,
  три: 3,
  трех: 3,
  трем: 3,
  четыре: 4,
  четырех: 4,
  четырем: 4,
  пять: 5,
  пяти: 5,
  шесть: 6,
  шести: 6,
  семь: 7,
  семи: 7,
  восемь: 8,
  восьми: 8,
  девять: 9,
  девяти: 9,
  десять: 10,
  десяти: 10,
  одиннадцать: 11,
  одиннадцати: 11,
  двенадцать: 12,
  двенадцати: 12,
  тринадцать: 13,
  тринадцати: 13,
  четырнадцать: 14,
  четырнадцати: 14,
  пятнадцать: 15,
  пятнадцати: 15,
  шестнадцать: 16,
  шестнадцати: 16,
  семнадцать: 17,
  семнадцати: 17,
  восемнадцать: 18,
  восемнадцати: 18,
  девятнадцать: 19,
  девятнадцати: 19,
}
const RUSSIAN_TENS: Readonly<Record<string, number>> = {
  двадцать: 20,
  двадцати: 20,
  тридцать: 30,
  тридцати: 30,
  сорок: 40,
  сорока: 40,
  пятьдесят: 50,
}
// Only the genitive: "пятого" is a date or an hour, while "первый" and "второе" point at what was offered.
const RUSSIAN_GENITIVE: Readonly<Record<string, number>> = {
  первого: 1,
  второго: 2,
  третьего: 3,
  четвертого: 4,
  пятого: 5,
  шестого: 6,
  седьмого: 7,
  восьмого: 8,
  девятого: 9,
  десятого: 10,
  одиннадцатого: 11,
  двенадцатого: 12,
  тринадцатого: 13,
  четырнадцатого: 14,
  пятнадцатого: 15,
  шестнадцатого: 16,
  семнадцатого: 17,
  восемнадцатого: 18,
  девятнадцатого: 19,
  двадцатого: 20,
  тридцатого: 30,
}
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
const MONTH_NEXT = '(?= (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))'

const RULES: readonly { pattern: RegExp; write: (tens: string, unit: string) => string }[] = [
  rule(
    `(${any(RUSSIAN_TENS)}) (${any(RUSSIAN_GENITIVE)})`,
    (tens, unit) => `${sum(RUSSIAN_TENS, tens, RUSSIAN_GENITIVE, unit)}-го`,
  ),
  rule(
    `(${any(RUSSIAN_TENS)}) (${any(RUSSIAN_UNITS)}|один|одну|одного)`,
    (tens, unit) => `${sum(RUSSIAN_TENS, tens, { ...RUSSIAN_UNITS, один: 1, одну: 1, одного: 1 }, unit)}`,
  ),
  rule(`()(${any(RUSSIAN_GENITIVE)})`, (_, unit) => `${RUSSIAN_GENITIVE[unit]}-го`),
  rule(`()(${any(RUSSIAN_UNITS)})`, (_, unit) => `${RUSSIAN_UNITS[unit]}`),
  rule(`(${any(RUSSIAN_TENS)})()`, tens => `${RUSSIAN_TENS[tens]}`),
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
    `(?<=(?:at|after|before|past|to|between|around|about|by|till|until|from) )()(one)(?! (?:of|that|with))`,
    () => '1',
  ),
  rule(`()(one)(?= (?:pm|am|p.m.|o'clock|thirty|fifteen|to|or (?:two|2)))`, () => '1'),
]

const HALF = new RegExp(`(?<![\\p{L}\\p{N}])пол-?(?=${any(RUSSIAN_GENITIVE)})`, 'gu')

/** Writes numbers that are said in words with digits: "в пять" → "в 5", "двадцать пятого" → "25-го", "half past two" → "half past 2". */
export function digits(normalised: string): string {
  return RULES.reduce(
    (text, { pattern, write }) => text.replace(pattern, (_, tens: string, unit: string) => write(tens, unit)),
    normalised.replace(HALF, 'пол '),
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
