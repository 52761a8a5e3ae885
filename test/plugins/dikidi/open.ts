import Fastify from 'fastify'
import type { Call, CrmInstance, Slot } from '../../../core/contract/index.ts'
import plugin from '../../../plugins/crm/dikidi/index.ts'
import { type PlatformFake, SECRET, startPlatformFake } from '../../fakes/dikidi/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

export const KEY = 'a-key-of-a-test-0001'
export const OLGA = { name: 'Olga', phone: '+79161234567' }
export const PAGE = 'https://dikidi.net/550001'

/** What the salon sells, as its operator writes it. */
export const CATALOGUE = {
  bookingPage: PAGE,
  services: [
    { id: 'manicure', name: { ru: 'Маникюр', en: 'Manicure' }, durationMinutes: 60, price: 2000 },
    { id: 'haircut', name: { ru: 'Стрижка', en: 'Haircut' }, durationMinutes: 60, price: 1500 },
  ],
  employees: [
    { id: 'anna', name: 'Anna', services: ['manicure'] },
    { id: 'boris', name: 'Boris', services: ['haircut'] },
  ],
  gridMinutes: 60,
}

/** An instance in Moscow on a Monday at noon, with its platform and its own addresses served. */
export interface OpenedCrm {
  crm: CrmInstance
  platform: PlatformFake
  clock: MovingClock
  /** Visits that core was told of. */
  changed: string[]
  call(): Call
  /** Free times of a manicure on Tuesday. */
  slots(): Promise<readonly Slot[]>
  posts(address: string, body: object): Promise<Response>
  /** Where busy times go. */
  busyAddress(): Promise<string>
  close(): Promise<void>
}

/** Opens one with a bridge. */
export async function openBridged(): Promise<OpenedCrm> {
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const platform = await startPlatformFake({ now: clock.now })
  const app = Fastify()
  const changed: string[] = []
  let routes: CrmInstance['changes']
  app.register(
    async scope =>
      routes?.routes(scope, async ({ appointmentId }) => {
        changed.push(appointmentId)
      }),
    { prefix: '/api/v1/crm' },
  )
  // The desk's address must be known before the routes are: a first server only reserves a port.
  const reserve = Fastify()
  const answersTo = await reserve.listen({ host: '127.0.0.1', port: 0 })
  await reserve.close()
  const { context, close } = createTestContext({
    plugin,
    clock,
    config: { ...CATALOGUE, bridge: { url: platform.url, secret: SECRET, answersTo, answerWithinMinutes: 60 } },
  })
  const crm: CrmInstance = plugin.create(context)
  routes = crm.changes
  await app.listen({ host: '127.0.0.1', port: Number(new URL(answersTo).port) })
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 10_000 })
  return {
    crm,
    platform,
    clock,
    changed,
    call,
    slots: async () => {
      const window = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }
      return (await crm.listAvailableSlots({ serviceIds: ['manicure'], ...window }, call())).slots
    },
    posts: (address, body) =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async busyAddress() {
      const { summary = '' } = (await crm.changes?.setup?.({ publicUrl: answersTo, secret: 'unused' }, call())) ?? {}
      return /to (\S+\/busy\/\S+)/.exec(summary)?.[1] ?? ''
    },
    async close() {
      await crm.stop?.()
      await app.close()
      await close()
      await platform.close()
    },
  }
}
