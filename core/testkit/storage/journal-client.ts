import { acceptMessage, type Inbound } from '../../journal/accept.ts'
import { ALL_KINDS, claimDue } from '../../journal/due-work.ts'
import { finishTurn } from '../../journal/finish.ts'
import { newId } from '../../journal/ids.ts'
import type { Journal } from '../../journal/journal.ts'
import { beginTurn, type ClaimedTurn } from '../../journal/turn.ts'
import { type Claim, complete } from '../../journal/work.ts'

/** A message of a client as a channel hands it on. */
export function messageOf(address: string, id: string, more: Partial<Inbound> = {}): Inbound {
  return {
    instance: 'messenger',
    providerId: id,
    address,
    parts: [{ type: 'text', text: id }],
    text: id,
    sender: {},
    burstMs: 0,
    newSession: '{}',
    ...more,
  }
}

/** Stores a message; its turn is due when the burst is over. */
export function accept(journal: Journal, address: string, id: string, more: Partial<Inbound> = {}) {
  return acceptMessage(journal, messageOf(address, id, more))
}

/** Claims everything that is due. */
export function claimAll(journal: Journal, owner = 'worker-1'): Promise<readonly Claim[]> {
  return journal.write(db => claimDue(journal, db, owner, [{ kinds: ALL_KINDS, limit: 100 }]))
}

/** Claims the turns that are due, as a worker does it; other work is left for others. */
export function claimTurns(journal: Journal, owner = 'worker-1'): Promise<readonly ClaimedTurn[]> {
  return journal.write(async db => {
    const turns: ClaimedTurn[] = []
    for (const claim of await claimDue(journal, db, owner, [{ kinds: ALL_KINDS, limit: 100 }])) {
      if (claim.kind !== 'turn') {
        await complete(journal, db, claim, journal.clock.now())
        continue
      }
      const turn = await beginTurn(journal, db, claim)
      if (turn) turns.push(turn)
    }
    return turns
  })
}

/** Claims the one turn that is due. */
export async function claimTurn(journal: Journal, owner = 'worker-1'): Promise<ClaimedTurn> {
  const [turn, ...others] = await claimTurns(journal, owner)
  if (!turn || others.length > 0) throw new Error(`${others.length + (turn ? 1 : 0)} turns are due`)
  return turn
}

/** Ends a turn with one reply for each of `texts`. */
export function finish(
  journal: Journal,
  turn: ClaimedTurn,
  texts: readonly string[] = ['ok'],
  outcomeOf?: string,
): Promise<boolean> {
  return journal.write(db =>
    finishTurn(journal, db, turn, {
      state: 'GREETING',
      session: JSON.stringify({ turn: turn.number }),
      mode: 'auto',
      replies: texts.map(text => ({
        id: newId(),
        message: { text, locale: 'en' as const, author: 'desk' as const },
        ...(outcomeOf !== undefined && { outcomeOf }),
      })),
      choices: [],
      isStoredDelivery: false,
    }),
  )
}

/** What a client's messages said, in their order. */
export function textsOf(turn: ClaimedTurn): readonly string[] {
  return turn.messages.map(({ text }) => text)
}
