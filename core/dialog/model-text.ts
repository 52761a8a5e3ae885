import type { LlmMessage, VisitItem } from '../contract/index.ts'
import { visitsOf } from '../journal/visit.ts'
import { isBorneOut, withoutClaims } from './claims.ts'
import { clientConversations } from './client-conversations.ts'
import { offerConsent } from './commit.ts'
import { sayWithPerson } from './handover.ts'
import { askedByBrain, type Offer } from './offer.ts'
import { say, sayPending, type TurnContext } from './turn-context.ts'
import { showVisits } from './visit-list.ts'

/** The times of the visits that a tool has named to the model in this turn. */
function namedTimes(messages: readonly LlmMessage[]): ReadonlySet<string> {
  const results = messages.flatMap(({ parts }) => parts.flatMap(part => (part.type === 'result' ? part : [])))
  const visits = results.flatMap(({ name, result }) => {
    const named = name === 'get_client_appointments' && Object(result).appointments
    return Array.isArray(named) ? (named as readonly VisitItem[]) : []
  })
  return new Set(visits.map(({ time }) => time))
}

/** Visits that were only told are core's to go on with: a press asks what to do with the one. All else the brain has asked. */
function withAsker(offer: Offer, text: string): Offer {
  return offer.group.kind === 'visits' && !text.includes('?') ? offer : askedByBrain(offer)
}

/** The buttons under a model's words: what its tools gave, else the answer that a summary still waits for. */
function buttonsOf(context: TurnContext, text: string): Offer | undefined {
  if (context.offer) return withAsker(context.offer, text)
  return context.session.pending && offerConsent(context)
}

/**
 * Says what a model wrote. "Booked" is said only from an operation that is booked: a sentence that claims it without a tool's
 * word for it is left out, and what is true is said in its place.
 */
export async function sayModelText(context: TurnContext, text: string, messages: readonly LlmMessage[]): Promise<void> {
  const { parts, session, turn } = context
  const { journal } = parts
  const { text: rest, claims } = withoutClaims(text)
  const times = claims.length === 0 ? undefined : namedTimes(messages)
  if (!times || claims.every(claim => isBorneOut(claim, times)))
    return say(context, { text, ...(context.asksContact && { contactRequest: true }) }, buttonsOf(context, text))
  parts.log.warn({ conversation: turn.conversation.id }, 'a model claimed a deed that nobody did')
  if (rest !== '') say(context, { text: rest }, context.offer && withAsker(context.offer, rest))
  if (session.pending) return sayPending(context, offerConsent)
  const conversations = await clientConversations(parts, turn.conversation.id, session)
  const known = await visitsOf(journal, journal.db, conversations, parts.clock.now())
  if (known.some(({ status }) => status !== 'cancelled')) return showVisits(context)
  sayWithPerson(context, 'llm.claimed')
}
