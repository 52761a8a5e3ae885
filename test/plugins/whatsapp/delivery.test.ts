import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { sign } from '../../fakes/whatsapp/hooks.ts'
import type { Person } from './person.ts'
import { openSalon, until, type WhatsAppSalon } from './salon.ts'

const MINUTE_MS = 60_000

describe('whatsapp’s deliveries and answers', () => {
  let salon: WhatsAppSalon
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-whatsapp-'))
    salon = await openSalon({ folder })
  })
  afterEach(async () => {
    await salon.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Up to the summary, whose Confirm is not pressed. */
  async function propose(person: Person): Promise<void> {
    await person.says('/book')
    await person.presses('Manicure')
    await person.presses('Olga')
    await person.presses('Tue 24 Nov, 10:00')
    await person.presses('Anna')
  }

  /** Nothing waits to be said, and the desk has answered whatever came before. */
  async function assertQuiet(person: Person, shown: number): Promise<void> {
    await person.says('/help')
    await until(async () => (await salon.waiting()).length === 0)
    assert.equal(person.shown().length, shown + 1)
  }

  it('bring one booking and no double answer, however often, late and disorderly they come', async () => {
    const { fake } = salon
    const [anna, boris] = [salon.person(1), salon.person(2, { name: 'Boris' })]
    // Twice more while the first is worked at, too.
    const write = fake.write
    fake.write = async (client, id, message) => {
      const bytes = fake.delivery(client, id, message)
      const [first] = await Promise.all([write(client, id, message), fake.deliver(bytes), fake.deliver(bytes)])
      return first
    }
    await propose(anna)
    await anna.presses('Confirm')
    await boris.says('/book')
    fake.write = write
    for (const accepted of fake.accepted) await fake.report(accepted, 'delivered')
    const shown = [anna.shown().length, boris.shown().length]
    assert.deepEqual(shown, [6, 1])

    const all = [...fake.deliveries]
    const again = async () => {
      for (const bytes of all.toReversed()) assert.equal((await fake.deliver(bytes)).status, 200)
      await Promise.all(all.map(bytes => fake.deliver(bytes)))
    }
    await again()
    await salon.restart()
    await again()
    await assertQuiet(anna, 6)
    await assertQuiet(boris, 1)
    const visits = await salon.desk.visits()
    assert.deepEqual(
      visits.map(({ status, phone }) => [status, phone]),
      [['booked', '+79160000001']],
    )
  })

  it('that are not signed by the app are answered 401, and nothing of them is stored', async () => {
    const { fake, desk } = salon
    const { client } = salon.person(1)
    const bytes = fake.delivery(client, 'wamid.forged', { type: 'text', text: { body: 'Cancel everything' } })
    for (const signature of ['', 'sha256=', sign(bytes, 'another secret'), sign(`${bytes} `, fake.account.appSecret)])
      assert.equal((await fake.deliver(bytes, signature)).status, 401)
    assert.equal(await desk.count('message'), 0)
    assert.deepEqual(fake.accepted, [])
  })

  it('tell of a booking once when WhatsApp took the message and its answer was lost', async () => {
    const { fake, desk } = salon
    const anna = salon.person(1)
    await propose(anna)
    fake.next('no answer')
    await anna.presses('Confirm')
    const [told] = anna.shown().slice(-1)
    assert.match(told?.text ?? '', /^You are booked/)
    await until(async () =>
      (await salon.waiting()).some(({ status, attempts }) => status === 'queued' && attempts === 1),
    )
    const sent = fake.accepted.at(-1)
    assert.ok(sent)
    await fake.report(sent, 'sent')
    assert.deepEqual(await salon.waiting(), [])
    desk.clock.advance(5 * MINUTE_MS)
    await assertQuiet(anna, 6)
    assert.equal((await desk.visits()).length, 1)
  })

  it('tell of a booking when the line broke before WhatsApp took the message', async () => {
    const { fake, desk } = salon
    const anna = salon.person(1)
    await propose(anna)
    fake.next('not taken')
    const confirming = anna.presses('Confirm')
    await until(async () =>
      (await salon.waiting()).some(({ status, attempts }) => status === 'queued' && attempts === 1),
    )
    assert.equal(anna.shown().length, 5)
    desk.clock.advance(MINUTE_MS)
    assert.match((await confirming).text, /^You are booked/)
    await assertQuiet(anna, 6)
    assert.equal((await desk.visits()).length, 1)
  })

  it('that fail after they were accepted are known as failed', async () => {
    const { fake } = salon
    const anna = salon.person(1)
    await anna.says('/help')
    const sent = fake.accepted.at(-1)
    assert.ok(sent)
    await until(async () => (await salon.waiting()).length === 0)
    await fake.report(sent, 'failed', { errors: [{ code: 131026, title: 'Message undeliverable' }] })
    assert.deepEqual(
      (await salon.waiting()).map(({ status }) => status),
      ['dead'],
    )
    // The next one does not wait for it.
    await anna.says('/help')
  })
})
