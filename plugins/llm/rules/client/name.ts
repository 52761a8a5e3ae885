import { isGivenName } from '../catalogue/name-forms.ts'
import { tidy, whole } from '../language/text.ts'
import { FILLERS, NO_NAMES, SURNAME_ENDING } from './name-words.ts'

/** How a text may hold a name. */
export interface NameContext {
  /** The name was asked for. */
  asked: boolean
  /** A phone was taken out of the text; dots stand in its place. */
  besidePhone: boolean
  /** Words that have another meaning here: services, times. */
  isOther(word: string): boolean
}

const NAME = "(?<name>[\\p{L}'-]+(?: [\\p{L}'-]+){0,3})"
const INTRODUCED = whole(
  `(?:меня зовут|мо[её] имя|зовут|на имя|запишите (?:меня )?как|имя|my name is|my name's|name is|name's|name|i'm called|call me|under the name(?: of)?|book(?:ed)? under|her name is|his name is)(?: -|:|,)? ${NAME}`,
)
const SELF = whole(`(?:это|я|this is|i am|i'm|it's) ${NAME}`)
/** Ordinary words that are names too: believed with a capital, alone, when the name was asked for. */
const WORD_NAMES: ReadonlySet<string> = new Set([
  'Will',
  'May',
  'Mark',
  'Rose',
  'Grace',
  'Hope',
  'Joy',
  'Bill',
  'Faith',
  'Art',
  'Dawn',
  'Drew',
])
const LONGEST_NAME = 60
const MOST_WORDS = 3
/** "Добавьте", "записаться": nobody is called so. */
const VERB_ENDING = /(?:[йьи]те|ешь|ишь|ть|ться|тся)$/u
const VOWEL = /[аеёиоуыэюяaeiouy]/iu

/**
 * The client's own name in a text: introduced ("my name is …"), beside a phone, or alone when it was asked for. When in
 * doubt there is none: asking again is better than a booking for "Hmm".
 */
export function readName(original: string, context: NameContext): string | undefined {
  const text = tidy(original)
  const introduced = text.matchAll(INTRODUCED).next().value?.groups?.['name']
  const named = introduced === undefined ? undefined : leading(introduced.split(' '), context, true)
  if (named !== undefined) return named
  const self = text.matchAll(SELF).next().value?.groups?.['name']
  const likely = self === undefined ? undefined : leading(self.split(' '), context, context.asked)
  if (likely !== undefined) return likely
  const beside = context.besidePhone ? besidePhone(text, context) : undefined
  return beside ?? (context.asked ? alone(text, context) : undefined)
}

/** The last words before the phone or the first ones after it, when they look like a name. */
function besidePhone(text: string, context: NameContext): string | undefined {
  const [before = '', after = ''] = text.split(/\u00b7+/u)
  const last = wordsOf(before).slice(-MOST_WORDS)
  while (last.length > 0) {
    const name = leading(last, context, false)
    if (name !== undefined && name.split(' ').length === last.filter(word => !isFiller(word)).length) return name
    last.shift()
  }
  return leading(wordsOf(after), context, false)
}

/** The whole text is a name, or exactly one run of its words looks like one. */
function alone(text: string, context: NameContext): string | undefined {
  const said = wordsOf(text.replaceAll('\u00b7', ' '))
  const words = said.filter(word => !isFiller(word))
  const [only, ...others] = words
  if (only === undefined) return undefined
  if (others.length === 0 && WORD_NAMES.has(only)) return only
  // "1 on the dot": who writes a figure beside the words says something else.
  // So does who puts small words between: "show me the bookings".
  const isTogether =
    said.findLastIndex(word => !isFiller(word)) - said.findIndex(word => !isFiller(word)) < words.length
  const isName =
    isTogether && !/\d/u.test(text) && words.length <= MOST_WORDS && words.every(word => isPossible(word, context))
  if (isName) return written(words)
  const start = words.findIndex(word => isPossible(word, context) && isGivenName(word.toLowerCase()))
  return start === -1 ? undefined : leading(words.slice(start), context, false)
}

/** The name that a list of words begins with; `sure` believes the first word without further signs. */
function leading(words: readonly string[], context: NameContext, sure: boolean): string | undefined {
  const start = words.findIndex(word => !isFiller(word))
  const [first, ...others] = start === -1 ? [] : words.slice(start)
  if (first === undefined || !isPossible(first, context) || !(sure || isLikely(first))) return undefined
  const kept = [first]
  for (const word of others) {
    if (kept.length === MOST_WORDS || isFiller(word) || !isPossible(word, context)) break
    if (!isLikely(word) && !SURNAME_ENDING.test(word.toLowerCase())) break
    kept.push(word)
  }
  return written(kept)
}

function isLikely(word: string): boolean {
  return /^\p{Lu}/u.test(word) || isGivenName(word.toLowerCase())
}

function isPossible(word: string, { isOther }: NameContext): boolean {
  return (
    word.length > 1 &&
    VOWEL.test(word) &&
    (!VERB_ENDING.test(word.toLowerCase()) || isGivenName(word.toLowerCase())) &&
    !/n't$/iu.test(word) &&
    !NO_NAMES.has(word.toLowerCase().replaceAll('ё', 'е')) &&
    !isOther(word.toLowerCase().replaceAll('ё', 'е'))
  )
}

function isFiller(word: string): boolean {
  const plain = word.toLowerCase().replaceAll('ё', 'е')
  return FILLERS.has(plain) || FILLERS.has(plain.replace(/'(?:s|m|re)$/u, ''))
}

function wordsOf(text: string): string[] {
  return text.match(/\p{L}[\p{L}'-]*/gu) ?? []
}

function written(words: readonly string[]): string {
  return words.map(capital).join(' ').slice(0, LONGEST_NAME)
}

function capital(part: string): string {
  const isShouted = part.length > 2 && part === part.toUpperCase()
  return part.slice(0, 1).toUpperCase() + (isShouted ? part.slice(1).toLowerCase() : part.slice(1))
}
