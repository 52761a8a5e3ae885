import type { Appointment } from '../contract/index.ts'
import { findOperation, type Operation } from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import { advance } from './advance.ts'
import { beginCommit, type NotBegun } from './begin-commit.ts'
import { type Decided, type Decision, decideByHand } from './by-hand.ts'
import { decide } from './decide.ts'
import type { LedgerParts } from './parts.ts'
import { expire, type Proposal, propose } from './propose.ts'
import { reconcile } from './reconcile.ts'

/** So long a client waits for a CRM that is too busy to take the booking; then they hear that nothing was booked. */
const PATIENCE_MS = 40_000

/** Every write to the CRM: hold, consent, write rule, reconcile. */
export interface Ledger {
  /** Keeps a time and writes the operation in the caller's transaction; undefined when others hold it. */
  propose(db: Db, proposal: Proposal): Promise<Operation | undefined>
  /**
   * Carries out what the client consented to, or says why it begins nothing. Called again for the same operation it
   * answers its present state.
   */
  commit(turn: ClaimedTurn, operation: string, hash: string): Promise<Operation | NotBegun>
  find(operation: string): Promise<Operation | undefined>
  /** Work: settles what a commit left open. Answers when to look again. */
  reconcile(operation: string): Promise<number | undefined>
  /** In the caller's transaction: the CRM was read, and has decided on what was `requested`, or not yet. */
  decide(db: Db, read: { id: string; visit: Appointment | undefined }): Promise<void>
  /** A person of the business tells what became of an operation. */
  decideByHand(operation: string, decision: Decision): Promise<Decided>
  /** Work: ends a hold that nobody confirmed. */
  expire(operation: string): Promise<void>
}

/** The ledger of one business. */
export function createLedger(parts: LedgerParts): Ledger {
  const { journal } = parts
  const find = (operation: string) => findOperation(journal, journal.db, operation)
  return {
    find,
    async propose(db, proposal) {
      return propose(journal, db, proposal)
    },
    async commit(turn, id, hash) {
      const begun = await journal.write(db => beginCommit(parts, db, { turn, id, hash }))
      parts.wake()
      if (typeof begun === 'string') return begun
      return advance(parts, begun.operation, {
        isFresh: begun.isFresh,
        isTold: true,
        patientUntil: journal.clock.now() + PATIENCE_MS,
      })
    },
    reconcile: id => reconcile({ ...parts, readsAs: 'background' }, id),
    decide: (db, read) => decide(parts, db, read),
    decideByHand: (id, decision) => decideByHand(parts, id, decision),
    expire: id => journal.write(db => expire(journal, db, id)),
  }
}
