import type { Suite } from '../check.ts'
import { registerSuite } from '../run.ts'
import type { Subject } from '../subject.ts'
import { bookingChecks } from './booking-checks.ts'
import { leaks, methodCalls, oddCalls } from './calls.ts'
import { catalogueChecks } from './catalogue-checks.ts'
import { changeChecks } from './change-checks.ts'
import { clientChecks } from './client-checks.ts'
import { priorityChecks } from './priority-checks.ts'
import { readFaultChecks } from './read-fault-checks.ts'
import { slotChecks } from './slot-checks.ts'
import { writeFaultChecks } from './write-fault-checks.ts'

/** Everything that a CRM promises: the twelve methods as a story, then over a network that fails. */
export const crmSuite: Suite<'crm'> = {
  kind: 'crm',
  calls: methodCalls,
  oddCalls,
  leaks,
  checks: [
    ...catalogueChecks,
    ...clientChecks,
    ...slotChecks,
    ...bookingChecks,
    ...changeChecks,
    ...priorityChecks,
    ...writeFaultChecks,
    ...readFaultChecks,
  ],
}

/** Holds a CRM plugin against the contract: call it at the top of a test file. */
export function testCrm(subject: Subject<'crm'>): void {
  registerSuite(crmSuite, subject)
}
