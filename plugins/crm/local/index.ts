import type { CrmInstance, CrmPlugin, Service } from '../../../core/contract/index.ts'
import { createAppointmentReads } from './appointments.ts'
import { createBook } from './book.ts'
import { createBooking } from './booking.ts'
import type { CatalogService } from './catalog.ts'
import { checkOptions } from './check.ts'
import { createClients } from './clients.ts'
import { configSchema } from './options.ts'
import { createSlotSearch } from './slots.ts'
import { texts } from './texts.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'local',
  description:
    'The business’s own calendar: services, employees and hours from aiadmin.yaml, visits in the journal’s database.',
  configSchema,
  texts,
  check: checkOptions,
  create(context): CrmInstance {
    const book = createBook(context)
    const { services, employees } = book.catalog
    return {
      capabilities: {
        findClients: true,
        getAppointment: true,
        findByKey: true,
        settleMs: 0,
        reschedule: 'timeAndEmployee',
        createClient: true,
        updateClient: true,
        listAppointments: true,
        cancel: true,
        severalServices: true,
      },
      start: book.prepare,
      async probe(call) {
        await book.read(call)
        return { ok: true, summary: `own calendar: services ${services.size}, employees ${employees.size}` }
      },
      listServices: async () => [...services.values()].map(toService),
      listEmployees: async ({ serviceIds = [] }) =>
        [...employees.values()].filter(employee => serviceIds.every(id => employee.serviceIds.includes(id))),
      ...createClients(book),
      ...createSlotSearch(book),
      ...createAppointmentReads(book),
      ...createBooking(book),
    }
  },
} satisfies CrmPlugin<typeof configSchema>

function toService({ bufferMinutes: _, ...service }: CatalogService): Service {
  return service
}
