import type { PluginContext } from '../../../core/contract/index.ts'

/** What Node says when a name leads nowhere, or nobody answers there. */
const NOWHERE = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]

function codesIn(thrown: unknown): readonly unknown[] {
  if (typeof thrown !== 'object' || thrown === null) return []
  const { code, cause }: { code?: unknown; cause?: unknown } = thrown
  return [code, ...codesIn(cause)]
}

/** The same failure, with what to do about it where the provider can't be reached at all; `setting` names its address. */
export function withAdvice(
  cause: unknown,
  { error, setting }: { error: PluginContext['error']; setting: string },
): unknown {
  if (!(cause instanceof Error) || !codesIn(cause).some(code => NOWHERE.some(known => known === code))) return cause
  const advice = `is this machine on the network, may it call out, and is ${setting} right?`
  return error('unavailable', `${cause.message}; ${advice}`, { cause })
}
