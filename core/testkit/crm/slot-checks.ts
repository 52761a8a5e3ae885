import assert from 'node:assert/strict'
import type { Slot } from '../../contract/index.ts'
import type { Check } from '../check.ts'
import { unlessDeclared } from './declared.ts'
import { nameOf, openStory, type Story } from './story.ts'
import { offsetIn } from './zone.ts'

const HOUR_MS = 3_600_000
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?([+-]\d{2}:\d{2})$/

/** Method 7. */
export const slotChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.slot-window',
    title: 'offers times that start inside the window, sorted by start',
    async run(kit) {
      const { slots, window } = await openStory(kit)
      const all = await slots()
      ensureInside(all, window)
      // A window that cuts the day in the middle: its end is outside, its beginning is not.
      const [from, to] = [all.at(1)?.start ?? window.from, all.at(-1)?.start ?? window.to]
      const some = await slots({ from, to })
      ensureInside(some, { from, to })
      const expected = all.filter(
        ({ start }) => Date.parse(start) >= Date.parse(from) && Date.parse(start) < Date.parse(to),
      )
      assert.deepEqual(some.map(nameOf), expected.map(nameOf), 'a narrower window offers other times')
    },
  },
  {
    id: 'crm.slot-parts',
    title: 'says in the parts of a slot who does what when',
    async run(kit) {
      const { slots, service, crm, call } = await openStory(kit)
      const employees = new Set((await crm.listEmployees({}, call())).map(({ id }) => id))
      for (const slot of await slots()) {
        const { start, end, parts } = slot
        assert.deepEqual(
          parts.flatMap(part => part.serviceIds),
          [service.id],
          `the services of ${nameOf(slot)}`,
        )
        assert.ok(Date.parse(end) > Date.parse(start), `${nameOf(slot)} ends before it starts`)
        assert.equal(Date.parse(parts[0]?.start ?? ''), Date.parse(start), `the first part of ${nameOf(slot)}`)
        assert.equal(Date.parse(parts.at(-1)?.end ?? ''), Date.parse(end), `the last part of ${nameOf(slot)}`)
        for (const { employeeId } of parts)
          assert.ok(employeeId === undefined || employees.has(employeeId), `no employee has the id ${employeeId}`)
      }
    },
  },
  {
    id: 'crm.slot-zone',
    title: 'writes times in the zone of the company, with the right offset on both sides of a change of the clocks',
    async run(kit) {
      // Forward in Berlin, back in New York: no constant is right in both.
      for (const { timezone, now } of CHANGES) {
        const { slots, window } = await openStory(kit, { timezone, now })
        const all = await slots()
        for (const { start, end, parts } of all)
          for (const instant of [start, end, ...parts.flatMap(part => [part.start, part.end])])
            assert.equal(
              WITH_OFFSET.exec(instant)?.[1],
              offsetIn(timezone, Date.parse(instant)),
              `the offset of ${instant} in ${timezone}`,
            )
        const offsets = new Set(all.map(({ start }) => WITH_OFFSET.exec(start)?.[1]))
        assert.equal(offsets.size, 2, `free times on both sides of the change between ${window.from} and ${window.to}`)
      }
    },
  },
  {
    id: 'crm.slot-limit',
    title: 'says honestly up to where it has looked',
    async run(kit) {
      const story = await openStory(kit)
      const { crm, call, service, window } = story
      const query = { serviceIds: [service.id], ...window }
      const whole = await crm.listAvailableSlots(query, call())
      const byDay = await slotsByDay(story)
      ensureComplete(whole, byDay, window.to)
      const cut = await crm.listAvailableSlots({ ...query, limit: 2 }, call())
      assert.ok(cut.slots.length <= 2, `a limit of 2 gives ${cut.slots.length} slots`)
      ensureComplete(cut, byDay, window.to)
    },
  },
  {
    id: 'crm.slot-employee',
    title: 'offers with an employee only the times of this one',
    async run(kit) {
      const { slots } = await openStory(kit)
      const all = await slots()
      for (const employeeId of new Set(all.flatMap(({ parts }) => parts.flatMap(part => part.employeeId ?? [])))) {
        const theirs = await slots({ employeeId })
        const expected = all.filter(slot => slot.parts.every(part => part.employeeId === employeeId))
        assert.deepEqual(theirs.map(nameOf), expected.map(nameOf), `the times of ${employeeId}`)
      }
    },
  },
  {
    id: 'crm.slot-services',
    title: 'offers several services in one visit, one after the other',
    unless: unlessDeclared('severalServices'),
    async run(kit) {
      const { crm, call, slots, book } = await openStory(kit)
      const services = await crm.listServices({}, call())
      for (const [one, other] of pairs(services)) {
        const [slot] = await slots({ serviceIds: [one.id, other.id] })
        if (!slot) continue
        assert.deepEqual(
          slot.parts.flatMap(part => part.serviceIds),
          [one.id, other.id],
          `the services of ${nameOf(slot)}`,
        )
        const visit = await book(slot)
        assert.equal(Date.parse(visit.end), Date.parse(slot.end), 'the visit ends with its last service')
        return
      }
      assert.fail('no two services can be booked in one visit: let the fake sell two that one employee does')
    },
  },
]

const CHANGES = [
  { timezone: 'Europe/Berlin', now: '2027-03-25T08:00:00+01:00' },
  { timezone: 'America/New_York', now: '2027-11-04T08:00:00-04:00' },
]

function ensureInside(slots: readonly Slot[], { from, to }: Story['window']): void {
  const starts = slots.map(({ start }) => Date.parse(start))
  for (const [index, start] of starts.entries()) {
    assert.ok(
      start >= Date.parse(from) && start < Date.parse(to),
      `${slots[index]?.start} is not between ${from} and ${to}`,
    )
  }
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
    'slots are not sorted by their start',
  )
}

/** All slots of the window, asked in pieces of six hours: no limit and no horizon cuts them. */
async function slotsByDay({ slots, window, instant }: Story): Promise<readonly Slot[]> {
  const found: Slot[] = []
  const end = Date.parse(window.to)
  for (let from = Date.parse(window.from); from < end; from += 6 * HOUR_MS) {
    found.push(...(await slots({ from: instant(from), to: instant(Math.min(end, from + 6 * HOUR_MS)) })))
  }
  return found
}

function ensureComplete(
  { slots, checkedUntil }: { slots: readonly Slot[]; checkedUntil: string },
  all: readonly Slot[],
  to: string,
): void {
  const until = Date.parse(checkedUntil)
  assert.ok(until <= Date.parse(to), `checkedUntil ${checkedUntil} lies behind the window's end ${to}`)
  const named = new Set(slots.map(nameOf))
  const left = all.filter(slot => Date.parse(slot.start) < until && !named.has(nameOf(slot)))
  assert.deepEqual(left.map(nameOf), [], `left out, although the answer claims to be complete up to ${checkedUntil}`)
  // An answer that claims nothing would be of no use: who asks on from there must get on.
  const [first] = all
  if (first && slots.length === 0) assert.ok(until >= Date.parse(to), `nothing was offered and nothing looked at`)
}

function* pairs<T>(items: readonly T[]): Generator<readonly [T, T]> {
  for (const one of items) for (const other of items) if (one !== other) yield [one, other]
}
