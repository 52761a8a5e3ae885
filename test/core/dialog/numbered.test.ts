import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InboundPart } from '../../../core/contract/index.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'

describe('a channel without buttons', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ messenger: { choices: 0 } })
  })
  after(() => desk.stop())

  function client(address: string) {
    let number = 0
    return async (part: InboundPart | string) => {
      number += 1
      const parts = [typeof part === 'string' ? { type: 'text' as const, text: part } : part]
      const before = await desk.receivedSoFar(address)
      await desk.deliver({ kind: 'message', id: `${address}-${number}`, address, parts, sender: { language: 'en' } })
      const [first, ...more] = await desk.received(address, before)
      assert.equal(first?.message.choices, undefined)
      return [first, ...more].map(one => one?.message.text).join('\n')
    }
  }
  const book: InboundPart = { type: 'command', command: 'book' }

  it('gets the options as a numbered list, and a visit is booked by numbers', async () => {
    const says = client('anna')
    assert.match(
      await says(book),
      /What would you like to have done\?\n\n1\. Manicure \(.*2,000.*\)\n2\. Haircut \(.*\)$/,
    )
    assert.match(await says('2'), /The next free times:\n\n1\. Mon,? 23 Nov, 11:00 \(Ivan\).*\n7\. Other days$/s)
    assert.match(await says('7.'), /These days have free times:\n\n1\. Mon,? 23 Nov\n2\. Tue,? 24 Nov/)
    assert.match(await says('№ 2'), /Free on Tuesday,? 24 November:\n\n1\. 10:00 \(Ivan\)\n2\. 11:00/)
    assert.match(await says(' 3) '), /name and phone/)
    const contact = { type: 'contact', phone: '+79161234567', name: 'Anna', verified: false } as const
    assert.match(await says(contact), /check your booking.*24 November, 12:00.*\n\n1\. Confirm\n2\. Change$/s)
    assert.match(await says('1'), /You are booked/)
  })

  it('takes a number for an option only while its list is the last thing said', async () => {
    const says = client('boris')
    await says(book)
    await says('Thank you')
    const answer = await says('2')
    assert.doesNotMatch(answer, /Haircut|The next free times/)
  })

  it('takes a number after a person’s message for words', async () => {
    const says = client('gleb')
    await says(book)
    const { journal } = desk.runtime.instances
    await journal.write(async db => {
      const row = await db
        .updateTable('conversation')
        .set(eb => ({ seq: eb('seq', '+', 1) }))
        .where('address', '=', 'gleb')
        .returning(['id', 'seq', 'business'])
        .executeTakeFirstOrThrow()
      const message = { text: 'For how many people, 1 or 2?', locale: 'en', author: 'staff' }
      await db
        .insertInto('message')
        .values({
          business: row.business,
          id: 'said-by-elena',
          conversation: row.id,
          seq: row.seq,
          author: 'staff',
          content: JSON.stringify(message),
          text: message.text,
          turn: null,
          at: journal.clock.now(),
        })
        .execute()
    })
    assert.doesNotMatch(await says('2'), /The next free times/)
  })

  it('does not take ten o’clock for the tenth option, nor a number that is not on the list', async () => {
    const says = client('vera')
    await says(book)
    await says('2')
    await says('7')
    assert.match(await says('3'), /Free on Wednesday,? 25 November:.*\n10\. 19:00/s)
    const { session } = await desk.runtime.instances.journal.db
      .selectFrom('conversation')
      .select('session')
      .where('address', '=', 'vera')
      .executeTakeFirstOrThrow()
    assert.deepEqual(
      JSON.parse(session).numbered.tokens.map((token: string) => token !== ''),
      [true, true, true, true, true, true, true, true, true, false, false],
    )
    assert.doesNotMatch(await says('10'), /name and phone|check your booking/)
  })
})
