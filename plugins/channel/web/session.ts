import { createHash, randomBytes } from 'node:crypto'
import { fastifyCookie } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Desk, PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'

/** The cookie that ties a browser to its conversation. */
export interface Sessions {
  /** Finds out whose browser asks: a hook before everything that asks for `addressOf`. */
  recognise(request: FastifyRequest): Promise<void>
  /** The address of the browser's conversation; undefined without a session. */
  addressOf(request: FastifyRequest): string | undefined
  /** Gives the browser a session, or prolongs the one that it has. */
  begin(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** In the store of the instance, so that all processes know what each of them has issued. */
const KEY = 'cookie-key'

/** Makes the sessions of one instance. `@fastify/cookie` must be registered in the scope that asks. */
export function createSessions({ config, instance, store }: PluginContext<Config>, desk: () => Desk): Sessions {
  const recognised = new WeakMap<FastifyRequest, string>()
  let signing: Promise<Signer> | undefined
  const signer = () => {
    signing ??= readSigner(store).catch(error => {
      // A store that was away is asked again.
      signing = undefined
      throw error
    })
    return signing
  }
  const isSecure = ({ protocol }: FastifyRequest) =>
    config.secureCookies === 'auto' ? protocol === 'https' : config.secureCookies
  // With `__Host-` a browser takes the cookie only from this very host, so that no neighbouring site can plant one.
  const nameFor = (request: FastifyRequest) => `${isSecure(request) ? '__Host-' : ''}aiadmin-${instance}`
  // A hash, so that who reads the journal or a log can not open anybody's conversation with it.
  const addressFor = (id: string) => createHash('sha256').update(`${instance}:${id}`).digest('base64url').slice(0, 32)

  /** The id that this desk has issued; one without a signature is older than those, and counts where it has a conversation. */
  const idOf = async (request: FastifyRequest) => {
    const value = request.cookies[nameFor(request)]
    if (value === undefined) return undefined
    if (!/^[A-Za-z0-9_-]{22}$/.test(value)) return (await signer()).unsign(value).value ?? undefined
    const view = await desk().conversation({ address: addressFor(value), limit: 1 })
    return view && value
  }

  const sign = async (request: FastifyRequest) =>
    (await signer()).sign((await idOf(request)) ?? randomBytes(16).toString('base64url'))

  return {
    async recognise(request) {
      const id = await idOf(request)
      if (id !== undefined) recognised.set(request, addressFor(id))
    },
    addressOf: request => recognised.get(request),
    async begin(request, reply) {
      const signed = await sign(request).catch(() => undefined)
      // While the store is away, or before the start, the page is shown, and what the browser has stays as it is.
      if (signed === undefined) return
      const secure = isSecure(request)
      const isEmbedded =
        request.headers['sec-fetch-dest'] === 'iframe' && request.headers['sec-fetch-site'] === 'cross-site'
      reply.setCookie(nameFor(request), signed, {
        path: '/',
        httpOnly: true,
        maxAge: config.sessionDays * 86_400,
        secure,
        // Inside another site's page a browser keeps a cookie only like this, in a jar of its own for that site.
        ...(isEmbedded && secure ? { sameSite: 'none' as const, partitioned: true } : { sameSite: 'lax' as const }),
      })
    },
  }
}

type Signer = ReturnType<typeof fastifyCookie.signerFactory>

/** Signs with a key that the first process makes; `unsign` compares in constant time. */
async function readSigner(store: PluginContext['store']): Promise<Signer> {
  await store.compareAndSet(KEY, undefined, randomBytes(32).toString('base64url'))
  return fastifyCookie.signerFactory(String(await store.get(KEY)))
}
