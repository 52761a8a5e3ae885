import type { CrmInstance, CrmPlugin, PluginContext } from '../../../core/contract/index.ts'
import { type Book, checkOptions, createBook, createSlotSearch, employeesOf, servicesOf } from '../calendar/index.ts'
import { createZone } from '../hours/index.ts'
import { createBridge } from './bridge.ts'
import { createBusyTimes } from './busy.ts'
import { createChanges } from './changes.ts'
import { type BridgeOptions, configSchema, type DikidiOptions } from './options.ts'
import { createRequests } from './requests.ts'
import { texts } from './texts.ts'

const STALE_MS = 86_400_000

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'dikidi',
  description: 'Visits are requested from a salon on DIKIDI over a bridge, or clients get its booking page.',
  configSchema,
  texts,
  check: checkOptions,
  create: context => (context.config.bridge ? bridged(context, context.config.bridge) : pageOnly(context)),
} satisfies CrmPlugin<typeof configSchema>

function unsupported({ error }: PluginContext<DikidiOptions>, what: string) {
  return async (): Promise<never> => {
    throw error('unsupported', `DIKIDI has no public interface to ${what}`)
  }
}

/** What no configuration can do: DIKIDI's directory of clients is closed. */
function impossible(context: PluginContext<DikidiOptions>) {
  return {
    findClientsByPhone: unsupported(context, 'find clients'),
    getClient: unsupported(context, 'read clients'),
    createClient: unsupported(context, 'create clients'),
    updateClient: unsupported(context, 'change clients'),
  }
}

function catalogueOf(book: Book): Pick<CrmInstance, 'listServices' | 'listEmployees'> {
  return {
    listServices: async () => servicesOf(book.catalog),
    listEmployees: async ({ serviceIds = [] }) => employeesOf(book.catalog, serviceIds),
  }
}

/** Without a bridge the desk consults, and the salon's own page books. */
function pageOnly(context: PluginContext<DikidiOptions>): CrmInstance {
  const { config, company, error, text } = context
  const toPage = async (): Promise<never> => {
    throw error('refused', 'without a bridge clients book on the public page', {
      reason: text(company.locale, 'page', { url: config.bookingPage }),
    })
  }
  return {
    capabilities: {
      findClients: false,
      getAppointment: false,
      findByKey: false,
      settleMs: 0,
      reschedule: 'none',
      createClient: false,
      updateClient: false,
      listAppointments: false,
      cancel: false,
      severalServices: true,
    },
    probe: async () => ({ ok: true, summary: `no bridge: clients are sent to ${config.bookingPage}` }),
    ...catalogueOf(createBook(context)),
    ...impossible(context),
    listAvailableSlots: toPage,
    createAppointment: toPage,
    getAppointment: unsupported(context, 'read visits'),
    listAppointments: unsupported(context, 'list visits'),
    cancelAppointment: unsupported(context, 'cancel visits'),
    rescheduleAppointment: unsupported(context, 'move visits'),
  }
}

function bridged(context: PluginContext<DikidiOptions>, options: BridgeOptions): CrmInstance {
  const { config, company, clock, store } = context
  const employeeIds = config.employees.map(({ id }) => id)
  const busy = createBusyTimes({ store, zone: createZone(company.timezone), employeeIds })
  const book = createBook(context, { newStatus: 'requested', takenElsewhere: busy.taken })
  const { tell, trouble } = createBridge(context, book, options)
  const requests = createRequests(context, { book, tell, busy, options })
  const { createAppointment, rescheduleAppointment, cancelAppointment, getAppointment, listAppointments, start, stop } =
    requests

  return {
    capabilities: {
      findClients: false,
      getAppointment: true,
      findByKey: true,
      settleMs: 0,
      reschedule: 'timeAndEmployee',
      createClient: false,
      updateClient: false,
      listAppointments: true,
      cancel: true,
      severalServices: true,
    },
    changes: createChanges(context, { requests, busy, options }),
    start,
    stop,
    async probe(call) {
      await book.read(call)
      const summary = await trouble(call)
      if (summary !== undefined) return { ok: false, summary }
      const waiting = await requests.waiting()
      if (waiting > 0)
        return {
          ok: false,
          summary: `the bridge does not take what it is told (${waiting} waiting): look whether ${new URL(options.url).host} runs, and knows the same secret`,
        }
      const readAt = await busy.readAt()
      const age = readAt === undefined ? undefined : clock.now() - readAt
      const told =
        age === undefined
          ? 'no busy times have come yet, so the hours alone are offered (aiadmin setup names the address)'
          : age > STALE_MS
            ? `the busy times are ${Math.floor(age / 3_600_000)} hours old`
            : 'busy times are fresh'
      return { ok: true, summary: `bridge at ${new URL(options.url).host}: ${told}` }
    },
    ...catalogueOf(book),
    ...impossible(context),
    ...createSlotSearch(book),
    createAppointment,
    rescheduleAppointment,
    cancelAppointment,
    getAppointment,
    listAppointments,
  }
}
