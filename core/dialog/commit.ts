import { type Offer, offerOf } from './offer.ts'
import { tellOutcome } from './outcome.ts'
import { sayPending, sayText, type TurnContext } from './turn-context.ts'

/** A newer message waits: this turn gives its messages back, and they are answered together. */
export class Superseded extends Error {
  constructor() {
    super('a newer message waits')
  }
}

/** Confirm and Change for the pending operation. */
export function offerConsent({ parts, session }: TurnContext): Offer {
  const { pending, locale } = session
  if (!pending) throw new Error('nothing waits for consent')
  const { operation, hash, kind } = pending
  return offerOf(parts, 'confirm', [
    { label: parts.say(locale, `choice.confirm.${kind}`), meaning: { kind: 'confirm', operation, hash } },
    {
      label: parts.say(locale, kind === 'cancel' ? 'choice.keep' : 'choice.change'),
      meaning: { kind: 'change', operation },
    },
  ])
}

/** Carries out what the client agreed to, with no model in between. */
export async function commitConsent(context: TurnContext, operation: string, hash: string): Promise<void> {
  const result = await context.parts.ledger.commit(context.turn, operation, hash)
  if (result === 'superseded') throw new Superseded()
  if (result === 'changed' || result.status === 'dropped') {
    sayText(context, 'choice.stale')
    return sayPending(context, offerConsent)
  }
  await tellOutcome(context, result)
}
