import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { createTokens } from './oauth.ts'
import type { Options } from './options.ts'
import { textOf } from './wire.ts'

/** Where the portal is and what opens it. */
export interface Access {
  /** The host as it was configured, for messages and for the bucket. */
  readonly portal: string
  /** The address of a method, and what goes into the body beside its parameters. */
  address(method: string, call: Call): Promise<{ url: string; body: { auth?: string } }>
  /** Gets a new access token where one can be had; false with a webhook. */
  renew(call: Call): Promise<boolean>
  /** Takes the code of a consent. @throws `unsupported` with a webhook. */
  accept(code: string, call: Call): Promise<void>
  /** Takes a redirect for a renaming of the portal and remembers the new name; false when it leads elsewhere. */
  moved(location: string): Promise<boolean>
}

const MOVED = 'moved-portal'

/** The access of one instance: a webhook, or an application with tokens. */
export function createAccess(context: PluginContext<Options>): Access {
  const { config, store, error } = context
  const configured = new URL(config.webhook ?? config.oauth?.portal ?? 'https://invalid.example')
  const tokens = config.oauth && createTokens(context, config.oauth)
  const path = tokens ? '/rest/' : `${configured.pathname.replace(/\/$/, '')}/`
  let origin: string | undefined

  const currentOrigin = async () => {
    if (origin === undefined) {
      const [from = '', to = ''] = textOf(await store.get(MOVED)).split(' ')
      origin = from === configured.origin && to !== '' ? to : configured.origin
    }
    return origin
  }

  return {
    portal: configured.host,
    async address(method, call) {
      if (call.signal.aborted || context.clock.now() >= call.deadline)
        throw error('unavailable', 'the call ended; nothing was sent', { cause: call.signal.reason })
      const auth = await tokens?.current(call)
      return {
        url: `${await currentOrigin()}${path}${method}`,
        body: auth === undefined ? {} : { auth },
      }
    },
    async renew(call) {
      if (!tokens) return false
      await tokens.renew(call)
      return true
    },
    async accept(code, call) {
      if (!tokens) throw error('unsupported', 'a webhook needs no consent')
      await tokens.accept(code, call)
    },
    async moved(location) {
      const before = new URL(await currentOrigin())
      const target = URL.parse(location, before.href)
      if (!target || target.host === before.host || !isSameProvider(before, target)) return false
      origin = target.origin
      await store.set(MOVED, `${configured.origin} ${target.origin}`)
      context.log.warn({ portal: target.host }, 'the portal was renamed; write its new address into aiadmin.yaml')
      return true
    },
  }
}

/** `old.bitrix24.com` and `new.bitrix24.com`: nobody else can have a name there. */
function isSameProvider(before: URL, target: URL): boolean {
  const [, own] = /^[^.]+(\.bitrix24\.[a-z.]+)$/.exec(before.hostname) ?? []
  const [, other] = /^[^.]+(\.bitrix24\.[a-z.]+)$/.exec(target.hostname) ?? []
  return own !== undefined && own === other && target.protocol === 'https:' && target.port === ''
}
