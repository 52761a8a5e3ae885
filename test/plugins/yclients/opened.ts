import type { Appointment, Call, Company, CrmPlugin, Slot } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import yclients from '../../../plugins/crm/yclients/index.ts'
import { COMPANY_ID, PARTNER_TOKEN, type Switches, startYclients, USER_TOKEN } from '../../fakes/yclients/index.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { createTestContext, testCompany } from '../../plugin-context.ts'
import { until } from '../../support/until.ts'

/** A client of these stories. */
export const ANNA = { name: 'Anna Petrova', phone: '+79161234567' }

/** Monday morning in Moscow, three hours before noon. */
const MONDAY = '2026-11-23T09:00:00+03:00'

/** What a test may set. */
export interface OpenOptions {
  // biome-ignore lint/suspicious/noExplicitAny: both providers' plugins, whose schemas differ in their defaults.
  plugin?: CrmPlugin<any>
  with?: Readonly<Record<string, unknown>>
  company?: Partial<Company>
  switches?: Partial<Switches>
  now?: string
}

/** The plugin with a stand-in of its own, on a clock that the test moves. */
export async function open({ plugin = yclients, with: options, company, switches, now = MONDAY }: OpenOptions = {}) {
  const clock = createMovingClock(now)
  const fake = await startYclients(
    { now: clock.now, sleep: clock.sleep, company: { ...testCompany, ...company } },
    switches,
  )
  const closing = new AbortController()
  const { context, close } = createTestContext({
    plugin,
    clock,
    ...(company && { company }),
    http: createHttp({ clock, signal: closing.signal, limits: createLimitRegistry({ clock }) }),
    config: { apiUrl: fake.url, partnerToken: PARTNER_TOKEN, userToken: USER_TOKEN, companyId: COMPANY_ID, ...options },
  })
  const crm = plugin.create(context)
  const call = (ms = 30_000): Call => ({ signal: new AbortController().signal, deadline: clock.now() + ms })
  /** Waits for its turn under the limit on the test's clock. */
  const wait = <T>(work: Promise<T>) => clock.drive(work)
  /** The same in small steps, so that what is under way arrives at about the time at which it was sent. */
  const paced = async <T>(work: Promise<T>, stepMs = 5) => {
    let isDone = false
    const end = () => {
      isDone = true
    }
    work.then(end, end)
    await until(async () => {
      await clock.advance(stepMs)
      return isDone
    })
    return work
  }
  let keys = 0

  const slotAt = async (start: string, serviceId = '11', employeeId = '44'): Promise<Slot> => {
    const from = `${start.slice(0, 10)}T00:00:00+03:00`
    const to = `${start.slice(0, 10)}T23:59:00+03:00`
    const { slots } = await wait(crm.listAvailableSlots({ serviceIds: [serviceId], employeeId, from, to }, call()))
    const slot = slots.find(one => Date.parse(one.start) === Date.parse(start))
    if (!slot) throw new Error(`${start} is not offered, but ${slots.map(one => one.start).join(' ')}`)
    return slot
  }
  const newKey = () => {
    keys += 1
    return `key-of-a-test-${String(keys).padStart(6, '0')}`
  }
  return {
    fake,
    crm,
    clock,
    context,
    call,
    wait,
    paced,
    slotAt,
    newKey,
    book: async (start: string, client = ANNA): Promise<Appointment> =>
      wait(crm.createAppointment({ slot: await slotAt(start), client, key: newKey() }, call())),
    async close() {
      closing.abort()
      await close()
      await fake.close()
    },
  }
}

/** One of these. */
export type Opened = Awaited<ReturnType<typeof open>>

/** What the work threw. */
export async function thrownBy(work: Promise<unknown>): Promise<{ code?: string; reason?: string; message?: string }> {
  return work.then(
    () => ({}),
    (error: unknown) => Object(error),
  )
}
