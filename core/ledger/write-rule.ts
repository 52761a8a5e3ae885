import type { Appointment } from '../contract/index.ts'
import { changeOperation, findOperation, type Operation, UNSETTLED } from '../journal/operation.ts'
import { noteEvent } from '../journal/operation-history.ts'
import { beginAttempt } from './begin-commit.ts'
import { readCrm, withDeadline } from './crm-call.ts'
import { type Found, goneVisit, lookUp, statusOf, writeOnce } from './crm-write.ts'
import { codeOf, reasonOf, saidBy } from './error-code.ts'
import type { LedgerParts } from './parts.ts'
import { settle } from './settle.ts'
import { cancelSurplus } from './surplus.ts'

/** How long an answer is waited for after the last moment of sending. */
const ANSWER_WITHIN_MS = 5_000

/** Codes with which the business, or the CRM for it, says no. */
const REFUSALS: readonly string[] = ['refused', 'invalid', 'not_found']

/** Before the next try where the CRM does not say when. */
const MIN_PAUSE_MS = 1_000

/** No operation is written more often than this. */
export const MAX_ATTEMPTS = 3

/** How an operation is carried on. */
export interface Advance {
  /** The caller began this attempt itself, a moment ago: it may write. Anybody else only looks. */
  isFresh: boolean
  /** The caller's turn tells the client the outcome. */
  isTold: boolean
  /** Until when the client of this turn is kept waiting for a CRM that takes nothing at the moment. Absent: not at all. */
  patientUntil?: number | undefined
}

/** Asks the CRM whether the write happened. */
export async function checkWritten(parts: LedgerParts, operation: Operation): Promise<Found | 'unreadable'> {
  try {
    const isSettled = !UNSETTLED.includes(operation.status)
    const found = await readCrm(parts, call => lookUp(parts.crm, operation, call, { isSettled }))
    await parts.reach('ledger.looked-up')
    return found
  } catch (error) {
    parts.log.warn({ err: error, operation: operation.id }, 'the CRM cannot be asked what became of a write')
    const { journal } = parts
    await journal.write(db => noteEvent(journal, db, operation, { event: 'unreadable', detail: saidBy(error) }))
    return 'unreadable'
  }
}

/** One operation that is one request: a fresh attempt is written, an open one looked up. */
export async function advanceOne(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  if (operation.status === 'committing' && how.isFresh) return write(parts, operation, how)
  if (operation.status === 'committing' || operation.status === 'unknown') return resolve(parts, operation, how)
  return operation
}

/** Rule 2: the one request of an attempt; nothing is sent after the deadline, also when this process was paused before it. */
async function send(parts: LedgerParts, operation: Operation): Promise<Appointment> {
  const deadline = operation.sendBefore ?? 0
  if (parts.journal.clock.now() >= deadline)
    throw Object.assign(new Error('too late to send; nothing was sent'), { code: 'unavailable' })
  const appointment = await withDeadline(
    parts,
    { untilMs: deadline + ANSWER_WITHIN_MS, deadline, priority: 'commit' },
    call => writeOnce(parts.crm, operation, call),
  )
  if (statusOf(operation, appointment) !== 'unknown') return appointment
  throw Object.assign(new Error('the CRM answered with a visit that was not asked for'), { code: 'unknown_outcome' })
}

async function write(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  await parts.reach('ledger.committing')
  const answer = await send(parts, operation).then(
    appointment => ({ appointment }),
    (error: unknown) => ({ error }),
  )
  if ('error' in answer) {
    // The process is closing: who starts next looks what became of it.
    if (parts.signal.aborted) throw answer.error
    const again = await waitForTurn(parts, operation, answer.error, how)
    if (again) return write(parts, again, how)
    return judge(parts, operation, answer.error, how)
  }
  const { appointment } = answer
  await parts.reach('ledger.written')
  const settled = await settle(parts, operation, { status: statusOf(operation, appointment), appointment }, how.isTold)
  await parts.reach('ledger.settled')
  return settled
}

/**
 * A CRM that is too busy has written nothing: the same attempt begins anew a little later, while its client waits. Answers
 * it, or undefined when there is nothing to wait for. Somebody who wrote meanwhile hears at once how it stands.
 */
async function waitForTurn(
  parts: LedgerParts,
  operation: Operation,
  error: unknown,
  { patientUntil = 0 }: Advance,
): Promise<Operation | undefined> {
  const { journal } = parts
  if (codeOf(error, 'unknown_outcome') !== 'rate_limited' || operation.attempt !== 1) return undefined
  const againInMs = Math.max(MIN_PAUSE_MS, Number(Object(error).retryAfterMs) || 0)
  if (journal.clock.now() + againInMs >= patientUntil) return undefined
  const again = await journal.write(db =>
    beginAttempt(journal, db, operation, parts.crm.capabilities.settleMs, againInMs),
  )
  if (again) await journal.clock.sleep(againInMs, parts.signal)
  return again
}

/** Rules 3 and 4: what an error of a write means. */
async function judge(parts: LedgerParts, operation: Operation, error: unknown, how: Advance): Promise<Operation> {
  const code = codeOf(error, 'unknown_outcome')
  parts.log.warn({ err: error, code, operation: operation.id, attempt: operation.attempt }, 'a write to the CRM failed')
  // Some CRMs delete what is cancelled: what is not there needs no cancelling.
  if (operation.kind === 'cancel' && code === 'not_found')
    return settle(parts, operation, { status: 'cancelled', appointment: goneVisit(operation) }, how.isTold)
  const isFirst = operation.attempt === 1
  const reason = reasonOf(error)
  const because = { said: saidBy(error), ...(reason !== undefined && { reason }) }
  if (isFirst && code === 'slot_taken')
    return settle(parts, operation, { status: 'slot_taken', ...because }, how.isTold)
  if (isFirst && REFUSALS.includes(code)) return settle(parts, operation, { status: 'refused', ...because }, how.isTold)
  if (isFirst && code !== 'unknown_outcome')
    return settle(parts, operation, { status: 'failed', ...because }, how.isTold)
  const unknown = await parts.journal.write(async db => {
    const changed = await changeOperation(parts.journal, db, operation, {
      status: 'unknown',
      // Rule 4: after an earlier attempt a refusal is believed once a look-up by key found nothing.
      ...(code !== 'unknown_outcome' && !isFirst && { reason: code }),
    })
    if (changed) await noteEvent(parts.journal, db, changed, { event: 'failed', detail: because.said })
    return changed
  })
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
  const counted = await parts.journal.write(async db => {
    const changed = await changeOperation(parts.journal, db, operation, { status: 'unknown', lookups })
    if (changed) await noteEvent(parts.journal, db, changed, { event: 'not_found' })
    return changed
  })
  if (!counted) return (await findOperation(parts.journal, parts.journal.db, operation.id)) ?? operation
  if (askedAt < settledAt) return counted
  if (lookups < 2) return resolve(parts, counted, how)
  return afterNothingFound(parts, counted, how)
}

async function afterNothingFound(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  const { journal } = parts
  if (operation.attempt > 1 && operation.reason === 'slot_taken')
    return settle(parts, operation, { status: 'slot_taken' }, how.isTold)
  if (operation.attempt > 1 && REFUSALS.includes(operation.reason ?? ''))
    return settle(parts, operation, { status: 'refused' }, how.isTold)
  if (operation.attempt >= MAX_ATTEMPTS) return operation
  const again = await journal.write(db => beginAttempt(journal, db, operation, parts.crm.capabilities.settleMs))
  await parts.reach('ledger.retrying')
  if (!again) return (await findOperation(journal, journal.db, operation.id)) ?? operation
  return write(parts, again, how)
}
