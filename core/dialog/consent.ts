import type { Operation } from '../journal/operation.ts'

/** What a text says to a summary, when it says nothing else. */
export type PlainAnswer = 'yes' | 'no'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words that carry no wish of their own. */
const MANNERS = words(
  'спасибо пожалуйста большое огромное ну вот же тогда очень прекрасно ' +
    'thanks thank you please very much nice well then',
)

/** Words that say nothing beside a yes and are no yes by themselves. */
const NEUTRAL = words(
  "that that's thats that'd that'll it it's its this those is are would will be do does sound sounds look looks seem seems feels works work so just oh hey alright all and too also really " +
    "for to with by me us i i'm i'd like we am the my appointment booking details information everything further you you're your",
)

/** Words with which any sentence may open. */
const OPENINGS = words('and so oh hey alright just')

/** With one of these after no more than a yes a question begins, though nobody wrote its mark: "ok, are you sure". */
const ASKING = words('is are am do does will would')

/** With these one agrees to come; said to a cancellation they are a misunderstanding. */
const PARTINGS = ['see you then', 'see you there', 'see you soon', 'see you', 'looking forward to it', "can't wait"]

const YES = words(
  'да ага угу ок окей окэй хорошо ладно верно правильно точно конечно подтверждаю подтвердить согласен согласна подходит годится ' +
    'давайте давай идет супер отлично пойдет устраивает ' +
    'yes yeah yep yup ok okay okey sure confirm confirmed correct right agreed agree fine good absolutely definitely ' +
    'perfect perfectly great wonderful excellent awesome lovely brilliant fantastic terrific super certainly indeed exactly accurate',
)

const YES_PHRASES = [
  'все верно',
  'все правильно',
  'все так',
  'так и есть',
  'все хорошо',
  'меня устраивает',
  'мне подходит',
  'да я согласен',
  'да я согласна',
  'го',
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
  'i confirm',
  'i agree',
  'of course',
  'sounds like a plan',
  'that will do',
  'that would work',
  'that will work',
  "that'll work",
  'works well',
  'suits me',
  'spot on',
  'you got it',
  'proceed',
  'what i want',
  'go on',
  'yes i do',
]

const NO = words('нет неа не-а no nope nah')

const NO_PHRASES = ['не надо', 'не нужно', 'не подходит', 'не хочу', 'not now', "don't", 'no thanks', 'do not']

/** Words that agree to one deed and to no other: "cancel it" is no yes to a booking. Buttons' labels are typed, too. */
const DEEDS: Readonly<Record<Operation['kind'], Readonly<Record<PlainAnswer, readonly string[]>>>> = {
  book: {
    yes: [
      'записывайте',
      'запишите',
      'записывай',
      'запиши',
      'бронируйте',
      'book it',
      'book me',
      'go ahead and book',
      'please book',
      'book that',
      'book the appointment',
      'book my appointment',
      'make the appointment',
      'make the booking',
      'schedule it',
    ],
    no: [
      'изменить',
      'отмена',
      'отбой',
      'стоп',
      'не записывайте',
      'change',
      'cancel',
      'cancel it',
      'stop',
      "don't book it",
    ],
  },
  move: {
    yes: ['переносите', 'переноси', 'перенести', 'перенесите', 'move it'],
    no: ['изменить', 'стоп', 'не переносите', 'change', 'stop', "don't move it"],
  },
  cancel: {
    yes: ['отменяйте', 'отменяй', 'отменить', 'отмените', 'cancel it'],
    no: ['оставить как есть', 'оставьте', 'не отменяйте', 'keep it', "don't cancel it", "don't cancel"],
  },
}

/** Words of agreement that mock or doubt. */
const DOUBTS = ['да ну', 'да ладно', 'ага конечно', 'конечно ага', 'ну да ну да', 'yeah right']
const DOUBTING_SIGN = /🤔|😂|🤣|🙄|😏|🤨|😅/u

const POSITIVE_SIGN = /👍|👌|✅|🆗/u
const NEGATIVE_SIGN = /👎|❌/u
const ONLY_SIGNS = /^(?:👍|👌|✅|🆗|\+|👎|❌|\s|\p{Emoji_Modifier}|\u{fe0f})+$/u

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}' -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function signed(text: string): PlainAnswer | undefined {
  if (NEGATIVE_SIGN.test(text)) return POSITIVE_SIGN.test(text) ? undefined : 'no'
  return 'yes'
}

/** Puts one plain word in the place of each phrase, the longest first. */
function withPhrases(text: string, phrases: readonly string[], word: string): string {
  return [...phrases]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, phrase) => ` ${rest} `.replace(` ${phrase} `, ` ${word} `).trim(), text)
}

/**
 * Reads a text as a plain yes or no with no other wish in it; anything else (a question, a condition, another time)
 * answers undefined and leaves the draft pending. Deterministic: consent is never the model's word.
 *
 * @param kind what the client was asked to agree to.
 */
function plainAnswer(text: string, kind?: Operation['kind']): PlainAnswer | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.includes('?') || DOUBTING_SIGN.test(trimmed)) return undefined
  if (ONLY_SIGNS.test(trimmed)) return signed(trimmed)
  const deed = kind && DEEDS[kind]
  const said = plainWords(trimmed)
  if (DOUBTS.some(phrase => ` ${said} `.includes(` ${phrase} `))) return undefined
  if (NO_PHRASES.includes(said) || deed?.no.includes(said)) return 'no'
  const meant = kind === 'cancel' ? said : withPhrases(said, PARTINGS, 'thanks')
  const rest = withPhrases(meant, [...YES_PHRASES, ...(deed?.yes ?? [])], 'да').split(' ')
  if (rest.length > 8) return undefined
  const begins = rest.find(word => !YES.has(word) && !MANNERS.has(word) && !OPENINGS.has(word))
  if (begins !== undefined && ASKING.has(begins)) return undefined
  const wishes = rest.filter(word => !YES.has(word) && !NO.has(word) && !MANNERS.has(word) && !NEUTRAL.has(word))
  const isYes = rest.some(word => YES.has(word)) || POSITIVE_SIGN.test(trimmed)
  const isNo = rest.some(word => NO.has(word)) || NEGATIVE_SIGN.test(trimmed)
  if (wishes.length > 0 || isYes === isNo) return undefined
  return isYes ? 'yes' : 'no'
}

/** Where a question may begin after a yes: with a word that asks. */
const QUESTION_BEGINS =
  /(?:[.!;,]\s*|\s+)(?:and\s+|also\s+|а\s+|и\s+)?(?=(?:what|what's|whats|where|which|how|can|could|may|tell|где|как|какой|какая|скажите|подскажите)(?!\p{L}))/giu

/** Facts that change nothing about a booking. Not the price, parking or cards: a client may come only with them. */
const FACTS =
  /addr?ess|located|location|(?:which|what|the) city|where (?:are|is) (?:you|they|it|the|that)|find (?:you|them|it)|reach|street|phone|contact|(?:their|your|its|the) number|directions|get there|website|email|адрес|находит|телефон|добраться|проехать/u
const WISHES =
  /\d|instead|earlier|later|another|other|differen|chang|mov|cancel|times?\b|da(?:y|te)|when|tomorrow|morning|afternoon|evening|noon|someone|somebody|else|before|after|if\b|unless|provided|only|but\b|not?\b|n't|without|wrong|far|с[ьъ]?\s*кем|вместо|раньше|позже|друг|измен|перенес|отмен|врем|день|дня|дат[аыу]|когда|завтра|сегодня|если|услов|только|лишь|далек|утр|вечер|обед|(?<!\p{L})(?:не|но)(?!\p{L})/u

/**
 * The question in a text that is a plain yes and then only asks, in one sentence with its mark, where the business is or how
 * it is reached: "Yes. What is the address?" Undefined for everything else: a condition in a question's clothes is no consent.
 */
export function questionBesideYes(texts: readonly string[], kind?: Operation['kind']): string | undefined {
  const [text, ...others] = texts.filter(one => !isManners(one))
  if (text === undefined || others.length > 0) return undefined
  const breaks = [...text.matchAll(QUESTION_BEGINS)]
  const found = breaks.findLast(({ index }) => plainAnswer(text.slice(0, index), kind) === 'yes')
  if (!found) return undefined
  const question = text.slice(found.index + found[0].length).trim()
  const isOne = /^[^?.!]+\?+$/u.test(question)
  const said = question.toLowerCase()
  return isOne && FACTS.test(said) && !WISHES.test(said) ? question : undefined
}

/** Whether a text only thanks: it neither agrees nor wishes anything. */
function isManners(text: string): boolean {
  const said = plainWords(text).split(' ')
  return said[0] !== '' && said.every(word => MANNERS.has(word))
}

/** What a burst of messages says together: yes and no in one burst is no consent. */
export function plainAnswerOf(texts: readonly string[], kind?: Operation['kind']): PlainAnswer | undefined {
  const answers = texts.filter(text => !isManners(text)).map(text => plainAnswer(text, kind))
  const [first] = answers
  return first !== undefined && answers.every(answer => answer === first) ? first : undefined
}

/** Whether texts beside a pressed button add nothing to it but a yes, a no or thanks. */
export function addsNothing(texts: readonly string[], kind?: Operation['kind']): boolean {
  return texts.every(text => isManners(text) || plainAnswer(text, kind) !== undefined)
}
