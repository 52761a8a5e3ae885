import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { ChannelCapabilities, OutboundMessage, VisitCard } from '../../../core/contract/index.ts'
import { finishTurn } from '../../../core/journal/finish.ts'
import { newId } from '../../../core/journal/ids.ts'
import { insertOperation, type OperationStatus } from '../../../core/journal/operation.ts'
import { accept, claimTurns } from '../../../core/testkit/storage/journal-client.ts'
import { type OutboxBench, openOutbox } from './outbox-bench.ts'

const WINDOW_MS = 600_000
const MINUTE_MS = 60_000
const ALL = ['confirmation', 'moved', 'cancelled', 're-engagement'] as const

const VISIT: VisitCard = {
  id: 'visit-1',
  status: 'booked',
  start: '2026-11-25T12:00:00+03:00',
  end: '2026-11-25T13:00:00+03:00',
  services: ['Стрижка'],
}

async function open(test: TestContext, capabilities: Partial<ChannelCapabilities> = {}): Promise<OutboxBench> {
  const bench = await openOutbox({
    capabilities: { delivery: 'traceable', windowMs: WINDOW_MS, templates: ALL, ...capabilities },
  })
  test.after(() => bench.close())
  return bench
}

/** The desk tells the outcome of an operation that ended with this status, in Russian. */
async function tell({ journal, clock }: OutboxBench, address: string, status: OperationStatus): Promise<void> {
  const { conversation } = await accept(journal, address, `${address}-${clock.now()}`)
  const id = newId()
  await journal.write(db =>
    insertOperation(journal, db, {
      id,
      conversation,
      kind: 'book',
      status,
      hash: '',
      draft: { serviceIds: [], client: { name: 'Anna', phone: '+79161234567' }, locale: 'ru' },
    }),
  )
  const message: OutboundMessage = {
    text: 'Вы записаны',
    visit: VISIT,
    choices: { kind: 'other', options: [{ id: 'a'.repeat(16), label: 'Ok' }] },
    contactRequest: true,
    locale: 'ru',
    author: 'desk',
  }
  for (const turn of await claimTurns(journal))
    await journal.write(db =>
      finishTurn(journal, db, turn, {
        state: 'COMPLETED',
        session: '{"client":{"name":"Anna"}}',
        mode: 'auto',
        replies: [{ id: newId(), message, outcomeOf: id }],
        choices: [],
        isStoredDelivery: false,
      }),
    )
}

const sentTo = ({ channel }: OutboxBench) => channel.calls.map(({ message }) => message.template ?? message.text)
const fates = async ({ journal }: OutboxBench) =>
  (await journal.db.selectFrom('outbox').select(['status', 'error']).orderBy('seq').execute()).map(
    ({ status, error }) => (error === null ? status : `${status} ${error}`),
  )

describe('where a channel takes free words for a while only', () => {
  for (const [status, template] of [
    ['booked', 'confirmation'],
    ['moved', 'moved'],
    ['cancelled', 'cancelled'],
    ['requested', 're-engagement'],
  ] as const)
    it(`${status}: the template is ${template}, with the visit, in the client's language`, async test => {
      const bench = await open(test)
      bench.state.isStarted = false
      await tell(bench, 'anna', status)
      await bench.pass(WINDOW_MS)
      bench.state.isStarted = true
      await bench.pass(2 * MINUTE_MS)
      const { calls } = bench.channel
      assert.deepEqual(
        calls.map(({ message }) => message),
        [{ text: 'Вы записаны', locale: 'ru', author: 'desk', template, visit: VISIT, clientName: 'Anna' }],
      )
      assert.deepEqual(await fates(bench), ['sent'])
    })

  it('they are sent as they are until then, and when the client has written again', async test => {
    const bench = await open(test)
    bench.state.isStarted = false
    await bench.say('anna', ['one'])
    await bench.pass(8 * MINUTE_MS)
    await bench.say('anna', ['two'])
    await bench.pass(4 * MINUTE_MS)
    bench.state.isStarted = true
    await bench.pass(2 * MINUTE_MS)
    assert.deepEqual(sentTo(bench), ['one', 'two'])
  })

  it('a reply asks the client to write, once for all that waits', async test => {
    const bench = await open(test)
    bench.state.isStarted = false
    await bench.say('anna', ['one', 'two', 'three'])
    await bench.pass(WINDOW_MS)
    bench.state.isStarted = true
    await bench.pass(2 * MINUTE_MS)
    assert.deepEqual(sentTo(bench), ['re-engagement'])
    const [first, ...others] = await fates(bench)
    assert.equal(first, 'sent')
    for (const fate of others) assert.match(fate, /^dead window_closed: .*asked to write/)
  })

  it('the provider decides when the window is closed, also when it says so late', async test => {
    for (const isLate of [false, true]) {
      const bench = await open(test)
      if (!isLate) bench.channel.next({ throws: 'window_closed' })
      await tell(bench, 'anna', 'booked')
      await bench.work()
      if (isLate) {
        const [row] = await bench.rows()
        const failed = { kind: 'status', status: 'failed', code: 'window_closed' } as const
        await bench.deliver({ ...failed, id: 's1', providerId: `id-of-${row?.id}` })
        await bench.work()
      }
      assert.deepEqual(sentTo(bench), ['Вы записаны', 'confirmation'])
      assert.deepEqual(await fates(bench), ['sent'])
      await bench.pass(2 * MINUTE_MS)
      assert.equal(bench.channel.calls.length, 2)
    }
  })

  it('a template that is refused, too, is not tried again', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'window_closed' }, { throws: 'window_closed' })
    await tell(bench, 'anna', 'booked')
    await bench.pass(2 * MINUTE_MS)
    assert.equal(bench.channel.calls.length, 2)
    assert.deepEqual(await fates(bench), ['dead window_closed'])
  })

  it('a template of doubtful fate stays that template', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'window_closed' }, { throwsAfterSending: 'unknown_outcome' })
    await bench.say('anna', ['one'])
    await bench.work()
    await bench.pass(WINDOW_MS)
    assert.deepEqual(sentTo(bench), ['one', 're-engagement', 're-engagement'])
    assert.equal(new Set(bench.channel.calls.map(({ key }) => key)).size, 1)
    assert.deepEqual(await fates(bench), ['sent'])
  })

  it('without a template for it a message is dead, and says why', async test => {
    const bench = await open(test, { templates: ['re-engagement'] })
    bench.channel.next({ throws: 'window_closed' })
    await tell(bench, 'anna', 'booked')
    await bench.say('boris', ['hello'])
    await bench.work()
    assert.deepEqual(sentTo(bench), ['Вы записаны', 'hello'])
    const dead = (await fates(bench)).find(fate => fate !== 'sent')
    assert.match(dead ?? '', /^dead window_closed: .*no template "confirmation"/)
  })
})
