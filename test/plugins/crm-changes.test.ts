import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { visitsByAppointment } from '../../core/journal/visit.ts'
import { run } from '../core/cli/terminal.ts'
import { startAmoFake, TOKEN } from '../fakes/amocrm/index.ts'
import { startFakeBitrix24, WEBHOOK_CODE } from '../fakes/bitrix24/index.ts'
import { SECRET as BRIDGE_SECRET, startPlatformFake } from '../fakes/dikidi/index.ts'
import { API_KEY, startEasyWeekFake, WORKSPACE } from '../fakes/easyweek/index.ts'
import { LOCATION } from '../fakes/easyweek/salon.ts'
import { startOnec } from '../fakes/onec/index.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../fakes/yclients/index.ts'
import type { ApiClient } from '../support/running-desk/client.ts'
import { type RunningDesk, startDesk } from '../support/running-desk/index.ts'
import { company, MONDAY } from '../support/running-desk/salon.ts'
import { freePort } from '../support/service.ts'
import { until } from '../support/until.ts'
import { optionsFor, VISITS } from './onec/salon.ts'

const SECRET = 'a-secret-that-nobody-can-guess-0000000'
const HOUR_MS = 3_600_000
const MOSCOW = { timezone: 'Europe/Moscow', currency: 'RUB' }
/** Where staff move the visit that was booked for noon. */
const LATER = Date.parse('2026-11-24T14:00:00+03:00')

/** What a provider sends to the desk's webhook. */
interface Delivery {
  url: string
  type: string
  body: string
}

/** Staff at work in the CRM. Each deed answers what the provider sends then; nothing where it sends nothing. */
interface Staff {
  block: { use: string; with: object }
  company?: Readonly<Record<string, unknown>>
  /** What `aiadmin setup` said: where a person enters the address it stands there. */
  moves(summary: string): Delivery | undefined
  cancels(summary: string): Delivery | undefined
  close(): Promise<unknown>
}

type Open = (now: () => number, deskUrl: string) => Promise<Staff>

const json = (url: unknown, body: object): Delivery => ({
  url: String(url),
  type: 'application/json',
  body: JSON.stringify(body),
})
const form = (url: unknown, fields: Readonly<Record<string, string>>): Delivery => ({
  url: String(url),
  type: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
})
const first = <T>(items: Iterable<T>): T => {
  const [one] = items
  assert.ok(one !== undefined)
  return one
}

const dialect =
  (provider: 'yclients' | 'altegio'): Open =>
  async now => {
    const fake = await startYclients({ now, company: MOSCOW }, { provider })
    fake.hooks.set({ urls: ['https://sync.example/hook'], active: 1 })
    const tell = (status: string, changed: object) => {
      const entry = Object.assign(first(fake.book.entries), changed)
      const last_change_date = new Date(now()).toISOString()
      const data = { id: entry.id, last_change_date }
      const event = { company_id: Number(COMPANY_ID), resource: 'record', resource_id: entry.id, status, data }
      return json(fake.hooks.urls().at(-1), event)
    }
    return {
      block: {
        use: provider,
        with: { apiUrl: fake.url, partnerToken: PARTNER_TOKEN, userToken: USER_TOKEN, companyId: COMPANY_ID },
      },
      moves: () => tell('update', { startMs: LATER }),
      cancels: () => tell('delete', { isDeleted: true }),
      close: () => fake.close(),
    }
  }

const bitrix24: Open = async now => {
  const fake = await startFakeBitrix24({ now, company: MOSCOW })
  const address = (summary: string) => /enter (\S+) and/.exec(summary)?.[1]
  return {
    block: {
      use: 'bitrix24',
      with: {
        webhook: `${fake.url}/rest/1/${WEBHOOK_CODE}/`,
        services: [{ product: 'Haircut', durationMinutes: 60 }],
        employees: [{ user: 'Anna Lee' }],
        gridMinutes: 60,
      },
    },
    // The event is dragged in the calendar; the deal knows nothing of it.
    moves(summary) {
      const event = first(fake.calendar.events.values())
      const [from, to] = [LATER / 1_000, LATER / 1_000 + 3_600]
      Object.assign(event, { DATE_FROM_TS_UTC: String(from), DATE_TO_TS_UTC: String(to) })
      return form(address(summary), { event: 'ONCALENDARENTRYUPDATE', 'data[id]': event.ID })
    },
    cancels(summary) {
      const deal = first(fake.crm.deals.values())
      Object.assign(deal, { STAGE_ID: 'LOSE', STAGE_SEMANTIC_ID: 'F', CLOSED: 'Y' })
      return form(address(summary), { event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': deal.ID })
    },
    close: () => fake.close(),
  }
}

const amocrm: Open = async now => {
  const fake = await startAmoFake({ now })
  fake.account.switches.timezone = MOSCOW.timezone
  const tell = (kind: string) =>
    form(first(fake.account.webhooks)['destination'], { [`leads[${kind}][0][id]`]: String(lead()['id']) })
  const lead = () => first(fake.account.leads)
  return {
    block: {
      use: 'amocrm',
      with: { account: fake.url, token: TOKEN, pipeline: 'Visits', services: { catalog: 'Services' } },
    },
    moves() {
      const field = lead()['custom_fields_values'].find(
        (one: { field_code: string }) => one.field_code === 'AIADMIN_START',
      )
      field.values[0].value = LATER / 1_000
      return tell('update')
    },
    cancels() {
      lead()['status_id'] = 143
      return tell('status')
    },
    close: () => fake.close(),
  }
}

const easyweek: Open = async now => {
  const fake = await startEasyWeekFake({ now, company: MOSCOW })
  const tell = (summary: string, event: string) =>
    json(new RegExp(`${event}: (\\S+)`).exec(summary)?.[1], { uid: first(fake.book.bookings).uuid })
  return {
    block: {
      use: 'easyweek',
      with: { apiKey: API_KEY, workspace: WORKSPACE, locationId: LOCATION, baseUrl: fake.url },
    },
    company: { currency: 'EUR' },
    moves(summary) {
      Object.assign(first(fake.book.bookings), { start: LATER, end: LATER + HOUR_MS })
      return tell(summary, 'booking-rescheduled')
    },
    cancels(summary) {
      first(fake.book.bookings).isCanceled = true
      return tell(summary, 'booking-canceled')
    },
    close: () => fake.close(),
  }
}

const dikidi: Open = async (now, answersTo) => {
  const fake = await startPlatformFake({ now })
  const answer = (body: object) => json(first(fake.came).callback, body)
  return {
    block: {
      use: 'dikidi',
      with: {
        bookingPage: 'https://dikidi.net/550001',
        services: [{ id: 'haircut', name: 'Haircut', durationMinutes: 60 }],
        employees: [{ id: 'anna', name: 'Anna' }],
        gridMinutes: 60,
        bridge: { url: fake.url, secret: BRIDGE_SECRET, answersTo },
      },
    },
    moves: () => answer({ status: 'moved', start: new Date(LATER).toISOString() }),
    cancels: () => answer({ status: 'cancelled' }),
    close: () => fake.close(),
  }
}

/** 1C tells nobody: what staff do is seen when the visit is looked at the next time. */
const onec: Open = async now => {
  const fake = await startOnec({ now, company: MOSCOW })
  const change = (fields: object) => {
    Object.assign(first(fake.book.rows(VISITS)), fields)
    return undefined
  }
  return {
    block: { use: 'onec', with: optionsFor(fake.url) },
    moves: () => change({ Начало: '2026-11-24T14:00:00', Окончание: '2026-11-24T15:00:00' }),
    cancels: () => change({ DeletionMark: true }),
    close: () => fake.close(),
  }
}

const SUBJECTS: Readonly<Record<string, Open>> = {
  yclients: dialect('yclients'),
  altegio: dialect('altegio'),
  bitrix24,
  amocrm,
  easyweek,
  dikidi,
  onec,
}

for (const [name, open] of Object.entries(SUBJECTS))
  describe(`what staff do in ${name}`, () => {
    let desk: RunningDesk | undefined
    let staff: Staff
    let anna: ApiClient
    let summary = ''
    let visitId = ''

    before(async () => {
      const port = await freePort()
      const publicUrl = `http://127.0.0.1:${port}`
      staff = await open(() => desk?.clock.now() ?? Date.parse(MONDAY), publicUrl)
      desk = await startDesk({
        config: {
          crm: staff.block,
          company: company(staff.company),
          server: { host: '127.0.0.1', port, publicUrl, requestsPerMinute: 1_000_000 },
        },
      })
      const { crm } = desk.runtime.instances
      const call = { signal: AbortSignal.timeout(10_000), deadline: desk.clock.now() + 10_000 }
      summary = (await crm.changes?.setup?.({ publicUrl, secret: SECRET }, call))?.summary ?? ''
      anna = desk.client(`anna-${name}`)
      await anna.says(
        name === 'onec' ? 'Стрижка, мастер Анна, завтра в 12:00' : 'A haircut with Anna tomorrow at 12:00',
      )
      await anna.says('Anna Petrova, +7 916 123-45-67')
      const [visit] = (await anna.presses(/^(Confirm|Подтвердить)$/)).visits
      assert.ok(visit)
      visitId = visit.id
    })
    after(async () => {
      await desk?.stop()
      await staff.close()
    })

    const known = async () => {
      assert.ok(desk)
      const { journal } = desk.runtime.instances
      const [visit] = await visitsByAppointment(journal, journal.db, visitId)
      return visit
    }
    const rereads = () => desk?.crmCalls.filter(({ method }) => method === 'getAppointment').length ?? 0
    /** Nothing is left to be read again for hours. */
    const settled = async () => {
      assert.ok(desk)
      const { journal } = desk.runtime.instances
      for (;;) {
        const rows = await journal.db
          .selectFrom('work')
          .select(['due_at', 'lease_until'])
          .where('kind', '=', 'reread')
          .execute()
        const now = desk.clock.now()
        if (rows.every(row => row.due_at > now + HOUR_MS && row.lease_until <= now)) return
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    }
    const deliver = async ({ url, type, body }: Delivery) =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status
    /** Without a webhook only time brings the news. */
    const tell = async (delivery: Delivery | undefined) => {
      if (delivery) assert.equal(Math.floor((await deliver(delivery)) / 100), 2)
      else {
        const before = rereads()
        desk?.clock.advance(6 * HOUR_MS + 60_000)
        await until(() => rereads() > before)
      }
      await settled()
    }

    it('reaches the visit that the conversation knows, and what its client is shown', async () => {
      await tell(staff.moves(summary))
      assert.equal(Date.parse((await known())?.start ?? ''), LATER)
      assert.match((await anna.says(name === 'onec' ? 'Мои записи' : 'My bookings')).text, /14:00/)
    })

    const hasWebhook = name !== 'onec'
    const told = async () => {
      const delivery = staff.moves(summary)
      assert.ok(delivery)
      const forged = { ...delivery, url: delivery.url.replace(/[^/]+(\/booking-[a-z]+)?$/, 'guessed$1') }
      assert.match(String(await deliver(forged)), /^40[34]$/)
      const before = rereads()
      await Promise.all([deliver(delivery), deliver(delivery)])
      await tell(delivery)
      assert.equal(rereads(), before + 1)
    }
    if (hasWebhook) it('is read again once, however often it is told, and by nobody who guesses', told)

    it('takes a visit away that they have cancelled', async () => {
      await tell(staff.cancels(summary))
      assert.equal((await known())?.status, 'cancelled')
      const { text } = await anna.says(name === 'onec' ? 'Мои записи' : 'My bookings')
      assert.doesNotMatch(text, /14:00/)
    })
  })

describe('aiadmin setup', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-setup-'))
  })
  after(() => rm(folder, { recursive: true }))

  const setUp = async (crm: object, env: Readonly<Record<string, string>>) => {
    const desk = `version: 1
company: { name: Mirabelle, timezone: Europe/Moscow, locale: en, currency: RUB, hours: { mon-sat: "10:00-20:00" } }
server: { publicUrl: https://desk.example }
channels: { site: { use: http, with: { apiKeys: [{ name: site, key: a-made-up-key-of-32-characters-000 }] } } }
crm: ${JSON.stringify(crm)}
`
    await writeFile(join(folder, 'aiadmin.yaml'), desk)
    return run(['setup'], folder, { env: { AIADMIN_SECRET: 'a-made-up-secret-of-32-characters', ...env } })
  }
  const world = { now: Date.now, company: MOSCOW }
  const other = 'https://sync.example/hook'

  for (const use of ['yclients', 'altegio'] as const)
    it(`reads the webhooks of ${use}, adds its own, and replaces only that one the next time`, async t => {
      const fake = await startYclients(world, { provider: use })
      t.after(() => fake.close())
      fake.hooks.set({ urls: [other], active: 1, client: 1 })
      const options = { apiUrl: fake.url, partnerToken: `\${PARTNER}`, userToken: `\${USER}`, companyId: COMPANY_ID }
      const env = { PARTNER: PARTNER_TOKEN, USER: USER_TOKEN }
      const first = await setUp({ use, with: options }, env)
      assert.match(
        first.stdout,
        /^ {2}ok {4}crm: .*tells of changed visits at https:\/\/desk\.example.*1 of other programs/,
      )
      const [, before] = fake.hooks.urls()
      assert.match(String(before), /^https:\/\/desk\.example\/api\/v1\/crm\/changes\/[\w-]{20,}$/)
      assert.ok(!first.stdout.includes(String(before)), 'the secret address is printed')
      assert.equal((await setUp({ use, with: options }, env)).code, 0)
      const [kept, after, ...more] = fake.hooks.urls()
      assert.deepEqual([kept, more, after === before], [other, [], false])
      // The last look is at what was written.
      assert.deepEqual(
        fake.asked.filter(one => one.includes('hooks_settings')).map(one => one.split(' ')[0]),
        ['GET', 'POST', 'GET', 'GET', 'POST', 'GET'],
      )
    })

  it('says what went wrong, in the words of the CRM', async t => {
    const fake = await startYclients(world)
    t.after(() => fake.close())
    const options = { apiUrl: fake.url, partnerToken: `\${PARTNER}`, userToken: `\${USER}`, companyId: COMPANY_ID }
    const env = { PARTNER: PARTNER_TOKEN, USER: 'another-user-token' }
    const { code, stdout } = await setUp({ use: 'yclients', with: options }, env)
    assert.match(stdout, /^ {2}FAIL {2}crm: YCLIENTS answered 401: a token is wrong/)
    assert.equal(code, 1)
  })
})
