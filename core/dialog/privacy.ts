import { spokenBefore } from '../journal/history.ts'
import { plainAnswerOf } from './consent.ts'
import { contactLines } from './handover.ts'
import { offerOf } from './offer.ts'
import { say, type TurnContext } from './turn-context.ts'

function isAsking({ parts, session }: TurnContext): boolean {
  return parts.config.company.privacy?.ask === true && session.privacy?.agreedAt === undefined
}

/** Asks for the agreement that must come before anything leaves core; the client's own contact is offered beside it. */
function askAgreement(context: TurnContext): void {
  const { parts, session } = context
  const { locale } = session
  const { privacy, name } = parts.config.company
  const values = { company: name, url: privacy?.url ?? 'none' }
  const offer = offerOf(parts, 'other', [
    { label: parts.say(locale, 'choice.agree'), meaning: { kind: 'agree' } },
    { label: parts.say(locale, 'choice.human'), meaning: { kind: 'human' } },
  ])
  const text = [parts.say(locale, 'privacy.ask', values), contactLines(context)]
    .filter(line => line !== '')
    .join('\n\n')
  say(context, { text }, offer)
}

/**
 * With `company.privacy.ask`: nothing of a client goes to a model or a CRM before the agreement. Answers the text to go on
 * with (what was written before the agreement comes first), or undefined when the turn ends with the question.
 */
export async function passPrivacy(
  context: TurnContext,
  said: { texts: readonly string[]; hasAgreed: boolean },
): Promise<{ deferred: readonly string[] } | undefined> {
  if (!isAsking(context)) return { deferred: [] }
  const { parts, session, turn } = context
  const firstSeq = turn.messages[0]?.seq ?? 0
  const asked = session.privacy
  const agrees = said.hasAgreed || (asked !== undefined && plainAnswerOf(said.texts) === 'yes')
  if (!agrees) {
    context.session = { ...session, privacy: { askedFor: asked?.askedFor ?? firstSeq } }
    askAgreement(context)
    return undefined
  }
  const askedFor = asked?.askedFor ?? firstSeq
  context.session = { ...session, privacy: { askedFor, agreedAt: parts.clock.now() } }
  const before = await spokenBefore(parts.journal, turn.conversation.id, firstSeq, 20)
  const deferred = before.filter(({ author, seq }) => author === 'client' && seq >= askedFor)
  return { deferred: deferred.map(({ text }) => text) }
}
