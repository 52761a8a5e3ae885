import { sentencesOf } from '../sentences.ts'
import type { DeedKind } from './deed.ts'
import { elaborates, isCheer } from './elaboration.ts'
import { readFacts, type SpokenMoment } from './facts.ts'
import { kindOf } from './implied.ts'
import { regionOf } from './region.ts'
import { hasFacts, type LiveDeed, readSentence, type SentenceReading } from './sentence-reading.ts'
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
  /**
   * `words`: a promise. `figures`: hardly more than a day and a time, or a sentence of which only the figures can be read; of a
   * time that was found in this turn that promises nothing.
   */
  tells: 'words' | 'figures'
}

/** What a text says, sentence by sentence. */
export interface Reading {
  sentences: readonly string[]
  claims: readonly Claim[]
  /** Sentences that only invite ("we look forward to seeing you"): without a visit they have nothing to say. */
  invitations: ReadonlySet<number>
  /** What each sentence is about that claims nothing. */
  about: readonly ('visit' | 'cheer' | 'else')[]
}

interface OpenClaim {
  kind: DeedKind
  pieces: string[]
  originals: string[]
  sentences: Set<number>
  tells: Claim['tells']
}

/** What the desk's words say of the client's visits. */
export function readClaims(text: string, names: Names): Reading {
  const sentences = sentencesOf(text)
  const readings = sentences.map(sentence => readSentence(sentence, names))
  const claims: OpenClaim[] = []
  const invitations = new Set<number>()
  let last: OpenClaim | undefined
  const open = (kind: DeedKind, tells: Claim['tells'] = 'words'): OpenClaim => {
    last = { kind, pieces: [], originals: [], sentences: new Set(), tells }
    return last
  }
  const add = (claim: OpenClaim, index: number, piece = readings[index]?.plain ?? '') => {
    claim.pieces.push(piece)
    claim.originals.push(sentences[index] ?? '')
    claim.sentences.add(index)
  }
  for (const [index, reading] of readings.entries()) {
    const before = factsBefore(readings, index)
    if (reading.isInvitation) invitations.add(index)
    if (reading.deeds.length > 0) {
      if (isHarmlessDone(readings, index)) continue
      const deeds = mergedDeeds(reading)
      for (const [which, { kind }] of deeds.entries()) {
        const piece = regionOf({ ...reading, deeds }, which)
        const claim = open(kind)
        add(claim, index, piece)
        if (which === 0 && !hasFacts(piece)) for (const one of before) add(claim, one)
        claims.push(claim)
      }
    } else if (reading.isInvitation && before.length > 0) {
      const claim = open('booked')
      claim.sentences.add(index)
      for (const one of before) add(claim, one)
      if (before.some(one => hasFacts(readings[one]?.plain ?? ''))) claims.push(claim)
    } else if (reading.isFactsOnly && last) add(last, index)
    else if (reading.isBare && isBareWord(readings, index)) {
      const claim = open(kindOf(reading.plain), 'figures')
      add(claim, index)
      claims.push(claim)
    } else if (reading.foreignFigures !== undefined) {
      const claim = open('booked', 'figures')
      add(claim, index, reading.foreignFigures)
      claims.push(claim)
    } else if (/[\p{L}\p{N}]/u.test(sentences[index] ?? '')) last = undefined
  }
  const about = readings.map(({ plain, isFactsOnly }) =>
    isCheer(plain) ? 'cheer' : isFactsOnly || elaborates(plain) ? 'visit' : 'else',
  )
  return { sentences, invitations, about, claims: claims.map(claim => claimOf(claim, names)) }
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

/** Whether facts that nothing leads to or follows are the desk's word: one day and time, and no list, offer or question about it. */
function isBareWord(readings: readonly SentenceReading[], index: number): boolean {
  const before = readings.slice(0, index).findLast(({ isFactsOnly }) => !isFactsOnly)
  const end = readings.findIndex((reading, other) => other > index && !reading.isFactsOnly)
  const after = readings[end]
  const isOpen = (reading: SentenceReading | undefined) =>
    reading !== undefined && reading.deeds.length === 0 && (reading.isQuestion || reading.isOffer || reading.isNextStep)
  if (isOpen(before) || isOpen(after)) return false
  const chain = readings.slice(index, end < 0 ? readings.length : end).map(({ moments }) => moments)
  const moments = joinedMoments(chain)
  const isBooking = kindOf(readings[index]?.plain ?? '') === 'booked'
  return (
    moments.length === 1 && moments.every(({ days, time }) => days.length > 0 && (time !== undefined || !isBooking))
  )
}

/** "Done!" before an offer tells of the offer. */
function isHarmlessDone(readings: readonly SentenceReading[], index: number): boolean {
  const isDone = readings[index]?.deeds.every(({ kind }) => kind === 'done')
  const next = readings[index + 1]
  return isDone === true && next?.isOffer === true && next.deeds.length === 0 && !hasFacts(readings[index]?.plain ?? '')
}

function claimOf({ kind, pieces, originals, sentences, tells }: OpenClaim, names: Names): Claim {
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
    tells,
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
