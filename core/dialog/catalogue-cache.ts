import { createHash } from 'node:crypto'
import type { ConfiguredInstance } from '../../config/desk-config.ts'
import type { Call, Clock, CrmInstance, CrmPlugin, Employee, Service } from '../contract/index.ts'
import type { SharedCache } from '../replicas/cache.ts'

/** Longer than this nobody should wait to see a new price. */
export const MAX_AGE_MS = 60_000

/** What the business sells and who does it, in the CRM's own words. */
export interface CatalogueSource {
  services: readonly Service[]
  employees: readonly Employee[]
  /** When the CRM said so. */
  at: number
}

/** Reads it from the CRM, or takes what another process has read within the last minute. */
export type ReadSource = (call: Call) => Promise<CatalogueSource>

/** Asks the CRM once a minute for all processes, where they share a cache. */
export function sharedReader(
  { use, config }: ConfiguredInstance<CrmPlugin>,
  { crm, cache, clock }: { crm: CrmInstance; cache: SharedCache | undefined; clock: Clock },
): ReadSource {
  // With other options the CRM says something else: what was read before they changed is of no use.
  const key = `catalogue:${createHash('sha256')
    .update(JSON.stringify([use, config]))
    .digest('base64url')}`

  return async call => {
    const cached = await cache?.get<CatalogueSource>(key)
    // The clock of the process that read it may differ.
    if (cached && Math.abs(clock.now() - cached.at) < MAX_AGE_MS) return cached
    const [services, employees] = await Promise.all([crm.listServices({}, call), crm.listEmployees({}, call)])
    const source = { services, employees, at: clock.now() }
    cache?.put(key, source, MAX_AGE_MS)
    return source
  }
}
