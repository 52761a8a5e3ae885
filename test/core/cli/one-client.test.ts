import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { eraseConversations } from '../../../core/journal/erase-client.ts'
import { findConversations } from '../../../core/journal/find-client.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { until } from '../../support/until.ts'
import { annBooks, salonFolder, visitsOfAnn } from './salon-folder.ts'
import { run } from './terminal.ts'

const PHONE = '--phone=8 916 123 45 67'

describe('what is kept of one client', () => {
  let folder: string
  const gone: (() => void)[] = []
  after(() => {
    for (const remove of gone) remove()
  })
  before(async () => {
    folder = salonFolder({ after: remove => void gone.push(remove) })
    await annBooks(folder)
    await run(['chat'], folder, { input: 'how much is a manicure?\n' })
  })

  it('is given to her as a file that nobody else reads, whatever way her phone is written', async () => {
    const { code, stdout } = await run(['export', PHONE, '--out=ann.json'], folder)
    assert.deepEqual([code, stdout], [0, 'Written to ann.json: conversations 1.\n'])
    const file = join(folder, 'ann.json')
    assert.equal(statSync(file).mode & 0o077, 0)
    const { phone, conversations } = JSON.parse(readFileSync(file, 'utf8'))
    assert.equal(phone, '+79161234567')
    const [only] = conversations
    assert.ok(only.messages.some(({ text }: { text: string }) => text.includes('8 (916) 123-45-67')))
    assert.deepEqual(
      only.operations.map(({ kind, status }: { kind: string; status: string }) => [kind, status]),
      [['book', 'booked']],
    )
    assert.equal(only.visits[0].services[0], 'Manicure')
  })

  it('is told before it is erased, and then nothing of it is left, in the own calendar neither', async () => {
    const asked = await run(['erase', PHONE], folder)
    assert.match(asked.stdout, /: 1\n.*a visit was booked with it.*Visits to come: 1.*Nothing was erased/s)
    assert.deepEqual(await visitsOfAnn(folder), ['Manicure'])

    const erased = await run(['erase', PHONE, '--yes'], folder)
    assert.equal(erased.code, 0, erased.stderr)
    assert.match(erased.stdout, /conversations 1, messages 8, visits 1, operations 1.*own calendar: clients 1/s)
    assert.deepEqual(await visitsOfAnn(folder), [])
    await run(['export', '--all', '--out=rest.jsonl'], folder)
    const rest = readFileSync(join(folder, 'rest.jsonl'), 'utf8')
    assert.doesNotMatch(rest, /\bAnn\b|9161234567|123-45-67/)
    assert.match(rest, /how much is a manicure/, 'other clients are not touched')
    // The time stays taken: it is the business's.
    assert.match(rest, /"table":"crm_crm_appointment"/)
  })

  it('is asked for by a phone that is one', async () => {
    assert.match((await run(['erase', '--phone=12', '--yes'], folder)).stderr, /no phone number/)
    assert.equal((await run(['erase'], folder)).code, 64)
    assert.match((await run(['erase', '--phone=+79990000000', '--yes'], folder)).stdout, /: 0\n/)
  })
})

describe('a client who was erased', () => {
  it('is not answered to a late redelivery, and begins anew with a new message', async () => {
    const desk = await startDesk({ messenger: {} })
    try {
      const message = (id: string, text: string) => ({
        kind: 'message' as const,
        id,
        address: 'ann',
        parts: [{ type: 'text' as const, text }],
      })
      await desk.deliver(message('m1', 'Hello, my phone is 8 916 123-45-67'))
      const [first] = await desk.received('ann')
      assert.ok(first)
      const { journal } = desk.runtime.instances
      const found = await findConversations(journal, '+79161234567')
      assert.deepEqual(
        found.map(({ by }) => by),
        ['written'],
      )
      const ids = found.map(({ id }) => id)
      await until(async () => typeof (await eraseConversations(journal, ids)) === 'object')
      const again = await desk.deliver(message('m1', 'Hello, my phone is 8 916 123-45-67'))
      assert.ok(again.ok)
      const before = await desk.receivedSoFar('ann')
      await desk.deliver(message('m2', 'Hello'))
      await desk.received('ann', before)
      assert.equal(await desk.receivedSoFar('ann'), before + 1)
      assert.deepEqual(await findConversations(journal, '+79161234567'), [])
    } finally {
      await desk.stop()
    }
  })

  it('is kept while a booking is not decided', async () => {
    const desk = await startDesk({ messenger: {} })
    try {
      const { journal } = desk.runtime.instances
      await desk.deliver({
        kind: 'message',
        id: 'm1',
        address: 'ann',
        parts: [{ type: 'text', text: '+7 916 123-45-67' }],
      })
      await desk.received('ann')
      const [found] = await findConversations(journal, '+79161234567')
      assert.ok(found)
      const operation = {
        business: journal.business,
        id: 'operation-1',
        conversation: found.id,
        kind: 'book' as const,
        status: 'unknown',
        draft: '{}',
        hash: '',
        attempt: 1,
        lookups: 0,
        version: 1,
        created_at: 0,
        updated_at: 0,
      }
      await journal.db
        .insertInto('operation')
        .values({
          ...operation,
          send_before: null,
          appointment: null,
          result: null,
          reason: null,
          parent: null,
          summary_message: null,
          told_at: null,
        })
        .execute()
      assert.equal(await eraseConversations(journal, [found.id]), 'undecided')
      assert.equal((await findConversations(journal, '+79161234567')).length, 1)
    } finally {
      await desk.stop()
    }
  })
})
