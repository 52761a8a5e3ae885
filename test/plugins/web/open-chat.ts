import type { Company } from '../../../core/contract/index.ts'
import web from '../../../plugins/channel/web/index.ts'
import { type Answering, createFakeDesk } from '../../fakes/desk.ts'
import { startTestServer, type TestServerOptions } from '../../fakes/http-server.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

/** What a test of the chat may set. */
export interface ChatOptions {
  config?: unknown
  answering?: Answering
  server?: TestServerOptions['server']
  demo?: boolean
  company?: Partial<Company>
  /** The moment at which the clock stands; noon of Monday in Moscow when left out. */
  at?: string
}

/** The channel `web` on the real server, with a desk in memory and a clock that stands still. */
export async function openChat({ config = {}, answering, server, demo = false, company, at }: ChatOptions = {}) {
  const clock = createMovingClock(at ?? '2026-11-23T12:00:00+03:00')
  const { context, close } = createTestContext({
    plugin: web,
    config,
    clock,
    instance: 'web',
    ...(company ? { company } : {}),
  })
  const channel = web.create(context)
  const fake = createFakeDesk({ answering: answering ?? (({ text }) => [{ text: `You said: ${text}` }]) })
  await fake.connect(channel)
  const served = await startTestServer({
    demo,
    channels: [{ instance: 'web', page: 'chat', channel, isStarted: () => true }],
    ...(server ? { server } : {}),
  })
  return {
    channel,
    clock,
    fake,
    url: served.url,
    async close() {
      await served.close()
      await close()
    },
  }
}
