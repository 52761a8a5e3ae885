import type { Company, Locale } from '../../../../core/contract/index.ts'
import { isDiminutive, sameness } from '../language/same-word.ts'
import { normalise, type Word, words } from '../language/text.ts'
import { inLocale } from './localized.ts'
import { EMPTY_WORDS, MEANINGS } from './meaning-words.ts'

const EMPTY = new Set(EMPTY_WORDS)
const GROUPS = MEANINGS.map(words)
/** What is spoken of says more than what is done with it: a dog that is brought is no child. */
const SUBJECT_WEIGHT = 3
/** How much of what was asked must be in the entry, and how much of the entry in what was asked. */
const LEAST_OF_TEXT = 0.5
const LEAST_OF_ENTRY = 0.34

/** The answer of the FAQ entry that means what the client asks, or undefined. `isOther` names words that belong to other subjects. */
export function faqAnswer(
  text: string,
  company: Company,
  locale: Locale,
  isOther: (word: Word) => boolean,
): string | undefined {
  const asked = words(text).filter(word => isTelling(word) && !isOther(word))
  if (asked.length === 0) return undefined
  let best: { answer: string; score: number } | undefined
  for (const entry of company.faq) {
    for (const known of questionWords(entry.question)) {
      const ofText = share(asked, known)
      const ofEntry = share(known, asked)
      const isMeant = ofText >= LEAST_OF_TEXT && ofEntry >= LEAST_OF_ENTRY
      if (isMeant && ofText + ofEntry > (best?.score ?? 0))
        best = { answer: inLocale(entry.answer, locale), score: ofText + ofEntry }
    }
  }
  return best?.answer
}

/**
 * The sentence of a text about the business ("parking in the yard is free") that speaks of what the client asks;
 * undefined when none does.
 */
export function sentenceAbout(text: string, said: string, isOther: (word: Word) => boolean): string | undefined {
  const asked = words(text).filter(word => isTelling(word) && !isOther(word))
  if (asked.length === 0) return undefined
  const scored = (said.match(/[^.!?]+[.!?]*/gu) ?? []).map(sentence => {
    const known = words(normalise(sentence)).filter(isTelling)
    return { sentence: sentence.trim(), score: known.length === 0 ? 0 : share(asked, known) }
  })
  const best = scored.reduce((left, right) => (right.score > left.score ? right : left), { sentence: '', score: 0 })
  return best.score >= LEAST_OF_TEXT ? best.sentence : undefined
}

/** The question in each of its languages: an English question may well find an entry of a Russian company. */
function questionWords(question: Company['faq'][number]['question']): Word[][] {
  const texts = typeof question === 'string' ? [question] : Object.values(question)
  return texts.map(text => words(normalise(text)).filter(isTelling)).filter(known => known.length > 0)
}

function share(of: readonly Word[], among: readonly Word[]): number {
  const weight = (list: readonly Word[]) => list.reduce((sum, word) => sum + (isSubject(word) ? SUBJECT_WEIGHT : 1), 0)
  return weight(of.filter(word => among.some(other => isSame(word, other)))) / weight(of)
}

function isSubject(word: Word): boolean {
  return GROUPS.some(group => has(group, word))
}

function isSame(left: Word, right: Word): boolean {
  return sameness(left, right) > 0 || GROUPS.some(group => has(group, left) && has(group, right))
}

function has(group: readonly Word[], word: Word): boolean {
  return group.some(
    known =>
      known.text === word.text ||
      (word.text.length > 4 && (known.stem === word.stem || isDiminutive(word.stem, known.stem))),
  )
}

function isTelling(word: Word): boolean {
  return word.text.length > 2 && !EMPTY.has(word.text)
}
