import assert from 'node:assert/strict'
import type { ErrorCode } from '../../contract/index.ts'
import type { Fault } from '../fault-proxy/index.ts'
import { assertCode, codeOf } from './assert.ts'
import type { ChannelBench } from './bench.ts'
import { type ChannelCheck, needed, writesToNobody } from './check.ts'
import type { Refusals } from './provider.ts'

const ASKED_MS = 7_000
/** Real milliseconds in which a call must be over after its caller left. */
const SOON_MS = 1_000

/** Codes that promise that nothing was written. */
const NOTHING_WRITTEN: readonly string[] = [
  'rate_limited',
  'unavailable',
  'unauthorized',
  'refused',
  'invalid',
  'unreachable',
] satisfies ErrorCode[]

function refusalCheck(name: Exclude<keyof Refusals, 'window_closed'> & ErrorCode, title: string): ChannelCheck {
  return {
    id: `channel.${name.replaceAll('_', '-')}`,
    title,
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      const refuse = needed(bench.provider.refuse, 'refuse')
      if (name === 'rate_limited') refuse.rate_limited(ASKED_MS)
      else refuse[name]()
      const failure: { retryAfterMs?: unknown } = await assertCode(bench.send({ text: 'Refused' }), [name])
      if (name === 'rate_limited')
        assert.equal(failure.retryAfterMs, ASKED_MS, `the provider asked for ${ASKED_MS} ms of patience`)
      await bench.send({ text: 'The next one' })
      assert.deepEqual(await textsOf(bench), ['The next one'])
    },
  }
}

function brokenAnswerCheck(fault: Fault, title: string): ChannelCheck {
  return {
    id: `channel.after-${fault}`,
    title,
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      await needed(bench.proxy, 'a url, and `config` as a function of it').arm(fault)
      const outcome = await bench.send({ text: 'It arrived' }).then(
        () => 'sent',
        (error: unknown) => codeOf(error),
      )
      await bench.proxy?.disarm()
      assert.deepEqual(await textsOf(bench), ['It arrived'], 'sent more than once')
      assert.ok(!NOTHING_WRITTEN.includes(outcome), `the client has the message, and the error says ${outcome}`)
      assert.ok(['sent', 'unknown_outcome'].includes(outcome), `thrown was ${outcome}; expected: unknown_outcome`)
    },
  }
}

/** What `send` throws when it does not go well. */
export const failureChecks: readonly ChannelCheck[] = [
  refusalCheck('rate_limited', 'says `rate_limited`, and for how long, when the provider wants patience'),
  refusalCheck('unauthorized', 'says `unauthorized` when the provider does not take the credentials'),
  refusalCheck('unreachable', 'says `unreachable` when this client can not be written to'),
  brokenAnswerCheck(
    'server-error',
    'does not say that nothing was sent when the provider broke after it took the message',
  ),
  brokenAnswerCheck('html', 'does not say that nothing was sent when the answer can not be read'),
  brokenAnswerCheck('half-body', 'does not say that nothing was sent when half of the answer came'),
  {
    id: 'channel.unknown-outcome',
    title: 'says `unknown_outcome` when the provider took the message and its answer did not come in time',
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      await needed(bench.proxy, 'a url, and `config` as a function of it').arm('lost-answer')
      const { call, end } = bench.endable()
      const sending = bench.send({ text: 'Nobody answers' }, { call })
      sending.catch(() => undefined)
      await bench.until(async () => (await textsOf(bench)).length > 0, 'the message at the provider')
      const ended = Date.now()
      end()
      await assertCode(sending, ['unknown_outcome'])
      assert.ok(Date.now() - ended < SOON_MS, 'the call went on long after its caller had left')
      await bench.proxy?.disarm()
      assert.deepEqual(await textsOf(bench), ['Nobody answers'])
    },
  },
  {
    id: 'channel.unavailable',
    title: 'says `unavailable` when the provider can not be reached, and sends again when it can',
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      const proxy = needed(bench.proxy, 'a url, and `config` as a function of it')
      await proxy.arm('unreachable')
      await assertCode(bench.send({ text: 'Into the void' }), ['unavailable'])
      await proxy.disarm()
      await bench.send({ text: 'Back again' })
      assert.deepEqual(await textsOf(bench), ['Back again'])
    },
  },
  {
    id: 'channel.redirect',
    title: 'sends nothing to the host that a redirect names',
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      const proxy = needed(bench.proxy, 'a url, and `config` as a function of it')
      await proxy.arm('redirect')
      await assertCode(bench.send({ text: 'Follow me' }), ['unavailable', 'unknown_outcome', 'refused'])
      assert.deepEqual(proxy.strayed, [], 'the message and its credentials went to another host')
    },
  },
  {
    id: 'channel.deadline',
    title: 'sends nothing after the deadline of its call',
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      const call = { ...bench.call(), deadline: bench.clock.now() - 1 }
      await assertCode(bench.send({ text: 'Too late' }, { call }), ['unavailable'])
      assert.deepEqual(await bench.provider.shown(1), [])
    },
  },
]

async function textsOf({ provider }: ChannelBench): Promise<readonly string[]> {
  return (await provider.shown(1)).map(({ text }) => text)
}
