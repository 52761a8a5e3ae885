/** Letters and groups of letters by which Russian is typed on a Latin keyboard, longest first. */
const LATIN: Readonly<Record<string, string>> = {
  shch: 'щ',
  sch: 'щ',
  zh: 'ж',
  kh: 'х',
  ts: 'ц',
  ch: 'ч',
  sh: 'ш',
  yu: 'ю',
  ju: 'ю',
  iu: 'ю',
  ya: 'я',
  ja: 'я',
  ia: 'я',
  yo: 'е',
  ye: 'е',
  iy: 'ий',
  yj: 'ый',
  ...letters('abvgdezijklmnoprstufhcwyq', 'абвгдезийклмнопрстуфхцвык'),
  x: 'кс',
  "'": 'ь',
}
const LATIN_GROUP = new RegExp(Object.keys(LATIN).join('|'), 'gu')
/** No English word looks like these. */
const TYPED_IN_LATIN =
  /\b(?:zapis(?:h|at|yva)\w*|xochu|hochu|khochu|hotela?|khotela?|xotela?|privet\w*|zdravst\w*|zdrast\w*|dobr(?:yj|yi|iy|y|oe|yy) \w+|(?:posle)?zavtra|segodn\w+|mozhno|mojno|mozno|nuzhn\w+|nujn\w+|ponedel\w+|vtornik\w*|chetverg\w*|pyatnic\w*|piatnic\w*|subbot\w+|voskresen\w+|pozhaluj?i?sta|pojaluista|otmenit\w*|perenes\w*|strizh\w+|spasibo)\b/u
/** Letters that Ukrainian and Kazakh have and Russian has not. */
const NEIGHBOUR = /[іїєґәғқңөұүһ]|п'ят/u
const NEIGHBOUR_LETTERS: Readonly<Record<string, string>> = letters('іїєґәғқңөұүһ', 'ииегагкноуух')
/** Words of time in Ukrainian and Kazakh that are not the Russian ones with other letters. */
const NEIGHBOUR_WORDS: readonly (readonly [RegExp, string])[] = [
  [word('понеділ\\p{L}+|дүйсенбі\\p{L}*'), 'понедельник'],
  [word('вівтор\\p{L}+|сейсенбі\\p{L}*'), 'вторник'],
  [word('серед[ауи]|сәрсенбі\\p{L}*'), 'среду'],
  [word('четвер\\p{L}*|бейсенбі\\p{L}*'), 'четверг'],
  [word("п'ятниц\\p{L}+|жұма\\p{L}{0,3}"), 'пятницу'],
  [word('субот\\p{L}+|сенбі\\p{L}*'), 'субботу'],
  [word('неділ\\p{L}+|жексенбі\\p{L}*'), 'воскресенье'],
  [word('сьогодні|бүгін\\p{L}*'), 'сегодня'],
  [word('післязавтра|бүрсігүні'), 'послезавтра'],
  [word('ертең\\p{L}*'), 'завтра'],
  [word('вранці|зранку|таңертең'), 'утром'],
  [word('ввечері|увечері|кешке'), 'вечером'],
  [word('після'), 'после'],
  [word('(?:о|об)(?= \\d)'), 'в'],
  [word('година|годині|годину|годин'), 'часов'],
  [word('скасу\\p{L}+'), 'отмените'],
]

/** "Cant", "dont", "im": English short forms with the apostrophe that phones leave out. */
export function withApostrophes(text: string): string {
  return text
    .replace(/\b(ca|wo|do|does|did|is|are|was|were|would|could|should|have|has|had)nt\b/giu, "$1n't")
    .replace(/\b(i)(m|ve)\b/giu, "$1'$2")
}

/** A text that is Russian in Latin letters, or in Ukrainian or Kazakh ones, in the letters that this brain reads. */
export function inRussianLetters(text: string): string {
  const small = text.toLowerCase()
  if (!/\p{Script=Cyrillic}/u.test(small) && TYPED_IN_LATIN.test(small))
    return small.replace(LATIN_GROUP, found => LATIN[found] ?? found)
  if (!NEIGHBOUR.test(small)) return text
  const said = NEIGHBOUR_WORDS.reduce((left, [pattern, russian]) => left.replace(pattern, russian), text)
  return said.replace(/\p{L}/gu, letter => NEIGHBOUR_LETTERS[letter.toLowerCase()] ?? letter)
}

function letters(from: string, to: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...from].map((letter, index) => [letter, [...to][index] ?? letter]))
}

function word(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu')
}
