import { occurs, whole } from '../language/text.ts'
import { INTENT_PATTERNS, type Intent } from './patterns.ts'

export type { Intent } from './patterns.ts'

const ANOTHER_TIME = whole(
  '(?:another|different|new|other) (?:day|time|date|slot|appointment)|reschedul\\p{L}+|(?:move|change) it|come (?:on )?\\p{L}+ instead|instead',
)
const LEAVE_AS_IS = whole(
  "(?:don't|do not|dont) (?:cancel|move|change|reschedule)|keep (?:it|my (?:appointment|booking))|leave it(?: as it is)?",
)

const OF_A_VISIT: readonly Intent[] = ['mine', 'move', 'cancel']

/** All intents whose words occur in a normalised text, with those left out that another one explains better. */
export function readIntents(text: string): ReadonlySet<Intent> {
  const found = new Set<Intent>()
  for (const intent of ALL_INTENTS) {
    if (occurs(INTENT_PATTERNS[intent], text)) found.add(intent)
  }
  if (OF_A_VISIT.some(intent => found.has(intent))) found.delete('book')
  // "I can't make it on Friday, can we find another day?" wants the visit kept.
  if (found.has('cancel') && occurs(ANOTHER_TIME, text)) found.add('move')
  // "No wait, don't cancel it" and "keep it" ask for nothing new.
  if (found.has('forget') && occurs(LEAVE_AS_IS, text)) for (const intent of OF_A_VISIT) found.delete(intent)
  // "Не могу прийти, перенесите" is a move; so is "cancel Friday and rebook me for Monday".
  if (found.has('move')) found.delete('cancel')
  if (found.has('move') || found.has('cancel')) found.delete('mine')
  if (found.has('directions')) found.delete('address')
  if (found.has('no')) found.delete('yes')
  // "Запись" as in "book a time" is no question about the opening hours.
  if (found.has('price') && !found.has('services') && /\bprice ?list\b|прайс/u.test(text)) found.add('services')
  if (found.has('thanks') && found.has('no')) found.delete('wrong')
  return found
}

/** Whether the text asks something rather than wishes something. */
export function isQuestion(intents: ReadonlySet<Intent>): boolean {
  return QUESTIONS.some(intent => intents.has(intent))
}

const BESIDE_YES = whole('ну|тогда|уж|позовите|зовите|позови|зови|прошу|please|then')

/** Whether the text is a yes and nothing else. */
export function isPlainYes(text: string): boolean {
  const patterns = [INTENT_PATTERNS.yes, INTENT_PATTERNS.thanks, BESIDE_YES, whole('пожалуйста')]
  const rest = patterns.reduce((left, pattern) => left.replace(pattern, ' '), text)
  return occurs(INTENT_PATTERNS.yes, text) && !/[\p{L}\p{N}?]/u.test(rest)
}

const ALL_INTENTS = Object.keys(INTENT_PATTERNS).filter((key): key is Intent => key in INTENT_PATTERNS)
const QUESTIONS: readonly Intent[] = [
  'services',
  'price',
  'duration',
  'hours',
  'address',
  'directions',
  'phone',
  'website',
  'about',
  'employees',
]
