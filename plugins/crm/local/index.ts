import type { CrmInstance, CrmPlugin } from '../../../core/contract/index.ts'
import {
  checkOptions,
  createAppointmentReads,
  createBook,
  createBooking,
  createClients,
  createSlotSearch,
  employeesOf,
  servicesOf,
} from '../calendar/index.ts'
import { everythingBut, visitTexts } from '../provider/index.ts'
import { configSchema } from './options.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'local',
  description:
    'The business’s own calendar: services, employees and hours from aiadmin.yaml, visits in the journal’s database.',
  configSchema,
  texts: visitTexts,
  check: checkOptions,
  create(context): CrmInstance {
    const book = createBook(context)
    const { services, employees } = book.catalog
    return {
      capabilities: everythingBut({ settleMs: 0 }),
      start: book.prepare,
      async probe(call) {
        await book.read(call)
        return { ok: true, summary: `own calendar: services ${services.size}, employees ${employees.size}` }
      },
      listServices: async () => servicesOf(book.catalog),
      listEmployees: async ({ serviceIds = [] }) => employeesOf(book.catalog, serviceIds),
      ...createClients(book),
      ...createSlotSearch(book),
      ...createAppointmentReads(book),
      ...createBooking(book),
    }
  },
} satisfies CrmPlugin<typeof configSchema>
