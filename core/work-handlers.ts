import type { Logger } from 'pino'
import type { DeskConfig } from '../config/desk-config.ts'
import type { Files } from './channels/files.ts'
import type { Hint } from './channels/hint.ts'
import { createOutboxHandler } from './channels/outbox-sender.ts'
import type { SupervisedChannel } from './channels/supervisor.ts'
import type { TurnNews } from './channels/turn-news.ts'
import type { Reception } from './dialog/reception.ts'
import type { Instances } from './instances.ts'
import type { Room } from './journal/due-work.ts'
import { applyRetention } from './journal/retention.ts'
import { ROTATION_EVERY_MS, scheduleRereads } from './journal/rotation.ts'
import { beginTurn, type ClaimedTurn } from './journal/turn.ts'
import { putOffVisit } from './journal/visit.ts'
import type { WorkKind } from './journal/work.ts'
import type { WorkHandler } from './journal/worker.ts'
import type { Reach } from './ledger/fail-points.ts'
import type { Metrics } from './server/index.ts'

/** What the kinds of work need. */
export interface HandlerParts {
  config: DeskConfig
  instances: Instances
  reception: Reception
  news: TurnNews
  metrics: Metrics
  log: Logger
  reach: Reach
  channelOf(instance: string): SupervisedChannel | undefined
  hint: Hint
  files: Files
}

/** Turns, sends and look-ups at a time: a slow model holds up neither sending nor reconciling. */
export const ROOMS: readonly Room[] = [
  { kinds: ['turn'], limit: 64 },
  { kinds: ['outbox'], limit: 32 },
  { kinds: ['reconcile', 'expire', 'reread', 'rotation', 'retention'], limit: 16 },
]
/** A channel that was taken out of the configuration may come back. */
const CHANNEL_GONE_MS = 600_000
/** Old rows are looked for so often. */
const RETENTION_EVERY_MS = 6 * 3_600_000
/** Over some ten minutes; then the visits behind it have their turn. */
const REREAD_ATTEMPTS = 10
/** A visit that changed while it was being read is read once more. */
const REREAD_AGAIN_MS = 1_000
/** The client sees that an answer is being made; channels show it for some seconds only. */
const TYPING_EVERY_MS = 4_000

/** Shows that the desk is writing until the turn ends. Failures change nothing. */
function showTyping({ channelOf }: HandlerParts, turn: ClaimedTurn, signal: AbortSignal): () => void {
  const { instance, address } = turn.conversation
  const channel = channelOf(instance)?.channel
  if (!channel?.typing || turn.conversation.mode === 'staff') return () => {}
  const type = () => {
    const call = {
      signal: AbortSignal.any([signal, AbortSignal.timeout(TYPING_EVERY_MS)]),
      deadline: Number.MAX_SAFE_INTEGER,
    }
    Promise.resolve(channel.typing?.({ address }, call)).catch(() => {})
  }
  type()
  const timer = setInterval(type, TYPING_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** One handler for each kind of work. */
export function createWorkHandlers(parts: HandlerParts): Readonly<Record<WorkKind, WorkHandler>> {
  const { instances, reception, reach, metrics } = parts
  const { journal } = instances

  const turn: WorkHandler<ClaimedTurn | undefined> = {
    prepare: (db, claim) => beginTurn(journal, db, claim),
    async run(_claim, claimed, signal) {
      if (!claimed) return { done: true, isWorkDue: false }
      // Its channel was taken out of the configuration: nobody could be answered, and asking a model costs money.
      if (!parts.channelOf(claimed.conversation.instance)) return { againAt: journal.clock.now() + CHANNEL_GONE_MS }
      const stamped = claimed.messages.map(({ id }) => id)
      const endTyping = showTyping(parts, claimed, signal)
      let isAnswered = false
      try {
        await reach('turn.claimed')
        const end = await reception.turn(claimed, signal)
        if (!end) return { done: true, isWorkDue: true }
        isAnswered = true
        parts.hint(claimed.conversation, end.said)
        return { done: true, isWorkDue: end.isWorkDue }
      } finally {
        parts.news.turnEnded(claimed.conversation.id, stamped, isAnswered)
        endTyping()
      }
    },
  }

  return {
    turn: turn as WorkHandler,
    outbox: createOutboxHandler({
      journal,
      log: parts.log,
      reach,
      files: parts.files,
      channelOf: parts.channelOf,
      count: (channel, status) => metrics.outbox.inc({ channel, status }),
    }),
    reconcile: {
      async run({ ref }) {
        const againAt = await reception.ledger.reconcile(ref)
        return againAt === undefined ? undefined : { againAt }
      },
    },
    expire: {
      async run({ ref }) {
        await reception.ledger.expire(ref)
        return undefined
      },
    },
    reread: {
      async run({ ref, attempts }) {
        const isRead = await reception.reread(ref).catch(async error => {
          if (attempts < REREAD_ATTEMPTS) throw error
          parts.log.warn({ err: error }, 'a visit cannot be read again for long; its turn comes later')
          await journal.write(db => putOffVisit(journal, db, ref))
          return true
        })
        return isRead ? undefined : { againAt: journal.clock.now() + REREAD_AGAIN_MS }
      },
    },
    rotation: {
      async run() {
        const { rereads } = parts.config
        if (rereads.perMinute === 0 || !instances.crm.capabilities.getAppointment) return undefined
        await journal.write(db => scheduleRereads(journal, db, rereads))
        return { againAt: journal.clock.now() + ROTATION_EVERY_MS }
      },
    },
    retention: {
      async run() {
        await applyRetention(journal, parts.config.retention)
        return { againAt: journal.clock.now() + RETENTION_EVERY_MS }
      },
    },
  }
}
