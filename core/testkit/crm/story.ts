import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type {
  Appointment,
  AppointmentDraft,
  Call,
  CrmInstance,
  Instant,
  Json,
  Service,
  Slot,
  SlotQuery,
} from '../../contract/index.ts'
import type { Bench, BenchOptions } from '../bench.ts'
import type { Kit } from '../check.ts'
import type { MovingClock } from '../moving-clock.ts'
import { instantIn } from './zone.ts'

/** The people of the stories; their phones differ by their last digits only. */
export const OLGA = { name: 'Olga Brandt', phone: '+4915112345678' }
export const MIRA = { name: 'Mira Sand', phone: '+4915112345679' }

/** How far a story looks for free times: over a Sunday. */
const DAYS = 5
const DAY_MS = 86_400_000
const MOST_PLACES = 50

/** A CRM with something to sell, and short ways to book it. */
export interface Story {
  readonly bench: Bench<'crm'>
  readonly crm: CrmInstance
  call(): Call
  newKey(): string
  /** The service of the story, its days, and what is free then. */
  readonly service: Service
  readonly window: { from: Instant; to: Instant }
  instant(ms: number): Instant
  slots(query?: Partial<SlotQuery>): Promise<readonly Slot[]>
  /** The first free time. */
  readonly first: Slot
  /** Another one, that does not touch the first; of the same employee. */
  readonly second: Slot
  /** The draft as it would come out of the journal: what JSON can't keep is lost. */
  draft(slot: Slot, options?: { client?: AppointmentDraft['client']; key?: string; comment?: string }): AppointmentDraft
  book(slot: Slot, options?: Parameters<Story['draft']>[1]): Promise<Appointment>
  /** Books every place that the slot has; a haircut has one. */
  fill(slot: Slot): Promise<readonly Appointment[]>
  /** Did the write with this draft happen? */
  written(draft: AppointmentDraft): Promise<readonly Appointment[]>
}

/** Opens an instance and finds out what it sells. */
export async function openStory(kit: Kit<'crm'>, options?: BenchOptions): Promise<Story> {
  return tellStory(await kit.open(options))
}

/** The story of an open instance. */
export async function tellStory(bench: Bench<'crm'>): Promise<Story> {
  const { clock, context } = bench
  const crm = drivenBy(clock, bench.instance)
  const call = () => bench.call()
  const instant = (ms: number) => instantIn(context.company.timezone, ms)
  const window = { from: instant(clock.now()), to: instant(clock.now() + DAYS * DAY_MS) }
  const found = await firstSold(crm, window, call)
  const { service, first, second } = found

  const draft: Story['draft'] = (slot, { client = OLGA, key = newKey(), comment } = {}) =>
    overJson({ slot, client, key, ...(comment !== undefined && { comment }) })
  const book: Story['book'] = (slot, options) => crm.createAppointment(draft(slot, options), call())
  return {
    bench,
    crm,
    call,
    newKey,
    service,
    window,
    instant,
    first,
    second,
    slots: async query =>
      (await crm.listAvailableSlots({ serviceIds: [service.id], ...window, ...query }, call())).slots,
    draft,
    book,
    fill: slot =>
      Promise.all(
        Array.from({ length: placesOf(slot) }, (_, place) =>
          book(slot, { client: { name: `Guest ${place}`, phone: `+49151200000${String(place).padStart(2, '0')}` } }),
        ),
      ),
    written: of =>
      crm.listAppointments({ key: of.key, draft: of, writtenAfter: instant(clock.now() - DAY_MS) }, call()),
  }
}

/** The same CRM, whose calls need not wait for a clock that stands still: a rate limit, a back-off. */
function drivenBy(clock: MovingClock, crm: CrmInstance): CrmInstance {
  return new Proxy(crm, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => {
        const { deadline } = Object(args.at(-1))
        const result: unknown = Reflect.apply(member, target, args)
        return result instanceof Promise && typeof deadline === 'number' ? clock.drive(result, deadline) : result
      }
    },
  })
}

async function firstSold(
  crm: CrmInstance,
  window: { from: Instant; to: Instant },
  call: () => Call,
): Promise<{ service: Service; first: Slot; second: Slot }> {
  const services = await crm.listServices({}, call())
  // One that several do, where there is one, in whatever order a CRM lists them: a visit is moved between employees.
  const byEmployees = services.toSorted((a, b) => b.employeeIds.length - a.employeeIds.length)
  for (const service of byEmployees) {
    const { slots } = await crm.listAvailableSlots({ serviceIds: [service.id], ...window }, call())
    const first = slots.find(slot => placesOf(slot) === 1) ?? slots[0]
    const second = first && slots.find(slot => isLater(slot, first) && employeesOf(slot) === employeesOf(first))
    if (first && second) return { service, first, second }
  }
  assert.fail(
    `nothing can be booked twice between ${window.from} and ${window.to} in ${services.length} services: give the fake free times then`,
  )
}

const newKey = () => randomBytes(15).toString('base64url')

const overJson = <T>(value: T): T => JSON.parse(JSON.stringify(value))

/** How many may book the slot; one where the CRM alone decides. */
export const placesOf = ({ claims }: Slot): number =>
  Math.min(MOST_PLACES, ...(claims.length > 0 ? claims.map(claim => claim.capacity) : [1]))

/** Who does it, in the order of the parts. */
export const employeesOf = ({ parts }: Pick<Slot, 'parts'>): string =>
  parts.map(part => part.employeeId ?? '').join('+')

/** What makes two slots the same offer. */
export const nameOf = (slot: Slot): string => `${slot.start} ${employeesOf(slot)}`

const isLater = (slot: Slot, than: Slot) => Date.parse(slot.start) >= Date.parse(than.end)

/** Those that are to take place. */
export const live = (visits: readonly Appointment[]): readonly Appointment[] =>
  visits.filter(({ status }) => status === 'booked' || status === 'requested')

/** The code of what the work threw; undefined when it went well. */
export async function failureOf(work: Promise<unknown>): Promise<Json | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => String(Object(error).code ?? error),
  )
}

/** The work must fail with this code. */
export async function expectFailure(work: Promise<unknown>, code: string, what: string): Promise<void> {
  const found = await failureOf(work)
  assert.equal(found, code, `${what} must fail with ${code}`)
}

/** An id of the same shape that no record has. */
export function otherId(id: string): string {
  if (/^\d+$/.test(id)) return `${id}987`
  return /\d/.test(id)
    ? id.replace(/\d/g, digit => String(9 - Number(digit)))
    : `${id.slice(0, -1)}${id.endsWith('z') ? 'y' : 'z'}`
}
