import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ChannelPlugin } from '../../../core/contract/index.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { until } from '../../support/until.ts'
import { openRuntime, salon } from './open-runtime.ts'

const SECRET = 'a-token-that-nobody-may-see'

/** A channel whose provider's error quotes the token, as those that put it into the URL do. */
const talkative = {
  kind: 'channel',
  apiVersion: 1,
  name: 'talkative',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: { token: { type: 'string', writeOnly: true } },
  },
  create: () => ({
    ...createScriptedChannel(),
    start: () => Promise.reject(new Error(`GET https://provider.example/bot${SECRET}/getMe failed`)),
  }),
} as const satisfies ChannelPlugin

describe('/readyz', () => {
  it('shows no secret that an error of a provider holds', async test => {
    const channel = {
      instance: 'talkative',
      kind: 'channel',
      use: './t.ts',
      plugin: talkative,
      config: { token: SECRET },
    }
    const config = await salon({ channels: [{ ...channel, kind: 'channel' as const }] })
    const { runtime, close } = await openRuntime(config)
    test.after(close)
    await runtime.start({ listen: false })
    const read = async () => (await runtime.app.inject('/readyz')).body
    await until(async () => (await read()).includes('getMe failed'))
    assert.match(await read(), /bot\*\*\*\/getMe failed/)
    assert.doesNotMatch(await read(), new RegExp(SECRET))
  })

  it('is not ready while the disk is full, and ready again when there is room', async test => {
    const config = await salon()
    const { journal: storage } = config.storage
    const small = { ...storage, config: { ...Object(storage.config), maxMegabytes: 1 } }
    const { runtime, close } = await openRuntime({ ...config, storage: { journal: small } })
    test.after(close)
    await runtime.start({ listen: false })
    const status = async () => (await runtime.app.inject('/readyz')).statusCode
    assert.equal(await status(), 200)

    const { journal } = runtime.instances
    const row = { business: 'filler', instance: '', secret: 0, updated_at: 0, value: 'x'.repeat(10_000) }
    const fill = async () => {
      for (let index = 0; ; index += 1)
        await journal.write(db =>
          db
            .insertInto('store')
            .values({ ...row, key: String(index) })
            .execute(),
        )
    }
    await assert.rejects(fill())
    assert.equal(await status(), 503)
    await journal.write(db => db.deleteFrom('store').where('business', '=', 'filler').execute())
    assert.equal(await status(), 200)
  })
})
