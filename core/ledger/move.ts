import { newId } from '../journal/ids.ts'
import {
  changeOperation,
  childOperations,
  findOperation,
  insertOperation,
  type Operation,
  UNSETTLED,
} from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'
import { beginAttempt } from './begin-commit.ts'
import { readCrm } from './crm-call.ts'
import { isAt, isLive } from './crm-write.ts'
import type { LedgerParts } from './parts.ts'
import { draftHash } from './propose.ts'
import { type Settlement, settle } from './settle.ts'
import { type Advance, advanceOne } from './write-rule.ts'

/** Who does not begin a part itself only looks; the parts tell their move, never the client. */
const LOOK: Advance = { isFresh: false, isTold: true }
const WRITE: Advance = { isFresh: true, isTold: true }

type PartKind = 'book' | 'cancel'

async function insertPart({ journal }: LedgerParts, db: Db, move: Operation, kind: PartKind): Promise<Operation> {
  const { slot, previous, appointmentId, ...rest } = move.draft
  const draft =
    kind === 'book'
      ? { ...rest, ...(slot && { slot }) }
      : { ...rest, ...(previous && { previous }), ...(appointmentId !== undefined && { appointmentId }) }
  const id = newId()
  const row = { id, conversation: move.conversation, kind, draft, hash: draftHash(kind, draft), parent: move.id }
  await insertOperation(journal, db, { ...row, status: 'held' })
  const held = await findOperation(journal, db, id)
  if (!held) throw new Error(`a part of the move ${move.id} could not be begun`)
  return held
}

/** Nothing of it was written; only the cancelling is worth another try, since the new visit stands already. */
function mayBeginAgain({ kind, status }: Operation): boolean {
  return kind === 'cancel' && status === 'failed'
}

/**
 * Begins a part of a move, once: a turn and a reconciler may both be at it, one of them after a pause. Answers the part,
 * and whether it is the caller's to write.
 */
async function beginPart(parts: LedgerParts, { id }: Operation, kind: PartKind) {
  const { journal } = parts
  return journal.write(async db => {
    const move = await findOperation(journal, db, id)
    // Raising the version locks the move's row on databases that let several write at once.
    const locked = move && UNSETTLED.includes(move.status) && (await changeOperation(journal, db, move, {}))
    if (!locked) return undefined
    const begun = (await childOperations(journal, db, id)).find(child => child.kind === kind)
    if (begun && !mayBeginAgain(begun)) return { part: begun, how: LOOK }
    const next = begun ?? (await insertPart(parts, db, locked, kind))
    const part = await beginAttempt(journal, db, next, parts.crm.capabilities.settleMs)
    if (!part) throw new Error(`a part of the move ${id} could not be begun`)
    return { part, how: WRITE }
  })
}

/** Carries one part as far as it goes now; undefined when the move was settled meanwhile. */
async function advancePart(
  parts: LedgerParts,
  move: Operation,
  kind: PartKind,
  { patientUntil }: Advance,
): Promise<Operation | undefined> {
  const begun = await beginPart(parts, move, kind)
  if (!begun) return undefined
  return advanceOne(parts, begun.part, { ...begun.how, patientUntil })
}

/** Whether the new visit stands; `unreadable` when the CRM does not say. */
async function verifyBooked(parts: LedgerParts, booked: Operation): Promise<boolean | 'unreadable'> {
  try {
    const visit = await readCrm(parts, call => parts.crm.getAppointment({ id: booked.appointmentId ?? '' }, call))
    return visit !== undefined && isLive(visit) && isAt(visit, booked)
  } catch (error) {
    parts.log.warn({ err: error, operation: booked.parent }, 'the CRM cannot be asked for the new visit of a move')
    return 'unreadable'
  }
}

const isOpen = ({ status }: Operation) => UNSETTLED.includes(status)

/** The move as it is in the journal now: beginning a part has changed it. */
async function read({ journal }: LedgerParts, move: Operation): Promise<Operation> {
  return (await findOperation(journal, journal.db, move.id)) ?? move
}

async function wait(parts: LedgerParts, waiting: Operation): Promise<Operation> {
  const move = await read(parts, waiting)
  if (move.status !== 'committing') return move
  const changed = await parts.journal.write(db => changeOperation(parts.journal, db, move, { status: 'unknown' }))
  return changed ?? read(parts, move)
}

/**
 * A move that the CRM can't make: book the new visit, verify it, cancel the old one, each an operation. The old visit
 * stays until the new one stands.
 */
export async function advanceMove(parts: LedgerParts, move: Operation, how: Advance): Promise<Operation> {
  if (!isOpen(move)) return move
  const end = async (settlement: Settlement) => {
    const now = await read(parts, move)
    return isOpen(now) ? settle(parts, now, settlement, how.isTold) : now
  }

  const booked = await advancePart(parts, move, 'book', how)
  if (!booked) return read(parts, move)
  if (isOpen(booked)) return wait(parts, move)
  const appointment = booked.result
  if (booked.status === 'requested' && appointment) return end({ status: 'requested', appointment })
  if (booked.status !== 'booked' || !appointment) {
    const reason = booked.reason === undefined ? {} : { reason: booked.reason }
    return end({ status: booked.status, ...reason })
  }
  await parts.reach('move.booked')

  const hasCancelled = (await childOperations(parts.journal, parts.journal.db, move.id)).some(isCancelling)
  const verified = hasCancelled || (await verifyBooked(parts, booked))
  if (verified === 'unreadable') return wait(parts, move)
  if (!verified) return end({ status: 'staff' })
  await parts.reach('move.verified')

  const cancelled = await advancePart(parts, move, 'cancel', how)
  if (!cancelled) return read(parts, move)
  // Both visits stand while nothing was written: the next look tries again.
  if (isOpen(cancelled) || mayBeginAgain(cancelled)) return wait(parts, move)
  await parts.reach('move.cancelled')
  return end({ status: cancelled.status === 'cancelled' ? 'moved' : 'staff', appointment })
}

const isCancelling = ({ kind }: Operation) => kind === 'cancel'
