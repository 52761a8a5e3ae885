import assert from 'node:assert/strict'
import type { Slot } from '../../contract/index.ts'
import type { Check } from '../check.ts'
import { unlessDeclared } from './declared.ts'
import { employeesOf, expectFailure, live, MIRA, nameOf, openStory, otherId, type Story } from './story.ts'

/** Methods 11 and 12. */
export const changeChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.move',
    title: 'moves a visit to the new time',
    unless: unlessDeclared('reschedule'),
    async run(kit) {
      const { book, crm, call, newKey, first, second, slots } = await openStory(kit)
      const { id } = await book(first)
      const moved = await crm.rescheduleAppointment({ id, slot: second, key: newKey() }, call())
      assert.deepEqual([moved.id, live([moved]).length], [id, 1], 'the moved visit is the same one, and lives')
      assert.equal(Date.parse(moved.start), Date.parse(second.start), 'where it was moved to')
      const left = (await slots()).map(nameOf)
      assert.ok(!left.includes(nameOf(second)), `${nameOf(second)} is still offered`)
    },
  },
  {
    id: 'crm.move-frees',
    title: 'frees the old time of a visit that was moved',
    unless: unlessDeclared('reschedule'),
    async run(kit) {
      const { book, crm, call, newKey, first, second, slots } = await openStory(kit)
      const { id } = await book(first)
      await crm.rescheduleAppointment({ id, slot: second, key: newKey() }, call())
      assert.ok((await slots()).map(nameOf).includes(nameOf(first)), `${nameOf(first)} is not offered again`)
    },
  },
  {
    id: 'crm.move-taken',
    title: 'answers slot_taken when the new time is gone, and leaves the visit where it was',
    unless: unlessDeclared('reschedule'),
    async run(kit) {
      const { book, fill, crm, call, newKey, first, second, slots } = await openStory(kit)
      const { id } = await book(first)
      await fill(second)
      const move = crm.rescheduleAppointment({ id, slot: second, key: newKey() }, call())
      await expectFailure(move, 'slot_taken', 'moving onto a time that is gone')
      assert.ok(!(await slots()).map(nameOf).includes(nameOf(first)), `${nameOf(first)} was given up`)
    },
  },
  {
    id: 'crm.move-ignoring',
    title: 'counts the own time of the visit that is being moved as free',
    unless: unlessDeclared('reschedule'),
    async run(kit) {
      const { book, fill, first, slots } = await openStory(kit)
      const before = (await slots()).map(nameOf)
      const { id } = await book(first)
      await fill((await slots()).find(slot => nameOf(slot) !== nameOf(first)) ?? first)
      const free = (await slots({ ignoring: id })).map(nameOf)
      assert.ok(before.includes(nameOf(first)) && free.includes(nameOf(first)), `${nameOf(first)} is not offered`)
      assert.ok(free.length < before.length, 'what others have booked is offered')
    },
  },
  {
    id: 'crm.move-employee',
    title: 'moves a visit to another employee',
    unless: async kit => {
      const { reschedule } = await kit.capabilities()
      return reschedule === 'timeAndEmployee' ? undefined : `reschedule is ${JSON.stringify(reschedule)}`
    },
    async run(kit) {
      const story = await openStory(kit)
      const { book, crm, call, newKey, first, slots } = story
      const other = await otherEmployee(story)
      const { id } = await book(first)
      const moved = await crm.rescheduleAppointment({ id, slot: other, key: newKey() }, call())
      const who = moved.parts.every(part => part.employeeId !== undefined) ? employeesOf(moved) : employeesOf(other)
      assert.equal(who, employeesOf(other), 'who does it now')
      const left = (await slots()).map(nameOf)
      assert.ok(left.includes(nameOf(first)) && !left.includes(nameOf(other)), 'the times of both employees')
    },
  },
  {
    id: 'crm.move-unknown',
    title: 'answers not_found when there is nothing to move',
    unless: unlessDeclared('reschedule'),
    async run(kit) {
      const { book, crm, call, newKey, first, second } = await openStory(kit)
      const { id } = await book(first, { client: MIRA })
      const move = crm.rescheduleAppointment({ id: otherId(id), slot: second, key: newKey() }, call())
      await expectFailure(move, 'not_found', 'moving a visit that is not there')
    },
  },
  {
    id: 'crm.cancel',
    title: 'cancels a visit and offers its time again',
    unless: unlessDeclared('cancel'),
    async run(kit) {
      const { book, crm, call, newKey, first, slots } = await openStory(kit)
      const { id } = await book(first)
      const cancelled = await crm.cancelAppointment({ id, reason: 'is ill', key: newKey() }, call())
      assert.deepEqual([cancelled.id, cancelled.status], [id, 'cancelled'])
      assert.ok((await slots()).map(nameOf).includes(nameOf(first)), `${nameOf(first)} is not offered again`)
    },
  },
  {
    id: 'crm.cancel-twice',
    title: 'takes a second cancellation for the first',
    unless: unlessDeclared('cancel'),
    async run(kit) {
      const { book, crm, call, newKey, first } = await openStory(kit)
      const { id } = await book(first)
      await crm.cancelAppointment({ id, key: newKey() }, call())
      const again = crm.cancelAppointment({ id, key: newKey() }, call())
      // A CRM that deletes what is cancelled has nothing left to cancel.
      const outcome = await again.then(
        ({ status }) => status,
        (error: unknown) => Object(error).code,
      )
      assert.ok(
        outcome === 'cancelled' || (outcome === 'not_found' && (await isGone(crm, id, call))),
        `answers ${outcome}`,
      )
    },
  },
  {
    id: 'crm.cancel-unknown',
    title: 'answers not_found when there is nothing to cancel',
    unless: unlessDeclared('cancel'),
    async run(kit) {
      const { book, crm, call, newKey, first } = await openStory(kit)
      const { id } = await book(first)
      const cancel = crm.cancelAppointment({ id: otherId(id), key: newKey() }, call())
      await expectFailure(cancel, 'not_found', 'cancelling a visit that is not there')
    },
  },
]

async function otherEmployee({ first, slots }: Story): Promise<Slot> {
  const other = (await slots()).find(slot => employeesOf(slot) !== employeesOf(first) && slot.start !== first.start)
  assert.ok(other, 'reschedule is "timeAndEmployee": let the fake have two employees who do the same service')
  return other
}

async function isGone(crm: Story['crm'], id: string, call: Story['call']): Promise<boolean> {
  return crm.capabilities.getAppointment && (await crm.getAppointment({ id }, call())) === undefined
}
