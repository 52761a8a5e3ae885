import type { Instant, OpeningHours, PluginContext } from '../../../core/contract/index.ts'
import { createZone, parseOpeningHours, type Zone } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import { type EntityMap, resolveMap } from './entity-map.ts'
import { createOData, type OData } from './odata.ts'
import type { OnecOptions } from './options.ts'
import { createWallClock, type WallClock } from './wall-clock.ts'

/** What every method works with. */
export interface Base {
  context: PluginContext<OnecOptions>
  map: EntityMap
  odata: OData
  /** The company's zone, in which everything is answered. */
  zone: Zone
  /** The wall clock of the 1C server. */
  wall: WallClock
  hours: OpeningHours
  /** @throws `invalid` for anything but ISO 8601 with offset. */
  instant(text: Instant): number
}

const CLOSED: OpeningHours = {
  week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  exceptions: {},
}

/** Puts it together. @throws `invalid` where a name is missing that `check` has complained of. */
export function createBase(context: PluginContext<OnecOptions>): Base {
  const { config, company, error } = context
  const { map, missing } = resolveMap(config)
  if (missing.length > 0)
    throw error('invalid', `these names are needed: ${missing.map(({ path }) => path.join('.')).join(', ')}`)
  return {
    context,
    map,
    odata: createOData(context),
    zone: createZone(company.timezone),
    wall: createWallClock(config.timezone ?? company.timezone),
    hours: config.hours ? parseOpeningHours(config.hours).hours : (company.hours ?? CLOSED),
    instant: text => readInstant(text, error),
  }
}
