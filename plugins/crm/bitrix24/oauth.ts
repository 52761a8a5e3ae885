import { createHash } from 'node:crypto'
import type { Call, PluginContext } from '../../../core/contract/index.ts'
import type { Options } from './options.ts'
import { fieldsOf, textOf } from './wire.ts'

/** The tokens of an application. */
export interface Tokens {
  /** The access token to be used now. */
  current(call: Call): Promise<string>
  /** Asks for new ones after the current access token was called expired. */
  renew(call: Call): Promise<void>
  /** Takes the code that the portal gives when an administrator has agreed; it lives for 30 seconds. */
  accept(code: string, call: Call): Promise<void>
}

type OAuth = NonNullable<Options['oauth']>

interface Pair {
  access: string
  refresh: string
}

const KEPT = 'oauth'

/** Keeps the pair in the store: each renewal gives a new one, and only the last one counts. */
export function createTokens(context: PluginContext<Options>, options: OAuth): Tokens {
  const { store, http, error, exclusive } = context
  // A refresh token that the operator enters later replaces what was kept for the earlier one.
  const seed = createHash('sha256')
    .update(`${options.clientId} ${options.refreshToken ?? ''}`)
    .digest('hex')
  let known: Pair | undefined

  const kept = async () => {
    const value = fieldsOf(await store.get(KEPT))
    const [access, refresh] = [textOf(value['access']), textOf(value['refresh'])]
    return value['seed'] === seed && access !== '' ? { access, refresh } : undefined
  }

  const request = async (grant: Readonly<Record<string, string>>, call: Call): Promise<Pair> => {
    const form = { client_id: options.clientId, client_secret: options.clientSecret, ...grant }
    const url = new URL('/oauth/token/', options.server ?? 'https://oauth.bitrix.info')
    // The documentation shows codes in the query only; what can go in the body goes there.
    const isCode = 'code' in grant
    if (isCode) url.search = new URLSearchParams(form).toString()
    const init: RequestInit = isCode ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const response = await http(url, { ...init, redirect: 'manual' }, { call, retries: 0 }).catch(cause => {
      throw error('unavailable', `${url.host} did not renew the access`, { cause })
    })
    const text = await response.text().catch(() => '')
    const answer = fieldsOf(parsed(text))
    const pair = { access: textOf(answer['access_token']), refresh: textOf(answer['refresh_token']) }
    if (pair.access !== '' && pair.refresh !== '') return pair
    const said = textOf(answer['error'])
    if (said === 'PAYMENT_REQUIRED')
      throw error('unauthorized', 'the portal’s plan or the application’s trial has expired')
    if (/invalid_|wrong_client|expired/.test(said))
      throw error(
        'unauthorized',
        `${url.host} answered ${said}: connect the application anew with aiadmin setup, or set a new refreshToken`,
      )
    throw error('unavailable', `${url.host} answered ${response.status} to a renewal`)
  }

  const keep = (pair: Pair) => {
    const written = store.set(KEPT, { seed, ...pair }, { secret: true })
    return written.catch(cause => {
      throw error('unauthorized', 'tokens cannot be kept: set AIADMIN_SECRET', { cause })
    })
  }

  /** Kept before it is used: the old pair is worth nothing any more. */
  const exchange = async (grant: Readonly<Record<string, string>>, call: Call) => {
    const pair = await request(grant, call)
    await keep(pair)
    known = pair
  }

  const renewFrom = (stale: string | undefined, call: Call) =>
    exclusive('oauth', async () => {
      const now = await kept()
      // Another process, or an earlier call, was faster.
      if (now && now.access !== stale) {
        known = now
        return
      }
      const refresh = now?.refresh ?? options.refreshToken
      if (refresh === undefined)
        throw error('unauthorized', 'nobody has agreed to the application yet: run aiadmin setup')
      // Tried before the old token is spent: without AIADMIN_SECRET the new pair would be lost.
      await keep({ access: now?.access ?? '', refresh })
      await exchange({ grant_type: 'refresh_token', refresh_token: refresh }, call)
    })

  return {
    async current(call) {
      known ??= await kept()
      if (!known) await renewFrom(undefined, call)
      return known?.access ?? ''
    },
    renew: call => renewFrom(known?.access, call),
    accept: (code, call) => exclusive('oauth', () => exchange({ grant_type: 'authorization_code', code }, call)),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
