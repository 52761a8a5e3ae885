import assert from 'node:assert/strict'
import type { Appointment } from '../../contract/index.ts'
import type { Check } from '../check.ts'
import { unlessDeclared } from './declared.ts'
import {
  employeesOf,
  expectFailure,
  failureOf,
  live,
  MIRA,
  nameOf,
  OLGA,
  openStory,
  otherId,
  placesOf,
} from './story.ts'

/** How many want the same time at once. */
const RIVALS = 20

/** Methods 8 to 10. */
export const bookingChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.book',
    title: 'books the slot that was offered and answers the visit',
    async run(kit) {
      const { book, first, service } = await openStory(kit)
      const visit = await book(first, { comment: 'wants tea' })
      assert.ok(live([visit]).length === 1, `a new visit is ${visit.status}`)
      assert.equal(Date.parse(visit.start), Date.parse(first.start), 'the visit starts when the slot does')
      assert.equal(Date.parse(visit.end), Date.parse(first.end), 'the visit ends when the slot does')
      ensureSameWork(visit, employeesOf(first), service.id)
    },
  },
  {
    id: 'crm.book-gone',
    title: 'does not offer a time any more that was booked',
    async run(kit) {
      const { fill, slots, first, second } = await openStory(kit)
      await fill(first)
      const left = (await slots()).map(nameOf)
      assert.ok(!left.includes(nameOf(first)), `${nameOf(first)} is offered although it was booked`)
      assert.ok(left.includes(nameOf(second)), `${nameOf(second)} is gone although nobody booked it`)
    },
  },
  {
    id: 'crm.book-taken',
    title: 'answers slot_taken when the time is gone, and books nothing',
    async run(kit) {
      const { fill, draft, crm, call, first, written } = await openStory(kit)
      await fill(first)
      const late = draft(first, { client: MIRA })
      await expectFailure(crm.createAppointment(late, call()), 'slot_taken', 'booking a time that is gone')
      if (crm.capabilities.findByKey) assert.deepEqual(live(await written(late)), [], 'it was booked all the same')
    },
  },
  {
    id: 'crm.book-race',
    title: `lets one of ${RIVALS} have a time that all want at once`,
    async run(kit) {
      const { book, crm, call, first, window } = await openStory(kit)
      const outcomes = await Promise.all(
        Array.from({ length: RIVALS }, (_, rival) =>
          failureOf(
            book(first, { client: { name: `Rival ${rival}`, phone: `+49151300000${String(rival).padStart(2, '0')}` } }),
          ),
        ),
      )
      const places = Math.min(RIVALS, placesOf(first))
      assert.equal(outcomes.filter(code => code === undefined).length, places, `who got it: ${outcomes.join(', ')}`)
      // Under a limit of the provider's some had no turn at all.
      const others = new Set(outcomes.filter(code => code !== undefined && code !== 'rate_limited'))
      assert.deepEqual([...others], others.size > 0 ? ['slot_taken'] : [], 'what the others were told')
      if (!crm.capabilities.listAppointments) return
      const there = live(await crm.listAppointments(window, call())).filter(({ start }) => isSame(start, first.start))
      assert.equal(there.length, places, 'live visits at this time')
    },
  },
  {
    id: 'crm.book-client',
    title: 'links the visit to the client of that phone and leaves their name alone',
    unless: unlessDeclared('findClients', 'createClient'),
    async run(kit) {
      const { book, crm, call, newKey, first } = await openStory(kit)
      const { id } = await crm.createClient({ ...OLGA, key: newKey() }, call())
      await book(first, { client: { name: 'Somebody else', phone: OLGA.phone } })
      const found = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      assert.deepEqual(
        found.map(client => [client.id, client.name]),
        [[id, OLGA.name]],
      )
    },
  },
  {
    id: 'crm.visit-get',
    title: 'reads a visit by id and answers undefined for an id that none has',
    unless: unlessDeclared('getAppointment'),
    async run(kit) {
      const { book, crm, call, first, service } = await openStory(kit)
      const visit = await book(first)
      const read = await crm.getAppointment({ id: visit.id }, call())
      assert.ok(read, 'the visit that was just booked is not there')
      assert.deepEqual([read.id, read.status], [visit.id, visit.status])
      assert.ok(isSame(read.start, first.start) && isSame(read.end, first.end), `${read.start} to ${read.end}`)
      ensureSameWork(read, employeesOf(first), service.id)
      assert.equal(await crm.getAppointment({ id: otherId(visit.id) }, call()), undefined)
    },
  },
  {
    id: 'crm.visit-list',
    title: 'lists the visits of a phone, of an employee and of a window, sorted by start',
    unless: unlessDeclared('listAppointments'),
    async run(kit) {
      const { book, crm, call, first, second, window } = await openStory(kit)
      const later = await book(second)
      const sooner = await book(first, { client: MIRA })
      const ids = async (query: object) =>
        (await crm.listAppointments({ ...window, ...query }, call())).map(({ id }) => id)
      assert.deepEqual(await ids({}), [sooner.id, later.id], 'all of the window')
      assert.deepEqual(await ids({ from: second.start }), [later.id], 'from the start of the later one on')
      assert.deepEqual(await ids({ to: second.start }), [sooner.id], 'up to the start of the later one')
      assert.deepEqual(await ids({ phone: MIRA.phone }), [sooner.id], 'of a phone')
      if (later.clientId !== undefined)
        assert.deepEqual(await ids({ clientId: later.clientId }), [later.id], 'of a client')
      const [employeeId] = first.parts.flatMap(part => part.employeeId ?? [])
      if (employeeId === undefined) return
      assert.deepEqual(await ids({ employeeId }), [sooner.id, later.id], 'of an employee')
      const others = (await crm.listEmployees({}, call())).find(({ id }) => id !== employeeId)
      if (others) assert.deepEqual(await ids({ employeeId: others.id }), [], 'of an employee who has none')
    },
  },
  {
    id: 'crm.key-found',
    title: 'finds by its key the visit that was written, and nothing by a key that was not used',
    unless: unlessDeclared('findByKey'),
    async run(kit) {
      const { draft, crm, call, first, second, written } = await openStory(kit)
      const wanted = draft(first)
      const visit = await crm.createAppointment(wanted, call())
      assert.deepEqual(
        (await written(wanted)).map(({ id }) => id),
        [visit.id],
      )
      const never = draft(second)
      assert.deepEqual(await written(never), [], 'a key that nobody used')
      // The time, the phone and the employee are those of a visit that is there: only the key tells that it is another.
      assert.deepEqual(await written(draft(first)), [], 'another key for the same time')
    },
  },
  {
    id: 'crm.key-cancelled',
    title: 'finds a visit by its key also after it was cancelled',
    unless: unlessDeclared('findByKey', 'cancel'),
    async run(kit) {
      const { draft, crm, call, first, newKey, written } = await openStory(kit)
      const wanted = draft(first)
      const { id } = await crm.createAppointment(wanted, call())
      await crm.cancelAppointment({ id, key: newKey() }, call())
      assert.deepEqual(
        (await written(wanted)).map(visit => [visit.id, visit.status]),
        [[id, 'cancelled']],
      )
    },
  },
]

const isSame = (one: string, other: string) => Date.parse(one) === Date.parse(other)

/** What a CRM does not tell of a visit may be left out; what it tells must be right. */
function ensureSameWork(visit: Appointment, employees: string, serviceId: string): void {
  if (visit.parts.every(part => part.employeeId !== undefined))
    assert.equal(employeesOf(visit), employees, 'who does it')
  const services = visit.parts.flatMap(part => part.serviceIds)
  if (services.length > 0) assert.deepEqual(services, [serviceId], 'what is done')
}
