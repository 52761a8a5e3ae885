import type { Logger } from 'pino'
import type { ChannelInstance } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import { changeRow, type OutboxRow, type OutboxStatus, openRows } from '../journal/outbox.ts'
import { markUnreachable, type Recipient, recipientOf } from '../journal/recipient.ts'
import type { SaidMessage } from '../journal/said-message.ts'
import { assertClaim, type Claim } from '../journal/work.ts'
import type { WorkHandler, WorkOutcome } from '../journal/worker.ts'
import { withDeadline } from '../ledger/crm-call.ts'
import { codeOf } from '../ledger/error-code.ts'
import type { Reach } from '../ledger/fail-points.ts'
import type { Files } from './files.ts'
import { afterDoubt, dueAtOf, GIVE_UP_AFTER_MS, isRepeatable, judge, type Verdict } from './outbox-verdict.ts'
import { outgoingOf } from './window.ts'

/** What sends the outbox of every channel. */
export interface OutboxParts {
  journal: Journal
  log: Logger
  reach: Reach
  files: Files
  channelOf(instance: string): { channel: ChannelInstance; startedAt(): number | undefined } | undefined
  count(instance: string, status: OutboxStatus): void
}

const SEND_WITHIN_MS = 20_000
/** A file has a longer way. */
const SEND_FILE_WITHIN_MS = 60_000
/** While its channel is not running a message waits: 5 s, 10 s … 60 s. */
const CHANNEL_DOWN_MS = 5_000
const MAX_CHANNEL_DOWN_MS = 60_000
/** A channel that was taken out of the configuration may come back. */
const CHANNEL_GONE_MS = 600_000

/** One row on its way. */
interface Sending {
  claim: Claim
  recipient: Recipient
  channel: ChannelInstance
  row: OutboxRow
  signal: AbortSignal
}

/** The work that sends one conversation's messages, in order; a dead one never blocks those behind it. */
export function createOutboxHandler(parts: OutboxParts): WorkHandler {
  const { journal, log, reach } = parts

  /** Staff must hear of a client who was not told what became of a booking; `aiadmin outbox` lists all that did not arrive. */
  function report(
    { recipient, row }: Pick<Sending, 'recipient' | 'row'>,
    status: OutboxStatus,
    reason: string,
    cause: unknown,
  ) {
    const { instance, conversation } = recipient
    const { id, operation } = row
    parts.count(instance, status)
    const fields = { instance, conversation, message: id, status, reason, ...(cause !== undefined && { err: cause }) }
    if (operation !== undefined && status !== 'queued')
      log.error({ ...fields, operation }, 'a client may not know what became of a booking; see: aiadmin outbox')
    else log.warn(fields, 'a message was not sent')
  }

  /** Writes what became of a row, if the work is still ours: somebody else may be sending it by now. */
  async function settle(
    { claim, recipient, row }: Pick<Sending, 'claim' | 'recipient' | 'row'>,
    { status, againMs }: Verdict,
    error: string,
    cause?: unknown,
  ): Promise<number | undefined> {
    const dueAt = againMs === undefined ? undefined : journal.clock.now() + againMs
    const due = dueAt === undefined ? {} : { due_at: dueAt }
    const isOurs = await journal.write(async db => {
      const change = { status, ...due, error }
      const isChanged = await changeRow(journal, db, { id: row.id, from: ['queued', 'sending'] }, change)
      await assertClaim(journal, db, claim)
      return isChanged
    })
    if (isOurs) report({ recipient, row }, status, error, cause)
    // Settled by a status of the provider meanwhile: those behind it go on.
    return isOurs ? dueAt : undefined
  }

  /** Commits that the row is being sent, and as what; false when it was settled since it was read. */
  async function begin({ claim, row }: Sending, message: SaidMessage): Promise<boolean> {
    return journal.write(async db => {
      const change = { status: 'sending', attempts: row.attempts + 1 } as const
      const payload = message === row.payload ? {} : { payload: JSON.stringify(message) }
      const from = ['queued', 'sending'] as const
      const isChanged = await changeRow(journal, db, { id: row.id, from }, { ...change, ...payload })
      await assertClaim(journal, db, claim)
      return isChanged
    })
  }

  /** What was sent is sent, whoever has the work now; only what a provider said since counts more. */
  async function noteSent({ recipient, row }: Sending, providerIds: readonly string[]): Promise<void> {
    const change = { status: 'sent', provider_ids: JSON.stringify(providerIds), error: null } as const
    const from = ['queued', 'sending', 'unknown'] as const
    if (await journal.write(db => changeRow(journal, db, { id: row.id, from }, change)))
      parts.count(recipient.instance, 'sent')
  }

  /** Sends one row; answers when to try again, when it must be. */
  async function send(sending: Sending): Promise<number | undefined> {
    const { recipient, channel, row, signal } = sending
    const { address } = recipient
    const { delivery } = channel.capabilities
    // The process died between sending and noting it.
    if (row.status === 'sending' && !isRepeatable(delivery))
      return settle(sending, afterDoubt(row, delivery, row.attempts), 'interrupted')
    if (recipient.isUnreachable) return settle(sending, { status: 'dead' }, 'unreachable')
    const outgoing = await outgoingOf(journal, row, { capabilities: channel.capabilities, recipient })
    if ('reason' in outgoing) return settle(sending, { status: 'dead' }, outgoing.reason)
    const { message } = outgoing
    const { file, ...words } = message
    const media = file === undefined ? undefined : await parts.files.read(file)
    if (!(await begin(sending, message))) return undefined
    await reach('outbox.sending')
    const deadline = journal.clock.now() + (media ? SEND_FILE_WITHIN_MS : SEND_WITHIN_MS)
    const answer = await withDeadline({ journal, signal }, { untilMs: deadline, deadline }, call =>
      channel.send({ address, message: { ...words, ...(media && { media }) }, key: row.id }, call),
    ).catch((error: unknown) => ({ error }))
    if (!('error' in answer)) {
      await reach('outbox.answered')
      await noteSent(sending, answer.providerIds)
      await reach('outbox.recorded')
      return undefined
    }
    const { error } = answer
    if (signal.aborted) throw error
    const code = codeOf(error, 'unknown_outcome')
    if (code === 'unreachable')
      await journal.write(db => markUnreachable(journal, db, recipient.conversation, recipient.heardAt))
    // What was too late as free words goes out as a template, once.
    const mayBeTemplate = code === 'window_closed' && message.template === undefined
    const verdict: Verdict = mayBeTemplate
      ? { status: 'queued', againMs: 0 }
      : judge(error, { row, delivery, now: journal.clock.now() })
    return settle(sending, verdict, code, error)
  }

  /** Messages of a channel that is no longer configured wait for it as long as for one that is down. */
  async function waitForChannel(claim: Claim, recipient: Recipient): Promise<WorkOutcome> {
    const now = journal.clock.now()
    let isWaiting = false
    for (const row of await openRows(journal, claim.ref)) {
      if (now - row.createdAt <= GIVE_UP_AFTER_MS) isWaiting = true
      else await settle({ claim, recipient, row }, { status: 'dead' }, 'its channel is gone')
    }
    return isWaiting ? { againAt: now + CHANNEL_GONE_MS } : undefined
  }

  return {
    async run(claim, _prepared, signal) {
      let recipient = await recipientOf(journal, claim.ref)
      if (!recipient) return undefined
      const served = parts.channelOf(recipient.instance)
      if (!served) return waitForChannel(claim, recipient)
      const startedAt = served.startedAt()
      if (startedAt === undefined) {
        const waitMs = Math.min(CHANNEL_DOWN_MS * claim.attempts, MAX_CHANNEL_DOWN_MS)
        return { againAt: journal.clock.now() + waitMs }
      }
      for (const row of await openRows(journal, claim.ref)) {
        const sending = { claim, recipient, channel: served.channel, row, signal }
        // A reply of the desk that a person has overtaken is not said any more; an outcome always is.
        const isFree = row.payload.author === 'desk' && row.operation === undefined
        if (isFree && row.createdAt < (recipient.staffWroteAt ?? 0)) {
          await settle(sending, { status: 'dead' }, 'staff took over')
          continue
        }
        const dueAt = dueAtOf(row, served.channel.capabilities.delivery, startedAt)
        if (dueAt > journal.clock.now()) return { againAt: dueAt }
        const again = await send(sending)
        if (again !== undefined) return { againAt: again }
        // A send takes long: the client may have gone, and a person may have come.
        recipient = (await recipientOf(journal, claim.ref)) ?? recipient
      }
      return undefined
    },
  }
}
