import { occurs, whole } from '../language/text.ts'
import { withoutAskedRules } from './asides.ts'
import { INTENT_PATTERNS, type Intent } from './patterns.ts'

export type { Intent } from './patterns.ts'

const ANOTHER_TIME = whole(
  '(?:another|different|new|other) (?:day|time|date|slot|appointment)|reschedul\\p{L}+|(?:move|change) it|come (?:on )?\\p{L}+ instead|instead',
)
/** Who can't come and asks for another time wants the visit kept, though the word was not said. */
const ASKS_FOR_TIME = whole(
  '(?:is|are|have you|do you have|any|what about|how about|could (?:i|we)|can (?:i|we)) [^.!?]*(?:free|available|possible|room|space|do|make|come)',
)
const LEAVE_AS_IS = whole(
  "не (?:надо |нужно )?(?:отменя|переноси|трога|удаля|снима)(?:йте|й|ть|те)?|(?:don't|do not|dont) (?:cancel|move|change|reschedule)|keep (?:it|my (?:appointment|booking))|leave it(?: as it is)?",
)

const OF_A_VISIT: readonly Intent[] = ['mine', 'move', 'cancel']

/** All intents whose words occur in a normalised text, with those left out that another one explains better. */
export function readIntents(text: string): ReadonlySet<Intent> {
  const found = new Set<Intent>()
  for (const intent of ALL_INTENTS) {
    if (occurs(INTENT_PATTERNS[intent], text)) found.add(intent)
  }
  withoutAskedRules(found, text)
  if (OF_A_VISIT.some(intent => found.has(intent))) found.delete('book')
  // "I can't make it on Friday, can we find another day?" wants the visit kept.
  const isKept = occurs(ANOTHER_TIME, text) || (!/cancel|отмен/u.test(text) && occurs(ASKS_FOR_TIME, text))
  if (found.has('cancel') && isKept) found.add('move')
  // "No wait, don't cancel it" and "keep it" ask for nothing new.
  const isLeft = found.has('forget') && occurs(LEAVE_AS_IS, text)
  // "Cancel the haircut, but don't cancel the manicure" still cancels something.
  if (isLeft && !occurs(INTENT_PATTERNS.cancel, text.replace(LEAVE_AS_IS, ' ')))
    for (const intent of OF_A_VISIT) found.delete(intent)
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
