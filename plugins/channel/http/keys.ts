import { createHash, timingSafeEqual } from 'node:crypto'
import { refusal } from '../stored/refusal.ts'
import type { Config } from './config.ts'

/** What a key may do. */
export type Scope = 'read' | 'write'

/** A caller whose key was recognised. */
export interface Caller {
  name: string
  scopes: readonly Scope[]
}

/** Recognises the caller by its `Authorization` header. */
export interface Keys {
  readonly names: readonly string[]
  /** @throws 403 `keys_not_configured`, 401 `key_missing` or `key_unknown`. */
  identify(authorization: string | undefined): Caller
}

/** Keeps only hashes of the configured keys; an empty key counts as not configured. */
export function createKeys(apiKeys: Config['apiKeys'], instance: string): Keys {
  const known = apiKeys
    .filter(({ key }) => key !== '')
    .map(({ name, key, scopes }) => ({
      caller: { name, scopes },
      digest: key.startsWith('sha256:') ? Buffer.from(key.slice('sha256:'.length), 'hex') : sha256(key),
    }))

  return {
    names: [...new Set(known.map(({ caller }) => caller.name))],
    identify(authorization) {
      if (known.length === 0)
        throw refusal(
          403,
          'keys_not_configured',
          `No API key is configured. The operator enables this API with a key under channels.${instance}.with.apiKeys in aiadmin.yaml (in the example: by setting AIADMIN_API_KEY) and a restart.`,
        )
      const token = authorization?.match(/^Bearer +(\S+) *$/i)?.[1]
      if (!token) throw refusal(401, 'key_missing', 'Send the API key in the header Authorization: Bearer <key>.')
      // All keys are compared, each in constant time: the answer's time tells nothing about any of them.
      const digest = sha256(token)
      const [match] = known.filter(key => timingSafeEqual(key.digest, digest))
      if (!match) throw refusal(401, 'key_unknown', 'This API key is not known here; ask the operator for one.')
      return match.caller
    },
  }
}

/** Refuses a caller whose key lacks the scope. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.includes(scope))
    throw refusal(403, 'scope_missing', `This API key has no scope "${scope}"; the operator adds it in aiadmin.yaml.`)
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
