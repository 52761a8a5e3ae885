import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Attempt, ChannelProvider, ShownMessage } from '../../../../../core/testkit/index.ts'

/** The secret of the options. */
export const token = 'token-of-a-made-up-rookery'

interface Update {
  seq: number
  id: string
  content: object
  wasGiven: boolean
  tell(attempt: Attempt): void
}

/** A provider that is asked for news: it keeps an update until the next question says that it was taken. */
export async function startRookery(): Promise<ChannelProvider> {
  const shown: (ShownMessage & { to: string; ref: string })[] = []
  const drafts = new Map<string, string>()
  let pending: Update[] = []
  let asking: ServerResponse | undefined
  let seq = 0
  let refusal: { status: number; headers?: Record<string, string> } | undefined

  function give(): void {
    if (!asking || pending.length === 0) return
    const updates = pending.map(update => ({ ...update.content, seq: update.seq, id: update.id }))
    for (const update of pending) update.wasGiven = true
    asking.end(JSON.stringify({ updates }))
    asking = undefined
  }

  function ask(response: ServerResponse, after: number): void {
    for (const update of pending) {
      if (update.seq <= after) update.tell({ taken: true })
      else if (update.wasGiven) update.tell({ taken: false })
    }
    pending = pending.filter(update => update.seq > after)
    asking = response
    give()
  }

  function push(id: string, content: object): Promise<Attempt> {
    const { promise, resolve } = Promise.withResolvers<Attempt>()
    const waiting = pending.find(update => update.id === id)
    if (waiting) {
      waiting.tell = resolve
      waiting.wasGiven = false
    } else {
      seq += 1
      pending.push({ seq, id, content, wasGiven: false, tell: resolve })
    }
    give()
    return promise
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    if (pathname === '/updates') return ask(response, Number(searchParams.get('after')))
    if (refusal) {
      const { status, headers } = refusal
      refusal = undefined
      return void response.writeHead(status, headers).end()
    }
    const { to, text, ref, template, file } = JSON.parse(Buffer.concat(chunks).toString())
    if (!/^tower-\d+$/.test(to)) return void response.writeHead(404).end()
    if (pathname === '/drafts') drafts.set(to, text)
    else
      shown.push({
        to,
        ref,
        text: template ? 'We have news for you.' : text,
        choices: [],
        contactRequest: false,
        ...(template && { template: `raven_${template}` }),
        files: file ? [{ ...file, bytes: Buffer.from(file.bytes, 'base64') }] : [],
      })
    response.end(JSON.stringify({ id: `raven-${shown.length}` }))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    receive: event =>
      push(`update-${event.number}`, { from: `tower-${event.client}`, text: 'text' in event ? event.text : undefined }),
    locate: ({ number, client, latitude, longitude }) =>
      push(`update-${number}`, { from: `tower-${client}`, place: { lat: latitude, lon: longitude } }),
    command: ({ number, client, command, payload }) =>
      push(`update-${number}`, { from: `tower-${client}`, order: { word: command, more: payload } }),
    receiveUnknown: number => push(`update-${number}`, { feast: { guests: 2 } }),
    shown: async client => shown.filter(({ to }) => to === `tower-${client}`),
    refuse: {
      rate_limited(retryAfterMs) {
        refusal = { status: 429, headers: { 'retry-after': String(retryAfterMs / 1_000) } }
      },
      unauthorized() {
        refusal = { status: 401 }
      },
      unreachable() {
        refusal = { status: 404 }
      },
      window_closed() {
        refusal = { status: 412 }
      },
    },
    draft: client => drafts.get(`tower-${client}`),
    async report(client, status) {
      const { ref = '' } = shown.findLast(({ to }) => to === `tower-${client}`) ?? {}
      return push(`receipt-${ref}-${status}`, { receipt: { ref, status } })
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
