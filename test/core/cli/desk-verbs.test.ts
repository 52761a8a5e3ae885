import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { run } from './terminal.ts'

const SALON = `version: 1
company: { name: Demo Salon, timezone: Europe/Moscow, locale: en, currency: RUB, phone: "+7 495 000-00-00", hours: { mon-sun: 10:00-20:00 } }
crm:
  use: local
  with:
    services: [{ id: manicure, name: Manicure, durationMinutes: 60, price: 2000 }]
    employees: [{ id: olga, name: Olga }]
channels: { web: { use: web } }
log: { level: error }
`

describe('the verbs that open the desk', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-verbs-'))
    await writeFile(join(folder, 'aiadmin.yaml'), SALON)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('chat books a visit through the whole desk, a number pressing a button', async () => {
    const lines = ['a manicure tomorrow, please', '1', 'Ann, +7 916 123-45-67', '1', 'my bookings']
    const { code, stdout } = await run(['chat'], folder, { input: `${lines.join('\n')}\n` })
    assert.equal(code, 0)
    assert.match(
      stdout,
      /\[1\] \d\d:\d\d.*Please check your booking.*\[1\] Confirm.*You are booked!.*Manicure, tomorrow/s,
    )
  })

  it('doctor names every service and says that all answer', async () => {
    const { code, stdout } = await run(['doctor'], folder)
    assert.equal(code, 0, stdout)
    for (const name of ['storage sqlite', 'crm local', 'llm rules', 'channel web'])
      assert.match(stdout, new RegExp(`ok\\s+${name}:`))
    assert.match(stdout, /Everything answers/)
  })

  it('setup says that there is nothing to register', async () => {
    const { code, stdout } = await run(['setup'], folder)
    assert.equal(code, 0)
    assert.match(stdout, /Nothing to register/)
  })

  it('setup names the channel and its settings when the provider can not be asked', async () => {
    const telegram = `{ use: telegram, with: { mode: webhook, token: "\${TOKEN}", apiRoot: "http://127.0.0.1:9" } }`
    const file = 'bot.yaml'
    const desk = SALON.replace('{ web: { use: web } }', `{ bot: ${telegram} }`)
    await writeFile(join(folder, file), `${desk}server: { publicUrl: https://desk.example }\n`)
    const { code, stdout } = await run(['setup', file], folder, { env: { TOKEN: '123456:made-up-token-of-a-bot' } })
    assert.match(stdout, /^ {2}FAIL {2}bot: .*look at channels\.bot\.with\n$/)
    assert.equal(code, 1)
  })
})
