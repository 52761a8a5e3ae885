import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { openSalon } from './salon.ts'

/** What `aiadmin doctor` is told. */
async function probed(test: TestContext, options: Parameters<typeof openSalon>[1]) {
  const { crm, call, clock } = await openSalon(test, options)
  assert.ok(crm.probe)
  const given = call()
  return clock.drive(crm.probe(given), given.deadline)
}

describe('the probe of 1C', () => {
  it('says what there is to book, and which time 1C should show', async test => {
    const { ok, summary } = await probed(test, {})
    assert.equal(ok, true)
    assert.equal(summary, '1C answers: services 2, employees 2; its clock should show 12:00 now (Europe/Moscow)')
  })

  it('shows the time of another zone where the server has one', async test => {
    const { summary } = await probed(test, { change: options => ({ ...options, timezone: 'Asia/Novosibirsk' }) })
    assert.match(summary, /16:00 now \(Asia\/Novosibirsk\)/)
  })

  it('says that nobody can be reached', async test => {
    const { ok, summary } = await probed(test, { change: options => ({ ...options, url: 'http://127.0.0.1:9/salon' }) })
    assert.equal(ok, false)
    assert.match(summary, /can't be reached/)
  })

  it('says that the password is wrong, and not which', async test => {
    const { ok, summary } = await probed(test, { change: options => ({ ...options, password: 'not-the-password' }) })
    assert.equal(ok, false)
    assert.match(summary, /does not take the login and password/)
    assert.doesNotMatch(summary, /not-the-password/)
  })

  it('names the set that the user may not read', async test => {
    const { ok, summary } = await probed(test, { moods: { unreadable: ['Catalog_Сотрудники'] } })
    assert.equal(ok, false)
    assert.match(summary, /no right to read Catalog_Сотрудники/)
  })

  it('says that there is no such publication', async test => {
    const { summary } = await probed(test, {
      change: options => ({ ...options, url: options.url.replace('salon', 'spa') }),
    })
    assert.match(summary, /no publication at .*\/spa/)
  })

  it('says that nothing is published', async test => {
    const { summary } = await probed(test, { moods: { isEmpty: true } })
    assert.match(summary, /nothing is published/)
  })

  it('names what is not published, and the nearest real name', async test => {
    const { ok, summary } = await probed(test, {
      change: options => ({ ...options, visit: { set: 'Document_ЗаписиКлиентов' } }),
    })
    assert.equal(ok, false)
    assert.match(summary, /visit\.set: Document_ЗаписиКлиентов is not published; there is Document_ЗаписьКлиента/)
  })

  it('names the field that the document lacks, and the nearest real one', async test => {
    const { ok, summary } = await probed(test, {
      change: options => ({ ...options, visit: { comment: 'Коментарий', rows: { service: 'Номенклатура' } } }),
    })
    assert.equal(ok, false)
    assert.match(summary, /visit\.comment: Document_ЗаписьКлиента has no field Коментарий; there is Комментарий/)
    assert.match(summary, /visit\.rows\.service: .* has no field Номенклатура; there is Номенклатура_Key/)
  })

  it('says that the licence has run out', async test => {
    const { ok, summary } = await probed(test, { moods: { licences: 0 } })
    assert.equal(ok, false)
    assert.match(summary, /no free licence/)
  })

  it('says that there is no such kind of phone', async test => {
    const phoneKind = '00000000-77b1-11ee-8c90-0242ac120002'
    const { ok, summary } = await probed(test, { change: options => ({ ...options, clients: { phoneKind } }) })
    assert.equal(ok, false)
    assert.match(summary, /clients\.phoneKind: .* has no 00000000-77b1/)
  })

  it('fetches the description of everything once an hour, however often it is asked', async test => {
    const { crm, call, fake, clock } = await openSalon(test)
    for (let minute = 0; minute < 5; minute += 1) {
      await crm.probe?.(call())
      await clock.advance(60_000)
    }
    assert.equal(fake.counts.requests.filter(request => request === 'GET $metadata').length, 1)
  })
})
