import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pino } from 'pino'
import type { Call, Json, LlmEvent, LlmInstance, LlmMessage, LlmRequest } from '../../../core/contract/index.ts'
import { type BrainRequest, createBrains } from '../../../core/dialog/brains.ts'
import { codedError } from '../../../core/plugins/coded-error.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { clientSays, requestWith } from '../../plugins/gemini/desk.ts'

type Script = (request: LlmRequest, call: Call) => AsyncIterable<LlmEvent>

const end = (reason: Extract<LlmEvent, { type: 'end' }>['reason'] = 'stop'): LlmEvent => ({ type: 'end', reason })
const text = (delta: string, data?: Json): LlmEvent => ({ type: 'text', delta, ...(data !== undefined && { data }) })

/** Says these events; an error among them is thrown. */
function says(...events: readonly (LlmEvent | Error)[]): Script {
  return async function* () {
    for (const event of events) {
      if (event instanceof Error) throw event
      yield event
    }
  }
}

/** Says these events and then nothing, deaf to its signal. */
function fallsSilentAfter(...events: readonly LlmEvent[]): Script {
  return async function* () {
    yield* events
    await new Promise(() => undefined)
  }
}

const down = () => codedError('unavailable', 'down')

function setUp(scripts: Record<string, Script>) {
  const clock = createMovingClock(0)
  const asked: string[] = []
  const seen: Record<string, LlmRequest> = {}
  const current = { ...scripts }
  const instances = Object.keys(scripts).map(instance => {
    const llm: LlmInstance = {
      capabilities: { media: [] },
      generate(request, call) {
        asked.push(instance)
        seen[instance] = request
        const script = current[instance]
        assert.ok(script)
        return script(request, call)
      },
    }
    return { instance, llm }
  })
  const brains = createBrains(instances, { clock, log: pino({ level: 'silent' }) })
  const callFor = (ms = 30_000, signal = new AbortController().signal): Call => ({ signal, deadline: clock.now() + ms })
  const input = (
    messages: readonly LlmMessage[] = [clientSays('hi')],
    change: Partial<BrainRequest> = {},
  ): BrainRequest => ({
    request: requestWith(messages),
    origin: () => undefined,
    memoryOf: () => undefined,
    ...change,
  })
  const ask = async () => {
    asked.length = 0
    return brains.generate(input(), callFor())
  }
  return { brains, clock, asked, seen, current, callFor, input, ask }
}

/** Waits until the watch of an attempt has been set. */
async function untilAsleep(clock: { sleeping: number }) {
  while (clock.sleeping === 0) await new Promise(resolve => setImmediate(resolve))
}

describe('brains answer', () => {
  it('with the first instance, its texts joined and its opaque parts kept apart', async () => {
    const call = { type: 'call', id: '1', name: 'get_services', args: {}, data: { sig: 1 } } as const
    const { ask, asked } = setUp({
      first: says(text('Hel'), text('lo'), text('!', { sig: 0 }), text(' So'), call, {
        type: 'end',
        reason: 'calls',
        usage: { inputTokens: 3, outputTokens: 4 },
        memory: { step: 2 },
        handover: true,
      }),
      second: says(end()),
    })
    assert.deepEqual(await ask(), {
      instance: 'first',
      parts: [
        { type: 'text', text: 'Hello' },
        { type: 'text', text: '!', data: { sig: 0 } },
        { type: 'text', text: ' So' },
        call,
      ],
      end: 'calls',
      usage: { inputTokens: 3, outputTokens: 4 },
      memory: { step: 2 },
      handover: true,
    })
    assert.deepEqual(asked, ['first'])
  })

  it('giving opaque data and memory back to the instance that made them, and to no other', async () => {
    const { brains, callFor, input, seen } = setUp({ first: says(down()), second: says(text('ok'), end()) })
    const message = (from: string): LlmMessage => ({
      role: 'desk',
      parts: [
        { type: 'text', text: from, data: { of: from } },
        { type: 'data', data: { of: from } },
      ],
    })
    const messages = [clientSays('hi'), message('first'), message('second')]
    const origin = (index: number) => [undefined, 'first', 'second'][index]
    const memoryOf = (instance: string) => ({ memoryOf: instance })
    await brains.generate(input(messages, { origin, memoryOf }), callFor())
    const bare = (from: string) => ({ role: 'desk', parts: [{ type: 'text', text: from }] })
    assert.deepEqual(seen['first']?.messages, [messages[0], messages[1], bare('second')])
    assert.deepEqual(seen['second']?.messages, [messages[0], bare('first'), messages[2]])
    assert.deepEqual(seen['first']?.situation.memory, { memoryOf: 'first' })
    assert.deepEqual(seen['second']?.situation.memory, { memoryOf: 'second' })
  })

  it('showing whole sentences as they come', async () => {
    const { brains, callFor, input } = setUp({
      first: says(
        text('Стрижка стоит 1.5 тыс. Зап'),
        text('исать вас? А. П. Чехов'),
        text(' свободен\nв'),
        text(' 12:00'),
        end(),
      ),
    })
    const shown: string[] = []
    await brains.generate(input(), callFor(), {
      onText: sentence => shown.push(sentence),
      hasLeft: () => false,
      onRestart: () => undefined,
    })
    assert.deepEqual(shown, ['Стрижка стоит 1.5 тыс.', ' Записать вас?', ' А. П. Чехов свободен\n', 'в 12:00'])
  })
})

describe('the next brain takes over', () => {
  it('when the first one fails, with a code or without, at once or in mid-sentence', async () => {
    for (const script of [
      says(down()),
      says(new Error('bug')),
      says(text('Hello wor'), down()),
      says(text('no end')),
    ]) {
      const { ask } = setUp({ first: script, second: says(text('I do'), end()) })
      const answer = await ask()
      assert.equal(answer.instance, 'second')
      assert.deepEqual(answer.parts, [{ type: 'text', text: 'I do' }])
    }
  })

  it('when the first one throws before it begins', async () => {
    const { ask } = setUp({
      first: () => {
        throw new Error('bug')
      },
      second: says(end()),
    })
    assert.equal((await ask()).instance, 'second')
  })

  it('when the first one falls silent, even if it is deaf', async () => {
    for (const silent of [fallsSilentAfter(), fallsSilentAfter(text('Hel'))]) {
      const { ask, clock } = setUp({ first: silent, second: says(end()) })
      const answer = ask()
      await untilAsleep(clock)
      await clock.advance(12_000)
      assert.equal((await answer).instance, 'second')
    }
  })

  it('before a short deadline has passed, so that it has time left', async () => {
    const { brains, callFor, input, clock } = setUp({ first: fallsSilentAfter(), second: says(end()) })
    const answer = brains.generate(input(), callFor(4_000))
    await untilAsleep(clock)
    await clock.advance(3_000)
    assert.equal((await answer).instance, 'second')
  })

  it('not once a sentence has been shown: the error goes up', async () => {
    const script = says(text('You are booked. '), text('See'), down())
    const { brains, callFor, input, asked } = setUp({ first: script, second: says(end()) })
    let hasLeft = false
    const onText = () => {
      hasLeft = true
    }
    const show = { onText, hasLeft: () => hasLeft, onRestart: () => assert.fail() }
    await assert.rejects(brains.generate(input(), callFor(), show), { code: 'unavailable' })
    assert.deepEqual(asked, ['first'])
  })

  it('while its sentences wait to be shown: they are forgotten', async () => {
    const script = says(text('You are booked. '), text('See'), down())
    const { brains, callFor, input } = setUp({ first: script, second: says(text('Hello.'), end()) })
    const waiting: string[] = []
    const show = {
      onText: (sentence: string) => waiting.push(sentence),
      hasLeft: () => false,
      onRestart: () => waiting.splice(0),
    }
    assert.equal((await brains.generate(input(), callFor(), show)).instance, 'second')
    assert.deepEqual(waiting, ['Hello.'])
  })

  it('when the answer is blocked or empty, and the first such one stands when nobody does better', async () => {
    const both = setUp({ first: says(end('blocked')), second: says(text('ok'), end()) })
    assert.equal((await both.ask()).instance, 'second')
    const none = setUp({ first: says(end('blocked')), second: says(end('empty')), third: says(down()) })
    assert.deepEqual(await none.ask(), { instance: 'first', parts: [], end: 'blocked' })
  })

  it('not when the caller left', async () => {
    const leaving = new AbortController()
    const { brains, input, callFor, asked } = setUp({ first: fallsSilentAfter(), second: says(end()) })
    const answer = brains.generate(input(), callFor(30_000, leaving.signal))
    leaving.abort(new Error('left'))
    await assert.rejects(answer, { code: 'unavailable' })
    assert.deepEqual(asked, ['first'])
    assert.equal(brains.status()[0]?.open, false)
  })

  it('and when all fail the last error goes up', async () => {
    const { ask } = setUp({
      first: says(down()),
      second: says(codedError('rate_limited', 'slow', { retryAfterMs: 5 })),
    })
    await assert.rejects(ask(), { code: 'rate_limited', retryAfterMs: 5 })
  })
})

describe('a brain that failed', () => {
  const two = (first: Script) => setUp({ first, second: says(text('ok'), end()) })

  it('rests after three failures in a row, is tried again, and is back', async () => {
    const { ask, asked, brains, clock, current } = two(says(down()))
    for (let turn = 0; turn < 3; turn += 1) {
      await ask()
      assert.deepEqual(asked, ['first', 'second'])
    }
    assert.deepEqual(brains.status(), [
      { instance: 'first', open: true, until: 15_000 },
      { instance: 'second', open: false },
    ])
    await ask()
    assert.deepEqual(asked, ['second'])
    await clock.advance(15_000)
    current['first'] = says(text('back'), end())
    assert.equal((await ask()).instance, 'first')
    assert.equal(brains.status()[0]?.open, false)
  })

  it('does not rest when a success came between', async () => {
    const { ask, asked, current } = two(says(down()))
    for (let turn = 0; turn < 6; turn += 1) {
      current['first'] = turn % 3 === 2 ? says(text('ok'), end()) : says(down())
      await ask()
      assert.equal(asked[0], 'first')
    }
  })

  it('rests longer after each trial that failed, up to five minutes', async () => {
    const { ask, brains, clock } = two(says(codedError('unauthorized', 'key')))
    const rests: number[] = []
    for (let trial = 0; trial < 7; trial += 1) {
      await ask()
      const until = brains.status()[0]?.until ?? 0
      rests.push((until - clock.now()) / 1_000)
      await clock.advance(until - clock.now())
    }
    assert.deepEqual(rests, [15, 30, 60, 120, 240, 300, 300])
  })

  it('rests at once when its key is wrong, and as long as its provider asks for', async () => {
    const wrongKey = two(says(codedError('unauthorized', 'key')))
    await wrongKey.ask()
    assert.equal(wrongKey.brains.status()[0]?.open, true)
    const limited = two(says(codedError('rate_limited', 'slow', { retryAfterMs: 40_000 })))
    await limited.ask()
    assert.equal(limited.brains.status()[0]?.until, 40_000)
    const endless = two(says(codedError('exhausted', 'quota', { retryAfterMs: 10 ** 12 })))
    await endless.ask()
    assert.equal(endless.brains.status()[0]?.until, 3_600_000)
  })

  it('does not rest for requests that no instance could answer', async () => {
    const { ask, asked, brains, current } = two(says(codedError('invalid', 'bad')))
    for (let turn = 0; turn < 4; turn += 1) {
      await ask()
      current['first'] = turn % 2 === 0 ? says(end('blocked')) : says(codedError('blocked', 'no'))
    }
    assert.deepEqual(asked, ['first', 'second'])
    assert.equal(brains.status()[0]?.open, false)
  })

  it('is tried by one turn only, while the others do not wait for it', async () => {
    const { brains, callFor, input, clock, asked, current } = two(says(codedError('unauthorized', 'key')))
    await brains.generate(input(), callFor())
    await clock.advance(15_000)
    asked.length = 0
    current['first'] = fallsSilentAfter()
    const leaving = new AbortController()
    const trial = brains.generate(input(), callFor(30_000, leaving.signal))
    assert.equal((await brains.generate(input(), callFor())).instance, 'second')
    assert.deepEqual(asked, ['first', 'second'])
    // A trial whose caller left says nothing; the next turn tries anew.
    leaving.abort(new Error('left'))
    await assert.rejects(trial)
    current['first'] = says(text('back'), end())
    assert.equal((await brains.generate(input(), callFor())).instance, 'first')
  })

  it('fails at once, naming the time of its next trial, when it is the only one', async () => {
    const { ask, asked, clock } = setUp({ only: says(codedError('unauthorized', 'key')) })
    await assert.rejects(ask(), { code: 'unauthorized' })
    await clock.advance(5_000)
    await assert.rejects(ask(), { code: 'unavailable', retryAfterMs: 10_000 })
    assert.deepEqual(asked, [])
  })
})
