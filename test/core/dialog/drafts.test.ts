import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { ChannelInstance, Desk, LlmEvent } from '../../../core/contract/index.ts'
import { plainAbilities } from '../../fakes/channel-abilities.ts'
import { until } from '../../support/until.ts'
import { brainNamed, channelNamed, openRuntime, salon } from '../runtime/open-runtime.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const end = { type: 'end', reason: 'stop' } as const

/** A brain that says what a test hands it, when the test hands it. */
function createSpeaker(name: string) {
  const waiting: { event: LlmEvent | Error; taken: PromiseWithResolvers<void> }[] = []
  let more = Promise.withResolvers<void>()
  const state = { asked: 0 }
  const brain = brainNamed(name, () => ({
    capabilities: { media: [] },
    async *generate() {
      state.asked += 1
      for (;;) {
        const next = waiting.shift()
        if (!next) {
          await more.promise
          continue
        }
        next.taken.resolve()
        if (next.event instanceof Error) throw next.event
        yield next.event
        if (next.event.type === 'end') return
      }
    },
  }))
  const tell = async (event: LlmEvent | Error) => {
    const taken = Promise.withResolvers<void>()
    waiting.push({ event, taken })
    more.resolve()
    more = Promise.withResolvers<void>()
    await taken.promise
    // What was taken is read by core before the test goes on.
    await new Promise(resolve => setImmediate(resolve))
  }
  return {
    brain,
    state,
    says: (delta: string) => tell({ type: 'text', delta }),
    calls: (tool: string) => tell({ type: 'call', id: tool, name: tool, args: {} }),
    ends: (reason: 'stop' | 'calls' = 'stop') => tell({ ...end, reason }),
    fails: () => tell(Object.assign(new Error('gone'), { code: 'unavailable' })),
  }
}

/** A desk with such brains, on a channel that notes drafts and messages in their order. */
async function open({ draft = async () => {} }: { draft?: () => Promise<void> } = {}) {
  const heard: { kind: 'draft' | 'message'; text: string; key: string }[] = []
  let desk: Desk | undefined
  const channel: ChannelInstance = {
    capabilities: plainAbilities,
    async start(given) {
      desk = given
    },
    async stop() {},
    async send({ message, key }) {
      heard.push({ kind: 'message', text: message.text, key })
      return { providerIds: [] }
    },
    async draft({ text, key }) {
      heard.push({ kind: 'draft', text, key })
      await draft()
    },
  }
  const [first, second] = [createSpeaker('first'), createSpeaker('second')]
  const config = await salon({ llm: [first.brain, second.brain], channels: [channelNamed('chat', () => channel)] })
  const { runtime, clock, close } = await openRuntime(config)
  closers.push(close)
  await runtime.start({ listen: false })
  await until(() => desk !== undefined)
  let asked = 0
  return {
    clock,
    first,
    second,
    heard,
    texts: () => heard.map(({ kind, text }) => `${kind}: ${text}`),
    async ask() {
      asked += 1
      const parts = [{ type: 'text', text: 'Hello' } as const]
      await desk?.deliver({ kind: 'message', id: `m${asked}`, address: 'anna', parts, sender: { language: 'en' } })
      await until(() => first.state.asked === asked)
    },
    message: () => until(() => heard.some(({ kind }) => kind === 'message')),
  }
}

describe('drafts', () => {
  it('show whole sentences while they are made, no more than every 300 ms, and then the message', async () => {
    const { clock, first, texts, heard, ask, message } = await open()
    await ask()
    await first.says('Good morning! We are op')
    await clock.advance(299)
    assert.deepEqual(texts(), [])
    await clock.advance(1)
    assert.deepEqual(texts(), ['draft: Good morning!'])
    await first.says('en. A haircut is 1,500 ₽. ')
    await first.says('And a manicure is 2,000 ₽. ')
    await clock.advance(299)
    assert.equal(heard.length, 1)
    await clock.advance(1)
    const whole = 'Good morning! We are open. A haircut is 1,500 ₽. And a manicure is 2,000 ₽.'
    assert.deepEqual(texts().slice(1), [`draft: ${whole}`])
    await clock.advance(1_000)
    await first.says('Shall I book one? ')
    await first.ends()
    await message()
    await clock.advance(1_000)
    assert.deepEqual(texts().slice(-1), [`message: ${whole} Shall I book one?`])
    const drafts = heard.filter(({ kind }) => kind === 'draft')
    assert.equal(new Set(drafts.map(({ key }) => key)).size, 1)
  })

  it('are not made of an answer that comes at once', async () => {
    const { clock, first, texts, ask, message } = await open()
    await ask()
    await first.says('Good morning! How can I help?')
    await first.ends()
    await message()
    await clock.advance(1_000)
    assert.deepEqual(texts(), ['message: Good morning! How can I help?'])
  })

  it('never say that something is booked', async () => {
    const { clock, first, texts, ask, message } = await open()
    await ask()
    await clock.advance(1_000)
    await first.says('One moment. I have booked you for 14:00. ')
    await clock.advance(300)
    await first.says('Your appointment is confirmed! See you. Please bring a towel. We take cards. ')
    await clock.advance(300)
    await first.ends()
    await message()
    assert.deepEqual(
      texts().filter(text => text.startsWith('draft: ')),
      ['draft: One moment.', 'draft: One moment. We take cards.'],
    )
    assert.doesNotMatch(texts().join(), /have booked|is confirmed|See you|Bring/)
  })

  it('go on after a tool was used', async () => {
    const { clock, first, texts, ask, message } = await open()
    await ask()
    await clock.advance(1_000)
    await first.says('Let me look. ')
    await clock.advance(0)
    await first.calls('get_services')
    await first.ends('calls')
    await until(() => first.state.asked === 2)
    await first.says('We do manicures. ')
    await clock.advance(300)
    await first.ends()
    await message()
    assert.deepEqual(texts(), ['draft: Let me look.', 'draft: We do manicures.', 'message: We do manicures.'])
  })

  it('keep the next brain from taking over once they are out, and not before', async () => {
    const early = await open()
    await early.ask()
    await early.first.says('Hello there. ')
    await early.first.fails()
    await early.second.says('Hello from the second one. ')
    await early.clock.advance(300)
    await early.second.ends()
    await early.message()
    assert.deepEqual(early.texts(), ['draft: Hello from the second one.', 'message: Hello from the second one.'])

    const late = await open()
    await late.ask()
    await late.first.says('Hello there. ')
    await late.clock.advance(300)
    await late.first.fails()
    await late.message()
    assert.match(late.texts().join('\n'), /^draft: Hello there\.\nmessage: I cannot answer right now/)
    assert.equal(late.second.state.asked, 0)
  })

  it('that fail are the last, and the message comes all the same', async () => {
    const { clock, first, texts, ask, message } = await open({ draft: () => Promise.reject(new Error('no')) })
    await ask()
    await first.says('One. ')
    await clock.advance(300)
    await first.says('Two. ')
    await clock.advance(300)
    await first.ends()
    await message()
    assert.deepEqual(texts(), ['draft: One.', 'message: One. Two.'])
  })

  it('that hang hold the message up for half a second and no longer', async () => {
    const { clock, first, texts, ask, message } = await open({ draft: () => new Promise(() => {}) })
    await ask()
    await first.says('One. ')
    await clock.advance(300)
    const before = clock.sleeping
    await first.ends()
    await until(() => clock.sleeping >= before)
    await clock.advance(500)
    await message()
    assert.deepEqual(texts(), ['draft: One.', 'message: One.'])
  })
})
