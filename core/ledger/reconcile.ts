import { acceptOutcome } from '../journal/accept.ts'
import { changeOperation, childOperations, findOperation, type Operation, UNSETTLED } from '../journal/operation.ts'
import { advance } from './advance.ts'
import { BY_HAND } from './by-hand.ts'
import { isLive } from './crm-write.ts'
import type { LedgerParts } from './parts.ts'
import { settle, VERIFY_AFTER_MS, verifyAt } from './settle.ts'
import { cancelSurplus } from './surplus.ts'
import { checkWritten, MAX_ATTEMPTS } from './write-rule.ts'

/** An outcome that is open for so long is a person's to find out. */
const GIVE_UP_AFTER_MS = 86_400_000

/** Between look-ups of an outcome that can't be read, the CRM being down: 30 s at first, later a tenth of its age. */
const LOOK_AGAIN_MS = 30_000
const MAX_LOOK_AGAIN_MS = 300_000

/** An outcome that a turn did not come to tell is told again after so long, for an hour. */
const TELL_AGAIN_MS = 600_000
const TELL_FOR_MS = 3_600_000

const RECONCILER = { isFresh: false, isTold: false }

/** Statuses of which the client was told that there is a visit. */
const PROMISED: readonly Operation['status'][] = ['booked', 'requested']

/** Statuses of which the client was told that there is none. */
const DENIED: readonly Operation['status'][] = ['slot_taken', 'refused']

/** A client may agree long after the time was proposed: what counts is the last attempt. */
function begunAt({ sendBefore, createdAt }: Operation): number {
  return sendBefore ?? createdAt
}

function lookAgainAt(operation: Operation, now: number): number {
  const age = now - begunAt(operation)
  return now + Math.min(Math.max(LOOK_AGAIN_MS, Math.round(age / 10)), MAX_LOOK_AGAIN_MS)
}

function soonest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter(time => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** Rule 5: after a second attempt exactly one live record must stand, and none when the client heard that there is none. */
async function verify(parts: LedgerParts, operation: Operation): Promise<number | undefined> {
  const { journal } = parts
  const lookAgain = () => {
    const now = journal.clock.now()
    if (now - begunAt(operation) <= GIVE_UP_AFTER_MS) return lookAgainAt(operation, now)
    parts.log.error(
      { operation: operation.id },
      'a booking that was written twice could not be verified; staff must look',
    )
    return undefined
  }
  const found = await checkWritten(parts, operation)
  if (found === 'unreadable') return lookAgain()
  if (DENIED.includes(operation.status)) {
    const live = found && isLive(found.appointment) ? [found.appointment, ...found.surplus] : []
    return (await cancelSurplus(parts, operation, live)) ? undefined : lookAgain()
  }
  if (!found) {
    parts.log.error({ operation: operation.id }, 'a booking that was answered is not in the CRM; staff must look')
    await settle(parts, operation, { status: 'staff' }, false)
    return undefined
  }
  // The business may have moved or cancelled it since: the client's view follows.
  const { appointment, surplus } = found
  await journal.write(async db => {
    const change = { result: appointment, appointmentId: appointment.id }
    const changed = await changeOperation(journal, db, operation, change)
    if (changed) await parts.visits.write(db, changed, appointment)
  })
  return (await cancelSurplus(parts, operation, surplus)) ? undefined : lookAgain()
}

/** What a settled operation still needs: its client to be told when the turn that should did not, and rule 5. */
async function followUp(parts: LedgerParts, operation: Operation): Promise<number | undefined> {
  const { journal } = parts
  const { id, conversation, attempt, toldAt, parent } = operation
  if (attempt === 0) return undefined
  const now = journal.clock.now()
  const isSettledByCrm = [...PROMISED, ...DENIED].includes(operation.status) && operation.reason !== BY_HAND
  const lookAt = isSettledByCrm ? verifyAt(operation) : undefined
  const again = lookAt !== undefined && now >= lookAt ? await verify(parts, operation) : lookAt
  if (toldAt !== undefined || parent !== undefined || now - begunAt(operation) > TELL_FOR_MS) return again
  await journal.write(db => acceptOutcome(journal, db, conversation, id))
  parts.wake()
  return soonest(again, now + TELL_AGAIN_MS)
}

/**
 * Settles what a turn left open, also one that died in the middle. Answers when to look again, or undefined when there
 * is nothing left to do.
 */
export async function reconcile(parts: LedgerParts, id: string): Promise<number | undefined> {
  const { journal } = parts
  const operation = await findOperation(journal, journal.db, id)
  if (!operation) return undefined
  if (!UNSETTLED.includes(operation.status)) return followUp(parts, operation)

  const settledAt = (operation.sendBefore ?? 0) + parts.crm.capabilities.settleMs
  if (journal.clock.now() <= settledAt) return settledAt + 1
  const after = await advance(parts, operation, RECONCILER)
  await parts.reach('ledger.outcome-stored')
  if (!UNSETTLED.includes(after.status)) return soonest(verifyAt(after), journal.clock.now() + TELL_AGAIN_MS)
  const open = await openPart(parts, after)
  const isTooOld = journal.clock.now() - begunAt(operation) > GIVE_UP_AFTER_MS
  const again = isTooOld ? undefined : nextLook(parts, open)
  if (again !== undefined) return again
  await settle(parts, open, { status: 'staff' }, open.id !== after.id)
  // A move ends by what its parts have come to: the new visit may stand.
  if (open.id !== after.id) await advance(parts, after, RECONCILER)
  return undefined
}

/** The part that keeps a move open, or the operation itself. */
async function openPart({ journal }: LedgerParts, operation: Operation): Promise<Operation> {
  const children = await childOperations(journal, journal.db, operation.id)
  return children.find(({ status }) => UNSETTLED.includes(status)) ?? operation
}

/** A last attempt's outcome gets one last look ten minutes later; then, with undefined, a person decides. */
function nextLook(parts: LedgerParts, operation: Operation): number | undefined {
  const now = parts.journal.clock.now()
  const settledAt = (operation.sendBefore ?? 0) + parts.crm.capabilities.settleMs
  const isExhausted = operation.attempt >= MAX_ATTEMPTS && operation.lookups >= 2
  if (!isExhausted) return now <= settledAt ? settledAt + 1 : lookAgainAt(operation, now)
  const lastLook = settledAt + VERIFY_AFTER_MS
  return now < lastLook ? lastLook : undefined
}
