import type { Instant, PluginContext } from '../../../core/contract/index.ts'

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since the epoch. @throws `invalid` for anything but ISO 8601 with offset. */
export function readInstant(text: Instant, error: PluginContext['error']): number {
  const instant = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) throw error('invalid', `${JSON.stringify(text)} is no instant in ISO 8601 with offset`)
  return instant
}
