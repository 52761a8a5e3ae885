import type { CrmInstance, Http, PluginContext, Slot } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import plugin from '../../../plugins/crm/bitrix24/index.ts'
import type { Options } from '../../../plugins/crm/bitrix24/options.ts'
import { CLIENT, type FakeBitrix24, startFakeBitrix24, WEBHOOK_CODE } from '../../fakes/bitrix24/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext, testCompany } from '../../plugin-context.ts'

const CATALOGUE = {
  services: [{ product: 'Haircut', durationMinutes: 60 }],
  employees: [{ user: 'Anna Lee' }, { user: 'Boris Falk' }],
}

/** A client of these tests. */
export const KIRA = { name: 'Kira Sand', phone: '+79161234567' }

/** A portal with the plugin in front of it. */
export interface OpenPortal {
  fake: FakeBitrix24
  crm: CrmInstance
  context: PluginContext<Options>
  clock: MovingClock
  call(): { signal: AbortSignal; deadline: number }
  /** A free time of Anna's, the first one or a later one. */
  slot(at?: number): Promise<Slot>
  close(): Promise<void>
}

/** Opens a portal; `options` gets its address, `http` may stand between. */
export async function openPortal(
  options: (url: string) => object = url => ({ webhook: `${url}/rest/1/${WEBHOOK_CODE}/` }),
  http?: (fake: FakeBitrix24) => Http,
): Promise<OpenPortal> {
  const closing = new AbortController()
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const fake = await startFakeBitrix24({ now: clock.now, company: testCompany })
  const { context, close } = createTestContext<Options>({
    plugin,
    clock,
    config: { ...CATALOGUE, ...options(fake.url) },
    http: http?.(fake) ?? createHttp({ clock, signal: closing.signal, limits: createLimitRegistry({ clock }) }),
  })
  const crm = plugin.create(context)
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 10_000 })
  return {
    fake,
    crm,
    context,
    clock,
    call,
    async slot(at = 0) {
      const { slots } = await crm.listAvailableSlots(
        {
          serviceIds: ['1265'],
          employeeId: '7',
          from: '2026-11-24T00:00:00+03:00',
          to: '2026-11-25T00:00:00+03:00',
        },
        call(),
      )
      const slot = slots[at]
      if (!slot) throw new Error('nothing is free')
      return slot
    },
    async close() {
      closing.abort()
      await close()
      await fake.close()
    },
  }
}

/** The options of an application instead of a webhook. */
export const withToken = (url: string) => ({
  oauth: {
    portal: url,
    server: url,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    refreshToken: 'refresh-0-made-up',
  },
})

/** A key of the right shape. */
export const keyOf = (name: string) => `key-of-a-test-${name.padEnd(8, '0')}`
