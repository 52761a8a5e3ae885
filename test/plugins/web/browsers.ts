import type { HistoryMessage } from '../../../core/contract/index.ts'
import type { ChannelProvider, ChannelSubject, ProviderEvent } from '../../../core/testkit/index.ts'
import web from '../../../plugins/channel/web/index.ts'

interface Message {
  author: string
  text: string
  choices?: { options: { id: string; label: string }[] }
  media?: HistoryMessage['media']
}

/** What the page shows beside the words. */
async function filesOf({ media }: Message) {
  if (!media) return []
  const { url, ...file } = media
  return [{ ...file, bytes: await (await fetch(url)).bytes() }]
}

/** Browsers that have opened the page: for this channel they are the provider. */
async function openBrowsers(): Promise<ChannelProvider> {
  let desk = { api: '', chat: '' }
  const cookies = new Map<number, Promise<string>>()
  const cookieOf = (client: number) => {
    const known = cookies.get(client) ?? openPage()
    cookies.set(client, known)
    return known
  }
  const openPage = async () => {
    const page = await fetch(desk.chat)
    await page.body?.cancel()
    return page.headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  const post = async (body: string, headers: Record<string, string>) => {
    const all = { 'content-type': 'application/json', ...headers }
    const response = await fetch(`${desk.api}/messages`, { method: 'POST', body, headers: all })
    await response.body?.cancel()
    return { taken: response.ok, status: response.status }
  }
  const own = async (client: number) => ({ cookie: await cookieOf(client), 'x-aiadmin-chat': '1' })
  const bodyOf = ({ number, client, ...act }: ProviderEvent) =>
    JSON.stringify({ id: `event-of-a-page-${number}`, locale: 'en', ...act })

  return {
    url: '',
    connect({ api, chat }) {
      desk = { api, chat }
    },
    receive: async event => post(bodyOf(event), await own(event.client)),
    receiveRaw: async body => post(body, await own(1)),
    receiveUnknown: async number =>
      post(JSON.stringify({ id: `party-${number}`, locale: 'en', party: 1 }), await own(1)),
    forgeries: {
      'without a session': event => post(bodyOf(event), { 'x-aiadmin-chat': '1' }),
      'with a session that nobody was given': event =>
        post(bodyOf(event), { 'x-aiadmin-chat': '1', cookie: 'aiadmin-kit-channel=forged' }),
      "from another site's page": async event =>
        post(bodyOf(event), { ...(await own(event.client)), 'sec-fetch-site': 'cross-site' }),
      'from a form, which can set no header': async event =>
        post(bodyOf(event), { cookie: await cookieOf(event.client) }),
    },
    async shown(client) {
      const response = await fetch(`${desk.api}/history`, { headers: await own(client) })
      const { messages }: { messages: readonly Message[] } = JSON.parse(await response.text())
      const said = messages.filter(({ author }) => author !== 'client')
      return Promise.all(
        said.map(async message => ({
          text: message.text,
          choices: message.choices?.options ?? [],
          contactRequest: false,
          files: await filesOf(message),
        })),
      )
    },
    close: () => undefined,
  }
}

/** The chat, with what the conformance kit needs of it. */
export const webChat: ChannelSubject = {
  plugin: web,
  module: import.meta.resolve('../../../plugins/channel/web/index.ts'),
  // The kit's one client writes faster than people do.
  config: { messagesPerMinute: 600 },
  provider: openBrowsers,
}
