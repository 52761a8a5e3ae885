import { isNegated, type KnownServices, type KnownWord, saidWords } from './known-services.ts'
import { JOINING_WORDS, SERVICE_CONCEPTS } from './service-words.ts'

/** What a text names that is on nobody's price list here, and the text without it. */
export interface Unlisted {
  said: readonly string[]
  rest: string
  /** The words of the text without it. */
  words: readonly KnownWord[]
}

/**
 * Finds treatments that the business does not have: "реснички" where nobody does lashes. What is done to them goes with
 * them: "реснички покрасить" is no colouring of hair.
 */
export function readUnlisted(text: string, { phrases, listed }: KnownServices): Unlisted {
  // An empty price list tells nothing about what there is.
  const words = saidWords(text)
  if (phrases.length === 0) return { said: [], rest: text, words }
  const isUnlisted = ({ concepts }: KnownWord) => concepts.length > 0 && concepts.every(isForeign)
  const isForeign = (concept: number) => SERVICE_CONCEPTS[concept]?.treatment === true && !listed.has(concept)
  const found = words.flatMap((word, place) => (isUnlisted(word) && !isNegated(text, words, place) ? [place] : []))
  const taken = new Set(
    found.flatMap(place => [
      place,
      ...[place - 2, place - 1, place + 1].filter(beside => isDoneTo(text, words, place, beside)),
    ]),
  )
  if (found.length === 0) return { said: [], rest: text, words }
  let rest = text
  for (const place of taken) {
    const { start, end } = words[place] ?? { start: 0, end: 0 }
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  }
  return { said: found.flatMap(place => words[place]?.text ?? []), rest, words: saidWords(rest) }
}

function isDoneTo(text: string, words: readonly KnownWord[], place: number, beside: number): boolean {
  const [word, other] = [words[place], words[beside]]
  if (word === undefined || other === undefined || JOINING_WORDS.includes(other.text)) return false
  const gap = place < beside ? text.slice(word.end, other.start) : text.slice(other.end, word.start)
  return (
    /^\s*(?:(?:my|the|both|свои|мои|мне|себе)\s+)?$/u.test(gap) &&
    other.concepts.some(concept => SERVICE_CONCEPTS[concept]?.doing === true)
  )
}
