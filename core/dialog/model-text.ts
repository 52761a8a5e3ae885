import type { LlmMessage } from '../contract/index.ts'
import { offerConsent } from './commit.ts'
import { askedByBrain, type Offer } from './offer.ts'
import { sayTrue } from './truth/say-true.ts'
import { wordsOf } from './truth/spoken-truth.ts'
import { say, type TurnContext } from './turn-context.ts'

/** In the log, when a brain was corrected. */
export const FALSEHOOD = 'a brain said what is not so; the truth is said instead'

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
 * Says what a model wrote. What it says of the client's visits goes out only as far as the ledger and this turn's tools
 * bear it out; what they don't is left out, and what is true is said in its place.
 */
export async function sayModelText(context: TurnContext, text: string, messages: readonly LlmMessage[]): Promise<void> {
  const { text: rest, falsehoods } = await wordsOf(context, messages)(text)
  const [first] = falsehoods
  if (!first)
    return say(context, { text, ...(context.asksContact && { contactRequest: true }) }, buttonsOf(context, text))
  const kinds = falsehoods.map(({ kind }) => kind)
  context.parts.log.warn({ conversation: context.turn.conversation.id, kinds }, FALSEHOOD)
  const offer = context.offer && withAsker(context.offer, rest)
  if (rest !== '') say(context, { text: rest }, offer)
  await sayTrue(context, first.kind, rest === '' ? offer : undefined)
}
