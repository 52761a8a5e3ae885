import type { Call, ChannelInstance, OutboundMessage, SentMessage } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import { createTestDesk, type TestDesk } from '../../../core/testkit/channel/desk.ts'
import plugin from '../../../plugins/channel/whatsapp/index.ts'
import { startTestServer } from '../../fakes/http-server.ts'
import type { FakeClient } from '../../fakes/whatsapp/hooks.ts'
import { options, startWhatsAppFake, type WhatsAppFake } from '../../fakes/whatsapp/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

/** A client who has written, so that the window is open. */
export const ANNA: FakeClient = { phone: '79160000001', userId: 'RU.13491208655301', name: 'Anna' }

/** A channel between the stand-in and a desk in memory, behind the product's own server and HTTP client. */
export interface OpenedWhatsApp {
  channel: ChannelInstance
  fake: WhatsAppFake
  desk: TestDesk
  clock: MovingClock
  /** Of the product's server. */
  url: string
  call(): Call
  /** A client writes something. */
  hear(message: object, client?: FakeClient, id?: string): Promise<number | undefined>
  /** The desk says something to Anna, who has written before. */
  say(message: Partial<OutboundMessage>, address?: string): Promise<SentMessage>
  close(): Promise<void>
}

/** Opens one; `config` replaces single options. */
export async function openWhatsApp(config: object = {}): Promise<OpenedWhatsApp> {
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const fake = await startWhatsAppFake(clock)
  const ending = new AbortController()
  const http = createHttp({ clock, signal: ending.signal, limits: createLimitRegistry({ clock }) })
  const { context, close } = createTestContext({
    http,
    plugin,
    clock,
    instance: 'whatsapp',
    company: { names: { ru: 'Мирабель' }, phone: '+74950000000' },
    config: { ...options, apiUrl: fake.url, ...config },
  })
  const channel: ChannelInstance = plugin.create({ ...context, publicUrl: 'https://desk.mirabelle.example' })
  const { url, close: closeServer } = await startTestServer({
    channels: [{ instance: 'whatsapp', channel, isStarted: () => true }],
    clock,
  })
  fake.connect(`${url}/api/v1/whatsapp/webhook`)
  const desk = createTestDesk()
  await channel.start(desk)
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 20_000 })
  let heard = 0
  let said = 0

  async function hear(message: object, client = ANNA, id?: string) {
    heard += 1
    const { status } = await fake.write(client, id ?? `wamid.IN${heard}`, message)
    return status
  }

  return {
    channel,
    fake,
    desk,
    clock,
    url,
    call,
    hear,
    async say(message, address = ANNA.userId) {
      if (heard === 0) await hear({ type: 'text', text: { body: 'Hello' } })
      said += 1
      const whole: OutboundMessage = { text: 'Hello!', locale: 'en', author: 'desk', ...message }
      return clock.drive(channel.send({ address, message: whole, key: `key-${said}` }, call()))
    },
    async close() {
      await channel.stop()
      await closeServer()
      ending.abort()
      await close()
      await fake.close()
    },
  }
}
