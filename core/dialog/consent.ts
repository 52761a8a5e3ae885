/** What a text says to a summary, when it says nothing else. */
export type PlainAnswer = 'yes' | 'no'

/** Words that carry no wish of their own. */
const FILLER = new Set(
  'спасибо пожалуйста большое ну вот же тогда очень прекрасно thanks thank you please very much great perfect nice well then'.split(
    ' ',
  ),
)

const YES = new Set(
  (
    'да ага угу ок окей окэй хорошо ладно верно правильно точно конечно подтверждаю подтвердить согласен согласна подходит годится записывайте запишите ' +
    'записывай бронируйте давайте давай идет идёт супер отлично пойдет пойдёт устраивает переносите отменяйте переноси отменяй ' +
    'yes yeah yep yup ok okay okey sure confirm confirmed correct right agreed agree fine good absolutely definitely'
  ).split(' '),
)

const YES_PHRASES = [
  'все верно',
  'всё верно',
  'все правильно',
  'всё правильно',
  'все так',
  'всё так',
  'так и есть',
  'все хорошо',
  'всё хорошо',
  'меня устраивает',
  'мне подходит',
  'го',
  'book it',
  'do it',
  'go ahead',
  'go for it',
  'sounds good',
  'that works',
  'works for me',
  'all good',
  'looks good',
  'all correct',
  'that is right',
  'thats right',
  "that's right",
  'move it',
  'cancel it',
  'i confirm',
  'i agree',
  'of course',
  'yes i do',
  'да я согласен',
  'да я согласна',
]

const NO = new Set('нет неа не-а no nope nah'.split(' '))

const NO_PHRASES = [
  'не надо',
  'не нужно',
  'не подходит',
  'не хочу',
  'нет не надо',
  'not now',
  "don't",
  'no thanks',
  'do not',
]

const POSITIVE_SIGNS = /^(?:👍|👌|✅|🆗|🙏|❤|\+|\s|\p{Emoji_Modifier}|\u{fe0f})+$/u
const NEGATIVE_SIGNS = /^(?:👎|❌|\s|\p{Emoji_Modifier}|\u{fe0f})+$/u

function strip(words: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return words.filter(word => !known.has(word) && !FILLER.has(word))
}

/**
 * Reads a text as a plain yes or no with no other wish in it; anything else (a question, a condition, another time)
 * answers undefined and leaves the draft pending. Deterministic: consent is never the model's word.
 */
export function plainAnswer(text: string): PlainAnswer | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.includes('?')) return undefined
  if (POSITIVE_SIGNS.test(trimmed)) return 'yes'
  if (NEGATIVE_SIGNS.test(trimmed)) return 'no'
  let rest = trimmed
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  for (const phrase of NO_PHRASES) if (rest === phrase) return 'no'
  for (const phrase of [...YES_PHRASES].sort((a, b) => b.length - a.length)) {
    const padded = ` ${rest} `
    if (padded.includes(` ${phrase} `)) rest = padded.replace(` ${phrase} `, ' да ').trim()
  }
  const words = rest.split(' ').filter(word => word !== '')
  if (words.length === 0 || words.length > 6) return undefined
  const hasYes = words.some(word => YES.has(word))
  const hasNo = words.some(word => NO.has(word))
  if (hasYes && !hasNo && strip(words, YES).length === 0) return 'yes'
  if (hasNo && !hasYes && strip(words, NO).length === 0) return 'no'
  return undefined
}

/** What a burst of messages says together: yes and no in one burst is no consent. */
export function plainAnswerOf(texts: readonly string[]): PlainAnswer | undefined {
  const answers = texts.map(text => {
    const words = text
      .toLowerCase()
      .replace(/[^\p{L} ]+/gu, ' ')
      .split(' ')
      .filter(word => word !== '')
    const isFiller = words.length > 0 && words.every(word => FILLER.has(word))
    return isFiller ? ('filler' as const) : plainAnswer(text)
  })
  const said = answers.filter(answer => answer !== 'filler')
  const [first] = said
  return first !== undefined && said.every(answer => answer === first) ? first : undefined
}
