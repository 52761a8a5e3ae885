import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import type { Appointment, Client, Employee, Instant, Phone, Service, Slot } from './domain.ts'
import type { Call, Lifecycle, Plugin } from './plugin.ts'

/** What this CRM can do with this configuration. What is not declared is not offered and fails with `unsupported`. */
export interface CrmCapabilities {
  /** `listAppointments({ key })` finds what a write with that key left behind, also when it was cancelled since. */
  findByKey: boolean
  /** How long after a time-out a write may still appear, in milliseconds. */
  settleMs: number
  /** What `rescheduleAppointment` can change. With `none` core books the new visit, verifies it and cancels the old one. */
  reschedule: 'none' | 'time' | 'timeAndEmployee'
  createClient: boolean
  updateClient: boolean
  listAppointments: boolean
  cancel: boolean
  /** Several services in one visit. */
  severalServices: boolean
}

export interface NewClient {
  name: string
  phone: Phone
  email?: string
  comment?: string
  /** The operation's key, 16 to 40 characters of `[A-Za-z0-9_-]`. */
  key: string
}

/** Only the members that are present change. */
export interface ClientPatch {
  name?: string
  phone?: Phone
  email?: string
  comment?: string
}

export interface SlotQuery {
  /** In the order in which they are wanted. Never empty. */
  serviceIds: readonly string[]
  /** Absent: anyone. */
  employeeId?: string
  /** Slots start at or after `from` and before `to`. */
  from: Instant
  to: Instant
  limit?: number
  /** The visit that is being moved: its own time counts as free. */
  ignoring?: string
}

export interface SlotList {
  /** Sorted by start, then by employee. */
  slots: readonly Slot[]
  /** Up to here the answer is complete: `to`, or earlier when `limit` or the provider's horizon cut it. */
  checkedUntil: Instant
}

export interface AppointmentDraft {
  slot: Slot
  /** With `id` the visit belongs to that client; else the CRM links or creates one by phone, and never changes an existing client's name. */
  client: { id?: string; name: string; phone: Phone }
  comment?: string
  key: string
}

export interface AppointmentQuery {
  clientId?: string
  phone?: Phone
  employeeId?: string
  /** Visits that start at or after `from` and before `to`. Both may be absent only with `key`. */
  from?: Instant
  to?: Instant
  /** Did my write happen? Answers cancelled and deleted visits too, with their status. */
  key?: string
  writtenAfter?: Instant
}

/**
 * The business's book of visits: twelve methods, each `(input, call)`.
 *
 * Reads answer `undefined` or an empty list for what is not there; every other failure throws a coded error
 * (see `ErrorCode`). A write throws `unavailable` only when it is certain that nothing was written, and
 * `unknown_outcome` when it was sent and not answered.
 */
export interface CrmInstance extends Lifecycle {
  readonly capabilities: CrmCapabilities

  /** 1. Exact matches of the phone, possibly several. Throws when absence can't be proved; never an empty list then. */
  findClientsByPhone(input: { phone: Phone }, call: Call): Promise<readonly Client[]>
  /** 2. */
  getClient(input: { id: string }, call: Call): Promise<Client | undefined>
  /** 3. @throws `refused`, `unknown_outcome`. */
  createClient(input: NewClient, call: Call): Promise<Client>
  /** 4. Changes only what the patch names. @throws `not_found`, `unknown_outcome`. */
  updateClient(input: { id: string; patch: ClientPatch }, call: Call): Promise<Client>
  /** 5. What can be booked. Core asks at most once a minute. */
  listServices(input: Record<never, never>, call: Call): Promise<readonly Service[]>
  /** 6. Bookable people only; with `serviceIds` those who do all of them. */
  listEmployees(input: { serviceIds?: readonly string[] }, call: Call): Promise<readonly Employee[]>
  /** 7. What the business really sells: notice, grid, breaks and resources are already subtracted. */
  listAvailableSlots(input: SlotQuery, call: Call): Promise<SlotList>
  /**
   * 8. Books the slot and stores `key` in the CRM. Called again for the same `key` only under the ledger's write rule.
   * A provider without a lock: write, read the resource's records over the time; the one with the smallest provider
   * id stays, every later one removes itself and answers `slot_taken`.
   * @throws `slot_taken`, `refused`, `invalid`, `unknown_outcome`.
   */
  createAppointment(draft: AppointmentDraft, call: Call): Promise<Appointment>
  /** 9. Also a cancelled one. */
  getAppointment(input: { id: string }, call: Call): Promise<Appointment | undefined>
  /** 10. Cancelled and deleted visits are in the answer with their status. Sorted by start. */
  listAppointments(query: AppointmentQuery, call: Call): Promise<readonly Appointment[]>
  /** 11. Only what the CRM itself can do. @throws `slot_taken`, `not_found`, `refused`, `unsupported`, `unknown_outcome`. */
  rescheduleAppointment(input: { id: string; slot: Slot; key: string }, call: Call): Promise<Appointment>
  /** 12. Cancelling twice is no error. @throws `not_found`, `refused`, `unknown_outcome`. */
  cancelAppointment(input: { id: string; reason?: string; key: string }, call: Call): Promise<Appointment>

  /** The CRM's own webhooks. */
  readonly changes?: CrmChanges
}

/** Tells core that the business moved or cancelled a visit in the CRM itself. */
export interface CrmChanges {
  /** Mounted once at `/api/v1/<instance>` before the server listens. `emit` only names a visit; core re-reads it. */
  routes(app: FastifyInstance, emit: (change: { appointmentId: string }) => Promise<void>): void
  /** `aiadmin setup`: registers the webhook. A provider with one list of hooks: read, merge, write, read again. */
  setup(input: { publicUrl: string; secret: string }, call: Call): Promise<{ summary: string }>
  remove(call: Call): Promise<void>
}

/** @see Plugin for the life cycle. */
export interface CrmPlugin<Schema extends JSONSchema = JSONSchema> extends Plugin<'crm', Schema, CrmInstance> {}
