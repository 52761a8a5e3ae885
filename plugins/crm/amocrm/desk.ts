import type { PluginContext } from '../../../core/contract/index.ts'
import { createZone, type Zone } from '../hours/index.ts'
import type { Remembered } from '../remembered/index.ts'
import { type Api, createApi } from './api.ts'
import { type Catalog, createCatalog } from './catalog.ts'
import { createLayout, type Layout } from './layout.ts'
import type { AmoOptions } from './options.ts'

/** What every method works on. */
export interface Desk {
  readonly context: PluginContext<AmoOptions>
  readonly api: Api
  readonly zone: Zone
  readonly layout: Remembered<Layout>
  readonly catalog: Remembered<Catalog>
}

/** The parts of one instance; nothing is sent yet. */
export function createDesk(context: PluginContext<AmoOptions>): Desk {
  const api = createApi(context)
  const layout = createLayout(context, api)
  return {
    context,
    api,
    layout,
    zone: createZone(context.company.timezone),
    catalog: createCatalog(context, api, layout),
  }
}
