import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Attempt, ChannelProvider, FakeWorld, ProviderEvent, ShownMessage } from '../../../../testkit/index.ts'

/** The options with which the plugin under test reaches the fake. */
export const options = { token: 'token-of-a-made-up-account', webhookSecret: 'secret-of-a-made-up-account' }

interface Message extends ShownMessage {
  to: string
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** Acme, as far as the channel knows it, on this machine: put the wire format of your provider in its place. */
export async function startProvider({ now }: FakeWorld): Promise<ChannelProvider> {
  const messages = new Map<string, Message>()
  const idOfKey = new Map<string, string>()
  const files = new Map<string, { mimeType: string; bytes: Uint8Array }>()
  const typings: string[] = []
  let webhook = ''
  let isRegistered = false
  let refusal: Answer | undefined

  const routes: Readonly<Record<string, (input: { id: string; body: unknown; key: string }) => Answer>> = {
    'GET /v1/account': () => ({ status: 200, body: {} }),
    'POST /v1/typing'({ body }) {
      typings.push(String(Object(body).to))
      return { status: 202 }
    },
    'POST /v1/messages'({ body, key }) {
      const { to, text, buttons, askPhone } = Object(body)
      if (!/^client-\d+$/.test(to)) return { status: 404 }
      if (typeof text !== 'string' || text.length > 2_000) return { status: 422 }
      const id = idOfKey.get(key) ?? `message-${messages.size + 1}`
      if (!idOfKey.has(key)) messages.set(id, { to, text, choices: buttons, contactRequest: askPhone })
      idOfKey.set(key, id)
      return { status: 201, body: { id } }
    },
    'PATCH /v1/messages/'({ id, body }) {
      const message = messages.get(id)
      const { text, buttons } = Object(body)
      if (message) messages.set(id, { ...message, text, choices: buttons })
      return { status: message ? 204 : 404 }
    },
    'GET /v1/files/'({ id }) {
      const file = files.get(id)
      return file ? { status: 200, body: file.bytes, headers: { 'content-type': file.mimeType } } : { status: 404 }
    },
    'PUT /v1/webhook'({ body }) {
      webhook = String(Object(body).url)
      isRegistered = true
      return { status: 204 }
    },
  }

  const server = createServer((request, response) => {
    const serve = async () => {
      const [, path = '', id = ''] = /^(\/v1\/[a-z]+\/?)(.*)$/.exec(request.url ?? '') ?? []
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      const refused = refusal
      refusal = undefined
      const route = routes[`${request.method} ${path}`]
      if (refused) return answer(response, refused)
      if (request.headers.authorization !== `Bearer ${options.token}`) return answer(response, { status: 401 })
      if (!route) return answer(response, { status: 404 })
      const key = String(request.headers['idempotency-key'])
      return answer(response, route({ id: decodeURIComponent(id), body: text && JSON.parse(text), key }))
    }
    serve().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function post(body: string, signature: string | undefined): Promise<Attempt> {
    const headers = {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'acme-signature': signature }),
    }
    const { status } = await fetch(webhook, { method: 'POST', body, headers })
    return { taken: status < 300, status }
  }
  const sign = (body: string, { secret = options.webhookSecret, at = now() } = {}) => {
    const t = Math.floor(at / 1_000)
    return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
  }
  const receiveRaw = (body: string) => post(body, sign(body))
  const bodyOf = (event: ProviderEvent) => JSON.stringify({ events: [write(event, files)] })

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    connect({ api }) {
      webhook ||= `${api}/webhook`
    },
    receive: event => receiveRaw(bodyOf(event)),
    receiveRaw,
    receiveUnknown: number =>
      receiveRaw(JSON.stringify({ events: [{ id: `event-${number}`, type: 'party', guests: [1, 2] }] })),
    forgeries: {
      'without a signature': event => post(bodyOf(event), undefined),
      'with an empty signature': event => post(bodyOf(event), ''),
      'signed with another secret': event => post(bodyOf(event), sign(bodyOf(event), { secret: 'another-secret' })),
      'changed after it was signed': event => post(bodyOf(event).replace('client-', 'client-9'), sign(bodyOf(event))),
      'signed an hour ago': event => post(bodyOf(event), sign(bodyOf(event), { at: now() - 3_600_000 })),
    },
    shown: async client => [...messages.values()].filter(({ to }) => to === `client-${client}`),
    refuse: {
      rate_limited(retryAfterMs) {
        refusal = { status: 429, headers: { 'retry-after': String(retryAfterMs / 1_000) } }
      },
      unauthorized() {
        refusal = { status: 401 }
      },
      unreachable() {
        refusal = { status: 410 }
      },
    },
    typings: client => typings.filter(to => to === `client-${client}`).length,
    webhook: () => (isRegistered ? webhook : undefined),
    async report(client, status) {
      const [id] = [...messages].findLast(([, { to }]) => to === `client-${client}`) ?? []
      return receiveRaw(
        JSON.stringify({ events: [{ id: `receipt-${id}-${status}`, type: 'receipt', message: id, status }] }),
      )
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The event as Acme writes it. */
function write(event: ProviderEvent, files: Map<string, { mimeType: string; bytes: Uint8Array }>): object {
  const { number, client } = event
  const from = { id: `client-${client}`, name: 'Anna', language: 'en' }
  const head = { id: `event-${number}`, type: 'message', from }
  if ('text' in event) return { ...head, text: event.text }
  if ('choice' in event) return { ...head, button: event.choice }
  if ('contact' in event)
    return { ...head, contact: { phone: event.contact, owner: event.isOwn ? from.id : 'somebody-else' } }
  const { media, mimeType, bytes } = event
  files.set(`file-${number}`, { mimeType, bytes })
  return { ...head, file: { id: `file-${number}`, kind: media, mimeType, bytes: bytes.length } }
}

function answer(response: ServerResponse<IncomingMessage>, { status, body, headers = {} }: Answer): void {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes)
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address ? address.port : 0
}
