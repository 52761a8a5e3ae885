import { type Logger, pino } from 'pino'
import type {
  Call,
  ChannelEvent,
  ChannelInstance,
  Desk,
  OutboundMessage,
  PluginContext,
} from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import telegram from '../../../plugins/channel/telegram/index.ts'
import { startTelegramFake, type TelegramFake, TOKEN } from '../../fakes/telegram/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

/** The channel alone, between its Telegram and a desk that only listens. */
export interface OpenedChannel {
  channel: ChannelInstance
  fake: TelegramFake
  clock: MovingClock
  /** What the desk was told. */
  events: ChannelEvent[]
  /** Lines of the log, of all levels. */
  lines: string[]
  call(): Call
  /** Says something to client 1. */
  send(message: Partial<OutboundMessage>): Promise<readonly string[]>
  /** Lets Telegram deliver an update, and answers what the desk was told of it. */
  hear(update: object): Promise<readonly ChannelEvent[]>
  close(): Promise<void>
}

/** Whose chat is open. */
export const CLIENT = 1_001

/** Starts it; `config` replaces single options. */
export async function openChannel({
  config = {},
  fake: given,
  publicUrl,
  exclusive,
}: {
  config?: object
  exclusive?: PluginContext['exclusive']
  fake?: TelegramFake
  publicUrl?: string
} = {}): Promise<OpenedChannel> {
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const fake = given ?? (await startTelegramFake({ now: clock.now }))
  const ending = new AbortController()
  const lines: string[] = []
  const log: Logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const { context, close } = createTestContext({
    plugin: telegram,
    clock,
    log,
    http: createHttp({ clock, signal: ending.signal, limits: createLimitRegistry({ clock }) }),
    config: { token: TOKEN, apiRoot: fake.url, ...config },
  })
  const channel: ChannelInstance = telegram.create({
    ...context,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(exclusive && { exclusive }),
  })
  const events: ChannelEvent[] = []
  const desk: Desk = {
    async deliver(event) {
      events.push(event)
      return { conversation: 'c', duplicate: false }
    },
    answered: async () => true,
    conversation: async () => undefined,
  }
  await channel.start(desk)
  fake.bot().chats.open(CLIENT)
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 20_000 })
  let updates = 0

  return {
    ...{ channel, fake, clock, events, lines, call },
    async send(message) {
      const whole: OutboundMessage = { text: 'Hello!', locale: 'en', author: 'desk', ...message }
      const input = { address: String(CLIENT), message: whole, key: 'key' }
      return (await clock.drive(channel.send(input, call()))).providerIds
    },
    async hear(update) {
      const before = events.length
      updates += 1
      await clock.drive(fake.bot().updates.deliver({ update_id: updates, ...update }))
      return events.slice(before)
    },
    async close() {
      await channel.stop()
      ending.abort(new Error('closing'))
      await close()
      if (!given) await fake.close()
    },
  }
}

/** A message of client 1 in the private chat, or in another one. */
export function message(content: object, chat: object = { id: CLIENT, type: 'private' }): object {
  const from = { id: CLIENT, is_bot: false, first_name: 'Anna', last_name: 'Ivanova', language_code: 'ru' }
  return { message: { message_id: 7, date: 1_795_000_000, from, chat, ...content } }
}
