import { type Clause, clauseAt, clausesOf } from './clauses.ts'
import type { Deed } from './deed.ts'
import { ENGLISH_DEEDS } from './deeds-en.ts'
import { RUSSIAN_DEEDS } from './deeds-ru.ts'
import { isOpeningHours, readFacts } from './facts.ts'
import { namesService, wordsBesideFacts } from './facts-only.ts'
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
import { impliedKind, isHeldBack, isNextStep, kindOf } from './implied.ts'
import { plainOf, words } from './plain.ts'
import { type Names, readPeople } from './spoken-people.ts'

/** What can be said in the letters of a sentence: each deed is said in words of its own language. */
function deedsIn(plain: string): readonly Deed[] {
  return [...(/[а-я]/u.test(plain) ? RUSSIAN_DEEDS : []), ...(/[a-z]/u.test(plain) ? ENGLISH_DEEDS : [])]
}

const NOTED = words(
  String.raw`\b(?:номер|телефон|имя|пожелани|комментари|данные|вот|нашл|посмотр|проверил|number|phone|name|email|noted(?! *[!,-]? *$)|here|found|checked|looked)`,
)
const DENIAL = words(String.raw`\b(?:не|нет|no|not|never|\p{L}+n't)\b`)
const DENIED_DEED = words(
  String.raw`\bне\s+(?:\p{L}+\s+)?\p{L}+(?:ен|ан|ят|ено|ана|аны|ена|ены|ято|ята)\b|(?:\bnot|n't)(?: yet)?(?: been)? (?:\p{L}+ed|made|set|put)\b|\bnot yet\b`,
)
const VISIT_WORD = words(
  String.raw`\b(?:запис[ьи]|визит|прием|бронь|сеанс|процедур\p{L}|appointment|booking|visit|reservation|session)\b`,
)
/** More words than this beside facts make a sentence about something else. */
const FEW = 4
/** News of the house. */
const NEWS = words(String.raw`\b(?:у нас|нов\p{L}{2}(?! (?:дата|время|день))|here|new(?! (?:date|time|day)))\b`)

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

/** Reads one sentence by itself. */
export function readSentence(sentence: string, names: Names): SentenceReading {
  const plain = withoutIdioms(plainOf(sentence)).replace(/[.…]+$/u, '')
  const clauses = clausesOf(plain)
  const candidates = deedsIn(plain)
    .flatMap(deed => [...plain.matchAll(deed.pattern)].map(match => ({ deed, index: match.index, found: match[0] })))
    .sort((a, b) => a.index - b.index)
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
  const known = chosen(
    deeds.filter(({ needs, clause }) => needs === undefined || clause > takenBack),
    plain,
  )
  const besideFacts = wordsBesideFacts(sentence, plain, names)
  const onlyFacts = besideFacts === 0
  const isSaid = takenBack >= 0 || onlyFacts || known.some(({ needs }) => needs === undefined)
  const isGeneric = known.length > 0 && !isHeldBack(plain)
  const kind = isSaid
    ? undefined
    : (impliedKind(plain, besideOf(sentence, names)) ?? (isGeneric ? kindOf(plain) : undefined))
  const isOther = kind !== undefined && (known.length === 0 || kind !== 'booked')
  return {
    plain,
    clauses,
    deeds: isOther ? [{ kind, index: 0, clause: 0, lastClause: 0 }] : known,
    isFactsOnly: onlyFacts,
    isBare:
      onlyFacts ||
      (!isSaid && besideFacts !== undefined && besideFacts <= FEW && !NEWS.test(plain) && !isHeldBack(plain)),
    foreignFigures: figuresOf(sentence, plain),
    isInvitation,
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
