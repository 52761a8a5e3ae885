import { createHash, randomBytes } from 'node:crypto'
// For the types of `cookies` and `setCookie`, which the plugin adds where it is registered.
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'

/** The cookie that ties a browser to its conversation. */
export interface Sessions {
  /** The address of the browser's conversation; undefined without a session. */
  addressOf(request: FastifyRequest): string | undefined
  /** Gives the browser a session, or prolongs the one that it has. */
  begin(request: FastifyRequest, reply: FastifyReply): void
}

/** Makes the sessions of one instance. `@fastify/cookie` must be registered in the scope that asks. */
export function createSessions({ config, instance }: PluginContext<Config>): Sessions {
  const isSecure = ({ protocol }: FastifyRequest) =>
    config.secureCookies === 'auto' ? protocol === 'https' : config.secureCookies
  // With `__Host-` a browser takes the cookie only from this very host, so that no neighbouring site can plant one.
  const nameFor = (request: FastifyRequest) => `${isSecure(request) ? '__Host-' : ''}aiadmin-${instance}`

  const idOf = (request: FastifyRequest) => {
    const value = request.cookies[nameFor(request)]
    return value && /^[A-Za-z0-9_-]{22}$/.test(value) ? value : undefined
  }

  return {
    addressOf(request) {
      const id = idOf(request)
      // A hash, so that who reads the journal or a log can not open anybody's conversation with it.
      return id && createHash('sha256').update(`${instance}:${id}`).digest('base64url').slice(0, 32)
    },
    begin(request, reply) {
      const id = idOf(request) ?? randomBytes(16).toString('base64url')
      const secure = isSecure(request)
      const isEmbedded =
        request.headers['sec-fetch-dest'] === 'iframe' && request.headers['sec-fetch-site'] === 'cross-site'
      reply.setCookie(nameFor(request), id, {
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
