import type { DeskFile } from '../../config/desk-config.ts'
import type { LlmMessage } from '../contract/index.ts'
import { offerConsent } from './commit.ts'
import { askedByBrain, type Offer, offerMenu } from './offer.ts'
import { sayTrue } from './truth/say-true.ts'
import { wordsOf } from './truth/spoken-truth.ts'
import { say, type TurnContext } from './turn-context.ts'

/** In the log, when a brain was corrected. */
export const FALSEHOOD = 'a brain said what is not so; the truth is said instead'

/** Visits that were only told are core's to go on with: a press asks what to do with the one. All else the brain has asked. */
function withAsker(offer: Offer, text: string): Offer {
  return offer.group.kind === 'visits' && !text.includes('?') ? offer : askedByBrain(offer)
}

/**
 * The buttons under a model's words: what its tools gave, else the answer that a summary still waits for. Who has only
 * greeted is shown what they can do.
 */
function buttonsOf(context: TurnContext, text: string): Offer | undefined {
  const { offer, session, parts, turn } = context
  if (offer) return withAsker(offer, text)
  if (session.pending) return offerConsent(context)
  const hasButtons = parts.capabilitiesOf(turn.conversation.instance).choices !== false
  return context.isGreeted && hasButtons && session.draft.serviceIds.length === 0
    ? offerMenu(parts, session.locale)
    : undefined
}

/** The files that the channel shows beside words; to all others the words lead, where the desk has an address. */
function fitFiles({ parts, turn }: TurnContext, ids: readonly string[]) {
  const { sends = [] } = parts.capabilitiesOf(turn.conversation.instance)
  const all = ids.flatMap(id => parts.files.find(id) ?? [])
  const isShown = ({ media }: DeskFile) => sends.includes(media)
  const links = all.filter(file => !isShown(file)).flatMap(file => parts.files.linkTo(file) ?? [])
  return { files: all.filter(isShown), links }
}

/**
 * Says what a model wrote. What it says of the client's visits goes out only as far as the ledger and this turn's tools
 * bear it out; what they don't is left out, and what is true is said in its place. With `asksConsent` the desk's own invitation
 * to agree to the summary that waits ends it.
 */
export async function sayModelText(
  context: TurnContext,
  { text, files: ids, asksConsent }: { text: string; files: readonly string[]; asksConsent?: boolean },
  messages: readonly LlmMessage[],
): Promise<void> {
  const { text: rest, falsehoods } = await wordsOf(context, messages)(text)
  const [first] = falsehoods
  const { files, links } = fitFiles(context, ids)
  const said = (words: string) => ({ text: [words, ...links].join('\n'), files })
  const { pending } = context.session
  if (!first && asksConsent && pending) {
    // The desk's own words about this very summary: a yes to them is as good as one to the summary itself.
    const reminded = [text, ...links, pending.reminder].filter(line => line !== '').join('\n\n')
    return say(context, { text: reminded, files, summaryOf: pending.operation }, offerConsent(context))
  }
  if (!first)
    return say(
      context,
      { ...said(text), ...(context.asksContact && { contactRequest: true }) },
      buttonsOf(context, text),
    )
  const kinds = falsehoods.map(({ kind }) => kind)
  context.parts.log.warn({ conversation: context.turn.conversation.id, kinds }, FALSEHOOD)
  const offer = context.offer && withAsker(context.offer, rest)
  if (rest !== '') say(context, said(rest), offer)
  await sayTrue(context, first.kind, rest === '' ? offer : undefined)
}
