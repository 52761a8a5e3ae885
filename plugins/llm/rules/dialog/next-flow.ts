import { type Intent, isQuestion } from '../intents/intents.ts'
import { aboutVisit } from './about-visit.ts'
import { isOtherVisit } from './absorb.ts'
import { hasWish, isUnlisted } from './heard.ts'
import type { Flow } from './memory.ts'
import { has, type Turn } from './turn.ts'

/** What a turn turns to: a matter, or what is to be said about the one at hand. */
export type Next = Flow | 'stop' | 'mine' | 'decline' | 'remind' | 'first' | 'draft' | undefined

/** Decides it by what the client meant and what is under way; `isAnswered`: the text asked something that is answered first. */
export function nextFlow(turn: Turn, isAnswered: boolean): Next {
  const { heard, memory, situation } = turn
  const { pendingConsent } = situation
  const isWishing = hasWish(heard) && !(isQuestion(heard.intents) && !has(turn, 'book'))
  if (has(turn, 'move')) return isDrafting(turn) ? 'draft' : 'move'
  if (has(turn, 'cancel')) return cancelled(turn)
  if (has(turn, 'forget') && !isWishing)
    return memory.flow === undefined && pendingConsent === undefined ? undefined : 'stop'
  const about = aboutVisit(turn)
  if (about !== undefined) return about
  if (has(turn, 'mine')) return 'mine'
  if (pendingConsent !== undefined && isOtherVisit(memory, heard)) return 'first'
  if (pendingConsent !== undefined && !isWishing && isAboutSummary(turn)) {
    if (isRefusal(turn)) return 'decline'
    // Core takes a "yes" for the summary only right after it: calling the tool again puts the summary once more.
    return has(turn, 'yes') && !isAnswered ? pendingConsent.kind : 'remind'
  }
  if (memory.flow === 'cancel' && pendingConsent === undefined && has(turn, 'no')) return 'stop'
  if (memory.flow !== undefined && memory.flow !== 'book' && has(turn, 'book') && heard.services.certain.length > 0)
    return 'book'
  if (memory.flow !== undefined) return isMannersOnly(turn) ? undefined : memory.flow
  if (has(turn, 'book') || isWishing || (isUnlisted(heard) && !isAnswered)) return 'book'
  if (memory.asked?.about === 'flow') return has(turn, 'yes') && !isAnswered ? 'book' : undefined
  return undefined
}

/** After the summary something else may have been asked, and it is that which is answered. */
function isAboutSummary({ memory, isProgress }: Turn): boolean {
  if (isProgress) return false
  return memory.flow === undefined || memory.asked === undefined || memory.asked.about === 'consent'
}

function cancelled(turn: Turn): Next {
  if (turn.situation.pendingConsent?.kind === 'cancel') return 'remind'
  // "I can't come tomorrow; is there the day after?" wants the visit kept.
  const { wish, excluded } = turn.heard.time
  const isElsewhen = excluded.length > 0 && wish?.options.some(({ dates }) => dates.length > 0)
  if (!isDrafting(turn)) return isElsewhen && !/отмен|аннулир|cancel/u.test(turn.heard.text) ? 'move' : 'cancel'
  // "I can't do Friday after all" in the middle of a booking takes back the day alone.
  if (turn.heard.time.touched && !/отмен|аннулир|cancel/u.test(turn.heard.text)) return 'book'
  return namesVisit(turn) ? 'draft' : 'stop'
}

function isDrafting({ memory, situation }: Turn): boolean {
  return memory.flow === 'book' || situation.pendingConsent?.kind === 'book'
}

/** The client speaks of a visit by its name. */
export function namesVisit({ heard }: Turn): boolean {
  return /запис|визит|прием|брон|appointment|booking|visit|reservation/u.test(heard.text)
}

/** "No, that's all" refuses nothing but more. */
function isRefusal(turn: Turn): boolean {
  return (has(turn, 'no') && !has(turn, 'bye')) || has(turn, 'wrong') || has(turn, 'instead')
}

function isMannersOnly(turn: Turn): boolean {
  const manners: readonly Intent[] = ['thanks', 'bye', 'smalltalk']
  return manners.some(intent => has(turn, intent)) && !hasWish(turn.heard) && !has(turn, 'book') && !has(turn, 'yes')
}
