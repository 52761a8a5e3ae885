// A stand-in for amoCRM: a real server on this machine that keeps an account and answers as the documentation of API v4 says.
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Account, createAccount, type Row } from './account.ts'
import { answerContacts } from './contacts.ts'
import { answerLeads } from './leads.ts'
import { createGrants, type Grants } from './oauth.ts'
import { forbidden, notFound, page, type Reply, unauthorized } from './records.ts'
import { answerSetup, makeFields } from './setup.ts'

export { ANNA, BORIS, PIPELINE, valueIn } from './account.ts'

/** The long-lived token of the account: a JWT whose claims say that it ends in the year 2030. */
export const TOKEN = `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify({ exp: 1_893_456_000 })).toString('base64url')}.made-up`

/** What a test may ask of it and change in it. */
export interface AmoFake {
  url: string
  account: Account
  grants: Grants
  /** Requests above seven in one second: each of them brings the account nearer to being shut out. */
  readonly overLimit: number
  /** Method and path of everything that came. */
  readonly requests: readonly string[]
  /** Called before a request is answered: what staff do at that very moment. */
  onRequest: (line: string) => void
  close(): Promise<void>
}

const PER_SECOND = 7

/** Starts an account; `now` is the clock that the plugin has, too. */
export async function startAmoFake({ now }: { now(): number }, options: { bare?: boolean } = {}): Promise<AmoFake> {
  const account = createAccount(options)
  const grants = createGrants(now)
  const requests: string[] = []
  const times: number[] = []
  let overLimit = 0

  const fake: AmoFake = {
    url: '',
    account,
    grants,
    requests,
    onRequest: () => undefined,
    get overLimit() {
      return overLimit
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }

  const answer = (request: IncomingMessage, url: URL, body: Row): Reply => {
    const line = `${request.method} ${url.pathname}`
    requests.push(line)
    fake.onRequest(line)
    times.push(now())
    if (times.filter(time => time > now() - 1_000).length > PER_SECOND) {
      overLimit += 1
      return [429, 'Too many requests']
    }
    if (account.switches.blocked) return [403, '<html><body><h1>403 Forbidden</h1><hr>nginx</body></html>']
    if (url.pathname === '/oauth2/access_token') return grants.answer(body)
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (token !== TOKEN && !grants.isValid(token)) return unauthorized()
    if (account.switches.unpaid) return [402, { title: 'Payment Required', status: 402 }]
    return route({ method: request.method ?? 'GET', url, body, now: Math.floor(now() / 1_000) })
  }

  const route = (asked: { method: string; url: URL; body: Row; now: number }): Reply => {
    const path = asked.url.pathname.replace('/api/v4/', '').split('/')
    const [first = '', second] = path
    const limit = account.switches.pageSize
    if (account.switches.forbidden.includes(first)) return forbidden()
    if (first === 'leads' && second === 'pipelines')
      return [200, { _total_items: account.pipelines.length, _embedded: { pipelines: account.pipelines } }]
    if (first === 'leads' && second === 'custom_fields')
      return asked.method === 'GET'
        ? page(
            account.leadFields.map(field => ({ ...field })),
            'custom_fields',
            { url: asked.url, limit },
          )
        : makeFields(account, account.leadFields, asked.body)
    if (first === 'leads') return answerLeads(account, path.slice(1), asked)
    if (first === 'contacts') return answerContacts(account, path.slice(1), asked)
    return asked.url.pathname.startsWith('/api/v4/') ? answerSetup(account, path, asked) : notFound()
  }

  const server = createServer((request, response) => {
    const serve = async () => {
      const body = await text(request)
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
      const [status, given] = answer(request, url, body === '' ? {} : JSON.parse(body))
      const isPage = typeof given === 'string'
      const type = isPage ? 'text/html' : status < 300 ? 'application/hal+json' : 'application/problem+json'
      response.writeHead(status, given === undefined ? {} : { 'content-type': type })
      response.end(given === undefined ? undefined : isPage ? given : JSON.stringify(given))
    }
    serve().catch(() => response.writeHead(500).end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  fake.url = `http://127.0.0.1:${address.port}`
  return fake
}
