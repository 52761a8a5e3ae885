import type { Call, CrmInstance, Slot } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import plugin from '../../../plugins/crm/easyweek/index.ts'
import { API_KEY, type EasyWeekFake, type Switches, startEasyWeekFake, WORKSPACE } from '../../fakes/easyweek/index.ts'
import { CUT, LOCATION } from '../../fakes/easyweek/salon.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

export const KEY = 'a-key-of-a-test-0001'
export const OLGA = { name: 'Olga Brandt', phone: '+4915112345678' }

/** An instance with its stand-in, in Berlin, on the Thursday before the clocks change. */
export interface OpenedCrm {
  crm: CrmInstance
  fake: EasyWeekFake
  clock: MovingClock
  call(): Call
  slots(): Promise<readonly Slot[]>
  close(): Promise<void>
}

/** Opens one; `config` replaces single options. */
export async function openEasyWeek({
  switches = {},
  config = {},
  timezone = 'Europe/Berlin',
}: {
  switches?: Partial<Switches>
  config?: object
  timezone?: string
} = {}): Promise<OpenedCrm> {
  const clock = createMovingClock('2027-03-25T08:00:00+01:00')
  const fake = await startEasyWeekFake({ now: clock.now, company: { timezone: 'Europe/Berlin' } }, switches)
  const ending = new AbortController()
  // The product's own client: the limit is part of what is tested.
  const http = createHttp({ clock, signal: ending.signal, limits: createLimitRegistry({ clock }) })
  const { context, close } = createTestContext({
    http,
    plugin,
    clock,
    company: { timezone, currency: 'EUR', country: 'DE' },
    config: { apiKey: API_KEY, workspace: WORKSPACE, locationId: LOCATION, baseUrl: fake.url, ...config },
  })
  const crm: CrmInstance = plugin.create(context)
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 10_000 })
  return {
    crm,
    fake,
    clock,
    call,
    slots: async () => {
      const window = { from: '2027-03-25T08:00:00+01:00', to: '2027-03-30T08:00:00+02:00' }
      return (await crm.listAvailableSlots({ serviceIds: [CUT], ...window }, call())).slots
    },
    async close() {
      ending.abort()
      await close()
      await fake.close()
    },
  }
}
