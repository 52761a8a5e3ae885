import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type { ChannelProvider, ProviderEvent, ShownMessage } from '../../core/testkit/index.ts'

/** What the gateway and the desk call each other by. */
export const secret = 'a-made-up-secret-of-a-test'

/** The gateway of docs/plugins/channel.md with its modem. */
export async function startGateway(): Promise<ChannelProvider> {
  const sent: (ShownMessage & { to: string })[] = []
  let inbox = ''
  let refusal: { status: number; headers?: Record<string, string> } | undefined
  const phoneOf = (client: number) => `+4479111000${client}`

  const server = createServer(async (request, response) => {
    const { to, text } = Object(await json(request).catch(() => undefined))
    const { status, headers } = refusal ?? { status: phoneOf(0).length === to?.length ? 202 : 410 }
    refusal = undefined
    if (status === 202) sent.push({ to, text, choices: [], contactRequest: false })
    response.writeHead(status, headers).end(JSON.stringify({ id: sent.length }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  const post = async (body: string, authorization: string) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const { status } = await fetch(inbox, { method: 'POST', body, headers })
    return { taken: status < 300, status }
  }
  const write = (event: ProviderEvent) =>
    JSON.stringify({
      id: `sms-${event.number}`,
      from: phoneOf(event.client),
      text: 'text' in event ? event.text : undefined,
    })
  const receiveRaw = (body: string) => post(body, `Bearer ${secret}`)

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    connect({ api }) {
      inbox = `${api}/inbox`
    },
    receive: event => receiveRaw(write(event)),
    receiveRaw,
    receiveUnknown: number => receiveRaw(JSON.stringify({ id: `sms-${number}`, battery: 15 })),
    forgeries: {
      'with nothing': event => post(write(event), ''),
      'with another secret': event => post(write(event), `Bearer ${secret.toUpperCase()}`),
      'with a secret of as many characters and more bytes': event =>
        post(write(event), `Bearer ${secret.replace('a', '\u00e4')}`),
    },
    shown: async client => sent.filter(({ to }) => to === phoneOf(client)),
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
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
