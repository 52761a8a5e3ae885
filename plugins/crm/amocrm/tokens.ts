import { createHash } from 'node:crypto'
import type { Call, Http, Json, PluginContext } from '../../../core/contract/index.ts'
import { ended } from '../remembered/index.ts'
import { readAnswer } from './answer.ts'
import type { AmoOptions } from './options.ts'
import { numberOf, recordOf, textOf } from './wire.ts'

/** Where the right to speak comes from. */
export interface Tokens {
  /** A token that should work. `not`: the one that has just been refused. */
  get(call: Call, not?: string): Promise<string>
  /** When the token ends for good, if it says so itself, in milliseconds since the epoch. */
  expiresAt?: number
  /** Renews what ends when nobody uses it; resolves when there is nothing to do. */
  keepAlive?(): Promise<void>
}

/** The stored pair; `code` is the fingerprint of the authorization code from which it descends. */
interface Pair {
  access: string
  refresh: string
  expiresAt: number
  renewedAt: number
  code: string
}

const STORE_KEY = 'tokens'
const EARLY_MS = 120_000
const RENEW_MS = 20_000
/** A refresh token that nobody uses for three months is dead. */
const KEEP_ALIVE_MS = 7 * 86_400_000

/** The tokens that the options name. */
export function createTokens(context: PluginContext<AmoOptions>, http: Http): Tokens {
  const { token, oauth } = context.config
  if (oauth) return createPair(context, oauth, http)
  const expiresAt = expiryOf(token ?? '')
  return {
    async get(_, not) {
      if (token === undefined || not === token)
        throw context.error(
          'unauthorized',
          'amoCRM refuses the long-lived token: it is wrong, was revoked or has expired; make a new one in the integration’s card (Keys and scopes) and put it into crm.with.token',
        )
      return token
    },
    ...(expiresAt !== undefined && { expiresAt }),
  }
}

/** A long-lived token is a JWT and tells when it ends. */
function expiryOf(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const seconds = numberOf(recordOf(claims)['exp'])
    return seconds === undefined ? undefined : seconds * 1_000
  } catch {
    return undefined
  }
}

function createPair(context: PluginContext<AmoOptions>, oauth: NonNullable<AmoOptions['oauth']>, http: Http): Tokens {
  const { clock, error, store, exclusive } = context
  const code = oauth.code === undefined ? undefined : createHash('sha256').update(oauth.code).digest('hex').slice(0, 16)
  let known: Pair | undefined
  let renewing: Promise<Pair> | undefined
  /** What amoCRM has refused for good; asking again would change nothing. */
  let dead: string | undefined

  const isGood = (pair: Pair, not: string | undefined) =>
    pair.access !== not && pair.expiresAt - EARLY_MS > clock.now() && (code === undefined || pair.code === code)

  const renewNow = (not: string | undefined, isDue = (pair: Pair) => !isGood(pair, not)) =>
    exclusive('tokens', async () => {
      const stored = pairOf(await store.get(STORE_KEY))
      // Another process may have been faster: its pair is the one that lives.
      if (stored && !isDue(stored)) return stored
      const isNewCode = code !== undefined && stored?.code !== code
      const grant = isNewCode
        ? { grant_type: 'authorization_code', code: oauth.code ?? '' }
        : { grant_type: 'refresh_token', refresh_token: stored?.refresh ?? '' }
      const single = isNewCode ? code : stored?.refresh
      if (single === undefined)
        throw error(
          'unauthorized',
          'there is no connection to amoCRM yet: put the authorization code into `oauth.code`',
        )
      if (single === dead) throw lost()
      // A single-use token is spent only when its successor can be kept.
      await store.set('sealed', clock.now(), { secret: true }).catch(unkept)
      const pair = await exchange(grant, single, isNewCode ? code : (stored?.code ?? ''))
      await store.set(STORE_KEY, { ...pair }, { secret: true }).catch(unkept)
      return pair
    })

  const exchange = async (grant: Readonly<Record<string, string>>, single: string, from: string): Promise<Pair> => {
    const at = clock.now()
    // Not the caller's call: whoever leaves must not take the only copy of a new pair along.
    const call = { signal: context.signal, deadline: at + RENEW_MS }
    const { clientId, clientSecret, redirectUri } = oauth
    const body = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri, ...grant }
    const answer = await http(
      `${context.config.account.replace(/\/$/, '')}/oauth2/access_token`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual',
      },
      { call },
    )
      .then(readAnswer)
      .catch(cause => {
        throw error('unavailable', 'amoCRM did not answer with a new token', { cause })
      })
    const { status } = answer
    if (status === 429 || status < 200 || (status >= 300 && status < 400) || status >= 500)
      throw error('unavailable', `amoCRM answered ${status} when asked for a new token`)
    if (status >= 400) {
      dead = single
      context.log.error({ status, hint: textOf(answer.body?.['hint']) }, 'amoCRM gives no new token')
      throw lost()
    }
    const access = textOf(answer.body?.['access_token'])
    const refresh = textOf(answer.body?.['refresh_token'])
    if (access === undefined || refresh === undefined) throw error('unavailable', 'amoCRM’s answer has no tokens')
    const seconds = numberOf(answer.body?.['expires_in']) ?? 86_400
    return { access, refresh, expiresAt: at + seconds * 1_000, renewedAt: at, code: from }
  }

  /** The call itself was not sent, whatever it was. The cause is the operator's: `AIADMIN_SECRET` is missing, a full disk. */
  const unkept = (cause: unknown): never => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw error('unavailable', `the tokens of amoCRM cannot be kept: ${why}`, { cause })
  }

  const lost = () =>
    error(
      'unauthorized',
      'the connection to amoCRM is lost: put a new authorization code of the integration into `oauth.code` and start again',
    )

  /** One renewal at a time; who comes meanwhile waits for it. */
  const renew = (not: string | undefined, isDue?: (pair: Pair) => boolean) => {
    renewing ??= renewNow(not, isDue).finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return {
    async get(call, not) {
      known ??= pairOf(await store.get(STORE_KEY).catch(unkept))
      if (known && isGood(known, not)) return known.access
      const renewal = renew(not)
      renewal.catch(() => undefined)
      await ended(renewal, call.signal)
      if (call.signal.aborted) throw error('unavailable', 'the caller left before there was a token; nothing was sent')
      known = await renewal
      return known.access
    },
    async keepAlive() {
      const isDue = (pair: Pair) => clock.now() - pair.renewedAt > KEEP_ALIVE_MS
      const stored = pairOf(await store.get(STORE_KEY))
      if (stored && isDue(stored)) known = await renew(undefined, isDue)
    },
  }
}

function pairOf(stored: Json | undefined): Pair | undefined {
  const { access, refresh, expiresAt, renewedAt, code } = recordOf(stored)
  if (typeof access !== 'string' || typeof refresh !== 'string' || typeof code !== 'string') return undefined
  return { access, refresh, code, expiresAt: numberOf(expiresAt) ?? 0, renewedAt: numberOf(renewedAt) ?? 0 }
}
