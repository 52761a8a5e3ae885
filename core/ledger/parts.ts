import type { Logger } from 'pino'
import type { CrmInstance } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import type { Operation } from '../journal/operation.ts'
import type { Reach } from './fail-points.ts'
import type { VisitWriter } from './visit-writer.ts'

/** What the ledger works with. */
export interface LedgerParts {
  journal: Journal
  crm: CrmInstance
  log: Logger
  reach: Reach
  /** Notes a settled visit for the client's own view. */
  visits: VisitWriter
  /** Counts a settled operation. */
  count(kind: Operation['kind'], status: Operation['status']): void
  /** Work was scheduled. */
  wake(): void
  signal: AbortSignal
  /** Set where no client waits for what is read. */
  readsAs?: 'background'
}
