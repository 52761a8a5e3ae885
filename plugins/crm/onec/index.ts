import type { CrmInstance, CrmPlugin, PluginContext } from '../../../core/contract/index.ts'
import { everythingBut, judgeLate } from '../provider/index.ts'
import { createBase } from './base.ts'
import { createBooking } from './booking.ts'
import { createCatalog } from './catalog.ts'
import { checkOptions } from './check.ts'
import { createClients } from './clients.ts'
import { configSchema, type OnecOptions } from './options.ts'
import { createProbe } from './probe.ts'
import { createSlotSearch } from './slots.ts'
import { createVisits } from './visits.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'onec',
  description:
    '1C:Enterprise through its standard OData interface; every name of its configuration is set in the options.',
  configSchema,
  check: checkOptions,
  create: context => createCrm(context),
} satisfies CrmPlugin<typeof configSchema>

/** A transaction of 1C waits up to 20 s for a lock: so long a write may appear after nobody waits for it any more. */
const SETTLE_MS = 30_000

function createCrm(context: PluginContext<OnecOptions>): CrmInstance {
  const base = createBase(context)
  const catalogOf = createCatalog(base)
  const { link, ...clients } = createClients(base)
  const visits = createVisits(base, catalogOf, { link, ...clients })
  const { giveWay, ...booking } = createBooking(base, { catalogOf, clients: { link, ...clients }, visits })

  return {
    capabilities: everythingBut({ settleMs: SETTLE_MS, severalServices: base.map.visit.rows !== undefined }),
    probe: createProbe(base, catalogOf),
    ...clients,
    async listServices(_, call) {
      return [...(await catalogOf(call)).services.values()].filter(({ employeeIds }) => employeeIds.length > 0)
    },
    async listEmployees({ serviceIds = [] }, call) {
      return [...(await catalogOf(call)).employees.values()].filter(employee =>
        serviceIds.every(id => employee.serviceIds.includes(id)),
      )
    },
    ...createSlotSearch(base, catalogOf, visits),
    getAppointment: visits.getAppointment,
    listAppointments: judgeLate(visits.list, giveWay, context.log),
    ...booking,
  }
}
