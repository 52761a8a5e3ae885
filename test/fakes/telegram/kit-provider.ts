import type { Attempt, ChannelProvider, FakeWorld, ProviderEvent, ProviderMoment } from '../../../core/testkit/index.ts'
import { fileContent, messageUpdate, pressUpdate, textContent } from './acts.ts'
import { startTelegramFake, TOKEN } from './index.ts'
import type { FakeUpdate } from './updates.ts'

/** Telegram as the conformance kit plays it; `secret` is what a webhook of this bot is shown. */
export async function startKitProvider({ now }: FakeWorld, secret: string): Promise<ChannelProvider> {
  const fake = await startTelegramFake({ now })
  const bot = fake.bot()
  const written = new Map<number, FakeUpdate>()
  let isRegistered = false
  let address = ''

  /** The same number is the same update. */
  function updateOf(event: ProviderEvent): FakeUpdate {
    const known = written.get(event.number)
    if (known) return known
    const made = write(event)
    written.set(event.number, made)
    return made
  }

  const doerOf = (client: number) => ({ id: client, name: `Client ${client}`, language: 'en' })
  const stampOf = (number: number) => ({ update: number, message: bot.nextId(), at: now() })

  /** The same number is the same update. */
  function acted({ number, client }: ProviderMoment, content: object): FakeUpdate {
    bot.chats.open(client)
    const made = written.get(number) ?? messageUpdate(doerOf(client), stampOf(number), content)
    written.set(number, made)
    return made
  }

  function write(event: ProviderEvent): FakeUpdate {
    const { number, client } = event
    const doer = doerOf(client)
    const stamp = stampOf(number)
    bot.chats.open(client)
    if ('text' in event) return messageUpdate(doer, stamp, textContent(event.text))
    if ('media' in event) return messageUpdate(doer, stamp, fileContent(bot, event, number))
    if ('choice' in event) {
      bot.turning.add(String(number))
      return pressUpdate(doer, stamp, event.choice)
    }
    const owner = event.isOwn ? client : client + 1
    return messageUpdate(doer, stamp, {
      contact: { phone_number: event.contact.slice(1), first_name: doer.name, user_id: owner },
    })
  }

  function deliver(update: FakeUpdate): Promise<Attempt> {
    // Until `aiadmin setup` has registered another one.
    if (address && !isRegistered && !bot.updates.webhook)
      bot.updates.webhook = { url: address, secret, allowedUpdates: [], maxConnections: 40 }
    return bot.updates.deliver(update)
  }

  async function post(body: string, headers: Record<string, string>): Promise<Attempt> {
    const all = { 'content-type': 'application/json', ...headers }
    const { status } = await fetch(address, { method: 'POST', body, headers: all })
    return { taken: status < 300, status }
  }

  const forged = (headers: Record<string, string>) => (event: ProviderEvent) =>
    post(JSON.stringify(updateOf(event)), headers)
  const name = 'x-telegram-bot-api-secret-token'

  return {
    url: fake.url,
    connect({ api }) {
      if (secret) address = `${api}/webhook`
    },
    receive: event => deliver(updateOf(event)),
    receiveUnknown: number => deliver({ update_id: number, dream_report: { of: 'a new kind of update' } }),
    receiveRaw: body => post(body, { [name]: secret }),
    forgeries: {
      'without the secret': forged({}),
      'with an empty secret': forged({ [name]: '' }),
      'with another secret': forged({ [name]: `${secret.slice(0, -1)}x` }),
      'with a longer secret': forged({ [name]: `${secret}x` }),
      'with the secret in another header': forged({ authorization: `Bearer ${secret}` }),
    },
    shown: async client =>
      bot.chats.open(client).messages.map(({ text, buttons, contactRequest, file }) => ({
        text,
        // A hint stands behind the label.
        choices: buttons.flat().map(button => ({ id: button.callback_data, label: button.text.split(' · ')[0] ?? '' })),
        contactRequest,
        files: file ? [{ media: kindOf(file.kind), fileName: file.fileName, bytes: file.bytes }] : [],
      })),
    locate: ({ latitude, longitude, ...moment }) => deliver(acted(moment, { location: { latitude, longitude } })),
    command: ({ command, payload, ...moment }) =>
      deliver(acted(moment, textContent(`/${command}${payload === undefined ? '' : ` ${payload}`}`))),
    refuse: {
      rate_limited(ms) {
        const seconds = ms / 1_000
        const description = `Too Many Requests: retry after ${seconds}`
        fake.plan({
          method: 'sendMessage',
          at: 1,
          refusal: { code: 429, description, parameters: { retry_after: seconds } },
        })
      },
      unauthorized() {
        fake.plan({ method: 'sendMessage', at: 1, refusal: { code: 401, description: 'Unauthorized' } })
      },
      unreachable() {
        const description = 'Forbidden: bot was blocked by the user'
        fake.plan({ method: 'sendMessage', at: 1, refusal: { code: 403, description } })
      },
    },
    typings: client => bot.chats.open(client).typings,
    draft: client => bot.chats.open(client).draft,
    webhook() {
      isRegistered = bot.updates.webhook !== undefined && bot.updates.webhook.url !== address
      return bot.updates.webhook?.url
    },
    close: () => fake.close(),
  }
}

function kindOf(kind: string): 'image' | 'audio' | 'document' {
  if (kind === 'photo') return 'image'
  return kind === 'audio' || kind === 'voice' ? 'audio' : 'document'
}

export { TOKEN }
