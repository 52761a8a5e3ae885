/** What YCLIENTS and Altegio have in common: one API under two names. */
import type { CrmCapabilities, CrmInstance, PluginContext } from '../../../core/contract/index.ts'
import { everythingBut } from '../provider/index.ts'
import { remember } from '../remembered/index.ts'
import { createApi } from './api.ts'
import { createBooking } from './booking.ts'
import { loadCatalogue } from './catalogue.ts'
import { createChanges } from './changes.ts'
import { createChanging } from './changing.ts'
import { createClients } from './clients.ts'
import type { Dialect } from './dialect.ts'
import { loadLocation } from './location.ts'
import type { Options } from './options.ts'
import type { Parts } from './parts.ts'
import { probe } from './probe.ts'
import { createSlotSearch } from './slots.ts'
import { createTimes } from './times.ts'
import { listVisits } from './visit-list.ts'
import { findVisit } from './visits.ts'

export type { Dialect } from './dialect.ts'
export { optionsSchema } from './options.ts'
export { texts } from './texts.ts'

/** How old services, employees and settings may be. */
const MAX_AGE_MS = 5 * 60_000
/** A request that was cut off may still be worked on for so long. */
const SETTLE_MS = 30_000

/** One instance of either provider. */
export function createDialectCrm(context: PluginContext<Options>, dialect: Dialect): CrmInstance {
  const api = createApi(context, dialect)
  const parts: Parts = {
    context,
    dialect,
    api,
    times: createTimes(context),
    catalogue: remember(context.clock, MAX_AGE_MS, call => loadCatalogue(api, context, dialect, call)),
    location: remember(context.clock, MAX_AGE_MS, call => loadLocation(api, context, call)),
  }
  const capabilities: CrmCapabilities = everythingBut({ settleMs: SETTLE_MS })
  return {
    capabilities,
    probe: call => probe(parts, call),
    ...createClients(parts),
    listServices: async (_, call) =>
      (await parts.catalogue.get(call)).services.map(
        ({ isPrepaid: _prepaid, cost: _cost, discount: _discount, secondsBy: _seconds, ...service }) => service,
      ),
    listEmployees: async ({ serviceIds = [] }, call) =>
      (await parts.catalogue.get(call)).employees.filter(employee =>
        serviceIds.every(id => employee.serviceIds.includes(id)),
      ),
    ...createSlotSearch(parts),
    ...createBooking(parts, capabilities),
    getAppointment: ({ id }, call) => findVisit(parts, id, call),
    listAppointments: (query, call) => listVisits(parts, query, call),
    ...createChanging(parts),
    changes: createChanges(parts),
  }
}
