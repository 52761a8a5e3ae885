import assert from 'node:assert/strict'
import type { ChannelBench } from './bench.ts'
import { type ChannelCheck, hasNoWebhook, needed } from './check.ts'

/** Bodies that nobody's provider sends, by type of content. */
const NONSENSE: readonly { type: string; body: string }[] = [
  ...['', '{"', '[]', 'null', '0', '"text"', '{}', '{"__proto__":{"a":1}}', '[[[[[[[[[['].map(body => ({
    type: 'application/json',
    body,
  })),
  { type: 'application/json', body: JSON.stringify({ text: 'x'.repeat(70_000) }) },
  { type: 'application/x-www-form-urlencoded', body: 'a=1&b[c]=2&%zz' },
  { type: 'text/plain', body: 'hello' },
  { type: 'multipart/form-data; boundary=x', body: '--x\r\n\r\n--x--' },
]

const NOTHING = [{ type: 'text/plain', body: '' }]

/** Values that a rightly signed event might hold by mistake. */
const SIGNED: readonly string[] = ['', '{"', '[]', 'null', '0', '"text"', '{}', '[null]', '{"events":[null,1,{}]}']

/** Who may make the desk believe something. */
export const trustChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.forged',
    title: 'refuses every delivery that is not proved to be the provider’s, and delivers nothing of it',
    unless: hasNoWebhook,
    async run(world) {
      const bench = await world.open()
      const forgeries = Object.entries(needed(bench.provider.forgeries, 'forgeries'))
      assert.ok(forgeries.length > 0, 'the provider knows no forgery: unsigned, with a wrong secret, changed since')
      for (const [name, forge] of forgeries) {
        const { taken, status = 0 } = await bench.wait(
          forge({ number: bench.nextNumber(), client: 1, text: 'I am the provider' }),
          `the forgery ${name}`,
        )
        assert.ok(!taken && status >= 400 && status < 500, `${name}: answered ${status}`)
        assert.equal(bench.desk.events.length, 0, `${name}: delivered to the desk`)
      }
    },
  },
  {
    id: 'channel.nonsense',
    title: 'answers nonsense from anybody with 4xx, and lives on',
    unless: ({ routes }) => (routes ? undefined : 'there are no routes'),
    async run({ open }) {
      const bench = await open()
      for (const { method, url } of bench.routes.filter(route => route.method !== 'OPTIONS' && isPlain(route.url)))
        for (const { type, body } of isRead(method) ? NOTHING : NONSENSE) {
          const status = await post(`${bench.publicUrl}${url}?a=%5B&after=-1&x[y]=1`, { method, type, body })
          const isRight = isRead(method) ? status < 500 : status >= 400 && status < 500
          assert.ok(isRight, `${method} ${url} answers ${status} to ${body.slice(0, 30) || 'an empty body'} (${type})`)
        }
      assert.equal(bench.desk.events.length, 0, 'nonsense was delivered to the desk')
      await bench.hear({ text: 'And a true message' })
    },
  },
  {
    id: 'channel.signed-nonsense',
    title: 'does not fail over rightly signed bodies that make no sense',
    unless: hasNoWebhook,
    async run({ open }) {
      const bench = await open()
      const receiveRaw = needed(bench.provider.receiveRaw, 'receiveRaw').bind(bench.provider)
      for (const body of SIGNED) {
        const { status = 0 } = await bench.wait(receiveRaw(body), 'a signed delivery')
        assert.ok(
          status < 500,
          `a signed ${body || 'empty body'} is answered ${status}, so that it comes again for ever`,
        )
      }
      assert.equal(bench.desk.events.length, 0, 'nonsense was delivered to the desk')
      await bench.hear({ text: 'And a true message' })
    },
  },
  {
    id: 'channel.unknown-event',
    title: 'passes over events of kinds that it does not know',
    async run({ open }) {
      const bench = await open()
      const { taken, status } = await bench.wait(bench.provider.receiveUnknown(bench.nextNumber()), 'an unknown event')
      const isOver = taken || (status !== undefined && status < 500)
      assert.ok(isOver, `answered ${status ?? 'so'}, the provider delivers it for ever`)
      await assertNextMessage(bench)
    },
  },
]

async function assertNextMessage(bench: ChannelBench): Promise<void> {
  const { parts } = await bench.hear({ text: 'The next one' })
  assert.deepEqual(parts, [{ type: 'text', text: 'The next one' }])
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

const isPlain = (url: string) => !/[:*]/.test(url)

async function post(
  url: string,
  { method, type, body }: { method: string; type: string; body: string },
): Promise<number> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(2_000),
    ...(!isRead(method) && { body, headers: { 'content-type': type } }),
  })
  await response.body?.cancel()
  return response.status
}
