import type { ChannelInstance } from '../contract/index.ts'
import type { OutboxRow, OutboxStatus } from '../journal/outbox.ts'
import { codeOf, retryAfterOf } from '../ledger/error-code.ts'

type Delivery = ChannelInstance['capabilities']['delivery']

/** What becomes of a row: with `againMs` it is tried again after that. */
export interface Verdict {
  status: OutboxStatus
  againMs?: number
}

/** A provider that is down comes back; what is older is no answer any more. */
export const GIVE_UP_AFTER_MS = 86_400_000

/** How long a status by our key is waited for before the message is repeated. */
const TRACE_MS = 60_000
/** A crash and a bad line in a row lose nothing; where reports never come a client must not read it for ever. */
const MAX_TRACED = 5

/** Between attempts: 2 s, 4 s … 5 min, or as long as the provider asks for. */
const MIN_WAIT_MS = 1_000
const MAX_WAIT_MS = 300_000
const MAX_ASKED_MS = 3_600_000

/** Codes that say: nothing was sent, and it may go through later. The operator mends a wrong token. */
const LATER: readonly string[] = ['rate_limited', 'unavailable', 'unauthorized']

/** Whether a message may be sent twice with the same key: the client sees it once. */
export function isRepeatable(delivery: Delivery): boolean {
  return delivery === 'idempotent' || delivery === 'stored'
}

function waitMs(error: unknown, attempts: number): number {
  const asked = retryAfterOf(error)
  if (asked !== undefined) return Math.min(Math.max(asked, MIN_WAIT_MS), MAX_ASKED_MS)
  return Math.min(MIN_WAIT_MS * 2 ** attempts, MAX_WAIT_MS)
}

/**
 * Nobody knows whether it arrived. A traceable one waits for its status and is repeated; of the blind ones only what
 * tells the outcome of an operation is worth saying twice.
 *
 * @param attempts how often it was begun to be sent.
 */
export function afterDoubt(row: OutboxRow, delivery: Delivery, attempts: number): Verdict {
  if (delivery === 'traceable' && attempts < MAX_TRACED) return { status: 'queued', againMs: TRACE_MS }
  if (delivery === 'blind' && row.operation !== undefined && attempts < 2)
    return { status: 'queued', againMs: MIN_WAIT_MS }
  return { status: 'unknown' }
}

/** When a row may be sent: a traceable one in doubt not before its status has had time to come to a channel that began again. */
export function dueAtOf(row: OutboxRow, delivery: Delivery, startedAt: number): number {
  const isInDoubt = row.error === 'unknown_outcome' || row.error === 'interrupted'
  return delivery === 'traceable' && isInDoubt ? Math.max(row.dueAt, startedAt + TRACE_MS) : row.dueAt
}

/** What a failed send means for its row. `row.attempts` does not yet count it. */
export function judge(
  error: unknown,
  { row, delivery, now }: { row: OutboxRow; delivery: Delivery; now: number },
): Verdict {
  const code = codeOf(error, 'unknown_outcome')
  const attempts = row.attempts + 1
  const isDoubt = code === 'unknown_outcome'
  if (isDoubt && !isRepeatable(delivery)) return afterDoubt(row, delivery, attempts)
  if (!isDoubt && !LATER.includes(code)) return { status: 'dead' }
  const againMs = waitMs(error, attempts)
  if (now + againMs - row.createdAt <= GIVE_UP_AFTER_MS) return { status: 'queued', againMs }
  return { status: isDoubt ? 'unknown' : 'dead' }
}
