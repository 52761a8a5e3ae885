import type { Heard } from './heard.ts'
import { hoursText } from './hours-text.ts'
import { localMoment } from './local-time.ts'
import { type Offer, offerOf } from './offer.ts'
import { evaluate, say, type TurnContext } from './turn-context.ts'

/** How to reach a person: the company's phone and hours, as far as they are known. */
export function contactLines({ parts, session }: TurnContext): string {
  const { company } = parts.config
  const { locale } = session
  const today = localMoment(parts.clock.now(), company.timezone).date
  return [
    ...(company.phone === undefined ? [] : [parts.say(locale, 'contact.phone', { phone: company.phone })]),
    ...(company.hours === undefined
      ? []
      : [parts.say(locale, 'contact.hours', { hours: hoursText(company.hours, today, locale) })]),
  ].join('\n')
}

/** A person takes over: the desk leaves the talking to them until the client, or a long silence, brings it back. `before` is what a brain said. */
export function handOver(
  context: TurnContext,
  {
    textKey = 'handover',
    values = {},
    before = '',
  }: { textKey?: string; values?: Readonly<Record<string, string>>; before?: string } = {},
): void {
  const { parts, session } = context
  const { locale } = session
  const text = [before, parts.say(locale, textKey, values), contactLines(context)]
    .filter(line => line !== '')
    .join('\n\n')
  context.mode = 'staff'
  evaluate(context, 'handed_over')
  say(context, { text }, backToDesk(context))
}

/** Whether somebody of the staff has written in this conversation lately: then it is theirs. */
export async function hasPersonWritten({ parts, turn }: TurnContext): Promise<boolean> {
  const { journal, clock, config } = parts
  const row = await journal.db
    .selectFrom('message')
    .select('id')
    .where('business', '=', journal.business)
    .where('conversation', '=', turn.conversation.id)
    .where('author', '=', 'staff')
    .where('at', '>', clock.now() - config.dialog.idleMinutes * 60_000)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** While nobody has answered the client is not left alone: each message hears how to reach a person, and the way back. */
export function sayWaiting(context: TurnContext): void {
  const { parts, session } = context
  const { locale } = session
  const { phone } = parts.config.company
  const text = parts.say(locale, 'handover.waiting', {
    phone: phone ?? 'none',
    back: parts.say(locale, 'choice.desk'),
  })
  say(context, { text }, backToDesk(context))
}

/** Whether the client calls the desk back: by a command, which is for it alone, or in the words of the button. */
export function callsDeskBack({ parts, session }: TurnContext, { commands, texts }: Heard): boolean {
  const label = parts.say(session.locale, 'choice.desk').toLowerCase()
  return commands.some(command => command !== 'human') || texts.some(text => text.trim().toLowerCase() === label)
}

function backToDesk({ parts, session }: TurnContext): Offer {
  const label = parts.say(session.locale, 'choice.desk')
  return offerOf(parts, 'other', [{ label, meaning: { kind: 'desk' } }])
}

/** A sentence that ends in the offer of a person. */
export function sayWithPerson(context: TurnContext, key: string, values: Readonly<Record<string, string>> = {}): void {
  const { parts, session } = context
  const { locale } = session
  const offer = offerOf(parts, 'other', [{ label: parts.say(locale, 'choice.human'), meaning: { kind: 'human' } }])
  const text = [parts.say(locale, key, values), contactLines(context)].filter(line => line !== '').join('\n\n')
  say(context, { text }, offer)
}
