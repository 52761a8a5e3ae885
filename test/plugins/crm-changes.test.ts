import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { visitsByAppointment } from '../../core/journal/visit.ts'
import { run } from '../core/cli/terminal.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../fakes/yclients/index.ts'
import { MOSCOW } from '../support/crm-stands.ts'
import type { ApiClient } from '../support/running-desk/client.ts'
import { type RunningDesk, startDesk } from '../support/running-desk/index.ts'
import { company, MONDAY } from '../support/running-desk/salon.ts'
import { freePort } from '../support/service.ts'
import { SEVEN_CRMS } from '../support/seven-crms.ts'
import { until } from '../support/until.ts'
import { type Delivery, LATER, STAFF, type Staff } from './crm-staff.ts'

const SECRET = 'a-secret-that-nobody-can-guess-0000000'
const HOUR_MS = 3_600_000
for (const [name, open] of Object.entries(STAFF))
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
      const { clock } = desk
      const { journal } = desk.runtime.instances
      await until(async () => {
        const rows = await journal.db
          .selectFrom('work')
          .select(['due_at', 'lease_until'])
          .where('kind', '=', 'reread')
          .execute()
        const now = clock.now()
        return rows.every(row => row.due_at > now + HOUR_MS && row.lease_until <= now)
      })
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

  for (const [use, setting] of [
    ['yclients', 'userToken'],
    ['amocrm', 'token'],
  ] as const)
    it(`says what went wrong with ${use}, and which setting to look at`, async t => {
      const open = await SEVEN_CRMS.find(({ name }) => name === use)?.open(world)
      assert.ok(open)
      t.after(() => open.close())
      const { code, stdout } = await setUp(
        { use, with: { ...open.block.with, [setting]: `\${WRONG}` } },
        { WRONG: 'a-made-up-and-wrong-token' },
      )
      assert.match(stdout, new RegExp(`^ {2}FAIL {2}crm: .*crm\\.with\\.${setting}`), stdout)
      assert.equal(code, 1)
    })
})
