import type { Kysely, Transaction } from 'kysely'
import type { LeaseTable, OutboxTable, StoreTable, WorkTable } from './work-schema.ts'

/*
 * Every table begins with `business`. Times are milliseconds since the epoch; JSON is stored as text, the same on both
 * families. Ids are 16 URL-safe characters.
 */

/** One client on one channel instance. */
interface ConversationTable {
  business: string
  id: string
  instance: string
  address: string
  mode: 'auto' | 'staff'
  /** The session: JSON written only by `finishTurn`. */
  session: string
  /** The last finished or abandoned turn. */
  turn: number
  /** The last message's number. */
  seq: number
  /** The last inbound message's number. */
  inbound_seq: number
  /** Inbound messages up to here are stamped with a turn. */
  claimed_seq: number
  /** Inbound messages up to here are answered. */
  answered_seq: number
  /** When the turn after `turn` began; null while none runs. */
  turn_started_at: number | null
  /** Nothing waited and nothing ran when the newest message came: it may be claimed with its arrival. */
  was_idle: number
  /** JSON: what the channel said last about the client. */
  sender: string
  created_at: number
  /** When the client last wrote. */
  active_at: number
  /** The phone that the channel proved, in E.164: conversations of one phone are one client's. Null: nothing is proved. */
  person: string | null
  /** Since when the client can't be written to; ends when they write. */
  unreachable_at: number | null
  /** The conversation to whose address this one's messages go: the client's new address had a conversation already. */
  forwards_to: string | null
}

/** Hashed ids of what providers delivered; outlives the messages so that late redeliveries are not taken anew. */
interface AcceptedTable {
  business: string
  instance: string
  provider_hash: string
  /** Tells a redelivery from another message with the same id. */
  content_hash: string
  conversation: string
  message: string | null
  accepted_at: number
}

interface MessageTable {
  business: string
  id: string
  conversation: string
  seq: number
  /** `system`: an operation's outcome that became known outside of a turn. */
  author: 'client' | 'desk' | 'staff' | 'system'
  /** JSON: inbound parts, or the outbound message. */
  content: string
  /** What a model and the history show. */
  text: string
  /** Inbound: the turn that was stamped to answer it. Outbound: the turn that said it. */
  turn: number | null
  at: number
}

/** Written when the turn ends; the one that runs is in its conversation's row. */
interface TurnTable {
  business: string
  conversation: string
  number: number
  status: 'done' | 'abandoned'
  state: string | null
  started_at: number
  finished_at: number
}

interface StepTable {
  business: string
  conversation: string
  turn: number
  number: number
  kind: 'llm' | 'tool' | 'commit' | 'media'
  name: string
  input: string
  output: string
  at: number
}

interface ChoiceTable {
  business: string
  token: string
  conversation: string
  turn: number
  /** The message that carries it as a button; absent for slots that were only named to the model. */
  message: string | null
  /** Its place among what was offered together. */
  position: number
  kind: string
  label: string
  meaning: string
  created_at: number
  expires_at: number
  used_at: number | null
}

interface OperationTable {
  business: string
  /** Also the key that the CRM stores. */
  id: string
  conversation: string
  kind: 'book' | 'move' | 'cancel'
  status: string
  /** JSON: what was consented to. */
  draft: string
  hash: string
  attempt: number
  /** Look-ups by key since the last attempt that found nothing. */
  lookups: number
  send_before: number | null
  appointment: string | null
  /** JSON: the visit as the CRM answered it. */
  result: string | null
  reason: string | null
  /** The move that this operation is a part of. */
  parent: string | null
  /** The message that carries the summary. */
  summary_message: string | null
  /** The client was told the outcome. */
  told_at: number | null
  /** Rises with every change; each change names the one it saw. */
  version: number
  created_at: number
  updated_at: number
}

/** What became of an operation, one row an event: what an operator reads when a person must decide. */
interface OperationEventTable {
  business: string
  operation: string
  id: string
  /** The operation's version then. */
  version: number
  attempt: number
  event: string
  /** What the CRM said, in its own words. */
  detail: string | null
  at: number
}

/** A resource on which holds exclude each other; its row is the lock. */
interface ResourceTable {
  business: string
  name: string
}

interface HoldTable {
  business: string
  operation: string
  conversation: string
  resource: string
  starts_at: number
  ends_at: number
  capacity: number
  /** Null while the operation is `committing` or `unknown`. */
  expires_at: number | null
}

/** The visits that the ledger knows: what a client may see without asking the CRM. */
interface VisitTable {
  business: string
  appointment: string
  conversation: string
  status: string
  starts_at: number
  card: string
  phone: string | null
  updated_at: number
}

/** All tables of the journal. */
export interface JournalTables {
  conversation: ConversationTable
  accepted: AcceptedTable
  message: MessageTable
  turn: TurnTable
  step: StepTable
  choice: ChoiceTable
  operation: OperationTable
  operation_event: OperationEventTable
  resource: ResourceTable
  hold: HoldTable
  visit: VisitTable
  outbox: OutboxTable
  work: WorkTable
  lease: LeaseTable
  store: StoreTable
}

/** Where a verb reads or writes: the journal's Kysely or one transaction of it. */
export type Db = Kysely<JournalTables> | Transaction<JournalTables>
