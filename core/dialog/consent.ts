import type { Operation } from '../journal/operation.ts'
import { BEGINNINGS, isDoubt, isRefusal, MANNERS, NO, withPlainYes, YES } from './consent-words.ts'
import { readPlain } from './plain-reading.ts'

/** What a text says to a summary, when it says nothing else. */
export type PlainAnswer = 'yes' | 'no'

/** Nobody agrees in more words than these. */
const MOST_WORDS = 8

/**
 * Reads a text as a plain yes or no: words and forms of closed lists, and nothing beside them but manners. Anything else (a
 * question, a condition, another time, praise alone) answers undefined and leaves the draft pending. Deterministic:
 * consent is never the model's word.
 *
 * @param kind what the client was asked to agree to.
 */
function plainAnswer(text: string, kind?: Operation['kind']): PlainAnswer | undefined {
  const reading = readPlain(text)
  if (!reading || isDoubt(reading.words)) return undefined
  const { words: said, hasYesSign, hasNoSign } = reading
  if (isRefusal(said, kind)) return hasYesSign ? undefined : 'no'
  const rest = said === '' ? [] : withPlainYes(said, kind).split(' ')
  const last = rest.at(-1)
  if (rest.length > MOST_WORDS || (last !== undefined && BEGINNINGS.has(last))) return undefined
  const isKnown = (word: string) => YES.has(word) || NO.has(word) || MANNERS.has(word) || BEGINNINGS.has(word)
  const isYes = hasYesSign || rest.some(word => YES.has(word))
  const isNo = hasNoSign || rest.some(word => NO.has(word))
  if (isYes === isNo || !rest.every(isKnown)) return undefined
  return isYes ? 'yes' : 'no'
}

/** Whether a text only thanks or praises: it neither agrees nor wishes anything. */
function isManners(text: string): boolean {
  const reading = readPlain(text)
  if (!reading || reading.hasYesSign || reading.hasNoSign) return false
  if (reading.words === '') return /\p{Extended_Pictographic}/u.test(text)
  return reading.words.split(' ').every(word => MANNERS.has(word))
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

const BUSINESS = '(?:salon|place|shop|studio|clinic|business)'
const HOUSE = `(?:(?:your|the|this) ${BUSINESS}|you|they|it|this|that)`
const FACT =
  '(?:(?:full |exact |street )?address|location|(?:phone |contact |telephone )?number|phone|website|email|directions|street|city)'
const FACTS = `(?:the|your|their|its) ${FACT}(?: of (?:your|the|this) ${BUSINESS})?(?: and (?:(?:the|your|their|its) )?${FACT})?`
const RU_FACT = '(?:(?:точный )?адрес|(?:номер )?телефона?)(?: салона)?'

/** Whole questions where the business is or how it is reached. A client may come only with the price, parking or cards: these are none. */
const QUESTIONS = [
  `(?:what(?:'s|s| is| are)|(?:(?:can|could|would) you )?(?:tell|give|send) me|(?:can|could|may) i (?:have|get|know)) ${FACTS}`,
  `where(?:'s|s| is| are) ${HOUSE}(?: located)?`,
  `(?:what|which) (?:city|street) (?:are you in|is (?:it|this|that) in|is (?:it|this|that)|are you on|is (?:it|this) on)`,
  'how (?:can|do|could) i (?:get (?:there|to you)|find you|(?:reach|contact) (?:you|them))',
  `(?:какой (?:у вас |ваш )?|(?:скажите|подскажите|напишите|пришлите) (?:мне )?(?:ваш )?)${RU_FACT}(?: и ${RU_FACT})?`,
  '(?:(?:скажите|подскажите) )?где (?:вы|вас найти|(?:вы|это|ваш салон|салон) (?:находитесь|находится|расположены|расположен))',
  '(?:(?:скажите|подскажите) )?как (?:к вам|до вас) (?:лучше )?(?:добраться|доехать|проехать|пройти|дойти)',
  '(?:(?:скажите|подскажите) )?как (?:вас найти|с вами связаться|вам позвонить)',
]
const QUESTION = new RegExp(`^(?:and |also |а |и )?(?:${QUESTIONS.join('|')})$`, 'u')

function isPlainQuestion(asked: string): boolean {
  const polite = readPlain(asked)?.words.split(' ') ?? []
  return QUESTION.test(polite.filter(word => word !== 'please' && word !== 'пожалуйста').join(' '))
}

/**
 * The question in a text that is a plain yes and then one whole question of a known shape, with its mark, where the business
 * is or how it is reached: "Yes. What is the address?" Undefined for everything else: a condition in a question's clothes is
 * no consent.
 */
export function questionBesideYes(texts: readonly string[], kind?: Operation['kind']): string | undefined {
  const [text, ...others] = texts.filter(one => !isManners(one))
  if (text === undefined || others.length > 0) return undefined
  const said = text.trim()
  const gaps = [...said.matchAll(/[\s.,!;]+/gu)]
  const gap = gaps.find(({ index, 0: { length } }) => {
    const asked = /^([^?.!]+)\?+$/u.exec(said.slice(index + length))?.[1]
    return asked !== undefined && isPlainQuestion(asked) && plainAnswer(said.slice(0, index), kind) === 'yes'
  })
  return gap && said.slice(gap.index + gap[0].length)
}
