import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { messageUpdate } from '../../fakes/telegram/acts.ts'
import { echoBrain, LOAD_MS, planOf, runMessengerLoad } from '../../support/messenger-load.ts'
import { openTelegramDesk } from './open-desk.ts'

const MANY = { perSecond: 1_000, burst: 1_000 }

describe('many clients of one bot', () => {
  it('are each answered once, with their own words, whatever comes twice', { timeout: LOAD_MS }, async t => {
    const telegram = await openTelegramDesk({
      mode: 'webhook',
      channel: { messagesPerSecond: 1_000 },
      config: { llm: echoBrain },
      fake: { limits: { bot: MANY } },
    })
    const bot = telegram.fake.bot()
    const at = telegram.desk.clock.now()
    try {
      const plan = planOf(process.env)
      const { messages, deliveries, seconds } = await runMessengerLoad(
        {
          async deliver({ client, number, text }) {
            bot.chats.open(client)
            const stamp = { update: number, message: number, at }
            const update = messageUpdate({ id: client, name: 'Anna' }, stamp, { text })
            // As Telegram does, until it is taken.
            while (!(await bot.updates.deliver(update).catch(() => undefined))?.taken);
          },
          shown: client => bot.chats.find(client)?.messages.map(({ text }) => text) ?? [],
          passBurst: () => telegram.desk.clock.advance(1_500),
        },
        plan,
      )
      t.diagnostic(
        `${messages} messages of ${plan.clients} clients in ${deliveries} deliveries took ${seconds.toFixed(1)} s`,
      )
      assert.deepEqual([...telegram.fake.offences], [])
    } finally {
      await telegram.close()
    }
  })
})
