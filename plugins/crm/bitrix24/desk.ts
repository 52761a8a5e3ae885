import type { PluginContext } from '../../../core/contract/index.ts'
import type { Zone } from '../hours/index.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'
import type { Portal, ReadPortal } from './portal.ts'

/** What the methods of one instance work with. */
export interface Desk {
  context: PluginContext<Options>
  api: Api
  zone: Zone
  portal: ReadPortal
}

/** Whether anything of what the operator has configured is there to be booked. */
export function isSold({ services, employees }: Portal): boolean {
  return services.size > 0 && employees.size > 0
}
