import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import type { Appointment, Client, Employee, Instant, Locale, Phone, Service, Slot } from './domain.ts'
import type { Call, Lifecycle, Plugin } from './plugin.ts'

/**
 * What this CRM can do with this configuration. What is not declared is not offered and fails with `unsupported`. Core
 * reads them at each use: an account whose plan or rights are known only after `start` may change them then.
 */
export interface CrmCapabilities {
  /** There is a directory of clients: `findClientsByPhone` and `getClient`. A mere booking page has none. */
  findClients: boolean
  /** Visits can be read again later by their id; without it a client's own are shown as the journal knows them. */
  getAppointment: boolean
  /**
   * `listAppointments({ key })` finds what a write with that key left behind, also when it was cancelled since: false for
   * a CRM that deletes cancelled visits, unless the plugin remembers them.
   */
  findByKey: boolean
  /** How long after a time-out a write may still appear, in milliseconds; a search index that lags counts too. */
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
  /** In the order in which they are wanted. Never empty; several only with `severalServices`. */
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
  /**
   * Up to here the answer is complete: `to`, or earlier when `limit`, the provider's horizon or the deadline cut it. A
   * provider that is asked day by day or employee by employee answers the days that it had time for.
   */
  checkedUntil: Instant
}

export interface AppointmentDraft {
  slot: Slot
  /** With `id` the visit belongs to that client; else the CRM links or creates one by phone, and never changes an existing client's name. */
  client: { id?: string; name: string; phone: Phone }
  comment?: string
  key: string
  /** The client's language: for the messages that the provider itself sends, and for an error's `reason`. */
  locale?: Locale
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
  /**
   * With `key`: what was to be written, for a provider that can't search for a key but can list the visits of a phone, an
   * employee or a day. It tells where to look and filters nothing: staff may have moved the visit since.
   */
  draft?: AppointmentDraft
  /** Only visits that were written then or later; with `key` likewise a mere hint, by our clock. */
  writtenAfter?: Instant
  /**
   * With `key`: the outcome is settled, and somebody counts on it. Absent, with a `draft`: a provider without a lock takes
   * back what came second, since nobody has compared a write with others whose answer was lost, and leaves it out.
   */
  isSettled?: boolean
}

/**
 * The business's book of visits: twelve methods, each `(input, call)`.
 *
 * Reads answer `undefined` or an empty list for what is not there; every other failure throws a coded error
 * (see `ErrorCode`). A write throws `unavailable` only when it is certain that nothing was written, and
 * `unknown_outcome` when it was sent and not answered. Where one write takes several requests, whatever goes wrong after
 * the first that wrote is `unknown_outcome`, also a request that `context.http` did not send because the deadline had
 * passed; unless the plugin takes back what it wrote and sees that it is gone.
 */
export interface CrmInstance extends Lifecycle {
  readonly capabilities: CrmCapabilities

  /**
   * 1. Exact matches of the phone, possibly several. Throws when absence can't be proved; never an empty list then. A
   * provider that searches by parts of texts gets other spellings asked too, and its answers compared here.
   */
  findClientsByPhone(input: { phone: Phone }, call: Call): Promise<readonly Client[]>
  /** 2. */
  getClient(input: { id: string }, call: Call): Promise<Client | undefined>
  /** 3. After `unknown_outcome` only `findClientsByPhone` tells. @throws `refused`, `unknown_outcome`. */
  createClient(input: NewClient, call: Call): Promise<Client>
  /** 4. Changes only what the patch names. @throws `not_found`, `unknown_outcome`. */
  updateClient(input: { id: string; patch: ClientPatch }, call: Call): Promise<Client>
  /**
   * 5. What can be booked by `createAppointment`: nothing that the provider sells only against prepayment. Each option that
   * changes time or price (long hair, two people) is a service of its own. Core asks at most once a minute.
   */
  listServices(input: Record<never, never>, call: Call): Promise<readonly Service[]>
  /** 6. Bookable people only; with `serviceIds` those who do all of them. */
  listEmployees(input: { serviceIds?: readonly string[] }, call: Call): Promise<readonly Employee[]>
  /**
   * 7. What the business really sells: notice, grid, breaks and resources are already subtracted. Only times that the
   * provider named for the very days asked: some answer the nearest day that has any.
   */
  listAvailableSlots(input: SlotQuery, call: Call): Promise<SlotList>
  /**
   * 8. Books the slot and stores `key` in the CRM. Called again for the same `key` only under the ledger's write rule.
   * A provider without a lock: write, read the resource's records over the time; the one with the smallest provider
   * id stays, every later one removes itself and answers `slot_taken`. What a program can't pass (a code by SMS, a captcha,
   * a required field that nobody asked for) is `refused`, with a `reason` that may name the page where the client can book.
   * @throws `slot_taken`, `refused`, `invalid`, `unknown_outcome`.
   */
  createAppointment(draft: AppointmentDraft, call: Call): Promise<Appointment>
  /** 9. Also a cancelled one; `undefined` when the CRM keeps nothing of it any more, which core takes for cancelled. */
  getAppointment(input: { id: string }, call: Call): Promise<Appointment | undefined>
  /** 10. Cancelled and deleted visits are in the answer with their status. Sorted by start. */
  listAppointments(query: AppointmentQuery, call: Call): Promise<readonly Appointment[]>
  /** 11. Only what the CRM itself can do. @throws `slot_taken`, `not_found`, `refused`, `unsupported`, `unknown_outcome`. */
  rescheduleAppointment(
    input: { id: string; slot: Slot; key: string; locale?: Locale },
    call: Call,
  ): Promise<Appointment>
  /**
   * 12. Cancelling twice is no error. A CRM that deletes what is cancelled answers the visit as it was, `cancelled`; what is
   * not there any more is `not_found`, which core takes for cancelled. @throws `not_found`, `refused`, `unknown_outcome`.
   */
  cancelAppointment(
    input: { id: string; reason?: string; key: string; locale?: Locale },
    call: Call,
  ): Promise<Appointment>

  /**
   * Only of a CRM whose records the desk itself keeps: takes name, phone and remarks of a client out of them, and leaves
   * the times for the books of the business. Elsewhere people are deleted in the CRM.
   */
  eraseClient?(input: { phone: Phone }, call: Call): Promise<{ clients: number; visits: number }>

  /** How the CRM tells of changes that were made in itself. */
  readonly changes?: CrmChanges
}

/** Tells core that the business moved or cancelled a visit in the CRM itself. */
export interface CrmChanges {
  /**
   * Mounted once at `/api/v1/<instance>` before the server listens: a scope of its own, in which the plugin adds the
   * content type parsers that it needs (a form, the raw bytes under a signature) and other pages of the provider's, such
   * as the end of an OAuth consent. `emit` only names a visit; core re-reads it. It resolves when that is stored and
   * rejects when it is not: answer the provider 503 then. A CRM without webhooks keeps `emit` and calls it from a poll
   * that `start` begins.
   */
  routes(app: FastifyInstance, emit: (change: { appointmentId: string }) => Promise<void>): void
  /**
   * `aiadmin setup`: registers the webhook at `<publicUrl>/api/v1/<instance>/…`. `secret` is new each time: keep it in
   * `context.store`; where a person enters the addresses, keep the first one and name them in the summary. A provider
   * with one list of hooks: read, merge, write, read again.
   */
  setup?(input: { publicUrl: string; secret: string }, call: Call): Promise<{ summary: string }>
  /** Takes the webhook away again. */
  remove?(call: Call): Promise<void>
}

/** @see Plugin for the life cycle. */
export interface CrmPlugin<Schema extends JSONSchema = JSONSchema> extends Plugin<'crm', Schema, CrmInstance> {}
