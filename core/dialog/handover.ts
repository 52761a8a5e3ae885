import { hoursText } from './hours-text.ts'
import { localMoment } from './local-time.ts'
import { offerOf } from './offer.ts'
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

/** A person takes over: the desk falls silent until the client, or a long silence, brings it back. `before` is what a brain said. */
export function handOver(context: TurnContext, { textKey = 'handover', before = '' } = {}): void {
  const { parts, session } = context
  const { locale } = session
  const text = [before, parts.say(locale, textKey), contactLines(context)].filter(line => line !== '').join('\n\n')
  const back = offerOf(parts, 'other', [{ label: parts.say(locale, 'choice.desk'), meaning: { kind: 'desk' } }])
  context.mode = 'staff'
  evaluate(context, 'handed_over')
  say(context, { text }, back)
}

/** A sentence that ends in the offer of a person. */
export function sayWithPerson(context: TurnContext, key: string, values: Readonly<Record<string, string>> = {}): void {
  const { parts, session } = context
  const { locale } = session
  const offer = offerOf(parts, 'other', [{ label: parts.say(locale, 'choice.human'), meaning: { kind: 'human' } }])
  const text = [parts.say(locale, key, values), contactLines(context)].filter(line => line !== '').join('\n\n')
  say(context, { text }, offer)
}
