import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { Http } from '../../../core/contract/index.ts'
import { type FakeBitrix24, WEBHOOK_CODE } from '../../fakes/bitrix24/index.ts'
import { KIRA, keyOf, type OpenPortal, openPortal, withToken } from './open-portal.ts'

const opened: OpenPortal[] = []
afterEach(async () => {
  for (const portal of opened.splice(0)) await portal.close()
})
async function open(...given: Parameters<typeof openPortal>): Promise<OpenPortal> {
  const portal = await openPortal(...given)
  opened.push(portal)
  return portal
}
const withOptions = (more: object) => (url: string) => ({ webhook: `${url}/rest/1/${WEBHOOK_CODE}/`, ...more })

describe('a visit in Bitrix24', () => {
  it('is a deal with its client, key, stage and product, and an event in the calendar of the employee', async () => {
    const { fake, crm, call, slot } = await open()
    const visit = await crm.createAppointment(
      { slot: await slot(), client: KIRA, comment: 'wants tea', key: keyOf('one') },
      call(),
    )
    const deal = fake.crm.deals.get(visit.id)
    const { TITLE, STAGE_ID, ASSIGNED_BY_ID, OPPORTUNITY, ORIGIN_ID, CONTACT_ID, BEGINDATE } = deal
    assert.deepEqual(
      { TITLE, STAGE_ID, ASSIGNED_BY_ID, OPPORTUNITY, ORIGIN_ID, BEGINDATE },
      {
        TITLE: 'Haircut – Kira Sand',
        STAGE_ID: 'NEW',
        ASSIGNED_BY_ID: '7',
        OPPORTUNITY: '45.00',
        ORIGIN_ID: keyOf('one'),
        BEGINDATE: '2026-11-24',
      },
    )
    const contact = fake.crm.contacts.get(CONTACT_ID)
    assert.deepEqual([contact.NAME, contact.LAST_NAME, contact.PHONE[0].VALUE], ['Kira', 'Sand', KIRA.phone])
    assert.deepEqual(
      fake.crm.rows.get(visit.id)?.map(row => [row.PRODUCT_ID, row.PRICE]),
      [['1265', '45.00']],
    )
    const [event] = [...fake.calendar.events.values()]
    assert.deepEqual(
      [event.OWNER_ID, event.DATE_FROM, event.TZ_FROM, deal.SOURCE_DESCRIPTION],
      ['7', '24.11.2026 10:00:00', 'Europe/Moscow', event.ID],
    )
  })

  it('costs two requests for a client who is known by id', async () => {
    const { fake, crm, call, slot } = await open()
    const { id } = await crm.createClient({ ...KIRA, key: keyOf('client') }, call())
    const free = await slot()
    fake.called.length = 0
    await crm.createAppointment({ slot: free, client: { id, ...KIRA }, key: keyOf('two') }, call())
    assert.equal(fake.called.length, 2, fake.called.join('; '))
  })

  it('finds a contact whose phone staff wrote their own way', async () => {
    const { fake, crm, call } = await open()
    const fields = { NAME: 'Kira', PHONE: [{ VALUE: '8 (916) 123-45-67', VALUE_TYPE: 'WORK' }] }
    const id = fake.call('crm.contact.add', { fields }).result
    assert.deepEqual(await crm.findClientsByPhone({ phone: KIRA.phone }, call()), [
      { id: String(id), name: 'Kira', phone: KIRA.phone },
    ])
  })

  it('reports contacts that it may not see instead of finding nobody', async () => {
    const { fake, crm, call } = await open()
    const { id } = await crm.createClient({ ...KIRA, key: keyOf('hidden') }, call())
    fake.switches.hiddenContacts.push(id)
    await assert.rejects(crm.findClientsByPhone({ phone: KIRA.phone }, call()), { code: 'unauthorized' })
  })

  it('takes a move back when the new time was taken between look and write', async () => {
    const { fake, crm, call, slot } = await open()
    const visit = await crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('move') }, call())
    const to = await slot(4)
    const other = { type: 'user', ownerId: 7, name: 'Later', from: to.start, to: to.end, auto_detect_section: 'Y' }
    fake.switches.before = { command: 'move', act: () => void fake.calendar.add(other) }
    await assert.rejects(crm.rescheduleAppointment({ id: visit.id, slot: to, key: keyOf('moved') }, call()), {
      code: 'slot_taken',
    })
    assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.start, visit.start)
  })

  it('takes back a booking of which the portal keeps a field to itself', async () => {
    const { fake, crm, call, slot } = await open()
    fake.switches.droppedFields.push('SOURCE_DESCRIPTION')
    await assert.rejects(crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('dropped') }, call()), {
      code: 'refused',
    })
    assert.equal(fake.calendar.events.size, 0)
  })

  it('calls nothing booked when the portal dies between the deal and its event', async () => {
    const { fake, crm, call, slot } = await open()
    fake.switches.diesAfter = 'deal'
    await assert.rejects(crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('dead') }, call()), {
      code: 'unknown_outcome',
    })
    fake.switches.diesAfter = undefined
    const found = await crm.listAppointments({ key: keyOf('dead') }, call())
    assert.deepEqual(
      found.map(({ status }) => status),
      ['cancelled'],
    )
  })

  it('follows staff who drag the event, take it away, or close the deal', async () => {
    const { fake, crm, call, slot } = await open()
    const visit = await crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('staff') }, call())
    const [event] = [...fake.calendar.events.values()]
    const [from, to] = ['2026-11-24T15:00:00+03:00', '2026-11-24T16:00:00+03:00']
    fake.call('calendar.event.update', { id: event.ID, type: 'user', ownerId: 7, from, to })
    assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.start, from)
    fake.call('crm.deal.update', { id: visit.id, fields: { STAGE_ID: 'WON' } })
    assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.status, 'arrived')
    fake.call('crm.deal.update', { id: visit.id, fields: { STAGE_ID: 'NEW' } })
    fake.call('calendar.event.delete', { id: event.ID })
    assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.status, 'cancelled')
  })

  it('takes an absence of whole days and an event of unreadable time out of the free times', async () => {
    const { fake, crm, call } = await open()
    const day = { from: '2026-11-24T00:00:00Z', to: '2026-11-24T00:00:00Z', skip_time: 'Y' }
    fake.calendar.add({
      type: 'user',
      ownerId: 7,
      name: 'Ill',
      ...day,
      accessibility: 'absent',
      auto_detect_section: 'Y',
    })
    const id = fake.calendar.add({ type: 'user', ownerId: 8, name: 'Odd', ...day, auto_detect_section: 'Y' })
    const odd = fake.calendar.events.get(String(id))
    const query = { serviceIds: ['1265'], from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }
    odd.ACCESSIBILITY = 'free'
    const free = await crm.listAvailableSlots(query, call())
    assert.deepEqual([...new Set(free.slots.map(({ parts }) => parts[0]?.employeeId))], ['8'])
    odd.ACCESSIBILITY = 'busy'
    odd.DT_SKIP_TIME = 'N'
    Object.assign(odd, { DATE_FROM_TS_UTC: '', DATE_TO_TS_UTC: '99999999999' })
    assert.deepEqual((await crm.listAvailableSlots(query, call())).slots, [])
  })

  it('books in the pipeline, stages and fields that the options name, from the trade catalogue', async () => {
    const { fake, crm, call, slot } = await open(
      withOptions({
        catalogue: 'catalog',
        pipeline: 'Visits',
        stages: { booked: 'Booked', cancelled: 'Cancelled', noShow: 'Did not come' },
        fields: { event: 'Visit event', start: 'Visit at' },
      }),
    )
    const visit = await crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('named') }, call())
    const deal = fake.crm.deals.get(visit.id)
    assert.deepEqual(
      [deal.CATEGORY_ID, deal.STAGE_ID, deal.UF_CRM_VISIT_AT, deal.SOURCE_DESCRIPTION],
      ['4', 'C4:PREPARATION', '2026-11-24T10:00:00+03:00', ''],
    )
    fake.call('crm.deal.update', { id: visit.id, fields: { STAGE_ID: 'C4:LOSE' } })
    assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.status, 'no_show')
    fake.call('crm.deal.update', { id: visit.id, fields: { STAGE_ID: 'C4:PREPARATION' } })
    await crm.cancelAppointment({ id: visit.id, reason: 'is ill', key: keyOf('ill') }, call())
    assert.deepEqual([deal.STAGE_ID, deal.COMMENTS, fake.calendar.events.size], ['C4:APOLOGY', 'is ill', 0])
  })
})

describe('the way into Bitrix24', () => {
  it('renews the access of an application once for all who wait, and keeps the pair before it is used', async () => {
    const { fake, crm, context, call } = await open(withToken)
    await Promise.all([crm.listServices({}, call()), crm.findClientsByPhone({ phone: KIRA.phone }, call())])
    assert.equal(fake.tokens.refreshes, 1)
    fake.tokens.access = 'another-one'
    await Promise.all([1, 2, 3].map(() => crm.findClientsByPhone({ phone: KIRA.phone }, call())))
    assert.equal(fake.tokens.refreshes, 2)
    assert.deepEqual(Object(await context.store.get('oauth')).refresh, fake.tokens.refresh)
  })

  it('says what to do when the refresh token is not taken any more', async () => {
    const { fake, crm, call } = await open(withToken)
    fake.tokens.refresh = 'spent'
    const failure: unknown = await crm.listServices({}, call()).catch(error => error)
    assert.deepEqual([Object(failure).code, /refreshToken/.test(String(failure))], ['unauthorized', true])
    assert.ok(!String(failure).includes('refresh-0-made-up'))
  })

  it('follows a portal to its new name, once and for later, and nowhere else', async () => {
    const hosts = (fake: FakeBitrix24): Http => {
      const send = (url: URL | string, init: RequestInit = {}) => {
        const { host, pathname } = new URL(url)
        asked.push(host)
        const headers = { ...Object(init.headers), 'x-asked-host': host }
        return fetch(`${fake.url}${pathname}`, { ...init, headers })
      }
      return Object.assign(send, { limit: () => hosts(fake) })
    }
    const asked: string[] = []
    const webhook = `https://old.bitrix24.com/rest/1/${WEBHOOK_CODE}/`
    const { fake, crm, call } = await open(() => ({ webhook }), hosts)
    fake.renamedTo = 'new.bitrix24.com'
    await crm.findClientsByPhone({ phone: KIRA.phone }, call())
    await crm.findClientsByPhone({ phone: KIRA.phone }, call())
    assert.deepEqual(asked, ['old.bitrix24.com', 'new.bitrix24.com', 'new.bitrix24.com'])
    for (const elsewhere of ['evil.example', 'x.bitrix24.com.evil.example', 'new.bitrix24.ru']) {
      fake.renamedTo = elsewhere
      await assert.rejects(crm.findClientsByPhone({ phone: KIRA.phone }, call()), { code: 'unavailable' })
      assert.ok(!asked.includes(elsewhere))
    }
  })
})

describe('the limits of Bitrix24', () => {
  it('are kept as the portal counts them, and everybody gets an answer in time', async () => {
    const { fake, crm, clock } = await open()
    const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 60_000 })
    const asked = Array.from({ length: 150 }, () => crm.findClientsByPhone({ phone: KIRA.phone }, call()))
    await clock.drive(Promise.all(asked))
    assert.deepEqual([fake.called.length, fake.overLimit], [150, 0])
  })

  it('are obeyed when others have filled the bucket: a pause, then once more', async () => {
    const { fake, crm, clock, call } = await open()
    for (let one = 0; one < 50; one += 1)
      await fetch(`${fake.url}/rest/1/${WEBHOOK_CODE}/scope`, { method: 'POST', body: '{}' })
    assert.deepEqual(await clock.drive(crm.findClientsByPhone({ phone: KIRA.phone }, call())), [])
    assert.equal(fake.overLimit, 1)
  })

  it('asks only for the products that are named by id, and for all pages where a name is given', async () => {
    const byId = await open(withOptions({ services: [{ product: '1265', durationMinutes: 60 }] }))
    assert.equal((await byId.crm.listServices({}, byId.call())).length, 1)
    const byName = await open(withOptions({ services: [{ product: 'Shampoo 59', durationMinutes: 5 }] }))
    assert.deepEqual(
      (await byName.crm.listServices({}, byName.call())).map(({ id }) => id),
      ['2059'],
    )
    assert.ok(
      byName.fake.called.includes('batch crm.product.list') && !byId.fake.called.includes('batch crm.product.list'),
    )
  })
})

describe('a look at Bitrix24', () => {
  const cases: { title: string; options?: (url: string) => object; break?(fake: FakeBitrix24): void; says: RegExp }[] =
    [
      { title: 'all is well', says: /services 1, employees 2/ },
      { title: 'a wrong webhook', options: url => ({ webhook: `${url}/rest/1/wrong/` }), says: /wrong or was revoked/ },
      {
        title: 'a right that is missing',
        break: fake => void fake.switches.scopes.splice(1, 1),
        says: /the right Calendar \(calendar\) is missing/,
      },
      {
        title: 'a plan that has run out',
        break: fake => void Object.assign(fake.switches, { isExpired: true }),
        says: /plan has expired/,
      },
      {
        title: 'names that the portal does not have',
        options: withOptions({
          services: [{ product: 'Perm', durationMinutes: 60 }],
          employees: [{ user: 'Gone Away' }],
          stages: { booked: 'Somewhere' },
        }),
        says: /no product Perm.*no active user Gone Away.*no stage Somewhere/,
      },
      {
        title: 'another time zone',
        break: fake => void Object.assign(fake.switches, { userZone: 'Asia/Omsk' }),
        says: /Asia\/Omsk.*Europe\/Moscow/,
      },
      {
        title: 'nobody there',
        options: () => ({ webhook: `http://127.0.0.1:9/rest/1/${WEBHOOK_CODE}/` }),
        says: /can't be reached/,
      },
    ]
  for (const { title, options, break: breakIt, says } of cases) {
    it(`tells ${title}`, async () => {
      const { fake, crm, call } = await open(options)
      breakIt?.(fake)
      const found = await crm.probe?.(call()).catch(error => ({ ok: false, summary: String(error) }))
      assert.match(found?.summary ?? '', says)
      assert.equal(found?.ok, title === 'all is well')
      assert.ok(!found?.summary.includes(WEBHOOK_CODE))
    })
  }
})
