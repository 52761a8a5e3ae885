import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import type { DeskConfig } from '../../../config/desk-config.ts'
import { openRuntime as openChecked } from '../../../core/cli/run-desk.ts'
import type { ChannelInstance, Desk } from '../../../core/contract/index.ts'
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { until } from '../../support/until.ts'
import { brainNamed, channelNamed, type OpenedRuntime, openRuntime, salon, speaking } from './open-runtime.ts'

async function open(
  test: TestContext,
  changes: Partial<DeskConfig>,
  options: Parameters<typeof openRuntime>[1] = {},
): Promise<OpenedRuntime> {
  const opened = await openRuntime(await salon(changes), options)
  test.after(() => opened.close())
  return opened
}

/** Opens the desk of a configuration as the command line does. */
async function openAsOperator(config: DeskConfig): Promise<{ ended: object; said: string }> {
  const folder = newDataFolder('runtime')
  let said = ''
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      said += chunk
      done()
    },
  })
  const io = {
    env: {},
    cwd: folder,
    stdin: process.stdin,
    stdout: stderr,
    stderr,
    isInteractive: false,
    hasColors: false,
  }
  const desk = { config, env: { AIADMIN_DATA: folder }, file: join(folder, 'aiadmin.yaml'), isExample: false }
  const ended = await openChecked(desk, io, { log: pino({ level: 'silent' }) })
  if ('stop' in ended) await ended.stop()
  rmSync(folder, { recursive: true, force: true })
  return { ended, said }
}

const text = (id: string, words: string, address = 'anna') =>
  ({ kind: 'message', id, address, parts: [{ type: 'text', text: words }] }) as const

function deskOf({ desk }: ScriptedChannel): Desk {
  assert.ok(desk, 'the channel runs')
  return desk
}

describe('starting', () => {
  it('tries a channel again that cannot start, later each time, while the others go on', async test => {
    const good = createScriptedChannel()
    const attempts: number[] = []
    const bad: ChannelInstance = {
      ...createScriptedChannel(),
      async start() {
        attempts.push(opened.clock.now())
        if (attempts.length < 4) throw new Error('the provider is down')
      },
      routes(app) {
        app.get('/ping', async () => 'pong')
      },
    }
    const opened = await open(test, {
      llm: [speaking(() => 'Hello!')],
      channels: [channelNamed('bad', () => bad), channelNamed('good', () => good)],
    })
    const { runtime, clock, lines } = opened
    await runtime.start({ listen: false })
    const ping = async () => (await runtime.app.inject('/api/v1/bad/ping')).statusCode

    const failed = () => lines.filter(({ msg }) => msg.includes('could not start')).length
    await until(() => failed() === 1)
    assert.equal(await ping(), 503)
    await deskOf(good).deliver(text('m1', 'hi'))
    await until(() => good.received('anna').length > 0)

    for (const waitMs of [1_000, 2_000, 4_000]) {
      const before = attempts.length
      await until(() => failed() === before)
      await clock.advance(waitMs - 1)
      assert.equal(attempts.length, before)
      assert.equal(await ping(), 503)
      await clock.advance(1)
      assert.equal(attempts.length, before + 1)
    }
    await until(async () => (await ping()) === 200)
    assert.equal(failed(), 3)
  })

  it('closes what was created, last first, when a plugin throws in create', async () => {
    const closed: string[] = []
    let signal: AbortSignal | undefined
    const closing = (name: string) => (context: { onClose(dispose: () => void): void }) => {
      context.onClose(() => void closed.push(`${name} 1`))
      context.onClose(() => void closed.push(`${name} 2`))
    }
    const config = await salon({
      llm: [
        brainNamed('first', context => {
          closing('first')(context)
          signal = context.signal
          return { capabilities: { media: [] }, async *generate() {} }
        }),
        brainNamed('second', context => {
          closing('second')(context)
          throw new Error('the model needs a key')
        }),
      ],
      channels: [channelNamed('never', () => assert.fail('nothing is created after a failure'))],
    })
    const { ended, said } = await openAsOperator(config)
    assert.deepEqual(ended, { exitCode: 78 })
    assert.deepEqual(closed, ['second 2', 'second 1', 'first 2', 'first 1'])
    assert.equal(signal?.aborted, true, 'whoever listens to the signal ends')
    assert.match(said, /second/)
    assert.match(said, /the model needs a key/)
    assert.doesNotMatch(said, /\bat .*\.ts:\d/, 'no stack for an operator')
  })

  const whole = {
    capabilities: {},
    start: async () => {},
    stop: async () => {},
    send: async () => ({ providerIds: [] }),
  }
  const hiding = new Proxy({}, { get: () => assert.fail('nobody looks inside') })
  for (const [what, created, why] of [
    ['null', null, /must answer an object, not null/],
    ['a promise', Promise.resolve(whole), /not a promise/],
    ['no capabilities', { ...whole, capabilities: undefined }, /no "capabilities"/],
    ['no send', { ...whole, send: undefined }, /no function "send"/],
    ['what cannot be looked into', hiding, /nobody looks inside/],
    ['routes that fail', { ...whole, routes: () => assert.fail('the path is taken') }, /the path is taken/],
  ] as const)
    it(`names a plugin that answers ${what}`, async () => {
      const bad = channelNamed('bad', () => assert.fail('is replaced'))
      // As no type would let it.
      const plugin = Object.assign({}, bad.plugin, { create: () => created })
      const { ended, said } = await openAsOperator(await salon({ channels: [{ ...bad, plugin }] }))
      assert.deepEqual(ended, { exitCode: 78 })
      assert.match(said, /\.\/bad\.ts .*"bad"/)
      assert.match(said, why)
    })
})

describe('stopping', () => {
  it('closes in reverse order of creation, and goes on when one cannot close', async test => {
    const order: string[] = []
    const llm = [
      brainNamed('brain', context => {
        context.onClose(() => void order.push('brain'))
        return { capabilities: { media: [] }, async *generate() {} }
      }),
    ]
    const channel = createScriptedChannel()
    const channels = [
      channelNamed('first', context => {
        context.onClose(() => void order.push('first'))
        context.onClose(() => Promise.reject(new Error('cannot close')))
        return channel
      }),
      channelNamed('second', context => {
        context.signal.addEventListener('abort', () => order.push('aborted'))
        context.onClose(() => void order.push('second'))
        return { ...createScriptedChannel(), stop: async () => void order.push('stopped') }
      }),
    ]
    const { runtime, lines } = await open(test, { llm, channels })
    await runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    await runtime.stop()
    assert.deepEqual(order, ['stopped', 'aborted', 'second', 'first', 'brain'])
    assert.ok(lines.some(({ instance, msg }) => instance === 'first' && msg.includes('could not stop')))
  })

  it('ends the turn that runs, takes nothing new, and a second stop is harmless', async test => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const channel = createScriptedChannel()
    const { runtime, folder, clock } = await openRuntime(
      await salon({
        llm: [
          speaking(async () => {
            asked.resolve()
            await answer.promise
            return 'Slowly, but well.'
          }),
        ],
        channels: [channelNamed('chat', () => channel)],
      }),
    )
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    await runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    const desk = deskOf(channel)
    await desk.deliver(text('m1', 'hi'))
    await asked.promise

    const stopped = runtime.stop()
    const again = runtime.stop()
    await assert.rejects(desk.deliver(text('m2', 'too late')), { code: 'unavailable' })
    assert.equal((await runtime.app.inject('/readyz')).statusCode, 503)
    answer.resolve()
    await Promise.all([stopped, again])
    await runtime.stop()

    // What was said before the end is sent by whoever starts next.
    const next = createScriptedChannel()
    const config = await salon({ llm: [speaking(() => 'never')], channels: [channelNamed('chat', () => next)] })
    const second = await openRuntime(config, { folder, clock })
    await second.runtime.start({ listen: false })
    await until(() => next.received('anna').length > 0)
    assert.deepEqual(next.received('anna'), ['Slowly, but well.'])
    assert.equal((await deskOf(next).deliver(text('m1', 'hi'))).duplicate, true)
    await second.close()
  })

  it('answers 503 to a client who writes while it stops', async test => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const { channels } = await salon()
    const channel = createScriptedChannel()
    const { runtime } = await open(test, {
      llm: [
        speaking(async () => {
          asked.resolve()
          await answer.promise
          return 'ok'
        }),
      ],
      channels: [...channels, channelNamed('chat', () => channel)],
    })
    const url = await runtime.start()
    await until(() => channel.desk !== undefined)
    await deskOf(channel).deliver(text('m1', 'hi'))
    await asked.promise
    const stopped = runtime.stop()
    const response = await fetch(`${url}/api/v1/api`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key-of-32-characters-000000', 'content-type': 'application/json' },
      body: JSON.stringify({ conversation: 'visitor', text: 'hello' }),
    })
    assert.equal(response.status, 503)
    answer.resolve()
    await stopped
  })

  it('closes everything though an instance cannot stop, stops the storage too, and lets a second stop wait', async test => {
    const order: string[] = []
    const config = await salon()
    const { plugin } = config.storage.journal
    const { runtime } = await open(test, {
      storage: {
        journal: {
          ...config.storage.journal,
          plugin: {
            ...plugin,
            create: context => ({ ...plugin.create(context), stop: async () => void order.push('storage') }),
          },
        },
      },
      llm: [
        brainNamed('brain', context => {
          context.onClose(() => void order.push('closed'))
          return {
            capabilities: { media: [] },
            async *generate() {},
            async stop() {
              throw new Error('cannot stop')
            },
          }
        }),
      ],
      channels: [channelNamed('chat', () => createScriptedChannel())],
    })
    await runtime.start({ listen: false })
    void runtime.stop()
    await runtime.stop()
    assert.deepEqual(order, ['storage', 'closed'])
  })

  it('names an instance that never stops, leaves it behind and closes everything else', async test => {
    const order: string[] = []
    const never = () => new Promise<void>(() => {})
    const channel = createScriptedChannel()
    const { runtime, clock, lines } = await open(test, {
      llm: [
        brainNamed('brain', context => {
          context.onClose(() => void order.push('closed'))
          context.onClose(never)
          return { capabilities: { media: [] }, async *generate() {}, stop: never }
        }),
      ],
      channels: [channelNamed('chat', () => ({ ...channel, start: desk => channel.start(desk), stop: never }))],
    })
    await runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    const left = () => lines.filter(({ msg }) => msg.includes('left behind')).map(({ instance }) => instance)
    const stopped = runtime.stop()
    for (const instance of [['chat'], ['chat', 'brain'], ['chat', 'brain', 'brain']]) {
      await until(async () => {
        await clock.advance(1_000)
        return left().length === instance.length
      })
      assert.deepEqual(left(), instance)
    }
    await stopped
    assert.deepEqual(order, ['closed'])
  })

  it('stops a channel that came up while the desk was stopping', async test => {
    const starting = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    let stops = 0
    const slow: ChannelInstance = {
      ...createScriptedChannel(),
      async start() {
        begun.resolve()
        await starting.promise
      },
      async stop() {
        stops += 1
      },
    }
    // The last moment: the other channel is being stopped already.
    const other: ChannelInstance = { ...createScriptedChannel(), stop: async () => starting.resolve() }
    const channels = [channelNamed('slow', () => slow), channelNamed('other', () => other)]
    const { runtime } = await open(test, { channels })
    await runtime.start({ listen: false })
    await begun.promise
    await runtime.stop()
    assert.equal(stops, 1)
  })
})

describe('a channel that was taken out of the configuration', () => {
  it('costs no call of a model, and its clients are answered when it is back', async test => {
    const channel = createScriptedChannel({ burstMs: 4_000 })
    const folder = newDataFolder('runtime')
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    const channels = [channelNamed('chat', () => channel)]
    const first = await openRuntime(await salon({ llm: [speaking(() => 'never')], channels }), { folder })
    const { clock } = first
    await first.runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    await deskOf(channel).deliver(text('m1', 'hi'))
    await first.close()
    let calls = 0
    const other = createScriptedChannel()
    const without = await openRuntime(
      await salon({ llm: [speaking(() => String(++calls))], channels: [channelNamed('other', () => other)] }),
      { folder, clock },
    )
    await clock.advance(60_000)
    await without.runtime.start({ listen: false })
    const { journal } = without.runtime.instances
    await until(async () => {
      const row = await journal.db.selectFrom('work').selectAll().where('kind', '=', 'turn').executeTakeFirst()
      return row !== undefined && row.due_at > clock.now() + 60_000
    })
    assert.equal(calls, 0)
    await without.close()
    const back = createScriptedChannel()
    const again = await openRuntime(
      await salon({ llm: [speaking(() => 'Hello!')], channels: [channelNamed('chat', () => back)] }),
      { folder, clock },
    )
    await clock.advance(601_000)
    await again.runtime.start({ listen: false })
    await until(() => back.received('anna').length > 0)
    assert.deepEqual(back.received('anna'), ['Hello!'])
    await again.close()
  })
})

describe('two runtimes in one process', () => {
  it('share nothing', async test => {
    const one = createScriptedChannel()
    const two = createScriptedChannel()
    const first = await open(test, { llm: [speaking(() => 'first')], channels: [channelNamed('chat', () => one)] })
    const second = await open(test, { llm: [speaking(() => 'second')], channels: [channelNamed('chat', () => two)] })
    await Promise.all([first, second].map(({ runtime }) => runtime.start({ listen: false })))
    await until(() => one.desk !== undefined && two.desk !== undefined)
    await deskOf(one).deliver(text('m1', 'hi'))
    assert.equal((await deskOf(two).deliver(text('m1', 'hi'))).duplicate, false)
    await until(() => one.received('anna').length > 0 && two.received('anna').length > 0)
    assert.deepEqual([one.received('anna'), two.received('anna')], [['first'], ['second']])

    await first.runtime.stop()
    await deskOf(two).deliver(text('m2', 'still there?'))
    await until(() => two.received('anna').length > 1)
    const counted = await second.runtime.app.inject('/metrics')
    assert.match(counted.body, /aiadmin_messages_total\{channel="chat",result="accepted"\} 2/)
  })
})

describe('a turn whose process was paused', () => {
  it('is resumed from its steps: the model is not asked again, and the client is answered once', async test => {
    const channel = createScriptedChannel()
    let asked = 0
    const wakeUp = Promise.withResolvers<void>()
    const paused = Promise.withResolvers<void>()
    let isFirst = true
    const { runtime, clock } = await open(
      test,
      {
        llm: [
          brainNamed('brain', () => ({
            capabilities: { media: [] },
            async *generate() {
              asked += 1
              if (asked === 1) yield { type: 'call' as const, id: 'c1', name: 'get_services', args: {} }
              else yield { type: 'text' as const, delta: 'We do manicure and haircuts.' }
              yield { type: 'end' as const, reason: asked === 1 ? ('calls' as const) : ('stop' as const) }
            },
          })),
        ],
        channels: [channelNamed('chat', () => channel)],
      },
      {
        async reach(point) {
          if (point !== 'tool.answered' || !isFirst) return
          isFirst = false
          paused.resolve()
          await wakeUp.promise
        },
      },
    )
    await runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    await deskOf(channel).deliver(text('m1', 'what do you do?'))
    await paused.promise
    assert.equal(asked, 1)
    // The first runner sleeps on; its lease ends and another one takes the turn over.
    await clock.advance(10_001)
    await until(() => channel.received('anna').length > 0)
    wakeUp.resolve()
    await runtime.stop()
    assert.equal(asked, 2, 'one call for the tool, one for the answer')
    assert.deepEqual(channel.received('anna'), ['We do manicure and haircuts.'])
  })
})
