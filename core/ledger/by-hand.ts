import type { Appointment } from '../contract/index.ts'
import { acceptOutcome } from '../journal/accept.ts'
import { releaseHold } from '../journal/hold.ts'
import { changeOperation, findOperation, type Operation, type OperationStatus } from '../journal/operation.ts'
import { noteEvent } from '../journal/operation-history.ts'
import { readCrm } from './crm-call.ts'
import { isLive, lookUp } from './crm-write.ts'
import type { LedgerParts } from './parts.ts'

/** The reason of an operation that a person has decided: no look-up questions it any more. */
export const BY_HAND = 'by_hand'

/** What a person of the business found out. */
export interface Decision {
  /** It took place. */
  isDone: boolean
  /** The visit's id in the CRM, where a person has seen it. */
  appointmentId?: string
}

/** What a decision came to; a refusal says why nothing was changed. */
export type Decided =
  | { operation: Operation; isKnownToCrm: boolean }
  | { refused: 'unknown' | 'part' | 'settled' | 'writing' | 'no_such_visit' | 'cancelled_visit'; operation?: Operation }

const DONE: Readonly<Record<Operation['kind'], OperationStatus>> = {
  book: 'booked',
  move: 'moved',
  cancel: 'cancelled',
}

/** What a person may decide: what nobody else can tell, or cannot tell yet. */
const OPEN: readonly OperationStatus[] = ['unknown', 'staff', 'committing']

/** The visit as it was asked for: what is told where the CRM can't be read. */
function asAsked({ id, kind, draft, appointmentId, result }: Operation, named?: string): Appointment {
  const { slot, previous, serviceIds } = draft
  const start = slot?.start ?? previous?.start ?? ''
  const end = slot?.end ?? start
  const visit = {
    id: named ?? result?.id ?? appointmentId ?? id,
    start,
    end,
    parts: slot?.parts ?? [{ serviceIds, start, end }],
    phone: draft.client.phone,
  }
  return { ...visit, status: kind === 'cancel' ? 'cancelled' : 'booked' }
}

/** The visit in the CRM: the named one, or what a look-up by key finds. */
async function findVisit(parts: LedgerParts, operation: Operation, named?: string): Promise<Appointment | undefined> {
  const { crm } = parts
  if (named !== undefined) return readCrm(parts, call => crm.getAppointment({ id: named }, call))
  if (operation.kind === 'book' && !crm.capabilities.findByKey) return undefined
  return (await readCrm(parts, call => lookUp(crm, operation, call, { isSettled: true })))?.appointment
}

/** Settles an operation by what a person found out; the client is told by the desk that runs, or by the next one. */
export async function decideByHand(parts: LedgerParts, id: string, decision: Decision): Promise<Decided> {
  const { journal, crm } = parts
  const operation = await findOperation(journal, journal.db, id)
  if (!operation) return { refused: 'unknown' }
  if (operation.parent !== undefined) return { refused: 'part', operation }
  if (!OPEN.includes(operation.status)) return { refused: 'settled', operation }
  const writesUntil = (operation.sendBefore ?? 0) + crm.capabilities.settleMs
  if (operation.status === 'committing' && journal.clock.now() <= writesUntil) return { refused: 'writing', operation }

  const { isDone, appointmentId } = decision
  const canRead = appointmentId === undefined || crm.capabilities.getAppointment
  const found =
    isDone && canRead ? await findVisit(parts, operation, appointmentId).catch(() => 'unreadable' as const) : undefined
  if (appointmentId !== undefined && canRead && found === undefined && isDone)
    return { refused: 'no_such_visit', operation }
  const seen = found === 'unreadable' ? undefined : found
  if (seen && operation.kind !== 'cancel' && !isLive(seen)) return { refused: 'cancelled_visit', operation }

  const appointment = isDone ? (seen ?? asAsked(operation, appointmentId)) : undefined
  const status = isDone ? DONE[operation.kind] : 'failed'
  const settled = await journal.write(async db => {
    const change = { status, reason: BY_HAND, isUntold: true } as const
    const changed = await changeOperation(journal, db, operation, {
      ...change,
      ...(appointment && { result: appointment, appointmentId: appointment.id }),
    })
    if (!changed) return undefined
    await noteEvent(journal, db, changed, { event: BY_HAND, detail: status })
    await releaseHold(journal, db, id)
    if (appointment) await parts.visits.write(db, changed, appointment)
    await acceptOutcome(journal, db, operation.conversation, id)
    return changed
  })
  if (!settled) return { refused: 'settled', operation: (await findOperation(journal, journal.db, id)) ?? operation }
  parts.count(settled.kind, settled.status)
  parts.log.info({ operation: id, kind: settled.kind, status }, 'operation settled by hand')
  parts.wake()
  return { operation: settled, isKnownToCrm: seen !== undefined }
}
