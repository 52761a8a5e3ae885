import type { CrmInstance, CrmPlugin, Employee } from '../../../core/contract/index.ts'
import { everythingBut, judgeLate } from '../provider/index.ts'
import { createAppointmentReads } from './appointments.ts'
import { createBook } from './book.ts'
import { createBooking } from './booking.ts'
import type { BookableEmployee } from './catalog.ts'
import { checkOptions } from './check.ts'
import { createClients } from './clients.ts'
import { createDesk, type Desk } from './desk.ts'
import { createChanges } from './hooks.ts'
import { configSchema } from './options.ts'
import { probeAccount } from './probe.ts'
import { createSlotSearch } from './slots.ts'
import { texts } from './texts.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'amocrm',
  description: 'Visits are leads of a pipeline in amoCRM (Kommo); free times are working hours minus leads.',
  configSchema,
  texts,
  check: checkOptions,
  create(context): CrmInstance {
    const desk = createDesk(context)
    const book = createBook(desk)
    const clients = createClients(desk)
    const { findClientsByPhone, getClient, createClient, updateClient } = clients
    const { getAppointment, list } = createAppointmentReads(desk, book, clients)
    const { giveWay, ...booking } = createBooking(desk, book, clients)
    return {
      capabilities: everythingBut({ settleMs: 10_000 }),
      start: async () => keepConnected(desk),
      probe: call => probeAccount(desk, call),
      changes: createChanges(desk, book),
      findClientsByPhone,
      getClient,
      createClient,
      updateClient,
      listServices: async (_, call) => [...(await desk.catalog.get(call)).services.values()],
      async listEmployees({ serviceIds = [] }, call) {
        const { employees } = await desk.catalog.get(call)
        return [...employees.values()]
          .filter(employee => serviceIds.every(id => employee.serviceIds.includes(id)))
          .map(toEmployee)
      },
      ...createSlotSearch(desk, book),
      getAppointment,
      listAppointments: judgeLate(list, giveWay, context.log),
      ...booking,
    }
  },
} satisfies CrmPlugin<typeof configSchema>

function toEmployee({ hours: _, ...employee }: BookableEmployee): Employee {
  return employee
}

const DAY_MS = 86_400_000

/** A desk that nobody writes to for three months would lose its refresh token: it renews its tokens every week. */
function keepConnected({ api, context }: Desk): void {
  const { keepAlive } = api.tokens
  if (!keepAlive) return
  const run = async () => {
    while (!context.signal.aborted) {
      await keepAlive().catch(failure => context.log.warn({ err: failure }, 'the tokens of amoCRM were not renewed'))
      await context.clock.sleep(DAY_MS, context.signal).catch(() => undefined)
    }
  }
  void run()
}
