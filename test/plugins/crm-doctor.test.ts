import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { run } from '../core/cli/terminal.ts'
import { startAmoFake, TOKEN } from '../fakes/amocrm/index.ts'
import { startFakeBitrix24, WEBHOOK_CODE } from '../fakes/bitrix24/index.ts'
import { SECRET, startPlatformFake } from '../fakes/dikidi/index.ts'
import { API_KEY, startEasyWeekFake, WORKSPACE } from '../fakes/easyweek/index.ts'
import { LOCATION, uuid } from '../fakes/easyweek/salon.ts'
import { LOGIN, PASSWORD, PHONE_KIND, startOnec } from '../fakes/onec/index.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../fakes/yclients/index.ts'
import { runCommand } from '../support/command.ts'

/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9'
const world = { now: Date.now, company: { timezone: 'Europe/Moscow', currency: 'RUB' } }
const program = join(import.meta.dirname, '../../core/cli/aiadmin.ts')

/** A desk that `doctor` is to look at. */
interface Desk {
  /** Under `crm.with`; secrets are references to `env`. */
  with: Readonly<Record<string, unknown>>
  env: Readonly<Record<string, string>>
  close(): Promise<unknown>
}

/** What is wrong, and what an operator has to read then: the cause, and where to mend it. */
interface Trouble<Fake> {
  name: string
  breaks?(fake: Fake): unknown
  with?: Readonly<Record<string, unknown>>
  env?(fake: Fake): Readonly<Record<string, string>>
  says: RegExp
}

/** A CRM: its stand-in, and what can be wrong with it. */
interface Subject<Fake> {
  use: string
  start(): Promise<Fake>
  open(fake: Fake): Desk
  /** All is well then. */
  says: RegExp
  troubles: readonly Trouble<Fake>[]
  /** Somebody else answers at this address. */
  elsewhere(url: string): Pick<Trouble<Fake>, 'with' | 'env' | 'says'>
}

function dialect(provider: 'yclients' | 'altegio', title: string): Subject<Awaited<ReturnType<typeof startYclients>>> {
  return {
    use: provider,
    start: () => startYclients(world, { provider }),
    open: fake => ({
      with: { apiUrl: fake.url, partnerToken: `\${PARTNER}`, userToken: `\${USER}`, companyId: COMPANY_ID },
      env: { PARTNER: PARTNER_TOKEN, USER: USER_TOKEN },
      close: () => fake.close(),
    }),
    elsewhere: url => ({ with: { apiUrl: url }, says: /no answer.*check crm\.with\.apiUrl/ }),
    says: /Atelier: 2 services and 2 employees for online booking, route online/,
    troubles: [
      {
        name: 'nobody at the address',
        with: { apiUrl: `${NOBODY}/api/v1` },
        says: /can't be reached: nothing answers at this port.*check crm\.with\.apiUrl/,
      },
      {
        name: 'a host that does not exist',
        with: { apiUrl: 'http://api.invalid/api/v1' },
        says: /api\.invalid can't be reached: (there is no such host|no name can be looked up)/,
      },
      {
        name: 'a wrong partner token',
        env: () => ({ PARTNER: 'another-partner-token' }),
        says: new RegExp(`${title} does not know the partner token.*developer account.*crm\\.with\\.partnerToken`),
      },
      {
        name: 'a wrong user token',
        env: () => ({ USER: 'another-user-token' }),
        says: /user token is wrong or has expired.*crm\.with\.userToken/,
      },
      { name: 'a wrong location', with: { companyId: '99' }, says: /no location 99: .*crm\.with\.companyId/ },
      {
        name: 'no right to the journal',
        breaks: fake => Object.assign(fake.switches, { forbidden: ['/records'] }),
        says: /may not see the journal of visits \(403\): give the right/,
      },
      {
        name: 'no right to the client base',
        breaks: fake => Object.assign(fake.switches, { forbidden: ['/clients/search'] }),
        says: /may not see the client base \(403\): give the right/,
      },
      {
        name: 'no right to see phones',
        breaks(fake) {
          fake.book.cardFor('+79161234567', 'Anna')
          fake.switches.hidesPhones = true
        },
        says: /may not see the phones of clients: give the right/,
      },
      {
        name: 'an expired licence',
        breaks: fake => Object.assign(fake.switches, { licenceExpired: true }),
        says: /licence of the location has expired: extend it/,
      },
      {
        name: 'another time zone',
        breaks: fake => Object.assign(fake.switches, { timezone: 'Asia/Yekaterinburg' }),
        says: /is in Asia\/Yekaterinburg, .* in Europe\/Moscow: write crm\.with\.timezone: Asia\/Yekaterinburg/,
      },
      {
        name: 'a code by SMS',
        breaks: fake => Object.assign(fake.switches, { phoneConfirmation: true }),
        says: /code by SMS, which no program can read: switch it off .*crm\.with\.route: journal/,
      },
    ],
  }
}

const bitrix24: Subject<Awaited<ReturnType<typeof startFakeBitrix24>>> = {
  use: 'bitrix24',
  start: () => startFakeBitrix24(world),
  open: fake => ({
    with: {
      webhook: `\${WEBHOOK}`,
      services: [{ product: 'Haircut', durationMinutes: 60 }],
      employees: [{ user: 'Anna Lee' }],
    },
    env: { WEBHOOK: `${fake.url}/rest/1/${WEBHOOK_CODE}/` },
    close: () => fake.close(),
  }),
  elsewhere: url => ({
    env: () => ({ WEBHOOK: `${url}/rest/1/${WEBHOOK_CODE}/` }),
    says: /Bitrix24 answered scope with 200.*check the portal in crm\.with\.webhook/,
  }),
  says: /Bitrix24 answers: services 1, employees 1/,
  troubles: [
    {
      name: 'nobody at the address',
      env: () => ({ WEBHOOK: `${NOBODY}/rest/1/${WEBHOOK_CODE}/` }),
      says: /can't be reached: nothing answers.*check the portal in crm\.with\.webhook/,
    },
    {
      name: 'a webhook that was revoked',
      env: ({ url }) => ({ WEBHOOK: `${url}/rest/1/anothermadeupcode/` }),
      says: /webhook or token is wrong or was revoked: make a new one/,
    },
    {
      name: 'a portal that was moved to somebody else',
      breaks: fake => Object.assign(fake, { renamedTo: 'elsewhere.example.com' }),
      says: /redirects to another host, which is not followed.*check the portal/,
    },
    {
      name: 'a missing right',
      breaks: fake => Object.assign(fake.switches, { scopes: ['crm', 'user_brief'] }),
      says: /the right Calendar \(calendar\) is missing: open the webhook .* tick it/,
    },
    {
      name: 'a plan that has run out',
      breaks: fake => Object.assign(fake.switches, { isExpired: true }),
      says: /plan has expired or has no REST; renew it/,
    },
    {
      name: 'another time zone',
      breaks: fake => Object.assign(fake.switches, { userZone: 'Asia/Tokyo' }),
      says: /lives in Asia\/Tokyo, the company in Europe\/Moscow: change one of them/,
    },
    {
      name: 'a misspelt product',
      with: { services: [{ product: 'Hairct', durationMinutes: 60 }] },
      says: /no product Hairct, but Haircut/,
    },
    {
      name: 'a misspelt user',
      with: { employees: [{ user: 'Ana Lee' }] },
      says: /no active user Ana Lee, but Anna Lee/,
    },
    { name: 'a misspelt stage', with: { stages: { booked: 'Bookd' } }, says: /no stage Bookd in the pipeline, but / },
    { name: 'a misspelt pipeline', with: { pipeline: 'Vists' }, says: /no pipeline Vists, but General, Visits/ },
  ],
}

const amocrm: Subject<Awaited<ReturnType<typeof startAmoFake>>> = {
  use: 'amocrm',
  async start() {
    const fake = await startAmoFake(world)
    fake.account.switches.timezone = 'Europe/Moscow'
    return fake
  },
  open: fake => ({
    with: { account: fake.url, token: `\${TOKEN}`, pipeline: 'Visits', services: { catalog: 'Services' } },
    env: { TOKEN },
    close: () => fake.close(),
  }),
  elsewhere: url => ({ with: { account: url }, says: /what is no JSON.*check crm\.with\.account/ }),
  says: /amoCRM Atelier: services 2, employees 2; 1 without a duration.*run aiadmin setup/,
  troubles: [
    {
      name: 'nobody at the address',
      with: { account: NOBODY },
      says: /can't be reached: nothing answers.*check crm\.with\.account/,
    },
    {
      name: 'a wrong token',
      env: () => ({ TOKEN: 'another-made-up-token' }),
      says: /refuses the long-lived token: .*make a new one in the integration’s card.*crm\.with\.token/,
    },
    {
      name: 'a missing right',
      breaks: fake => fake.account.switches.forbidden.push('contacts'),
      says: /contacts: amoCRM answered 403.*scope.*may not read contacts: let an administrator/,
    },
    {
      name: 'an account that is not paid for',
      breaks: fake => Object.assign(fake.account.switches, { unpaid: true }),
      says: /402: the account is not paid for; pay/,
    },
    {
      name: 'an address that is shut out',
      breaks: fake => Object.assign(fake.account.switches, { blocked: true }),
      says: /shut out for a while; wait/,
    },
    {
      name: 'another time zone',
      breaks: fake => Object.assign(fake.account.switches, { timezone: 'Asia/Yekaterinburg' }),
      says: /zone is Asia\/Yekaterinburg, the company’s is Europe\/Moscow: .*make them the same/,
    },
    { name: 'a wrong pipeline', with: { pipeline: 'Deals' }, says: /no pipeline Deals; there are Visits/ },
    {
      name: 'a wrong list',
      with: { services: { catalog: 'Goods' } },
      says: /list of services: .*no list Goods; there are Services/,
    },
    {
      name: 'an account that was never set up',
      breaks: fake => fake.account.leadFields.splice(1),
      says: /no field AIADMIN_START, leads have no field AIADMIN_MINUTES.*AIADMIN_KEY: run aiadmin setup/,
    },
  ],
}

const easyweek: Subject<Awaited<ReturnType<typeof startEasyWeekFake>>> = {
  use: 'easyweek',
  start: () => startEasyWeekFake(world),
  open: fake => ({
    with: { apiKey: `\${KEY}`, workspace: WORKSPACE, locationId: LOCATION, baseUrl: fake.url },
    env: { KEY: API_KEY },
    close: () => fake.close(),
  }),
  elsewhere: url => ({ with: { baseUrl: url }, says: /no JSON: a proxy in between.*check crm\.with\.baseUrl/ }),
  says: /Atelier Nord: services 2, employees 2/,
  troubles: [
    {
      name: 'nobody at the address',
      with: { baseUrl: NOBODY },
      says: /can't be reached: nothing answers.*check crm\.with\.baseUrl/,
    },
    {
      name: 'a wrong key',
      env: () => ({ KEY: 'secret_another_key' }),
      says: /401 .*does not know the key.*crm\.with\.apiKey \(Settings → Developers → API keys\)/,
    },
    { name: 'a wrong workspace', with: { workspace: 'elsewhere' }, says: /not of the workspace elsewhere; check/ },
    {
      name: 'a subscription that has run out',
      breaks: fake => Object.assign(fake.switches, { hasExpired: true }),
      says: /subscription has expired; extend it/,
    },
    {
      name: 'a missing right',
      breaks: fake => Object.assign(fake.switches, { forbidden: 'customers' }),
      says: /key lacks the right to read customers; give it under Settings/,
    },
    {
      name: 'a wrong location',
      with: { locationId: uuid('ff', 9) },
      says: /no location ff.*crm\.with\.locationId; .*Atelier Nord is a1000000/,
    },
    {
      name: 'another time zone',
      breaks: fake => Object.assign(fake.switches, { timezone: 'Asia/Omsk' }),
      says: /is in Asia\/Omsk, and company\.timezone is Europe\/Moscow: set both/,
    },
  ],
}

const onec: Subject<Awaited<ReturnType<typeof startOnec>>> = {
  use: 'onec',
  start: () => startOnec(world),
  open: fake => ({
    with: {
      url: `${fake.url}/salon`,
      login: LOGIN,
      password: `\${PASSWORD}`,
      preset: 'booking',
      clients: { phoneKind: PHONE_KIND },
    },
    env: { PASSWORD },
    close: () => fake.close(),
  }),
  elsewhere: url => ({ with: { url }, says: /answers with a page for people: check crm\.with\.url/ }),
  says: /1C answers: services 3, employees 2; its clock should show \d\d:\d\d now \(Europe\/Moscow\)/,
  troubles: [
    {
      name: 'nobody at the address',
      with: { url: `${NOBODY}/salon` },
      says: /can't be reached: nothing answers.*check crm\.with\.url/,
    },
    {
      name: 'a wrong password',
      env: () => ({ PASSWORD: 'another-password' }),
      says: /does not take the login and password: check crm\.with\.login/,
    },
    {
      name: 'a set that the user may not read',
      breaks: fake => Object.assign(fake.moods, { unreadable: ['Catalog_Сотрудники'] }),
      says: /no right to read Catalog_Сотрудники: give it a role/,
    },
    {
      name: 'nothing that is published',
      breaks: fake => Object.assign(fake.moods, { isEmpty: true }),
      says: /nothing is published: choose what the OData interface shows/,
    },
    {
      name: 'no licence',
      breaks: fake => Object.assign(fake.moods, { licences: 0 }),
      says: /no free licence: end sessions/,
    },
    {
      name: 'a misspelt document',
      with: { visit: { set: 'Document_ЗаписиКлиентов' } },
      says: /visit\.set: Document_ЗаписиКлиентов is not published; there is Document_ЗаписьКлиента/,
    },
    {
      name: 'a misspelt field',
      with: { visit: { comment: 'Коментарий' } },
      says: /visit\.comment: Document_ЗаписьКлиента has no field Коментарий; there is Комментарий/,
    },
  ],
}

const dikidi: Subject<Awaited<ReturnType<typeof startPlatformFake>>> = {
  use: 'dikidi',
  start: () => startPlatformFake(world),
  open: fake => ({
    with: {
      bookingPage: 'https://dikidi.net/550001',
      bridge: { url: fake.url, secret: `\${SECRET}`, answersTo: 'https://desk.example.com' },
      services: [{ id: 'cut', name: 'Haircut', durationMinutes: 60 }],
      employees: [{ id: 'anna', name: 'Anna' }],
    },
    env: { SECRET },
    close: () => fake.close(),
  }),
  elsewhere: url => ({
    with: { bridge: { url: `${url}/missing`, secret: `\${SECRET}`, answersTo: 'https://desk.example.com' } },
    says: /no bridge at .* \(404\): check crm\.with\.bridge\.url/,
  }),
  says: /bridge at 127\.0\.0\.1:\d+: no busy times have come yet.*aiadmin setup/,
  troubles: [
    {
      name: 'nobody at the address',
      with: { bridge: { url: NOBODY, secret: `\${SECRET}`, answersTo: 'https://desk.example.com' } },
      says: /can't be reached: nothing answers.*check crm\.with\.bridge\.url/,
    },
    {
      name: 'a wrong secret',
      env: () => ({ SECRET: 'another-secret-of-the-bridge' }),
      says: /does not take our signature: write the same secret .*crm\.with\.bridge\.secret/,
    },
    {
      name: 'a scenario that is switched off',
      breaks: fake => Object.assign(fake, { answer: { status: 410, type: 'text/plain', body: 'gone' } }),
      says: /no bridge at .* \(410\): check crm\.with\.bridge\.url, and whether its scenario is switched on/,
    },
  ],
}

let folder = ''
let page: Server
let pageUrl = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aiadmin-doctor-'))
  // What a gateway or a wrong address answers: a page for people.
  page = createServer((request, response) => {
    request.resume()
    response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Welcome</title>')
  })
  await new Promise<void>(resolve => page.listen(0, '127.0.0.1', resolve))
  pageUrl = `http://127.0.0.1:${Object(page.address()).port}`
})
after(async () => {
  page.closeAllConnections()
  page.close()
  await rm(folder, { recursive: true })
})

let written = 0

/** Writes a whole `aiadmin.yaml`, and what the process is to have in its environment beside `env`. */
async function write(use: string, { with: options, env }: Pick<Desk, 'with' | 'env'>) {
  written += 1
  const file = join(folder, `${use}-${written}.yaml`)
  await writeFile(
    file,
    `version: 1
company: { name: Mirabelle, timezone: Europe/Moscow, locale: en, currency: RUB, hours: { mon-sat: "10:00-20:00" } }
channels: { site: { use: http, with: { apiKeys: [{ name: site, key: "\${SITE_KEY}" }] } } }
crm: { use: ${use}, with: ${JSON.stringify(options)} }
`,
  )
  const own = { SITE_KEY: 'a-made-up-key-of-32-characters-00', AIADMIN_SECRET: 'a-made-up-secret-of-32-characters' }
  return { file, env: { ...own, AIADMIN_DATA: `${file}.data`, ...env } }
}

/** The line of the CRM, or everything when there is none. */
const lineOf = (stdout: string, use: string) => stdout.split('\n').find(line => line.includes(`crm ${use}:`)) ?? stdout

function examine<Fake>(subject: Subject<Fake>): void {
  const { use } = subject
  const look = async ({ with: options, env, breaks }: Partial<Trouble<Fake>>) => {
    const fake = await subject.start()
    const desk = subject.open(fake)
    try {
      breaks?.(fake)
      const secrets = { ...desk.env, ...env?.(fake) }
      const { file, env: all } = await write(use, { with: { ...desk.with, ...options }, env: secrets })
      const { code, stdout, stderr } = await run(['doctor', file], folder, { env: all })
      for (const secret of Object.values(secrets)) assert.ok(!`${stdout}${stderr}`.includes(secret), stdout)
      return { code, line: lineOf(stdout, use), stderr }
    } finally {
      await desk.close()
    }
  }

  describe(use, { concurrency: 4 }, () => {
    it('says that all is well', async () => {
      const { code, line, stderr } = await look({})
      assert.match(line, subject.says)
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    })

    const misled = () => ({ name: 'an address where somebody else answers', ...subject.elsewhere(pageUrl) })
    for (const trouble of [...subject.troubles, misled])
      it(`names ${typeof trouble === 'function' ? 'an address where somebody else answers' : trouble.name}`, async () => {
        const found = typeof trouble === 'function' ? trouble() : trouble
        const { code, line } = await look(found)
        assert.match(line, found.says)
        assert.match(line, /^ {2}FAIL {2}crm /)
        assert.equal(code, 1)
      })
  })
}

describe('aiadmin doctor', () => {
  examine(dialect('yclients', 'YCLIENTS'))
  // The same code as that of YCLIENTS: what it says in its own name, and where its answers differ.
  const { troubles, ...altegio } = dialect('altegio', 'Altegio')
  examine({ ...altegio, troubles: troubles.filter(({ name }) => /token|location|client base|licence|zone/.test(name)) })
  examine(bitrix24)
  examine(amocrm)
  examine(easyweek)
  examine(onec)
  examine(dikidi)

  describe('as a process', () => {
    const start = async (use: string, desk: Desk) => {
      const { file, env } = await write(use, desk)
      const command = ['--import', import.meta.resolve('tsx'), program, 'doctor', file]
      try {
        return await runCommand(process.execPath, command, { cwd: folder, env: { PATH: process.env['PATH'], ...env } })
      } finally {
        await desk.close()
      }
    }

    it('ends with 0 where a whole YCLIENTS answers', async () => {
      const { open, start: begin } = dialect('yclients', 'YCLIENTS')
      const { code, stdout, stderr } = await start('yclients', open(await begin()))
      assert.match(stdout, /ok {4}crm yclients: Atelier.*Everything answers\.\n$/s)
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    })

    it('ends with 1 where 1C has other names', async () => {
      const desk = onec.open(await onec.start())
      const { code, stdout } = await start('onec', {
        ...desk,
        with: { ...desk.with, visit: { start: 'ДатаНачало' }, employees: { set: 'Catalog_Сотрудник' } },
      })
      assert.match(stdout, /employees\.set: Catalog_Сотрудник is not published; there is Catalog_Сотрудники/)
      assert.match(stdout, /visit\.start: Document_ЗаписьКлиента has no field ДатаНачало; there is .*Начало/)
      assert.ok(!stdout.includes(PASSWORD))
      assert.match(stdout, /1 of 4 need a look\.\n$/)
      assert.equal(code, 1)
    })
  })
})
