import type { CrmInstance, CrmPlugin, Employee, PluginContext, Service } from '../../../core/contract/index.ts'
import { createZone } from '../hours/index.ts'
import { everythingBut } from '../provider/index.ts'
import { createApi } from './api.ts'
import { createBooking } from './booking.ts'
import { createChanges } from './changes.ts'
import { createChanging } from './changing.ts'
import { checkOptions } from './check.ts'
import { createClients } from './clients.ts'
import type { Desk } from './desk.ts'
import { configSchema, type Options } from './options.ts'
import { createPortal, type PortalEmployee } from './portal.ts'
import { createProbe } from './probe.ts'
import { createSlots } from './slots.ts'
import { texts } from './texts.ts'
import { createTieBreak } from './tie-break.ts'
import { createTurns } from './turns.ts'
import { createVisits } from './visits.ts'
import { createWriting } from './writing.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'bitrix24',
  description: 'Visits are deals with an event in the employee’s calendar of Bitrix24.',
  configSchema,
  texts,
  check: checkOptions,
  create: context => createCrm(context),
} satisfies CrmPlugin<typeof configSchema>

/** A request that Bitrix24 works on may take so long, and write at its end. */
const SETTLE_MS = 60_000

function createCrm(context: PluginContext<Options>): CrmInstance {
  const api = createApi(context)
  const desk: Desk = {
    context,
    api,
    zone: createZone(context.company.timezone),
    portal: createPortal(context, api),
  }
  const clients = createClients(context, api)
  const visits = createVisits(desk, clients)
  const writing = createWriting(desk)
  const tieBreak = createTieBreak(desk, { visits, writing })
  const parts = { clients, visits, writing, tieBreak, takeTurn: createTurns(context) }
  const { findClientsByPhone, getClient, createClient, updateClient } = clients

  return {
    capabilities: everythingBut({ settleMs: SETTLE_MS, reschedule: 'time' }),
    probe: createProbe(desk),
    changes: createChanges(desk),
    findClientsByPhone,
    getClient,
    createClient,
    updateClient,
    getAppointment: visits.getAppointment,
    listAppointments: tieBreak.listAppointments,
    listServices: async (_, call): Promise<readonly Service[]> => [...(await desk.portal(call)).services.values()],
    async listEmployees({ serviceIds = [] }, call) {
      return [...(await desk.portal(call)).employees.values()]
        .filter(employee => serviceIds.every(id => employee.serviceIds.includes(id)))
        .map(toEmployee)
    },
    ...createSlots(desk, visits),
    ...createBooking(desk, parts),
    ...createChanging(desk, parts),
  }
}

function toEmployee({ hours: _, ...employee }: PortalEmployee): Employee {
  return employee
}
