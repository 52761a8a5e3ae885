import type { Call } from '../contract/index.ts'
import { changeOperation, findOperation, type Operation } from '../journal/operation.ts'
import { beginAttempt } from './begin-commit.ts'
import { type Found, lookUp, statusOf, writeOnce } from './crm-write.ts'
import { codeOf, reasonOf } from './error-code.ts'
import type { LedgerParts } from './parts.ts'
import { settle } from './settle.ts'

/** How long an answer is waited for after the last moment of sending. */
const ANSWER_WITHIN_MS = 5_000

/** How long a look-up may take. */
const LOOK_UP_MS = 10_000

/** No operation is written more often than this. */
export const MAX_ATTEMPTS = 3

/** How an operation is carried on. */
export interface Advance {
  /** The caller began this attempt itself, a moment ago: it may write. Anybody else only looks. */
  isFresh: boolean
  /** The caller's turn tells the client the outcome. */
  isTold: boolean
}

/** Waits for the CRM no longer than `untilMs`, whatever the plugin does with its signal. */
async function withDeadline<T>(
  parts: LedgerParts,
  untilMs: number,
  deadline: number,
  work: (call: Call) => Promise<T>,
) {
  const timeOut = new AbortController()
  const late = Object.assign(new Error('the CRM did not answer in time'), { code: 'unknown_outcome' })
  const timer = setTimeout(() => timeOut.abort(late), Math.max(0, untilMs - parts.journal.clock.now()))
  const signal = AbortSignal.any([timeOut.signal, parts.signal])
  try {
    return await Promise.race([
      work({ signal, deadline }),
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    ])
  } finally {
    clearTimeout(timer)
  }
}

/** Asks the CRM whether the write happened, and counts the answer "nothing". */
export async function checkWritten(parts: LedgerParts, operation: Operation): Promise<Found | 'unreadable'> {
  const until = parts.journal.clock.now() + LOOK_UP_MS
  try {
    const found = await withDeadline(parts, until, until, call => lookUp(parts.crm, operation, call))
    await parts.reach('ledger.looked-up')
    return found
  } catch (error) {
    parts.log.warn({ err: error, operation: operation.id }, 'the CRM cannot be asked what became of a write')
    return 'unreadable'
  }
}

/** One operation that is one request: a fresh attempt is written, an open one looked up. */
export async function advanceOne(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  if (operation.status === 'committing' && how.isFresh) return write(parts, operation, how)
  if (operation.status === 'committing' || operation.status === 'unknown') return resolve(parts, operation, how)
  return operation
}

async function write(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  const deadline = operation.sendBefore ?? 0
  await parts.reach('ledger.committing')
  try {
    const appointment = await withDeadline(parts, deadline + ANSWER_WITHIN_MS, deadline, call =>
      writeOnce(parts.crm, operation, call),
    )
    await parts.reach('ledger.written')
    const settled = await settle(
      parts,
      operation,
      { status: statusOf(operation.kind, appointment), appointment },
      how.isTold,
    )
    await parts.reach('ledger.settled')
    return settled
  } catch (error) {
    if (parts.signal.aborted) throw error
    return judge(parts, operation, error, how)
  }
}

/** Rules 3 and 4: what an error of a write means. */
async function judge(parts: LedgerParts, operation: Operation, error: unknown, how: Advance): Promise<Operation> {
  const code = codeOf(error, 'unknown_outcome')
  parts.log.warn({ err: error, code, operation: operation.id, attempt: operation.attempt }, 'a write to the CRM failed')
  const isFirst = operation.attempt === 1
  const reason = reasonOf(error)
  const because = reason === undefined ? {} : { reason }
  if (isFirst && code === 'slot_taken') return settle(parts, operation, { status: 'slot_taken' }, how.isTold)
  if (isFirst && (code === 'refused' || code === 'invalid' || code === 'not_found'))
    return settle(parts, operation, { status: 'refused', ...because }, how.isTold)
  if (isFirst && code !== 'unknown_outcome')
    return settle(parts, operation, { status: 'failed', ...because }, how.isTold)
  const unknown = await parts.journal.write(db =>
    changeOperation(parts.journal, db, operation, {
      status: 'unknown',
      // Rule 4: after an earlier attempt a refusal is believed once a look-up by key found nothing.
      ...(code !== 'unknown_outcome' && !isFirst && { reason: code }),
    }),
  )
  await parts.reach('ledger.unknown')
  if (!unknown) return (await findOperation(parts.journal, parts.journal.db, operation.id)) ?? operation
  return resolve(parts, unknown, how)
}

/** Whether the provider lets a look-up prove that nothing was written. */
function canLookUp(parts: LedgerParts, operation: Operation): boolean {
  return operation.kind !== 'book' || parts.crm.capabilities.findByKey
}

/** An open outcome: looked up, written once more when two look-ups found nothing, or left to a person. */
async function resolve(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  if (!canLookUp(parts, operation)) return settle(parts, operation, { status: 'staff' }, how.isTold)
  const settledAt = (operation.sendBefore ?? 0) + parts.crm.capabilities.settleMs
  const askedAt = parts.journal.clock.now()
  const found = await checkWritten(parts, operation)
  if (found === 'unreadable') return operation
  if (found) {
    await cancelSurplus(parts, operation, found.surplus)
    return settle(parts, operation, { status: found.status, appointment: found.appointment }, how.isTold)
  }
  const lookups = operation.lookups + 1
  const counted = await parts.journal.write(db =>
    changeOperation(parts.journal, db, operation, { status: 'unknown', lookups }),
  )
  if (!counted) return (await findOperation(parts.journal, parts.journal.db, operation.id)) ?? operation
  if (askedAt < settledAt) return counted
  if (lookups < 2) return resolve(parts, counted, how)
  return afterNothingFound(parts, counted, how)
}

async function afterNothingFound(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  const { journal } = parts
  if (operation.attempt > 1 && operation.reason === 'slot_taken')
    return settle(parts, operation, { status: 'slot_taken' }, how.isTold)
  if (operation.attempt > 1 && (operation.reason === 'refused' || operation.reason === 'invalid'))
    return settle(parts, operation, { status: 'refused' }, how.isTold)
  if (operation.attempt >= MAX_ATTEMPTS) return operation
  const again = await journal.write(db => beginAttempt(journal, db, operation, parts.crm.capabilities.settleMs))
  await parts.reach('ledger.retrying')
  if (!again) return (await findOperation(journal, journal.db, operation.id)) ?? operation
  return write(parts, again, how)
}

/** Rule 5: of several live records of one key the first stays. */
export async function cancelSurplus(parts: LedgerParts, operation: Operation, surplus: readonly { id: string }[]) {
  for (const { id } of surplus) {
    parts.log.error(
      { operation: operation.id, appointment: id },
      'one booking was written twice; the later one is cancelled',
    )
    const until = parts.journal.clock.now() + LOOK_UP_MS
    await withDeadline(parts, until, until, call => parts.crm.cancelAppointment({ id, key: operation.id }, call))
  }
}
