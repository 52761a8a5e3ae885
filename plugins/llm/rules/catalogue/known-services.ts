import type { ServiceItem } from '../../../../core/contract/index.ts'
import { normalise, type Word, words } from '../language/text.ts'
import { COMMON_WORDS, JOINING_WORDS, SERVICE_CONCEPTS } from './service-words.ts'

/** A word of a service's name with what it stands for. */
export interface KnownWord extends Word {
  /** The groups of words that mean the same thing. */
  concepts: readonly number[]
  /** Says which service it is; a modifier ("men's") or an ordinary word does not. */
  naming: boolean
}

/** One way to name a service: its name, a synonym, or the category that it is in. */
export interface Phrase {
  id: string
  words: readonly KnownWord[]
  isCategory: boolean
}

/** A price list prepared for understanding; made once and used for many texts. */
export interface KnownServices {
  phrases: readonly Phrase[]
  /** What it speaks of anywhere, by the groups of words of one meaning. */
  listed: ReadonlySet<number>
}

const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\bcut my hair\b|\bhair\s+cut\b|\bhair done\b/g, 'haircut'],
  [/\bmake[\s-]+up\b/g, 'makeup'],
  [/\bblow[\s-]+(?:dry|out)\b/g, 'blowdry'],
  [/\bcheck[\s-]+up\b/g, 'checkup'],
  [/гель[\s-]+лак/gu, 'гельлак'],
]
const { byText: CONCEPTS_BY_TEXT, byStem: CONCEPTS_BY_STEM } = conceptTables()
const NEGATION =
  /^(?:не|без|убери|уберите|убрать|not|no|without|skip|drop|minus|cancel|forget|ditch|scrap|leave|omit)$/u
const DETERMINER = /^(?:the|a|an|any|my|that)$/u
/** Shorter words share their stem with too many others. */
const SHORTEST_BY_STEM = 5

/** Prepares a price list. */
export function knowServices(services: readonly ServiceItem[]): KnownServices {
  return { phrases: services.flatMap(phrasesOf), listed: new Set(services.flatMap(conceptsIn)) }
}

function phrasesOf({ id, name, synonyms = [], category }: ServiceItem): Phrase[] {
  const phrases = [name, ...synonyms].map(text => ({ id, text, isCategory: false }))
  if (category !== undefined) phrases.push({ id, text: category, isCategory: true })
  return phrases.flatMap(({ text, isCategory }) => {
    const found = meaningWords(normalise(text))
    return found.length === 0 ? [] : [{ id, words: found, isCategory }]
  })
}

/** A service may speak of a treatment in its description alone. */
function conceptsIn({ name, synonyms = [], category = '', description = '' }: ServiceItem): number[] {
  const text = normalise([name, ...synonyms, category, description].join(', '))
  return meaningWords(text).flatMap(word => [...word.concepts])
}

/** The words of a normalised text, joined where two are one ("hair cut"), with what they stand for. */
export function meaningWords(text: string): KnownWord[] {
  return saidWords(text).filter(word => !JOINING_WORDS.includes(word.text))
}

/** The same with the joining words, whose places matter for "not". */
export function saidWords(text: string): KnownWord[] {
  return words(JOINED.reduce((joined, [pattern, word]) => joined.replace(pattern, word), text)).map(word => {
    const concepts = conceptsOf(word)
    const isModifier = concepts.some(index => SERVICE_CONCEPTS[index]?.modifier === true)
    return { ...word, concepts, naming: !isModifier && !COMMON_WORDS.includes(word.text) && word.text.length > 2 }
  })
}

/** Whether "no" or "without" stands before a word of a text. */
export function isNegated(text: string, said: readonly KnownWord[], place: number): boolean {
  const [word, before, beforeThat] = [said[place], said[place - 1], said[place - 2]]
  if (word === undefined || before === undefined) return false
  const negation = DETERMINER.test(before.text) ? beforeThat : before
  if (negation === undefined || !NEGATION.test(negation.text)) return false
  // "Forget that. A pedicure, please": the sentence ends between the two.
  return !/[.;!?]/u.test(text.slice(negation.end, word.start))
}

function conceptsOf(word: Word): readonly number[] {
  const byStem = word.text.length >= SHORTEST_BY_STEM ? CONCEPTS_BY_STEM.get(word.stem) : undefined
  return CONCEPTS_BY_TEXT.get(word.text) ?? byStem ?? []
}

function conceptTables() {
  const byText = new Map<string, readonly number[]>()
  const byStem = new Map<string, readonly number[]>()
  for (const [index, { words: source }] of SERVICE_CONCEPTS.entries()) {
    for (const { text, stem } of words(source)) {
      byText.set(text, [...(byText.get(text) ?? []), index])
      if (!(byStem.get(stem) ?? []).includes(index)) byStem.set(stem, [...(byStem.get(stem) ?? []), index])
    }
  }
  return { byText, byStem }
}
