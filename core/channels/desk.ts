import type { ChannelCapabilities, ChannelEvent, ConversationView, Desk, Locale, Receipt } from '../contract/index.ts'
import { localeOfTag } from '../dialog/language.ts'
import { newSession, type Session } from '../dialog/session.ts'
import type { Say } from '../dialog/texts.ts'
import { cardOf } from '../dialog/visit-view.ts'
import { acceptMessage, acceptOnce } from '../journal/accept.ts'
import { historyAfter } from '../journal/history.ts'
import type { Journal } from '../journal/journal.ts'
import { settleByStatus } from '../journal/outbox.ts'
import { visitsOf } from '../journal/visit.ts'
import type { Reach } from '../ledger/fail-points.ts'
import { codedError } from '../plugins/coded-error.ts'
import { checkEvent, cleanParts, textOf } from './inbound.ts'
import type { TurnNews } from './turn-news.ts'

/** What the desk of each channel is made of. */
export interface DeskParts {
  journal: Journal
  say: Say
  news: TurnNews
  reach: Reach
  initialState: string
  locale: Locale
  /** False once the process is stopping. */
  isAccepting(): boolean
  /** Something is due. */
  wake(): void
  count(instance: string, result: 'accepted' | 'duplicate'): void
}

/** Visits that began longer ago are no longer shown. */
const SHOW_VISITS_FOR_MS = 86_400_000

/** Other processes may run the turn: what they did is found by looking. */
const LOOK_AGAIN_MS = 500

type MessageEvent = Extract<ChannelEvent, { kind: 'message' }>

/** What core hands to one channel instance at its start. */
export function createDesk(parts: DeskParts, instance: string, capabilities: ChannelCapabilities): Desk {
  const { journal } = parts

  async function find(address: string) {
    return journal.db
      .selectFrom('conversation')
      .select(['id', 'turn', 'seq', 'claimed_seq', 'mode', 'session'])
      .where('business', '=', journal.business)
      .where('instance', '=', instance)
      .where('address', '=', address)
      .executeTakeFirst()
  }

  async function deliverMessage(event: MessageEvent): Promise<Receipt> {
    checkEvent(event)
    const cleaned = cleanParts(event.parts)
    const needsLookUp = cleaned.some(part => part.type === 'choice')
    const known = needsLookUp ? await find(event.address) : undefined
    const locale = localeOfTag(event.sender?.language) ?? parts.locale
    const text = await textOf(journal, parts.say, cleaned, { conversation: known?.id, locale })
    const isCertain = cleaned.every(part => part.type === 'choice' || part.type === 'command')
    await parts.reach('accept.before')
    const accepted = await journal.write(db =>
      acceptMessage(journal, db, {
        instance,
        providerId: event.id,
        address: event.address,
        parts: cleaned,
        text,
        sender: event.sender ?? {},
        burstMs: isCertain ? 0 : capabilities.burstMs,
        newSession: JSON.stringify(newSession(parts.initialState, locale)),
      }),
    )
    parts.count(instance, accepted.isDuplicate ? 'duplicate' : 'accepted')
    parts.wake()
    await parts.reach('accept.stored')
    const { conversation, message, isDuplicate } = accepted
    return { conversation, duplicate: isDuplicate, ...(message !== '' && { message }) }
  }

  /** Events that are no message change what is known and cause no turn. */
  async function deliverOther(event: Exclude<ChannelEvent, MessageEvent>): Promise<Receipt> {
    const conversation = await journal.write(async db => {
      if (!(await acceptOnce(journal, db, instance, `${event.kind}:${event.id}`))) return undefined
      if (event.kind === 'status')
        return (await settleByStatus(journal, db, event, event.status === 'failed' ? 'dead' : 'sent')) ?? ''
      if (event.kind === 'address_changed')
        await db
          .updateTable('conversation')
          .set({ address: event.to })
          .where('business', '=', journal.business)
          .where('instance', '=', instance)
          .where('address', '=', event.from)
          .execute()
      return ''
    })
    return { conversation: conversation ?? '', duplicate: conversation === undefined }
  }

  async function isAnswered(conversation: string, message: string): Promise<boolean> {
    const row = await journal.db
      .selectFrom('message')
      .select('done')
      .where('business', '=', journal.business)
      .where('conversation', '=', conversation)
      .where('id', '=', message)
      .executeTakeFirst()
    return row?.done === 1
  }

  return {
    async deliver(event) {
      if (!parts.isAccepting()) throw codedError('unavailable', 'the desk is stopping', { retryAfterMs: 5_000 })
      return event.kind === 'message' ? deliverMessage(event) : deliverOther(event)
    },

    async answered({ conversation, message }, call) {
      const late = AbortSignal.timeout(Math.max(0, call.deadline - journal.clock.now()))
      const signal = AbortSignal.any([call.signal, late])
      while (!signal.aborted) {
        const heard = parts.news.next(conversation, AbortSignal.any([signal, AbortSignal.timeout(LOOK_AGAIN_MS)]))
        if (await isAnswered(conversation, message)) return true
        await heard
      }
      return isAnswered(conversation, message)
    },

    async conversation({ address, after = 0, limit = 100 }): Promise<ConversationView | undefined> {
      const row = await find(address)
      if (!row) return undefined
      const session: Session = JSON.parse(row.session)
      const since = journal.clock.now() - SHOW_VISITS_FOR_MS
      const [messages, visits] = await Promise.all([
        historyAfter(journal, row.id, after, limit),
        visitsOf(journal, journal.db, row.id, since),
      ])
      const isRunning = await hasOpenMessages(row.id)
      return {
        conversation: row.id,
        turn: row.turn,
        state: session.state,
        mode: row.mode,
        locale: session.locale,
        busy: isRunning,
        messages,
        appointments: visits.map(cardOf),
      }
    },
  }

  async function hasOpenMessages(conversation: string): Promise<boolean> {
    const row = await journal.db
      .selectFrom('message')
      .select('id')
      .where('business', '=', journal.business)
      .where('conversation', '=', conversation)
      .where('done', '=', 0)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }
}
