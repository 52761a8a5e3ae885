/** One provider message each. */
export interface OutboxTable {
  business: string
  id: string
  conversation: string
  message: string
  seq: number
  status: 'queued' | 'sending' | 'sent' | 'unknown' | 'dead'
  payload: string
  /** Tells the outcome of this operation; repeated once even on a blind channel. */
  operation: string | null
  attempts: number
  due_at: number
  provider_ids: string | null
  error: string | null
  created_at: number
  updated_at: number
}

/** The one table that drives turns, outbox, reconciling, hold expiry and retention. */
export interface WorkTable {
  business: string
  kind: string
  ref: string
  due_at: number
  /** When the first thing came that is still to be done; bounds the burst window. */
  since: number
  owner: string | null
  lease_until: number
  /** Rises with every claim; every write of a turn names it. */
  fence: number
  /** Rises with every scheduling, so that what was scheduled while a worker ran is not completed with it. */
  revision: number
  attempts: number
}

/** A right that one process of the deployment has. */
export interface LeaseTable {
  business: string
  name: string
  owner: string
  lease_until: number
}

/** What plugins keep. */
export interface StoreTable {
  business: string
  instance: string
  key: string
  value: string
  secret: number
  updated_at: number
}
