import type { Instant, PluginContext } from '../../../core/contract/index.ts'
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

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since the epoch. @throws `invalid` for anything but ISO 8601 with offset. */
export function readInstant({ context: { error } }: Desk, text: Instant): number {
  const instant = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) throw error('invalid', `${JSON.stringify(text)} is no instant in ISO 8601 with offset`)
  return instant
}

/** Whether anything of what the operator has configured is there to be booked. */
export function isSold({ services, employees }: Portal): boolean {
  return services.size > 0 && employees.size > 0
}
