import type { Appointment } from '../contract/index.ts'
import type { Operation } from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'

/** Writes what the client may see of a visit, in the transaction that settles its operation. */
export interface VisitWriter {
  write(db: Db, operation: Operation, appointment: Appointment): Promise<void>
}
