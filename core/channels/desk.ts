import type { ChannelCapabilities, ChannelEvent, ConversationView, Desk, Locale, Receipt } from '../contract/index.ts'
import { localeOfTag } from '../dialog/language.ts'
import { localMoment } from '../dialog/local-time.ts'
import { newSession, type Session } from '../dialog/session.ts'
import type { Say } from '../dialog/texts.ts'
import type { WriteCard } from '../dialog/visit-card.ts'
import { acceptMessage, acceptOnce } from '../journal/accept.ts'
import { conversationsOf } from '../journal/client.ts'
import { historyAfter } from '../journal/history.ts'
import type { Journal } from '../journal/journal.ts'
import { settleByStatus } from '../journal/outbox.ts'
import { markUnreachable, moveAddress } from '../journal/recipient.ts'
import type { Db } from '../journal/schema.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import { visitsOf } from '../journal/visit.ts'
import { codeOf } from '../ledger/error-code.ts'
import type { Reach } from '../ledger/fail-points.ts'
import { codedError } from '../plugins/coded-error.ts'
import type { Admission } from './admission.ts'
import type { Files } from './files.ts'
import { checkEvent, cleanParts, cleanSender, textOf } from './inbound.ts'
import type { TurnNews } from './turn-news.ts'

/** What the desk of each channel is made of. */
export interface DeskParts {
  journal: Journal
  say: Say
  news: TurnNews
  reach: Reach
  initialState: string
  locale: Locale
  /** Of the company. */
  timezone: string
  cardOf: WriteCard
  files: Files
  /** False once the process is stopping. */
  isAccepting(): boolean
  /** Something is due. */
  wake(): void
  /** Who may claim a turn with its message; undefined while nobody has room. */
  vacancy(): string | undefined
  admission: Admission
  /** Runs a turn that was claimed with its message. */
  run(turn: ClaimedTurn): void
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
      .select(['id', 'turn', 'inbound_seq', 'answered_seq', 'mode', 'session'])
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
    const sender = cleanSender(event.sender)
    const locale = localeOfTag(sender.language) ?? parts.locale
    const text = await textOf(journal, parts.say, cleaned, { conversation: known?.id, locale })
    const isCertain = cleaned.every(part => part.type === 'choice' || part.type === 'command')
    await parts.reach('accept.before')
    const accepted = await acceptMessage(
      journal,
      {
        instance,
        providerId: event.id,
        address: event.address,
        parts: cleaned,
        text,
        sender,
        burstMs: isCertain ? 0 : capabilities.burstMs,
        newSession: JSON.stringify(newSession(parts.initialState, locale)),
      },
      parts.vacancy(),
    )
    parts.count(instance, accepted.isDuplicate ? 'duplicate' : 'accepted')
    await parts.reach('accept.stored')
    if (accepted.turn) {
      parts.news.turnBegan(accepted.message)
      parts.run(accepted.turn)
    } else parts.wake()
    const { conversation, message, isDuplicate, differs } = accepted
    return { conversation, duplicate: isDuplicate, ...(message !== '' && { message }), ...(differs && { differs }) }
  }

  /** Who corrects what they wrote means what stands there now: that is answered as a message of its own. */
  function deliverEdited({ id, address, text }: Extract<ChannelEvent, { kind: 'edited' }>): Promise<Receipt> {
    return deliverMessage({ kind: 'message', id: `edited:${id}`, address, parts: [{ type: 'text', text }] })
  }

  /** What became of a message. What the provider says late counts as what it would have said at once. */
  async function noteStatus(db: Db, event: Extract<ChannelEvent, { kind: 'status' }>): Promise<string> {
    const { key, providerId, code = 'failed' } = event
    const ref = { instance, ...(key !== undefined && { key }), ...(providerId !== undefined && { providerId }) }
    const failure = event.status === 'failed' ? code : undefined
    const conversation = await settleByStatus(journal, db, ref, failure)
    if (conversation !== undefined && failure === 'unreachable')
      await markUnreachable(journal, db, conversation, journal.clock.now())
    return conversation ?? ''
  }

  /** Events that are no message change what is known and cause no turn. */
  async function deliverOther(event: Exclude<ChannelEvent, MessageEvent>): Promise<Receipt> {
    const gone = event.kind === 'unreachable' ? await find(event.address) : undefined
    const conversation = await journal.write(async db => {
      if (!(await acceptOnce(journal, db, instance, `${event.kind}:${event.id}`))) return undefined
      if (event.kind === 'status') return noteStatus(db, event)
      if (gone) await markUnreachable(journal, db, gone.id, journal.clock.now())
      if (event.kind === 'address_changed') await moveAddress(journal, db, { ...event, instance })
      return ''
    })
    return { conversation: conversation ?? '', duplicate: conversation === undefined }
  }

  async function isAnswered(conversation: string, message: string): Promise<boolean> {
    const row = await journal.db
      .selectFrom('message')
      .innerJoin('conversation', join =>
        join
          .onRef('conversation.business', '=', 'message.business')
          .onRef('conversation.id', '=', 'message.conversation'),
      )
      .select(['message.seq', 'conversation.answered_seq'])
      .where('message.business', '=', journal.business)
      .where('message.id', '=', message)
      .where('message.conversation', '=', conversation)
      .executeTakeFirst()
    return row !== undefined && row.seq <= row.answered_seq
  }

  return {
    async deliver(event) {
      if (!parts.isAccepting()) throw codedError('unavailable', 'the desk is stopping', { retryAfterMs: 5_000 })
      try {
        if (event.kind === 'message')
          return await parts.admission.admit(`${instance}:${event.address}`, () => deliverMessage(event))
        if (event.kind === 'edited')
          return await parts.admission.admit(`${instance}:${event.address}`, () => deliverEdited(event))
        return await deliverOther(event)
      } catch (error) {
        // Whatever the journal fails with: nothing was stored, and the provider shall deliver it again.
        if (codeOf(error, 'unknown_outcome') !== 'unknown_outcome') throw error
        throw codedError('unavailable', 'the message could not be stored', { cause: error })
      }
    },

    async answered({ conversation, message }, call) {
      while (!call.signal.aborted && journal.clock.now() < call.deadline) {
        const heard = parts.news.next(conversation, { signal: call.signal, withinMs: LOOK_AGAIN_MS })
        if (!parts.news.isRunning(message) && (await isAnswered(conversation, message))) return true
        if ((await heard).includes(message)) return true
      }
      return isAnswered(conversation, message)
    },

    async conversation({ address, after = 0, limit = 100 }): Promise<ConversationView | undefined> {
      const row = await find(address)
      if (!row) return undefined
      const session: Session = JSON.parse(row.session)
      const since = journal.clock.now() - SHOW_VISITS_FOR_MS
      const conversations = await conversationsOf(journal, row.id, session.client.verifiedPhone)
      const [messages, visits] = await Promise.all([
        historyAfter(journal, row.id, after, limit),
        visitsOf(journal, journal.db, conversations, since),
      ])
      return {
        conversation: row.id,
        turn: row.turn,
        state: session.state,
        mode: row.mode,
        locale: session.locale,
        busy: row.inbound_seq > row.answered_seq,
        answered: row.answered_seq,
        messages: messages.map(({ file, ...message }) => {
          const media = file === undefined ? undefined : parts.files.shown(file)
          return {
            ...message,
            ...(media && { media }),
            at: localMoment(Date.parse(message.at), parts.timezone).instant,
          }
        }),
        appointments: visits.map(parts.cardOf),
      }
    },
  }
}
