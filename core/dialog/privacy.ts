import { companyName } from './company-name.ts'
import { plainAnswerOf } from './consent.ts'
import { contactLines } from './handover.ts'
import { type Heard, hear } from './heard.ts'
import { offerOf } from './offer.ts'
import { say, sayText, type TurnContext } from './turn-context.ts'

/** What was written before the agreement and waits for it: more is no conversation. */
const MAX_WAITING = 20

function isAsking({ parts, session }: TurnContext): boolean {
  return parts.config.company.privacy?.ask === true && session.privacy?.agreedAt === undefined
}

/** Asks for the agreement that must come before anything leaves core; the client's own contact is offered beside it. */
function askAgreement(context: TurnContext): void {
  const { parts, session } = context
  const { locale } = session
  const { company } = parts.config
  const { privacy } = company
  const values = { company: companyName(company, locale), url: privacy?.url ?? 'none' }
  const offer = offerOf(parts, 'other', [
    { label: parts.say(locale, 'choice.agree'), meaning: { kind: 'agree' } },
    { label: parts.say(locale, 'choice.human'), meaning: { kind: 'human' } },
  ])
  const text = [parts.say(locale, 'privacy.ask', values), contactLines(context)]
    .filter(line => line !== '')
    .join('\n\n')
  say(context, { text }, offer)
}

/** What the client sent from `fromSeq` on before this turn, as it was sent: also a command or a contact is answered then. */
async function waitingSince({ parts: { journal }, turn }: TurnContext, fromSeq: number) {
  const rows = await journal.db
    .selectFrom('message')
    .select(['id', 'seq', 'content', 'text', 'at'])
    .where('business', '=', journal.business)
    .where('conversation', '=', turn.conversation.id)
    .where('seq', '>=', fromSeq)
    .where('seq', '<', turn.messages[0]?.seq ?? 0)
    .where('author', '=', 'client')
    .orderBy('seq')
    .limit(MAX_WAITING)
    .execute()
  return rows.map(({ content, ...row }) => ({ ...row, author: 'client' as const, parts: JSON.parse(content) }))
}

/**
 * With `company.privacy.ask`: nothing of a client goes to a model or a CRM before the agreement. Answers what to go on
 * with (what was sent before the agreement comes first), or undefined when the turn ends with the question.
 */
export async function passPrivacy(context: TurnContext, heard: Heard, hasPressed: boolean): Promise<Heard | undefined> {
  if (!isAsking(context)) return heard
  const { parts, session, turn } = context
  const askedFor = session.privacy?.askedFor ?? turn.messages[0]?.seq ?? 0
  const hasSaid = session.privacy !== undefined && plainAnswerOf(heard.texts) === 'yes'
  if (!hasPressed && !hasSaid) {
    context.session = { ...session, privacy: { askedFor } }
    askAgreement(context)
    return undefined
  }
  context.session = { ...session, privacy: { askedFor, agreedAt: parts.clock.now() } }
  context.used.push(...heard.pressed)
  sayText(context, 'privacy.thanks')
  const before = hear({ messages: await waitingSince(context, askedFor) })
  // Only what was not the agreement itself is still to be answered.
  const rest = hasSaid ? [] : heard.texts
  return {
    ...before,
    texts: [...before.texts, ...rest],
    text: [before.text, ...rest].filter(line => line !== '').join('\n'),
    contacts: [...before.contacts, ...heard.contacts],
    media: [...before.media, ...heard.media],
    pressed: [],
  }
}
