import type { CrmInstance, CrmPlugin } from '../../../core/contract/index.ts'
import { createZone } from '../hours/index.ts'
import { createApi } from './api.ts'
import { createAvailability } from './availability.ts'
import { createCatalog } from './catalog.ts'
import { createChanges } from './changes.ts'
import { createCustomers } from './customers.ts'
import { configSchema } from './options.ts'
import { probeEasyWeek } from './probe.ts'
import { texts } from './texts.ts'
import { createVisits } from './visits.ts'
import { instantOf } from './wire.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'easyweek',
  description: 'Visits are booked in EasyWeek, through its public API.',
  configSchema,
  texts,
  create(context): CrmInstance {
    const { error, company } = context
    const instant = (text: string) => {
      const moment = instantOf(text)
      if (moment === undefined) throw error('invalid', `${JSON.stringify(text)} is no instant in ISO 8601 with offset`)
      return moment
    }
    const api = createApi(context)
    const zone = createZone(company.timezone)
    const catalog = createCatalog(context, api)
    const customers = createCustomers(context, api)
    const { forget, listAvailableSlots } = createAvailability(context, { api, zone, catalog, instant })
    const { findClientsByPhone, getClient, createClient } = customers

    return {
      capabilities: {
        findClients: true,
        getAppointment: true,
        findByKey: true,
        settleMs: 15_000,
        reschedule: 'none',
        createClient: true,
        updateClient: false,
        listAppointments: true,
        cancel: true,
        severalServices: false,
      },
      changes: createChanges(context, forget),
      probe: call => probeEasyWeek(context, { api, catalog }, call),
      listServices: async (_, call) => [...(await catalog(call)).services.values()],
      listEmployees: async ({ serviceIds = [] }, call) =>
        [...(await catalog(call)).employees.values()].filter(employee =>
          serviceIds.every(id => employee.serviceIds.includes(id)),
        ),
      listAvailableSlots,
      findClientsByPhone,
      getClient,
      createClient,
      async updateClient() {
        throw error('unsupported', 'EasyWeek has no way to change a customer')
      },
      ...createVisits(context, { api, zone, customers, catalog, instant, onWritten: forget }),
      async rescheduleAppointment() {
        throw error('unsupported', 'EasyWeek has no way to move a booking')
      },
    }
  },
} satisfies CrmPlugin<typeof configSchema>
