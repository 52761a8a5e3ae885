// A stand-in for a Bitrix24 portal and its authorisation server, by the documentation of the REST API.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createFakePortal, type FakePortal } from './portal.ts'
import { parseQuery } from './query.ts'
import { Refusal } from './refusal.ts'

/** The code of the only webhook that the stand-in knows. */
export const WEBHOOK_CODE = 'madeupwebhookcode1234'
/** The application that it knows. */
export const CLIENT = { id: 'local.made.up', secret: 'a-made-up-client-secret', code: 'a-made-up-code' }

/** A running stand-in. */
export interface FakeBitrix24 extends FakePortal {
  url: string
  /** The last pair of tokens; only the last refresh token is good. */
  tokens: { access: string; refresh: string; refreshes: number }
  /** Names of the methods that were called, a batch with its commands. */
  called: string[]
  /** Requests that came when the bucket was full. */
  overLimit: number
  /** The portal has this host now; its old one only redirects. */
  renamedTo: string | undefined
  close(): Promise<void>
}

/** Fifty requests at once; the bucket loses two a second. */
const BUCKET = 50
const LEAK_PER_SECOND = 2

/** Starts an empty portal. `now` is the clock that the plugin has, too. */
export async function startFakeBitrix24({
  now,
  company,
}: {
  now(): number
  company: { timezone: string; currency: string }
}): Promise<FakeBitrix24> {
  const portal = createFakePortal({ now, timezone: company.timezone, currency: company.currency })
  let [level, leakedAt] = [0, now()]

  const takesOne = () => {
    level = Math.max(0, level - ((now() - leakedAt) / 1_000) * LEAK_PER_SECOND)
    leakedAt = now()
    if (level + 1 > BUCKET) return false
    level += 1
    return true
  }

  const grant = (form: URLSearchParams): readonly [number, object] => {
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret)
      return [401, { error: 'invalid_client' }]
    const isRight =
      form.get('grant_type') === 'authorization_code'
        ? form.get('code') === CLIENT.code
        : form.get('refresh_token') === fake.tokens.refresh
    if (!isRight) return [400, { error: 'invalid_grant' }]
    const refreshes = fake.tokens.refreshes + 1
    fake.tokens = { access: `access-${refreshes}-made-up`, refresh: `refresh-${refreshes}-made-up`, refreshes }
    return [
      200,
      {
        access_token: fake.tokens.access,
        refresh_token: fake.tokens.refresh,
        expires_in: 3600,
        client_endpoint: `${fake.url}/rest/`,
        domain: 'oauth.bitrix.info',
        member_id: 'a22',
      },
    ]
  }

  const answer = async (request: IncomingMessage): Promise<readonly [number, object, Record<string, string>?]> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal')
    const body = await text(request)
    if (pathname === '/oauth/token/') return grant(request.method === 'GET' ? searchParams : new URLSearchParams(body))
    if (fake.renamedTo !== undefined && request.headers['x-asked-host'] !== fake.renamedTo)
      return [302, {}, { location: `https://${fake.renamedTo}${pathname}` }]
    const [, userId, code, method = ''] = /^\/rest\/(?:(\d+)\/([^/]+)\/)?([a-z0-9.]+?)(?:\.json)?$/.exec(pathname) ?? []
    const params = request.headers['content-type']?.includes('json') ? JSON.parse(body || '{}') : parseQuery(body)
    if (userId === undefined && params.auth === undefined)
      return [401, { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' }]
    if (userId !== undefined && code !== WEBHOOK_CODE)
      return [401, { error: 'INVALID_CREDENTIALS', error_description: 'Invalid request credentials' }]
    if (userId === undefined && params.auth !== fake.tokens.access)
      return [401, { error: 'expired_token', error_description: 'The access token provided has expired.' }]
    if (!takesOne()) {
      fake.overLimit += 1
      return [503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }]
    }
    const commands = Object.values(method === 'batch' ? Object(params.cmd) : {}).map(one => String(one).split('?')[0])
    fake.called.push([method, ...commands].join(' '))
    try {
      return [200, { ...portal.call(method, params), time: { start: now() / 1_000, operating: 0.05 } }]
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure
      return [failure.status, { error: failure.code, error_description: failure.message }]
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const [status, body, headers = {}] = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.writeHead(500).end('<html>Internal error</html>'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  const fake: FakeBitrix24 = {
    ...portal,
    url: `http://127.0.0.1:${address.port}`,
    tokens: { access: 'access-0-made-up', refresh: 'refresh-0-made-up', refreshes: 0 },
    called: [],
    overLimit: 0,
    renamedTo: undefined,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return fake
}
