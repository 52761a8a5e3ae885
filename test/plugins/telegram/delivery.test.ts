import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { FakePerson } from '../../fakes/telegram/person.ts'
import { until } from '../../support/until.ts'
import { openTelegramDesk, type TelegramDesk } from './open-desk.ts'

let telegram: TelegramDesk

/** Books by buttons; answers all that the client has read. */
async function book(client: FakePerson): Promise<void> {
  await client.says('/book')
  await client.presses(/^Manicure/)
  await client.presses('Olga')
  await client.presses('Tue 24 Nov, 10:00')
  await client.sharesPhone('79161234567')
  await client.presses('Confirm')
}

const booked = async () => (await telegram.desk.visits()).filter(({ status }) => status === 'booked').length
const textsOf = (client: FakePerson) => client.messages.map(({ text }) => text)

/** What the journal knows of messages that were not sent. */
const unsent = () =>
  telegram.desk.runtime.instances.journal.db
    .selectFrom('outbox')
    .select(['status', 'error'])
    .where('status', '!=', 'sent')
    .execute()

describe('updates that come more than once', () => {
  afterEach(() => telegram.close())

  it('book once and are answered once: twice at once, in another order, and after a restart', async () => {
    telegram = await openTelegramDesk({ mode: 'webhook' })
    const { fake } = telegram
    fake.bot().updates.times = 2
    const anna = fake.person(1)
    await book(anna)
    const said = textsOf(anna)
    const stored = await telegram.desk.count('message')
    const again = async (updates: FakePerson['updates']) => {
      const attempts = await Promise.all(updates.map(update => fake.bot().updates.deliver(update)))
      assert.ok(attempts.every(({ taken }) => taken))
    }
    await again(anna.updates.toReversed())
    await telegram.restart()
    await again(anna.updates.toReversed())
    await again(anna.updates.toSorted((one, other) => (one.update_id % 3) - (other.update_id % 3)))

    assert.equal(await telegram.desk.count('message'), stored)
    await anna.says('/my')
    assert.deepEqual(textsOf(anna).slice(0, said.length), said)
    assert.equal(anna.messages.length, said.length + 1, 'an old update was answered again')
    assert.equal(await booked(), 1)
  })

  it('wait at Telegram while the desk is down, and are answered when it is back', async () => {
    telegram = await openTelegramDesk({ mode: 'polling' })
    const anna = telegram.fake.person(1)
    await anna.says('/help')
    const restarted = telegram.restart()
    await anna.does({ text: '/book', entities: [{ type: 'bot_command', offset: 0, length: 5 }] })
    await restarted
    await anna.reads(1)
    assert.match(textsOf(anna).join('\n'), /What would you like/)
    assert.equal(anna.messages.length, 2)
  })
})

describe('a delivery that is not from Telegram', () => {
  afterEach(() => telegram.close())

  it('is answered 401 and not stored; only such ones are limited', async () => {
    const server = { host: '127.0.0.1', port: 0, requestsPerMinute: 6 }
    telegram = await openTelegramDesk({ mode: 'webhook', config: { server } })
    const { fake, desk } = telegram
    const { webhook } = fake.bot().updates
    assert.ok(webhook)
    const secret = webhook.secret
    for (const wrong of ['', 'guessed', secret.toUpperCase(), `${secret}=`]) {
      fake.bot().updates.webhook = { ...webhook, secret: wrong }
      const update = { update_id: 5, message: { message_id: 5, date: 1, chat: { id: 7, type: 'private' }, text: 'Hi' } }
      assert.deepEqual(await fake.bot().updates.deliver(update), { taken: false, status: 401 })
    }
    assert.equal(await desk.count('message'), 0)
    fake.bot().updates.webhook = webhook
    const anna = fake.person(1)
    for (let count = 1; count <= 10; count += 1) await anna.does({ text: `Number ${count}` })
    assert.equal(
      await desk.runtime.instances.journal.db
        .selectFrom('accepted')
        .selectAll()
        .execute()
        .then(rows => rows.length),
      10,
    )
    fake.bot().updates.webhook = { ...webhook, secret: 'guessed' }
    const statuses: unknown[] = []
    for (let count = 1; count <= 4; count += 1)
      statuses.push((await fake.bot().updates.deliver({ update_id: 50 + count })).status)
    assert.deepEqual(statuses, [401, 401, 429, 429])
  })
})

describe('an answer of Telegram that does not come', () => {
  afterEach(() => telegram.close())

  it('doubles nothing but the confirmation of a booking', async () => {
    telegram = await openTelegramDesk()
    const { fake, desk } = telegram
    const anna = fake.person(1)
    // Every message is taken, and no answer says so, until the confirmation comes for the second time.
    fake.plan({ method: 'sendMessage' })
    const timeOut = () => desk.clock.advance(20_001)
    const acts = [
      () => anna.says('/book'),
      () => anna.presses(/^Manicure/),
      () => anna.presses('Olga'),
      () => anna.presses('Tue 24 Nov, 10:00'),
      () => anna.sharesPhone('79161234567'),
      () => anna.presses('Confirm'),
    ]
    for (const act of acts) {
      await act()
      timeOut()
      await untilSettled()
    }
    await fake.until(() => textsOf(anna).filter(text => /You are booked/.test(text)).length === 2, 'the confirmation')
    timeOut()
    await untilSettled()
    const texts = textsOf(anna)
    assert.deepEqual(
      texts.filter((text, index) => texts.indexOf(text) !== index).map(text => /You are booked/.test(text)),
      [true],
      `more than the confirmation came twice: ${texts.join(' | ')}`,
    )
    assert.equal(await booked(), 1)
    assert.ok((await unsent()).every(({ status }) => status === 'unknown'))
  })
})

describe('a client who blocks the bot', () => {
  afterEach(() => telegram.close())

  it('is not written to again, and hurts nobody else', async () => {
    telegram = await openTelegramDesk()
    const { fake } = telegram
    const [anna, boris] = [fake.person(1), fake.person(2)]
    await anna.says('/help')
    await anna.does({ text: 'A manicure tomorrow' })
    await anna.blocks()
    await boris.says('/help')
    assert.deepEqual(
      fake.offences.filter(offence => offence.startsWith('sendMessage')),
      [],
    )
    await until(async () => (await unsent()).some(({ status }) => status === 'dead'))
    assert.deepEqual(
      (await unsent()).map(({ status, error }) => [status, error]),
      [['dead', 'unreachable']],
    )
  })
})

/** No message is on its way. */
async function untilSettled(): Promise<void> {
  const isOpen = ({ status }: { status: string }) => status === 'sending'
  await until(async () => !(await unsent()).some(isOpen))
}
