import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import altegio from '../../../plugins/crm/altegio/index.ts'
import { ANNA, type Opened, type OpenOptions, open, thrownBy } from './opened.ts'

describe('clients in YCLIENTS', () => {
  let opened: Opened | undefined
  const start = async (options?: OpenOptions) => {
    opened = await open(options)
    return opened
  }
  afterEach(() => opened?.close())

  it('changes one field of a card and loses no other one', async () => {
    const { crm, call, wait, fake } = await start()
    const card = fake.book.cardFor(ANNA.phone, ANNA.name)
    const tags = [{ id: 3, title: 'VIP', color: 'red' }]
    Object.assign(card, { discount: 15, birth_date: '1990-03-03', comment: 'talks a lot', categories: tags })
    await wait(crm.updateClient({ id: String(card.id), patch: { email: 'anna@example.org' } }, call()))
    assert.deepEqual(
      [card.name, card.phone, card.email, card.discount, card.birth_date, card.comment, card.categories],
      [ANNA.name, ANNA.phone, 'anna@example.org', 15, '1990-03-03', 'talks a lot', tags],
    )
  })

  it('shows nobody what staff wrote about a client or a visit', async () => {
    const { crm, call, wait, fake, book } = await start()
    const visit = await book('2026-11-24T15:00:00+03:00')
    Object.assign(fake.book.cardFor(ANNA.phone, ''), { comment: 'always late' })
    Object.assign(fake.book.entries[0] ?? {}, { comment: 'always late' })
    const seen = [
      await wait(crm.findClientsByPhone({ phone: ANNA.phone }, call())),
      await wait(crm.getClient({ id: visit.clientId ?? '' }, call())),
      await wait(crm.getAppointment({ id: visit.id }, call())),
    ]
    assert.doesNotMatch(JSON.stringify(seen), /always late/)
  })

  it('does not take a hidden phone for nobody', async () => {
    const { crm, call, wait, fake } = await start()
    fake.book.cardFor(ANNA.phone, ANNA.name)
    fake.switches.hidesPhones = true
    const thrown = await thrownBy(wait(crm.findClientsByPhone({ phone: ANNA.phone }, call())))
    assert.equal(thrown.code, 'unauthorized')
    assert.match(thrown.message ?? '', /right to see/)
  })

  it('finds a Russian number that was written with an 8, and takes 8 elsewhere for what it is', async () => {
    const russian = await start()
    const card = russian.fake.book.cardFor(ANNA.phone, ANNA.name)
    card.phone = '8 916 1234567'
    Object.assign(card, { phone: '89161234567' })
    const found = await russian.wait(russian.crm.findClientsByPhone({ phone: ANNA.phone }, russian.call()))
    assert.deepEqual(
      found.map(({ phone }) => phone),
      [ANNA.phone],
    )
    await russian.close()
    const abroad = await start({ plugin: altegio, switches: { provider: 'altegio' } })
    Object.assign(abroad.fake.book.cardFor(ANNA.phone, ANNA.name), { phone: '89161234567' })
    assert.deepEqual(await abroad.wait(abroad.crm.findClientsByPhone({ phone: ANNA.phone }, abroad.call())), [])
  })

  it('leaves the name on a card alone when it writes into the journal', async () => {
    const { crm, call, wait, fake, book } = await start({ with: { route: 'journal' } })
    const card = fake.book.cardFor(ANNA.phone, 'Anna from next door')
    await book('2026-11-24T15:00:00+03:00')
    assert.equal(card.name, 'Anna from next door')
    assert.equal((await wait(crm.getClient({ id: String(card.id) }, call())))?.name, 'Anna from next door')
  })
})
