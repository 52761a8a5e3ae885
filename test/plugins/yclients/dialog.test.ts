import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN, type YclientsFake } from '../../fakes/yclients/index.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'

for (const provider of ['yclients', 'altegio'] as const)
  describe(`a client of a salon that keeps its visits in ${provider}`, () => {
    let desk: RunningDesk | undefined
    let fake: YclientsFake
    before(async () => {
      const now = () => desk?.clock.now() ?? Date.parse(MONDAY)
      fake = await startYclients({ now, company: { timezone: 'Europe/Moscow' } }, { provider })
      const use = fileURLToPath(new URL(`../../../plugins/crm/${provider}/index.ts`, import.meta.url))
      const options = { apiUrl: fake.url, partnerToken: PARTNER_TOKEN, userToken: USER_TOKEN, companyId: COMPANY_ID }
      desk = await startDesk({ config: { crm: { use, with: options } } })
    })
    after(async () => {
      await desk?.stop()
      await fake.close()
    })

    it('books, moves and cancels a visit by writing to the desk', async () => {
      assert.ok(desk)
      const anna = desk.client(`anna-${provider}`)
      await anna.says('Hello, I would like a haircut tomorrow at 3 pm with Anna')
      assert.equal((await anna.says('Anna Petrova, +7 916 123-45-67')).state, 'CONFIRMING')
      assert.equal(fake.book.entries.length, 0)
      assert.match((await anna.says('yes, all correct')).text, /You are booked.*Haircut.*24 November, 15:00/s)
      const [entry] = fake.book.entries
      assert.ok(entry)
      assert.deepEqual(
        [entry.startMs, entry.staffId, entry.client?.name, entry.client?.phone],
        [Date.parse('2026-11-24T15:00:00+03:00'), 44, 'Anna Petrova', '+79161234567'],
      )

      await anna.says('could you move it to 5 pm?')
      assert.match((await anna.presses(/Move it/)).text, /Moved.*24 November, 17:00/s)
      assert.equal(entry.startMs, Date.parse('2026-11-24T17:00:00+03:00'))
      assert.equal(fake.book.entries.length, 1)

      await anna.says('please cancel my booking')
      assert.match((await anna.presses(/Yes, cancel it/)).text, /cancelled/)
      assert.equal(entry.isDeleted, true)
      assert.equal(fake.overLimit, 0)
    })
  })
