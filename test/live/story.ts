import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type {
  Appointment,
  AppointmentDraft,
  Call,
  CrmInstance,
  Instant,
  Phone,
  Slot,
} from '../../core/contract/index.ts'

const DAY_MS = 86_400_000
const CALL_MS = 30_000
/** Nobody who looks at the coming weeks is bothered. */
const AHEAD_DAYS = 60
const WEEKS = 4

/** What the story needs of the world. */
export interface LiveParts {
  crm: CrmInstance
  /** Of the person who owns the account: a CRM may write to it. */
  phone: Phone
  now(): number
  /** Writes an instant in the company's zone. */
  instant(ms: number): Instant
  say(line: string): void
}

/** How the visit is marked, for the people who see it in the CRM. */
export const MARK = 'AI-Admin live test'

/**
 * Reads the catalogue, books one marked visit far ahead, looks it up, moves it, and cancels it, whatever happens in
 * between. Throws when the CRM does not do as it should.
 */
export async function runLiveStory(parts: LiveParts): Promise<void> {
  const { crm, say, now, instant } = parts
  const call = (): Call => ({ signal: AbortSignal.timeout(CALL_MS), deadline: now() + CALL_MS })
  const { capabilities } = crm

  if (crm.probe) {
    const { ok, summary } = await crm.probe(call())
    assert.ok(ok, summary)
    say(`probe: ${summary}`)
  }
  const services = await crm.listServices({}, call())
  const employees = await crm.listEmployees({}, call())
  say(`sells ${services.length} services of ${employees.length} employees`)

  const { serviceId, window, slots } = await freeTimes()
  const [first, second] = slots
  assert.ok(first)
  say(`has ${slots.length} free times for ${serviceId} between ${window.from} and ${window.to}`)

  const draft: AppointmentDraft = {
    slot: first,
    client: { name: MARK, phone: parts.phone },
    comment: `${MARK}: is removed again`,
    key: randomBytes(15).toString('base64url'),
  }
  const written = () => crm.listAppointments({ key: draft.key, draft, writtenAfter: instant(now() - DAY_MS) }, call())
  const isOffered = async (slot: Slot) => {
    const { slots } = await crm.listAvailableSlots({ serviceIds: [serviceId], ...window }, call())
    return slots.some(({ start, parts }) => start === slot.start && parts[0]?.employeeId === slot.parts[0]?.employeeId)
  }

  let visit: Appointment | undefined
  try {
    visit = await crm.createAppointment(draft, call())
    say(`booked ${visit.start}, ${visit.status}, as ${visit.id}`)
    assert.equal(Date.parse(visit.start), Date.parse(first.start))
    if (capabilities.findByKey) {
      assert.deepEqual(
        (await written()).map(({ id }) => id),
        [visit.id],
        'found by its key',
      )
      say('found by its key')
    }
    if (capabilities.getAppointment) {
      assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.id, visit.id, 'read by its id')
      say('read by its id')
    }
    if (places(first) === 1) assert.equal(await isOffered(first), false, 'its time is still offered')
    if (second && capabilities.reschedule !== 'none') {
      const moved = await crm.rescheduleAppointment({ id: visit.id, slot: second, key: `${draft.key}-move` }, call())
      assert.equal(Date.parse(moved.start), Date.parse(second.start))
      say(`moved to ${moved.start}`)
    }
  } finally {
    await remove()
  }
  assert.ok(await isOffered(first), 'its time is not offered again')
  say('its time is offered again')

  /** Whatever was written under the key goes away again, also when the booking itself ended in doubt. */
  async function remove() {
    const left = visit ? [visit] : capabilities.findByKey ? await written() : []
    if (!visit && left.length === 0)
      say(`NOTE: if "${MARK}" stands in the CRM at ${draft.slot.start}, remove it by hand`)
    for (const { id } of left) {
      assert.ok(capabilities.cancel, `the CRM can't cancel: remove "${MARK}" (${id}) by hand`)
      await crm.cancelAppointment({ id, key: `${draft.key}-cancel` }, call())
      await crm.cancelAppointment({ id, key: `${draft.key}-again` }, call()).catch((error: unknown) => {
        // A CRM that deletes what is cancelled has nothing left to cancel.
        if (Object(error).code !== 'not_found') throw error
      })
      say(`cancelled ${id}`)
    }
  }

  async function freeTimes() {
    for (let week = 0; week < WEEKS; week += 1) {
      const from = now() + (AHEAD_DAYS + week * 7) * DAY_MS
      const window = { from: instant(from), to: instant(from + 7 * DAY_MS) }
      for (const { id: serviceId } of services) {
        const { slots } = await crm.listAvailableSlots({ serviceIds: [serviceId], ...window }, call())
        const [one] = slots
        const other = slots.find(
          slot => one && slot.start > one.end && slot.parts[0]?.employeeId === one.parts[0]?.employeeId,
        )
        if (one) return { serviceId, window, slots: other ? [one, other] : [one] }
      }
    }
    return assert.fail(`nothing is free from ${AHEAD_DAYS} days ahead on: nothing was booked`)
  }
}

const places = ({ claims }: Slot) => Math.min(...(claims.length > 0 ? claims.map(({ capacity }) => capacity) : [1]))
