import { newId } from '../journal/ids.ts'
import {
  changeOperation,
  childOperations,
  findOperation,
  insertOperation,
  type Operation,
} from '../journal/operation.ts'
import { beginAttempt } from './begin-commit.ts'
import { isLive } from './crm-write.ts'
import type { LedgerParts } from './parts.ts'
import { draftHash } from './propose.ts'
import { settle } from './settle.ts'
import { type Advance, advanceOne } from './write-rule.ts'

/** Who does not begin a part itself only looks; the parts tell their move, never the client. */
const LOOK: Advance = { isFresh: false, isTold: true }
const WRITE: Advance = { isFresh: true, isTold: true }

async function beginPart(parts: LedgerParts, move: Operation, kind: 'book' | 'cancel'): Promise<Operation> {
  const { journal } = parts
  const { slot, previous: _, appointmentId, ...rest } = move.draft
  const draft =
    kind === 'book'
      ? { ...rest, ...(slot && { slot }) }
      : { ...rest, ...(appointmentId !== undefined && { appointmentId }) }
  const id = newId()
  return journal.write(async db => {
    const row = { id, conversation: move.conversation, kind, draft, hash: draftHash(kind, draft), parent: move.id }
    await insertOperation(journal, db, { ...row, status: 'held' })
    const held = await findOperation(journal, db, id)
    const begun = held && (await beginAttempt(journal, db, held, parts.crm.capabilities.settleMs))
    if (!begun) throw new Error(`a part of the move ${move.id} could not be begun`)
    return begun
  })
}

async function isVerified(parts: LedgerParts, booked: Operation): Promise<boolean> {
  const until = parts.journal.clock.now() + 10_000
  const call = { signal: AbortSignal.any([parts.signal, AbortSignal.timeout(10_000)]), deadline: until }
  const visit = await parts.crm.getAppointment({ id: booked.appointmentId ?? '' }, call)
  return visit !== undefined && isLive(visit) && Date.parse(visit.start) === Date.parse(booked.draft.slot?.start ?? '')
}

async function wait(parts: LedgerParts, move: Operation): Promise<Operation> {
  if (move.status === 'unknown') return move
  const changed = await parts.journal.write(db => changeOperation(parts.journal, db, move, { status: 'unknown' }))
  return changed ?? (await findOperation(parts.journal, parts.journal.db, move.id)) ?? move
}

/**
 * A move that the CRM can't make: book the new visit, verify it, cancel the old one, each an operation. The old visit
 * stays until the new one is proved. Goes on wherever it stopped.
 */
export async function advanceMove(parts: LedgerParts, move: Operation, how: Advance): Promise<Operation> {
  if (move.status !== 'committing' && move.status !== 'unknown') return move
  const begun = await childOperations(parts.journal, parts.journal.db, move.id)
  const first = begun.find(child => child.kind === 'book')
  const booked = first
    ? await advanceOne(parts, first, LOOK)
    : await advanceOne(parts, await beginPart(parts, move, 'book'), WRITE)
  if (booked.status === 'committing' || booked.status === 'unknown') return wait(parts, move)
  const appointment = booked.result
  if (booked.status === 'staff') return settle(parts, move, { status: 'staff' }, how.isTold)
  if (booked.status === 'requested' && appointment)
    return settle(parts, move, { status: 'requested', appointment }, how.isTold)
  if (booked.status !== 'booked' || !appointment) {
    const reason = booked.reason === undefined ? {} : { reason: booked.reason }
    return settle(parts, move, { status: booked.status, ...reason }, how.isTold)
  }
  await parts.reach('move.booked')

  const second = begun.find(child => child.kind === 'cancel')
  if (!second && !(await isVerified(parts, booked))) return settle(parts, move, { status: 'staff' }, how.isTold)
  await parts.reach('move.verified')

  const cancelled = second
    ? await advanceOne(parts, second, LOOK)
    : await advanceOne(parts, await beginPart(parts, move, 'cancel'), WRITE)
  if (cancelled.status === 'committing' || cancelled.status === 'unknown') return wait(parts, move)
  await parts.reach('move.cancelled')
  const status = cancelled.status === 'cancelled' ? 'moved' : 'staff'
  return settle(parts, move, { status, appointment }, how.isTold)
}
