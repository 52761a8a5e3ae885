import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { PluginContext } from '../../../core/contract/index.ts'
import { startTelegramFake, type TelegramFake, TOKEN } from '../../fakes/telegram/index.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { until } from '../../support/until.ts'
import { message, type OpenedChannel, openChannel } from './open-channel.ts'

let opened: OpenedChannel | undefined

const PUBLIC_URL = 'https://desk.mirabelle.example'
const OWN_ADDRESS = `${PUBLIC_URL}/api/v1/channel/webhook`

describe('the bot at Telegram', () => {
  afterEach(() => opened?.close())

  it('gets its commands in both languages at the start', async () => {
    opened = await openChannel()
    const { fake } = opened
    await fake.until(() => fake.calls('setMyCommands') === 3, 'the commands')
    const { commands } = fake.bot()
    assert.deepEqual([...commands.keys()].sort(), ['', 'en', 'ru'])
    for (const list of commands.values())
      assert.deepEqual(
        list.map(({ command }) => command),
        ['book', 'my', 'cancel', 'human', 'help', 'start'],
      )
    assert.equal(commands.get('ru')?.[0]?.description, 'Записаться')
    assert.equal(commands.get('')?.[0]?.description, 'Book a visit')
  })

  it('works on where its commands could not be set', async () => {
    const fake = await startTelegramFake()
    fake.plan({
      method: 'setMyCommands',
      refusal: { code: 429, description: 'Too Many', parameters: { retry_after: 90 } },
    })
    opened = await openChannel({ fake })
    await fake.until(() => fake.calls('setMyCommands') === 1, 'the attempt')
    await opened.send({ text: 'Hello' })
    await opened.close()
    opened = undefined
    await fake.close()
  })

  it('is called at its webhook after setup, which the doctor compares with the public address', async () => {
    opened = await openChannel({ config: { mode: 'webhook' }, publicUrl: PUBLIC_URL })
    const { channel, fake, call } = opened
    const probe = async () => {
      const { ok, summary } = (await channel.probe?.(call())) ?? {}
      return `${ok} ${summary}`
    }
    assert.match(await probe(), /^false .*no webhook is registered: run aiadmin setup/)
    const { summary } = (await channel.setup?.({ publicUrl: PUBLIC_URL }, call())) ?? {}
    assert.equal(summary, `Telegram delivers to ${OWN_ADDRESS}`)
    assert.equal(fake.bot().updates.webhook?.url, OWN_ADDRESS)
    assert.match(fake.bot().updates.webhook?.secret ?? '', /^[\w-]{40,}$/)
    assert.deepEqual(fake.bot().updates.webhook?.allowedUpdates, [
      ...['message', 'edited_message', 'callback_query', 'my_chat_member'],
    ])
    assert.match(await probe(), /^true @mirabelle_7000000001_bot is called at https:/)
    await channel.setup?.({ publicUrl: 'https://old.mirabelle.example' }, call())
    assert.match(await probe(), /^false .*delivers to https:\/\/old.* and not to https:\/\/desk/)
    await assert.rejects(channel.setup?.({ publicUrl: 'http://desk.mirabelle.example' }, call()) ?? Promise.resolve(), {
      code: 'invalid',
      message: /HTTPS URL must be provided/,
    })
  })

  it('says once and in words that its token is wrong, where it stands and how to get another', async () => {
    const token = '7000000009:AAH-another_made-up_token_000000000000'
    opened = await openChannel({ config: { token } })
    const { clock, lines, channel, call } = opened
    const CURE =
      'Telegram does not know the token of channels.channel.with.token (401): copy it anew from @BotFather, /mybots → API Token'
    await until(() => clock.sleeping > 0)
    for (let question = 0; question < 3; question += 1) {
      await clock.advance(40_000)
      await until(() => clock.sleeping > 0)
    }
    const said = lines.map(line => JSON.parse(line)).filter(({ level }) => level > 20)
    assert.deepEqual(
      said.map(({ reason, err }) => [reason, err]),
      [[CURE, undefined]],
    )
    const { ok, summary } = (await clock.drive(channel.probe?.(call()) ?? Promise.reject())) ?? {}
    assert.deepEqual([ok, summary], [false, `taking the news from Telegram fails: ${CURE}`])
    assert.ok(!lines.join().includes(token))
  })

  it('asks for the network and for apiRoot where nobody answers', async () => {
    opened = await openChannel({ config: { mode: 'webhook', apiRoot: 'http://127.0.0.1:1' } })
    const { channel, clock, call } = opened
    const { summary } = (await clock.drive(channel.probe?.(call()) ?? Promise.reject())) ?? {}
    assert.match(summary ?? '', /can't be reached.*; is this machine on the network.* is apiRoot right\?$/)
  })

  it('loses its webhook when it polls again, and keeps what waits', async () => {
    const fake = await startTelegramFake()
    fake.bot().updates.webhook = { url: OWN_ADDRESS, secret: 'x', allowedUpdates: [], maxConnections: 40 }
    opened = await openChannel({ fake })
    await fake.until(() => fake.calls('getUpdates') === 1, 'the first question')
    assert.equal(fake.bot().updates.webhook, undefined)
    assert.deepEqual([...fake.offences], [])
    assert.equal(opened.channel.setup, undefined)
    await opened.close()
    opened = undefined
    await fake.close()
  })

  it('is asked again after the journal could not give the right to ask', async () => {
    let asked = 0
    const exclusive: PluginContext['exclusive'] = async (_name, work) => {
      asked += 1
      if (asked === 1) throw new Error('the journal is down')
      return work(new AbortController().signal)
    }
    opened = await openChannel({ exclusive })
    const { clock, fake } = opened
    await until(() => clock.sleeping > 0)
    await clock.advance(1_000)
    await fake.until(() => fake.calls('getUpdates') > 0, 'a question after the trouble')
    assert.equal((await opened.hear(message({ text: 'Hello' }))).length, 1)
  })

  it('says when another program asks with the same token, and goes on when it has gone', async () => {
    opened = await openChannel()
    const { fake, channel, call, clock } = opened
    await fake.until(() => fake.calls('getUpdates') === 1, 'the first question')
    const stranger = new AbortController()
    const asked = fetch(`${fake.url}/bot${TOKEN}/getUpdates?`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"timeout":20}',
      signal: stranger.signal,
    })
    await fake.until(() => fake.offences.length > 0, 'the conflict')
    await until(() => clock.sleeping > 0)
    const { ok, summary } = (await channel.probe?.(call())) ?? {}
    assert.equal(ok, false)
    assert.match(summary ?? '', /409: Conflict: terminated by other getUpdates request/)
    stranger.abort()
    await asked.catch(() => undefined)
    await clock.advance(1_000)
    const { events } = opened
    await opened.hear(message({ text: 'Anybody there?' }))
    await until(() => events.length > 0)
    assert.deepEqual(await channel.probe?.(call()), {
      ok: true,
      summary: '@mirabelle_7000000001_bot asks Telegram for news',
    })
  })
})

describe('two bots in one deployment', () => {
  afterEach(() => opened?.close())

  it('answer each in their own name', async () => {
    const other = '7000000002:AAH-another_made-up_token_000000000000'
    const fake: TelegramFake = await startTelegramFake({ tokens: [TOKEN, other] })
    const bot = (token: string) => ({ use: 'telegram', with: { token, apiRoot: fake.url } })
    const desk = await startDesk({ config: { channels: { salon: bot(TOKEN), studio: bot(other) } } })
    try {
      const [anna, boris] = [fake.person(1, TOKEN), fake.person(2, other)]
      await Promise.all([anna.says('/help'), boris.says('/book')])
      assert.equal(anna.messages.length, 1)
      assert.match(boris.messages[0]?.text ?? '', /What would you like/)
      assert.equal(fake.bot(other).chats.find(anna.id), undefined)
      assert.deepEqual([...fake.offences], [])
    } finally {
      await desk.stop()
      await fake.close()
    }
  })
})
