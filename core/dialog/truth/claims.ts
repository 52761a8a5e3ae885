import { sentencesOf } from '../sentences.ts'
import type { Deed, DeedKind } from './deed.ts'
import { ENGLISH_DEEDS } from './deeds-en.ts'
import { RUSSIAN_DEEDS } from './deeds-ru.ts'
import { isOpeningHours, readFacts, type SpokenMoment } from './facts.ts'
import {
  asksOtherwise,
  conditionsDeed,
  goesOnReporting,
  isCondition,
  isDenied,
  isGeneral,
  isOffer,
  isReported,
  isWish,
  withoutIdioms,
} from './harmless.ts'
import { plainOf, words } from './plain.ts'
import { type Names, readPeople } from './spoken-people.ts'

/** What a text says of a client's visit, with all that it names for it. */
export interface Claim {
  kind: DeedKind
  moments: readonly SpokenMoment[]
  /** In major units. */
  prices: readonly number[]
  /** Employees by their names. */
  people: readonly string[]
  /** Names that are nobody's here. */
  strangers: number
  /** The sentences that say it. */
  sentences: ReadonlySet<number>
}

/** What a text says, sentence by sentence. */
export interface Reading {
  sentences: readonly string[]
  claims: readonly Claim[]
  /** Sentences that only invite ("we look forward to seeing you"): without a visit they have nothing to say. */
  invitations: ReadonlySet<number>
}

const DEEDS: readonly Deed[] = [...RUSSIAN_DEEDS, ...ENGLISH_DEEDS]

const CLAUSE_END = /[,;:!]+(?=\s|$)|\.(?=\s)|\s-\s|\s(?:и|а|но|and|but|so|then|то)\s/gu

/** Clauses that name days and times of something else than the visit. */
const ASIDE = words(
  String.raw`\b(?:работа\p{L}+|открыт\p{L}*|закры\p{L}+|можно|можете|сможете|если|напиш\p{L}+|позвон\p{L}+|звон\p{L}+|предоплат\p{L}+|скидк\p{L}+|бонус\p{L}*|парков\p{L}+|отменить|перенести|отмен[аы] бесплатн|напомн\p{L}+|напоминани\p{L}+|опозда\p{L}+|за \d+ (?:минут|мин|час|дн)\p{L}*|open|close[sd]?|can|call|write|deposit|discount|parking|remind(?:er)?|minutes? (?:before|early|earlier)|late|free of charge|let me know|let us know|вместе с|кстати)\b`,
)
const NOTED = words(
  String.raw`\b(?:номер|телефон|имя|пожелани|комментари|данные|вот|нашл|посмотр|проверил|number|phone|name|email|noted|here|found|checked|looked)`,
)
const DENIAL = words(String.raw`\b(?:не|нет|no|not|never|\p{L}+n't)\b`)
const DENIED_DEED = words(
  String.raw`\bне\s+(?:\p{L}+\s+)?\p{L}+(?:ен|ан|ят|ено|ана|аны|ена|ены|ято|ята)\b|\b(?:not|n't)(?: yet)?(?: been)? \p{L}+ed\b|\bnot yet\b`,
)
const VISIT_WORD = words(
  String.raw`\b(?:запис[ьи]|визит|прием|бронь|сеанс|процедур\p{L}|appointment|booking|visit|reservation|session)\b`,
)
const LABELS = words(
  String.raw`\b(?:к|ко|на|в|во|у|с|до|и|по|мастер\p{L}*|специалист\p{L}*|стоимость|цена|итого|услуга|услуги|время|дата|когда|день|начало|адрес|кто|визит|запись|г|года|часов|часа|час|ровно|from|to|till|at|on|with|for|the|a|of|and|by|price|cost|total|service|services|time|date|when|who|day|start|specialist|stylist|master|visit|appointment|o'clock|sharp)\b`,
  'g',
)

interface Clause {
  start: number
  end: number
  text: string
}

function clausesOf(plain: string): readonly Clause[] {
  const clauses: Clause[] = []
  let start = 0
  for (const { index, 0: mark } of plain.matchAll(CLAUSE_END)) {
    clauses.push({ start, end: index, text: plain.slice(start, index) })
    start = index + mark.length
  }
  return [...clauses, { start, end: plain.length, text: plain.slice(start) }]
}

/** A deed that a sentence tells, and nothing in it takes back. */
interface LiveDeed extends Deed {
  index: number
  clause: number
  lastClause: number
}

interface SentenceReading {
  plain: string
  clauses: readonly Clause[]
  deeds: readonly LiveDeed[]
  isFactsOnly: boolean
  isInvitation: boolean
  isOffer: boolean
}

const namesService = (plain: string, { services }: Names) => services !== undefined && plain.search(services) >= 0

const hasFacts = (text: string) => readFacts(text).moments.length > 0

/** Whether something in the sentence takes the deed back: a denial, a condition, a question, somebody else's words. */
function isTakenBack(
  plain: string,
  clauses: readonly Clause[],
  deed: LiveDeed,
  found: string,
  earlier: readonly LiveDeed[],
): boolean {
  const own = clauses[deed.clause]
  const last = clauses[deed.lastClause]
  if (!own || !last) return true
  const before = plain.slice(own.start, deed.index)
  const since = earlier.at(-1)?.lastClause ?? -1
  const lead = clauses.slice(since + 1, deed.clause)
  if (!deed.denies && isDenied(before, found)) return true
  if (isReported(before + found) || (lead.some(({ text }) => isReported(text)) && goesOnReporting(own.text)))
    return true
  if (isCondition(before) || lead.some(({ text }) => isCondition(text))) return true
  if (conditionsDeed(plain.slice(deed.index + found.length))) return true
  if (isGeneral(plain.slice(own.start, last.end))) return true
  if (deed.needs === undefined && isWish(before, found)) return true
  return plain.endsWith('?') && !clauses.slice(deed.lastClause + 1).some(({ text }) => asksOtherwise(text))
}

/** Whether a deed that needs a day, a time or a service has it, and is not offered. */
function hasItsNeeds(
  plain: string,
  clauses: readonly Clause[],
  { needs, lastClause }: LiveDeed,
  names: Names,
): boolean {
  if (needs === undefined) return true
  const rest = clauses.slice(lastClause + 1)
  const end = rest.findIndex(({ text }) => !hasFacts(text) && text.trim().split(' ').length > 3)
  const about = plain.slice(0, clauses[lastClause + (end < 0 ? rest.length : end)]?.end ?? plain.length)
  const { moments } = readFacts(about)
  if (moments.length === 0 || isOffer(about) || isOpeningHours(plain)) return false
  if (needs === 'time') return moments.some(({ time }) => time !== undefined)
  if ((needs === 'service' ? DENIAL : DENIED_DEED).test(about)) return false
  return needs === 'day' || VISIT_WORD.test(about) || namesService(about, names)
}

function clauseAt(clauses: readonly Clause[], index: number): number {
  return Math.max(
    0,
    clauses.findLastIndex(({ start }) => start <= index),
  )
}

function readSentence(sentence: string, names: Names): SentenceReading {
  const plain = withoutIdioms(plainOf(sentence)).replace(/[.…]+$/u, '')
  const clauses = clausesOf(plain)
  const candidates = DEEDS.flatMap(deed =>
    [...plain.matchAll(deed.pattern)].map(match => ({ deed, index: match.index, found: match[0] })),
  ).sort((a, b) => a.index - b.index)
  const deeds: LiveDeed[] = []
  let isInvitation = false
  /** The last clause of a deed that is taken back: what it names is no visit. */
  let takenBack = -1
  for (const { deed, index, found } of candidates) {
    const live = {
      ...deed,
      index,
      clause: clauseAt(clauses, index + found.search(/\S/u)),
      lastClause: clauseAt(clauses, index + found.length - 1),
    }
    if (isTakenBack(plain, clauses, live, found, deeds)) {
      if (live.needs === undefined) takenBack = Math.max(takenBack, live.lastClause)
    } else if (hasItsNeeds(plain, clauses, live, names)) deeds.push(live)
    else if (live.needs !== undefined && !isOffer(plain)) isInvitation = true
  }
  return {
    plain,
    clauses,
    deeds: chosen(
      deeds.filter(({ needs, clause }) => needs === undefined || clause > takenBack),
      plain,
    ),
    isFactsOnly: isFactsOnly(sentence, plain, names),
    isInvitation,
    isOffer: isOffer(plain) || NOTED.test(plain),
  }
}

/** What is said most clearly counts: "moved your visit to Saturday" does not say also that it is on Saturday. */
function chosen(deeds: readonly LiveDeed[], plain: string): readonly LiveDeed[] {
  const plainly = deeds.filter(deed => deed.needs === undefined && deed.kind !== 'done')
  const others = deeds.filter(
    deed => deed.needs !== undefined && !plainly.some(strong => strong.lastClause >= deed.clause),
  )
  const said = [...plainly, ...others].sort((a, b) => a.index - b.index)
  if (said.length > 0) return said
  const done = deeds.filter(deed => deed.kind === 'done')
  return isOffer(plain) || NOTED.test(plain) ? [] : done.slice(0, 1)
}

function isFactsOnly(sentence: string, plain: string, names: Names): boolean {
  const { moments, prices, rest } = readFacts(plain)
  const { named } = readPeople(sentence, names)
  if (moments.length + prices.length + named.length === 0 && !namesService(plain, names)) return false
  if (plain.endsWith('?')) return false
  const people = names.employees.flatMap(({ name, words: forms }) => [
    ...plainOf(name).split(' '),
    ...forms.map(({ first }) => plainOf(first)),
  ])
  const left = rest
    .replace(names.services ?? /$^/u, ' ')
    .replace(LABELS, ' ')
    .split(/[^\p{L}]+/u)
    .filter(
      word => word.length > 1 && !people.some(name => word.startsWith(name.slice(0, Math.max(2, name.length - 1)))),
    )
  return left.length === 0
}

/** The part of a sentence that belongs to a deed: up to the next one, without what is said beside it. */
function regionOf({ plain, clauses, deeds }: SentenceReading, which: number): string {
  const from = which === 0 ? 0 : (clauses[deeds[which]?.clause ?? 0]?.start ?? 0)
  const next = deeds[which + 1]
  const to = next ? (clauses[next.clause]?.start ?? plain.length) : plain.length
  let region = plain.slice(0, to)
  for (const [index, { start, end, text }] of clauses.entries()) {
    const deed = deeds[which]
    const isOwn = deed && index >= deed.clause && index <= deed.lastClause
    if (start >= to || (!isOwn && (start < from || ASIDE.test(text))))
      region =
        region.slice(0, start) + ' '.repeat(Math.max(0, Math.min(end, to) - start)) + region.slice(Math.min(end, to))
  }
  return region.slice(from)
}

interface OpenClaim {
  kind: DeedKind
  pieces: string[]
  originals: string[]
  sentences: Set<number>
}

/** What the desk's words say of the client's visits. */
export function readClaims(text: string, names: Names): Reading {
  const sentences = sentencesOf(text)
  const readings = sentences.map(sentence => readSentence(sentence, names))
  const claims: OpenClaim[] = []
  const invitations = new Set<number>()
  let last: OpenClaim | undefined
  for (const [index, reading] of readings.entries()) {
    const sentence = sentences[index] ?? ''
    const before = factsBefore(readings, index)
    if (reading.isInvitation) invitations.add(index)
    if (reading.deeds.length > 0) {
      if (isHarmlessDone(readings, index)) continue
      for (const [which, { kind }] of mergedDeeds(reading).entries()) {
        const piece = regionOf({ ...reading, deeds: mergedDeeds(reading) }, which)
        last = { kind, pieces: [piece], originals: [sentence], sentences: new Set([index]) }
        if (which === 0 && before.length > 0 && !hasFacts(piece))
          for (const one of before) addTo(last, readings[one]?.plain ?? '', sentences[one] ?? '', one)
        claims.push(last)
      }
    } else if (reading.isInvitation && before.length > 0) {
      last = { kind: 'booked', pieces: [], originals: [], sentences: new Set([index]) }
      for (const one of before) addTo(last, readings[one]?.plain ?? '', sentences[one] ?? '', one)
      if (before.some(one => hasFacts(readings[one]?.plain ?? ''))) claims.push(last)
    } else if (reading.isFactsOnly && last) addTo(last, reading.plain, sentence, index)
    else if (/[\p{L}\p{N}]/u.test(sentence)) last = undefined
  }
  return { sentences, invitations, claims: claims.map(claim => claimOf(claim, names)) }
}

function addTo(claim: OpenClaim, plain: string, sentence: string, index: number): void {
  claim.pieces.push(plain)
  claim.originals.push(sentence)
  claim.sentences.add(index)
}

/** Deeds of one kind beside each other are one claim. */
function mergedDeeds({ deeds }: SentenceReading): readonly LiveDeed[] {
  return deeds.filter((deed, index) => index === 0 || deeds[index - 1]?.kind !== deed.kind)
}

/** Sentences right before this one that hold nothing but days, times, names and prices. */
function factsBefore(readings: readonly SentenceReading[], index: number): readonly number[] {
  const found: number[] = []
  for (let one = index - 1; one >= 0 && readings[one]?.isFactsOnly && readings[one]?.deeds.length === 0; one -= 1)
    found.unshift(one)
  return found
}

/** "Done!" before an offer tells of the offer. */
function isHarmlessDone(readings: readonly SentenceReading[], index: number): boolean {
  const isDone = readings[index]?.deeds.every(({ kind }) => kind === 'done')
  const next = readings[index + 1]
  return isDone === true && next?.isOffer === true && next.deeds.length === 0 && !hasFacts(readings[index]?.plain ?? '')
}

function claimOf({ kind, pieces, originals, sentences }: OpenClaim, names: Names): Claim {
  const facts = pieces.map(readFacts)
  const people = originals.map(sentence => readPeople(sentence, names))
  const moments = joinedMoments(facts.map(fact => fact.moments))
  return {
    // "Done: Friday at three" is a booking.
    kind: kind === 'done' && moments.length > 0 ? 'booked' : kind,
    moments,
    prices: facts.flatMap(fact => fact.prices),
    people: [...new Set(people.flatMap(({ named }) => named))],
    strangers: people.reduce((sum, { strangers }) => sum + strangers, 0),
    sentences,
  }
}

/** The date in one line and the time in the next are one moment. */
function joinedMoments(lines: readonly (readonly SpokenMoment[])[]): readonly SpokenMoment[] {
  const moments: SpokenMoment[] = []
  for (const line of lines)
    for (const [index, moment] of line.entries()) {
      const last = moments.at(-1)
      const fits =
        last &&
        index === 0 &&
        !last.isOld &&
        !moment.isOld &&
        (last.time === undefined || (moment.days.length === 0 && moment.time === undefined) || last.days.length === 0)
      if (last && fits && !(last.time && moment.time)) {
        const time = last.time ?? moment.time
        moments[moments.length - 1] = { days: [...last.days, ...moment.days], isOld: false, ...(time && { time }) }
      } else moments.push(moment)
    }
  return moments
}
