import { type Clause, clauseAt, clausesOf } from './clauses.ts'
import type { Deed } from './deed.ts'
import { ENGLISH_DEEDS } from './deeds-en.ts'
import { RUSSIAN_DEEDS } from './deeds-ru.ts'
import { isOpeningHours, readFacts, type SpokenMoment } from './facts.ts'
import { wordsBesideFacts } from './facts-only.ts'
import { isForeign, withClockTimes } from './foreign.ts'
import {
  asksOtherwise,
  conditionsDeed,
  goesOnReporting,
  isCommand,
  isCondition,
  isDenied,
  isGeneral,
  isHearsay,
  isOffer,
  isReported,
  isWish,
  withoutIdioms,
} from './harmless.ts'
import { impliedKind, isInvitation } from './implied.ts'
import { plainOf, words } from './plain.ts'
import { withFigures } from './spoken-numbers.ts'
import { type Names, readPeople } from './spoken-people.ts'
import { isNextStep, standingOf } from './standing.ts'

/** What can be said in the letters of a sentence: each deed is said in words of its own language. */
function deedsIn(plain: string): readonly Deed[] {
  return [...(/[а-я]/u.test(plain) ? RUSSIAN_DEEDS : []), ...(/[a-z]/u.test(plain) ? ENGLISH_DEEDS : [])]
}

const NOTED = words(
  String.raw`\b(?:номер|телефон|имя|пожелани|комментари|данные|вот|нашл|посмотр|проверил|number|phone|name|email|noted(?! *[!,-]? *$)|here|found|checked|looked)`,
)
/** More words than this beside facts make a sentence about something else. */
const FEW = 4
/** News of the house. */
const NEWS = words(
  String.raw`\b(?:у нас|нов\p{L}{2}(?! (?:дата|время|день))|here|we have an?|new(?! (?:date|time|day)))\b`,
)

/** A deed that a sentence tells, and nothing in it takes back. */
export interface LiveDeed extends Omit<Deed, 'pattern'> {
  index: number
  clause: number
  lastClause: number
}

/** What one sentence tells. */
export interface SentenceReading {
  plain: string
  clauses: readonly Clause[]
  deeds: readonly LiveDeed[]
  /** The days and times that are the desk's own word. */
  moments: readonly SpokenMoment[]
  isFactsOnly: boolean
  /** Hardly more than facts, and nothing that makes an offer of them. */
  isBare: boolean
  /** In a language that is not read: the days, times and prices that it has in figures, if any. */
  foreignFigures: string | undefined
  isInvitation: boolean
  isOffer: boolean
  /** It asks, and about what is said before it. */
  isQuestion: boolean
  /** It asks for something, or goes and looks. */
  isNextStep: boolean
}

/** Whether a piece of text names a day or a time. */
export const hasFacts = (text: string) => readFacts(text).moments.length > 0

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
  if (clauses.slice(since + 1, deed.lastClause).some(({ text }) => isCommand(text) || isHearsay(text))) return true
  if (isReported(before + found) || (lead.some(({ text }) => isReported(text)) && goesOnReporting(own.text)))
    return true
  if (isCondition(before) || lead.some(({ text }) => isCondition(text))) return true
  if (conditionsDeed(plain.slice(deed.index + found.length))) return true
  if (isGeneral(plain.slice(own.start, last.end))) return true
  if (isWish(before, found)) return true
  return plain.endsWith('?') && !clauses.slice(deed.lastClause + 1).some(({ text }) => asksOtherwise(text))
}

/** The deeds that a sentence tells in words that are known for them, and whether it has any such words. */
function knownDeeds(plain: string, clauses: readonly Clause[]) {
  const candidates = deedsIn(plain)
    .flatMap(deed => [...plain.matchAll(deed.pattern)].map(match => ({ deed, index: match.index, found: match[0] })))
    .sort((a, b) => a.index - b.index)
  const deeds: LiveDeed[] = []
  for (const { deed, index, found } of candidates) {
    const live = {
      ...deed,
      index,
      clause: clauseAt(clauses, index + found.search(/\S/u)),
      lastClause: clauseAt(clauses, index + found.length - 1),
    }
    if (!isTakenBack(plain, clauses, live, found, deeds)) deeds.push(live)
  }
  return { deeds: chosen(deeds, plain), hasWords: candidates.length > 0 }
}

/** Reads one sentence by itself. */
export function readSentence(sentence: string, names: Names): SentenceReading {
  const plain = withFigures(withoutIdioms(plainOf(sentence)).replace(/[.…]+$/u, ''))
  const clauses = clausesOf(plain)
  const { deeds, hasWords } = knownDeeds(plain, clauses)
  const besideFacts = wordsBesideFacts(sentence, plain, names)
  const isFactsOnly = besideFacts === 0
  const isFacts = (clause: string) => wordsBesideFacts(clause, clause, names) === 0
  const standing = hasWords || isFactsOnly ? undefined : standingOf(plain, isFacts)
  const kind = standing && impliedKind(plain, standing, besideOf(sentence, names))
  const { moments } = standing ?? readFacts(plain)
  const isFew = besideFacts !== undefined && besideFacts <= FEW
  const hasMoment = moments.some(({ days, time }) => days.length > 0 && time !== undefined)
  return {
    plain,
    clauses,
    deeds: kind ? [{ kind, index: 0, clause: 0, lastClause: 0 }] : deeds,
    moments,
    isFactsOnly,
    isBare: isFactsOnly || (Boolean(standing?.own) && !standing?.isGone && (isFew || hasMoment) && !NEWS.test(plain)),
    foreignFigures: figuresOf(sentence, plain),
    isInvitation: standing !== undefined && isInvitation(standing),
    isOffer: isOffer(plain) || NOTED.test(plain),
    isQuestion: plain.endsWith('?') && !asksOtherwise(plain),
    isNextStep: isNextStep(plain),
  }
}

/** What a sentence of another language says in figures. A question says nothing, and opening hours are nobody's visit. */
function figuresOf(sentence: string, plain: string): string | undefined {
  if (plain.endsWith('?') || !isForeign(sentence)) return undefined
  const figures = withClockTimes(plain)
  const { moments, prices } = readFacts(figures)
  return moments.length + prices.length > 0 && !isOpeningHours(figures) ? figures : undefined
}

/** Whom a sentence names, as far as it tells whether the client's visit is meant. */
function besideOf(sentence: string, names: Names): { namesClient: boolean; namesEmployee: boolean } {
  const said = sentence.normalize('NFC').split(/[^\p{L}]+/u)
  return {
    namesClient: names.others.some(({ pattern }) => said.some(word => pattern.test(word))),
    namesEmployee: readPeople(sentence, names).named.length > 0,
  }
}

/** What is said most clearly counts: "done" says something only where nothing else does. */
function chosen(deeds: readonly LiveDeed[], plain: string): readonly LiveDeed[] {
  const plainly = deeds.filter(deed => deed.kind !== 'done')
  if (plainly.length > 0) return plainly
  return isOffer(plain) || NOTED.test(plain) ? [] : deeds.slice(0, 1)
}
