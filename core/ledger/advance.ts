import type { Operation } from '../journal/operation.ts'
import { canMove } from './crm-write.ts'
import { advanceMove } from './move.ts'
import type { LedgerParts } from './parts.ts'
import { type Advance, advanceOne } from './write-rule.ts'

/** Carries an operation as far as it goes now. */
export function advance(parts: LedgerParts, operation: Operation, how: Advance): Promise<Operation> {
  const isEmulated = operation.kind === 'move' && !canMove(parts.crm.capabilities, operation)
  return isEmulated ? advanceMove(parts, operation, how) : advanceOne(parts, operation, how)
}
