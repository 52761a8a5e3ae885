/** The cases of "two" to "nineteen"; "семью" is left out, for it is a family, too. */
const UNITS: Readonly<Record<string, number>> = {
  два: 2,
  две: 2,
  двух: 2,
  двум: 2,
  двумя: 2,
  три: 3,
  трех: 3,
  трем: 3,
  тремя: 3,
  четыре: 4,
  четырех: 4,
  четырем: 4,
  четырьмя: 4,
  ...declined(['пять', 'шесть', 'семь'], 5),
  восемь: 8,
  восьми: 8,
  восемью: 8,
  ...declined(['девять', 'десять', 'одиннадцать', 'двенадцать', 'тринадцать', 'четырнадцать', 'пятнадцать'], 9),
  ...declined(['шестнадцать', 'семнадцать', 'восемнадцать', 'девятнадцать'], 16),
}
const ONE: Readonly<Record<string, number>> = { один: 1, одну: 1, одна: 1, одного: 1, одному: 1, одним: 1 }
const TENS: Readonly<Record<string, number>> = {
  двадцать: 20,
  двадцати: 20,
  двадцатью: 20,
  тридцать: 30,
  тридцати: 30,
  тридцатью: 30,
  сорок: 40,
  сорока: 40,
  пятьдесят: 50,
  пятидесяти: 50,
}
const ORDINAL_STEMS: readonly string[] = [
  'перв',
  'втор',
  'треть',
  'четверт',
  'пят',
  'шест',
  'седьм',
  'восьм',
  'девят',
  'десят',
  'одиннадцат',
  'двенадцат',
  'тринадцат',
  'четырнадцат',
  'пятнадцат',
  'шестнадцат',
  'семнадцат',
  'восемнадцат',
  'девятнадцат',
]

const ordinal = new Map([
  ...ORDINAL_STEMS.flatMap((stem, index) => casesOf(stem, index + 1)),
  ...casesOf('двадцат', 20),
  ...casesOf('тридцат', 30),
])

const any = (words: Iterable<string>) => [...words].join('|')
const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'gu')

const MONTH = '(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)'
const HALF = new RegExp(`(?<![\\p{L}\\p{N}])пол(?:-|\\s)?(?=${any(ordinal.keys())})`, 'gu')
/** No year but this one and the next can be meant. */
const YEAR_IN_WORDS = / ?две тысячи \p{L}+(?: \p{L}+)? год[ау]?/gu
const ZERO = word(`(?:ноль|нуль) (?:(?:ноль|нуль)|(?<unit>${any(Object.keys(UNITS))}))`)
const TENS_AND_ORDINAL = word(`(?<ten>двадцать|тридцать) (?<unit>${any(ordinal.keys())})`)
const PAIRS = pairs(true).concat(pairs(false))
/** Which of the offered is meant by "второе"; a date only with its month or "число" beside it. */
const CHOSEN = /^[1-4]-е$/u
const LONE_ORDINAL = word(`(?<unit>${any(ordinal.keys())})(?<date> число| ${MONTH}\\p{L}*)?`)
const CARDINAL = word(`${any(Object.keys(UNITS))}|${any(Object.keys(TENS))}`)
const PAIR_OF = word('пар[уа](?! (?:дн|ден|недел))')
/** "Час" after these is one o'clock and no length of time. */
const ONE_O_CLOCK =
  /(?<=(?:^|[^\p{L}\p{N}])(?:(?<!раз )в|с|до|после|к|около|между|между \S{1,5} и|без \d{1,2}(?: минут)?|без четверти) )час(?:а|у|ом)?(?![\p{L}\p{N}]| (?:раньше|позже|назад|пик))/gu
const ON_HOUR = /(?<=(?:^|[^\p{L}\p{N}])на )час(?= дня)/gu
/** "В 2 или 3": the second hour, too, stands after its preposition. */
const OTHER_HOUR = new RegExp(
  `(?<=(?:^|[^\\p{L}\\p{N}])(?<at>в|к) (?:1?\\d|2[0-3])(?:[:.]\\d\\d)? (?:или|либо) )(?=(?:1?\\d|2[0-3])(?:[:.]\\d\\d)?(?![\\d-]| ?(?:числ|${MONTH}|рук|человек)))`,
  'gu',
)

/** Writes Russian numbers with digits: "к пятому" → "к 5-му", "двадцать седьмое ноября" → "27-е ноября", "после часа" → "после 1 часа". */
export function russianDigits(text: string): string {
  if (!/\p{Script=Cyrillic}/u.test(text)) return text
  const written = text
    .replace(YEAR_IN_WORDS, '')
    .replace(HALF, 'пол ')
    .replace(ZERO, (...args) => twoDigits(groupOf(args, 'unit')))
    .replace(TENS_AND_ORDINAL, (...args) => ordinalOf(groupOf(args, 'unit'), TENS[groupOf(args, 'ten')]))
  const paired = PAIRS.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (...args) =>
        String((TENS[groupOf(args, 'ten')] ?? 0) + ({ ...UNITS, ...ONE }[groupOf(args, 'unit')] ?? 0)),
      ),
    written,
  )
  return paired
    .replace(LONE_ORDINAL, (found, ...args) => {
      const said = ordinalOf(groupOf(args, 'unit'), 0)
      const date = groupOf(args, 'date')
      return CHOSEN.test(said) && date === '' ? found : said + date
    })
    .replace(CARDINAL, found => String(UNITS[found] ?? TENS[found]))
    .replace(PAIR_OF, '2')
    .replace(ONE_O_CLOCK, '1 $&')
    .replace(ON_HOUR, '1 $&')
    .replace(OTHER_HOUR, (...args) => `${groupOf(args, 'at')} `)
}

/** Nominative, genitive and instrumental of regular numerals; the genitive is the dative, too. */
function declined(names: readonly string[], first: number): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const stem = name.slice(0, -1)
      return [name, `${stem}и`, ...(name === 'семь' ? [] : [`${stem}ью`])].map(form => [form, first + index])
    }),
  )
}

function casesOf(stem: string, number: number): [string, { number: number; ending: string }][] {
  const neuter = stem === 'треть' ? 'третье' : `${stem}ое`
  const [genitive, dative, locative] = stem === 'треть' ? ['его', 'ему', 'ем'] : ['ого', 'ому', 'ом']
  return [
    [`${stem}${genitive}`, { number, ending: 'го' }],
    [`${stem}${dative}`, { number, ending: 'му' }],
    [`${stem}${locative}`, { number, ending: 'м' }],
    [neuter, { number, ending: 'е' }],
  ]
}

/** Tens and units of the same case: "без двадцати три" is no twenty-three. */
function pairs(isNominative: boolean): RegExp[] {
  const isForm = (form: string) =>
    /^(?:два|две|три|четыре|один|одну|одна)$|ь$|сорок$|пятьдесят$/u.test(form) === isNominative
  const tens = Object.keys(TENS).filter(isForm)
  const units = Object.entries({ ...UNITS, ...ONE }).flatMap(([form, value]) =>
    value < 10 && isForm(form) ? form : [],
  )
  return [word(`(?<ten>${any(tens)}) (?<unit>${any(units)})`)]
}

function ordinalOf(form: string, tens: number | undefined): string {
  const found = ordinal.get(form)
  return found === undefined ? form : `${(tens ?? 0) + found.number}-${found.ending}`
}

function twoDigits(unit: string): string {
  return `0${UNITS[unit] ?? 0}`
}

/** A named group of a replacer's arguments; empty when it did not take part. */
function groupOf(args: readonly unknown[], name: string): string {
  const groups = args.at(-1)
  const value = typeof groups === 'object' && groups !== null ? Reflect.get(groups, name) : undefined
  return typeof value === 'string' ? value : ''
}
