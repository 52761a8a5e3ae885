import { codedError } from './coded-error.ts'
import type { Outgoing } from './http-exchange.ts'

/** Reads `fetch`-like arguments. @throws `invalid` for what can't be sent. */
export async function requestOf(input: string | URL, init: RequestInit, userAgent: string): Promise<Outgoing> {
  const url = parseUrl(input)
  const headers = new Headers(init.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', userAgent)
  if (!headers.has('accept')) headers.set('accept', '*/*')
  const method = (init.method ?? 'GET').toUpperCase()
  const body = await bodyOf(init.body, headers)
  if (body !== null && (method === 'GET' || method === 'HEAD')) throw codedError('invalid', `${method} takes no body`)
  return { url, method, headers, body }
}

function parseUrl(input: string | URL): URL {
  const url = URL.parse(String(input))
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw codedError('invalid', 'the address is no http(s) URL')
  }
  if (url.username || url.password) {
    throw codedError('invalid', `${url.host}: credentials belong into a header, not into the URL`)
  }
  return url
}

async function bodyOf(body: RequestInit['body'], headers: Headers): Promise<Outgoing['body']> {
  if (body === null || body === undefined) return null
  if (typeof body === 'string') {
    if (!headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8')
    return body
  }
  if (body instanceof Uint8Array || body instanceof ReadableStream) return body
  // Forms and blobs: the platform knows how they are written and what they are called.
  const written = new Response(body)
  const type = written.headers.get('content-type')
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
  return new Uint8Array(await written.arrayBuffer())
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Whether the response points elsewhere. */
export function isRedirect(response: Response): boolean {
  return REDIRECTS.has(response.status) && response.headers.has('location')
}

/** What may go to another origin: nothing that could be a credential, by whatever name a provider calls it. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent', 'range', 'if-none-match'])

/** The same safe request at the place that the response points to. */
export function redirected(request: Outgoing, response: Response): Outgoing {
  const target = URL.parse(response.headers.get('location') ?? '', request.url.href)
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
    throw codedError('unavailable', `${request.url.host} redirects to what is no http(s) URL`)
  }
  target.username = ''
  target.password = ''
  if (target.origin === request.url.origin) return { ...request, url: target }
  const headers = new Headers()
  for (const [name, value] of request.headers) if (HARMLESS.has(name)) headers.set(name, value)
  return { ...request, url: target, headers }
}
