import type { Call, PluginContext, Probe } from '../../../core/contract/index.ts'
import { isSameZone } from '../provider/index.ts'
import type { Api } from './api.ts'
import { type Catalog, readLocations } from './catalog.ts'
import type { EasyWeekOptions } from './options.ts'

/** What is missing when EasyWeek does not answer as it should. */
export async function probeEasyWeek(
  context: Pick<PluginContext<EasyWeekOptions>, 'config' | 'company' | 'clock'>,
  parts: { api: Api; catalog(call: Call): Promise<Catalog> },
  call: Call,
): Promise<Probe> {
  return look(context, parts, call).catch((failure: unknown) => {
    const { code, message } = Object(failure)
    if (call.signal.aborted || (code !== 'unauthorized' && code !== 'unavailable')) throw failure
    const hint = code === 'unavailable' ? '; check crm.with.baseUrl, where it is written, and the network' : ''
    return { ok: false, summary: `${message}${hint}` }
  })
}

/** In the order in which one thing hides the next. */
async function look(
  { config, company, clock }: Pick<PluginContext<EasyWeekOptions>, 'config' | 'company' | 'clock'>,
  parts: { api: Api; catalog(call: Call): Promise<Catalog> },
  call: Call,
): Promise<Probe> {
  const locations = await readLocations(parts.api, call)
  const location = locations.find(({ id }) => id.toLowerCase() === config.locationId.toLowerCase())
  if (!location) {
    const seen = locations.map(({ id, name }) => `${name} is ${id}`).join('; ')
    return {
      ok: false,
      summary: `the key sees no location ${config.locationId}: put the right one into crm.with.locationId; ${seen === '' ? 'the key sees none at all' : seen}`,
    }
  }
  if (location.timezone !== undefined && !isSameZone(location.timezone, company.timezone, clock.now()))
    return {
      ok: false,
      summary: `${location.name} is in ${location.timezone}, and company.timezone is ${company.timezone}: set both to the same zone`,
    }
  const { services, employees } = await parts.catalog(call)
  // Each part of the API has a right of its own, and each is needed for a booking.
  await parts.api.try({ path: '/customers', what: 'read customers' }, call)
  await parts.api.try({ path: '/bookings', what: 'read bookings' }, call)
  const summary = `${location.name}: services ${services.size}, employees ${employees.size}`
  if (services.size > 0) return { ok: true, summary }
  return { ok: false, summary: `${summary}; nothing can be booked: publish a service and give it to an employee` }
}
