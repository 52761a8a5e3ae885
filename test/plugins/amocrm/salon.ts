import assert from 'node:assert/strict'
import type { AppointmentDraft, Call, Company, CrmInstance, PluginContext, Slot } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import plugin from '../../../plugins/crm/amocrm/index.ts'
import type { AmoOptions } from '../../../plugins/crm/amocrm/options.ts'
import { type AmoFake, ANNA, PIPELINE, startAmoFake, TOKEN } from '../../fakes/amocrm/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

/** Somebody who wants a haircut. */
export const OLGA = { name: 'Olga Brandt', phone: '+79161234567' }

/** The visits are on a Tuesday; the story begins on the Monday before. */
export const TUESDAY = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }

/** A lead as staff make it by hand: a start and somebody who does it, and no more. */
export const byStaff = (id: number, start: number, more: object = {}) => ({
  id,
  name: 'By phone',
  price: 0,
  status_id: PIPELINE.booked,
  pipeline_id: PIPELINE.id,
  responsible_user_id: 123,
  is_deleted: false,
  closed_at: null,
  created_at: 1,
  updated_at: 1,
  custom_fields_values: [
    { field_id: 501, field_code: 'AIADMIN_START', values: [{ value: String(start) }] },
    { field_id: 503, field_code: 'AIADMIN_EMPLOYEE', values: [{ value: ANNA.value, enum_id: ANNA.id }] },
  ],
  _embedded: { tags: [], companies: [], contacts: [], catalog_elements: [] },
  ...more,
})

/** The plugin over the stand-in, with the product's own HTTP client and limits. */
export interface Salon {
  fake: AmoFake
  crm: CrmInstance
  context: PluginContext<AmoOptions>
  clock: MovingClock
  call(seconds?: number): Call
  /** Waits for the work; whoever sleeps is woken. */
  run<T>(work: Promise<T>): Promise<T>
  /** Free times of the haircut. */
  slots(): Promise<readonly Slot[]>
  draft(slot: Slot | undefined, changes?: Partial<AppointmentDraft>): AppointmentDraft
  /** Another instance over the same store, as a second process would be. */
  another(): CrmInstance
  close(): Promise<void>
}

/** What a test may set. */
export interface SalonOptions {
  config?: object
  company?: Partial<Company>
  bare?: boolean
}

/** Opens a salon in Moscow whose book is amoCRM. */
export async function openSalon({ config, company, bare = false }: SalonOptions = {}): Promise<Salon> {
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const fake = await startAmoFake({ now: clock.now }, { bare })
  fake.account.switches.timezone = 'Europe/Moscow'
  const ending = new AbortController()
  const http = createHttp({ clock, signal: ending.signal, limits: createLimitRegistry({ clock }) })
  const { context, close } = createTestContext({
    plugin,
    clock,
    http,
    ...(company && { company }),
    config: {
      account: fake.url,
      token: TOKEN,
      pipeline: 'Visits',
      services: { catalog: 'Services' },
      statuses: { noShow: 'Did not come' },
      ...config,
    },
  })
  const crm = plugin.create(context)
  const call = (seconds = 30): Call => ({
    signal: new AbortController().signal,
    deadline: clock.now() + seconds * 1_000,
  })
  const run: Salon['run'] = work => clock.drive(work)
  let keys = 0
  return {
    fake,
    crm,
    context,
    clock,
    call,
    run,
    slots: async () => (await run(crm.listAvailableSlots({ serviceIds: ['525439'], ...TUESDAY }, call()))).slots,
    draft(slot, changes) {
      assert.ok(slot, 'there is such a slot')
      keys += 1
      return { slot, client: OLGA, key: `key-of-a-test-${String(keys).padStart(8, '0')}`, ...changes }
    },
    another: () => plugin.create(context),
    async close() {
      ending.abort(new Error('closing'))
      await close()
      await fake.close()
    },
  }
}

/** The error of work that must fail. */
export async function failure(work: Promise<unknown>): Promise<{ code?: string; message: string; reason?: string }> {
  return work.then(
    () => assert.fail('it must fail'),
    (error: unknown) => Object(error),
  )
}
