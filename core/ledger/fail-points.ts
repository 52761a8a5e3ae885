/**
 * Every arrow of a message's way and of the write rule, by name. A process that dies at any of them leaves one visit,
 * one answer and nothing forgotten; a test kills one at each.
 */
export const FAIL_POINTS = [
  'accept.before',
  'accept.stored',
  'turn.claimed',
  'llm.answered',
  'llm.recorded',
  'tool.answered',
  'tool.recorded',
  'finish.before',
  'finish.stored',
  'outbox.sending',
  'outbox.answered',
  'outbox.recorded',
  'ledger.committing',
  'ledger.written',
  'ledger.settled',
  'ledger.unknown',
  'ledger.looked-up',
  'ledger.retrying',
  'ledger.outcome-stored',
  'move.booked',
  'move.verified',
  'move.cancelled',
] as const

/** The name of a fail-point. */
export type FailPoint = (typeof FAIL_POINTS)[number]

/** Called at each fail-point. Does nothing but in tests, which hand in their own. */
export type Reach = (point: FailPoint) => void | Promise<void>
