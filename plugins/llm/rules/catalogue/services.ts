import type { ServiceItem } from '../../../../core/contract/index.ts'
import { sameness } from '../language/same-word.ts'
import { normalise, type Word, words } from '../language/text.ts'
import { COMMON_WORDS, JOINING_WORDS, SERVICE_CONCEPTS } from './service-words.ts'

/** Services that a text names. */
export interface ServiceReading {
  certain: readonly string[]
  /** Groups of which the client means one each: "a haircut" where there are three. */
  unclear: readonly (readonly string[])[]
  /** Named in order to be dropped: "no manicure". */
  dropped: readonly string[]
}

/** One word of a service's phrase found at a place of the text. */
interface Hit {
  place: number
  weight: number
  /** Says which service it is, and is no mere modifier or ordinary word. */
  naming: boolean
}

interface Match {
  id: string
  hits: number
  /** The share of the service's own words that was said. */
  coverage: number
  places: readonly number[]
}

const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\bcut my hair\b|\bhair\s+cut\b|\bhair done\b/g, 'haircut'],
  [/\bmake[\s-]+up\b/g, 'makeup'],
  [/\bblow[\s-]+(?:dry|out)\b/g, 'blowdry'],
  [/\bcheck[\s-]+up\b/g, 'checkup'],
  [/гель[\s-]+лак/gu, 'гельлак'],
]
const NEGATION = /^(?:не|без|not|no|without)$/u
const MOST_MENTIONS = 5
const NEARLY = 0.06
const CONCEPTS = SERVICE_CONCEPTS.map(({ words: source, modifier }) => ({
  words: words(source),
  modifier: modifier === true,
}))

/**
 * Finds the services that a normalised text names: by inflected names, synonyms, everyday words, and with typos.
 * With `answering` the text answers which of these services is meant, so a modifier ("the men's one") is enough.
 */
export function readServices(text: string, services: readonly ServiceItem[], answering = false): ServiceReading {
  const said = words(JOINED.reduce((joined, [pattern, word]) => joined.replace(pattern, word), text))
  const phrases = services.flatMap(service =>
    phrasesOf(service).map(phrase => ({ id: service.id, ...hitsOf(phrase, said, answering) })),
  )
  const used = new Set<number>()
  const reading: { certain: string[]; unclear: string[][]; dropped: string[] } = {
    certain: [],
    unclear: [],
    dropped: [],
  }
  for (let round = 0; round < MOST_MENTIONS; round++) {
    const matches = phrases.flatMap(({ id, hits, length }) => matchOf(id, hits, length, used))
    const best = matches.reduce<Match | undefined>(
      (top, match) => (top === undefined || isBetter(match, top) ? match : top),
      undefined,
    )
    if (best === undefined) break
    const group = groupOf(best, matches)
    const isDropped = best.places.some(place => NEGATION.test(said[place - 1]?.text ?? ''))
    if (isDropped) reading.dropped.push(...group)
    else if (group.length === 1) reading.certain.push(best.id)
    else reading.unclear.push(group)
    for (const place of best.places) used.add(place)
  }
  const certain = [...new Set(reading.certain)]
  return { ...reading, certain, unclear: reading.unclear.filter(group => !group.some(id => certain.includes(id))) }
}

/** The word that all of these services share, for asking which one is meant: "стрижка". */
export function sharedWord(services: readonly ServiceItem[]): string | undefined {
  const [first, ...others] = services.map(service => words(normalise(service.name)))
  return first?.find(
    word => isNaming(word) && others.every(other => other.some(candidate => candidate.stem === word.stem)),
  )?.text
}

function phrasesOf(service: ServiceItem): Word[][] {
  return [service.name, ...(service.synonyms ?? []), ...(service.category === undefined ? [] : [service.category])]
    .map(phrase => words(JOINED.reduce((joined, [pattern, word]) => joined.replace(pattern, word), normalise(phrase))))
    .map(phrase => phrase.filter(word => !JOINING_WORDS.includes(word.text)))
    .filter(phrase => phrase.length > 0)
}

function hitsOf(phrase: readonly Word[], said: readonly Word[], answering: boolean): { hits: Hit[]; length: number } {
  const hits = phrase.flatMap(known => {
    let best: Hit | undefined
    for (const [place, word] of said.entries()) {
      const weight = JOINING_WORDS.includes(word.text) ? 0 : weightOf(word, known)
      if (weight > (best?.weight ?? 0))
        best = { place, weight, naming: answering || isNaming(known) || phrase.length === 1 }
    }
    return best === undefined ? [] : [best]
  })
  return { hits, length: phrase.length }
}

function weightOf(said: Word, known: Word): number {
  const same = sameness(said, known)
  if (same > 0) return same
  return conceptsOf(said).some(concept => conceptsOf(known).includes(concept)) ? 0.9 : 0
}

function conceptsOf(word: Word): number[] {
  return CONCEPTS.flatMap((concept, index) =>
    concept.words.some(known => known.text === word.text || (word.text.length > 4 && known.stem === word.stem))
      ? [index]
      : [],
  )
}

function isNaming(word: Word): boolean {
  const isModifier = conceptsOf(word).some(index => CONCEPTS[index]?.modifier === true)
  return !isModifier && !COMMON_WORDS.includes(word.text) && word.text.length > 2
}

function matchOf(id: string, hits: readonly Hit[], length: number, used: ReadonlySet<number>): Match[] {
  const fresh = hits.filter(hit => !used.has(hit.place))
  const places = [...new Set(fresh.map(hit => hit.place))]
  if (!fresh.some(hit => hit.naming)) return []
  const sum = fresh.reduce((total, hit) => total + hit.weight, 0)
  return [{ id, hits: Math.min(sum, places.length), coverage: sum / length, places }]
}

function isBetter(match: Match, top: Match): boolean {
  if (Math.abs(match.hits - top.hits) > NEARLY) return match.hits > top.hits
  return match.coverage > top.coverage
}

/** All services that the best match's words may mean; one when it was named in full. */
function groupOf(best: Match, matches: readonly Match[]): string[] {
  const rivals = matches.filter(
    match => match.places.some(place => best.places.includes(place)) && match.hits >= best.hits - NEARLY,
  )
  const full = rivals.filter(match => match.coverage > 1 - 0.2 && match.coverage >= best.coverage - NEARLY)
  return [...new Set((full.length > 0 ? full : rivals).map(match => match.id))]
}
