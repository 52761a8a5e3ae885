import { words } from './plain.ts'

const all = (source: string) => words(source, 'g')
const list = (text: string) => text.split(' ')

const CARDINALS_RU = list(
  '- дв[ае]|двух|двум тр[ие]|трех|трем четыре|четырех|четырем пят[ьи] шест[ьи] сем[ьи] вос[еь]м[ьи] девят[ьи] десят[ьи] одиннадцат[ьи] двенадцат[ьи]',
)
const ORDINALS_RU = list(
  'перв втор треть четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат',
)
const HUNDREDS_RU = list('сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот')
const MINUTES_RU: Readonly<Record<string, number>> = {
  'двадцати пяти': 25,
  пяти: 5,
  десяти: 10,
  двадцати: 20,
  четверти: 15,
  пятнадцати: 15,
  десять: 10,
  пятнадцать: 15,
  двадцать: 20,
  тридцать: 30,
  'сорок пять': 45,
  сорок: 40,
}
const NUMBERS_EN = list(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const MINUTES_EN: Readonly<Record<string, number>> = {
  half: 30,
  quarter: 15,
  five: 5,
  ten: 10,
  fifteen: 15,
  thirty: 30,
  'forty-five': 45,
  'forty five': 45,
  twenty: 20,
  forty: 40,
}
const MONTH_RU = '(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|числ[оа])'

const CARDINAL_RU = CARDINALS_RU.slice(1).join('|')
const ORDINAL_RU = ORDINALS_RU.join('|')
const HOUR_RU = `${CARDINAL_RU}|часу?|1?\\d`
const HOUR_EN = `${NUMBERS_EN.slice(0, 12).join('|')}|1?\\d`
const isForm = (form: string) => new RegExp(`^(?:${form})$`, 'u')
const CARDINAL_FORMS = CARDINALS_RU.map(isForm)

function hourOf(word: string): number {
  if (/^час/u.test(word)) return 1
  const russian = CARDINAL_FORMS.findIndex(form => form.test(word))
  if (russian > 0) return russian + 1
  const english = NUMBERS_EN.indexOf(word)
  return english >= 0 ? english + 1 : Number(word)
}

const ordinalOf = (stem: string) => ORDINALS_RU.indexOf(stem) + 1
const clock = (hour: number, minute: number) => `${hour}:${String(minute).padStart(2, '0')}`
const before = (hour: number, minutes: number) => clock(hour === 1 ? 12 : hour - 1, 60 - minutes)
/** A sum in words says of itself that it is money; with a currency behind it, that says so. */
const money = (sum: number, behind: string) =>
  `${Math.round(sum)}${/^\s?(?:₽|руб|р(?![а-я])|rub|\$|€|£|usd|eur)/u.test(behind) ? '' : ' руб'}`

type Rewriting = readonly [RegExp, (found: readonly string[], behind: string) => string]

const any = (of: Readonly<Record<string, number>>) => Object.keys(of).join('|')

/** In this order: what is longer first. */
const REWRITINGS: readonly Rewriting[] = [
  [
    all(String.raw`\b(\d+(?:[.,]\d)?)(?:\s?тыс(?:яч[аи]?|\.|\b)|[kк]\b)`),
    ([, n = ''], behind) => money(Number(n.replace(',', '.')) * 1000, behind),
  ],
  [
    all(String.raw`\b(полторы|одна|${CARDINAL_RU}) тысяч[аи]?(?: (${HUNDREDS_RU.join('|')}))?\b`),
    ([, n = '', hundreds = ''], behind) => {
      const thousands = n === 'полторы' ? 1.5 : n === 'одна' ? 1 : hourOf(n)
      return money(thousands * 1000 + (HUNDREDS_RU.indexOf(hundreds) + 1) * 100, behind)
    },
  ],
  [
    all(String.raw`\b(?:(twenty)[- ])?(${NUMBERS_EN.join('|')}) hundred\b`),
    ([, twenty, n = ''], behind) => money(((twenty ? 20 : 0) + NUMBERS_EN.indexOf(n) + 1) * 100, behind),
  ],
  [
    all(String.raw`\bпол(?:овин[аеуы] |-| )?(${ORDINAL_RU})(?:ого|его)\b`),
    ([, stem = '']) => before(ordinalOf(stem), 30),
  ],
  [all(String.raw`\bчетверть (${ORDINAL_RU})(?:ого|его)\b`), ([, stem = '']) => before(ordinalOf(stem), 45)],
  [
    all(String.raw`\bбез (${any(MINUTES_RU)}|\d{1,2})(?: минут)? (${HOUR_RU})\b`),
    ([, minutes = '', hour = '']) => `в ${before(hourOf(hour), MINUTES_RU[minutes] ?? Number(minutes))}`,
  ],
  [
    all(String.raw`\b(${HOUR_RU}) (${any(MINUTES_RU)})\b(?! минут)`),
    ([, hour = '', minutes = '']) => clock(hourOf(hour), MINUTES_RU[minutes] ?? 0),
  ],
  [
    all(String.raw`\b(двадцать|тридцать) (${ORDINAL_RU})(?:ого|его|ое|е|ому|ему)\b`),
    ([, ten = '', stem = '']) => `${(ten === 'двадцать' ? 20 : 30) + ordinalOf(stem)}-го`,
  ],
  [all(String.raw`\b(двад|трид)цат(?:ого|ое|ому)\b`), ([, ten = '']) => `${ten === 'двад' ? 20 : 30}-го`],
  [
    all(String.raw`\b(${ORDINAL_RU})(?:ого|его|ое|е|ому|ему)(?= ${MONTH_RU})`),
    ([, stem = '']) => `${ordinalOf(stem)}-го`,
  ],
  [all(String.raw`(?<=\b(?:в|к|ко|с) )(?:часу|час)\b|(?<=\bна )час(?= дня)`), () => '1 час'],
  [all(String.raw`\b(?:${CARDINAL_RU})\b`), ([word = '']) => String(hourOf(word))],
  [
    all(
      String.raw`\b(?:a )?(half|quarter|five|ten|twenty)(?: (past|to|after)|(?<=half)) (${HOUR_EN})(?! (?:hours?|days?|minutes?))\b`,
    ),
    ([, part = '', side, hour = '']) =>
      side === 'to' ? before(hourOf(hour), MINUTES_EN[part] ?? 0) : clock(hourOf(hour), MINUTES_EN[part] ?? 0),
  ],
  [
    all(String.raw`\b(${HOUR_EN}) (thirty|fifteen|forty[- ]five|forty|ten|twenty)\b(?! (?:minutes|people|days))`),
    ([, hour = '', minutes = '']) => clock(hourOf(hour), MINUTES_EN[minutes] ?? 0),
  ],
  [all(String.raw`(?<=\b(?:at|till|until) )one\b|\bone(?= ?(?:o'clock|[ap]\.?m\b))`), () => '1'],
  [all(String.raw`\b(?:${NUMBERS_EN.slice(1, 12).join('|')})\b`), ([word = '']) => String(hourOf(word))],
  // "Friday, three": a number behind a day is a time.
  [
    all(String.raw`(?<=(?:day|ber|nov|dec|\d(?:st|nd|rd|th)|tomorrow),? )(1?\d)(?=$|[,.!;]| with\b)`),
    ([, hour = '']) => `at ${hour}`,
  ],
]

/** A plain sentence with its numbers in figures: "без четверти шесть", "половина третьего", "quarter to six", "полторы тысячи". */
export function withFigures(plain: string): string {
  return REWRITINGS.reduce(
    (text, [pattern, write]) =>
      text.replace(pattern, (...args: readonly unknown[]) => {
        const at = args.findIndex(arg => typeof arg === 'number')
        const groups = args.slice(0, at).map(group => (typeof group === 'string' ? group : ''))
        return write(groups, text.slice(Number(args[at]) + (groups[0]?.length ?? 0)))
      }),
    plain,
  )
}
