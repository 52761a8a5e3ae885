import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Appointment } from '../../core/contract/index.ts'
import local from '../../plugins/crm/local/index.ts'
import { createTestContext } from '../plugin-context.ts'

/** What came of many bookings at once. */
export interface BookingResult {
  seconds: number
  booked: number
  taken: number
}

const SERVICE = { id: 'haircut', name: 'Haircut', durationMinutes: 60, price: 1500 }
const WITHIN_MS = 60_000

/** Books the times of one employee, each wanted by several at once, on the own calendar. */
export async function bookAtOnce(count: number): Promise<BookingResult> {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-bookings-'))
  const config = {
    services: [SERVICE],
    employees: [{ id: 'ivan', name: 'Ivan', services: ['haircut'] }],
    gridMinutes: 60,
  }
  const { context, close } = createTestContext({ plugin: local, config, dataFolder: folder })
  try {
    const crm = local.create(context)
    await crm.start?.()
    const call = { signal: AbortSignal.timeout(WITHIN_MS), deadline: context.clock.now() + WITHIN_MS }
    const range = { from: '2026-11-24T00:00:00+03:00', to: '2026-12-05T00:00:00+03:00' }
    const { slots } = await crm.listAvailableSlots({ serviceIds: ['haircut'], ...range }, call)
    const began = performance.now()
    const outcomes = await Promise.allSettled(
      Array.from({ length: count }, async (_, index): Promise<Appointment> => {
        const slot = slots[index % slots.length]
        if (!slot) throw new Error('no time is free')
        const client = { name: 'Anna', phone: `+7916${1_000_000 + index}` }
        return crm.createAppointment({ slot, client, key: `bench-booking-${String(index).padStart(6, '0')}` }, call)
      }),
    )
    const seconds = (performance.now() - began) / 1_000
    const booked = outcomes.filter(({ status }) => status === 'fulfilled').length
    const taken = outcomes.filter(one => one.status === 'rejected' && one.reason.code === 'slot_taken').length
    if (booked > slots.length || booked + taken !== count)
      throw new Error(`${count} bookings of ${slots.length} times: ${booked} booked, ${taken} told that it is taken`)
    return { seconds, booked, taken }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}
