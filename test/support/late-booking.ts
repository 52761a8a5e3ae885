import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Appointment, AppointmentDraft, AppointmentQuery, Slot } from '../../core/contract/index.ts'

/** What staff write into the time of a booking: before it or after it, or what takes no time any more. */
export type Rival = 'earlier' | 'later' | 'over'

/** A CRM without a lock, and what goes on behind its counter. */
export interface LateStand {
  /** Of a free time; `other` is another one of the same employee. */
  draft: AppointmentDraft
  other: Slot
  /** Books the draft; its answer is lost before anybody has looked again. */
  lose(rival?: Rival): Promise<void>
  /** Method 10. */
  look(query: AppointmentQuery): Promise<readonly Appointment[]>
  /** Staff take a time. */
  take(slot: Slot): void
  /** Staff move what was booked. */
  drag(slot: Slot): void
  /** What was booked stands in the CRM a second time. */
  double(): void
  /** Whose visits take place. */
  held(): readonly ('ours' | 'staff')[]
}

/** A booking whose answer was lost gets the second look of a CRM without a lock when its key finds it. */
export function testLateBooking(
  name: string,
  stays: Readonly<Record<Rival, boolean>>,
  open: (test: TestContext) => Promise<LateStand>,
): void {
  describe(`a booking whose answer ${name} lost`, () => {
    for (const rival of ['earlier', 'later', 'over'] as const)
      it(`${stays[rival] ? 'stays beside' : 'gives way to'} what is ${rival}, however often it is looked for`, async test => {
        const { draft, lose, look, held } = await open(test)
        await lose(rival)
        for (let times = 0; times < 2; times += 1) {
          const found = await look({ key: draft.key, draft })
          assert.deepEqual(statusesOf(found), stays[rival] ? ['booked'] : [])
        }
        const staff = rival === 'over' ? [] : ['staff']
        assert.deepEqual(held().toSorted(), stays[rival] ? ['ours', ...staff] : staff)
      })

    it('is not questioned where staff have moved it upon another visit', async test => {
      const { draft, other, lose, look, take, drag, held } = await open(test)
      take(other)
      await lose()
      drag(other)
      const found = await look({ key: draft.key, draft })
      assert.deepEqual(
        found.map(({ status, start }) => [status, start]),
        [['booked', other.start]],
      )
      assert.deepEqual(held().toSorted(), ['ours', 'staff'])
    })

    it('is not questioned once somebody counts on it, nor without what was to be written', async test => {
      const { draft, lose, look, held } = await open(test)
      await lose('earlier')
      assert.deepEqual(statusesOf(await look({ key: draft.key, draft, isSettled: true })), ['booked'])
      assert.deepEqual(statusesOf(await look({ key: draft.key })), ['booked'])
      assert.deepEqual(held().toSorted(), ['ours', 'staff'])
    })

    it('is no rival of another one with its key', async test => {
      const { draft, lose, look, double } = await open(test)
      await lose()
      double()
      assert.deepEqual(statusesOf(await look({ key: draft.key, draft })), ['booked', 'booked'])
    })
  })
}

const statusesOf = (visits: readonly Appointment[]) => visits.map(({ status }) => status)
