import type { ServiceItem } from '../../../../core/contract/index.ts'
import { sameness } from '../language/same-word.ts'
import { normalise } from '../language/text.ts'
import { isNegated, type KnownServices, type KnownWord, meaningWords, type Phrase } from './known-services.ts'
import { JOINING_WORDS } from './service-words.ts'
import { readUnlisted } from './unlisted.ts'

/** Services that a text names. */
export interface ServiceReading {
  certain: readonly string[]
  /** Groups of which the client means one each: "a haircut" where there are three. */
  unclear: readonly (readonly string[])[]
  /** Named in order to be dropped: "no manicure". */
  dropped: readonly string[]
  /** Words for treatments that nobody here has. */
  unlisted?: readonly string[]
  /** The one that is certain is another variant of what was chosen before: "it's for my daughter". */
  isVariant?: true
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

/** «Укладку не надо», «маникюр уберите». */
const UNWANTED_AFTER = /^\s*(?:тогда |уже |пока )?(?:не (?:надо|нужн[оаы]?|буду|хочу)|убер[иу]|отмен)/u
const FOR_SOMEBODY =
  /(?:^|\s)(?:(?:for|it's|это|для|на)\s|(?:мужа|жену|сына|дочь|дочку|дочери|маму|папу|мужу|сыну|ребенка)(?:[\s,]|$))/u
const MOST_MENTIONS = 5
const NEARLY = 0.06
/** A category names its services less than their own words do. */
const CATEGORY_WEIGHT = 0.85
const CATEGORY_COVERAGE = 0.5

/**
 * Finds the services that a normalised text names: by inflected names, synonyms, everyday words, and with typos.
 * With `among` the text answers which of these services is meant, so a modifier ("the men's one") is enough.
 */
export function readServices(whole: string, known: KnownServices, among?: readonly string[]): ServiceReading {
  const { said: unlisted, rest: text, words: said } = readUnlisted(whole, known)
  const phrases = known.phrases
    .filter(phrase => among === undefined || among.includes(phrase.id))
    .map(phrase => ({ phrase, hits: hitsOf(phrase, said, among !== undefined) }))
    .filter(({ hits }) => hits.length > 0)
  const used = new Set<number>()
  const reading: { certain: string[]; unclear: string[][]; dropped: string[] } = {
    certain: [],
    unclear: [],
    dropped: [],
  }
  for (let round = 0; round < MOST_MENTIONS; round++) {
    const matches = phrases.flatMap(({ phrase, hits }) => matchOf(phrase, hits, used))
    const best = matches.reduce<Match | undefined>(
      (top, match) => (top === undefined || isBetter(match, top) ? match : top),
      undefined,
    )
    if (best === undefined) break
    const group = groupOf(best, matches)
    const isDropped = best.places.some(
      place => isNegated(text, said, place) || UNWANTED_AFTER.test(text.slice(said[place]?.end ?? text.length)),
    )
    if (isDropped) reading.dropped.push(...group)
    else if (group.length === 1) reading.certain.push(best.id)
    else reading.unclear.push(group)
    for (const place of best.places) used.add(place)
  }
  const groups = reading.unclear.map(group => (among === undefined ? narrowed(text, known, group) : group))
  const certain = [...new Set([...reading.certain, ...groups.flatMap(group => (group.length === 1 ? group : []))])]
  return {
    ...reading,
    certain,
    unclear: groups.filter(group => !group.some(id => certain.includes(id))),
    ...(unlisted.length === 0 ? {} : { unlisted }),
  }
}

/** The variant of a chosen service that a text without any service means: "it's for my daughter" after a women's haircut. */
export function readVariant(
  text: string,
  known: KnownServices,
  chosen: ServiceItem,
  services: readonly ServiceItem[],
): string | undefined {
  if (!FOR_SOMEBODY.test(text)) return undefined
  const siblings = services.filter(service => service.id === chosen.id || sharedWord([chosen, service]) !== undefined)
  const [only, ...others] = readServices(
    text,
    known,
    siblings.map(service => service.id),
  ).certain
  return others.length > 0 || only === chosen.id ? undefined : only
}

/** "Straightening, my hair is short": what was said elsewhere in the text tells the services of a group apart. */
function narrowed(text: string, known: KnownServices, group: readonly string[]): readonly string[] {
  const { certain, unclear } = readServices(text, known, group)
  const [only, ...others] = certain
  return only !== undefined && others.length === 0 && unclear.length === 0 ? [only] : group
}

/** The word that all of these services share, for asking which one is meant: "стрижка". */
export function sharedWord(services: readonly ServiceItem[]): string | undefined {
  const [first, ...others] = services.map(service => meaningWords(normalise(service.name)))
  return first?.find(
    word => word.naming && others.every(other => other.some(candidate => candidate.stem === word.stem)),
  )?.text
}

function hitsOf({ words: phrase, isCategory }: Phrase, said: readonly KnownWord[], answering: boolean): Hit[] {
  return phrase.flatMap(known => {
    let best: Hit | undefined
    for (const [place, word] of said.entries()) {
      const weight = JOINING_WORDS.includes(word.text) ? 0 : weightOf(word, known) * (isCategory ? CATEGORY_WEIGHT : 1)
      if (weight > (best?.weight ?? 0))
        best = { place, weight, naming: answering || known.naming || phrase.length === 1 }
    }
    return best === undefined ? [] : [best]
  })
}

function weightOf(said: KnownWord, known: KnownWord): number {
  const same = sameness(said, known)
  if (same > 0) return same
  return said.concepts.some(concept => known.concepts.includes(concept)) ? 0.9 : 0
}

function matchOf(phrase: Phrase, hits: readonly Hit[], used: ReadonlySet<number>): Match[] {
  const fresh = hits.filter(hit => !used.has(hit.place))
  if (!fresh.some(hit => hit.naming)) return []
  const places = [...new Set(fresh.map(hit => hit.place))]
  const sum = fresh.reduce((total, hit) => total + hit.weight, 0)
  const coverage = (sum / phrase.words.length) * (phrase.isCategory ? CATEGORY_COVERAGE : 1)
  return [{ id: phrase.id, hits: Math.min(sum, places.length), coverage, places }]
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
