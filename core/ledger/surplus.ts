import type { Operation } from '../journal/operation.ts'
import { readCrm } from './crm-call.ts'
import type { LedgerParts } from './parts.ts'

/**
 * Rule 5: of several live records of one key one stays; an alert is logged for each other one. Answers whether all others
 * are gone: one that the CRM does not cancel must not keep the client from hearing of the visit.
 */
export async function cancelSurplus(
  parts: LedgerParts,
  operation: Operation,
  surplus: readonly { id: string }[],
): Promise<boolean> {
  let isClean = true
  for (const { id } of surplus) {
    const what = { operation: operation.id, appointment: id }
    parts.log.error(what, 'one booking was written twice; the surplus one is cancelled')
    try {
      await readCrm(parts, call => parts.crm.cancelAppointment({ id, key: operation.id }, call))
    } catch (err) {
      isClean = false
      parts.log.error({ ...what, err }, 'a surplus booking could not be cancelled; staff must look')
    }
  }
  return isClean
}
