import { type ChannelProvider, testChannel } from '../../../core/testkit/index.ts'
import http from '../../../plugins/channel/http/index.ts'

const key = 'a-made-up-key-of-a-test'

/** A program that calls the API: for this channel it is the provider. */
async function startProgram(): Promise<ChannelProvider> {
  let api = ''
  const post = async (body: string, headers: Record<string, string>) => {
    const all = { 'content-type': 'application/json', ...headers }
    const response = await fetch(`${api}?wait=0`, { method: 'POST', body, headers: all })
    await response.body?.cancel()
    return { taken: response.ok, status: response.status }
  }
  const own = { authorization: `Bearer ${key}` }
  const send: ChannelProvider['receive'] = ({ number, client, ...act }) =>
    post(JSON.stringify({ conversation: `client-${client}`, ...act }), { ...own, 'idempotency-key': `event-${number}` })

  return {
    url: '',
    connect(desk) {
      api = desk.api
    },
    receive: send,
    receiveRaw: body => post(body, own),
    receiveUnknown: number => post(JSON.stringify({ conversation: 'client-1', party: number }), own),
    forgeries: {
      'without a key': ({ client }) => post(JSON.stringify({ conversation: `client-${client}`, text: 'Hello' }), {}),
      'with a key that is not known': ({ client }) =>
        post(JSON.stringify({ conversation: `client-${client}`, text: 'Hello' }), { authorization: `Bearer ${key}x` }),
    },
    async shown(client) {
      const response = await fetch(`${api}?conversation=client-${client}`, { headers: own })
      const { replies = [] }: { replies?: { text: string; choices: { id: string; label: string }[] }[] } = JSON.parse(
        await response.text(),
      )
      return replies.map(({ text, choices }) => ({ text, choices, contactRequest: false }))
    },
    close: () => undefined,
  }
}

testChannel({
  plugin: http,
  module: import.meta.resolve('../../../plugins/channel/http/index.ts'),
  config: { apiKeys: [{ name: 'site', key }] },
  provider: startProgram,
})
