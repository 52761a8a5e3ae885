import type { Logger } from 'pino'
import type { ChannelInstance } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import { changeRow, type OutboxRow, type OutboxStatus, openRows } from '../journal/outbox.ts'
import type { WorkHandler } from '../journal/worker.ts'
import { codeOf, retryAfterOf } from '../ledger/error-code.ts'
import type { Reach } from '../ledger/fail-points.ts'

/** What sends the outbox of every channel. */
export interface OutboxParts {
  journal: Journal
  log: Logger
  reach: Reach
  channelOf(instance: string): { channel: ChannelInstance; isStarted(): boolean } | undefined
  count(instance: string, status: OutboxStatus): void
}

const SEND_WITHIN_MS = 20_000
const MAX_ATTEMPTS = 8
/** While its channel is not running a message waits. */
const CHANNEL_DOWN_MS = 5_000

/** What a failed send means for its row. */
type Verdict = { status: OutboxStatus; againMs?: number }

function judge(error: unknown, row: OutboxRow, delivery: ChannelInstance['capabilities']['delivery']): Verdict {
  const code = codeOf(error, 'unknown_outcome')
  const attempts = row.attempts + 1
  const againMs = retryAfterOf(error) ?? Math.min(1_000 * 2 ** attempts, 300_000)
  if (code === 'rate_limited' || code === 'unavailable')
    return attempts < MAX_ATTEMPTS ? { status: 'queued', againMs } : { status: 'dead' }
  if (code !== 'unknown_outcome') return { status: 'dead' }
  if (delivery === 'idempotent' || delivery === 'stored')
    return attempts < MAX_ATTEMPTS ? { status: 'queued', againMs } : { status: 'unknown' }
  return afterDoubt(row, delivery, attempts)
}

/** Nobody knows whether it arrived: only what tells the outcome of an operation is worth saying twice. */
function afterDoubt(row: OutboxRow, delivery: string, attempts: number): Verdict {
  if (delivery === 'blind' && row.operation !== undefined && attempts < 2) return { status: 'queued', againMs: 1_000 }
  return { status: 'unknown' }
}

/** The work that sends one conversation's messages, in order; a dead one never blocks those behind it. */
export function createOutboxHandler(parts: OutboxParts): WorkHandler {
  const { journal, log, reach } = parts

  async function find(conversation: string) {
    return journal.db
      .selectFrom('conversation')
      .select(['instance', 'address', 'mode'])
      .where('business', '=', journal.business)
      .where('id', '=', conversation)
      .executeTakeFirst()
  }

  async function settle(
    instance: string,
    row: OutboxRow,
    verdict: Verdict,
    more: { ids?: readonly string[]; error?: string },
  ) {
    const dueAt = verdict.againMs === undefined ? {} : { due_at: journal.clock.now() + verdict.againMs }
    await journal.write(db =>
      changeRow(journal, db, row.id, {
        status: verdict.status,
        attempts: row.attempts + 1,
        ...dueAt,
        ...(more.ids && { provider_ids: JSON.stringify(more.ids) }),
        error: more.error ?? null,
      }),
    )
    parts.count(instance, verdict.status)
  }

  /** Sends one row; answers when to try again, when it must be. */
  async function send(
    instance: string,
    address: string,
    row: OutboxRow,
    channel: ChannelInstance,
    signal: AbortSignal,
  ) {
    const { delivery } = channel.capabilities
    if (row.status === 'sending' && delivery !== 'idempotent' && delivery !== 'stored') {
      // The process died between sending and noting it.
      const verdict = afterDoubt(row, delivery, row.attempts + 1)
      if (verdict.status !== 'queued') return settle(instance, row, verdict, { error: 'interrupted' })
    }
    await journal.write(db => changeRow(journal, db, row.id, { status: 'sending' }))
    await reach('outbox.sending')
    try {
      const { providerIds } = await channel.send(
        { address, message: row.payload, key: row.id },
        {
          signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_WITHIN_MS)]),
          deadline: journal.clock.now() + SEND_WITHIN_MS,
        },
      )
      await reach('outbox.answered')
      await settle(instance, row, { status: 'sent' }, { ids: providerIds })
      await reach('outbox.recorded')
      return undefined
    } catch (error) {
      if (signal.aborted) throw error
      const verdict = judge(error, row, delivery)
      log.warn(
        { instance, code: codeOf(error, 'unknown_outcome'), status: verdict.status, err: error },
        'a message was not sent',
      )
      await settle(instance, row, verdict, { error: codeOf(error, 'unknown_outcome') })
      return verdict.status === 'queued' ? journal.clock.now() + (verdict.againMs ?? 0) : undefined
    }
  }

  return {
    async run(claim, _prepared, signal) {
      const conversation = await find(claim.ref)
      const served = conversation && parts.channelOf(conversation.instance)
      if (!conversation || !served) return undefined
      if (!served.isStarted()) return { againAt: journal.clock.now() + CHANNEL_DOWN_MS }
      for (const row of await openRows(journal, claim.ref)) {
        // A reply of the desk that a person has overtaken is not said any more; an outcome always is.
        const isOvertaken =
          conversation.mode === 'staff' && row.payload.author === 'desk' && row.operation === undefined
        if (isOvertaken && row.attempts > 0) {
          await settle(conversation.instance, row, { status: 'dead' }, { error: 'staff took over' })
          continue
        }
        if (row.dueAt > journal.clock.now()) return { againAt: row.dueAt }
        const again = await send(conversation.instance, conversation.address, row, served.channel, signal)
        if (again !== undefined) return { againAt: again }
      }
      return undefined
    },
  }
}
