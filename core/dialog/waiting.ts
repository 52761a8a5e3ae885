import { newId } from '../journal/ids.ts'
import { sayMeanwhile } from '../journal/meanwhile.ts'
import { LeaseLost } from '../journal/work.ts'
import type { TurnContext } from './turn-context.ts'

/** What a client hears while a turn lasts: that the desk is still at it, and later that it takes longer than usual. */
const WORDS = [
  { afterMs: 10_000, key: 'turn.waiting' },
  { afterMs: 30_000, key: 'turn.still_waiting' },
] as const

/** Nobody has said anything more, or ever will in this turn. */
const ENDED = 'ended'

async function speak(context: TurnContext, key: string): Promise<void> {
  const { parts, turn, session } = context
  const { instance } = turn.conversation
  const reply = {
    id: newId(),
    message: { text: parts.say(session.locale, key), locale: session.locale, author: 'desk' as const },
  }
  const isStored = parts.capabilitiesOf(instance).delivery === 'stored'
  await parts.journal.write(db => sayMeanwhile(parts.journal, db, turn, { ...reply, isStored }))
  if (isStored) parts.hint(turn.conversation, [reply])
  else parts.wake()
}

/**
 * Keeps a client company whose answer takes long: a slow CRM, a queue under its limit, a model that thinks. Answers how to
 * end it; nothing is said afterwards.
 */
export function keepCompany(context: TurnContext): () => Promise<void> {
  const { parts, turn, call } = context
  const over = new AbortController()
  // Where a person has taken over the desk is silent, and of what nobody wrote nobody waits to hear.
  const isAwaited = context.mode === 'auto' && turn.messages.some(({ author }) => author === 'client')
  const until = AbortSignal.any([call.signal, over.signal])

  async function talk(): Promise<void> {
    for (const { afterMs, key } of WORDS) {
      await parts.clock.sleep(Math.max(0, turn.startedAt + afterMs - parts.clock.now()), until)
      await speak(context, key)
    }
  }
  const talking = isAwaited
    ? talk().catch(error => {
        if (!until.aborted && !(error instanceof LeaseLost))
          parts.log.warn({ err: error }, 'a client who waits could not be told so')
      })
    : Promise.resolve()

  return async () => {
    over.abort(ENDED)
    await talking
  }
}
